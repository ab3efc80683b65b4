// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/reader.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "model/fields.h"
#include "model/partreader.h"
#include "model/text.h"

namespace orrery::model {

namespace {

constexpr std::uint32_t mostAtOnce = 1'000'000;
constexpr std::size_t mostCompared = 1'000'000;
constexpr double farthest = 1e9; // coordinate

class Reader : PartReader {
public:
    Reader(const Document &doc, Findings &findings, const toolkit::Limits &limits, DagSpec &dag,
           Places &places, const Catalogue *catalogue)
        : PartReader(doc, findings), m_limits(limits), m_dag(dag), m_places(places),
          m_catalogue(catalogue)
    {
    }
    void read();
    void readPart(const FragmentBase &base, Fragment &to);

private:
    void identifier(const Fields &from, std::string_view key, std::string &out);

    void readNodes(ValueId list);
    void readNode(ValueId value, NodeSpec &node);
    void putComponentIn(const Fields &from, NodeSpec &node);
    void readArguments(ValueId object, NodeSpec &node);
    void readEdges(ValueId list);
    void readEdge(ValueId value, EdgeSpec &edge);
    NodeIndex readEnd(const Fields &from, std::string_view key);
    NodeIndex outline(std::string_view name, ValueId place);
    void checkOldEnds(const Fields &from, const EdgeSpec &edge);
    [[nodiscard]] std::string closestNode(std::string_view name);
    void readGlobalConfigs(ValueId value);
    void readMapReduceConfig(ValueId value);

