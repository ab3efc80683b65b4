// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/client.h"

#include <atomic>
#include <chrono>
#include <future>
#include <map>
#include <thread>
#include <utility>

#include "api/records.h"
#include "platform/asioloop.h"
#include "platform/unixsocket.h"

namespace orrery::api {
namespace {

using nlohmann::json;

class RemoteSession final : public Session {
public:
    RemoteSession(Post post, std::function<void(std::string)> lost)
        : m_post(std::move(post)), m_lost(std::move(lost)), m_loop(platform::makeAsioLoop())
    {
    }
    ~RemoteSession() override
    {
        m_loop->post([this] {
            m_ending = true;
            if (m_channel)
                m_channel->close();
            failAll("the session was closed");
            m_loop->stop();
        });
        if (m_thread.joinable())
            m_thread.join();
    }

    /// The hello of the engine, or why there is none.
    Result<> open(platform::Fd fd, SpanMs patience)
    {
        auto agreed = m_agreed.get_future();
        m_channel =
            platform::Channel::make(*m_loop, std::move(fd),
                                    {[this](std::string_view message) { received(message); },
                                     [this](const std::string &why) { closed(why); }});
        send({{"hello", {{"protocol", protocolVersion}, {"version", versionText()}}}});
        m_thread = std::thread([this] { m_loop->run(); });
        if (agreed.wait_for(std::chrono::milliseconds(patience)) != std::future_status::ready)
            return fail(ErrorCode::Timeout, "engine", "the engine of this home does not answer");
        return agreed.get();
    }

    void info(Reply<EngineInfo> reply) override { call("info", json::object(), std::move(reply)); }
    void dags(Reply<std::vector<DagSummary>> reply) override
    {
        call("dags", json::object(), std::move(reply));
    }
    void remember(std::string file, Reply<> reply) override
    {
        call("remember", {{"file", file}}, std::move(reply));
    }
    void start(StartRequest request, Reply<RunId> reply) override
    {
        call("start", request, std::move(reply));
    }
    void plan(StartRequest request, Reply<std::vector<PlannedNode>> reply) override
    {
        call("plan", request, std::move(reply));
    }
    void cancel(RunId run, Reply<> reply) override
    {
        call("cancel", {{"run", run}}, std::move(reply));
    }
    void retry(RunId run, std::vector<TaskIndex> tasks, Reply<> reply) override
    {
        call("retry", {{"run", run}, {"tasks", tasks}}, std::move(reply));
    }
    void hold(RunId run, HoldOrder order, Reply<> reply) override
    {
        call("hold", {{"run", run}, {"order", order}}, std::move(reply));
    }
    void mark(RunId run, Mark mark, Reply<> reply) override
    {
        call("mark", {{"run", run}, {"mark", mark}}, std::move(reply));
    }
    void runs(std::uint32_t limit, Reply<std::vector<RunSummary>> reply) override
    {
        call("runs", {{"limit", limit}}, std::move(reply));
    }
    void show(RunId run, Reply<RunDetail> reply) override
    {
        call("show", {{"run", run}}, std::move(reply));
    }
    void task(RunId run, TaskIndex task, Reply<TaskDetail> reply) override
    {
        call("task", {{"run", run}, {"task", task}}, std::move(reply));
    }
    void history(DagId dag, Reply<DagHistory> reply) override
    {
        call("history", {{"dag", dag}}, std::move(reply));
    }
    void replay(RunId run, Moment at, Reply<RunMoment> reply) override
    {
        call("replay", {{"run", run}, {"at", at}}, std::move(reply));
    }
    void course(RunId run, Seq after, Reply<RunCourse> reply) override
    {
        call("course", {{"run", run}, {"after", after}}, std::move(reply));
    }
    void publish(PublishRequest request, Reply<Published> reply) override
    {
        call("publish", request, std::move(reply));
    }
    void versions(DagId dag, Reply<std::vector<VersionSummary>> reply) override
    {
        call("versions", {{"dag", dag}}, std::move(reply));
    }
    void version(VersionRef ref, Reply<VersionText> reply) override
    {
        call("version", ref, std::move(reply));
    }
    Subscription subscribe(Filter filter, std::function<void(const Delta &)> observer) override
    {
        return observe<Delta>("subscribe", "delta", filter, std::move(observer));
    }
    Subscription follow(RunId run, TaskIndex task, std::uint32_t attempt,
                        std::function<void(const LogChunk &)> observer) override
    {
        return observe<LogChunk>("follow", "chunk",
                                 {{"run", run}, {"task", task}, {"attempt", attempt}},
                                 std::move(observer));
    }
    void schedules(Reply<std::vector<ScheduleView>> reply) override
    {
        call("schedules", json::object(), std::move(reply));
    }
    void setSchedule(ScheduleChange change, Reply<ScheduleView> reply) override
    {
        call("setSchedule", change, std::move(reply));
    }
    void backfill(BackfillRequest request, Reply<BackfillPlan> reply) override
    {
        call("backfill", request, std::move(reply));
    }
    void prioritise(RunId run, std::int32_t priority, Reply<> reply) override
    {
        call("prioritise", {{"run", run}, {"priority", priority}}, std::move(reply));
    }
    void setQueue(QueueChange change, Reply<> reply) override
    {
        call("setQueue", change, std::move(reply));
    }
    void queues(Reply<std::vector<QueueView>> reply) override
    {
        call("queues", json::object(), std::move(reply));
    }
    void cacheEntries(CacheFilter filter, Reply<std::vector<CacheEntry>> reply) override
    {
        call("cacheEntries", filter, std::move(reply));
    }
    void clearCache(CacheFilter filter, Reply<std::uint32_t> reply) override
    {
        call("clearCache", filter, std::move(reply));
    }
    void grow(RunId run, GrowRequest request, Reply<Growth> reply) override
    {
        call("grow", {{"run", run}, {"request", request}}, std::move(reply));
    }
    void prune(PruneRequest request, Reply<PruneReport> reply) override
    {
        call("prune", request, std::move(reply));
    }
    void pin(RunId run, bool pinned, Reply<> reply) override
    {
        call("pin", {{"run", run}, {"pinned", pinned}}, std::move(reply));
    }

private:
    using Answer = std::function<void(const json *ok, const Error *error)>;

