// SPDX-License-Identifier: GPL-3.0-or-later
// The analysis of a DAG; see engine/analysis.h. PURE: suggestions with evidence, never actions.
#pragma once

#include "advise/plan.h"
#include "engine/analysis.h"

namespace orrery::advise {

[[nodiscard]] std::vector<NodeHistory> historyOf(const std::vector<RunDetail> &runs);
[[nodiscard]] Analysis analyse(const toolkit::Parsed &parsed, const AnalysisRequest &request);

/// What the rules look at.
struct Case {
    const DagSpec &dag;
    const AnalysisRequest &request;
    const Analysis &analysis; ///< times, paths and sections stand
    const model::Adjacency &adjacency;
    const std::vector<Work> &work;
    const std::vector<const NodeHistory *> &history; ///< [node]; nullptr = none
};

/// What the capacity cannot give, what waits for it.
[[nodiscard]] std::vector<Advice> warningsOf(const Case &in);
/// What would make it faster, cheaper or safer, with the figures that say so; the strongest first.
[[nodiscard]] std::vector<Advice> suggestionsOf(const Case &in);
/// "1 h 20 min", "41 s", "0.3 s"
[[nodiscard]] std::string spanText(double seconds);

} // namespace orrery::advise
