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
    if (m_flat && std::size_t(node) < m_depth.size())
        at.setZ(m_depth[std::size_t(node)]);
    return at;
}

/// The positions as they are drawn; what a flat drawing leaves out is kept.
std::vector<QVector3D> UniverseScene::drawn(std::vector<QVector3D> nodes)
{
    m_depth.clear();
    if (!m_flat)
        return nodes;
    for (QVector3D &at : nodes) {
        m_depth.push_back(at.z());
        at.setZ(0);
    }
    return nodes;
}

void UniverseScene::setFlat(bool flat)
{
    if (m_flat == flat)
        return;
    std::vector<QVector3D> places;
    for (int node = 0; node < m_graph.nodeCount(); ++node)
        places.push_back(placeOf(node));
    m_flat = flat;
    std::vector<std::vector<QVector3D>> routes; // those in space do not fit the drawing, nor back
    routes.resize(std::size_t(m_graph.edgeCount()));
    setPositions({std::move(places), std::move(routes)});
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
    m_focus = {};
    m_focus.live = focus.live;
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
    m_graph.setPositions(drawn(std::move(from)));
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
