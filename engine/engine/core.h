// SPDX-License-Identifier: GPL-3.0-or-later
// The engine of one home: takes what sessions ask and executors tell, journals it, lets the run
// machines decide, and carries out what they decided. Everything here runs on the loop's thread.
#pragma once

#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/loop.h"
#include "engine/component.h"
#include "engine/engine.h"
#include "engine/environment.h"
#include "engine/event.h"
#include "engine/observers.h"
#include "engine/resultcache.h"
#include "engine/secrets.h"
#include "engine/session.h"
#include "engine/workers.h"
#include "executors/executor.h"
#include "platform/hostprobe.h"
#include "resources/allocator.h"
#include "resources/demand.h"
#include "run/choice.h"
#include "run/machine.h"
#include "run/timeline.h"
#include "store/gate.h"
#include "store/store.h"

namespace orrery::engine {

using resources::demandOf;
class Schedules;
class Upkeep;
struct Look;
/// Absolute path of a program in the PATH that tasks get; "" when there is none.
[[nodiscard]] std::string findProgram(const std::string &name);

/// Nodes or tasks from which a run is worth giving memory back for when it came or went.
inline constexpr std::size_t largeRun = 10'000;

/// A run that has not ended, or that ended while somebody looks at it.
struct LiveRun {
    LiveRun(RunId run, std::shared_ptr<const DagSpec> dag)
        : machine(run, std::move(dag)), id(std::move(run))
    {
    }

    run::Machine machine;
    RunId id;
    std::vector<resources::RequestId>
        requests;                  ///< per task: what it asked for or holds; 0 = nothing
    resources::RequestId turn = 0; ///< that it asked for or has; 0 = none
    resources::RequestId age = 0;  ///< where its requests stand; 0 = as they come
    std::map<TaskIndex, std::unique_ptr<core::Loop::Handle>> timers;
    /// A task that the engine sees through by itself (carried.cpp).
    struct Watch {
        std::uint32_t attempt = 0;
        std::unique_ptr<core::Loop::Handle> next;    ///< when to look again, or that time is over
        std::unique_ptr<core::Loop::Handle> timeout; ///< of the task
        std::string problem;                         ///< of the last look
    };
    std::map<TaskIndex, Watch> watches;
    std::uint32_t finishes = 0; ///< how often it was about to end (finish())
    bool ended = false;
    Seq endSeq = 0;           ///< of its newest RunEnded
    bool endShown = false;    ///< its final state is synced: it may be told
    bool summaryStale = true; ///< the store has not been told the newest counts
};

struct CoreOptions {
    std::string home;
    std::string role;
    std::string programDir;
    std::string examplesDir;
    bool takeUp = true; ///< connect to the runner and go on with unfinished runs

    // Ports that a simulation replaces; the defaults are the real ones.
    using OpenStore = std::function<Result<std::unique_ptr<store::Store>>(
        const std::string &home, std::function<void(Seq)> synced,
        std::function<void(Error)> failed)>;
    OpenStore openStore;                   ///< empty = store::Store::open
    std::function<std::uint32_t()> random; ///< of run ids; empty = the system's
    /// Looks for an earlier result, on m_cacheWorker; empty = HOME/cache, where results are kept.
    std::function<Found(const KeptResult &wanted)> findResult;
    unsigned workers = 2;  ///< threads that read and check; 0 = the loop's own
    bool probeHost = true; ///< false: the host is as it was given
};

class Core {
public:
    using MakeExecutor = std::function<std::unique_ptr<executors::Executor>(
        const HostInfo &host, executors::Observer observer)>;

    /// @param host  sandbox and enforcement of this host as its executor probed them; everything
    ///              when it is not to be probed
    Core(core::Loop &loop, CoreOptions options, HostInfo host, MakeExecutor makeExecutor);
    ~Core();
    Core(const Core &) = delete;
    Core &operator=(const Core &) = delete;

    /// Opens the store, begins a new epoch and takes up unfinished runs.
    [[nodiscard]] Result<> open();

