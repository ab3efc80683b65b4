// SPDX-License-Identifier: GPL-3.0-or-later
// An instance table that is a flat array, and a geometry that is one: C++ fills, Quick 3D uploads.
#pragma once

#include <array>
#include <vector>

#include <QByteArray>
#include <QQuick3DGeometry>
#include <QQuick3DInstancing>
#include <QVector3D>
#include <QVector4D>
#include <qqmlregistration.h>

namespace orrery::universe {

/// One instance as the shaders of qml/Universe read it; what each row means is said by the builder.
struct Instance {
    QVector4D row0, row1, row2;
    QVector4D color; ///< r, g, b 0..1 and the emphasis
    QVector4D data;
};
static_assert(sizeof(Instance) == 80);

class FlatInstancing : public QQuick3DInstancing {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)
public:
    using QQuick3DInstancing::QQuick3DInstancing;
    void assign(const std::vector<Instance> &instances);
    [[nodiscard]] int count() const { return m_count; }

signals:
    void countChanged();

protected:
    QByteArray getInstanceBuffer(int *instanceCount) override;

private:
    QByteArray m_table;
    int m_count = 0;
};

/// Points or lines with a colour per vertex (premultiplied).
class CloudGeometry : public QQuick3DGeometry {
    Q_OBJECT
    QML_ANONYMOUS
    Q_PROPERTY(int count READ count NOTIFY countChanged)
public:
    struct Vertex {
        QVector3D position;
        QVector4D color;
    };
    explicit CloudGeometry(PrimitiveType primitive, QQuick3DObject *parent = nullptr);
    void assign(const std::vector<Vertex> &vertices);
    [[nodiscard]] int count() const { return m_count; }

signals:
    void countChanged();

private:
    int m_count = 0;
};

} // namespace orrery::universe
