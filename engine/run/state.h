// SPDX-License-Identifier: GPL-3.0-or-later
// The inside of run::Machine. Read it in this order: events arrive in machine.cpp; flow.cpp decides
// what starts; attempts.cpp follows one attempt; again.cpp cancels and starts over; values.cpp
// moves data between tasks.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "run/dataflow.h"
#include "run/gate.h"
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
    [[nodiscard]] std::vector<TaskIndex> takeChanged();
    [[nodiscard]] std::string name(TaskIndex task) const { return taskName(*dag, rows[task]); }
    [[nodiscard]] std::uint32_t itemCount(TaskIndex task) const;

    /// What a task waits for, or does: TaskState tells people, Phase tells us.
    enum class Phase : std::uint8_t {
        Idle,    ///< pending, final, or the group of a mapped node
        Limited, ///< in the queue of a Gate
        Asked,   ///< RequestPlacement is out
        Delayed, ///< StartTimer is out
        Ending,  ///< EndAtOnce is out
        Placed   ///< an attempt is queued or running at a host
    };
    struct Work {
        Phase phase = Phase::Idle;
        bool changed = false;       ///< in `changed`
        bool killed = false;        ///< Kill is out
        std::uint32_t failures = 0; ///< counted against maxRetries
        std::uint32_t losses = 0;
        std::uint64_t order = 0; ///< of the newest command: outstanding() keeps it
        SpanMs delay = 0;        ///< Delayed
        WallMs since = 0;
        JsonText outputs;
    };
    /// The items of an expanded mapped node, tasks first .. first + count.
    struct Group {
        TaskIndex first = 0;
        std::uint32_t count = 0;
        std::uint32_t open = 0; ///< items that have not ended
        Gate gate;
        Json elements; ///< of mapOver; null for a map stage
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
    std::vector<TaskRow> rows;
    std::vector<Work> work;

private:
    // machine.cpp: events
    void on(const EngineStarted &) {}
    void on(const RunCreated &event);
    void on(const TaskPlaced &event);
    void on(const TaskStarted &event);
    void on(const TaskEnded &event);
    void on(const RetryDue &event);
    void on(const CancelRequested &event);
    void on(const RetryRequested &event);
    void on(const RunEnded &event);

    // flow.cpp: from "its upstream has ended" to "ask for room"
    void drain();
    void decide(NodeIndex node);
    struct Verdict;
    [[nodiscard]] Verdict judge(EdgeIndex edge) const;
    void refuse(NodeIndex node, const std::string &why);
    void pass(NodeIndex node, TaskState state, const std::string &reason);
    void start(NodeIndex node);
    void expand(NodeIndex node);
    [[nodiscard]] Result<std::uint32_t> countItems(NodeIndex node, Json &elements) const;
    void begin(TaskIndex task);
    void endAtOnce(TaskIndex task);
    void admit(TaskIndex task);
    void enterRun(TaskIndex task);
    void ask(TaskIndex task);
    void leaveGates(TaskIndex task);
    void finish(TaskIndex task, TaskState state, std::string reason);
    void closeGroup(NodeIndex node);
    void finishRun();
    [[nodiscard]] Finish verdict() const;

    // attempts.cpp: one attempt
    void failed(TaskIndex task, const Exit &exit);
    void delay(TaskIndex task, SpanMs span, const Exit &exit, std::uint32_t retries);

    // again.cpp: starting over
    [[nodiscard]] std::vector<bool> tasksToRepeat(const std::vector<TaskIndex> &chosen) const;
    void reset(TaskIndex task);

    // values.cpp: data
    void forgetValues() const;
    [[nodiscard]] const Json &outputsOf(NodeIndex node) const;
    [[nodiscard]] const Result<Json> &inputsOf(NodeIndex node) const;
    [[nodiscard]] Exit endOf(TaskIndex task) const;
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
    [[nodiscard]] Group *groupOf(TaskIndex task); ///< of an item; else nullptr
    [[nodiscard]] bool isItem(TaskIndex task) const { return rows[task].item >= 0; }

    std::vector<std::uint32_t>
        m_openUpstream; ///< per node: incoming edges whose upstream has not ended
    std::unordered_map<NodeIndex, Group> m_groups;
    std::vector<NodeIndex> m_ready;    ///< upstream ended, not decided yet
    Gate m_gate;                       ///< maxParallelTasks
    std::uint32_t m_open = 0;          ///< tasks that are not final
    std::vector<TaskIndex> m_failures; ///< in order of failing
    std::optional<CancelRequested> m_cancel;
    bool m_finishing = false; ///< Finish is out
    WallMs m_now = 0;         ///< of the newest event
    std::uint64_t m_order = 0;
    Json m_params, m_runValues, m_dagValues;                ///< roots of expressions
    mutable std::unordered_map<NodeIndex, Values> m_values; ///< a cache
    std::vector<TaskIndex> m_changed;
    std::vector<Command> *m_commands = nullptr; ///< of the apply() under way
};

} // namespace orrery::run
