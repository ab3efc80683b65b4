// SPDX-License-Identifier: GPL-3.0-or-later
#include "models/findingsmodel.h"

#include "bridge/text.h"
#include "models/roles.h"

namespace orrery::models {

using bridge::qs;

void FindingsModel::setFindings(const toolkit::Parsed &parsed)
{
    beginResetModel();
    m_findings = parsed.findings;
    if (parsed.suppressed > 0) {
        Finding more;
        more.severity = Finding::Severity::Warning;
        more.message = bridge::text(
            bridge::counted(parsed.suppressed, "further finding is", "further findings are") +
            tr(" not shown"));
        more.fix = "correct the first ones, or raise the setting limits.maxFindings";
        m_findings.push_back(more);
    }
    m_errors = int(std::count_if(m_findings.begin(), m_findings.end(),
                                 [](const Finding &f) { return f.isError(); }));
    m_nodeIds.clear();
    for (const NodeSpec &node : parsed.dag.nodes)
        m_nodeIds.push_back(node.id);
    endResetModel();
}

const Finding *FindingsModel::at(int row) const
{
    return row >= 0 && row < rowCount() ? &m_findings[std::size_t(row)] : nullptr;
}

NodeIndex FindingsModel::nodeOf(int row) const
{
    const Finding *finding = at(row);
    if (!finding)
        return none;
    const QStringList parts = qs(finding->path).split(QLatin1Char('/'));
    const qsizetype at = parts.indexOf(QStringLiteral("nodes"));
    if (at < 0 || at + 1 >= parts.size())
        return none;
    bool isNumber = false;
    const uint index = parts[at + 1].toUInt(&isNumber);
    if (isNumber)
        return index < m_nodeIds.size() ? index : none;
    const auto byName = std::find(m_nodeIds.begin(), m_nodeIds.end(), bridge::text(parts[at + 1]));
    return byName == m_nodeIds.end() ? none : NodeIndex(byName - m_nodeIds.begin());
}

int FindingsModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(m_findings.size());
}

int FindingsModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : int(ColumnCount);
}

QVariant FindingsModel::data(const QModelIndex &index, int role) const
{
    if (!checkIndex(index, CheckIndexOption::IndexIsValid))
        return {};
    const Finding &finding = m_findings[std::size_t(index.row())];
    if (role == Qt::ToolTipRole)
        return qs(finding.text());
    if (role == SignRole)
        return int(finding.isError() ? TaskState::Failed : TaskState::Waiting);
    if (role != Qt::DisplayRole)
        return {};
    switch (index.column()) {
    case Severity:
        return finding.isError() ? tr("Error") : tr("Warning");
    case Place:
        return finding.line == 0 ? QString()
                                 : QStringLiteral("%1:%2").arg(finding.line).arg(finding.column);
    case Message:
        return qs(finding.message);
    case Fix:
        return qs(finding.fix);
    case Path:
        return qs(finding.path);
    default:
        return {};
    }
}

QVariant FindingsModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    const QStringList titles{tr("Severity"), tr("Line"), tr("What is wrong"),
                                    tr("What to do"), tr("Where")};
    return orientation == Qt::Horizontal && role == Qt::DisplayRole ? titles.value(section)
                                                                    : QVariant();
}

} // namespace orrery::models
