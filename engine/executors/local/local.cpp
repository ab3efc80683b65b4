// SPDX-License-Identifier: GPL-3.0-or-later
#include "executors/local/local.h"

#include <array>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>

#include <unistd.h>

#include "executors/local/runnerprocess.h"
#include "platform/unixsocket.h"
#include "wire/runner.h"

namespace orrery::executors {
namespace {

constexpr std::size_t frameTarget = 1U << 20U;      ///< orders are put together up to so many bytes
constexpr std::size_t orderLimit = 128U << 20U;     ///< of one order [bytes]
constexpr std::size_t aheadLimit = 64U << 10U;      ///< of one order sent ahead [bytes]
constexpr std::uint64_t followCredit = 256U << 10U; ///< log bytes that may be under way
constexpr int mostFailures = 5;                     ///< in a row, before the host counts as lost
constexpr SpanMs retryAfter = 50;                   ///< times the number of failures [ms]

std::size_t sizeOf(const LaunchOrder &order)
{
    std::size_t size =
        512 + order.inputs.size() + order.script.size() + order.dagDir.size() + order.runDir.size();
    for (const std::string &text : order.argv)
        size += text.size() + 4;
    for (const auto &[name, value] : order.environment)
        size += name.size() + value.size() + 8;
    for (const std::string &text : order.readOnlyPaths)
        size += text.size() + 4;
    return size;
}

class LocalExecutor final : public Executor {
public:
    LocalExecutor(core::Loop &loop, LocalOptions options, Observer observer)
        : m_loop(loop), m_options(std::move(options)), m_observer(std::move(observer))
    {
    }
    ~LocalExecutor() override
    {
        if (m_channel) {
            m_channel->flush();
            m_channel->close();
        }
        if (m_starting)
            (void)reap(*m_starting);
    }
    LocalExecutor(const LocalExecutor &) = delete;
    LocalExecutor &operator=(const LocalExecutor &) = delete;

    void connect(std::uint64_t epoch) override
    {
        m_epoch = epoch;
        m_failures = 0;
        tryToConnect();
    }
    [[nodiscard]] bool connected() const override { return m_welcomed; }
    void launch(std::vector<LaunchOrder> orders) override;
    void launchAhead(std::vector<AheadOrder> orders) override;
    void flush() override
    {
        if (const auto channel = m_channel) // a broken one lets go of itself
            channel->flush();
    }
    void cancel(std::span<const AttemptKey> keys) override;
    void acknowledge(std::span<const AttemptKey> keys) override;
    void follow(const AttemptKey &key, std::uint64_t offset) override;
    void unfollow(const AttemptKey &key) override;

private:
    void tryToConnect();
    void startRunner();
    void runnerSpoke();
    void giveUp(const std::string &why);
    void failed(const std::string &why);
    void open(platform::Fd fd);
    void handle(std::string_view bytes);
    void welcomed(const wire::Welcome &welcome);
    void send(const wire::RunnerMessage &message) { m_channel->send(wire::encode(message)); }
    void sendOrders(std::vector<LaunchOrder> orders);
    void piece(LogPiece piece);
    /// After this turn of the loop, if we still live then: no callback comes from inside a call.
    void later(core::Loop::Work work)
    {
        m_loop.post([alive = std::weak_ptr<bool>(m_alive), work = std::move(work)] {
            if (!alive.expired())
                work();
        });
    }

