// SPDX-License-Identifier: GPL-3.0-or-later
// Who looks at what: subscriptions to runs and followers of logs, and what they have not seen yet.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "engine/session.h"

namespace orrery::engine {

/// One subscription. Its changes gather here and leave as one delta.
struct Subscriber {
    Filter filter;
    std::function<void(Delta)> observer;
    bool fresh = true;            ///< the next delta is the snapshot
    std::set<RunId> runs;         ///< summaries changed
    std::vector<TaskIndex> tasks; ///< rows changed in filter.run; may repeat
    std::vector<TaskSample> samples;
    std::uint32_t nodes = 0; ///< of filter.run's DAG, as last told
    bool hosts = true;

    [[nodiscard]] bool dirty() const
    {
        return fresh || !runs.empty() || !tasks.empty() || !samples.empty() ||
               (hosts && filter.hosts);
    }
};

/// One reader of a task's log: live pieces while the attempt runs, the stored rest when it ended.
struct Follower {
    RunId run;
    TaskIndex task = none;
    std::uint32_t wanted = 0;  ///< attempt; 0 = the last one, and those that follow
    std::uint32_t attempt = 0; ///< being read; 0 = none yet
    std::uint64_t offset = 0;  ///< [bytes] of `attempt` already sent
    bool live = false;         ///< the executor streams to us
    bool done = false;
    std::function<void(const LogChunk &)> observer;
};

struct Observers {
    std::map<std::uint64_t, Subscriber> subscribers;
    std::map<std::uint64_t, Follower> followers;
    std::uint64_t next = 1;
};

} // namespace orrery::engine
