// SPDX-License-Identifier: GPL-3.0-or-later
#include "store/survey.h"

#include <algorithm>
#include <filesystem>
#include <limits>
#include <unordered_map>
#include <utility>

#include "store/names.h"
#include "store/projection.h"
#include "store/sealedrun.h"
#include "store/versions.h"

namespace orrery::store {

Result<Survey> Survey::open(const std::string &databaseFile)
{
    auto database = Database::open(databaseFile, "");
    if (!database)
        return tl::unexpected(database.error());
    return Survey(std::move(*database));
}

std::string Survey::home() const
{
    return std::filesystem::path(m_database->file()).parent_path().string();
}

Result<std::vector<Standing>> Survey::endedRuns(bool measured)
{
    std::vector<Standing> all;
    // A run of a sub-DAG is named after the attempt that waits for it: "RUN.task.attempt".
    Query query = m_database->query(
        "SELECT r.number, r.run_id, e.dag_id, e.completed_at, r.first_seq, r.last_seq, r.pinned, "
        "coalesce(s.bytes, 0), coalesce(s.file, ''), coalesce(s.up_to, 0), "
        "EXISTS (SELECT 1 FROM run_basis b JOIN run_number k ON k.number = b.number "
        "        WHERE b.from_run = r.run_id) OR "
        "EXISTS (SELECT 1 FROM run_number o WHERE o.last_seq IS NULL AND "
        "        substr(r.run_id, 1, length(o.run_id) + 1) = o.run_id || '.') "
        "FROM run_number r JOIN dag_execution e ON e.number = r.number "
        "LEFT JOIN sealed_run s ON s.number = r.number "
        "WHERE r.last_seq IS NOT NULL AND e.completed_at IS NOT NULL "
        "ORDER BY e.completed_at, r.number");
    while (query.row()) {
        Standing run;
        run.number = query.intAt(0);
        run.run = RunId(query.textAt(1));
        run.dag = DagId(query.textAt(2));
        run.ended = query.intAt(3);
        run.first = static_cast<Seq>(query.intAt(4));
        run.last = static_cast<Seq>(query.intAt(5));
        run.pinned = query.intAt(6) != 0;
        run.archiveBytes = static_cast<std::uint64_t>(query.intAt(7));
        run.file = query.textAt(8);
        run.needed = query.intAt(10) != 0;
        all.push_back(std::move(run));
    }
    if (query.failed())
        return tl::unexpected(m_database->error(query.code()));
    if (auto counted = measured ? measure(all) : Result<>(); !counted)
        return tl::unexpected(counted.error());
    return all;
}

Result<bool> Survey::mayBeDue(const RetentionPolicy &policy, WallMs now)
{
    // Attempts still in the database: the run is not sealed, or has gone on since.
    Query query = m_database->query(
        "SELECT count(*), coalesce(min(e.completed_at), ?1), coalesce(min(iif("
        "s.number IS NULL OR EXISTS (SELECT 1 FROM node_execution n WHERE n.execution_number = "
        "r.number), e.completed_at, NULL)), ?1) "
        "FROM run_number r JOIN dag_execution e ON e.number = r.number "
        "LEFT JOIN sealed_run s ON s.number = r.number "
        "WHERE r.last_seq IS NOT NULL AND e.completed_at IS NOT NULL AND r.pinned = 0");
    query.i(now);
    if (!query.row())
        return tl::unexpected(m_database->error(query.code()));
    const auto older = [now](WallMs ended, SpanMs age) {
        return age != RetentionPolicy::never && now - ended > age;
    };
    return (policy.keep > 0 && query.intAt(0) > policy.keep) ||
           older(query.intAt(1), policy.deleteAfter) || older(query.intAt(2), policy.sealAfter);
}

/// Bytes of each run's events in the journal, and whether there are any beside what tells where it
/// lies.
Result<> Survey::measure(std::vector<Standing> &runs)
{
    std::unordered_map<RunNumber, Standing *> byNumber;
    Seq first = std::numeric_limits<Seq>::max(), last = 0;
    for (Standing &run : runs) {
        run.sealed = !run.file.empty();
        byNumber.emplace(run.number, &run);
        first = std::min(first, run.first);
        last = std::max(last, run.last);
    }
    if (byNumber.empty())
        return {};
    const VisitRaw count = [&](const RawEvent &raw) -> Result<> {
        const auto found = byNumber.find(raw.run);
        if (found == byNumber.end() || raw.seq < found->second->first)
            return {};
        constexpr std::size_t head = 4; // number of the run and length of the fact, about
        found->second->journalBytes += raw.fact.size() + head;
        const auto fact = decodeFact(raw, m_database->file());
        const bool tells = fact && (std::holds_alternative<RunSealed>(*fact) ||
                                    std::holds_alternative<RunPinned>(*fact));
        found->second->sealed = found->second->sealed && tells;
        return {};
    };
    const auto read = scanJournal(*m_database, first - 1, last, count);
    if (read || read.error().code != ErrorCode::Corrupt)
        return read;
    // A damaged row: each run by itself, as far as it can be read. Sealing it tells what is wrong.
    for (Standing &run : runs) {
        run.journalBytes = 0;
        const auto own = [&](const RawEvent &raw) {
            return raw.run == run.number ? count(raw) : Result<>();
        };
        if (const auto done = scanJournal(*m_database, run.first - 1, run.last, own);
            !done && done.error().code != ErrorCode::Corrupt)
            return done;
    }
    return {};
}

Result<> Survey::summarise(RunNumber number, RunSealed &sealed)
{
    Query query =
        m_database->query("SELECT started_at, completed_at, status, cause, result_metrics "
                          "FROM dag_execution WHERE number = ?1");
    query.i(number);
    if (!query.row())
        return fail(ErrorCode::Conflict, m_database->file(),
                    "the projections lag behind the journal; try again");
    sealed.started = query.intAt(0);
    sealed.ended = query.intAt(1);
    sealed.state = valueOf<RunState>(runStateNames, query.textAt(2));
    sealed.cause = query.textAt(3);
    sealed.counts = query.textAt(4);
    return {};
}

Result<RunSealed> Survey::seal(const RunId &run, WallMs now)
{
    RunSealed sealed;
    RunNumber number = 0;
    Seq first = 0;
    std::string earlier;
    std::uint64_t earlierBytes = 0;
    std::uint32_t earlierSum = 0;
    {
        Query query = m_database->query(
            "SELECT r.number, first_seq, last_seq, coalesce(s.file, ''), coalesce(s.bytes, 0), "
            "coalesce(s.checksum, 0) FROM run_number r LEFT JOIN sealed_run s USING (number) "
            "WHERE run_id = ?1 AND last_seq IS NOT NULL");
        query.s(run.text);
        if (!query.row())
            return fail(ErrorCode::NotFound, "run/" + run.text, "no ended run of this name");
        number = query.intAt(0);
        first = static_cast<Seq>(query.intAt(1));
        sealed.upTo = static_cast<Seq>(query.intAt(2));
        earlier = query.textAt(3);
        earlierBytes = static_cast<std::uint64_t>(query.intAt(4));
        earlierSum = static_cast<std::uint32_t>(query.intAt(5));
    }
    if (auto told = summarise(number, sealed); !told)
        return tl::unexpected(told.error());
    if (sealed.counts.empty()) {
        Projector projector(*m_database, 1);
        sealed.counts = projector.countsOf(run);
    }
    const auto readsAs = [&](const Fact &fact) {
        if (const auto *created = std::get_if<RunCreated>(&fact))
            sealed.created = *created;
    };
    const std::function<Result<>(const EmitRaw &)> emit = [&](const EmitRaw &put) -> Result<> {
        if (!earlier.empty()) {
            auto read = readSealed(home() + "/" + earlier, earlierBytes, earlierSum,
                                   [&](const Event &event) -> Result<> {
                                       readsAs(event.fact);
                                       types::Encoder to;
                                       types::encode(event.fact, to);
                                       put(event.seq, to.bytes());
                                       return {};
                                   });
            if (!read)
                return read;
        }
        return scanJournal(*m_database, first - 1, sealed.upTo,
                           [&](const RawEvent &raw) -> Result<> {
                               if (raw.run != number)
                                   return {};
                               auto fact = decodeFact(raw, m_database->file());
                               if (!fact)
                                   return tl::unexpected(fact.error());
                               if (std::holds_alternative<RunSealed>(*fact) ||
                                   std::holds_alternative<RunPinned>(*fact))
                                   return {};
                               readsAs(*fact);
                               put(raw.seq, raw.fact);
                               return {};
                           });
    };
    SealedHead head{run, {}, {}, {}};
    {
        Query query =
            m_database->query("SELECT dag_id, version_id FROM dag_execution WHERE number = ?1");
        query.i(number);
        if (query.row())
            head = {run, DagId(query.textAt(0)), VersionId(query.textAt(1)), {}};
    }
    if (auto definition = readVersion(*m_database, head.version); definition)
        head.definition = std::move(*definition);
    sealed.file = "archive/" + run.text + ".orun";
    const auto written = writeSealed(home() + "/" + sealed.file, head, emit);
    if (!written)
        return tl::unexpected(written.error());
    sealed.bytes = written->bytes;
    sealed.checksum = written->checksum;
    sealed.events = written->events;
    sealed.at = now;
    sealed.created.environment.clear();
    std::vector<KeptNode> from;
    for (const KeptNode &kept : sealed.created.kept) {
        const auto same = [&kept](const KeptNode &known) { return known.from == kept.from; };
        if (!kept.from.empty() && std::none_of(from.begin(), from.end(), same))
            from.push_back({kept.node, kept.from, {}});
    }
    sealed.created.kept = std::move(from);
    return sealed;
}

Result<std::set<std::string>> Survey::usedLogs()
{
    std::set<std::string> used;
    {
        Query query = m_database->query("SELECT DISTINCT file FROM execution_log");
        while (query.row())
            used.insert(query.textAt(0));
        if (query.failed())
            return tl::unexpected(m_database->error(query.code()));
    }
    Query sealed = m_database->query("SELECT file, bytes, checksum FROM sealed_run");
    while (sealed.row()) {
        const auto read =
            readSealed(home() + "/" + sealed.textAt(0), static_cast<std::uint64_t>(sealed.intAt(1)),
                       static_cast<std::uint32_t>(sealed.intAt(2)), [&](const Event &event) {
                           if (const auto *ended = std::get_if<TaskEnded>(&event.fact))
                               used.insert(ended->exit.log.file);
                           return Result<>();
                       });
        if (!read)
            return tl::unexpected(read.error());
    }
    return used;
}

} // namespace orrery::store
