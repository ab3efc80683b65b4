// SPDX-License-Identifier: GPL-3.0-or-later
// The tasks of the watched run: nodes in file order, then mapped items as they expand.
#pragma once

#include <memory>

#include <QAbstractTableModel>
#include <QBasicTimer>
#include <QSortFilterProxyModel>

#include "engine/run.h"

namespace orrery::models {

class TaskTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { State, Task, Duration, Attempts, Cpu, Memory, Host, Reason, ColumnCount };

    explicit TaskTableModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    void clear();
    /// Names come from here; until it is known tasks are called by their number.
    void setDag(const DagSpec &dag);
    /// Rows by TaskIndex; one change of the model per call.
    void apply(const std::vector<TaskRow> &rows);

    /// The tasks from `count` on are gone.
    void shrink(std::size_t count);
    /// What unfinished tasks have taken is told as of then; 0 = as of now, as time passes.
    void setMoment(WallMs at);

    [[nodiscard]] const std::vector<TaskRow> &rows() const { return m_rows; }
    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

protected:
    void timerEvent(QTimerEvent *event) override;

private:
    [[nodiscard]] QString name(const TaskRow &row) const;
    [[nodiscard]] QString cell(const TaskRow &row, int column) const;
    [[nodiscard]] QVariant sortKey(const TaskRow &row, int column) const;
    void watchTime(const std::vector<TaskRow> &rows);
    void tellTime();
    [[nodiscard]] SpanMs spent(const TaskRow &row) const;

    std::vector<TaskRow> m_rows;
    std::vector<QString> m_nodeNames;
    WallMs m_moment = 0;
    QBasicTimer m_tick; ///< 1 Hz while a task runs
};

/// Sorts by value and keeps tasks whose name contains the filter or whose state is the wanted one.
class TaskFilter final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    explicit TaskFilter(QObject *parent = nullptr);
    void setText(const QString &text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QString m_text;
};

} // namespace orrery::models
