// SPDX-License-Identifier: GPL-3.0-or-later
// Same proportions as the distance fields in qml/Universe/shaders/glyph.glsl.
#include "stateglyph.h"

#include <array>

#include <QCoreApplication>
#include <QPainter>
#include <QPolygonF>

namespace orrery::theming {
namespace {

using Points = std::initializer_list<QPointF>;

void strokes(QPainter &painter, std::initializer_list<Points> lines)
{
    for (const Points &line : lines)
        painter.drawPolyline(QPolygonF(QList<QPointF>(line)));
}

void paintUnit(QPainter &p, TaskState state, const QColor &color)
{
    const auto filled = [&] {
        p.setPen(Qt::NoPen);
        p.setBrush(color);
    };
    switch (state) {
    case TaskState::Pending:
        filled();
        p.drawEllipse(QPointF(0, 0), 0.24, 0.24);
        break;
    case TaskState::Waiting:
        p.drawEllipse(QPointF(0, 0), 0.56, 0.56);
        break;
    case TaskState::Held:
        strokes(p, {{{-0.3, -0.5}, {-0.3, 0.5}}, {{0.3, -0.5}, {0.3, 0.5}}});
        break;
    case TaskState::Queued:
        p.drawEllipse(QPointF(0, 0), 0.66, 0.66);
        strokes(p, {{{0, -0.38}, {0, 0.02}, {0.28, 0.16}}});
        break;
    case TaskState::Running:
        filled();
        p.drawPolygon(QPolygonF({{-0.42, -0.62}, {0.68, 0}, {-0.42, 0.62}}));
        break;
    case TaskState::Succeeded:
        strokes(p, {{{-0.56, 0.04}, {-0.16, 0.44}, {0.6, -0.42}}});
        break;
    case TaskState::Failed:
        strokes(p, {{{-0.46, -0.46}, {0.46, 0.46}}, {{-0.46, 0.46}, {0.46, -0.46}}});
        break;
    case TaskState::Cancelled:
        filled();
        p.drawRect(QRectF(-0.44, -0.44, 0.88, 0.88));
        break;
    case TaskState::Skipped:
        strokes(p, {{{-0.54, 0}, {0.54, 0}}});
        break;
    }
}

} // namespace

void paintStateGlyph(QPainter &painter, const QRectF &box, TaskState state, const QColor &color)
{
    const qreal half = std::min(box.width(), box.height()) / 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center());
    painter.scale(half, half);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 0.24, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    paintUnit(painter, state, color);
    painter.restore();
}

QString stateTitle(TaskState state)
{
    static constexpr std::array<const char *, taskStateCount> titles{
        QT_TRANSLATE_NOOP("State", "Pending"), QT_TRANSLATE_NOOP("State", "Waiting"),
        QT_TRANSLATE_NOOP("State", "Held"),    QT_TRANSLATE_NOOP("State", "Queued"),
        QT_TRANSLATE_NOOP("State", "Running"), QT_TRANSLATE_NOOP("State", "Succeeded"),
        QT_TRANSLATE_NOOP("State", "Failed"),  QT_TRANSLATE_NOOP("State", "Cancelled"),
        QT_TRANSLATE_NOOP("State", "Skipped")};
    return QCoreApplication::translate("State", titles[std::size_t(state)]);
}

} // namespace orrery::theming
