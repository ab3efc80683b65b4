// SPDX-License-Identifier: GPL-3.0-or-later
// A Session that says what a test scripts and remembers what it was asked; single-threaded.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/session.h"

namespace orrery::support {

class FakeSession final : public Session {
public:
    // What it answers.
    EngineInfo engine;
    std::vector<DagSummary> dagList;
    std::map<RunId, RunDetail> details;
    std::map<TaskIndex, TaskDetail> taskDetails;
    DagHistory dagHistory;
    std::map<RunId, RunMoment> moments;
    std::function<Result<RunMoment>(const Moment &)> momentOf; ///< in place of `moments`
    std::map<RunId, RunCourse> courses;
    /// Set: answers of replay() and course() wait here until a test calls them.
    std::optional<std::deque<std::function<void()>>> heldReplies;
    std::optional<Error> refusal; ///< of start, cancel and retry
    RunId nextRun{"run-1"};
    std::vector<VersionSummary> versionList;
    std::string versionText; ///< of the first of them

    // What it was asked.
    std::vector<StartRequest> started;
    std::vector<RunId> cancelled;
    std::vector<std::pair<RunId, std::vector<TaskIndex>>> retried;
    std::vector<std::pair<RunId, HoldOrder>> holds;
    std::vector<std::pair<RunId, Mark>> marks;
    std::vector<std::string> remembered;
    std::vector<std::pair<RunId, Moment>> replayed;
    std::vector<PublishRequest> published;
    int taskRequests = 0;
    int courseRequests = 0;

    /// Hands a delta to every subscriber whose filter names `run` (empty: the overview).
    void push(const RunId &run, const Delta &delta)
    {
        for (const auto &[id, subscriber] : std::map(m_subscribers))
            if (subscriber.filter.run == run)
                subscriber.observer(delta);
    }
    void print(TaskIndex task, const LogChunk &chunk)
    {
        for (const auto &[id, follower] : std::map(m_followers))
            if (follower.task == task)
                follower.observer(chunk);
    }
    [[nodiscard]] std::size_t subscribers() const { return m_subscribers.size(); }
    [[nodiscard]] std::size_t followers() const { return m_followers.size(); }

    void info(Reply<EngineInfo> reply) override { reply(engine); }
    void dags(Reply<std::vector<DagSummary>> reply) override { reply(dagList); }
    void remember(std::string file, Reply<> reply) override
    {
        remembered.push_back(std::move(file));
        reply({});
    }
    void start(StartRequest request, Reply<RunId> reply) override
    {
        started.push_back(std::move(request));
        if (refusal)
            reply(tl::unexpected(*refusal));
        else
            reply(nextRun);
    }
    void plan(StartRequest, Reply<std::vector<PlannedNode>> reply) override
    {
        reply(std::vector<PlannedNode>{});
    }
    void cancel(RunId run, Reply<> reply) override
    {
        cancelled.push_back(std::move(run));
        answer(reply);
    }
    void retry(RunId run, std::vector<TaskIndex> tasks, Reply<> reply) override
    {
        retried.emplace_back(std::move(run), std::move(tasks));
        answer(reply);
    }
    void hold(RunId run, HoldOrder order, Reply<> reply) override
    {
        holds.emplace_back(std::move(run), std::move(order));
        answer(reply);
    }
    void mark(RunId run, Mark mark, Reply<> reply) override
    {
        marks.emplace_back(std::move(run), std::move(mark));
        answer(reply);
    }
    void runs(std::uint32_t, Reply<std::vector<RunSummary>> reply) override
    {
        reply(std::vector<RunSummary>{});
    }
    void show(RunId run, Reply<RunDetail> reply) override
    {
        const auto known = details.find(run);
        if (known == details.end())
            reply(fail(ErrorCode::NotFound, "run/" + run.text, "no such run"));
        else
            reply(known->second);
    }
    void task(RunId, TaskIndex task, Reply<TaskDetail> reply) override
    {
        ++taskRequests;
        const auto known = taskDetails.find(task);
        if (known == taskDetails.end())
            reply(fail(ErrorCode::NotFound, "task", "no such task"));
        else
            reply(known->second);
    }
    void history(DagId, Reply<DagHistory> reply) override { reply(dagHistory); }
    void replay(RunId run, Moment at, Reply<RunMoment> reply) override
    {
        replayed.emplace_back(run, at);
        const auto answer = [this, run, at, reply] {
            if (momentOf)
                return reply(momentOf(at));
            const auto known = moments.find(run);
            if (known == moments.end())
                reply(fail(ErrorCode::NotFound, "run/" + run.text, "no such run"));
            else
                reply(known->second);
        };
        if (heldReplies)
            heldReplies->push_back(answer);
        else
            answer();
    }
    void course(RunId run, Seq after, Reply<RunCourse> reply) override
    {
        RunCourse rest;
        for (const CoursePoint &point : courses[run].points)
            if (point.seq > after)
                rest.points.push_back(point);
        ++courseRequests;
        if (heldReplies)
            heldReplies->push_back([reply, rest] { reply(rest); });
        else
            reply(rest);
    }
    void publish(PublishRequest request, Reply<Published> reply) override
    {
        published.push_back(std::move(request));
        if (refusal)
            return reply(tl::unexpected(*refusal));
        reply(Published{DagId("a"), VersionId("0123456789abcdef"),
                        static_cast<std::uint32_t>(published.size()), true, true});
    }
    void versions(DagId, Reply<std::vector<VersionSummary>> reply) override { reply(versionList); }
    void version(VersionRef, Reply<VersionText> reply) override
    {
        if (versionList.empty())
            return reply(fail(ErrorCode::NotFound, "version", "no such version"));
        reply(VersionText{versionList.front(), versionText, "yaml"});
    }
    Subscription subscribe(Filter filter, std::function<void(const Delta &)> observer) override
    {
        const int id = m_next++;
        m_subscribers[id] = {std::move(filter), std::move(observer)};
        return Subscription([this, id] { m_subscribers.erase(id); });
    }
    Subscription follow(RunId, TaskIndex task, std::uint32_t,
                        std::function<void(const LogChunk &)> observer) override
    {
        const int id = m_next++;
        m_followers[id] = {task, std::move(observer)};
        return Subscription([this, id] { m_followers.erase(id); });
    }

