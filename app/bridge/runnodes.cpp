// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/runnodes.h"

#include <string_view>
#include <unordered_map>

#include "bridge/dagdocument.h"
#include "bridge/runfacade.h"
#include "bridge/text.h"

namespace orrery::bridge {

RunNodes::RunNodes(const DagDocument &document, const RunFacade &run, QObject *parent)
    : QObject(parent), m_document(document), m_run(run)
{
    connect(&document, &DagDocument::changed, this, &RunNodes::refresh);
    connect(&run, &RunFacade::reset, this, &RunNodes::refresh);
    connect(&run, &RunFacade::dagKnown, this, &RunNodes::refresh);
    connect(&run, &RunFacade::summaryChanged, this, &RunNodes::refresh);
}

NodeIndex RunNodes::ofDag(NodeIndex runNode) const
{
    if (m_fit == Fit::Same)
        return runNode;
    return runNode < m_dagNode.size() ? m_dagNode[runNode] : none;
}

NodeIndex RunNodes::ofRun(NodeIndex dagNode) const
{
    if (m_fit == Fit::Same)
        return dagNode;
    return dagNode < m_runNode.size() ? m_runNode[dagNode] : none;
}

void RunNodes::refresh()
{
    if (m_seenReading == m_document.reading() && m_seenDag == m_run.dag() &&
        m_seenVersion == m_run.newest().version && m_seenRun == m_run.watching())
        return;
    m_seenReading = m_document.reading();
    m_seenDag = m_run.dag();
    m_seenVersion = m_run.newest().version;
    m_seenRun = m_run.watching();
    const Fit before = m_fit;
    const std::vector<NodeIndex> table = std::exchange(m_dagNode, {});
    m_runNode.clear();
    m_fit = Fit::None;
    const RunSummary &run = m_run.newest();
    if (m_run.watching() && !run.version.empty() && run.version == m_document.reading()->version) {
        m_fit = Fit::Same;
    } else if (m_run.watching() && m_run.dag() && qs(run.file) == m_document.file()) {
        m_fit = Fit::Some;
        const auto &nodes = m_document.dag().nodes;
        std::unordered_map<std::string_view, NodeIndex> index;
        for (std::size_t i = 0; i < nodes.size(); ++i)
            index.emplace(nodes[i].id, NodeIndex(i));
        m_runNode.assign(nodes.size(), none);
        for (const NodeSpec &node : m_run.dag()->nodes) {
            const auto known = index.find(node.id);
            m_dagNode.push_back(known == index.end() ? none : known->second);
            if (m_dagNode.back() != none)
                m_runNode[m_dagNode.back()] = NodeIndex(m_dagNode.size() - 1);
        }
    }
    if (m_fit != before || table != m_dagNode)
        emit changed();
}

} // namespace orrery::bridge
