// SPDX-License-Identifier: GPL-3.0-or-later
// Opening a home: a new epoch, and every unfinished run taken up where its journal ends.
#include <utility>

#include "core/log.h"
#include "core/plant.h"
#include "engine/core.h"
#include "engine/schedules.h"
#include "engine/start.h"
#include "engine/toolkit.h"
#include "engine/upkeep.h"
#include "platform/files.h"

namespace orrery::engine {
namespace {

/// GPUs are part of what is admitted, so the first answer about them is waited for.
constexpr SpanMs gpuWait = 3000;

} // namespace

Core::Core(core::Loop &loop, CoreOptions options, HostInfo host, MakeExecutor makeExecutor)
    : m_loop(loop), m_options(std::move(options)), m_host(std::move(host)),
      m_makeExecutor(std::move(makeExecutor)), m_secrets(m_options.home), m_results(m_options.home),
      m_workers(m_options.workers), m_watchers(m_options.workers),
      m_cacheWorker(m_options.workers > 0 ? 1 : 0, true)
{
    if (m_options.probeHost) {
        m_probe = std::make_unique<platform::HostProbe>();
        m_probe->settle(gpuWait);
        HostInfo found = m_probe->info(m_loop.wall());
        found.id = m_host.id;
        found.name = m_host.name;
        found.sandbox = m_host.sandbox;
        found.enforcement = m_host.enforcement;
        m_host = std::move(found);
    }
    m_hostSample = m_host.now;
    m_allocator.addHost(m_host.id, resources::capacityOf(m_host));
}

Core::~Core()
{
    m_alive.reset();
    if (m_store) {
        project();
        m_executor.reset();
        m_store.reset(); // ends the sync thread, which posts to the loop
    }
}

Result<> Core::open()
{
    m_started = m_loop.wall();
    const auto onLoop = [this, alive = std::weak_ptr(m_alive)](auto work) {
        m_loop.post([alive, work = std::move(work)] {
            if (!alive.expired())
                work();
        });
    };
    const auto open =
        m_options.openStore ? m_options.openStore : CoreOptions::OpenStore(store::Store::open);
    auto opened = open(
        m_options.home, [this, onLoop](Seq seq) { onLoop([this, seq] { synced(seq); }); },
        [this, onLoop](const Error &error) { onLoop([this, error] { syncFailed(error); }); });
    if (!opened)
        return tl::unexpected(opened.error());
    m_store = std::move(*opened);
    openQueues();
    if (!m_options.takeUp) {
        makeSchedules();
        makeUpkeep();
        return {};
    }
    if (auto begun = beginEpoch(); !begun)
        return begun;
    for (const RunId &run : m_store->unfinishedRuns())
        takeUp(run);
    makeSchedules();
    makeUpkeep();
    tick();
    return {};
}

Result<> Core::beginEpoch()
{
    m_epoch = m_store->lastEpoch() + 1;
    Event event{0, {}, EngineStarted{m_epoch, platform::bootId(), ::getpid(), m_started}};
    m_store->append(event);
    const auto written = m_store->commit();
    if (!written)
        return tl::unexpected(written.error());
    m_lastSeq = event.seq;
    m_gate.setEpoch(event.seq);
    m_gate.written(*written);
    return {};
}

/// The DAG in the version that a run was made with.
Result<std::unique_ptr<LiveRun>> Core::load(const RunId &run)
{
    std::unique_ptr<LiveRun> live;
    std::vector<run::Command> ignored;
    Result<> problem;
    const auto replayed = m_store->replay(run, [&](const Event &event) {
        if (const auto *created = std::get_if<RunCreated>(&event.fact)) {
            auto dag = versionOf(created->version, created->file);
            if (!dag) {
                problem = tl::unexpected(dag.error());
                return;
            }
            live = std::make_unique<LiveRun>(run, std::move(*dag));
        }
        if (!live)
            return;
        if (const auto *placed = std::get_if<TaskPlaced>(&event.fact);
            placed != nullptr && !placed->gpus.empty())
            m_placed[{run, placed->task, placed->attempt}] = placed->gpus;
        ignored.clear();
        live->machine.apply(event, ignored);
    });
    if (!replayed)
        return tl::unexpected(replayed.error());
    if (!problem)
        return tl::unexpected(problem.error());
    if (!live)
        return fail(ErrorCode::Corrupt, run.text, "the journal holds no beginning of this run");
    live->ended = live->endShown = isFinal(live->machine.summary().state);
    static_cast<void>(live->machine.takeChanged());
    return live;
}

Result<std::shared_ptr<const DagSpec>> Core::versionOf(const VersionId &version,
                                                       const std::string &file)
{
    const auto json = m_store->version(version);
    if (!json)
        return tl::unexpected(json.error());
    toolkit::Parsed parsed = toolkit::parse(*json, "version " + version.text + ".json");
    if (!file.empty())
        parsed.dag.sourceDir = parentDirectory(file);
    return std::make_shared<const DagSpec>(std::move(parsed.dag));
}

void Core::takeUp(const RunId &id)
{
    auto loaded = load(id);
    if (!loaded) {
        core::log(core::LogLevel::Error,
                  "run " + id.text + " cannot be taken up: " + loaded.error().what);
        return;
    }
    LiveRun &run = *m_runs.emplace(id, std::move(*loaded)).first->second;
    if (!run.machine.parent().run.empty())
        run.age = m_allocator.reserveId();
    adoptTurn(run);
    bool flying = false;
    run.requests.resize(run.machine.taskCount());
    for (TaskIndex task = 0; task < run.machine.taskCount(); ++task) {
        const TaskRow &row = run.machine.task(task);
        const bool placed = !row.host.empty() &&
                            (row.state == TaskState::Queued || row.state == TaskState::Running);
        if (!placed)
            continue;
        const auto devices = m_placed.find({id, task, row.attempts});
        const auto lease = m_allocator.adopt(
            demandOf(run.machine.resources(task)), HostId(row.host),
            devices == m_placed.end() ? std::vector<std::uint32_t>{} : devices->second,
            orderOf(run, task));
        if (ORRERY_PLANTED(DoubleAdopt))
            (void)m_allocator.adopt(demandOf(run.machine.resources(task)), HostId(row.host), {});
        run.requests[task] = lease;
        m_leases.emplace(lease, Lease{&run, task});
        flying = true;
    }
    for (run::Command &command : run.machine.outstanding())
        if (!std::holds_alternative<run::Launch>(command)) // the runner is asked for those first
            m_commands.emplace_back(&run, std::move(command));
    m_touched.push_back(&run);
    if (flying)
        connectExecutor();
}

} // namespace orrery::engine
