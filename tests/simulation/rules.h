// SPDX-License-Identifier: GPL-3.0-or-later
// What the simulated parts tell, so that the contract can be checked while things happen.
#pragma once

#include "engine/ids.h"
#include "engine/run.h"
#include "types/launch.h"

namespace orrery::simulation {

class Rules {
public:
    virtual ~Rules() = default;
    /// An order leaves the engine.
    virtual void launched(const types::LaunchOrder &order) = 0;
    /// The engine says that the host may forget an attempt.
    virtual void acknowledged(const AttemptKey &key) = 0;
    /// A process of an attempt begins.
    virtual void begins(const AttemptKey &key) = 0;
    /// A process ends of itself, or at its time-out.
    virtual void endsByItself(const AttemptKey &key) = 0;
    /// The host tells the engine how an attempt ended.
    virtual void told(const AttemptKey &key, const Exit &exit) = 0;
};

} // namespace orrery::simulation
