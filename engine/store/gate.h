// SPDX-License-Identifier: GPL-3.0-or-later
// Holds effects back until the journal is as safe as types/durability.h asks for.
#pragma once

#include <array>
#include <cstddef>
#include <deque>
#include <functional>
#include <limits>

#include "engine/ids.h"
#include "types/durability.h"

namespace orrery::store {

/// One thread only, the engine's. The store's callbacks are posted there first.
///
/// Effects of one kind leave in the order in which they were held; so do all answers and final
/// states together, and all launches and kills of this machine. An effect may hold further ones
/// while it runs.
class Gate {
public:
    using Release = std::function<void()>;

    /// Seq of this engine's EngineStarted: launches, kills and acknowledgements wait until it is
    /// synced. Until it is told, none of them leaves.
    void setEpoch(Seq seq);
    /// Runs `release` as soon as the event `seq` is as safe as `effect` needs; at once if it is.
    void hold(types::Effect effect, Seq seq, Release release);

    void written(Seq upTo); ///< after each Store::commit()
    void synced(Seq upTo);  ///< from Store's `synced`
    /// From Store's `failed`: what is held is forgotten, and nothing leaves any more.
    void stop();

    [[nodiscard]] bool stopped() const { return m_stopped; }
    [[nodiscard]] std::size_t held() const;

private:
    struct Held {
        Seq seq = 0;
        Release release;
    };
    enum Lane : std::size_t { Shown, Local, Told, Away, laneCount };

    [[nodiscard]] static Lane laneOf(types::Effect effect);
    [[nodiscard]] bool mayLeave(Lane lane, Seq seq) const;
    void pump();

    std::array<std::deque<Held>, laneCount> m_lanes;
    Seq m_written = 0;
    Seq m_synced = 0;
    Seq m_epoch = noEpoch;
    bool m_pumping = false;
    bool m_stopped = false;

    static constexpr Seq noEpoch = std::numeric_limits<Seq>::max();
};

} // namespace orrery::store
