// SPDX-License-Identifier: GPL-3.0-or-later
// Run, cancel, retry: what the buttons mean, and which run the window watches.
#pragma once

#include <QObject>

#include "widgets/surroundings.h"

namespace orrery::shell {

class RunControl final : public QObject {
    Q_OBJECT
public:
    /// @param window  parent of the parameter form
    RunControl(const widgets::Surroundings &around, QWidget *window);

    /// Runs the open DAG. Asks for parameters when `ask` or when a required one has no default.
    void run(bool ask);
    /// Which part of the DAG runs; what it needs from before comes from earlier runs.
    enum class Part { Until, From, Only };
    /// Runs a part of the open DAG around what is selected.
    void runPart(Part part);
    /// A new run of the open DAG as it is now: what succeeded in the watched run is kept, what did
    /// not runs, and all that follows.
    void runFromFailure();
    [[nodiscard]] bool canRunFromFailure() const;
    /// Another run of the open DAG, that waits until those before it have ended; it is not watched
    /// while another one goes on. @param front  before all that wait
    void queue(bool front);
    /// Opens a file and runs it as soon as it has been read.
    void runFile(const QString &file);
    void cancel();
    /// Failed, cancelled and skipped tasks of the watched run; or one of them.
    void retry(TaskIndex task = none);
    /// Nothing new starts in the watched run; or everything that is held goes on.
    void hold();
    void release();
    /// Lets one held task go on.
    void step();
    /// Watches a run and shows its DAG.
    void watch(const RunId &run);

    [[nodiscard]] bool canRun() const;
    [[nodiscard]] bool canCancel() const;
    [[nodiscard]] bool canRetry() const;
    [[nodiscard]] bool canHold() const;
    [[nodiscard]] bool canRelease() const;

signals:
    /// canRun(), canCancel() or canRetry() may have changed.
    void possibilitiesChanged();
    /// The user must be told: why nothing was started.
    void refused(const QString &title, const QString &why);

private:
    void onDocument();
    void onRuns(const std::vector<RunSummary> &runs);
    void onRunDag();
    void start(StartRequest request, bool watched);
    /// Parameters from their form, if it is needed. @return  false: nothing is to be started
    bool prepare(bool ask, StartRequest &request);

    widgets::Surroundings m_around;
    QWidget *m_window;
    QString m_runWhenRead;  ///< file that was opened to be run
    bool m_wantDag = false; ///< the watched run's DAG is to be shown
    RunId m_grown;          ///< the run whose growth was shown last
};

} // namespace orrery::shell
