// SPDX-License-Identifier: GPL-3.0-or-later
// A whole world in one thread and in virtual time: users, the real engine, its store, a host, and
// everything that can go wrong between them. What happens follows from the seed alone.
#pragma once

#include <cstdint>
#include <string>

namespace orrery::simulation {

struct Plan {
    std::uint64_t seed = 1;
    bool verbose = false; ///< print what happens
    /// A directory for the real store on a disk that loses what was not synced; "" = the simulated
    /// store. The real one has a thread of its own: its worlds are not repeatable to the event.
    std::string storeDir;
};

struct Outcome {
    std::string broken;       ///< the first rule that did not hold; "" = all did
    std::uint64_t hash = 0;   ///< of everything that happened
    std::uint64_t events = 0; ///< in the journal at the end
    std::uint64_t lives = 0;  ///< of the engine
    std::uint64_t faults = 0;
};

/// Lets users start, cancel and retry runs while faults come; then all is mended, and every run has
/// to come to its end.
[[nodiscard]] Outcome simulate(const Plan &plan);

} // namespace orrery::simulation
