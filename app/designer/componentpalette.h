// SPDX-License-Identifier: GPL-3.0-or-later
// The palette: components and plain tasks by category, found by letters, with help; added by a
// double click or Return, or dragged to the canvas.
#pragma once

#include <QWidget>

#include "designer/componentshelf.h"

class QLineEdit;
class QTextBrowser;
class QTreeWidget;
class QTreeWidgetItem;

namespace orrery::designer {

class ComponentPalette final : public QWidget {
    Q_OBJECT
public:
    ComponentPalette(widgets::Workbench &bench, ComponentShelf &shelf, QWidget *parent = nullptr);

    /// Puts the focus into the search.
    void startSearch();

protected:
    void showEvent(QShowEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void rebuild();
    void fillGroups();
    void fillMatches(const QString &query);
    QTreeWidgetItem *group(const QString &title);
    void addEntry(QTreeWidgetItem *parent, const NodeTemplate &made, const QList<int> &lit = {});
    void showHelp();
    void add(QTreeWidgetItem *item);
    void showMenu(const QPoint &at);

    widgets::Workbench &m_bench;
    ComponentShelf &m_shelf;
    QLineEdit *m_search;
    QTreeWidget *m_tree;
    QTextBrowser *m_help;
};

} // namespace orrery::designer
