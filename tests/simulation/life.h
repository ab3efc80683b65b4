// SPDX-License-Identifier: GPL-3.0-or-later
// One life of an engine: a kill may come between any two things that it does to the world.
#pragma once

#include <cstdint>

namespace orrery::simulation {

/// Once it is over nothing of this engine reaches the world any more, though its code runs on to
/// the end of the turn: that is what a kill in the middle of the turn looks like from outside.
class Life {
public:
    /// The engine is about to do something to the world. @return false: it was killed before
    [[nodiscard]] bool may()
    {
        if (m_left > 0 && --m_left == 0)
            m_over = true;
        return !m_over;
    }
    /// 0 = no kill is planned any more
    void endAfter(std::uint64_t steps) { m_left = steps; }
    void end() { m_over = true; }
    [[nodiscard]] bool over() const { return m_over; }

private:
    std::uint64_t m_left = 0; ///< 0 = no kill is planned
    bool m_over = false;
};

} // namespace orrery::simulation
