// SPDX-License-Identifier: GPL-3.0-or-later
// Looking back: what runs of a DAG took, and a run as it stood at any moment.
#include <algorithm>
#include <map>
#include <utility>

#include "engine/core.h"

namespace orrery::engine {
namespace {

constexpr std::size_t runsForDurations = 5;         ///< newest ended runs of the DAG
constexpr std::uint64_t tasksForDurations = 50'000; ///< no further run is read beyond so many
constexpr std::size_t pastsKept = 2;
constexpr SpanMs pastLinger = 60'000; ///< a timeline is large: it goes when nobody asks for so long

/// Durations of one DAG's nodes by id, gathered from the newest run to older ones.
class Measured {
public:
    void add(const run::Machine &run)
    {
        std::map<std::string, std::vector<double>> items;
        for (TaskIndex task = 0; task < run.taskCount(); ++task) {
            const TaskRow &row = run.task(task);
            const NodeSpec &node = run.dag().nodes[row.node];
            const bool group = row.item < 0 && run.itemCount(task) > 0;
            if (row.state != TaskState::Succeeded || row.start == 0 || group ||
                !row.cachedFrom.empty() || node.task.runtime == Runtime::None)
                continue;
            const double seconds =
                static_cast<double>(std::max<WallMs>(0, row.end - row.start)) / 1000;
            (row.item < 0 ? m_plain : items)[node.id].push_back(seconds);
        }
        for (auto &[node, seconds] : items)
            m_items.try_emplace(node, std::move(seconds)); // the newest run's stay
    }

    std::vector<NodeDuration> durations()
    {
        std::vector<NodeDuration> all;
        for (auto &[node, seconds] : m_plain) {
            const auto middle = seconds.begin() + static_cast<std::ptrdiff_t>(seconds.size() / 2);
            std::nth_element(seconds.begin(), middle, seconds.end());
            if (!m_items.contains(node))
                all.push_back({node, {*middle}});
        }
        for (auto &[node, seconds] : m_items)
            all.push_back({node, std::move(seconds)});
        return all;
    }

private:
    std::map<std::string, std::vector<double>> m_plain;
    std::map<std::string, std::vector<double>> m_items;
};

} // namespace

void Core::history(const DagId &dag, const Reply<DagHistory> &reply)
{
    DagHistory history;
    Measured measured;
    std::uint64_t tasks = 0;
    for (const RunSummary &summary : m_store->runs(0)) {
        if (summary.dag != dag || history.runs.size() == runsForDurations ||
            tasks > tasksForDurations)
            continue;
        const auto live = m_runs.find(summary.id);
        if (live == m_runs.end() ? !isFinal(summary.state) : !live->second->endShown)
            continue;
        Result<std::unique_ptr<LiveRun>> loaded;
        if (live == m_runs.end()) {
            loaded = load(summary.id);
            if (!loaded)
                return reply(tl::unexpected(loaded.error()));
        }
        const run::Machine &machine =
            live == m_runs.end() ? (*loaded)->machine : live->second->machine;
        tasks += machine.taskCount();
        measured.add(machine);
        history.runs.push_back(summary.id);
    }
    history.durations = measured.durations();
    reply(std::move(history));
}

/// Adds what the journal has and the timeline lacks.
Result<> Core::bringUp(Past &past)
{
    Result<> problem;
    const auto replayed = m_store->replay(past.run, [&](const Event &event) {
        const auto *created = std::get_if<RunCreated>(&event.fact);
        if (created != nullptr && !past.line && problem) {
            auto dag = versionOf(created->version, created->file);
            if (!dag)
                problem = tl::unexpected(dag.error());
            else
                past.line = std::make_unique<run::Timeline>(past.run, std::move(*dag));
        }
        if (past.line && event.seq > past.line->lastSeq())
            past.line->add(event);
    });
    if (!replayed)
        return replayed;
    if (!problem)
        return problem;
    if (!past.line)
        return fail(ErrorCode::Corrupt, past.run.text,
                    "the journal holds no beginning of this run");
    past.stale = false;
    return {};
}

/// The timeline of a run up to its newest fact: made once, then only what is new is added.
Result<const run::Timeline *> Core::timeline(const RunId &run)
{
    const auto known = std::find_if(m_past.begin(), m_past.end(),
                                    [&](const Past &past) { return past.run == run; });
    Past past{run, nullptr, true};
    if (known != m_past.end()) {
        past = std::move(*known);
        m_past.erase(known);
    }
    if (past.stale)
        if (const auto done = bringUp(past); !done)
            return tl::unexpected(done.error());
    m_past.push_front(std::move(past));
    if (m_past.size() > pastsKept)
        m_past.pop_back();
    m_pastTimer = m_loop.after(pastLinger, [this] { m_past.clear(); });
    return m_past.front().line.get();
}

/// A final state is told once it is synced.
template <typename T>
void Core::tellPast(const RunId &run, T answer, const Reply<T> &reply)
{
    const auto live = m_runs.find(run);
    if (live == m_runs.end() || !live->second->ended || live->second->endShown)
        return reply(std::move(answer));
    hold(types::Effect::AnswerUser,
         [reply, held = std::make_shared<T>(std::move(answer))] { reply(std::move(*held)); });
}

void Core::replay(const RunId &run, const Moment &at, const Reply<RunMoment> &reply)
{
    const auto line = timeline(run);
    if (!line)
        return reply(tl::unexpected(line.error()));
    tellPast(run, (*line)->at(at), reply);
}

void Core::course(const RunId &run, Seq after, const Reply<RunCourse> &reply)
{
    const auto line = timeline(run);
    if (!line)
        return reply(tl::unexpected(line.error()));
    tellPast(run, (*line)->course(after), reply);
}

} // namespace orrery::engine
