// SPDX-License-Identifier: GPL-3.0-or-later
// The plans of all changes. Private to model/edit.
#pragma once

#include <map>
#include <set>

#include "model/edit/plan.h"

namespace orrery::model::inplace {

class ValuePlanner : Planner {
public:
    using Planner::Planner;
    Result<Plan> run(const change::Set &change);
    Result<Plan> run(const change::Remove &change);
    Result<Plan> run(const change::AddEdge &change);
    Result<Plan> run(const change::DeleteEdge &change);
    Result<Plan> run(const change::SetEdge &change);
    Result<Plan> run(const change::MoveNodes &change);

private:
    /// How far a path leads: a value, and the steps that are not there.
    struct Way {
        NodeId at = none;
        std::vector<std::string> rest;
    };
    [[nodiscard]] NodeId step(NodeId here, const std::string &name) const;
    [[nodiscard]] Result<Way> resolve(const std::string &path);
    [[nodiscard]] tl::unexpected<Error> noSuch(const std::string &path, const Way &way) const;
    [[nodiscard]] Result<> setAt(const std::string &path, const OrderedJson &value);
    [[nodiscard]] Result<NodeId> edge(const std::string &from, const std::string &to) const;
    [[nodiscard]] Result<Plan> done(const Result<> &good)
    {
        if (!good)
            return tl::unexpected(good.error());
        return std::move(m_plan);
    }
};

class NodePlanner : Planner {
public:
    using Planner::Planner;
    Result<Plan> run(const change::RenameNode &change);
    Result<Plan> run(const change::AddNode &change);
    Result<Plan> run(const change::DeleteNodes &change);
    Result<Plan> run(const change::DuplicateNodes &change);

private:
    using Texts = std::map<NodeId, std::string>; ///< scalars and what they shall say

    [[nodiscard]] Result<> isNewId(const std::string &id) const;
    void renamed(const std::string &id, const std::string &to, Texts &texts);
    void say(const Texts &texts);
    using Ways = std::map<std::string_view, std::vector<NodeId>>; ///< edges out of each node
    void rejoin(const std::set<std::string_view> &gone);
    [[nodiscard]] std::map<std::string_view, std::string>
    behind(NodeId edge, const std::set<std::string_view> &gone, Ways &out);
    [[nodiscard]] std::string freshId(std::string_view id,
                                      const std::set<std::string> &taken) const;
    void copyEdges(const std::map<std::string, std::string, std::less<>> &fresh, bool incoming);
};

} // namespace orrery::model::inplace
