// SPDX-License-Identifier: GPL-3.0-or-later
// A DAG as values: what the file says, checked or not. Keys, defaults and meanings are documented
// in resources/rules/dag.schema.json; the seed's JSON is the canonical form.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/ids.h"
#include "engine/rare.h"

namespace orrery {

/// A JSON value as UTF-8 text; empty means "absent".
using JsonText = std::string;

enum class Runtime : std::uint8_t {
    None,      ///< no process; the task ends at once with its inputs' values as outputs
    Exec,      ///< argument vector, no shell
    Shell,     ///< script for /bin/sh
    Python,    ///< PYTHON_3 or PYTHON_3.x: script, file or command arguments for python3
    Sql,       ///< script on a SQLite file
    Http,      ///< one request
    Java,      ///< JAVA_17 ...: a jar or class on this host's java
    Scala,     ///< SCALA_2.12 ...: needs scala on this host
    Notebook,  ///< needs jupyter nbconvert on this host
    Container, ///< needs podman or docker on this host
    Wait,      ///< no process; ends when its WaitSpec is met
    Approve,   ///< no process; ends when a person answers
    SubDag,    ///< a run of another DAG file
};

/// Isolation levels from weak to strong; what a host cannot give is refused, never degraded in
/// silence.
enum class Isolation : std::uint8_t { Process, Sandbox, Container };

/// One named input or output of a task.
struct Port {
    std::string name;
    std::string type = "ANY"; ///< STRING, NUMBER, INTEGER, BOOLEAN, DATE, DATE_RANGE, OBJECT, ANY,
                              ///< ARRAY<T>, MAP<K, V>; upper case
    bool required = false;
    JsonText defaultValue; ///< empty = none
    std::string description;
    bool operator==(const Port &) const = default;
};

/// What a value must satisfy beside its type. On an array min, max, pattern and oneOf are asked of
/// every element.
struct ValueCheck {
    JsonText min;                ///< least number or date; empty = none
    JsonText max;                ///< largest, likewise
    std::string pattern;         ///< Perl regular expression that a whole text has to match
    std::vector<JsonText> oneOf; ///< key `enum`: the values there are; empty = any
    std::string expression;      ///< true for a good value; reads `value`
    std::string message;         ///< told to people when the value is refused
    bool operator==(const ValueCheck &) const = default;
};

/// A parameter of the whole DAG, given by -p name=value (also made for required root inputs,
/// "node.input"), or an argument of a task.
struct Parameter {
    std::string name;
    std::string type = "ANY";
    bool required = false;
    JsonText defaultValue;
    std::string description;
    ValueCheck check;
    bool operator==(const Parameter &) const = default;
};

/// An HTTP request; every field may hold ${...}.
struct HttpRequest {
    std::string method = "GET";
    std::string url;
    std::vector<std::pair<std::string, std::string>> headers;
    std::string body;
    std::vector<int> expectStatus; ///< empty = any 2xx
    bool operator==(const HttpRequest &) const = default;
};

/// What a WAIT node waits for: exactly one of duration, until, file, url and dag.
struct WaitSpec {
    SpanMs duration = 0;           ///< from the moment its upstream allows it
    std::string until;             ///< "2026-12-24T18:00:00Z", or "18:00" (UTC, the next such time)
    std::string file;              ///< a path or a glob; relative to the DAG's file
    std::string url;               ///< answers with expectStatus
    std::vector<int> expectStatus; ///< empty = any 2xx
    std::string dag;               ///< a run of this dagId that succeeded after this run began
    SpanMs every = 5000;           ///< between two looks at a file, address or DAG
    bool operator==(const WaitSpec &) const = default;
};

/// What an APPROVE node asks a person; the answer's values are its outputs, typed by its
/// outputSchema.
struct ApprovalSpec {
    std::string message; ///< may hold ${...}
    bool operator==(const ApprovalSpec &) const = default;
};

/// The DAG that a SUBDAG node runs, with this node's inputs as its parameters. Its outputs are the
/// node's outputs.
struct SubDagSpec {
    std::string file;    ///< relative to the DAG's file
    std::string version; ///< content hash that was found when the run was made; "" before
    std::vector<std::pair<std::string, JsonText>>
        parameters; ///< beside the node's inputs, and before them; texts may hold ${...}
    bool operator==(const SubDagSpec &) const = default;
};

struct TaskDefinition {
    Runtime runtime = Runtime::None;
    std::string runtimeName = "NONE"; ///< as written: "PYTHON_3.9"
    std::vector<std::string>
        command;         ///< EXEC: program and arguments; others: arguments of the program
    std::string script;  ///< text of the program (SHELL, PYTHON, SQL)
    RareText scriptFile; ///< file instead of text, relative to the DAG file
    RareText artifactId; ///< an artifact of the catalogue
    RareText className;
    RareText database; ///< SQL: file of the database, "" = in memory
    RareText image;    ///< CONTAINER
    std::vector<std::pair<std::string, std::string>> environment;
    std::vector<Port> inputs;
    std::vector<Port> outputs;
    Rare<HttpRequest> http;
    Rare<WaitSpec> wait;
    Rare<ApprovalSpec> approval;
    Rare<SubDagSpec> subDag;
    std::vector<Parameter> arguments; ///< key `argumentSchema`: what NodeSpec::arguments may hold
    bool operator==(const TaskDefinition &) const = default;
};

/// What a task reserves. 0 = nothing reserved and nothing capped.
struct Resources {
    double cpuCores = 1.0;        ///< [cores]
    std::uint64_t memoryMB = 0;   ///< [MiB]
    std::uint32_t gpuUnits = 0;   ///< whole devices, all on one host
    std::uint64_t diskGB = 0;     ///< [GiB]; recorded, not enforced
    std::string networkBandwidth; ///< LOW, MEDIUM, HIGH; recorded, not enforced
    auto operator<=>(const Resources &) const = default;
};

/// A class of failures that a retry policy repeats.
struct FailureClass {
    enum class Kind : std::uint8_t { Exit, Signal, OutOfMemory, TimedOut, Lost, Output, Start };
    Kind kind = Kind::Exit;
    std::int32_t low = 0; ///< Exit, Signal: numbers low to high; both 0 = all
    std::int32_t high = 0;
    auto operator<=>(const FailureClass &) const = default;
};

struct RetryPolicy {
    std::uint32_t maxRetries = 0;
    SpanMs interval = 0;
    double backoffMultiplier = 1.0;
    SpanMs maxInterval = 0;       ///< the back-off grows no further; 0 = 30 days
    double jitter = 0;            ///< spreads an interval by up to this share of it, both ways
    std::vector<FailureClass> on; ///< what is repeated; empty = every failure
    double memoryGrowth = 1.0;  ///< after OutOfMemory: times the larger of limit and measured peak
    double timeoutGrowth = 1.0; ///< after TimedOut: times the time-out
    bool operator==(const RetryPolicy &) const = default;
};

/// When a node starts, by its incoming edges. An edge is satisfied when its condition holds. But
/// for First, a node is decided when all its upstream nodes have ended.
enum class TriggerRule : std::uint8_t {
    All,           ///< every edge is satisfied
    Any,           ///< at least one is
    First,         ///< as soon as one is, whatever the others do
    NoneFailed,    ///< no upstream failed or was cancelled; skipped ones do not matter
    NoneFailedAny, ///< as NoneFailed, and at least one edge is satisfied
    NoneSkipped,   ///< no upstream was skipped
    Always         ///< all upstream ended, however
};

/// Runs a node again and again: each iteration gets the outputs of the one before as those of its
/// inputs that have the same name.
struct LoopSpec {
    std::string condition; ///< expression over `outputs`, `loop.index`, `params`
    bool until = false;    ///< the loop ends when the condition is true; else when it is not
    std::uint32_t maxIterations = 0; ///< at least 1; reaching it ends the loop well
    bool operator==(const LoopSpec &) const = default;
};

/// What a run or a task holds of a name while it goes on. A name is of the home: all runs take
/// turns on it. It has one slot until `orrery queue set` says otherwise.
struct SlotUse {
    std::string name;
    std::uint32_t count = 1; ///< slots; 0 = all of them: nobody else holds any (a mutex)
    std::uint32_t of = 0;    ///< how many there are, for this use; 0 = as the home says
    auto operator<=>(const SlotUse &) const = default;
};

/// A node whose result stands for it as long as nothing that it depends on changes (key `cache`).
struct CacheSpec {
    bool enabled = true;            ///< false: not this node, whatever the DAG's default says
    std::vector<std::string> files; ///< read: paths or patterns, relative to the DAG's file
    std::vector<std::string>
        outputs; ///< made: paths or patterns in the run's directory; a hit brings them
    std::vector<std::string> environment; ///< variables of the engine that count
    SpanMs maxAge = 0;                    ///< an older result does not stand; 0 = no limit
    std::string version;                  ///< a word of the user's that counts
    bool operator==(const CacheSpec &) const = default;
};

struct ExecutionConfig {
    SpanMs timeout = 0; ///< 0 = none
    std::uint32_t parallelism =
        1; ///< map stage: number of items; mapOver: concurrency cap (0 = none)
    bool isMapStage = false;
    bool isReduceStage = false;
    bool memoryIntensive = false;
    bool network = false; ///< sandbox: let the task reach the network
    bool externalEffects =
        false; ///< `effects: external`: launched only after the journal is synced
    RareText partitionStrategy;
    RareText mapOver;             ///< expression giving an array: one task per element
    RareText mapOverFile;         ///< a file with one element a line; may hold ${...}
    RareText itemName;            ///< name of a mapped item, with ${item...}; "" = its index
    double minSuccessRatio = 1.0; ///< mapped: share of items that has to succeed
    TriggerRule triggerRule = TriggerRule::All;
    RareText teardownOf; ///< node id: always runs once that node succeeded, also when cancelled
    Rare<LoopSpec> loop;
    bool grows = false; ///< it may add nodes to its run: a rehearsal cannot know what follows
    std::optional<Isolation> isolation; ///< absent = the run's default
    Rare<RetryPolicy> retry;            ///< absent = schedule.retryPolicy
    std::int32_t priority = 0;          ///< on top of the run's
    std::vector<SlotUse> holds;         ///< while an attempt runs; names may hold ${...}
    Rare<CacheSpec> cache;              ///< absent = DagSpec::cache
    bool operator==(const ExecutionConfig &) const = default;
};

struct Position {
    double x = 0, y = 0, z = 0;
    bool operator==(const Position &) const = default;
};

/// A file that a recorded task read or wrote.
struct RecordedFile {
    std::string name;
    std::uint64_t bytes = 0; ///< 0 = not recorded
    bool operator==(const RecordedFile &) const = default;
};

/// What an earlier execution measured (key `recorded`, WfFormat instances): the input of a
/// rehearsal.
struct Recorded {
    double seconds = 0;
    double cores = 0;  ///< 0 = not recorded
    double avgCpu = 0; ///< [percent of one core]
    std::uint64_t memoryBytes = 0;
    std::uint64_t readBytes = 0;
    std::uint64_t writtenBytes = 0;
    std::string machine;
    std::vector<std::string> command;
    std::vector<RecordedFile> inputFiles;
    std::vector<RecordedFile> outputFiles;
    bool operator==(const Recorded &) const = default;
};

/// A machine of an earlier execution (key `recordedMachines`, WfFormat instances); 0 and "" = not
/// recorded.
struct RecordedMachine {
    std::string name; ///< what Recorded::machine names
    double cores = 0;
    double speedMHz = 0;           ///< [MHz] of one core
    std::uint64_t memoryBytes = 0; ///< [bytes]
    std::string system;            ///< "linux"
    std::string architecture;      ///< "x86_64"
    std::string release;           ///< of the kernel
    std::string vendor;            ///< of the CPU
    bool operator==(const RecordedMachine &) const = default;
};

struct NodeSpec {
    std::string id;
    std::string name; ///< shown; empty = id
    std::string description;
    std::string type; ///< EXTRACT, TRANSFORM, ANALYZE ...; free text, decides the icon
    Rare<Position> position;
    TaskDefinition task;
    Resources resources;
    ExecutionConfig execution;
    Rare<Recorded> recorded;
    RareText component;     ///< "csv-filter" or "csv-filter@1": what `task` is made from
    RareText componentHash; ///< of the specification it was made from; "" = as a user wrote it
    std::vector<std::pair<std::string, JsonText>>
        arguments; ///< values by name; texts in them may hold ${...}
    bool operator==(const NodeSpec &) const = default;
};

/// An edge's condition: three words of the seed or an expression over the upstream's outputs.
struct EdgeSpec {
    NodeIndex from = none;
    NodeIndex to = none;
    std::string condition = "SUCCESS"; ///< SUCCESS, FAILURE, ALWAYS or an expression
    std::vector<std::pair<std::string, std::string>> dataMapping; ///< output port -> input port
    bool operator==(const EdgeSpec &) const = default;
};

/// What becomes of slots that passed while nobody was there to fire them.
enum class MissedRuns : std::uint8_t { Skip, Latest, All };
/// What becomes of a slot that falls due while as many runs go on as may.
enum class WhenBusy : std::uint8_t { Wait, Skip };

/// What an EVENT schedule waits for: a tree of things that happen and of times of the day.
struct EventCondition {
    enum class Kind : std::uint8_t { And, Or, File, Http, Dag, Time };
    Kind kind = Kind::And;
    std::vector<EventCondition> parts; ///< And, Or
    std::string path;                  ///< File: a path or a pattern, relative to the DAG file
    std::string url;                   ///< Http
    std::vector<int> expectStatus;     ///< Http; empty = any 2xx
    bool changes = false; ///< File, Http: each change counts, not only that it comes to be there
    std::string dag;      ///< Dag: id of the DAG that has to succeed
    std::string from;     ///< Time: "08:00", in the schedule's zone; "" = 00:00
    std::string to;       ///< Time: up to and without "18:00"; before `from` = past midnight
    std::vector<std::string> days; ///< Time: "MON" ...; empty = every day
    bool operator==(const EventCondition &) const = default;
};

struct Schedule {
    std::string type; ///< CRON, INTERVAL, EVENT or "" (by hand)
    std::string expression;
    std::string timezone = "UTC";
    RetryPolicy retry; ///< default of every node
    SpanMs every = 0;  ///< INTERVAL: counted from startDate, else from 1970-01-01
    MissedRuns missed = MissedRuns::Latest;
    std::uint32_t missedLimit = 100; ///< MissedRuns::All: the newest so many
    std::uint32_t maxParallelRuns = 1;
    WhenBusy whenBusy = WhenBusy::Wait;
    std::string startDate; ///< "2026-03-01" or "2026-03-01T08:00", in the zone; "" = no limit
    std::string endDate;   ///< the last moment; a date stands for its whole day
    std::vector<std::string> excludeDates;   ///< days without slots (engine/schedule/dates.h)
    std::vector<std::string> includeDates;   ///< the only days with slots; empty = all
    std::optional<EventCondition> condition; ///< EVENT
    SpanMs debounce = 0;                     ///< EVENT: nothing new for so long before it fires
    SpanMs pollInterval = 30'000;            ///< EVENT: how often files and URLs are looked at
    bool operator==(const Schedule &) const = default;
};

struct DagSpec {
    std::string id;
    std::string name;
    std::string description;
    std::string version;
    std::string owner;
    std::vector<std::string> tags;
    Schedule schedule;
    std::vector<Parameter> parameters;
    std::vector<NodeSpec> nodes;
    std::vector<EdgeSpec> edges;
    std::uint32_t maxParallelTasks = 0; ///< over the whole run; 0 = only resources limit
    SpanMs timeout = 0;                 ///< a run that lasts longer is cancelled; 0 = none
    std::int32_t priority = 0;          ///< of its tasks among all that wait: higher goes first
    std::uint32_t maxActiveRuns = 0;    ///< runs of this DAG at once, others wait; 0 = any number
    std::string queue;                  ///< where its runs wait for their turn; "" = they do not
    std::vector<SlotUse> holds;         ///< of a whole run; names may hold ${params...}
    std::vector<std::pair<std::string, std::string>> outputs; ///< of the run: name -> "node.port"
    JsonText globalConfigs;                                   ///< as written
    JsonText mapReduceConfig;                                 ///< as written
    std::string sourceDir; ///< directory of the file, absolute; "" when not from a file
    std::vector<RecordedMachine> recordedMachines;
    std::optional<CacheSpec> cache; ///< of nodes that do not say; absent = none is cached

