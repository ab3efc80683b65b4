// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitors/monitorpanel.h"

#include <QGridLayout>

#include "monitors/plotwidget.h"

namespace orrery::monitors {

using Unit = PlotWidget::Unit;

MonitorPanel::MonitorPanel(theming::Theme &theme, bridge::SessionBridge &bridge,
                           bridge::RunFacade &run, bridge::Selection &selection, QWidget *parent)
    : QWidget(parent), m_bridge(bridge), m_run(run), m_selection(selection),
      m_taskCpu(new PlotWidget(theme, tr("Task CPU"), theme.color().accent, Unit::Cores, this)),
      m_taskMemory(new PlotWidget(theme, tr("Task mem"), theme.color().success, Unit::Bytes, this)),
      m_runCpu(new PlotWidget(theme, tr("Run CPU"), theme.color().accent, Unit::Cores, this)),
      m_runMemory(new PlotWidget(theme, tr("Run mem"), theme.color().success, Unit::Bytes, this))
{
    m_taskCpu->setObjectName(QStringLiteral("taskCpu"));
    m_taskMemory->setObjectName(QStringLiteral("taskMemory"));
    m_runCpu->setObjectName(QStringLiteral("runCpu"));
    m_runMemory->setObjectName(QStringLiteral("runMemory"));
    auto *grid = new QGridLayout(this);
    grid->setContentsMargins(6, 4, 6, 6);
    grid->setSpacing(6);
    grid->addWidget(m_taskCpu, 0, 0);
    grid->addWidget(m_taskMemory, 0, 1);
    grid->addWidget(m_runCpu, 1, 0);
    grid->addWidget(m_runMemory, 1, 1);

    connect(&run, &bridge::RunFacade::reset, this, [this] {
        m_load.clear();
        refresh();
    });
    connect(&run, &bridge::RunFacade::summaryChanged, this, &MonitorPanel::refresh);
    connect(&run, &bridge::RunFacade::sampled, this,
            [this](const std::vector<TaskSample> &samples) {
                m_load.add(samples);
                refresh();
                emit loadChanged();
            });
    connect(&run, &bridge::RunFacade::tasksChanged, this, [this](const std::vector<TaskRow> &rows) {
        // The curves are those of the whole run, whatever moment of it is looked at.
        if (m_run.inPast())
            return;
        m_load.apply(rows);
        refresh();
    });
    connect(&selection, &bridge::Selection::taskChanged, this, &MonitorPanel::refresh);
    connect(&bridge, &bridge::SessionBridge::hostsChanged, this,
            [this](const std::vector<HostInfo> &hosts) {
                if (!hosts.empty())
                    m_runCpu->setFloor(hosts.front().cores);
            });
    refresh();
}

void MonitorPanel::takeOver(models::RunLoad load)
{
    m_load = std::move(load);
    refresh();
    emit loadChanged();
}

QString MonitorPanel::whyNoRun() const
{
    if (!m_run.watching())
        return tr("No run yet. Press F8 to run the open DAG.");
    return isFinal(m_run.newest().state) ? tr("It used too little to be measured.")
                                         : tr("Waiting for the first sample.");
}

QString MonitorPanel::whyNoTask() const
{
    const auto task = m_selection.task();
    if (!m_run.watching() || task == none)
        return tr("Select a task.");
    if (task >= m_run.newestTasks().size() || m_run.newestTasks()[task].start == 0)
        return tr("It has not started.");
    return isFinal(m_run.newestTasks()[task].state) ? tr("It used too little to be measured.")
                                                    : tr("Waiting for the first sample.");
}

/// From the record when no sample was seen; nothing while the run lives.
void MonitorPanel::showRecorded(const std::vector<TaskRow> &rows, PlotWidget *cpu,
                                PlotWidget *memory, const QString &why)
{
    const models::Load load =
        isFinal(m_run.newest().state) ? models::recordedLoad(rows) : models::Load();
    cpu->show(load.cpu.empty() ? nullptr : &load.cpu, why, tr("average"));
    memory->show(load.memory.empty() ? nullptr : &load.memory, why, tr("peak"));
}

void MonitorPanel::refresh()
{
    const TaskIndex selected = m_selection.task();
    if (const models::Load *task = m_load.of(selected)) {
        m_taskCpu->show(&task->cpu, {});
        m_taskMemory->show(&task->memory, {});
    } else {
        const auto &tasks = m_run.newestTasks();
        showRecorded(selected < tasks.size() ? std::vector{tasks[selected]}
                                             : std::vector<TaskRow>(),
                     m_taskCpu, m_taskMemory, whyNoTask());
    }
    const models::Load &total = m_load.total();
    if (total.cpu.empty())
        return showRecorded(m_run.newestTasks(), m_runCpu, m_runMemory, whyNoRun());
    m_runCpu->show(&total.cpu, {});
    m_runMemory->show(&total.memory, {});
}

} // namespace orrery::monitors
