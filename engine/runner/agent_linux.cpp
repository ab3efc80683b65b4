// SPDX-License-Identifier: GPL-3.0-or-later
// Connections, recovery, results and logs. The way of orders through slots stands in
// dispatch_linux.cpp.
#include "runner/agent_linux.h"

#include <algorithm>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

#include "runner/recovery_linux.h"

namespace orrery::runner {
namespace {

constexpr SpanMs homeLook = 5'000;    ///< an idle runner looks so often for its home [ms]
constexpr SpanMs firstVisit = 10'000; ///< whoever started us has so long to come [ms]
constexpr SpanMs batchTime = 3;       ///< a result waits at most so long for others [ms]
/// The same while every task has its successor behind it, so that nothing waits for the engine [ms].
constexpr SpanMs idleBatchTime = 8;
constexpr std::size_t batchSize = 16;
constexpr SpanMs followEvery = 50; ///< between two looks at a log that is followed [ms]
constexpr std::uint64_t logPiece = 64U << 10U;
constexpr std::uint64_t journalLarge = 64U << 20U;        ///< rewritten above [bytes]
constexpr std::uint64_t journalWorthClearing = 1U << 20U; ///< when nothing in it counts [bytes]

} // namespace

Agent::Agent(core::Loop &loop, const Options &options, const HostFacts &facts,
             const Cgroups &cgroups)
    : m_loop(loop), m_options(options), m_facts(facts), m_cgroups(cgroups)
{
}

Agent::~Agent()
{
    m_seats.clear();
    if (!m_socketPath.empty())
        ::unlink(m_socketPath.c_str());
}

Result<> Agent::recover()
{
    auto content = m_journal.open(m_options.runnerDir() + "/journal");
    if (!content)
        return tl::unexpected(content.error());
    m_epoch = content->epoch;
    for (types::Ended &lost : endLeftovers(m_options, m_facts)) {
        const auto known = content->attempts.find(lost.key);
        if (known == content->attempts.end() || known->second.ended)
            continue;
        m_journal.ended(lost.key, lost.exit);
        known->second.ended = true;
        known->second.exit = std::move(lost.exit);
    }
    for (auto &[key, entry] : content->attempts) {
        if (!entry.ended) { // it was queued, or stood ready and may have run unseen
            entry.exit.cause = Cause::Lost;
            entry.exit.exitCode = -1;
            entry.exit.detail = "its runner was killed";
            entry.exit.end = m_loop.wall();
            entry.exit.enforcement = "none";
            m_journal.ended(key, entry.exit);
        }
        Attempt &attempt = m_attempts[key];
        attempt.key = key;
        attempt.state = Attempt::State::Ended;
        attempt.exit = std::move(entry.exit);
    }
    m_journal.epoch(m_epoch, m_facts.bootId);
    return m_journal.flush();
}

Result<> Agent::listen()
{
    auto path = platform::socketPath(m_options.runnerDir(), "sock");
    if (!path)
        return tl::unexpected(path.error());
    auto listener = platform::listenUnix(*path);
    if (!listener)
        return tl::unexpected(listener.error());
    m_socketPath = *path;
    m_listener = std::move(*listener);
    m_acceptWatch = m_loop.watch(m_listener.get(), core::Loop::Ready::Read, [this] { accept(); });
    armIdle(firstVisit);
    return {};
}

void Agent::accept()
{
    platform::Fd fd = platform::acceptUnix(m_listener);
    if (!fd)
        return;
    // The channel is known to its own callbacks by address; it lives in m_channels until it closes.
    auto self = std::make_shared<platform::Channel *>(nullptr);
    auto channel =
        platform::Channel::make(m_loop, std::move(fd),
                                {[this, self](std::string_view bytes) { handle(*self, bytes); },
                                 [this, self](const std::string &) { closed(*self); }});
    *self = channel.get();
    m_channels.emplace(channel.get(), channel);
}

void Agent::closed(platform::Channel *channel)
{
    m_channels.erase(channel);
    if (channel != m_engine)
        return;
    m_engine = nullptr;
    m_followers.clear();
    m_progress = {}; // what was not acknowledged is told again at the next Hello
    m_samples = {};
    armIdle();
}

void Agent::refuse(platform::Channel *channel, const std::string &why)
{
    const auto keep = channel->shared_from_this(); // a failing flush lets go of it
    channel->send(wire::encode(wire::Refused{why}));
    channel->flush();
    channel->close();
    closed(channel);
}

void Agent::send(const wire::RunnerMessage &message)
{
    if (m_engine != nullptr)
        m_engine->send(wire::encode(message));
}

void Agent::handle(platform::Channel *from, std::string_view bytes)
{
    auto message = wire::decode(bytes);
    if (!message)
        return refuse(from, message.error().what);
    if (const auto *hello = std::get_if<wire::Hello>(&*message))
        return greet(from, *hello);
    if (from != m_engine)
        return refuse(from, "the first message must be Hello");
    if (auto *order = std::get_if<wire::Launch>(&*message)) {
        launch(std::move(order->orders));
    } else if (auto *early = std::get_if<wire::Ahead>(&*message)) {
        launchAhead(std::move(early->orders));
    } else if (const auto *unwanted = std::get_if<wire::Cancel>(&*message)) {
        for (const AttemptKey &key : unwanted->keys)
            cancel(key);
        dispatch();
    } else if (const auto *safe = std::get_if<wire::Acknowledge>(&*message)) {
        acknowledge(safe->keys);
    } else if (const auto *wanted = std::get_if<wire::Follow>(&*message)) {
        follow(*wanted);
    } else if (const auto *credit = std::get_if<wire::Credit>(&*message)) {
        if (const auto known = m_followers.find(credit->key); known != m_followers.end()) {
            known->second.credit += credit->bytes;
            pump();
        }
    } else if (const auto *enough = std::get_if<wire::Unfollow>(&*message)) {
        m_followers.erase(enough->key);
    }
}

void Agent::greet(platform::Channel *from, const wire::Hello &hello)
{
    if (hello.protocol < wire::oldestRunnerProtocol)
        return refuse(from, "this engine speaks protocol " + std::to_string(hello.protocol) +
                                ", the runner reads " + std::to_string(wire::oldestRunnerProtocol) +
                                " and later");
    if (hello.epoch < m_epoch)
        return refuse(from, "a newer engine owns this runner (epoch " + std::to_string(m_epoch) +
                                ", yours is " + std::to_string(hello.epoch) + ")");
    if (m_engine != nullptr && m_engine != from)
        refuse(m_engine, "another engine of this home took over");
    m_engine = from;
    m_idleTimer.reset();
    m_followers.clear();
    m_progress = {};
    m_early.clear();
    if (hello.epoch > m_epoch) {
        m_epoch = hello.epoch;
        m_journal.epoch(m_epoch, m_facts.bootId);
        (void)m_journal.flush();
    }
    m_room.setCapacity(hello.milliCpu, hello.memoryMiB);
    wire::Welcome welcome;
    welcome.pid = ::getpid();
    welcome.bootId = m_facts.bootId;
    for (const auto &[key, attempt] : m_attempts)
        welcome.alive.push_back(key);
    std::sort(welcome.alive.begin(), welcome.alive.end());
    send(welcome);
    for (const auto &[key, attempt] : m_attempts) {
        if (attempt.state == Attempt::State::Ended)
            m_progress.ended.push_back({key, attempt.exit});
        else if (attempt.pid != 0)
            m_progress.started.push_back({key, attempt.pid, attempt.startedAt});
    }
    flush();
    dispatch();
}

void Agent::acknowledge(std::span<const AttemptKey> keys)
{
    for (const AttemptKey &key : keys) {
        const auto known = m_attempts.find(key);
        if (known == m_attempts.end() || known->second.state != Attempt::State::Ended)
            continue;
        m_attempts.erase(known);
        m_journal.forgotten(key);
    }
    // Written with whatever comes next: a result that is told twice is acknowledged twice.
    if (m_journal.size() >= (m_attempts.empty() ? journalWorthClearing : journalLarge))
        rewriteJournal();
}

/// A journal that never ran empty grows: only what is still known is worth its place.
void Agent::rewriteJournal()
{
    m_journal.clear(m_epoch, m_facts.bootId);
    for (const auto &[key, attempt] : m_attempts) {
        m_journal.accepted(key, attempt.order.fence);
        if (attempt.state == Attempt::State::Ended)
            m_journal.ended(key, attempt.exit);
    }
    (void)m_journal.flush();
}

/// Something waits to be told. At once when nothing is queued behind it, else with others.
void Agent::resultReady()
{
    if (m_queue.empty() || m_progress.ended.size() >= batchSize) {
        if (!m_flushPosted) {
            m_flushPosted = true;
            m_loop.post([this] {
                m_flushPosted = false;
                if (!nobodyWaits())
                    flush();
                else if (!m_flushTimer)
                    m_flushTimer = m_loop.after(idleBatchTime, [this] { flush(); });
            });
        }
    } else if (!m_flushTimer) {
        m_flushTimer = m_loop.after(batchTime, [this] { flush(); });
    }
}

void Agent::flush()
{
    m_flushPosted = false;
    m_flushTimer.reset();
    // What the engine was told survives our death. A journal that cannot be written (disk full)
    // costs that, not the delivery.
    (void)m_journal.flush();
    if (!m_progress.started.empty() || !m_progress.ended.empty())
        send(std::exchange(m_progress, {}));
    if (!m_samples.samples.empty())
        send(std::exchange(m_samples, {}));
    if (m_engine != nullptr)
        m_engine->flush();
    if (m_live == 0)
        armIdle();
}

void Agent::armIdle(SpanMs atLeast)
{
    if (m_idleTimer || m_engine != nullptr || m_live > 0)
        return;
    m_idleLeft = std::max(m_options.idle, atLeast);
    waitIdle();
}

/// A home that was removed has no engine that could come back: then there is nothing to wait for.
void Agent::waitIdle()
{
    const SpanMs step = std::min(m_idleLeft, homeLook);
    m_idleTimer = m_loop.after(step, [this, step] {
        m_idleTimer.reset();
        if (m_engine != nullptr || m_live > 0)
            return;
        m_idleLeft -= step;
        if (m_idleLeft <= 0 || !platform::exists(m_options.home))
            m_loop.stop();
        else
            waitIdle();
    });
}

void Agent::follow(const wire::Follow &request)
{
    Follower &follower = m_followers[request.key];
    follower.offset = request.offset;
    follower.credit = request.credit;
    pump();
}

void Agent::pump()
{
    for (auto it = m_followers.begin(); it != m_followers.end();)
        it = pumpOne(it->first, it->second) ? std::next(it) : m_followers.erase(it);
    m_pumpTimer.reset();
    if (!m_followers.empty())
        m_pumpTimer = m_loop.after(followEvery, [this] { pump(); });
}

bool Agent::pumpOne(const AttemptKey &key, Follower &follower)
{
    const auto known = m_attempts.find(key);
    if (known == m_attempts.end() && !follower.finished)
        follower.finished = LogRef{}; // nobody knows it: an empty log
    else if (known != m_attempts.end() && known->second.state == Attempt::State::Ended)
        follower.finished = known->second.exit.log;
    while (follower.credit > 0) {
        const std::uint64_t most = std::min(follower.credit, logPiece);
        types::LogPiece piece{key, follower.offset, {}, false};
        piece.text = follower.finished ? endedLog(*follower.finished, follower.offset, most)
                                       : liveLog(known->second, follower, most);
        follower.offset += piece.text.size();
        follower.credit -= piece.text.size();
        piece.end =
            follower.finished && (piece.text.empty() || follower.offset >= follower.finished->size);
        const bool more = !piece.text.empty();
        const bool last = piece.end;
        if (more || last)
            send(std::move(piece));
        if (last)
            return false;
        if (!more)
            return true;
    }
    return true;
}

std::string Agent::endedLog(const LogRef &log, std::uint64_t offset, std::uint64_t most) const
{
    if (offset >= log.size)
        return {};
    return platform::readRange(m_options.logsDir() + "/" + log.file, log.offset + offset,
                               std::min(most, log.size - offset))
        .value_or("");
}

/// Bytes of a running task's log. The slot may at this moment end it and begin the next one in the
/// same file: its mark of whose bytes they are is read before and after.
std::string Agent::liveLog(const Attempt &attempt, Follower &follower, std::uint64_t most) const
{
    if (attempt.state != Attempt::State::Running)
        return {};
    const std::atomic<std::uint32_t> &owner = attempt.slot->state().logOwner;
    if (owner != attempt.number)
        return {};
    if (!follower.file)
        follower.file =
            platform::Fd(::open((m_options.slotDir(attempt.slot->slot()) + "/log").c_str(),
                                O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    std::string text(most, '\0');
    const ssize_t got =
        ::pread(follower.file.get(), text.data(), text.size(), static_cast<off_t>(follower.offset));
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return owner == attempt.number ? text : std::string();
}

} // namespace orrery::runner
