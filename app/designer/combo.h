// SPDX-License-Identifier: GPL-3.0-or-later
// A list to choose from, as forms have it: its arrow is seen, its text is grey while nothing is
// chosen, and the wheel scrolls the form unless one is in it.
#pragma once

#include <QComboBox>

#include "theming/theme.h"

namespace orrery::designer {

class Combo final : public QComboBox {
    Q_OBJECT
public:
    explicit Combo(theming::Theme &theme, QWidget *parent = nullptr);

    /// What stands there comes from elsewhere: it is grey.
    void setQuiet(bool quiet);

protected:
    void paintEvent(QPaintEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;

private:
    theming::Theme &m_theme;
    bool m_quiet = false;
};

} // namespace orrery::designer
