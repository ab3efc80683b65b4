// SPDX-License-Identifier: GPL-3.0-or-later
// The window's few symbols, drawn from paths: sharp at any scale, coloured by the theme.
#pragma once

#include <QIcon>

#include "theming/theme.h"

namespace orrery::widgets {

enum class Symbol {
    Search,
    Bell,
    Menu,
    Run,
    Cancel,
    Retry,
    Fit,
    Folder,
    Copy,
    Next,
    Previous,
    Follow,
    Clear,
    Pause,
    StepBack,
    StepOn
};

void paintSymbol(QPainter &painter, const QRectF &box, Symbol symbol, const QColor &color);
[[nodiscard]] QIcon symbolIcon(Symbol symbol, const theming::Theme &theme);
/// The application's sign: a planet with its orbit and two moons.
void paintEmblem(QPainter &painter, const QRectF &box, const theming::Theme &theme);
[[nodiscard]] QIcon applicationIcon(const theming::Theme &theme);

} // namespace orrery::widgets
