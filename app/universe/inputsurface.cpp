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
    m_pans = event->button() != Qt::LeftButton || event->modifiers().testFlag(Qt::ShiftModifier);
    m_pressed = m_last = event->position();
    setKeepMouseGrab(true);
}

void InputSurface::mouseMoveEvent(QMouseEvent *event)
{
    const QPointF at = event->position();
    if (m_drag == Drag::Pressed && (at - m_pressed).manhattanLength() >= clickSlack) {
        m_drag = m_pans ? Drag::Pan : Drag::Orbit;
        m_scene->hoverAt({-1, -1});
        emit used();
    }
    if (m_drag == Drag::Orbit)
        m_scene->orbit(at - m_last);
    else if (m_drag == Drag::Pan)
        m_scene->pan(at - m_last);
    if (m_drag == Drag::Orbit || m_drag == Drag::Pan)
        m_last = at;
}

void InputSurface::mouseReleaseEvent(QMouseEvent *event)
{
    const bool click = m_drag == Drag::Pressed && event->button() == Qt::LeftButton;
    m_drag = Drag::None;
    setKeepMouseGrab(false);
    if (click)
        m_scene->choose(m_scene->nodeAt(event->position()));
    m_scene->hoverAt(event->position());
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
    m_drag = Drag::None;
}

void InputSurface::hoverMoveEvent(QHoverEvent *event)
{
    if (m_drag == Drag::None)
        m_scene->hoverAt(event->position());
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

void InputSurface::keyPressEvent(QKeyEvent *event)
{
    const QPointF middle(width() / 2, height() / 2);
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
        m_scene->choose(noNode);
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
