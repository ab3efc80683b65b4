// SPDX-License-Identifier: GPL-3.0-or-later
// Heat of hosts and devices: live, or from a recording; a cell leads to the task that ran there.
#pragma once

#include <QWidget>

#include "heatmap/taskfinder.h"
#include "widgets/workbench.h"

class QToolButton;

namespace orrery::bridge {
class Visit;
}

namespace orrery::widgets {
class StateFrame;
}

namespace orrery::heatmap {

class HeatView;

class HeatPanel final : public QWidget {
    Q_OBJECT
public:
    explicit HeatPanel(widgets::Workbench &bench, QWidget *parent = nullptr);

    [[nodiscard]] static QString id() { return QStringLiteral("heat"); }
    [[nodiscard]] QList<QWidget *> tools() const;
    [[nodiscard]] HeatView &view() { return *m_view; }
    /// Shows a recording; a file that is none is told of.
    void openRecording(const QString &file);
    void showLive();

private:
    void refresh();
    void select(const FoundTask &found);

    widgets::Workbench &m_bench;
    models::HeatGrid m_live;
    models::HeatGrid m_recorded;
    QString m_file; ///< of the recording that is shown; "" = live
    HeatView *m_view;
    widgets::StateFrame *m_frame;
    TaskFinder *m_finder;
    bridge::Visit *m_visit;
    QToolButton *m_open = nullptr;
    QToolButton *m_back = nullptr;
};

} // namespace orrery::heatmap
