// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/localsession.h"

#include <atomic>
#include <utility>

namespace orrery::engine {
namespace {

class LocalSession final : public Session {
public:
    LocalSession(core::Loop &loop, std::weak_ptr<Core> core, Post post)
        : m_loop(loop), m_core(std::move(core)), m_post(std::move(post))
    {
    }

    void info(Reply<EngineInfo> reply) override
    {
        ask(std::move(reply), [](Core &core, auto answer) { core.info(answer); });
    }
    void dags(Reply<std::vector<DagSummary>> reply) override
    {
        ask(std::move(reply), [](Core &core, auto answer) { core.dags(answer); });
    }
    void remember(std::string file, Reply<> reply) override
    {
        ask(std::move(reply),
            [file = std::move(file)](Core &core, auto answer) { core.remember(file, answer); });
    }
    void start(StartRequest request, Reply<RunId> reply) override
    {
        ask(std::move(reply), [request = std::move(request)](Core &core, auto answer) mutable {
            core.start(std::move(request), answer);
        });
    }
    void plan(StartRequest request, Reply<std::vector<PlannedNode>> reply) override
    {
        ask(std::move(reply), [request = std::move(request)](Core &core, auto answer) mutable {
            core.plan(std::move(request), answer);
        });
    }
    void cancel(RunId run, Reply<> reply) override
    {
        ask(std::move(reply),
            [run = std::move(run)](Core &core, auto answer) { core.cancel(run, answer); });
    }
    void retry(RunId run, std::vector<TaskIndex> tasks, Reply<> reply) override
    {
        ask(std::move(reply), [run = std::move(run), tasks = std::move(tasks)](
                                  Core &core, auto answer) { core.retry(run, tasks, answer); });
    }
    void hold(RunId run, HoldOrder order, Reply<> reply) override
    {
        ask(std::move(reply), [run = std::move(run), order = std::move(order)](
                                  Core &core, auto answer) { core.hold(run, order, answer); });
    }
    void mark(RunId run, Mark mark, Reply<> reply) override
    {
        ask(std::move(reply), [run = std::move(run), mark = std::move(mark)](
                                  Core &core, auto answer) { core.mark(run, mark, answer); });
    }
    void runs(std::uint32_t limit, Reply<std::vector<RunSummary>> reply) override
    {
        ask(std::move(reply), [limit](Core &core, auto answer) { core.runs(limit, answer); });
    }
    void show(RunId run, Reply<RunDetail> reply) override
    {
        ask(std::move(reply),
            [run = std::move(run)](Core &core, auto answer) { core.show(run, answer); });
    }
    void task(RunId run, TaskIndex task, Reply<TaskDetail> reply) override
    {
        ask(std::move(reply), [run = std::move(run), task](Core &core, auto answer) {
            core.task(run, task, answer);
        });
    }
    void history(DagId dag, Reply<DagHistory> reply) override
    {
        ask(std::move(reply),
            [dag = std::move(dag)](Core &core, auto answer) { core.history(dag, answer); });
    }
    void replay(RunId run, Moment at, Reply<RunMoment> reply) override
    {
        ask(std::move(reply),
            [run = std::move(run), at](Core &core, auto answer) { core.replay(run, at, answer); });
    }
    void course(RunId run, Seq after, Reply<RunCourse> reply) override
    {
        ask(std::move(reply), [run = std::move(run), after](Core &core, auto answer) {
            core.course(run, after, answer);
        });
    }
    void publish(PublishRequest request, Reply<Published> reply) override
    {
        ask(std::move(reply), [request = std::move(request)](Core &core, auto answer) {
            core.publish(request, answer);
        });
    }
    void versions(DagId dag, Reply<std::vector<VersionSummary>> reply) override
    {
        ask(std::move(reply),
            [dag = std::move(dag)](Core &core, auto answer) { core.versions(dag, answer); });
    }
    void version(VersionRef ref, Reply<VersionText> reply) override
    {
        ask(std::move(reply),
            [ref = std::move(ref)](Core &core, auto answer) { core.version(ref, answer); });
    }
    Subscription subscribe(Filter filter, std::function<void(const Delta &)> observer) override
    {
        return observe(std::move(observer), [filter = std::move(filter)](Core &core, auto see) {
            return core.subscribe(filter, std::move(see));
        });
    }
    Subscription follow(RunId run, TaskIndex task, std::uint32_t attempt,
                        std::function<void(const LogChunk &)> observer) override
    {
        return observe(std::move(observer),
                       [run = std::move(run), task, attempt](Core &core, auto see) {
                           return core.follow(run, task, attempt, std::move(see));
                       });
    }
    void schedules(Reply<std::vector<ScheduleView>> reply) override
    {
        ask(std::move(reply), [](Core &core, auto answer) { core.listSchedules(answer); });
    }
    void setSchedule(ScheduleChange change, Reply<ScheduleView> reply) override
    {
        ask(std::move(reply), [change = std::move(change)](Core &core, auto answer) {
            core.setSchedule(change, answer);
        });
    }
    void backfill(BackfillRequest request, Reply<BackfillPlan> reply) override
    {
        ask(std::move(reply), [request = std::move(request)](Core &core, auto answer) {
            core.backfill(request, answer);
        });
    }
    void prioritise(RunId run, std::int32_t priority, Reply<> reply) override
    {
        ask(std::move(reply), [run = std::move(run), priority](Core &core, auto answer) {
            core.prioritise(run, priority, answer);
        });
    }
    void setQueue(QueueChange change, Reply<> reply) override
    {
        ask(std::move(reply), [change = std::move(change)](Core &core, auto answer) {
            core.setQueue(change, answer);
        });
    }
    void queues(Reply<std::vector<QueueView>> reply) override
    {
        ask(std::move(reply), [](Core &core, auto answer) { core.queues(answer); });
    }
    void cacheEntries(CacheFilter filter, Reply<std::vector<CacheEntry>> reply) override
    {
        ask(std::move(reply), [filter = std::move(filter)](Core &core, auto answer) {
            core.cacheEntries(filter, answer);
        });
    }
    void clearCache(CacheFilter filter, Reply<std::uint32_t> reply) override
    {
        ask(std::move(reply), [filter = std::move(filter)](Core &core, auto answer) {
            core.clearCache(filter, answer);
        });
    }
    void grow(RunId run, GrowRequest request, Reply<Growth> reply) override
    {
        ask(std::move(reply), [run = std::move(run), request = std::move(request)](
                                  Core &core, auto answer) { core.grow(run, request, answer); });
    }

