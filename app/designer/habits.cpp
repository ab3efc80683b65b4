// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/habits.h"

#include <algorithm>
#include <numeric>

#include <QCoreApplication>

#include "bridge/text.h"
#include "models/fuzzy.h"

namespace orrery::designer {

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Habits)
};

QString reason(const Offer &offer, const NodeSpec *from, const Habits &habits)
{
    if (from != nullptr && offer.followed > 0)
        return Words::tr("%1 of %2 times").arg(offer.followed).arg(habits.total(kindOf(*from)));
    if (!offer.mapping.empty())
        return Words::tr("takes %1").arg(bridge::qs(offer.mapping.front().first));
    return offer.recent >= 0 ? Words::tr("used lately") : QString();
}

} // namespace

void Habits::learn(const DagSpec &dag)
{
    for (const EdgeSpec &edge : dag.edges)
        if (edge.from < dag.nodes.size() && edge.to < dag.nodes.size())
            ++m_next[kindOf(dag.nodes[edge.from])][kindOf(dag.nodes[edge.to])];
}

int Habits::count(const QString &from, const QString &to) const
{
    const auto next = m_next.find(from);
    if (next == m_next.end())
        return 0;
    const auto found = next->second.find(to);
    return found == next->second.end() ? 0 : found->second;
}

int Habits::total(const QString &from) const
{
    const auto next = m_next.find(from);
    return next == m_next.end()
               ? 0
               : std::accumulate(next->second.begin(), next->second.end(), 0,
                                 [](int sum, const auto &pair) { return sum + pair.second; });
}

std::vector<Offer> ranked(const std::vector<NodeTemplate> &templates, const Habits &habits,
                          const NodeSpec *from, const QStringList &recent, const QString &query)
{
    struct Scored {
        Offer offer;
        int letters;
    };
    std::vector<Scored> scored;
    const QString kind = from == nullptr ? QString() : kindOf(*from);
    for (const NodeTemplate &made : templates) {
        if (!made.broken.isEmpty())
            continue;
        auto match = models::fuzzyMatch(query, made.title);
        // The id and the category are searched, too, and count less.
        const auto other =
            models::fuzzyMatch(query, made.baseId + QLatin1Char(' ') + made.category +
                                          QLatin1Char(' ') + made.summary);
        if (!match && !other)
            continue;
        const int letters = match ? match->score : other->score / 4;
        Offer offer;
        offer.made = &made;
        offer.recent = int(recent.indexOf(made.key));
        if (match)
            offer.positions = match->positions;
        if (from != nullptr) {
            offer.followed = habits.count(kind, made.key);
            offer.mapping = toolkit::suggestMapping(*from, made.spec);
            offer.fit = !toolkit::unfed(made.spec, offer.mapping).empty() ? 0
                        : !offer.mapping.empty()                          ? 2
                                                                          : 1;
        }
        offer.why = reason(offer, from, habits);
        scored.push_back({std::move(offer), letters});
    }
    const bool typed = !query.trimmed().isEmpty();
    const auto age = [](const Offer &offer) {
        return offer.recent < 0 ? std::numeric_limits<int>::max() : offer.recent;
    };
    std::stable_sort(scored.begin(), scored.end(), [&](const Scored &x, const Scored &y) {
        const Offer &a = x.offer, &b = y.offer;
        if (typed && x.letters != y.letters)
            return x.letters > y.letters;
        if (a.followed != b.followed)
            return a.followed > b.followed;
        if (a.fit != b.fit)
            return a.fit > b.fit;
        if (age(a) != age(b))
            return age(a) < age(b);
        return a.made->title.localeAwareCompare(b.made->title) < 0;
    });
    std::vector<Offer> out;
    out.reserve(scored.size());
    for (Scored &one : scored)
        out.push_back(std::move(one.offer));
    return out;
}

} // namespace orrery::designer
