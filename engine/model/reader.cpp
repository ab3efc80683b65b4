// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/reader.h"

#include <array>
#include <optional>
#include <unordered_map>

#include "model/fields.h"
#include "model/runtime.h"
#include "model/text.h"
#include "model/types.h"

namespace orrery::model {

namespace {

constexpr double mostCores = 1e6;
constexpr std::uint64_t mostMemoryMB = 1'000'000'000'000;
constexpr std::uint64_t mostDiskGB = 1'000'000'000'000;
constexpr std::uint32_t mostGpus = 1'000'000;
constexpr std::uint32_t mostRetries = 10'000;
constexpr std::uint32_t mostItems = 1'000'000;
constexpr std::uint64_t mostExact = 1ULL << 53U;  // whole numbers that a double holds
constexpr std::size_t mostCompared = 1'000'000;
constexpr double farthest = 1e9;                  // coordinate

class Reader {
public:
    Reader(const Document &doc, Findings &findings, const toolkit::Limits &limits, DagSpec &dag, Places &places)
        : m_doc(doc), m_findings(findings), m_limits(limits), m_dag(dag), m_places(places)
    {
    }
    void read();

private:
    [[nodiscard]] Fields fields(ValueId object, const keys::ObjectKeys &keys) { return {m_doc, m_findings, object, keys}; }
    void required(const Fields &from, std::string_view key, const std::string &value, std::string fix);
    void identifier(const Fields &from, std::string_view key, std::string &out);
    JsonText json(ValueId value) const { return m_doc.toJson(value).dump(-1, ' ', false, OrderedJson::error_handler_t::replace); }

    void readSchedule(ValueId value);
    void readRetry(ValueId value, RetryPolicy &retry);
    template <typename T> void readTyped(ValueId value, const keys::ObjectKeys &keys, T &out);
    template <typename T>
    void readTypedList(const Fields &from, std::string_view key, const keys::ObjectKeys &keys, std::vector<T> &out);
    void readNodes(ValueId list);
    void readNode(ValueId value, NodeSpec &node);
    void readTask(ValueId value, TaskDefinition &task);
    void readRuntime(const Fields &from, TaskDefinition &task);
    [[nodiscard]] bool hasWrongProgram(const Fields &from) const;
    void readHttp(ValueId value, HttpRequest &http);
    void readResources(ValueId value, Resources &resources);
    void readExecution(ValueId value, ExecutionConfig &execution);
    void readRecorded(ValueId value, Recorded &recorded);
    void readFiles(const Fields &from, std::string_view key, std::vector<RecordedFile> &out);
    void readEdges(ValueId list);
    void readEdge(ValueId value, EdgeSpec &edge);
    NodeIndex readEnd(const Fields &from, std::string_view key);
    [[nodiscard]] std::string closestNode(std::string_view name);
    void readGlobalConfigs(ValueId value);
    void readMapReduceConfig(ValueId value);

