// SPDX-License-Identifier: GPL-3.0-or-later
// Layered layout of a DAG in 3D: rank, order, coordinates, routes. Pure: no clock, no threads;
// the same graph gives the same picture, always.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace orrery::layout {

using Edge = std::pair<std::uint32_t, std::uint32_t>; ///< from, to: node indices below nodeCount

/// What is drawn. Edges that close a cycle are drawn backwards; self-loops take no part in ranking;
/// edges given twice share one route; edges to unknown nodes get an empty route.
struct Graph {
    std::uint32_t nodeCount = 0;
    std::span<const Edge> edges;
};

struct Options {
    bool flat = false;    ///< z = 0 everywhere: a drawing in the plane, for SVG and paper
    float nodeGap = 2.2F; ///< least distance of two nodes' centres in a layer; nodes are unit boxes
    float layerGap = 0.0F; ///< distance of two layers' centres; 0 = chosen from the graph's shape
};

struct Point {
    float x = 0, y = 0, z = 0;
    bool operator==(const Point &) const = default;
};

/// A finished picture. Nodes are axis-parallel boxes of edge length 1 around (x, y, z); x grows
/// with the flow. Two boxes never overlap, no route passes through a node's box.
struct Placed {
    std::vector<float> x, y, z;            ///< [node] centre
    std::vector<std::uint32_t> layer;      ///< [node] rank within its connected component, from 0
    std::vector<std::uint32_t> order;      ///< [node] place within its component's layer, from 0
    std::vector<std::uint32_t> routeStart; ///< [edge + 1] first point of the edge's route
    std::vector<Point> routePoints; ///< polylines from the source's face to the target's face
    std::uint32_t layerCount = 0;   ///< ranks of the deepest component
    std::uint64_t crossings = 0;    ///< of edge segments between neighbouring layers

    [[nodiscard]] std::span<const Point> route(std::size_t edge) const
    {
        return std::span(routePoints)
            .subspan(routeStart[edge], routeStart[edge + 1] - routeStart[edge]);
    }
};

/// The first picture: ranks, a few ordering sweeps, coordinates.
/// About O((n + m) log n) for layered graphs; 1,000 nodes take a few milliseconds.
/// Sources: Gansner et al., "A technique for drawing directed graphs", IEEE TSE 19(3), 1993
/// (ranks); Sugiyama, Tagawa, Toda, IEEE SMC 11(2), 1981 (sweeps).
[[nodiscard]] Placed fast(const Graph &graph, const Options &options = {});

/// The same ranks and order with other options, such as a flat drawing of a picture in space.
[[nodiscard]] Placed redrawn(const Graph &graph, const Placed &placed, const Options &options);

/// Improves a picture in slices, in the background of whoever calls. Ranks stay; the order inside
/// the layers improves; every picture is moved and mirrored to lie as close as possible to the one
/// before. The outcome depends on the graph and on the work done, never on time or on how work was
/// sliced.
class Refiner {
public:
    /// @param graph   the graph `placed` was made from; its edges are read here only
    /// @param placed  from fast() or from an earlier refinement; its y, layer and routes are read
    Refiner(const Graph &graph, Placed placed, const Options &options = {});
    ~Refiner();
    Refiner(Refiner &&) noexcept;
    Refiner &operator=(Refiner &&) noexcept;

    /// Work that a full refinement takes [visited edge ends]; 10^6 take a few milliseconds.
    [[nodiscard]] std::uint64_t plannedWork() const;
    /// Works for about `work` units. Returns true while something is left to do.
    bool run(std::uint64_t work);
    /// Crossings of the best order so far; never grows.
    [[nodiscard]] std::uint64_t crossings() const;
    /// The picture of the best order so far, near to the one given out before it.
    [[nodiscard]] const Placed &placed();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

/// fast() and a full refinement in one call.
[[nodiscard]] Placed refined(const Graph &graph, const Options &options = {});

} // namespace orrery::layout
