// SPDX-License-Identifier: GPL-3.0-or-later
// The few fixed meshes of the universe.
#pragma once

#include <QQuick3DGeometry>
#include <qqmlregistration.h>

namespace orrery::universe {

/// A unit cube around the origin; positions and normals.
class CubeMesh : public QQuick3DGeometry {
    Q_OBJECT
    QML_ELEMENT
public:
    explicit CubeMesh(QQuick3DObject *parent = nullptr);
};

/// The cube's twelve edges as strips for the wire shader: each vertex is an end, its normal points
/// to the other end and is twice as long on the right side of the strip.
class WireMesh : public QQuick3DGeometry {
    Q_OBJECT
    QML_ELEMENT
public:
    explicit WireMesh(QQuick3DObject *parent = nullptr);
};

/// Lines of a floor from -1 to 1 as strips for the floor shader: x and z the place, y the side of
/// the strip; the normal is the line's direction, its y is 1 for every fifth line.
class FloorMesh : public QQuick3DGeometry {
    Q_OBJECT
    QML_ELEMENT
public:
    explicit FloorMesh(QQuick3DObject *parent = nullptr);
};

/// A square from -1 to 1 in x and y, two triangles.
class SquareMesh : public QQuick3DGeometry {
    Q_OBJECT
    QML_ELEMENT
public:
    explicit SquareMesh(QQuick3DObject *parent = nullptr);
};

/// The strip that the edge shader bends along a curve: x = 0..1 along it, y = -1..1 across, z = 0;
/// then the arrow's triangle with z = 1, x = -1 (back) .. 0 (tip).
class EdgeStrip : public QQuick3DGeometry {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(int steps READ steps WRITE setSteps NOTIFY stepsChanged)
public:
    explicit EdgeStrip(QQuick3DObject *parent = nullptr);
    [[nodiscard]] int steps() const { return m_steps; } ///< pieces along the curve
    void setSteps(int steps);

signals:
    void stepsChanged();

private:
    void build();

    int m_steps = 12;
};

} // namespace orrery::universe
