// SPDX-License-Identifier: GPL-3.0-or-later
// What the store answers, from the journal, its projections and sealed files.
#include <algorithm>
#include <map>
#include <utility>

#include "store/sealedrun.h"
#include "store/sqlitestore.h"

namespace orrery::store {

Result<std::string> SqliteStore::version(const VersionId &version)
{
    for (const PendingVersion &pending : m_versions) {
        if (pending.version == version)
            return pending.json;
    }
    return readVersion(*m_database, version);
}

std::vector<VersionSummary> SqliteStore::versions(const DagId &dag)
{
    project();
    std::vector<VersionSummary> all = readVersions(*m_database, dag);
    for (const VersionText &pending : m_publications) {
        if (pending.summary.dag == dag)
            all.insert(all.begin(), pending.summary);
    }
    return all;
}

Result<VersionText> SqliteStore::published(const VersionRef &ref)
{
    project();
    return ref.version.empty() ? readPublication(*m_database, ref.dag, ref.number)
                               : readContent(*m_database, ref.version);
}

std::uint64_t SqliteStore::lastEpoch()
{
    Query query = m_database->query("SELECT value FROM meta WHERE key = 'epoch'");
    return query.row() ? static_cast<std::uint64_t>(query.intAt(0)) : 0;
}

std::vector<RunId> SqliteStore::unfinishedRuns()
{
    std::vector<RunId> runs;
    Query query =
        m_database->query("SELECT run_id FROM run_number WHERE last_seq IS NULL ORDER BY number");
    while (query.row())
        runs.emplace_back(query.textAt(0));
    return runs;
}

Result<> SqliteStore::replay(const RunId &run, const std::function<void(const Event &)> &visit)
{
    const Run *found = findRun(run);
    if (found == nullptr || (found->first > m_written && found->file.empty()))
        return fail(ErrorCode::NotFound, "run/" + run.text, "no such run in this home");
    const RunNumber number = found->number;
    const Seq last = found->last == 0 ? m_written : std::min(found->last, m_written);
    if (!found->file.empty()) {
        const std::string database = m_database->file();
        const std::string file = database.substr(0, database.rfind('/') + 1) + found->file;
        auto read = readSealed(file, found->fileBytes, found->fileSum, [&](const Event &event) {
            visit(event);
            return Result<>();
        });
        if (!read)
            return read;
    }
    return scanJournal(*m_database, found->first - 1, last, [&](const RawEvent &raw) -> Result<> {
        if (raw.run != number)
            return {};
        auto fact = decodeFact(raw, m_database->file());
        if (!fact)
            return tl::unexpected(fact.error());
        if (std::holds_alternative<RunSealed>(*fact) || std::holds_alternative<RunPinned>(*fact))
            return {}; // of its keeping, not of what it did
        visit({raw.seq, run, std::move(*fact)});
        return {};
    });
}

std::vector<RunSummary> SqliteStore::runs(std::uint32_t limit)
{
    project();
    return m_projector.runs(limit);
}

std::vector<ScheduleRecord> SqliteStore::schedules()
{
    project();
    return m_projector.schedules();
}

std::vector<SlotRun> SqliteStore::slotRuns(const std::string &schedule, WallMs from, WallMs to)
{
    project();
    return m_projector.slotRuns(schedule, from, to);
}

std::vector<BackfillRecord> SqliteStore::backfills()
{
    project();
    return m_projector.backfills();
}

std::vector<QueueChanged> SqliteStore::queues()
{
    project();
    return m_projector.queues();
}

std::vector<AttemptRecord> SqliteStore::attempts(const RunId &run, TaskIndex task)
{
    project();
    const Run *found = findRun(run);
    if (found == nullptr || found->file.empty())
        return m_projector.attempts(run, task);
    // The rows of a sealed run are gone; of one that began again only some are there.
    std::map<std::uint32_t, AttemptRecord> byNumber;
    const auto record = [&](const auto &fact) -> AttemptRecord & {
        AttemptRecord &of = byNumber[fact.attempt];
        of.task = task;
        of.attempt = fact.attempt;
        return of;
    };
    (void)replay(run, [&](const Event &event) {
        if (const auto *placed = std::get_if<TaskPlaced>(&event.fact);
            placed != nullptr && placed->task == task) {
            AttemptRecord &of = record(*placed);
            of.host = placed->host.text;
            of.gpus = placed->gpus;
            of.placed = placed->at;
        } else if (const auto *started = std::get_if<TaskStarted>(&event.fact);
                   started != nullptr && started->task == task) {
            AttemptRecord &of = record(*started);
            of.pid = started->pid;
            of.started = started->at;
        } else if (const auto *ended = std::get_if<TaskEnded>(&event.fact);
                   ended != nullptr && ended->task == task) {
            AttemptRecord &of = record(*ended);
            of.ended = true;
            of.exit = ended->exit;
        }
    });
    std::vector<AttemptRecord> all;
    for (auto &[number, attempt] : byNumber)
        all.push_back(std::move(attempt));
    return all;
}

std::vector<std::string> SqliteStore::rememberedFiles()
{
    std::vector<std::pair<WallMs, std::string>> all;
    Query query = m_database->query("SELECT path, remembered_at FROM home_file");
    while (query.row())
        all.emplace_back(query.intAt(1), query.textAt(0));
    for (const auto &[path, at] : m_files) {
        std::erase_if(all, [&path = path](const auto &known) { return known.second == path; });
        all.emplace_back(at, path);
    }
    std::sort(all.begin(), all.end(), [](const auto &a, const auto &b) {
        return a.first != b.first ? a.first > b.first : a.second < b.second;
    });
    std::vector<std::string> files;
    for (auto &[at, path] : all)
        files.push_back(std::move(path));
    return files;
}

} // namespace orrery::store
