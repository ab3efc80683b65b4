// SPDX-License-Identifier: GPL-3.0-or-later
// The keys of a DAG file, object by object. resources/rules/dag.schema.json documents the same
// keys; a test compares the two.
#pragma once

#include <span>
#include <string_view>

namespace orrery::model::keys {

struct ObjectKeys {
    std::string_view name; ///< for messages, and the name of its definition in the schema
    std::span<const std::string_view> keys;
};

inline constexpr std::string_view dagKeys[] = {"dagId",           "name",
                                               "description",     "version",
                                               "owner",           "tags",
                                               "schedule",        "nodes",
                                               "parameters",      "maxParallelTasks",
                                               "edges",           "globalConfigs",
                                               "mapReduceConfig", "timeout",
                                               "outputs",         "recordedMachines",
                                               "priority",        "queue",
                                               "maxActiveRuns",   "limits",
                                               "mutex",           "cache"};
inline constexpr std::string_view scheduleKeys[] = {
    "type",         "expression",      "timezone", "retryPolicy", "interval", "missedRuns",
    "missedLimit",  "maxParallelRuns", "whenBusy", "startDate",   "endDate",  "excludeDates",
    "includeDates", "condition",       "debounce", "pollInterval"};
inline constexpr std::string_view conditionKeys[] = {"and", "or", "file", "http", "dag", "time"};
inline constexpr std::string_view fileEventKeys[] = {"path", "on"};
inline constexpr std::string_view httpEventKeys[] = {"url", "on", "expectStatus"};
inline constexpr std::string_view dagEventKeys[] = {"dagId"};
inline constexpr std::string_view timeWindowKeys[] = {"from", "to", "days"};
inline constexpr std::string_view retryKeys[] = {
    "maxRetries", "retryInterval", "backoffMultiplier", "maxInterval", "jitter",
    "on",         "memoryGrowth",  "timeoutGrowth"};
inline constexpr std::string_view portKeys[] = {"type", "required", "default", "description"};
inline constexpr std::string_view parameterKeys[] = {"type", "required", "default", "description",
                                                     "check"};
inline constexpr std::string_view checkKeys[] = {"min",  "max",        "pattern",
                                                 "enum", "expression", "message"};
inline constexpr std::string_view nodeKeys[] = {
    "nodeId",   "name",           "description",          "type",
    "position", "taskDefinition", "resourceRequirements", "executionConfig",
    "recorded", "component",      "componentHash",        "arguments"};
inline constexpr std::string_view positionKeys[] = {"x", "y", "z"};
inline constexpr std::string_view taskKeys[] = {
    "artifactId", "className",  "runtime",     "inputSchema",   "outputSchema", "command",
    "script",     "scriptFile", "environment", "database",      "image",        "http",
    "wait",       "approval",   "subDag",      "argumentSchema"};
inline constexpr std::string_view waitKeys[] = {"duration",     "until", "file", "url",
                                                "expectStatus", "dag",   "every"};
inline constexpr std::string_view approvalKeys[] = {"message"};
inline constexpr std::string_view subDagKeys[] = {"file", "version", "parameters"};
inline constexpr std::string_view httpKeys[] = {"method", "url", "headers", "body", "expectStatus"};
inline constexpr std::string_view resourceKeys[] = {"cpuCores", "memoryMB", "gpuUnits", "diskGB",
                                                    "networkBandwidth"};
inline constexpr std::string_view executionKeys[] = {"timeout",
                                                     "parallelism",
                                                     "isMapStage",
                                                     "isReduceStage",
                                                     "memoryIntensive",
                                                     "partitionStrategy",
                                                     "mapOver",
                                                     "isolation",
                                                     "network",
                                                     "effects",
                                                     "retryPolicy",
                                                     "mapOverFile",
                                                     "itemName",
                                                     "minSuccessRatio",
                                                     "triggerRule",
                                                     "teardownOf",
                                                     "loop",
                                                     "priority",
                                                     "limits",
                                                     "mutex",
                                                     "cache",
                                                     "grows"};
inline constexpr std::string_view limitKeys[] = {"slots", "of"};
inline constexpr std::string_view cacheKeys[] = {"enabled",     "files",  "outputs",
                                                 "environment", "maxAge", "version"};
inline constexpr std::string_view loopKeys[] = {"while", "until", "maxIterations"};
inline constexpr std::string_view edgeKeys[] = {"from", "to", "dataMapping", "condition"};
inline constexpr std::string_view globalKeys[] = {"defaultResourcePool", "dataRetentionPolicy",
                                                  "notificationChannels", "observabilityLevel"};
inline constexpr std::string_view mapReduceKeys[] = {
    "enabled",         "mapParallelismDefault", "reduceParallelismDefault",
    "shuffleStrategy", "compressionEnabled",    "spillThresholdMB"};
inline constexpr std::string_view recordedKeys[] = {
    "seconds",      "cores",   "avgCpu",  "memoryBytes", "readBytes",
    "writtenBytes", "machine", "command", "inputFiles",  "outputFiles"};
inline constexpr std::string_view recordedFileKeys[] = {"name", "bytes"};
inline constexpr std::string_view recordedMachineKeys[] = {
    "name", "cores", "speedMHz", "memoryBytes", "system", "architecture", "release", "vendor"};

inline constexpr ObjectKeys dag{"dag", dagKeys};
inline constexpr ObjectKeys schedule{"schedule", scheduleKeys};
inline constexpr ObjectKeys condition{"condition", conditionKeys};
inline constexpr ObjectKeys fileEvent{"fileEvent", fileEventKeys};
inline constexpr ObjectKeys httpEvent{"httpEvent", httpEventKeys};
inline constexpr ObjectKeys dagEvent{"dagEvent", dagEventKeys};
inline constexpr ObjectKeys timeWindow{"timeWindow", timeWindowKeys};
inline constexpr ObjectKeys retryPolicy{"retryPolicy", retryKeys};
inline constexpr ObjectKeys port{"port", portKeys};
inline constexpr ObjectKeys parameter{"parameter", parameterKeys};
inline constexpr ObjectKeys check{"check", checkKeys};
inline constexpr ObjectKeys node{"node", nodeKeys};
inline constexpr ObjectKeys position{"position", positionKeys};
inline constexpr ObjectKeys taskDefinition{"taskDefinition", taskKeys};
inline constexpr ObjectKeys http{"http", httpKeys};
inline constexpr ObjectKeys wait{"wait", waitKeys};
inline constexpr ObjectKeys approval{"approval", approvalKeys};
inline constexpr ObjectKeys subDag{"subDag", subDagKeys};
inline constexpr ObjectKeys limit{"limit", limitKeys};
inline constexpr ObjectKeys loop{"loop", loopKeys};
inline constexpr ObjectKeys cache{"cache", cacheKeys};
inline constexpr ObjectKeys resourceRequirements{"resourceRequirements", resourceKeys};
inline constexpr ObjectKeys executionConfig{"executionConfig", executionKeys};
inline constexpr ObjectKeys edge{"edge", edgeKeys};
inline constexpr ObjectKeys globalConfigs{"globalConfigs", globalKeys};
inline constexpr ObjectKeys mapReduceConfig{"mapReduceConfig", mapReduceKeys};
inline constexpr ObjectKeys recorded{"recorded", recordedKeys};
inline constexpr ObjectKeys recordedFile{"recordedFile", recordedFileKeys};
inline constexpr ObjectKeys recordedMachine{"recordedMachine", recordedMachineKeys};

/// All of them, for the comparison with the schema.
inline constexpr const ObjectKeys *all[] = {&dag,
                                            &schedule,
                                            &retryPolicy,
                                            &port,
                                            &parameter,
                                            &node,
                                            &position,
                                            &taskDefinition,
                                            &http,
                                            &resourceRequirements,
                                            &executionConfig,
                                            &limit,
                                            &edge,
                                            &globalConfigs,
                                            &mapReduceConfig,
                                            &recorded,
                                            &recordedFile,
                                            &wait,
                                            &approval,
                                            &subDag,
                                            &loop,
                                            &cache,
                                            &condition,
                                            &fileEvent,
                                            &httpEvent,
                                            &dagEvent,
                                            &timeWindow,
                                            &recordedMachine,
                                            &check};

/// A component file has keys of its own and the task's from above.
inline constexpr std::string_view componentKeys[] = {"id",
                                                     "version",
                                                     "title",
                                                     "docs",
                                                     "icon",
                                                     "category",
                                                     "inputs",
                                                     "outputs",
                                                     "arguments",
                                                     "taskDefinition",
                                                     "resourceRequirements",
                                                     "executionConfig",
                                                     "modules"};
/// What a growing task writes; its nodes and edges are those of a DAG file.
inline constexpr std::string_view fragmentKeys[] = {"nodes", "edges"};
inline constexpr ObjectKeys fragment{"fragment", fragmentKeys};

inline constexpr ObjectKeys component{"component", componentKeys};

} // namespace orrery::model::keys
