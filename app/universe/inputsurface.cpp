// SPDX-License-Identifier: GPL-3.0-or-later
#include "inputsurface.h"

#include <cmath>

namespace orrery::universe {
namespace {

constexpr qreal clickSlack = 4; // a press that moves less is a click [px]
constexpr float zoomPerNotch = 1.15F;

} // namespace

InputSurface::InputSurface(QQuickItem *parent) : QQuickItem(parent)
{
    setAcceptedMouseButtons(Qt::LeftButton | Qt::RightButton | Qt::MiddleButton);
    setAcceptHoverEvents(true);
}

void InputSurface::mousePressEvent(QMouseEvent *event)
{
    forceActiveFocus(Qt::MouseFocusReason);
    m_drag = Drag::Pressed;
    m_button = event->button();
    m_modifiers = event->modifiers();
    m_pressed = m_last = event->position();
    m_node = m_scene->nodeAt(m_pressed);
    m_onHandle = m_scene->designing()->onHandle(m_pressed);
    m_pans = m_button != Qt::LeftButton || m_modifiers.testFlag(Qt::ShiftModifier);
    setKeepMouseGrab(true);
}

/// What a drag begins to do where the graph may be changed.
void InputSurface::design(const QMouseEvent &event)
{
    Designing &hand = *m_scene->designing();
    if (m_button != Qt::LeftButton)
        return;
    if (hand.enabled() && (m_onHandle || (m_node != noNode && m_modifiers == Qt::AltModifier)))
        hand.beginLink(m_onHandle ? m_scene->hoveredNode() != noNode ? m_scene->hoveredNode()
                                                                     : m_scene->selectedNode()
                                  : m_node,
                       event.position());
    else if (hand.enabled() && m_node != noNode && !m_pans)
        hand.beginMove(m_node, m_pressed);
    else if (m_node == noNode && m_modifiers.testFlag(Qt::ControlModifier))
        hand.beginFrame(m_pressed, m_modifiers.testFlag(Qt::ShiftModifier));
    else
        return;
    m_drag = Drag::Design;
}

void InputSurface::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF at = event->position();
    Designing &hand = *m_scene->designing();
    if (m_drag == Drag::Pressed && (at - m_pressed).manhattanLength() >= clickSlack) {
        design(*event);
        if (m_drag == Drag::Pressed)
            m_drag = m_pans ? Drag::Pan : Drag::Orbit;
        m_scene->hoverAt({-1, -1});
        emit used();
    }
    switch (m_drag) {
    case Drag::Orbit:
        m_scene->orbit(at - m_last);
        break;
    case Drag::Pan:
        m_scene->pan(at - m_last);
        break;
    case Drag::Design:
        hand.moveTo(at);
        hand.linkTo(at, event->modifiers().testFlag(Qt::ShiftModifier));
        if (hand.framing())
            hand.frameTo(at);
        break;
    default:
        return;
    }
    m_last = at;
}

void InputSurface::mouseReleaseEvent(QMouseEvent *event)
{
    const Drag drag = std::exchange(m_drag, Drag::None);
    setKeepMouseGrab(false);
    Designing &hand = *m_scene->designing();
    if (drag == Drag::Pressed)
        click(*event);
    if (drag == Drag::Design) {
        hand.endMove();
        hand.endLink(event->position(), event->modifiers().testFlag(Qt::ShiftModifier));
        hand.endFrame();
    }
    m_scene->hoverAt(event->position());
}

void InputSurface::click(const QMouseEvent &event)
{
    if (event.button() == Qt::RightButton)
        return m_scene->designing()->askMenu(event.position());
    if (event.button() != Qt::LeftButton)
        return;
    const bool adds = event.modifiers() & (Qt::ControlModifier | Qt::ShiftModifier);
    if (m_node != noNode && adds)
        return m_scene->toggle(m_node);
    const int edge = m_node == noNode ? m_scene->edgeAt(event.position()) : noEdge;
    if (edge != noEdge)
        m_scene->chooseEdge(edge);
    else if (m_node != noNode || !adds)
        m_scene->choose(m_node);
}

void InputSurface::mouseDoubleClickEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return;
    const int node = m_scene->nodeAt(event->position());
    if (node != noNode)
        emit m_scene->activated(node);
    else
        m_scene->fit();
}

void InputSurface::mouseUngrabEvent()
{
    if (std::exchange(m_drag, Drag::None) == Drag::Design)
        m_scene->designing()->cancel();
}

void InputSurface::hoverMoveEvent(QHoverEvent *event)
{
    if (m_drag != Drag::None)
        return;
    // On the way to a node's handle the node stays the one that is pointed at.
    if (!m_scene->designing()->onHandle(event->position()))
        m_scene->hoverAt(event->position());
    m_scene->designing()->pointAt(event->position());
}

void InputSurface::hoverLeaveEvent(QHoverEvent *)
{
    m_scene->hoverAt({-1, -1});
}

void InputSurface::wheelEvent(QWheelEvent *event)
{
    const qreal notches = event->angleDelta().y() / 120.0;
    if (notches != 0) {
        m_scene->zoomAt(event->position(), std::pow(zoomPerNotch, float(notches)));
        emit used();
    }
    event->accept();
}

/// Ctrl and an arrow move what is selected by half a box, with Shift by a whole layer.
bool InputSurface::nudge(const QKeyEvent &event)
{
    if (!event.modifiers().testFlag(Qt::ControlModifier) || !m_scene->designing()->enabled())
        return false;
    const float step = event.modifiers().testFlag(Qt::ShiftModifier) ? 4.0F : 0.5F;
    QVector3D by;
    switch (event.key()) {
    case Qt::Key_Left:
        by = {-step, 0, 0};
        break;
    case Qt::Key_Right:
        by = {step, 0, 0};
        break;
    case Qt::Key_Up:
        by = {0, step, 0};
        break;
    case Qt::Key_Down:
        by = {0, -step, 0};
        break;
    default:
        return false;
    }
    m_scene->designing()->nudge(by);
    return true;
}

void InputSurface::keyPressEvent(QKeyEvent *event)
{
    if (nudge(*event)) {
        emit used();
        return;
    }
    switch (event->key()) {
    case Qt::Key_F:
    case Qt::Key_Home:
        m_scene->fit();
        break;
    case Qt::Key_Left:
        m_scene->walk({-1, 0});
        break;
    case Qt::Key_Right:
        m_scene->walk({1, 0});
        break;
    case Qt::Key_Up:
        m_scene->walk({0, -1});
        break;
    case Qt::Key_Down:
        m_scene->walk({0, 1});
        break;
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        m_scene->zoomBy(zoomPerNotch * zoomPerNotch);
        break;
    case Qt::Key_Minus:
        m_scene->zoomBy(1 / (zoomPerNotch * zoomPerNotch));
        break;
    case Qt::Key_Escape:
        if (m_scene->designing()->busy()) {
            m_scene->designing()->cancel();
            m_drag = Drag::None;
        } else {
            m_scene->choose(noNode);
        }
        break;
    case Qt::Key_Return:
    case Qt::Key_Enter:
        if (m_scene->selectedNode() != noNode)
            emit m_scene->activated(m_scene->selectedNode());
        break;
    default:
        event->ignore();
        return;
    }
    emit used();
}

} // namespace orrery::universe
