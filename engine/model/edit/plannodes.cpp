// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of nodes and of all that names them.
#include <algorithm>

#include "model/edit/plans.h"
#include "model/text.h"

namespace orrery::model::inplace {

Result<> NodePlanner::isNewId(const std::string &id) const
{
    if (!isIdentifier(id))
        return fail(ErrorCode::InvalidSpec, "nodes/" + id,
                    "a nodeId is made of A-Z a-z 0-9 . _ -, not " + inQuotes(id));
    if (const NodeId there = m_index.node(id); there != none)
        return failAt(ErrorCode::Conflict, m_tree[there].content,
                      "the nodeId " + inQuotes(id) + " is taken");
    return {};
}

// Values that stand behind an alias and its anchor alike change once, at the anchor.
void NodePlanner::say(const Texts &texts)
{
    Ops ops;
    for (const auto &[id, text] : texts) {
        const NodeId target = m_tree[id].target;
        const auto same = texts.find(target);
        if (target != none && same != texts.end() && same->second == text)
            continue;
        for (NodeId other = 0; m_tree[id].aliases > 0 && other < m_tree.size(); ++other)
            if (m_tree[other].target == id && !texts.contains(other)) {
                m_plan.ops.clear();
                return detach(id, {});
            }
        ops.push_back({Op::Kind::Set, id, {}, text});
    }
    m_plan.ops.insert(m_plan.ops.end(), ops.begin(), ops.end());
}

// All that names the node, and itself.
void NodePlanner::renamed(const std::string &id, const std::string &to, Texts &texts)
{
    for (const NodeId edge : m_index.edges()) {
        for (const std::string_view end : {"from", "to"})
            if (const NodeId value = m_tree.member(edge, end);
                value != none && m_tree.scalar(value) == id)
                texts[value] = to;
    }
    for (const NodeId value : teardownsOf(m_tree, m_index, id))
        texts[value] = to;
    for (const NodeId value : outputsOf(m_tree, m_index, id))
        texts[value] = to + std::string(m_tree.scalar(value).substr(id.size()));
    const NodeId node = m_index.node(id);
    const NodeId inputs = m_tree.member(m_tree.member(node, "taskDefinition"), "inputSchema");
    const bool known = m_tree.member(node, "component") == none; // else its inputs stand elsewhere
    const NodeId declared = m_tree.member(m_tree.root(), "parameters");
    const auto isInput = [&](std::string_view name) {
        return m_index.isPortOf(name, id) &&
               (!known || m_tree.member(inputs, name.substr(id.size() + 1)) != none);
    };
    for (const NodeId parameter : m_tree.children(declared))
        if (isInput(m_tree[parameter].key))
            m_plan.ops.push_back({Op::Kind::RenameKey, parameter,
                                  to + std::string(m_tree[parameter].key.substr(id.size()))});
    eachReader(m_tree, m_index, [&](NodeId value, std::optional<Language> language) {
        const auto found = texts.find(value);
        const std::string_view text =
            found == texts.end() ? m_tree.scalar(value) : std::string_view(found->second);
        const auto now = language ? renamedInHoles(text, *language, isInput, id, to)
                                  : renamedInExpression(text, isInput, id, to);
        if (now)
            texts[value] = *now;
    });
}

Result<Plan> NodePlanner::run(const change::RenameNode &change)
{
    const auto found = node(change.id);
    if (!found)
        return tl::unexpected(found.error());
    if (change.id == change.to)
        return std::move(m_plan);
    if (const auto good = isNewId(change.to); !good)
        return tl::unexpected(good.error());
    if (m_tree[*found].style == Style::Alias) {
        m_plan.ops.push_back({Op::Kind::Expand, *found});
        m_plan.again = true;
        return std::move(m_plan);
    }
    if (!isOwn(*found))
        return std::move(m_plan);
    Texts texts;
    texts[m_tree.member(*found, "nodeId")] = change.to;
    renamed(change.id, change.to, texts);
    say(texts);
    return std::move(m_plan);
}

Result<Plan> NodePlanner::run(const change::AddNode &change)
{
    const OrderedJson value = OrderedJson::parse(change.node, nullptr, false);
    const bool named = value.is_object() && value.contains("nodeId") && value["nodeId"].is_string();
    if (!named)
        return fail(ErrorCode::InvalidSpec, "nodes", "a node is an object with a nodeId");
    const std::string id = value["nodeId"].get<std::string>();
    if (const auto good = isNewId(id); !good)
        return tl::unexpected(good.error());
    std::vector<OrderedJson> edges;
    for (const change::NewEdge &edge : change.edges) {
        if (const auto good = checkEdge(edge, id); !good)
            return tl::unexpected(good.error());
        edges.push_back(json(edge));
    }
    if (const auto good = add("nodes", {value}); !good)
        return tl::unexpected(good.error());
    if (m_plan.again)
        return std::move(m_plan);
    m_plan.edges = change.edges;
    return std::move(m_plan);
}

// From each node that stays before the gone ones to each that stays behind them.
void NodePlanner::rejoin(const std::set<std::string_view> &gone)
{
    Ways out;
    for (const NodeId edge : m_index.edges())
        out[m_index.fromOf(edge)].push_back(edge);
    std::set<std::pair<std::string_view, std::string_view>> made;
    for (const NodeId edge : m_index.edges()) {
        const std::string_view from = m_index.fromOf(edge);
        if (gone.contains(from) || !gone.contains(m_index.toOf(edge)))
            continue;
        for (const auto &[to, condition] : behind(edge, gone, out))
            if (m_index.edge(from, to) == none && made.emplace(from, to).second)
                m_plan.edges.push_back({std::string(from), std::string(to), condition, {}});
    }
    std::sort(m_plan.notes.begin(), m_plan.notes.end());
    m_plan.notes.erase(std::unique(m_plan.notes.begin(), m_plan.notes.end()), m_plan.notes.end());
}

// Who stays behind the gone node that `edge` leads to, and under which condition each would follow.
std::map<std::string_view, std::string>
NodePlanner::behind(NodeId edge, const std::set<std::string_view> &gone, Ways &out)
{
    const auto conditionOf = [this](NodeId of) {
        const std::string_view written = m_tree.scalar(m_tree.member(of, "condition"));
        return std::string(written.empty() ? "SUCCESS" : written);
    };
    std::map<std::string_view, std::string> found;
    std::vector<std::pair<std::string_view, std::string>> open{
        {m_index.toOf(edge), conditionOf(edge)}};
    std::set<std::string_view> seen;
    while (!open.empty()) {
        const auto [at, condition] = open.back();
        open.pop_back();
        if (!seen.insert(at).second)
            continue;
        for (const NodeId next : out[at]) {
            const std::string_view to = m_index.toOf(next);
            const std::string own = conditionOf(next);
            if (own != "SUCCESS" && own != "ALWAYS") {
                m_plan.notes.push_back("not joined to " + std::string(to) +
                                       ": its condition asked about " + std::string(at));
                continue;
            }
            const std::string on = own == "ALWAYS" ? own : condition;
            if (gone.contains(to)) {
                open.emplace_back(to, on);
                continue;
            }
            found.emplace(to, on);
            for (const NodeId pair : m_tree.children(m_tree.member(next, "dataMapping")))
                m_plan.notes.push_back("the input " + std::string(m_tree.scalar(pair)) + " of " +
                                       std::string(to) + " came from " + std::string(at) +
                                       "; map it anew");
        }
    }
    return found;
}

Result<Plan> NodePlanner::run(const change::DeleteNodes &change)
{
    std::set<std::string_view> gone;
    std::vector<NodeId> removed;
    for (const std::string &id : change.ids) {
        const auto found = node(id);
        if (!found)
            return tl::unexpected(found.error());
        if (!gone.insert(id).second)
            continue;
        removed.push_back(*found);
        for (const NodeId value : outputsOf(m_tree, m_index, id)) {
            removed.push_back(value);
            m_plan.notes.push_back("the output " + std::string(m_tree[value].key) +
                                   " of the DAG came from " + id);
        }
    }
    for (const NodeId edge : m_index.edges())
        if (gone.contains(m_index.fromOf(edge)) || gone.contains(m_index.toOf(edge)))
            removed.push_back(edge);
    std::set<NodeId> teardowns; // one that several nodes share is met several times
    for (const std::string_view id : gone)
        for (const NodeId value : teardownsOf(m_tree, m_index, id))
            if (!within(value, removed) && teardowns.insert(value).second)
                m_plan.notes.push_back("a node was the teardown of " + std::string(id));
    removed.insert(removed.end(), teardowns.begin(), teardowns.end());
    for (const NodeId id : removed)
        if (!teardowns.contains(id) && !isOwn(m_tree[id].parent))
            break;
    if (m_plan.again || !isFree(removed)) {
        m_plan.notes.clear();
        return std::move(m_plan);
    }
    for (const NodeId id : removed)
        remove(id);
    if (change.rejoin)
        rejoin(gone);
    return std::move(m_plan);
}

std::string NodePlanner::freshId(std::string_view id, const std::set<std::string> &taken) const
{
    std::string_view stem = id;
    const std::size_t dash = id.find_last_not_of("0123456789");
    if (dash != std::string_view::npos && dash > 0 && dash + 1 < id.size() && id[dash] == '-')
        stem = id.substr(0, dash);
    for (std::size_t number = 2;; ++number) {
        std::string fresh = std::string(stem) + "-" + std::to_string(number);
        if (m_index.node(fresh) == none && !taken.contains(fresh))
            return fresh;
    }
}

void NodePlanner::copyEdges(const std::map<std::string, std::string, std::less<>> &fresh,
                            bool incoming)
{
    const NodeId list = m_tree.member(m_tree.root(), "edges");
    for (const NodeId edge : m_index.edges()) {
        const auto from = fresh.find(m_index.fromOf(edge));
        const auto to = fresh.find(m_index.toOf(edge));
        if (to == fresh.end() || (from == fresh.end() && !incoming))
            continue;
        Op op{.kind = Op::Kind::Insert, .node = list};
        if (m_tree[edge].style == Style::Alias) {
            op.value = m_tree.json(edge);
            op.value["to"] = to->second;
            if (from != fresh.end())
                op.value["from"] = from->second;
        } else {
            op.copyOf = edge;
            op.changed.emplace_back(m_tree.member(edge, "to"), to->second);
            if (from != fresh.end())
                op.changed.emplace_back(m_tree.member(edge, "from"), from->second);
        }
        m_plan.ops.push_back(std::move(op));
    }
}

Result<Plan> NodePlanner::run(const change::DuplicateNodes &change)
{
    std::map<std::string, std::string, std::less<>> fresh;
    std::set<std::string> taken;
    for (const std::string &id : change.ids) {
        if (const auto found = node(id); !found)
            return tl::unexpected(found.error());
        if (!fresh.contains(id))
            fresh[id] = *taken.insert(freshId(id, taken)).first;
    }
    const NodeId list = m_tree.member(m_tree.root(), "nodes");
    const NodeId edges = m_tree.member(m_tree.root(), "edges");
    for (const NodeId place : {list, edges}) {
        if (place != none && m_tree[place].style == Style::Alias) {
            m_plan.ops.push_back({Op::Kind::Expand, place});
            m_plan.again = true;
        }
        if (m_plan.again || (place != none && !isOwn(place)))
            return std::move(m_plan);
    }
    for (const NodeId original : m_index.nodes()) {
        const auto found = fresh.find(m_index.idOf(original));
        if (found == fresh.end() || m_index.node(found->first) != original)
            continue;
        m_plan.copies.emplace_back(found->first, found->second);
        Op op{.kind = Op::Kind::Insert, .node = list};
        const NodeId teardown =
            m_tree.member(m_tree.member(original, "executionConfig"), "teardownOf");
        const auto torn = fresh.find(m_tree.scalar(teardown));
        const bool shared = teardown != none && !within(teardown, {original});
        if (m_tree[original].style == Style::Alias || (torn != fresh.end() && shared)) {
            op.value = m_tree.json(original);
            op.value["nodeId"] = found->second;
            if (torn != fresh.end())
                op.value["executionConfig"]["teardownOf"] = torn->second;
        } else {
            op.copyOf = original;
            op.changed.emplace_back(m_tree.member(original, "nodeId"), found->second);
            if (torn != fresh.end())
                op.changed.emplace_back(teardown, torn->second);
        }
        m_plan.ops.push_back(std::move(op));
    }
    copyEdges(fresh, change.incoming);
    return std::move(m_plan);
}

Result<Plan> plan(const Tree &tree, const Change &change)
{
    return std::visit(
        [&tree](const auto &what) -> Result<Plan> {
            using What = std::decay_t<decltype(what)>;
            constexpr bool ofNodes = std::is_same_v<What, change::RenameNode> ||
                                     std::is_same_v<What, change::AddNode> ||
                                     std::is_same_v<What, change::DeleteNodes> ||
                                     std::is_same_v<What, change::DuplicateNodes>;
            if constexpr (ofNodes)
                return NodePlanner(tree).run(what);
            else
                return ValuePlanner(tree).run(what);
        },
        change);
}

} // namespace orrery::model::inplace
