// SPDX-License-Identifier: GPL-3.0-or-later
// What the window does when the user asks.
#include "shell/mainwindow.h"

#include <QCloseEvent>
#include <QFileDialog>
#include <QFileInfo>
#include <QMenu>
#include <QMessageBox>
#include <QPointer>
#include <QPushButton>
#include <QQuickView>
#include <QSaveFile>
#include <QScreen>
#include <QToolButton>

#include "bridge/text.h"
#include "engine/engine.h"
#include "history/runoffile.h"
#include "monitors/courseview.h"
#include "monitors/monitorpanel.h"
#include "monitors/runchart.h"
#include "shell/closedialog.h"
#include "shell/logpanel.h"
#include "shell/palette.h"
#include "shell/paneldocks.h"
#include "shell/runcontrol.h"
#include "shell/tables.h"
#include "shell/timebar.h"
#include "shell/toast.h"
#include "shell/topbar.h"
#include "shell/universepanel.h"
#include "shell/workspacepanel.h"
#include "widgets/recentfiles.h"
#include "widgets/skin.h"

namespace orrery::shell {

using bridge::qs;

void MainWindow::makeActions()
{
    const QString file = tr("File"), run = tr("Run"), view = tr("View"), help = tr("Help");
    const auto on = [this](QAction *action, auto handler) {
        connect(action, &QAction::triggered, this, handler);
    };
    on(m_actions.add(QStringLiteral("file.new"), file, tr("New DAG"), QKeySequence::New),
       [this] { newFile(); });
    on(m_actions.add(QStringLiteral("file.save"), file, tr("Save"), QKeySequence::Save),
       [this] { save(); });
    on(m_actions.add(QStringLiteral("file.saveAs"), file, tr("Save as"),
                     QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_S)),
       [this] { saveAs(); });
    on(m_actions.add(QStringLiteral("file.open"), file, tr("Open file"), QKeySequence::Open),
       [this] { chooseFile(); });
    m_actions.setSupplement(file, [this](QMenu *menu) {
        QMenu *files = menu->addMenu(tr("Open recent"));
        for (const QString &path : recent())
            files->addAction(path, this, [this, path] { openFile(path); })
                ->setEnabled(QFileInfo::exists(path));
        files->setEnabled(!files->isEmpty());
    });
    on(m_actions.add(QStringLiteral("file.reload"), file, tr("Reload"), Qt::Key_F5),
       [this] { m_document.reload(); });
    on(m_actions.add(QStringLiteral("file.close"), file, tr("Close DAG"),
                     QKeySequence(Qt::CTRL | Qt::Key_W)),
       [this] {
           if (!mayLeaveDocument())
               return;
           m_run.watch({});
           m_document.close();
       });
    on(m_actions.add(QStringLiteral("file.quit"), file, tr("Quit"),
                     QKeySequence(Qt::CTRL | Qt::Key_Q)),
       [this] { close(); });
    on(m_actions.add(QStringLiteral("run.start"), run, tr("Run"), Qt::Key_F8,
                     tr("Run the open DAG; with Shift, ask for its parameters")),
       [this] {
           takeTyped();
           m_control->run(QApplication::keyboardModifiers() & Qt::ShiftModifier);
       });
    on(m_actions.add(QStringLiteral("run.startWith"), run, tr("Run with parameters"),
                     QKeySequence(Qt::SHIFT | Qt::Key_F8)),
       [this] { m_control->run(true); });
    on(m_actions.add(
           QStringLiteral("run.queue"), run, tr("Queue the DAG"),
           QKeySequence(Qt::CTRL | Qt::Key_Return),
           tr("Once more, with other parameters if it has some, when those before it have "
              "ended")),
       [this] { m_control->queue(false); });
    on(m_actions.add(QStringLiteral("run.queueFront"), run, tr("Queue the DAG at the front"),
                     QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_Return)),
       [this] { m_control->queue(true); });
    on(m_actions.add(QStringLiteral("run.until"), run, tr("Run up to what is selected"),
                     QKeySequence(Qt::CTRL | Qt::Key_F8),
                     tr("The selected nodes and all before them")),
       [this] { m_control->runPart(RunControl::Part::Until); });
    on(m_actions.add(QStringLiteral("run.from"), run, tr("Run from what is selected"),
                     QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_F8),
                     tr("The selected nodes and all behind them")),
       [this] { m_control->runPart(RunControl::Part::From); });
    on(m_actions.add(QStringLiteral("run.only"), run, tr("Run only what is selected"),
                     QKeySequence(Qt::ALT | Qt::Key_F8)),
       [this] { m_control->runPart(RunControl::Part::Only); });
    on(m_actions.add(QStringLiteral("run.cancel"), run, tr("Cancel"), Qt::Key_F9,
                     tr("Cancel the watched run")),
       [this] { m_control->cancel(); });
    on(m_actions.add(QStringLiteral("run.retry"), run, tr("Retry failed tasks"),
                     QKeySequence(Qt::CTRL | Qt::Key_R),
                     tr("Run the failed, cancelled and skipped tasks of the watched run again")),
       [this] { m_control->retry(); });
    on(m_actions.add(QStringLiteral("run.fromFailure"), run, tr("Run again from the failure"),
                     QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_R),
                     tr("The DAG as it is now; what succeeded in the watched run is kept")),
       [this] { m_control->runFromFailure(); });
    on(m_actions.add(QStringLiteral("run.hold"), run, tr("Hold the run"), Qt::Key_F7,
                     tr("What runs goes on; nothing else starts until it is released")),
       [this] { m_control->hold(); });
    on(m_actions.add(QStringLiteral("run.release"), run, tr("Release the run"),
                     QKeySequence(Qt::SHIFT | Qt::Key_F7), tr("Everything that is held goes on")),
       [this] { m_control->release(); });
    on(m_actions.add(QStringLiteral("run.step"), run, tr("Let one held task go on"),
                     QKeySequence(Qt::CTRL | Qt::Key_F7)),
       [this] { m_control->step(); });
    QAction *palette =
        m_actions.add(QStringLiteral("view.search"), view, tr("Search and commands"));
    palette->setShortcuts(
        {QKeySequence(Qt::CTRL | Qt::Key_K), QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_P)});
    on(palette, [this] { showPalette(); });
    on(m_actions.add(QStringLiteral("view.notifications"), view, tr("Notifications"),
                     QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_N)),
       [this] { m_topBar->showNotifications(); });
    on(m_actions.add(QStringLiteral("view.menu"), view, tr("Menu"), Qt::Key_F10),
       [this] { m_topBar->findChild<QToolButton *>(QStringLiteral("menu"))->showMenu(); });
    on(m_actions.add(QStringLiteral("view.fit"), view, tr("Show the whole DAG"),
                     QKeySequence(Qt::CTRL | Qt::Key_0)),
       [this] { m_universe->view().fit(); });
    on(m_actions.add(QStringLiteral("view.focusNode"), view, tr("Fly to the selected node"),
                     QKeySequence(Qt::CTRL | Qt::Key_G)),
       [this] {
           if (m_selection.node() != none)
               m_universe->view().focusNode(int(m_selection.node()));
       });
    on(m_actions.add(QStringLiteral("view.runChart"), view, tr("Chart of the run in detail"),
                     QKeySequence(Qt::CTRL | Qt::Key_D)),
       [this] { (new monitors::RunChart(m_theme, m_run, *m_monitors, this))->show(); });
    on(m_actions.add(QStringLiteral("help.about"), help, tr("About Orrery")),
       [this] { showAbout(); });
}

