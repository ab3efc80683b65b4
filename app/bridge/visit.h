// SPDX-License-Identifier: GPL-3.0-or-later
// To a task of a run that is not watched yet: its rows and its graph come one after the other.
#pragma once

#include <QObject>

#include "engine/run.h"

namespace orrery::bridge {

class DagDocument;
class RunFacade;
class Selection;

class Visit final : public QObject {
    Q_OBJECT
public:
    Visit(RunFacade &run, DagDocument &document, Selection &selection, QObject *parent = nullptr);

    /// Selects the task once its run is watched and shown; who asks has it watched. Ends when
    /// another run is watched, or somebody selects another task. none = no task.
    void go(const RunId &run, TaskIndex task);

private:
    void tryNow();
    void follow();

    RunFacade &m_run;
    Selection &m_selection;
    RunId m_wished; ///< empty = nothing is waited for
    TaskIndex m_task = none;
    bool m_selecting = false;
};

} // namespace orrery::bridge
