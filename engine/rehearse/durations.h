// SPDX-License-Identifier: GPL-3.0-or-later
// How long each task of a rehearsal takes, and who says so.
#pragma once

#include <string>
#include <vector>

#include "engine/rehearsal.h"

namespace orrery::rehearse {

class Durations {
public:
    /// @error InvalidSpec: a node that the DAG lacks, a duration below 0 or beyond ten years
    [[nodiscard]] static Result<Durations> make(const DagSpec &dag,
                                                const RehearsalRequest &request);

    /// @param item  -1 = the node itself
    [[nodiscard]] SpanMs of(NodeIndex node, std::int32_t item) const;
    [[nodiscard]] DurationOrigin origin(NodeIndex node) const { return m_nodes[node].origin; }
    /// Items that the source of the node's durations had; 0 = it does not tell.
    [[nodiscard]] std::uint32_t items(NodeIndex node) const;
    [[nodiscard]] SpanMs guess() const { return m_guess; }

private:
    struct Node {
        DurationOrigin origin = DurationOrigin::Guessed;
        std::vector<SpanMs> spans; ///< one for all, or one per item
        SpanMs median = 0;
    };
    std::vector<Node> m_nodes;
    SpanMs m_guess = 1000;
};

} // namespace orrery::rehearse
