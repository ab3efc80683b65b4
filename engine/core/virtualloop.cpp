// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/virtualloop.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace orrery::core {

class VirtualLoop::TimerHandle final : public Handle {
public:
    TimerHandle(const std::shared_ptr<Timers> &timers, Timers::key_type key)
        : m_timers(timers), m_key(key)
    {
    }
    ~TimerHandle() override
    {
        if (const auto timers = m_timers.lock())
            timers->erase(m_key);
    }

private:
    std::weak_ptr<Timers> m_timers;
    Timers::key_type m_key;
};

class VirtualLoop::WatchHandle final : public Handle {
public:
    WatchHandle(const std::shared_ptr<Watches> &watches, std::uint64_t key)
        : m_watches(watches), m_key(key)
    {
    }
    ~WatchHandle() override
    {
        if (const auto watches = m_watches.lock())
            watches->erase(m_key);
    }

private:
    std::weak_ptr<Watches> m_watches;
    std::uint64_t m_key;
};

void VirtualLoop::post(Work work)
{
    const std::scoped_lock lock(m_mutex);
    m_posted.push_back(std::move(work));
}

std::unique_ptr<Loop::Handle> VirtualLoop::after(SpanMs delay, Work work)
{
    const Timers::key_type key{m_now + std::max<SpanMs>(delay, 0), m_order++};
    m_timers->emplace(key, std::move(work));
    return std::make_unique<TimerHandle>(m_timers, key);
}

std::unique_ptr<Loop::Handle> VirtualLoop::watch(int fd, Ready ready, Work work)
{
    const std::uint64_t key = m_order++;
    m_watches->emplace(key, Watch{fd, ready, std::move(work)});
    return std::make_unique<WatchHandle>(m_watches, key);
}

/// @return false: nothing is posted, or the loop is stopped
bool VirtualLoop::takePosted(Work &work)
{
    const std::scoped_lock lock(m_mutex);
    if (m_stopped || m_posted.empty())
        return false;
    work = std::move(m_posted.front());
    m_posted.pop_front();
    return true;
}

void VirtualLoop::runPosted()
{
    for (Work work; takePosted(work);)
        work();
}

/// Time jumps to the first timer, if it is due by `until`, and its work is done.
bool VirtualLoop::fireFirst(SpanMs until)
{
    if (m_timers->empty() || m_timers->begin()->first.first > until)
        return false;
    auto first = m_timers->extract(m_timers->begin());
    m_now = std::max(m_now, first.key().first);
    first.mapped()();
    return true;
}

bool VirtualLoop::step()
{
    if (Work work; takePosted(work)) {
        work();
        return true;
    }
    return fireFirst(std::numeric_limits<SpanMs>::max());
}

void VirtualLoop::run()
{
    const auto stopped = [this] {
        const std::scoped_lock lock(m_mutex);
        return m_stopped;
    };
    do {
        runPosted();
    } while (!stopped() && fireFirst(std::numeric_limits<SpanMs>::max()));
    const std::scoped_lock lock(m_mutex);
    m_stopped = false;
}

void VirtualLoop::stop()
{
    const std::scoped_lock lock(m_mutex);
    m_stopped = true;
}

void VirtualLoop::advance(SpanMs span)
{
    const SpanMs until = m_now + span;
    do {
        runPosted();
    } while (fireFirst(until));
    m_now = until;
}

void VirtualLoop::signal(int fd, Ready ready)
{
    std::vector<std::uint64_t> keys;
    for (const auto &[key, watch] : *m_watches) {
        if (watch.fd == fd && watch.ready == ready)
            keys.push_back(key);
    }
    for (const std::uint64_t key : keys) {
        const auto found = m_watches->find(key);
        if (found == m_watches->end())
            continue;                         // an earlier one ended it
        const Work work = found->second.work; // it may end its own watch
        work();
    }
    runPosted();
}

} // namespace orrery::core
