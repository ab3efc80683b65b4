// SPDX-License-Identifier: GPL-3.0-or-later
// The edges' half of tables.h: hue by what passed, dash by condition, particles where data moves.
#include "tables.h"

#include <algorithm>
#include <cmath>

namespace orrery::universe {
namespace {

struct EdgeLook {
    QVector3D hue;
    float strength = 0.4F;
    float flow = 0;    ///< 0 = nothing moves
    float width = 0;   ///< 0..1: how much wider than usual
    float density = 1; ///< of the packets
    float speed = 1;
    float bad = 0; ///< share of red packets
};

QVector3D mix(const QVector3D &a, const QVector3D &b, float t)
{
    return a + (b - a) * t;
}

EdgeLook byState(TaskState from, TaskState to, const Palette &palette)
{
    switch (from) {
    case TaskState::Running:
        return {palette.accent, 0.85F, 1};
    case TaskState::Succeeded:
        if (to == TaskState::Running)
            return {mix(palette.success, palette.accent, 0.55F), 0.85F, 1};
        return isFinal(to) ? EdgeLook{palette.success, 0.36F, 0}
                           : EdgeLook{palette.success, 0.55F, 0.7F};
    case TaskState::Failed:
        return {palette.danger, 0.75F, 0};
    case TaskState::Cancelled:
    case TaskState::Skipped:
        return {palette.faint, 0.45F, 0};
    default:
        return {mix(palette.state[std::size_t(TaskState::Pending)], palette.accent, 0.25F), 0.42F,
                0};
    }
}

EdgeLook lookOf(const GraphData &graph, int index, const Palette &palette, const Focus &focus,
                const Traffic &traffic)
{
    const GraphData::Edge &edge = graph.edges()[std::size_t(index)];
    EdgeLook look = focus.live
                        ? byState(graph.state(edge.from).state, graph.state(edge.to).state, palette)
                        : EdgeLook{palette.accent, 0.48F, 0};
    if (edge.condition == EdgeCondition::Failure)
        look.hue = palette.danger;
    else if (edge.condition != EdgeCondition::Success)
        look.hue = palette.hologram;
    const Encoding &shown = focus.encoding;
    if (shown.edgeWidth)
        look.width = traffic.volume(index);
    if (shown.density)
        look.density = 0.25F + 2.75F * traffic.volume(index);
    if (shown.speed)
        look.speed = traffic.speed(index);
    if (shown.badData && traffic.bad(index) > 0) {
        look.bad = traffic.bad(index);
        look.hue = mix(look.hue, palette.danger, 0.35F + 0.65F * look.bad);
    }
    if (shown.criticalPath && !focus.critical.empty() && focus.critical[std::size_t(edge.from)] &&
        focus.critical[std::size_t(edge.to)])
        look.hue = mix(look.hue, palette.text, 0.5F), look.strength = 1.6F;
    if (index == focus.edge)
        look.hue = mix(look.hue, palette.text, 0.7F), look.strength = 2.2F;
    else if (index == focus.hoveredEdge)
        look.hue = mix(look.hue, palette.text, 0.35F), look.strength = 1.7F;
    else if (edge.from == focus.hovered || edge.to == focus.hovered)
        look.strength = 1.5F;
    else if (focus.onPath(edge.from) && focus.onPath(edge.to))
        look.strength = std::max(look.strength, 0.95F);
    else if (!focus.path.empty())
        look.strength *= 0.22F, look.flow = 0;
    return look;
}

bool inFocus(const GraphData::Edge &edge, const Focus &focus)
{
    return edge.from == focus.hovered || edge.to == focus.hovered ||
           (focus.onPath(edge.from) && focus.onPath(edge.to));
}

Instance ribbon(const Curve &curve, const EdgeLook &look, EdgeCondition condition)
{
    const auto &[a, b, c, d] = curve.point;
    return {.row0 = {a, b.x()},
            .row1 = {b.y(), b.z(), c.x(), c.y()},
            .row2 = {c.z(), d.x(), d.y(), d.z()},
            .color = {look.hue, look.strength},
            // The fraction carries the width; see edge.vert.
            .data = {float(condition) + 0.9F * look.width, curve.length, curve.start, curve.end}};
}

/// A spread of phases that never repeats visibly: multiples of the golden ratio.
float phase(int edge, int piece, int particle)
{
    const double golden = 0.618033988749895;
    return float(std::fmod(edge * golden + piece * 0.37 + particle * golden * 1.7, 1.0));
}

void addParticles(const Curve &curve, const EdgeLook &look, int edge, int piece,
                  const Palette &palette, std::vector<Instance> &particles)
{
    const int count = std::clamp(int(std::lround(look.density * curve.length / 2.4F)), 1,
                                 look.density > 1 ? 18 : 6);
    const float speed = look.speed * 2.6F / std::max(curve.length, 1.0F);
    for (int i = 0; i < count && particles.size() < particleLimit; ++i) {
        Instance packet = ribbon(curve, look, EdgeCondition::Success);
        packet.color.setW(std::min(1.0F, look.flow));
        if (look.bad > 0) {
            const bool red = std::floor(float(i + 1) * look.bad) > std::floor(float(i) * look.bad);
            const QVector3D hue = red ? palette.danger : palette.accent;
            packet.color = {hue, packet.color.w()};
        }
        packet.data = {std::fmod(float(i) / float(count) + phase(edge, piece, 0), 1.0F), speed, 1,
                       0};
        particles.push_back(packet);
    }
}

void addLine(const GraphData &graph, int edge, const EdgeLook &look,
             std::vector<CloudGeometry::Vertex> &lines)
{
    const GraphData::Edge &ends = graph.edges()[std::size_t(edge)];
    const float strength = std::min(1.0F, look.strength) * 0.42F;
    const QVector4D color{look.hue * strength, strength * 0.3F};
    QVector3D at = graph.position(ends.from);
    for (const QVector3D &point : graph.route(edge)) {
        lines.push_back({at, color});
        lines.push_back({point, color});
        at = point;
    }
    lines.push_back({at, color});
    lines.push_back({graph.position(ends.to), color});
}

} // namespace

void fillEdges(const GraphData &graph, const std::vector<std::vector<Curve>> &curves,
               const Palette &palette, const Focus &focus, const Traffic &traffic,
               EdgeTables &tables)
{
    tables.ribbons.clear();
    tables.particles.clear();
    tables.lines.clear();
    const bool all = graph.edgeCount() <= ribbonLimit;
    for (int edge = 0; edge < graph.edgeCount(); ++edge) {
        const GraphData::Edge &ends = graph.edges()[std::size_t(edge)];
        const EdgeLook look = lookOf(graph, edge, palette, focus, traffic);
        const bool near = all || edge == focus.edge ||
                          (inFocus(ends, focus) && tables.ribbons.size() < ribbonLimit);
        const bool flows = look.flow > 0 && tables.particles.size() < particleLimit;
        if (!near)
            addLine(graph, edge, look, tables.lines);
        if (!near && !flows)
            continue;
        const std::vector<Curve> own =
            curves.empty() ? curvesOf(graph, edge) : std::vector<Curve>{};
        const std::vector<Curve> &pieces = curves.empty() ? own : curves[std::size_t(edge)];
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            if (near)
                tables.ribbons.push_back(ribbon(pieces[i], look, ends.condition));
            if (flows)
                addParticles(pieces[i], look, edge, int(i), palette, tables.particles);
        }
    }
}

} // namespace orrery::universe
