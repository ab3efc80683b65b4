// SPDX-License-Identifier: GPL-3.0-or-later
#include "meshes.h"

#include <array>
#include <utility>
#include <vector>

#include <QVector3D>

namespace orrery::universe {
namespace {

constexpr float everywhere = 1e6F;

void upload(QQuick3DGeometry &geometry, const void *data, std::size_t bytes, int stride)
{
    geometry.setPrimitiveType(QQuick3DGeometry::PrimitiveType::Triangles);
    geometry.setStride(stride);
    geometry.addAttribute(QQuick3DGeometry::Attribute::PositionSemantic, 0,
                          QQuick3DGeometry::Attribute::F32Type);
    geometry.setBounds({-everywhere, -everywhere, -everywhere},
                       {everywhere, everywhere, everywhere});
    geometry.setVertexData(QByteArray(static_cast<const char *>(data), qsizetype(bytes)));
}

/// Position and normal, as the meshes with both lay them out.
struct Vertex {
    QVector3D position;
    QVector3D normal;
};

/// A point of the cube: `axis` fixed at `along`, the two next axes at u and v.
QVector3D onCube(int axis, float along, float u, float v)
{
    QVector3D p;
    p[axis] = along / 2;
    p[(axis + 1) % 3] = u / 2;
    p[(axis + 2) % 3] = v / 2;
    return p;
}

/// Two triangles; `make` gives the vertex at an end (0, 1) on a side (-1, 1).
template <typename Make>
void strip(std::vector<Vertex> &out, Make make)
{
    for (const auto &[end, side] : {std::pair(0, -1), {1, -1}, {1, 1}, {0, -1}, {1, 1}, {0, 1}})
        out.push_back(make(end, float(side)));
}

} // namespace

CubeMesh::CubeMesh(QQuick3DObject *parent) : QQuick3DGeometry(parent)
{
    std::vector<Vertex> cube;
    for (int axis = 0; axis < 3; ++axis)
        for (const float side : {-1.0F, 1.0F}) {
            QVector3D normal;
            normal[axis] = side;
            // Counter-clockwise seen from outside.
            for (const auto &[u, v] : {std::pair(-1.0F, -1.0F),
                                       {1.0F, -1.0F},
                                       {1.0F, 1.0F},
                                       {-1.0F, -1.0F},
                                       {1.0F, 1.0F},
                                       {-1.0F, 1.0F}})
                cube.push_back(
                    {side > 0 ? onCube(axis, side, u, v) : onCube(axis, side, v, u), normal});
        }
    upload(*this, cube.data(), cube.size() * sizeof(Vertex), sizeof(Vertex));
    addAttribute(Attribute::NormalSemantic, sizeof(QVector3D), Attribute::F32Type);
}

WireMesh::WireMesh(QQuick3DObject *parent) : QQuick3DGeometry(parent)
{
    std::vector<Vertex> wire;
    for (int axis = 0; axis < 3; ++axis)
        for (const float u : {-1.0F, 1.0F})
            for (const float v : {-1.0F, 1.0F})
                strip(wire, [&](int end, float side) {
                    const float along = end ? 1.0F : -1.0F;
                    QVector3D way;
                    way[axis] = -along;
                    // Seen from the far end the sides are swapped.
                    const bool right = (side > 0) == (end == 0);
                    return Vertex{onCube(axis, along, u, v), way * (right ? 2.0F : 1.0F)};
                });
    upload(*this, wire.data(), wire.size() * sizeof(Vertex), sizeof(Vertex));
    addAttribute(Attribute::NormalSemantic, sizeof(QVector3D), Attribute::F32Type);
}

FloorMesh::FloorMesh(QQuick3DObject *parent) : QQuick3DGeometry(parent)
{
    constexpr int reach = 15; // lines on each side of the middle
    constexpr int steps = 16; // pieces of a line, so that those behind the eye can be left out
    std::vector<Vertex> floor;
    for (int line = -reach; line <= reach; ++line)
        for (int step = 0; step < steps; ++step)
            for (const bool across : {false, true})
                strip(floor, [&](int end, float side) {
                    const float at = float(line) / reach;
                    const float along = float(step + end) / steps * 2 - 1;
                    const float heavy = line % 5 == 0 ? 1.0F : 0.0F;
                    return across ? Vertex{{at, side, along}, {0, heavy, 1}}
                                  : Vertex{{along, side, at}, {1, heavy, 0}};
                });
    upload(*this, floor.data(), floor.size() * sizeof(Vertex), sizeof(Vertex));
    addAttribute(Attribute::NormalSemantic, sizeof(QVector3D), Attribute::F32Type);
}

SquareMesh::SquareMesh(QQuick3DObject *parent) : QQuick3DGeometry(parent)
{
    static constexpr std::array<float, 18> corners{-1, -1, 0, 1, -1, 0, 1,  1, 0,
                                                   -1, -1, 0, 1, 1,  0, -1, 1, 0};
    upload(*this, corners.data(), sizeof corners, 12);
}

EdgeStrip::EdgeStrip(QQuick3DObject *parent) : QQuick3DGeometry(parent)
{
    build();
}

void EdgeStrip::setSteps(int steps)
{
    if (steps == m_steps || steps < 1)
        return;
    m_steps = steps;
    build();
    update();
    emit stepsChanged();
}

void EdgeStrip::build()
{
    clear();
    std::vector<QVector3D> strip;
    for (int i = 0; i < m_steps; ++i) {
        const float a = float(i) / float(m_steps);
        const float b = float(i + 1) / float(m_steps);
        for (const QVector3D &v : {QVector3D(a, -1, 0), QVector3D(b, -1, 0), QVector3D(b, 1, 0),
                                   QVector3D(a, -1, 0), QVector3D(b, 1, 0), QVector3D(a, 1, 0)})
            strip.push_back(v);
    }
    for (const QVector3D &v :
         {QVector3D(0, 0, 1), QVector3D(-1, 0.55F, 1), QVector3D(-1, -0.55F, 1)})
        strip.push_back(v);
    upload(*this, strip.data(), strip.size() * sizeof(QVector3D), sizeof(QVector3D));
}

} // namespace orrery::universe
