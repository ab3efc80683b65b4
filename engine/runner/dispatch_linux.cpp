// SPDX-License-Identifier: GPL-3.0-or-later
// The way of an order: queue, slot, end.
#include "runner/agent_linux.h"

#include <algorithm>
#include <chrono>
#include <csignal>
#include <tuple>
#include <utility>

#include <sys/wait.h>
#include <unistd.h>

#include "runner/slotwire.h"
#include "runner/tree_linux.h"
#include "runner/workplace_linux.h"

namespace orrery::runner {
namespace {

/// An order that stood ready so long behind a task is taken back when another slot can start it, so
/// that a long task never holds up an order that came before others [ns].
constexpr std::int64_t oldOffer = 20'000'000;
constexpr SpanMs gpuRetry = 200; ///< between two tries of a device that another engine holds [ms]

} // namespace

void Agent::launch(std::vector<types::LaunchOrder> orders)
{
    std::vector<Attempt *> fresh;
    for (types::LaunchOrder &order : orders) {
        const auto [at, isNew] = m_attempts.try_emplace(order.key);
        Attempt &attempt = at->second;
        if (!isNew) {
            confirm(attempt);
            continue;
        }
        std::erase_if(m_early,
                      [&order](const auto &early) { return early.second.key == order.key; });
        attempt.key = order.key;
        attempt.order = std::move(order);
        ++m_live;
        m_journal.accepted(attempt.key, attempt.order.fence);
        fresh.push_back(&attempt);
    }
    // Written with the first result; a journal that refused the last one must take it before.
    const Result<> written = m_journal.broken() ? m_journal.flush() : Result<>();
    for (Attempt *attempt : fresh) {
        if (!written)
            endWithout(*attempt, Cause::SpawnFailed,
                       "the runner's journal cannot be written: " + written.error().where + ": " +
                           written.error().what);
        else if (attempt->order.fence < m_epoch)
            endWithout(*attempt, Cause::SpawnFailed, "an older engine sent it");
        else
            enqueue(*attempt, false);
    }
    dispatch();
}

/// Orders of equal rank keep the order in which they came.
bool Agent::before(const Attempt &a, const Attempt &b)
{
    const auto rank = [](const Attempt &attempt) {
        const types::LaunchOrder &order = attempt.order;
        return std::tuple(-std::int64_t{order.priority}, order.fence, order.age);
    };
    return rank(a) < rank(b);
}

/// An order takes its place in the queue: behind its equals, or first among them. What stands ready
/// in a slot and comes after it is taken back.
void Agent::enqueue(Attempt &attempt, bool first)
{
    const auto order = [](const Attempt *a, const Attempt *b) { return before(*a, *b); };
    if (!first && (m_queue.empty() || !before(attempt, *m_queue.back())))
        m_queue.push_back(&attempt);
    else
        m_queue.insert(first ? std::lower_bound(m_queue.begin(), m_queue.end(), &attempt, order)
                             : std::upper_bound(m_queue.begin(), m_queue.end(), &attempt, order),
                       &attempt);
    if (first || m_offered.empty())
        return;
    const auto offered = m_offered; // requeue() changes it
    for (auto ready = offered.rbegin(); ready != offered.rend(); ++ready) {
        if (before(attempt, **ready) && (*ready)->slot->takeBack())
            requeue(**ready);
    }
}

void Agent::cancel(const AttemptKey &key)
{
    std::erase_if(m_early, [&key](const auto &early) { return early.second.key == key; });
    const auto known = m_attempts.find(key);
    if (known == m_attempts.end())
        return;
    Attempt &attempt = known->second;
    if (attempt.ahead)
        return withdraw(attempt);
    if (attempt.state == Attempt::State::Ended)
        return;
    if (attempt.state == Attempt::State::Offered) {
        if (!attempt.slot->takeBack()) {
            attempt.slot->cancel(attempt.number);
            return;
        }
        requeue(attempt);
    }
    if (attempt.state == Attempt::State::Running) {
        attempt.slot->cancel(attempt.number);
        return;
    }
    m_queue.erase(std::find(m_queue.begin(), m_queue.end(), &attempt));
    endWithout(attempt, Cause::Cancelled, "before it started");
}

/// Puts an order that was taken back from a slot in front of its like in the queue: it came first.
void Agent::requeue(Attempt &attempt)
{
    m_seats[attempt.slot->slot()].offered = nullptr;
    m_offered.remove(&attempt);
    attempt.slot = nullptr;
    attempt.state = Attempt::State::Queued;
    enqueue(attempt, true);
}

/// Does an order that stands ready go before all that are queued?
bool Agent::isNext(const Attempt &offered) const
{
    return m_queue.empty() || m_queue.front()->order.priority <= offered.order.priority;
}

/// The order whose turn it is to run now: the oldest that stands ready in a slot, had back from
/// there, before its like in the queue. nullptr = none, or it needs more room and nothing may
/// overtake it.
Agent::Attempt *Agent::nextToRun()
{
    if (!m_offered.empty() && isNext(*m_offered.front())) {
        Attempt &oldest = *m_offered.front();
        if (!m_room.fits(oldest.order))
            return nullptr;
        if (oldest.slot->takeBack())
            requeue(oldest);
    }
    return m_queue.empty() ? nullptr : m_queue.front();
}

/// The order that may stand ready behind the task of this seat: one that has stood long behind
/// another one, had back from there, else the first of the queue. Where an order before it could
/// not follow, it would overtake that one by its size, again and again: nullptr.
Agent::Attempt *Agent::nextToOffer(const Seat &seat)
{
    const auto follows = [&seat](const Attempt *attempt) {
        return Room::fitsAfter(seat.running->order, attempt->order);
    };
    if (!std::all_of(m_offered.begin(), m_offered.end(),
                     [&](const Attempt *offered) { return !isNext(*offered) || follows(offered); }))
        return nullptr;
    if (!m_offered.empty() && isNext(*m_offered.front()) &&
        monotonicNs() - m_offered.front()->offeredAt > oldOffer &&
        m_offered.front()->slot->takeBack())
        requeue(*m_offered.front());
    return m_queue.empty() || !follows(m_queue.front()) ? nullptr : m_queue.front();
}

void Agent::dispatch()
{
    for (;;) {
        Attempt *next = nextToRun();
        if (next == nullptr || !m_room.fits(next->order) || !lockGpus(*next))
            break;
        Seat *seat = freeSeat();
        if (seat == nullptr && m_room.running() > 0) { // what runs now will leave a slot
            m_gpuLocks.give(next->order.gpus);
            break;
        }
        m_queue.pop_front();
        if (seat == nullptr) {
            m_gpuLocks.give(next->order.gpus);
            endWithout(*next, Cause::SpawnFailed, "no process could be made to run it in");
            continue;
        }
        run(*next, *seat);
    }
    for (auto &[number, seat] : m_seats) {
        if (m_queue.empty())
            leadOn(seat);
        else
            dropAhead(seat); // what was ordered goes before what may be ordered
    }
    if (m_queue.empty() || m_offered.size() >= m_seats.size() - m_freeSlots.size())
        return;
    for (auto &[number, seat] : m_seats)
        offer(seat);
}

/// Another engine of this host may use a device: then this order, and those behind it, wait for it.
bool Agent::lockGpus(const Attempt &attempt)
{
    if (m_gpuLocks.take(attempt.order.gpus))
        return true;
    if (!m_gpuTimer)
        m_gpuTimer = m_loop.after(gpuRetry, [this] {
            m_gpuTimer.reset();
            dispatch();
        });
    return false;
}

void Agent::release(const Attempt &attempt)
{
    m_room.give(attempt.order);
    m_gpuLocks.give(attempt.order.gpus);
}

void Agent::run(Attempt &attempt, Seat &seat)
{
    m_freeSlots.erase(seat.link->slot());
    m_room.take(attempt.order);
    attempt.state = Attempt::State::Running;
    attempt.slot = seat.link.get();
    attempt.number = seat.link->run(attempt.order);
    seat.running = &attempt;
}

/// Lets the queue's first order stand ready behind the task that runs here, when it needs no more
/// room.
void Agent::offer(Seat &seat)
{
    if (seat.running == nullptr || seat.offered != nullptr)
        return;
    Attempt *next = nextToOffer(seat);
    if (next == nullptr)
        return;
    m_queue.pop_front();
    next->state = Attempt::State::Offered;
    next->slot = seat.link.get();
    next->number = seat.link->offer(next->order);
    // One that was had back comes before its like that stand ready.
    m_offered.insert(std::find_if(m_offered.begin(), m_offered.end(),
                                  [next](const Attempt *other) {
                                      return next->offeredAt != 0
                                                 ? other->order.priority <= next->order.priority
                                                 : other->order.priority < next->order.priority;
                                  }),
                     next);
    next->offeredAt = monotonicNs();
    seat.offered = next;
}

Agent::Seat *Agent::freeSeat()
{
    if (!m_freeSlots.empty())
        return &m_seats[*m_freeSlots.begin()];
    std::uint32_t number = 0;
    while (m_seats.count(number) != 0)
        ++number;
    if (number >= m_options.maxSlots)
        return nullptr;
    SlotLink::Events events;
    events.started = [this](SlotLink &link, std::uint32_t order, std::int64_t pid, WallMs at) {
        onStarted(link, order, pid, at);
    };
    events.sample = [this](SlotLink &, TaskSample sample) {
        m_samples.samples.push_back(std::move(sample));
        if (!m_flushTimer)
            m_flushTimer = m_loop.after(3, [this] { flush(); });
    };
    events.ended = [this](SlotLink &link, std::uint32_t order, std::uint32_t next, Exit exit) {
        onEnded(link, order, next, std::move(exit));
    };
    events.died = [this](SlotLink &link) { onDied(link); };
    auto link = SlotLink::start(m_loop, m_options, m_facts, m_cgroups, number, std::move(events));
    if (!link)
        return nullptr;
    Seat &seat = m_seats[number];
    seat.link = std::move(link);
    m_freeSlots.insert(number);
    return &seat;
}

void Agent::onStarted(SlotLink &link, std::uint32_t number, std::int64_t pid, WallMs at)
{
    Attempt *attempt = seatOf(link).running;
    if (attempt == nullptr || attempt->number != number)
        return;
    attempt->pid = pid;
    attempt->startedAt = at;
    m_progress.started.push_back({attempt->key, pid, at});
    resultReady();
}

void Agent::onEnded(SlotLink &link, std::uint32_t number, std::uint32_t next, Exit exit)
{
    Seat &seat = seatOf(link);
    if (seat.running == nullptr || seat.running->number != number)
        return;
    Attempt &ended = *std::exchange(seat.running, nullptr);
    release(ended);
    if (seat.offered != nullptr && seat.offered->ahead && !leadsOn(exit))
        dropAhead(seat);
    if (seat.offered != nullptr) {
        Attempt &following = *std::exchange(seat.offered, nullptr);
        m_offered.remove(&following);
        following.state = Attempt::State::Running;
        m_room.take(following.order);
        seat.running = &following;
        // The offer may reach the slot only now. Had back, it is given as an order; else it has
        // begun.
        if (next != following.number && link.takeBack())
            following.number = link.run(following.order);
    } else {
        m_freeSlots.insert(link.slot());
    }
    end(ended, std::move(exit));
    dispatch();
}

void Agent::end(Attempt &attempt, Exit exit)
{
    attempt.state = Attempt::State::Ended;
    attempt.slot = nullptr;
    const std::uint64_t fence = attempt.order.fence;
    attempt.order = {};
    attempt.order.fence = fence;
    attempt.exit = std::move(exit);
    --m_live;
    if (attempt.withdrawn)
        return forget(AttemptKey(attempt.key));
    if (attempt.replaced) {
        attempt.exit.cause = Cause::Lost;
        attempt.exit.detail = "it began ahead of its turn and was withdrawn";
    }
    m_journal.ended(attempt.key, attempt.exit);
    if (m_engine != nullptr)
        m_progress.ended.push_back({attempt.key, attempt.exit});
    if (m_followers.count(attempt.key) != 0)
        pump();
    resultReady();
}

void Agent::endWithout(Attempt &attempt, Cause cause, std::string detail)
{
    Exit exit;
    exit.cause = cause;
    exit.detail = std::move(detail);
    exit.start = m_loop.wall();
    exit.end = exit.start;
    exit.enforcement = "none";
    end(attempt, std::move(exit));
}

void Agent::onDied(SlotLink &link)
{
    const std::uint32_t number = link.slot();
    Seat seat = std::move(m_seats[number]);
    m_seats.erase(number);
    m_freeSlots.erase(number);
    ::kill(link.pid(), SIGKILL);
    while (::waitpid(link.pid(), nullptr, 0) < 0 && errno == EINTR) {
    }
    killOrphans();
    if (seat.offered != nullptr && seat.offered->ahead) {
        --m_live;
        forget(AttemptKey(seat.offered->key));
    } else if (seat.offered != nullptr) {
        seat.offered->slot = nullptr;
        m_offered.remove(seat.offered);
        seat.offered->state = Attempt::State::Queued;
        enqueue(*seat.offered, true);
    }
    if (seat.running != nullptr) {
        release(*seat.running);
        Exit exit;
        exit.cause = Cause::Lost;
        exit.detail = "the process that ran it was killed";
        exit.start = seat.running->startedAt != 0 ? seat.running->startedAt : m_loop.wall();
        exit.end = m_loop.wall();
        exit.enforcement = "none";
        Workplace(m_options, m_facts, number, link.state()).salvage(seat.running->key, exit);
        end(*seat.running, std::move(exit));
    }
    // We are called by the link itself: it goes when this turn is over.
    m_loop.post([gone = std::shared_ptr<SlotLink>(std::move(seat.link))] {});
    dispatch();
}

/// What a dead slot left became our child; slots themselves are spared.
void Agent::killOrphans()
{
    for (const std::int64_t until = monotonicNs() + 1'000'000'000; monotonicNs() < until;
         ::usleep(500)) {
        bool left = false;
        for (const pid_t pid : children(::getpid())) {
            const bool slot = std::any_of(m_seats.begin(), m_seats.end(), [pid](const auto &one) {
                return one.second.link->pid() == pid;
            });
            if (slot)
                continue;
            left = true;
            killTree(pid);
            ::waitpid(pid, nullptr, WNOHANG);
        }
        if (!left)
            return;
    }
}

} // namespace orrery::runner
