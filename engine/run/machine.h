// SPDX-License-Identifier: GPL-3.0-or-later
// What a run does next, as a function of the events so far. Pure: no clock, disk, process, thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/dag.h"
#include "engine/event.h"
#include "engine/ids.h"
#include "engine/result.h"
#include "engine/run.h"
#include "run/growth.h"

namespace orrery::run {

/// What to start, with every template filled in except secrets: those stand as marks until the
/// moment of launch (insertSecrets), so that neither the journal nor a view ever holds one.
///
/// argv by runtime; ARGS = the node's `command`, PROGRAM = "%SCRIPT%" (the executor puts the path
/// of a file with `script` there) or the absolute path of scriptFile:
///   EXEC       ARGS
///   SHELL      /bin/sh PROGRAM ARGS           values of holes: environment ORRERY_ARG_n
///   PYTHON_3   python3 -u [PROGRAM] ARGS      values of holes: environment ORRERY_ARG_n
///   JAVA       java [-cp PROGRAM CLASS | -jar PROGRAM | PROGRAM | CLASS] ARGS; SCALA likewise
///   NOTEBOOK   jupyter nbconvert --to notebook --execute --output-dir . --output executed PROGRAM
///   ARGS CONTAINER  podman run --rm --network=none|bridge --env=NAME... IMAGE ARGS; the engine
///   puts docker
///              in podman's place where only that is there
///   SQL        %ORRERY% task sql PROGRAM      environment ORRERY_SQL_DATABASE: a file, "" = in
///   memory;
///              ORRERY_SQL_ARGS: JSON object, parameter name ("arg_1", in the text ":arg_1") ->
///              value: text, number, boolean (0, 1), null; arrays and objects are bound as JSON
///              text
///   HTTP       %ORRERY% task http %SCRIPT%    `script` = httpJson: {"method", "url", "headers":
///   [[name,
///              value]], "body", "expectStatus": [200]}; [] = any 2xx
/// Both hidden subcommands write the object of outputs to the file $ORRERY_OUTPUTS: sql the last
/// result as {"rows": [{column: value}], "rowCount": n, "changes": n} and, when it is one row, its
/// columns by name; http {"status": 200, "headers": {lower-case name: value}, "body": JSON or
/// text}. Exit code 0; 1 with one sentence on stderr. A mapped task over mapOver also has its
/// element as text in ORRERY_ITEM.
struct ResolvedLaunch {
    std::vector<std::string> argv;
    std::vector<std::pair<std::string, std::string>> environment;
    std::string script;
    std::string scriptFile;           ///< absolute; used when `script` is empty
    JsonText inputs;                  ///< object port -> value: what ORRERY_INPUTS gets
    std::string httpJson;             ///< HTTP: the request as JSON
    std::string database;             ///< SQL
    std::vector<std::string> secrets; ///< names of the secrets that are marked in these texts
    std::string problem; ///< not empty: a template could not be filled; the attempt fails with it
};
/// A secret stands in a resolved text as this mark, its name, and the mark again; only names in
/// ResolvedLaunch::secrets count, so that no value from elsewhere can ask for a secret.
inline constexpr char secretMark = '\x01';

/// Puts secrets in place of their marks, as JSON needs it where the text is JSON.
/// @param value  the secret of a name. @error whatever `value` says
[[nodiscard]] Result<>
insertSecrets(ResolvedLaunch &launch,
              const std::function<Result<std::string>(const std::string &name)> &value);
/// Puts *** in place of the marks: what a view may show.
void maskSecrets(ResolvedLaunch &launch);

/// Ask the allocator for room for the next attempt of a task.
struct RequestPlacement {
    TaskIndex task = none;
};
/// The request or the queued attempt is not wanted any more.
struct WithdrawPlacement {
    TaskIndex task = none;
};
/// The run needs slots of names (turn()): journal RunAdmitted when it has them all.
struct RequestTurn {};
/// It does not want them now.
struct WithdrawTurn {};
/// Its priority has changed: what waits moves.
struct Rank {};
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
/// Without a task: the run's own time-out, to be told by CancelRequested.
struct StartTimer {
    TaskIndex task = none;
    SpanMs delay = 0;
    WallMs since = 0;
};
/// A task without a process (runtime NONE, or a mapped node with no items) ends now: journal this,
/// with the time in exit.start and exit.end.
struct EndAtOnce {
    TaskIndex task = none;
    std::uint32_t attempt = 0;
    Exit exit;
};
/// A task that the engine itself carries (WAIT, APPROVE, SUBDAG) is ready: journal TaskStarted when
/// the attempt has not begun, then see it through as carried() says. TaskEnded or, for APPROVE,
/// TaskMarked follows.
struct Carry {
    TaskIndex task = none;
    std::uint32_t attempt = 0;
};
/// Read the lines of listFile(): journal ItemsListed.
struct ListItems {
    NodeIndex node = none;
};
/// A task with a cache is ready for the first time: does an earlier result stand for it? Journal
/// TaskReused or CacheMissed.
struct LookUp {
    TaskIndex task = none;
};
/// A task that missed has succeeded: its result may stand for it in other runs.
struct KeepResult {
    TaskIndex task = none;
};
/// All tasks are final: journal RunEnded.
struct Finish {
    RunState state = RunState::Succeeded;
    std::string cause;
};

using Command =
    std::variant<RequestPlacement, WithdrawPlacement, Launch, Kill, StartTimer, EndAtOnce, Finish,
                 Carry, ListItems, RequestTurn, WithdrawTurn, Rank, LookUp, KeepResult>;

/// What a carried task needs, templates filled in; one of the three is set, or `problem`.
struct Carried {
    std::optional<WaitSpec> wait;
    std::optional<ApprovalSpec> approval;
    std::optional<SubDagSpec> subDag; ///< `file` absolute
    JsonText inputs;                  ///< of the node: the parameters of a sub-DAG
    SpanMs timeout = 0;
    std::string problem;
};

/// One run. Cheap per event: O(1 + edges of what the event makes ready).
///
/// Every event of the run is applied in journal order, RunCreated first. apply() appends the
/// commands that the event causes. After a replay, drop those commands and take outstanding(): the
/// commands whose effect no later event confirmed. An event that does not fit the state (an attempt
/// that was given up, a task that has ended) changes nothing.
///
/// Rules
/// - A node is decided when all its upstream nodes have ended, so whatever starts can rely on all
///   that stands before it (but for TriggerRule::First). It starts when its trigger rule holds,
///   which is `all incoming edges are satisfied` unless it says otherwise; else it is skipped.
///   SUCCESS: the upstream succeeded. FAILURE: it failed. ALWAYS: it ended, however. An expression:
///   it succeeded and the expression over `outputs`, `params`, `run` and `dag` is true. Cancelled
///   and skipped upstreams satisfy ALWAYS only.
/// - A condition that cannot be evaluated fails the node behind it, with the reason.
/// - A mapped node's own task stands for the group: it runs while its items do. Its items are
///   numbered when it is expanded; it keeps them in a retry of the run. It fails when fewer than
///   minSuccessRatio of them succeeded.
/// - A looped node is a group whose items follow one another: one an iteration, each with the
///   outputs of the one before as its inputs. The last one's outputs are the node's.
/// - A teardown runs once all its upstream ended, if its setup succeeded, also in a cancelled run;
///   a second cancel ends it, too.
/// - A kept node counts as ended well with the outputs of an earlier run. A node that is left out
///   is skipped, and edges that leave it are satisfied.
/// - A run whose turn needs slots begins once RunAdmitted was applied; held meanwhile, it does not
///   wait for them. An ended one that starts over waits for its turn again.
/// - A held task does not start; what runs goes on. In a held run no task starts.
/// - Retries: the node's policy, else the schedule's; the n-th waits interval * multiplier^(n-1),
///   spread by the jitter. Never after Cancelled or BadTemplate, nor after a failure whose class
///   the policy does not name. After Lost at once, not counted, at most 10 times.
/// - A failed node is dealt with when an edge leaves it on FAILURE; every other failure fails the
/// run.
/// - A task with a cache asks for an earlier result before its first attempt (LookUp). One that a
///   person starts over does not.
/// - A run may grow: new nodes and edges are numbered behind those it has. An edge may lead into a
///   node of before only while that is pending. What a cancelled run gets is cancelled at once.
/// - A cancelled run starts nothing more; it is Cancelled when anything was stopped.
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
    [[nodiscard]] WallMs now() const; ///< time of the latest event; 0 before the first
    [[nodiscard]] const JsonText &environment() const; ///< as RunCreated has it
    [[nodiscard]] const DagSpec &dag() const;
    /// The same, for those who keep it: a growth leaves theirs as it was.
    [[nodiscard]] std::shared_ptr<const DagSpec> sharedDag() const;
    /// Has Finish been told and not been answered by RunEnded?
    [[nodiscard]] bool finishing() const;
    [[nodiscard]] std::uint32_t taskCount() const;           ///< grows when a mapped node expands
    [[nodiscard]] const TaskRow &task(TaskIndex task) const; ///< `reason` is the machine's own part
    /// What the next attempt reserves: as in the file or fitted, and grown by its retries.
    [[nodiscard]] Resources resources(TaskIndex task) const;
    [[nodiscard]] SpanMs timeout(TaskIndex task) const; ///< of the next attempt; 0 = none
    /// How the run stands among others: with the priority that it has now.
    [[nodiscard]] const Turn &turn() const;
    [[nodiscard]] bool awaitsTurn() const; ///< it has not begun
    [[nodiscard]] std::int32_t priority(TaskIndex task) const;
    /// Slots that an attempt of the task holds beside those of its run, names filled in. Empty when
    /// a name cannot be: resolve() tells.
    [[nodiscard]] std::vector<SlotUse> holds(TaskIndex task) const;
    /// A task with an image runs in its container, whatever the run's level.
    [[nodiscard]] Isolation isolation(TaskIndex task) const;
    [[nodiscard]] std::string name(TaskIndex task) const; ///< "node" or "node[3]"
    [[nodiscard]] std::uint32_t
    itemCount(TaskIndex task) const; ///< items of a mapped task's node, else 0
    /// Outputs of a finished task, "" before.
    [[nodiscard]] const JsonText &outputs(TaskIndex task) const;
    /// An attempt's end as this run judges it: outputs that break the node's schema, or lack what
    /// an edge reads, turn success into Cause::BadOutput. apply() judges as well; journaling the
    /// judged end lets every view agree.
    [[nodiscard]] Exit judged(TaskIndex task, Exit exit) const;
    [[nodiscard]] Carried carried(TaskIndex task) const;
    /// Absolute path of a node's mapOverFile. @error a template that cannot be filled
    [[nodiscard]] Result<std::string> listFile(NodeIndex node) const;
    /// Outputs of the run (DagSpec::outputs) as far as their nodes have them: an object.
    [[nodiscard]] JsonText results() const;
    [[nodiscard]] bool held() const; ///< the whole run
    /// What a task's look for an earlier result found: TaskReused or CacheMissed; nullptr before.
    [[nodiscard]] const TaskReused *reused(TaskIndex task) const;
    [[nodiscard]] const CacheMissed *missed(TaskIndex task) const;
    [[nodiscard]] bool bypassesCache() const; ///< the run takes no earlier results
    /// The SUBDAG attempt that this run is for; an empty run = none.
    [[nodiscard]] const AttemptKey &parent() const;
    /// The task of a node itself, not of its items.
    [[nodiscard]] TaskIndex taskOf(NodeIndex node) const;
    /// Reads and checks nodes and edges that are to be added; journal GraphGrown when all is well.
    [[nodiscard]] Growing growing(const Writer &writer) const;
    [[nodiscard]] const std::vector<Growth> &growths() const; ///< in their order
    /// What the newest attempt of a placed task starts, or the first one of one of followers().
    /// Deterministic in the events so far.
    [[nodiscard]] ResolvedLaunch resolve(TaskIndex task) const;
    /// The tasks that start for the first time one after the other as soon as the placed `task`,
    /// and then each of them, ends well without outputs; cut where what follows depends on more.
    [[nodiscard]] std::vector<TaskIndex> followers(TaskIndex task, std::size_t most) const;
    /// Tasks whose row changed since the last call, each once.
    [[nodiscard]] std::vector<TaskIndex> takeChanged();

private:
    class State;
    std::unique_ptr<State> m_state;
};

} // namespace orrery::run
