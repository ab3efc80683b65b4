// SPDX-License-Identifier: GPL-3.0-or-later
// Two runs side by side: what explains the difference first, then all of it.
#pragma once

#include <QThreadPool>
#include <QWidget>

#include "engine/comparison.h"
#include "history/runhistory.h"

class QComboBox;
class QLabel;
class QTreeWidget;
class QTreeWidgetItem;

namespace orrery::widgets {
class StateFrame;
}

namespace orrery::history {

class ComparePanel final : public QWidget {
    Q_OBJECT
public:
    ComparePanel(const widgets::Surroundings &around, RunHistory &history,
                 QWidget *parent = nullptr);

    void compare(const RunId &before, const RunId &after);
    [[nodiscard]] QTreeWidget *tree() const { return m_tree; }
    /// Chooses the runs; for the title row of the dock.
    [[nodiscard]] QWidget *tools() const { return m_tools; }

protected:
    void resizeEvent(QResizeEvent *event) override;

private:
    QWidget *makeTools();
    void fillChoices();
    void read();
    void take(const RunId &run, const Result<RunDetail> &detail);
    void show(const RunComparison &found);
    void addSummary(const RunComparison &found);
    void addValues(const QString &title, const std::vector<ValueChange> &changes);
    void addTasks(const RunComparison &found);
    void addOutputs(const RunComparison &found);
    void addDag(const RunComparison &found);
    QTreeWidgetItem *addHeading(const QString &title);

    widgets::Surroundings m_around;
    RunHistory &m_history;
    RunId m_before, m_after;
    std::vector<RunDetail> m_details;
    std::uint64_t m_generation = 0; ///< cancel = newer pair
    QWidget *m_tools = nullptr;
    QComboBox *m_first = nullptr;
    QComboBox *m_second = nullptr;
    QTreeWidget *m_tree;
    widgets::StateFrame *m_frame;
    bool m_filling = false;
    QThreadPool m_pool; // last: its thread ends before what it uses
};

} // namespace orrery::history
