// SPDX-License-Identifier: GPL-3.0-or-later
// How long a home keeps its runs: sealed into one compressed file each, and in the end deleted.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ids.h"
#include "engine/result.h"
#include "engine/run.h"

namespace orrery {

/// What becomes of ended runs. A run goes when any of the three limits says so.
struct RetentionPolicy {
    static constexpr SpanMs never = -1;
    SpanMs sealAfter = 30LL * 24 * 3600 * 1000; ///< since its end; `never` = stays in the database
    SpanMs deleteAfter = never;                 ///< since its end
    std::uint32_t keep = 0;                     ///< at most so many runs, the newest; 0 = no limit
    std::uint64_t maxSize = 0; ///< [bytes] of runs, logs and results that go; 0 = no limit
    bool results = false;      ///< deleting a run also deletes its results directory
    bool cached = false;       ///< delete runs that kept results come from, too, and forget those
};

/// "90d", "12h", "30m", "45s", "2w" or "never". @error InvalidSpec with what is allowed
[[nodiscard]] Result<SpanMs> parseAge(std::string_view text);
/// "5G", "800M", "64K", "1000": powers of 1024. @error InvalidSpec with what is allowed
[[nodiscard]] Result<std::uint64_t> parseSize(std::string_view text);
/// Reads HOME/retention.json; the defaults when there is none.
/// @error InvalidSpec: file, key and what is allowed; Io
[[nodiscard]] Result<RetentionPolicy> readRetention(const std::string &home);

struct PruneRequest {
    RetentionPolicy policy;
    bool dryRun = false;
};

/// One run that was, or would be, sealed or deleted.
struct PrunedRun {
    RunId run;
    DagId dag;
    WallMs ended = 0;
    bool deleted = false;           ///< else sealed
    std::uint64_t journalBytes = 0; ///< of its events that leave the database
    std::uint64_t archiveBytes = 0; ///< of its sealed file, made or deleted; 0 = not made yet
    std::uint64_t logBytes = 0;     ///< of its own log files that are deleted
    std::uint64_t resultBytes = 0;  ///< of its results that are deleted
    std::string problem;            ///< why it could not be done; "" = done
};

/// An ended run that the policy would delete and that stays.
struct StayingRun {
    RunId run;
    std::string why; ///< "it is pinned", ...
};

struct PruneReport {
    bool dryRun = false;
    std::vector<PrunedRun> runs;      ///< in the order in which it is done
    std::uint32_t kept = 0;           ///< ended runs that the policy would take and that must stay
    std::uint64_t databaseBefore = 0; ///< [bytes] of the database file
    std::uint64_t databaseAfter = 0;
    std::vector<StayingRun> staying; ///< those of `kept`, oldest end first
};

} // namespace orrery
