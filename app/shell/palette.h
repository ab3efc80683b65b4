// SPDX-License-Identifier: GPL-3.0-or-later
// The command palette (Ctrl+K): one field that finds actions, DAGs, nodes and runs.
#pragma once

#include <functional>
#include <vector>

#include <QStringList>
#include <QWidget>

#include "theming/theme.h"

class QLineEdit;
class QListView;

namespace orrery::shell {

/// One thing that can be found.
struct PaletteEntry {
    QString kind;   ///< "action", "DAG", "node", "run", "task"
    QString title;  ///< what the search is matched against
    QString detail; ///< right column: shortcut, state, path
    std::function<void()> open;
    bool enabled = true;
    QString id{};      ///< stable: "action:run.start"; what was opened last is offered first
    QChar prefix{};    ///< '>' a command, '@' a node, ':' a run: a search that begins with it finds
                       ///< only those
};

class PaletteModel;

class CommandPalette final : public QWidget {
    Q_OBJECT
public:
    /// @param entries  in the order they are shown for an empty search
    /// @param recent   ids of entries that were opened last, newest first
    CommandPalette(theming::Theme &theme, std::vector<PaletteEntry> entries, QWidget *parent,
                   const QStringList &recent = {});
    /// Opens with its top centre at this point of the screen.
    void openAt(const QPoint &topCentre);
    [[nodiscard]] QLineEdit *field() const { return m_field; }
    [[nodiscard]] int matchCount() const;
    [[nodiscard]] QString titleAt(int row) const;

signals:
    void opened(const QString &id);

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void accept(const QModelIndex &index);
    theming::Theme &m_theme;
    PaletteModel *m_model;
    QLineEdit *m_field;
    QListView *m_list;
};

} // namespace orrery::shell