    const toolkit::Limits &m_limits;
    DagSpec &m_dag;
    Places &m_places;
    const FragmentBase *m_base = nullptr; // of a fragment
    Fragment *m_part = nullptr;
    const Catalogue *m_catalogue; // nullptr: components are not put in
    std::unordered_map<std::string_view, NodeIndex> m_nodeByName;
    std::vector<std::string_view> m_ids; // of all nodes, once a suggestion was asked for
    std::size_t m_compared = 0;          // ids looked at for suggestions
};

void Reader::identifier(const Fields &from, std::string_view key, std::string &out)
{
    from.text(key, out);
    required(from, key, out, "give it a name of letters, digits and . _ -");
    if (!out.empty() && !isIdentifier(out))
        m_findings.error(m_doc, from.placeOf(key),
                         std::string(key) + " " + inQuotes(out) +
                             " holds other characters than A-Z a-z 0-9 . _ -",
                         "use those only");
    if (out.size() > m_limits.maxIdLength)
        m_findings.error(m_doc, from.placeOf(key),
                         std::string(key) + " has " + std::to_string(out.size()) +
                             " characters, more than " + std::to_string(m_limits.maxIdLength) +
                             " (setting limits.maxIdLength)",
                         "give it a shorter one");
}

void Reader::read()
{
    const Fields root = fields(m_doc.root(), keys::dag);
    if (!root.ok())
        return;
    identifier(root, "dagId", m_dag.id);
    root.text("name", m_dag.name);
    root.text("description", m_dag.description);
    root.text("version", m_dag.version);
    root.text("owner", m_dag.owner);
    root.texts("tags", m_dag.tags);
    root.whole("maxParallelTasks", m_dag.maxParallelTasks, 0U, mostAtOnce);
    root.duration("timeout", m_dag.timeout);
    readPriority(root, m_dag.priority);
    readQueue(root, m_dag.queue);
    root.whole("maxActiveRuns", m_dag.maxActiveRuns, 0U, mostAtOnce);
    readHolds(root, m_dag.holds);
    root.pairs("outputs", m_dag.outputs);
    if (const ValueId v = root.at("schedule"); v != none)
        readSchedule(v, m_dag.schedule);
    readTypedList(root, "parameters", keys::parameter, m_dag.parameters);
    if (const ValueId v = root.expect("nodes", Kind::Array); v != none)
        readNodes(v);
    else if (root.at("nodes") == none && m_doc.complete())
        m_findings.error(m_doc, root.placeOf("nodes"), "nodes is missing",
                         "list the tasks of the DAG");
    if (const ValueId v = root.expect("edges", Kind::Array); v != none)
        readEdges(v);
    if (const ValueId v = root.at("globalConfigs"); v != none)
        readGlobalConfigs(v);
    if (const ValueId v = root.at("mapReduceConfig"); v != none)
        readMapReduceConfig(v);
    readMachines(root, "recordedMachines", m_dag.recordedMachines);
    if (const ValueId v = root.at("cache"); v != none)
        readCache(v, m_dag.cache.emplace());
}

void Reader::readNodes(ValueId list)
{
    std::uint32_t count = 0;
    for (ValueId v = m_doc[list].first; v != none; v = m_doc[v].next) {
        if (m_base != nullptr && count == m_base->room) {
            m_findings.error(m_doc, v, m_base->roomText, "let one node map over a list instead");
            break;
        }
        if (++count > m_limits.maxNodes) {
            m_findings.error(m_doc, v, "more than " + std::to_string(m_limits.maxNodes) + " nodes",
                             "raise the setting limits.maxNodes");
            break;
        }
        m_places.nodes.push_back(v);
    }
    m_dag.nodes.resize(m_places.nodes.size());
    m_nodeByName.reserve(m_places.nodes.size());
    for (NodeIndex i = 0; i < m_places.nodes.size(); ++i)
        readNode(m_places.nodes[i], m_dag.nodes[i]);
    for (NodeIndex i = 0; i < m_dag.nodes.size(); ++i) {
        const std::string &id = m_dag.nodes[i].id;
        if (id.empty())
            continue;
        const auto [known, isNew] = m_nodeByName.emplace(id, i);
        if (!isNew)
            m_findings.error(m_doc, m_doc.member(m_places.nodes[i], "nodeId"),
                             "the nodeId " + inQuotes(id) + " is taken by nodes/" +
                                 std::to_string(known->second),
                             "give it another one");
        else if (m_base != nullptr && m_base->find(id) != none)
            m_findings.error(m_doc, m_doc.member(m_places.nodes[i], "nodeId"),
                             "the nodeId " + inQuotes(id) + " is taken by a node of the run",
                             "give it another one");
    }
}

/// Names stay where they are while outlines follow: there is room for all from the start.
void Reader::readPart(const FragmentBase &base, Fragment &to)
{
    m_base = &base;
    m_part = &to;
    const Fields root = fields(m_doc.root(), keys::fragment);
    if (!root.ok())
        return;
    const ValueId nodes = root.expect("nodes", Kind::Array);
    const ValueId edges = root.expect("edges", Kind::Array);
    std::size_t room = 0;
    for (const ValueId list : {nodes, edges})
        for (ValueId v = list == none ? none : m_doc[list].first; v != none; v = m_doc[v].next)
            room += 2;
    m_dag.nodes.reserve(room);
    if (nodes != none)
        readNodes(nodes);
    to.newNodes = static_cast<NodeIndex>(m_dag.nodes.size());
    if (edges != none)
        readEdges(edges);
}

/// An old node as far as edges to it are checked: its ports, and whether it is mapped. What feeds
/// its inputs is not known here.
NodeIndex Reader::outline(std::string_view name, ValueId place)
{
    const NodeIndex old = m_base == nullptr ? none : m_base->find(name);
    if (old == none)
        return none;
    const NodeSpec &is = m_base->dag.nodes[old];
    NodeSpec made;
    made.id = is.id;
    made.task.inputs = is.task.inputs;
    made.task.outputs = is.task.outputs;
    made.task.runtime = is.task.runtime;
    for (Port &port : made.task.inputs)
        port.required = false;
    made.execution.mapOver = is.execution.mapOver;
    made.execution.mapOverFile = is.execution.mapOverFile;
    made.execution.isMapStage = is.execution.isMapStage;
    made.execution.parallelism = is.execution.parallelism;
    const auto index = static_cast<NodeIndex>(m_dag.nodes.size());
    m_dag.nodes.push_back(std::move(made));
    m_places.nodes.push_back(place);
    m_part->old.push_back(old);
    m_nodeByName.emplace(name, index);
    return index;
}

void Reader::checkOldEnds(const Fields &from, const EdgeSpec &edge)
{
    const auto isOld = [this](NodeIndex node) { return node != none && node >= m_part->newNodes; };
    const auto oldOf = [this](NodeIndex node) { return m_part->old[node - m_part->newNodes]; };
    if (isOld(edge.from) && isOld(edge.to)) {
        m_findings.error(m_doc, from.at("to"), "the edge joins two nodes that the run has already",
                         "an edge that is added begins or ends at a node that is added");
        return;
    }
    if (isOld(edge.to) && m_base->closed)
        if (const std::string why = m_base->closed(oldOf(edge.to)); !why.empty())
            m_findings.error(m_doc, from.at("to"), why);
    if (isOld(edge.from) && m_base->unfit)
        if (const std::string why = m_base->unfit(edge, oldOf(edge.from)); !why.empty())
            m_findings.error(m_doc, from.at("from"), why);
}

void Reader::readNode(ValueId value, NodeSpec &node)
{
    const Fields from = fields(value, keys::node);
    if (!from.ok())
        return;
    identifier(from, "nodeId", node.id);
    from.text("name", node.name);
    from.text("description", node.description);
    from.text("type", node.type);
    if (const ValueId v = from.at("position"); v != none) {
        node.position.emplace();
        if (const Fields p = fields(v, keys::position); p.ok()) {
            p.amount("x", node.position->x, -farthest, farthest);
            p.amount("y", node.position->y, -farthest, farthest);
            p.amount("z", node.position->z, -farthest, farthest);
        }
    }
    putComponentIn(from, node);
    if (const ValueId v = from.at("taskDefinition"); v != none)
        readTask(v, node.task);
    if (const ValueId v = from.at("resourceRequirements"); v != none)
        readResources(v, node.resources);
    if (const ValueId v = from.at("executionConfig"); v != none)
        readExecution(v, node.execution);
    if (const ValueId v = from.at("recorded"); v != none)
        readRecorded(v, node.recorded.emplace());
    if (const ValueId v = from.expect("arguments", Kind::Object); v != none)
        readArguments(v, node);
}

// A component is the beginning of a node: what the node says itself is read over it. A node with a
// componentHash has been through this before, and its task stands in the file.
void Reader::putComponentIn(const Fields &from, NodeSpec &node)
{
    from.text("componentHash", node.componentHash);
    if (!from.text("component", node.component)) {
        if (const ValueId v = from.at("componentHash"); v != none)
            m_findings.error(m_doc, v, "a componentHash without a component", "remove it");
        return;
    }
    if (!node.componentHash.empty())
        return;
    const ValueId place = from.at("component");
    if (const ValueId v = from.at("taskDefinition"); v != none)
        m_findings.error(m_doc, v, "the task of this node is that of its component",
                         "remove the taskDefinition or the component");
    if (!m_catalogue)
        return;
    const Component *component = m_catalogue->find(node.component);
    if (component) {
        node.component = component->reference();
        node.componentHash = component->hash;
        node.task = component->task;
        node.resources = component->resources;
        node.execution = component->execution;
        if (node.type.empty())
            node.type = upper(component->category);
        return;
    }
    const Component *broken = m_catalogue->broken(node.component);
    const std::string near = didYouMean(m_catalogue->closestTo(node.component));
    if (broken)
        m_findings.error(m_doc, place,
                         "the component " + inQuotes(node.component) +
                             " cannot be used: " + broken->findings.front().text(),
                         "orrery component check " + broken->file);
    else
        m_findings.error(m_doc, place, "there is no component " + inQuotes(node.component),
                         near.empty() ? "orrery component list shows them" : near);
}

// A text is a text even where YAML reads a number.
void Reader::readArguments(ValueId object, NodeSpec &node)
{
    for (ValueId v = m_doc[object].first; v != none; v = m_doc[v].next) {
        const std::string name(m_doc.key(v));
        const auto declared = std::find_if(node.task.arguments.begin(), node.task.arguments.end(),
                                           [&](const Parameter &p) { return p.name == name; });
        const bool asText = declared != node.task.arguments.end() && declared->type == "STRING" &&
                            m_doc[v].plain && isText(m_doc, v);
        node.arguments.emplace_back(
            name, asText ? OrderedJson(std::string(m_doc.text(v)))
                               .dump(-1, ' ', false, OrderedJson::error_handler_t::replace)
                         : json(v));
    }
}

void Reader::readEdges(ValueId list)
{
    for (ValueId v = m_doc[list].first; v != none; v = m_doc[v].next) {
        if (m_places.edges.size() >= m_limits.maxEdges) {
            m_findings.error(m_doc, v, "more than " + std::to_string(m_limits.maxEdges) + " edges",
                             "raise the setting limits.maxEdges");
            break;
        }
        m_places.edges.push_back(v);
    }
    m_dag.edges.resize(m_places.edges.size());
    for (std::size_t i = 0; i < m_places.edges.size(); ++i)
        readEdge(m_places.edges[i], m_dag.edges[i]);
}

void Reader::readEdge(ValueId value, EdgeSpec &edge)
{
    const Fields from = fields(value, keys::edge);
    if (!from.ok())
        return;
    edge.from = readEnd(from, "from");
    edge.to = readEnd(from, "to");
    from.text("condition", edge.condition);
    from.pairs("dataMapping", edge.dataMapping);
    if (m_base != nullptr)
        checkOldEnds(from, edge);
}

// Suggestions for many wrong ids in a large DAG would take long: a few have to do.
std::string Reader::closestNode(std::string_view name)
{
    if (m_compared >= mostCompared)
        return {};
    if (m_ids.empty()) {
        for (const NodeSpec &node : m_dag.nodes)
            m_ids.push_back(node.id);
        if (m_base != nullptr)
            for (const NodeSpec &node : m_base->dag.nodes)
                m_ids.push_back(node.id);
    }
    m_compared += m_ids.size();
    return closest(name, m_ids);
}

NodeIndex Reader::readEnd(const Fields &from, std::string_view key)
{
    const ValueId v = from.at(key);
    if (v != none && isText(m_doc, v)) {
        const std::string_view name = m_doc.text(v);
        if (const auto known = m_nodeByName.find(name); known != m_nodeByName.end())
            return known->second;
        if (const NodeIndex old = outline(name, v); old != none)
            return old;
        if (m_findings.full())
            m_findings.countOnly();
        else if (m_doc.complete())
            m_findings.error(m_doc, v, "there is no node " + inQuotes(name),
                             didYouMean(closestNode(name)));
        return none;
    }
    std::string text;
    from.text(key, text);
    required(from, key, text, "name a node");
    return none;
}

void Reader::readGlobalConfigs(ValueId value)
{
    const Fields from = fields(value, keys::globalConfigs);
    std::string text;
    std::vector<std::string> texts;
    if (!from.ok())
        return;
    from.text("defaultResourcePool", text);
    from.text("dataRetentionPolicy", text);
    from.text("observabilityLevel", text);
    from.texts("notificationChannels", texts);
    m_dag.globalConfigs = json(value);
}

void Reader::readMapReduceConfig(ValueId value)
{
    const Fields from = fields(value, keys::mapReduceConfig);
    bool flag = false;
    std::uint32_t number = 0;
    std::string text;
    if (!from.ok())
        return;
    from.flag("enabled", flag);
    from.flag("compressionEnabled", flag);
    from.whole("mapParallelismDefault", number, 1U, mostAtOnce);
    from.whole("reduceParallelismDefault", number, 1U, mostAtOnce);
    from.whole("spillThresholdMB", number, 1U, 1'000'000'000U);
    from.text("shuffleStrategy", text);
    m_dag.mapReduceConfig = json(value);
}

} // namespace

void readPart(const Document &doc, Findings &findings, const toolkit::Limits &limits,
              const FragmentBase &base, Fragment &to, Places &places, const Catalogue *catalogue)
{
    if (!doc.empty())
        Reader(doc, findings, limits, to.part, places, catalogue).readPart(base, to);
}

void readDag(const Document &doc, Findings &findings, const toolkit::Limits &limits, DagSpec &dag,
             Places &places, const Catalogue *catalogue)
{
    if (!doc.empty())
        Reader(doc, findings, limits, dag, places, catalogue).read();
}

} // namespace orrery::model