    // What sessions ask; see engine/session.h.
    void info(const Reply<EngineInfo> &reply);
    void dags(const Reply<std::vector<DagSummary>> &reply);
    void remember(const std::string &file, const Reply<> &reply);
    void start(StartRequest request, Reply<RunId> reply);
    void plan(StartRequest request, Reply<std::vector<PlannedNode>> reply);
    void cancel(const RunId &run, Reply<> reply);
    void retry(const RunId &run, std::vector<TaskIndex> tasks, Reply<> reply);
    void hold(const RunId &run, HoldOrder order, Reply<> reply);
    void mark(const RunId &run, Mark mark, Reply<> reply);
    void runs(std::uint32_t limit, const Reply<std::vector<RunSummary>> &reply);
    void show(const RunId &run, const Reply<RunDetail> &reply);
    void task(const RunId &run, TaskIndex task, const Reply<TaskDetail> &reply);
    void history(const DagId &dag, const Reply<DagHistory> &reply);
    void replay(const RunId &run, const Moment &at, const Reply<RunMoment> &reply);
    void course(const RunId &run, Seq after, const Reply<RunCourse> &reply);
    void publish(PublishRequest request, Reply<Published> reply);
    void versions(const DagId &dag, const Reply<std::vector<VersionSummary>> &reply);
    void version(const VersionRef &ref, const Reply<VersionText> &reply);
    std::uint64_t subscribe(Filter filter, std::function<void(Delta)> observer);
    std::uint64_t follow(const RunId &run, TaskIndex task, std::uint32_t attempt,
                         std::function<void(const LogChunk &)> observer);
    void unsubscribe(std::uint64_t id);
    void listSchedules(const Reply<std::vector<ScheduleView>> &reply);
    void setSchedule(const ScheduleChange &change, const Reply<ScheduleView> &reply);
    void backfill(const BackfillRequest &request, const Reply<BackfillPlan> &reply);
    void prioritise(const RunId &run, std::int32_t priority, Reply<> reply);
    void setQueue(const QueueChange &change, Reply<> reply);
    void queues(const Reply<std::vector<QueueView>> &reply);
    void cacheEntries(const CacheFilter &filter, const Reply<std::vector<CacheEntry>> &reply);
    void clearCache(const CacheFilter &filter, const Reply<std::uint32_t> &reply);
    void grow(const RunId &run, const GrowRequest &request, const Reply<Growth> &reply);
    /// Before an engine that has carried runs is left: what HOME/retention.json says is due, for
    /// `budget` ms at most.
    void leave(SpanMs budget, const std::function<void()> &then);
    void prune(const PruneRequest &request, const Reply<PruneReport> &reply);
    void pin(const RunId &run, bool pinned, const Reply<> &reply);

    [[nodiscard]] std::uint32_t activeRuns() const;
    /// Schedules that are on, and backfills with slots left.
    [[nodiscard]] std::uint32_t activeSchedules() const;
    /// Called with the number of active runs whenever a run begins or ends.
    void onActivity(std::function<void()> changed) { m_activity = std::move(changed); }

private:
    struct Lease {
        LiveRun *run = nullptr;
        TaskIndex task = none; ///< none = the run's turn
    };
    struct Checked;
    struct Past {
        RunId run;
        std::unique_ptr<run::Timeline> line;
        bool stale = false; ///< facts were recorded since
    };

    // journal and tick (tick.cpp)
    void record(LiveRun &run, Fact fact);
    void carryOut(LiveRun &run, const run::Command &command);
    void grant(const resources::Grant &grant);
    [[nodiscard]] bool grantAll();
    void tick();
    [[nodiscard]] bool mayPlace();
    void later();
    void commit();
    void commitFailed(const Error &error);
    void tellStalled();
    void flushExecutor();
    /// Holds an effect of the facts recorded last until they are as safe as the effect needs.
    void hold(types::Effect effect, std::function<void()> release);
    /// Answers a user once the facts recorded last are synced, or says that they cannot be.
    template <typename T>
    void answer(Reply<T> reply, Result<T> value)
    {
        const std::uint64_t id = ++m_lastAnswer;
        m_unanswered.emplace(id, [reply](const Error &why) { reply(tl::unexpected(why)); });
        hold(types::Effect::AnswerUser, [this, id, reply, value = std::move(value)] {
            m_unanswered.erase(id);
            reply(value);
        });
    }
    void synced(Seq seq);
    void syncFailed(const Error &error);
    void scheduleProjection();
    void project();

