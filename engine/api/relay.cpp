// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/relay.h"

#include <algorithm>
#include <utility>
#include <vector>

namespace orrery::api {

void Relay::connect(std::shared_ptr<Session> session)
{
    const std::lock_guard lock(m_state->mutex);
    m_state->session = std::move(session);
    for (auto &[id, link] : m_state->links)
        link.subscription = link.begin(*m_state->session);
}

void Relay::disconnect(const std::string &why)
{
    std::vector<Subscription> ended;
    std::vector<std::function<void(const std::string &)>> stale;
    std::shared_ptr<Session> gone;
    {
        const std::lock_guard lock(m_state->mutex);
        gone = std::exchange(m_state->session, nullptr);
        for (auto &[id, link] : m_state->links) {
            ended.push_back(std::exchange(link.subscription, {}));
            stale.push_back(link.stale);
        }
    }
    for (const auto &tell : stale)
        if (tell)
            tell(why);
    ended.clear(); // before the session they belong to
}

template <typename T, typename Call>
void Relay::ask(Reply<T> reply, Call call)
{
    std::shared_ptr<Session> session;
    {
        const std::lock_guard lock(m_state->mutex);
        session = m_state->session;
    }
    if (session)
        return call(*session, std::move(reply));
    auto answer = [reply = std::move(reply)] {
        reply(fail(ErrorCode::Unreachable, "engine",
                   "the engine of this home has gone; waiting for the next one"));
    };
    if (m_post)
        m_post(std::move(answer));
    else
        answer();
}

void Relay::info(Reply<EngineInfo> reply)
{
    ask(std::move(reply), [](Session &to, auto answer) { to.info(std::move(answer)); });
}

void Relay::dags(Reply<std::vector<DagSummary>> reply)
{
    ask(std::move(reply), [](Session &to, auto answer) { to.dags(std::move(answer)); });
}

void Relay::remember(std::string file, Reply<> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.remember(std::move(file), std::move(answer)); });
}

void Relay::start(StartRequest request, Reply<RunId> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.start(std::move(request), std::move(answer)); });
}

void Relay::plan(StartRequest request, Reply<std::vector<PlannedNode>> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.plan(std::move(request), std::move(answer)); });
}

void Relay::cancel(RunId run, Reply<> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.cancel(std::move(run), std::move(answer)); });
}

void Relay::retry(RunId run, std::vector<TaskIndex> tasks, Reply<> reply)
{
    ask(std::move(reply), [&](Session &to, auto answer) {
        to.retry(std::move(run), std::move(tasks), std::move(answer));
    });
}

void Relay::hold(RunId run, HoldOrder order, Reply<> reply)
{
    ask(std::move(reply), [&](Session &to, auto answer) {
        to.hold(std::move(run), std::move(order), std::move(answer));
    });
}

void Relay::mark(RunId run, Mark mark, Reply<> reply)
{
    ask(std::move(reply), [&](Session &to, auto answer) {
        to.mark(std::move(run), std::move(mark), std::move(answer));
    });
}

void Relay::runs(std::uint32_t limit, Reply<std::vector<RunSummary>> reply)
{
    ask(std::move(reply), [&](Session &to, auto answer) { to.runs(limit, std::move(answer)); });
}

void Relay::show(RunId run, Reply<RunDetail> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.show(std::move(run), std::move(answer)); });
}

void Relay::task(RunId run, TaskIndex task, Reply<TaskDetail> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.task(std::move(run), task, std::move(answer)); });
}

void Relay::history(DagId dag, Reply<DagHistory> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.history(std::move(dag), std::move(answer)); });
}

void Relay::replay(RunId run, Moment at, Reply<RunMoment> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.replay(std::move(run), at, std::move(answer)); });
}

void Relay::course(RunId run, Seq after, Reply<RunCourse> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.course(std::move(run), after, std::move(answer)); });
}

void Relay::publish(PublishRequest request, Reply<Published> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.publish(std::move(request), std::move(answer)); });
}

void Relay::versions(DagId dag, Reply<std::vector<VersionSummary>> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.versions(std::move(dag), std::move(answer)); });
}

void Relay::version(VersionRef ref, Reply<VersionText> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.version(std::move(ref), std::move(answer)); });
}

