// SPDX-License-Identifier: GPL-3.0-or-later
// An orbit camera as arithmetic: the same input gives the same view, whatever the frame rate.
#pragma once

#include <span>

#include <QMarginsF>
#include <QMatrix4x4>
#include <QPointF>
#include <QQuaternion>
#include <QSizeF>
#include <QVector3D>

namespace orrery::universe {

/// Where the camera looks from. Angles in degrees; yaw 0, pitch 0 looks along -z.
struct CameraPose {
    QVector3D target;
    float yaw = -22;
    float pitch = 15;
    float distance = 20;

    bool operator==(const CameraPose &) const = default;
};

/// From `a` (t = 0) to `b` (t = 1); the yaw takes the short way round.
[[nodiscard]] CameraPose between(const CameraPose &a, const CameraPose &b, float t);

struct Ray {
    QVector3D origin;
    QVector3D direction; ///< unit length
};

class OrbitCamera {
public:
    static constexpr float fieldOfView = 28; ///< vertical [degrees]

    OrbitCamera() { refresh(); }
    [[nodiscard]] const CameraPose &pose() const { return m_pose; }
    void setPose(const CameraPose &pose);
    [[nodiscard]] QSizeF viewport() const { return m_viewport; }
    void setViewport(QSizeF pixels);
    /// Distances are kept within 1.5 and far beyond a scene of this radius.
    void setSceneRadius(float radius) { m_sceneRadius = radius; }

    [[nodiscard]] const QVector3D &eye() const { return m_eye; }
    [[nodiscard]] const QQuaternion &rotation() const
    {
        return m_rotation;
    } ///< of a Qt Quick 3D camera
    [[nodiscard]] float clipNear() const;
    [[nodiscard]] float clipFar() const;
    /// Size in pixels of one unit at this distance from the eye.
    [[nodiscard]] float pixelsPerUnit(float distance) const;

    /// x, y [px] from the top left, z = distance in front of the eye (negative: behind it).
    [[nodiscard]] QVector3D project(const QVector3D &point) const;
    [[nodiscard]] Ray ray(QPointF pixel) const;

    void orbit(QPointF pixels);
    void pan(QPointF pixels); ///< the plane through the target follows the pointer exactly
    /// Divides the distance by `factor`; what lies under `pixel` on the target's plane stays there.
    void zoomAt(QPointF pixel, float factor);

    /// The pose with the present angles that shows all points, `radius` around each, within the
    /// margins.
    [[nodiscard]] CameraPose fit(std::span<const QVector3D> points, float radius,
                                 QMarginsF margins) const;

private:
    void refresh();
    [[nodiscard]] QVector3D toEye(const QVector3D &point) const; ///< x right, y up, z forward
    [[nodiscard]] float limited(float distance) const;

    CameraPose m_pose;
    QQuaternion m_rotation; // of m_pose, kept because every projection needs them
    QVector3D m_eye;
    QVector3D m_right, m_up, m_forward;
    QSizeF m_viewport{1280, 720};
    float m_sceneRadius = 10;
};

} // namespace orrery::universe
