// SPDX-License-Identifier: GPL-3.0-or-later
#include "curves.h"

#include <algorithm>
#include <cmath>

namespace orrery::universe {
namespace {

/// The axis along which an edge leaves its box: the flow's, unless the nodes share a layer.
QVector3D exitAxis(const QVector3D &delta)
{
    if (std::abs(delta.x()) > 1.2F || delta.isNull())
        return {delta.x() < 0 ? -1.0F : 1.0F, 0, 0};
    if (std::abs(delta.y()) >= std::abs(delta.z()))
        return {0, delta.y() < 0 ? -1.0F : 1.0F, 0};
    return {0, 0, delta.z() < 0 ? -1.0F : 1.0F};
}

std::vector<QVector3D> tangents(const std::vector<QVector3D> &points, const QVector3D &first,
                                const QVector3D &last)
{
    std::vector<QVector3D> result(points.size());
    for (std::size_t i = 1; i + 1 < points.size(); ++i)
        result[i] = (points[i + 1] - points[i - 1]).normalized();
    result.front() = first;
    result.back() = last;
    return result;
}

} // namespace

std::vector<Curve> curvesOf(const GraphData &graph, int edge)
{
    const GraphData::Edge &ends = graph.edges()[std::size_t(edge)];
    const std::vector<QVector3D> &route = graph.route(edge);
    const QVector3D from = graph.position(ends.from);
    const QVector3D to = graph.position(ends.to);
    const QVector3D leave = exitAxis((route.empty() ? to : route.front()) - from);
    const QVector3D arrive = exitAxis(to - (route.empty() ? from : route.back()));

    std::vector<QVector3D> points{from + leave * (graph.size(ends.from) * 0.5F)};
    points.insert(points.end(), route.begin(), route.end());
    points.push_back(to - arrive * (graph.size(ends.to) * 0.5F + 0.04F));
    const std::vector<QVector3D> direction = tangents(points, leave, arrive);

    std::vector<Curve> pieces;
    float total = 0;
    for (std::size_t i = 0; i + 1 < points.size(); ++i) {
        const QVector3D way = points[i + 1] - points[i];
        const float length = way.length();
        // Never further than half of the way in that direction: a steep edge would swing through
        // the neighbouring layers otherwise.
        const auto reach = [&way, length](const QVector3D &along) {
            return std::min(length * 0.42F, std::abs(QVector3D::dotProduct(way, along)) * 0.5F);
        };
        pieces.push_back(
            {.point = {points[i], points[i] + direction[i] * reach(direction[i]),
                       points[i + 1] - direction[i + 1] * reach(direction[i + 1]), points[i + 1]},
             .length = length});
        total += length;
    }
    float passed = 0;
    for (Curve &piece : pieces) {
        piece.start = total > 0 ? passed / total : 0;
        passed += piece.length;
        piece.end = total > 0 ? passed / total : 1;
    }
    pieces.back().end = 1;
    return pieces;
}

} // namespace orrery::universe
