// SPDX-License-Identifier: GPL-3.0-or-later
// What is wrong, or doubtful, in the open file: line, column, message and what to do.
#pragma once

#include <QAbstractTableModel>

#include "engine/toolkit.h"

namespace orrery::models {

class FindingsModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Severity, Place, Message, Fix, Path, ColumnCount };

    explicit FindingsModel(QObject *parent = nullptr) : QAbstractTableModel(parent) {}

    void setFindings(const toolkit::Parsed &parsed);
    [[nodiscard]] const Finding *at(int row) const;
    [[nodiscard]] int errors() const { return m_errors; }
    [[nodiscard]] int warnings() const { return int(m_findings.size()) - m_errors; }
    /// The node that a finding is about, from its path "nodes/3/..."; none when it is about none.
    [[nodiscard]] NodeIndex nodeOf(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    std::vector<Finding> m_findings;
    std::vector<std::string> m_nodeIds;
    int m_errors = 0;
};

} // namespace orrery::models
