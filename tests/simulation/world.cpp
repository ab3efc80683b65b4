// SPDX-License-Identifier: GPL-3.0-or-later
#include "world.h"

#include <algorithm>
#include <memory>
#include <thread>
#include <utility>
#include <vector>

#include "core/virtualloop.h"
#include "engine/core.h"
#include "engine/toolkit.h"
#include "life.h"
#include "simhost.h"
#include "simstore.h"
#include "store/settings.h"
#include "support/lossyvfs.h"
#include "witness.h"
#include "workload.h"

namespace orrery::simulation {
namespace {

constexpr WallMs firstDay = 1'790'000'000'000;
constexpr SpanMs patience = 1'800'000; ///< after the last fault every run has ended [ms]
constexpr SpanMs rest = 60'000;        ///< and then everything has been acknowledged [ms]
constexpr SpanMs takesFacts = 3'000;   ///< after a full disk has room again [ms]
constexpr std::uint64_t mostSteps = 3'000'000;

class World {
public:
    explicit World(const Plan &plan)
        : m_plan(plan), m_dice(plan.seed), m_trace(plan.seed, plan.verbose), m_loop(firstDay),
          m_witness(m_loop, m_trace), m_host(m_loop, m_dice, m_trace, m_witness)
    {
        if (!plan.storeDir.empty())
            m_lossy = std::make_unique<support::LossyDisk>(
                "simulation-" + std::to_string(plan.seed), static_cast<unsigned>(plan.seed));
        m_info.id = HostId("local");
        m_info.name = "simulated";
        m_info.cores = static_cast<std::uint32_t>(m_dice.between(2, 4));
        m_info.memoryMiB = 4096;
        m_info.gpus.resize(2);
        m_info.gpus[1].index = 1;
        m_info.sandbox = "simulated";
        m_fewNames = m_dice.chance(20);
    }
    ~World() { killEngine(false); }
    World(const World &) = delete;
    World &operator=(const World &) = delete;

    Outcome run()
    {
        schedule();
        boot();
        while (now() < m_chaosEnd && step()) {
        }
        mend();
        settle();
        return {m_trace.broken(), m_trace.hash(), m_witness.end(), m_lives, m_faults};
    }

private:
    // the course of things
    [[nodiscard]] SpanMs now() const { return m_loop.mono() / 1'000'000; }
    void schedule();
    void later(SpanMs at, std::function<void()> what);
    bool step();
    void inspect(bool thorough);
    void mend();
    void settle();
    bool until(SpanMs most, const std::function<bool()> &reached);

    // the engine
    void boot();
    void bootSoon(SpanMs most);
    void killEngine(bool powerCut);
    void leave();
    [[nodiscard]] Result<std::unique_ptr<store::Store>> open(std::function<void(Seq)> synced,
                                                             std::function<void(Error)> failed);
    void note(const std::string &line) { m_trace.note(now(), line); }

    // what may happen
    void fault();
    void fillDisk();
    void failSyncs();
    void jump();
    void user();
    void startRun(const DagSpec &dag);
    void cancelRun(const RunId &run);
    void retryRun(const RunId &run);
    void showRun(const RunId &run);

