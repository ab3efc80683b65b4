// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/formats/wfformat.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "model/formats/wfparts.h"
#include "model/text.h"

namespace orrery::model {

namespace {

using wf::described;
using wf::identifierFrom;

constexpr double mostExact = 9007199254740992.0; // 2^53

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
    [[nodiscard]] std::uint64_t bytes(ValueId object, std::string_view key, std::string_view older)
    {
        return static_cast<std::uint64_t>(
            std::min(number(object, nameOf(object, key, older)), mostExact));
    }
    [[nodiscard]] ValueId array(ValueId object, std::string_view key, bool required = false);
    void wrong(ValueId value, std::string_view key, Kind expected);
    /// The member under its name of 1.5 or an older one; none when neither is there.
    [[nodiscard]] ValueId either(ValueId object, std::string_view key, std::string_view older);
    [[nodiscard]] std::string_view nameOf(ValueId object, std::string_view key,
                                          std::string_view older)
    {
        return m_doc.member(object, key) != none ? key : older;
    }
    void readNode(ValueId task);
    void readMachines(ValueId list);
    void readMeasured(ValueId task, NodeSpec &node);
    void readFiles(ValueId task, std::string_view key, std::vector<RecordedFile> &out);
    void readLinkedFiles(ValueId task, Recorded &recorded);
    void readSizes(ValueId specification);
    void readExecution(ValueId task);
    void readEdges(NodeIndex node, std::string_view key);
    [[nodiscard]] NodeIndex taskNamed(std::string_view name) const;
    void tellPassedOver();
    void passOver(ValueId object, const std::string &path,
                  std::initializer_list<std::string_view> known);

