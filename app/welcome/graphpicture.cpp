// SPDX-License-Identifier: GPL-3.0-or-later
#include "welcome/graphpicture.h"

#include "widgets/skin.h"

namespace orrery::welcome {

void paintGraph(QPainter &painter, const QRectF &box, const DagSpec &dag,
                const toolkit::Layout &layout, const theming::Theme &theme)
{
    if (layout.nodes.empty())
        return;
    // The layout is deep, too: seen a little from above, depth becomes height.
    const auto flat = [](const toolkit::Point3 &p) {
        return QPointF(double(p.x) + double(p.z) * 0.25, -double(p.y) - double(p.z) * 0.35);
    };
    QPolygonF all;
    for (const auto &point : layout.nodes)
        all << flat(point);
    const QRectF bounds = all.boundingRect();
    const double scale = std::min({box.width() / std::max(bounds.width() + 1.2, 1.0),
                                   box.height() / std::max(bounds.height() + 1.2, 1.0), 26.0});
    const auto place = [&](const toolkit::Point3 &p) {
        return box.center() + (flat(p) - bounds.center()) * scale;
    };
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(widgets::faded(theme.color().accent, 0.55), 1.2));
    for (std::size_t i = 0; i < dag.edges.size(); ++i) {
        const EdgeSpec &edge = dag.edges[i];
        if (edge.from >= layout.nodes.size() || edge.to >= layout.nodes.size())
            continue;
        const QPointF a = place(layout.nodes[edge.from]), b = place(layout.nodes[edge.to]);
        QPainterPath path(a);
        const double bend = (b.x() - a.x()) * 0.45;
        path.cubicTo(a + QPointF(bend, 0), b - QPointF(bend, 0), b);
        painter.drawPath(path);
    }
    const double half = std::clamp(scale * 0.32, 2.5, 7.0);
    for (std::size_t i = 0; i < layout.nodes.size(); ++i) {
        const bool mapped = i < dag.nodes.size() && (!dag.nodes[i].execution.mapOver.empty() ||
                                                     !dag.nodes[i].execution.mapOverFile.empty());
        const QColor hue = mapped ? theme.color().hologram : theme.color().accent;
        const QPointF at = place(layout.nodes[i]);
        const QRectF node(at - QPointF(half, half), QSizeF(half * 2, half * 2));
        painter.setPen(QPen(hue, 1.2));
        painter.setBrush(theme.color().surface);
        painter.drawRoundedRect(node, 1.5, 1.5);
        painter.setPen(Qt::NoPen);
        painter.setBrush(hue);
        painter.drawEllipse(at, half * 0.32, half * 0.32);
    }
    painter.restore();
}

} // namespace orrery::welcome
