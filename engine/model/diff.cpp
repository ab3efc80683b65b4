// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/diff.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "model/diff/lines.h"
#include "model/diff/renames.h"
#include "model/formats/write.h"

namespace orrery {

std::string DiffHunk::head() const
{
    const auto range = [](std::uint32_t line, std::uint32_t count) {
        return std::to_string(line) + (count == 1 ? "" : "," + std::to_string(count));
    };
    return "@@ -" + range(beforeLine, beforeCount) + " +" + range(afterLine, afterCount) + " @@";
}

std::string DagChange::pathOf(const FieldChange &field) const
{
    const auto join = [&field](std::string path) {
        return field.path.empty() ? path : path.empty() ? field.path : path + "/" + field.path;
    };
    switch (subject) {
    case Subject::Dag:
        return join("");
    case Subject::Schedule:
        return join("schedule");
    case Subject::Parameter:
        return join("parameters/" + id);
    case Subject::Node:
        return join("nodes/" + id);
    case Subject::Edge:
        return join("edges/" + id);
    }
    return join("");
}

std::string_view text(DagChange::Kind kind)
{
    constexpr std::string_view words[] = {"added", "removed", "renamed", "changed"};
    return words[static_cast<std::size_t>(kind)];
}

std::string_view text(DagChange::Subject subject)
{
    constexpr std::string_view words[] = {"dag", "schedule", "parameter", "node", "edge"};
    return words[static_cast<std::size_t>(subject)];
}

} // namespace orrery

