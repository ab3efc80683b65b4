// SPDX-License-Identifier: GPL-3.0-or-later
#include "workload.h"

#include <array>
#include <set>
#include <string>

namespace orrery::simulation {
namespace {

NodeSpec randomNode(Dice &dice, std::int64_t number)
{
    NodeSpec node;
    node.id = "n" + std::to_string(number);
    const bool process = dice.chance(85);
    node.task.runtime = process ? Runtime::Exec : Runtime::None;
    node.task.runtimeName = process ? "EXEC" : "NONE";
    if (process)
        node.task.command = {"/bin/true"};
    if (dice.chance(15)) {
        node.execution.isMapStage = true;
        node.execution.parallelism = static_cast<std::uint32_t>(dice.between(1, 4));
    }
    if (dice.chance(50))
        node.execution.retry =
            RetryPolicy{static_cast<std::uint32_t>(dice.upTo(3)), dice.upTo(4) * 500, 2};
    if (dice.chance(15))
        node.execution.timeout = dice.between(1, 20) * 100;
    if (process && dice.chance(15))
        node.execution.externalEffects = true;
    if (process && number % 5 == 3 && !node.execution.externalEffects)
        node.execution.cache.emplace();
    if (process && dice.chance(15))
        node.resources.gpuUnits = static_cast<std::uint32_t>(dice.between(1, 2));
    if (dice.chance(20))
        node.resources.cpuCores = 2;
    if (process && dice.chance(10))
        node.execution.holds.push_back(
            {"m" + std::to_string(dice.upTo(2)), dice.chance(50) ? 0U : 1U});
    if (dice.chance(10))
        node.execution.priority = static_cast<std::int32_t>(dice.between(-2, 2));
    return node;
}

} // namespace

DagSpec randomDag(Dice &dice)
{
    static constexpr std::array<const char *, 8> conditions{
        "SUCCESS", "SUCCESS", "SUCCESS", "SUCCESS", "ALWAYS", "ALWAYS", "FAILURE", "1 + 1 > 1"};
    DagSpec dag;
    dag.id = "d" + std::to_string(dice.upTo(999));
    if (dice.chance(20))
        dag.maxParallelTasks = static_cast<std::uint32_t>(dice.between(1, 3));
    if (dice.chance(15))
        dag.queue = "q" + std::to_string(dice.upTo(1));
    if (dice.chance(10))
        dag.holds.push_back({"m3", 0});
    if (dice.chance(20))
        dag.priority = static_cast<std::int32_t>(dice.between(-2, 2));
    const auto count = dice.between(1, 10);
    for (std::int64_t n = 0; n < count; ++n)
        dag.nodes.push_back(randomNode(dice, n));
    const bool chain = dice.chance(35); // what is sent ahead are chains
    for (std::int64_t to = 1; to < count; ++to) {
        std::set<NodeIndex> sources;
        if (chain && dice.chance(90))
            sources.insert(static_cast<NodeIndex>(to - 1));
        for (std::int64_t more = chain ? 0 : dice.upTo(3); more > 0; --more)
            sources.insert(static_cast<NodeIndex>(dice.upTo(to - 1)));
        for (const NodeIndex from : sources) {
            const char *condition =
                chain ? "SUCCESS" : conditions[static_cast<std::size_t>(dice.upTo(7))];
            dag.edges.push_back({from, static_cast<NodeIndex>(to), condition, {}});
        }
    }
    return dag;
}

Going randomGoing(Dice &dice)
{
    Going going;
    going.duration = dice.chance(30) ? dice.upTo(5) : dice.upTo(dice.chance(80) ? 400 : 4000);
    if (dice.chance(10))
        going.duration = dice.between(15'000, 60'000);
    if (dice.chance(20))
        going.exit.outputs = R"({"x":)" + std::to_string(dice.upTo(9)) + "}";
    const std::int64_t how = dice.upTo(99);
    if (how < 15) {
        going.exit.exitCode = static_cast<std::int32_t>(dice.between(1, 3));
    } else if (how < 20) {
        going.exit.cause = Cause::Signalled;
        going.exit.signal = 11;
        going.exit.exitCode = -1;
    } else if (how < 23) {
        going.exit.outputs = "no JSON";
    }
    if (how >= 23 && dice.chance(7)) { // now and then of an id that is taken, or no DAG at all
        going.exit.growth = R"({"nodes":[{"nodeId":"g)" + std::to_string(dice.upTo(20)) +
                            R"(","taskDefinition":{"runtime":"EXEC","command":["/bin/true"]}}]})";
        if (dice.chance(10))
            going.exit.growth.pop_back();
    }
    going.exit.usage.cpuSeconds = static_cast<double>(dice.upTo(9)); // tells one end from another
    return going;
}

} // namespace orrery::simulation
