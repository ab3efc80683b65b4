// SPDX-License-Identifier: GPL-3.0-or-later
// Making and arranging; what the window does on the user's call is in mainwindow_actions.cpp.
#include "shell/mainwindow.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QLineEdit>
#include <QMimeData>
#include <QQuickView>
#include <QSettings>
#include <QTabBar>

#include "bridge/text.h"
#include "monitors/monitorpanel.h"
#include "shell/icons.h"
#include "shell/logpanel.h"
#include "shell/nodepanel.h"
#include "shell/paneldock.h"
#include "shell/ranpanel.h"
#include "shell/runcontrol.h"
#include "shell/skin.h"
#include "shell/tables.h"
#include "shell/toast.h"
#include "shell/topbar.h"
#include "shell/universepanel.h"
#include "shell/workspacepanel.h"

namespace orrery::shell {

using bridge::qs;

static constexpr int layoutVersion = 1;

MainWindow::MainWindow(theming::Theme &theme, bridge::SessionBridge &bridge, QString settingsFile,
                       const QString &programDir)
    : m_theme(theme), m_bridge(bridge), m_settingsFile(std::move(settingsFile)),
      m_document(programDir), m_run(bridge), m_playback(bridge, m_run), m_task(bridge, m_run),
      m_selection(m_run), m_actions(this), m_around{theme,  bridge,      m_document, m_run,
                                                    m_task, m_selection, m_actions,  m_playback},
      m_control(new RunControl(m_around, this))
{
    setObjectName(QStringLiteral("cockpit"));
    setWindowIcon(applicationIcon(theme));
    setAcceptDrops(true);
    setContentsMargins(8, 0, 8, 8);
    setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    makeActions();
    m_topBar = new TopBar(m_around, m_notifications, this);
    setMenuWidget(m_topBar);
    makePanels();
    makeTimeActions();
    makePanelActions();
    m_toast = new Toast(theme, this);
    joinPanels();
    joinNotifications();
    arrange();
    restoreLayout();
    updateActions();
    updateTitles();
}

MainWindow::~MainWindow() = default;

PanelDock *MainWindow::addDock(const QString &name, const QString &title, const QColor &hue,
                               QWidget *content)
{
    auto *dock = new PanelDock(m_theme, name, title, hue, content, this);
    for (const auto changed : {&QDockWidget::visibilityChanged, &QDockWidget::topLevelChanged})
        connect(dock, changed, this, &MainWindow::updateTabs, Qt::QueuedConnection);
    connect(dock, &QDockWidget::dockLocationChanged, this, &MainWindow::updateTabs,
            Qt::QueuedConnection);
    return dock;
}

void MainWindow::makePanels()
{
    const auto &c = m_theme.color();
    m_monitors = new monitors::MonitorPanel(m_theme, m_bridge, m_run, m_selection);
    auto *centre = new QWidget;
    auto *inner = new QVBoxLayout(centre);
    inner->setContentsMargins(0, 0, 0, 0);
    m_universe = new UniversePanel(m_around, m_monitors->load());
    inner->addWidget(m_universe);
    setCentralWidget(centre);
    m_universe->view().window()->installEventFilter(this);

    m_workspace = new WorkspacePanel(m_around, m_dags);
    m_ran = new RanPanel(m_around);
    m_runsPanel = new RunsPanel(m_around, m_runs);
    m_tasksPanel = new TasksPanel(m_around);
    m_log = new LogPanel(m_around);
    m_problems = new ProblemsPanel(m_around);
    m_workspaceDock =
        addDock(QStringLiteral("dock.workspace"), tr("Workspace"), c.accent, m_workspace);
    m_nodeDock =
        addDock(QStringLiteral("dock.node"), tr("Node"), c.hologram, new NodePanel(m_around));
    m_ranDock = addDock(QStringLiteral("dock.ran"), tr("What ran"), c.hologram, m_ran);
    m_monitorsDock =
        addDock(QStringLiteral("dock.monitors"), tr("Monitors"), c.success, m_monitors);
    m_runsDock = addDock(QStringLiteral("dock.runs"), tr("Runs"), c.accent, m_runsPanel);
    m_tasksDock = addDock(QStringLiteral("dock.tasks"), tr("Tasks"), c.accent, m_tasksPanel);
    m_logDock = addDock(QStringLiteral("dock.log"), tr("Log"), c.accent, m_log);
    m_problemsDock = addDock(QStringLiteral("dock.problems"), tr("Problems"), c.accent, m_problems);
    m_tasksDock->addTool(m_tasksPanel->filterField());
    m_logDock->addTool(m_log->tools());
}

void MainWindow::arrange()
{
    addDockWidget(Qt::LeftDockWidgetArea, m_workspaceDock);
    addDockWidget(Qt::RightDockWidgetArea, m_nodeDock);
    splitDockWidget(m_nodeDock, m_monitorsDock, Qt::Vertical);
    tabifyDockWidget(m_nodeDock, m_ranDock);
    addDockWidget(Qt::BottomDockWidgetArea, m_runsDock);
    for (PanelDock *dock : {m_tasksDock, m_logDock, m_problemsDock})
        tabifyDockWidget(m_runsDock, dock);
    for (PanelDock *dock : findChildren<PanelDock *>()) {
        dock->setFloating(false);
        dock->show();
    }
    m_runsDock->raise();
    m_nodeDock->raise();
    m_arranged = false;
    if (isVisible())
        showEvent(nullptr);
    updateTabs();
}

void MainWindow::showEvent(QShowEvent *event)
{
    if (event)
        QMainWindow::showEvent(event);
    if (std::exchange(m_arranged, true))
        return;
    const bool large = width() >= 1600;
    const int side = large ? 330 : 244, right = large ? 430 : 330, bottom = large ? 270 : 206;
    resizeDocks({m_workspaceDock, m_nodeDock}, {side, right}, Qt::Horizontal);
    resizeDocks({m_runsDock}, {bottom}, Qt::Vertical);
    resizeDocks({m_nodeDock, m_monitorsDock},
                {height() - 58 - (large ? 330 : 250), large ? 330 : 250}, Qt::Vertical);
}

void MainWindow::resetLayout()
{
    for (PanelDock *dock : findChildren<PanelDock *>())
        removeDockWidget(dock);
    arrange();
}

void MainWindow::updateTabs()
{
    for (PanelDock *dock : findChildren<PanelDock *>())
        dock->setTabbed(!tabifiedDockWidgets(dock).isEmpty());
    for (QTabBar *bar : findChildren<QTabBar *>(QString(), Qt::FindDirectChildrenOnly)) {
        bar->setFont(capsFont(m_theme, 10));
        bar->setDrawBase(false);
        bar->setExpanding(false);
        bar->setFocusPolicy(Qt::TabFocus);
        bar->setAccessibleName(tr("Panels"));
    }
}

void MainWindow::joinPanels()
{
    connect(m_workspace, &WorkspacePanel::openRequested, this, &MainWindow::openFile);
    connect(m_workspace, &WorkspacePanel::runRequested, m_control, &RunControl::runFile);
    connect(m_runsPanel, &RunsPanel::runChosen, m_control, &RunControl::watch);
    connect(m_topBar, &TopBar::runChosen, m_control, &RunControl::watch);
    connect(m_topBar, &TopBar::searchRequested, this, &MainWindow::showPalette);
    connect(m_ran, &RanPanel::retryRequested, m_control, &RunControl::retry);
    connect(m_ran, &RanPanel::runWanted, m_control, &RunControl::watch);
    connect(m_universe, &UniversePanel::openRequested, this, &MainWindow::chooseFile);
    connect(m_universe, &UniversePanel::fileWanted, this, &MainWindow::openFile);
    connect(m_universe, &UniversePanel::recordWanted, m_control, &RunControl::watch);
    connect(m_monitors, &monitors::MonitorPanel::loadChanged, m_universe,
            &UniversePanel::refreshLoad);
    connect(&m_selection, &bridge::Selection::taskChanged, &m_task, &bridge::TaskFacade::watch);
    connect(m_control, &RunControl::possibilitiesChanged, this, &MainWindow::updateActions);
    connect(
        m_control, &RunControl::refused, this,
        [this](const QString &title, const QString &why) { tell(TaskState::Failed, title, why); });
    connect(&m_bridge, &bridge::SessionBridge::dagsChanged, &m_dags,
            &models::DagListModel::setDags);
    connect(&m_bridge, &bridge::SessionBridge::runsChanged, this,
            [this](const std::vector<RunSummary> &runs, bool snapshot) {
                m_runs.apply(runs, snapshot);
                m_dags.applyRuns(runs);
            });
    connect(&m_run, &bridge::RunFacade::reset, this, &MainWindow::updateContexts);
    connect(&m_run, &bridge::RunFacade::reset, this, [this] {
        // Another run is watched: its tasks are what one wants to see next.
        if (m_run.watching() && !m_logDock->visibleRegion().isEmpty())
            return;
        if (m_run.watching())
            m_tasksDock->raise();
    });
    connect(&m_run, &bridge::RunFacade::summaryChanged, this, &MainWindow::updateContexts);
    connect(&m_run, &bridge::RunFacade::tasksChanged, this, &MainWindow::updateContexts);
    connect(&m_run, &bridge::RunFacade::timeChanged, this, [this] {
        if (!m_playback.playing()) // what changes while it plays comes with the tasks
            updateContexts();
    });
    connect(&m_selection, &bridge::Selection::taskChanged, this, &MainWindow::updateContexts);
    connect(&m_document, &bridge::DagDocument::changed, this, [this](bool sameFile) {
        if (!sameFile)
            m_selection.selectNode(none);
        updateTitles();
        if (!m_document.reading()->ok())
            m_problemsDock->raise();
    });
    connect(m_problems, &ProblemsPanel::countChanged, this, [this](int errors, int warnings) {
        const int count = errors + warnings;
        m_problemsDock->setWindowTitle(count > 0 ? tr("Problems %1").arg(count) : tr("Problems"));
        m_problemsDock->setContext(
            count > 0 ? tr("%1 errors, %2 warnings").arg(errors).arg(warnings) : QString());
    });
}

void MainWindow::joinNotifications()
{
    connect(&m_bridge, &bridge::SessionBridge::refused, this,
            [this](const QString &action, const Error &error) {
                tell(TaskState::Failed, tr("%1 was refused").arg(action), bridge::errorText(error));
            });
    connect(&m_bridge, &bridge::SessionBridge::runEnded, this, [this](const RunSummary &run) {
        const QString name = qs(run.dagName.empty() ? run.dag.text : run.dagName);
        const QString span = bridge::spanText(run.ended - run.created);
        QString text =
            tr("%1 of %2 tasks in %3").arg(run.finishedCount()).arg(run.taskCount()).arg(span);
        if (!run.cause.empty())
            text = qs(run.cause);
        tell(bridge::signOf(run.state), tr("%1 %2").arg(name, bridge::title(run.state).toLower()),
             text, run.id);
    });
    connect(&m_bridge, &bridge::SessionBridge::linkChanged, this, [this] {
        if (m_bridge.link() == bridge::SessionBridge::Link::Lost)
            tell(TaskState::Failed, tr("The engine is not reachable"), m_bridge.lostReason());
    });
    connect(&m_bridge, &bridge::SessionBridge::infoChanged, this, [this] {
        const QString why = qs(m_bridge.info().stalled);
        if (std::exchange(m_stalled, why) != why && !why.isEmpty())
            tell(TaskState::Failed, tr("New work is held back"), why);
    });
    connect(&m_playback, &bridge::Playback::failed, this, [this](const Error &error) {
        tell(TaskState::Failed, tr("The run's past could not be read"), bridge::errorText(error));
    });
    connect(&m_run, &bridge::RunFacade::failed, this, [this](const Error &error) {
        tell(TaskState::Failed, tr("The run could not be read"), bridge::errorText(error));
    });
}

void MainWindow::updateContexts()
{
    const RunSummary &run = m_run.summary();
    const QString id = m_run.watching() ? qs(m_run.id().text) : QString();
    m_tasksDock->setContext(
        m_run.watching() ? tr("%1  %2 / %3").arg(id).arg(run.finishedCount()).arg(run.taskCount())
                         : QString());
    const TaskIndex task = m_selection.task();
    const QString name = task == none ? QString() : m_run.nameOf(task);
    m_logDock->setContext(name);
    m_ranDock->setContext(id);
    m_monitorsDock->setContext(name);
    const QString state = bridge::title(run.state).toLower();
    const QString progress = tr("%1  %2  %3 / %4")
                                 .arg(id, m_run.inPast() ? tr("then %1").arg(state) : state)
                                 .arg(run.finishedCount())
                                 .arg(run.taskCount());
    m_universe->setShownRun(m_run.watching() ? progress : QString(),
                            m_theme.stateColor(bridge::signOf(run.state)));
    updateTitles();
}

void MainWindow::paintEvent(QPaintEvent *event)
{
    if (m_backdrop.deviceIndependentSize().toSize() != size())
        m_backdrop = backdrop(m_theme, size(), devicePixelRatioF());
    QPainter painter(this);
    painter.setClipRect(event->rect());
    painter.drawPixmap(0, 0, m_backdrop);
}

void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (!urls.isEmpty() && urls.first().isLocalFile())
        event->acceptProposedAction();
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const QList<QUrl> urls = event->mimeData()->urls();
    if (urls.isEmpty() || !urls.first().isLocalFile())
        return;
    event->acceptProposedAction();
    openFile(urls.first().toLocalFile());
}