void MainWindow::makeTimeActions()
{
    const QString time = tr("Time");
    const auto add = [this, time](const char *id, const QString &text, int key, auto handler) {
        QAction *action = m_actions.add(QString::fromLatin1(id), time, text, QKeySequence(key));
        connect(action, &QAction::triggered, this, handler);
    };
    constexpr int alt = Qt::ALT;
    add("time.toBar", tr("Go to the time bar"), alt | Qt::Key_9,
        [this] { m_universe->timeBar().course().setFocus(Qt::ShortcutFocusReason); });
    add("time.playPause", tr("Play the run, or pause"), alt | Qt::Key_Space,
        [this] { m_playback.play(!m_playback.playing()); });
    add("time.previous", tr("To the fact before"), alt | Qt::Key_Left,
        [this] { m_playback.step(-1); });
    add("time.next", tr("To the next fact"), alt | Qt::Key_Right, [this] { m_playback.step(1); });
    add("time.previousTrouble", tr("To the failure or retry before"),
        alt | Qt::SHIFT | Qt::Key_Left, [this] { m_playback.stepToTrouble(false); });
    add("time.nextTrouble", tr("To the next failure or retry"), alt | Qt::SHIFT | Qt::Key_Right,
        [this] { m_playback.stepToTrouble(true); });
    add("time.begin", tr("To the beginning of the run"), alt | Qt::Key_Home,
        [this] { m_playback.toBegin(); });
    add("time.newest", tr("To the newest state of the run"), alt | Qt::Key_End,
        [this] { m_playback.toEnd(); });
}

