// SPDX-License-Identifier: GPL-3.0-or-later
// Scenarios of the run machine as text (tests/cases/run/*.txt): a DAG, events in, and after each
// event the log of commands and changed tasks. run() writes the whole scenario again, so a test is
// one comparison of two texts.
//
//   == a title
//   dag
//     load                           a node of runtime EXEC
//     sum over=inputs.parts limit=2  options: none (runtime NONE), map=N, over=EXPRESSION, limit=N,
//                                    retries=N every=MS times=X, out=NAME:TYPE,...,
//                                    in=NAME:TYPE[?|=JSON],... rule=RULE teardown=NODE ratio=X
//                                    item=TEMPLATE lines=FILE while=EXPR until=EXPR most=N
//                                    on=CLASS,... memory=MiB timeout=MS grow=X jitter=X
//                                    holds=NAME,... (names of slots) priority=N
//                                    wait=FILE approve=TEXT sub=FILE (runtime of that name)
//     load -> sum parts>parts        an edge, with dataMapping output>input,...
//     load -> sum if outputs.n > 1   with a condition; to the end of the line
//     max 2                          maxParallelTasks
//     retry 3 1000 2                 schedule.retryPolicy: maxRetries, interval [ms], multiplier
//     timeout 60000                  of the run [ms]
//     output total=sum.total         of the run
//     turn db,gpu                    of the run: slots it holds as a whole
//   > run {"n": 1}                   RunCreated with parameters
//   > admit                          RunAdmitted
//   > priority 5                     PriorityChanged
//   > wants load                     priority and slots of its next attempt
//   > place load                     TaskPlaced (attempt: the next)
//   > start load                     TaskStarted
//   > carry load                     TaskStarted of a task that the engine carries itself
//   > end load code=3                TaskEnded; code=N signal=N timeout lost cancelled template oom
//                                    peak=MiB outputs=JSON (to the end of the line); attempt=N:
//                                    another attempt's
//   > do load outputs=...            place, start and end in one
//   > obey sum                       TaskEnded as the last EndAtOnce asks
//   > due load                       RetryDue
//   > cancel NAME: why               CancelRequested
//   > retry [task ...]               RetryRequested
//   > hold [task ...] [after]        HoldChanged: hold, or pause after
//   > release [task ...] [step]      HoldChanged: release
//   > mark load succeeded OUTPUTS    TaskMarked; OUTPUTS to the end of the line, or none
//   > grow load [outputs=JSON] JSON  GraphGrown by a task, which will give these outputs (no space
//                                    in them); `grow - JSON` by somebody; or why it cannot be
//   > list load JSON                 ItemsListed; a text that is no array is the problem
//   > reuse load OUTPUTS             TaskReused, from the run "earlier"
//   > miss load why                  CacheMissed
//   > bypass                         CacheBypassed
//   > keep load OUTPUTS | keep load  before `> run`: the node is kept from run r0, or left out
//   > needs load                     what its next attempt reserves: memory, time-out
//   > results                        the outputs of the run
//   > ended                          RunEnded as Finish asks
//   > show load                      what its attempt starts: inputs, argv, ORRERY_ITEM or the
//   problem > outputs sum                    outputs of a task
// The clock stands at 1000 ms for the first event and moves on by 1000 ms per event.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "engine/run.h"
#include "model/policy.h"
#include "run/machine.h"

