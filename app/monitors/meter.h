// SPDX-License-Identifier: GPL-3.0-or-later
// One figure of the host in the top bar: caption, value, a tiny curve of the last minute.
#pragma once

#include <QWidget>

#include "theming/theme.h"

namespace orrery::monitors {

class Meter final : public QWidget {
    Q_OBJECT
public:
    Meter(theming::Theme &theme, const QString &caption, const QColor &hue,
          QWidget *parent = nullptr);

    /// @param share  0..1, painted as the curve
    /// @param value  "34 %"; @param reserved  0..1 of what runs have leased, a thin line under the
    /// curve
    void add(double share, const QString &value, double reserved, const QString &tip);
    /// No reading: the value is shown greyed.
    void setStale(bool stale);
    [[nodiscard]] const QString &value() const { return m_value; }
    [[nodiscard]] QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    static constexpr int readings = 60;

    theming::Theme &m_theme;
    QString m_caption;
    QColor m_hue;
    QList<double> m_shares;
    QString m_value;
    double m_reserved = 0;
    bool m_stale = false;
};

} // namespace orrery::monitors
