// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/placement.h"

#include <algorithm>
#include <cmath>
#include <string_view>
#include <unordered_map>

namespace orrery::bridge {

using toolkit::Layout;
using toolkit::Point3;

namespace {

float middle(std::vector<float> values)
{
    const auto at = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), at, values.end());
    return *at;
}

/// How the places in the file lie off those of the layout, when most nodes have one.
Point3 shiftOf(const DagSpec &dag, const Layout &automatic)
{
    std::vector<float> x, y, z;
    for (std::size_t i = 0; i < dag.nodes.size(); ++i) {
        if (!dag.nodes[i].position)
            continue;
        const Point3 at = fromFile(*dag.nodes[i].position);
        x.push_back(at.x - automatic.nodes[i].x);
        y.push_back(at.y - automatic.nodes[i].y);
        z.push_back(at.z - automatic.nodes[i].z);
    }
    if (x.size() * 2 <= dag.nodes.size() || x.size() == dag.nodes.size())
        return {};
    return {middle(std::move(x)), middle(std::move(y)), middle(std::move(z))};
}

} // namespace

Position toFile(const Point3 &point)
{
    const auto unit = [](double value) {
        const double rounded = std::round(value * unitsPerBox);
        return rounded == 0 ? 0.0 : rounded; // no -0 in a file
    };
    return {unit(point.x), unit(-point.y), unit(point.z)};
}

Point3 fromFile(const Position &position)
{
    return {float(position.x / unitsPerBox), float(-position.y / unitsPerBox),
            float(position.z / unitsPerBox)};
}

Layout placed(const DagSpec &dag, Layout automatic)
{
    const bool any = std::any_of(dag.nodes.begin(), dag.nodes.end(),
                                 [](const NodeSpec &node) { return node.position.has_value(); });
    if (!any || automatic.nodes.size() != dag.nodes.size())
        return automatic;
    const Point3 shift = shiftOf(dag, automatic);
    for (std::size_t i = 0; i < dag.nodes.size(); ++i) {
        Point3 &at = automatic.nodes[i];
        at = dag.nodes[i].position ? fromFile(*dag.nodes[i].position)
                                   : Point3{at.x + shift.x, at.y + shift.y, at.z + shift.z};
    }
    for (std::size_t e = 0; e < automatic.edges.size() && e < dag.edges.size(); ++e) {
        const EdgeSpec &edge = dag.edges[e];
        if (edge.from >= dag.nodes.size() || edge.to >= dag.nodes.size())
            continue;
        if (dag.nodes[edge.from].position || dag.nodes[edge.to].position)
            automatic.edges[e].clear();
        for (Point3 &bend : automatic.edges[e])
            bend = {bend.x + shift.x, bend.y + shift.y, bend.z + shift.z};
    }
    return automatic;
}

Layout carriedOver(const DagSpec &before, const Layout &layout, const DagSpec &next)
{
    std::unordered_map<std::string_view, Point3> known;
    for (std::size_t i = 0; i < before.nodes.size() && i < layout.nodes.size(); ++i)
        known.emplace(before.nodes[i].id, layout.nodes[i]);
    Layout carried;
    carried.nodes.resize(next.nodes.size());
    carried.edges.resize(next.edges.size());
    std::vector<bool> placedNodes(next.nodes.size(), false);
    for (std::size_t i = 0; i < next.nodes.size(); ++i)
        if (const auto at = known.find(next.nodes[i].id); at != known.end()) {
            carried.nodes[i] = at->second;
            placedNodes[i] = true;
        }
    const float step = 4, row = 2.2F;
    for (const EdgeSpec &edge : next.edges)
        if (edge.from < next.nodes.size() && edge.to < next.nodes.size() &&
            placedNodes[edge.from] && !placedNodes[edge.to]) {
            const Point3 from = carried.nodes[edge.from];
            carried.nodes[edge.to] = {from.x + step, from.y, from.z};
            placedNodes[edge.to] = true;
        }
    float low = 0;
    for (std::size_t i = 0; i < next.nodes.size(); ++i)
        if (placedNodes[i])
            low = std::min(low, carried.nodes[i].y);
    for (std::size_t i = 0; i < next.nodes.size(); ++i)
        if (!placedNodes[i])
            carried.nodes[i] = {0, low -= row, 0};
    return carried;
}

bool sameTopology(const DagSpec &a, const DagSpec &b)
{
    return a.nodes.size() == b.nodes.size() && a.edges.size() == b.edges.size() &&
           std::equal(a.edges.begin(), a.edges.end(), b.edges.begin(),
                      [](const EdgeSpec &x, const EdgeSpec &y) {
                          return x.from == y.from && x.to == y.to;
                      });
}

} // namespace orrery::bridge