namespace orrery::test {

/// One command as a line of the log.
inline std::string commandText(const run::Machine &machine, const run::Command &command)
{
    struct Writer {
        const run::Machine &machine;
        [[nodiscard]] std::string attempt(TaskIndex task, std::uint32_t n) const
        {
            return machine.name(task) + " #" + std::to_string(n);
        }
        std::string operator()(const run::RequestPlacement &c) const
        {
            return "request " + machine.name(c.task);
        }
        std::string operator()(const run::WithdrawPlacement &c) const
        {
            return "withdraw " + machine.name(c.task);
        }
        std::string operator()(const run::Launch &c) const
        {
            return "launch " + attempt(c.task, c.attempt);
        }
        std::string operator()(const run::Kill &c) const
        {
            return "kill " + attempt(c.task, c.attempt);
        }
        std::string operator()(const run::StartTimer &c) const
        {
            return "timer " + (c.task == none ? "run" : machine.name(c.task)) + " " +
                   std::to_string(c.delay) + " ms from " + std::to_string(c.since);
        }
        std::string operator()(const run::EndAtOnce &c) const
        {
            return "end " + attempt(c.task, c.attempt) + " " +
                   (c.exit.succeeded() ? c.exit.outputs : causeText(c.exit));
        }
        std::string operator()(const run::Carry &c) const
        {
            return "carry " + attempt(c.task, c.attempt);
        }
        std::string operator()(const run::ListItems &c) const
        {
            return "list " + machine.name(c.node);
        }
        std::string operator()(const run::RequestTurn &) const { return "request turn"; }
        std::string operator()(const run::WithdrawTurn &) const { return "withdraw turn"; }
        std::string operator()(const run::Rank &) const { return "rank"; }
        std::string operator()(const run::LookUp &c) const
        {
            return "look-up " + machine.name(c.task);
        }
        std::string operator()(const run::KeepResult &c) const
        {
            return "keep-result " + machine.name(c.task);
        }
        std::string operator()(const run::Finish &c) const
        {
            return "finish " + std::string(text(c.state)) + (c.cause.empty() ? "" : ": " + c.cause);
        }
    };
    return std::visit(Writer{machine}, command);
}

inline std::string rowText(const run::Machine &machine, TaskIndex task)
{
    const TaskRow &row = machine.task(task);
    return machine.name(task) + ": " + std::string(text(row.state)) +
           (row.reason.empty() ? "" : " (" + row.reason + ")");
}

class Scenario {
public:
    /// @param lines  of one scenario, without its results
    [[nodiscard]] std::string run(const std::vector<std::string> &lines)
    {
        m_out.clear();
        for (const std::string &line : lines) {
            if (line.starts_with("> "))
                event(line);
            else if (line.starts_with("  ") && !m_machine)
                dagLine(line);
            else if (!line.starts_with("  "))
                m_out += line + "\n";
        }
        return m_out;
    }

    [[nodiscard]] const std::vector<Event> &events() const { return m_events; }
    [[nodiscard]] std::shared_ptr<const DagSpec> dag() const { return m_shared; }

private:
    // ---- the DAG ------------------------------------------------------------------------------
    void dagLine(const std::string &line)
    {
        m_out += line + "\n";
        std::istringstream words(line);
        std::string first;
        std::string second;
        words >> first >> second;
        if (second == "->")
            return edge(first, words);
        if (first == "max") {
            m_dag.maxParallelTasks = static_cast<std::uint32_t>(std::stoul(second));
        } else if (first == "retry") {
            m_dag.schedule.retry.maxRetries = static_cast<std::uint32_t>(std::stoul(second));
            words >> m_dag.schedule.retry.interval >> m_dag.schedule.retry.backoffMultiplier;
        } else if (first == "timeout") {
            m_dag.timeout = std::stol(second);
        } else if (first == "turn") {
            m_turn = uses(second);
        } else if (first == "output") {
            const std::size_t equals = second.find('=');
            m_dag.outputs.emplace_back(second.substr(0, equals), second.substr(equals + 1));
        } else {
            node(first, line);
        }
    }

    void node(const std::string &id, const std::string &line)
    {
        NodeSpec made;
        made.id = id;
        made.task.runtime = Runtime::Exec;
        made.task.command = {"/bin/true"};
        std::istringstream words(line.substr(line.find(id) + id.size()));
        for (std::string word; words >> word;) {
            const std::size_t equals = word.find('=');
            option(made, word.substr(0, equals),
                   equals == std::string::npos ? "" : word.substr(equals + 1));
        }
        m_dag.nodes.push_back(std::move(made));
    }