    core::Loop &m_loop;
    LocalOptions m_options;
    Observer m_observer;
    std::uint64_t m_epoch = 0;
    int m_failures = 0;
    bool m_welcomed = false;
    std::uint32_t m_protocol = 0; ///< of the runner
    std::string m_refusal;        ///< what the runner said before it closed the link
    std::shared_ptr<platform::Channel> m_channel;
    std::optional<RunnerProcess> m_starting;
    std::string m_startText;
    std::unique_ptr<core::Loop::Handle> m_startWatch;
    std::unique_ptr<core::Loop::Handle> m_retry;
    std::vector<LaunchOrder> m_unsent; ///< given while the link was down
    std::vector<AttemptKey> m_uncancelled;
    std::map<AttemptKey, std::uint64_t> m_follows; ///< next offset wanted
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

void LocalExecutor::tryToConnect()
{
    m_retry.reset();
    const auto path = platform::socketPath(m_options.home + "/runner", "sock");
    if (!path)
        return giveUp(path.error().where + " " + path.error().what);
    if (auto fd = platform::connectUnix(*path))
        open(std::move(*fd));
    else if (fd.error().code == ErrorCode::Denied)
        giveUp(fd.error().where + " " + fd.error().what);
    else
        startRunner();
}

void LocalExecutor::startRunner()
{
    std::vector<std::string> arguments{
        "--home",          m_options.home,
        "--idle-seconds",  std::to_string((m_options.runnerIdle + 999) / 1000),
        "--grace-ms",      std::to_string(m_options.grace),
        "--log-cap-bytes", std::to_string(m_options.logCap)};
    if (!m_options.cgroups)
        arguments.emplace_back("--no-cgroups");
    auto process = startRunnerProcess(m_options.programDir, std::move(arguments));
    if (!process)
        return giveUp(process.error().where + " " + process.error().what);
    m_starting = std::move(*process);
    m_startText.clear();
    m_startWatch =
        m_loop.watch(m_starting->output.get(), core::Loop::Ready::Read, [this] { runnerSpoke(); });
}

/// "ready" when its socket is there, else the reason; the end comes with it.
void LocalExecutor::runnerSpoke()
{
    std::array<char, 1024> buffer;
    const ssize_t got = ::read(m_starting->output.get(), buffer.data(), buffer.size());
    if (got > 0) {
        m_startText.append(buffer.data(), static_cast<std::size_t>(got));
        if (m_startText.find('\n') == std::string::npos)
            return;
    } else if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    (void)reap(*m_starting);
    m_startWatch.reset();
    m_starting.reset();
    std::string line = m_startText.substr(0, m_startText.find('\n'));
    if (line == "ready")
        failed("the runner is there but does not answer"); // a first failure connects again at once
    else
        giveUp(line.empty() ? "orrery-runner ended before it was ready; see " + m_options.home +
                                  "/runner/runner.log"
                            : "orrery-runner: " + line);
}

void LocalExecutor::giveUp(const std::string &why)
{
    m_welcomed = false;
    if (m_observer.lost)
        later([this, why] { m_observer.lost(why); });
}

/// Tries again: at once the first time, then with growing patience.
void LocalExecutor::failed(const std::string &why)
{
    if (m_failures++ >= mostFailures)
        return giveUp(why);
    m_retry = m_loop.after(retryAfter * (m_failures - 1), [this] { tryToConnect(); });
}

void LocalExecutor::open(platform::Fd fd)
{
    m_refusal.clear();
    m_channel = platform::Channel::make(m_loop, std::move(fd),
                                        {[this](std::string_view bytes) { handle(bytes); },
                                         [this](const std::string &why) {
                                             m_welcomed = false;
                                             m_channel.reset();
                                             if (m_refusal.empty())
                                                 failed(why);
                                             else
                                                 giveUp(m_refusal);
                                         }});
    wire::Hello hello;
    hello.epoch = m_epoch;
    hello.milliCpu = m_options.milliCpu;
    hello.memoryMiB = m_options.memoryMiB;
    send(hello);
}

void LocalExecutor::handle(std::string_view bytes)
{
    auto message = wire::decode(bytes);
    if (!message) {
        m_channel->close();
        m_channel.reset();
        return giveUp(message.error().what);
    }
    if (const auto *welcome = std::get_if<wire::Welcome>(&*message)) {
        welcomed(*welcome);
    } else if (const auto *refused = std::get_if<wire::Refused>(&*message)) {
        m_refusal = "orrery-runner refused: " + refused->why;
    } else if (const auto *progress = std::get_if<wire::Progress>(&*message)) {
        if (m_observer.progress)
            m_observer.progress(progress->started, progress->ended);
    } else if (const auto *samples = std::get_if<wire::Samples>(&*message)) {
        if (m_observer.samples)
            m_observer.samples(samples->samples);
    } else if (auto *log = std::get_if<LogPiece>(&*message)) {
        piece(std::move(*log));
    }
}

void LocalExecutor::welcomed(const wire::Welcome &welcome)
{
    m_welcomed = true;
    m_protocol = welcome.protocol;
    m_failures = 0;
    // What was given while the link was down is not lost: it leaves now.
    std::vector<AttemptKey> alive = welcome.alive;
    for (const LaunchOrder &order : m_unsent)
        alive.push_back(order.key);
    sendOrders(std::exchange(m_unsent, {}));
    if (!m_uncancelled.empty())
        send(wire::Cancel{std::exchange(m_uncancelled, {})});
    for (const auto &[key, offset] : m_follows)
        send(wire::Follow{key, offset, followCredit});
    if (m_observer.ready)
        m_observer.ready(std::move(alive));
}

void LocalExecutor::launch(std::vector<LaunchOrder> orders)
{
    if (m_welcomed)
        return sendOrders(std::move(orders));
    for (LaunchOrder &order : orders)
        m_unsent.push_back(std::move(order));
}

void LocalExecutor::sendOrders(std::vector<LaunchOrder> orders)
{
    wire::Launch message;
    std::size_t size = 0;
    std::vector<Ended> tooLarge;
    for (LaunchOrder &order : orders) {
        const std::size_t one = sizeOf(order);
        if (one > orderLimit) {
            Ended ended{order.key, {}};
            ended.exit.cause = Cause::SpawnFailed;
            ended.exit.detail =
                "inputs, script and environment are " + std::to_string(one >> 20U) +
                " MiB; at most 128 MiB can be handed to a task (pass files instead)";
            ended.exit.start = ended.exit.end = m_loop.wall();
            ended.exit.enforcement = "none";
            tooLarge.push_back(std::move(ended));
            continue;
        }
        if (size + one > frameTarget && !message.orders.empty()) {
            send(std::exchange(message, {}));
            size = 0;
        }
        size += one;
        message.orders.push_back(std::move(order));
    }
    if (!message.orders.empty())
        send(message);
    if (!tooLarge.empty() && m_observer.progress)
        later([this, tooLarge = std::move(tooLarge)] { m_observer.progress({}, tooLarge); });
}

/// Large orders are left to their turn: a hint is worth no megabytes on the way and in the runner.
void LocalExecutor::launchAhead(std::vector<AheadOrder> orders)
{
    if (!m_welcomed || m_protocol < 2)
        return;
    wire::Ahead message;
    std::size_t size = 0;
    for (AheadOrder &order : orders) {
        const std::size_t one = sizeOf(order.order);
        if (one > aheadLimit)
            continue;
        if (size + one > frameTarget && !message.orders.empty()) {
            send(std::exchange(message, {}));
            size = 0;
        }
        size += one;
        message.orders.push_back(std::move(order));
    }
    if (!message.orders.empty())
        send(message);
}

void LocalExecutor::cancel(std::span<const AttemptKey> keys)
{
    if (m_welcomed)
        send(wire::Cancel{{keys.begin(), keys.end()}});
    else
        m_uncancelled.insert(m_uncancelled.end(), keys.begin(), keys.end());
}

void LocalExecutor::acknowledge(std::span<const AttemptKey> keys)
{
    if (m_welcomed && !keys.empty()) // else the results come again and are acknowledged again
        send(wire::Acknowledge{{keys.begin(), keys.end()}});
}

void LocalExecutor::follow(const AttemptKey &key, std::uint64_t offset)
{
    m_follows[key] = offset;
    if (m_welcomed)
        send(wire::Follow{key, offset, followCredit});
}

void LocalExecutor::unfollow(const AttemptKey &key)
{
    if (m_follows.erase(key) != 0 && m_welcomed)
        send(wire::Unfollow{key});
}

void LocalExecutor::piece(LogPiece piece)
{
    const auto known = m_follows.find(piece.key);
    if (known == m_follows.end() || piece.offset != known->second)
        return; // of an earlier follow
    if (piece.end) {
        m_follows.erase(known);
    } else {
        known->second += piece.text.size();
        send(wire::Credit{piece.key, piece.text.size()});
    }
    if (m_observer.log)
        m_observer.log(piece);
}

} // namespace

std::unique_ptr<Executor> makeLocalExecutor(core::Loop &loop, LocalOptions options,
                                            Observer observer)
{
    return std::make_unique<LocalExecutor>(loop, std::move(options), std::move(observer));
}

} // namespace orrery::executors
