// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse, wheel and keys of the universe, turned into calls on the scene.
#pragma once

#include <QPointF>
#include <QQuickItem>
#include <qqmlregistration.h>

#include "scene.h"

namespace orrery::universe {

/// Left drag orbits; right, middle or Shift drag pans; the wheel zooms towards the pointer; a click
/// selects, with Ctrl one more; a double click opens a node or fits the view. F fits, arrows walk,
/// + and - zoom. Where the graph may be changed: a drag of a node moves what is selected, one of
/// its handle (or with Alt) draws an edge, one with Ctrl draws a frame; a right click asks for the
/// menu; Ctrl with arrows moves what is selected.
class InputSurface : public QQuickItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(orrery::universe::UniverseScene *scene MEMBER m_scene NOTIFY sceneChanged REQUIRED)
public:
    explicit InputSurface(QQuickItem *parent = nullptr);

signals:
    void sceneChanged();
    void used(); ///< the user has orbited, panned, zoomed or pressed a key

protected:
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void mouseDoubleClickEvent(QMouseEvent *event) override;
    void mouseUngrabEvent() override;
    void hoverMoveEvent(QHoverEvent *event) override;
    void hoverLeaveEvent(QHoverEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;

private:
    enum class Drag { None, Pressed, Orbit, Pan, Design };

    UniverseScene *m_scene = nullptr;
    Drag m_drag = Drag::None;
    void click(const QMouseEvent &event);
    void design(const QMouseEvent &event);
    bool nudge(const QKeyEvent &event);
    bool m_pans = false;
    int m_node = noNode; ///< under the press
    bool m_onHandle = false;
    Qt::MouseButton m_button = Qt::NoButton;
    Qt::KeyboardModifiers m_modifiers;
    QPointF m_pressed;
    QPointF m_last;
};

} // namespace orrery::universe