    static void option(NodeSpec &node, const std::string &key, const std::string &value)
    {
        const auto number = [&] { return static_cast<std::uint32_t>(std::stoul(value)); };
        const auto policy = [&]() -> RetryPolicy & {
            return node.execution.retry ? *node.execution.retry : node.execution.retry.emplace();
        };
        if (key == "none") {
            node.task.runtime = Runtime::None;
        } else if (key == "map") {
            node.execution.isMapStage = true;
            node.execution.parallelism = number();
        } else if (key == "over") {
            node.execution.mapOver = value;
            node.execution.parallelism = 0;
        } else if (key == "limit") {
            node.execution.parallelism = number();
        } else if (key == "retries") {
            policy().maxRetries = number();
        } else if (key == "every") {
            policy().interval = number();
        } else if (key == "times") {
            policy().backoffMultiplier = std::stod(value);
        } else if (key == "out") {
            node.task.outputs = ports(value);
        } else if (key == "in") {
            node.task.inputs = ports(value);
        } else if (key == "argument") {
            node.task.command.push_back(value);
        } else {
            rarer(node, key, value);
        }
    }

    static void rarer(NodeSpec &node, const std::string &key, const std::string &value)
    {
        ExecutionConfig &execution = node.execution;
        const auto policy = [&]() -> RetryPolicy & {
            return execution.retry ? *execution.retry : execution.retry.emplace();
        };
        const auto loop = [&]() -> LoopSpec & {
            return execution.loop ? *execution.loop : execution.loop.emplace();
        };
        const auto bare = [&](Runtime runtime) {
            node.task.runtime = runtime;
            node.task.command.clear();
        };
        if (key == "rule") {
            const auto found =
                std::find(model::triggerRules.begin(), model::triggerRules.end(), value);
            execution.triggerRule = static_cast<TriggerRule>(found - model::triggerRules.begin());
        } else if (key == "teardown") {
            execution.teardownOf = value;
        } else if (key == "ratio") {
            execution.minSuccessRatio = std::stod(value);
        } else if (key == "item") {
            execution.itemName = value;
        } else if (key == "cache") {
            execution.cache.emplace().version = value;
        } else if (key == "lines") {
            execution.mapOverFile = value;
            execution.parallelism = 0;
        } else if (key == "while" || key == "until") {
            loop().condition = value;
            loop().until = key == "until";
        } else if (key == "most") {
            loop().maxIterations = static_cast<std::uint32_t>(std::stoul(value));
        } else if (key == "on") {
            std::istringstream classes(value);
            for (std::string one; std::getline(classes, one, ',');)
                policy().on.push_back(model::failureClassNamed(one).value());
        } else if (key == "memory") {
            node.resources.memoryMB = std::stoul(value);
        } else if (key == "timeout") {
            execution.timeout = std::stol(value);
        } else if (key == "grow") {
            policy().memoryGrowth = policy().timeoutGrowth = std::stod(value);
        } else if (key == "jitter") {
            policy().jitter = std::stod(value);
        } else if (key == "holds") {
            execution.holds = uses(value);
        } else if (key == "priority") {
            execution.priority = std::stoi(value);
        } else if (key == "wait") {
            bare(Runtime::Wait);
            node.task.wait.emplace().file = value;
        } else if (key == "approve") {
            bare(Runtime::Approve);
            node.task.approval.emplace().message = value;
        } else if (key == "sub") {
            bare(Runtime::SubDag);
            node.task.subDag.emplace().file = value;
        } else {
            throw std::runtime_error("unknown option " + key);
        }
    }

    static std::vector<SlotUse> uses(const std::string &text)
    {
        std::vector<SlotUse> made;
        std::istringstream names(text);
        for (std::string name; std::getline(names, name, ',');)
            made.push_back({name});
        return made;
    }

