// SPDX-License-Identifier: GPL-3.0-or-later
// Turns written into synced: one thread that makes the WAL durable soon after each commit.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "engine/ids.h"
#include "engine/result.h"
#include "store/settings.h"

namespace orrery::store {

/// After the first failed sync nothing is published any more, whatever later syncs would say: the
/// system may have thrown away what it could not write and report the next sync as good.
class SyncThread {
public:
    SyncThread(std::string wal, Settings settings, std::function<void(Seq)> synced,
               std::function<void(Error)> failed);
    ~SyncThread();
    SyncThread(const SyncThread &) = delete;
    SyncThread &operator=(const SyncThread &) = delete;

    /// A commit: its last seq, which may be that of the commit before (no events in it).
    void written(Seq upTo);
    /// Everything up to `upTo` was found on the disk at the start.
    void begin(Seq upTo);
    /// A sync failed elsewhere (SQLite's own, at a checkpoint).
    void fail(Error why);

    /// Syncs what is still unsynced, publishes it, and ends the thread.
    void finish();

    [[nodiscard]] Seq syncedSeq() const;
    [[nodiscard]] bool broken() const;
    [[nodiscard]] std::uint64_t syncs() const;
    [[nodiscard]] double p99Ms() const; ///< of the last 1024 syncs

private:
    void loop();
    void syncOnce(std::unique_lock<std::mutex> &lock);

    const std::string m_wal;
    const Sync m_sync;
    const std::chrono::milliseconds m_delay;
    const std::function<void(Seq)> m_synced;
    const std::function<void(Error)> m_failed;

    mutable std::mutex m_mutex;
    std::condition_variable m_wake;
    Seq m_writtenSeq = 0;
    Seq m_syncedSeq = 0;
    bool m_dirty = false;
    bool m_idle = false;
    bool m_stop = false;
    bool m_broken = false;
    std::uint64_t m_syncs = 0;
    std::vector<float> m_durations; ///< [ms], a ring
    std::thread m_thread;           ///< last, so that all else stands when it starts
};

} // namespace orrery::store
