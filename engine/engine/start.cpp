// SPDX-License-Identifier: GPL-3.0-or-later
// From a request to a run: read and check it away from the loop, then admit, journal, answer.
#include <algorithm>
#include <ctime>
#include <random>

#include <fmt/format.h>

#include "engine/core.h"
#include "engine/start.h"
#include "engine/toolkit.h"
#include "platform/files.h"
#include "platform/memory.h"

namespace orrery::engine {
namespace {

/// "20261121-104512-7f3a": sorts by time, short enough to type.
RunId newRunId(WallMs now, std::uint32_t random)
{
    const std::time_t seconds = now / 1000;
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    return RunId(fmt::format("{:04}{:02}{:02}-{:02}{:02}{:02}-{:04x}", utc.tm_year + 1900,
                             utc.tm_mon + 1, utc.tm_mday, utc.tm_hour, utc.tm_min, utc.tm_sec,
                             random & 0xFFFFU));
}

std::uint32_t systemRandom()
{
    static thread_local std::random_device device;
    return device();
}

/// What a runtime needs on the host beside the task's own files: program, and how to get it.
struct Need {
    Runtime runtime;
    const char *program;
    const char *fix;
};
constexpr std::array<Need, 5> needs{
    {{Runtime::Python, "python3", "apt install python3"},
     {Runtime::Java, "java", "apt install default-jre-headless"},
     {Runtime::Scala, "scala", "apt install scala"},
     {Runtime::Notebook, "jupyter", "apt install jupyter-nbconvert python3-ipykernel"},
     {Runtime::Container, "podman", "apt install podman"}}};

} // namespace

std::string missingRuntime(const NodeSpec &node)
{
    for (const Need &need : needs) {
        if (node.task.runtime != need.runtime || !findProgram(need.program).empty())
            continue;
        if (need.runtime == Runtime::Container && !findProgram("docker").empty())
            continue;
        return fmt::format("{} needs '{}', which this host does not have ({})",
                           node.task.runtimeName, need.program, need.fix);
    }
    return {};
}

Core::Checked Core::check(StartRequest request) const
{
    Checked checked;
    toolkit::Parsed parsed;
    if (request.parsed.use_count() == 1)
        parsed = std::move(*request.parsed);
    else if (request.parsed)
        parsed = *request.parsed;
    else
        parsed = toolkit::parse(request.text, request.file,
                                *catalogueFor(request.text, m_options.programDir, m_options.home));
    if (!request.file.empty())
        parsed.dag.sourceDir = parentDirectory(request.file);
    const std::string text = std::move(request.text); // it may be many megabytes: not kept
    request.parsed.reset();
    checked.request = std::move(request);
    for (Finding &finding :
         missingFiles(parsed.dag, text, checked.request.file, Finding::Severity::Error))
        parsed.findings.push_back(std::move(finding));
    std::string errors;
    for (const Finding &finding : parsed.findings)
        if (finding.isError())
            errors += (errors.empty() ? "" : "\n") + finding.text();
    std::vector<std::string> innerErrors;
    if (errors.empty())
        checked.inner = pinInner(parsed.dag, checked.request.file, m_options.programDir,
                                 m_options.home, innerErrors);
    for (const std::string &error : innerErrors)
        errors += (errors.empty() ? "" : "\n") + error;
    if (!errors.empty()) {
        checked.error = Error{ErrorCode::InvalidSpec, checked.request.file, errors};
        return checked;
    }
    auto bound = toolkit::bindParameters(parsed, checked.request.parameters);
    if (!bound) {
        checked.error = bound.error();
        return checked;
    }
    checked.parameters = std::move(*bound);
    toolkit::Canonical canonical = toolkit::canonicalOf(parsed.dag);
    checked.canonical = std::move(canonical.text);
    checked.version = std::move(canonical.version);
    checked.dag = std::make_shared<const DagSpec>(std::move(parsed.dag));
    return checked;
}

/// Reads and checks away from the loop; `then` is called on it.
void Core::checkAside(StartRequest request, std::function<void(Checked &&)> then)
{
    m_workers.run([this, request = std::move(request), then = std::move(then), host = m_host,
                   alive = std::weak_ptr(m_alive)]() mutable {
        auto checked = std::make_shared<Checked>(check(std::move(request)));
        if (checked->dag)
            checked->environment = toJson(m_environment.snapshot(*checked->dag, host));
        const bool large = checked->dag && checked->dag->nodes.size() >= largeRun;
        if (large)
            platform::giveBackMemory(); // what its reading took is larger than the DAG
        m_loop.post([this, checked, then, alive, large] {
            if (alive.expired())
                return;
            then(std::move(*checked));
            if (large && !alive.expired())
                m_workers.run(platform::giveBackMemory);
        });
    });
}

void Core::start(StartRequest request, Reply<RunId> reply)
{
    checkAside(std::move(request), [this, reply = std::move(reply)](Checked &&checked) {
        startChecked(std::move(checked), reply);
    });
}

Result<> Core::admit(Checked &checked) const
{
    std::string refused;
    const auto refuse = [&refused](const std::string &why) {
        refused += (refused.empty() ? "" : "\n") + why;
    };
    for (const NodeSpec &node : checked.dag->nodes)
        if (const std::string missing = missingRuntime(node); !missing.empty())
            refuse(node.id + ": " + missing);
    resources::Admission admission =
        resources::admit(m_allocator, *checked.dag, checked.request.fit);
    for (const std::string &why : admission.refused)
        refuse(why);
    checked.fitted = std::move(admission.fitted);
    checked.notes.insert(checked.notes.end(), admission.notes.begin(), admission.notes.end());
    if (!refused.empty())
        return fail(ErrorCode::NoCapacity, checked.dag->id,
                    refused + "\n(run it with --fit to scale what is too large down to this host)");
    return {};
}

Result<> Core::settleIsolation(Checked &checked) const
{
    const bool sandboxed = m_host.sandbox.empty();
    checked.isolation =
        checked.request.isolation.value_or(sandboxed ? Isolation::Sandbox : Isolation::Process);
    if (checked.isolation == Isolation::Container)
        return fail(
            ErrorCode::NoCapacity, "isolation",
            "level 'container' belongs to tasks with an image: give the node runtime CONTAINER");
    bool asked = checked.request.isolation == Isolation::Sandbox;
    for (const NodeSpec &node : checked.dag->nodes)
        asked = asked || node.execution.isolation == Isolation::Sandbox;
    if (asked && !sandboxed)
        return fail(ErrorCode::NoCapacity, "isolation",
                    "level 'sandbox' was asked for and this host cannot give it: " +
                        m_host.sandbox);
    if (!sandboxed && !checked.request.isolation)
        checked.notes.push_back("tasks run at level 'process': no sandbox here (" + m_host.sandbox +
                                ")");
    return {};
}

void Core::startChecked(Checked checked, const Reply<RunId> &reply)
{
    if (!m_stalled.empty())
        return reply(fail(ErrorCode::Io, "home", "no new runs now: " + m_stalled));
    if (checked.error)
        return reply(tl::unexpected(*checked.error));
    for (const auto step : {&Core::admit, &Core::settleIsolation})
        if (const Result<> done = (this->*step)(checked); !done)
            return reply(tl::unexpected(done.error()));

    const auto random = m_options.random ? m_options.random : systemRandom;
    const auto known = [this](const RunId &run) { // the clock may have been put back
        return m_runs.contains(run) || m_store->replay(run, [](const Event &) {});
    };
    checked.run = newRunId(m_loop.wall(), random());
    while (known(checked.run))
        checked.run = newRunId(m_loop.wall(), random());
    checked.resultsDir = m_options.home + "/runs/" + checked.run.text;
    if (!isPartial(checked.request))
        return create(checked, reply);
    const auto parts = planned(checked);
    if (!parts)
        return reply(tl::unexpected(parts.error()));
    checked.kept = run::keptNodes(*parts);
    const auto held = std::make_shared<Checked>(std::move(checked));
    keepFiles(held, [this, held, reply](const Result<> &copied) {
        if (!copied)
            return reply(tl::unexpected(copied.error()));
        create(*held, reply);
    });
}

void Core::create(Checked &checked, const Reply<RunId> &reply)
{
    const WallMs now = m_loop.wall();
    const RunId id = checked.run;
    RunCreated created;
    created.dag = DagId(checked.dag->id);
    created.version = checked.version;
    created.file = checked.request.file;
    created.parameters = std::move(checked.parameters);
    created.isolation = checked.isolation;
    created.fitted = std::move(checked.fitted);
    created.notes = std::move(checked.notes);
    created.trigger = checked.request.trigger;
    created.owner = userName();
    created.resultsDir = checked.resultsDir;
    created.at = now;
    created.kept = std::move(checked.kept);
    created.environment = std::move(checked.environment);
    created.slot = std::move(checked.slot);
    if (const Result<> settled = settleTurn(checked, created); !settled)
        return reply(tl::unexpected(settled.error()));
    m_store->putVersion(checked.version, *checked.dag, checked.canonical);
    for (const InnerDag &inner : checked.inner)
        m_store->putVersion(inner.version, *inner.dag, inner.canonical);
    if (!checked.request.file.empty())
        m_store->remember(checked.request.file, now);

    const bool ofSlot = !created.slot.schedule.empty();

    auto live = std::make_unique<LiveRun>(id, checked.dag);
    LiveRun &run = *m_runs.emplace(id, std::move(live)).first->second;
    const bool bypass = checked.request.noCache;
    record(run, std::move(created));
    if (bypass)
        record(run, CacheBypassed{now});
    if (ofSlot)
        holdSlot(run);
    answer<RunId>(reply, id);
    tick();
    if (m_activity)
        m_activity();
}

} // namespace orrery::engine
