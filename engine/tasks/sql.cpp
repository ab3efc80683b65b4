// SPDX-License-Identifier: GPL-3.0-or-later
#include <memory>

#include <nlohmann/json.hpp>
#include <sqlite3.h>

#include "engine/tasks.h"

namespace orrery::tasks {
namespace {

using Json = nlohmann::ordered_json;

struct CloseDatabase {
    void operator()(sqlite3 *database) const { sqlite3_close_v2(database); }
};
struct Finalize {
    void operator()(sqlite3_stmt *statement) const { sqlite3_finalize(statement); }
};
using Database = std::unique_ptr<sqlite3, CloseDatabase>;
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

/// Outputs travel with the exit record: more rows are a file's job.
constexpr std::size_t mostRows = 1000;
constexpr int busyWait = 30'000; // ms: tasks of one run may share a file

int bindValue(sqlite3_stmt *statement, int index, const Json &value)
{
    if (value.is_null())
        return sqlite3_bind_null(statement, index);
    if (value.is_boolean())
        return sqlite3_bind_int(statement, index, value.get<bool>() ? 1 : 0);
    if (value.is_number_integer())
        return sqlite3_bind_int64(statement, index, value.get<std::int64_t>());
    if (value.is_number())
        return sqlite3_bind_double(statement, index, value.get<double>());
    const std::string text = value.is_string() ? value.get<std::string>() : value.dump();
    return sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_TRANSIENT,
                               SQLITE_UTF8);
}

/// Binds every parameter that the statement names. @return the name of one that has no value, or ""
std::string bindAll(sqlite3_stmt *statement, const Json &arguments)
{
    for (int index = 1; index <= sqlite3_bind_parameter_count(statement); ++index) {
        const char *name = sqlite3_bind_parameter_name(statement, index);
        if (name == nullptr)
            return "?";
        const auto value = arguments.find(name + 1);
        if (value == arguments.end())
            return name;
        bindValue(statement, index, *value);
    }
    return {};
}

Json column(sqlite3_stmt *statement, int index)
{
    switch (sqlite3_column_type(statement, index)) {
    case SQLITE_INTEGER:
        return sqlite3_column_int64(statement, index);
    case SQLITE_FLOAT:
        return sqlite3_column_double(statement, index);
    case SQLITE_NULL:
        return nullptr;
    default: {
        const void *bytes = sqlite3_column_blob(statement, index);
        return std::string(static_cast<const char *>(bytes != nullptr ? bytes : ""),
                           static_cast<std::size_t>(sqlite3_column_bytes(statement, index)));
    }
    }
}

std::string firstLine(std::string_view text)
{
    const std::size_t from = text.find_first_not_of(" \t\r\n");
    return from == std::string_view::npos
               ? std::string()
               : std::string(text.substr(from, text.find('\n', from) - from));
}

} // namespace

Result<std::string> runSql(const std::string &script, const std::string &database,
                           const std::string &arguments)
{
    const Json values = arguments.empty() ? Json::object() : Json::parse(arguments, nullptr, false);
    if (!values.is_object())
        return fail(ErrorCode::InvalidSpec, "arguments", "are not a JSON object");
    sqlite3 *raw = nullptr;
    const int opened = sqlite3_open_v2(database.empty() ? ":memory:" : database.c_str(), &raw,
                                       SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, nullptr);
    const Database connection(raw);
    if (opened != SQLITE_OK)
        return fail(ErrorCode::Io, database, sqlite3_errmsg(raw));
    sqlite3_busy_timeout(raw, busyWait);
    Json rows = Json::array();
    std::size_t rowCount = 0;
    const char *rest = script.c_str();
    while (*rest != '\0') {
        const char *begin = rest;
        sqlite3_stmt *made = nullptr;
        const int prepared = sqlite3_prepare_v2(raw, begin, -1, &made, &rest);
        const Statement statement(made);
        if (prepared != SQLITE_OK)
            return fail(ErrorCode::InvalidSpec, firstLine(begin), sqlite3_errmsg(raw));
        if (!statement)
            continue; // white space or a comment
        if (const std::string missing = bindAll(made, values); !missing.empty())
            return fail(ErrorCode::InvalidSpec, firstLine(begin),
                        "the parameter " + missing + " has no value");
        const int columns = sqlite3_column_count(made);
        if (columns > 0) {
            rows = Json::array();
            rowCount = 0;
        }
        int step = SQLITE_ROW;
        while ((step = sqlite3_step(made)) == SQLITE_ROW) {
            if (++rowCount > mostRows)
                continue;
            Json row = Json::object();
            for (int index = 0; index < columns; ++index)
                row[sqlite3_column_name(made, index)] = column(made, index);
            rows.push_back(std::move(row));
        }
        if (step != SQLITE_DONE)
            return fail(ErrorCode::InvalidSpec, firstLine(begin), sqlite3_errmsg(raw));
    }
    Json outputs = Json::object();
    if (rowCount == 1)
        outputs = rows.front();
    outputs["rows"] = std::move(rows);
    outputs["rowCount"] = rowCount;
    outputs["changes"] = sqlite3_total_changes64(raw);
    return outputs.dump(-1, ' ', false, Json::error_handler_t::replace);
}

} // namespace orrery::tasks