    // launching (launch.cpp)
    [[nodiscard]] Result<executors::LaunchOrder> order(const LiveRun &run, TaskIndex task,
                                                       std::uint32_t attempt, bool open = false);
    [[nodiscard]] Resources wanted(const LiveRun &run, TaskIndex task) const;
    void launch(LiveRun &run, TaskIndex task, std::uint32_t attempt);
    void kill(LiveRun &run, TaskIndex task, std::uint32_t attempt);
    void release(LiveRun &run, TaskIndex task);
    void finish(LiveRun &run, const run::Finish &how);
    void endRun(LiveRun &run);
    void scheduleSweep();

    // runs and tasks among each other (turns.cpp)
    void openQueues();
    void applyQueue(const QueueChanged &queue);
    [[nodiscard]] std::int32_t queuePriority(const run::Machine &machine) const;
    [[nodiscard]] resources::Order orderOf(const LiveRun &run, TaskIndex task) const;
    [[nodiscard]] resources::Order orderOf(const LiveRun &run) const;
    void requestTurn(LiveRun &run);
    void releaseTurn(LiveRun &run);
    void adoptTurn(LiveRun &run);
    void touchWaiting();
    [[nodiscard]] std::string whyNotBegun(const LiveRun &run) const;
    void rank(LiveRun &run);
    [[nodiscard]] Result<> settleTurn(Checked &checked, RunCreated &created) const;

    // tasks without a process (carried.cpp)
    void carry(LiveRun &run, TaskIndex task, std::uint32_t attempt);
    [[nodiscard]] std::unique_ptr<core::Loop::Handle> at(WallMs moment, SpanMs most,
                                                         std::function<void()> work);
    void look(LiveRun &run, TaskIndex task, const WaitSpec &wait);
    void looked(const RunId &id, TaskIndex task, std::uint32_t attempt, const WaitSpec &wait,
                const Look &seen);
    void endCarried(LiveRun &run, TaskIndex task, Exit exit);
    void stopCarried(LiveRun &run, TaskIndex task, Cause cause);
    [[nodiscard]] static RunId innerRun(const LiveRun &run, TaskIndex task);
    void startInner(LiveRun &run, TaskIndex task, const SubDagSpec &subDag, const JsonText &inputs);
    void innerEnded(const LiveRun &inner);
    [[nodiscard]] std::vector<LiveRun *> withInner(LiveRun &run);
    void holdInner(LiveRun &run);
    void listItems(LiveRun &run, NodeIndex node);

    // earlier results (caching.cpp, foretell.cpp)
    void lookUp(LiveRun &run, TaskIndex task);
    void lookedUp(const RunId &id, TaskIndex task, const JsonText &key, const Found &found);
    void keepResult(LiveRun &run, TaskIndex task);
    void foretell(Checked checked, std::vector<PlannedNode> plan,
                  const Reply<std::vector<PlannedNode>> &reply);

    // runs that get more nodes (growing.cpp)
    void growBy(LiveRun &run, TaskIndex task, std::uint32_t attempt, Exit &exit);
    [[nodiscard]] std::string growChecked(LiveRun &run, run::Writer writer, std::uint32_t attempt,
                                          const std::string &by);
    [[nodiscard]] std::string lacking(const LiveRun &run, const run::Writer &writer,
                                      const DagSpec &nodes) const;

    // orders sent before their turn (ahead.cpp)
    [[nodiscard]] std::vector<executors::AheadOrder> ordersAhead();
    [[nodiscard]] std::optional<executors::AheadOrder> orderAhead(const LiveRun &run,
                                                                  TaskIndex last, TaskIndex next);
    [[nodiscard]] bool beganAhead(const AttemptKey &key);
    [[nodiscard]] WallMs placedAt(const AttemptKey &key) const;
    void findAhead(const std::vector<AttemptKey> &alive);
    [[nodiscard]] bool mayCome(const AttemptKey &key) const;
    [[nodiscard]] bool comesNext(const AttemptKey &key) const;
    void settleAhead();
    void withdrawAhead(const RunId &run);

