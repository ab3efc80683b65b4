// SPDX-License-Identifier: GPL-3.0-or-later
// What happens before the first event: place, rights, schema, check after an unclean end.
#include <string>
#include <utility>

#include <sqlite3.h>

#include "core/log.h"
#include "platform/files.h"
#include "store/migrate.h"
#include "store/repair.h"
#include "store/sealedrun.h"
#include "store/sqlitestore.h"

namespace orrery::store {

namespace {
[[nodiscard]] Result<std::unique_ptr<Store>> openFile(const std::string &file,
                                                      const Settings &settings,
                                                      std::function<void(Seq)> synced,
                                                      std::function<void(Error)> failed);
}

Result<std::unique_ptr<Store>> Store::open(const std::string &dir, std::function<void(Seq)> synced,
                                           std::function<void(Error)> failed)
{
    return openStore(dir, std::move(synced), std::move(failed), {});
}

Result<std::unique_ptr<Store>> openStore(const std::string &dir, std::function<void(Seq)> synced,
                                         std::function<void(Error)> failed, Settings settings)
{
    if (auto made = platform::makeDirectories(dir); !made)
        return tl::unexpected(made.error());
    if (const std::string why = platform::refusedFileSystem(dir); !why.empty()) {
        return fail(ErrorCode::Denied, dir,
                    "the home " + why +
                        ", where a database is not safe; choose a local directory with --home");
    }
    const std::string file = platform::absolutePath(dir) + "/orrery.db";
    if (settings.vfs.empty()) {
        if (auto made = makePrivateFile(file); !made)
            return tl::unexpected(made.error());
    }
    auto store = openFile(file, settings, synced, failed);
    if (store || store.error().code != ErrorCode::Corrupt || !settings.vfs.empty())
        return store;
    const auto kept = repair(file);
    if (!kept) {
        if (kept.error().code == ErrorCode::Corrupt)
            store.error().what += " (" + kept.error().what + ")";
        return store;
    }
    core::log(
        core::LogLevel::Warning,
        "the database was damaged in what can be made again from the journal, and was mended; "
        "the damaged file is kept as " +
            *kept);
    return openFile(file, settings, std::move(synced), std::move(failed));
}

namespace {

Result<std::unique_ptr<Store>> openFile(const std::string &file, const Settings &settings,
                                        std::function<void(Seq)> synced,
                                        std::function<void(Error)> failed)
{
    auto database = Database::open(file, settings.vfs);
    if (!database)
        return tl::unexpected(database.error());
    Database &opened = **database;
    const auto refuse = [&opened](const Error &why) {
        if (why.code == ErrorCode::Corrupt)
            opened.leaveAsItIs();
        return tl::unexpected(why);
    };
    if (auto migrated = migrate(opened); !migrated)
        return refuse(migrated.error());
    auto store = std::make_unique<SqliteStore>(std::move(*database), settings, std::move(synced),
                                               std::move(failed));
    if (auto begun = store->begin(); !begun)
        return refuse(begun.error());
    return store;
}

/// The boot of the machine as a number.
std::uint64_t thisBoot()
{
    return std::uint64_t{crc(0, platform::bootId())} + 1;
}

} // namespace

/// After a kill the system still has all that was written, so the file is as sound as before: the
/// whole of it is checked when the machine has been started anew, or when damage was met.
Result<> SqliteStore::begin()
{
    const auto meta = [this](const char *key) {
        Query query = m_database->query("SELECT value FROM meta WHERE key = ?1");
        query.s(key);
        return query.row() ? static_cast<std::uint64_t>(query.intAt(0)) : 0;
    };
    const bool clean = meta("clean") == 1;
    if (!clean && meta("boot") != thisBoot()) {
        if (auto sound = quickCheck(); !sound)
            return sound;
    }
    const auto end = journalEnd();
    if (!end)
        return tl::unexpected(end.error());
    m_written = *end;
    m_next = *end + 1;
    Query runs = m_database->query("SELECT coalesce(max(number), 0) FROM run_number");
    if (!runs.row() || !setMeta("clean", 0))
        return tl::unexpected(m_database->error());
    m_nextRun = runs.intAt(0) + 1;
    if (!m_database->query("INSERT OR REPLACE INTO meta (key, value) VALUES ('boot', ?1)")
             .u(thisBoot())
             .run())
        return tl::unexpected(m_database->error());
    if (m_settings.maxPages > 0)
        (void)m_database->execute(
            ("PRAGMA max_page_count=" + std::to_string(m_settings.maxPages)).c_str());
    // What a killed engine left may still be in the system's memory only.
    const Sync sync = m_settings.sync ? m_settings.sync : fileSync();
    if (const Result<> kept = clean ? Result<>() : sync(m_database->file() + "-wal"); !kept)
        return kept;
    m_sync->begin(m_written);
    if (auto projected = m_projector.advance(m_written); !projected)
        return projected;
    m_begun = true;
    return {};
}

Result<> SqliteStore::quickCheck()
{
    Query query = m_database->query("PRAGMA quick_check(1)");
    if (!query.row())
        return tl::unexpected(m_database->error());
    const std::string answer = query.textAt(0);
    if (answer == "ok")
        return {};
    Error error = m_database->error(SQLITE_CORRUPT);
    error.what += ". First damage: " + answer.substr(0, answer.find('\n'));
    return tl::unexpected(std::move(error));
}

} // namespace orrery::store
