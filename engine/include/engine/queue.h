// SPDX-License-Identifier: GPL-3.0-or-later
// Names of a home that runs and tasks take turns on: queues, limits, mutexes.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "engine/dag.h"
#include "engine/ids.h"

namespace orrery {

/// Who holds slots of a name, or waits for them.
struct QueueUser {
    RunId run;
    std::string task;          ///< its name; "" = the run as a whole
    std::uint32_t count = 0;   ///< slots; 0 = all of them
    std::int32_t priority = 0; ///< of one that waits
    std::string why;           ///< of one that waits: for what
};

struct QueueView {
    std::string name;
    bool known = false;        ///< somebody said something of it; else it has one slot
    std::uint32_t count = 1;   ///< slots
    std::int32_t priority = 0; ///< on top of that of the runs that wait in it as their queue
    bool held = false;         ///< nobody gets a slot
    std::vector<QueueUser> holders;
    std::vector<QueueUser> waiting; ///< in the order of their turns
};

/// What is to change of a name; what is absent stays.
struct QueueChange {
    std::string name;
    std::optional<std::uint32_t> count; ///< at least 1
    std::optional<std::int32_t> priority;
    std::optional<bool> held;
    bool forget = false; ///< as if nobody had ever said anything
};

} // namespace orrery
