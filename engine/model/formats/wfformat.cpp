// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/formats/wfformat.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>
#include <unordered_set>

#include "model/text.h"

namespace orrery::model {

namespace {

constexpr double mostExact = 9007199254740992.0; // 2^53

std::string identifierFrom(std::string_view text)
{
    std::string out(text);
    for (char &c : out) {
        if (!isIdentifier(std::string_view(&c, 1)))
            c = '_';
    }
    return out.empty() ? "workflow" : out;
}

std::string described(const Recorded &recorded)
{
    std::string seconds = std::to_string(recorded.seconds);
    seconds.erase(seconds.find('.') + 4);
    std::string out = "Took " + seconds + " s";
    if (!recorded.machine.empty())
        out += " on " + recorded.machine;
    return out + " when it was recorded.";
}

class WfReader {
public:
    WfReader(const Document &doc, Findings &findings, const toolkit::Limits &limits, DagSpec &dag,
             Places &places)
        : m_doc(doc), m_findings(findings), m_limits(limits), m_dag(dag), m_places(places)
    {
    }
    void read();

private:
    [[nodiscard]] std::string text(ValueId object, std::string_view key);
    [[nodiscard]] double number(ValueId object, std::string_view key);
    [[nodiscard]] std::uint64_t bytes(ValueId object, std::string_view key)
    {
        return static_cast<std::uint64_t>(std::min(number(object, key), mostExact));
    }
    [[nodiscard]] ValueId array(ValueId object, std::string_view key, bool required = false);
    void wrong(ValueId value, std::string_view key, Kind expected);
    void readNode(ValueId task);
    void readFiles(ValueId task, std::string_view key, std::vector<RecordedFile> &out);
    void readSizes(ValueId specification);
    void readExecution(ValueId task);
    void readEdges(NodeIndex node, std::string_view key);

