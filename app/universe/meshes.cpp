// SPDX-License-Identifier: GPL-3.0-or-later
#include "meshes.h"

#include <array>
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
    geometry.setBounds({-everywhere, -everywhere, -everywhere}, {everywhere, everywhere, everywhere});
    geometry.setVertexData(QByteArray(static_cast<const char *>(data), qsizetype(bytes)));
}

struct BevelBuilder {
    static constexpr float outer = 0.5F;
    static constexpr float inner = 0.5F - 0.075F;
    std::vector<QVector3D> vertices;  // position, normal, position, normal ...

    void triangle(QVector3D a, QVector3D b, QVector3D c)
    {
        QVector3D normal = QVector3D::crossProduct(b - a, c - a).normalized();
        if (QVector3D::dotProduct(normal, a + b + c) < 0) {
            std::swap(b, c);
            normal = -normal;
        }
        for (const QVector3D &p : {a, b, c}) {
            vertices.push_back(p);
            vertices.push_back(normal);
        }
    }
    void quad(const QVector3D &a, const QVector3D &b, const QVector3D &c, const QVector3D &d)
    {
        triangle(a, b, c);
        triangle(a, c, d);
    }
    /// A point whose coordinate `axis` lies on the outer plane.
    static QVector3D corner(int axis, float x, float y, float z)
    {
        QVector3D p{x * inner, y * inner, z * inner};
        p[axis] = p[axis] > 0 ? outer : -outer;
        return p;
    }
    void build()
    {
        for (int axis = 0; axis < 3; ++axis)
            for (const float side : {-1.0F, 1.0F})
                face(axis, side);
        for (int axis = 0; axis < 3; ++axis)
            for (const float u : {-1.0F, 1.0F})
                for (const float v : {-1.0F, 1.0F})
                    edge(axis, u, v);
        for (const float x : {-1.0F, 1.0F})
            for (const float y : {-1.0F, 1.0F})
                for (const float z : {-1.0F, 1.0F})
                    triangle(corner(0, x, y, z), corner(1, x, y, z), corner(2, x, y, z));
    }
    void face(int axis, float side)
    {
        const auto at = [&](float u, float v) {
            QVector3D p;
            p[axis] = side, p[(axis + 1) % 3] = u, p[(axis + 2) % 3] = v;
            return corner(axis, p.x(), p.y(), p.z());
        };
        quad(at(-1, -1), at(1, -1), at(1, 1), at(-1, 1));
    }
    void edge(int axis, float u, float v)
    {
        const auto at = [&](float along, int plane) {
            QVector3D p;
            p[axis] = along, p[(axis + 1) % 3] = u, p[(axis + 2) % 3] = v;
            return corner(plane, p.x(), p.y(), p.z());
        };
        const int first = (axis + 1) % 3;
        const int second = (axis + 2) % 3;
        quad(at(-1, first), at(1, first), at(1, second), at(-1, second));
    }
};

}  // namespace

BevelBox::BevelBox(QQuick3DObject *parent) : QQuick3DGeometry(parent)
{
    BevelBuilder box;
    box.build();
    upload(*this, box.vertices.data(), box.vertices.size() * sizeof(QVector3D), 24);
    addAttribute(Attribute::NormalSemantic, 12, Attribute::F32Type);
}

SquareMesh::SquareMesh(QQuick3DObject *parent) : QQuick3DGeometry(parent)
{
    static constexpr std::array<float, 18> corners{-1, -1, 0, 1, -1, 0, 1, 1, 0,
                                                   -1, -1, 0, 1, 1, 0, -1, 1, 0};
    upload(*this, corners.data(), sizeof corners, 12);
}

EdgeStrip::EdgeStrip(QQuick3DObject *parent) : QQuick3DGeometry(parent)
{
    constexpr int steps = 12;
    std::vector<QVector3D> strip;
    for (int i = 0; i < steps; ++i) {
        const float a = float(i) / steps;
        const float b = float(i + 1) / steps;
        for (const QVector3D &v : {QVector3D(a, -1, 0), QVector3D(b, -1, 0), QVector3D(b, 1, 0),
                                   QVector3D(a, -1, 0), QVector3D(b, 1, 0), QVector3D(a, 1, 0)})
            strip.push_back(v);
    }
    for (const QVector3D &v : {QVector3D(0, 0, 1), QVector3D(-1, 0.55F, 1), QVector3D(-1, -0.55F, 1)})
        strip.push_back(v);
    upload(*this, strip.data(), strip.size() * sizeof(QVector3D), 12);
}

}  // namespace orrery::universe
