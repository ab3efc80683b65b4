// SPDX-License-Identifier: GPL-3.0-or-later
// The DAG that the window shows and edits: read, checked and laid out off the Qt thread, reread
// when its file changes. Graph and text are one: every edit is an edit of the text, on one undo
// stack.
#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <span>

#include <QDateTime>
#include <QFileSystemWatcher>
#include <QObject>
#include <QThreadPool>
#include <QTimer>

#include "bridge/dagreading.h"
#include "engine/edit.h"
#include "engine/edithistory.h"
#include "engine/run.h"
#include "engine/toolkit.h"

namespace orrery::bridge {

/// `path` itself, or the file dag.yaml, dag.yml or dag.json in it when it is a directory; absolute.
[[nodiscard]] QString dagFile(const QString &path);

class DagDocument final : public QObject {
    Q_OBJECT
public:
    /// @param programDir  where the helper programs stand (Graphviz reads DOT files there)
    explicit DagDocument(QString programDir, QObject *parent = nullptr);
    ~DagDocument() override;

    /// Whose components the nodes of a file may name; before open().
    void setHome(const QString &home) { m_home = home; }
    /// Of what is read from now on.
    void setLimits(const toolkit::Limits &limits) { m_limits = limits; }
    /// [ms] from an edit until it is kept for a restart after a crash.
    void setDraftDelay(int milliseconds) { m_drafts.setInterval(milliseconds); }

    /// Opens a file; the answer is changed(), then laidOut() one or more times.
    void open(const QString &file);
    /// Shows what a run ran: its file if that still says the same and the run has not grown, else
    /// the record of its DAG.
    void showRun(const RunSummary &run, const DagSpec &dag);
    void reload();
    void close();

    [[nodiscard]] bool isOpen() const { return !m_reading->file.isEmpty(); }
    [[nodiscard]] bool loading() const { return m_loading; }
    /// True when the nodes came from a run's record and not from a file.
    [[nodiscard]] bool recorded() const { return !m_reading->run.isEmpty(); }
    [[nodiscard]] const QString &file() const { return m_reading->file; }
    [[nodiscard]] std::shared_ptr<const Reading> reading() const { return m_reading; }
    [[nodiscard]] const toolkit::Parsed &parsed() const { return m_reading->parsed; }
    [[nodiscard]] const DagSpec &dag() const { return m_reading->parsed.dag; }
    [[nodiscard]] std::shared_ptr<const toolkit::Layout> layout() const { return m_layout; }
    [[nodiscard]] QString title() const;
    /// Those that nodes may name; read again when a file of one changed.
    [[nodiscard]] std::shared_ptr<const Catalogue> components() const;

    // --- editing
    /// A YAML or JSON file that is open as itself, not as a run's record.
    [[nodiscard]] bool editable() const { return m_history != nullptr; }
    /// As edited; what save() writes.
    [[nodiscard]] const std::string &text() const;
    [[nodiscard]] bool modified() const { return m_history && m_history->modified(); }
    [[nodiscard]] bool stale() const { return m_reading->stale; }

    /// Changes the graph through its text, at once, as one step of undo. A DAG under construction
    /// may have errors; what cannot be done at all is refused() and returned.
    /// @param label    for people: "Rename clean"
    /// @param subject  quick successive changes of the same become one step; "" = never
    Result<Edited> perform(const QString &label, std::span<const Change> changes,
                           const QString &subject = {});
    /// What perform() would do, without doing it.
    [[nodiscard]] Result<Edited> tried(std::span<const Change> changes) const;
    /// What was typed in an editor. The graph follows when the typing rests.
    /// @param from  who need not be told of it
    void type(const TextEdits &edits, const QObject *from);
    /// Edits of the text itself as one step with a name of its own; the graph follows at once.
    void rewrite(const QString &label, const TextEdits &edits);
    /// Reads at once what was typed.
    void settle();
    [[nodiscard]] bool canUndo() const { return m_history && m_history->canUndo(); }
    [[nodiscard]] bool canRedo() const { return m_history && m_history->canRedo(); }
    [[nodiscard]] QString undoLabel() const;
    [[nodiscard]] QString redoLabel() const;
    void undo();
    void redo();

