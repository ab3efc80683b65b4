// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/partreader.h"

#include <algorithm>
#include <array>
#include <optional>
#include <type_traits>

#include "model/expression.h"
#include "model/policy.h"
#include "model/runtime.h"
#include "model/text.h"
#include "model/types.h"
#include "model/valuecheck.h"

namespace orrery::model {

namespace {

constexpr double mostCores = 1e6;
constexpr std::uint64_t mostMemoryMB = 1'000'000'000'000;
constexpr std::uint64_t mostDiskGB = 1'000'000'000'000;
constexpr std::uint32_t mostGpus = 1'000'000;
constexpr std::uint32_t mostRetries = 10'000;
constexpr std::uint32_t mostItems = 1'000'000;
constexpr std::uint64_t mostExact = 1ULL << 53U; // whole numbers that a double holds

} // namespace

JsonText PartReader::json(ValueId value) const
{
    return m_doc.toJson(value).dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

void PartReader::required(const Fields &from, std::string_view key, const std::string &value,
                          std::string fix)
{
    const ValueId place = from.placeOf(key);
    const bool absent = from.at(key) == none;
    if (absent && m_doc.complete())
        m_findings.error(m_doc, place, std::string(key) + " is missing", std::move(fix));
    else if (!absent && value.empty() && isText(m_doc, place))
        m_findings.error(m_doc, place, std::string(key) + " is empty", std::move(fix));
}

void PartReader::readRetry(ValueId value, RetryPolicy &retry)
{
    const Fields from = fields(value, keys::retryPolicy);
    if (!from.ok())
        return;
    from.whole("maxRetries", retry.maxRetries, 0U, mostRetries);
    from.duration("retryInterval", retry.interval);
    from.amount("backoffMultiplier", retry.backoffMultiplier, 1.0, 1000.0);
    from.duration("maxInterval", retry.maxInterval);
    from.amount("jitter", retry.jitter, 0.0, 1.0);
    from.amount("memoryGrowth", retry.memoryGrowth, 1.0, 100.0);
    from.amount("timeoutGrowth", retry.timeoutGrowth, 1.0, 100.0);
    readFailureClasses(from, retry.on);
}

// A port or a parameter: its type, and a default of that type.
template <typename T>
void PartReader::readTyped(ValueId value, const keys::ObjectKeys &keys, T &out)
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
    if constexpr (std::is_same_v<T, Parameter>) {
        if (const ValueId check = from.at("check"); check != none)
            readCheck(check, type, out.check);
    }
    const ValueId byDefault = m_doc.member(value, "default");
    if (byDefault == none)
        return;
    out.defaultValue = json(byDefault);
    if constexpr (std::is_same_v<T, Parameter>) {
        const std::string why = violation(Json::parse(out.defaultValue), out.check);
        if (!why.empty() && !mismatch(Json::parse(out.defaultValue), type))
            m_findings.error(m_doc, byDefault, "the default: " + why, "give another default");
    }
    if (const auto wrong = mismatch(nlohmann::json::parse(out.defaultValue), type)) {
        const std::string path =
            m_doc.path(byDefault) + (wrong->path.empty() ? "" : "/" + wrong->path);
        m_findings.error(m_doc, m_doc.locate(path),
                         "the default is not of type " + type.text() + ": " + wrong->message);
    }
}

void PartReader::readCheck(ValueId value, const Type &of, ValueCheck &out)
{
    using K = Type::Kind;
    const Fields from = fields(value, keys::check);
    if (!from.ok())
        return;
    const Type &one = of.kind == K::Array ? of.of[0] : of;
    const bool isText = one.kind == K::String || one.kind == K::Any;
    const bool hasSize = one.kind == K::Number || one.kind == K::Integer || one.kind == K::Date ||
                         one.kind == K::Any;
    const auto bound = [&](std::string_view key, JsonText &to) {
        const ValueId v = from.at(key);
        if (v == none)
            return;
        const Type size = one.kind == K::Integer ? Type{K::Number, {}} : one;
        if (!hasSize)
            m_findings.error(m_doc, v,
                             std::string(key) + " is for numbers and dates, not for " + of.text(),
                             "use pattern, enum or expression");
        else if (const auto wrong = mismatch(Json::parse(json(v)), size))
            m_findings.error(m_doc, v, std::string(key) + ": " + wrong->message);
        else
            to = json(v);
    };
    bound("min", out.min);
    bound("max", out.max);
    const auto least = Json::parse(out.min, nullptr, false);
    if (!out.min.empty() && !out.max.empty() && least > Json::parse(out.max, nullptr, false))
        m_findings.error(m_doc, from.at("max"), "max is smaller than min", "exchange the two");
    if (from.text("pattern", out.pattern)) {
        const std::string problem = patternProblem(out.pattern);
        if (!problem.empty() || !isText)
            m_findings.error(m_doc, from.at("pattern"),
                             isText ? "pattern is no regular expression: " + problem
                                    : "pattern is for texts, not for " + of.text());
    }
    const ValueId list = from.expect("enum", Kind::Array);
    for (ValueId v = list == none ? none : m_doc[list].first; v != none; v = m_doc[v].next) {
        if (const auto wrong = mismatch(Json::parse(json(v)), one))
            m_findings.error(m_doc, v, "enum: " + wrong->message);
        else
            out.oneOf.push_back(json(v));
    }
    from.text("message", out.message);
    if (!from.text("expression", out.expression))
        return;
    const ValueId place = from.at("expression");
    const Result<Expression> parsed = Expression::parse(out.expression);
    if (!parsed)
        m_findings.error(m_doc, place,
                         "expression, character " + parsed.error().where + ": " +
                             parsed.error().what);
    for (const Expression::Use &use : parsed ? parsed->uses() : std::vector<Expression::Use>())
        if (use.root != "value")
            m_findings.error(m_doc, place, "expression: unknown name " + inQuotes(use.root),
                             "the value that is checked is called value");
}

template <typename T>
void PartReader::readTypedList(const Fields &from, std::string_view key,
                               const keys::ObjectKeys &keys, std::vector<T> &out)
{
    const ValueId object = from.expect(key, Kind::Object);
    if (object == none)
        return;
    for (ValueId v = m_doc[object].first; v != none; v = m_doc[v].next) {
        T typed;
        typed.name = m_doc.key(v);
        if (!isIdentifier(typed.name))
            m_findings.errorAtKey(m_doc, v,
                                  "the name " + inQuotes(typed.name) +
                                      " is empty or holds other characters than A-Z a-z 0-9 . _ -");
        readTyped(v, keys, typed);
        out.push_back(std::move(typed));
    }
}

template void PartReader::readTypedList(const Fields &, std::string_view, const keys::ObjectKeys &,
                                        std::vector<Port> &);
template void PartReader::readTypedList(const Fields &, std::string_view, const keys::ObjectKeys &,
                                        std::vector<Parameter> &);

void PartReader::readTask(ValueId value, TaskDefinition &task)
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
    from.texts("command", task.command,
               "write an array, one element per argument, or use runtime SHELL with a script");
    from.pairs("environment", task.environment);
    readTypedList(from, "inputSchema", keys::port, task.inputs);
    readTypedList(from, "outputSchema", keys::port, task.outputs);
    readTypedList(from, "argumentSchema", keys::parameter, task.arguments);
    if (const ValueId v = from.at("http"); v != none)
        readHttp(v, task.http.emplace());
    if (const ValueId v = from.at("wait"); v != none)
        readWait(v, task.wait.emplace());
    if (const ValueId v = from.at("subDag"); v != none)
        readSubDag(v, task.subDag.emplace());
    if (const ValueId v = from.at("approval"); v != none) {
        if (const Fields approval = fields(v, keys::approval); approval.ok())
            approval.text("message", task.approval.emplace().message);
    }
    readRuntime(from, task);
}

