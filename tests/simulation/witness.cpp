// SPDX-License-Identifier: GPL-3.0-or-later
#include "witness.h"

#include <algorithm>
#include <utility>

#include "engine/core.h"
#include "engine/toolkit.h"
#include "support/journalevents.h"

namespace orrery::simulation {
namespace {

std::string nameOf(const AttemptKey &key)
{
    return key.run.text + "/" + std::to_string(key.task) + "#" + std::to_string(key.attempt);
}

/// Every field of an end but what the engine's own judgement may add.
std::string bytesOf(const AttemptKey &key, const Exit &exit)
{
    Exit plain = exit;
    plain.cause = Cause::Exited;
    plain.detail.clear();
    plain.growth.clear(); // a fact of its own
    return support::bytesOf(TaskEnded{key.task, key.attempt, plain});
}

std::string lineOf(const Event &event)
{
    static const char *const names[] = {
        "EngineStarted",     "RunCreated",      "TaskPlaced",      "TaskStarted",     "TaskEnded",
        "RetryDue",          "CancelRequested", "RetryRequested",  "RunEnded",        "HoldChanged",
        "TaskMarked",        "ItemsListed",     "DagPublished",    "ScheduleChanged", "SlotSettled",
        "BackfillRequested", "RunAdmitted",     "PriorityChanged", "QueueChanged",    "TaskReused",
        "CacheMissed",       "CacheBypassed",   "GraphGrown"};
    std::string line =
        "journal " + std::to_string(event.seq) + " " +
        (event.fact.index() < std::size(names) ? names[event.fact.index()]
                                               : "fact " + std::to_string(event.fact.index())) +
        " " + event.run.text;
    if (const auto *placed = std::get_if<TaskPlaced>(&event.fact))
        line += "/" + std::to_string(placed->task) + "#" + std::to_string(placed->attempt);
    else if (const auto *started = std::get_if<TaskStarted>(&event.fact))
        line += "/" + std::to_string(started->task) + "#" + std::to_string(started->attempt);
    else if (const auto *ended = std::get_if<TaskEnded>(&event.fact))
        line += "/" + std::to_string(ended->task) + "#" + std::to_string(ended->attempt) + " " +
                causeText(ended->exit);
    else if (const auto *over = std::get_if<RunEnded>(&event.fact))
        line += " " + std::string(text(over->state));
    return line;
}

bool inFlight(const TaskRow &row)
{
    return !row.host.empty() && (row.state == TaskState::Queued || row.state == TaskState::Running);
}

} // namespace

void Witness::require(bool rule, const std::string &what)
{
    if (!rule)
        m_trace.broke(now(), what);
}

const Event *Witness::find(const std::function<bool(const Event &)> &wanted, Seq since) const
{
    for (Seq at = m_journal.size(); at > since; --at)
        if (wanted(m_journal[at - 1]))
            return &m_journal[at - 1];
    return nullptr;
}

// ---- the journal -----------------------------------------------------------------------------

void Witness::committed(const std::vector<Event> &tick)
{
    for (const Event &event : tick) {
        require(event.seq == m_journal.size() + 1, "the journal's numbers have a gap");
        m_journal.push_back(event);
        m_trace.note(now(), lineOf(event));
        Fact fact = event.fact;
        if (auto *started = std::get_if<EngineStarted>(&fact)) {
            started->pid = 0; // this test's own
            started->bootId.clear();
        } else if (auto *created = std::get_if<RunCreated>(&fact)) {
            created->owner.clear();
            created->resultsDir.clear();
        }
        m_trace.mixIn(support::bytesOf(fact));
        apply(event);
    }
    m_syncedSeen = std::max(m_syncedSeen, synced());
}

void Witness::apply(const Event &event)
{
    if (event.run.empty())
        return;
    Run &run = m_runs[event.run];
    if (const auto *created = std::get_if<RunCreated>(&event.fact)) {
        require(!run.machine, "a run's name is used twice: " + event.run.text);
        const auto json = m_store->version(created->version);
        require(json.has_value(), "the journal has no DAG for " + event.run.text);
        if (!json)
            return;
        run.dag = std::make_shared<const DagSpec>(toolkit::parse(*json, "version.json").dag);
        run.machine = std::make_unique<run::Machine>(event.run, run.dag);
    }
    require(run.machine != nullptr, "an event of a run that was never created");
    if (!run.machine)
        return;
    if (const auto *placed = std::get_if<TaskPlaced>(&event.fact)) {
        checkPlaced(run, *placed, event.run);
        m_placed[{event.run, placed->task, placed->attempt}] = event.seq;
    } else if (const auto *ended = std::get_if<TaskEnded>(&event.fact)) {
        checkEnded(run, *ended, event.run);
        m_ended[{event.run, ended->task, ended->attempt}] = event.seq;
    } else if (std::holds_alternative<RunAdmitted>(event.fact)) {
        require(run.machine->awaitsTurn(), "a run has its turn twice: " + event.run.text);
        checkAlone(run.machine->turn().uses, event.run);
    } else if (const auto *reused = std::get_if<TaskReused>(&event.fact)) {
        checkReused(run, *reused, event.run);
    } else if (const auto *grown = std::get_if<GraphGrown>(&event.fact)) {
        require(m_toGrow.contains({event.run, grown->task, grown->attempt}),
                "a run grows by what no task wrote: " + event.run.text);
        m_grown.insert({event.run, grown->task, grown->attempt});
    } else if (std::holds_alternative<CancelRequested>(event.fact)) {
        m_cancelled.emplace(event.run, now());
    } else if (std::holds_alternative<RetryRequested>(event.fact)) {
        m_cancelled.erase(event.run);
    }
    std::vector<run::Command> ignored;
    run.machine->apply(event, ignored);
}

void Witness::checkPlaced(const Run &run, const TaskPlaced &placed, const RunId &id)
{
    const TaskRow &row = run.machine->task(placed.task);
    const std::string name = nameOf({id, placed.task, placed.attempt});
    require(row.state == TaskState::Waiting, "placed while it does not wait: " + name);
    require(placed.attempt == row.attempts + 1, "placed out of turn: " + name);
    require(!run.machine->awaitsTurn(), "placed before its run has its turn: " + name);
    checkAlone(run.machine->holds(placed.task), id);
}

/// Names have one slot in these worlds: whoever gets one holds it alone.
void Witness::checkAlone(const std::vector<SlotUse> &uses, const RunId &id)
{
    if (uses.empty())
        return;
    const auto meets = [&](const std::vector<SlotUse> &held) {
        return std::any_of(uses.begin(), uses.end(), [&](const SlotUse &use) {
            return std::any_of(held.begin(), held.end(),
                               [&](const SlotUse &other) { return other.name == use.name; });
        });
    };
    for (const auto &[other, run] : m_runs) {
        if (!run.machine || isFinal(run.machine->summary().state) || run.machine->awaitsTurn())
            continue;
        require(other == id || !meets(run.machine->turn().uses),
                "two hold a slot that is one: " + id.text + ", " + other.text);
        for (TaskIndex task = 0; task < run.machine->taskCount(); ++task)
            require(!inFlight(run.machine->task(task)) || !meets(run.machine->holds(task)),
                    "two hold a slot that is one: " + id.text + ", " +
                        nameOf({other, task, run.machine->task(task).attempts}));
    }
}

/// An earlier result stands for a task that never began here.
void Witness::checkReused(const Run &run, const TaskReused &reused, const RunId &id)
{
    const TaskRow &row = run.machine->task(reused.task);
    const std::string name = nameOf({id, reused.task, 0});
    require(row.attempts == 0 && !isFinal(row.state), "a result is reused out of turn: " + name);
    require(!m_launched.contains({id, reused.task, 1}),
            "a result is reused for a task that was launched: " + name);
}

void Witness::checkEnded(const Run &run, const TaskEnded &ended, const RunId &id)
{
    const AttemptKey key{id, ended.task, ended.attempt};
    const TaskRow &row = run.machine->task(ended.task);
    require(!m_ended.contains(key), "its end is recorded twice: " + nameOf(key));
    if (!inFlight(row)) // it ends at once
        return require(ended.attempt == row.attempts + 1 && !isFinal(row.state),
                       "an end of an attempt that is not the newest: " + nameOf(key));
    require(ended.attempt == row.attempts,
            "an end of an attempt that is not the newest: " + nameOf(key));
    const auto told = m_told.find(key);
    const bool asTold = told != m_told.end() && told->second.contains(bytesOf(key, ended.exit));
    const Cause cause = ended.exit.cause;
    const auto plain = m_toldPlain.find(key); // an attempt that was repeated may have ended twice
    const bool added =
        plain == m_toldPlain.end() || !plain->second.contains(bytesOf(key, ended.exit));
    require(!ended.exit.succeeded() || !m_toGrow.contains(key) || !added || m_grown.contains(key),
            "it ended well and what it added is lost: " + nameOf(key));
    const bool own = cause == Cause::Lost || cause == Cause::BadTemplate ||
                     (cause == Cause::Cancelled && !m_launched.contains(key));
    require(asTold || own, "an end that no host told: " + nameOf(key));
}

void Witness::rebuild()
{
    const std::vector<Event> journal = std::exchange(m_journal, {});
    m_runs.clear();
    m_launched.clear();
    m_cancelled.clear();
    m_placed.clear();
    m_ended.clear();
    m_grown.clear();
    for (const Event &event : journal) {
        m_journal.push_back(event);
        apply(event);
    }
}

void Witness::reopened(bool powerCut)
{
    const Seq written = m_store->writtenSeq();
    require(written >= m_syncedSeen, "synced events are lost");
    require(powerCut || written >= m_journal.size(), "written events are lost by a kill");
    require(written <= m_journal.size(), "events that nobody committed");
    m_journal.resize(std::min<std::size_t>(written, m_journal.size()));
    m_syncedSeen = m_journal.size();
    for (const RunId &id : runs()) {
        std::vector<std::string> kept;
        static_cast<void>(m_store->replay(id, [&kept](const Event &event) {
            kept.push_back(std::to_string(event.seq) + support::bytesOf(event.fact));
        }));
        std::vector<std::string> wanted;
        for (const Event &event : m_journal)
            if (event.run == id)
                wanted.push_back(std::to_string(event.seq) + support::bytesOf(event.fact));
        require(kept == wanted, "a replay of " + id.text + " is not what was committed");
    }
    if (powerCut)
        rebuild();
}

// ---- executor and host -----------------------------------------------------------------------

void Witness::launched(const types::LaunchOrder &order)
{
    m_launched.insert(order.key);
    const auto placed = m_placed.find(order.key);
    require(placed != m_placed.end(), "launched before it is written: " + nameOf(order.key));
    if (placed == m_placed.end())
        return;
    const Event *epoch =
        find([](const Event &event) { return std::holds_alternative<EngineStarted>(event.fact); });
    require(epoch != nullptr && epoch->seq <= synced() &&
                std::get<EngineStarted>(epoch->fact).epoch == order.fence,
            "launched without a synced epoch: " + nameOf(order.key));
    const Run &run = m_runs.at(order.key.run);
    const NodeSpec &node = run.machine->dag().nodes[run.machine->task(order.key.task).node];
    require(!node.execution.externalEffects || placed->second <= synced(),
            "effects outside, launched before it is synced: " + nameOf(order.key));
}

void Witness::acknowledged(const AttemptKey &key)
{
    m_trace.note(now(), "engine  acknowledges " + nameOf(key));
    if (!m_placed.contains(key))
        return; // it began ahead in vain, or its run is not known
    const auto ended = m_ended.find(key);
    require(ended != m_ended.end() && ended->second <= synced(),
            "acknowledged before its end is synced: " + nameOf(key));
}

void Witness::begins(const AttemptKey &key)
{
    require(!m_ended.contains(key), "it begins after its end was recorded: " + nameOf(key));
    const auto run = m_runs.find(key.run);
    if (run == m_runs.end() || !run->second.machine || key.task >= run->second.machine->taskCount())
        return; // ahead of the journal, or its run is lost with the power
    require(run->second.machine->task(key.task).state != TaskState::Succeeded,
            "it begins although its task has succeeded: " + nameOf(key));
}

/// With nothing in its way, a cancel reaches what runs.
void Witness::endsByItself(const AttemptKey &key)
{
    constexpr SpanMs soon = 10'000;
    const auto cancelled = m_cancelled.find(key.run);
    require(cancelled == m_cancelled.end() ||
                now() - std::max(cancelled->second, m_quietSince) < soon,
            "it was cancelled and ran on: " + nameOf(key));
}

void Witness::told(const AttemptKey &key, const Exit &exit)
{
    if (exit.succeeded() && !exit.growth.empty())
        m_toGrow.insert(key);
    else
        m_toldPlain[key].insert(bytesOf(key, exit));
    m_told[key].insert(bytesOf(key, exit));
}

// ---- users -----------------------------------------------------------------------------------

void Witness::startAnswered(const RunId &run)
{
    m_trace.note(now(), "user    started " + run.text);
    require(hasSynced<RunCreated>(run, 0), "a start is answered before it is synced: " + run.text);
    m_syncedSeen = std::max(m_syncedSeen, synced());
}

/// It was noted, or the run had ended anyway; either is there to stay.
void Witness::cancelAnswered(const RunId &run, Seq since)
{
    m_trace.note(now(), "user    cancelled " + run.text);
    Seq reopened = 0; // its last retry before the question
    for (Seq at = 0; at < since && at < m_journal.size(); ++at)
        if (m_journal[at].run == run && std::holds_alternative<RetryRequested>(m_journal[at].fact))
            reopened = at + 1;
    require(hasSynced<CancelRequested>(run, since) || hasSynced<RunEnded>(run, reopened),
            "a cancel is answered before it is synced: " + run.text);
}

void Witness::retryAnswered(const RunId &run, Seq since)
{
    m_trace.note(now(), "user    retries " + run.text);
    require(hasSynced<RetryRequested>(run, since),
            "a retry is answered before it is synced: " + run.text);
}

void Witness::shown(const RunId &run, const RunSummary &summary)
{
    m_trace.note(now(), "user    sees " + run.text + " " + std::string(text(summary.state)));
    if (!isFinal(summary.state))
        return;
    const Event *last = find([&run](const Event &event) {
        return event.run == run && (std::holds_alternative<RunEnded>(event.fact) ||
                                    std::holds_alternative<RetryRequested>(event.fact));
    });
    const auto *end = last != nullptr ? std::get_if<RunEnded>(&last->fact) : nullptr;
    require(end != nullptr && end->state == summary.state && last->seq <= synced(),
            "a final state is told before it is synced: " + run.text);
}

std::vector<RunId> Witness::runs() const
{
    std::vector<RunId> ids;
    for (const auto &[id, run] : m_runs)
        ids.push_back(id);
    return ids;
}

bool Witness::ended(const RunId &run) const
{
    const auto found = m_runs.find(run);
    return found == m_runs.end() || !found->second.machine ||
           isFinal(found->second.machine->summary().state);
}

std::uint32_t Witness::taskCount(const RunId &run) const
{
    const auto found = m_runs.find(run);
    return found == m_runs.end() || !found->second.machine ? 0 : found->second.machine->taskCount();
}

// ---- states ----------------------------------------------------------------------------------

void Witness::compare(const RunDetail &shown)
{
    const Run &run = m_runs.at(shown.summary.id);
    bool same = shown.tasks.size() == run.machine->taskCount();
    for (TaskIndex task = 0; same && task < shown.tasks.size(); ++task) {
        const TaskRow &mine = run.machine->task(task);
        const TaskRow &its = shown.tasks[task];
        same = mine.state == its.state && mine.attempts == its.attempts &&
               mine.exitCode == its.exitCode && mine.start == its.start && mine.end == its.end &&
               run.machine->outputs(task) == shown.outputs[task];
    }
    require(same, "the engine's state is not what its journal gives: " + shown.summary.id.text);
}

void Witness::compareBooks(const HostInfo &host)
{
    std::uint64_t milliCpu = 0;
    std::uint32_t gpus = 0;
    for (const auto &[id, run] : m_runs) {
        if (!run.machine || isFinal(run.machine->summary().state))
            continue;
        for (TaskIndex task = 0; task < run.machine->taskCount(); ++task) {
            if (!inFlight(run.machine->task(task)))
                continue;
            const resources::Demand demand = engine::demandOf(run.machine->resources(task));
            milliCpu += demand.milliCpu;
            gpus += demand.gpus;
        }
    }
    require(static_cast<double>(milliCpu) / 1000 == host.cpuReserved && gpus == host.gpusReserved,
            "the allocator's books do not balance: " + std::to_string(milliCpu) + " mCPU and " +
                std::to_string(gpus) + " GPUs are in flight, " +
                std::to_string(host.cpuReserved * 1000) + " and " +
                std::to_string(host.gpusReserved) + " reserved");
}

void Witness::checkEnd(const RunId &id)
{
    const Run &run = m_runs.at(id);
    require(run.machine && isFinal(run.machine->summary().state), "it never ended: " + id.text);
    if (!run.machine)
        return;
    for (TaskIndex task = 0; task < run.machine->taskCount(); ++task) {
        const TaskRow &row = run.machine->task(task);
        require(isFinal(row.state), "a task never ended: " + nameOf({id, task, row.attempts}) +
                                        " is " + std::string(text(row.state)) + " " + row.reason);
        const bool process = run.machine->dag().nodes[row.node].task.runtime != Runtime::None;
        const bool group = row.item < 0 && run.machine->dag().nodes[row.node].execution.isMapStage;
        const bool reused = row.attempts == 0 && run.machine->reused(task) != nullptr;
        if (row.state == TaskState::Succeeded && process && !group && !reused)
            require(m_told.contains({id, task, row.attempts}),
                    "it succeeded without having run: " + nameOf({id, task, row.attempts}));
    }
    checkNodes(run, id);
}

/// Who had to run has run, and nobody else: told from the ends of what stands before.
void Witness::checkNodes(const Run &run, const RunId &id)
{
    const bool disturbed =
        find([&id](const Event &event) {
            return event.run == id && (std::holds_alternative<CancelRequested>(event.fact) ||
                                       std::holds_alternative<RetryRequested>(event.fact));
        }) != nullptr;
    if (disturbed)
        return;
    const DagSpec &dag = run.machine->dag();
    std::vector<bool> must(dag.nodes.size(), true);
    for (const EdgeSpec &edge : dag.edges) {
        const TaskState from = run.machine->task(run.machine->taskOf(edge.from)).state;
        const bool met =
            edge.condition == "ALWAYS" ||
            from == (edge.condition == "FAILURE" ? TaskState::Failed : TaskState::Succeeded);
        must[edge.to] = must[edge.to] && met;
    }
    for (NodeIndex node = 0; node < must.size(); ++node)
        require(must[node] ==
                    (run.machine->task(run.machine->taskOf(node)).state != TaskState::Skipped),
                std::string(must[node] ? "it had to run and did not: "
                                       : "it ran although it had not to: ") +
                    nameOf({id, run.machine->taskOf(node), 0}));
}

} // namespace orrery::simulation
