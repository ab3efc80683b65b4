// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of single values and of edges.
#include <charconv>

#include "model/edit/plans.h"
#include "model/text.h"

namespace orrery::model::inplace {

namespace {

std::vector<std::string> stepsOf(std::string_view path)
{
    std::vector<std::string> out;
    while (true) {
        const std::size_t slash = path.find('/');
        std::string step;
        const std::string_view part = path.substr(0, slash);
        for (std::size_t i = 0; i < part.size(); ++i) {
            const bool escape =
                part[i] == '~' && i + 1 < part.size() && (part[i + 1] == '0' || part[i + 1] == '1');
            step += escape ? (part[i + 1] == '0' ? '~' : '/') : part[i];
            i += escape ? 1 : 0;
        }
        out.push_back(std::move(step));
        if (slash == std::string_view::npos)
            return out;
        path.remove_prefix(slash + 1);
    }
}

std::optional<std::size_t> numberOf(const std::string &step)
{
    std::size_t value = 0;
    const auto read = std::from_chars(step.data(), step.data() + step.size(), value);
    if (read.ec != std::errc() || read.ptr != step.data() + step.size())
        return std::nullopt;
    return value;
}

Result<OrderedJson> parsed(const JsonText &text, const std::string &where)
{
    OrderedJson value = OrderedJson::parse(text, nullptr, false);
    if (value.is_discarded())
        return fail(ErrorCode::InvalidSpec, where, "the new value is not JSON: " + inQuotes(text));
    return value;
}

OrderedJson numberJson(double value)
{
    constexpr double largest = 9007199254740992.0; // 2^53: whole numbers stay whole up to here
    if (value >= -largest && value <= largest &&
        value == static_cast<double>(static_cast<std::int64_t>(value)))
        return static_cast<std::int64_t>(value);
    return value;
}

} // namespace

NodeId ValuePlanner::step(NodeId here, const std::string &name) const
{
    const NodeId list = m_tree.meant(here);
    if (m_tree[list].kind == Kind::Object)
        return m_tree.member(list, name);
    if (m_tree[list].kind != Kind::Array)
        return none;
    if (list == m_tree.meant(m_tree.member(m_tree.root(), "nodes")))
        if (const NodeId node = m_index.node(name); node != none)
            return node;
    const auto number = numberOf(name);
    return number ? m_tree.element(list, *number) : none;
}

Result<ValuePlanner::Way> ValuePlanner::resolve(const std::string &path)
{
    Way way{m_tree.root(), {}};
    std::vector<std::string> steps = stepsOf(path);
    if (path.empty())
        return fail(ErrorCode::InvalidSpec, "path", "the path of the value is empty");
    for (std::size_t i = 0; i < steps.size(); ++i) {
        if (m_tree[way.at].style == Style::Alias) { // written out before anything in it changes
            m_plan.ops.push_back({Op::Kind::Expand, way.at});
            m_plan.again = true;
            return way;
        }
        const NodeId next = step(way.at, steps[i]);
        if (next == none) {
            way.rest.assign(steps.begin() + static_cast<std::ptrdiff_t>(i), steps.end());
            return way;
        }
        way.at = next;
    }
    return way;
}

tl::unexpected<Error> ValuePlanner::noSuch(const std::string &path, const Way &way) const
{
    const Tree::Node &here = m_tree[m_tree.meant(way.at)];
    if (here.kind == Kind::Array) {
        const bool ofNodes =
            m_tree.meant(way.at) == m_tree.meant(m_tree.member(m_tree.root(), "nodes"));
        const std::string near = ofNodes ? m_index.suggestion(way.rest.front()) : std::string();
        return fail(ErrorCode::NotFound, path,
                    ofNodes && !numberOf(way.rest.front())
                        ? "there is no node " + inQuotes(way.rest.front()) +
                              (near.empty() ? "" : ", " + near)
                        : "there is no element " + way.rest.front() + "; there are " +
                              std::to_string(m_tree.count(way.at)));
    }
    if (here.kind == Kind::Object || here.kind == Kind::Null)
        return fail(ErrorCode::NotFound, path, "there is no " + inQuotes(way.rest.front()));
    return failAt(ErrorCode::InvalidSpec, here.content,
                  path + ": this value is " + std::string(named(here.kind)) + " and has no " +
                      inQuotes(way.rest.front()));
}

Result<> ValuePlanner::setAt(const std::string &path, const OrderedJson &value)
{
    const auto way = resolve(path);
    if (!way)
        return tl::unexpected(way.error());
    if (m_plan.again)
        return {};
    if (way->rest.empty()) {
        turn(way->at, value);
        return {};
    }
    OrderedJson whole = value;
    for (std::size_t i = way->rest.size(); i-- > 1;) {
        OrderedJson around = way->rest[i] == "0" ? OrderedJson::array() : OrderedJson::object();
        if (around.is_array())
            around.push_back(whole);
        else
            around[way->rest[i]] = whole;
        whole = std::move(around);
    }
    const Tree::Node &here = m_tree[way->at];
    const bool appends = here.kind == Kind::Array && numberOf(way->rest.front()) &&
                         *numberOf(way->rest.front()) == m_tree.count(way->at);
    if (here.kind == Kind::Null) {
        const bool list = way->rest.front() == "0";
        OrderedJson around = list ? OrderedJson::array() : OrderedJson::object();
        if (list)
            around.push_back(whole);
        else
            around[way->rest.front()] = whole;
        turn(way->at, around);
    } else if (here.kind == Kind::Object || appends) {
        if (isOwn(way->at))
            insert(way->at, here.kind == Kind::Object ? way->rest.front() : std::string(), whole);
    } else {
        return noSuch(path, *way);
    }
    return {};
}

Result<Plan> ValuePlanner::run(const change::Set &change)
{
    const auto value = parsed(change.value, change.path);
    if (!value)
        return tl::unexpected(value.error());
    return done(setAt(change.path, *value));
}

Result<Plan> ValuePlanner::run(const change::Remove &change)
{
    const auto way = resolve(change.path);
    if (!way)
        return tl::unexpected(way.error());
    if (!m_plan.again && !way->rest.empty())
        return noSuch(change.path, *way);
    if (!m_plan.again && isOwn(m_tree[way->at].parent) && isFree({way->at}))
        remove(way->at);
    return std::move(m_plan);
}

Result<Plan> ValuePlanner::run(const change::AddEdge &change)
{
    if (const auto good = checkEdge(change.edge, {}); !good)
        return tl::unexpected(good.error());
    return done(add("edges", {json(change.edge)}));
}

Result<NodeId> ValuePlanner::edge(const std::string &from, const std::string &to) const
{
    for (const std::string &end : {from, to})
        if (const auto known = node(end); !known)
            return known;
    const NodeId found = m_index.edge(from, to);
    if (found == none)
        return fail(ErrorCode::NotFound, "edges",
                    "there is no edge from " + inQuotes(from) + " to " + inQuotes(to));
    return found;
}

Result<Plan> ValuePlanner::run(const change::DeleteEdge &change)
{
    const auto found = edge(change.from, change.to);
    if (!found)
        return tl::unexpected(found.error());
    if (isOwn(m_tree[*found].parent) && isFree({*found}))
        remove(*found);
    return std::move(m_plan);
}

Result<Plan> ValuePlanner::run(const change::SetEdge &change)
{
    const auto found = edge(change.from, change.to);
    if (!found)
        return tl::unexpected(found.error());
    if (m_tree[*found].style == Style::Alias) {
        m_plan.ops.push_back({Op::Kind::Expand, *found});
        m_plan.again = true;
        return std::move(m_plan);
    }
    OrderedJson value = m_tree.json(*found);
    if (change.condition && (change.condition->empty() || *change.condition == "SUCCESS"))
        value.erase("condition");
    else if (change.condition)
        value["condition"] = *change.condition;
    if (change.dataMapping) {
        value.erase("dataMapping");
        for (const auto &[output, input] : *change.dataMapping)
            value["dataMapping"][output] = input;
    }
    turn(*found, value);
    return std::move(m_plan);
}

Result<Plan> ValuePlanner::run(const change::MoveNodes &change)
{
    for (const auto &[id, to] : change.positions) {
        const auto found = node(id);
        if (!found)
            return tl::unexpected(found.error());
        const std::string path = "nodes/" + id + "/position";
        const NodeId there = m_tree.member(*found, "position");
        if (to) {
            OrderedJson value;
            value["x"] = numberJson(to->x);
            value["y"] = numberJson(to->y);
            if (to->z != 0 || m_tree.member(there, "z") != none)
                value["z"] = numberJson(to->z);
            if (const auto good = setAt(path, value); !good)
                return tl::unexpected(good.error());
        } else if (there != none) {
            const auto way = resolve(path);
            if (way && !m_plan.again && isOwn(*found) && isFree({there}))
                remove(there);
        }
        if (m_plan.again) { // one alias at a time; what is planned so far comes again
            std::erase_if(m_plan.ops, [](const Op &op) {
                return op.kind != Op::Kind::Expand && op.kind != Op::Kind::Unanchor;
            });
            break;
        }
    }
    return std::move(m_plan);
}

} // namespace orrery::model::inplace
