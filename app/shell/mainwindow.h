// SPDX-License-Identifier: GPL-3.0-or-later
// The cockpit's window: top bar, universe, docks. Makes the panels and joins them; decides nothing.
#pragma once

#include <QMainWindow>
#include <QPixmap>

#include "models/daglistmodel.h"
#include "models/notificationmodel.h"
#include "models/runtablemodel.h"
#include "widgets/actionregistry.h"
#include "widgets/workbench.h"

namespace orrery::monitors {
class MonitorPanel;
}

namespace orrery::designer {
class Canvas;
}

namespace orrery::shell {

class LogPanel;
class NodePanel;
class PanelDocks;
class ProblemsPanel;
class RanPanel;
class RunControl;
class RunsPanel;
class TasksPanel;
class Toast;
class TopBar;
class UniversePanel;
class WorkspacePanel;

class MainWindow final : public QMainWindow, public widgets::Workbench {
    Q_OBJECT
public:
    /// @param settingsFile  where geometry, docks and recent files are kept; "" = nowhere
    /// @param programDir    where the helper programs stand
    MainWindow(theming::Theme &theme, bridge::SessionBridge &bridge, QString settingsFile,
               const QString &programDir);
    ~MainWindow() override;

    /// The file that was open when the window was last closed, if it is still there.
    void reopenLast();
    [[nodiscard]] bridge::DagDocument &document() { return m_document; }
    [[nodiscard]] bridge::RunFacade &run() { return m_run; }
    [[nodiscard]] bridge::Playback &playback() { return m_playback; }
    [[nodiscard]] bridge::Selection &selection() { return m_selection; }
    [[nodiscard]] widgets::ActionRegistry &actions() { return m_actions; }
    [[nodiscard]] UniversePanel &universe() { return *m_universe; }
    [[nodiscard]] designer::Canvas &canvas() { return *m_canvas; }
    [[nodiscard]] RunControl &control() { return *m_control; }
    [[nodiscard]] models::NotificationModel &notifications() { return m_notifications; }

    /// The whole window with the 3D view in its place, in device pixels.
    [[nodiscard]] QImage picture();
    void resetLayout();

    // --- what features are given
    [[nodiscard]] const widgets::Surroundings &around() const override { return m_around; }
    [[nodiscard]] QWidget *dialogParent() override { return this; }
    void addPanel(const widgets::Panel &panel) override;
    void showPanel(const QString &id) override;
    void raisePanel(const QString &id) override;
    void setPanelContext(const QString &id, const QString &context,
                         const QString &title = {}) override;
    void tell(TaskState sign, const QString &title, const QString &text,
              const RunId &run = {}) override;
    void openFile(const QString &file) override;
    void watchRun(const RunId &run) override;
    [[nodiscard]] QString settingsFile() const override { return m_settingsFile; }

signals:
    /// The window is about to close for good; live runs were asked about.
    void leaving();

protected:
    void paintEvent(QPaintEvent *event) override;
    void closeEvent(QCloseEvent *event) override;
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    void makeActions();
    void makeTimeActions();
    void makePanelActions();
    void makePanels();
    void joinPanels();
    void joinNotifications();
    void addFeatures();
    void arrange();
    void updateTitles();
    void updateActions();
    void updateContexts();
    void showPalette();
    void showShortcuts();
    void showAbout();
    void chooseFile();
    void newFile();
    [[nodiscard]] QString freeFile() const;
    bool save();
    bool saveAs();
    /// Asks what becomes of unsaved edits. @return  false: the user stays here
    bool mayLeaveDocument();
    void addRecent(const QString &file);
    [[nodiscard]] QStringList recent() const;
    void saveLayout();
    void restoreLayout();
    [[nodiscard]] bool mayClose();

    theming::Theme &m_theme;
    bridge::SessionBridge &m_bridge;
    QString m_settingsFile;
    bridge::DagDocument m_document;
    bridge::RunFacade m_run;
    bridge::Playback m_playback;
    bridge::TaskFacade m_task;
    bridge::RunNodes m_runNodes;
    bridge::Selection m_selection;
    widgets::ActionRegistry m_actions;
    widgets::Surroundings m_around;
    models::DagListModel m_dags;
    models::RunTableModel m_runs;
    models::NotificationModel m_notifications;
    RunControl *m_control;
    TopBar *m_topBar = nullptr;
    UniversePanel *m_universe = nullptr;
    monitors::MonitorPanel *m_monitors = nullptr;
    WorkspacePanel *m_workspace = nullptr;
    RunsPanel *m_runsPanel = nullptr;
    TasksPanel *m_tasksPanel = nullptr;
    ProblemsPanel *m_problems = nullptr;
    LogPanel *m_log = nullptr;
    RanPanel *m_ran = nullptr;
    Toast *m_toast = nullptr;
    PanelDocks *m_docks = nullptr;
    QPixmap m_backdrop;
    bool m_arranged = false;
    designer::Canvas *m_canvas = nullptr;
    QString m_stalled; ///< why the engine takes no new work, as told last
};

} // namespace orrery::shell
