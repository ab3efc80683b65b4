// SPDX-License-Identifier: GPL-3.0-or-later
// orrery dag analyse: what a DAG promises before it runs, and what to change.
#include <algorithm>
#include <iostream>

#include <fmt/format.h>

#include "console.h"
#include "engine/analysis.h"
#include "numbers.h"
#include "records.h"

namespace orrery::cli {
namespace {

constexpr std::uint32_t runsLookedAt = 10;
constexpr std::size_t linesOfAKind = 20; ///< of the text form; --json has all

/// What this home knows of a DAG: runs of it, and the version that has this content.
struct Known {
    std::vector<RunDetail> runs;
    std::optional<VersionSummary> version;
};

Known knownOf(const Arguments &arguments, const DagSpec &dag)
{
    Known known;
    auto connection = connect(arguments, "orrery dag analyse", true);
    if (!connection) {
        std::cerr << "orrery: without the history of this home: " << connection.error().what
                  << "\n";
        return known;
    }
    const auto all =
        (*connection)->query<std::vector<RunSummary>>([](Session &session, auto reply) {
            session.runs(0, std::move(reply));
        });
    for (const RunSummary &run : all.value_or(std::vector<RunSummary>{})) {
        if (run.dag.text != dag.id || !isFinal(run.state) || known.runs.size() >= runsLookedAt)
            continue;
        auto detail = (*connection)->query<RunDetail>([&run](Session &session, auto reply) {
            session.show(run.id, std::move(reply));
        });
        if (detail)
            known.runs.push_back(std::move(*detail));
    }
    const auto versions =
        (*connection)->query<std::vector<VersionSummary>>([&dag](Session &session, auto reply) {
            session.versions(DagId(dag.id), std::move(reply));
        });
    const VersionId now = toolkit::versionOf(dag);
    for (const VersionSummary &version : versions.value_or(std::vector<VersionSummary>{}))
        if (version.version == now && !known.version)
            known.version = version;
    return known;
}

template <typename Number>
Result<void> take(const Arguments &arguments, const char *option, auto &into, const char *is)
{
    if (!arguments.has(option))
        return {};
    const auto value = number<Number>(arguments, option, is);
    if (!value)
        return tl::unexpected(value.error());
    into = *value;
    return {};
}

/// The capacity that was asked about; else this host's. @error InvalidSpec
Result<AnalysisCapacity> capacityOf(const Arguments &arguments)
{
    const HostInfo host = probeHost();
    AnalysisCapacity capacity{static_cast<double>(host.cores), host.memoryMiB,
                              static_cast<std::uint32_t>(host.gpus.size())};
    if (auto taken = take<double>(arguments, "cores", capacity.cores, "is a number of cores");
        !taken)
        return tl::unexpected(taken.error());
    if (auto taken =
            take<std::uint64_t>(arguments, "memory", capacity.memoryMB, "is a whole number of MiB");
        !taken)
        return tl::unexpected(taken.error());
    if (auto taken =
            take<std::uint32_t>(arguments, "gpus", capacity.gpus, "is a whole number of devices");
        !taken)
        return tl::unexpected(taken.error());
    return capacity;
}

Json spreadJson(const Spread &spread)
{
    return {{"min", spread.min}, {"max", spread.max}, {"average", spread.average}};
}

Json adviceJson(const Advice &advice, const char *kind)
{
    Json json;
    json["nodeId"] = advice.node.empty() ? Json(nullptr) : Json(advice.node);
    json["message"] = advice.message;
    json[kind] = advice.action;
    json["evidence"] = advice.evidence;
    return json;
}

Json idsOf(const DagSpec &dag, const std::vector<NodeIndex> &nodes)
{
    Json ids = Json::array();
    for (const NodeIndex n : nodes)
        ids.push_back(dag.nodes[n].id);
    return ids;
}

Json nodeJson(const NodeSpec &node, const NodeEstimate &estimate)
{
    return {{"nodeId", node.id},
            {"taskSeconds", estimate.seconds},
            {"source", text(estimate.source)},
            {"tasks", estimate.items},
            {"tasksKnown", estimate.itemsKnown},
            {"atOnce", estimate.atOnce},
            {"start", estimate.start},
            {"end", estimate.end},
            {"waits", estimate.waited},
            {"critical", estimate.critical}};
}

std::string isoSpan(double seconds)
{
    return toolkit::formatDuration(static_cast<SpanMs>(seconds * 1000 + 0.5));
}

Json dataFlowJson(const DagSpec &dag, const Analysis &a)
{
    Json flow;
    flow["bottleneckNode"] =
        a.bottlenecks.empty() ? Json(nullptr) : Json(dag.nodes[a.bottlenecks.front().node].id);
    flow["criticalPath"] = idsOf(dag, a.criticalPath);
    flow["parallelizableSections"] = Json::array();
    for (const ParallelSection &section : a.sections)
        flow["parallelizableSections"].push_back(
            {{"nodes", idsOf(dag, section.nodes)}, {"maxParallelism", section.maxParallelism}});
    flow["bottlenecks"] = Json::array();
    for (const Bottleneck &one : a.bottlenecks)
        flow["bottlenecks"].push_back(
            {{"nodeId", dag.nodes[one.node].id},
             {"seconds", one.seconds},
             {"share", one.share},
             {"runSecondsIfHalved",
              one.secondsIfHalved > 0 ? Json(one.secondsIfHalved) : Json(nullptr)},
             {"why", one.why}});
    return flow;
}

/// The answer of POST /api/v1/dag/define, with what it was computed from.
Json analysisJson(const toolkit::Parsed &parsed, const Analysis &a, const Known &known,
                  const AnalysisRequest &request)
{
    const DagSpec &dag = parsed.dag;
    Json json;
    json["dagId"] = dag.id;
    json["version"] = dag.version;
    json["status"] = !a.valid ? "INVALID" : known.version ? "CREATED" : "DRAFT";
    json["createdAt"] = known.version ? Json(isoTime(known.version->at)) : Json(nullptr);
    json["createdBy"] = known.version ? Json(known.version->by) : Json(nullptr);
    Json &checked = json["validationResults"];
    checked["isValid"] = a.valid;
    checked["errors"] = Json::array();
    for (const Advice &error : a.errors)
        checked["errors"].push_back(adviceJson(error, "severity"));
    checked["warnings"] = Json::array();
    for (const Advice &warning : a.warnings)
        checked["warnings"].push_back(adviceJson(warning, "severity"));
    checked["suggestions"] = Json::array();
    for (const Advice &suggestion : a.suggestions)
        checked["suggestions"].push_back(adviceJson(suggestion, "action"));
    json["estimatedExecutionTime"] = isoSpan(a.seconds);
    json["estimatedResourceUsage"] = {
        {"cpuCores", spreadJson(a.cores)},
        {"memoryMB", spreadJson(a.memoryMB)},
        {"gpuUnits", spreadJson(a.gpus)},
        {"dataProcessedGB", a.dataGB ? Json(*a.dataGB) : Json(nullptr)},
        {"peak",
         {{"cpuCores", a.peakCores}, {"memoryMB", a.peakMemoryMB}, {"gpuUnits", a.peakGpus}}},
        {"utilization", a.utilisation}};
    json["dataFlowAnalysis"] = dataFlowJson(dag, a);
    json["visualizationUrl"] = "/dag/visualize/" + dag.id;
    json["nextSteps"] = a.nextSteps;
    Json &basis = json["basis"];
    basis["contentVersion"] = toolkit::versionOf(dag).text;
    basis["capacity"] = {{"cpuCores", request.capacity.cores},
                         {"memoryMB", request.capacity.memoryMB},
                         {"gpuUnits", request.capacity.gpus.value_or(0)}};
    basis["historyRuns"] = request.historyRuns;
    basis["assumedTaskSeconds"] = toolkit::assumedSeconds;
    basis["secondsWithUnlimitedResources"] = a.secondsUnlimited;
    basis["nodes"] = Json::array();
    for (NodeIndex n = 0; n < a.nodes.size(); ++n)
        basis["nodes"].push_back(nodeJson(dag.nodes[n], a.nodes[n]));
    return json;
}

std::string span(double seconds)
{
    return duration(static_cast<SpanMs>(seconds * 1000 + 0.5));
}

void printAdvice(const char *title, const std::vector<Advice> &all)
{
    if (all.empty())
        return;
    std::cout << "\n" << title << "\n";
    for (std::size_t i = 0; i < all.size() && i < linesOfAKind; ++i) {
        const Advice &one = all[i];
        std::cout << fmt::format("  {}{}\n", one.node.empty() ? "" : plain(one.node) + ": ",
                                 plain(one.message))
                  << fmt::format(
                         "      {}{}\n",
                         one.action == "WARNING" || one.action == "ERROR" ? "" : one.action + "  ",
                         plain(one.evidence));
    }
    if (all.size() > linesOfAKind)
        std::cout << fmt::format("  ... and {} more (--json)\n", all.size() - linesOfAKind);
}

/// How many nodes have their duration from where.
std::string sourcesOf(const Analysis &a, std::uint32_t runs)
{
    std::array<std::size_t, 5> counts{};
    for (const NodeEstimate &node : a.nodes)
        ++counts[static_cast<std::size_t>(node.source)];
    const std::array<std::string, 5> words{
        "start no process", fmt::format("measured in {} run{}", runs, runs == 1 ? "" : "s"),
        "recorded in the file", "assumed, half of the time-out",
        fmt::format("assumed, {:g} s", toolkit::assumedSeconds)};
    std::string out;
    for (const std::size_t i : {1U, 2U, 3U, 4U, 0U})
        if (counts[i] > 0)
            out += fmt::format("{}{} {}", out.empty() ? "" : ", ", counts[i], words[i]);
    return out.empty() ? "no nodes" : out;
}

std::string joinIds(const DagSpec &dag, const std::vector<NodeIndex> &nodes, const char *between)
{
    std::string out;
    constexpr std::size_t most = 12;
    for (std::size_t i = 0; i < nodes.size() && i < most; ++i)
        out += (i == 0 ? "" : between) + plain(dag.nodes[nodes[i]].id);
    if (nodes.size() > most)
        out += fmt::format("{}... {} more", between, nodes.size() - most);
    return out;
}

void printAnalysis(const DagSpec &dag, const Analysis &a, const AnalysisRequest &request)
{
    const AnalysisCapacity &capacity = request.capacity;
    std::cout << fmt::format("{}  {} nodes, {} edges{}\n\n", plain(dag.title()), dag.nodes.size(),
                             dag.edges.size(), a.valid ? "" : ", not valid")
              << fmt::format("  time         {} on {:g} cores, {} MiB, {} GPUs\n", span(a.seconds),
                             capacity.cores, capacity.memoryMB, capacity.gpus.value_or(0))
              << fmt::format("               {} with room for everything at once\n",
                             span(a.secondsUnlimited))
              << fmt::format("  durations    {}\n", sourcesOf(a, request.historyRuns))
              << fmt::format("  per task     cores {:g} to {:g}, {:.1f} on average; memory {:g} to "
                             "{:g} MiB, {:.0f} on average\n",
                             a.cores.min, a.cores.max, a.cores.average, a.memoryMB.min,
                             a.memoryMB.max, a.memoryMB.average)
              << fmt::format("  at most      {:g} cores, {:g} MiB, {:g} GPUs reserved at once; "
                             "{:.0f} % of the core time\n",
                             a.peakCores, a.peakMemoryMB, a.peakGpus, a.utilisation * 100)
              << fmt::format("  data         {}\n",
                             a.dataGB ? fmt::format("{:.3g} GB read and written", *a.dataGB)
                                      : "not measured yet");
    if (!a.criticalPath.empty())
        std::cout << fmt::format("  longest path {}\n", joinIds(dag, a.criticalPath, " -> "));
    if (!a.bottlenecks.empty())
        std::cout << "\nBottlenecks\n";
    for (const Bottleneck &one : a.bottlenecks) {
        std::cout << fmt::format("  {:<28} {:>12}  {}\n", plain(dag.nodes[one.node].id),
                                 span(one.seconds), one.why);
        if (one.secondsIfHalved > 0 && one.secondsIfHalved < a.seconds)
            std::cout << fmt::format("  {:<28} {:>12}  twice as fast, the run takes {}\n", "", "",
                                     span(one.secondsIfHalved));
    }
    if (!a.sections.empty())
        std::cout << "\nSide by side\n";
    for (std::size_t i = 0; i < a.sections.size() && i < linesOfAKind; ++i)
        std::cout << fmt::format("  up to {:<6} {}\n", a.sections[i].maxParallelism,
                                 joinIds(dag, a.sections[i].nodes, ", "));
    printAdvice("Warnings", a.warnings);
    printAdvice("Suggestions", a.suggestions);
    std::cout << "\nNext:";
    for (const std::string &step : a.nextSteps)
        std::cout << " " << step;
    std::cout << "\n";
}

std::vector<std::pair<std::string, std::string>> given(const Arguments &arguments, Error &error)
{
    std::vector<std::pair<std::string, std::string>> out;
    for (const std::string &word : arguments.all("param")) {
        const std::size_t equals = word.find('=');
        if (equals == std::string::npos || equals == 0)
            error = {ErrorCode::InvalidSpec, "-p " + word, "is not NAME=VALUE"};
        else
            out.emplace_back(word.substr(0, equals), word.substr(equals + 1));
    }
    return out;
}

/// Values of parameters: those given must be right, those that are missing stay unknown.
Result<JsonText> parametersOf(const toolkit::Parsed &parsed, const Arguments &arguments)
{
    Error error;
    const auto values = given(arguments, error);
    if (!error.what.empty())
        return tl::unexpected(error);
    auto bound = toolkit::bindParameters(parsed, values);
    if (bound || !values.empty())
        return bound;
    Json known = Json::object(); // nothing given: defaults alone
    for (const Parameter &parameter : parsed.runParameters)
        if (const Json value = Json::parse(parameter.defaultValue, nullptr, false);
            !value.is_discarded())
            known[parameter.name] = value;
    return known.dump();
}

int analyse(const Arguments &arguments)
{
    auto loaded = readDag(arguments, arguments.text("FILE"));
    if (!loaded)
        return tell(loaded.error());
    toolkit::Parsed &parsed = loaded->parsed;
    for (Finding &finding :
         missingFiles(parsed.dag, loaded->text, arguments.text("FILE"), Finding::Severity::Warning))
        parsed.findings.push_back(std::move(finding));
    AnalysisRequest request;
    const auto capacity = capacityOf(arguments);
    if (!capacity)
        return tell(capacity.error());
    request.capacity = *capacity;
    const auto parameters = parametersOf(parsed, arguments);
    if (!parameters && parsed.ok())
        return tell(parameters.error());
    request.parameters = parameters.value_or(JsonText());
    const Known known = knownOf(arguments, parsed.dag);
    request.history = toolkit::historyOf(known.runs);
    request.historyRuns = static_cast<std::uint32_t>(known.runs.size());
    request.published = known.version && known.version->number > 0;
    const Analysis analysis = toolkit::analyse(parsed, request);
    if (!arguments.has("json"))
        for (const Finding &finding : parsed.findings)
            if (finding.isError())
                std::cerr << finding.text() << "\n";
    if (arguments.has("json"))
        print(analysisJson(parsed, analysis, known, request));
    else if (analysis.valid)
        printAnalysis(parsed.dag, analysis, request);
    return analysis.valid ? done : badInput;
}

} // namespace

std::vector<Command> analysisCommands()
{
    return {
        {.path = "dag analyse",
         .summary = "Time, resources, bottlenecks and suggestions, computed before anything runs",
         .positionals = {{.name = "FILE", .help = "DAG file: JSON, YAML, DOT or WfFormat"}},
         .options = {{.names = "-p,--param",
                      .help = "A parameter, for the width of mapped nodes",
                      .value = "NAME=VALUE",
                      .repeat = true},
                     {.names = "--cores",
                      .help = "Cores to run on; else this host's",
                      .value = "N"},
                     {.names = "--memory",
                      .help = "Memory to run on [MiB]; else this host's",
                      .value = "MIB"},
                     {.names = "--gpus", .help = "GPUs to run on; else this host's", .value = "N"},
                     homeOption(),
                     jsonOption()},
         .examples =
             {"orrery dag analyse pipeline.yaml",
              "orrery dag analyse pipeline.yaml --cores 64 --memory 262144 --gpus 4 --json"},
         .run = analyse},
    };
}

} // namespace orrery::cli
