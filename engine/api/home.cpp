// SPDX-License-Identifier: GPL-3.0-or-later
// Who owns a home: the holder of HOME/engine.lock is its engine and serves HOME/engine.sock; every
// other process attaches to it, and takes its place when it is gone.
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdlib>
#include <future>
#include <mutex>
#include <thread>
#include <utility>

#include <fcntl.h>
#include <spawn.h>
#include <sys/stat.h>
#include <unistd.h>

#include "api/client.h"
#include "api/relay.h"
#include "api/server.h"
#include "core/log.h"
#include "engine/engine.h"
#include "engine/hosted.h"
#include "platform/asioloop.h"
#include "platform/memory.h"
#include "platform/unixsocket.h"

namespace orrery {
namespace {

using namespace std::chrono_literals;

constexpr SpanMs helloPatience = 5000;
constexpr auto tryAgain = 1s;          ///< after a take-over that failed
constexpr auto takeOverPatience = 15s; ///< a leaving owner hands over within this
constexpr auto lookAgain = 50ms;

/// The engine of a home on a thread of its own, and the socket through which others use it.
class Owner {
public:
    static Result<std::unique_ptr<Owner>> begin(const OpenOptions &options,
                                                const std::string &socket, platform::Fd lock)
    {
        auto owner = std::unique_ptr<Owner>(new Owner(std::move(lock)));
        std::promise<Result<>> opened;
        auto done = opened.get_future();
        owner->m_loop->post([&options, &socket, &opened, raw = owner.get()] {
            opened.set_value(raw->open(options, socket));
        });
        owner->m_thread = std::thread([raw = owner.get()] { raw->m_loop->run(); });
        if (auto result = done.get(); !result)
            return tl::unexpected(result.error());
        return owner;
    }
    ~Owner()
    {
        std::promise<void> closed;
        m_loop->post([this, &closed] {
            m_server.reset();
            m_serverSession.reset();
            m_core.reset();
            closed.set_value();
        });
        closed.get_future().wait();
        m_loop->stop();
        m_thread.join();
    }

    [[nodiscard]] std::shared_ptr<Session> session(Post post) const
    {
        return engine::makeLocalSession(*m_loop, m_core, std::move(post));
    }
    struct Activity {
        std::uint32_t runs = 0;
        std::size_t clients = 0;
        std::uint32_t schedules = 0; ///< that are on
    };
    [[nodiscard]] Activity activity() const
    {
        std::promise<Activity> told;
        m_loop->post([this, &told] {
            told.set_value({m_core->activeRuns(), m_server ? m_server->clients() : 0,
                            m_core->activeSchedules()});
        });
        return told.get_future().get();
    }

    /// The last thing a program's engine does: whoever waited for its answers has them.
    void lookBeforeEnd() const
    {
        constexpr SpanMs budget = 1000;
        std::promise<void> looked;
        m_loop->post([this, &looked] { m_core->leave(budget, [&looked] { looked.set_value(); }); });
        looked.get_future().wait();
    }

private:
    explicit Owner(platform::Fd lock) : m_lock(std::move(lock)), m_loop(platform::makeAsioLoop()) {}

    Result<> open(const OpenOptions &options, const std::string &socket)
    {
        m_core = engine::makeHostedCore(*m_loop, options);
        if (auto opened = m_core->open(); !opened)
            return opened;
        if (options.readOnly)
            return {};
        m_serverSession = engine::makeLocalSession(*m_loop, m_core, {});
        auto server = api::serveSocket(*m_loop, socket, *m_serverSession);
        if (!server)
            return tl::unexpected(server.error());
        m_server = std::move(*server);
        return {};
    }

