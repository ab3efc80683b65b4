// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <limits>

#include "layout/place.h"

namespace orrery::layout {

namespace {

constexpr double boxHalf = 0.5;  // nodes are unit boxes
constexpr double rowDepth = 3.0; // between the rows of a folded layer; leaves nodeGap on the slope
constexpr double bowl = 1.0 / 8; // depth of the sheet's bend, as a share of its half height
constexpr double laneGap = 0.6;  // between edges that are routed around everything
constexpr double leastLayerGap = 1.4; // when chosen by the caller
constexpr double minLayerGap = 5.0;
constexpr double maxLayerGap = 24.0;

/// Where one component stands: its column, its height, and what it needs around it.
struct Frame {
    double low = 0, high = 0; // of its own coordinates, lanes included
    double nodesHigh = 0;     // without the lanes
    double originX = 0, originY = 0;
    std::vector<double> lane; // [edge] of direct edges: height of its lane
};

/// Direct edges share a lane when they do not overlap; lanes lie above all nodes.
void assignLanes(const Component &component, Frame &frame)
{
    std::vector<std::uint32_t> direct;
    for (std::uint32_t e = 0; e < component.edges.size(); ++e) {
        if (component.direct[e])
            direct.push_back(e);
    }
    if (direct.empty())
        return;
    const auto &layer = component.layered.layer;
    std::ranges::stable_sort(direct, [&](auto a, auto b) {
        return layer[component.edges[a].first] < layer[component.edges[b].first];
    });
    frame.lane.assign(component.edges.size(), 0.0);
    std::vector<std::pair<std::uint32_t, std::uint32_t>> open; // min-heap: free from layer, lane
    std::uint32_t lanes = 0;
    for (const std::uint32_t e : direct) {
        const auto [from, to] = component.edges[e];
        std::uint32_t lane = lanes;
        if (!open.empty() && open.front().first <= layer[from]) {
            std::ranges::pop_heap(open, std::greater<>());
            lane = open.back().second;
            open.pop_back();
        } else {
            ++lanes;
        }
        open.emplace_back(layer[to], lane);
        std::ranges::push_heap(open, std::greater<>());
        frame.lane[e] = frame.nodesHigh + 2 + laneGap * lane;
    }
    frame.high = frame.nodesHigh + 2 + laneGap * lanes;
}

Frame measure(const Component &component, const Across &y, const Options &options)
{
    Frame frame;
    const auto [low, high] = std::ranges::minmax_element(y);
    frame.low = *low - static_cast<double>(options.nodeGap) / 2;
    frame.nodesHigh = *high + static_cast<double>(options.nodeGap) / 2;
    frame.high = frame.nodesHigh;
    assignLanes(component, frame);
    return frame;
}

/// Wide enough that the picture is not a needle: decided by counts, so refining does not change it.
double layerGapFor(const Drawing &drawing, const Options &options)
{
    if (options.layerGap > 0)
        return std::max(static_cast<double>(options.layerGap), leastLayerGap);
    double gap = minLayerGap;
    for (const Component &component : drawing.components) {
        const Layered &graph = component.layered;
        std::uint32_t widest = 0;
        for (std::uint32_t l = 0; l < graph.layerCount(); ++l)
            widest = std::max(widest, graph.layerStart[l + 1] - graph.layerStart[l]);
        const double height =
            static_cast<double>(options.nodeGap) * widest / rowsOf(widest, options);
        if (graph.layerCount() > 1)
            gap = std::max(gap, 0.8 * height / (graph.layerCount() - 1));
    }
    return std::min(gap, maxLayerGap);
}

/// Shelves: the largest component at the origin, the others below it, left to right. All share one
/// grid of columns, so the gaps between columns are free of nodes everywhere.
void pack(const Drawing &drawing, std::vector<Frame> &frames, double layerGap)
{
    double area = 0;
    std::uint32_t columns = 1;
    for (std::size_t c = 0; c < frames.size(); ++c) {
        const std::uint32_t layers = drawing.components[c].layered.layerCount();
        area += layers * layerGap * (frames[c].high - frames[c].low);
        columns = std::max(columns, layers);
    }
    columns = std::max(columns, static_cast<std::uint32_t>(std::sqrt(area * 1.6) / layerGap));
    std::uint32_t column = 0;
    double top = frames.empty() ? 0 : frames[0].high;
    double bottom = top;
    bool single = false;
    for (std::size_t c = 0; c < frames.size(); ++c) {
        const std::uint32_t layers = drawing.components[c].layered.layerCount();
        const bool spare = column > 0 && !(single && layers == 1);
        if (column + (spare ? 1 : 0) + layers > columns) {
            top = bottom - 1;
            column = 0;
        } else if (spare) {
            ++column;
        }
        single = layers == 1;
        frames[c].originX = column * layerGap;
        frames[c].originY = top - frames[c].high;
        bottom = std::min(bottom, top - (frames[c].high - frames[c].low));
        column += layers;
    }
}

/// Turns a component's own coordinates into points of the picture.
class Stage {
public:
    Stage(const Component &component, const Across &y, const Frame &frame, double layerGap,
          const Options &options)
        : m_graph(component.layered), m_y(y), m_frame(frame), m_layerGap(layerGap),
          m_flat(options.flat)
    {
        for (std::uint32_t l = 0; l < m_graph.layerCount(); ++l)
            m_rows.push_back(rowsOf(m_graph.layerStart[l + 1] - m_graph.layerStart[l], options));
        m_middle = (frame.low + frame.nodesHigh) / 2;
        m_half = std::max(1.0, (frame.nodesHigh - frame.low) / 2);
    }

