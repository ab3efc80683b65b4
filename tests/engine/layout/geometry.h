// SPDX-License-Identifier: GPL-3.0-or-later
// Checks a picture as a person would: by its boxes and lines, not by how it was made.
#pragma once

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <limits>
#include <map>
#include <numeric>
#include <vector>

#include <QString>

#include "layout/layout.h"

namespace orrery::test {

/// Nodes by their column (layers stand in columns, a column is one value of x).
inline std::map<float, std::vector<std::uint32_t>> columns(const layout::Placed &placed)
{
    std::map<float, std::vector<std::uint32_t>> byX;
    for (std::uint32_t v = 0; v < placed.x.size(); ++v)
        byX[placed.x[v]].push_back(v);
    for (auto &[x, nodes] : byX)
        std::ranges::sort(nodes, {}, [&](auto v) { return placed.y[v]; });
    return byX;
}

/// "" or the first two nodes that are nearer than `gap` in every direction.
inline QString overlap(const layout::Placed &placed, float gap)
{
    constexpr float rounding = 0.01F;
    float lastX = -std::numeric_limits<float>::infinity();
    for (const auto &[x, nodes] : columns(placed)) {
        if (x - lastX < gap - rounding)
            return QStringLiteral("columns %1 and %2 are too close").arg(lastX).arg(x);
        lastX = x;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            for (std::size_t j = i + 1; j < nodes.size(); ++j) {
                if (placed.y[nodes[j]] - placed.y[nodes[i]] >= gap - rounding)
                    break;
                if (std::abs(placed.z[nodes[j]] - placed.z[nodes[i]]) < gap - rounding)
                    return QStringLiteral("nodes %1 and %2").arg(nodes[i]).arg(nodes[j]);
            }
        }
    }
    return {};
}

/// Does the line from a to b meet the box of half size `half` around c? (slab method)
inline bool meets(const layout::Point &a, const layout::Point &b, const layout::Point &c,
                  float half)
{
    double enter = 0;
    double leave = 1;
    const std::array<std::array<double, 3>, 3> axes{
        {{a.x, b.x, c.x}, {a.y, b.y, c.y}, {a.z, b.z, c.z}}};
    for (const auto &[from, to, centre] : axes) {
        const double delta = to - from;
        const double low = centre - static_cast<double>(half) - from;
        const double high = centre + static_cast<double>(half) - from;
        if (std::abs(delta) < 1e-9) {
            if (low > 0 || high < 0)
                return false;
            continue;
        }
        enter = std::max(enter, std::min(low / delta, high / delta));
        leave = std::min(leave, std::max(low / delta, high / delta));
    }
    return enter <= leave;
}

/// "" or the first edge whose route comes nearer than `half` to a foreign node's centre (as a box).
inline QString edgeThroughNode(const layout::Graph &graph, const layout::Placed &placed, float half)
{
    const auto byX = columns(placed);
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
        const auto route = placed.route(e);
        const auto [source, target] = graph.edges[e];
        for (std::size_t i = 1; i < route.size(); ++i) {
            const auto [left, right] = std::minmax(route[i - 1].x, route[i].x);
            const auto [low, high] = std::minmax(route[i - 1].y, route[i].y);
            for (auto column = byX.lower_bound(left - half);
                 column != byX.end() && column->first <= right + half; ++column) {
                auto node = std::ranges::lower_bound(column->second, low - half, {},
                                                     [&](auto v) { return placed.y[v]; });
                for (; node != column->second.end() && placed.y[*node] <= high + half; ++node) {
                    const std::uint32_t v = *node;
                    if (v != source && v != target &&
                        meets(route[i - 1], route[i], {placed.x[v], placed.y[v], placed.z[v]},
                              half))
                        return QStringLiteral("edge %1 (%2>%3) and node %4")
                            .arg(e)
                            .arg(source)
                            .arg(target)
                            .arg(v);
                }
            }
        }
    }
    return {};
}

/// "" or the first edge whose route does not start at its source's face and end at its target's.
inline QString looseEnd(const layout::Graph &graph, const layout::Placed &placed)
{
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
        const auto route = placed.route(e);
        const auto [from, to] = graph.edges[e];
        const auto touches = [&](const layout::Point &p, std::uint32_t v) {
            return std::abs(std::abs(p.x - placed.x[v]) - 0.5F) < 1e-3F && p.y == placed.y[v] &&
                   p.z == placed.z[v];
        };
        if (route.size() < 2 || !touches(route.front(), from) || !touches(route.back(), to))
            return QStringLiteral("edge %1 (%2>%3)").arg(e).arg(from).arg(to);
    }
    return {};
}

/// Crossings seen from the front: pairs of lines in the same gap between two columns whose ends lie
/// in opposite order. Counted from the routes alone, so it also proves that folding hides none.
inline std::uint64_t crossingsSeen(const layout::Placed &placed)
{
    struct Line {
        float left, right;
    };
    std::map<std::pair<float, float>, std::vector<Line>> gaps;
    for (std::size_t e = 0; e + 1 < placed.routeStart.size(); ++e) {
        const auto route = placed.route(e);
        for (std::size_t i = 1; i < route.size(); ++i) {
            const auto &a = route[i - 1].x < route[i].x ? route[i - 1] : route[i];
            const auto &b = route[i - 1].x < route[i].x ? route[i] : route[i - 1];
            if (b.x - a.x > 1.5F)
                gaps[{a.x, b.x}].push_back({a.y, b.y});
        }
    }
    std::uint64_t count = 0;
    for (const auto &[x, lines] : gaps) {
        for (std::size_t i = 0; i < lines.size(); ++i) {
            for (std::size_t j = i + 1; j < lines.size(); ++j) {
                const float left = lines[i].left - lines[j].left;
                const float right = lines[i].right - lines[j].right;
                count += (left < 0 && right > 0) || (left > 0 && right < 0) ? 1 : 0;
            }
        }
    }
    return count;
}

} // namespace orrery::test
