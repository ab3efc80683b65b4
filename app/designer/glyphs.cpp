// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/glyphs.h"

#include <QHash>
#include <QPainter>
#include <QPainterPath>

namespace orrery::designer {

namespace {

// A little language for paths in a box of 16 by 16: M move, L line, C circle (x y r), R rectangle
// (x y w h), Z close.
const QHash<QString, const char *> &drawings()
{
    static const QHash<QString, const char *> all{
        {QStringLiteral("archive"), "R 2 3 12 3 M 3 6 L 3 13 L 13 13 L 13 6 M 6 9 L 10 9"},
        {QStringLiteral("bell"),
         "M 3 12 L 13 12 L 11.5 10 L 11.5 7 L 10 4 L 6 4 L 4.5 7 L 4.5 10 Z "
         "M 7 14 L 9 14"},
        {QStringLiteral("brain"), "C 4 5 1.6 C 12 5 1.6 C 8 12 1.6 C 8 8 1.2 M 5.3 5.9 L 7 7.3 M "
                                  "10.7 5.9 L 9 7.3 M 8 9.2 L 8 10.4"},
        {QStringLiteral("chart"), "M 2 2 L 2 14 L 14 14 M 5 11 L 5 8 M 8 11 L 8 4 M 11 11 L 11 6"},
        {QStringLiteral("clock"), "C 8 8 6 M 8 4.5 L 8 8 L 10.5 9.5"},
        {QStringLiteral("columns"), "R 2 3 12 10 M 6 3 L 6 13 M 10 3 L 10 13"},
        {QStringLiteral("copy"), "R 5 5 9 9 M 3 11 L 2 11 L 2 2 L 11 2 L 11 3"},
        {QStringLiteral("database"),
         "M 3 4 L 3 12 L 5 14 L 11 14 L 13 12 L 13 4 L 11 2 L 5 2 Z M 3 4 "
         "L 5 6 L 11 6 L 13 4 M 3 8 L 5 10 L 11 10 L 13 8"},
        {QStringLiteral("dice"), "R 3 3 10 10 C 6 6 0.6 C 10 10 0.6 C 10 6 0.6 C 6 10 0.6"},
        {QStringLiteral("document"),
         "M 4 2 L 10 2 L 13 5 L 13 14 L 4 14 Z M 6 8 L 11 8 M 6 11 L 11 11"},
        {QStringLiteral("download"), "M 8 2 L 8 10 M 4.5 7 L 8 10.5 L 11.5 7 M 3 13.5 L 13 13.5"},
        {QStringLiteral("file-csv"),
         "M 4 2 L 10 2 L 13 5 L 13 14 L 4 14 Z M 6 8 L 11 8 M 6 11 L 11 "
         "11 M 8.5 6.5 L 8.5 12.5"},
        {QStringLiteral("file-json"),
         "M 6 3 L 4.5 3 L 4.5 7 L 3 8 L 4.5 9 L 4.5 13 L 6 13 M 10 3 L "
         "11.5 3 L 11.5 7 L 13 8 L 11.5 9 L 11.5 13 L 10 13"},
        {QStringLiteral("fill"), "R 3 3 10 10 M 3 9 L 9 3 M 3 13 L 13 3 M 7 13 L 13 7"},
        {QStringLiteral("filter"), "M 2 3 L 14 3 L 9.5 8.5 L 9.5 13.5 L 6.5 12 L 6.5 8.5 Z"},
        {QStringLiteral("function"),
         "M 11 2.5 L 9.5 2.5 L 8 4 L 7 13 L 5.5 14 L 4.5 14 M 5 7 L 11 7"},
        {QStringLiteral("globe"), "C 8 8 6 M 2 8 L 14 8 M 8 2 L 5.5 5 L 5.5 11 L 8 14 L 10.5 11 L "
                                  "10.5 5 Z"},
        {QStringLiteral("join"), "C 6 8 4 C 10 8 4"},
        {QStringLiteral("list"),
         "M 6 4 L 14 4 M 6 8 L 14 8 M 6 12 L 14 12 C 3 4 0.6 C 3 8 0.6 C 3 12 "
         "0.6"},
        {QStringLiteral("merge"), "M 2 3 L 7 8 L 14 8 M 2 13 L 7 8 M 11.5 5.5 L 14 8 L 11.5 10.5"},
        {QStringLiteral("move"), "M 2 8 L 13 8 M 9.5 4.5 L 13 8 L 9.5 11.5 M 2 4 L 2 12"},
        {QStringLiteral("shield"),
         "M 8 2 L 13 4 L 13 8.5 L 8 14 L 3 8.5 L 3 4 Z M 5.8 7.8 L 7.5 9.5 "
         "L 10.4 6"},
        {QStringLiteral("sigma"), "M 12 5 L 12 3 L 4 3 L 8.5 8 L 4 13 L 12 13 L 12 11"},
        {QStringLiteral("sort"),
         "M 5 3 L 5 13 M 2.5 10.5 L 5 13 L 7.5 10.5 M 11 13 L 11 3 M 8.5 5.5 "
         "L 11 3 L 13.5 5.5"},
        {QStringLiteral("split"),
         "M 2 8 L 7 8 L 12.5 3.5 M 7 8 L 12.5 12.5 M 9.5 3.2 L 13 3.2 L 12.4 "
         "6.4 M 9.5 12.8 L 13 12.8 L 12.4 9.6"},
        {QStringLiteral("table"), "R 2 3 12 10 M 2 6.5 L 14 6.5 M 2 10 L 14 10 M 6.5 3 L 6.5 13"},
        {QStringLiteral("tag"), "M 2 2 L 8 2 L 14 8 L 8 14 L 2 8 Z C 5 5 0.9"},
        {QStringLiteral("target"), "C 8 8 6 C 8 8 3 C 8 8 0.6"},
        {QStringLiteral("terminal"), "R 2 3 12 10 M 4.5 6 L 6.5 8 L 4.5 10 M 8 10 L 11 10"}};
    return all;
}

QPainterPath drawn(const QString &text)
{
    QPainterPath path;
    const QStringList words = text.split(QLatin1Char(' '), Qt::SkipEmptyParts);
    qsizetype at = 0;
    const auto next = [&] { return words.value(at++).toDouble(); };
    while (at < words.size()) {
        const QChar verb = words[at++].at(0);
        const double x = verb == QLatin1Char('Z') ? 0 : next();
        const double y = verb == QLatin1Char('Z') ? 0 : next();
        if (verb == QLatin1Char('M')) {
            path.moveTo(x, y);
        } else if (verb == QLatin1Char('L')) {
            path.lineTo(x, y);
        } else if (verb == QLatin1Char('C')) {
            const double radius = next();
            path.addEllipse(QPointF(x, y), radius, radius);
        } else if (verb == QLatin1Char('R')) {
            const double width = next();
            path.addRect(x, y, width, next());
        } else {
            path.closeSubpath();
        }
    }
    return path;
}

} // namespace

void paintGlyph(QPainter &painter, const QRectF &box, const QString &name, const QColor &color)
{
    static QHash<QString, QPainterPath> known;
    auto path = known.constFind(name);
    if (path == known.cend())
        path = known.insert(name, drawn(QLatin1String(drawings().value(name, "R 3 3 10 10"))));
    const double scale = std::min(box.width(), box.height()) / 16;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center() - QPointF(8, 8) * scale);
    painter.scale(scale, scale);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.2 / scale, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    painter.drawPath(*path);
    painter.restore();
}

} // namespace orrery::designer
