// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of run::Machine. Read it in this order: events arrive in machine.cpp; flow.cpp decides
// what starts; group.cpp makes items of mapped and looped nodes; attempts.cpp follows one attempt;
// again.cpp cancels and starts over; byhand.cpp holds, releases and marks; values.cpp moves data
// between tasks.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "run/dataflow.h"
#include "run/gate.h"
#include "run/growth.h"
#include "run/machine.h"
#include "run/plan.h"
#include "run/program.h"

namespace orrery::run {

class Machine::State {
public:
    State(RunId run, std::shared_ptr<const DagSpec> dag);

    void apply(const Event &event, std::vector<Command> &commands);
    [[nodiscard]] std::vector<Command> outstanding() const;
    [[nodiscard]] Exit judged(TaskIndex task, Exit exit) const;
    [[nodiscard]] ResolvedLaunch resolve(TaskIndex task) const;
    [[nodiscard]] std::vector<TaskIndex> followers(TaskIndex task, std::size_t most) const;
    [[nodiscard]] Carried carried(TaskIndex task) const;
    [[nodiscard]] Result<std::string> listFile(NodeIndex node) const;
    [[nodiscard]] JsonText results() const;
    [[nodiscard]] bool held() const { return m_held.has_value(); }
    [[nodiscard]] bool awaitsTurn() const { return m_awaitsTurn; }
    [[nodiscard]] bool finishing() const { return m_finishing && !isFinal(summary.state); }
    [[nodiscard]] std::vector<SlotUse> holdsOf(TaskIndex task) const;
    [[nodiscard]] std::vector<TaskIndex> takeChanged();
    [[nodiscard]] std::string name(TaskIndex task) const { return taskName(*dag, rows[task]); }
    [[nodiscard]] std::uint32_t itemCount(TaskIndex task) const;
    [[nodiscard]] WallMs now() const { return m_now; }
    [[nodiscard]] Growing growing(const Writer &writer) const;
    [[nodiscard]] const std::vector<Growth> &growths() const { return m_growths; }
    /// The task of a node itself: those of the file have its number, grown ones stand where the
    /// growth put them, between items of mapped nodes.
    [[nodiscard]] TaskIndex taskOf(NodeIndex node) const
    {
        return node < m_fileNodes ? node : m_grownTasks[node - m_fileNodes];
    }

    /// What a task waits for, or does: TaskState tells people, Phase tells us.
    enum class Phase : std::uint8_t {
        Idle,    ///< pending, final, or the group of a mapped node
        Limited, ///< in the queue of a Gate
        Asked,   ///< RequestPlacement is out
        Delayed, ///< StartTimer is out
        Ending,  ///< EndAtOnce is out
        Placed,  ///< an attempt is queued or running at a host
        Carried, ///< Carry is out: the engine sees it through
        Listing, ///< ListItems is out
        Held,    ///< it would begin, but it is held
        LookedUp ///< LookUp is out
    };
    struct Work {
        Phase phase = Phase::Idle;
        bool changed = false;       ///< in `changed`
        bool killed = false;        ///< Kill is out
        bool afresh = false;        ///< a person starts it over: no earlier result stands for it
        std::uint32_t failures = 0; ///< counted against maxRetries
        std::uint32_t losses = 0;
        std::uint64_t order = 0;    ///< of the newest command: outstanding() keeps it
        std::uint64_t memoryMB = 0; ///< grown by retries; 0 = as the node says
        SpanMs timeout = 0;         ///< likewise
        SpanMs delay = 0;           ///< Delayed
        WallMs since = 0;
        JsonText outputs;
    };
    /// The items of an expanded mapped node, or the iterations of a looped one so far.
    struct Group {
        std::vector<TaskIndex> items;
        std::uint32_t open = 0; ///< items that have not ended
        Gate gate;
        Json elements; ///< of mapOver or mapOverFile; null for a map stage and a loop
    };
    /// Read from texts when needed; thrown away when there are many (values.cpp).
    struct Values {
        std::optional<Json> outputs;
        std::optional<Result<Json>> inputs;
        JsonText inputsText;
        std::unique_ptr<Program> program;
    };