    static std::vector<Port> ports(const std::string &text)
    {
        std::vector<Port> made;
        std::istringstream items(text);
        for (std::string item; std::getline(items, item, ',');) {
            Port port;
            port.required = true;
            const std::size_t colon = item.find(':');
            port.name = item.substr(0, colon);
            std::string type = item.substr(colon + 1);
            if (const std::size_t equals = type.find('='); equals != std::string::npos) {
                port.defaultValue = type.substr(equals + 1);
                type.resize(equals);
            } else if (type.ends_with('?')) {
                port.required = false;
                type.pop_back();
            }
            port.type = type;
            made.push_back(std::move(port));
        }
        return made;
    }

    void edge(const std::string &from, std::istringstream &words)
    {
        EdgeSpec made;
        std::string to;
        words >> to;
        made.from = index(from);
        made.to = index(to);
        for (std::string word; words >> word;) {
            if (word == "if") {
                std::getline(words >> std::ws, made.condition);
                break;
            }
            const std::size_t arrow = word.find('>');
            made.dataMapping.emplace_back(word.substr(0, arrow), word.substr(arrow + 1));
        }
        m_dag.edges.push_back(std::move(made));
    }

    NodeIndex index(const std::string &id) const
    {
        for (NodeIndex i = 0; i < m_dag.nodes.size(); ++i) {
            if (m_dag.nodes[i].id == id)
                return i;
        }
        return none;
    }

    // ---- events -------------------------------------------------------------------------------
    void event(const std::string &line)
    {
        m_out += line + "\n";
        std::istringstream words(line.substr(2));
        std::string verb;
        std::string rest;
        words >> verb;
        std::getline(words >> std::ws, rest);
        m_now += 1000;
        if (verb == "keep")
            return keep(rest);
        if (!m_machine) {
            m_dag.id = "d";
            m_shared = std::make_shared<const DagSpec>(m_dag);
            m_machine = std::make_unique<run::Machine>(RunId("r"), m_shared);
        }
        if (verb == "show")
            return show(task(rest));
        if (verb == "outputs") {
            m_out += "  " + m_machine->outputs(task(rest)) + "\n";
            return;
        }
        if (verb == "grow")
            return grow(rest);
        if (verb == "results") {
            m_out += "  " + m_machine->results() + "\n";
            return;
        }
        if (verb == "needs") {
            m_out += "  memory " + std::to_string(m_machine->resources(task(rest)).memoryMB) +
                     " MiB, time-out " + std::to_string(m_machine->timeout(task(rest))) + " ms\n";
            return;
        }
        if (verb == "wants") {
            const TaskIndex of = task(rest);
            m_out += "  priority " + std::to_string(m_machine->priority(of));
            for (const SlotUse &use : m_machine->holds(of))
                m_out += " " + use.name;
            m_out += "\n";
            return;
        }
        if (verb == "do") {
            const std::string name = rest.substr(0, rest.find(' '));
            apply(fact("place", name), false);
            apply(fact("start", name), false);
            return apply(fact("end", rest), true);
        }
        apply(fact(verb, rest), true);
    }

    void keep(const std::string &rest)
    {
        const std::string name = rest.substr(0, rest.find(' '));
        const bool gave = name.size() < rest.size();
        m_kept.push_back({index(name), RunId(gave ? "r0" : ""),
                          gave ? rest.substr(name.size() + 1) : std::string()});
    }

