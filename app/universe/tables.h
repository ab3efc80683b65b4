// SPDX-License-Identifier: GPL-3.0-or-later
// Fills the instance tables from the graph: what is near becomes boxes, then tiles, then points.
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include <QVector3D>

#include "curves.h"
#include "encoding.h"
#include "flatinstancing.h"
#include "graphdata.h"
#include "orbitcamera.h"

namespace orrery::theming {
class Theme;
}

namespace orrery::universe {

/// Colours as the shaders take them.
struct Palette {
    std::array<QVector3D, taskStateCount> state;
    QVector3D accent, hologram, danger, success, faint, background, text;

    [[nodiscard]] static Palette of(const theming::Theme &theme);
};

/// What the user points at; everything else steps back.
struct Focus {
    std::vector<int> chosen; ///< selected nodes, the chief last
    int edge = noEdge;       ///< selected edge
    int hovered = noNode;
    int hoveredEdge = noEdge;
    std::vector<std::uint8_t>
        path;          ///< of the one selected node, one byte per node; empty = none or several are
    bool live = false; ///< states were reported; before that the graph is a blueprint
    Encoding encoding;
    std::vector<std::uint8_t> critical; ///< nodes of the longest way; empty = not known
    int bottleneck = noNode;

    [[nodiscard]] int selected() const { return chosen.empty() ? noNode : chosen.back(); }
    [[nodiscard]] bool onPath(int node) const { return !path.empty() && path[std::size_t(node)]; }
    /// 1 = as usual, below = steps back, above = lit.
    [[nodiscard]] float emphasis(int node) const;
};

/// Which table a node is drawn from.
enum class Level : std::uint8_t { Hidden, Box, Tile, Point };

inline constexpr int boxLimit = 4000;
inline constexpr int tileLimit = 20000;
inline constexpr int ribbonLimit = 6000; ///< edges; above, only those in focus are ribbons
inline constexpr int particleLimit = 6000;

/// The level of every node for this view. Up to `boxLimit` nodes none is culled.
void chooseLevels(const GraphData &graph, const OrbitCamera &camera, std::vector<Level> &levels);

struct NodeTables {
    std::vector<Instance> boxes;
    std::vector<Instance> sprites; ///< tiles, halos, brackets, ring
    std::vector<CloudGeometry::Vertex> points;
};

/// @param flash  per node 0..1: how much of its last change still glows
void fillNodes(const GraphData &graph, const std::vector<Level> &levels, const Palette &palette,
               const Focus &focus, const std::vector<float> &flash, NodeTables &tables);

/// Blue over violet to red, for 0..1.
[[nodiscard]] QVector3D rampOf(float heat, const Palette &palette);

struct EdgeTables {
    std::vector<Instance> ribbons;
    std::vector<Instance> particles;
    std::vector<CloudGeometry::Vertex> lines;
};

/// @param curves  of every edge, by edge; may be empty above `ribbonLimit`
void fillEdges(const GraphData &graph, const std::vector<std::vector<Curve>> &curves,
               const Palette &palette, const Focus &focus, const Traffic &traffic,
               EdgeTables &tables);

/// The hue of a node: its state's, or the accent in a blueprint.
[[nodiscard]] QVector3D hueOf(const GraphData &graph, int node, const Palette &palette,
                              const Focus &focus);

} // namespace orrery::universe