void MainWindow::makePanelActions()
{
    const QString view = tr("View");
    const auto on = [this](QAction *action, auto handler) {
        connect(action, &QAction::triggered, this, handler);
    };
    m_docks->makeActions();
    on(m_actions.add(QStringLiteral("view.filterWorkspace"), view, tr("Filter the workspace"),
                     QKeySequence(Qt::CTRL | Qt::Key_L)),
       [this] {
           showPanel(QStringLiteral("workspace"));
           m_workspace->startFilter();
       });
    on(m_actions.add(QStringLiteral("view.searchLog"), view, tr("Search the log"),
                     QKeySequence::Find),
       [this] {
           showPanel(QStringLiteral("log"));
           m_log->startSearch();
       });
    QAction *full =
        m_actions.add(QStringLiteral("view.fullScreen"), view, tr("Full screen"), Qt::Key_F11);
    full->setCheckable(true);
    on(full, [this](bool checked) { checked ? showFullScreen() : showNormal(); });
    on(m_actions.add(QStringLiteral("view.resetLayout"), view, tr("Reset the layout")),
       [this] { resetLayout(); });
}

void MainWindow::updateActions()
{
    const auto enable = [this](const QString &id, bool enabled) {
        m_actions.action(id)->setEnabled(enabled);
    };
    enable(QStringLiteral("run.start"), m_control->canRun());
    for (const char *id : {"run.queue", "run.queueFront", "run.until", "run.from", "run.only"})
        enable(QString::fromLatin1(id), m_control->canRun());
    enable(QStringLiteral("run.startWith"),
           m_control->canRun() && !m_document.parsed().runParameters.empty());
    enable(QStringLiteral("run.cancel"), m_control->canCancel());
    enable(QStringLiteral("run.retry"), m_control->canRetry());
    enable(QStringLiteral("run.fromFailure"), m_control->canRunFromFailure());
    enable(QStringLiteral("run.hold"), m_control->canHold());
    enable(QStringLiteral("run.release"), m_control->canRelease());
    enable(QStringLiteral("run.step"), m_control->canRelease());
    enable(QStringLiteral("view.runChart"), m_run.watching());
    for (const QAction *action : m_actions.actions())
        if (action->objectName().startsWith(QStringLiteral("time.")))
            enable(action->objectName(), m_run.watching());
    enable(QStringLiteral("file.reload"), m_document.isOpen() && !m_document.recorded());
    enable(QStringLiteral("file.close"), m_document.isOpen());
    enable(QStringLiteral("file.save"), m_document.editable());
    enable(QStringLiteral("file.saveAs"), m_document.editable());
}

void MainWindow::updateTitles()
{
    const QString title = m_document.title();
    const QString mark = m_document.modified() ? QStringLiteral("*") : QString();
    setWindowTitle(title.isEmpty() ? QStringLiteral("Orrery")
                                   : QStringLiteral("%1%2 - Orrery").arg(mark, title));
    QString where =
        m_document.isOpen() ? QFileInfo(m_document.file()).fileName() + mark : tr("no DAG open");
    if (m_run.watching())
        where = QStringLiteral("%1 / %2").arg(where, qs(m_run.id().text));
    m_topBar->setWhere(where);
}

void MainWindow::chooseFile()
{
    const QString start = m_document.isOpen() ? QFileInfo(m_document.file()).absolutePath()
                                              : qs(m_bridge.info().home);
    const QString file = QFileDialog::getOpenFileName(
        this, tr("Open a DAG"), start,
        tr("DAG files (*.json *.yaml *.yml *.pb *.dot);;All files (*)"));
    if (!file.isEmpty())
        openFile(file);
}

