// SPDX-License-Identifier: GPL-3.0-or-later
// The scene's view half: camera, pointer, selection.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "picking.h"
#include "scene.h"

namespace orrery::universe {

QMarginsF UniverseScene::margins() const
{
    // Room for the HUD and for the names below the lowest row.
    const QSizeF view = m_camera.viewport();
    return {std::min(64.0, view.width() * 0.06), std::min(64.0, view.height() * 0.1),
            std::min(64.0, view.width() * 0.06), std::min(92.0, view.height() * 0.14)};
}

CameraPose UniverseScene::fitPose() const
{
    const std::vector<QVector3D> &points = m_morph.at < 1 ? m_morph.to : m_graph.positions();
    return m_camera.fit(points, 0.75F, margins());
}

void UniverseScene::setViewport(QSizeF pixels)
{
    m_camera.setViewport(pixels);
    if (m_fitted && !empty()) {
        const CameraPose pose = fitPose();
        m_fitDistance = pose.distance;
        m_camera.setPose(pose);
    }
    cameraMoved();
}

void UniverseScene::reserve(const QList<QRectF> &boxes)
{
    m_reserved.resize(1);
    m_reserved.insert(m_reserved.end(), boxes.begin(), boxes.end());
    dirty(Names);
}

void UniverseScene::cover(QRectF card)
{
    m_reserved.resize(std::max<std::size_t>(m_reserved.size(), 1));
    m_reserved.front() = card;
    dirty(Names);
}

void UniverseScene::fit()
{
    if (empty())
        return;
    m_fitted = true;
    const CameraPose pose = fitPose();
    m_fitDistance = pose.distance;
    glideTo(pose);
}

void UniverseScene::moveCamera(const CameraPose &pose)
{
    m_camera.setPose(pose);
    cameraMoved();
}

QString UniverseScene::poseText() const
{
    if (m_fitted || empty())
        return {};
    const CameraPose &pose = m_glide.at < 1 ? m_glide.to : m_camera.pose();
    QStringList numbers;
    for (const float number :
         {pose.target.x(), pose.target.y(), pose.target.z(), pose.yaw, pose.pitch, pose.distance})
        numbers << QString::number(double(number), 'g', 9);
    return numbers.join(u' ');
}

void UniverseScene::setPoseText(const QString &text)
{
    const QStringList words = text.split(u' ');
    std::array<float, 6> numbers{};
    if (words.size() != qsizetype(numbers.size()) || empty())
        return;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        bool ok = false;
        numbers[i] = words[qsizetype(i)].toFloat(&ok);
        if (!ok || !std::isfinite(numbers[i]))
            return;
    }
    m_glide.at = 1;
    m_fitted = false;
    moveCamera({{numbers[0], numbers[1], numbers[2]}, numbers[3], numbers[4], numbers[5]});
}

void UniverseScene::cameraMoved()
{
    emit cameraChanged();
    if (cardShown())
        emit cardMoved();
    if (m_designing.enabled())
        m_designing.sceneMoved();
    dirty(Names);
}

void UniverseScene::glideTo(const CameraPose &pose)
{
    if (!animated()) {
        m_glide.at = 1;
        moveCamera(pose);
        return;
    }
    m_glide = {m_camera.pose(), pose, 0};
    startTick();
}

void UniverseScene::orbit(QPointF pixels)
{
    if (m_flat)
        return pan(pixels);
    m_glide.at = 1;
    m_fitted = false;
    m_camera.orbit(pixels);
    cameraMoved();
}

void UniverseScene::pan(QPointF pixels)
{
    m_glide.at = 1;
    m_fitted = false;
    m_camera.pan(pixels);
    cameraMoved();
}

void UniverseScene::zoomAt(QPointF pixel, float factor)
{
    m_glide.at = 1;
    m_fitted = false;
    m_camera.zoomAt(pixel, factor);
    turnToPath(factor);
    cameraMoved();
}

void UniverseScene::zoomBy(float factor)
{
    m_fitted = false;
    CameraPose pose = m_glide.at < 1 ? m_glide.to : m_camera.pose();
    pose.distance /= factor;
    glideTo(pose);
}

int UniverseScene::nodeAt(QPointF pixel) const
{
    return pick(m_graph, m_camera, pixel);
}