    const Plan m_plan;
    Dice m_dice;
    Trace m_trace;
    core::VirtualLoop m_loop;
    Witness m_witness;
    SimDisk m_disk;
    std::unique_ptr<support::LossyDisk> m_lossy;
    SimHost m_host;
    HostInfo m_info;
    bool m_fewNames = false; ///< names of runs are drawn from few: they meet
    SpanMs m_chaosEnd = 0;
    std::vector<std::unique_ptr<core::Loop::Handle>> m_coming;
    std::unique_ptr<core::Loop::Handle> m_bootTimer;
    std::shared_ptr<Life> m_life;
    std::shared_ptr<bool> m_uncommitted = std::make_shared<bool>(false);
    std::unique_ptr<engine::Core> m_core;
    bool m_cutOnDeath = false;
    bool m_powerWasCut = false; ///< since the last engine
    bool m_syncsFailed = false; ///< in the engine's life
    std::uint64_t m_steps = 0;
    std::uint64_t m_lives = 0;
    std::uint64_t m_faults = 0;
};

// ---- the course of things --------------------------------------------------------------------

void World::later(SpanMs at, std::function<void()> what)
{
    m_coming.push_back(m_loop.after(at, std::move(what)));
}

void World::schedule()
{
    m_chaosEnd = m_dice.between(2, 30) * 1000;
    for (auto runs = m_dice.between(1, 6); runs > 0; --runs)
        later(m_dice.upTo(m_chaosEnd / 2), [this] { startRun(randomDag(m_dice)); });
    for (auto faults = m_dice.upTo(24); faults > 0; --faults)
        later(m_dice.upTo(m_chaosEnd), [this] { fault(); });
    for (auto users = m_dice.upTo(24); users > 0; --users)
        later(m_dice.upTo(m_chaosEnd), [this] { user(); });
}

bool World::step()
{
    if (m_lossy && m_core) // the real store syncs on a thread of its own: it keeps up
        for (int i = 0; i < 200 && !m_witness.allSynced() && !m_syncsFailed; ++i)
            std::this_thread::sleep_for(std::chrono::microseconds(50));
    if (++m_steps > mostSteps)
        m_trace.broke(now(), "it never comes to rest");
    if (!m_trace.broken().empty() || !m_loop.step())
        return false;
    if (m_life && m_life->over()) {
        killEngine(std::exchange(m_cutOnDeath, false));
        bootSoon(3000);
    }
    if (m_steps % 8 == 0)
        inspect(m_steps % 64 == 0);
    return m_trace.broken().empty();
}

/// While nothing waits for its commit the engine's state and books are those of the journal.
void World::inspect(bool thorough)
{
    if (!m_core || *m_uncommitted)
        return;
    m_core->info([this](const Result<EngineInfo> &info) {
        if (info)
            m_witness.compareBooks(info->hosts.front());
    });
    if (!thorough)
        return;
    for (const RunId &run : m_witness.runs())
        if (!m_witness.ended(run))
            m_core->show(run, [this](const Result<RunDetail> &detail) {
                if (detail)
                    m_witness.compare(*detail);
            });
}

bool World::until(SpanMs most, const std::function<bool()> &reached)
{
    const SpanMs end = now() + most;
    const auto timer = m_loop.after(most, [] {}); // so that time passes
    while (!reached() && now() < end)
        if (!step())
            break;
    return reached();
}

void World::mend()
{
    if (!m_trace.broken().empty())
        return;
    note("world   is mended");
    m_witness.disturbed();
    m_coming.clear();
    if (m_life)
        m_life->endAfter(0);
    m_disk.full = m_disk.syncFails = m_host.diskFull = false;
    if (m_lossy) {
        m_lossy->setCapacity(0);
        m_lossy->setSyncFails(false);
    }
    if (m_syncsFailed) {
        killEngine(false);
        boot();
    }
}

void World::settle()
{
    const auto broken = [this] { return !m_trace.broken().empty(); };
    if (!broken() && !until(patience, [this] { return m_core != nullptr; }) && !broken())
        m_trace.broke(now(), "the engine cannot be started again");
    until(takesFacts, [] { return false; });
    if (broken())
        return;
    DagSpec last; // makes the engine speak to its host, and shows that it still works
    last.id = "last";
    last.nodes.resize(1);
    last.nodes[0].id = "n";
    last.nodes[0].task.runtime = Runtime::Exec;
    last.nodes[0].task.runtimeName = "EXEC";
    last.nodes[0].task.command = {"/bin/true"};
    const std::size_t before = m_witness.runs().size();
    startRun(last);
    const bool ended = until(patience, [this, before] {
        const std::vector<RunId> runs = m_witness.runs();
        return runs.size() > before &&
               std::all_of(runs.begin(), runs.end(),
                           [this](const auto &run) { return m_witness.ended(run); });
    });
    until(rest, [this] { return false; });
    if (broken())
        return;
    if (!ended)
        m_trace.broke(now(), "a run does not end");
    for (const RunId &run : m_witness.runs()) {
        m_witness.checkEnd(run);
        showRun(run);
    }
    for (const AttemptKey &key : m_host.known())
        m_trace.broke(now(), "the host still keeps " + key.run.text + "/" +
                                 std::to_string(key.task) + "#" + std::to_string(key.attempt));
    inspect(true);
}

// ---- the engine ------------------------------------------------------------------------------

Result<std::unique_ptr<store::Store>> World::open(std::function<void(Seq)> synced,
                                                  std::function<void(Error)> failed)
{
    std::unique_ptr<store::Store> inner;
    if (m_lossy) {
        store::Settings settings;
        settings.vfs = m_lossy->name();
        settings.sync = [disk = m_lossy.get()](const std::string &path) {
            return disk->sync(path);
        };
        settings.syncDelay = 0;
        settings.walPages = 64;
        auto opened = store::openStore(m_plan.storeDir, std::move(synced), std::move(failed),
                                       std::move(settings));
        if (!opened)
            return tl::unexpected(opened.error());
        inner = std::move(*opened);
    } else {
        if (m_disk.syncFails)
            return fail(ErrorCode::Io, "journal", "input/output error");
        inner = std::make_unique<SimStore>(m_loop, m_dice, m_disk, std::move(synced),
                                           std::move(failed));
    }
    auto watched = makeWatchedStore(std::move(inner), m_life, m_witness, m_uncommitted);
    m_witness.reopened(std::exchange(m_powerWasCut, false));
    return watched;
}

void World::boot()
{
    if (m_core)
        return;
    ++m_lives;
    note("engine  starts");
    m_witness.disturbed();
    m_life = std::make_shared<Life>();
    *m_uncommitted = false;
    m_syncsFailed = false;
    engine::CoreOptions options;
    options.home = m_plan.storeDir.empty() ? "/nonexistent/simulation" : m_plan.storeDir;
    options.role = "simulation";
    options.openStore = [this](const std::string &, auto synced, auto failed) {
        return open(std::move(synced), std::move(failed));
    };
    options.random = [this] { return m_dice.bits() & (m_fewNames ? 15U : ~0U); };
    options.findResult = [](const engine::KeptResult &wanted) { // as the names say: no dice
        engine::Found found;
        for (const char c : wanted.run.text + wanted.task)
            found.result.made += c;
        found.hit = found.result.made % 2 == 0;
        found.result.run = RunId("earlier");
        found.result.outputs = "{}";
        found.why = found.hit ? "" : "script changed";
        return found;
    };
    options.workers = 0;
    options.probeHost = false;
    m_core = std::make_unique<engine::Core>(
        m_loop, options, m_info, [this](const HostInfo &host, executors::Observer observer) {
            return makeSimExecutor(m_loop, m_dice, m_host, m_witness, m_life, std::move(observer),
                                   host.cores * 1000ULL);
        });
    if (const auto opened = m_core->open(); !opened || m_life->over()) {
        note("engine  cannot start");
        killEngine(false);
        bootSoon(3000);
    }
}

void World::bootSoon(SpanMs most)
{
    m_bootTimer = m_loop.after(m_dice.chance(50) ? 0 : m_dice.upTo(most), [this] {
        const auto keep = std::exchange(m_bootTimer, nullptr);
        boot();
    });
}

void World::killEngine(bool powerCut)
{
    if (m_life)
        m_life->end();
    if (m_lossy) { // what was written survives a kill, and no handle of the dead one works on
        if (powerCut)
            m_lossy->powerCut();
        else
            m_lossy->killUsers();
    }
    m_core.reset();
    m_life.reset();
    if (!powerCut)
        return;
    m_powerWasCut = true;
    m_disk.cutPower(m_dice);
    m_host.cutPower();
}

/// The engine ends in order: nobody is killed.
void World::leave()
{
    m_core.reset();
    if (!m_lossy)
        m_disk.synced = m_disk.journal.size();
    m_life.reset();
}

// ---- what may happen -------------------------------------------------------------------------

void World::fault()
{
    ++m_faults;
    m_witness.disturbed();
    const std::int64_t what = m_dice.upTo(99);
    const bool lives = m_core != nullptr;
    if (what < 30) { // in the middle of what it does next
        if (lives) {
            note("fault   the engine will be killed");
            m_cutOnDeath = m_dice.chance(30);
            m_life->endAfter(static_cast<std::uint64_t>(m_dice.between(1, 40)));
        }
    } else if (what < 42) {
        if (lives) {
            note("fault   the engine is killed");
            killEngine(false);
            bootSoon(3000);
        }
    } else if (what < 47) {
        if (lives && !m_syncsFailed) {
            note("world   the engine leaves");
            leave();
            bootSoon(3000);
        }
    } else if (what < 60) {
        note("fault   the runner is killed");
        m_host.killRunner();
    } else if (what < 70) {
        note("fault   the power goes");
        killEngine(true);
        bootSoon(3000);
    } else if (what < 80) {
        note("fault   the link breaks");
        m_host.breakLink();
    } else if (what < 86) {
        fillDisk();
    } else if (what < 91) {
        failSyncs();
    } else {
        jump();
    }
}

void World::fillDisk()
{
    note("fault   the disk is full");
    m_disk.full = m_host.diskFull = true;
    if (m_lossy)
        m_lossy->setCapacity(1);
    later(m_dice.between(100, 6000), [this] {
        note("world   there is room on the disk");
        m_witness.disturbed();
        m_disk.full = m_host.diskFull = false;
        if (m_lossy)
            m_lossy->setCapacity(0);
    });
}

void World::failSyncs()
{
    note("fault   syncs fail");
    m_disk.syncFails = m_syncsFailed = true;
    if (m_lossy)
        m_lossy->setSyncFails(true);
    later(m_dice.between(100, 6000), [this] {
        note("world   the disk is repaired");
        m_witness.disturbed();
        m_disk.syncFails = false;
        if (m_lossy)
            m_lossy->setSyncFails(false);
        killEngine(m_dice.chance(30));
        bootSoon(1000);
    });
}

void World::jump()
{
    static constexpr SpanMs spans[] = {1'000, 60'000, 3'600'000, 86'400'000, 30 * 86'400'000LL};
    const SpanMs span = spans[m_dice.upTo(4)] * (m_dice.chance(50) ? 1 : -1);
    note("fault   the clock jumps by " + std::to_string(span) + " ms");
    m_loop.setWall(m_loop.wall() + span);
}

void World::user()
{
    const std::vector<RunId> runs = m_witness.runs();
    if (runs.empty())
        return;
    const RunId run =
        runs[static_cast<std::size_t>(m_dice.upTo(static_cast<std::int64_t>(runs.size()) - 1))];
    const std::int64_t what = m_dice.upTo(9);
    if (what < 4)
        showRun(run);
    else if (what < 7)
        cancelRun(run);
    else
        retryRun(run);
}

void World::startRun(const DagSpec &dag)
{
    if (!m_core)
        return;
    StartRequest request;
    request.text = toolkit::toJson(dag, -1);
    m_core->start(std::move(request), [this, life = m_life](const Result<RunId> &run) {
        if (!life->may())
            return;
        if (run)
            m_witness.startAnswered(*run);
        else
            note("user    may not start: " + run.error().what);
    });
}

void World::cancelRun(const RunId &run)
{
    if (!m_core)
        return;
    note("user    cancels " + run.text);
    if (m_dice.chance(50) && now() < m_chaosEnd)
        m_host.loseNextOrder();
    m_core->cancel(run, [this, life = m_life, run, since = m_witness.end()](const Result<> &done) {
        if (life->may() && done)
            m_witness.cancelAnswered(run, since);
    });
}

void World::retryRun(const RunId &run)
{
    if (!m_core)
        return;
    std::vector<TaskIndex> tasks;
    if (const std::uint32_t count = m_witness.taskCount(run); count > 0 && m_dice.chance(50))
        tasks.push_back(static_cast<TaskIndex>(m_dice.upTo(count - 1)));
    m_core->retry(run, tasks,
                  [this, life = m_life, run, since = m_witness.end()](const Result<> &done) {
                      if (life->may() && done)
                          m_witness.retryAnswered(run, since);
                  });
}

void World::showRun(const RunId &run)
{
    if (!m_core)
        return;
    m_core->show(run, [this, life = m_life, run](const Result<RunDetail> &detail) {
        if (life->may() && detail)
            m_witness.shown(run, detail->summary);
    });
}

} // namespace

Outcome simulate(const Plan &plan)
{
    return World(plan).run();
}

} // namespace orrery::simulation
