// SPDX-License-Identifier: GPL-3.0-or-later
// orrery-cockpit [FILE] [--home DIR] [--screenshot PNG] [--size WxH] [--theme T] [--language L] ...
#pragma once

#include <optional>

#include <QSize>
#include <QString>
#include <QVariantHash>

class QCoreApplication;

namespace orrery::cockpit {

struct Options {
    QString file;         ///< opened at start; may be empty
    QString home;         ///< as given, else the default home
    bool ownHome = false; ///< --home was given
    QString screenshot;   ///< where the picture goes; empty = an ordinary start
    QSize size;           ///< of the window; empty = as it was left
    QVariantHash settings; ///< for this start only: "look.theme"
    bool wall = false;        ///< the wall display
    bool newInstance = false; ///< also when another cockpit has the home
};

/// @return absent when the arguments are wrong; the reason has been printed
[[nodiscard]] std::optional<Options> parseOptions(const QCoreApplication &app);

} // namespace orrery::cockpit
