// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/syncthread.h"

#include <algorithm>
#include <utility>

namespace orrery::store {

namespace {
constexpr std::size_t kept = 1024;
}

SyncThread::SyncThread(std::string wal, Settings settings, std::function<void(Seq)> synced,
                       std::function<void(Error)> failed)
    : m_wal(std::move(wal)), m_sync(settings.sync ? std::move(settings.sync) : fileSync()),
      m_delay(settings.syncDelay), m_synced(std::move(synced)), m_failed(std::move(failed)),
      m_thread([this] { loop(); })
{
}

SyncThread::~SyncThread()
{
    finish();
}

void SyncThread::finish()
{
    if (!m_thread.joinable())
        return;
    {
        const std::lock_guard guard(m_mutex);
        m_stop = true;
    }
    m_wake.notify_one();
    m_thread.join();
}

void SyncThread::written(Seq upTo)
{
    bool wake = false;
    {
        const std::lock_guard guard(m_mutex);
        m_writtenSeq = upTo;
        m_dirty = true;
        wake = std::exchange(m_idle, false);
    }
    if (wake)
        m_wake.notify_one();
}

void SyncThread::begin(Seq upTo)
{
    const std::lock_guard guard(m_mutex);
    m_writtenSeq = upTo;
    m_syncedSeq = upTo;
}

void SyncThread::fail(Error why)
{
    {
        const std::lock_guard guard(m_mutex);
        if (std::exchange(m_broken, true))
            return;
    }
    if (m_failed)
        m_failed(std::move(why));
}

Seq SyncThread::syncedSeq() const
{
    const std::lock_guard guard(m_mutex);
    return m_syncedSeq;
}

bool SyncThread::broken() const
{
    const std::lock_guard guard(m_mutex);
    return m_broken;
}

std::uint64_t SyncThread::syncs() const
{
    const std::lock_guard guard(m_mutex);
    return m_syncs;
}

double SyncThread::p99Ms() const
{
    std::vector<float> sorted;
    {
        const std::lock_guard guard(m_mutex);
        sorted = m_durations;
    }
    if (sorted.empty())
        return 0;
    const auto at = sorted.begin() + static_cast<std::ptrdiff_t>(sorted.size() * 99 / 100);
    std::nth_element(sorted.begin(), at, sorted.end());
    return static_cast<double>(*at);
}

void SyncThread::loop()
{
    std::unique_lock lock(m_mutex);
    while (!m_broken) {
        if (!m_dirty) {
            if (m_stop)
                return;
            m_idle = true;
            m_wake.wait(lock, [this] { return m_dirty || m_stop; });
            m_idle = false;
            continue;
        }
        // Give the commits next to the first unsynced one the time to share its sync.
        m_wake.wait_for(lock, m_delay, [this] { return m_stop; });
        syncOnce(lock);
    }
}

void SyncThread::syncOnce(std::unique_lock<std::mutex> &lock)
{
    const Seq target = m_writtenSeq;
    m_dirty = false;
    lock.unlock();
    const auto before = std::chrono::steady_clock::now();
    const Result<> done = m_sync(m_wal);
    const std::chrono::duration<float, std::milli> took = std::chrono::steady_clock::now() - before;
    if (!done) {
        fail(done.error());
        lock.lock();
        return;
    }
    lock.lock();
    if (m_broken)
        return;
    if (m_durations.size() < kept)
        m_durations.push_back(took.count());
    else
        m_durations[m_syncs % kept] = took.count();
    ++m_syncs;
    const bool news = target > m_syncedSeq;
    m_syncedSeq = std::max(m_syncedSeq, target);
    if (!news || !m_synced)
        return;
    lock.unlock();
    m_synced(target);
    lock.lock();
}

} // namespace orrery::store