    void send(const json &message) { m_channel->send(pack(message)); }

    void deliver(std::function<void()> work)
    {
        if (m_post)
            m_post(std::move(work));
        else
            work();
    }

    template <typename T>
    void call(const char *name, json args, Reply<T> reply)
    {
        Answer answer = [this, reply = std::move(reply)](const json *ok, const Error *error) {
            Result<T> result =
                fail(ErrorCode::Internal, "engine", "an answer that this version cannot read");
            if (error != nullptr)
                result = tl::unexpected(*error);
            else if constexpr (std::is_void_v<T>)
                result = Result<T>();
            else
                try {
                    result = ok->get<T>();
                } catch (const json::exception &) {
                }
            deliver([reply, result = std::move(result)]() mutable { reply(std::move(result)); });
        };
        m_loop->post([this, name, args = std::move(args), answer = std::move(answer)] {
            if (!m_channel->open()) {
                const Error error{ErrorCode::Unreachable, "engine",
                                  "the engine of this home has gone"};
                return answer(nullptr, &error);
            }
            const std::uint64_t id = m_next++;
            m_waiting.emplace(id, answer);
            send({{"id", id}, {"call", name}, {"args", args}});
        });
    }

    template <typename T>
    Subscription observe(const char *what, const char *key, json args,
                         std::function<void(const T &)> observer)
    {
        const std::uint64_t sub = m_nextSub++;
        const auto ended = std::make_shared<std::atomic<bool>>(false);
        auto see = [this, key, ended, observer = std::move(observer)](const json &message) {
            auto value = message.at(key).get<T>();
            deliver([ended, observer, value = std::move(value)] {
                if (!*ended)
                    observer(value);
            });
        };
        m_loop->post([this, sub, what, args = std::move(args), see = std::move(see)] {
            m_observers.emplace(sub, see);
            if (m_channel->open())
                send({{"sub", sub}, {"what", what}, {"args", args}});
        });
        return Subscription([this, sub, ended, alive = std::weak_ptr(m_alive)] {
            *ended = true;
            if (alive.expired())
                return;
            m_loop->post([this, sub] {
                if (m_observers.erase(sub) > 0 && m_channel->open())
                    send({{"end", sub}});
            });
        });
    }

    void received(std::string_view bytes)
    {
        const json message = unpack(bytes);
        try {
            if (const auto hello = message.find("hello"); hello != message.end())
                return greet(*hello);
            if (const auto sub = message.find("sub"); sub != message.end()) {
                if (const auto observer = m_observers.find(sub->get<std::uint64_t>());
                    observer != m_observers.end())
                    observer->second(message);
                return;
            }
            const auto waiting = m_waiting.extract(message.at("id").get<std::uint64_t>());
            if (!waiting)
                return;
            if (const auto error = message.find("error"); error != message.end()) {
                const Error value = error->get<Error>();
                waiting.mapped()(nullptr, &value);
            } else {
                waiting.mapped()(&message.at("ok"), nullptr);
            }
        } catch (const json::exception &) {
            m_channel->close();
            closed("the engine sent a message that this version cannot read");
        }
    }

    void greet(const json &hello)
    {
        if (std::exchange(m_greeted, true))
            return;
        if (hello.value("protocol", 0) == protocolVersion)
            return m_agreed.set_value({});
        m_agreed.set_value(fail(ErrorCode::Conflict, "engine",
                                "the engine of this home is version " +
                                    hello.value("version", "unknown") + ", this program is " +
                                    versionText() + ": close the other one or use its version"));
    }

    void closed(const std::string &why)
    {
        if (!std::exchange(m_greeted, true))
            m_agreed.set_value(fail(ErrorCode::Unreachable, "engine", why));
        failAll(why);
        if (!m_ending && m_lost)
            m_lost(why);
    }

    void failAll(const std::string &why)
    {
        const Error error{ErrorCode::Unreachable, "engine",
                          "the engine of this home has gone: " + why};
        for (auto &[id, answer] : std::exchange(m_waiting, {}))
            answer(nullptr, &error);
    }

    Post m_post;
    std::function<void(std::string)> m_lost;
    std::unique_ptr<core::Loop> m_loop;
    std::shared_ptr<platform::Channel> m_channel;
    std::promise<Result<>> m_agreed;
    bool m_greeted = false;
    bool m_ending = false;
    std::uint64_t m_next = 1; ///< loop thread
    std::atomic<std::uint64_t> m_nextSub{1};
    std::map<std::uint64_t, Answer> m_waiting;
    std::map<std::uint64_t, std::function<void(const json &)>> m_observers;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    std::thread m_thread;
};

} // namespace

Result<std::unique_ptr<Session>> attach(const std::string &socket, Post post, SpanMs patience,
                                        std::function<void(std::string)> lost)
{
    auto fd = platform::connectUnix(socket);
    if (!fd)
        return tl::unexpected(fd.error());
    auto session = std::make_unique<RemoteSession>(std::move(post), std::move(lost));
    if (const auto agreed = session->open(std::move(*fd), patience); !agreed)
        return tl::unexpected(agreed.error());
    return session;
}

} // namespace orrery::api