/// The 3D view is a window of its own: files dropped there are meant for the cockpit.
bool MainWindow::eventFilter(QObject *watched, QEvent *event)
{
    switch (event->type()) {
    case QEvent::DragEnter:
        dragEnterEvent(static_cast<QDragEnterEvent *>(event));
        return event->isAccepted();
    case QEvent::DragMove:
        event->accept();
        return true;
    case QEvent::Drop:
        dropEvent(static_cast<QDropEvent *>(event));
        return true;
    default:
        return QMainWindow::eventFilter(watched, event);
    }
}

void MainWindow::saveLayout()
{
    if (m_settingsFile.isEmpty())
        return;
    QSettings settings(m_settingsFile, QSettings::IniFormat);
    settings.setValue(QStringLiteral("window/geometry"), saveGeometry());
    settings.setValue(QStringLiteral("window/docks"), saveState(layoutVersion));
    settings.setValue(QStringLiteral("window/file"), m_document.file());
}

void MainWindow::restoreLayout()
{
    if (m_settingsFile.isEmpty())
        return;
    const QSettings settings(m_settingsFile, QSettings::IniFormat);
    if (!restoreGeometry(settings.value(QStringLiteral("window/geometry")).toByteArray()))
        resize(1480, 880);
    if (restoreState(settings.value(QStringLiteral("window/docks")).toByteArray(), layoutVersion))
        m_arranged = true;
}

} // namespace orrery::shell
