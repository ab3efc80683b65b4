// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/series.h"

#include <algorithm>

namespace orrery::models {

void Series::add(WallMs at, double value)
{
    if (!m_points.empty() && at < m_points.back().at)
        return;
    m_peak = m_points.empty() ? value : std::max(m_peak, value);
    m_last = value;
    if (m_inLast == m_perPoint && m_points.size() >= m_capacity)
        joinPairs();
    if (m_points.empty() || m_inLast == m_perPoint) {
        m_points.push_back({at, value});
        m_inLast = 1;
        return;
    }
    ++m_inLast;
    m_points.back() = {at, std::max(m_points.back().value, value)};
}

/// Every point then stands for twice as many readings; the larger value stays, as peaks are what
/// one looks for.
void Series::joinPairs()
{
    const bool odd = m_points.size() % 2 == 1;
    std::size_t kept = 0;
    for (std::size_t i = 0; i + 1 < m_points.size(); i += 2)
        m_points[kept++] = {m_points[i + 1].at, std::max(m_points[i].value, m_points[i + 1].value)};
    if (odd)
        m_points[kept++] = m_points.back();
    m_points.resize(kept);
    m_inLast = odd ? m_perPoint : 2 * m_perPoint;
    m_perPoint *= 2;
}

void Series::clear()
{
    m_points.clear();
    m_peak = m_last = 0;
    m_perPoint = 1;
    m_inLast = 0;
}

} // namespace orrery::models
