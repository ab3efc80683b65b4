// SPDX-License-Identifier: GPL-3.0-or-later
// What usually follows what, learned from edges of DAGs; and the order in which new nodes are
// offered. Pure.
#pragma once

#include <map>
#include <vector>

#include <QList>
#include <QString>
#include <QStringList>

#include "designer/nodetemplate.h"

namespace orrery::designer {

/// How often a node of one kind was followed by one of another.
class Habits {
public:
    /// Counts the edges of a DAG; edges with an unknown end are none.
    void learn(const DagSpec &dag);
    [[nodiscard]] int count(const QString &from, const QString &to) const;
    [[nodiscard]] int total(const QString &from) const; ///< edges that leave nodes of this kind
    [[nodiscard]] bool empty() const { return m_next.empty(); }

private:
    std::map<QString, std::map<QString, int>> m_next;
};

/// One offer.
struct Offer {
    const NodeTemplate *made = nullptr;
    toolkit::Mapping mapping; ///< from the node it stands behind
    int followed = 0;         ///< so many edges led from such a node to such a one
    int fit = 0; ///< 2: the data that it needs is there; 1: it needs none; 0: something is missing
    int recent = -1;      ///< 0 = used last; -1 = not lately
    QList<int> positions; ///< letters of the title that the query met
    QString why;          ///< for people: "12 of 14 times", "takes path"
};

/// Offers in the order of what is likely: what followed such a node most often, then what its
/// outputs can feed, then what was used lately, then by title. With a query the letters decide
/// first; broken ones are left out.
/// @param from    the node it will stand behind; nullptr = it stands alone
/// @param recent  keys, the last used first
[[nodiscard]] std::vector<Offer> ranked(const std::vector<NodeTemplate> &templates,
                                        const Habits &habits, const NodeSpec *from,
                                        const QStringList &recent, const QString &query);

} // namespace orrery::designer
