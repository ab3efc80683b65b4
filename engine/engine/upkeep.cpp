// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/upkeep.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <utility>

#include "core/log.h"
#include "platform/files.h"

namespace orrery::engine {
namespace {

namespace fs = std::filesystem;

constexpr SpanMs firstLook = 20'000; ///< after the engine's start
constexpr SpanMs lookEvery = 600'000;
constexpr const char *lookedFile = "/retention.looked";
constexpr SpanMs sliceBudget = 5; ///< of the engine's thread at once
constexpr SpanMs slicePause = 5;  ///< for everybody else, between two slices
constexpr std::size_t dropsAtOnce = 50;
constexpr auto segmentRest = std::chrono::hours(1); ///< a log segment younger than this stays

/// Bytes of the files below a path; links are not followed.
std::uint64_t sizeBelow(const std::string &path)
{
    std::uint64_t bytes = 0;
    std::error_code error;
    for (fs::recursive_directory_iterator at(path, error), end; !error && at != end;
         at.increment(error)) {
        std::error_code ignored;
        if (at->is_regular_file(ignored) && !at->is_symlink(ignored))
            bytes += at->file_size(ignored);
    }
    return bytes;
}

std::uint64_t fileSize(const std::string &path)
{
    std::error_code error;
    const auto bytes = fs::file_size(path, error);
    return error ? 0 : bytes;
}

/// Removes packed logs that nothing points to. The newest of a slot is being written.
Result<> removeUnusedSegments(const std::string &home)
{
    auto survey = store::Survey::open(home + "/orrery.db");
    if (!survey)
        return tl::unexpected(survey.error());
    const auto used = survey->usedLogs();
    if (!used)
        return tl::unexpected(used.error());
    std::map<std::string, std::string> newest; // of each slot: "seg-003" -> its last name
    std::vector<fs::path> segments;
    std::error_code error;
    for (fs::directory_iterator at(home + "/logs", error), end; !error && at != end;
         at.increment(error)) {
        const std::string name = at->path().filename();
        if (!name.starts_with("seg-"))
            continue;
        segments.push_back(at->path());
        std::string &last = newest[name.substr(0, name.rfind('-'))];
        last = std::max(last, name);
    }
    for (const fs::path &path : segments) {
        const std::string name = path.filename();
        const auto written = fs::last_write_time(path, error);
        if (error || used->contains(name) || newest[name.substr(0, name.rfind('-'))] == name ||
            fs::file_time_type::clock::now() - written < segmentRest)
            continue;
        fs::remove(path, error);
    }
    return {};
}

/// Why a run may not be deleted; "" = it may.
const char *whyItStays(const store::Standing &run, const RetentionPolicy &policy)
{
    if (run.pinned)
        return "it is pinned";
    if (run.needed)
        return "another run stands on it";
    return run.cached && !policy.cached ? "cached results come from it" : "";
}

bool deletes(const RetentionPolicy &policy)
{
    return policy.deleteAfter != RetentionPolicy::never || policy.keep > 0 || policy.maxSize > 0;
}

} // namespace

std::vector<PrunedRun> choose(const std::vector<store::Standing> &runs,
                              const std::vector<PrunedRun> &sizes, const RetentionPolicy &policy,
                              WallMs now, std::vector<StayingRun> &staying)
{
    std::vector<PrunedRun> chosen;
    std::uint64_t whole = 0;
    const auto freed = [](const PrunedRun &size) {
        return size.journalBytes + size.archiveBytes + size.logBytes + size.resultBytes;
    };
    for (const PrunedRun &size : sizes)
        whole += freed(size);
    for (std::size_t at = 0; at < runs.size(); ++at) {
        const store::Standing &run = runs[at];
        const auto older = [&](SpanMs age) {
            return age != RetentionPolicy::never && now - run.ended > age;
        };
        bool goes = older(policy.deleteAfter) ||
                    (policy.keep > 0 && runs.size() - at > policy.keep) ||
                    (policy.maxSize > 0 && whole > policy.maxSize);
        if (const char *why = whyItStays(run, policy); goes && *why != '\0') {
            staying.push_back({run.run, why});
            goes = false;
        }
        const bool seals = !goes && !run.sealed && !run.pinned && older(policy.sealAfter);
        if (!goes && !seals)
            continue;
        PrunedRun item = sizes[at];
        item.deleted = goes;
        if (goes)
            whole -= std::min(whole, freed(item));
        else
            item.archiveBytes = item.logBytes = item.resultBytes = 0;
        chosen.push_back(std::move(item));
    }
    return chosen;
}

struct Upkeep::Job {
    PruneRequest request;
    Reply<PruneReport> reply; ///< empty: the home's own policy
    PruneReport report;
    std::size_t at = 0;                    ///< next of report.runs
    std::vector<store::Standing> standing; ///< of report.runs
    bool dropped = false;
};

Upkeep::Upkeep(UpkeepHost host) : m_host(std::move(host)) {}

Upkeep::~Upkeep() = default;

template <typename T>
void Upkeep::aside(std::function<T()> work, std::function<void(T)> then)
{
    m_host.workers.run(
        [this, work = std::move(work), then = std::move(then), alive = std::weak_ptr(m_alive)] {
            auto result = std::make_shared<T>(work());
            m_host.loop.post([this, result, then, alive] {
                if (!alive.expired() && m_job)
                    then(std::move(*result));
            });
        });
}

void Upkeep::keepTo()
{
    schedule(firstLook);
}

void Upkeep::schedule(SpanMs after)
{
    m_next = m_host.loop.after(after, [this] {
        const auto keep = std::exchange(m_next, nullptr);
        schedule(lookEvery);
        if (m_job || !m_host.stalled().empty())
            return;
        if (const auto policy = homesPolicy())
            prune({*policy, false}, nullptr);
    });
}

/// HOME/retention.json; one that cannot be read is told, and nothing goes.
std::optional<RetentionPolicy> Upkeep::homesPolicy() const
{
    const auto policy = readRetention(m_host.home);
    if (policy)
        return *policy;
    core::log(core::LogLevel::Error,
              "retention: " + policy.error().where + ": " + policy.error().what);
    return {};
}

/// A file's time tells when an engine of this home looked last; a time to come is a clock set back.
bool Upkeep::lookedLately() const
{
    std::error_code error;
    const auto at = fs::last_write_time(m_host.home + lookedFile, error);
    const auto ago = fs::file_time_type::clock::now() - at;
    return !error && ago >= ago.zero() && ago < std::chrono::milliseconds(lookEvery);
}

void Upkeep::noteLook() const
{
    (void)platform::writeFile(m_host.home + lookedFile, "");
}

void Upkeep::lookBeforeEnd(SpanMs budget, std::function<void()> then)
{
    if (m_job || m_host.store.databaseFile().empty() || !m_host.stalled().empty() || lookedLately())
        return then();
    const auto policy = homesPolicy();
    if (!policy)
        return then();
    m_host.project();
    auto survey = store::Survey::open(m_host.store.databaseFile());
    const auto due = survey ? survey->mayBeDue(*policy, m_host.loop.wall())
                            : Result<bool>(tl::unexpected(survey.error()));
    if (!due || (!*due && policy->maxSize == 0)) {
        noteLook();
        return then();
    }
    m_then = std::move(then);
    m_limit = m_host.loop.after(budget, [this] {
        m_hurry = true;
        if (const auto late = std::exchange(m_then, nullptr))
            late();
    });
    prune({*policy, false}, nullptr);
}

void Upkeep::prune(const PruneRequest &request, Reply<PruneReport> reply)
{
    if (m_job) {
        if (reply)
            reply(fail(ErrorCode::Conflict, "home",
                       "runs of this home are being pruned already; try again in a moment"));
        return;
    }
    if (m_host.store.databaseFile().empty())
        return reply ? reply(PruneReport{}) : void();
    if (const std::string why = m_host.stalled(); !why.empty() && !request.dryRun)
        return reply ? reply(fail(ErrorCode::Io, "home", why)) : void();
    m_job = std::make_unique<Job>();
    m_job->request = request;
    m_job->reply = std::move(reply);
    m_host.project();
    if (!deletes(request.policy))
        return plan({});
    m_host.cachedRuns([this, alive = std::weak_ptr(m_alive)](std::set<RunId> cached) {
        if (!alive.expired() && m_job)
            plan(std::move(cached));
    });
}

void Upkeep::stop(const Error &why)
{
    if (m_job)
        finish(tl::unexpected(why));
}

void Upkeep::plan(std::set<RunId> cached)
{
    struct Plan {
        std::vector<store::Standing> standing;
        std::vector<PrunedRun> runs;
        std::vector<StayingRun> staying;
        std::uint64_t databaseBytes = 0;
    };
    using Planned = Result<Plan>;
    aside<Planned>(
        [policy = m_job->request.policy, cached = std::move(cached), home = m_host.home,
         file = m_host.store.databaseFile(), now = m_host.loop.wall()]() -> Planned {
            auto survey = store::Survey::open(file);
            if (!survey)
                return tl::unexpected(survey.error());
            auto ended = survey->endedRuns(true);
            if (!ended)
                return tl::unexpected(ended.error());
            std::vector<PrunedRun> sizes;
            for (store::Standing &run : *ended) {
                run.cached = cached.contains(run.run);
                PrunedRun item;
                item.run = run.run;
                item.dag = run.dag;
                item.ended = run.ended;
                item.journalBytes = run.journalBytes;
                item.archiveBytes = run.archiveBytes;
                item.logBytes = sizeBelow(home + "/logs/" + run.run.text) +
                                sizeBelow(home + "/work/" + run.run.text);
                item.resultBytes = policy.results ? sizeBelow(home + "/runs/" + run.run.text) : 0;
                sizes.push_back(std::move(item));
            }
            Plan made;
            made.runs = choose(*ended, sizes, policy, now, made.staying);
            std::map<RunId, const store::Standing *> byId;
            for (const store::Standing &run : *ended)
                byId.emplace(run.run, &run);
            for (const PrunedRun &run : made.runs)
                made.standing.push_back(*byId.at(run.run));
            made.databaseBytes = fileSize(file);
            return made;
        },
        [this](Planned made) {
            if (!made)
                return finish(tl::unexpected(made.error()));
            m_job->report.dryRun = m_job->request.dryRun;
            m_job->report.runs = std::move(made->runs);
            m_job->standing = std::move(made->standing);
            m_job->report.kept = static_cast<std::uint32_t>(made->staying.size());
            m_job->report.staying = std::move(made->staying);
            m_job->report.databaseBefore = m_job->report.databaseAfter = made->databaseBytes;
            if (m_job->request.dryRun)
                return finish({});
            if (!m_job->reply)
                noteLook();
            deed();
        });
}

/// Results of runs that go are forgotten first: none is ever told to come from a run that is gone.
void Upkeep::deed()
{
    std::set<RunId> going;
    for (const PrunedRun &run : m_job->report.runs)
        if (run.deleted)
            going.insert(run.run);
    if (going.empty())
        return next();
    m_host.forgetResults(std::move(going), [this, alive = std::weak_ptr(m_alive)] {
        if (!alive.expired() && m_job)
            next();
    });
}

void Upkeep::next()
{
    if (const std::string why = m_host.stalled(); !why.empty())
        return finish(fail(ErrorCode::Io, "home", why));
    std::vector<PrunedRun> &runs = m_job->report.runs;
    if (m_hurry)
        return finish({});
    while (m_job->at < runs.size() && m_host.inUse(runs[m_job->at].run))
        runs[m_job->at++].problem = "it is in use; it goes the next time";
    if (m_job->at == runs.size())
        return removePaths();
    if (runs[m_job->at].deleted)
        return drop();
    seal(runs[m_job->at]);
}

void Upkeep::seal(PrunedRun &item)
{
    using Sealed = Result<RunSealed>;
    aside<Sealed>(
        [run = item.run, file = m_host.store.databaseFile(), now = m_host.loop.wall()]() -> Sealed {
            auto survey = store::Survey::open(file);
            return survey ? survey->seal(run, now) : Sealed(tl::unexpected(survey.error()));
        },
        [this](Sealed sealed) {
            PrunedRun &now = m_job->report.runs[m_job->at++];
            if (!sealed) {
                now.problem = sealed.error().where + ": " + sealed.error().what;
                core::log(core::LogLevel::Error,
                          "run " + now.run.text + " cannot be sealed: " + now.problem);
                return next();
            }
            if (m_host.inUse(now.run)) {
                now.problem = "it is in use; it goes the next time";
                return next();
            }
            now.archiveBytes = sealed->bytes;
            // What an EVENT schedule has acted on must outlive the runs that tell it.
            for (const store::ScheduleRecord &record : m_host.store.schedules())
                if (record.schedule == sealed->created.slot.schedule && !record.seen.empty())
                    m_host.record({}, SlotSettled{record.schedule, "", SlotSettled::Outcome::Seen,
                                                  0, 0, "", record.seen, m_host.loop.wall()});
            m_host.record(now.run, std::move(*sealed));
            m_host.whenSynced([this, alive = std::weak_ptr(m_alive)] {
                if (!alive.expired() && m_job)
                    next();
            });
        });
}

/// The next runs that are to be deleted, a few at once.
void Upkeep::drop()
{
    RunsDropped dropped;
    dropped.by = m_job->reply ? m_host.user : "retention";
    dropped.results = m_job->request.policy.results;
    dropped.at = m_host.loop.wall();
    std::vector<PrunedRun> &runs = m_job->report.runs;
    while (m_job->at < runs.size() && dropped.runs.size() < dropsAtOnce) {
        PrunedRun &item = runs[m_job->at];
        if (!item.deleted)
            break;
        ++m_job->at;
        if (m_host.inUse(item.run))
            item.problem = "it is in use; it goes the next time";
        else
            dropped.runs.push_back(item.run);
    }
    for (const store::ScheduleRecord &record : m_host.store.schedules())
        dropped.marks.push_back({record.schedule, record.settled, record.seen});
    m_job->dropped = true;
    m_host.record({}, std::move(dropped));
    m_host.whenSynced([this, alive = std::weak_ptr(m_alive)] {
        if (!alive.expired() && m_job)
            next();
    });
}

/// What deleted runs left on the disk, also under an engine that died meanwhile.
void Upkeep::removePaths()
{
    auto paths = m_host.store.doomedPaths();
    if (paths.empty())
        return removeSegments();
    aside<bool>(
        [paths, home = m_host.home] {
            for (const std::string &path : paths) {
                std::error_code ignored; // what cannot go now goes the next time
                fs::remove_all(home + "/" + path, ignored);
            }
            return true;
        },
        [this, paths](bool) {
            std::vector<std::string> gone;
            std::copy_if(paths.begin(), paths.end(), std::back_inserter(gone),
                         [this](const std::string &path) {
                             return !platform::exists(m_host.home + "/" + path);
                         });
            m_host.store.pathsGone(gone);
            removeSegments();
        });
}

void Upkeep::removeSegments()
{
    if (!m_job->dropped)
        return tidy();
    aside<Result<>>([home = m_host.home] { return removeUnusedSegments(home); },
                    [this](const Result<> &done) {
                        if (!done)
                            core::log(core::LogLevel::Warning,
                                      "packed logs stay: " + done.error().what);
                        tidy();
                    });
}

void Upkeep::tidy()
{
    const auto more = m_host.stalled().empty() ? m_host.store.tidy(sliceBudget) : false;
    if (!more)
        return finish(tl::unexpected(more.error()));
    if (!*more || m_hurry)
        return finish({});
    m_slice = m_host.loop.after(slicePause, [this] {
        const auto keep = std::exchange(m_slice, nullptr);
        tidy();
    });
}

void Upkeep::finish(Result<> done)
{
    const std::unique_ptr<Job> job = std::move(m_job);
    if (!done)
        core::log(core::LogLevel::Error, "pruning stopped: " + done.error().what);
    if (!job->request.dryRun)
        job->report.databaseAfter = fileSize(m_host.store.databaseFile());
    if (const auto then = std::exchange(m_then, nullptr))
        then();
    if (!job->reply)
        return;
    if (!done)
        return job->reply(tl::unexpected(done.error()));
    job->reply(std::move(job->report));
}

} // namespace orrery::engine