    void prune(PruneRequest request, Reply<PruneReport> reply) override
    {
        ask(std::move(reply), [request = std::move(request)](Core &core, auto answer) {
            core.prune(request, answer);
        });
    }
    void pin(RunId run, bool pinned, Reply<> reply) override
    {
        ask(std::move(reply), [run = std::move(run), pinned](Core &core, auto answer) {
            core.pin(run, pinned, answer);
        });
    }

private:
    template <typename T, typename Call>
    void ask(Reply<T> reply, Call call)
    {
        Reply<T> answer = [post = m_post, reply = std::move(reply)](Result<T> result) {
            if (!post)
                return reply(std::move(result));
            post([reply, result = std::move(result)]() mutable { reply(std::move(result)); });
        };
        m_loop.post([core = m_core, call = std::move(call), answer = std::move(answer)]() mutable {
            if (const auto engine = core.lock())
                call(*engine, answer);
            else
                answer(fail(ErrorCode::Unreachable, "engine", "the engine of this home has ended"));
        });
    }

    /// What an observation is known by on both threads. `ended` is set by the side that ends it, so
    /// that nothing is delivered afterwards.
    struct Link {
        std::uint64_t id = 0; ///< loop thread only
        std::atomic<bool> ended{false};
    };

    template <typename Value, typename Begin>
    Subscription observe(std::function<void(const Value &)> observer, Begin begin)
    {
        auto link = std::make_shared<Link>();
        std::function<void(Value)> see = [post = m_post, link,
                                          observer = std::move(observer)](Value value) {
            if (link->ended)
                return;
            if (!post)
                return observer(value);
            post([link, observer, shared = std::make_shared<const Value>(std::move(value))] {
                if (!link->ended)
                    observer(*shared);
            });
        };
        m_loop.post([core = m_core, link, begin = std::move(begin), see = std::move(see)] {
            const auto engine = core.lock();
            if (engine && !link->ended)
                link->id = begin(*engine, see);
        });
        return Subscription([&loop = m_loop, core = m_core, link] {
            link->ended = true;
            if (core.expired())
                return;
            loop.post([core, link] {
                if (const auto engine = core.lock())
                    engine->unsubscribe(link->id);
            });
        });
    }

    core::Loop &m_loop;
    std::weak_ptr<Core> m_core;
    Post m_post;
};

} // namespace

std::unique_ptr<Session> makeLocalSession(core::Loop &loop, std::weak_ptr<Core> core, Post post)
{
    return std::make_unique<LocalSession>(loop, std::move(core), std::move(post));
}

} // namespace orrery::engine
