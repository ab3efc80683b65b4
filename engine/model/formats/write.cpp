// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/formats/write.h"

#include <array>
#include <cmath>
#include <string_view>
#include <type_traits>

#include <boost/uuid/detail/sha1.hpp>

#include "engine/toolkit.h"
#include "model/duration.h"
#include "model/policy.h"
#include "model/runtime.h"

namespace orrery::model {

namespace {

// An object that leaves out what is as by default.
class Members {
public:
    void text(const char *key, const std::string &value, std::string_view byDefault = {})
    {
        if (value != byDefault)
            add(key, value);
    }
    void flag(const char *key, bool value)
    {
        if (value)
            add(key, true);
    }
    void number(const char *key, double value, double byDefault)
    {
        if (value == byDefault)
            return;
        if (std::trunc(value) == value && std::abs(value) < 9e15)
            add(key, static_cast<std::int64_t>(value));
        else
            add(key, value);
    }
    void whole(const char *key, std::uint64_t value, std::uint64_t byDefault)
    {
        if (value != byDefault)
            add(key, value);
    }
    void duration(const char *key, SpanMs value)
    {
        if (value != 0)
            add(key, formatDuration(value));
    }
    void integer(const char *key, std::int64_t value, std::int64_t byDefault)
    {
        if (value != byDefault)
            add(key, value);
    }
    void texts(const char *key, const std::vector<std::string> &values)
    {
        if (!values.empty())
            add(key, values);
    }
    void pairs(const char *key, const std::vector<std::pair<std::string, std::string>> &values)
    {
        OrderedJson::object_t object;
        for (const auto &[name, value] : values)
            object.emplace_back(name, value);
        tree(key, OrderedJson(std::move(object)));
    }
    void json(const char *key, const JsonText &value)
    {
        if (!value.empty())
            add(key, OrderedJson::parse(value, nullptr, false));
    }
    void tree(const char *key, OrderedJson value)
    {
        if (!value.empty())
            add(key, std::move(value));
    }
    template <typename T>
    void add(const char *key, T &&value)
    {
        m_object.emplace_back(key, std::forward<T>(value));
    }
    [[nodiscard]] OrderedJson take() { return OrderedJson(std::move(m_object)); }

private:
    OrderedJson::object_t m_object;
};

OrderedJson treeOf(const RetryPolicy &retry)
{
    Members out;
    out.whole("maxRetries", retry.maxRetries, 0);
    out.duration("retryInterval", retry.interval);
    out.number("backoffMultiplier", retry.backoffMultiplier, 1.0);
    out.duration("maxInterval", retry.maxInterval);
    out.number("jitter", retry.jitter, 0);
    std::vector<std::string> on;
    for (const FailureClass &failure : retry.on)
        on.push_back(text(failure));
    out.texts("on", on);
    out.number("memoryGrowth", retry.memoryGrowth, 1.0);
    out.number("timeoutGrowth", retry.timeoutGrowth, 1.0);
    return out.take();
}

OrderedJson treeOf(const EventCondition &condition)
{
    using Kind = EventCondition::Kind;
    Members out;
    Members part;
    if (condition.kind == Kind::And || condition.kind == Kind::Or) {
        OrderedJson parts = OrderedJson::array();
        for (const EventCondition &one : condition.parts)
            parts.push_back(treeOf(one));
        out.add(condition.kind == Kind::And ? "and" : "or", std::move(parts));
        return out.take();
    }
    const char *key = "time";
    if (condition.kind == Kind::File) {
        key = "file";
        part.text("path", condition.path);
        part.text("on", condition.changes ? "CHANGES" : "APPEARS", "APPEARS");
    } else if (condition.kind == Kind::Http) {
        key = "http";
        part.text("url", condition.url);
        part.text("on", condition.changes ? "CHANGES" : "ANSWERS", "ANSWERS");
        part.tree("expectStatus", condition.expectStatus);
    } else if (condition.kind == Kind::Dag) {
        key = "dag";
        part.text("dagId", condition.dag);
    } else {
        part.text("from", condition.from);
        part.text("to", condition.to);
        part.texts("days", condition.days);
    }
    out.add(key, part.take());
    return out.take();
}

OrderedJson treeOf(const Schedule &schedule)
{
    constexpr std::array<const char *, 3> missed = {"SKIP", "LATEST", "ALL"};
    const Schedule byDefault;
    Members out;
    out.text("type", schedule.type);
    out.text("expression", schedule.expression);
    out.text("timezone", schedule.timezone, "UTC");
    out.tree("retryPolicy", treeOf(schedule.retry));
    out.duration("interval", schedule.every);
    out.text("missedRuns", missed[static_cast<std::size_t>(schedule.missed)], "LATEST");
    out.whole("missedLimit", schedule.missedLimit, byDefault.missedLimit);
    out.whole("maxParallelRuns", schedule.maxParallelRuns, byDefault.maxParallelRuns);
    out.text("whenBusy", schedule.whenBusy == WhenBusy::Skip ? "SKIP" : "WAIT", "WAIT");
    out.text("startDate", schedule.startDate);
    out.text("endDate", schedule.endDate);
    out.texts("excludeDates", schedule.excludeDates);
    out.texts("includeDates", schedule.includeDates);
    if (schedule.condition)
        out.add("condition", treeOf(*schedule.condition));
    out.duration("debounce", schedule.debounce);
    if (schedule.pollInterval != byDefault.pollInterval)
        out.duration("pollInterval", schedule.pollInterval);
    return out.take();
}

OrderedJson treeOf(const ValueCheck &check)
{
    Members out;
    out.json("min", check.min);
    out.json("max", check.max);
    out.text("pattern", check.pattern);
    OrderedJson oneOf = OrderedJson::array();
    for (const JsonText &value : check.oneOf)
        oneOf.push_back(OrderedJson::parse(value, nullptr, false));
    out.tree("enum", std::move(oneOf));
    out.text("expression", check.expression);
    out.text("message", check.message);
    return out.take();
}

template <typename T>
OrderedJson treeOfTyped(const std::vector<T> &all)
{
    OrderedJson::object_t out;
    for (const T &one : all) {
        Members typed;
        typed.text("type", one.type, "ANY");
        typed.flag("required", one.required);
        typed.json("default", one.defaultValue);
        typed.text("description", one.description);
        if constexpr (std::is_same_v<T, Parameter>)
            typed.tree("check", treeOf(one.check));
        out.emplace_back(one.name, typed.take());
    }
    return OrderedJson(std::move(out));
}

OrderedJson treeOf(const HttpRequest &http)
{
    Members out;
    out.text("method", http.method, "GET");
    out.text("url", http.url);
    out.pairs("headers", http.headers);
    out.text("body", http.body);
    out.tree("expectStatus", http.expectStatus);
    return out.take();
}

OrderedJson treeOf(const WaitSpec &wait)
{
    Members out;
    out.duration("duration", wait.duration);
    out.text("until", wait.until);
    out.text("file", wait.file);
    out.text("url", wait.url);
    out.tree("expectStatus", wait.expectStatus);
    out.text("dag", wait.dag);
    if (wait.every != WaitSpec{}.every)
        out.duration("every", wait.every);
    return out.take();
}

OrderedJson treeOfValues(const std::vector<std::pair<std::string, JsonText>> &values)
{
    OrderedJson::object_t out;
    for (const auto &[name, value] : values)
        out.emplace_back(name, OrderedJson::parse(value, nullptr, false));
    return OrderedJson(std::move(out));
}

OrderedJson treeOf(const SubDagSpec &subDag)
{
    Members out;
    out.text("file", subDag.file);
    out.text("version", subDag.version);
    out.tree("parameters", treeOfValues(subDag.parameters));
    return out.take();
}

OrderedJson treeOf(const TaskDefinition &task)
{
    Members out;
    out.text("artifactId", task.artifactId);
    out.text("className", task.className);
    out.text("runtime", task.runtimeName, "NONE");
    out.texts("command", task.command);
    out.text("script", task.script);
    out.text("scriptFile", task.scriptFile);
    out.text("database", task.database);
    out.text("image", task.image);
    if (task.http)
        out.add("http", treeOf(*task.http));
    if (task.wait)
        out.add("wait", treeOf(*task.wait));
    if (task.approval)
        out.add("approval", OrderedJson{{"message", task.approval->message}});
    if (task.subDag)
        out.add("subDag", treeOf(*task.subDag));
    out.pairs("environment", task.environment);
    out.tree("inputSchema", treeOfTyped(task.inputs));
    out.tree("outputSchema", treeOfTyped(task.outputs));
    out.tree("argumentSchema", treeOfTyped(task.arguments));
    return out.take();
}

OrderedJson treeOf(const Resources &resources)
{
    Members out;
    out.number("cpuCores", resources.cpuCores, 1.0);
    out.whole("memoryMB", resources.memoryMB, 0);
    out.whole("gpuUnits", resources.gpuUnits, 0);
    out.whole("diskGB", resources.diskGB, 0);
    out.text("networkBandwidth", resources.networkBandwidth);
    return out.take();
}

void addHolds(Members &out, const std::vector<SlotUse> &holds)
{
    Members limits;
    std::vector<std::string> mutexes;
    for (const SlotUse &use : holds) {
        if (use.count == 0)
            mutexes.push_back(use.name);
        else if (use.of == 0)
            limits.add(use.name.c_str(), use.count);
        else
            limits.add(use.name.c_str(), OrderedJson{{"slots", use.count}, {"of", use.of}});
    }
    out.tree("limits", limits.take());
    out.texts("mutex", mutexes);
}

OrderedJson treeOf(const CacheSpec &cache)
{
    Members out;
    out.add("enabled", cache.enabled);
    out.texts("files", cache.files);
    out.texts("outputs", cache.outputs);
    out.texts("environment", cache.environment);
    out.duration("maxAge", cache.maxAge);
    out.text("version", cache.version);
    return out.take();
}

OrderedJson treeOf(const ExecutionConfig &execution)
{
    Members out;
    out.duration("timeout", execution.timeout);
    out.whole("parallelism", execution.parallelism, 1);
    out.flag("isMapStage", execution.isMapStage);
    out.flag("isReduceStage", execution.isReduceStage);
    out.flag("memoryIntensive", execution.memoryIntensive);
    out.text("partitionStrategy", execution.partitionStrategy);
    out.text("mapOver", execution.mapOver);
    out.text("mapOverFile", execution.mapOverFile);
    out.text("itemName", execution.itemName);
    out.number("minSuccessRatio", execution.minSuccessRatio, 1.0);
    out.text("triggerRule", std::string(text(execution.triggerRule)), text(TriggerRule::All));
    out.text("teardownOf", execution.teardownOf);
    if (execution.loop)
        out.add("loop",
                OrderedJson{{execution.loop->until ? "until" : "while", execution.loop->condition},
                            {"maxIterations", execution.loop->maxIterations}});
    out.flag("grows", execution.grows);
    if (execution.isolation)
        out.add("isolation", text(*execution.isolation));
    out.flag("network", execution.network);
    if (execution.externalEffects)
        out.add("effects", "external");
    if (execution.retry)
        out.add("retryPolicy", treeOf(*execution.retry));
    out.integer("priority", execution.priority, 0);
    addHolds(out, execution.holds);
    if (execution.cache)
        out.add("cache", treeOf(*execution.cache));
    return out.take();
}

OrderedJson treeOf(const std::vector<RecordedFile> &files)
{
    OrderedJson out = OrderedJson::array();
    for (const RecordedFile &file : files) {
        Members one;
        one.text("name", file.name);
        one.whole("bytes", file.bytes, 0);
        out.push_back(one.take());
    }
    return out;
}

OrderedJson treeOf(const Recorded &recorded)
{
    Members out;
    out.number("seconds", recorded.seconds, 0);
    out.number("cores", recorded.cores, 0);
    out.number("avgCpu", recorded.avgCpu, 0);
    out.whole("memoryBytes", recorded.memoryBytes, 0);
    out.whole("readBytes", recorded.readBytes, 0);
    out.whole("writtenBytes", recorded.writtenBytes, 0);
    out.text("machine", recorded.machine);
    out.texts("command", recorded.command);
    out.tree("inputFiles", treeOf(recorded.inputFiles));
    out.tree("outputFiles", treeOf(recorded.outputFiles));
    return out.take();
}

OrderedJson treeOf(const RecordedMachine &machine)
{
    Members out;
    out.text("name", machine.name);
    out.number("cores", machine.cores, 0);
    out.number("speedMHz", machine.speedMHz, 0);
    out.whole("memoryBytes", machine.memoryBytes, 0);
    out.text("system", machine.system);
    out.text("architecture", machine.architecture);
    out.text("release", machine.release);
    out.text("vendor", machine.vendor);
    return out.take();
}

OrderedJson treeOf(const Position &position)
{
    Members out;
    out.number("x", position.x, std::nan(""));
    out.number("y", position.y, std::nan(""));
    out.number("z", position.z, std::nan(""));
    return out.take();
}

OrderedJson treeOf(const NodeSpec &node)
{
    Members out;
    out.add("nodeId", node.id);
    out.text("name", node.name);
    out.text("description", node.description);
    out.text("type", node.type);
    out.text("component", node.component);
    out.text("componentHash", node.componentHash);
    out.tree("arguments", treeOfValues(node.arguments));
    if (node.position)
        out.add("position", treeOf(*node.position));
    out.tree("taskDefinition", treeOf(node.task));
    out.tree("resourceRequirements", treeOf(node.resources));
    out.tree("executionConfig", treeOf(node.execution));
    if (node.recorded)
        out.add("recorded", treeOf(*node.recorded));
    return out.take();
}

OrderedJson treeOf(const DagSpec &dag, const EdgeSpec &edge)
{
    Members out;
    out.add("from", dag.nodes[edge.from].id);
    out.add("to", dag.nodes[edge.to].id);
    out.pairs("dataMapping", edge.dataMapping);
    out.text("condition", edge.condition, "SUCCESS");
    return out.take();
}

std::string textOf(const OrderedJson &tree)
{
    return tree.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

std::string hashOfText(const std::string &text)
{
    boost::uuids::detail::sha1 hash;
    hash.process_bytes(text.data(), text.size());
    boost::uuids::detail::sha1::digest_type digest;
    hash.get_digest(digest);
    std::string out;
    for (const unsigned word : {digest[0], digest[1]}) {
        for (int shift = 28; shift >= 0; shift -= 4)
            out += "0123456789abcdef"[(word >> static_cast<unsigned>(shift)) & 0xFU];
    }
    return out;
}

} // namespace

OrderedJson toTree(const DagSpec &dag)
{
    Members out;
    out.add("dagId", dag.id);
    out.text("name", dag.name);
    out.text("description", dag.description);
    out.text("version", dag.version);
    out.text("owner", dag.owner);
    out.texts("tags", dag.tags);
    out.tree("schedule", treeOf(dag.schedule));
    out.tree("parameters", treeOfTyped(dag.parameters));
    out.whole("maxParallelTasks", dag.maxParallelTasks, 0);
    out.duration("timeout", dag.timeout);
    out.integer("priority", dag.priority, 0);
    out.text("queue", dag.queue);
    out.whole("maxActiveRuns", dag.maxActiveRuns, 0);
    addHolds(out, dag.holds);
    out.pairs("outputs", dag.outputs);
    OrderedJson nodes = OrderedJson::array(), edges = OrderedJson::array();
    for (const NodeSpec &node : dag.nodes)
        nodes.push_back(treeOf(node));
    for (const EdgeSpec &edge : dag.edges)
        edges.push_back(treeOf(dag, edge));
    out.add("nodes", std::move(nodes));
    out.tree("edges", std::move(edges));
    out.json("globalConfigs", dag.globalConfigs);
    out.json("mapReduceConfig", dag.mapReduceConfig);
    OrderedJson machines = OrderedJson::array();
    for (const RecordedMachine &machine : dag.recordedMachines)
        machines.push_back(treeOf(machine));
    out.tree("recordedMachines", std::move(machines));
    if (dag.cache)
        out.add("cache", treeOf(*dag.cache));
    return out.take();
}

std::string toJson(const DagSpec &dag, int indent)
{
    return toTree(dag).dump(indent, ' ', false, OrderedJson::error_handler_t::replace);
}

std::string toYaml(const DagSpec &dag)
{
    return yamlFrom(toTree(dag));
}

VersionId versionOf(const DagSpec &dag)
{
    return canonicalOf(dag).version;
}

toolkit::Canonical canonicalOf(const DagSpec &dag)
{
    OrderedJson tree = toTree(dag);
    toolkit::Canonical out;
    out.text = textOf(tree);
    bool placed = false;
    for (OrderedJson &node : tree["nodes"])
        placed = node.erase("position") > 0 || placed;
    out.version = VersionId(placed ? hashOf(tree) : hashOfText(out.text));
    return out;
}

std::string hashOf(const OrderedJson &tree)
{
    return hashOfText(textOf(tree));
}

OrderedJson toTree(const NodeSpec &node)
{
    return treeOf(node);
}

} // namespace orrery::model