    // what executors tell (progress.cpp)
    [[nodiscard]] executors::Observer observer();
    void connectExecutor();
    [[nodiscard]] bool inFlight(const LiveRun &run, TaskIndex task) const;
    void progressed(std::span<const executors::Started> started,
                    std::span<const executors::Ended> ended);
    void take(std::span<const executors::Started> started, std::span<const executors::Ended> ended);
    void executorReady(const std::vector<AttemptKey> &alive);
    void launchAgain(const std::set<AttemptKey> &alive);
    void killAgain();
    void executorLost(const std::string &why);
    void loseAttempts(const std::set<AttemptKey> &alive, const std::string &why);
    void tickSoon();
    void sampled(std::span<const TaskSample> samples);

    // starting and recovering (start.cpp, recover.cpp)
    [[nodiscard]] Checked check(StartRequest request) const; ///< on a worker
    void checkAside(StartRequest request, std::function<void(Checked &&)> then);
    void startChecked(Checked checked, const Reply<RunId> &reply);
    void create(Checked &checked, const Reply<RunId> &reply);
    [[nodiscard]] Result<> admit(Checked &checked) const;
    [[nodiscard]] Result<> settleIsolation(Checked &checked) const;
    [[nodiscard]] Result<> beginEpoch();
    void takeUp(const RunId &run);
    [[nodiscard]] Result<std::unique_ptr<LiveRun>> load(const RunId &run);
    /// A recorded DAG. @param file  whose directory is where its relative names start
    [[nodiscard]] Result<std::shared_ptr<const DagSpec>> versionOf(const VersionId &version,
                                                                   const std::string &file);

    // parts of a DAG (parts.cpp)
    [[nodiscard]] Result<std::vector<bool>> selection(const Checked &checked) const;
    [[nodiscard]] Result<std::vector<run::Earlier>> earlierRuns(const Checked &checked);
    [[nodiscard]] Result<std::vector<PlannedNode>> planned(const Checked &checked);
    void keepFiles(std::shared_ptr<Checked> checked, std::function<void(Result<>)> done);

    // versions (publish.cpp)
    struct Publishing;
    void publishChecked(Publishing publishing, const Reply<Published> &reply);

    // schedules (slots.cpp)
    void makeSchedules();
    void recordOfHome(Fact fact);
    void startSlot(Slot slot, std::string trigger, Reply<RunId> reply);
    void holdSlot(const LiveRun &run);
    [[nodiscard]] std::uint32_t runsOf(const std::string &schedule, bool backfills) const;

    // keeping the store small (retain.cpp)
    void makeUpkeep();
    void recordOf(const RunId &run, Fact fact);
    [[nodiscard]] bool letGo(const RunId &run);
    [[nodiscard]] bool watched(const RunId &run) const;

    // queries (queries.cpp)
    [[nodiscard]] Result<LiveRun *> find(const RunId &run);
    [[nodiscard]] Result<const LiveRun *> recorded(const RunId &run,
                                                   std::unique_ptr<LiveRun> &copy);
    void answerSynced(Reply<> reply);
    [[nodiscard]] RunSummary summaryOf(const LiveRun &run) const;
    [[nodiscard]] TaskRow row(const LiveRun &run, TaskIndex task) const;
    [[nodiscard]] AttemptView attemptView(const LiveRun &run, TaskIndex task,
                                          const store::AttemptRecord &record) const;
    [[nodiscard]] HostInfo hostNow() const;
    [[nodiscard]] std::string readLog(const LogRef &log, std::uint64_t offset,
                                      std::uint64_t size) const;

    // past runs (past.cpp)
    [[nodiscard]] Result<const run::Timeline *> timeline(const RunId &run);
    template <typename T>
    void tellPast(const RunId &run, T answer, const Reply<T> &reply);
    [[nodiscard]] Result<> bringUp(Past &past);

