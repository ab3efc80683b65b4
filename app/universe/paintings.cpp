// SPDX-License-Identifier: GPL-3.0-or-later
#include "paintings.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numbers>

#include <QConicalGradient>
#include <QPainter>
#include <QRadialGradient>

#include "theming/stateglyph.h"

namespace orrery::universe {

StateGlyph::StateGlyph(QQuickItem *parent) : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    connect(this, &StateGlyph::changed, this, [this] { update(); });
}

void StateGlyph::paint(QPainter *painter)
{
    theming::paintStateGlyph(*painter, boundingRect(), TaskState(m_state), m_color);
}

namespace {

QColor with(QColor color, qreal alpha)
{
    color.setAlphaF(float(alpha));
    return color;
}

void glow(QPainter &p, QPointF at, qreal radius, const QColor &color, qreal strength)
{
    QRadialGradient light(at, radius);
    light.setColorAt(0, with(color, strength));
    light.setColorAt(0.25, with(color, strength * 0.38));
    light.setColorAt(1, with(color, 0));
    p.setPen(Qt::NoPen);
    p.setBrush(light);
    p.drawEllipse(at, radius, radius);
}

struct Ring {
    qreal radius; // of 1
    qreal planet; // angle [degrees]
    qreal size;   // of the planet
    int hue;      // index into the emblem's hues
};

constexpr std::array<Ring, 5> rings{{{0.22, 205, 0.012, 0},
                                     {0.38, 318, 0.017, 1},
                                     {0.56, 148, 0.014, 2},
                                     {0.76, 28, 0.022, 0},
                                     {0.97, 232, 0.011, 3}}};

} // namespace

HoloPanel::HoloPanel(QQuickItem *parent) : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    connect(this, &HoloPanel::changed, this, [this] { update(); });
}

void HoloPanel::paint(QPainter *painter)
{
    if (!m_theme)
        return;
    painter->setRenderHint(QPainter::Antialiasing);
    const QRectF r = boundingRect().adjusted(0.5, 0.5, -0.5, -0.5);
    const qreal cut = m_theme->space().corner;
    const QPolygonF outline{{{r.left() + cut, r.top()},
                             r.topRight(),
                             {r.right(), r.bottom() - cut},
                             {r.right() - cut, r.bottom()},
                             r.bottomLeft(),
                             {r.left(), r.top() + cut}}};
    QLinearGradient glass(r.topLeft(), r.bottomLeft());
    glass.setColorAt(0, with(m_theme->color().raised, 0.95));
    glass.setColorAt(1, with(m_theme->color().surface, 0.92));
    painter->setPen(QPen(with(m_hue, 0.32), m_theme->space().hairline));
    painter->setBrush(glass);
    painter->drawPolygon(outline);
    painter->setPen(QPen(m_hue, 2, Qt::SolidLine, Qt::FlatCap, Qt::MiterJoin));
    painter->drawPolyline(QPolygonF{{{r.left(), r.top() + cut + 12},
                                     {r.left(), r.top() + cut},
                                     {r.left() + cut, r.top()},
                                     {r.left() + cut + 26, r.top()}}});
    painter->drawPolyline(QPolygonF{{{r.right(), r.bottom() - cut - 12},
                                     {r.right(), r.bottom() - cut},
                                     {r.right() - cut, r.bottom()},
                                     {r.right() - cut - 26, r.bottom()}}});
}

OrreryEmblem::OrreryEmblem(QQuickItem *parent) : QQuickPaintedItem(parent)
{
    setAntialiasing(true);
    connect(this, &OrreryEmblem::changed, this, [this] { update(); });
}