    const Document &m_doc;
    Findings &m_findings;
    const toolkit::Limits &m_limits;
    DagSpec &m_dag;
    Places &m_places;
    std::unordered_map<std::string_view, NodeIndex> m_nodes; // by the id in the file
    std::unordered_map<std::string_view, std::uint64_t> m_sizes;
    std::unordered_set<std::uint64_t> m_edges;
};

void WfReader::wrong(ValueId value, std::string_view key, Kind expected)
{
    m_findings.error(m_doc, value,
                     std::string(key) + " must be " + std::string(named(expected)) + ", not " +
                         std::string(named(m_doc[value].kind)));
}

std::string WfReader::text(ValueId object, std::string_view key)
{
    const ValueId v = m_doc.member(object, key);
    if (v == none || m_doc[v].kind == Kind::Null)
        return {};
    if (m_doc[v].kind == Kind::String)
        return std::string(m_doc.text(v));
    wrong(v, key, Kind::String);
    return {};
}

double WfReader::number(ValueId object, std::string_view key)
{
    const ValueId v = m_doc.member(object, key);
    if (v == none || m_doc[v].kind == Kind::Null)
        return 0;
    const double value = m_doc.number(v).value_or(-1);
    if (value >= 0 && std::isfinite(value))
        return value;
    m_findings.error(m_doc, v, std::string(key) + " must be a number that is not negative");
    return 0;
}

ValueId WfReader::array(ValueId object, std::string_view key, bool required)
{
    const ValueId v = m_doc.member(object, key);
    if (v != none && m_doc[v].kind != Kind::Array) {
        wrong(v, key, Kind::Array);
        return none;
    }
    if (v == none && required && m_doc.complete())
        m_findings.error(m_doc, object == none ? m_doc.root() : object,
                         std::string(key) + " is missing",
                         "a WfFormat 1.5 instance has workflow.specification.tasks");
    return v;
}

void WfReader::read()
{
    const ValueId root = m_doc.root();
    m_dag.name = text(root, "name");
    m_dag.id = identifierFrom(m_dag.name);
    m_dag.description = text(root, "description");
    m_dag.owner = text(m_doc.member(root, "author"), "name");
    const ValueId workflow = m_doc.member(root, "workflow");
    const ValueId specification = m_doc.member(workflow, "specification");
    const ValueId tasks = array(specification == none ? workflow : specification, "tasks", true);
    readSizes(specification);
    for (ValueId v = tasks == none ? none : m_doc[tasks].first; v != none; v = m_doc[v].next) {
        if (m_dag.nodes.size() >= m_limits.maxNodes) {
            m_findings.error(m_doc, v, "more than " + std::to_string(m_limits.maxNodes) + " tasks",
                             "raise the setting limits.maxNodes");
            break;
        }
        readNode(v);
    }
    const ValueId executed = array(m_doc.member(workflow, "execution"), "tasks");
    for (ValueId v = executed == none ? none : m_doc[executed].first; v != none; v = m_doc[v].next)
        readExecution(v);
    for (NodeIndex n = 0; n < m_dag.nodes.size(); ++n)
        readEdges(n, "parents");
    for (NodeIndex n = 0; n < m_dag.nodes.size(); ++n)
        readEdges(n, "children");
}

void WfReader::readSizes(ValueId specification)
{
    const ValueId files = array(specification, "files");
    for (ValueId v = files == none ? none : m_doc[files].first; v != none; v = m_doc[v].next) {
        if (const ValueId id = m_doc.member(v, "id"); id != none)
            m_sizes.emplace(m_doc.text(id), bytes(v, "sizeInBytes"));
    }
}

void WfReader::readNode(ValueId task)
{
    NodeSpec node;
    node.name = text(task, "name");
    ValueId id = m_doc.member(task, "id");
    if (id == none)
        id = m_doc.member(task, "name");
    const std::string_view written = id == none ? std::string_view() : m_doc.text(id);
    if (written.empty()) {
        m_findings.error(m_doc, id == none ? task : id, "the task has no id");
    } else {
        node.id = identifierFrom(written);
        if (node.id != written)
            m_findings.warning(m_doc, id,
                               "the id " + inQuotes(written) + " becomes " + inQuotes(node.id));
        if (!m_nodes.emplace(written, static_cast<NodeIndex>(m_dag.nodes.size())).second)
            m_findings.error(m_doc, id,
                             "the id " + inQuotes(written) + " is taken by an earlier task",
                             "give it another one");
    }
    if (node.name == node.id)
        node.name.clear();
    Recorded recorded;
    readFiles(task, "inputFiles", recorded.inputFiles);
    readFiles(task, "outputFiles", recorded.outputFiles);
    if (recorded != Recorded{})
        node.recorded = std::move(recorded);
    m_dag.nodes.push_back(std::move(node));
    m_places.nodes.push_back(task);
}

void WfReader::readFiles(ValueId task, std::string_view key, std::vector<RecordedFile> &out)
{
    const ValueId list = array(task, key);
    for (ValueId v = list == none ? none : m_doc[list].first; v != none; v = m_doc[v].next) {
        const auto size = m_sizes.find(m_doc.text(v));
        out.push_back({std::string(m_doc.text(v)), size == m_sizes.end() ? 0 : size->second});
    }
}

void WfReader::readExecution(ValueId task)
{
    const ValueId id = m_doc.member(task, "id");
    const auto known = m_nodes.find(id == none ? std::string_view() : m_doc.text(id));
    if (known == m_nodes.end()) {
        m_findings.error(m_doc, id == none ? task : id,
                         "this execution belongs to no task of the specification");
        return;
    }
    NodeSpec &node = m_dag.nodes[known->second];
    Recorded &recorded = node.recorded ? *node.recorded : node.recorded.emplace();
    recorded.seconds = number(task, "runtimeInSeconds");
    recorded.cores = number(task, "coreCount");
    recorded.avgCpu = number(task, "avgCPU");
    recorded.memoryBytes = bytes(task, "memoryInBytes");
    recorded.readBytes = bytes(task, "readBytes");
    recorded.writtenBytes = bytes(task, "writtenBytes");
    if (const ValueId machines = array(task, "machines");
        machines != none && m_doc[machines].first != none)
        recorded.machine = m_doc.text(m_doc[machines].first);
    const ValueId command = m_doc.member(task, "command");
    if (const std::string program = text(command, "program"); !program.empty()) {
        recorded.command.push_back(program);
        const ValueId arguments = array(command, "arguments");
        for (ValueId v = arguments == none ? none : m_doc[arguments].first; v != none;
             v = m_doc[v].next)
            recorded.command.emplace_back(m_doc.text(v));
    }
    if (recorded.cores > 0)
        node.resources.cpuCores = std::min(recorded.cores, 1e6);
    node.description = described(recorded);
}

void WfReader::readEdges(NodeIndex node, std::string_view key)
{
    const ValueId list = array(m_places.nodes[node], key);
    for (ValueId v = list == none ? none : m_doc[list].first; v != none; v = m_doc[v].next) {
        const auto other = m_nodes.find(m_doc.text(v));
        if (other == m_nodes.end()) {
            m_findings.error(m_doc, v, "there is no task " + inQuotes(m_doc.text(v)));
            continue;
        }
        const bool isParent = key == "parents";
        EdgeSpec edge;
        edge.from = isParent ? other->second : node;
        edge.to = isParent ? node : other->second;
        if (!m_edges.insert((std::uint64_t{edge.from} << 32U) | edge.to).second)
            continue;
        if (m_dag.edges.size() >= m_limits.maxEdges) {
            m_findings.error(m_doc, v, "more than " + std::to_string(m_limits.maxEdges) + " edges",
                             "raise the setting limits.maxEdges");
            return;
        }
        m_dag.edges.push_back(std::move(edge));
        m_places.edges.push_back(v);
    }
}

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

template <typename Test>
void count(const DagSpec &dag, const char *what, std::vector<std::string> &lost, Test test)
{
    const auto n = std::count_if(dag.nodes.begin(), dag.nodes.end(), test);
    if (n > 0)
        lost.push_back(std::string(what) + " of " + std::to_string(n) +
                       (n == 1 ? " node" : " nodes"));
}

void listLost(const DagSpec &dag, std::vector<std::string> &lost)
{
    const ExecutionConfig usual;
    count(dag, "runtime and program (taskDefinition)", lost,
          [](const NodeSpec &n) { return n.task != TaskDefinition{}; });
    count(dag, "resourceRequirements", lost,
          [](const NodeSpec &n) { return n.resources != Resources{}; });
    count(dag, "executionConfig", lost, [&](const NodeSpec &n) { return n.execution != usual; });
    count(dag, "description", lost, [](const NodeSpec &n) {
        return !n.description.empty() && !(n.recorded && n.description == described(*n.recorded));
    });
    count(dag, "type", lost, [](const NodeSpec &n) { return !n.type.empty(); });
    count(dag, "position", lost, [](const NodeSpec &n) { return n.position.has_value(); });
    const auto edges = std::count_if(dag.edges.begin(), dag.edges.end(), [](const EdgeSpec &e) {
        return e.condition != "SUCCESS" || !e.dataMapping.empty();
    });
    if (edges > 0)
        lost.push_back("condition and dataMapping of " + std::to_string(edges) +
                       (edges == 1 ? " edge" : " edges"));
    if (dag.schedule != Schedule{})
        lost.push_back("schedule");
    if (!dag.parameters.empty())
        lost.push_back("parameters");
    if (!dag.version.empty())
        lost.push_back("version");
    if (!dag.tags.empty())
        lost.push_back("tags");
    if (dag.maxParallelTasks != 0)
        lost.push_back("maxParallelTasks");
    if (!dag.globalConfigs.empty())
        lost.push_back("globalConfigs");
    if (!dag.mapReduceConfig.empty())
        lost.push_back("mapReduceConfig");
    if (!dag.name.empty() && identifierFrom(dag.name) != dag.id)
        lost.push_back("dagId (an instance has one name)");
}

} // namespace

void readWfFormat(const Document &doc, Findings &findings, const toolkit::Limits &limits,
                  DagSpec &dag, Places &places)
{
    WfReader(doc, findings, limits, dag, places).read();
}

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
    if (!executed.empty()) {
        workflow["execution"]["makespanInSeconds"] = longestChain(dag);
        workflow["execution"]["tasks"] = std::move(executed);
        workflow["execution"]["machines"] = std::move(machines);
    }
    return out.dump(2, ' ', false, OrderedJson::error_handler_t::replace) + "\n";
}

} // namespace orrery::model
