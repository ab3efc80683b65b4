// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/purge.h"

#include <chrono>
#include <string>

#include "store/journal.h"

namespace orrery::store {

/// A row of the table purge_range.
struct Purger::Range {
    RunNumber run = 0;
    Seq last = 0;
    Seq next = 0;
    std::int64_t task = 0;
};

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::int64_t tasksAtOnce = 200; ///< whose rows are deleted between two looks at the clock
constexpr std::int64_t pagesAtOnce = 128; ///< given back to the file system in one step
constexpr std::int64_t pagesWorthwhile = 256; ///< free pages that are left alone (1 MiB)

Result<std::int64_t> pragmaOf(Database &database, const char *sql)
{
    Query query = database.query(sql);
    if (!query.row())
        return tl::unexpected(database.error());
    return query.intAt(0);
}

} // namespace

Result<bool> Purger::step(SpanMs budget)
{
    Range range;
    {
        Query query = m_database.query(
            "SELECT number, last_seq, next_seq, next_task FROM purge_range LIMIT 1");
        if (!query.row())
            return query.failed() ? tl::unexpected(m_database.error()) : giveBack();
        range = {query.intAt(0), static_cast<Seq>(query.intAt(1)), static_cast<Seq>(query.intAt(2)),
                 query.intAt(3)};
    }
    if (auto begun = m_database.execute("BEGIN IMMEDIATE"); !begun)
        return tl::unexpected(begun.error());
    auto more = purge(range, budget);
    if (more && !m_database.query("COMMIT").run())
        more = tl::unexpected(m_database.error());
    if (!more)
        m_database.rollback();
    return more;
}

/// Events first, then the rows of attempts; the range's own row goes last.
Result<bool> Purger::purge(const Range &from, SpanMs budget)
{
    const auto until = Clock::now() + std::chrono::milliseconds(budget);
    Range range = from;
    bool events = range.next <= range.last, attempts = true;
    do {
        auto more = events ? takeOutOf(range) : takeAttempts(range);
        if (!more)
            return more;
        (events ? events : attempts) = *more;
    } while ((events || attempts) && Clock::now() < until);
    const bool done =
        events || attempts
            ? m_database
                  .query("UPDATE purge_range SET next_seq = ?3, next_task = ?4 "
                         "WHERE number = ?1 AND last_seq = ?2")
                  .i(range.run)
                  .u(range.last)
                  .u(range.next)
                  .i(range.task)
                  .run()
            : m_database.query("DELETE FROM purge_range WHERE number = ?1 AND last_seq = ?2")
                  .i(range.run)
                  .u(range.last)
                  .run();
    if (!done)
        return tl::unexpected(m_database.error());
    return true;
}

/// The next row of the journal; rows that hold nothing any more become one.
Result<bool> Purger::takeOutOf(Range &range)
{
    Tick::Row row;
    {
        Query query = m_database.query(
            "SELECT seq, count, events FROM journal WHERE seq >= ?1 ORDER BY seq LIMIT 1");
        query.u(range.next);
        if (!query.row())
            return query.failed() ? Result<bool>(tl::unexpected(m_database.error()))
                                  : Result<bool>(false);
        row = {static_cast<Seq>(query.intAt(0)), static_cast<std::uint64_t>(query.intAt(1)),
               query.textAt(2)};
    }
    range.next = row.last + 1;
    auto rest = withoutRun(m_database, row, range.run, range.last);
    if (!rest)
        return tl::unexpected(rest.error());
    if (*rest && isHole((*rest)->blob)) {
        Query before = m_database.query(
            "SELECT seq, count, events FROM journal WHERE seq < ?1 ORDER BY seq DESC LIMIT 1");
        before.u(row.last);
        if (before.row() && isHole(before.blobAt(2))) {
            const Seq gone = static_cast<Seq>(before.intAt(0));
            *rest = holeRow(row.last, row.count + static_cast<std::uint64_t>(before.intAt(1)));
            if (!m_database.query("DELETE FROM journal WHERE seq = ?1").u(gone).run())
                return tl::unexpected(m_database.error());
        }
    }
    if (*rest && !m_database.query("UPDATE journal SET count = ?2, events = ?3 WHERE seq = ?1")
                      .u(row.last)
                      .u((*rest)->count)
                      .blob((*rest)->blob)
                      .run())
        return tl::unexpected(m_database.error());
    return range.next <= range.last;
}

Result<bool> Purger::takeAttempts(Range &range)
{
    const std::int64_t end = range.task + tasksAtOnce;
    for (const char *sql :
         {"DELETE FROM node_execution WHERE execution_number = ?1 AND task_index < ?2",
          "DELETE FROM execution_log WHERE execution_number = ?1 AND task_index < ?2",
          "DELETE FROM node_allocation WHERE execution_number = ?1 AND task_index < ?2"}) {
        if (!m_database.query(sql).i(range.run).i(end).run())
            return tl::unexpected(m_database.error());
    }
    range.task = end;
    Query left =
        m_database.query("SELECT 1 FROM node_execution WHERE execution_number = ?1 UNION ALL "
                         "SELECT 1 FROM execution_log WHERE execution_number = ?1 UNION ALL "
                         "SELECT 1 FROM node_allocation WHERE execution_number = ?1 LIMIT 1");
    return left.i(range.run).row();
}

/// Free pages go back to the file system; the file becomes shorter at the next checkpoint.
Result<bool> Purger::giveBack()
{
    const auto free = pragmaOf(m_database, "PRAGMA freelist_count");
    const auto mode = pragmaOf(m_database, "PRAGMA auto_vacuum");
    if (!free || !mode)
        return tl::unexpected(m_database.error());
    if (*mode == 2 && *free > (m_shrunk ? 0 : pagesWorthwhile)) {
        m_shrunk = true;
        const std::string sql = "PRAGMA incremental_vacuum(" + std::to_string(pagesAtOnce) + ")";
        if (auto done = m_database.execute(sql.c_str()); !done)
            return tl::unexpected(done.error());
        return true;
    }
    if (m_shrunk) {
        m_shrunk = false;
        if (auto done = m_database.checkpoint(); !done)
            return tl::unexpected(done.error());
    }
    return false;
}

} // namespace orrery::store
