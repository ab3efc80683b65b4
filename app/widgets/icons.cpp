// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/icons.h"

#include <QIconEngine>

namespace orrery::widgets {
namespace {

void lines(QPainter &p, std::initializer_list<std::initializer_list<QPointF>> all)
{
    for (const auto &line : all)
        p.drawPolyline(QPolygonF(QList<QPointF>(line)));
}

/// In a box from -1 to 1.
void paintUnit(QPainter &p, Symbol symbol, const QColor &color)
{
    switch (symbol) {
    case Symbol::Search:
        p.drawEllipse(QPointF(-0.15, -0.15), 0.5, 0.5);
        lines(p, {{{0.22, 0.22}, {0.7, 0.7}}});
        break;
    case Symbol::Bell: {
        QPainterPath bell({-0.6, 0.42});
        bell.cubicTo({-0.3, 0.1}, {-0.5, -0.7}, {0, -0.7});
        bell.cubicTo({0.5, -0.7}, {0.3, 0.1}, {0.6, 0.42});
        bell.closeSubpath();
        p.drawPath(bell);
        lines(p, {{{-0.14, 0.68}, {0.14, 0.68}}});
        break;
    }
    case Symbol::Menu:
        lines(p,
              {{{-0.6, -0.45}, {0.6, -0.45}}, {{-0.6, 0}, {0.6, 0}}, {{-0.6, 0.45}, {0.6, 0.45}}});
        break;
    case Symbol::Run:
        p.setBrush(color);
        p.drawPolygon(QPolygonF({{-0.4, -0.55}, {0.6, 0}, {-0.4, 0.55}}));
        break;
    case Symbol::Cancel:
        p.setBrush(color);
        p.drawRect(QRectF(-0.4, -0.4, 0.8, 0.8));
        break;
    case Symbol::Retry:
        p.drawArc(QRectF(-0.55, -0.55, 1.1, 1.1), 50 * 16, 280 * 16);
        lines(p, {{{0.1, -0.62}, {0.42, -0.4}, {0.2, -0.08}}});
        break;
    case Symbol::Fit:
        lines(p, {{{-0.6, -0.2}, {-0.6, -0.6}, {-0.2, -0.6}},
                  {{0.2, -0.6}, {0.6, -0.6}, {0.6, -0.2}},
                  {{0.6, 0.2}, {0.6, 0.6}, {0.2, 0.6}},
                  {{-0.2, 0.6}, {-0.6, 0.6}, {-0.6, 0.2}}});
        break;
    case Symbol::Folder:
        lines(p, {{{-0.65, 0.5},
                   {-0.65, -0.5},
                   {-0.15, -0.5},
                   {0.05, -0.28},
                   {0.65, -0.28},
                   {0.65, 0.5},
                   {-0.65, 0.5}}});
        break;
    case Symbol::Copy:
        p.drawRect(QRectF(-0.6, -0.3, 0.85, 0.95));
        lines(p, {{{-0.2, -0.62}, {0.6, -0.62}, {0.6, 0.3}}});
        break;
    case Symbol::Next:
        lines(p, {{{-0.5, -0.25}, {0, 0.3}, {0.5, -0.25}}});
        break;
    case Symbol::Previous:
        lines(p, {{{-0.5, 0.25}, {0, -0.3}, {0.5, 0.25}}});
        break;
    case Symbol::Follow:
        lines(p, {{{0, -0.6}, {0, 0.35}},
                  {{-0.35, 0.05}, {0, 0.4}, {0.35, 0.05}},
                  {{-0.5, 0.65}, {0.5, 0.65}}});
        break;
    case Symbol::Clear:
        lines(p, {{{-0.45, -0.45}, {0.45, 0.45}}, {{-0.45, 0.45}, {0.45, -0.45}}});
        break;
    case Symbol::Pause:
        p.setBrush(color);
        p.drawRect(QRectF(-0.42, -0.48, 0.24, 0.96));
        p.drawRect(QRectF(0.18, -0.48, 0.24, 0.96));
        break;
    case Symbol::StepBack:
        p.setBrush(color);
        p.drawPolygon(QPolygonF({{0.4, -0.45}, {-0.25, 0}, {0.4, 0.45}}));
        lines(p, {{{-0.45, -0.45}, {-0.45, 0.45}}});
        break;
    case Symbol::StepOn:
        p.setBrush(color);
        p.drawPolygon(QPolygonF({{-0.4, -0.45}, {0.25, 0}, {-0.4, 0.45}}));
        lines(p, {{{0.45, -0.45}, {0.45, 0.45}}});
        break;
    }
}

class SymbolEngine final : public QIconEngine {
public:
    SymbolEngine(Symbol symbol, QColor normal, QColor off)
        : m_symbol(symbol), m_normal(normal), m_off(off)
    {
    }
    void paint(QPainter *painter, const QRect &rect, QIcon::Mode mode, QIcon::State) override
    {
        paintSymbol(*painter, rect, m_symbol, mode == QIcon::Disabled ? m_off : m_normal);
    }
    QPixmap pixmap(const QSize &size, QIcon::Mode mode, QIcon::State state) override
    {
        QPixmap image(size);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        paint(&painter, image.rect(), mode, state);
        return image;
    }
    QIconEngine *clone() const override { return new SymbolEngine(m_symbol, m_normal, m_off); }

private:
    Symbol m_symbol;
    QColor m_normal, m_off;
};

} // namespace

void paintSymbol(QPainter &painter, const QRectF &box, Symbol symbol, const QColor &color)
{
    const double half = std::min(box.width(), box.height()) / 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center());
    painter.scale(half, half);
    painter.setBrush(Qt::NoBrush);
    painter.setPen(QPen(color, 1.4 / half, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
    paintUnit(painter, symbol, color);
    painter.restore();
}

QIcon symbolIcon(Symbol symbol, const theming::Theme &theme)
{
    return QIcon(new SymbolEngine(symbol, theme.color().text, theme.color().faint));
}

void paintEmblem(QPainter &painter, const QRectF &box, const theming::Theme &theme)
{
    const auto &c = theme.color();
    const double half = std::min(box.width(), box.height()) / 2;
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    painter.translate(box.center());
    painter.scale(half, half);
    painter.rotate(-24);
    const auto ring = [&](double rx, double ry, const QColor &color) {
        painter.setPen(QPen(color, 0.09));
        painter.setBrush(Qt::NoBrush);
        painter.drawEllipse(QPointF(0, 0), rx, ry);
    };
    QColor quiet = c.accent;
    quiet.setAlphaF(0.45F);
    ring(0.95, 0.42, c.accent);
    ring(0.6, 0.6, quiet);
    painter.setPen(Qt::NoPen);
    painter.setBrush(c.accent);
    painter.drawEllipse(QPointF(0, 0), 0.26, 0.26);
    painter.setBrush(c.success);
    painter.drawEllipse(QPointF(0.82, -0.21), 0.14, 0.14);
    painter.setBrush(c.hologram);
    painter.drawEllipse(QPointF(-0.42, 0.42), 0.12, 0.12);
    painter.restore();
}

QIcon applicationIcon(const theming::Theme &theme)
{
    QIcon icon;
    for (const int size : {16, 32, 64, 128, 256}) {
        QPixmap image(size, size);
        image.fill(Qt::transparent);
        QPainter painter(&image);
        paintEmblem(painter, QRectF(1, 1, size - 2, size - 2), theme);
        icon.addPixmap(image);
    }
    return icon;
}

} // namespace orrery::widgets