    // observers (observe.cpp)
    void noteChanges(LiveRun &run);
    void scheduleDeltas();
    void flushDeltas();
    [[nodiscard]] Delta delta(Subscriber &subscriber);
    void sampleHost();
    void serveFollower(Follower &follower);
    void startAttemptLog(const AttemptKey &key);
    void endAttemptLog(const AttemptKey &key);
    void logPiece(const executors::LogPiece &piece);

    core::Loop &m_loop;
    CoreOptions m_options;
    HostInfo m_host;
    MakeExecutor m_makeExecutor;
    Secrets m_secrets;
    std::unique_ptr<store::Store> m_store;
    std::unique_ptr<executors::Executor> m_executor;
    bool m_executorAsked = false;
    bool m_executorReady = false;
    resources::Allocator m_allocator;
    std::uint64_t m_epoch = 0;
    WallMs m_started = 0;

    std::map<RunId, std::unique_ptr<LiveRun>> m_runs;
    std::unordered_map<resources::RequestId, Lease> m_leases;
    std::map<std::string, QueueChanged> m_queues; ///< that somebody set
    std::unordered_map<AttemptKey, std::vector<std::uint32_t>>
        m_placed; ///< devices of attempts that have some

    /// Sent ahead and not launched by a fact yet; with its end, when that is known already.
    std::map<AttemptKey, std::optional<executors::Ended>> m_ahead;
    std::vector<AttemptKey> m_leads;            ///< launched since orders were last sent ahead
    std::vector<executors::Ended> m_endedAhead; ///< launched now, and ended

    // one tick: commands to carry out, and effects that may leave
    std::vector<std::pair<LiveRun *, run::Command>> m_commands;
    std::vector<run::Command> m_scratch;
    std::vector<LiveRun *> m_touched;
    std::size_t m_facts = 0;      ///< recorded and not committed
    std::uint64_t m_launched = 0; ///< orders given to executors
    Seq m_lastSeq = 0;            ///< of the fact recorded last
    store::Gate m_gate;
    /// Launches that wait for their fact to be safe; did the attempt begin ahead of its turn?
    std::unordered_map<AttemptKey, bool> m_unsent;
    std::vector<executors::LaunchOrder> m_launches;
    std::vector<AttemptKey> m_kills;
    std::vector<AttemptKey> m_acknowledged;
    std::uint64_t m_lastAnswer = 0;
    std::map<std::uint64_t, std::function<void(const Error &)>> m_unanswered; ///< how to refuse
    bool m_inTick = false;
    bool m_tickPosted = false;
    bool m_ranSome = false; ///< a run has ended under this engine
    std::string m_stalled;  ///< why commits fail now (disk full ...); "" = they do not
    std::unique_ptr<core::Loop::Handle> m_retryCommit;
    std::unique_ptr<core::Loop::Handle> m_projectTimer;
    std::unique_ptr<core::Loop::Handle> m_deltaTimer;
    std::unique_ptr<core::Loop::Handle> m_hostTimer;
    std::unique_ptr<core::Loop::Handle> m_sweepTimer;
    bool m_sweepsSoon = false;
    std::unique_ptr<core::Loop::Handle> m_reconnect;
    std::unique_ptr<core::Loop::Handle> m_gatherTimer;

    std::unique_ptr<core::Loop::Handle> m_pastTimer;
    std::deque<Past> m_past; ///< runs that somebody looks back into; the one asked last is first

    Observers m_observers;
    std::unique_ptr<platform::HostProbe> m_probe; ///< none: the host is as it was given
    EnvironmentProbe m_environment;
    HostSample m_hostSample;
    std::function<void()> m_activity;
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true); ///< gone once destroyed
    std::unique_ptr<Schedules> m_schedules;
    std::unique_ptr<Upkeep> m_upkeep;
    ResultCache m_results; ///< used on m_cacheWorker only
    Workers m_workers;     ///< last: its threads end before what they use
    Workers m_watchers;    ///< looks at files and addresses, which may take long
    Workers m_cacheWorker; ///< one thread; keeps what ended before it ends itself
};

} // namespace orrery::engine
