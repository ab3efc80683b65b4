// SPDX-License-Identifier: GPL-3.0-or-later
// Orders before their turn: they stand ready behind one task and start when it ends well. Until an
// engine launches one, nothing of it is promised: it may be dropped or withdrawn without a word.
#include <utility>

#include "runner/agent_linux.h"

namespace orrery::runner {
namespace {

constexpr std::size_t mostEarly = 4096;

} // namespace

void Agent::launchAhead(std::vector<types::AheadOrder> orders)
{
    for (types::AheadOrder &early : orders)
        if (early.order.fence >= m_epoch && m_early.size() < mostEarly)
            m_early.insert_or_assign(early.after, std::move(early.order));
    for (auto &[number, seat] : m_seats)
        leadOn(seat);
}

/// Lets the order that follows the task that runs here stand ready behind it. What was ordered goes
/// before it.
void Agent::leadOn(Seat &seat)
{
    if (m_early.empty() || !m_queue.empty() || seat.running == nullptr || seat.offered != nullptr ||
        seat.running->withdrawn || m_journal.broken())
        return;
    auto found = m_early.extract(seat.running->key);
    if (found.empty() || !Room::fitsAfter(seat.running->order, found.mapped()))
        return;
    const auto [at, isNew] = m_attempts.try_emplace(found.mapped().key);
    if (!isNew)
        return;
    Attempt &attempt = at->second;
    attempt.key = found.mapped().key;
    attempt.order = std::move(found.mapped());
    attempt.ahead = true;
    // Written before it can begin: the engine does not know of it, so our successor has to.
    m_journal.accepted(attempt.key, attempt.order.fence);
    (void)m_journal.flush();
    attempt.state = Attempt::State::Offered;
    attempt.slot = seat.link.get();
    attempt.number = seat.link->offer(attempt.order, true);
    seat.offered = &attempt;
    ++m_live;
}

/// Does every task that runs have its successor behind it? Then the engine may learn of ends a
/// little later.
bool Agent::nobodyWaits() const
{
    bool runs = false;
    for (const auto &[number, seat] : m_seats) {
        if (seat.running != nullptr && (seat.offered == nullptr || !seat.offered->ahead))
            return false;
        runs = runs || seat.running != nullptr;
    }
    return runs && m_queue.empty();
}

/// An engine launches what is known: it is not started twice, its state is told again.
void Agent::confirm(Attempt &attempt)
{
    if (attempt.withdrawn) { // it dies now; another attempt will do
        attempt.withdrawn = false;
        attempt.replaced = true;
    }
    if (std::exchange(attempt.ahead, false) && attempt.state == Attempt::State::Offered &&
        attempt.slot->takeBack()) {
        requeue(attempt);
    } else if (attempt.state == Attempt::State::Ended) {
        m_progress.ended.push_back({attempt.key, attempt.exit});
    } else if (attempt.pid != 0) {
        m_progress.started.push_back({attempt.key, attempt.pid, attempt.startedAt});
    }
    resultReady();
}

/// Takes back what stands ready behind a task, unless it begins at this moment.
void Agent::dropAhead(Seat &seat)
{
    Attempt *early = seat.offered;
    if (early == nullptr || !early->ahead)
        return;
    const bool running = seat.running != nullptr;
    if (!early->slot->takeBack() && running)
        return; // it has been claimed: its start is told with the end of the task before it
    seat.offered = nullptr;
    --m_live;
    forget(AttemptKey(early->key));
}

void Agent::withdraw(Attempt &attempt)
{
    if (attempt.state == Attempt::State::Ended)
        return forget(AttemptKey(attempt.key));
    if (attempt.state == Attempt::State::Offered) {
        Seat &seat = seatOf(*attempt.slot);
        dropAhead(seat);
        if (seat.offered == nullptr)
            return;
    }
    attempt.withdrawn = true;
    attempt.slot->cancel(attempt.number);
}

void Agent::forget(const AttemptKey &key)
{
    m_attempts.erase(key);
    m_journal.forgotten(key);
    if (m_live == 0)
        armIdle();
}

} // namespace orrery::runner
