// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/publications.h"

#include <string_view>

namespace orrery::store {

namespace {

constexpr int runsNamed = 20;

// Columns as `summaryOf` reads them; a content that was never published has NULL from 7 on.
constexpr std::string_view columns =
    "v.dag_id, v.version_id, v.node_count, v.edge_count, v.created_at, v.created_by, "
    "v.validation_status, p.number, p.published_at, p.published_by, p.message, p.file, "
    "p.validation_status, p.rolled_back_to";

std::string select(std::string_view rest)
{
    return "SELECT " + std::string(columns) + std::string(rest);
}

VersionSummary summaryOf(const Query &row)
{
    VersionSummary summary;
    summary.dag = DagId(row.textAt(0));
    summary.version = VersionId(row.textAt(1));
    summary.nodes = static_cast<std::uint64_t>(row.intAt(2));
    summary.edges = static_cast<std::uint64_t>(row.intAt(3));
    const bool published = !row.isNull(7);
    summary.at = row.intAt(published ? 8 : 4);
    summary.by = row.textAt(published ? 9 : 5);
    summary.status = row.textAt(published ? 12 : 6);
    if (published) {
        summary.number = static_cast<std::uint32_t>(row.intAt(7));
        summary.message = row.textAt(10);
        summary.file = row.textAt(11);
        summary.rolledBackTo = static_cast<std::uint32_t>(row.intAt(13));
    }
    return summary;
}

void addRuns(Database &database, VersionSummary &summary)
{
    Query count =
        database.query("SELECT count(*) FROM dag_execution WHERE version_id = ?1 AND dag_id = ?2");
    count.s(summary.version.text).s(summary.dag.text);
    if (count.row())
        summary.runCount = static_cast<std::uint64_t>(count.intAt(0));
    Query runs = database.query("SELECT execution_id FROM dag_execution WHERE version_id = ?1 AND "
                                "dag_id = ?2 ORDER BY number DESC LIMIT ?3");
    runs.s(summary.version.text).s(summary.dag.text).i(runsNamed);
    while (runs.row())
        summary.runs.emplace_back(runs.textAt(0));
}

Result<VersionText> readText(Database &database, Query &query, const Error &absent)
{
    if (!query.row())
        return tl::unexpected(query.failed() ? database.error(query.code()) : absent);
    VersionText version{summaryOf(query), query.textAt(14), query.textAt(15)};
    addRuns(database, version.summary);
    return version;
}

} // namespace

bool writePublication(Database &database, const VersionText &published)
{
    const VersionSummary &summary = published.summary;
    Query insert = database.query(
        "INSERT INTO dag_publication (dag_id, number, version_id, published_at, published_by, "
        "message, file, validation_status, rolled_back_to, source_format, source) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)");
    insert.s(summary.dag.text).u(summary.number).s(summary.version.text).i(summary.at);
    insert.s(summary.by).s(summary.message).s(summary.file).s(summary.status);
    (summary.rolledBackTo == 0 ? insert.null() : insert.u(summary.rolledBackTo));
    return insert.s(published.format).s(published.text).run();
}

std::vector<VersionSummary> readVersions(Database &database, const DagId &dag)
{
    std::vector<VersionSummary> all;
    static const std::string sql =
        select(" FROM dag_version v LEFT JOIN dag_publication p "
               "ON p.version_id = v.version_id AND p.dag_id = v.dag_id WHERE v.dag_id = ?1 "
               "ORDER BY p.number DESC NULLS LAST, v.version_number DESC");
    Query query = database.query(sql.c_str());
    query.s(dag.text);
    while (query.row())
        all.push_back(summaryOf(query));
    for (VersionSummary &summary : all)
        addRuns(database, summary);
    return all;
}

Result<VersionText> readPublication(Database &database, const DagId &dag, std::uint32_t number)
{
    static const std::string sql =
        select(", p.source, p.source_format FROM dag_publication p JOIN dag_version v "
               "ON v.version_id = p.version_id WHERE p.dag_id = ?1 AND p.number = ?2");
    Query query = database.query(sql.c_str());
    query.s(dag.text).u(number);
    const std::string name = dag.text + "@" + std::to_string(number);
    return readText(
        database, query,
        {ErrorCode::NotFound, "version " + name,
         "there is no such version in this home (orrery dag versions " + dag.text + ")"});
}

Result<VersionText> readContent(Database &database, const VersionId &version)
{
    static const std::string sql =
        select(", coalesce(p.source, v.dag_definition), coalesce(p.source_format, 'json') "
               "FROM dag_version v LEFT JOIN dag_publication p ON p.version_id = v.version_id "
               "AND p.dag_id = v.dag_id WHERE v.version_id = ?1 "
               "ORDER BY p.number DESC NULLS LAST LIMIT 1");
    Query query = database.query(sql.c_str());
    query.s(version.text);
    return readText(database, query,
                    {ErrorCode::NotFound, "version " + version.text,
                     "no DAG of this content was published or run in this home"});
}

} // namespace orrery::store
