// SPDX-License-Identifier: GPL-3.0-or-later
// What a DAG promises before it runs: how long, with which resources, where it is slow, and what to
// change. Every figure is computed, and says what it was computed from.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/dag.h"
#include "engine/ids.h"
#include "engine/run.h"
#include "engine/toolkit.h"

namespace orrery {

/// What earlier runs measured of one node.
struct NodeHistory {
    std::string node;
    std::uint32_t samples = 0;  ///< tasks that succeeded
    std::uint32_t failures = 0; ///< tasks that failed at least one attempt
    std::uint32_t items = 0;    ///< tasks per run, the median; 1 when it is not mapped
    double medianSeconds = 0;   ///< of the last attempt of a task
    double longestSeconds = 0;
    double medianCpuSeconds = 0;    ///< user + system
    std::uint64_t maxMemoryKiB = 0; ///< largest resident set seen
    std::uint64_t medianBytes = 0;  ///< read and written by a task
};

/// What it would run on; 0 = without limit.
struct AnalysisCapacity {
    double cores = 0;
    std::uint64_t memoryMB = 0;
    std::optional<std::uint32_t> gpus; ///< absent = without limit
};

struct AnalysisRequest {
    AnalysisCapacity capacity;
    std::vector<NodeHistory> history;
    std::uint32_t historyRuns = 0; ///< runs that the history comes from
    JsonText parameters;           ///< values of parameters, defaults filled in; "" = none known
    bool published = false;        ///< this content is a published version
};

/// Where a duration comes from, from strong to weak; exact: the node starts no process.
enum class DurationSource : std::uint8_t { Exact, History, Recorded, Timeout, Default };
[[nodiscard]] std::string_view text(DurationSource source); ///< "history"

struct NodeEstimate {
    double seconds = 0; ///< of one task of the node
    DurationSource source = DurationSource::Default;
    std::uint32_t items = 1;  ///< tasks of the node
    bool itemsKnown = true;   ///< false: mapOver depends on outputs; taken as one
    std::uint32_t atOnce = 1; ///< of them side by side, on this capacity
    double start = 0;         ///< [s] after the run's begin
    double end = 0;
    double waited = 0;     ///< [s] from ready to its first start: for room
    bool critical = false; ///< on the longest path
};

/// The least, the most and the mean that a task reserves.
struct Spread {
    double min = 0;
    double max = 0;
    double average = 0;
};

struct Advice {
    std::string node; ///< "" = of the whole DAG
    std::string message;
    std::string action;   ///< "SPLIT", "SET_TIMEOUT" ...
    std::string evidence; ///< the figures behind it
};

struct Bottleneck {
    NodeIndex node = none;
    double seconds = 0; ///< of the longest path
    double share = 0;   ///< of the longest path, 0..1
    double secondsIfHalved =
        0; ///< of the whole run, were its tasks twice as fast; 0 = not computed
    std::string why;
};

struct ParallelSection {
    std::vector<NodeIndex> nodes;
    std::uint64_t maxParallelism = 1; ///< tasks that may run at once
};

struct Analysis {
    bool valid = true;
    std::vector<Advice> errors;   ///< action "ERROR"
    std::vector<Advice> warnings; ///< action "WARNING"
    std::vector<Advice> suggestions;
    double seconds = 0;          ///< of the whole run on this capacity
    double secondsUnlimited = 0; ///< were there room for everything at once
    Spread cores;
    Spread memoryMB;
    Spread gpus;
    double peakCores = 0; ///< reserved at once
    double peakMemoryMB = 0;
    double peakGpus = 0;
    double utilisation = 0; ///< reserved core time of what the capacity gives, 0..1; 0 = no limit
    std::optional<double> dataGB;        ///< read and written; absent = nothing was ever measured
    std::vector<Bottleneck> bottlenecks; ///< most time on the longest path first, at most 3
    std::vector<NodeIndex> criticalPath;
    std::vector<ParallelSection> sections;
    std::vector<NodeEstimate> nodes; ///< [node]
    std::vector<std::string> nextSteps;
};

namespace toolkit {

/// Durations taken when nothing was measured: half of the time-out, else this [s].
inline constexpr double assumedSeconds = 60;

/// Of tasks that ended, by node id; runs in any order.
[[nodiscard]] std::vector<NodeHistory> historyOf(const std::vector<RunDetail> &runs);

/// Pure. A DAG with errors is analysed as far as it could be read; a cyclic one has no times.
/// Times by list scheduling: the task with the most work behind it first, whatever fits.
/// Source: R. L. Graham, Bounds on multiprocessing timing anomalies, 1969, doi:10.1137/0117039.
/// O((tasks + edges) log tasks) for DAGs whose tasks fit. Beyond 2,000,000 tasks those of wide
/// nodes are timed in bundles.
[[nodiscard]] Analysis analyse(const Parsed &parsed, const AnalysisRequest &request);

} // namespace toolkit
} // namespace orrery