void UniverseScene::hoverAt(QPointF pixel)
{
    constexpr int edgeLimit = 3000; // more are looked at only when they are clicked
    const bool inside = QRectF({0, 0}, m_camera.viewport()).contains(pixel);
    const int node = inside ? nodeAt(pixel) : noNode;
    const int edge =
        inside && node == noNode && m_graph.edgeCount() <= edgeLimit ? edgeAt(pixel) : noEdge;
    if (std::exchange(m_focus.hoveredEdge, edge) != edge)
        dirty(Edges);
    if (node == m_focus.hovered)
        return;
    m_focus.hovered = node;
    m_designing.sceneMoved();
    emit cardChanged();
    emit cardMoved();
    emit hovered(node);
    dirty(Nodes | Edges | Names);
}

void UniverseScene::focusNode(int node)
{
    if (!m_graph.holds(node))
        return;
    choose(node);
    m_fitted = false;
    CameraPose pose = m_camera.pose();
    pose.target = m_graph.position(node);
    pose.distance = std::min(pose.distance, 13 * m_graph.size(node));
    glideTo(pose);
}

void UniverseScene::cycle(int state)
{
    const int count = m_graph.nodeCount();
    for (int step = 1; step <= count; ++step) {
        const int node = (m_focus.selected() + step + count) % count;
        if (int(m_graph.state(node).state) == state) {
            focusNode(node);
            return;
        }
    }
}

void UniverseScene::walk(QPointF direction)
{
    if (empty())
        return;
    const bool starts = m_focus.selected() == noNode;
    const QSizeF view = m_camera.viewport();
    const QVector3D from = starts ? QVector3D(float(view.width()) / 2, float(view.height()) / 2, 0)
                                  : m_camera.project(m_graph.position(m_focus.selected()));
    std::vector<std::uint8_t> joined(std::size_t(m_graph.nodeCount()), 0);
    if (!starts) {
        for (const int edge : m_graph.outgoing(m_focus.selected()))
            joined[std::size_t(m_graph.edges()[std::size_t(edge)].to)] = 1;
        for (const int edge : m_graph.incoming(m_focus.selected()))
            joined[std::size_t(m_graph.edges()[std::size_t(edge)].from)] = 1;
    }
    int best = noNode;
    float bestCost = std::numeric_limits<float>::max();
    for (int node = 0; node < m_graph.nodeCount(); ++node) {
        const QVector3D at = m_camera.project(m_graph.position(node));
        if (node == m_focus.selected() || at.z() <= 0)
            continue;
        const float dx = at.x() - from.x();
        const float dy = at.y() - from.y();
        const float along = dx * float(direction.x()) + dy * float(direction.y());
        const float aside = std::abs(dx * float(direction.y()) - dy * float(direction.x()));
        if (!starts && along <= aside * 0.45F)
            continue;
        const float way = starts ? std::hypot(dx, dy) : along + 2.2F * aside;
        const float cost = joined[std::size_t(node)] ? way * 0.5F : way; // an edge is a shorter way
        if (cost < bestCost) {
            bestCost = cost;
            best = node;
        }
    }
    if (best == noNode)
        return;
    choose(best);
    // Follow only when the node leaves the middle of the view.
    const QVector3D at = m_camera.project(m_graph.position(best));
    const QRectF calm(view.width() * 0.12, view.height() * 0.14, view.width() * 0.76,
                      view.height() * 0.68);
    if (calm.contains(QPointF(at.x(), at.y())))
        return;
    m_fitted = false;
    CameraPose pose = m_camera.pose();
    pose.target = m_graph.position(best);
    glideTo(pose);
}

QVector2D UniverseScene::fog() const
{
    const float distance = m_camera.pose().distance;
    const float depth = std::max(6.0F, m_bounds.radius());
    return {distance + depth * 0.35F, distance + depth * 2.8F};
}

QVector4D UniverseScene::ground() const
{
    const QVector3D center = m_bounds.center();
    const float extent = std::max(26.0F, m_bounds.radius() * 2.6F);
    const float drop = std::max(1.6F, (m_bounds.high.y() - m_bounds.low.y()) * 0.14F);
    return {center.x(), m_bounds.low.y() - drop, center.z(), extent};
}

QRectF UniverseScene::cardNode() const
{
    if (!m_graph.holds(m_focus.hovered))
        return {};
    const QVector3D at = m_camera.project(m_graph.position(m_focus.hovered));
    const qreal half = m_graph.size(m_focus.hovered) * m_camera.pixelsPerUnit(at.z()) / 2;
    return {at.x() - half, at.y() - half, 2 * half, 2 * half};
}

} // namespace orrery::universe