    const Document &m_doc;
    Findings &m_findings;
    const toolkit::Limits &m_limits;
    DagSpec &m_dag;
    Places &m_places;
    std::unordered_map<std::string_view, NodeIndex> m_nodes; // by the id in the file
    std::unordered_map<std::string_view, std::uint64_t> m_sizes;
    std::unordered_map<std::string_view, NodeIndex> m_names; // 1.4 refers to these too; none: twice
    std::unordered_set<std::uint64_t> m_edges;
    std::set<std::string> m_passedOver; // keys that a DAG has no place for
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

void WfReader::passOver(ValueId object, const std::string &path,
                        std::initializer_list<std::string_view> known)
{
    if (object == none || m_doc[object].kind != Kind::Object)
        return;
    for (ValueId v = m_doc[object].first; v != none; v = m_doc[v].next) {
        if (std::find(known.begin(), known.end(), m_doc.key(v)) == known.end())
            m_passedOver.insert(path + std::string(m_doc.key(v)));
    }
}

void WfReader::read()
{
    const ValueId root = m_doc.root();
    m_dag.name = text(root, "name");
    m_dag.id = identifierFrom(m_dag.name);
    if (m_dag.id == m_dag.name)
        m_dag.name.clear();
    m_dag.description = text(root, "description");
    m_dag.owner = text(m_doc.member(root, "author"), "name");
    const std::string version = text(root, "schemaVersion");
    if (!version.empty() && version != "1.4" && version != "1.5")
        m_findings.warning(m_doc, m_doc.member(root, "schemaVersion"),
                           "schemaVersion " + inQuotes(version) + " is read as 1.5",
                           "1.4 and 1.5 are known");
    const ValueId workflow = m_doc.member(root, "workflow");
    const ValueId specification = m_doc.member(workflow, "specification");
    const ValueId execution = m_doc.member(workflow, "execution");
    const ValueId tasks = array(specification == none ? workflow : specification, "tasks", true);
    readSizes(specification);
    readMachines(array(execution == none ? workflow : execution, "machines"));
    for (ValueId v = tasks == none ? none : m_doc[tasks].first; v != none; v = m_doc[v].next) {
        if (m_dag.nodes.size() >= m_limits.maxNodes) {
            m_findings.error(m_doc, v, "more than " + std::to_string(m_limits.maxNodes) + " tasks",
                             "raise the setting limits.maxNodes");
            break;
        }
        readNode(v);
    }
    const ValueId executed = array(execution, "tasks");
    for (ValueId v = executed == none ? none : m_doc[executed].first; v != none; v = m_doc[v].next)
        readExecution(v);
    for (NodeIndex n = 0; n < m_dag.nodes.size(); ++n)
        readEdges(n, "parents");
    for (NodeIndex n = 0; n < m_dag.nodes.size(); ++n)
        readEdges(n, "children");
    passOver(root, "", {"name", "description", "schemaVersion", "author", "workflow"});
    passOver(m_doc.member(root, "author"), "author.", {"name"});
    passOver(workflow, "workflow.", {"specification", "execution", "tasks", "machines"});
    passOver(specification, "workflow.specification.", {"tasks", "files"});
    passOver(execution, "workflow.execution.", {"tasks", "machines"});
    tellPassedOver();
}

void WfReader::tellPassedOver()
{
    if (m_passedOver.empty())
        return;
    std::string names;
    for (const std::string &name : m_passedOver)
        names += (names.empty() ? "" : ", ") + name;
    m_findings.warning(m_doc, m_doc.root(), "a DAG has no place for " + names + ": not kept");
}

ValueId WfReader::either(ValueId object, std::string_view key, std::string_view older)
{
    return m_doc.member(object, nameOf(object, key, older));
}

void WfReader::readMachines(ValueId list)
{
    for (ValueId v = list == none ? none : m_doc[list].first; v != none; v = m_doc[v].next) {
        RecordedMachine machine;
        machine.name = text(v, "nodeName");
        machine.system = text(v, "system");
        machine.architecture = text(v, "architecture");
        machine.release = text(v, "release");
        machine.memoryBytes = bytes(v, "memoryInBytes", "memory");
        const ValueId cpu = m_doc.member(v, "cpu");
        machine.cores = std::min(number(cpu, nameOf(cpu, "coreCount", "count")), 1e6);
        machine.speedMHz = std::min(number(cpu, nameOf(cpu, "speedInMHz", "speed")), 1e9);
        machine.vendor = text(cpu, "vendor");
        passOver(
            v, "machines.",
            {"nodeName", "system", "architecture", "release", "memoryInBytes", "memory", "cpu"});
        passOver(cpu, "machines.cpu.", {"coreCount", "count", "speedInMHz", "speed", "vendor"});
        RecordedMachine bare; // tells no more than the tasks that name it
        bare.name = machine.name;
        if (machine != bare)
            m_dag.recordedMachines.push_back(std::move(machine));
    }
}

void WfReader::readSizes(ValueId specification)
{
    const ValueId files = array(specification, "files");
    for (ValueId v = files == none ? none : m_doc[files].first; v != none; v = m_doc[v].next) {
        if (const ValueId id = m_doc.member(v, "id"); id != none)
            m_sizes.emplace(m_doc.text(id), bytes(v, "sizeInBytes", "size"));
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
    if (const ValueId name = m_doc.member(task, "name"); name != none) {
        const auto index = static_cast<NodeIndex>(m_dag.nodes.size());
        const auto [known, isNew] = m_names.emplace(m_doc.text(name), index);
        if (!isNew)
            known->second = none;
    }
    if (node.name == node.id)
        node.name.clear();
    node.type = text(task, nameOf(task, "category", "type"));
    Recorded recorded;
    readFiles(task, "inputFiles", recorded.inputFiles);
    readFiles(task, "outputFiles", recorded.outputFiles);
    readLinkedFiles(task, recorded);
    if (recorded != Recorded{})
        node.recorded = std::move(recorded);
    if (either(task, "runtimeInSeconds", "runtime") != none)
        readMeasured(task, node);
    passOver(task, "tasks.",
             {"name",     "id",         "category",    "type",         "parents",
              "children", "inputFiles", "outputFiles", "files",        "runtimeInSeconds",
              "runtime",  "coreCount",  "cores",       "avgCPU",       "memoryInBytes",
              "memory",   "readBytes",  "bytesRead",   "writtenBytes", "bytesWritten",
              "machine",  "machines",   "command"});
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

// 1.4: {"link": "input", "name", "sizeInBytes"} in the task.
void WfReader::readLinkedFiles(ValueId task, Recorded &recorded)
{
    const ValueId list = array(task, "files");
    for (ValueId v = list == none ? none : m_doc[list].first; v != none; v = m_doc[v].next) {
        const std::string link = text(v, "link");
        if (link != "input" && link != "output") {
            m_findings.error(m_doc, v,
                             "the link of a file is input or output, not " + inQuotes(link));
            continue;
        }
        passOver(v, "tasks.files.", {"link", "name", "sizeInBytes", "size"});
        (link == "input" ? recorded.inputFiles : recorded.outputFiles)
            .push_back({text(v, "name"), bytes(v, "sizeInBytes", "size")});
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
    readMeasured(task, m_dag.nodes[known->second]);
    passOver(task, "workflow.execution.tasks.",
             {"id", "runtimeInSeconds", "runtime", "coreCount", "cores", "avgCPU", "memoryInBytes",
              "memory", "readBytes", "bytesRead", "writtenBytes", "bytesWritten", "machines",
              "machine", "command"});
}

// What was measured of a task: in its execution (1.5) or in the task itself (1.4).
void WfReader::readMeasured(ValueId task, NodeSpec &node)
{
    Recorded &recorded = node.recorded ? *node.recorded : node.recorded.emplace();
    recorded.seconds = number(task, nameOf(task, "runtimeInSeconds", "runtime"));
    recorded.cores = number(task, nameOf(task, "coreCount", "cores"));
    recorded.avgCpu = number(task, "avgCPU");
    recorded.memoryBytes = bytes(task, "memoryInBytes", "memory");
    recorded.readBytes = bytes(task, "readBytes", "bytesRead");
    recorded.writtenBytes = bytes(task, "writtenBytes", "bytesWritten");
    recorded.machine = text(task, "machine");
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

NodeIndex WfReader::taskNamed(std::string_view name) const
{
    if (const auto byId = m_nodes.find(name); byId != m_nodes.end())
        return byId->second;
    const auto byName = m_names.find(name);
    return byName == m_names.end() ? none : byName->second;
}

void WfReader::readEdges(NodeIndex node, std::string_view key)
{
    const ValueId list = array(m_places.nodes[node], key);
    for (ValueId v = list == none ? none : m_doc[list].first; v != none; v = m_doc[v].next) {
        const NodeIndex other = taskNamed(m_doc.text(v));
        if (other == none) {
            m_findings.error(m_doc, v, "there is no task " + inQuotes(m_doc.text(v)));
            continue;
        }
        const bool isParent = key == "parents";
        EdgeSpec edge;
        edge.from = isParent ? other : node;
        edge.to = isParent ? node : other;
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

} // namespace

void readWfFormat(const Document &doc, Findings &findings, const toolkit::Limits &limits,
                  DagSpec &dag, Places &places)
{
    WfReader(doc, findings, limits, dag, places).read();
}

} // namespace orrery::model
