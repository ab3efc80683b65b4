// SPDX-License-Identifier: MIT
// Graphviz's graphs with an owner, its messages as text, and the job's nodes and edges as a graph.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <gvc.h>

#include "layouter/jobs.h"

namespace orrery::layouter {

struct CloseGraph {
    void operator()(Agraph_t *graph) const { agclose(graph); }
};
using GraphPtr = std::unique_ptr<Agraph_t, CloseGraph>;

/// Cgraph's functions take char * where they mean const char *.
[[nodiscard]] inline char *mutableText(const std::string &text)
{
    return const_cast<char *>(text.c_str()); // NOLINT
}

/// Graph names that begin with % are cgraph's own: it gives them to graphs without a name, writes
/// them as none, and never frees what it keeps about them.
[[nodiscard]] inline bool isInternalName(const std::string &name)
{
    return name.starts_with('%');
}

/// Collects what Graphviz complains about from here on.
void collectMessages();
[[nodiscard]] const std::string &messages();

/// A text of the job. @throws Refused when it is absent (and required), no text, or holds what DOT
/// cannot
[[nodiscard]] std::string textOf(const Json &object, const char *key, const std::string &where,
                                 bool required);

/// A graph with its nodes in the job's order.
struct Built {
    GraphPtr graph;
    std::vector<Agnode_t *> nodes;
    std::vector<Agedge_t *> edges;
};
/// @throws Refused for doubles, unknown ends and wrong types; names the element ("nodes/3")
[[nodiscard]] Built build(const Json &job);

} // namespace orrery::layouter
