// SPDX-License-Identifier: GPL-3.0-or-later
#include "tables.h"

#include <algorithm>
#include <cmath>

#include "theming/theme.h"

namespace orrery::universe {
namespace {

constexpr float boxPixels = 17; // smaller boxes are drawn as tiles
constexpr float fewPixels = 8;  // the same in a graph of few nodes, where boxes do not crowd
constexpr int fewNodes = 300;
constexpr float tilePixels = 3; // smaller tiles are drawn as points

QVector3D rgb(const QColor &color)
{
    return {float(color.redF()), float(color.greenF()), float(color.blueF())};
}

enum class Kind : int { Tile, Halo, Brackets, Ring, Pulse };

Instance sprite(const QVector3D &center, float size, Kind kind, float least, float most,
                const QVector3D &hue, float strength)
{
    return {.row0 = {center, size},
            .row1 = {float(kind), least, most, 0},
            .row2 = {},
            .color = {hue, strength},
            .data = {}};
}

float segments(int mapped)
{
    return float(mapped > 1 ? std::min(mapped, 24) : 0);
}

/// A mapped task is a stack of plates, a plain one a box.
void addBox(const GraphData &graph, int node, const QVector3D &hue, float emphasis, float flash,
            std::vector<Instance> &boxes)
{
    const NodeState &state = graph.state(node);
    const float size = graph.size(node);
    const int mapped = graph.mapped(node);
    Instance box{.row0 = {graph.position(node), size},
                 .row1 = {1, flash, 0, 0},
                 .row2 = {},
                 .color = {hue, emphasis},
                 .data = {float(state.state), state.progress, state.load, segments(mapped)}};
    if (mapped < 2) {
        boxes.push_back(box);
        return;
    }
    const auto place = [&](float z, float depth) {
        box.row0 = {graph.position(node) + QVector3D(0, 0, z * size), size};
        box.row1.setX(depth);
        boxes.push_back(box);
    };
    place(0.30F, 0.40F);
    box.color.setW(emphasis * 0.75F);
    for (const float z : {-0.08F, -0.36F})
        place(z, 0.15F);
}

/// What needs attention shines, what is done or far away rests.
float strengthOf(TaskState state)
{
    switch (state) {
    case TaskState::Running:
    case TaskState::Failed:
        return 1.1F;
    case TaskState::Succeeded:
        return 0.78F;
    case TaskState::Skipped:
        return 0.8F;
    default:
        return 0.95F;
    }
}

float haloOf(TaskState state)
{
    switch (state) {
    case TaskState::Running:
        return 0.34F;
    case TaskState::Failed:
        return 0.38F;
    case TaskState::Succeeded:
        return 0.10F;
    default:
        return 0;
    }
}

void addMarks(const GraphData &graph, const Palette &palette, const Focus &focus,
              std::vector<Instance> &sprites)
{
    if (focus.encoding.bottleneck && graph.holds(focus.bottleneck))
        sprites.push_back(sprite(graph.position(focus.bottleneck),
                                 graph.size(focus.bottleneck) * 3.2F, Kind::Pulse, 18, 600,
                                 palette.danger, 0.9F));
    if (graph.holds(focus.hovered))
        sprites.push_back(sprite(graph.position(focus.hovered), graph.size(focus.hovered) * 1.9F,
                                 Kind::Ring, 12, 400, palette.text, 0.55F));
    for (const int node : focus.chosen)
        if (graph.holds(node))
            sprites.push_back(sprite(graph.position(node), graph.size(node) * 2.1F, Kind::Brackets,
                                     14, 600, palette.accent, node == focus.selected() ? 1 : 0.7F));
}

QVector4D vertexColor(const QVector3D &hue, float strength)
{
    return {hue * strength, strength};
}

} // namespace

Palette Palette::of(const theming::Theme &theme)
{
    Palette palette;
    for (std::size_t i = 0; i < taskStateCount; ++i)
        palette.state[i] = rgb(theme.stateColor(TaskState(i)));
    const theming::ThemeColor &color = theme.color();
    palette.accent = rgb(color.accent);
    palette.hologram = rgb(color.hologram);
    palette.danger = rgb(color.danger);
    palette.success = rgb(color.success);
    palette.faint = rgb(color.faint);
    palette.background = rgb(color.background);
    palette.text = rgb(color.text);
    return palette;
}

float Focus::emphasis(int node) const
{
    if (node == hovered || node == selected())
        return 1.25F;
    return path.empty() || onPath(node) ? 1.0F : 0.22F;
}

QVector3D rampOf(float heat, const Palette &palette)
{
    const float t = std::clamp(heat, 0.0F, 1.0F) * 2;
    return t < 1 ? palette.accent + (palette.hologram - palette.accent) * t
                 : palette.hologram + (palette.danger - palette.hologram) * (t - 1);
}

QVector3D hueOf(const GraphData &graph, int node, const Palette &palette, const Focus &focus)
{
    if (const Heat heat = focus.encoding.heat; heat != Heat::None) {
        const float value = graph.state(node).heat[std::size_t(heat) - 1];
        return value < 0 ? palette.faint : rampOf(value, palette);
    }
    return focus.live ? palette.state[std::size_t(graph.state(node).state)] : palette.accent;
}

void chooseLevels(const GraphData &graph, const OrbitCamera &camera, std::vector<Level> &levels)
{
    const int count = graph.nodeCount();
    const bool cull = count > boxLimit;
    const float least = count <= 60 ? 0 : count <= fewNodes ? fewPixels : boxPixels;
    const QSizeF view = camera.viewport();
    levels.assign(std::size_t(count), Level::Box);
    int boxes = 0;
    int tiles = 0;
    for (int node = 0; node < count; ++node) {
        const QVector3D at = camera.project(graph.position(node));
        const float pixels = at.z() > 0 ? graph.size(node) * camera.pixelsPerUnit(at.z()) : 0;
        const bool outside = at.z() <= 0 || at.x() < -pixels || at.y() < -pixels ||
                             at.x() > float(view.width()) + pixels ||
                             at.y() > float(view.height()) + pixels;
        Level &level = levels[std::size_t(node)];
        if (cull && outside)
            level = Level::Hidden;
        else if (pixels >= least && boxes < boxLimit)
            ++boxes;
        else if (pixels >= tilePixels && tiles < tileLimit)
            level = Level::Tile, ++tiles;
        else
            level = Level::Point;
    }
}

void fillNodes(const GraphData &graph, const std::vector<Level> &levels, const Palette &palette,
               const Focus &focus, const std::vector<float> &flash, NodeTables &tables)
{
    tables.boxes.clear();
    tables.sprites.clear();
    tables.points.clear();
    for (int node = 0; node < graph.nodeCount(); ++node) {
        const Level level = levels[std::size_t(node)];
        if (level == Level::Hidden)
            continue;
        const NodeState &state = graph.state(node);
        const QVector3D hue = hueOf(graph, node, palette, focus);
        const float emphasis = focus.emphasis(node) * (focus.live ? strengthOf(state.state) : 0.9F);
        const float glow = flash.empty() ? 0 : flash[std::size_t(node)];
        if (level == Level::Point) {
            const bool hot = state.state == TaskState::Running || state.state == TaskState::Failed;
            tables.points.push_back(
                {graph.position(node),
                 vertexColor(hue, std::min(emphasis, 1.0F) * (hot ? 0.95F : 0.55F))});
            continue;
        }
        if (level == Level::Box) {
            addBox(graph, node, hue, emphasis, glow, tables.boxes);
        } else {
            Instance tile = sprite(graph.position(node), graph.size(node) * 1.15F, Kind::Tile, 2.5F,
                                   40, hue, emphasis);
            tile.data = {float(state.state), state.progress, state.load, 0};
            tables.sprites.push_back(tile);
        }
        const bool lit = focus.encoding.criticalPath && !focus.critical.empty() &&
                         focus.critical[std::size_t(node)];
        const float halo =
            std::max(lit ? 0.3F : 0.0F, (focus.live ? haloOf(state.state) : 0.0F) * emphasis) +
            glow * 0.5F;
        if (halo > 0.02F)
            tables.sprites.push_back(sprite(graph.position(node), graph.size(node) * 3.6F,
                                            Kind::Halo, 6, 600, hue, halo));
    }
    addMarks(graph, palette, focus, tables.sprites);
}

} // namespace orrery::universe