void OrreryEmblem::paint(QPainter *painter)
{
    if (!m_theme)
        return;
    const theming::ThemeColor &c = m_theme->color();
    const std::array<QColor, 4> hues{c.accent, c.hologram, c.success, c.text};
    QPainter &p = *painter;
    p.setRenderHint(QPainter::Antialiasing);
    const QRectF area = boundingRect();
    p.translate(area.center());
    const qreal unit = std::min(area.width() / 2, area.height() / 2 / 0.42);
    constexpr qreal tilt = 0.36; // how flat the rings lie

    glow(p, {0, 0}, unit * 0.34, c.accent, 0.16);
    for (const Ring &ring : rings) {
        const qreal rx = ring.radius * unit;
        const qreal ry = rx * tilt;
        const qreal angle = ring.planet * std::numbers::pi / 180;
        const QPointF planet(rx * std::cos(angle), -ry * std::sin(angle));
        // The ring brightens behind its planet, as a wake.
        p.setBrush(Qt::NoBrush);
        p.setPen(QPen(with(c.accent, 0.20), 1));
        p.drawEllipse(QPointF(0, 0), rx, ry);
        QConicalGradient wake(QPointF(0, 0), 0);
        wake.setColorAt(0, with(hues[std::size_t(ring.hue)], 0.85));
        wake.setColorAt(0.68, with(hues[std::size_t(ring.hue)], 0));
        wake.setColorAt(1, with(hues[std::size_t(ring.hue)], 0));
        p.save();
        p.scale(1, tilt); // in the plane of the rings, where the gradient turns evenly
        p.rotate(-ring.planet);
        wake.setAngle(0);
        p.setPen(QPen(QBrush(wake), 1.6));
        p.drawEllipse(QPointF(0, 0), rx, rx);
        p.restore();
        glow(p, planet, ring.size * unit * 5, hues[std::size_t(ring.hue)], 0.42);
        p.setBrush(hues[std::size_t(ring.hue)]);
        p.drawEllipse(planet, ring.size * unit, ring.size * unit);
    }
    // Degree marks on the outer ring.
    for (int degree = 0; degree < 360; degree += 6) {
        const qreal angle = degree * std::numbers::pi / 180;
        const qreal inner = degree % 30 == 0 ? 1.0 : 1.012;
        const QPointF way(std::cos(angle), tilt * std::sin(angle));
        p.setPen(QPen(with(c.accent, degree % 30 == 0 ? 0.55 : 0.26), 1));
        p.drawLine(way * unit * 0.97 * inner * 1.02, way * unit * 0.97 * 1.05);
    }
    glow(p, {0, 0}, unit * 0.12, c.accent, 0.75);
    p.setPen(Qt::NoPen);
    p.setBrush(with(c.text, 0.95));
    p.drawEllipse(QPointF(0, 0), unit * 0.022, unit * 0.022);
}

void BackdropPicture::setPixels(QSizeF pixels)
{
    const QSize whole = pixels.toSize();
    if (whole == m_pixels)
        return;
    m_pixels = whole;
    paint();
    emit changed();
}

void BackdropPicture::setTheme(theming::Theme *theme)
{
    if (theme == m_theme)
        return;
    m_theme = theme;
    connect(theme, &theming::Theme::changed, this, &BackdropPicture::paint);
    paint();
    emit changed();
}

void BackdropPicture::paint()
{
    if (!m_theme || m_pixels.isEmpty())
        return;
    const theming::ThemeColor &c = m_theme->color();
    const int width = m_pixels.width();
    const int height = m_pixels.height();
    const auto channels = [](const QColor &color) {
        return std::array<float, 3>{float(color.red()), float(color.green()), float(color.blue())};
    };
    const std::array<float, 3> top = channels(c.backdropTop);
    const std::array<float, 3> bottom = channels(c.backdropBottom);
    const std::array<float, 3> light = channels(c.accent);
    QByteArray data(qsizetype(width) * height * 4, Qt::Uninitialized);
    auto *out = reinterpret_cast<std::uint8_t *>(data.data());
    std::uint32_t noise = 0x9E3779B9U;
    constexpr int grid = 44; // [px]
    for (int y = 0; y < height; ++y) {
        const float down = float(y) / float(height);
        const float dy = (float(y) - float(height) * 0.46F) / float(height);
        for (int x = 0; x < width; ++x) {
            const float dx = (float(x) - float(width) * 0.5F) / float(width);
            const float far = std::min(1.0F, dx * dx * 3.4F + dy * dy * 4.2F);
            const float haze = (1 - far) * (1 - far) * 0.055F;
            const float lines = (x % grid == 0 || y % grid == 0) ? 0.016F * (1 - far * 0.6F) : 0;
            noise ^= noise << 13, noise ^= noise >> 17, noise ^= noise << 5;
            const float dither = float(noise & 0xFFFF) / 65535.0F;
            for (std::size_t i = 0; i < 3; ++i) {
                const float base = top[i] + (bottom[i] - top[i]) * down;
                *out++ = std::uint8_t(
                    std::clamp(base + (light[i] - base) * (haze + lines) + dither, 0.0F, 255.0F));
            }
            *out++ = 255;
        }
    }
    setSize(m_pixels);
    setFormat(RGBA8);
    setHasTransparency(false);
    setTextureData(data);
}

} // namespace orrery::universe