    /// Writes the text into its file, whole or not at all. @error Conflict: the file was changed
    /// outside and nobody has said which of the two counts; Io: it cannot be written
    Result<> save();
    Result<> saveAs(const QString &file);
    /// The file says something else than what was read, and there are unsaved edits.
    [[nodiscard]] bool conflict() const { return m_outside.has_value(); }
    void takeOutside(); ///< the file's text, as one more step that can be undone
    void keepMine();    ///< the next save() writes over it

    /// Unsaved edits of an earlier session are there; nothing is lost until one of these is called.
    [[nodiscard]] bool draftFound() const { return m_draft.has_value(); }
    [[nodiscard]] QDateTime draftTime() const { return m_draftTime; }
    void takeDraft(); ///< as one more step that can be undone
    void dropDraft();

signals:
    void loadingChanged();
    /// Another DAG or another text of the same file; `sameFile` lets views keep their camera.
    void changed(bool sameFile);
    /// Positions for dag(); `final` is false while they are being refined.
    void laidOut(bool final);
    /// Before changed(true): the new index of each node that was there; none = it is gone.
    void renumbered(const std::vector<orrery::NodeIndex> &now);
    /// text() was edited so; whoever shows it and is not `from` does the same.
    void textChanged(const orrery::TextEdits &edits, const QObject *from);
    /// What can be undone, whether it is saved, conflict() or draftFound().
    void historyChanged();
    void refused(const QString &label, const orrery::Error &error);

private:
    void read(const QString &file, std::shared_ptr<Reading> record = {});
    void take(std::uint64_t job, std::shared_ptr<Reading> reading);
    void takeLayout(std::uint64_t job, std::shared_ptr<const toolkit::Layout> layout, bool final);
    void startLayout();
    void openText(std::shared_ptr<const Reading> reading);
    void meetOutside(const std::string &text);
    void lose(const QString &why);
    void adopt(std::shared_ptr<Reading> reading,
               const std::vector<std::pair<std::string, std::string>> &renamed = {});
    void applyStep(const TextEdits &edits);
    void readText(bool now);
    [[nodiscard]] std::shared_ptr<Reading> readingOf(const std::string &text) const;
    void keepDraft();
    void setLoading(bool loading);
    /// True on any thread while `job` is the newest one.
    [[nodiscard]] bool current(std::uint64_t job) const { return m_job.load() == job; }

    QString m_programDir;
    QString m_home;
    toolkit::Limits m_limits;
    std::shared_ptr<const Reading> m_reading = std::make_shared<Reading>();
    std::shared_ptr<const toolkit::Layout> m_auto;   ///< as computed, for the present topology
    std::shared_ptr<const toolkit::Layout> m_layout; ///< with the nodes where the file puts them
    std::unique_ptr<EditHistory> m_history;          ///< null: not editable
    std::string m_onDisk;                            ///< the file's text as last read or written
    std::optional<std::string> m_outside;            ///< what it says now, while it is a conflict
    std::optional<std::string> m_draft;
    QDateTime m_draftTime;
    QTimer m_typed;  ///< the text is read when the typing rests
    QTimer m_drafts; ///< unsaved edits are kept soon after each
    bool m_loading = false;
    QFileSystemWatcher m_watcher;
    QTimer m_settle;                     ///< a file that is being written is read once it rests
    std::atomic<std::uint64_t> m_job{0}; ///< of reading; cancel = newer job
    std::atomic<std::uint64_t> m_layoutJob{0};
    QThreadPool m_pool; // last: its threads end before what they use
};

} // namespace orrery::bridge
