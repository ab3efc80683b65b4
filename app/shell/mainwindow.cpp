// SPDX-License-Identifier: GPL-3.0-or-later
// Making and arranging; what the window does on the user's call is in mainwindow_actions.cpp.
#include "shell/mainwindow.h"

#include <QDragEnterEvent>
#include <QDropEvent>
#include <QFileInfo>
#include <QKeyEvent>
#include <QLineEdit>
#include <QMimeData>
#include <QQuickView>

#include "alerts/alerts.h"
#include "bridge/text.h"
#include "bridge/visit.h"
#include "data/data.h"
#include "designer/canvas.h"
#include "designer/designer.h"
#include "designer/nodepanel.h"
#include "designer/problemspanel.h"
#include "editor/editor.h"
#include "graphtable/graphtable.h"
#include "heatmap/heatmap.h"
#include "history/history.h"
#include "history/runoffile.h"
#include "monitors/monitorpanel.h"
#include "preferences/preferences.h"
#include "preferences/shortcutdialog.h"
#include "queue/queuepanel.h"
#include "shell/logpanel.h"
#include "shell/paneldocks.h"
#include "shell/ranpanel.h"
#include "shell/runcontrol.h"
#include "shell/tables.h"
#include "shell/toast.h"
#include "shell/topbar.h"
#include "shell/universepanel.h"
#include "shell/workspacepanel.h"
#include "welcome/startpage.h"
#include "welcome/welcome.h"
#include "widgets/icons.h"
#include "widgets/skin.h"

