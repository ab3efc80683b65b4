// SPDX-License-Identifier: GPL-3.0-or-later
#include "simhost.h"

#include <algorithm>
#include <utility>

#include "runner/slotwire.h"
#include "workload.h"

namespace orrery::simulation {
namespace {

std::string nameOf(const AttemptKey &key)
{
    return key.run.text + "/" + std::to_string(key.task) + "#" + std::to_string(key.attempt);
}

} // namespace

void Lane::send(std::function<void()> deliver)
{
    if (m_left > 0 && --m_left == 0) {
        m_open = false;
        m_breaking = m_loop.after(0, [broken = m_broken] { broken(); });
    }
    if (!m_open)
        return;
    const SpanMs now = m_loop.mono() / 1'000'000;
    const SpanMs delay = m_dice.chance(85) ? 0 : m_dice.upTo(m_dice.chance(90) ? 5 : 500);
    m_last = std::max(m_last, now + delay);
    const std::uint64_t number = m_next++;
    auto timer = m_loop.after(m_last - now, [this, number, deliver = std::move(deliver)] {
        const auto arrived = m_underWay.extract(number); // we run inside it
        deliver();
    });
    m_underWay.emplace(number, std::move(timer));
}

void Link::cut()
{
    toRunner.cut();
    toEngine.cut();
    welcome = nullptr;
    progress = nullptr;
    if (const auto notice = std::exchange(broken, nullptr))
        notice("the link broke");
}

void Link::abandon()
{
    toEngine.cut();
    welcome = nullptr;
    progress = nullptr;
    broken = nullptr;
}

// ---- faults ----------------------------------------------------------------------------------

/// What the runner had in memory is gone; its link too.
void SimHost::goneRunner()
{
    m_alive = m_broken = false;
    m_pending.clear();
    m_attempts.clear();
    m_queue.clear();
    m_early.clear();
    m_room = {};
    m_started.clear();
    m_ended.clear();
    m_flushTimer.reset();
    m_engine.reset();
    for (const auto &link : std::exchange(m_links, {}))
        link->cut();
}

void SimHost::killRunner()
{
    if (!m_alive)
        return;
    for (auto &[key, process] : m_processes) {
        process.orphan = true;
        process.announce.reset();
    }
    std::erase_if(m_processes, [this](const auto &) {
        return m_dice.chance(50); // its slot took it along; else it runs on for now
    });
    goneRunner();
}

void SimHost::cutPower()
{
    m_processes.clear();
    m_journal.resize(
        static_cast<std::size_t>(m_dice.upTo(static_cast<std::int64_t>(m_journal.size()))));
    if (m_dice.chance(50))
        m_journalEpoch = 0;
    goneRunner();
}

void SimHost::breakLink()
{
    if (m_engine && m_dice.chance(80))
        loseMessage(m_dice.chance(50) ? m_engine->toRunner : m_engine->toEngine, m_dice.upTo(6));
    else if (m_engine)
        loseLink();
}

void SimHost::loseNextOrder()
{
    if (m_engine)
        loseMessage(m_engine->toRunner, 0);
}

/// The link breaks over the message after the next `number`.
void SimHost::loseMessage(Lane &lane, std::int64_t number)
{
    lane.loseNext(number + 1, [this, link = std::weak_ptr(m_engine)] {
        const auto open = link.lock();
        if (open && open == m_engine)
            loseLink();
    });
}

void SimHost::loseLink()
{
    const auto link = std::exchange(m_engine, nullptr);
    std::erase(m_links, link);
    m_started.clear();
    m_ended.clear();
    link->cut();
}

/// A runner begins: it ends what an earlier one left, and says so, before it listens.
void SimHost::startRunner()
{
    if (m_alive)
        return;
    m_alive = true;
    std::erase_if(m_processes, [](const auto &entry) { return entry.second.orphan; });
    m_epoch = m_journalEpoch;
    for (const Record &entry : m_journal) {
        if (entry.kind == Record::Kind::Forgotten) {
            m_attempts.erase(entry.key);
            continue;
        }
        Attempt &attempt = m_attempts[entry.key];
        attempt.order.key = entry.key;
        attempt.order.fence = entry.epoch;
        attempt.state = Attempt::State::Ended;
        if (entry.kind == Record::Kind::Ended) {
            attempt.exit = entry.exit;
            continue;
        }
        attempt.exit.cause = Cause::Lost;
        attempt.exit.exitCode = -1;
        attempt.exit.detail = "its runner was killed";
        attempt.exit.end = m_loop.wall();
    }
    m_journal.clear();
    for (const auto &[key, attempt] : m_attempts) {
        record(Record::Kind::Accepted, key);
        record(Record::Kind::Ended, key, attempt.exit);
    }
    m_journal.swap(m_pending); // a rewritten file takes the old one's place
}

// ---- the runner ------------------------------------------------------------------------------

void SimHost::record(Record::Kind kind, const AttemptKey &key, const Exit &exit)
{
    m_pending.push_back({kind, key, m_epoch, exit});
}

bool SimHost::write()
{
    m_broken = diskFull && !m_pending.empty();
    if (m_broken)
        return false;
    m_journal.insert(m_journal.end(), m_pending.begin(), m_pending.end());
    m_pending.clear();
    return true;
}

void SimHost::hello(const std::shared_ptr<Link> &link, std::uint64_t epoch, std::uint64_t milliCpu)
{
    if (epoch < m_epoch) {
        std::erase(m_links, link);
        link->cut();
        return;
    }
    if (m_engine && m_engine != link) {
        std::erase(m_links, m_engine);
        m_engine->cut();
    }
    m_engine = link;
    m_started.clear();
    m_ended.clear();
    m_early.clear();
    m_epoch = m_journalEpoch = epoch;
    m_room.setCapacity(milliCpu, 0);
    std::vector<AttemptKey> alive;
    for (const auto &[key, attempt] : m_attempts) {
        alive.push_back(key);
        if (attempt.state == Attempt::State::Ended)
            m_ended.push_back({key, attempt.exit});
        else if (attempt.announced)
            m_started.push_back({key, 7, attempt.startedAt});
    }
    link->toEngine.send([link, alive = std::move(alive)] {
        if (link->welcome)
            link->welcome(alive);
    });
    flush();
    dispatch();
}

void SimHost::launch(const Link *from, const std::vector<types::LaunchOrder> &orders)
{
    if (!m_alive || from != m_engine.get())
        return;
    std::vector<AttemptKey> fresh;
    for (const types::LaunchOrder &order : orders) {
        const auto [at, isNew] = m_attempts.try_emplace(order.key);
        if (!isNew) {
            confirm(at->second);
            continue;
        }
        std::erase_if(m_early,
                      [&order](const auto &early) { return early.second.key == order.key; });
        at->second.order = order;
        record(Record::Kind::Accepted, order.key);
        fresh.push_back(order.key);
    }
    const bool written = !m_broken || write();
    for (const AttemptKey &key : fresh) {
        Attempt &attempt = m_attempts.at(key);
        if (!written)
            endWithout(attempt, Cause::SpawnFailed, "the runner's journal cannot be written");
        else if (attempt.order.fence < m_epoch)
            endWithout(attempt, Cause::SpawnFailed, "an older engine sent it");
        else
            m_queue.push_back(key);
    }
    dispatch();
}

void SimHost::dispatch()
{
    while (!m_queue.empty()) {
        Attempt &next = m_attempts.at(m_queue.front());
        if (!m_room.fits(next.order))
            break;
        m_queue.pop_front();
        run(next);
    }
    for (auto &[key, attempt] : m_attempts) {
        if (attempt.state != Attempt::State::Running)
            continue;
        if (m_queue.empty())
            leadOn(attempt);
        else if (Attempt *ahead = behind(key))
            dropAhead(*ahead);
    }
}

void SimHost::run(Attempt &attempt)
{
    m_room.take(attempt.order);
    attempt.state = Attempt::State::Running;
    begin(attempt.order);
}

void SimHost::begin(const types::LaunchOrder &order)
{
    const AttemptKey key = order.key;
    for (const auto &[other, process] : m_processes)
        if (other.run == key.run && other.task == key.task)
            m_trace.broke(now(), "two attempts of one task run at once: " + nameOf(other) +
                                     " and " + nameOf(key));
    m_trace.note(now(), "host    begins " + nameOf(key));
    m_rules.begins(key);
    Going going = randomGoing(m_dice);
    if (order.timeout > 0 && going.duration >= order.timeout) {
        going.duration = order.timeout;
        going.exit = {};
        going.exit.cause = Cause::TimedOut;
        going.exit.exitCode = -1;
    }
    Process &process = m_processes[key];
    process.started = m_loop.wall();
    process.end = m_loop.after(going.duration, [this, key, exit = going.exit] {
        m_rules.endsByItself(key);
        ended(key, exit);
    });
    if (going.duration > 3)
        process.announce = m_loop.after(m_dice.upTo(3), [this, key] {
            const auto known = m_attempts.find(key);
            if (known == m_attempts.end() || known->second.state != Attempt::State::Running)
                return;
            known->second.announced = true;
            known->second.startedAt = m_loop.wall();
            m_started.push_back({key, 7, m_loop.wall()});
            flushSoon();
        });
}

/// SIGTERM now, and SIGKILL some time later.
void SimHost::kill(const AttemptKey &key)
{
    const auto process = m_processes.find(key);
    if (process == m_processes.end())
        return;
    Exit exit;
    exit.cause = Cause::Cancelled;
    exit.exitCode = -1;
    process->second.end = m_loop.after(m_dice.upTo(m_dice.chance(80) ? 5 : 400),
                                       [this, key, exit] { ended(key, exit); });
}

void SimHost::ended(const AttemptKey &key, Exit exit)
{
    const auto process = m_processes.extract(key); // we run inside its timer
    const bool orphan = process.mapped().orphan;
    exit.start = process.mapped().started;
    exit.end = m_loop.wall();
    m_trace.note(now(), "host    ended " + nameOf(key) + (orphan ? " unseen" : ""));
    if (orphan)
        return;
    Attempt &attempt = m_attempts.at(key);
    m_room.give(attempt.order);
    Attempt *following = behind(key);
    if (following != nullptr && !runner::leadsOn(exit)) {
        dropAhead(*following);
        following = nullptr;
    }
    if (following != nullptr)
        run(*following);
    end(attempt, std::move(exit));
    dispatch();
}

void SimHost::end(Attempt &attempt, Exit exit)
{
    const AttemptKey key = attempt.order.key;
    attempt.state = Attempt::State::Ended;
    attempt.exit = std::move(exit);
    if (attempt.withdrawn)
        return forget(key);
    if (attempt.replaced) {
        attempt.exit.cause = Cause::Lost;
        attempt.exit.detail = "it began ahead of its turn and was withdrawn";
    }
    record(Record::Kind::Ended, key, attempt.exit);
    if (m_engine)
        m_ended.push_back({key, attempt.exit});
    flushSoon();
}

void SimHost::endWithout(Attempt &attempt, Cause cause, const std::string &detail)
{
    Exit exit;
    exit.cause = cause;
    exit.detail = detail;
    exit.start = exit.end = m_loop.wall();
    end(attempt, std::move(exit));
}

void SimHost::cancel(const Link *from, const std::vector<AttemptKey> &keys)
{
    if (!m_alive || from != m_engine.get())
        return;
    for (const AttemptKey &key : keys) {
        std::erase_if(m_early, [&key](const auto &early) { return early.second.key == key; });
        const auto known = m_attempts.find(key);
        if (known == m_attempts.end())
            continue;
        Attempt &attempt = known->second;
        if (attempt.ahead) {
            withdraw(attempt);
        } else if (attempt.state == Attempt::State::Running) {
            kill(key);
        } else if (attempt.state == Attempt::State::Queued) {
            std::erase(m_queue, key);
            endWithout(attempt, Cause::Cancelled, "before it started");
        }
    }
    dispatch();
}

void SimHost::acknowledge(const Link *from, const std::vector<AttemptKey> &keys)
{
    if (!m_alive || from != m_engine.get())
        return;
    for (const AttemptKey &key : keys) {
        const auto known = m_attempts.find(key);
        if (known != m_attempts.end() && known->second.state == Attempt::State::Ended)
            forget(key);
    }
}

void SimHost::forget(const AttemptKey &key)
{
    const AttemptKey gone = key; // it may be the attempt's own
    m_attempts.erase(gone);
    record(Record::Kind::Forgotten, gone);
}

void SimHost::flushSoon()
{
    if (!m_flushTimer)
        m_flushTimer = m_loop.after(m_dice.upTo(3), [this] {
            const auto keep = std::exchange(m_flushTimer, nullptr);
            flush();
        });
}

/// What the engine is told survives the runner's death; a full disk costs that, not the delivery.
void SimHost::flush()
{
    (void)write();
    if (m_started.empty() && m_ended.empty())
        return;
    for (const executors::Ended &one : m_ended)
        m_rules.told(one.key, one.exit);
    const auto link = m_engine;
    if (!link)
        return;
    const auto deliver = [link, started = std::exchange(m_started, {}),
                          ended = std::exchange(m_ended, {})] {
        if (link->progress)
            link->progress(started, ended);
    };
    link->toEngine.send(deliver);
    if (m_dice.chance(8)) // told again, perhaps much later
        link->toEngine.send(deliver);
}

} // namespace orrery::simulation