namespace orrery::model {

namespace {

using How = DagChange::Kind;
using Subject = DagChange::Subject;

const OrderedJson nothing = OrderedJson::object();

JsonText dump(const OrderedJson &value)
{
    return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

bool manyLines(const OrderedJson &value)
{
    return value.is_string() &&
           value.get_ref<const std::string &>().find('\n') != std::string::npos;
}

std::string keyBelow(const std::string &path, const std::string &key)
{
    return path.empty() ? key : path + "/" + key;
}

// Members of an object by name: an ordered object looks through all of them for each.
class Members {
public:
    explicit Members(const OrderedJson &object) : m_object(object)
    {
        constexpr std::size_t few = 32;
        if (object.size() <= few)
            return;
        for (const auto &[key, value] : object.items())
            m_known.emplace(key, &value);
    }
    [[nodiscard]] const OrderedJson *find(const std::string &key) const
    {
        if (!m_known.empty()) {
            const auto known = m_known.find(key);
            return known == m_known.end() ? nullptr : known->second;
        }
        const auto found = m_object.find(key);
        return found == m_object.end() ? nullptr : &*found;
    }

private:
    const OrderedJson &m_object;
    std::unordered_map<std::string, const OrderedJson *> m_known;
};

const OrderedJson *memberOf(const OrderedJson &object, const std::string &key)
{
    const auto found = object.find(key);
    return found == object.end() ? nullptr : &*found;
}

void compare(const OrderedJson *before, const OrderedJson *after, const std::string &path,
             std::vector<FieldChange> &out);

// Members in the order of `after`; those that are gone at the end.
void compareMembers(const OrderedJson &before, const OrderedJson &after, const std::string &path,
                    std::vector<FieldChange> &out, const std::set<std::string> &without = {})
{
    const Members known(before), now(after);
    for (const auto &[key, value] : after.items()) {
        if (!without.contains(key))
            compare(known.find(key), &value, keyBelow(path, key), out);
    }
    for (const auto &[key, value] : before.items()) {
        if (!without.contains(key) && now.find(key) == nullptr)
            compare(&value, nullptr, keyBelow(path, key), out);
    }
}

void compare(const OrderedJson *before, const OrderedJson *after, const std::string &path,
             std::vector<FieldChange> &out)
{
    if (before != nullptr && after != nullptr && *before == *after)
        return;
    const bool sets =
        (before == nullptr || before->is_object()) && (after == nullptr || after->is_object());
    const bool empty =
        (before == nullptr || before->empty()) && (after == nullptr || after->empty());
    if (sets && !empty)
        return compareMembers(before == nullptr ? nothing : *before,
                              after == nullptr ? nothing : *after, path, out);
    FieldChange change{path,
                       before == nullptr ? JsonText() : dump(*before),
                       after == nullptr ? JsonText() : dump(*after),
                       {}};
    const bool texts =
        (before == nullptr || before->is_string()) && (after == nullptr || after->is_string());
    if (texts &&
        ((before != nullptr && manyLines(*before)) || (after != nullptr && manyLines(*after))))
        change.text = lineDiff(before == nullptr ? "" : before->get_ref<const std::string &>(),
                               after == nullptr ? "" : after->get_ref<const std::string &>());
    out.push_back(std::move(change));
}

// Takes two trees apart into changes.
class Comparison {
public:
    Comparison(const DagSpec &before, const DagSpec &after)
        : m_before(before), m_after(after), m_treeBefore(toTree(before)), m_treeAfter(toTree(after))
    {
        m_diff.before = versionOf(before);
        m_diff.after = versionOf(after);
    }

    DagDiff run()
    {
        const std::set<std::string> apart{"nodes", "edges", "parameters", "schedule"};
        std::vector<FieldChange> fields;
        compareMembers(m_treeBefore, m_treeAfter, "", fields, apart);
        changed(Subject::Dag, "", std::move(fields));
        compareSchedule();
        compareParameters();
        matchNodes();
        compareNodes();
        compareEdges();
        compareOrder();
        return std::move(m_diff);
    }

private:
    void changed(Subject subject, const std::string &id, std::vector<FieldChange> fields)
    {
        if (!fields.empty())
            m_diff.changes.push_back({How::Changed, subject, id, {}, std::move(fields)});
    }
    void whole(How kind, Subject subject, const std::string &id, const OrderedJson &content,
               const std::set<std::string> &without = {})
    {
        DagChange change{kind, subject, id, {}, {}};
        if (kind == How::Added)
            compareMembers(nothing, content, "", change.fields, without);
        else
            compareMembers(content, nothing, "", change.fields, without);
        m_diff.changes.push_back(std::move(change));
    }
    static const OrderedJson &part(const OrderedJson &tree, const char *key)
    {
        const OrderedJson *found = memberOf(tree, key);
        return found == nullptr ? nothing : *found;
    }

    void compareSchedule()
    {
        const OrderedJson &a = part(m_treeBefore, "schedule"), &b = part(m_treeAfter, "schedule");
        if (a.empty() != b.empty())
            return whole(a.empty() ? How::Added : How::Removed, Subject::Schedule, "",
                         a.empty() ? b : a);
        std::vector<FieldChange> fields;
        compareMembers(a, b, "", fields);
        changed(Subject::Schedule, "", std::move(fields));
    }
    void compareParameters()
    {
        const OrderedJson &a = part(m_treeBefore, "parameters"),
                          &b = part(m_treeAfter, "parameters");
        for (const auto &[name, value] : b.items()) {
            const OrderedJson *before = memberOf(a, name);
            if (before == nullptr) {
                whole(How::Added, Subject::Parameter, name, value);
                continue;
            }
            std::vector<FieldChange> fields;
            compareMembers(*before, value, "", fields);
            changed(Subject::Parameter, name, std::move(fields));
        }
        for (const auto &[name, value] : a.items()) {
            if (!b.contains(name))
                whole(How::Removed, Subject::Parameter, name, value);
        }
    }

    void matchNodes()
    {
        std::unordered_map<std::string_view, NodeIndex> known;
        for (NodeIndex n = 0; n < m_before.nodes.size(); ++n)
            known.emplace(m_before.nodes[n].id, n);
        m_wasAt.assign(m_after.nodes.size(), none);
        m_isAt.assign(m_before.nodes.size(), none);
        std::vector<NodeIndex> removed, added;
        for (NodeIndex n = 0; n < m_after.nodes.size(); ++n) {
            const auto found = known.find(m_after.nodes[n].id);
            if (found == known.end())
                added.push_back(n);
            else
                pair(found->second, n);
        }
        for (NodeIndex n = 0; n < m_isAt.size(); ++n) {
            if (m_isAt[n] == none)
                removed.push_back(n);
        }
        for (const auto &[from, to] :
             findRenames({m_before, m_treeBefore}, {m_after, m_treeAfter}, removed, added))
            pair(from, to);
    }
    void pair(NodeIndex before, NodeIndex after)
    {
        m_wasAt[after] = before;
        m_isAt[before] = after;
    }

    void compareNodes()
    {
        const std::set<std::string> apart{"nodeId", "position"};
        const OrderedJson &before = m_treeBefore["nodes"], &after = m_treeAfter["nodes"];
        for (NodeIndex n = 0; n < m_after.nodes.size(); ++n) {
            const std::string &id = m_after.nodes[n].id;
            if (m_wasAt[n] == none) {
                whole(How::Added, Subject::Node, id, after[n], apart);
                continue;
            }
            const OrderedJson &a = before[m_wasAt[n]], &b = after[n];
            DagChange change{How::Changed, Subject::Node, id, {}, {}};
            compareMembers(a, b, "", change.fields, apart);
            if (m_before.nodes[m_wasAt[n]].id != id) {
                change.kind = How::Renamed;
                change.was = m_before.nodes[m_wasAt[n]].id;
            }
            if (change.kind == How::Renamed || !change.fields.empty())
                m_diff.changes.push_back(std::move(change));
            DagChange moved{How::Changed, Subject::Node, id, {}, {}};
            const OrderedJson *from = memberOf(a, "position"), *to = memberOf(b, "position");
            if ((from != nullptr || to != nullptr) &&
                !(from != nullptr && to != nullptr && *from == *to)) {
                moved.fields.push_back({"position",
                                        from == nullptr ? "" : dump(*from),
                                        to == nullptr ? "" : dump(*to),
                                        {}});
                m_diff.layout.push_back(std::move(moved));
            }
        }
        for (NodeIndex n = 0; n < m_before.nodes.size(); ++n) {
            if (m_isAt[n] == none)
                whole(How::Removed, Subject::Node, m_before.nodes[n].id, before[n], apart);
        }
    }

    // Edges by the ends they have after renames: (index after, or size + index before).
    using Ends = std::pair<std::uint32_t, std::uint32_t>;
    [[nodiscard]] std::uint32_t endBefore(NodeIndex n) const
    {
        return m_isAt[n] != none ? m_isAt[n] : static_cast<std::uint32_t>(m_after.nodes.size()) + n;
    }
    static std::string named(const DagSpec &dag, const EdgeSpec &edge)
    {
        return dag.nodes[edge.from].id + " -> " + dag.nodes[edge.to].id;
    }
    void compareEdges()
    {
        const std::set<std::string> apart{"from", "to"};
        std::map<Ends, std::size_t> known;
        const OrderedJson &before = part(m_treeBefore, "edges"),
                          &after = part(m_treeAfter, "edges");
        for (std::size_t e = 0; e < m_before.edges.size(); ++e)
            known.emplace(Ends{endBefore(m_before.edges[e].from), endBefore(m_before.edges[e].to)},
                          e);
        for (std::size_t e = 0; e < m_after.edges.size(); ++e) {
            const EdgeSpec &edge = m_after.edges[e];
            const auto found = known.find({edge.from, edge.to});
            if (found == known.end()) {
                whole(How::Added, Subject::Edge, named(m_after, edge), after[e], apart);
                continue;
            }
            std::vector<FieldChange> fields;
            compareMembers(before[found->second], after[e], "", fields, apart);
            changed(Subject::Edge, named(m_after, edge), std::move(fields));
            m_edgeOrder.push_back(found->second);
            known.erase(found);
        }
        std::vector<std::size_t> gone;
        for (const auto &[ends, e] : known)
            gone.push_back(e);
        std::sort(gone.begin(), gone.end());
        for (const std::size_t e : gone)
            whole(How::Removed, Subject::Edge, named(m_before, m_before.edges[e]), before[e],
                  apart);
    }

    void compareOrder()
    {
        std::vector<NodeIndex> order;
        std::copy_if(m_wasAt.begin(), m_wasAt.end(), std::back_inserter(order),
                     [](NodeIndex n) { return n != none; });
        const auto note = [this](const char *what) {
            m_diff.layout.push_back({How::Changed, Subject::Dag, "", {}, {{what, "", "", {}}}});
        };
        if (!std::is_sorted(order.begin(), order.end()))
            note("nodes");
        if (!std::is_sorted(m_edgeOrder.begin(), m_edgeOrder.end()))
            note("edges");
    }

    const DagSpec &m_before;
    const DagSpec &m_after;
    OrderedJson m_treeBefore;
    OrderedJson m_treeAfter;
    std::vector<NodeIndex> m_wasAt; // [node after] its place before
    std::vector<NodeIndex> m_isAt;  // [node before] its place after
    std::vector<std::size_t> m_edgeOrder;
    DagDiff m_diff;
};

} // namespace

DagDiff diff(const DagSpec &before, const DagSpec &after)
{
    return Comparison(before, after).run();
}

} // namespace orrery::model
