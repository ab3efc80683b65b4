// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/timeaxis.h"

#include <algorithm>
#include <cmath>

namespace orrery::bridge {
namespace {

constexpr SpanMs shortest = 1000; ///< [ms] a gap below is never cut
constexpr double longGap = 0.08;  ///< of the busy time: an idle gap beyond is cut
constexpr double cutWidth = 0.03; ///< of the busy time: what a cut gap is drawn as
constexpr double cutShare = 0.3;  ///< of the axis: what all cut gaps may take together

/// Stretches between facts in which nothing runs, in order.
std::vector<TimeAxis::Break> idleGaps(std::span<const CoursePoint> points, WallMs end)
{
    std::vector<TimeAxis::Break> gaps;
    for (std::size_t i = 0; i < points.size(); ++i) {
        const WallMs next = i + 1 < points.size() ? points[i + 1].at : end;
        if (points[i].running == 0 && next - points[i].at > shortest)
            gaps.push_back({points[i].at, next});
    }
    return gaps;
}

} // namespace

TimeAxis::TimeAxis(std::span<const CoursePoint> points, WallMs end, bool compress)
{
    if (points.empty())
        return;
    m_begin = points.front().at;
    m_end = std::max(end, points.back().at);
    if (compress)
        m_breaks = idleGaps(points, m_end);
    double busy = double(m_end - m_begin);
    for (const Break &gap : m_breaks)
        busy -= double(gap.to - gap.from);
    std::erase_if(m_breaks,
                  [&](const Break &gap) { return double(gap.to - gap.from) < longGap * busy; });
    double whole = double(m_end - m_begin);
    for (const Break &gap : m_breaks)
        whole -= double(gap.to - gap.from);
    const auto count = double(m_breaks.size());
    const double unbroken = std::max(whole, 1.0);
    const double width = m_breaks.empty() ? 0
                                          : std::min(std::max(cutWidth * unbroken, 1.0),
                                                     unbroken * cutShare / (1 - cutShare) / count);
    whole = whole + width * count;
    double drawn = 0;
    WallMs at = m_begin;
    const auto put = [&](WallMs until, double length) {
        m_pieces.push_back({at, whole > 0 ? drawn / whole : 1});
        drawn += length;
        at = until;
    };
    for (const Break &gap : m_breaks) {
        put(gap.from, double(gap.from - at));
        put(gap.to, width);
    }
    put(m_end, double(m_end - at));
    m_pieces.push_back({m_end, 1});
}

double TimeAxis::shareOf(WallMs at) const
{
    if (m_pieces.empty() || at >= m_end)
        return 1;
    if (at <= m_begin)
        return 0;
    const auto next =
        std::upper_bound(m_pieces.begin(), m_pieces.end(), at,
                         [](WallMs value, const Piece &piece) { return value < piece.from; });
    const Piece &piece = *(next - 1);
    const double part = double(at - piece.from) / double(next->from - piece.from);
    return piece.share + part * (next->share - piece.share);
}

WallMs TimeAxis::timeAt(double share) const
{
    if (m_pieces.empty() || share >= 1)
        return m_end;
    if (share <= 0)
        return m_begin;
    const auto next =
        std::upper_bound(m_pieces.begin(), m_pieces.end(), share,
                         [](double value, const Piece &piece) { return value < piece.share; });
    if (next == m_pieces.begin()) // an axis of no length
        return m_begin;
    const Piece &piece = *(next - 1);
    const double part = (share - piece.share) / (next->share - piece.share);
    return piece.from + std::llround(part * double(next->from - piece.from));
}

const TimeAxis::Break *TimeAxis::breakAt(WallMs at) const
{
    const auto next =
        std::upper_bound(m_breaks.begin(), m_breaks.end(), at,
                         [](WallMs value, const Break &gap) { return value < gap.from; });
    if (next == m_breaks.begin() || at >= (next - 1)->to)
        return nullptr;
    return &*(next - 1);
}

} // namespace orrery::bridge
