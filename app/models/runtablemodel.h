// SPDX-License-Identifier: GPL-3.0-or-later
// All runs of the home, newest first.
#pragma once

#include <unordered_map>

#include <QAbstractTableModel>
#include <QBasicTimer>

#include "engine/run.h"

namespace orrery::models {

class RunTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { State, Dag, Progress, Duration, Started, Trigger, Id, ColumnCount };

    explicit RunTableModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    /// New and changed runs; one change of the model per call. `snapshot`: forget the others.
    void apply(const std::vector<RunSummary> &runs, bool snapshot);
    [[nodiscard]] const RunSummary *at(int row) const;
    /// -1 when it is not known.
    [[nodiscard]] int rowOf(const RunId &run) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    void reset(std::vector<RunSummary> runs);
    void append(std::vector<RunSummary> fresh);
    void watchTime();
    [[nodiscard]] QString cell(const RunSummary &run, int column) const;
    [[nodiscard]] QString tip(const RunSummary &run) const;

    std::vector<RunSummary> m_runs;                  ///< oldest first; row 0 is the last one
    std::unordered_map<RunId, std::size_t> m_places; ///< run -> position in m_runs
    QBasicTimer m_tick;                              ///< 1 Hz while a run lives
};

} // namespace orrery::models
