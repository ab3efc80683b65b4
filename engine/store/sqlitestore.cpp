// SPDX-License-Identifier: GPL-3.0-or-later
// What the store takes in: facts, commits, the journal's care. What it answers: sqliteanswers.cpp.
#include "store/sqlitestore.h"

#include <algorithm>
#include <chrono>
#include <utility>

#include "store/sealedrun.h"

namespace orrery::store {

namespace {

WallMs wallNow()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace

SqliteStore::SqliteStore(std::unique_ptr<Database> database, Settings settings,
                         std::function<void(Seq)> synced, std::function<void(Error)> failed)
    : m_database(std::move(database)), m_settings(std::move(settings)),
      m_projector(*m_database, m_settings.projectChunk), m_purger(*m_database),
      m_sync(std::make_unique<SyncThread>(m_database->file() + "-wal", m_settings,
                                          std::move(synced), std::move(failed)))
{
}

SqliteStore::~SqliteStore()
{
    if (m_begun)
        project();
    m_sync->finish();
    if (m_begun && !m_sync->broken() && m_tried == 0 && !m_suspect)
        (void)setMeta("clean", 1);
}

Result<Seq> SqliteStore::journalEnd()
{
    Query query = m_database->query("SELECT coalesce(max(seq), 0) FROM journal");
    if (!query.row())
        return tl::unexpected(m_database->error(query.code()));
    return static_cast<Seq>(query.intAt(0));
}

bool SqliteStore::setMeta(const char *key, std::uint64_t value)
{
    return m_database->query("UPDATE meta SET value = ?2 WHERE key = ?1").s(key).u(value).run();
}

SqliteStore::Run *SqliteStore::findRun(const RunId &run)
{
    const auto known = m_runs.find(run);
    if (known != m_runs.end())
        return &known->second;
    Query query = m_database->query(
        "SELECT number, first_seq, last_seq, coalesce(file, ''), coalesce(bytes, 0), "
        "coalesce(checksum, 0) FROM run_number LEFT JOIN sealed_run USING (number) "
        "WHERE run_id = ?1");
    query.s(run.text);
    if (!query.row())
        return nullptr;
    const Run found{query.intAt(0),
                    static_cast<Seq>(query.intAt(1)),
                    static_cast<Seq>(query.intAt(2)),
                    false,
                    query.textAt(3),
                    static_cast<std::uint64_t>(query.intAt(4)),
                    static_cast<std::uint32_t>(query.intAt(5))};
    return &m_runs.emplace(run, found).first->second;
}

SqliteStore::Run &SqliteStore::runOf(const RunId &run, Seq seq)
{
    if (Run *known = findRun(run))
        return *known;
    return m_runs.emplace(run, Run{m_nextRun++, seq, 0, true, {}, 0, 0}).first->second;
}

void SqliteStore::append(Event &event)
{
    event.seq = m_next++;
    RunNumber number = 0;
    if (const auto *started = std::get_if<EngineStarted>(&event.fact))
        m_epoch = started->epoch;
    if (!event.run.empty()) {
        Run &run = runOf(event.run, event.seq);
        number = run.number;
        const bool ends = std::holds_alternative<RunEnded>(event.fact);
        const bool reopens = std::holds_alternative<RetryRequested>(event.fact);
        if (ends || run.last != 0) {
            run.last = reopens ? 0 : event.seq;
            run.dirty = true;
        }
        note(run, event);
    } else if (const auto *dropped = std::get_if<RunsDropped>(&event.fact)) {
        m_drops.push_back(*dropped);
    } else if (const auto *file = std::get_if<FileRemembered>(&event.fact)) {
        remember(file->file, file->at);
    }
    m_tick.add(number, event.fact);
}

/// What a fact of a run changes beside the journal, in the same transaction.
void SqliteStore::note(Run &run, const Event &event)
{
    if (const auto *sealed = std::get_if<RunSealed>(&event.fact)) {
        m_seals.push_back({run.number, run.first, *sealed});
        run.first = sealed->upTo + 1;
        run.file = sealed->file;
        run.fileBytes = sealed->bytes;
        run.fileSum = sealed->checksum;
        run.dirty = true;
    } else if (const auto *pin = std::get_if<RunPinned>(&event.fact)) {
        m_pins.emplace_back(run.number, pin->pinned);
    }
}

Result<Seq> SqliteStore::commit()
{
    if (m_sync->broken()) {
        return fail(ErrorCode::Io, m_database->file(),
                    "the disk refused to keep what was written, so nothing more is recorded; check "
                    "the disk and start again");
    }
    if (auto known = settle(); !known)
        return tl::unexpected(known.error());
    if (m_tick.count() == 0 && m_versions.empty() && m_files.empty())
        return m_written;
    if (writeTick()) {
        kept();
        checkpointIfLarge();
        return m_written;
    }
    const Error error = m_database->error();
    stopIfSyncFailed();
    m_database->rollback();
    m_tried = m_next - 1;
    m_tick.mark();
    const Seq before = m_written;
    if (settle() && m_written > before)
        return m_written; // the row is there although the commit was told to have failed
    return tl::unexpected(error);
}

/// After a failed commit its row may be there all the same: looks, and takes it as written then.
Result<> SqliteStore::settle()
{
    if (m_tried == 0)
        return {};
    const auto end = journalEnd();
    if (!end)
        return tl::unexpected(end.error());
    if (*end == m_tried && *end > m_written) {
        m_counters.events += m_tried - m_written;
        ++m_counters.commits;
        m_tick.dropMarked();
        m_written = m_tried;
        m_sync->written(m_written);
    }
    m_tried = 0;
    return {};
}

bool SqliteStore::writeTick()
{
    if (!m_database->query("BEGIN IMMEDIATE").run())
        return false;
    const WallMs at = m_versions.empty() ? 0 : wallNow();
    for (const PendingVersion &pending : m_versions) {
        if (!writeVersion(*m_database, pending, at))
            return false;
    }
    for (const VersionText &published : m_publications) {
        if (!writePublication(*m_database, published))
            return false;
    }
    if (!writeFiles())
        return false;
    if (m_tick.count() > 0) {
        const Seq last = m_next - 1;
        const auto insert = [this](const Tick::Row &row) {
            m_counters.journalBytes += row.blob.size() + journalRowOverhead;
            return m_database->query("INSERT INTO journal (seq, count, events) VALUES (?1, ?2, ?3)")
                .u(row.last)
                .u(row.count)
                .blob(row.blob)
                .run();
        };
        if (!writeRuns() || !writeSeals() || (m_epoch != 0 && !setMeta("epoch", m_epoch)) ||
            !m_tick.eachRow(last, insert))
            return false;
    }
    return m_database->query("COMMIT").run();
}

bool SqliteStore::writeRuns()
{
    for (const auto &[id, run] : m_runs) {
        if (!run.dirty)
            continue;
        Query upsert = m_database->query(
            "INSERT INTO run_number (number, run_id, first_seq, last_seq) VALUES (?1, ?2, ?3, ?4) "
            "ON CONFLICT (number) DO UPDATE SET first_seq = excluded.first_seq, "
            "last_seq = excluded.last_seq");
        upsert.i(run.number).s(id.text).u(run.first);
        if (!(run.last == 0 ? upsert.null() : upsert.u(run.last)).run())
            return false;
    }
    return true;
}

bool SqliteStore::writeFiles()
{
    return std::all_of(m_files.begin(), m_files.end(), [this](const auto &file) {
        return m_database
            ->query("INSERT INTO home_file VALUES (?1, ?2) ON CONFLICT DO UPDATE SET "
                    "remembered_at = max(remembered_at, excluded.remembered_at)")
            .s(file.first)
            .i(file.second)
            .run();
    });
}

bool SqliteStore::writeSeals()
{
    for (const Seal &seal : m_seals) {
        const bool done =
            m_database
                ->query("INSERT OR REPLACE INTO sealed_run (number, file, bytes, checksum, up_to) "
                        "VALUES (?1, ?2, ?3, ?4, ?5)")
                .i(seal.number)
                .s(seal.fact.file)
                .u(seal.fact.bytes)
                .u(seal.fact.checksum)
                .u(seal.fact.upTo)
                .run() &&
            m_database
                ->query("INSERT OR REPLACE INTO purge_range (number, last_seq, next_seq) "
                        "VALUES (?1, ?2, ?3)")
                .i(seal.number)
                .u(seal.fact.upTo)
                .u(seal.first)
                .run();
        if (!done)
            return false;
    }
    for (const auto &[number, pinned] : m_pins) {
        if (!m_database->query("UPDATE run_number SET pinned = ?2 WHERE number = ?1")
                 .i(number)
                 .i(pinned ? 1 : 0)
                 .run())
            return false;
    }
    return std::all_of(m_drops.begin(), m_drops.end(),
                       [this](const RunsDropped &drop) { return writeDrop(drop); });
}

/// Summary and sealed file go at once; events and attempts are left to tidy(), files to the home's
/// engine.
bool SqliteStore::writeDrop(const RunsDropped &drop)
{
    const auto doom = [this](const std::string &path) {
        return m_database->query("INSERT OR IGNORE INTO doomed_path VALUES (?1)").s(path).run();
    };
    for (const RunId &id : drop.runs) {
        const Run *run = findRun(id);
        if (run == nullptr)
            continue;
        const bool done =
            m_database
                ->query("INSERT OR REPLACE INTO purge_range (number, last_seq, next_seq) "
                        "VALUES (?1, ?2, ?3)")
                .i(run->number)
                .u(run->last)
                .u(run->first)
                .run() &&
            (run->file.empty() || doom(run->file)) && doom("logs/" + id.text) &&
            doom("work/" + id.text) && (!drop.results || doom("runs/" + id.text)) &&
            m_database->query("DELETE FROM sealed_run WHERE number = ?1").i(run->number).run() &&
            m_database->query("DELETE FROM run_basis WHERE number = ?1").i(run->number).run() &&
            m_database->query("DELETE FROM dag_execution WHERE number = ?1").i(run->number).run() &&
            m_database->query("DELETE FROM run_number WHERE number = ?1").i(run->number).run();
        if (!done)
            return false;
    }
    return true;
}

Result<bool> SqliteStore::tidy(SpanMs budget)
{
    if (auto projected = m_projector.advance(m_written); !projected)
        return tl::unexpected(projected.error());
    auto more = m_purger.step(budget);
    m_sync->written(m_written);
    checkpointIfLarge();
    if (!more)
        stopIfSyncFailed();
    return more;
}

std::vector<std::string> SqliteStore::doomedPaths()
{
    std::vector<std::string> paths;
    Query query = m_database->query("SELECT path FROM doomed_path");
    while (query.row())
        paths.push_back(query.textAt(0));
    return paths;
}

void SqliteStore::pathsGone(const std::vector<std::string> &paths)
{
    for (const std::string &path : paths)
        (void)m_database->query("DELETE FROM doomed_path WHERE path = ?1").s(path).run();
}

void SqliteStore::forget()
{
    m_versions.clear();
    m_publications.clear();
    m_files.clear();
    m_seals.clear();
    m_drops.clear();
    m_pins.clear();
}

void SqliteStore::kept()
{
    m_counters.events += m_tick.count();
    ++m_counters.commits;
    m_written = m_next - 1;
    m_epoch = 0;
    m_tick.clear();
    forget();
    for (auto run = m_runs.begin(); run != m_runs.end();) {
        run->second.dirty = false;
        run = run->second.last != 0 ? m_runs.erase(run) : std::next(run);
    }
    m_sync->written(m_written);
}

void SqliteStore::discard()
{
    (void)settle();
    m_tick.clear();
    forget();
    m_runs.clear(); // read again when needed
    m_epoch = 0;
    m_next = m_written + 1;
}

void SqliteStore::checkpointIfLarge()
{
    if (m_database->walPages() < m_settings.walPages)
        return;
    // A full disk only makes the WAL longer; the next commit tries again.
    if (m_database->checkpoint())
        ++m_counters.checkpoints;
    else
        stopIfSyncFailed();
}

void SqliteStore::stopIfSyncFailed()
{
    if (m_database->syncFailed())
        m_sync->fail(m_database->error());
}

void SqliteStore::putVersion(const VersionId &version, const DagSpec &dag, const std::string &json)
{
    const bool pending = std::any_of(m_versions.begin(), m_versions.end(),
                                     [&](const auto &v) { return v.version == version; });
    if (!pending && !hasVersion(*m_database, version))
        m_versions.push_back(pendingVersion(version, dag, json));
}

void SqliteStore::putPublication(VersionText published)
{
    m_publications.push_back(std::move(published));
}

void SqliteStore::project()
{
    // A full disk or a damaged row stops the projections where they are; the next call goes on.
    const auto done = m_projector.advance(m_written);
    if (done)
        return;
    stopIfSyncFailed();
    if (done.error().code == ErrorCode::Corrupt && !std::exchange(m_suspect, true))
        (void)setMeta("boot", 0); // the next start checks the whole file
}

Result<> SqliteStore::rebuild()
{
    if (auto dropped = m_projector.drop(); !dropped)
        return dropped;
    return m_projector.advance(m_written);
}

void SqliteStore::remember(const std::string &file, WallMs at)
{
    m_files.emplace_back(file, at);
}

Counters SqliteStore::counters() const
{
    Counters counters = m_counters;
    counters.syncs = m_sync->syncs();
    counters.syncP99Ms = m_sync->p99Ms();
    return counters;
}

} // namespace orrery::store
