// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "model/formats/losses.h"
#include "model/formats/wfformat.h"
#include "model/formats/wfparts.h"

namespace orrery::model {

namespace {

using wf::described;
using wf::identifierFrom;

OrderedJson namesOf(const std::vector<RecordedFile> &files)
{
    OrderedJson out = OrderedJson::array();
    for (const RecordedFile &file : files)
        out.push_back(file.name);
    return out;
}

OrderedJson executionOf(const NodeSpec &node)
{
    const Recorded &r = *node.recorded;
    OrderedJson out;
    out["id"] = node.id;
    out["runtimeInSeconds"] = r.seconds;
    if (!r.command.empty())
        out["command"] = {
            {"program", r.command[0]},
            {"arguments", std::vector<std::string>(r.command.begin() + 1, r.command.end())}};
    if (r.cores > 0)
        out["coreCount"] = r.cores;
    if (r.avgCpu > 0)
        out["avgCPU"] = r.avgCpu;
    if (r.readBytes > 0)
        out["readBytes"] = r.readBytes;
    if (r.writtenBytes > 0)
        out["writtenBytes"] = r.writtenBytes;
    if (r.memoryBytes > 0)
        out["memoryInBytes"] = r.memoryBytes;
    if (!r.machine.empty())
        out["machines"] = OrderedJson::array({r.machine});
    return out;
}

OrderedJson machineOf(const RecordedMachine &machine)
{
    OrderedJson out = {{"nodeName", machine.name}}, cpu = OrderedJson::object();
    if (!machine.system.empty())
        out["system"] = machine.system;
    if (!machine.architecture.empty())
        out["architecture"] = machine.architecture;
    if (!machine.release.empty())
        out["release"] = machine.release;
    if (machine.memoryBytes > 0)
        out["memoryInBytes"] = machine.memoryBytes;
    if (machine.cores > 0)
        cpu["coreCount"] = machine.cores;
    if (machine.speedMHz > 0)
        cpu["speedInMHz"] = machine.speedMHz;
    if (!machine.vendor.empty())
        cpu["vendor"] = machine.vendor;
    if (!cpu.empty())
        out["cpu"] = std::move(cpu);
    return out;
}

// The longest chain of recorded times: no execution can have been shorter.
double longestChain(const DagSpec &dag)
{
    std::vector<std::uint32_t> waits(dag.nodes.size(), 0);
    std::vector<std::vector<NodeIndex>> next(dag.nodes.size());
    for (const EdgeSpec &edge : dag.edges) {
        next[edge.from].push_back(edge.to);
        ++waits[edge.to];
    }
    std::vector<double> start(dag.nodes.size(), 0.0);
    std::vector<NodeIndex> ready;
    for (NodeIndex n = 0; n < waits.size(); ++n) {
        if (waits[n] == 0)
            ready.push_back(n);
    }
    double longest = 0;
    while (!ready.empty()) {
        const NodeIndex n = ready.back();
        ready.pop_back();
        const double end =
            start[n] + (dag.nodes[n].recorded ? dag.nodes[n].recorded->seconds : 0.0);
        longest = std::max(longest, end);
        for (const NodeIndex to : next[n]) {
            start[to] = std::max(start[to], end);
            if (--waits[to] == 0)
                ready.push_back(to);
        }
    }
    return longest;
}

// A size belongs to a name there, whoever reads or writes the file.
bool sizesAgree(const DagSpec &dag)
{
    std::unordered_map<std::string_view, std::uint64_t> sizes;
    for (const NodeSpec &node : dag.nodes) {
        if (!node.recorded)
            continue;
        for (const auto *list : {&node.recorded->inputFiles, &node.recorded->outputFiles}) {
            for (const RecordedFile &file : *list) {
                if (sizes.emplace(file.name, file.bytes).first->second != file.bytes)
                    return false;
            }
        }
    }
    return true;
}

// Machines need a name of their own, and something to say beside it.
bool canSay(const std::vector<RecordedMachine> &machines)
{
    std::unordered_set<std::string_view> names;
    return std::all_of(machines.begin(), machines.end(), [&](const RecordedMachine &machine) {
        RecordedMachine bare;
        bare.name = machine.name;
        return machine != bare && !machine.name.empty() && names.insert(machine.name).second;
    });
}

void listLost(const DagSpec &dag, std::vector<std::string> &lost)
{
    Losses losses(dag, lost);
    losses.nodes("runtime and program (taskDefinition)",
                 [](const NodeSpec &n) { return n.task != TaskDefinition{}; });
    losses.nodes("resourceRequirements", [](const NodeSpec &n) {
        Resources said;
        if (n.recorded && n.recorded->cores > 0)
            said.cpuCores = n.recorded->cores;
        return n.resources != said;
    });
    losses.nodes("executionConfig",
                 [](const NodeSpec &n) { return n.execution != ExecutionConfig{}; });
    losses.nodes("description", [](const NodeSpec &n) {
        return n.description != (n.recorded ? described(*n.recorded) : std::string());
    });
    losses.nodes("type", [](const NodeSpec &n) { return !n.type.empty(); });
    losses.nodes("position", [](const NodeSpec &n) { return n.position.has_value(); });
    losses.nodes("recorded command without a program", [](const NodeSpec &n) {
        return n.recorded && !n.recorded->command.empty() && n.recorded->command[0].empty();
    });
    losses.edges("condition and dataMapping", [](const EdgeSpec &e) {
        return e.condition != "SUCCESS" || !e.dataMapping.empty();
    });
    DagSpec rest = dag; // without what an instance says
    rest.recordedMachines.clear();
    rest.nodes.clear();
    rest.edges.clear();
    Losses(rest, lost).head({});
    losses.when(!canSay(dag.recordedMachines),
                "recordedMachines with a name that is empty, taken, or all that is known");
    losses.when(!sizesAgree(dag), "recorded sizes of files that tasks do not agree on");
    losses.when(!dag.name.empty() && identifierFrom(dag.name) != dag.id,
                "dagId (an instance has one name)");
}

} // namespace

std::string toWfFormat(const DagSpec &dag, std::vector<std::string> &lost)
{
    listLost(dag, lost);
    std::vector<OrderedJson> parents(dag.nodes.size(), OrderedJson::array());
    std::vector<OrderedJson> children(dag.nodes.size(), OrderedJson::array());
    for (const EdgeSpec &edge : dag.edges) {
        parents[edge.to].push_back(dag.nodes[edge.from].id);
        children[edge.from].push_back(dag.nodes[edge.to].id);
    }
    OrderedJson tasks = OrderedJson::array(), executed = OrderedJson::array();
    OrderedJson files = OrderedJson::array(), machines = OrderedJson::array();
    std::unordered_set<std::string_view> knownFiles, knownMachines;
    for (const RecordedMachine &machine : dag.recordedMachines) {
        if (!machine.name.empty() && knownMachines.insert(machine.name).second)
            machines.push_back(machineOf(machine));
    }
    for (std::size_t i = 0; i < dag.nodes.size(); ++i) {
        const NodeSpec &node = dag.nodes[i];
        const Recorded recorded = node.recorded.value_or(Recorded{});
        tasks.push_back({{"name", node.name.empty() ? node.id : node.name},
                         {"id", node.id},
                         {"children", std::move(children[i])},
                         {"inputFiles", namesOf(recorded.inputFiles)},
                         {"outputFiles", namesOf(recorded.outputFiles)},
                         {"parents", std::move(parents[i])}});
        if (!node.recorded)
            continue;
        executed.push_back(executionOf(node));
        for (const auto *list : {&node.recorded->inputFiles, &node.recorded->outputFiles}) {
            for (const RecordedFile &file : *list) {
                if (knownFiles.insert(file.name).second)
                    files.push_back({{"id", file.name}, {"sizeInBytes", file.bytes}});
            }
        }
        if (!node.recorded->machine.empty() && knownMachines.insert(node.recorded->machine).second)
            machines.push_back({{"nodeName", node.recorded->machine}});
    }
    OrderedJson out;
    out["name"] = dag.title();
    out["description"] = dag.description;
    out["schemaVersion"] = "1.5";
    if (!dag.owner.empty())
        out["author"]["name"] = dag.owner;
    OrderedJson &workflow = out["workflow"];
    workflow["specification"]["tasks"] = std::move(tasks);
    workflow["specification"]["files"] = std::move(files);
    if (!executed.empty() || !machines.empty()) {
        workflow["execution"]["makespanInSeconds"] = longestChain(dag);
        workflow["execution"]["tasks"] = std::move(executed);
        workflow["execution"]["machines"] = std::move(machines);
    }
    return out.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

} // namespace orrery::model
