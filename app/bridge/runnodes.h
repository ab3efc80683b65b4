// SPDX-License-Identifier: GPL-3.0-or-later
// Which node of the shown DAG is which node of the watched run, also when the file was edited
// since.
#pragma once

#include <memory>
#include <vector>

#include <QObject>

#include "engine/dag.h"
#include "engine/ids.h"

namespace orrery::bridge {

class DagDocument;
class RunFacade;
struct Reading;

class RunNodes final : public QObject {
    Q_OBJECT
public:
    RunNodes(const DagDocument &document, const RunFacade &run, QObject *parent = nullptr);

    enum class Fit {
        None, ///< another DAG, or the run's is not known yet
        Some, ///< the same file with another text: nodes are found by their ids
        Same  ///< the very text that ran
    };
    [[nodiscard]] Fit fit() const { return m_fit; }
    /// `none` when there is no such node.
    [[nodiscard]] NodeIndex ofDag(NodeIndex runNode) const;
    [[nodiscard]] NodeIndex ofRun(NodeIndex dagNode) const;
    /// By node of the run; empty when they are the same.
    [[nodiscard]] const std::vector<NodeIndex> &table() const { return m_dagNode; }

signals:
    void changed();

private:
    void refresh();

    const DagDocument &m_document;
    const RunFacade &m_run;
    /// Of what m_fit is; the same again is no work.
    std::shared_ptr<const Reading> m_seenReading;
    std::shared_ptr<const DagSpec> m_seenDag;
    VersionId m_seenVersion;
    bool m_seenRun = false;
    Fit m_fit = Fit::None;
    std::vector<NodeIndex> m_dagNode; ///< by node of the run
    std::vector<NodeIndex> m_runNode; ///< by node of the DAG
};

} // namespace orrery::bridge