    const Document &m_doc;
    Findings &m_findings;
    const toolkit::Limits &m_limits;
    DagSpec &m_dag;
    Places &m_places;
    std::unordered_map<std::string_view, NodeIndex> m_nodeByName;
    std::vector<std::string_view> m_ids;  // of all nodes, once a suggestion was asked for
    std::size_t m_compared = 0;           // ids looked at for suggestions
};

void Reader::required(const Fields &from, std::string_view key, const std::string &value, std::string fix)
{
    const ValueId place = from.placeOf(key);
    const bool absent = from.at(key) == none;
    if (absent && m_doc.complete())
        m_findings.error(m_doc, place, std::string(key) + " is missing", std::move(fix));
    else if (!absent && value.empty() && isText(m_doc, place))
        m_findings.error(m_doc, place, std::string(key) + " is empty", std::move(fix));
}

void Reader::identifier(const Fields &from, std::string_view key, std::string &out)
{
    from.text(key, out);
    required(from, key, out, "give it a name of letters, digits and . _ -");
    if (!out.empty() && !isIdentifier(out))
        m_findings.error(m_doc, from.placeOf(key), std::string(key) + " " + inQuotes(out) + " holds other characters than A-Z a-z 0-9 . _ -",
                         "use those only");
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
    root.whole("maxParallelTasks", m_dag.maxParallelTasks, 0U, mostItems);
    if (const ValueId v = root.at("schedule"); v != none)
        readSchedule(v);
    readTypedList(root, "parameters", keys::parameter, m_dag.parameters);
    if (const ValueId v = root.expect("nodes", Kind::Array); v != none)
        readNodes(v);
    else if (root.at("nodes") == none && m_doc.complete())
        m_findings.error(m_doc, root.placeOf("nodes"), "nodes is missing", "list the tasks of the DAG");
    if (const ValueId v = root.expect("edges", Kind::Array); v != none)
        readEdges(v);
    if (const ValueId v = root.at("globalConfigs"); v != none)
        readGlobalConfigs(v);
    if (const ValueId v = root.at("mapReduceConfig"); v != none)
        readMapReduceConfig(v);
}

void Reader::readSchedule(ValueId value)
{
    constexpr std::array<std::string_view, 1> types = {"CRON"};
    const Fields from = fields(value, keys::schedule);
    if (!from.ok())
        return;
    if (from.word("type", types))
        m_dag.schedule.type = "CRON";
    from.text("expression", m_dag.schedule.expression);
    from.text("timezone", m_dag.schedule.timezone);
    if (m_dag.schedule.type == "CRON")
        required(from, "expression", m_dag.schedule.expression, "write a cron expression such as \"0 2 * * *\"");
    if (const ValueId v = from.at("retryPolicy"); v != none)
        readRetry(v, m_dag.schedule.retry);
}

void Reader::readRetry(ValueId value, RetryPolicy &retry)
{
    const Fields from = fields(value, keys::retryPolicy);
    if (!from.ok())
        return;
    from.whole("maxRetries", retry.maxRetries, 0U, mostRetries);
    from.duration("retryInterval", retry.interval);
    from.amount("backoffMultiplier", retry.backoffMultiplier, 1.0, 1000.0);
}

// A port or a parameter: its type, and a default of that type.
template <typename T> void Reader::readTyped(ValueId value, const keys::ObjectKeys &keys, T &out)
{
    const Fields from = fields(value, keys);
    if (!from.ok())
        return;
    Type type;
    if (std::string text; from.text("type", text)) {
        Result<Type> parsed = parseType(text);
        if (!parsed) {
            m_findings.error(m_doc, from.at("type"), parsed.error().what);
        } else {
            type = std::move(*parsed);
            out.type = type.text();
        }
    }
    from.flag("required", out.required);
    from.text("description", out.description);
    const ValueId byDefault = m_doc.member(value, "default");
    if (byDefault == none)
        return;
    out.defaultValue = json(byDefault);
    if (const auto wrong = mismatch(nlohmann::json::parse(out.defaultValue), type)) {
        const std::string path = m_doc.path(byDefault) + (wrong->path.empty() ? "" : "/" + wrong->path);
        m_findings.error(m_doc, m_doc.locate(path), "the default is not of type " + type.text() + ": " + wrong->message);
    }
}

template <typename T>
void Reader::readTypedList(const Fields &from, std::string_view key, const keys::ObjectKeys &keys, std::vector<T> &out)
{
    const ValueId object = from.expect(key, Kind::Object);
    if (object == none)
        return;
    for (ValueId v = m_doc[object].first; v != none; v = m_doc[v].next) {
        T typed;
        typed.name = m_doc.key(v);
        if (!isIdentifier(typed.name))
            m_findings.errorAtKey(m_doc, v, "the name " + inQuotes(typed.name) + " is empty or holds other characters than A-Z a-z 0-9 . _ -");
        readTyped(v, keys, typed);
        out.push_back(std::move(typed));
    }
}

void Reader::readNodes(ValueId list)
{
    std::uint32_t count = 0;
    for (ValueId v = m_doc[list].first; v != none; v = m_doc[v].next) {
        if (++count > m_limits.maxNodes) {
            m_findings.error(m_doc, v, "more than " + std::to_string(m_limits.maxNodes) + " nodes", "raise the setting limits.maxNodes");
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
                             "the nodeId " + inQuotes(id) + " is taken by nodes/" + std::to_string(known->second), "give it another one");
    }
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
    if (const ValueId v = from.at("taskDefinition"); v != none)
        readTask(v, node.task);
    if (const ValueId v = from.at("resourceRequirements"); v != none)
        readResources(v, node.resources);
    if (const ValueId v = from.at("executionConfig"); v != none)
        readExecution(v, node.execution);
    if (const ValueId v = from.at("recorded"); v != none)
        readRecorded(v, node.recorded.emplace());
}

void Reader::readTask(ValueId value, TaskDefinition &task)
{
    const Fields from = fields(value, keys::taskDefinition);
    if (!from.ok())
        return;
    from.text("artifactId", task.artifactId);
    from.text("className", task.className);
    from.text("script", task.script);
    from.text("scriptFile", task.scriptFile);
    from.text("database", task.database);
    from.text("image", task.image);
    from.texts("command", task.command, "write an array, one element per argument, or use runtime SHELL with a script");
    from.pairs("environment", task.environment);
    readTypedList(from, "inputSchema", keys::port, task.inputs);
    readTypedList(from, "outputSchema", keys::port, task.outputs);
    if (const ValueId v = from.at("http"); v != none)
        readHttp(v, task.http.emplace());
    readRuntime(from, task);
}

// Is a program given in a form that was reported already? Then it is not missing as well.
bool Reader::hasWrongProgram(const Fields &from) const
{
    const auto isOther = [&](std::string_view key, Kind kind) {
        const ValueId v = from.at(key);
        return v != none && m_doc[v].kind != kind;
    };
    return isOther("command", Kind::Array) || isOther("http", Kind::Object) || isOther("script", Kind::String) ||
           isOther("scriptFile", Kind::String) || isOther("image", Kind::String);
}

void Reader::readRuntime(const Fields &from, TaskDefinition &task)
{
    std::string name;
    const bool given = from.text("runtime", name);
    const ValueId place = from.placeOf("runtime");
    if (given) {
        const std::optional<Runtime> runtime = runtimeNamed(name);
        if (!runtime) {
            const std::string near = didYouMean(closestRuntime(name));
            m_findings.error(m_doc, place, "unknown runtime " + inQuotes(name), near.empty() ? "known runtimes: " + knownRuntimes() : near);
            return;
        }
        task.runtime = *runtime;
        task.runtimeName = upper(name);
    }
    if (!m_doc.complete() || (!given && from.at("runtime") != none))
        return;
    if (const std::string missing = lacks(task); !missing.empty() && !hasWrongProgram(from))
        m_findings.error(m_doc, place, "runtime " + task.runtimeName + " needs " + missing, "add it to the taskDefinition");
    if (!task.script.empty() && !task.scriptFile.empty())
        m_findings.error(m_doc, from.at("scriptFile"), "both script and scriptFile are given", "keep one of them");
    if (task.runtime == Runtime::None && (!task.script.empty() || !task.scriptFile.empty() || !task.command.empty()))
        m_findings.error(m_doc, place, "a task of runtime NONE starts no process, so its program would never run",
                         "add a runtime, for example SHELL or EXEC");
    if (task.runtime == Runtime::Exec && !task.command.empty() && task.command[0].empty())
        m_findings.error(m_doc, m_doc[from.at("command")].first, "the program to start is empty");
}

void Reader::readHttp(ValueId value, HttpRequest &http)
{
    constexpr std::array<std::string_view, 7> methods = {"GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"};
    const Fields from = fields(value, keys::http);
    if (!from.ok())
        return;
    if (const auto method = from.word("method", methods))
        http.method = methods[*method];
    from.text("url", http.url);
    required(from, "url", http.url, "write the address to ask");
    from.pairs("headers", http.headers);
    from.text("body", http.body);
    const ValueId list = from.expect("expectStatus", Kind::Array);
    for (ValueId v = list == none ? none : m_doc[list].first; v != none; v = m_doc[v].next) {
        const std::optional<double> status = m_doc.number(v);
        if (status && *status >= 100 && *status <= 599 && *status == static_cast<int>(*status))
            http.expectStatus.push_back(static_cast<int>(*status));
        else
            m_findings.error(m_doc, v, "an HTTP status is a whole number from 100 to 599");
    }
}

void Reader::readResources(ValueId value, Resources &resources)
{
    constexpr std::array<std::string_view, 3> bandwidths = {"LOW", "MEDIUM", "HIGH"};
    const Fields from = fields(value, keys::resourceRequirements);
    if (!from.ok())
        return;
    from.amount("cpuCores", resources.cpuCores, 0.0, mostCores);
    from.whole("memoryMB", resources.memoryMB, std::uint64_t{0}, mostMemoryMB);
    from.whole("gpuUnits", resources.gpuUnits, 0U, mostGpus);
    from.whole("diskGB", resources.diskGB, std::uint64_t{0}, mostDiskGB);
    if (const auto bandwidth = from.word("networkBandwidth", bandwidths))
        resources.networkBandwidth = bandwidths[*bandwidth];
}

void Reader::readExecution(ValueId value, ExecutionConfig &execution)
{
    constexpr std::array<std::string_view, 3> levels = {"process", "sandbox", "container"};
    constexpr std::array<std::string_view, 2> effects = {"none", "external"};
    const Fields from = fields(value, keys::executionConfig);
    if (!from.ok())
        return;
    from.duration("timeout", execution.timeout);
    from.text("mapOver", execution.mapOver);
    from.whole("parallelism", execution.parallelism, execution.mapOver.empty() ? 1U : 0U, mostItems);
    from.flag("isMapStage", execution.isMapStage);
    from.flag("isReduceStage", execution.isReduceStage);
    from.flag("memoryIntensive", execution.memoryIntensive);
    from.text("partitionStrategy", execution.partitionStrategy);
    from.flag("network", execution.network);
    if (const auto level = from.word("isolation", levels))
        execution.isolation = isolationNamed(levels[*level]);
    if (const auto effect = from.word("effects", effects))
        execution.externalEffects = *effect == 1;
    if (const ValueId v = from.at("retryPolicy"); v != none)
        readRetry(v, execution.retry.emplace());
}

void Reader::readRecorded(ValueId value, Recorded &recorded)
{
    const Fields from = fields(value, keys::recorded);
    if (!from.ok())
        return;
    from.amount("seconds", recorded.seconds, 0.0, 1e12);
    from.amount("cores", recorded.cores, 0.0, mostCores);
    from.amount("avgCpu", recorded.avgCpu, 0.0, 1e9);
    from.whole("memoryBytes", recorded.memoryBytes, std::uint64_t{0}, mostExact);
    from.whole("readBytes", recorded.readBytes, std::uint64_t{0}, mostExact);
    from.whole("writtenBytes", recorded.writtenBytes, std::uint64_t{0}, mostExact);
    from.text("machine", recorded.machine);
    from.texts("command", recorded.command);
    readFiles(from, "inputFiles", recorded.inputFiles);
    readFiles(from, "outputFiles", recorded.outputFiles);
}

void Reader::readFiles(const Fields &from, std::string_view key, std::vector<RecordedFile> &out)
{
    const ValueId list = from.expect(key, Kind::Array);
    for (ValueId v = list == none ? none : m_doc[list].first; v != none; v = m_doc[v].next) {
        RecordedFile file;
        if (const Fields f = fields(v, keys::recordedFile); f.ok()) {
            f.text("name", file.name);
            f.whole("bytes", file.bytes, std::uint64_t{0}, mostExact);
        }
        out.push_back(std::move(file));
    }
}

void Reader::readEdges(ValueId list)
{
    for (ValueId v = m_doc[list].first; v != none; v = m_doc[v].next) {
        if (m_places.edges.size() >= m_limits.maxEdges) {
            m_findings.error(m_doc, v, "more than " + std::to_string(m_limits.maxEdges) + " edges", "raise the setting limits.maxEdges");
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
}

// Suggestions for many wrong ids in a large DAG would take long: a few have to do.
std::string Reader::closestNode(std::string_view name)
{
    if (m_compared >= mostCompared)
        return {};
    if (m_ids.empty()) {
        for (const NodeSpec &node : m_dag.nodes)
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
        if (m_findings.full())
            m_findings.countOnly();
        else if (m_doc.complete())
            m_findings.error(m_doc, v, "there is no node " + inQuotes(name), didYouMean(closestNode(name)));
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
    from.whole("mapParallelismDefault", number, 1U, mostItems);
    from.whole("reduceParallelismDefault", number, 1U, mostItems);
    from.whole("spillThresholdMB", number, 1U, 1'000'000'000U);
    from.text("shuffleStrategy", text);
    m_dag.mapReduceConfig = json(value);
}

}  // namespace

void readDag(const Document &doc, Findings &findings, const toolkit::Limits &limits, DagSpec &dag, Places &places)
{
    if (!doc.empty())
        Reader(doc, findings, limits, dag, places).read();
}

}  // namespace orrery::model
