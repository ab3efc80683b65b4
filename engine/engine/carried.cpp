// SPDX-License-Identifier: GPL-3.0-or-later
// Tasks that the engine sees through by itself, without a process: WAIT looks again and again,
// APPROVE waits for a person, SUBDAG runs another DAG. They take no place on a host.
#include <algorithm>
#include <limits>
#include <utility>

#include <nlohmann/json.hpp>

#include "engine/core.h"
#include "engine/inner.h"
#include "engine/look.h"
#include "engine/start.h"
#include "engine/toolkit.h"
#include "model/policy.h"
#include "run/turn.h"

namespace orrery::engine {
namespace {

/// A wall clock may be set: a moment far away is looked at again now and then.
constexpr SpanMs longestTimer = 30'000;

Exit endOf(Cause cause, std::string detail, JsonText outputs = {})
{
    Exit exit;
    exit.cause = cause;
    exit.exitCode = cause == Cause::Exited ? 0 : -1;
    exit.detail = std::move(detail);
    exit.outputs = std::move(outputs);
    return exit;
}

/// No process was behind it, so nothing was killed.
std::string timedOutText(Runtime runtime)
{
    if (runtime == Runtime::Approve)
        return "The approval timed out: nobody answered within its time-out";
    if (runtime == Runtime::SubDag)
        return "The run of its DAG took longer than its time-out";
    return "The wait timed out: what it waits for did not come within its time-out";
}

} // namespace

void Core::carry(LiveRun &run, TaskIndex task, std::uint32_t attempt)
{
    if (run.machine.task(task).start == 0)
        record(run, TaskStarted{task, attempt, 0, m_loop.wall()});
    const run::Carried what = run.machine.carried(task);
    if (!what.problem.empty())
        return endCarried(run, task, endOf(Cause::BadTemplate, what.problem));
    LiveRun::Watch &watch = run.watches[task];
    watch.attempt = attempt;
    if (what.timeout > 0)
        watch.timeout = at(run.machine.task(task).start + what.timeout, what.timeout,
                           [this, &run, task] { stopCarried(run, task, Cause::TimedOut); });
    if (what.wait)
        look(run, task, *what.wait);
    else if (what.subDag)
        startInner(run, task, *what.subDag, what.inputs);
}

/// Calls `work` once the wall clock has reached `moment`, in `most` ms at the latest: since a span
/// began the clock may have been put forward or back.
std::unique_ptr<core::Loop::Handle> Core::at(WallMs moment, SpanMs most, std::function<void()> work)
{
    const SpanMs left = std::clamp<SpanMs>(moment - m_loop.wall(), 0, most);
    if (left <= longestTimer)
        return m_loop.after(left, std::move(work));
    struct Chain final : core::Loop::Handle {
        std::unique_ptr<core::Loop::Handle> next;
    };
    auto chain = std::make_unique<Chain>();
    chain->next = m_loop.after(longestTimer, [this, moment, rest = most - longestTimer,
                                              work = std::move(work), own = chain.get()]() mutable {
        const auto keep = std::exchange(own->next, nullptr);
        own->next = at(moment, rest, std::move(work));
    });
    return chain;
}

void Core::look(LiveRun &run, TaskIndex task, const WaitSpec &wait)
{
    const WallMs since = run.machine.task(task).start;
    if (!wait.file.empty() || !wait.url.empty()) {
        const std::uint32_t attempt = run.watches[task].attempt;
        return m_watchers.run(
            [this, id = run.id, task, attempt, wait, alive = std::weak_ptr(m_alive)] {
                const Look seen = wait.file.empty() ? lookAtUrl(wait.url, wait.expectStatus)
                                                    : lookForFile(wait.file);
                m_loop.post([this, id, task, attempt, wait, seen, alive] {
                    if (!alive.expired())
                        looked(id, task, attempt, wait, seen);
                });
            });
    }
    if (!wait.dag.empty()) {
        Look seen;
        project();
        for (const RunSummary &other : m_store->runs(0)) {
            if (other.dag.text != wait.dag || other.state != RunState::Succeeded ||
                other.ended < run.machine.summary().created || other.id == run.id)
                continue;
            seen.met = true;
            seen.outputs = nlohmann::json{{"run", other.id.text}}.dump();
            break;
        }
        return looked(run.id, task, run.watches[task].attempt, wait, seen);
    }
    SpanMs most = wait.duration;
    std::optional<WallMs> moment = since + wait.duration;
    if (!wait.until.empty()) {
        most = std::numeric_limits<SpanMs>::max();
        moment = model::momentNamed(wait.until, since);
    }
    if (!moment)
        return endCarried(run, task,
                          endOf(Cause::BadTemplate, "wait/until: \"" + wait.until +
                                                        "\" is no moment; write "
                                                        "2026-12-24T18:00:00Z or 18:00"));
    run.watches[task].next = at(*moment, most, [this, &run, task] {
        endCarried(run, task, endOf(Cause::Exited, {}, "{}"));
    });
}

void Core::looked(const RunId &id, TaskIndex task, std::uint32_t attempt, const WaitSpec &wait,
                  const Look &seen)
{
    const auto found = m_runs.find(id);
    if (found == m_runs.end())
        return;
    LiveRun &run = *found->second;
    const auto watch = run.watches.find(task);
    if (watch == run.watches.end() || watch->second.attempt != attempt)
        return; // it ended meanwhile
    if (seen.met)
        return endCarried(run, task, endOf(Cause::Exited, {}, seen.outputs));
    if (watch->second.problem != seen.problem) {
        watch->second.problem = seen.problem;
        noteChanges(run);
    }
    watch->second.next =
        m_loop.after(wait.every, [this, &run, task, wait] { look(run, task, wait); });
}

void Core::endCarried(LiveRun &run, TaskIndex task, Exit exit)
{
    const auto keep = run.watches.extract(task); // its timer may be what calls this
    const TaskRow &row = run.machine.task(task);
    if (isFinal(row.state) || run.ended)
        return;
    exit.start = row.start;
    exit.end = m_loop.wall();
    record(run, TaskEnded{task, row.attempts, run.machine.judged(task, std::move(exit))});
    tick();
}

void Core::stopCarried(LiveRun &run, TaskIndex task, Cause cause)
{
    const NodeSpec &node = run.machine.dag().nodes[run.machine.task(task).node];
    if (node.task.runtime == Runtime::SubDag) {
        const auto inner = m_runs.find(innerRun(run, task));
        if (inner != m_runs.end() && !inner->second->ended) {
            record(*inner->second,
                   CancelRequested{"",
                                   cause == Cause::TimedOut
                                       ? "its node in run " + run.id.text + " timed out"
                                       : "run " + run.id.text + " was cancelled",
                                   m_loop.wall()});
            if (cause != Cause::TimedOut)
                return tick(); // its end ends the task
        }
    }
    endCarried(run, task,
               endOf(cause, cause == Cause::TimedOut ? timedOutText(node.task.runtime) : ""));
}

/// The name follows from the attempt, so that a new engine finds the run it began.
RunId Core::innerRun(const LiveRun &run, TaskIndex task)
{
    return RunId(run.id.text + "." + std::to_string(task) + "." +
                 std::to_string(run.machine.task(task).attempts));
}

void Core::startInner(LiveRun &run, TaskIndex task, const SubDagSpec &subDag,
                      const JsonText &inputs)
{
    const RunId id = innerRun(run, task);
    if (const auto known = find(id)) {
        if ((*known)->ended)
            innerEnded(**known);
        return; // it goes on, and ends this task when it ends
    }
    auto loaded = versionOf(VersionId(subDag.version), subDag.file);
    if (!loaded)
        return endCarried(run, task, endOf(Cause::BadTemplate, loaded.error().what));
    const RunSummary &outer = run.machine.summary();
    RunCreated created;
    created.dag = DagId((*loaded)->id);
    created.version = VersionId(subDag.version);
    created.file = subDag.file;
    auto parameters = innerParameters(**loaded, inputs);
    if (!parameters)
        return endCarried(run, task, endOf(Cause::BadTemplate, parameters.error().what));
    created.parameters = std::move(*parameters);
    created.isolation = outer.isolation;
    created.trigger = "subdag";
    created.owner = outer.owner;
    created.resultsDir = outer.resultsDir + "/" + run.machine.name(task);
    created.at = m_loop.wall();
    created.parent = {run.id, task, run.machine.task(task).attempts};
    auto turn = run::innerTurn(**loaded, id, created, run.machine.turn());
    if (!turn)
        return endCarried(run, task, endOf(Cause::BadTemplate, turn.error().what));
    created.turn = std::move(*turn);
    LiveRun &inner =
        *m_runs.emplace(id, std::make_unique<LiveRun>(id, std::move(*loaded))).first->second;
    inner.age = m_allocator.reserveId();
    record(inner, std::move(created));
    if (run.machine.held())
        holdInner(run);
    if (m_activity)
        m_activity();
}

/// The run and the runs of its sub-DAGs that go on, the outer ones first.
std::vector<LiveRun *> Core::withInner(LiveRun &run)
{
    std::vector<LiveRun *> found{&run};
    for (std::size_t next = 0; next < found.size(); ++next) {
        for (const auto &[id, other] : m_runs)
            if (!other->ended && other->machine.parent().run == found[next]->id)
                found.push_back(other.get());
    }
    return found;
}

/// What is held as a whole starts nothing, in its sub-DAGs neither; record() does those within.
void Core::holdInner(LiveRun &run)
{
    for (const auto &[id, inner] : m_runs) {
        if (inner->ended || inner->machine.held() || inner->machine.parent().run != run.id)
            continue;
        withdrawAhead(id);
        record(*inner, HoldChanged{{}, true, false, false, "run " + run.id.text, m_loop.wall()});
        inner->summaryStale = true;
    }
}

/// A run that another one waits for has ended.
void Core::innerEnded(const LiveRun &inner)
{
    const AttemptKey &parent = inner.machine.parent();
    const auto outer = m_runs.find(parent.run);
    if (parent.run.empty() || outer == m_runs.end() || outer->second->ended)
        return;
    const TaskRow &row = outer->second->machine.task(parent.task);
    if (isFinal(row.state) || row.attempts != parent.attempt)
        return;
    const RunSummary &summary = inner.machine.summary();
    if (summary.state == RunState::Succeeded)
        return endCarried(*outer->second, parent.task,
                          endOf(Cause::Exited, {}, inner.machine.results()));
    const bool cancelled = summary.state == RunState::Cancelled;
    endCarried(*outer->second, parent.task,
               endOf(cancelled ? Cause::Cancelled : Cause::InnerRun,
                     "run " + inner.id.text + ": " + summary.cause));
}

void Core::listItems(LiveRun &run, NodeIndex node)
{
    auto file = run.machine.listFile(node);
    if (!file) {
        record(run, ItemsListed{node, {}, file.error().what, m_loop.wall()});
        return;
    }
    m_watchers.run(
        [this, id = run.id, node, file = std::move(*file), alive = std::weak_ptr(m_alive)] {
            auto lines = linesOf(file);
            m_loop.post([this, id, node, lines = std::move(lines), alive] {
                if (alive.expired())
                    return;
                const auto found = m_runs.find(id);
                if (found == m_runs.end() || found->second->ended)
                    return;
                record(*found->second,
                       ItemsListed{node, lines ? *lines : JsonText(),
                                   lines ? std::string() : lines.error().what, m_loop.wall()});
                tick();
            });
        });
}

} // namespace orrery::engine