    void grow(const std::string &rest)
    {
        const std::size_t space = rest.find(' ');
        const TaskIndex writer = task(rest.substr(0, space));
        std::string text = rest.substr(space + 1);
        run::Writer by;
        if (text.starts_with("outputs=")) {
            by.outputs = text.substr(8, text.find(' ') - 8);
            text.erase(0, text.find(' ') + 1);
        }
        by.text = text;
        by.task = writer;
        by.limits = {.maxNodes = 4, .maxGenerations = 2};
        const run::Growing growing = m_machine->growing(by);
        if (!growing.problem.empty())
            m_out += "  refused: " + growing.problem + "\n";
        else
            apply(GraphGrown{writer, 1, growing.fragment.canonical(), writer == none ? "ann" : "",
                             m_now},
                  true);
    }

    void show(TaskIndex index)
    {
        const run::ResolvedLaunch launch = m_machine->resolve(index);
        if (!launch.problem.empty()) {
            m_out += "  problem: " + launch.problem + "\n";
            return;
        }
        m_out += "  inputs " + launch.inputs + "\n  argv";
        for (const std::string &argument : launch.argv)
            m_out += " " + argument;
        m_out += "\n";
        for (const auto &[name, value] : launch.environment)
            m_out += "  " + name + "=" + value + "\n";
    }

    TaskIndex task(const std::string &name) const
    {
        for (TaskIndex i = 0; i < m_machine->taskCount(); ++i) {
            if (m_machine->name(i) == name)
                return i;
        }
        return none;
    }

    Fact fact(const std::string &verb, const std::string &rest)
    {
        std::istringstream words(rest);
        std::string name;
        words >> name;
        const TaskIndex index = task(name);
        const std::uint32_t attempts = index == none ? 0 : m_machine->task(index).attempts;
        if (verb == "run")
            return RunCreated{.dag = DagId("d"),
                              .parameters = rest,
                              .resultsDir = "/runs/r",
                              .at = m_now,
                              .kept = m_kept,
                              .turn = {.uses = m_turn}};
        if (verb == "admit")
            return RunAdmitted{m_now};
        if (verb == "priority")
            return PriorityChanged{std::stoi(rest), "ada", m_now};
        if (verb == "hold" || verb == "release")
            return held(verb == "hold", rest);
        if (verb == "mark")
            return marked(index, rest.substr(name.size() + 1));
        if (verb == "list") {
            const std::string what = rest.substr(name.size() + 1);
            const bool array = what.starts_with("[");
            return ItemsListed{m_machine->task(index).node, array ? what : "", array ? "" : what,
                               m_now};
        }
        if (verb == "reuse")
            return TaskReused{index, RunId("earlier"), 1, "{}", rest.substr(name.size() + 1),
                              m_now};
        if (verb == "miss")
            return CacheMissed{index, "{}", rest.substr(name.size() + 1), m_now};
        if (verb == "bypass")
            return CacheBypassed{m_now};
        if (verb == "place")
            return TaskPlaced{index, attempts + 1, HostId("local"), {}, m_now};
        if (verb == "start")
            return TaskStarted{index, attempts, 100, m_now};
        if (verb == "carry")
            return TaskStarted{index, attempts + 1, 0, m_now};
        if (verb == "end")
            return ended(index, attempts, rest.substr(std::min(rest.size(), name.size() + 1)));
        if (verb == "obey")
            return obeyed(index);
        if (verb == "due")
            return RetryDue{index, m_now};
        if (verb == "cancel") {
            const std::size_t colon = rest.find(": ");
            return CancelRequested{rest.substr(0, colon),
                                   colon == std::string::npos ? "" : rest.substr(colon + 2), m_now};
        }
        if (verb == "retry")
            return again(rest);
        return RunEnded{m_finish.state, m_finish.cause, m_now};
    }