    RunId run;
    std::shared_ptr<const DagSpec> dag;
    Plan plan;
    RunSummary summary;
    std::vector<Resources> fitted;
    AttemptKey parent;
    JsonText environment;
    Turn turn;
    std::vector<TaskRow> rows;
    std::vector<Work> work;
    std::unordered_map<TaskIndex, TaskReused> reused;
    std::unordered_map<TaskIndex, CacheMissed> missed;
    bool bypassesCache = false;

private:
    // machine.cpp: events
    void on(const EngineStarted &) {}
    void on(const ScheduleChanged &) {} // of the home, not of a run, like the two below
    void on(const SlotSettled &) {}
    void on(const BackfillRequested &) {}
    void on(const QueueChanged &) {}
    void on(const RunSealed &) {} // where it lies, not what it did
    void on(const RunsDropped &) {}
    void on(const RunPinned &) {}
    void on(const FileRemembered &) {}
    void on(const RunCreated &event);
    void on(const TaskPlaced &event);
    void on(const TaskStarted &event);
    void on(const TaskEnded &event);
    void on(const RetryDue &event);
    void on(const CancelRequested &event);
    void on(const RetryRequested &event);
    void on(const RunEnded &event);
    void on(const HoldChanged &event);
    void on(const TaskMarked &event);
    void on(const ItemsListed &event);
    void on(const RunAdmitted &event);
    void on(const PriorityChanged &event);

    void on(const DagPublished &) {}
    void on(const TaskReused &event);
    void on(const CacheMissed &event);
    void on(const CacheBypassed &) { bypassesCache = true; }

    void beginRun(WallMs at);

    // growth.cpp: nodes and edges that come later
    void on(const GraphGrown &event);
    void takeDag();
    void addNodes(const model::Fragment &fragment);
    void addEdges(const model::Fragment &fragment);
    [[nodiscard]] std::string closedTo(NodeIndex node) const;
    [[nodiscard]] std::string missingFor(const EdgeSpec &edge, NodeIndex from,
                                         const Writer &writer) const;
    [[nodiscard]] NodeIndex nodeNamed(std::string_view id) const;

    void startRunTimer();

    // flow.cpp: from "its upstream has ended" to "ask for room"
    void drain();
    void decide(NodeIndex node);
    struct Verdict;
    [[nodiscard]] Verdict judge(EdgeIndex edge) const;
    [[nodiscard]] Verdict judgeAll(NodeIndex node) const;
    [[nodiscard]] Verdict judgeByRule(NodeIndex node) const;
    void keep(const KeptNode &kept);
    void refuse(NodeIndex node, const std::string &why);
    void pass(NodeIndex node, TaskState state, const std::string &reason);
    void start(NodeIndex node);
    void begin(TaskIndex task);
    void beginNow(TaskIndex task);
    void endAtOnce(TaskIndex task);
    void lookUp(TaskIndex task);
    void admit(TaskIndex task);
    void enterRun(TaskIndex task);
    void ask(TaskIndex task);
    void leaveGates(TaskIndex task);
    void finish(TaskIndex task, TaskState state, std::string reason);
    void finishRun();
    [[nodiscard]] bool hasFailedItem(NodeIndex node) const;
    [[nodiscard]] Finish verdict() const;

    // group.cpp: mapped and looped nodes
    void expand(NodeIndex node);
    [[nodiscard]] bool makeGroup(NodeIndex node);
    TaskIndex addItem(NodeIndex node, Group &group);
    void nameItems(NodeIndex node, Group &group);
    void beginItems(NodeIndex node);
    [[nodiscard]] Result<std::uint32_t> countItems(NodeIndex node, Json &elements) const;
    void closeGroup(NodeIndex node);
    void closeMapped(NodeIndex node, const Group &group);
    void closeLoop(NodeIndex node, Group &group);
    [[nodiscard]] Result<bool> goesOn(NodeIndex node, const Group &group) const;

    // attempts.cpp: one attempt
    void carry(const TaskStarted &event);
    void failed(TaskIndex task, const Exit &exit);
    void delay(TaskIndex task, SpanMs span, const Exit &exit, std::uint32_t retries);

    [[nodiscard]] bool repeats(const RetryPolicy &policy, const Exit &exit) const;
    void grow(TaskIndex task, const RetryPolicy &policy, const Exit &exit);
    [[nodiscard]] SpanMs backoff(TaskIndex task, const RetryPolicy &policy) const;

    // byhand.cpp: holds and marks
    [[nodiscard]] bool holds(TaskIndex task) const;
    void hold(TaskIndex task);
    void holdWaiting();
    void unhold(TaskIndex task);
    void releaseTasks(const HoldChanged &event);
    void holdTurn(const HoldChanged &event);
    void finishMarked(TaskIndex task, const TaskMarked &mark);

