// SPDX-License-Identifier: GPL-3.0-or-later
#include "designing.h"

#include <cmath>

#include "scene.h"

namespace orrery::universe {

namespace {

constexpr qreal handleReach = 13; // around the middle of the handle [px]

} // namespace

Designing::Designing(UniverseScene &scene) : QObject(&scene), m_scene(scene) {}

void Designing::setEnabled(bool enabled)
{
    if (std::exchange(m_enabled, enabled) == enabled)
        return;
    cancel();
    emit enabledChanged();
    emit changed();
}

/// The node whose handle is offered: what is drawn from, pointed at, or selected.
int Designing::handleNode() const
{
    if (m_act == Act::Link)
        return m_from;
    if (m_act != Act::None)
        return noNode;
    const int hovered = m_scene.hoveredNode();
    return hovered != noNode ? hovered : m_scene.selectedNode();
}

bool Designing::handleShown() const
{
    return m_enabled && m_scene.graph().holds(handleNode());
}

QPointF Designing::handle() const
{
    const int node = handleNode();
    if (!m_scene.graph().holds(node))
        return {};
    // Beside the face that the flow leaves, whichever side that is on the screen.
    const QVector3D center = m_scene.graph().position(node);
    const QVector3D middle = m_scene.camera().project(center);
    const QVector3D ahead = m_scene.camera().project(center + QVector3D(0.5F, 0, 0));
    QPointF along(ahead.x() - middle.x(), ahead.y() - middle.y());
    const qreal length = std::hypot(along.x(), along.y());
    along = length > 1 ? along / length : QPointF(1, 0);
    const float half = m_scene.graph().size(node) * m_scene.camera().pixelsPerUnit(middle.z()) / 2;
    return QPointF(middle.x(), middle.y()) + along * (1.2 * double(half) + 10);
}

bool Designing::onHandle(QPointF pixel) const
{
    if (!handleShown())
        return false;
    const QPointF off = pixel - handle();
    return std::hypot(off.x(), off.y()) <= handleReach;
}

void Designing::pointAt(QPointF pixel)
{
    const bool hot = onHandle(pixel);
    if (std::exchange(m_handleHot, hot) != hot)
        emit changed();
}

void Designing::beginMove(int node, QPointF pixel)
{
    if (!m_enabled || !m_scene.graph().holds(node))
        return;
    if (!m_scene.isChosen(node))
        m_scene.choose(node);
    m_act = Act::Move;
    m_moving = m_scene.chosenNodes();
    m_before.clear();
    for (const int moving : m_moving)
        m_before.push_back(m_scene.graph().position(moving));
    m_grip = m_scene.pointUnder(pixel, m_scene.graph().position(node));
    m_from = node;
    emit changed();
}

void Designing::moveTo(QPointF pixel)
{
    if (m_act != Act::Move)
        return;
    const QVector3D by = m_scene.pointUnder(pixel, m_grip) - m_grip;
    std::vector<QVector3D> now = m_before;
    for (QVector3D &at : now)
        at += by;
    m_scene.putNodes(m_moving, now);
}

void Designing::endMove()
{
    if (m_act != Act::Move)
        return;
    m_act = Act::None;
    std::vector<QVector3D> now;
    bool differs = false;
    for (std::size_t i = 0; i < m_moving.size(); ++i) {
        now.push_back(m_scene.placeOf(m_moving[i]));
        differs = differs || m_scene.graph().position(m_moving[i]) != m_before[i];
    }
    emit changed();
    if (differs)
        emit moved(m_moving, now);
}

void Designing::nudge(const QVector3D &step)
{
    const std::vector<int> nodes = m_scene.chosenNodes();
    if (!m_enabled || nodes.empty() || busy())
        return;
    std::vector<QVector3D> shown, places;
    for (const int node : nodes) {
        shown.push_back(m_scene.graph().position(node) + step);
        places.push_back(m_scene.placeOf(node) + step);
    }
    m_scene.putNodes(nodes, shown);
    emit moved(nodes, places);
}

void Designing::beginLink(int from, QPointF pixel)
{
    if (!m_enabled || !m_scene.graph().holds(from))
        return;
    m_act = Act::Link;
    m_from = from;
    m_to = noNode;
    m_verdict = {};
    linkTo(pixel, false);
}

void Designing::linkTo(QPointF pixel, bool plain)
{
    if (m_act != Act::Link)
        return;
    m_pixel = pixel;
    const int under = m_scene.nodeAt(pixel);
    const int to = under == m_from ? noNode : under;
    if (to != m_to || plain != m_plain) {
        m_to = to;
        m_plain = plain;
        m_verdict = to == noNode || !m_judge ? Verdict() : m_judge(m_from, to, plain);
    }
    emit changed();
}

void Designing::endLink(QPointF pixel, bool plain)
{
    if (m_act != Act::Link)
        return;
    linkTo(pixel, plain);
    const int from = m_from, to = m_to;
    const bool fits = linkFits();
    m_act = Act::None;
    m_verdict = {};
    emit changed();
    if (fits)
        emit linked(from, to, plain);
    else if (to == noNode && m_scene.nodeAt(pixel) == noNode)
        emit linkedToNothing(from, pixel,
                             m_scene.pointUnder(pixel, m_scene.graph().position(from)));
}

bool Designing::linkFits() const
{
    return m_to != noNode && m_verdict.refusal.isEmpty();
}

QPointF Designing::linkStart() const
{
    return handle();
}

QString Designing::linkText() const
{
    if (m_act != Act::Link)
        return {};
    if (linkRefused())
        return m_verdict.refusal;
    if (m_to == noNode)
        return tr("drop on a node, or here for a new one");
    const QString to = tr("to %1").arg(m_scene.graph().title(m_to));
    return m_verdict.text.isEmpty() ? to : to + QStringLiteral("\n") + m_verdict.text;
}

void Designing::beginFrame(QPointF pixel, bool adds)
{
    m_act = Act::Frame;
    m_adds = adds;
    m_pressed = m_pixel = pixel;
    emit changed();
}

void Designing::frameTo(QPointF pixel)
{
    m_pixel = pixel;
    emit changed();
}

void Designing::endFrame()
{
    if (m_act != Act::Frame)
        return;
    const QRectF box = frame();
    m_act = Act::None;
    std::vector<int> nodes = m_adds ? m_scene.chosenNodes() : std::vector<int>{};
    for (int node = 0; node < m_scene.graph().nodeCount(); ++node) {
        const QVector3D at = m_scene.camera().project(m_scene.graph().position(node));
        const bool inside = at.z() > 0 && box.contains(QPointF(at.x(), at.y()));
        if (inside && (!m_adds || !m_scene.isChosen(node)))
            nodes.push_back(node);
    }
    emit changed();
    m_scene.chooseAll(std::move(nodes));
}

void Designing::cancel()
{
    if (m_act == Act::Move)
        m_scene.putNodes(m_moving, m_before);
    m_act = Act::None;
    m_verdict = {};
    emit changed();
}

void Designing::askMenu(QPointF pixel)
{
    const int node = m_scene.nodeAt(pixel);
    const int edge = node == noNode ? m_scene.edgeAt(pixel) : noEdge;
    if (node != noNode && !m_scene.isChosen(node))
        m_scene.choose(node);
    else if (edge != noEdge)
        m_scene.chooseEdge(edge);
    emit menuAsked(pixel, node, edge);
}

} // namespace orrery::universe
