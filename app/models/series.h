// SPDX-License-Identifier: GPL-3.0-or-later
// A measured curve of bounded size: when it is full, pairs are joined, so its whole life stays in
// view.
#pragma once

#include <vector>

#include "engine/ids.h"

namespace orrery::models {

class Series {
public:
    struct Point {
        WallMs at = 0;
        double value = 0;
    };
    explicit Series(std::size_t capacity = 1200) : m_capacity(capacity) {}

    /// Times must not go back; a point older than the last one is left out.
    void add(WallMs at, double value);
    void clear();
    [[nodiscard]] const std::vector<Point> &points() const { return m_points; }
    [[nodiscard]] bool empty() const { return m_points.empty(); }
    [[nodiscard]] double last() const { return m_last; }
    /// The largest value ever added, joined ones included.
    [[nodiscard]] double peak() const { return m_peak; }

private:
    void joinPairs();

    std::size_t m_capacity;
    std::vector<Point> m_points; ///< time of the newest and value of the largest reading of each
    std::size_t m_perPoint = 1;  ///< readings that a full point stands for
    std::size_t m_inLast = 0;    ///< readings in the last point
    double m_peak = 0;
    double m_last = 0;
};

} // namespace orrery::models
