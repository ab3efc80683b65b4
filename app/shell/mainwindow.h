// SPDX-License-Identifier: GPL-3.0-or-later
// The cockpit's window: top bar, universe, docks. Makes the panels and joins them; decides nothing.
#pragma once

#include <memory>
#include <vector>

#include <QMainWindow>
#include <QPixmap>

#include "shell/desk.h"
#include "widgets/actionregistry.h"
#include "widgets/workbench.h"

namespace orrery::bridge {
class Visit;
}

namespace orrery::history {
class RunOfFile;
}

namespace orrery::monitors {
class MonitorPanel;
}

namespace orrery::designer {
class Canvas;
}

namespace orrery::welcome {
class StartPage;
}

namespace orrery::shell {

class LogPanel;
struct PaletteEntry;
class PanelDocks;
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
    /// A window for a desk that outlives it.
    MainWindow(theming::Theme &theme, Desk &desk);
    ~MainWindow() override;

    /// How it stands: geometry, docks, camera, what the panels and features keep. Another window
    /// takes it up, or the next start what of it can be written down.
    [[nodiscard]] QVariantHash state() const;
    void applyState(const QVariantHash &state);
    [[nodiscard]] Desk &desk() { return m_desk; }

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
    /// A file that was dropped: what a run made brings its graph back, others are opened.
    void takeFile(const QString &file);
    void watchRun(const RunId &run) override;
    [[nodiscard]] QString settingsFile() const override { return m_desk.places.settingsFile; }
    [[nodiscard]] widgets::Settings *settings() override { return &m_desk.settings; }
    void keepState(const QString &id, widgets::Keeper keeper) override;
    [[nodiscard]] widgets::Reveal &reveal() override { return m_reveal; }

signals:
    /// A notification was added; who is not looking at the window may be told elsewhere.
    void told(orrery::TaskState sign, const QString &title, const QString &text,
              const orrery::RunId &run);
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
    MainWindow(theming::Theme &theme, std::unique_ptr<Desk> own);
    /// @param own  moved from only after `desk`, which it may hold, was bound
    MainWindow(theming::Theme &theme, Desk &desk, std::unique_ptr<Desk> &&own);
    void makeActions();
    void makeTimeActions();
    void makePanelActions();
    void makePanels();
    void joinPanels();
    void joinNotifications();
    void addFeatures();
    void arrange();
    void updateCentre();
    void updateTitles();
    void updateActions();
    void updateContexts();
    void showPalette();
    [[nodiscard]] std::vector<PaletteEntry> paletteEntries();
    void showAbout();
    void chooseFile();
    void newFile();
    [[nodiscard]] QString freeFile() const;
    void takeTyped();
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
    std::unique_ptr<Desk> m_ownDesk; ///< when nobody else keeps one
    Desk &m_desk;
    bridge::SessionBridge &m_bridge;
    bridge::DagDocument &m_document;
    bridge::RunFacade &m_run;
    bridge::Playback &m_playback;
    bridge::Selection &m_selection;
    widgets::ActionRegistry m_actions;
    widgets::Surroundings m_around;
    widgets::Reveal m_reveal;
    models::DagListModel &m_dags;
    models::RunTableModel &m_runs;
    models::NotificationModel &m_notifications;
    std::vector<std::pair<QString, widgets::Keeper>> m_keepers;
    RunControl *m_control;
    TopBar *m_topBar = nullptr;
    UniversePanel *m_universe = nullptr;
    welcome::StartPage *m_start = nullptr;
    monitors::MonitorPanel *m_monitors = nullptr;
    WorkspacePanel *m_workspace = nullptr;
    RunsPanel *m_runsPanel = nullptr;
    TasksPanel *m_tasksPanel = nullptr;
    LogPanel *m_log = nullptr;
    RanPanel *m_ran = nullptr;
    Toast *m_toast = nullptr;
    PanelDocks *m_docks = nullptr;
    history::RunOfFile *m_origin = nullptr;
    bridge::Visit *m_visit = nullptr;
    QPixmap m_backdrop;
    bool m_arranged = false;
    designer::Canvas *m_canvas = nullptr;
    QString m_stalled; ///< why the engine takes no new work, as told last
};

} // namespace orrery::shell
