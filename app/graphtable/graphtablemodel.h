// SPDX-License-Identifier: GPL-3.0-or-later
// The graph as a table: a line per node, with what comes before and after it.
#pragma once

#include <memory>

#include <QAbstractTableModel>

#include "bridge/dagdocument.h"
#include "bridge/runfacade.h"
#include "bridge/runnodes.h"

namespace orrery::graphtable {

class GraphTableModel final : public QAbstractTableModel {
    Q_OBJECT
public:
    enum Column { Node, Type, State, From, To };
    GraphTableModel(const bridge::DagDocument &document, const bridge::RunFacade &run,
                    const bridge::RunNodes &nodes, QObject *parent = nullptr);

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation,
                                      int role) const override;

private:
    void read();
    void readStates();
    [[nodiscard]] QString names(const std::vector<NodeIndex> &nodes) const;

    const bridge::DagDocument &m_document;
    const bridge::RunFacade &m_run;
    const bridge::RunNodes &m_nodes;
    std::shared_ptr<const bridge::Reading> m_reading;
    std::vector<std::vector<NodeIndex>> m_from, m_to; ///< by node
};

} // namespace orrery::graphtable
