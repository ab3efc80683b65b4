// SPDX-License-Identifier: GPL-3.0-or-later
// The repository around the DAG's file: what changed, its difference, its history; staging and
// committing when asked. Never pushes.
#pragma once

#include <functional>

#include <QThreadPool>
#include <QWidget>

#include "editor/git.h"
#include "theming/theme.h"

class QListWidget;
class QListWidgetItem;
class QPlainTextEdit;
class QPushButton;

namespace orrery::widgets {
class StateFrame;
}

namespace orrery::editor {

class GitPanel final : public QWidget {
    Q_OBJECT
public:
    explicit GitPanel(theming::Theme &theme, QWidget *parent = nullptr);
    ~GitPanel() override;

    /// The repository of this file; "" = none.
    void follow(const QString &file);
    /// What is not saved yet counts for the difference; absent = what the disk has.
    using TextOf = std::function<std::optional<QByteArray>(const QString &file)>;
    void setTextOf(TextOf textOf) { m_textOf = std::move(textOf); }
    void refresh();
    [[nodiscard]] const git::Status &status() const { return m_status; }
    [[nodiscard]] bool inRepository() const { return !m_status.root.isEmpty(); }
    void commit();

signals:
    void statusChanged();
    void refused(const QString &title, const orrery::Error &error);
    void committed(const QString &id, const QString &subject);

private:
    /// Runs on the pool; `then` on this thread, unless something newer was asked for.
    template <typename Work, typename Then>
    void run(Work work, Then then);
    void showStatus(Result<git::Status> status);
    void showFiles();
    void setStaged(QListWidgetItem *item);
    void showDetail();
    void showHistory(const std::vector<git::Commit> &commits);
    void showPatch(const QString &patch);
    [[nodiscard]] QString chosen() const; ///< the selected file, relative to the root
    [[nodiscard]] QWidget *makeLeft();

    theming::Theme &m_theme;
    QString m_file;
    git::Status m_status;
    TextOf m_textOf;
    widgets::StateFrame *m_frame;
    QListWidget *m_files;
    QPlainTextEdit *m_message;
    QPushButton *m_commit;
    QPlainTextEdit *m_patch;
    QListWidget *m_history;
    bool m_filling = false;
    std::uint64_t m_asked = 0;  ///< cancel = newer question
    std::uint64_t m_detail = 0; ///< likewise, of the selected file
    QThreadPool m_pool;         // last: its threads end before what they use
};

} // namespace orrery::editor
