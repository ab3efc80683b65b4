// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/series.h"

#include <algorithm>

namespace orrery::models {

void Series::add(WallMs at, double value)
{
    if (!m_points.empty() && at < m_points.back().at)
        return;
    m_peak = m_points.empty() ? value : std::max(m_peak, value);
    m_points.push_back({at, value});
    if (m_points.size() <= m_capacity)
        return;
    // Keep the larger of each pair: peaks are what one looks for.
    std::size_t kept = 0;
    for (std::size_t i = 0; i + 1 < m_points.size(); i += 2)
        m_points[kept++] = m_points[i].value >= m_points[i + 1].value ? m_points[i] : m_points[i + 1];
    if (m_points.size() % 2 == 1)
        m_points[kept++] = m_points.back();
    m_points.resize(kept);
}

void Series::clear()
{
    m_points.clear();
    m_peak = 0;
}

}  // namespace orrery::models