    // again.cpp: stopping, and starting over
    [[nodiscard]] bool stopped(TaskIndex task) const;
    [[nodiscard]] bool sparedByCancel(TaskIndex task) const;
    void countUpstream(const std::vector<bool> &again);
    [[nodiscard]] std::vector<bool> tasksToRepeat(const std::vector<TaskIndex> &chosen) const;
    void reset(TaskIndex task);

    // values.cpp: data
    void forgetValues() const;
    [[nodiscard]] const Json &outputsOf(NodeIndex node) const;
    [[nodiscard]] const Result<Json> &inputsOf(NodeIndex node) const;
    [[nodiscard]] Result<Json> inputsOfItem(TaskIndex task) const;
    [[nodiscard]] Json itemOf(TaskIndex task) const;
    [[nodiscard]] bool inGroup(TaskIndex task) const;
    [[nodiscard]] Json nodeValues(TaskIndex task) const;
    [[nodiscard]] Json mapValues(TaskIndex task) const;
    struct View;
    [[nodiscard]] Result<View> viewOf(TaskIndex task) const;
    [[nodiscard]] Result<std::string> fill(const std::string &text, const View &view) const;
    [[nodiscard]] Result<std::string> textOf(TaskIndex task, const std::string &text) const;
    [[nodiscard]] Exit endOf(TaskIndex task) const;
    [[nodiscard]] std::string listUnread(NodeIndex node) const;
    [[nodiscard]] bool mayLead(EdgeIndex edge) const;
    [[nodiscard]] const Json *runRoot(std::string_view root) const;

    // helpers (machine.cpp)
    void setState(TaskIndex task, TaskState state);
    void setReason(TaskIndex task, std::string reason);
    void touch(TaskIndex task);
    template <typename C>
    void emit(TaskIndex task, C command)
    {
        work[task].order = ++m_order;
        m_commands->emplace_back(std::in_place_type<C>, std::move(command));
    }
    [[nodiscard]] const TaskRow &rowOf(NodeIndex node) const { return rows[taskOf(node)]; }
    [[nodiscard]] Group *groupOf(TaskIndex task); ///< of an item; else nullptr
    [[nodiscard]] bool isItem(TaskIndex task) const { return rows[task].item >= 0; }
    [[nodiscard]] bool active() const
    {
        return summary.state == RunState::Running || summary.state == RunState::Paused;
    }

    std::vector<std::uint32_t>
        m_openUpstream;                  ///< per node: incoming edges whose upstream has not ended
    NodeIndex m_fileNodes = 0;           ///< nodes that the run began with
    std::vector<TaskIndex> m_grownTasks; ///< [node - m_fileNodes]
    std::vector<std::uint32_t> m_generations; ///< [node - m_fileNodes] growths that led to it
    std::vector<Growth> m_growths;
    std::shared_ptr<DagSpec> m_ownDag; ///< `dag`, once it is another one than the file's
    mutable std::unordered_map<std::string_view, NodeIndex> m_ids; ///< of all nodes, when needed
    std::unordered_map<NodeIndex, Group> m_groups;
    std::vector<NodeIndex> m_ready;    ///< upstream ended, not decided yet
    Gate m_gate;                       ///< maxParallelTasks
    std::uint32_t m_open = 0;          ///< tasks that are not final
    std::vector<TaskIndex> m_failures; ///< in order of failing
    std::optional<CancelRequested> m_cancel;
    bool m_cancelAll = false;    ///< cancelled twice: teardowns, too
    std::vector<bool> m_leftOut; ///< [node]; empty = none
    std::unordered_map<NodeIndex, std::vector<EdgeIndex>>
        m_early;                       ///< First: edges that had ended when it started
    bool m_awaitsTurn = false;         ///< RequestTurn is out, unless it is held
    std::optional<HoldChanged> m_held; ///< the whole run
    std::unordered_map<TaskIndex, std::string> m_holds; ///< held tasks, and by whom
    std::unordered_map<TaskIndex, std::string> m_pauseAfter;
    std::unordered_map<TaskIndex, TaskMarked> m_marks; ///< running tasks to end so
    WallMs m_since = 0;                                ///< the run's time-out counts from here
    bool m_finishing = false;                          ///< Finish is out
    WallMs m_now = 0;                                  ///< of the newest event
    std::uint64_t m_order = 0;
    Json m_params, m_runValues, m_dagValues;                ///< roots of expressions
    mutable std::unordered_map<NodeIndex, Values> m_values; ///< a cache
    std::vector<TaskIndex> m_changed;
    std::vector<Command> *m_commands = nullptr; ///< of the apply() under way
};

} // namespace orrery::run
