// SPDX-License-Identifier: GPL-3.0-or-later
// Design tokens as plain values: what themes/*.json may say, one property per key.
#pragma once

#include <QColor>
#include <QMetaType>
#include <QString>
#include <qqmlregistration.h>

namespace orrery::theming {

/// Colours. The last nine are the states of a task, in the order of TaskState.
struct ThemeColor {
    Q_GADGET
    QML_ANONYMOUS
    Q_PROPERTY(QColor background MEMBER background)
    Q_PROPERTY(QColor backdropTop MEMBER backdropTop)
    Q_PROPERTY(QColor backdropBottom MEMBER backdropBottom)
    Q_PROPERTY(QColor surface MEMBER surface)
    Q_PROPERTY(QColor raised MEMBER raised)
    Q_PROPERTY(QColor line MEMBER line)
    Q_PROPERTY(QColor text MEMBER text)
    Q_PROPERTY(QColor muted MEMBER muted)
    Q_PROPERTY(QColor faint MEMBER faint)
    Q_PROPERTY(QColor accent MEMBER accent)
    Q_PROPERTY(QColor danger MEMBER danger)
    Q_PROPERTY(QColor success MEMBER success)
    Q_PROPERTY(QColor hologram MEMBER hologram)
    Q_PROPERTY(QColor pending MEMBER pending)
    Q_PROPERTY(QColor waiting MEMBER waiting)
    Q_PROPERTY(QColor held MEMBER held)
    Q_PROPERTY(QColor queued MEMBER queued)
    Q_PROPERTY(QColor running MEMBER running)
    Q_PROPERTY(QColor succeeded MEMBER succeeded)
    Q_PROPERTY(QColor failed MEMBER failed)
    Q_PROPERTY(QColor cancelled MEMBER cancelled)
    Q_PROPERTY(QColor skipped MEMBER skipped)
public:
    QColor background, backdropTop, backdropBottom, surface, raised, line;
    QColor text, muted, faint;
    QColor accent, danger, success, hologram;
    QColor pending, waiting, held, queued, running, succeeded, failed, cancelled, skipped;
};

/// Distances [px].
struct ThemeSpace {
    Q_GADGET
    QML_ANONYMOUS
    Q_PROPERTY(int xs MEMBER xs)
    Q_PROPERTY(int s MEMBER s)
    Q_PROPERTY(int m MEMBER m)
    Q_PROPERTY(int l MEMBER l)
    Q_PROPERTY(int xl MEMBER xl)
    Q_PROPERTY(int corner MEMBER corner)
    Q_PROPERTY(int row MEMBER row)
    Q_PROPERTY(int hairline MEMBER hairline)
public:
    int xs = 0, s = 0, m = 0, l = 0, xl = 0;
    int corner = 0;   ///< the cut corner of panels
    int row = 0;      ///< height of a list row
    int hairline = 0; ///< width of a border
};

/// Families and sizes [px].
struct ThemeType {
    Q_GADGET
    QML_ANONYMOUS
    Q_PROPERTY(QString sans MEMBER sans)
    Q_PROPERTY(QString mono MEMBER mono)
    Q_PROPERTY(int caption MEMBER caption)
    Q_PROPERTY(int body MEMBER body)
    Q_PROPERTY(int title MEMBER title)
    Q_PROPERTY(int display MEMBER display)
    Q_PROPERTY(double tracking MEMBER tracking)
public:
    QString sans, mono;
    int caption = 0, body = 0, title = 0, display = 0;
    double tracking = 0; ///< extra space between small capitals
};

/// Durations [ms] and the rate of live flow.
struct ThemeMotion {
    Q_GADGET
    QML_ANONYMOUS
    Q_PROPERTY(int quick MEMBER quick)
    Q_PROPERTY(int ease MEMBER ease)
    Q_PROPERTY(int slow MEMBER slow)
    Q_PROPERTY(int flowHz MEMBER flowHz)
    Q_PROPERTY(bool reduced MEMBER reduced)
public:
    int quick = 0, ease = 0, slow = 0;
    int flowHz = 0;       ///< frames a second while something runs
    bool reduced = false; ///< no transitions, no flow
};

} // namespace orrery::theming
