// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/migrate.h"

#include <array>
#include <cstdint>
#include <string>

#include "core/log.h"
#include "store/projection.h"

namespace orrery::store {

namespace {

#include "store/migrations.inc"

constexpr std::int64_t applicationId = 0x4F525259; ///< "ORRY", told by file(1) and checked here

Result<std::int64_t> pragma(Database &database, const char *sql)
{
    Query query = database.query(sql);
    if (!query.row())
        return tl::unexpected(database.error());
    return query.intAt(0);
}

/// An empty file becomes ours; any other must carry our id.
Result<> checkOwner(Database &database, std::int64_t version)
{
    const auto id = pragma(database, "PRAGMA application_id");
    if (!id)
        return tl::unexpected(id.error());
    if (*id == applicationId)
        return {};
    const auto objects = pragma(database, "SELECT count(*) FROM sqlite_master");
    if (!objects)
        return tl::unexpected(objects.error());
    if (*objects == 0 && version == 0 && *id == 0)
        return {};
    return fail(ErrorCode::Conflict, database.file(),
                "this database was made by another program; choose another home with --home");
}

/// What an earlier release projected lacks what this one looks for there, so the step that reaches
/// this version's schema has them made again from the journal.
Result<> runStep(Database &database, int step, bool ofEarlierRelease)
{
    const bool last = step + 1 == schemaVersion();
    const std::string script =
        "BEGIN IMMEDIATE;" + std::string(migrations[static_cast<std::size_t>(step)]) + ";" +
        (last && ofEarlierRelease ? forgetProjections : "") +
        "PRAGMA user_version=" + std::to_string(step + 1) +
        ";PRAGMA application_id=" + std::to_string(applicationId) + ";COMMIT;";
    auto done = database.execute(script.c_str());
    if (!done)
        database.rollback();
    return done;
}

} // namespace

int schemaVersion()
{
    return static_cast<int>(migrations.size());
}

Result<> migrate(Database &database)
{
    const auto version = pragma(database, "PRAGMA user_version");
    if (!version)
        return tl::unexpected(version.error());
    if (auto ours = checkOwner(database, *version); !ours)
        return ours;
    if (*version < 0 || *version > schemaVersion()) {
        return fail(ErrorCode::Conflict, database.file(),
                    "this home was written by a newer version (schema " + std::to_string(*version) +
                        ", this program knows " + std::to_string(schemaVersion()) +
                        "); update Orrery, or choose another home with --home");
    }
    if (*version > 0 && *version < schemaVersion())
        core::log(core::LogLevel::Warning,
                  database.file() + ": this home was written by an earlier version and is brought "
                                    "up to date; with many runs that takes a few seconds");
    for (int step = static_cast<int>(*version); step < schemaVersion(); ++step) {
        if (auto done = runStep(database, step, *version > 0); !done)
            return done;
    }
    return {};
}

} // namespace orrery::store
