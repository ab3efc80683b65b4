// SPDX-License-Identifier: GPL-3.0-or-later
// Time of a run as a share of an axis: what happens keeps its proportions, idle gaps are cut short,
// unless they are wanted whole.
#pragma once

#include <span>
#include <vector>

#include "engine/replay.h"

namespace orrery::bridge {

/// Idle is a stretch in which no task runs and nothing is recorded: a wait for a person, a retry's
/// delay, a night between two attempts. Pure.
class TimeAxis {
public:
    /// A gap that is drawn shorter than it was.
    struct Break {
        WallMs from = 0;
        WallMs to = 0;
    };

    TimeAxis() = default;
    /// @param points    facts of a run in order; @param end  what the axis reaches at least
    /// @param compress  false: idle gaps are drawn as long as they were
    TimeAxis(std::span<const CoursePoint> points, WallMs end, bool compress = true);

    [[nodiscard]] WallMs begin() const { return m_begin; }
    [[nodiscard]] WallMs end() const { return m_end; }
    /// 0..1; a moment outside lies on the nearer end. An axis of no length has everything at 1.
    [[nodiscard]] double shareOf(WallMs at) const;
    /// The inverse, to a millisecond.
    [[nodiscard]] WallMs timeAt(double share) const;
    [[nodiscard]] const std::vector<Break> &breaks() const { return m_breaks; }
    /// The break that a moment lies in; nullptr = none.
    [[nodiscard]] const Break *breakAt(WallMs at) const;

private:
    struct Piece { ///< evenly drawn, up to the next one
        WallMs from = 0;
        double share = 0;
    };
    WallMs m_begin = 0;
    WallMs m_end = 0;
    std::vector<Piece> m_pieces; ///< the last one is the end
    std::vector<Break> m_breaks;
};

} // namespace orrery::bridge
