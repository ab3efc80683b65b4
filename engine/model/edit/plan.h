// SPDX-License-Identifier: GPL-3.0-or-later
// What a change means for the tree of a file: the ops it is made of.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "engine/edit.h"
#include "model/edit/ops.h"
#include "model/edit/references.h"

namespace orrery::model::inplace {

struct Plan {
    Ops ops;
    bool again = false; ///< these only prepare: the same change is planned once more behind them
    std::vector<change::NewEdge> edges = {};                      ///< to be added behind them
    std::vector<std::pair<std::string, std::string>> copies = {}; ///< id, id of its copy
    std::vector<std::string> notes = {};
};

/// @error as toolkit::edit; `where` = an offset in bytes, or what was asked for
[[nodiscard]] Result<Plan> plan(const Tree &tree, const Change &change);
/// Edges that exist already are left out.
[[nodiscard]] Result<Plan> planEdges(const Tree &tree, const std::vector<change::NewEdge> &edges);

/// What the plans of single values and of nodes share. Private to model/edit.
class Planner {
public:
    explicit Planner(const Tree &tree) : m_tree(tree), m_index(tree) {}

protected:
    /// Makes sure that a change at `id` changes nothing else: writes out aliases on the way to it
    /// and lets others keep what they share. False: that has to be done first.
    bool isOwn(NodeId id);
    /// The same for anchors inside of values that are replaced or removed.
    bool isFree(const std::vector<NodeId> &replaced);
    /// Lets the aliases of an anchored value outside of `without` go on without it.
    void detach(NodeId anchored, const std::vector<NodeId> &without);
    /// Turns a value into another by the fewest ops.
    void turn(NodeId id, const OrderedJson &value);
    void set(NodeId id, OrderedJson value)
    {
        m_plan.ops.push_back({Op::Kind::Set, id, {}, std::move(value)});
    }
    void insert(NodeId container, std::string key, OrderedJson value)
    {
        m_plan.ops.push_back({Op::Kind::Insert, container, std::move(key), std::move(value)});
    }
    void remove(NodeId id) { m_plan.ops.push_back({Op::Kind::Remove, id}); }
    /// A new element of a list of the DAG, which is made when it is absent.
    Result<> add(std::string_view list, const std::vector<OrderedJson> &values);
    [[nodiscard]] Result<NodeId> node(const std::string &id) const;
    [[nodiscard]] Result<> checkEdge(const change::NewEdge &edge, std::string_view newNode) const;
    [[nodiscard]] static OrderedJson json(const change::NewEdge &edge);
    [[nodiscard]] bool within(NodeId id, const std::vector<NodeId> &trees) const;

    const Tree &m_tree;
    Index m_index;
    Plan m_plan;

private:
    void turnMembers(NodeId id, const OrderedJson &value);
    void turnElements(NodeId id, const OrderedJson &value);
};

[[nodiscard]] tl::unexpected<Error> failAt(ErrorCode code, At at, std::string what);

} // namespace orrery::model::inplace
