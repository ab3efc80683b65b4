// SPDX-License-Identifier: GPL-3.0-or-later
#include "graphtable/graphtablemodel.h"

#include "bridge/text.h"
#include "models/roles.h"

namespace orrery::graphtable {

using bridge::qs;

GraphTableModel::GraphTableModel(const bridge::DagDocument &document, const bridge::RunFacade &run,
                                 const bridge::RunNodes &nodes, QObject *parent)
    : QAbstractTableModel(parent), m_document(document), m_run(run), m_nodes(nodes)
{
    connect(&document, &bridge::DagDocument::changed, this, &GraphTableModel::read);
    connect(&run, &bridge::RunFacade::tasksChanged, this, &GraphTableModel::readStates);
    connect(&run, &bridge::RunFacade::reset, this, &GraphTableModel::readStates);
    connect(&nodes, &bridge::RunNodes::changed, this, &GraphTableModel::readStates);
    read();
}

void GraphTableModel::read()
{
    beginResetModel();
    m_reading = m_document.reading();
    const DagSpec &dag = m_reading->parsed.dag;
    m_from.assign(dag.nodes.size(), {});
    m_to.assign(dag.nodes.size(), {});
    for (const EdgeSpec &edge : dag.edges)
        if (edge.from < dag.nodes.size() && edge.to < dag.nodes.size()) {
            m_from[edge.to].push_back(edge.from);
            m_to[edge.from].push_back(edge.to);
        }
    endResetModel();
}

void GraphTableModel::readStates()
{
    if (rowCount() > 0)
        emit dataChanged(index(0, State), index(rowCount() - 1, State));
}

QString GraphTableModel::names(const std::vector<NodeIndex> &nodes) const
{
    constexpr std::size_t shown = 12;
    QStringList names;
    for (std::size_t i = 0; i < std::min(nodes.size(), shown); ++i)
        names << qs(m_reading->parsed.dag.nodes[nodes[i]].id);
    if (nodes.size() > shown)
        names << tr("and %1 more").arg(nodes.size() - shown);
    return names.join(QStringLiteral(", "));
}

int GraphTableModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_from.size());
}

int GraphTableModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : To + 1;
}

QVariant GraphTableModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const auto node = NodeIndex(index.row());
    if (role == models::IndexRole)
        return node;
    if (role != Qt::DisplayRole && role != Qt::AccessibleTextRole && role != Qt::ToolTipRole)
        return {};
    const NodeSpec &spec = m_reading->parsed.dag.nodes[node];
    switch (index.column()) {
    case Node:
        return qs(spec.name.empty() || spec.name == spec.id ? spec.id
                                                            : spec.name + "  (" + spec.id + ")");
    case Type:
        return qs(spec.type);
    case State: {
        const NodeIndex ran = m_nodes.ofDag(node);
        const TaskRow *row = ran == none ? nullptr : m_run.rowOf(ran);
        return row ? bridge::title(row->state) : tr("not run");
    }
    case From:
        return names(m_from[node]);
    case To:
        return names(m_to[node]);
    default:
        return {};
    }
}

QVariant GraphTableModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Node:
        return tr("Node");
    case Type:
        return tr("Type");
    case State:
        return tr("State");
    case From:
        return tr("Inputs from");
    case To:
        return tr("Outputs to");
    default:
        return {};
    }
}

} // namespace orrery::graphtable
