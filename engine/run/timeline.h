// SPDX-License-Identifier: GPL-3.0-or-later
// Every state a run has had: the run machine is fed the journal once, and each task keeps the list
// of its changes. Pure.
#pragma once

#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "engine/replay.h"
#include "run/machine.h"

namespace orrery::run {

/// Events are counted from 1: the state "after n events" is what a machine fed the first n says.
class Timeline {
public:
    /// @param dag  of the version that the run was made with
    Timeline(RunId run, std::shared_ptr<const DagSpec> dag);

    /// The next event of the run, in journal order. O(what it changes).
    void add(const Event &event);

    [[nodiscard]] std::uint64_t events() const { return m_times.size(); }
    [[nodiscard]] Seq lastSeq() const { return m_seqs.empty() ? 0 : m_seqs.back(); }
    /// How many events were known at a moment. O(log events).
    [[nodiscard]] std::uint64_t eventsAt(const Moment &moment) const;
    /// One task after so many events. O(log of its changes).
    [[nodiscard]] TaskRow task(TaskIndex task, std::uint64_t events) const;
    /// The whole run at a moment. O(tasks).
    [[nodiscard]] RunMoment at(const Moment &moment) const;
    /// What each event after the one with this seq meant. O(their number).
    [[nodiscard]] RunCourse course(Seq after) const;

private:
    /// A task's row from one event on; texts and usages are kept once.
    struct Change {
        std::uint32_t event = 0;
        TaskState state = TaskState::Pending;
        std::uint32_t attempts = 0;
        std::int32_t exitCode = -1;
        std::uint32_t host = 0;
        std::uint32_t reason = 0;
        std::uint32_t usage = 0;
        WallMs start = 0;
        WallMs end = 0;
    };
    struct RunChange {
        std::uint32_t event = 0;
        RunState state = RunState::Pending;
        std::string cause;
        WallMs ended = 0;
    };
    struct Meaning {
        TaskIndex task = none;
        std::uint32_t running = 0;
        Happening what = Happening::Other;
    };
    [[nodiscard]] bool atWork(const TaskRow &row) const;
    [[nodiscard]] Meaning meaningOf(const Fact &fact) const;
    [[nodiscard]] std::uint32_t keep(const std::string &text);
    [[nodiscard]] std::uint32_t keep(const Usage &usage);
    void noteRun();
    [[nodiscard]] WallMs timeAt(const Moment &moment, std::uint64_t events) const;
    [[nodiscard]] RunSummary summaryAt(std::uint64_t events) const;

    Machine m_machine;
    std::vector<Command> m_commands;
    std::vector<WallMs> m_times; ///< per event: of the latest fact so far, so it never falls
    std::vector<Seq> m_seqs;
    std::vector<Meaning> m_meanings;
    std::vector<bool> m_works;                  ///< per task
    std::uint32_t m_working = 0;                ///< how many of them
    std::vector<std::vector<Change>> m_changes; ///< per task
    std::vector<RunChange> m_runChanges;
    std::vector<std::pair<std::uint32_t, std::uint32_t>> m_taskCounts; ///< from event, so many
    std::vector<std::string> m_texts{std::string()};
    std::unordered_map<std::string, std::uint32_t> m_textIds{{std::string(), 0}};
    std::vector<Usage> m_usages{Usage{}};
};

} // namespace orrery::run
