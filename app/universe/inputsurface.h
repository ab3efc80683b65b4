// SPDX-License-Identifier: GPL-3.0-or-later
// Mouse, wheel and keys of the universe, turned into calls on the scene.
#pragma once

#include <QPointF>
#include <QQuickItem>
#include <qqmlregistration.h>

#include "scene.h"

namespace orrery::universe {

/// Left drag orbits; right, middle or Shift drag pans; the wheel zooms towards the pointer; a click
/// selects, a double click opens a node or fits the view. F fits, arrows walk, + and - zoom.
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
    enum class Drag { None, Pressed, Orbit, Pan };

    UniverseScene *m_scene = nullptr;
    Drag m_drag = Drag::None;
    bool m_pans = false;
    QPointF m_pressed;
    QPointF m_last;
};

} // namespace orrery::universe