/// A file of its own from the start: it can run, and nothing of it is lost.
void MainWindow::newFile()
{
    if (!mayLeaveDocument())
        return;
    const QString file = QFileDialog::getSaveFileName(this, tr("New DAG"), freeFile(),
                                                      tr("DAG files (*.yaml *.yml *.json)"));
    if (file.isEmpty())
        return;
    const QString name = QFileInfo(file).completeBaseName();
    QString id;
    for (const QChar c : name)
        id += c.isLetterOrNumber() && c.unicode() < 128 ? c : QLatin1Char('-');
    const bool json = file.endsWith(QStringLiteral(".json"), Qt::CaseInsensitive);
    const QString text =
        json ? QStringLiteral("{\n  \"dagId\": \"%1\",\n  \"nodes\": [],\n  \"edges\": []\n}\n")
                   .arg(id)
             : QStringLiteral("dagId: %1\nnodes: []\nedges: []\n").arg(id);
    QSaveFile out(file);
    if (!out.open(QIODevice::WriteOnly) || out.write(text.toUtf8()) < 0 || !out.commit()) {
        tell(TaskState::Failed, tr("The DAG could not be made"),
             QStringLiteral("%1: %2").arg(file, out.errorString()));
        return;
    }
    m_run.watch({});
    openFile(file);
}

/// A name that is free, beside the open file.
QString MainWindow::freeFile() const
{
    const QDir dir = m_document.isOpen() && !m_document.recorded()
                         ? QFileInfo(m_document.file()).absoluteDir()
                         : QDir::home();
    for (int number = 1;; ++number)
        if (const QString name = number == 1 ? QStringLiteral("untitled.yaml")
                                             : QStringLiteral("untitled-%1.yaml").arg(number);
            !dir.exists(name))
            return dir.filePath(name);
}

/// What stands in a field and was not taken yet belongs to what is saved, or run.
void MainWindow::takeTyped()
{
    const QPointer<QWidget> field = focusWidget();
    if (!field || field == m_universe->container())
        return;
    field->clearFocus();
    if (field)
        field->setFocus();
}

bool MainWindow::save()
{
    if (!m_document.editable())
        return false;
    takeTyped();
    if (const auto saved = m_document.save(); !saved) {
        tell(TaskState::Failed, tr("Not saved"), bridge::errorText(saved.error()));
        return false;
    }
    return true;
}

bool MainWindow::saveAs()
{
    const QString file = QFileDialog::getSaveFileName(
        this, tr("Save the DAG as"), m_document.file(), tr("DAG files (*.yaml *.yml *.json)"));
    if (file.isEmpty())
        return false;
    if (const auto saved = m_document.saveAs(file); !saved) {
        tell(TaskState::Failed, tr("Not saved"), bridge::errorText(saved.error()));
        return false;
    }
    addRecent(file);
    m_bridge.remember(file);
    return true;
}

bool MainWindow::mayLeaveDocument()
{
    if (!m_document.modified())
        return true;
    QMessageBox box(QMessageBox::Question, tr("Unsaved edits"),
                    tr("%1 has unsaved edits.").arg(QFileInfo(m_document.file()).fileName()),
                    QMessageBox::Save | QMessageBox::Discard | QMessageBox::Cancel, this);
    box.setObjectName(QStringLiteral("unsaved"));
    box.setDefaultButton(QMessageBox::Save);
    switch (box.exec()) {
    case QMessageBox::Save:
        return save();
    case QMessageBox::Discard:
        m_document.dropDraft();
        return true;
    default:
        return false;
    }
}

void MainWindow::openFile(const QString &file)
{
    const QString path = bridge::dagFile(file);
    if (path == m_document.file() && m_document.editable())
        return;
    if (!mayLeaveDocument())
        return;
    m_document.open(path);
    addRecent(path);
    if (QFileInfo(path).isFile())
        m_bridge.remember(path);
}

void MainWindow::takeFile(const QString &file)
{
    if (m_origin->mayKnow(file))
        m_origin->find(file);
    else
        openFile(file);
}

QStringList MainWindow::recent() const
{
    return widgets::RecentFiles(m_desk.settings).files();
}

void MainWindow::addRecent(const QString &file)
{
    widgets::RecentFiles(m_desk.settings).add(file);
}

