// SPDX-License-Identifier: GPL-3.0-or-later
#include "flatinstancing.h"

namespace orrery::universe {
namespace {

// The shaders place every vertex themselves, so no box of the engine's may cull them.
constexpr float everywhere = 1e6F;

} // namespace

void FlatInstancing::assign(const std::vector<Instance> &instances)
{
    const int before = m_count;
    m_count = int(instances.size());
    m_table = QByteArray(reinterpret_cast<const char *>(instances.data()),
                         qsizetype(instances.size() * sizeof(Instance)));
    markDirty();
    if (m_count != before)
        emit countChanged();
}

QByteArray FlatInstancing::getInstanceBuffer(int *instanceCount)
{
    *instanceCount = m_count;
    return m_table;
}

CloudGeometry::CloudGeometry(PrimitiveType primitive, QQuick3DObject *parent)
    : QQuick3DGeometry(parent)
{
    setPrimitiveType(primitive);
    setStride(sizeof(Vertex));
    addAttribute(Attribute::PositionSemantic, 0, Attribute::F32Type);
    addAttribute(Attribute::ColorSemantic, sizeof(QVector3D), Attribute::F32Type);
    setBounds({-everywhere, -everywhere, -everywhere}, {everywhere, everywhere, everywhere});
}

void CloudGeometry::assign(const std::vector<Vertex> &vertices)
{
    const int before = m_count;
    m_count = int(vertices.size());
    setVertexData(QByteArray(reinterpret_cast<const char *>(vertices.data()),
                             qsizetype(vertices.size() * sizeof(Vertex))));
    update();
    if (m_count != before)
        emit countChanged();
}

} // namespace orrery::universe
