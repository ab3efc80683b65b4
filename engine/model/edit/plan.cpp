// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/plan.h"

#include <algorithm>

#include "model/text.h"

namespace orrery::model::inplace {

tl::unexpected<Error> failAt(ErrorCode code, At at, std::string what)
{
    return fail(code, std::to_string(at), std::move(what));
}

bool Planner::within(NodeId id, const std::vector<NodeId> &trees) const
{
    for (; id != none; id = m_tree[id].parent)
        if (std::find(trees.begin(), trees.end(), id) != trees.end())
            return true;
    return false;
}

void Planner::detach(NodeId anchored, const std::vector<NodeId> &without)
{
    std::vector<NodeId> aliases;
    for (NodeId id = 0; id < m_tree.size(); ++id)
        if (m_tree[id].target == anchored && !within(id, without))
            aliases.push_back(id);
    const auto first = std::min_element(aliases.begin(), aliases.end(), [this](NodeId a, NodeId b) {
        return m_tree[a].begin < m_tree[b].begin;
    });
    if (first != aliases.end())
        m_plan.ops.push_back(
            {.kind = Op::Kind::Expand, .node = *first, .anchored = aliases.size() > 1});
    m_plan.ops.push_back({Op::Kind::Unanchor, anchored});
    m_plan.again = true;
}

bool Planner::isOwn(NodeId id)
{
    for (NodeId at = id; at != none; at = m_tree[at].parent)
        if (m_tree[at].aliases > 0)
            return detach(at, {}), false;
    return true;
}

bool Planner::isFree(const std::vector<NodeId> &replaced)
{
    bool free = true;
    for (NodeId id = 0; id < m_tree.size(); ++id) {
        const NodeId target = m_tree[id].target;
        if (target == none || !within(target, replaced) || within(id, replaced))
            continue;
        const bool known = std::any_of(m_plan.ops.begin(), m_plan.ops.end(), [&](const Op &op) {
            return op.kind == Op::Kind::Unanchor && op.node == target;
        });
        if (!known)
            detach(target, replaced);
        free = false;
    }
    return free;
}

void Planner::turn(NodeId id, const OrderedJson &value)
{
    if (m_tree.json(id) == value)
        return;
    const Tree::Node &node = m_tree[id];
    if (node.style != Style::Alias && node.first != none) {
        if (node.kind == Kind::Object && value.is_object())
            return turnMembers(id, value);
        if (node.kind == Kind::Array && value.is_array())
            return turnElements(id, value);
    }
    if (isOwn(id) && isFree({id}))
        set(id, value);
}

void Planner::turnMembers(NodeId id, const OrderedJson &value)
{
    if (!isOwn(id))
        return;
    std::vector<NodeId> gone;
    for (const NodeId child : m_tree.children(id)) {
        const auto now = value.find(std::string(m_tree[child].key));
        if (now == value.end())
            gone.push_back(child);
        else
            turn(child, *now);
    }
    std::vector<std::string> made;
    for (auto it = value.begin(); it != value.end(); ++it)
        if (m_tree.member(id, it.key()) == none)
            made.push_back(it.key());
    if (gone.size() == m_tree.count(id) && !made.empty()) {
        if (isFree({id}))
            set(id, value);
        return;
    }
    if (!gone.empty() && isFree(gone)) {
        for (const NodeId child : gone)
            remove(child);
        m_plan.again = m_plan.again || !made.empty();
        return;
    }
    for (const std::string &key : made)
        if (gone.empty())
            insert(id, key, value[key]);
}

void Planner::turnElements(NodeId id, const OrderedJson &value)
{
    if (!isOwn(id))
        return;
    const std::vector<NodeId> before = m_tree.children(id);
    if (value.size() < before.size()) {
        std::size_t head = 0, tail = 0;
        while (head < value.size() && m_tree.json(before[head]) == value[head])
            ++head;
        while (tail < value.size() - head &&
               m_tree.json(before[before.size() - 1 - tail]) == value[value.size() - 1 - tail])
            ++tail;
        const std::size_t extra = before.size() - value.size();
        const std::size_t from = head + tail == value.size() ? head : value.size();
        const std::vector<NodeId> gone(before.begin() + static_cast<std::ptrdiff_t>(from),
                                       before.begin() + static_cast<std::ptrdiff_t>(from + extra));
        if (isFree(gone))
            for (const NodeId child : gone)
                remove(child);
        m_plan.again = m_plan.again || head + tail != value.size();
        return;
    }
    for (std::size_t i = 0; i < before.size(); ++i)
        turn(before[i], value[i]);
    for (std::size_t i = before.size(); i < value.size(); ++i)
        insert(id, {}, value[i]);
}

Result<NodeId> Planner::node(const std::string &id) const
{
    const NodeId found = m_index.node(id);
    if (found != none)
        return found;
    const std::string near = m_index.suggestion(id);
    return fail(ErrorCode::NotFound, "nodes/" + id,
                "there is no node " + inQuotes(id) + (near.empty() ? "" : ", " + near));
}

OrderedJson Planner::json(const change::NewEdge &edge)
{
    OrderedJson out;
    out["from"] = edge.from;
    out["to"] = edge.to;
    if (!edge.condition.empty() && edge.condition != "SUCCESS")
        out["condition"] = edge.condition;
    for (const auto &[output, input] : edge.dataMapping)
        out["dataMapping"][output] = input;
    return out;
}

Result<> Planner::checkEdge(const change::NewEdge &edge, std::string_view newNode) const
{
    for (const std::string &end : {edge.from, edge.to})
        if (end != newNode)
            if (const auto known = node(end); !known)
                return tl::unexpected(known.error());
    if (edge.from == edge.to)
        return fail(ErrorCode::Conflict, "edges",
                    "an edge from " + inQuotes(edge.from) + " to itself would never let it start");
    if (const NodeId there = m_index.edge(edge.from, edge.to); there != none)
        return failAt(ErrorCode::Conflict, m_tree[there].content,
                      "there is an edge from " + inQuotes(edge.from) + " to " + inQuotes(edge.to) +
                          " already");
    return {};
}

Result<> Planner::add(std::string_view list, const std::vector<OrderedJson> &values)
{
    if (values.empty())
        return {};
    const NodeId there = m_tree.member(m_tree.root(), list);
    OrderedJson all = OrderedJson::array();
    for (const OrderedJson &value : values)
        all.push_back(value);
    if (there == none) {
        insert(m_tree.root(), std::string(list), all);
    } else if (m_tree[there].style == Style::Alias) {
        m_plan.ops.push_back({Op::Kind::Expand, there});
        m_plan.again = true;
    } else if (m_tree[there].kind == Kind::Null) {
        set(there, all);
    } else if (m_tree[there].kind != Kind::Array) {
        return failAt(ErrorCode::InvalidSpec, m_tree[there].content,
                      std::string(list) + " must be an array");
    } else if (isOwn(there)) {
        for (const OrderedJson &value : values)
            insert(there, {}, value);
    }
    return {};
}

namespace {

class EdgePlanner : Planner {
public:
    using Planner::Planner;
    Result<Plan> run(const std::vector<change::NewEdge> &edges)
    {
        std::vector<OrderedJson> values;
        for (const change::NewEdge &edge : edges)
            if (m_index.edge(edge.from, edge.to) == none)
                values.push_back(json(edge));
        if (const auto good = add("edges", values); !good)
            return tl::unexpected(good.error());
        return std::move(m_plan);
    }
};

} // namespace

Result<Plan> planEdges(const Tree &tree, const std::vector<change::NewEdge> &edges)
{
    return EdgePlanner(tree).run(edges);
}

} // namespace orrery::model::inplace