    platform::Fd m_lock; ///< first, so it is released last
    std::unique_ptr<core::Loop> m_loop;
    std::shared_ptr<engine::Core> m_core;
    std::unique_ptr<Session> m_serverSession;
    std::unique_ptr<api::Server> m_server;
    std::thread m_thread;
};

/// Starts `orrery engine` in its own session; it waits for the lock that we are about to release.
Result<> startBackgroundEngine(const OpenOptions &options)
{
    const std::string program = options.programDir + "/orrery";
    const std::string log = options.home + "/engine.log";
    std::string arguments[] = {program, "engine", "--home", options.home};
    char *argv[] = {arguments[0].data(), arguments[1].data(), arguments[2].data(),
                    arguments[3].data(), nullptr};
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&files, STDERR_FILENO, log.c_str(),
                                     O_WRONLY | O_CREAT | O_APPEND, 0600);
    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
    pid_t pid = 0;
    const int error = ::posix_spawn(&pid, program.c_str(), &files, &attributes, argv, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&files);
    if (error != 0)
        return tl::unexpected(platform::ioError(program, error));
    return {};
}

class OpenHome final : public Home {
public:
    OpenHome(OpenOptions options, std::string socket)
        : m_options(std::move(options)), m_socket(std::move(socket)), m_relay(m_options.post)
    {
    }

    ~OpenHome() override
    {
        {
            const std::lock_guard lock(m_mutex);
            m_leaving = true;
        }
        m_changed.notify_all();
        if (m_keeper.joinable())
            m_keeper.join();
        leave();
    }

    /// Becomes owner or client. @error as openHome
    Result<> enter()
    {
        const auto until = std::chrono::steady_clock::now() + takeOverPatience;
        while (true) {
            auto entered = tryEnter();
            const bool retry =
                !entered && entered.error().code == ErrorCode::Unreachable && !m_options.attachOnly;
            if (!retry || std::chrono::steady_clock::now() > until)
                return entered;
            std::this_thread::sleep_for(
                lookAgain); // the owner is opening or leaving: its lock tells no more
        }
    }

    void keep()
    {
        m_keeper = std::thread([this] { watchOver(); });
    }

    Session &session() override { return m_relay; }
    bool owner() const override
    {
        const std::lock_guard lock(m_mutex);
        return m_owner != nullptr;
    }
    void abandon() override
    {
        m_abandoned = true;
        {
            const std::lock_guard lock(m_mutex);
            m_leaving = true;
        }
        m_relay.disconnect("the home was abandoned");
        const std::lock_guard lock(m_mutex);
        m_owner.reset();
    }
    void serveUntilIdle(SpanMs idle) override
    {
        auto busy = std::chrono::steady_clock::now();
        std::unique_lock lock(m_mutex);
        while (!m_leaving && m_owner) {
            const Owner::Activity now = m_owner->activity();
            if (now.runs > 0 || now.clients > 0 || now.schedules > 0)
                busy = std::chrono::steady_clock::now();
            if (std::chrono::steady_clock::now() - busy >= std::chrono::milliseconds(idle))
                return;
            m_changed.wait_for(lock, 500ms);
        }
    }

private:
    /// What an earlier try lost is no news from here on: it may have been an engine that left while
    /// we knocked, and now we have its place.
    std::uint64_t nextTry()
    {
        const std::lock_guard lock(m_mutex);
        m_lost.clear();
        return ++m_try;
    }

    Result<> tryEnter()
    {
        const std::uint64_t thisTry = nextTry();
        if (!m_options.attachOnly) {
            auto lock = platform::lockFile(m_options.home + "/engine.lock");
            if (lock) {
                auto owner = Owner::begin(m_options, m_socket, std::move(*lock));
                if (!owner)
                    return tl::unexpected(owner.error());
                const std::lock_guard guard(m_mutex);
                m_owner = std::move(*owner);
                m_relay.connect(m_owner->session(m_options.post));
                return {};
            }
            if (lock.error().code != ErrorCode::Conflict)
                return tl::unexpected(lock.error());
            if (m_options.mustOwn)
                return fail(ErrorCode::Unreachable, m_options.home,
                            "another process is still the engine of this home");
        }
        auto session = api::attach(m_socket, m_options.post, helloPatience,
                                   [this, thisTry](const std::string &why) { lost(thisTry, why); });
        if (!session)
            return tl::unexpected(session.error());
        m_relay.connect(std::shared_ptr<Session>(std::move(*session)));
        return {};
    }

