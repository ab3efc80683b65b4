// SPDX-License-Identifier: GPL-3.0-or-later
// Asked when the window is closed while something runs: says what goes on and where to find it.
#pragma once

#include <QDialog>

#include "engine/run.h"
#include "theming/theme.h"

namespace orrery::shell {

class CloseDialog final : public QDialog {
    Q_OBJECT
public:
    enum class Choice { KeepRunning, CancelRuns, Stay };

    /// @param home  where the runs are found again
    CloseDialog(theming::Theme &theme, const std::vector<RunSummary> &live, const QString &home,
                QWidget *parent);
    [[nodiscard]] Choice choice() const { return m_choice; }

private:
    Choice m_choice = Choice::Stay;
};

} // namespace orrery::shell