// Is a program given in a form that was reported already? Then it is not missing as well.
bool PartReader::hasWrongProgram(const Fields &from) const
{
    const auto isOther = [&](std::string_view key, Kind kind) {
        const ValueId v = from.at(key);
        return v != none && m_doc[v].kind != kind;
    };
    return isOther("command", Kind::Array) || isOther("http", Kind::Object) ||
           isOther("script", Kind::String) || isOther("scriptFile", Kind::String) ||
           isOther("image", Kind::String) || isOther("wait", Kind::Object) ||
           isOther("approval", Kind::Object) || isOther("subDag", Kind::Object);
}

void PartReader::readRuntime(const Fields &from, TaskDefinition &task)
{
    std::string name;
    const bool given = from.text("runtime", name);
    const ValueId place = from.placeOf("runtime");
    if (given) {
        const std::optional<Runtime> runtime = runtimeNamed(name);
        if (!runtime) {
            const std::string near = didYouMean(closestRuntime(name));
            m_findings.error(m_doc, place, "unknown runtime " + inQuotes(name),
                             near.empty() ? "known runtimes: " + knownRuntimes() : near);
            return;
        }
        task.runtime = *runtime;
        task.runtimeName = upper(name);
    }
    if (!m_doc.complete() || (!given && from.at("runtime") != none))
        return;
    if (const std::string missing = lacks(task); !missing.empty() && !hasWrongProgram(from))
        m_findings.error(m_doc, place, "runtime " + task.runtimeName + " needs " + missing,
                         "add it to the taskDefinition");
    if (!task.script.empty() && !task.scriptFile.empty())
        m_findings.error(m_doc, from.at("scriptFile"), "both script and scriptFile are given",
                         "keep one of them");
    if (startsNoProcess(task.runtime) &&
        (!task.script.empty() || !task.scriptFile.empty() || !task.command.empty()))
        m_findings.error(m_doc, place,
                         "a task of runtime " + task.runtimeName +
                             " starts no process, so its program would never run",
                         "add a runtime, for example SHELL or EXEC");
    if (task.runtime == Runtime::Exec && !task.command.empty() && task.command[0].empty())
        m_findings.error(m_doc, m_doc[from.at("command")].first, "the program to start is empty");
}