namespace orrery::shell {

using bridge::qs;

MainWindow::MainWindow(theming::Theme &theme, bridge::SessionBridge &bridge, QString settingsFile,
                       const QString &programDir)
    : MainWindow(theme, std::make_unique<Desk>(
                            bridge, Places{std::move(settingsFile), programDir, QString()}))
{
}

MainWindow::MainWindow(theming::Theme &theme, std::unique_ptr<Desk> own)
    : MainWindow(theme, *own, std::move(own))
{
}

MainWindow::MainWindow(theming::Theme &theme, Desk &desk) : MainWindow(theme, desk, nullptr) {}

MainWindow::MainWindow(theming::Theme &theme, Desk &desk, std::unique_ptr<Desk> &&own)
    : m_theme(theme), m_ownDesk(std::move(own)), m_desk(desk), m_bridge(desk.bridge),
      m_document(desk.document), m_run(desk.run), m_playback(desk.playback),
      m_selection(desk.selection),
      m_actions(this), m_around{theme,       m_bridge,  m_document, m_run,        desk.task,
                                m_selection, m_actions, m_playback, desk.runNodes},
      m_dags(desk.dags), m_runs(desk.runs), m_notifications(desk.notifications),
      m_control(new RunControl(m_around, this))
{
    setObjectName(QStringLiteral("cockpit"));
    setWindowIcon(widgets::applicationIcon(theme));
    setAcceptDrops(true);
    setContentsMargins(8, 0, 8, 8);
    setDockOptions(AnimatedDocks | AllowTabbedDocks | AllowNestedDocks);
    setTabPosition(Qt::AllDockWidgetAreas, QTabWidget::North);
    setCorner(Qt::BottomLeftCorner, Qt::BottomDockWidgetArea);
    setCorner(Qt::BottomRightCorner, Qt::RightDockWidgetArea);
    makeActions();
    m_topBar = new TopBar(m_around, m_notifications, this);
    setMenuWidget(m_topBar);
    m_docks = new PanelDocks(theme, m_actions, this);
    makePanels();
    makeTimeActions();
    makePanelActions();
    addFeatures();
    m_actions.useKeys(preferences::keptKeys(m_desk.settings));
    m_toast = new Toast(theme, this);
    joinPanels();
    joinNotifications();
    arrange();
    restoreLayout();
    updateCentre();
    updateActions();
    updateTitles();
}

MainWindow::~MainWindow() = default;

void MainWindow::makePanels()
{
    const auto &c = m_theme.color();
    m_monitors = new monitors::MonitorPanel(m_theme, m_bridge, m_run, m_selection);
    auto *centre = new QWidget;
    auto *inner = new QVBoxLayout(centre);
    inner->setContentsMargins(0, 0, 0, 0);
    m_universe = new UniversePanel(m_around, m_monitors->load(), settingsFile());
    inner->addWidget(m_universe);
    m_start = new welcome::StartPage(*this, m_desk.places.examples);
    inner->addWidget(m_start);
    setCentralWidget(centre);
    m_universe->container()->setObjectName(QStringLiteral("universe")); // the tour finds it
    m_universe->view().window()->installEventFilter(this);

    m_workspace = new WorkspacePanel(m_around, m_dags);
    m_ran = new RanPanel(m_around);
    m_runsPanel = new RunsPanel(m_around, m_runs);
    m_tasksPanel = new TasksPanel(m_around);
    m_log = new LogPanel(m_around);
    auto *problems = new designer::ProblemsPanel(*this);
    using widgets::Place;
    const QColor blue = c.accent, violet = c.hologram, green = c.success;
    addPanel({QStringLiteral("workspace"), tr("Workspace"), blue, Place::Left, m_workspace});
    addPanel(
        {QStringLiteral("node"), tr("Node"), violet, Place::Right, new designer::NodePanel(*this)});
    addPanel({QStringLiteral("ran"), tr("What ran"), violet, Place::Right, m_ran});
    addPanel({QStringLiteral("monitors"), tr("Monitors"), green, Place::RightBelow, m_monitors});
    addPanel({QStringLiteral("runs"), tr("Runs"), blue, Place::Bottom, m_runsPanel});
    addPanel({QStringLiteral("tasks"),
              tr("Tasks"),
              blue,
              Place::Bottom,
              m_tasksPanel,
              {m_tasksPanel->filterField()}});
    addPanel({QStringLiteral("log"), tr("Log"), blue, Place::Bottom, m_log, {m_log->tools()}});
    addPanel({QStringLiteral("problems"),
              tr("Problems"),
              blue,
              Place::Bottom,
              problems,
              {problems->tools()}});
}

/// Without a DAG the start page stands in the middle.
void MainWindow::updateCentre()
{
    const bool begin = !m_document.isOpen() && !m_document.loading();
    m_universe->setVisible(!begin);
    m_start->setVisible(begin);
}

/// What stands in folders of its own; each adds its panels and actions itself.
void MainWindow::addFeatures()
{
    m_canvas = new designer::Canvas(*this, m_universe->view(), m_universe->container());
    designer::addDesigner(*this, m_canvas);
    preferences::addPreferences(*this);
    queue::addQueue(*this);
    history::addHistory(*this);
    m_origin = new history::RunOfFile(m_around, this);
    m_visit = new bridge::Visit(m_run, m_document, m_selection, this);
    data::addData(*this);
    heatmap::addHeatmap(*this);
    alerts::addAlerts(*this);
    editor::addEditor(*this);
    graphtable::addGraphTable(*this);
    keepState(
        QStringLiteral("monitors"),
        {[this] { return QVariant::fromValue(m_monitors->load()); },
         [this](const QVariant &load) { m_monitors->takeOver(load.value<models::RunLoad>()); }});
    welcome::addWelcome(*this, *m_start);
}

void MainWindow::arrange()
{
    m_docks->arrange();
    m_arranged = false;
    if (isVisible())
        showEvent(nullptr);
}

void MainWindow::showEvent(QShowEvent *event)
{
    if (event)
        QMainWindow::showEvent(event);
    if (!std::exchange(m_arranged, true))
        m_docks->resize();
}

void MainWindow::resetLayout()
{
    arrange();
}

void MainWindow::addPanel(const widgets::Panel &panel)
{
    m_docks->add(panel);
}

void MainWindow::showPanel(const QString &id)
{
    m_docks->show(id);
}

void MainWindow::raisePanel(const QString &id)
{
    m_docks->raise(id);
}

void MainWindow::setPanelContext(const QString &id, const QString &context, const QString &title)
{
    m_docks->setContext(id, context, title);
}

void MainWindow::watchRun(const RunId &run)
{
    m_control->watch(run);
}

void MainWindow::joinPanels()
{
    connect(m_workspace, &WorkspacePanel::openRequested, this, &MainWindow::openFile);
    connect(m_workspace, &WorkspacePanel::runRequested, m_control, &RunControl::runFile);
    connect(m_runsPanel, &RunsPanel::runChosen, m_control, &RunControl::watch);
    connect(m_runsPanel, &RunsPanel::compareRequested, this,
            [this](const RunId &run) { history::compareRuns(*this, run, m_run.id()); });
    connect(m_topBar, &TopBar::runChosen, m_control, &RunControl::watch);
    connect(m_topBar, &TopBar::searchRequested, this, &MainWindow::showPalette);
    connect(m_ran, &RanPanel::retryRequested, m_control, &RunControl::retry);
    connect(m_ran, &RanPanel::runWanted, m_control, &RunControl::watch);
    connect(m_start, &welcome::StartPage::openRequested, this, &MainWindow::chooseFile);
    connect(&m_document, &bridge::DagDocument::changed, this, &MainWindow::updateCentre);
    connect(&m_document, &bridge::DagDocument::loadingChanged, this, &MainWindow::updateCentre);
    connect(m_universe, &UniversePanel::openRequested, this, &MainWindow::chooseFile);
    connect(m_universe, &UniversePanel::fileWanted, this, &MainWindow::openFile);
    connect(m_universe, &UniversePanel::recordWanted, m_control, &RunControl::watch);
    connect(m_monitors, &monitors::MonitorPanel::loadChanged, m_universe,
            &UniversePanel::refreshLoad);
    connect(m_control, &RunControl::possibilitiesChanged, this, &MainWindow::updateActions);
    connect(
        m_control, &RunControl::refused, this,
        [this](const QString &title, const QString &why) { tell(TaskState::Failed, title, why); });
    connect(&m_run, &bridge::RunFacade::reset, this, &MainWindow::updateContexts);
    connect(&m_run, &bridge::RunFacade::reset, this, [this] {
        // Another run is watched: its tasks are what one wants to see next.
        if (m_run.watching() && !m_docks->seen(QStringLiteral("log")))
            raisePanel(QStringLiteral("tasks"));
    });
    connect(&m_run, &bridge::RunFacade::summaryChanged, this, &MainWindow::updateContexts);
    connect(&m_run, &bridge::RunFacade::tasksChanged, this, &MainWindow::updateContexts);
    connect(&m_run, &bridge::RunFacade::timeChanged, this, [this] {
        if (!m_playback.playing()) // what changes while it plays comes with the tasks
            updateContexts();
    });
    connect(&m_selection, &bridge::Selection::taskChanged, this, &MainWindow::updateContexts);
    connect(&m_document, &bridge::DagDocument::historyChanged, this, [this] {
        updateTitles();
        updateActions();
    });
    connect(&m_document, &bridge::DagDocument::refused, this,
            [this](const QString &label, const Error &error) {
                tell(TaskState::Failed, tr("%1 was refused").arg(label), bridge::errorText(error));
            });
    connect(&m_document, &bridge::DagDocument::changed, this, [this](bool sameFile) {
        if (!sameFile)
            m_selection.selectNode(none);
        updateTitles();
        if (!sameFile && !m_document.reading()->ok())
            raisePanel(QStringLiteral("problems"));
    });
}

void MainWindow::joinNotifications()
{
    connect(m_origin, &history::RunOfFile::found, this,
            [this](const RunId &run, TaskIndex task, const QString &how) {
                m_visit->go(run, task);
                watchRun(run);
                tell(TaskState::Succeeded, tr("Made by run %1").arg(qs(run.text)), how, run);
            });
    connect(m_origin, &history::RunOfFile::notFound, this,
            [this](const QString &file, const QString &why) {
                tell(TaskState::Skipped, tr("%1 is of no run").arg(QFileInfo(file).fileName()),
                     why);
            });
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
    setPanelContext(QStringLiteral("tasks"),
                    m_run.watching()
                        ? tr("%1  %2 / %3").arg(id).arg(run.finishedCount()).arg(run.taskCount())
                        : QString());
    const TaskIndex task = m_selection.task();
    const QString name = task == none ? QString() : m_run.nameOf(task);
    setPanelContext(QStringLiteral("log"), name);
    setPanelContext(QStringLiteral("ran"), id);
    setPanelContext(QStringLiteral("monitors"), name);
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
        m_backdrop = widgets::backdrop(m_theme, size(), devicePixelRatioF());
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
    takeFile(urls.first().toLocalFile());
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
    case QEvent::KeyPress: {
        // Tab leads out of the universe again, to the control before or behind it.
        const auto *key = static_cast<QKeyEvent *>(event);
        const bool back = key->key() == Qt::Key_Backtab;
        if (!back && (key->key() != Qt::Key_Tab || key->modifiers() & Qt::ControlModifier))
            return false;
        m_universe->container()->setFocus(Qt::TabFocusReason);
        focusNextPrevChild(!back);
        activateWindow();
        return true;
    }
    default:
        return QMainWindow::eventFilter(watched, event);
    }
}

} // namespace orrery::shell
