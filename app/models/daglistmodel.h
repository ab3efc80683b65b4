// SPDX-License-Identifier: GPL-3.0-or-later
// The home's DAG files: own ones first, examples after them, broken ones with their error.
#pragma once

#include <QAbstractListModel>
#include <QSortFilterProxyModel>

#include "engine/session.h"

namespace orrery::models {

/// One of the last runs as a small bar.
struct Bar {
    TaskState sign = TaskState::Pending;
    double height = 0; ///< 0..1: its duration against the longest of the row
    QString tip;
};

class DagListModel final : public QAbstractListModel {
    Q_OBJECT
public:
    explicit DagListModel(QObject *parent = nullptr) : QAbstractListModel(parent) {}

    void setDags(const std::vector<DagSummary> &dags);
    /// Takes new states of runs over into the bars of their DAGs.
    void applyRuns(const std::vector<RunSummary> &runs);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] const std::vector<DagSummary> &dags() const { return m_dags; }

private:
    [[nodiscard]] QString tip(const DagSummary &dag) const;
    std::vector<DagSummary> m_dags;
};

/// "by hand", or the next slot of the schedule; what is wrong with it when it has no next slot.
[[nodiscard]] QString nextSlotText(const DagSummary &dag, WallMs now);

/// Keeps rows whose name, tags, owner or file contain every word of the filter.
class DagFilter final : public QSortFilterProxyModel {
    Q_OBJECT
public:
    using QSortFilterProxyModel::QSortFilterProxyModel;
    void setWords(const QString &text);

protected:
    [[nodiscard]] bool filterAcceptsRow(int row, const QModelIndex &parent) const override;

private:
    QStringList m_words;
};

} // namespace orrery::models

Q_DECLARE_METATYPE(orrery::models::Bar)