    /// Centre of a vertex, moved along the flow by `shift`.
    [[nodiscard]] Point at(std::uint32_t v, double shift = 0) const
    {
        const std::uint32_t l = m_graph.layer[v];
        double z = 0;
        if (!m_flat) {
            const double row = m_graph.place[v] % m_rows[l];
            const double far = (m_y[v] - m_middle) / m_half;
            z = (row - (m_rows[l] - 1) / 2.0) * rowDepth + bowl * m_half * far * far;
        }
        return {static_cast<float>(m_frame.originX + l * m_layerGap + shift),
                static_cast<float>(m_frame.originY + m_y[v]), static_cast<float>(z)};
    }

    /// From face to face, straight through the slab of each layer in between.
    void route(const Component &component, std::uint32_t e, std::vector<Point> &points) const
    {
        const auto [from, to] = component.edges[e];
        points.push_back(at(from, boxHalf));
        if (component.direct[e]) {
            const auto height = static_cast<float>(m_frame.originY + m_frame.lane[e]);
            for (const Point end : {at(from, m_layerGap / 2), at(to, -m_layerGap / 2)})
                points.push_back({end.x, height, 0});
        } else {
            for (std::uint32_t v = m_graph.firstBend[e]; v < m_graph.firstBend[e + 1]; ++v) {
                points.push_back(at(v, -boxHalf));
                points.push_back(at(v, boxHalf));
            }
        }
        points.push_back(at(to, -boxHalf));
    }

private:
    const Layered &m_graph;
    const Across &m_y;
    const Frame &m_frame;
    double m_layerGap;
    bool m_flat;
    double m_middle = 0;
    double m_half = 1;
    std::vector<std::uint32_t> m_rows;
};

/// Around the upper corner of its own box.
void loopRoute(const Point &node, std::vector<Point> &points)
{
    const auto point = [&](float dx, float dy) { return Point{node.x + dx, node.y + dy, node.z}; };
    for (const Point p : {point(0.5F, 0), point(0.9F, 0), point(0.9F, 0.8F), point(-0.9F, 0.8F),
                          point(-0.9F, 0), point(-0.5F, 0)})
        points.push_back(p);
}

void placeNodes(const Component &component, const Stage &stage, Placed &placed)
{
    const Layered &graph = component.layered;
    for (std::uint32_t local = 0; local < graph.nodeCount; ++local) {
        const std::uint32_t v = component.nodes[local];
        const Point p = stage.at(local);
        placed.x[v] = p.x;
        placed.y[v] = p.y;
        placed.z[v] = p.z;
        placed.layer[v] = graph.layer[local];
        placed.order[v] = graph.place[local];
    }
    placed.layerCount = std::max(placed.layerCount, graph.layerCount());
}

void routeEdges(const Graph &graph, const Drawing &drawing, const std::vector<Stage> &stages,
                Placed &placed)
{
    placed.routeStart.reserve(graph.edges.size() + 1);
    placed.routeStart.push_back(0);
    for (std::size_t e = 0; e < graph.edges.size(); ++e) {
        const EdgeRef &ref = drawing.edges[e];
        const auto [from, to] = graph.edges[e];
        if (ref.component != EdgeRef::nowhere) {
            stages[ref.component].route(drawing.components[ref.component], ref.edge,
                                        placed.routePoints);
            if (ref.reversed)
                std::reverse(placed.routePoints.begin() + placed.routeStart.back(),
                             placed.routePoints.end());
        } else if (from == to && from < graph.nodeCount) {
            loopRoute({placed.x[from], placed.y[from], placed.z[from]}, placed.routePoints);
        }
        placed.routeStart.push_back(static_cast<std::uint32_t>(placed.routePoints.size()));
    }
}

} // namespace

Placed assemble(const Graph &graph, const Drawing &drawing, const std::vector<Across> &positions,
                const Options &options)
{
    Placed placed;
    for (auto *list : {&placed.x, &placed.y, &placed.z})
        list->resize(graph.nodeCount);
    placed.layer.resize(graph.nodeCount);
    placed.order.resize(graph.nodeCount);

    std::vector<Frame> frames;
    frames.reserve(drawing.components.size());
    for (std::size_t c = 0; c < drawing.components.size(); ++c)
        frames.push_back(measure(drawing.components[c], positions[c], options));
    const double layerGap = layerGapFor(drawing, options);
    pack(drawing, frames, layerGap);

    std::vector<Stage> stages;
    stages.reserve(frames.size());
    for (std::size_t c = 0; c < frames.size(); ++c) {
        stages.emplace_back(drawing.components[c], positions[c], frames[c], layerGap, options);
        placeNodes(drawing.components[c], stages[c], placed);
        placed.crossings += crossings(drawing.components[c].layered);
    }
    routeEdges(graph, drawing, stages, placed);
    return placed;
}

} // namespace orrery::layout