void PartReader::readHttp(ValueId value, HttpRequest &http)
{
    constexpr std::array<std::string_view, 7> methods = {"GET",    "POST", "PUT",    "PATCH",
                                                         "DELETE", "HEAD", "OPTIONS"};
    const Fields from = fields(value, keys::http);
    if (!from.ok())
        return;
    if (const auto method = from.word("method", methods))
        http.method = methods[*method];
    from.text("url", http.url);
    required(from, "url", http.url, "write the address to ask");
    from.pairs("headers", http.headers);
    from.text("body", http.body);
    readStatuses(from, http.expectStatus);
}

void PartReader::readStatuses(const Fields &from, std::vector<int> &out)
{
    const ValueId list = from.expect("expectStatus", Kind::Array);
    for (ValueId v = list == none ? none : m_doc[list].first; v != none; v = m_doc[v].next) {
        const std::optional<double> status = m_doc.number(v);
        if (status && *status >= 100 && *status <= 599 && *status == static_cast<int>(*status))
            out.push_back(static_cast<int>(*status));
        else
            m_findings.error(m_doc, v, "an HTTP status is a whole number from 100 to 599");
    }
}

void PartReader::readWait(ValueId value, WaitSpec &wait)
{
    constexpr std::array<std::string_view, 5> kinds = {"duration", "until", "file", "url", "dag"};
    const Fields from = fields(value, keys::wait);
    if (!from.ok())
        return;
    from.duration("duration", wait.duration);
    from.text("until", wait.until);
    from.text("file", wait.file);
    from.text("url", wait.url);
    from.text("dag", wait.dag);
    from.duration("every", wait.every);
    readStatuses(from, wait.expectStatus);
    const auto given = std::count_if(kinds.begin(), kinds.end(),
                                     [&](std::string_view key) { return from.at(key) != none; });
    if (given != 1 && m_doc.complete())
        m_findings.error(m_doc, value,
                         "wait names " + std::to_string(given) + " things to wait for",
                         "give exactly one of " + listed(kinds));
    if (wait.every < 100)
        m_findings.error(m_doc, from.placeOf("every"), "every is shorter than 0.1 s",
                         "looking more often than that costs more than it tells");
    const bool fixed = wait.until.find("${") == std::string::npos;
    if (!wait.until.empty() && fixed && !momentNamed(wait.until, 0))
        m_findings.error(m_doc, from.at("until"), inQuotes(wait.until) + " is no moment",
                         "write 2026-12-24T18:00:00Z, or 18:00 for the next such time (UTC)");
}

void PartReader::readSubDag(ValueId value, SubDagSpec &subDag)
{
    const Fields from = fields(value, keys::subDag);
    if (!from.ok())
        return;
    from.text("file", subDag.file);
    from.text("version", subDag.version);
    required(from, "file", subDag.file, "name the DAG file, relative to this one");
    const ValueId parameters = from.expect("parameters", Kind::Object);
    for (ValueId v = parameters == none ? none : m_doc[parameters].first; v != none;
         v = m_doc[v].next)
        subDag.parameters.emplace_back(m_doc.key(v), json(v));
}

void PartReader::readLoop(ValueId value, LoopSpec &loop)
{
    const Fields from = fields(value, keys::loop);
    if (!from.ok())
        return;
    std::string until;
    from.text("while", loop.condition);
    if (from.text("until", until)) {
        if (!loop.condition.empty())
            m_findings.error(m_doc, from.at("until"), "both while and until are given",
                             "keep one of them");
        loop.until = true;
        loop.condition = until;
    }
    if (loop.condition.empty() && m_doc.complete())
        m_findings.error(m_doc, value, "a loop needs a condition", "add while or until");
    if (!from.whole("maxIterations", loop.maxIterations, 1U, mostItems) &&
        from.at("maxIterations") == none && m_doc.complete())
        m_findings.error(m_doc, value, "maxIterations is missing",
                         "say after how many iterations the loop ends at the latest");
}