    void lost(std::uint64_t ofTry, const std::string &why)
    {
        const std::lock_guard lock(m_mutex);
        if (ofTry != m_try)
            return;
        m_lost = why.empty() ? "the connection was closed" : why;
        m_changed.notify_all();
    }

    /// When the engine we are attached to goes, take its place or attach to who did.
    void watchOver()
    {
        std::unique_lock lock(m_mutex);
        while (true) {
            m_changed.wait(lock, [this] { return m_leaving || !m_lost.empty(); });
            if (m_leaving)
                return;
            const std::string why = std::exchange(m_lost, {});
            lock.unlock();
            m_relay.disconnect(why);
            const auto entered = enter();
            if (!entered && why != entered.error().what)
                core::log(core::LogLevel::Error,
                          "no engine for this home, trying again: " + entered.error().where + ": " +
                              entered.error().what);
            lock.lock();
            if (entered)
                continue;
            // Whatever stands in the way (a database that is held, a full disk) may go: runs wait.
            m_changed.wait_for(lock, tryAgain, [this] { return m_leaving; });
            m_lost = entered.error().what;
        }
    }

    void leave()
    {
        m_relay.disconnect("this program leaves");
        if (!m_owner)
            return;
        const Owner::Activity now = m_owner->activity();
        const bool handOver = !m_abandoned && !m_options.readOnly && !m_options.mustOwn &&
                              (now.runs > 0 || now.clients > 0 || now.schedules > 0);
        if (handOver) {
            if (const auto started = startBackgroundEngine(m_options); !started)
                core::log(core::LogLevel::Error,
                          "runs and schedules wait until a program opens this home again: " +
                              started.error().what);
        } else if (!m_abandoned) {
            m_owner->lookBeforeEnd();
        }
        m_owner.reset();
    }

    OpenOptions m_options;
    std::string m_socket;
    api::Relay m_relay;
    mutable std::mutex m_mutex;
    std::condition_variable m_changed;
    std::uint64_t m_try = 0; ///< number of the newest entry; losses of others are old news
    std::string m_lost;
    bool m_leaving = false;
    std::atomic<bool> m_abandoned{false};
    std::unique_ptr<Owner> m_owner;
    std::thread m_keeper;
};

} // namespace

Result<std::unique_ptr<Home>> openHome(OpenOptions options)
{
    platform::keepNoLargeBlocks();
    if (options.home.empty())
        options.home = defaultHome();
    options.home = platform::absolutePath(options.home);
    if (options.programDir.empty())
        options.programDir = platform::programDirectory();
    if (auto made = platform::makeDirectories(options.home); !made)
        return tl::unexpected(made.error());
    if (const std::string refused = platform::refusedFileSystem(options.home); !refused.empty())
        return fail(ErrorCode::Denied, options.home,
                    "a home cannot lie here: it " + refused +
                        "; name a local directory with --home");
    auto socket = platform::socketPath(options.home, "engine.sock");
    if (!socket)
        return tl::unexpected(socket.error());
    auto home = std::make_unique<OpenHome>(std::move(options), std::move(*socket));
    if (auto entered = home->enter(); !entered)
        return tl::unexpected(entered.error());
    home->keep();
    return home;
}

std::string defaultHome()
{
    if (const char *home = std::getenv("ORRERY_HOME"); home != nullptr && *home != '\0')
        return home;
    if (const char *data = std::getenv("XDG_DATA_HOME"); data != nullptr && *data == '/')
        return std::string(data) + "/orrery";
    const char *user = std::getenv("HOME");
    return std::string(user != nullptr ? user : "/tmp") + "/.local/share/orrery";
}

} // namespace orrery
