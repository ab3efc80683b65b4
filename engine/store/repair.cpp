// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/repair.h"

#include <array>
#include <filesystem>

#include "store/database.h"
#include "store/disk.h"
#include "store/migrate.h"

namespace orrery::store {
namespace {

namespace fs = std::filesystem;

/// Tables that no journal can make again.
constexpr std::array<const char *, 13> truth{
    "meta",        "journal",     "run_number", "home_file",     "dag",
    "dag_version", "dag_node",    "dag_edge",   "task_artifact", "dag_publication",
    "sealed_run",  "purge_range", "doomed_path"};

Result<std::int64_t> number(Database &database, const char *sql)
{
    Query query = database.query(sql);
    if (!query.row())
        return tl::unexpected(database.error());
    return query.intAt(0);
}

/// All that is true of the database that is attached as `damaged`.
Result<> copyTruth(Database &fresh, const std::string &file)
{
    auto done = fresh.execute("BEGIN IMMEDIATE");
    for (const char *table : truth) {
        if (!done)
            break;
        const std::string name(table);
        done = fresh.execute(("DELETE FROM main." + name + "; INSERT INTO main." + name +
                              " SELECT * FROM damaged." + name)
                                 .c_str());
        if (!done && done.error().code == ErrorCode::Corrupt)
            done =
                fail(ErrorCode::Corrupt, file,
                     "the table " + name +
                         " is damaged, which nothing can make again; put a "
                         "backup in the file's place and remove the -wal and -shm files beside it");
    }
    if (done)
        done = fresh.execute("UPDATE meta SET value = 0 WHERE key = 'projected_seq'; COMMIT");
    if (!done)
        fresh.rollback();
    // Now that nothing can be refused any more, what is still in the WAL comes into the damaged
    // file: none may lie beside the new one.
    return done ? fresh.execute("PRAGMA damaged.wal_checkpoint(TRUNCATE)") : done;
}

Result<> salvage(const std::string &file, const std::string &into)
{
    auto fresh = Database::open(into, "");
    if (!fresh)
        return tl::unexpected(fresh.error());
    if (auto made = migrate(**fresh); !made)
        return made;
    (*fresh)->leaveAsItIs();
    if (!(*fresh)->query("ATTACH ?1 AS damaged").s(file).run())
        return tl::unexpected((*fresh)->error());
    const auto version = number(**fresh, "PRAGMA damaged.user_version");
    if (!version || *version != schemaVersion())
        return fail(ErrorCode::Corrupt, file, "its schema cannot be read");
    if (auto copied = copyTruth(**fresh, file); !copied)
        return copied;
    if (auto detached = (*fresh)->execute("DETACH damaged"); !detached)
        return detached;
    return (*fresh)->execute("PRAGMA synchronous=FULL; PRAGMA wal_checkpoint(TRUNCATE)");
}

} // namespace

Result<std::string> repair(const std::string &file)
{
    const std::string fresh = file + ".repaired";
    std::error_code error;
    for (const char *suffix : {"", "-wal", "-shm"})
        fs::remove(fresh + suffix, error);
    if (auto made = makePrivateFile(fresh); !made)
        return tl::unexpected(made.error());
    Result<> done = salvage(file, fresh);
    std::string kept = file + ".damaged";
    for (int number = 2; fs::exists(kept, error); ++number)
        kept = file + ".damaged-" + std::to_string(number);
    // The name leads to a whole database at every moment: first the old one gets a second name.
    if (done) {
        fs::create_hard_link(file, kept, error);
        for (const char *suffix : {"-wal", "-shm"}) {
            std::error_code ignored; // empty since the checkpoint, or not there
            fs::remove(file + suffix, ignored);
        }
        if (!error)
            fs::rename(fresh, file, error);
        if (error)
            done = fail(ErrorCode::Io, file, "it cannot be repaired in place: " + error.message());
    }
    for (const char *suffix : {"", "-wal", "-shm"}) {
        std::error_code ignored;
        fs::remove(fresh + suffix, ignored);
    }
    if (!done)
        return tl::unexpected(done.error());
    return kept;
}

} // namespace orrery::store
