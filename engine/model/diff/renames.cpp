// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/diff/renames.h"

#include <algorithm>
#include <string>
#include <unordered_set>

namespace orrery::model {

namespace {

constexpr std::size_t mostPairs = 250000;
constexpr std::size_t fewLeaves = 2; // less content than this proves nothing by itself
constexpr double muchOfIt = 0.5;     // share of equal content that proves at the same place

using Leaves = std::vector<std::string>; // sorted

// Every value below `tree` as "path=value"; texts of several lines line by line.
void collect(const OrderedJson &tree, const std::string &path, Leaves &out)
{
    if (tree.is_object()) {
        for (const auto &[key, value] : tree.items())
            collect(value, path + '/' + key, out);
    } else if (tree.is_string()) {
        const auto &text = tree.get_ref<const std::string &>();
        std::size_t from = 0;
        for (std::size_t end = text.find('\n'); end != std::string::npos && end + 1 < text.size();
             from = end + 1, end = text.find('\n', from))
            out.push_back(path + '=' + text.substr(from, end - from));
        out.push_back(path + '=' + text.substr(from));
    } else {
        out.push_back(path + '=' +
                      tree.dump(-1, ' ', false, OrderedJson::error_handler_t::replace));
    }
}

Leaves contentOf(const OrderedJson &node)
{
    Leaves out;
    for (const auto &[key, value] : node.items()) {
        if (key != "nodeId" && key != "name" && key != "position")
            collect(value, key, out);
    }
    std::sort(out.begin(), out.end());
    return out;
}

// Share of what two have in common of what either has; 1 when both are empty.
double likeness(const Leaves &a, const Leaves &b)
{
    std::size_t common = 0;
    for (std::size_t i = 0, j = 0; i < a.size() && j < b.size();) {
        const int order = a[i].compare(b[j]);
        common += order == 0 ? 1 : 0;
        i += order <= 0 ? 1 : 0;
        j += order >= 0 ? 1 : 0;
    }
    const std::size_t all = a.size() + b.size() - common;
    return all == 0 ? 1.0 : static_cast<double>(common) / static_cast<double>(all);
}

struct Candidate {
    Leaves content;
    Leaves place; // neighbours that stayed
};

std::vector<Candidate> candidates(const DagState &state, std::span<const NodeIndex> nodes)
{
    std::vector<std::uint32_t> at(state.dag.nodes.size(), none);
    std::vector<Candidate> out;
    for (const NodeIndex n : nodes) {
        at[n] = static_cast<std::uint32_t>(out.size());
        out.push_back({contentOf(state.tree["nodes"][n]), {}});
    }
    for (const EdgeSpec &edge : state.dag.edges) {
        if (at[edge.from] != none && at[edge.to] == none)
            out[at[edge.from]].place.push_back('>' + state.dag.nodes[edge.to].id);
        if (at[edge.to] != none && at[edge.from] == none)
            out[at[edge.to]].place.push_back('<' + state.dag.nodes[edge.from].id);
    }
    for (Candidate &one : out)
        std::sort(one.place.begin(), one.place.end());
    return out;
}

// 0 = another node; more than 1 = the same content or place.
double score(const Candidate &a, const Candidate &b)
{
    const double content = likeness(a.content, b.content);
    const bool placed = !a.place.empty() || !b.place.empty();
    const double place = placed ? likeness(a.place, b.place) : 0;
    const bool tells = std::min(a.content.size(), b.content.size()) >= fewLeaves;
    if ((content == 1.0 && (tells || place == 1.0)) || (content >= muchOfIt && place == 1.0))
        return content + place;
    return 0;
}

} // namespace

std::vector<std::pair<NodeIndex, NodeIndex>> findRenames(const DagState &before,
                                                         const DagState &after,
                                                         std::span<const NodeIndex> removed,
                                                         std::span<const NodeIndex> added)
{
    std::vector<std::pair<NodeIndex, NodeIndex>> out;
    if (removed.empty() || added.empty() || removed.size() > mostPairs / added.size())
        return out;
    const auto from = candidates(before, removed), to = candidates(after, added);
    // Best partner of each side; a draw is no partner.
    std::vector<std::pair<double, std::uint32_t>> bestFrom(from.size()), bestTo(to.size());
    const auto offer = [](auto &best, double points, std::size_t who) {
        if (points > best.first)
            best = {points, static_cast<std::uint32_t>(who)};
        else if (points == best.first)
            best.second = none;
    };
    for (std::size_t i = 0; i < from.size(); ++i) {
        for (std::size_t j = 0; j < to.size(); ++j) {
            const double points = score(from[i], to[j]);
            if (points <= 0)
                continue;
            offer(bestFrom[i], points, j);
            offer(bestTo[j], points, i);
        }
    }
    for (std::size_t i = 0; i < from.size(); ++i) {
        const auto [points, j] = bestFrom[i];
        if (points > 0 && j != none && bestTo[j].second == i)
            out.emplace_back(removed[i], added[j]);
    }
    return out;
}

} // namespace orrery::model
