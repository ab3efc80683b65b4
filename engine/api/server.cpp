// SPDX-License-Identifier: GPL-3.0-or-later
#include "api/server.h"

#include <map>
#include <utility>

#include "api/records.h"
#include "core/log.h"
#include "engine/engine.h"
#include "platform/unixsocket.h"

namespace orrery::api {
namespace {

using nlohmann::json;

/// A client that does not read: beyond this its subscriptions pause and begin again with a
/// snapshot.
constexpr std::size_t mostPending = 16U << 20U;
constexpr SpanMs retryAfter = 250;

/// One attached process.
class Client : public std::enable_shared_from_this<Client> {
public:
    Client(core::Loop &loop, Session &session) : m_loop(loop), m_session(session) {}

    void open(platform::Fd fd, std::function<void()> gone)
    {
        m_gone = std::move(gone);
        m_channel =
            platform::Channel::make(m_loop, std::move(fd),
                                    {[this](std::string_view message) { received(message); },
                                     [this](const std::string &) { m_gone(); }});
        send({{"hello", {{"protocol", protocolVersion}, {"version", versionText()}}}});
    }

private:
    void send(const json &message) { m_channel->send(pack(message)); }

    void received(std::string_view bytes)
    {
        const json message = unpack(bytes);
        try {
            if (!message.is_object() || !take(message))
                drop("a message that this version does not know");
        } catch (const json::exception &error) {
            drop(error.what());
        }
    }

    void drop(const std::string &why)
    {
        core::log(core::LogLevel::Warning, "a client was dropped: it sent " + why);
        m_channel->close();
        m_loop.post([self = shared_from_this()] { self->m_gone(); });
    }

    bool take(const json &message)
    {
        if (const auto hello = message.find("hello"); hello != message.end())
            return hello->value("protocol", 0) == protocolVersion;
        if (message.contains("call"))
            return call(message.at("id").get<std::uint64_t>(),
                        message.at("call").get_ref<const std::string &>(), message.at("args"));
        if (message.contains("end")) {
            m_subscriptions.erase(message.at("end").get<std::uint64_t>());
            return true;
        }
        if (message.contains("sub"))
            return observe(message.at("sub").get<std::uint64_t>(),
                           message.at("what").get_ref<const std::string &>(), message.at("args"));
        return false;
    }

    template <typename T>
    Reply<T> answer(std::uint64_t id)
    {
        return [weak = weak_from_this(), id](Result<T> result) {
            const auto self = weak.lock();
            if (!self)
                return;
            if (!result)
                self->send({{"id", id}, {"error", result.error()}});
            else if constexpr (std::is_void_v<T>)
                self->send({{"id", id}, {"ok", nullptr}});
            else
                self->send({{"id", id}, {"ok", json(*result)}});
        };
    }

    bool call(std::uint64_t id, const std::string &name, const json &args)
    {
        const auto run = [&args] { return args.at("run").get<RunId>(); };
        if (name == "info")
            m_session.info(answer<EngineInfo>(id));
        else if (name == "dags")
            m_session.dags(answer<std::vector<DagSummary>>(id));
        else if (name == "remember")
            m_session.remember(args.at("file").get<std::string>(), answer<void>(id));
        else if (name == "start")
            m_session.start(args.get<StartRequest>(), answer<RunId>(id));
        else if (name == "plan")
            m_session.plan(args.get<StartRequest>(), answer<std::vector<PlannedNode>>(id));
        else if (name == "cancel")
            m_session.cancel(run(), answer<void>(id));
        else if (name == "retry")
            m_session.retry(run(), args.at("tasks").get<std::vector<TaskIndex>>(),
                            answer<void>(id));
        else if (name == "hold")
            m_session.hold(run(), args.at("order").get<HoldOrder>(), answer<void>(id));
        else if (name == "mark")
            m_session.mark(run(), args.at("mark").get<Mark>(), answer<void>(id));
        else if (name == "runs")
            m_session.runs(args.at("limit").get<std::uint32_t>(),
                           answer<std::vector<RunSummary>>(id));
        else if (name == "show")
            m_session.show(run(), answer<RunDetail>(id));
        else if (name == "task")
            m_session.task(run(), args.at("task").get<TaskIndex>(), answer<TaskDetail>(id));
        else if (name == "history")
            m_session.history(args.at("dag").get<DagId>(), answer<DagHistory>(id));
        else if (name == "replay")
            m_session.replay(run(), args.at("at").get<Moment>(), answer<RunMoment>(id));
        else if (name == "course")
            m_session.course(run(), args.at("after").get<Seq>(), answer<RunCourse>(id));
        else if (name == "publish")
            m_session.publish(args.get<PublishRequest>(), answer<Published>(id));
        else if (name == "versions")
            m_session.versions(args.at("dag").get<DagId>(),
                               answer<std::vector<VersionSummary>>(id));
        else if (name == "version")
            m_session.version(args.get<VersionRef>(), answer<VersionText>(id));
        else if (name == "schedules")
            m_session.schedules(answer<std::vector<ScheduleView>>(id));
        else if (name == "setSchedule")
            m_session.setSchedule(args.get<ScheduleChange>(), answer<ScheduleView>(id));
        else if (name == "backfill")
            m_session.backfill(args.get<BackfillRequest>(), answer<BackfillPlan>(id));
        else if (name == "prioritise")
            m_session.prioritise(run(), args.at("priority").get<std::int32_t>(), answer<void>(id));
        else if (name == "setQueue")
            m_session.setQueue(args.get<QueueChange>(), answer<void>(id));
        else if (name == "queues")
            m_session.queues(answer<std::vector<QueueView>>(id));
        else if (name == "cacheEntries")
            m_session.cacheEntries(args.get<CacheFilter>(), answer<std::vector<CacheEntry>>(id));
        else if (name == "clearCache")
            m_session.clearCache(args.get<CacheFilter>(), answer<std::uint32_t>(id));
        else if (name == "grow")
            m_session.grow(run(), args.at("request").get<GrowRequest>(), answer<Growth>(id));
        else if (name == "prune")
            m_session.prune(args.get<PruneRequest>(), answer<PruneReport>(id));
        else if (name == "pin")
            m_session.pin(run(), args.at("pinned").get<bool>(), answer<void>(id));
        else
            return false;
        return true;
    }

