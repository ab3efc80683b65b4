// SPDX-License-Identifier: GPL-3.0-or-later
// Orders before their turn, at the simulated host (engine/runner/ahead_linux.cpp).
#include "simhost.h"

#include <utility>

namespace orrery::simulation {

void SimHost::launchAhead(const Link *from, const std::vector<types::AheadOrder> &orders)
{
    if (!m_alive || from != m_engine.get())
        return;
    for (const types::AheadOrder &early : orders)
        if (early.order.fence >= m_epoch)
            m_early.insert_or_assign(early.after, early.order);
    for (auto &[key, attempt] : m_attempts)
        if (attempt.state == Attempt::State::Running)
            leadOn(attempt);
}

SimHost::Attempt *SimHost::behind(const AttemptKey &running)
{
    for (auto &[key, attempt] : m_attempts)
        if (attempt.state == Attempt::State::Offered && attempt.behind == running)
            return &attempt;
    return nullptr;
}

void SimHost::leadOn(Attempt &running)
{
    const AttemptKey key = running.order.key;
    if (!m_queue.empty() || running.withdrawn || m_broken || behind(key) != nullptr)
        return;
    auto found = m_early.extract(key);
    if (found.empty() || !runner::Room::fitsAfter(running.order, found.mapped()))
        return;
    const auto [at, isNew] = m_attempts.try_emplace(found.mapped().key);
    if (!isNew)
        return;
    Attempt &attempt = at->second;
    attempt.order = std::move(found.mapped());
    attempt.ahead = true;
    attempt.state = Attempt::State::Offered;
    attempt.behind = key;
    record(Record::Kind::Accepted, attempt.order.key); // written before it can begin
    (void)write();
}

void SimHost::confirm(Attempt &attempt)
{
    if (attempt.withdrawn) { // it dies now; another attempt will do
        attempt.withdrawn = false;
        attempt.replaced = true;
    }
    const AttemptKey key = attempt.order.key;
    if (std::exchange(attempt.ahead, false) && attempt.state == Attempt::State::Offered) {
        attempt.state = Attempt::State::Queued;
        m_queue.push_front(key);
    } else if (attempt.state == Attempt::State::Ended) {
        m_ended.push_back({key, attempt.exit});
    } else if (attempt.announced) {
        m_started.push_back({key, 7, attempt.startedAt});
    }
    flushSoon();
}

void SimHost::dropAhead(Attempt &ahead)
{
    forget(ahead.order.key);
}

void SimHost::withdraw(Attempt &attempt)
{
    const AttemptKey key = attempt.order.key;
    if (attempt.state != Attempt::State::Running)
        return forget(key);
    attempt.withdrawn = true;
    kill(key);
}

std::vector<AttemptKey> SimHost::known() const
{
    std::vector<AttemptKey> keys;
    for (const auto &[key, attempt] : m_attempts)
        keys.push_back(key);
    for (const auto &[after, order] : m_early)
        keys.push_back(order.key);
    return keys;
}

} // namespace orrery::simulation
