// SPDX-License-Identifier: GPL-3.0-or-later
// orrery dag: check, show, convert and lay out DAG files, without an engine.
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>

#include <unistd.h>

#include <fmt/format.h>

#include "console.h"
#include "engine/component.h"
#include "engine/select.h"
#include "engine/subdags.h"
#include "numbers.h"
#include "records.h"

namespace orrery::cli {
namespace {

const Positional fileArgument{.name = "FILE",
                              .help = "DAG file: JSON, YAML, protobuf, DOT or WfFormat"};

std::string allowed(const ValueCheck &check)
{
    const std::string text = toolkit::allowedText(check);
    return text.empty() ? text : ", " + text;
}

int validateOne(const Arguments &arguments, const std::string &file, bool asJson, Json &answers)
{
    auto loaded = readDag(arguments, file);
    if (!loaded)
        return tell(loaded.error());
    for (Finding &finding :
         missingFiles(loaded->parsed.dag, loaded->hasPlaces ? loaded->text : std::string(), file,
                      Finding::Severity::Warning))
        loaded->parsed.findings.push_back(std::move(finding));
    const OpenOptions options = openOptions(arguments, {});
    for (Finding &finding :
         endlessSubDags(loaded->parsed.dag, loaded->hasPlaces ? loaded->text : std::string(), file,
                        options.programDir, options.home))
        loaded->parsed.findings.push_back(std::move(finding));
    const toolkit::Parsed &parsed = loaded->parsed;
    std::size_t errors = 0;
    std::size_t warnings = 0;
    for (const Finding &finding : parsed.findings)
        ++(finding.isError() ? errors : warnings);
    if (asJson) {
        Json answer;
        answer["file"] = file;
        answer["dag"] = parsed.dag.id;
        answer["ok"] = parsed.ok();
        answer["nodes"] = parsed.dag.nodes.size();
        answer["edges"] = parsed.dag.edges.size();
        answer["errors"] = Json::array();
        answer["warnings"] = Json::array();
        for (const Finding &finding : parsed.findings)
            answer[finding.isError() ? "errors" : "warnings"].push_back(findingJson(finding));
        answer["suppressed"] = parsed.suppressed;
        answer["parameters"] = Json::array();
        for (const Parameter &parameter : parsed.runParameters)
            answer["parameters"].push_back(
                {{"name", parameter.name},
                 {"type", parameter.type},
                 {"required", parameter.required},
                 {"default", Json::parse(parameter.defaultValue, nullptr, false).is_discarded()
                                 ? Json(nullptr)
                                 : Json::parse(parameter.defaultValue)},
                 {"description", parameter.description},
                 {"check", checkJson(parameter.check)}});
        answers.push_back(std::move(answer));
        return parsed.ok() ? done : badInput;
    }
    for (const Finding &finding : parsed.findings)
        std::cerr << finding.text() << "\n";
    if (parsed.suppressed > 0)
        std::cerr << parsed.suppressed << " further findings (setting limits.maxFindings)\n";
    const std::string counted =
        fmt::format("{} error{}, {} warning{}", errors, errors == 1 ? "" : "s", warnings,
                    warnings == 1 ? "" : "s");
    if (!parsed.ok()) {
        std::cout << file << ": " << counted << "\n";
        return badInput;
    }
    std::cout << fmt::format("{}: {} is valid: {} nodes, {} edges; {}\n", file, parsed.dag.id,
                             parsed.dag.nodes.size(), parsed.dag.edges.size(), counted);
    for (const Parameter &parameter : parsed.runParameters)
        std::cout << fmt::format(
            "  -p {}=...  {}{}{}{}\n", parameter.name, parameter.type,
            parameter.required && parameter.defaultValue.empty() ? ", required"
            : parameter.defaultValue.empty()                     ? ""
                                             : ", default " + parameter.defaultValue,
            allowed(parameter.check),
            parameter.description.empty() ? "" : ": " + plain(parameter.description));
    return done;
}

int validate(const Arguments &arguments)
{
    int worst = done;
    const bool asJson = arguments.has("json");
    Json answers = Json::array();
    for (const std::string &file : arguments.all("FILE"))
        worst = std::max(worst, validateOne(arguments, file, asJson, answers));
    if (asJson)
        print(answers.size() == 1 ? answers.front() : answers);
    return worst;
}

/// Longest way from a root, per node.
std::vector<std::uint32_t> levels(const DagSpec &dag)
{
    std::vector<std::uint32_t> level(dag.nodes.size(), 0);
    std::vector<std::uint32_t> open(dag.nodes.size(), 0);
    std::vector<std::vector<NodeIndex>> after(dag.nodes.size());
    for (const EdgeSpec &edge : dag.edges) {
        after[edge.from].push_back(edge.to);
        ++open[edge.to];
    }
    std::vector<NodeIndex> ready;
    for (NodeIndex node = 0; node < dag.nodes.size(); ++node)
        if (open[node] == 0)
            ready.push_back(node);
    for (std::size_t i = 0; i < ready.size(); ++i)
        for (const NodeIndex next : after[ready[i]]) {
            level[next] = std::max(level[next], level[ready[i]] + 1);
            if (--open[next] == 0)
                ready.push_back(next);
        }
    return level;
}

/// What a selection query names, in the order of the file.
int showSelected(const DagSpec &dag, const std::string &query, bool asJson)
{
    const auto selected = toolkit::select(dag, query);
    if (!selected)
        return tell(selected.error());
    Json ids = Json::array();
    for (NodeIndex node = 0; node < dag.nodes.size(); ++node)
        if ((*selected)[node])
            ids.push_back(dag.nodes[node].id);
    if (asJson) {
        print({{"dag", dag.id}, {"query", query}, {"nodes", std::move(ids)}});
        return done;
    }
    std::cerr << fmt::format("{} of {} nodes\n", ids.size(), dag.nodes.size());
    for (const Json &id : ids)
        std::cout << id.get<std::string>() << "\n";
    return done;
}

int show(const Arguments &arguments)
{
    const auto loaded = loadDag(arguments, arguments.text("FILE"));
    if (!loaded)
        return badInput;
    const DagSpec &dag = loaded->parsed.dag;
    if (arguments.has("select"))
        return showSelected(dag, arguments.text("select"), arguments.has("json"));
    if (arguments.has("json")) {
        std::cout << toolkit::toJson(dag) << "\n";
        return done;
    }
    std::cout << dag.title() << (dag.version.empty() ? "" : "  " + dag.version) << "\n";
    if (!dag.description.empty())
        std::cout << plain(dag.description) << "\n";
    std::vector<std::string> before(dag.nodes.size());
    for (const EdgeSpec &edge : dag.edges) {
        std::string &list = before[edge.to];
        list += (list.empty() ? "" : ", ") + dag.nodes[edge.from].id;
        if (edge.condition != "SUCCESS")
            list += " [" + edge.condition + "]";
    }
    const std::vector<std::uint32_t> level = levels(dag);
    std::size_t width = 12; // of what a node starts
    for (const NodeSpec &node : dag.nodes)
        width = std::max(width, node.component.size());
    const std::uint32_t last = level.empty() ? 0 : *std::max_element(level.begin(), level.end());
    std::cout << fmt::format("{} nodes, {} edges, {} levels, version {}\n", dag.nodes.size(),
                             dag.edges.size(), dag.nodes.empty() ? 0 : last + 1,
                             toolkit::versionOf(dag).text);
    for (std::uint32_t depth = 0; depth <= last && !dag.nodes.empty(); ++depth) {
        std::cout << "\n" << depth << "\n";
        for (NodeIndex index = 0; index < dag.nodes.size(); ++index) {
            if (level[index] != depth)
                continue;
            const NodeSpec &node = dag.nodes[index];
            std::cout << fmt::format(
                "  {:<28} {:<{}} {}{}", node.id,
                node.component.empty() ? node.task.runtimeName : node.component.str(), width,
                node.resources.cpuCores == 1 ? ""
                                             : fmt::format("{:g} cores ", node.resources.cpuCores),
                node.execution.isMapStage || !node.execution.mapOver.empty()
                    ? fmt::format("mapped x{} ", node.execution.mapOver.empty()
                                                     ? std::to_string(node.execution.parallelism)
                                                     : node.execution.mapOver.str())
                    : "");
            if (!before[index].empty())
                std::cout << "after " << before[index];
            std::cout << "\n";
        }
    }
    return done;
}

/// The DAG in another form; `lost` receives what that form leaves out. @error InvalidSpec
Result<std::string> written(const DagSpec &dag, const std::string &form,
                            const std::string &programDir, std::vector<std::string> &lost)
{
    if (form == "json")
        return toolkit::toJson(dag) + "\n";
    if (form == "yaml")
        return toolkit::toYaml(dag);
    if (form == "proto")
        return toolkit::toProto(dag);
    if (form == "droplet")
        return toolkit::toDroplet(dag, lost);
    if (form == "wfformat")
        return toolkit::toWfFormat(dag, lost);
    if (form == "svg")
        return toolkit::toSvg(dag, toolkit::layout(dag));
    if (form == "dot") {
        lost = toolkit::lostInDot(dag);
        return toDot(dag, programDir);
    }
    return fail(ErrorCode::InvalidSpec, "--to " + form,
                "the forms are json, yaml, proto, droplet, dot, wfformat and svg");
}

int convert(const Arguments &arguments)
{
    const auto loaded = loadDag(arguments, arguments.text("FILE"), false);
    if (!loaded)
        return badInput;
    // A picture shows what runs; another form of the file keeps what was written.
    const std::string to = arguments.text("to");
    const DagSpec &dag =
        to == "svg" || to == "dot" ? loaded->parsed.dag : toolkit::asWritten(loaded->parsed);
    const std::string out = arguments.text("output");
    const bool toStdout = out.empty() || out == "-";
    if (toStdout && (to == "proto" || to == "droplet") && terminal(STDOUT_FILENO))
        return tell({ErrorCode::InvalidSpec, "--to " + to,
                     "writes bytes, which a terminal cannot show; add -o FILE.pb"});
    std::vector<std::string> lost;
    const auto text = written(dag, to, openOptions(arguments, "").programDir, lost);
    if (!text)
        return tell(text.error());
    const bool carried = to == "droplet" && !loaded->parsed.dag.nodes.empty();
    for (const std::string &line : lost)
        std::cerr << "orrery: "
                  << (carried ? "in extendArguments, which only Orrery reads: " : "left out: ")
                  << line << "\n";
    if (toStdout) {
        std::cout << *text;
        return done;
    }
    std::ofstream file(out, std::ios::binary | std::ios::trunc);
    file << *text;
    file.close();
    if (!file)
        return tell({ErrorCode::Io, out, "cannot be written"});
    return done;
}

int layoutFile(const Arguments &arguments)
{
    const auto loaded = loadDag(arguments, arguments.text("FILE"), false);
    if (!loaded)
        return badInput;
    const DagSpec &dag = loaded->parsed.dag;
    const auto budget = number<double>(arguments, "refine", "is a number of seconds, 0 or more");
    if (!budget)
        return tell(budget.error());
    const auto begin = std::chrono::steady_clock::now();
    const auto elapsed = [&begin] {
        return std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    };
    toolkit::Layout layout = toolkit::layout(dag);
    if (*budget > 0)
        layout = toolkit::refine(dag, std::move(layout), [&] { return elapsed() >= *budget; });
    layout.seconds = elapsed();
    Json json;
    json["nodes"] = dag.nodes.size();
    json["edges"] = dag.edges.size();
    json["layers"] = layout.layers;
    json["crossings"] = layout.crossings;
    json["seconds"] = layout.seconds;
    if (!arguments.has("no-positions")) {
        json["positions"] = Json::object();
        for (NodeIndex node = 0; node < dag.nodes.size(); ++node)
            json["positions"][dag.nodes[node].id] = {layout.nodes[node].x, layout.nodes[node].y,
                                                     layout.nodes[node].z};
    }
    print(json);
    return done;
}

} // namespace

std::vector<Command> dagCommands()
{
    Positional files = fileArgument;
    files.repeat = true;
    return {
        {.path = "dag validate",
         .summary = "Check DAG files; every error with file:line:column",
         .positionals = {files},
         .options = {homeOption(), jsonOption()},
         .examples = {"orrery dag validate pipeline.yaml", "orrery dag validate *.json --json"},
         .run = validate},
        {.path = "dag show",
         .summary = "A DAG level by level; --json prints its canonical form",
         .positionals = {fileArgument},
         .options = {{.names = "--select",
                      .help = "Only list the nodes that a query names: +load, type:ETL and not "
                              "roots, 2+\"my node\"+1, extract-*",
                      .value = "QUERY"},
                     homeOption(),
                     jsonOption()},
         .examples = {"orrery dag show pipeline.yaml",
                      "orrery dag show pipeline.yaml --select '+report and runtime:SQL'"},
         .run = show},
        {.path = "dag convert",
         .summary = "Write a DAG in another form; tells what that form leaves out",
         .positionals = {fileArgument},
         .options = {{.names = "--to",
                      .help = "json, yaml, proto (protobuf, nothing lost), droplet, dot, wfformat "
                              "or svg",
                      .value = "FORM",
                      .byDefault = "json"},
                     {.names = "-o,--output", .help = "File to write; else stdout", .value = "OUT"},
                     homeOption()},
         .examples = {"orrery dag convert pipeline.json --to yaml -o pipeline.yaml",
                      "orrery dag convert pipeline.yaml --to svg -o pipeline.svg",
                      "orrery dag convert pipeline.yaml --to proto -o pipeline.pb",
                      "orrery dag convert job.droplet.pb --to yaml -o job.yaml",
                      "orrery dag convert graph.dot | orrery dag validate /dev/stdin"},
         .run = convert},
        {.path = "dag layout",
         .summary = "Lay a DAG out and print layers, crossings and positions",
         .positionals = {fileArgument},
         .options = {{.names = "--no-positions", .help = "Leave the positions out"},
                     {.names = "--refine",
                      .help = "Seconds for the refining pass",
                      .value = "SECONDS",
                      .byDefault = "0"},
                     homeOption(),
                     jsonOption()},
         .examples = {"orrery dag layout pipeline.yaml --no-positions",
                      "orrery dag layout big.json --refine 0.5"},
         .run = layoutFile},
    };
}

} // namespace orrery::cli