    bool observe(std::uint64_t sub, const std::string &what, const json &args)
    {
        if (what == "subscribe") {
            subscribe(sub, args.get<Filter>());
            return true;
        }
        if (what != "follow")
            return false;
        m_subscriptions[sub] =
            m_session.follow(args.at("run").get<RunId>(), args.at("task").get<TaskIndex>(),
                             args.at("attempt").get<std::uint32_t>(),
                             [weak = weak_from_this(), sub](const LogChunk &chunk) {
                                 if (const auto self = weak.lock())
                                     self->send({{"sub", sub}, {"chunk", chunk}});
                             });
        return true;
    }

    void subscribe(std::uint64_t sub, const Filter &filter)
    {
        m_subscriptions[sub] =
            m_session.subscribe(filter, [weak = weak_from_this(), sub, filter](const Delta &delta) {
                const auto self = weak.lock();
                if (!self)
                    return;
                if (self->m_channel->pending() > mostPending)
                    return self->pause(sub, filter);
                self->send({{"sub", sub}, {"delta", delta}});
            });
    }

    /// Overflow means a new snapshot later, never a slower engine.
    void pause(std::uint64_t sub, const Filter &filter)
    {
        m_subscriptions[sub].reset();
        m_pauses[sub] = m_loop.after(retryAfter, [this, sub, filter] {
            const auto keep = std::move(m_pauses[sub]);
            if (!m_subscriptions.contains(sub))
                return;
            if (m_channel->pending() > mostPending / 2)
                return pause(sub, filter);
            subscribe(sub, filter);
        });
    }

    core::Loop &m_loop;
    Session &m_session;
    std::function<void()> m_gone;
    std::shared_ptr<platform::Channel> m_channel;
    std::map<std::uint64_t, std::unique_ptr<core::Loop::Handle>> m_pauses;
    std::map<std::uint64_t, Subscription> m_subscriptions;
};

class SocketServer final : public Server {
public:
    SocketServer(core::Loop &loop, Session &session, platform::Fd listener, std::string path)
        : m_loop(loop), m_session(session), m_path(std::move(path)), m_listener(std::move(listener))
    {
        m_watch = m_loop.watch(m_listener.get(), core::Loop::Ready::Read, [this] { accept(); });
    }
    ~SocketServer() override { ::unlink(m_path.c_str()); }

    std::size_t clients() const override { return m_clients.size(); }

private:
    void accept()
    {
        while (platform::Fd fd = platform::acceptUnix(m_listener)) {
            const std::uint64_t id = m_next++;
            const auto client = std::make_shared<Client>(m_loop, m_session);
            m_clients.emplace(id, client);
            client->open(std::move(fd), [this, id] {
                if (const auto gone =
                        m_clients.extract(id)) // it may be inside a callback of its channel
                    m_loop.post([keep = gone.mapped()] {});
            });
        }
    }

    core::Loop &m_loop;
    Session &m_session;
    std::string m_path;
    platform::Fd m_listener;
    std::unique_ptr<core::Loop::Handle> m_watch;
    std::map<std::uint64_t, std::shared_ptr<Client>> m_clients;
    std::uint64_t m_next = 1;
};

} // namespace

Result<std::unique_ptr<Server>> serveSocket(core::Loop &loop, const std::string &path,
                                            Session &session)
{
    auto listener = platform::listenUnix(path);
    if (!listener)
        return tl::unexpected(listener.error());
    return std::make_unique<SocketServer>(loop, session, std::move(*listener), path);
}

} // namespace orrery::api
