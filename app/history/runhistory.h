// SPDX-License-Identifier: GPL-3.0-or-later
// The runs of the shown DAG with the states of their nodes: read run by run as they are looked at.
#pragma once

#include <deque>
#include <unordered_map>
#include <unordered_set>

#include <QObject>
#include <QTimer>

#include "widgets/surroundings.h"

namespace orrery::history {

/// A node in a run.
struct Cell {
    TaskState state = TaskState::Pending;
    bool there = false;  ///< the run has such a node
    bool cached = false; ///< an earlier result stands for it
    std::uint32_t attempts = 0;
    WallMs start = 0;
    WallMs end = 0;
    std::uint32_t task = none;

    [[nodiscard]] SpanMs duration() const { return start > 0 && end >= start ? end - start : -1; }
};

class RunHistory final : public QObject {
    Q_OBJECT
public:
    explicit RunHistory(const widgets::Surroundings &around, QObject *parent = nullptr);

    /// Of the shown DAG, oldest first.
    [[nodiscard]] const std::vector<RunSummary> &runs() const { return m_runs; }
    [[nodiscard]] int columnOf(const RunId &run) const; ///< -1 = not among them
    /// Nodes of the shown DAG, upstream before downstream.
    [[nodiscard]] const std::vector<NodeIndex> &nodes() const { return m_nodes; }
    [[nodiscard]] const QString &nameOf(int row) const { return m_names[std::size_t(row)]; }
    [[nodiscard]] int rowOf(NodeIndex node) const; ///< -1 = none
    [[nodiscard]] const QString &title() const { return m_title; }

    /// The cells of a run by row; nullptr until it was read: then it is asked for, and loaded()
    /// tells.
    [[nodiscard]] const std::vector<Cell> *cells(int column) const;
    void want(int column);
    /// Reads the newest ones for a trend: at most `most`, fewer when they have very many tasks.
    void wantNewest(int most);
    /// Why a run could not be read; "" = it could, or was not tried.
    [[nodiscard]] QString problem(int column) const;

signals:
    void runsChanged();  ///< other runs, or their summaries
    void nodesChanged(); ///< another DAG or text; everything is void
    void loaded(int column);

private:
    void takeRuns(const std::vector<RunSummary> &runs, bool snapshot);
    void chooseRuns();
    void takeDocument();
    void followWatched();
    void pump();
    void take(const RunId &run, const Result<RunDetail> &detail);

    widgets::Surroundings m_around;
    std::unordered_map<RunId, RunSummary> m_all;
    DagId m_dag;
    QString m_title;
    std::vector<RunSummary> m_runs;
    std::unordered_map<RunId, int> m_columns;
    std::vector<NodeIndex> m_nodes;
    std::vector<QString> m_names;
    std::unordered_map<std::string, int> m_rows; ///< node id -> row
    std::unordered_map<RunId, std::vector<Cell>> m_cells;
    std::unordered_map<RunId, QString> m_problems;
    std::deque<RunId> m_wanted;
    std::unordered_set<RunId> m_queued;
    std::unordered_set<RunId> m_stale; ///< they went on since they were read
    int m_asked = 0;
    std::uint64_t m_generation = 0; ///< of nodes: late answers for other ones are dropped
    QTimer m_refresh;
    QTimer m_follow;
};

/// Node indices, upstream before downstream, in file order among equals. O(nodes log nodes +
/// edges).
[[nodiscard]] std::vector<NodeIndex> topologicalOrder(const DagSpec &dag);

} // namespace orrery::history
