// SPDX-License-Identifier: MIT
// Graphviz's dot as a peer: positions, ranks, and the order it found, virtual nodes included.
#include <algorithm>
#include <unordered_map>

#include "layouter/graphviz.h"

namespace orrery::layouter {

namespace {

/// dot's own data after a layout: ranks of vertices in order, segments between neighbouring ranks.
/// Numbers below the node count are the job's nodes, the others dot's virtual nodes.
struct Ranks {
    std::vector<std::vector<std::uint32_t>> order;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> segments;
};

Ranks readRanks(Agraph_t *graph, const std::vector<Agnode_t *> &nodes)
{
    std::unordered_map<const Agnode_t *, std::uint32_t> number;
    for (Agnode_t *node : nodes)
        number.emplace(node, static_cast<std::uint32_t>(number.size()));
    const auto numberOf = [&](const Agnode_t *node) {
        return number.emplace(node, static_cast<std::uint32_t>(number.size())).first->second;
    };
    Ranks ranks;
    for (int r = GD_minrank(graph); r <= GD_maxrank(graph); ++r) {
        auto &order = ranks.order.emplace_back();
        const rank_t &rank = GD_rank(graph)[r];
        for (int i = 0; i < rank.n; ++i) {
            Agnode_t *node = rank.v[i];
            order.push_back(numberOf(node));
            const elist &out = ND_out(node);
            for (int e = 0; e < out.size; ++e) {
                // One virtual edge stands for all edges that share it.
                for (int k = 0; k < std::max(1, static_cast<int>(ED_count(out.list[e]))); ++k)
                    ranks.segments.emplace_back(order.back(), numberOf(aghead(out.list[e])));
            }
        }
    }
    return ranks;
}

/// Pairs of segments between the same two ranks whose ends lie in opposite order.
std::uint64_t countCrossings(const Ranks &ranks)
{
    std::unordered_map<std::uint32_t, std::uint32_t> rankOf;
    std::unordered_map<std::uint32_t, std::uint32_t> placeOf;
    for (std::uint32_t r = 0; r < ranks.order.size(); ++r) {
        for (std::uint32_t i = 0; i < ranks.order[r].size(); ++i) {
            rankOf[ranks.order[r][i]] = r;
            placeOf[ranks.order[r][i]] = i;
        }
    }
    std::vector<std::vector<std::pair<std::uint32_t, std::uint32_t>>> between(ranks.order.size());
    for (const auto &[from, to] : ranks.segments) {
        if (rankOf[to] == rankOf[from] + 1)
            between[rankOf[from]].emplace_back(placeOf[from], placeOf[to]);
    }
    std::uint64_t count = 0;
    for (std::size_t r = 0; r + 1 < between.size(); ++r) {
        auto &segments = between[r];
        std::sort(segments.begin(), segments.end());
        std::vector<std::uint64_t> tree(ranks.order[r + 1].size() + 1,
                                        0); // Fenwick: ends seen so far
        std::uint64_t seen = 0;
        for (const auto &[from, to] : segments) {
            std::uint64_t notAfter = 0;
            for (std::size_t i = to + 1; i > 0; i &= i - 1)
                notAfter += tree[i];
            count += seen++ - notAfter;
            for (std::size_t i = to + 1; i < tree.size(); i += i & (~i + 1))
                ++tree[i];
        }
    }
    return count;
}

struct FreeContext {
    void operator()(GVC_t *context) const { gvFreeContext(context); }
};

} // namespace

Json layout(const Json &job)
{
    const std::string engine = textOf(job, "engine", "job", true);
    if (engine != "dot")
        throw Refused("engine: \"" + engine + "\" is not known; use \"dot\"");
    collectMessages();
    Built built = build(job);
    Agraph_t *graph = built.graph.get();
    const auto set = [&](int kind, std::string key, std::string value) {
        agattr(graph, kind, mutableText(key), mutableText(value));
    };
    set(AGRAPH, "splines", "none"); // positions and order only
    set(AGNODE, "label", "");
    set(AGNODE, "shape", "box");

    const std::unique_ptr<GVC_t, FreeContext> context(gvContext());
    Json result{{"engine", engine}, {"nodes", Json::array()}, {"layers", 0}, {"crossings", 0}};
    if (built.nodes.empty())
        return result;
    if (gvLayout(context.get(), graph, "dot") != 0)
        throw Refused("Graphviz could not lay the graph out: " + messages());
    const Ranks ranks = readRanks(graph, built.nodes);
    for (std::size_t i = 0; i < built.nodes.size(); ++i) {
        Agnode_t *node = built.nodes[i];
        result["nodes"].push_back({{"id", agnameof(node)},
                                   {"x", ND_coord(node).x},
                                   {"y", ND_coord(node).y},
                                   {"rank", ND_rank(node) - GD_minrank(graph)}});
    }
    result["layers"] = ranks.order.size();
    result["ranks"] = ranks.order;
    result["segments"] = ranks.segments;
    result["crossings"] = countCrossings(ranks);
    gvFreeLayout(context.get(), graph);
    return result;
}

} // namespace orrery::layouter
