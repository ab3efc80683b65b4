// SPDX-License-Identifier: GPL-3.0-or-later
// A list at the pointer of what could come next, the likeliest first; typed into to search.
#pragma once

#include <functional>
#include <optional>

#include <QFrame>

#include "designer/componentshelf.h"

class QLabel;
class QLineEdit;
class QListWidget;

namespace orrery::designer {

class QuickAdd final : public QFrame {
    Q_OBJECT
public:
    /// What was chosen: a key for ComponentShelf::add(), and the data of the edge to it.
    struct Choice {
        QString key;
        JsonText node; ///< as in a DAG file, its id not yet made unique
        toolkit::Mapping mapping;
        NodeIndex from = none;
    };
    using Done = std::function<void(const Choice &)>;

    QuickAdd(widgets::Workbench &bench, ComponentShelf &shelf, QWidget *parent);

    /// @param from  the node that the new one stands behind; none = it stands alone
    /// @param done  what happens with the choice; absent: it is added to the document
    void openAt(const QPoint &global, NodeIndex from, Done done = {});
    /// Of the last opening or typing [ms].
    [[nodiscard]] double rankingTime() const { return m_time; }

protected:
    void paintEvent(QPaintEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void rank();
    void choose();

    widgets::Workbench &m_bench;
    ComponentShelf &m_shelf;
    QLabel *m_title;
    QLineEdit *m_search;
    QListWidget *m_list;
    std::vector<Offer> m_offers; ///< [row]
    Habits m_habits;
    std::optional<NodeSpec> m_spec;
    NodeIndex m_from = none;
    Done m_done;
    double m_time = 0;
};

} // namespace orrery::designer
