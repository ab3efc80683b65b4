// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/versions.h"

#include <nlohmann/json.hpp>

#include "store/names.h"

namespace orrery::store {

namespace {

using nlohmann::json;

std::string jsonText(const json &value)
{
    return value.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string scheduleJson(const Schedule &schedule)
{
    if (schedule.type.empty())
        return {};
    return jsonText({{"type", schedule.type},
                     {"expression", schedule.expression},
                     {"timezone", schedule.timezone}});
}

std::string positionJson(const NodeSpec &node)
{
    if (!node.position)
        return {};
    return jsonText({{"x", node.position->x}, {"y", node.position->y}, {"z", node.position->z}});
}

std::string resourcesText(const Resources &r)
{
    json value{{"cpuCores", r.cpuCores}, {"memoryMB", r.memoryMB}, {"gpuUnits", r.gpuUnits}};
    if (r.diskGB != 0)
        value["diskGB"] = r.diskGB;
    if (!r.networkBandwidth.empty())
        value["networkBandwidth"] = r.networkBandwidth;
    return jsonText(value);
}

/// What differs from the defaults of ExecutionConfig; "" when nothing does.
std::string overridesJson(const ExecutionConfig &config)
{
    json value = json::object();
    if (config.timeout != 0)
        value["timeoutMs"] = config.timeout;
    if (config.retry)
        value["retries"] = config.retry->maxRetries;
    if (config.isolation)
        value["isolation"] = std::string(nameOf(isolationNames, *config.isolation));
    if (config.externalEffects)
        value["effects"] = "external";
    return value.empty() ? std::string() : jsonText(value);
}

std::string parallelismJson(const ExecutionConfig &config)
{
    if (config.parallelism == 1 && !config.isMapStage && !config.isReduceStage &&
        config.mapOver.empty())
        return {};
    return jsonText({{"parallelism", config.parallelism},
                     {"isMapStage", config.isMapStage},
                     {"isReduceStage", config.isReduceStage},
                     {"mapOver", config.mapOver}});
}

std::string mappingJson(const EdgeSpec &edge)
{
    if (edge.dataMapping.empty())
        return {};
    json value = json::object();
    for (const auto &[output, input] : edge.dataMapping)
        value[output] = input;
    return jsonText(value);
}

Query &orNull(Query &query, const std::string &text)
{
    return text.empty() ? query.null() : query.s(text);
}

bool writeDag(Database &database, const DagSpec &dag, WallMs at)
{
    const std::string tags = jsonText(dag.tags), schedule = scheduleJson(dag.schedule);
    Query upsert = database.query(
        "INSERT INTO dag (dag_id, name, description, owner_id, created_at, last_modified, status, "
        "tags, schedule_config) VALUES (?1, ?2, ?3, ?4, ?5, ?5, 'active', ?6, ?7) "
        "ON CONFLICT DO UPDATE SET name = excluded.name, description = excluded.description, "
        "owner_id = excluded.owner_id, last_modified = excluded.last_modified, "
        "tags = excluded.tags, schedule_config = excluded.schedule_config");
    upsert.s(dag.id).s(dag.title()).s(dag.description).s(dag.owner).i(at).s(tags);
    return orNull(upsert, schedule).run();
}

bool writeNodes(Database &database, const VersionId &version, const DagSpec &dag)
{
    for (std::size_t index = 0; index < dag.nodes.size(); ++index) {
        const NodeSpec &node = dag.nodes[index];
        const std::string position = positionJson(node), overrides = overridesJson(node.execution),
                          needs = resourcesText(node.resources),
                          parallelism = parallelismJson(node.execution);
        Query insert = database.query(
            "INSERT INTO dag_node (version_id, node_index, node_id, node_name, node_type, runtime, "
            "resource_requirements, position, task_artifact_id, config_overrides, "
            "parallelism_config) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
        insert.s(version.text).u(index).s(node.id).s(node.name).s(node.type);
        insert.s(node.task.runtimeName).s(needs);
        orNull(orNull(insert, position), node.task.artifactId);
        if (!orNull(orNull(insert, overrides), parallelism).run())
            return false;
    }
    return true;
}

bool writeEdges(Database &database, const VersionId &version, const DagSpec &dag)
{
    for (std::size_t index = 0; index < dag.edges.size(); ++index) {
        const EdgeSpec &edge = dag.edges[index];
        const std::string mapping = mappingJson(edge);
        Query insert = database.query("INSERT INTO dag_edge (version_id, edge_id, from_node_id, "
                                      "to_node_id, condition, data_mapping) "
                                      "VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
        insert.s(version.text).u(index).u(edge.from).u(edge.to).s(edge.condition);
        if (!orNull(insert, mapping).run())
            return false;
    }
    return true;
}

} // namespace

PendingVersion pendingVersion(const VersionId &version, const DagSpec &dag, const std::string &text)
{
    PendingVersion pending{version, {}, text, dag.nodes.size(), dag.edges.size()};
    if (dag.nodes.size() <= maxNodeRows && dag.edges.size() <= maxEdgeRows) {
        pending.dag = dag;
        return pending;
    }
    pending.dag.id = dag.id;
    pending.dag.name = dag.name;
    pending.dag.description = dag.description;
    pending.dag.owner = dag.owner;
    pending.dag.tags = dag.tags;
    pending.dag.schedule = dag.schedule;
    return pending;
}

bool hasVersion(Database &database, const VersionId &version)
{
    return database.query("SELECT 1 FROM dag_version WHERE version_id = ?1").s(version.text).row();
}

bool writeVersion(Database &database, const PendingVersion &pending, WallMs at)
{
    if (hasVersion(database, pending.version))
        return true;
    const DagSpec &dag = pending.dag;
    if (!writeDag(database, dag, at))
        return false;
    const bool head =
        database
            .query(
                "INSERT INTO dag_version (version_id, dag_id, version_number, created_at, "
                "created_by, title, description, node_count, edge_count, dag_definition, "
                "validation_status) SELECT ?1, ?2, 1 + coalesce(max(version_number), 0), ?3, ?4, "
                "?5, ?6, ?7, ?8, ?9, 'valid' FROM dag_version WHERE dag_id = ?2")
            .s(pending.version.text)
            .s(dag.id)
            .i(at)
            .s(dag.owner)
            .s(dag.title())
            .s(dag.description)
            .u(pending.nodeCount)
            .u(pending.edgeCount)
            .s(pending.json)
            .run();
    return head && writeNodes(database, pending.version, dag) &&
           writeEdges(database, pending.version, dag);
}

Result<std::string> readVersion(Database &database, const VersionId &version)
{
    Query query = database.query("SELECT dag_definition FROM dag_version WHERE version_id = ?1");
    query.s(version.text);
    if (query.row())
        return query.textAt(0);
    if (query.failed())
        return tl::unexpected(database.error(query.code()));
    return fail(ErrorCode::NotFound, "version/" + version.text,
                "no DAG of this version is kept in this home");
}

} // namespace orrery::store
