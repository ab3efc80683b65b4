// SPDX-License-Identifier: GPL-3.0-or-later
// The rules behind warnings and suggestions: each names its evidence.
#include <algorithm>
#include <array>
#include <cctype>
#include <cmath>
#include <set>

#include <fmt/format.h>

#include "advise/analyse.h"
#include "model/duration.h"

namespace orrery::advise {

namespace {

constexpr double bigShare = 0.25;              // of the longest path: worth splitting
constexpr double muchWaiting = 0.1;            // of the whole run: worth less or smaller tasks
constexpr double idleMemory = 0.5;             // used of reserved: too much reserved
constexpr double tightMemory = 0.9;            // used of reserved: too little
constexpr double idleCores = 0.5;              // busy of reserved cores
constexpr std::uint64_t smallMemory = 256;     // MiB; below, nothing is worth saving
constexpr double timeoutFactor = 3;            // suggested time-out: so many times the longest seen
constexpr std::size_t mostReduced = 2000;      // nodes of a DAG searched for edges without meaning
constexpr std::size_t mostSteps = 100'000'000; // of that search
constexpr std::size_t mostOfAKind = 20;

// Half a minute more than needed is no harm: time-outs as people write them.
SpanMs roundedUp(double seconds)
{
    const double step = seconds < 60 ? 10 : seconds < 600 ? 60 : 600;
    return static_cast<SpanMs>(std::ceil(seconds / step) * step * 1000);
}

bool reachesOut(const NodeSpec &node)
{
    return node.task.runtime == Runtime::Http || node.execution.network ||
           node.execution.externalEffects;
}

bool startsAProcess(const NodeSpec &node)
{
    return node.task.runtime != Runtime::None;
}

void missingRoom(const Case &in, NodeIndex n, std::vector<Advice> &out)
{
    const NodeSpec &node = in.dag.nodes[n];
    const AnalysisCapacity &capacity = in.request.capacity;
    if (!startsAProcess(node))
        return;
    const auto tell = [&](const std::string &what, const std::string &evidence) {
        out.push_back(
            {node.id, what + "; it is refused here unless run with --fit", "WARNING", evidence});
    };
    if (capacity.gpus && node.resources.gpuUnits > *capacity.gpus)
        tell(fmt::format("asks for {} GPU{}, the capacity has {}", node.resources.gpuUnits,
                         node.resources.gpuUnits == 1 ? "" : "s", *capacity.gpus),
             "resourceRequirements/gpuUnits");
    if (capacity.cores > 0 && node.resources.cpuCores > capacity.cores)
        tell(fmt::format("asks for {:g} cores, the capacity has {:g}", node.resources.cpuCores,
                         capacity.cores),
             "resourceRequirements/cpuCores");
    if (capacity.memoryMB > 0 && node.resources.memoryMB > capacity.memoryMB)
        tell(fmt::format("asks for {} MiB of memory, the capacity has {} MiB",
                         node.resources.memoryMB, capacity.memoryMB),
             "resourceRequirements/memoryMB");
}

// Which GPUs are waited for, and how long: the nodes that share them queue.
void gpuQueue(const Case &in, NodeIndex n, std::vector<Advice> &out)
{
    const NodeEstimate &estimate = in.analysis.nodes[n];
    if (in.work[n].gpus > 0 && in.request.capacity.gpus && estimate.waited > 0)
        out.push_back(
            {in.dag.nodes[n].id,
             fmt::format("waits about {} for GPUs or other room", spanText(estimate.waited)),
             "WARNING",
             fmt::format("{:g} of {} GPUs reserved per task", in.work[n].gpus,
                         *in.request.capacity.gpus)});
}

// "REGION_HASH" -> "SPLIT_BY_REGION"
std::string splitAction(const Case &in, NodeIndex n)
{
    for (const NodeIndex up : in.adjacency.upstream(n)) {
        std::string key = in.dag.nodes[up].execution.partitionStrategy;
        for (const std::string_view ending : {"_HASH", "_RANGE", "_ROUND_ROBIN"})
            if (key.ends_with(ending) && key.size() > ending.size())
                key.erase(key.size() - ending.size());
        if (!key.empty())
            return "SPLIT_BY_" + key;
    }
    return "SPLIT";
}

void slowNodes(const Case &in, std::vector<Advice> &out)
{
    for (const Bottleneck &slow : in.analysis.bottlenecks) {
        const NodeSpec &node = in.dag.nodes[slow.node];
        const NodeEstimate &estimate = in.analysis.nodes[slow.node];
        if (slow.share < bigShare || estimate.source == DurationSource::Default)
            continue; // small, or nothing is known of it
        std::string evidence = slow.why;
        if (slow.secondsIfHalved > 0 && slow.secondsIfHalved < in.analysis.seconds)
            evidence += fmt::format("; twice as fast, the run takes {} instead of {}",
                                    spanText(slow.secondsIfHalved), spanText(in.analysis.seconds));
        if (estimate.items <= 1 && node.execution.isReduceStage)
            out.push_back({node.id,
                           "this reduce stage is one task: split it by the key of the stage before "
                           "it, and add the parts up",
                           splitAction(in, slow.node), evidence});
        else if (estimate.items <= 1 && startsAProcess(node) && node.task.runtime != Runtime::Http)
            out.push_back({node.id,
                           "split it into tasks that run side by side (isMapStage with "
                           "parallelism, or mapOver)",
                           splitAction(in, slow.node), evidence});
        else if (estimate.atOnce < estimate.items && in.work[slow.node].cap > 0 &&
                 in.work[slow.node].cap == estimate.atOnce)
            out.push_back({node.id,
                           fmt::format("let more of its {} tasks run at once: parallelism is {}",
                                       estimate.items, in.work[slow.node].cap),
                           "RAISE_PARALLELISM", evidence});
        else if (estimate.atOnce < estimate.items)
            out.push_back(
                {node.id,
                 fmt::format("only {} of its {} tasks fit at once: reserve less per task, "
                             "or give the run more room",
                             estimate.atOnce, estimate.items),
                 "ADD_CAPACITY", evidence});
    }
}

// Memory and cores as measured against what is reserved.
void reservations(const Case &in, NodeIndex n, std::vector<Advice> &out)
{
    const NodeSpec &node = in.dag.nodes[n];
    const NodeHistory *history = in.history[n];
    double usedMiB = 0, busyCores = 0;
    std::string from;
    if (history != nullptr && history->samples > 0) {
        usedMiB = static_cast<double>(history->maxMemoryKiB) / 1024;
        if (history->medianSeconds >= 1) // shorter tasks are mostly start-up
            busyCores = history->medianCpuSeconds / history->medianSeconds;
        from = fmt::format("measured in {} tasks of {} runs", history->samples,
                           in.request.historyRuns);
    } else if (node.recorded) {
        usedMiB = static_cast<double>(node.recorded->memoryBytes) / (1U << 20U);
        busyCores = node.recorded->avgCpu / 100;
        from = "recorded in the file";
    }
    const auto reserved = static_cast<double>(node.resources.memoryMB);
    // A quarter more than was ever seen, in steps that people write.
    const auto enough =
        static_cast<std::uint64_t>(std::ceil(usedMiB * 1.25 / smallMemory)) * smallMemory;
    if (usedMiB > 0 && reserved >= 2 * smallMemory && usedMiB < idleMemory * reserved &&
        static_cast<double>(enough) < reserved)
        out.push_back({node.id, fmt::format("reserve {} MiB instead of {} MiB", enough, reserved),
                       "LOWER_MEMORY", fmt::format("used at most {:.0f} MiB, {}", usedMiB, from)});
    else if (reserved > 0 && usedMiB > tightMemory * reserved)
        out.push_back(
            {node.id,
             fmt::format("reserve {} MiB instead of {} MiB: it is close to its limit",
                         std::max(enough, node.resources.memoryMB + smallMemory), reserved),
             "RAISE_MEMORY", fmt::format("used up to {:.0f} MiB, {}", usedMiB, from)});
    if (busyCores > 0 && node.resources.cpuCores >= 2 &&
        busyCores < idleCores * node.resources.cpuCores)
        out.push_back({node.id,
                       fmt::format("reserve {:g} cores instead of {:g}",
                                   std::max(1.0, std::ceil(busyCores)), node.resources.cpuCores),
                       "LOWER_CORES", fmt::format("kept {:.1f} cores busy, {}", busyCores, from)});
}

void timeout(const Case &in, NodeIndex n, std::vector<Advice> &out)
{
    const NodeSpec &node = in.dag.nodes[n];
    const NodeHistory *history = in.history[n];
    if (!startsAProcess(node))
        return;
    const double timeout = static_cast<double>(node.execution.timeout) / 1000;
    if (history != nullptr && history->samples > 0 && timeout > 0 &&
        history->longestSeconds > 0.8 * timeout)
        out.push_back({node.id,
                       "give it more time: it nearly reaches its time-out of " + spanText(timeout),
                       "RAISE_TIMEOUT",
                       fmt::format("took up to {} in {} tasks", spanText(history->longestSeconds),
                                   history->samples)});
    if (timeout > 0)
        return;
    if (history != nullptr && history->samples > 0)
        out.push_back(
            {node.id,
             fmt::format("set a time-out, such as {}: a task that hangs holds the run "
                         "for ever",
                         model::formatDuration(roundedUp(timeoutFactor * history->longestSeconds))),
             "SET_TIMEOUT",
             fmt::format("took at most {} in {} tasks", spanText(history->longestSeconds),
                         history->samples)});
    else if (reachesOut(node))
        out.push_back({node.id, "set a time-out: what it calls may never answer", "SET_TIMEOUT",
                       "it reaches beyond this machine and has no executionConfig/timeout"});
}

void retries(const Case &in, NodeIndex n, std::vector<Advice> &out)
{
    const NodeSpec &node = in.dag.nodes[n];
    const NodeHistory *history = in.history[n];
    const std::uint32_t most =
        node.execution.retry ? node.execution.retry->maxRetries : in.dag.schedule.retry.maxRetries;
    if (most > 0 || !startsAProcess(node))
        return;
    if (history != nullptr && history->failures > 0 && history->samples > 0)
        out.push_back({node.id, "let it try again (retryPolicy): it does not fail every time",
                       "ADD_RETRIES",
                       fmt::format("failed in {} and succeeded in {} of the recorded tasks",
                                   history->failures, history->samples)});
    else if (node.task.runtime == Runtime::Http || node.execution.network)
        out.push_back({node.id, "let it try again (retryPolicy): networks fail for a moment",
                       "ADD_RETRIES", "it uses the network and has no retry"});
}

// A script of several commands that goes on after a failed one.
void carelessShell(const Case &in, NodeIndex n, std::vector<Advice> &out)
{
    const NodeSpec &node = in.dag.nodes[n];
    if (node.task.runtime != Runtime::Shell || node.task.script.empty())
        return;
    std::size_t commands = 0, from = 0;
    bool careful = node.task.script.find("set -e") != std::string::npos ||
                   node.task.script.find("errexit") != std::string::npos ||
                   node.task.script.find("set -o e") != std::string::npos;
    while (from < node.task.script.size()) {
        const std::size_t end =
            std::min(node.task.script.find('\n', from), node.task.script.size());
        const std::size_t first = node.task.script.find_first_not_of(" \t", from);
        commands += first < end && node.task.script[first] != '#' ? 1 : 0;
        from = end + 1;
    }
    if (commands > 1 && !careful)
        out.push_back(
            {node.id, "begin the script with set -e: it goes on after a command that fails",
             "STOP_ON_ERROR",
             fmt::format("{} lines, and only the last one decides how the task ends", commands)});
}

bool checksData(const NodeSpec &node)
{
    constexpr std::array<std::string_view, 6> words{"valid",  "quality", "check",
                                                    "assert", "verify",  "test"};
    const auto speaks = [&words](const std::string &text) {
        std::string lower = text;
        std::transform(lower.begin(), lower.end(), lower.begin(), [](char c) {
            return static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
        });
        return std::any_of(words.begin(), words.end(), [&lower](std::string_view word) {
            return lower.find(word) != std::string::npos;
        });
    };
    return speaks(node.type) || speaks(node.id) || speaks(node.name);
}

void qualityGate(const Case &in, std::vector<Advice> &out)
{
    std::size_t readers = 0;
    for (const NodeSpec &node : in.dag.nodes)
        readers +=
            node.type == "EXTRACT" || node.type == "LOAD" || node.type == "TRANSFORM" ? 1 : 0;
    const bool checked =
        std::any_of(in.dag.nodes.begin(), in.dag.nodes.end(), checksData) ||
        std::any_of(in.dag.edges.begin(), in.dag.edges.end(), [](const EdgeSpec &edge) {
            return edge.condition != "SUCCESS" && edge.condition != "FAILURE" &&
                   edge.condition != "ALWAYS";
        });
    if (readers > 0 && !checked)
        out.push_back({"",
                       "check the data on its way: a node that fails on bad rows, or a condition "
                       "over the outputs of an edge",
                       "ADD_QUALITY_GATE",
                       fmt::format("nodes that extract, load or transform data: {}; no node checks "
                                   "it and no edge depends on it",
                                   readers)});
}

// Does the second read a file that the first is recorded to have written?
bool handsOver(const NodeSpec &from, const NodeSpec &to)
{
    if (!from.recorded || !to.recorded)
        return false;
    const auto &written = from.recorded->outputFiles;
    return std::any_of(to.recorded->inputFiles.begin(), to.recorded->inputFiles.end(),
                       [&written](const RecordedFile &read) {
                           return std::any_of(written.begin(), written.end(),
                                              [&read](const RecordedFile &file) {
                                                  return file.name == read.name;
                                              });
                       });
}

// An edge that says nothing which a longer way does not say: SUCCESS all along, no data.
void redundantEdges(const Case &in, std::vector<Advice> &out)
{
    const std::size_t count = in.dag.nodes.size();
    const std::size_t edges = in.dag.edges.size();
    if (count > mostReduced || edges * (count + edges) > mostSteps)
        return;
    std::set<std::pair<NodeIndex, NodeIndex>> strict;
    for (const EdgeSpec &edge : in.dag.edges)
        if (edge.condition == "SUCCESS")
            strict.emplace(edge.from, edge.to);
    std::size_t told = 0;
    std::vector<NodeIndex> way, from;
    for (const EdgeSpec &edge : in.dag.edges) {
        if (edge.condition != "SUCCESS" || !edge.dataMapping.empty() || told == mostOfAKind ||
            handsOver(in.dag.nodes[edge.from], in.dag.nodes[edge.to]))
            continue;
        from.assign(count, none);
        way.assign(1, edge.from);
        for (std::size_t i = 0; i < way.size() && from[edge.to] == none; ++i) {
            for (const NodeIndex next : in.adjacency.downstream(way[i])) {
                const bool itself = way[i] == edge.from && next == edge.to;
                if (itself || from[next] != none || !strict.contains({way[i], next}))
                    continue;
                from[next] = way[i];
                way.push_back(next);
            }
        }
        if (from[edge.to] == none)
            continue;
        ++told;
        const std::string &a = in.dag.nodes[edge.from].id, &b = in.dag.nodes[edge.to].id;
        out.push_back(
            {b, "remove the edge " + a + " -> " + b + ": a longer way says the same", "REMOVE_EDGE",
             "the way over " + in.dag.nodes[from[edge.to]].id + ", and the edge carries no data"});
    }
}

void idleCapacity(const Case &in, std::vector<Advice> &out)
{
    const Analysis &a = in.analysis;
    double waited = 0;
    NodeIndex most = none;
    for (NodeIndex n = 0; n < a.nodes.size(); ++n) {
        if (a.nodes[n].waited > waited) {
            waited = a.nodes[n].waited;
            most = n;
        }
    }
    if (most == none || a.seconds <= 0 || waited < muchWaiting * a.seconds ||
        a.secondsUnlimited >= a.seconds)
        return;
    out.push_back(
        {in.dag.nodes[most].id,
         "more room, or less reserved per task, shortens the run: tasks wait for it",
         "ADD_CAPACITY",
         fmt::format("waits {}; with room for all at once the run takes {} instead of {}",
                     spanText(waited), spanText(a.secondsUnlimited), spanText(a.seconds))});
}

} // namespace

std::vector<Advice> warningsOf(const Case &in)
{
    std::vector<Advice> out;
    for (NodeIndex n = 0; n < in.dag.nodes.size(); ++n) {
        missingRoom(in, n, out);
        gpuQueue(in, n, out);
    }
    return out;
}

std::vector<Advice> suggestionsOf(const Case &in)
{
    std::vector<Advice> out;
    slowNodes(in, out);
    idleCapacity(in, out);
    for (const auto rule : {reservations, timeout, retries, carelessShell}) {
        std::vector<Advice> found;
        for (NodeIndex n = 0; n < in.dag.nodes.size() && found.size() < mostOfAKind; ++n)
            rule(in, n, found);
        out.insert(out.end(), found.begin(), found.end());
    }
    qualityGate(in, out);
    redundantEdges(in, out);
    return out;
}

} // namespace orrery::advise
