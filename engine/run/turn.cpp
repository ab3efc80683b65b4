// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/turn.h"

#include <algorithm>
#include <utility>

#include "model/template.h"
#include "run/dataflow.h"

namespace orrery::run {
namespace {

bool holds(const std::vector<SlotUse> &uses, const std::string &name)
{
    return std::any_of(uses.begin(), uses.end(),
                       [&](const SlotUse &use) { return use.name == name; });
}

/// The DAG's limits and mutexes, and its own number of runs.
Result<std::vector<SlotUse>> usesOf(const DagSpec &dag, const RunId &run, const RunCreated &created)
{
    std::vector<SlotUse> uses;
    const Json params = objectOf(created.parameters);
    const Json runRoot = runValues(run, created);
    const Json dagRoot = dagValues(dag, created.file);
    for (SlotUse use : dag.holds) {
        const auto parsed = model::Template::parse(use.name, model::Language::Plain);
        if (!parsed)
            return fail(ErrorCode::InvalidSpec, "limits", use.name + ": " + parsed.error().what);
        const auto filled = parsed->fill([&](std::string_view root) -> const Json * {
            return root == "params" ? &params
                   : root == "run"  ? &runRoot
                   : root == "dag"  ? &dagRoot
                                    : nullptr;
        });
        if (!filled)
            return fail(ErrorCode::InvalidSpec, "limits", use.name + ": " + filled.error().what);
        if (filled->text.empty())
            return fail(ErrorCode::InvalidSpec, "limits",
                        use.name + ": the name is empty for these parameters");
        use.name = filled->text;
        uses.push_back(std::move(use));
    }
    if (dag.maxActiveRuns > 0)
        uses.push_back({activeRunsName(dag), 1, dag.maxActiveRuns});
    return uses;
}

} // namespace

std::vector<SlotUse> needed(std::vector<SlotUse> uses, const Turn &outer)
{
    std::vector<SlotUse> left;
    for (SlotUse &use : uses) {
        const bool above =
            holds(outer.uses, use.name) ||
            std::find(outer.above.begin(), outer.above.end(), use.name) != outer.above.end();
        if (!above && !holds(left, use.name))
            left.push_back(std::move(use));
    }
    return left;
}

std::string activeRunsName(const DagSpec &dag)
{
    return "runs of " + dag.id;
}

Result<Turn> turnOf(const DagSpec &dag, const RunId &run, const RunCreated &created,
                    std::optional<std::int32_t> priority, const std::string &queue)
{
    Result<std::vector<SlotUse>> uses = usesOf(dag, run, created);
    if (!uses)
        return tl::unexpected(uses.error());
    Turn turn;
    turn.priority = priority.value_or(dag.priority);
    turn.queue = queue.empty() ? dag.queue : queue;
    if (!turn.queue.empty())
        uses->insert(uses->begin(), SlotUse{turn.queue});
    turn.uses = needed(std::move(*uses), {});
    return turn;
}

Result<Turn> innerTurn(const DagSpec &dag, const RunId &run, const RunCreated &created,
                       const Turn &outer)
{
    Result<std::vector<SlotUse>> uses = usesOf(dag, run, created);
    if (!uses)
        return tl::unexpected(uses.error());
    Turn turn;
    turn.priority = outer.priority;
    turn.uses = needed(std::move(*uses), outer);
    turn.above = outer.above;
    for (const SlotUse &use : outer.uses)
        turn.above.push_back(use.name);
    return turn;
}

} // namespace orrery::run
