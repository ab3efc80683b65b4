// SPDX-License-Identifier: GPL-3.0-or-later
// A Session that outlives the engine behind it: when that one goes and another takes over, views
// are subscribed again and see a snapshot; calls that were waiting were answered Unreachable.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "engine/engine.h"

namespace orrery::api {

/// Callable from any thread.
class Relay final : public Session {
public:
    explicit Relay(Post post) : m_post(std::move(post)) {}

    /// From now on calls go there; every living subscription begins again.
    void connect(std::shared_ptr<Session> session);
    /// Nothing is behind it for a while: views are told that they are stale, calls fail.
    void disconnect(const std::string &why);

    void info(Reply<EngineInfo> reply) override;
    void dags(Reply<std::vector<DagSummary>> reply) override;
    void remember(std::string file, Reply<> reply) override;
    void start(StartRequest request, Reply<RunId> reply) override;
    void plan(StartRequest request, Reply<std::vector<PlannedNode>> reply) override;
    void cancel(RunId run, Reply<> reply) override;
    void retry(RunId run, std::vector<TaskIndex> tasks, Reply<> reply) override;
    void hold(RunId run, HoldOrder order, Reply<> reply) override;
    void mark(RunId run, Mark mark, Reply<> reply) override;
    void runs(std::uint32_t limit, Reply<std::vector<RunSummary>> reply) override;
    void show(RunId run, Reply<RunDetail> reply) override;
    void task(RunId run, TaskIndex task, Reply<TaskDetail> reply) override;
    void history(DagId dag, Reply<DagHistory> reply) override;
    void replay(RunId run, Moment at, Reply<RunMoment> reply) override;
    void course(RunId run, Seq after, Reply<RunCourse> reply) override;
    void publish(PublishRequest request, Reply<Published> reply) override;
    void versions(DagId dag, Reply<std::vector<VersionSummary>> reply) override;
    void version(VersionRef ref, Reply<VersionText> reply) override;
    Subscription subscribe(Filter filter, std::function<void(const Delta &)> observer) override;
    Subscription follow(RunId run, TaskIndex task, std::uint32_t attempt,
                        std::function<void(const LogChunk &)> observer) override;
    void schedules(Reply<std::vector<ScheduleView>> reply) override;
    void setSchedule(ScheduleChange change, Reply<ScheduleView> reply) override;
    void backfill(BackfillRequest request, Reply<BackfillPlan> reply) override;
    void prioritise(RunId run, std::int32_t priority, Reply<> reply) override;
    void setQueue(QueueChange change, Reply<> reply) override;
    void queues(Reply<std::vector<QueueView>> reply) override;
    void cacheEntries(CacheFilter filter, Reply<std::vector<CacheEntry>> reply) override;
    void clearCache(CacheFilter filter, Reply<std::uint32_t> reply) override;
    void grow(RunId run, GrowRequest request, Reply<Growth> reply) override;
    void prune(PruneRequest request, Reply<PruneReport> reply) override;
    void pin(RunId run, bool pinned, Reply<> reply) override;

private:
    /// What to do again on a new session, and what it gave.
    struct Link {
        std::function<Subscription(Session &)> begin;
        std::function<void(const std::string &)> stale;
        Subscription subscription;
    };
    struct State {
        std::mutex mutex;
        std::shared_ptr<Session> session;
        std::map<std::uint64_t, Link> links;
        std::uint64_t next = 1;
    };

    template <typename T, typename Call>
    void ask(Reply<T> reply, Call call);
    Subscription link(Link link);

    Post m_post;
    std::shared_ptr<State> m_state = std::make_shared<State>();
};

} // namespace orrery::api