    bool operator==(const DagSpec &) const = default;
    [[nodiscard]] const std::string &title() const { return name.empty() ? id : name; }
};

/// What a node says of its cache, itself or for the whole DAG; nullptr = none: it always runs.
[[nodiscard]] inline const CacheSpec *cacheOf(const DagSpec &dag, const NodeSpec &node)
{
    const CacheSpec *cache = node.execution.cache ? &*node.execution.cache
                             : dag.cache          ? &*dag.cache
                                                  : nullptr;
    return cache != nullptr && cache->enabled && !node.execution.externalEffects ? cache : nullptr;
}

/// One thing wrong, or doubtful, in a file: at which character, and what to do.
struct Finding {
    enum class Severity : std::uint8_t { Warning, Error };
    Severity severity = Severity::Error;
    std::string file;
    std::uint32_t line = 0;   ///< 1-based; 0 = the file as a whole
    std::uint32_t column = 0; ///< 1-based, in characters (code points)
    std::string path;         ///< "nodes/3/executionConfig/timeout"
    std::string message;      ///< what is wrong
    std::string fix;          ///< what to do; may be empty

    [[nodiscard]] bool isError() const { return severity == Severity::Error; }
    /// "dag.yaml:7:12: error: MESSAGE (FIX)"
    [[nodiscard]] std::string text() const;
};

} // namespace orrery
