// SPDX-License-Identifier: GPL-3.0-or-later
// Opening a store with its ports named: what tests replace, and what normally needs no change.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "store/disk.h"
#include "store/store.h"

namespace orrery::store {

struct Settings {
    std::string vfs;               ///< SQLite's name of the file system to use; "" = the default
    Sync sync;                     ///< empty = fileSync()
    SpanMs syncDelay = 4;          ///< wait for more commits after the first unsynced one [ms]
    std::uint32_t walPages = 4096; ///< checkpoint when the WAL has so many pages (16 MiB)
    std::uint32_t maxPages = 0;    ///< limit of the database file [pages]; 0 = the disk's
    std::uint32_t projectChunk = 20000; ///< events per transaction of project()
};

/// Store::open with settings.
[[nodiscard]] Result<std::unique_ptr<Store>> openStore(const std::string &dir,
                                                       std::function<void(Seq)> synced,
                                                       std::function<void(Error)> failed,
                                                       Settings settings);

} // namespace orrery::store