std::vector<PaletteEntry> MainWindow::paletteEntries()
{
    std::vector<PaletteEntry> entries;
    entries.reserve(m_actions.actions().size() + m_document.dag().nodes.size() + 64);
    const QString command = tr("action"), node = tr("node"), run = tr("run");
    for (QAction *action : m_actions.actions())
        entries.push_back({command, action->text(),
                           action->shortcut().toString(QKeySequence::NativeText),
                           [action] { action->trigger(); }, action->isEnabled(),
                           QStringLiteral("action:") + action->objectName(), QLatin1Char('>')});
    for (const DagSummary &dag : m_dags.dags()) {
        const QString file = qs(dag.file);
        const QString name = qs(!dag.name.empty()   ? dag.name
                                : dag.dagId.empty() ? dag.file
                                                    : dag.dagId);
        entries.push_back({tr("DAG"), name, QFileInfo(file).fileName(),
                           [this, file] { openFile(file); }, true, QStringLiteral("file:") + file});
    }
    for (const QString &file : recent())
        if (QFileInfo::exists(file))
            entries.push_back({tr("recent"), QFileInfo(file).fileName(), QFileInfo(file).path(),
                               [this, file] { openFile(file); }, true,
                               QStringLiteral("file:") + file});
    const auto &nodes = m_document.dag().nodes;
    for (NodeIndex i = 0; i < nodes.size(); ++i) {
        const QString id = qs(nodes[i].id), name = qs(nodes[i].name);
        entries.push_back({node,
                           name.isEmpty() || name == id ? id : name + QStringLiteral("  ") + id,
                           qs(nodes[i].type), [this, i] { m_universe->view().focusNode(int(i)); },
                           true, QStringLiteral("node:") + id, QLatin1Char('@')});
    }
    for (int row = 0; row < m_runs.rowCount(); ++row) {
        const RunSummary &summary = *m_runs.at(row);
        const RunId id = summary.id;
        entries.push_back({run,
                           qs(summary.dagName.empty() ? summary.dag.text : summary.dagName) +
                               QStringLiteral("  ") + qs(id.text),
                           bridge::title(summary.state), [this, id] { m_control->watch(id); }, true,
                           QStringLiteral("run:") + qs(id.text), QLatin1Char(':')});
    }
    return entries;
}

void MainWindow::showPalette()
{
    static const QString recentKey = QStringLiteral("palette/recent");
    constexpr qsizetype remembered = 12;
    auto *palette = new CommandPalette(m_theme, paletteEntries(), this,
                                       m_desk.settings.kept(recentKey).toStringList());
    connect(palette, &CommandPalette::opened, this, [this](const QString &id) {
        QStringList ids = m_desk.settings.kept(recentKey).toStringList();
        ids.removeAll(id);
        ids.prepend(id);
        m_desk.settings.keep(recentKey, QStringList(ids.mid(0, remembered)));
    });
    palette->openAt(mapToGlobal(QPoint(width() / 2, 66)));
}

void MainWindow::showAbout()
{
    tell(TaskState::Succeeded, tr("Orrery %1").arg(qs(versionText())),
         tr("A desktop cockpit for DAGs. Free software under the GNU General Public License, "
            "version 3 or later."));
}

void MainWindow::tell(TaskState sign, const QString &title, const QString &text, const RunId &run)
{
    m_notifications.add({sign, title, text, run, 0, true});
    if (isVisible())
        m_toast->tell(sign, title, text);
    emit told(sign, title, text, run);
}

bool MainWindow::mayClose()
{
    const auto live = m_bridge.liveRuns();
    if (live.empty() || !m_bridge.session())
        return true;
    CloseDialog dialog(m_theme, live, qs(m_bridge.info().home), this);
    dialog.exec();
    if (dialog.choice() == CloseDialog::Choice::CancelRuns)
        for (const RunSummary &run : live)
            m_bridge.cancel(run.id);
    return dialog.choice() != CloseDialog::Choice::Stay;
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    if (!mayLeaveDocument() || !mayClose()) {
        event->ignore();
        return;
    }
    saveLayout();
    m_toast->hide();
    emit leaving();
    event->accept();
}

QImage MainWindow::picture()
{
    const qreal ratio = devicePixelRatioF();
    QImage image = grab().toImage().convertToFormat(QImage::Format_RGB32);
    const QImage scene = m_universe->view().grab();
    QPainter painter(&image);
    const QQuickView *view = m_universe->view().window();
    const QPoint corner =
        view->parent() ? mapFromGlobal(view->mapToGlobal(QPoint(0, 0))) : QPoint(0, 0);
    painter.drawImage(QRectF(QPointF(corner), QSizeF(scene.size()) / ratio), scene);
    return image;
}

} // namespace orrery::shell
