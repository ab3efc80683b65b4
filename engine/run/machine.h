// SPDX-License-Identifier: GPL-3.0-or-later
// What a run does next, as a function of the events so far. Pure: no clock, disk, process, thread.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/dag.h"
#include "engine/event.h"
#include "engine/ids.h"
#include "engine/run.h"

namespace orrery::run {

/// What to start, with every template filled in except secrets: those stand as Secret holes until
/// the moment of launch, so that neither the journal nor a view ever holds one.
struct ResolvedLaunch {
    std::vector<std::string> argv;
    std::vector<std::pair<std::string, std::string>> environment;
    std::string script;
    std::string scriptFile;        ///< absolute; used when `script` is empty
    JsonText inputs;               ///< object port -> value
    std::string httpJson;          ///< HTTP: the request as JSON
    std::string database;          ///< SQL
    std::string problem;           ///< not empty: a template could not be filled; the attempt fails with it
};
/// A secret stands in a resolved text as this mark, its name, and the mark again.
inline constexpr char secretMark = '\x01';

/// Ask the allocator for room for the next attempt of a task.
struct RequestPlacement {
    TaskIndex task = none;
};
/// The request or the queued attempt is not wanted any more.
struct WithdrawPlacement {
    TaskIndex task = none;
};
/// TaskPlaced was applied: start the attempt.
struct Launch {
    TaskIndex task = none;
    std::uint32_t attempt = 0;
};
/// Kill the attempt's tree; TaskEnded follows.
struct Kill {
    TaskIndex task = none;
    std::uint32_t attempt = 0;
};
/// Tell RetryDue after `delay` ms, counted from `since` (so that a restart does not start it anew).
struct StartTimer {
    TaskIndex task = none;
    SpanMs delay = 0;
    WallMs since = 0;
};
/// A task without a process (runtime NONE, or a mapped node with no items) ends now: journal this.
struct EndAtOnce {
    TaskIndex task = none;
    std::uint32_t attempt = 0;
    Exit exit;
};
/// All tasks are final: journal RunEnded.
struct Finish {
    RunState state = RunState::Succeeded;
    std::string cause;
};

using Command = std::variant<RequestPlacement, WithdrawPlacement, Launch, Kill, StartTimer, EndAtOnce, Finish>;

/// One run. Cheap per event: O(1 + edges of what the event makes ready).
///
/// Every event of the run is applied in journal order, RunCreated first. apply() appends the commands
/// that the event causes. After a replay, drop those commands and take outstanding(): the commands
/// whose effect no later event confirmed.
class Machine {
public:
    /// @param dag  validated; shared, never changed
    Machine(RunId run, std::shared_ptr<const DagSpec> dag);
    ~Machine();
    Machine(Machine &&) noexcept;
    Machine &operator=(Machine &&) noexcept;

    void apply(const Event &event, std::vector<Command> &commands);
    [[nodiscard]] std::vector<Command> outstanding() const;

    [[nodiscard]] const RunSummary &summary() const;
    [[nodiscard]] const DagSpec &dag() const;
    [[nodiscard]] std::uint32_t taskCount() const;           ///< grows when a mapped node expands
    [[nodiscard]] const TaskRow &task(TaskIndex task) const; ///< `reason` is the machine's own part
    [[nodiscard]] const Resources &resources(TaskIndex task) const;
    [[nodiscard]] Isolation isolation(TaskIndex task) const;
    [[nodiscard]] std::string name(TaskIndex task) const;    ///< "node" or "node[3]"
    [[nodiscard]] std::uint32_t itemCount(TaskIndex task) const;  ///< items of a mapped task's node, else 0
    /// Outputs of a finished task, "" before.
    [[nodiscard]] const JsonText &outputs(TaskIndex task) const;
    /// What the newest attempt of a placed task starts. Deterministic in the events so far.
    [[nodiscard]] ResolvedLaunch resolve(TaskIndex task) const;
    /// Tasks whose row changed since the last call, each once.
    [[nodiscard]] std::vector<TaskIndex> takeChanged();

private:
    struct State;
    std::unique_ptr<State> m_state;
};

}  // namespace orrery::run
