// SPDX-License-Identifier: GPL-3.0-or-later
#include "orbitcamera.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

namespace orrery::universe {
namespace {

constexpr float degreesPerPixel = 0.3F;

float halfTangent()
{
    return std::tan(OrbitCamera::fieldOfView * std::numbers::pi_v<float> / 360);
}

} // namespace

CameraPose between(const CameraPose &a, const CameraPose &b, float t)
{
    const float turn = std::remainder(b.yaw - a.yaw, 360.0F);
    return {.target = a.target + (b.target - a.target) * t,
            .yaw = t >= 1 ? b.yaw : a.yaw + turn * t,
            .pitch = a.pitch + (b.pitch - a.pitch) * t,
            .distance = a.distance * std::pow(b.distance / a.distance, t)};
}

void OrbitCamera::setPose(const CameraPose &pose)
{
    m_pose = pose;
    m_pose.pitch = std::clamp(pose.pitch, -85.0F, 85.0F);
    m_pose.distance = limited(pose.distance);
    refresh();
}

void OrbitCamera::setViewport(QSizeF pixels)
{
    m_viewport = {std::max(1.0, pixels.width()), std::max(1.0, pixels.height())};
}

float OrbitCamera::limited(float distance) const
{
    return std::clamp(distance, 1.5F, std::max(60.0F, 12 * m_sceneRadius));
}

void OrbitCamera::refresh()
{
    m_rotation = QQuaternion::fromEulerAngles(-m_pose.pitch, m_pose.yaw, 0);
    m_right = m_rotation.rotatedVector({1, 0, 0});
    m_up = m_rotation.rotatedVector({0, 1, 0});
    m_forward = m_rotation.rotatedVector({0, 0, -1});
    m_eye = m_pose.target - m_forward * m_pose.distance;
}

float OrbitCamera::clipNear() const
{
    return std::max(0.1F, m_pose.distance * 0.02F);
}

float OrbitCamera::clipFar() const
{
    return m_pose.distance + 8 * m_sceneRadius + 400;
}

float OrbitCamera::pixelsPerUnit(float distance) const
{
    return float(m_viewport.height()) / (2 * halfTangent() * std::max(distance, 0.01F));
}

QVector3D OrbitCamera::toEye(const QVector3D &point) const
{
    const QVector3D offset = point - m_eye;
    return {QVector3D::dotProduct(offset, m_right), QVector3D::dotProduct(offset, m_up),
            QVector3D::dotProduct(offset, m_forward)};
}

QVector3D OrbitCamera::project(const QVector3D &point) const
{
    const QVector3D at = toEye(point);
    const float scale = pixelsPerUnit(std::max(at.z(), 0.01F));
    return {float(m_viewport.width()) / 2 + at.x() * scale,
            float(m_viewport.height()) / 2 - at.y() * scale, at.z()};
}

Ray OrbitCamera::ray(QPointF pixel) const
{
    const float scale = 2 * halfTangent() / float(m_viewport.height());
    const QVector3D local{float(pixel.x() - m_viewport.width() / 2) * scale,
                          float(m_viewport.height() / 2 - pixel.y()) * scale, -1};
    return {m_eye, m_rotation.rotatedVector(local).normalized()};
}

void OrbitCamera::orbit(QPointF pixels)
{
    m_pose.yaw = std::remainder(m_pose.yaw - float(pixels.x()) * degreesPerPixel, 360.0F);
    m_pose.pitch = std::clamp(m_pose.pitch + float(pixels.y()) * degreesPerPixel, -85.0F, 85.0F);
    refresh();
}

void OrbitCamera::pan(QPointF pixels)
{
    const float unit = 1 / pixelsPerUnit(m_pose.distance);
    m_pose.target +=
        m_rotation.rotatedVector({-float(pixels.x()) * unit, float(pixels.y()) * unit, 0});
    refresh();
}

void OrbitCamera::zoomAt(QPointF pixel, float factor)
{
    const float before = m_pose.distance;
    const float after = limited(before / factor);
    const QPointF center(m_viewport.width() / 2, m_viewport.height() / 2);
    const QPointF offset = pixel - center;
    const float unit = (before - after) / (before * pixelsPerUnit(before));
    m_pose.target +=
        m_rotation.rotatedVector({float(offset.x()) * unit, -float(offset.y()) * unit, 0});
    m_pose.distance = after;
    refresh();
}

CameraPose OrbitCamera::fit(std::span<const QVector3D> points, float radius,
                            QMarginsF margins) const
{
    if (points.empty())
        return m_pose;
    // In the camera's axes (z towards the eye) with the target at the origin, a point is inside the
    // left border when  x + left * (d - z) >= 0, and so on; each pair of borders gives one centre
    // and one distance, and the larger distance wins.
    const float tangent = halfTangent();
    const float aspect = float(m_viewport.width() / m_viewport.height());
    const float unit = 2 * tangent / float(m_viewport.height());
    const float left = tangent * aspect - float(margins.left()) * unit;
    const float right = tangent * aspect - float(margins.right()) * unit;
    const float top = tangent - float(margins.top()) * unit;
    const float bottom = tangent - float(margins.bottom()) * unit;
    constexpr float lowest = std::numeric_limits<float>::lowest();
    float l = lowest, r = lowest, t = lowest, b = lowest;
    const QQuaternion inverse = m_rotation.conjugated();
    for (const QVector3D &point : points) {
        const QVector3D p = inverse.rotatedVector(point);
        l = std::max(l, left * p.z() - p.x());
        r = std::max(r, right * p.z() + p.x());
        t = std::max(t, top * p.z() + p.y());
        b = std::max(b, bottom * p.z() - p.y());
    }
    // Eye at (ex, ey, ez): left * ez >= l - ... solved for the smallest ez, then centred in the
    // slack.
    l += radius, r += radius, t += radius, b += radius;
    const float ez =
        std::max((l + r) / std::max(left + right, 0.05F), (t + b) / std::max(top + bottom, 0.05F));
    const float ex = ((r - right * ez) - (l - left * ez)) / 2;
    const float ey = ((t - top * ez) - (b - bottom * ez)) / 2;

    QVector3D low = inverse.rotatedVector(points[0]);
    QVector3D high = low;
    for (const QVector3D &point : points) {
        const float z = inverse.rotatedVector(point).z();
        low.setZ(std::min(low.z(), z));
        high.setZ(std::max(high.z(), z));
    }
    const float middle = (low.z() + high.z()) / 2;
    CameraPose pose = m_pose;
    pose.distance = limited(std::max(ez - middle, 4.0F));
    pose.target = m_rotation.rotatedVector({ex, ey, ez - pose.distance});
    if (pose.distance > ez - middle) // limited: keep looking at the middle of the points
        pose.target = m_rotation.rotatedVector({ex, ey, middle});
    return pose;
}

} // namespace orrery::universe
