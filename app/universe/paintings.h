// SPDX-License-Identifier: GPL-3.0-or-later
// What is painted once and kept: signs of states, the emblem of an empty universe, the backdrop.
#pragma once

#include <QColor>
#include <QQuick3DTextureData>
#include <QQuickPaintedItem>
#include <qqmlregistration.h>

#include "theming/theme.h"

namespace orrery::universe {

/// The sign of a TaskState in QML.
class StateGlyph : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(int nodeState MEMBER m_state NOTIFY changed REQUIRED)
    Q_PROPERTY(QColor color MEMBER m_color NOTIFY changed REQUIRED)
public:
    explicit StateGlyph(QQuickItem *parent = nullptr);
    void paint(QPainter *painter) override;

signals:
    void changed();

private:
    int m_state = 0;
    QColor m_color;
};

/// A translucent panel with two cut corners, a quiet border and an accent where it is cut.
class HoloPanel : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(orrery::theming::Theme *theme MEMBER m_theme NOTIFY changed REQUIRED)
    Q_PROPERTY(QColor hue MEMBER m_hue NOTIFY changed)
public:
    explicit HoloPanel(QQuickItem *parent = nullptr);
    void paint(QPainter *painter) override;

signals:
    void changed();

private:
    theming::Theme *m_theme = nullptr;
    QColor m_hue;
};

/// Rings and planets: shown while no graph is open.
class OrreryEmblem : public QQuickPaintedItem {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(orrery::theming::Theme *theme MEMBER m_theme NOTIFY changed REQUIRED)
public:
    explicit OrreryEmblem(QQuickItem *parent = nullptr);
    void paint(QPainter *painter) override;

signals:
    void changed();

private:
    theming::Theme *m_theme = nullptr;
};

/// A near-black gradient with a faint grid and one bit of noise, so that it does not band.
class BackdropPicture : public QQuick3DTextureData {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QSizeF pixels READ pixels WRITE setPixels NOTIFY changed)
    Q_PROPERTY(orrery::theming::Theme *theme READ theme WRITE setTheme NOTIFY changed REQUIRED)
public:
    using QQuick3DTextureData::QQuick3DTextureData;
    [[nodiscard]] QSizeF pixels() const { return m_pixels; }
    void setPixels(QSizeF pixels);
    [[nodiscard]] theming::Theme *theme() const { return m_theme; }
    void setTheme(theming::Theme *theme);

signals:
    void changed();

private:
    void paint();

    QSize m_pixels;
    theming::Theme *m_theme = nullptr;
};

} // namespace orrery::universe