    void schedules(Reply<std::vector<ScheduleView>> reply) override
    {
        reply(std::vector<ScheduleView>{});
    }
    void setSchedule(ScheduleChange change, Reply<ScheduleView> reply) override
    {
        ScheduleView view;
        view.file = std::move(change.file);
        reply(std::move(view));
    }
    void backfill(BackfillRequest, Reply<BackfillPlan> reply) override { reply(BackfillPlan{}); }
    void prioritise(RunId, std::int32_t, Reply<> reply) override { reply({}); }
    void setQueue(QueueChange, Reply<> reply) override { reply({}); }
    void queues(Reply<std::vector<QueueView>> reply) override { reply(std::vector<QueueView>{}); }
    void cacheEntries(CacheFilter, Reply<std::vector<CacheEntry>> reply) override
    {
        reply(std::vector<CacheEntry>{});
    }
    void clearCache(CacheFilter, Reply<std::uint32_t> reply) override { reply(0U); }
    void grow(RunId, GrowRequest, Reply<Growth> reply) override { reply(Growth{}); }
    void prune(PruneRequest, Reply<PruneReport> reply) override { reply(PruneReport{}); }
    void pin(RunId, bool, Reply<> reply) override { reply({}); }

private:
    void answer(const Reply<> &reply)
    {
        if (refusal)
            reply(tl::unexpected(*refusal));
        else
            reply({});
    }

    struct Subscriber {
        Filter filter;
        std::function<void(const Delta &)> observer;
    };
    struct Follower {
        TaskIndex task = none;
        std::function<void(const LogChunk &)> observer;
    };
    std::map<int, Subscriber> m_subscribers;
    std::map<int, Follower> m_followers;
    int m_next = 1;
};

/// A run with one count per state of its tasks.
inline RunSummary runSummary(const std::string &id, RunState state, WallMs created,
                             const std::string &file = "/d/a.yaml")
{
    RunSummary run;
    run.id = RunId(id);
    run.dag = DagId("a");
    run.dagName = "A";
    run.file = file;
    run.state = state;
    run.created = created;
    run.trigger = "manual";
    if (isFinal(state))
        run.ended = created + 1000;
    run.counts[std::size_t(TaskState::Succeeded)] = 3;
    run.counts[std::size_t(isFinal(state) ? TaskState::Failed : TaskState::Running)] = 1;
    return run;
}

inline TaskRow taskRow(TaskIndex task, TaskState state, std::uint32_t attempts = 1)
{
    TaskRow row;
    row.task = task;
    row.node = task;
    row.state = state;
    row.attempts = attempts;
    return row;
}

} // namespace orrery::support
