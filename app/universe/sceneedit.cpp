// SPDX-License-Identifier: GPL-3.0-or-later
// The scene's third half: what is selected, and a graph that changes under the user's hand.
#include <algorithm>
#include <cmath>

#include "picking.h"
#include "scene.h"

namespace orrery::universe {

void UniverseScene::choose(int node)
{
    setChosen(m_graph.holds(node) ? std::vector{node} : std::vector<int>{}, noEdge);
}

void UniverseScene::chooseAll(std::vector<int> nodes)
{
    std::erase_if(nodes, [this](int node) { return !m_graph.holds(node); });
    setChosen(std::move(nodes), noEdge);
}

void UniverseScene::chooseEdge(int edge)
{
    setChosen({}, m_graph.holdsEdge(edge) ? edge : noEdge);
}

void UniverseScene::toggle(int node)
{
    std::vector<int> nodes = m_focus.chosen;
    if (std::erase(nodes, node) == 0)
        nodes.push_back(node);
    chooseAll(std::move(nodes));
}

bool UniverseScene::isChosen(int node) const
{
    return std::find(m_focus.chosen.begin(), m_focus.chosen.end(), node) != m_focus.chosen.end();
}

void UniverseScene::setChosen(std::vector<int> nodes, int edge)
{
    if (m_focus.chosen == nodes && m_focus.edge == edge)
        return;
    const int before = m_focus.selected();
    m_focus.chosen = std::move(nodes);
    m_focus.edge = edge;
    const int chief = m_focus.selected();
    m_focus.path =
        m_focus.chosen.size() == 1 ? m_graph.pathThrough(chief) : std::vector<std::uint8_t>{};
    dirty(Nodes | Edges | Names);
    m_designing.sceneMoved();
    if (chief != before)
        emit selected(chief);
    emit chosen();
}

int UniverseScene::edgeAt(QPointF pixel) const
{
    return pickEdge(m_curves, m_camera, pixel);
}

QVector3D UniverseScene::pointUnder(QPointF pixel, const QVector3D &through) const
{
    const Ray ray = m_camera.ray(pixel);
    constexpr float grazing = 0.35F; // below, a pixel would be a long way on the plane of the flow
    QVector3D normal(0, 0, 1);
    if (std::abs(ray.direction.z()) < grazing)
        normal = m_camera.rotation().rotatedVector({0, 0, 1});
    const float along = QVector3D::dotProduct(ray.direction, normal);
    if (std::abs(along) < 1e-5F)
        return through;
    const float way = QVector3D::dotProduct(through - ray.origin, normal) / along;
    return way > 0 ? ray.origin + ray.direction * way : through;
}

void UniverseScene::putNodes(const std::vector<int> &nodes, const std::vector<QVector3D> &positions)
{
    if (m_morph.at < 1) { // the hand wins over a transition
        m_morph.at = 1;
        m_graph.setPositions(std::move(m_morph.to));
        m_graph.setRoutes(std::move(m_morph.routes));
        m_morph = {};
    }
    for (std::size_t i = 0; i < nodes.size() && i < positions.size(); ++i)
        if (m_graph.holds(nodes[i]))
            m_graph.setPosition(nodes[i], positions[i]);
    m_fitted = false;
    rebuildCurves(nodes);
    m_designing.sceneMoved();
    dirty(Nodes | Edges | Names);
}

QVector3D UniverseScene::placeOf(int node) const
{
    QVector3D at = m_graph.position(node);
    at.setY(at.y() - riseOf(node));
    if (m_flat && std::size_t(node) < m_depth.size())
        at.setZ(m_depth[std::size_t(node)]);
    return at;
}

/// The positions as they are drawn; what a flat drawing leaves out is kept.
std::vector<QVector3D> UniverseScene::drawn(std::vector<QVector3D> nodes)
{
    m_depth.clear();
    for (std::size_t i = 0; i < nodes.size() && int(i) < m_graph.nodeCount(); ++i)
        nodes[i].setY(nodes[i].y() + riseOf(int(i)));
    if (!m_flat)
        return nodes;
    for (QVector3D &at : nodes) {
        m_depth.push_back(at.z());
        at.setZ(0);
    }
    return nodes;
}

float UniverseScene::riseOf(int node) const
{
    constexpr float most = 2.4F; // box widths, of the largest priority of the graph
    return m_focus.encoding.height && m_graph.holds(node) ? most * m_graph.rise(node) : 0;
}

std::vector<QVector3D> UniverseScene::places() const
{
    std::vector<QVector3D> places;
    for (int node = 0; node < m_graph.nodeCount(); ++node)
        places.push_back(placeOf(node));
    return places;
}

/// The nodes go where another way of drawing has them; routes of the one do not fit the other.
void UniverseScene::redraw(std::vector<QVector3D> places)
{
    std::vector<std::vector<QVector3D>> routes(std::size_t(m_graph.edgeCount()));
    setPositions({std::move(places), std::move(routes)});
}

void UniverseScene::setEncoding(const Encoding &encoding)
{
    if (encoding == m_focus.encoding)
        return;
    std::vector<QVector3D> now = places();
    const bool moves = encoding.height != m_focus.encoding.height;
    m_focus.encoding = encoding;
    m_graph.setAlike(!encoding.nodeSize);
    if (moves)
        redraw(std::move(now));
    rebuildCurves();
    dirty(Nodes | Edges | Names);
}

void UniverseScene::setTraffic(std::span<const EdgeTraffic> traffic)
{
    m_traffic.set(traffic);
    const Encoding &shown = m_focus.encoding;
    if (shown.edgeWidth || shown.density || shown.speed || shown.badData)
        dirty(Edges);
}

void UniverseScene::setCriticalPath(const std::vector<int> &nodes, int bottleneck)
{
    m_criticalPath = nodes;
    std::erase_if(m_criticalPath, [this](int node) { return !m_graph.holds(node); });
    m_focus.critical.assign(m_criticalPath.empty() ? 0 : std::size_t(m_graph.nodeCount()), 0);
    for (const int node : m_criticalPath)
        m_focus.critical[std::size_t(node)] = 1;
    m_focus.bottleneck = m_graph.holds(bottleneck) ? bottleneck : noNode;
    dirty(Nodes | Edges);
}

/// While one zooms in, what is looked at slides to the nearest point of the longest way.
void UniverseScene::turnToPath(float factor)
{
    if (!m_focus.encoding.followPath || m_criticalPath.empty() || factor <= 1)
        return;
    CameraPose pose = m_camera.pose();
    QVector3D nearest = m_graph.position(m_criticalPath.front());
    const auto closer = [&](const QVector3D &point) {
        if ((point - pose.target).lengthSquared() < (nearest - pose.target).lengthSquared())
            nearest = point;
    };
    for (std::size_t i = 0; i + 1 < m_criticalPath.size(); ++i) {
        const QVector3D from = m_graph.position(m_criticalPath[i]);
        const QVector3D way = m_graph.position(m_criticalPath[i + 1]) - from;
        const float length = std::max(way.lengthSquared(), 1e-6F);
        const float t =
            std::clamp(QVector3D::dotProduct(pose.target - from, way) / length, 0.0F, 1.0F);
        closer(from + way * t);
    }
    closer(m_graph.position(m_criticalPath.back()));
    pose.target += (nearest - pose.target) * std::min(1.0F, (factor - 1) * 2);
    m_camera.setPose(pose);
}

void UniverseScene::setFlat(bool flat)
{
    if (m_flat == flat)
        return;
    std::vector<QVector3D> now = places();
    m_flat = flat;
    redraw(std::move(now));
    CameraPose pose = m_camera.pose();
    pose.yaw = flat ? 0 : CameraPose().yaw;
    pose.pitch = flat ? 0 : CameraPose().pitch;
    m_camera.setPose(pose);
    m_fitted = true;
    fit();
    emit graphChanged();
}

void UniverseScene::updateGraph(const UniverseGraph &graph, const std::vector<int> &now)
{
    const GraphData old = std::move(m_graph);
    const Focus focus = m_focus;
    m_designing.cancel();
    m_graph = {};
    m_graph.assign(graph);
    m_title = graph.title;
    m_focus = {.live = focus.live, .encoding = focus.encoding};
    m_traffic.resize(std::size_t(m_graph.edgeCount()));
    m_criticalPath.clear();
    m_flash.assign(std::size_t(m_graph.nodeCount()), animated() ? 1 : 0);
    m_levels.clear();
    m_nameWidth.assign(std::size_t(m_graph.nodeCount()), -1);

    const auto next = [&](int node) {
        const int index = std::size_t(node) < now.size() ? now[std::size_t(node)] : noNode;
        return m_graph.holds(index) ? index : noNode;
    };
    std::vector<QVector3D> from = m_graph.positions(); // new ones appear at their place
    std::vector<NodeState> states;
    for (int node = 0; node < old.nodeCount(); ++node) {
        const int index = next(node);
        if (index == noNode)
            continue;
        from[std::size_t(index)] = old.position(node);
        m_flash[std::size_t(index)] = 0;
        states.push_back(old.state(node));
        states.back().node = index;
    }
    m_flashing = std::any_of(m_flash.begin(), m_flash.end(), [](float glow) { return glow > 0; });
    m_graph.apply(states);
    for (const int node : focus.chosen)
        if (const int index = next(node); index != noNode)
            m_focus.chosen.push_back(index);
    if (m_focus.chosen.size() == 1)
        m_focus.path = m_graph.pathThrough(m_focus.selected());
    moveFrom(std::move(from), old.nodeCount() == 0);
}

/// From where the nodes were to where they are now.
void UniverseScene::moveFrom(std::vector<QVector3D> from, bool wasEmpty)
{
    UniversePositions target{m_graph.positions(), {}};
    for (int edge = 0; edge < m_graph.edgeCount(); ++edge)
        target.routes.push_back(m_graph.route(edge));
    m_morph = {};
    m_graph.setPositions(std::move(from)); // as drawn before
    rebuildCurves();
    updateLegend();
    updateFlow();
    emit graphChanged();
    emit cardChanged();
    if (wasEmpty)
        m_fitted = true;
    setPositions(std::move(target));
    dirty(Nodes | Edges | Names);
}

} // namespace orrery::universe
