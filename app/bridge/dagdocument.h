// SPDX-License-Identifier: GPL-3.0-or-later
// The DAG that the window shows: read, checked and laid out off the Qt thread, reread when its file
// changes.
#pragma once

#include <atomic>
#include <memory>

#include <QFileSystemWatcher>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include "engine/run.h"
#include "engine/toolkit.h"

namespace orrery::bridge {

/// What one reading of a file gave.
struct Reading {
    QString file;     ///< absolute; empty = none is open
    std::string text; ///< as read
    toolkit::Parsed parsed;
    QString problem;   ///< why it could not be read at all
    VersionId version; ///< of the DAG's content; empty when it has errors
    /// The DAG is what a run ran, as recorded. Empty: it is what the file says.
    QString run;
    bool changed = false;  ///< of a record: its file is there and says something else now
    std::size_t grown = 0; ///< of a record: nodes that the run got beside those of its file
    [[nodiscard]] bool ok() const { return problem.isEmpty() && parsed.ok(); }
};

/// `path` itself, or the file dag.yaml, dag.yml or dag.json in it when it is a directory; absolute.
[[nodiscard]] QString dagFile(const QString &path);

class DagDocument final : public QObject {
    Q_OBJECT
public:
    /// @param programDir  where the helper programs stand (Graphviz reads DOT files there)
    explicit DagDocument(QString programDir, QObject *parent = nullptr);
    ~DagDocument() override;

    /// Whose components the nodes of a file may name; before open().
    void setHome(const QString &home) { m_home = home; }

    /// Opens a file; the answer is changed(), then laidOut() one or more times.
    void open(const QString &file);
    /// Shows what a run ran: its file if that still says the same and the run has not grown, else
    /// the record of its DAG.
    void showRun(const RunSummary &run, const DagSpec &dag);
    void reload();
    void close();

    [[nodiscard]] bool isOpen() const { return !m_reading->file.isEmpty(); }
    [[nodiscard]] bool loading() const { return m_loading; }
    /// True when the nodes came from a run's record and not from a file.
    [[nodiscard]] bool recorded() const { return !m_reading->run.isEmpty(); }
    [[nodiscard]] const QString &file() const { return m_reading->file; }
    [[nodiscard]] std::shared_ptr<const Reading> reading() const { return m_reading; }
    [[nodiscard]] const toolkit::Parsed &parsed() const { return m_reading->parsed; }
    [[nodiscard]] const DagSpec &dag() const { return m_reading->parsed.dag; }
    [[nodiscard]] std::shared_ptr<const toolkit::Layout> layout() const { return m_layout; }
    [[nodiscard]] QString title() const;

signals:
    void loadingChanged();
    /// Another DAG or another text of the same file; `sameFile` lets views keep their camera.
    void changed(bool sameFile);
    /// Positions for dag(); `final` is false while they are being refined.
    void laidOut(bool final);

private:
    void read(const QString &file, std::shared_ptr<Reading> record = {});
    void take(std::uint64_t job, std::shared_ptr<Reading> reading);
    void takeLayout(std::uint64_t job, std::shared_ptr<const toolkit::Layout> layout, bool final);
    void startLayout();
    void setLoading(bool loading);
    /// True on any thread while `job` is the newest one.
    [[nodiscard]] bool current(std::uint64_t job) const { return m_job.load() == job; }

    QString m_programDir;
    QString m_home;
    std::shared_ptr<const Reading> m_reading = std::make_shared<Reading>();
    std::shared_ptr<const toolkit::Layout> m_layout;
    bool m_loading = false;
    QFileSystemWatcher m_watcher;
    QTimer m_settle;                     ///< a file that is being written is read once it rests
    std::atomic<std::uint64_t> m_job{0}; ///< cancel = newer job
    QThreadPool m_pool;                  // last: its threads end before what they use
};

} // namespace orrery::bridge
