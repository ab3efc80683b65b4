// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/visit.h"

#include "bridge/dagdocument.h"
#include "bridge/runfacade.h"
#include "bridge/selection.h"

namespace orrery::bridge {

Visit::Visit(RunFacade &run, DagDocument &document, Selection &selection, QObject *parent)
    : QObject(parent), m_run(run), m_selection(selection)
{
    connect(&run, &RunFacade::reset, this, [this] {
        if (m_run.watching() && m_run.id() != m_wished)
            m_wished = {};
    });
    connect(&run, &RunFacade::tasksChanged, this, &Visit::tryNow);
    // Showing other nodes drops the selection: after that it is due again.
    connect(&document, &DagDocument::changed, this, &Visit::tryNow, Qt::QueuedConnection);
    connect(&selection, &Selection::nodeChanged, this, &Visit::follow);
    connect(&selection, &Selection::taskChanged, this, [this](TaskIndex task) {
        if (!m_selecting && task != none && task != m_task)
            m_wished = {};
    });
}

/// The user may look elsewhere before the tasks of the run are there.
void Visit::follow()
{
    if (!m_selecting && m_selection.node() != none && m_selection.task() != m_task)
        m_wished = {};
}

void Visit::go(const RunId &run, TaskIndex task)
{
    m_wished = task == none ? RunId() : run;
    m_task = task;
    tryNow();
}

void Visit::tryNow()
{
    const auto &tasks = m_run.newestTasks();
    if (m_wished.empty() || m_run.id() != m_wished || m_task >= tasks.size() ||
        tasks[m_task].task == none || m_selection.task() == m_task)
        return;
    m_selecting = true;
    m_selection.selectTask(m_task);
    m_selecting = false;
}

} // namespace orrery::bridge
