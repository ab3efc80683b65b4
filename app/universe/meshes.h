// SPDX-License-Identifier: GPL-3.0-or-later
// The few fixed meshes of the universe.
#pragma once

#include <QQuick3DGeometry>
#include <qqmlregistration.h>

namespace orrery::universe {

/// A unit cube with chamfered edges and corners, 44 triangles; positions and normals.
class BevelBox : public QQuick3DGeometry
{
    Q_OBJECT
    QML_ELEMENT
public:
    explicit BevelBox(QQuick3DObject *parent = nullptr);
};

/// A square from -1 to 1 in x and y, two triangles.
class SquareMesh : public QQuick3DGeometry
{
    Q_OBJECT
    QML_ELEMENT
public:
    explicit SquareMesh(QQuick3DObject *parent = nullptr);
};

/// The strip that the edge shader bends along a curve: x = 0..1 along it, y = -1..1 across, z = 0;
/// then the arrow's triangle with z = 1, x = -1 (back) .. 0 (tip).
class EdgeStrip : public QQuick3DGeometry
{
    Q_OBJECT
    QML_ELEMENT
public:
    explicit EdgeStrip(QQuick3DObject *parent = nullptr);
};

}  // namespace orrery::universe
