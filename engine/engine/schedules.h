// SPDX-License-Identifier: GPL-3.0-or-later
// The schedules of a home at work: looks at the clock, starts the runs that are due, and journals
// what becomes of every slot. On the loop's thread; files are read by the workers.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/loop.h"
#include "engine/event.h"
#include "engine/schedule.h"
#include "engine/schedulefile.h"
#include "engine/session.h"
#include "engine/workers.h"
#include "schedule/condition.h"
#include "schedule/planner.h"
#include "store/store.h"

namespace orrery::engine {

/// What schedules need of the engine around them.
struct ScheduleHost {
    core::Loop &loop;
    Workers &workers;
    store::Store &store;
    std::string home;
    std::string programDir; ///< where components lie near
    std::string user;       ///< who is named as the one that changed a schedule
    /// Journals a fact of no run.
    std::function<void(Fact)> record;
    /// Calls back once all that was journaled so far is synced.
    std::function<void(std::function<void()>)> whenSynced;
    /// Reads the slot's file as it is now and makes a run of it.
    std::function<void(Slot, std::string trigger, Reply<RunId>)> start;
    /// Runs of this schedule that have not ended: those that were due, or those of backfills.
    std::function<std::uint32_t(const std::string &schedule, bool backfills)> running;
    /// The state of a run as it may be told; nothing = the store knows.
    std::function<std::optional<RunState>(const RunId &)> stateOf;
    /// The number of schedules that are on, or of slots to backfill, has changed.
    std::function<void()> activity;
};

class Schedules {
public:
    explicit Schedules(ScheduleHost host);

    /// Takes up what the store knows. @param act  false: only to be looked at
    void open(bool act);
    /// A run that a slot made has ended, or a run of a DAG that others wait for.
    void runEnded(const RunSummary &run);
    /// Schedules that are on and backfills with slots left: what keeps an engine alive.
    [[nodiscard]] std::uint32_t active() const;

    // What sessions ask.
    [[nodiscard]] std::vector<ScheduleView> views();
    void change(const ScheduleChange &change, const Reply<ScheduleView> &reply);
    void backfill(const BackfillRequest &request, const Reply<BackfillPlan> &reply);

private:
    /// One schedule; a file that was never switched on or set has none.
    struct Entry {
        DagId dag;
        bool on = false;
        JsonText overrides;
        JsonText definition;
        Schedule schedule;
        std::optional<schedule::Timetable> table; ///< none: it never could be read
        std::string problem; ///< why the file as it is now cannot be used; "" = it can
        FileStamp stamp;
        bool reading = false; ///< its file is being read: no slot is decided meanwhile
        WallMs settled = 0;
        WallMs noticed = 0;
        JsonText seen;
        std::uint32_t starting = 0; ///< handed to the engine, no run yet
        std::uint32_t waiting = 0;
        SlotTime next;
        WallMs lastSlot = 0;
        std::string lastOutcome;
        std::string lastWhy;
        RunId lastRun;
        // EVENT
        bool sensing = false;      ///< a worker looks at its files and addresses
        core::MonoNs sensedAt = 0; ///< 0 = look at once
        std::string news;          ///< what its leaves showed when it came true; "" = it is not
        core::MonoNs newsSince = 0;
        std::string unseen; ///< why something could not be looked at
    };
    struct Backfill {
        std::string id;
        std::string schedule;
        std::vector<WallMs> left; ///< to run, in order
        std::uint32_t maxParallel = 1;
        std::uint32_t starting = 0;
    };

    void lookAgain(SpanMs delay);
    void look();
    void readAgain(const std::string &file, Entry &entry);
    void readDone(const std::string &file, const Result<ScheduleFile> &read);
    void decide(const std::string &file, Entry &entry);
    void giveUp(const std::string &file, Entry &entry, const schedule::GivenUp &given,
                const std::string &why);
    void fire(const std::string &file, Entry &entry, const SlotTime &slot,
              const std::string &trigger, const JsonText &seen = {});
    void decideBackfills();
    // events (events.cpp)
    [[nodiscard]] SpanMs sense(const std::string &file, Entry &entry);
    void sensed(const std::string &file, schedule::Sights sights, const std::string &problem);
    void addDags(const EventCondition &condition, schedule::Sights &sights);
    void happened(const std::string &file, Entry &entry, const schedule::Decision &decision,
                  const SlotTime &now);
    void recordChange(const std::string &file, const Entry &entry, bool restarted);
    void setDefinition(Entry &entry, const ScheduleFile &read);
    [[nodiscard]] ScheduleView view(const std::string &file, Entry &entry);
    void applyChange(const ScheduleChange &change, const ScheduleFile &read,
                     const JsonText &overrides, const Reply<ScheduleView> &reply);
    void applyBackfill(const BackfillRequest &request, const ScheduleFile &read,
                       const Reply<BackfillPlan> &reply);
    [[nodiscard]] BackfillPlan chosen(const BackfillRequest &request, const ScheduleFile &read);
    /// Runs `work` on a worker and `done` with its result here, if this is still there.
    template <typename Work, typename Done>
    void aside(Work work, Done done);

    ScheduleHost m_host;
    std::map<std::string, Entry> m_entries; ///< by file
    std::vector<Backfill> m_backfills;
    std::unique_ptr<core::Loop::Handle> m_timer;
    WallMs m_lastRead = 0;
    std::optional<std::map<DagId, RunId>> m_successes; ///< newest one of each DAG, once asked for
    std::shared_ptr<bool> m_alive = std::make_shared<bool>(true);
    std::unique_ptr<Workers> m_sensors; ///< last: its threads end before what they use
};

} // namespace orrery::engine