Subscription Relay::subscribe(Filter filter, std::function<void(const Delta &)> observer)
{
    Link made;
    made.begin = [filter = std::move(filter), observer](Session &to) {
        return to.subscribe(filter, observer);
    };
    made.stale = [post = m_post, observer](const std::string &why) {
        Delta delta;
        delta.lost = why;
        if (post)
            post([observer, delta] { observer(delta); });
        else
            observer(delta);
    };
    return link(std::move(made));
}

Subscription Relay::follow(RunId run, TaskIndex task, std::uint32_t attempt,
                           std::function<void(const LogChunk &)> observer)
{
    // On the next engine a log begins again; what was seen of that attempt is left out.
    struct Seen {
        std::uint32_t attempt = 0;
        std::uint64_t end = 0;
    };
    const auto seen = std::make_shared<Seen>();
    Link made;
    made.begin = [run = std::move(run), task, attempt, seen,
                  observer = std::move(observer)](Session &to) {
        return to.follow(run, task, attempt, [seen, observer](const LogChunk &chunk) {
            if (chunk.attempt != seen->attempt)
                *seen = {chunk.attempt, 0};
            const std::uint64_t end = chunk.offset + chunk.text.size();
            LogChunk fresh = chunk;
            if (chunk.offset < seen->end) {
                fresh.text =
                    end > seen->end ? chunk.text.substr(seen->end - chunk.offset) : std::string();
                fresh.offset = end > seen->end ? seen->end : end;
            }
            seen->end = std::max(seen->end, end);
            if (!fresh.text.empty() || fresh.end)
                observer(fresh);
        });
    };
    return link(std::move(made));
}

void Relay::schedules(Reply<std::vector<ScheduleView>> reply)
{
    ask(std::move(reply), [](Session &to, auto answer) { to.schedules(std::move(answer)); });
}

void Relay::setSchedule(ScheduleChange change, Reply<ScheduleView> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.setSchedule(std::move(change), std::move(answer)); });
}

void Relay::backfill(BackfillRequest request, Reply<BackfillPlan> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.backfill(std::move(request), std::move(answer)); });
}

void Relay::prioritise(RunId run, std::int32_t priority, Reply<> reply)
{
    ask(std::move(reply), [&](Session &to, auto answer) {
        to.prioritise(std::move(run), priority, std::move(answer));
    });
}

void Relay::setQueue(QueueChange change, Reply<> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.setQueue(std::move(change), std::move(answer)); });
}

void Relay::queues(Reply<std::vector<QueueView>> reply)
{
    ask(std::move(reply), [](Session &to, auto answer) { to.queues(std::move(answer)); });
}

void Relay::cacheEntries(CacheFilter filter, Reply<std::vector<CacheEntry>> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.cacheEntries(std::move(filter), std::move(answer)); });
}

void Relay::clearCache(CacheFilter filter, Reply<std::uint32_t> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.clearCache(std::move(filter), std::move(answer)); });
}

void Relay::grow(RunId run, GrowRequest request, Reply<Growth> reply)
{
    ask(std::move(reply), [&](Session &to, auto answer) {
        to.grow(std::move(run), std::move(request), std::move(answer));
    });
}

void Relay::prune(PruneRequest request, Reply<PruneReport> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.prune(std::move(request), std::move(answer)); });
}

void Relay::pin(RunId run, bool pinned, Reply<> reply)
{
    ask(std::move(reply),
        [&](Session &to, auto answer) { to.pin(std::move(run), pinned, std::move(answer)); });
}

Subscription Relay::link(Link made)
{
    std::uint64_t id = 0;
    {
        const std::lock_guard lock(m_state->mutex);
        id = m_state->next++;
        Link &kept = m_state->links.emplace(id, std::move(made)).first->second;
        if (m_state->session)
            kept.subscription = kept.begin(*m_state->session);
    }
    return Subscription([id, weak = std::weak_ptr(m_state)] {
        const auto state = weak.lock();
        if (!state)
            return;
        Subscription ended; // ends outside the lock
        const std::lock_guard lock(state->mutex);
        if (const auto found = state->links.find(id); found != state->links.end()) {
            ended = std::move(found->second.subscription);
            state->links.erase(found);
        }
    });
}

} // namespace orrery::api