void PartReader::readFailureClasses(const Fields &from, std::vector<FailureClass> &out)
{
    const ValueId list = from.expect("on", Kind::Array);
    for (ValueId v = list == none ? none : m_doc[list].first; v != none; v = m_doc[v].next) {
        const std::string text(m_doc.text(v));
        if (const auto known = failureClassNamed(text))
            out.push_back(*known);
        else
            m_findings.error(m_doc, v, "unknown class of failures " + inQuotes(text),
                             knownFailureClasses());
    }
}

void PartReader::readResources(ValueId value, Resources &resources)
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

void PartReader::readExecution(ValueId value, ExecutionConfig &execution)
{
    constexpr std::array<std::string_view, 3> levels = {"process", "sandbox", "container"};
    constexpr std::array<std::string_view, 2> effects = {"none", "external"};
    const Fields from = fields(value, keys::executionConfig);
    if (!from.ok())
        return;
    from.duration("timeout", execution.timeout);
    from.text("mapOver", execution.mapOver);
    const bool mapped = !execution.mapOver.empty() || from.at("mapOverFile") != none;
    from.whole("parallelism", execution.parallelism, mapped ? 0U : 1U, mostItems);
    from.flag("isMapStage", execution.isMapStage);
    from.flag("isReduceStage", execution.isReduceStage);
    from.flag("memoryIntensive", execution.memoryIntensive);
    from.text("partitionStrategy", execution.partitionStrategy);
    from.flag("network", execution.network);
    if (const auto level = from.word("isolation", levels))
        execution.isolation = isolationNamed(levels[*level]);
    if (const auto effect = from.word("effects", effects))
        execution.externalEffects = *effect == 1;
    from.text("mapOverFile", execution.mapOverFile);
    from.text("itemName", execution.itemName);
    from.amount("minSuccessRatio", execution.minSuccessRatio, 0.0, 1.0);
    from.text("teardownOf", execution.teardownOf);
    if (const auto rule = from.word("triggerRule", triggerRules))
        execution.triggerRule = static_cast<TriggerRule>(*rule);
    if (const ValueId v = from.at("loop"); v != none)
        readLoop(v, execution.loop.emplace());
    from.flag("grows", execution.grows);
    if (!execution.mapOver.empty() && !execution.mapOverFile.empty())
        m_findings.error(m_doc, from.at("mapOverFile"), "both mapOver and mapOverFile are given",
                         "keep one of them");
    if (execution.loop && (!execution.mapOver.empty() || !execution.mapOverFile.empty() ||
                           (execution.isMapStage && execution.parallelism > 1)))
        m_findings.error(m_doc, from.at("loop"), "a node cannot be mapped and looped at once",
                         "map a SUBDAG node whose DAG holds the loop");
    if (const ValueId v = from.at("retryPolicy"); v != none)
        readRetry(v, execution.retry.emplace());
    readPriority(from, execution.priority);
    readHolds(from, execution.holds);
    if (const ValueId v = from.at("cache"); v != none)
        readCache(v, execution.cache.emplace());
    if (execution.cache && execution.cache->enabled && execution.externalEffects)
        m_findings.error(m_doc, from.at("cache"),
                         "a task with effects outside this machine cannot be cached",
                         "take out cache, or effects: external");
}

/// true, false, or an object.
void PartReader::readCache(ValueId value, CacheSpec &cache)
{
    if (m_doc[value].kind == Kind::Boolean) {
        cache.enabled = (m_doc.text(value)[0] | 0x20) == 't';
        return;
    }
    const Fields from = fields(value, keys::cache);
    if (!from.ok())
        return;
    from.flag("enabled", cache.enabled);
    from.texts("files", cache.files);
    from.texts("outputs", cache.outputs);
    from.texts("environment", cache.environment);
    from.duration("maxAge", cache.maxAge);
    from.text("version", cache.version);
}

void PartReader::readRecorded(ValueId value, Recorded &recorded)
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

void PartReader::readMachines(const Fields &from, std::string_view key,
                              std::vector<RecordedMachine> &out)
{
    const ValueId list = from.expect(key, Kind::Array);
    for (ValueId v = list == none ? none : m_doc[list].first; v != none; v = m_doc[v].next) {
        RecordedMachine machine;
        if (const Fields f = fields(v, keys::recordedMachine); f.ok()) {
            f.text("name", machine.name);
            f.amount("cores", machine.cores, 0.0, mostCores);
            f.amount("speedMHz", machine.speedMHz, 0.0, 1e9);
            f.whole("memoryBytes", machine.memoryBytes, std::uint64_t{0}, mostExact);
            f.text("system", machine.system);
            f.text("architecture", machine.architecture);
            f.text("release", machine.release);
            f.text("vendor", machine.vendor);
        }
        out.push_back(std::move(machine));
    }
}

void PartReader::readFiles(const Fields &from, std::string_view key, std::vector<RecordedFile> &out)
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

} // namespace orrery::model
