// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/desk.h"

namespace orrery::shell {

Desk::Desk(bridge::SessionBridge &session, const Places &where, QObject *parent)
    : QObject(parent), bridge(session), places(where), settings(where.settingsFile),
      document(where.programs), run(session), playback(session, run), task(session, run),
      runNodes(document, run), selection(run, &runNodes)
{
    connect(&session, &bridge::SessionBridge::dagsChanged, &dags, &models::DagListModel::setDags);
    connect(&session, &bridge::SessionBridge::runsChanged, this,
            [this](const std::vector<RunSummary> &summaries, bool snapshot) {
                runs.apply(summaries, snapshot);
                dags.applyRuns(summaries);
            });
    connect(&selection, &bridge::Selection::taskChanged, &task, &bridge::TaskFacade::watch);
    connect(&document, &bridge::DagDocument::renumbered, &selection, &bridge::Selection::renumber);
}

void Desk::tellAgain()
{
    emit bridge.infoChanged();
    emit bridge.hostsChanged(bridge.hosts());
    emit document.changed(true);
    if (document.layout())
        emit document.laidOut(true);
    if (run.watching()) {
        if (run.dag())
            emit run.dagKnown();
        emit run.tasksChanged(run.tasks());
        emit run.summaryChanged();
        emit run.timeChanged();
        emit playback.courseChanged();
        emit playback.moved();
        emit playback.modeChanged();
    }
    emit selection.nodeChanged(selection.node());
    // Its log is told from the beginning to whoever starts to listen.
    task.watch(none);
    emit selection.taskChanged(selection.task());
}

} // namespace orrery::shell
