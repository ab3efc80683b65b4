// SPDX-License-Identifier: GPL-3.0-or-later
// Runs that have not ended, in the order in which they have their turns.
#pragma once

#include <unordered_map>
#include <vector>

#include <QAbstractTableModel>

#include "engine/run.h"

namespace orrery::models {

/// The runs that go on, then those that wait: higher priority first, older first among equals.
[[nodiscard]] std::vector<RunSummary> inTurn(std::vector<RunSummary> runs);
/// A run waits for its turn, or for something else before it begins.
[[nodiscard]] bool waitsForTurn(const RunSummary &run);
/// The least change of priorities that makes waiting runs take their turns in this order.
/// @return  new priorities, one per run
[[nodiscard]] std::vector<std::int32_t> prioritiesFor(const std::vector<RunSummary> &order);

class QueueModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Turn, State, Dag, Progress, Waits, Priority, Parameters, Id, ColumnCount };

    explicit QueueModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    void apply(const std::vector<RunSummary> &runs, bool snapshot);
    [[nodiscard]] const RunSummary *at(int row) const;
    [[nodiscard]] int rowOf(const RunId &run) const;
    /// The runs that wait, in their order.
    [[nodiscard]] std::vector<RunSummary> waiting() const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    [[nodiscard]] QString cell(int row, int column) const;

    std::vector<RunSummary> m_runs;
};

} // namespace orrery::models