    Fact ended(TaskIndex index, std::uint32_t attempt, const std::string &how)
    {
        TaskEnded fact{index, attempt, {}};
        fact.exit.start = m_machine->task(index).start;
        fact.exit.end = m_now;
        std::istringstream words(how);
        for (std::string word; words >> word;) {
            const std::size_t equals = word.find('=');
            const std::string key = word.substr(0, equals);
            const std::string value = equals == std::string::npos ? "" : word.substr(equals + 1);
            if (key == "outputs") {
                fact.exit.outputs = how.substr(how.find("outputs=") + 8);
                break;
            }
            if (key == "code")
                fact.exit.exitCode = std::stoi(value);
            else if (key == "peak")
                fact.exit.usage.maxMemoryKiB = std::stoul(value) * 1024;
            else if (key == "attempt")
                fact.attempt = static_cast<std::uint32_t>(std::stoul(value));
            else if (key == "signal")
                fact.exit.signal = std::stoi(value);
            static const std::map<std::string, Cause> causes{{"signal", Cause::Signalled},
                                                             {"timeout", Cause::TimedOut},
                                                             {"lost", Cause::Lost},
                                                             {"cancelled", Cause::Cancelled},
                                                             {"template", Cause::BadTemplate},
                                                             {"oom", Cause::OutOfMemory}};
            if (const auto cause = causes.find(key); cause != causes.end())
                fact.exit.cause = cause->second;
        }
        return fact;
    }

    Fact obeyed(TaskIndex index)
    {
        TaskEnded fact{index, m_atOnce.at(index).attempt, m_atOnce.at(index).exit};
        fact.exit.start = fact.exit.end = m_now;
        return fact;
    }

    Fact held(bool held, const std::string &words)
    {
        HoldChanged fact{.held = held, .by = "ada", .at = m_now};
        std::istringstream names(words);
        for (std::string name; names >> name;) {
            if (name == "after")
                fact.after = true;
            else if (name == "step")
                fact.step = true;
            else
                fact.tasks.push_back(task(name));
        }
        return fact;
    }

    Fact marked(TaskIndex index, const std::string &how)
    {
        const std::size_t space = how.find(' ');
        const std::string state = how.substr(0, space);
        TaskMarked fact{.task = index, .by = "ada", .at = m_now};
        fact.state = state == "succeeded" ? TaskState::Succeeded
                     : state == "failed"  ? TaskState::Failed
                                          : TaskState::Skipped;
        fact.outputs = space == std::string::npos ? "" : how.substr(space + 1);
        return fact;
    }

    Fact again(const std::string &names)
    {
        RetryRequested fact;
        fact.at = m_now;
        std::istringstream words(names);
        for (std::string name; words >> name;)
            fact.tasks.push_back(task(name));
        return fact;
    }

    void apply(Fact fact, bool last)
    {
        std::vector<run::Command> commands;
        m_events.push_back({m_events.size() + 1, RunId("r"), std::move(fact)});
        m_machine->apply(m_events.back(), commands);
        for (const run::Command &command : commands) {
            m_out += "  " + commandText(*m_machine, command) + "\n";
            if (const auto *end = std::get_if<run::EndAtOnce>(&command))
                m_atOnce[end->task] = *end;
            if (const auto *finish = std::get_if<run::Finish>(&command))
                m_finish = *finish;
        }
        for (const TaskIndex changed : m_machine->takeChanged())
            m_changed[changed] = true;
        if (!last)
            return;
        for (const auto &[changed, yes] : m_changed)
            m_out += "  " + rowText(*m_machine, changed) + "\n";
        m_changed.clear();
        if (const RunState now = m_machine->summary().state; std::exchange(m_state, now) != now)
            m_out += "  run: " + std::string(text(now)) + "\n";
    }

    std::string m_out;
    DagSpec m_dag;
    std::shared_ptr<const DagSpec> m_shared;
    std::unique_ptr<run::Machine> m_machine;
    std::vector<Event> m_events;
    std::map<TaskIndex, run::EndAtOnce> m_atOnce;
    std::map<TaskIndex, bool> m_changed;
    std::vector<KeptNode> m_kept;
    std::vector<SlotUse> m_turn;
    run::Finish m_finish;
    RunState m_state = RunState::Pending;
    WallMs m_now = 0;
};

} // namespace orrery::test
