// SPDX-License-Identifier: GPL-3.0-or-later
#include "labels.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <optional>

namespace orrery::universe {
namespace {

constexpr float attention = 150; // scores above: failed, running, or pointed at

struct Candidate {
    int node;
    float score;
    QPointF at;
    float half; // of the box on the screen [px]
};

float scoreOf(const GraphData &graph, const Focus &focus, int node, float pixels)
{
    float score = std::min(pixels, 90.0F);
    switch (graph.state(node).state) {
    case TaskState::Failed:
        score += 400;
        break;
    case TaskState::Running:
        score += 200;
        break;
    default:
        break;
    }
    if (focus.onPath(node))
        score += 800;
    if (node == focus.selected())
        score += 4000;
    return score;
}

std::vector<Candidate> candidates(const GraphData &graph, const OrbitCamera &camera,
                                  const Focus &focus)
{
    const QSizeF view = camera.viewport();
    std::vector<Candidate> found;
    for (int node = 0; node < graph.nodeCount(); ++node) {
        const QVector3D at = camera.project(graph.position(node));
        if (at.z() <= 0.1F || at.x() < 0 || at.y() < 0 || at.x() > float(view.width()) ||
            at.y() > float(view.height()))
            continue;
        const float pixels = graph.size(node) * camera.pixelsPerUnit(at.z());
        const float score = scoreOf(graph, focus, node, pixels);
        if (pixels >= 8 || score > attention)
            found.push_back({node, score, {at.x(), at.y()}, pixels / 2});
    }
    const auto keep = std::min<std::size_t>(found.size(), 400);
    std::partial_sort(found.begin(), found.begin() + std::ptrdiff_t(keep), found.end(),
                      [](const Candidate &a, const Candidate &b) {
                          return a.score != b.score ? a.score > b.score : a.node < b.node;
                      });
    found.resize(keep);
    return found;
}

/// The places tried for a label, best first: below and above a large box, diagonals with a leader.
std::array<QRectF, 12> places(const Candidate &c, qreal width)
{
    const qreal h = labelHeight;
    const qreal far = std::max(14.0, c.half * 0.9 + 8.0);
    const qreal gap = c.half * 1.32 + 6;
    const QRectF below(c.at.x() - width / 2, c.at.y() + gap, width, h);
    const QRectF above(c.at.x() - width / 2, c.at.y() - gap - h, width, h);
    const QRectF rightUp(c.at.x() + far, c.at.y() - far - h, width, h);
    const QRectF leftUp(c.at.x() - far - width, c.at.y() - far - h, width, h);
    const QRectF rightDown(c.at.x() + far, c.at.y() + far, width, h);
    const QRectF leftDown(c.at.x() - far - width, c.at.y() + far, width, h);
    // Flush with one side of the box, for a node at the rim of the view or between two labels.
    const QRectF belowRight = below.translated(width / 2 - c.half, 0);
    const QRectF belowLeft = below.translated(c.half - width / 2, 0);
    const QRectF aboveRight = above.translated(width / 2 - c.half, 0);
    const QRectF aboveLeft = above.translated(c.half - width / 2, 0);
    const QRectF farUp = rightUp.translated(16, -24);
    const QRectF farDown = rightDown.translated(16, 24);
    if (c.half >= 13)
        return {below,   above,  belowRight, belowLeft, aboveRight, aboveLeft,
                rightUp, leftUp, rightDown,  leftDown,  farUp,      farDown};
    return {rightUp, leftUp, rightDown,  leftDown,  farUp,      farDown,
            above,   below,  belowRight, belowLeft, aboveRight, aboveLeft};
}

bool touches(const QRectF &box, std::span<const QRectF> others, qreal margin)
{
    const QRectF wide = box.adjusted(-margin, -margin, margin, margin);
    return std::any_of(others.begin(), others.end(),
                       [&](const QRectF &other) { return wide.intersects(other); });
}

bool coversNode(const QRectF &box, const std::vector<Candidate> &nodes, int own)
{
    return std::any_of(nodes.begin(), nodes.end(), [&](const Candidate &c) {
        const qreal half = c.half * 0.9;
        return c.node != own &&
               box.intersects({c.at.x() - half, c.at.y() - half, 2 * half, 2 * half});
    });
}

} // namespace

std::vector<PlacedLabel> placeLabels(const GraphData &graph, const OrbitCamera &camera,
                                     const Focus &focus, std::span<const QRectF> reserved,
                                     const std::function<qreal(int)> &width)
{
    const std::vector<Candidate> nodes = candidates(graph, camera, focus);
    const QRectF view = QRectF({0, 0}, camera.viewport()).adjusted(6, 6, -6, -6);
    const auto room =
        std::size_t(view.width() * view.height() / (graph.nodeCount() > 300 ? 62000 : 42000));
    const std::size_t limit = std::clamp<std::size_t>(room, 6, labelLimit);

    std::vector<PlacedLabel> placed;
    std::vector<QRectF> taken(reserved.begin(), reserved.end());
    for (const Candidate &c : nodes) {
        if (placed.size() >= limit)
            break;
        if (c.node == focus.hovered || (!focus.path.empty() && !focus.onPath(c.node)))
            continue; // the hovered one has its card
        const bool must = c.node == focus.selected();
        const std::array<QRectF, 12> spots = places(c, width(c.node));
        const auto free = [&](const QRectF &spot, bool strict) {
            return view.contains(spot) && !touches(spot, taken, 4) &&
                   (!strict || !coversNode(spot, nodes, c.node));
        };
        auto spot = std::find_if(spots.begin(), spots.end(),
                                 [&](const QRectF &s) { return free(s, true); });
        if (spot == spots.end() && must)
            spot = std::find_if(spots.begin(), spots.end(),
                                [&](const QRectF &s) { return free(s, false); });
        if (spot == spots.end())
            continue;
        const bool centred = spot->left() < c.at.x() && spot->right() > c.at.x();
        placed.push_back(
            {.node = c.node,
             .box = {std::round(spot->x()), std::round(spot->y()), spot->width(), spot->height()},
             .anchor = c.at,
             .leader = !centred,
             .quiet = c.score < attention,
             .opacity = c.score < attention ? std::clamp(0.6F + c.half / 28, 0.75F, 1.0F) : 1});
        taken.push_back(*spot);
    }
    // By node, so that rows stay where they are while the camera moves.
    std::sort(placed.begin(), placed.end(),
              [](const PlacedLabel &a, const PlacedLabel &b) { return a.node < b.node; });
    return placed;
}

bool LabelRow::operator==(const LabelRow &o) const
{
    return place.node == o.place.node && place.box == o.place.box &&
           place.anchor == o.place.anchor && place.leader == o.place.leader &&
           place.quiet == o.place.quiet && qFuzzyCompare(place.opacity, o.place.opacity) &&
           text == o.text && color == o.color;
}

void LabelModel::assign(std::vector<LabelRow> rows)
{
    const int before = int(m_rows.size());
    const int after = int(rows.size());
    if (after > before)
        beginInsertRows({}, before, after - 1);
    else if (after < before)
        beginRemoveRows({}, after, before - 1);
    const std::vector<LabelRow> old = std::exchange(m_rows, std::move(rows));
    if (after > before)
        endInsertRows();
    else if (after < before)
        endRemoveRows();
    for (int row = 0; row < std::min(before, after); ++row)
        if (!(old[std::size_t(row)] == m_rows[std::size_t(row)]))
            emit dataChanged(index(row), index(row));
}

int LabelModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_rows.size());
}

QVariant LabelModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const LabelRow &row = m_rows[std::size_t(index.row())];
    switch (role) {
    case Text:
        return row.text;
    case Box:
        return row.place.box;
    case Anchor:
        return row.place.anchor;
    case Leader:
        return row.place.leader;
    case Quiet:
        return row.place.quiet;
    case Strength:
        return row.place.opacity;
    case Hue:
        return row.color;
    case Node:
        return row.place.node;
    default:
        return {};
    }
}

QHash<int, QByteArray> LabelModel::roleNames() const
{
    return {{Text, "text"},   {Box, "box"},           {Anchor, "anchor"}, {Leader, "leader"},
            {Quiet, "quiet"}, {Strength, "strength"}, {Hue, "hue"},       {Node, "node"}};
}

} // namespace orrery::universe
