// SPDX-License-Identifier: GPL-3.0-or-later
// SQLite's C API with owned handles and errors as values.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "engine/result.h"

struct sqlite3;
struct sqlite3_stmt;

namespace orrery::store {

/// A prepared statement in use: bind, step, read columns; it is ready for its next use at its end.
/// A failed bind or step is kept and told by error().
class Query {
public:
    explicit Query(sqlite3_stmt *statement) : m_statement(statement) {}
    ~Query();
    Query(Query &&other) noexcept;
    Query &operator=(Query &&) = delete;

    Query &i(std::int64_t value);
    Query &u(std::uint64_t value) { return i(static_cast<std::int64_t>(value)); }
    Query &d(double value);
    Query &s(std::string_view text); ///< kept by reference until the end of the statement's use
    Query &blob(std::string_view bytes);
    Query &null();

    [[nodiscard]] bool row(); ///< steps; true when there is a row
    [[nodiscard]] bool run(); ///< steps to the end; true when all went well
    [[nodiscard]] int code() const { return m_code; }
    [[nodiscard]] bool failed() const;

    [[nodiscard]] std::int64_t intAt(int column) const;
    [[nodiscard]] double doubleAt(int column) const;
    [[nodiscard]] std::string textAt(int column) const;
    [[nodiscard]] std::string_view blobAt(int column) const; ///< valid until the next step
    [[nodiscard]] bool isNull(int column) const;

private:
    void note(int code);

    sqlite3_stmt *m_statement = nullptr;
    int m_code = 0;
    int m_bound = 0;
};

/// One connection. One thread at a time.
class Database {
public:
    /// Opens or makes the file with mode 0600, WAL, synchronous=NORMAL, no automatic checkpoint.
    /// @error Corrupt, Io, Conflict (locked by another process)
    [[nodiscard]] static Result<std::unique_ptr<Database>> open(const std::string &file,
                                                                const std::string &vfs);
    ~Database();
    Database(const Database &) = delete;
    Database &operator=(const Database &) = delete;

    /// A statement of constant text, prepared once. Not to be used twice at the same moment.
    [[nodiscard]] Query query(const char *sql);
    /// Runs a script. @error see error()
    [[nodiscard]] Result<> execute(const char *sql);
    [[nodiscard]] bool inTransaction() const;
    void rollback();

    /// SQLite's last failure as ours: Corrupt, Io ("disk full ..."), Conflict, Internal.
    [[nodiscard]] Error error() const;
    [[nodiscard]] Error error(int code) const;
    /// The last call, or one that was rolled back, failed in a sync: what it should have kept may
    /// be lost.
    [[nodiscard]] bool syncFailed() const;

    /// Pages in the WAL after the last commit.
    [[nodiscard]] std::uint32_t walPages() const { return m_walPages; }
    /// Copies the WAL into the database; both are synced by SQLite, in the safe order.
    [[nodiscard]] Result<> checkpoint();

    /// Closing will not copy the WAL into the database: for files that are damaged.
    void leaveAsItIs();

    [[nodiscard]] sqlite3 *handle() const { return m_handle; }
    [[nodiscard]] const std::string &file() const { return m_file; }

private:
    Database(std::string file, sqlite3 *handle) : m_file(std::move(file)), m_handle(handle) {}

    std::string m_file;
    sqlite3 *m_handle = nullptr;
    std::unordered_map<const char *, sqlite3_stmt *> m_statements;
    std::uint32_t m_walPages = 0;
    bool m_syncFailed = false;
};

} // namespace orrery::store
