// SPDX-License-Identifier: GPL-3.0-or-later
// Where the time of the watched run went: one bar, the ratio of waiting, the bottleneck.
#pragma once

#include <QWidget>

#include "history/runtimes.h"

namespace orrery::history {

/// A click on the bottleneck selects it.
class BreakdownView final : public QWidget {
    Q_OBJECT
public:
    BreakdownView(const widgets::Surroundings &around, RunTimes &times, QWidget *parent = nullptr);

    /// The same in words, one line each; empty without a run.
    [[nodiscard]] QStringList lines() const;
    [[nodiscard]] QSize sizeHint() const override { return {260, 58}; }
    [[nodiscard]] QSize minimumSizeHint() const override { return {150, 58}; }

protected:
    void paintEvent(QPaintEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    widgets::Surroundings m_around;
    RunTimes &m_times;
};

} // namespace orrery::history
