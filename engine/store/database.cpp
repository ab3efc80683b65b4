// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/database.h"

#include <cerrno>
#include <utility>

#include <sqlite3.h>

namespace orrery::store {

namespace {

constexpr int lockWait = 2000; ///< [ms] for another process that reads the file

/// What a new connection is told. trusted_schema and cell_size_check: a damaged or foreign file may
/// fail, it may not run or overrun anything.
constexpr const char *connectionSetup = "PRAGMA trusted_schema=OFF;"
                                        "PRAGMA cell_size_check=ON;"
                                        "PRAGMA journal_mode=WAL;"
                                        "PRAGMA journal_size_limit=33554432;"
                                        "PRAGMA synchronous=NORMAL;"
                                        "PRAGMA wal_autocheckpoint=0;"
                                        "PRAGMA foreign_keys=OFF;"
                                        "PRAGMA temp_store=MEMORY;"
                                        "PRAGMA cache_size=-16384;";

} // namespace

Query::Query(Query &&other) noexcept
    : m_statement(std::exchange(other.m_statement, nullptr)), m_code(other.m_code),
      m_bound(other.m_bound)
{
}

Query::~Query()
{
    if (m_statement == nullptr)
        return;
    sqlite3_reset(m_statement);
    sqlite3_clear_bindings(m_statement);
}

void Query::note(int code)
{
    if (code != SQLITE_OK && m_code == SQLITE_OK)
        m_code = code;
}

Query &Query::i(std::int64_t value)
{
    note(sqlite3_bind_int64(m_statement, ++m_bound, value));
    return *this;
}

Query &Query::d(double value)
{
    note(sqlite3_bind_double(m_statement, ++m_bound, value));
    return *this;
}

Query &Query::s(std::string_view text)
{
    const char *data = text.data() != nullptr ? text.data() : "";
    note(
        sqlite3_bind_text64(m_statement, ++m_bound, data, text.size(), SQLITE_STATIC, SQLITE_UTF8));
    return *this;
}

Query &Query::blob(std::string_view bytes)
{
    const char *data = bytes.data() != nullptr ? bytes.data() : "";
    note(sqlite3_bind_blob64(m_statement, ++m_bound, data, bytes.size(), SQLITE_STATIC));
    return *this;
}

Query &Query::null()
{
    note(sqlite3_bind_null(m_statement, ++m_bound));
    return *this;
}

bool Query::row()
{
    if (failed())
        return false;
    m_code = m_statement != nullptr ? sqlite3_step(m_statement) : SQLITE_MISUSE;
    return m_code == SQLITE_ROW;
}

bool Query::run()
{
    while (row()) {
    }
    return m_code == SQLITE_DONE;
}

bool Query::failed() const
{
    return m_statement == nullptr ||
           (m_code != SQLITE_OK && m_code != SQLITE_ROW && m_code != SQLITE_DONE);
}

std::int64_t Query::intAt(int column) const
{
    return sqlite3_column_int64(m_statement, column);
}

double Query::doubleAt(int column) const
{
    return sqlite3_column_double(m_statement, column);
}

std::string Query::textAt(int column) const
{
    return std::string(blobAt(column));
}

std::string_view Query::blobAt(int column) const
{
    const void *data = sqlite3_column_blob(m_statement, column);
    const int size = sqlite3_column_bytes(m_statement, column);
    return data != nullptr ? std::string_view(static_cast<const char *>(data), std::size_t(size))
                           : std::string_view();
}

bool Query::isNull(int column) const
{
    return sqlite3_column_type(m_statement, column) == SQLITE_NULL;
}

Result<std::unique_ptr<Database>> Database::open(const std::string &file, const std::string &vfs)
{
    sqlite3 *handle = nullptr;
    const int flags =
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_PRIVATECACHE;
    const int code =
        sqlite3_open_v2(file.c_str(), &handle, flags, vfs.empty() ? nullptr : vfs.c_str());
    std::unique_ptr<Database> database(new Database(file, handle));
    if (code != SQLITE_OK)
        return tl::unexpected(database->error());
    sqlite3_extended_result_codes(handle, 1);
    sqlite3_busy_timeout(handle, lockWait);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
    sqlite3_db_config(handle, SQLITE_DBCONFIG_ENABLE_LOAD_EXTENSION, 0, nullptr);
    // Only a new file can be told, and telling an old one writes to it.
    const bool isNew = [&database] {
        Query pages = database->query("PRAGMA page_count");
        return pages.row() && pages.intAt(0) == 0;
    }();
    if (isNew)
        (void)database->execute("PRAGMA auto_vacuum=INCREMENTAL");
    if (auto set = database->execute(connectionSetup); !set)
        return tl::unexpected(set.error());
    const auto count = [](void *self, sqlite3 *, const char *, int pages) {
        static_cast<Database *>(self)->m_walPages = static_cast<std::uint32_t>(pages);
        return SQLITE_OK;
    };
    sqlite3_wal_hook(handle, count, database.get());
    return database;
}

Database::~Database()
{
    for (const auto &[sql, statement] : m_statements)
        sqlite3_finalize(statement);
    sqlite3_close_v2(m_handle);
}

Query Database::query(const char *sql)
{
    sqlite3_stmt *&statement = m_statements[sql];
    if (statement == nullptr)
        sqlite3_prepare_v3(m_handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &statement, nullptr);
    return Query(statement);
}

Result<> Database::execute(const char *sql)
{
    if (sqlite3_exec(m_handle, sql, nullptr, nullptr, nullptr) != SQLITE_OK)
        return tl::unexpected(error());
    return {};
}

bool Database::inTransaction() const
{
    return sqlite3_get_autocommit(m_handle) == 0;
}

void Database::rollback()
{
    m_syncFailed = syncFailed();
    if (inTransaction())
        sqlite3_exec(m_handle, "ROLLBACK", nullptr, nullptr, nullptr);
}

Error Database::error() const
{
    return error(m_handle != nullptr ? sqlite3_extended_errcode(m_handle) : SQLITE_NOMEM);
}

Error Database::error(int code) const
{
    const std::string said = sqlite3_errstr(code);
    int kind = code & 0xFF;
    // A file that cannot be made or grow, the -shm too, is an I/O error to SQLite.
    const int why = m_handle != nullptr ? sqlite3_system_errno(m_handle) : 0;
    if ((kind == SQLITE_IOERR || kind == SQLITE_CANTOPEN) && (why == ENOSPC || why == EDQUOT))
        kind = SQLITE_FULL;
    switch (kind) {
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return {ErrorCode::Corrupt, m_file,
                "the database is damaged (" + said +
                    "); put a backup in its place and remove the -wal and -shm files beside it, or "
                    "move all three away to begin with an empty home"};
    case SQLITE_FULL:
        return {ErrorCode::Io, m_file,
                "disk full: nothing can be recorded; free some room, and what waits goes on"};
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return {ErrorCode::Conflict, m_file,
                "another program holds the database locked; close it and try again"};
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_IOERR:
        return {ErrorCode::Io, m_file,
                "the system refused (" + said +
                    "); check the disk and the rights of the directory"};
    default:
        return {ErrorCode::Internal, m_file,
                "SQLite said: " + std::string(sqlite3_errmsg(m_handle))};
    }
}

Result<> Database::checkpoint()
{
    if (sqlite3_wal_checkpoint_v2(m_handle, nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr) !=
        SQLITE_OK)
        return tl::unexpected(error());
    m_walPages = 0;
    return {};
}

void Database::leaveAsItIs()
{
    sqlite3_db_config(m_handle, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
}

bool Database::syncFailed() const
{
    const int code = sqlite3_extended_errcode(m_handle);
    return m_syncFailed || code == SQLITE_IOERR_FSYNC || code == SQLITE_IOERR_DIR_FSYNC;
}

} // namespace orrery::store
