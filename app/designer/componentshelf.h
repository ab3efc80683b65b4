// SPDX-License-Identifier: GPL-3.0-or-later
// All that can be put into a DAG at the moment, with what a user likes and used lately, and what
// usually follows what. One for the palette and for quick-add.
#pragma once

#include <memory>
#include <vector>

#include <QObject>
#include <QStringList>
#include <QThreadPool>

#include "designer/habits.h"
#include "designer/nodetemplate.h"
#include "widgets/workbench.h"

namespace orrery::designer {

class ComponentShelf final : public QObject {
    Q_OBJECT
public:
    explicit ComponentShelf(widgets::Workbench &bench, QObject *parent = nullptr);
    ~ComponentShelf() override;

    /// Plain tasks, then components by category; addresses stay until changed().
    [[nodiscard]] const std::vector<NodeTemplate> &templates() const { return *m_templates; }
    [[nodiscard]] const NodeTemplate *find(const QString &key) const;
    /// Learned from the DAGs of the home, the examples and the open one.
    [[nodiscard]] Habits habits() const;
    [[nodiscard]] const QStringList &favourites() const { return m_favourites; }
    [[nodiscard]] const QStringList &recent() const { return m_recent; } ///< the last one first

    /// Looks whether a component file changed.
    void refresh();
    void setFavourite(const QString &key, bool favourite);
    /// Adds a node behind the selected one and remembers that it was used.
    NodeIndex add(const QString &key, NodeIndex behind,
                  std::optional<toolkit::Mapping> mapping = std::nullopt,
                  std::optional<Position> position = std::nullopt);
    /// For who adds nodes by other ways.
    void used(const QString &key);

signals:
    void changed();

private:
    void learn(const std::vector<DagSummary> &dags);
    void keep() const;

    widgets::Workbench &m_bench;
    std::shared_ptr<const std::vector<NodeTemplate>> m_templates;
    std::shared_ptr<const Catalogue> m_catalogue;
    Habits m_habits;
    QStringList m_files; ///< those that were learned from
    QStringList m_favourites;
    QStringList m_recent;
    QThreadPool m_pool; // last: its threads end before what they use
};

} // namespace orrery::designer
