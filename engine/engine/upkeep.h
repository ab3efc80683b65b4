// SPDX-License-Identifier: GPL-3.0-or-later
// Keeps the home's store small: seals and deletes ended runs as a policy says, one at a time, with
// the heavy work on a worker and little at once on the engine's thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/loop.h"
#include "engine/retention.h"
#include "engine/session.h"
#include "engine/workers.h"
#include "store/store.h"
#include "store/survey.h"

namespace orrery::engine {

struct UpkeepHost {
    core::Loop &loop;
    Workers &workers;
    store::Store &store;
    std::string home;
    std::string user;
    std::function<void(const RunId &, Fact)> record;       ///< of a run, or of none
    std::function<bool(const RunId &)> inUse;              ///< it is in memory: somebody looks
    std::function<void()> project;                         ///< brings the projections up
    std::function<void(std::function<void()>)> whenSynced; ///< of all that was recorded
    std::function<std::string()> stalled; ///< why nothing can be recorded; "" = it can
    /// Runs that results come from which may stand for tasks of later runs.
    std::function<void(std::function<void(std::set<RunId>)>)> cachedRuns;
    /// Forgets the results of runs; answers when it is done.
    std::function<void(std::set<RunId>, std::function<void()>)> forgetResults;
};

/// What a policy takes of the ended runs, oldest first: a pure choice. A run that may not be
/// deleted is sealed when it is due for that.
/// @param sizes  [bytes] that each run's deletion frees. @param staying  runs that had to stay, why
[[nodiscard]] std::vector<PrunedRun> choose(const std::vector<store::Standing> &runs,
                                            const std::vector<PrunedRun> &sizes,
                                            const RetentionPolicy &policy, WallMs now,
                                            std::vector<StayingRun> &staying);

class Upkeep {
public:
    explicit Upkeep(UpkeepHost host);
    ~Upkeep();
    Upkeep(const Upkeep &) = delete;
    Upkeep &operator=(const Upkeep &) = delete;

    /// From now on HOME/retention.json is kept to now and then, also what an earlier engine left.
    void keepTo();
    void prune(const PruneRequest &request, Reply<PruneReport> reply);
    /// The engine is about to leave: a look at what is due, unless there was one not long ago, by
    /// whichever engine. What takes longer than `budget` is left for the next one.
    void lookBeforeEnd(SpanMs budget, std::function<void()> then);
    /// Nothing can be recorded any more: who waits is told why.
    void stop(const Error &why);

private:
    struct Job;
    void plan(std::set<RunId> cached);
    void deed();
    void next();
    void seal(PrunedRun &item);
    void drop();
    void removePaths();
    void removeSegments();
    void tidy();
    void finish(Result<> done);
    void schedule(SpanMs after);
    [[nodiscard]] std::optional<RetentionPolicy> homesPolicy() const;
    [[nodiscard]] bool lookedLately() const;
    void noteLook() const;
    template <typename T>
    void aside(std::function<T()> work, std::function<void(T)> then);

    UpkeepHost m_host;
    std::unique_ptr<Job> m_job;
    std::unique_ptr<core::Loop::Handle> m_next;
    std::unique_ptr<core::Loop::Handle> m_slice;
    std::unique_ptr<core::Loop::Handle> m_limit;
    std::function<void()> m_then; ///< what follows the look before the end
    bool m_hurry = false;         ///< no time is left for another run
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
};

} // namespace orrery::engine
