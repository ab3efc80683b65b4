// SPDX-License-Identifier: GPL-3.0-or-later
// What holds for every DAG, every order of events and every crash: random DAGs are run by a small
// engine that lets things happen in any order and starts over from the journal at any moment.
#include <map>
#include <random>
#include <set>

#include <QTest>

#include "scenario.h"

using namespace orrery;

namespace {

using Random = std::mt19937;

unsigned upTo(Random &random, unsigned n)
{
    return static_cast<unsigned>(random() % (n + 1));
}

/// 1 to 14 nodes, edges forward only, all kinds of conditions, mapped nodes, limits, retries.
std::shared_ptr<const DagSpec> randomDag(unsigned seed)
{
    Random random(seed);
    DagSpec dag;
    dag.id = "d";
    dag.maxParallelTasks = upTo(random, 2) == 0 ? 1 + upTo(random, 3) : 0;
    dag.schedule.retry = {upTo(random, 2), 1000, 2};
    const unsigned count = 1 + upTo(random, 13);
    for (unsigned n = 0; n < count; ++n) {
        NodeSpec node;
        node.id = "n" + std::to_string(n);
        node.task.runtime = upTo(random, 5) == 0 ? Runtime::None : Runtime::Exec;
        node.task.command = {"/bin/true", "${params.p}"};
        node.task.outputs = {{.name = "x", .type = "INTEGER"}};
        node.task.inputs = {{.name = "in", .type = "ANY"},
                            {.name = "x", .type = "INTEGER", .defaultValue = "3"}};
        const unsigned mapping = upTo(random, 6);
        if (mapping == 0) {
            node.execution.mapOver = "range(" + std::to_string(upTo(random, 4)) + ")";
            node.execution.parallelism = upTo(random, 2);
        } else if (mapping == 1) {
            node.execution.isMapStage = true;
            node.execution.parallelism = 1 + upTo(random, 3);
        }
        if (upTo(random, 3) == 0)
            node.execution.retry = RetryPolicy{upTo(random, 3), upTo(random, 1) * 500, 1.5};
        dag.nodes.push_back(std::move(node));
    }
    for (NodeIndex to = 1; to < count; ++to) {
        std::set<NodeIndex> sources;
        for (unsigned i = upTo(random, 3); i > 0; --i)
            sources.insert(static_cast<NodeIndex>(upTo(random, to - 1)));
        for (const NodeIndex from : sources) {
            const std::vector<std::string> conditions{"SUCCESS",
                                                      "SUCCESS",
                                                      "SUCCESS",
                                                      "ALWAYS",
                                                      "ALWAYS",
                                                      "FAILURE",
                                                      "defined(outputs.x) && outputs.x != 7",
                                                      "outputs.x + 1 > 0",
                                                      "params.p"};
            EdgeSpec edge{from,
                          to,
                          conditions[upTo(random, static_cast<unsigned>(conditions.size()) - 1)],
                          {}};
            if (upTo(random, 2) == 0)
                edge.dataMapping.emplace_back("x", "in");
            dag.edges.push_back(std::move(edge));
        }
    }
    return std::make_shared<const DagSpec>(std::move(dag));
}

/// How an attempt ends depends on its name and number alone, so every order of events has to lead
/// to the same end.
Exit outcome(unsigned seed, const std::string &task, std::uint32_t attempt)
{
    Random random(static_cast<unsigned>(std::hash<std::string>{}(task)) ^
                  (seed * 7919 + attempt * 104729));
    Exit exit;
    exit.outputs = upTo(random, 4) == 0 ? "" : R"({"x": )" + std::to_string(upTo(random, 9)) + "}";
    switch (upTo(random, 9)) {
    case 0:
        exit.exitCode = 1;
        break;
    case 1:
        exit.cause = Cause::Signalled;
        break;
    case 2:
        exit.cause = Cause::Lost;
        break;
    case 3:
        exit.outputs = R"({"x": "no number"})";
        break;
    default:
        break;
    }
    return exit;
}

/// A journal, a machine, and what the machine asked for and was not given yet.
class Engine {
public:
    Engine(unsigned seed, unsigned order, std::shared_ptr<const DagSpec> dag)
        : m_seed(seed), m_random(order), m_dag(std::move(dag)), m_machine(RunId("r"), m_dag)
    {
        record(RunCreated{.parameters = R"({"p": 1})", .at = 1});
    }

    /// Lets one of the possible things happen. @return false: nothing can
    bool step()
    {
        if (m_todo.empty() && m_running.empty())
            return false;
        const std::size_t choice = m_random() % (m_todo.size() + m_running.size());
        if (choice < m_todo.size())
            obey(choice);
        else
            progress(
                *std::next(m_running.begin(), static_cast<std::ptrdiff_t>(choice - m_todo.size())));
        return true;
    }

    void cancel() { record(CancelRequested{"test", "", ++m_now}); }
    void retry() { record(RetryRequested{{}, "test", ++m_now}); }

    /// The engine dies and comes back: only the journal is left; attempts run on.
    void crash()
    {
        run::Machine again(RunId("r"), m_dag);
        std::vector<run::Command> ignored;
        for (const Event &event : m_journal)
            again.apply(event, ignored);
        m_machine = std::move(again);
        m_todo = m_machine.outstanding();
    }

    /// What was asked for and not given yet, against what the machine says.
    [[nodiscard]] std::pair<std::string, std::string> outstanding() const
    {
        return {listed(m_todo), listed(m_machine.outstanding())};
    }

    /// State and attempts of every task, by name.
    [[nodiscard]] std::string end() const
    {
        std::set<std::string> lines;
        for (TaskIndex task = 0; task < m_machine.taskCount(); ++task) {
            const TaskRow &row = m_machine.task(task);
            lines.insert(m_machine.name(task) + " " + std::string(text(row.state)) + " #" +
                         std::to_string(row.attempts) + " " + m_machine.outputs(task) + "\n");
        }
        std::string all(text(m_machine.summary().state));
        for (const std::string &line : lines)
            all += "\n" + line;
        return all;
    }

    [[nodiscard]] const run::Machine &machine() const { return m_machine; }
    [[nodiscard]] const std::string &broken() const { return m_broken; }
    [[nodiscard]] unsigned finishes() const { return m_finishes; }
    [[nodiscard]] bool ended() const { return isFinal(m_machine.summary().state); }

private:
    static std::string key(const run::Machine &machine, const run::Command &command)
    {
        return test::commandText(machine, command);
    }
    [[nodiscard]] std::string listed(const std::vector<run::Command> &commands) const
    {
        std::multiset<std::string> texts;
        for (const run::Command &command : commands)
            texts.insert(key(m_machine, command));
        std::string all;
        for (const std::string &line : texts)
            all += line + "\n";
        return all;
    }

    void obey(std::size_t choice)
    {
        const run::Command command = m_todo[choice];
        if (const auto *request = std::get_if<run::RequestPlacement>(&command)) {
            record(TaskPlaced{request->task,
                              m_machine.task(request->task).attempts + 1,
                              HostId("local"),
                              {},
                              ++m_now});
        } else if (const auto *launch = std::get_if<run::Launch>(&command)) {
            if (m_random() % 4 == 0)
                finish(launch->task); // so short that nobody saw its start
            else
                record(TaskStarted{launch->task, launch->attempt, 1, ++m_now});
        } else if (const auto *kill = std::get_if<run::Kill>(&command)) {
            if (m_random() % 4 == 0)
                return finish(kill->task); // it was faster
            TaskEnded ended{kill->task, kill->attempt, {}};
            ended.exit.cause = Cause::Cancelled;
            record(ended);
        } else if (const auto *timer = std::get_if<run::StartTimer>(&command)) {
            record(RetryDue{timer->task, ++m_now});
        } else if (const auto *end = std::get_if<run::EndAtOnce>(&command)) {
            record(TaskEnded{end->task, end->attempt, end->exit});
        } else if (const auto *finish = std::get_if<run::Finish>(&command)) {
            record(RunEnded{finish->state, finish->cause, ++m_now});
        }
    }

    void progress(TaskIndex task) { finish(task); }

    void finish(TaskIndex task)
    {
        const std::uint32_t attempt = m_machine.task(task).attempts;
        TaskEnded ended{task, attempt, outcome(m_seed, m_machine.name(task), attempt)};
        ended.exit.end = ++m_now;
        record(ended);
    }

    void record(Fact fact)
    {
        m_journal.push_back({m_journal.size() + 1, RunId("r"), fact});
        confirm(fact);
        std::vector<run::Command> commands;
        m_machine.apply(m_journal.back(), commands);
        for (run::Command &command : commands)
            take(std::move(command));
        if (m_dag->maxParallelTasks > 0 && busy() > m_dag->maxParallelTasks)
            m_broken = "more than maxParallelTasks";
    }

    /// An event fulfils what was asked for its task.
    void confirm(const Fact &fact)
    {
        const auto drop = [this](auto wanted) {
            std::erase_if(m_todo, [&](const run::Command &command) { return wanted(command); });
        };
        const auto of = [](TaskIndex task) {
            return [task](const run::Command &command) {
                return std::visit(
                    [task](const auto &c) {
                        if constexpr (requires { c.task; })
                            return c.task == task;
                        return false;
                    },
                    command);
            };
        };
        if (const auto *placed = std::get_if<TaskPlaced>(&fact)) {
            drop(of(placed->task));
        } else if (const auto *started = std::get_if<TaskStarted>(&fact)) {
            drop(of(started->task));
            m_running.insert(started->task);
        } else if (const auto *ended = std::get_if<TaskEnded>(&fact)) {
            drop(of(ended->task));
            m_running.erase(ended->task);
        } else if (const auto *due = std::get_if<RetryDue>(&fact)) {
            drop(of(due->task));
        } else if (std::holds_alternative<RunEnded>(fact)) {
            drop([](const run::Command &command) {
                return std::holds_alternative<run::Finish>(command);
            });
        } else if (std::holds_alternative<CancelRequested>(fact)) {
            drop([](const run::Command
                        &command) { // nothing new begins; Kill takes the place of Launch
                return !std::holds_alternative<run::Finish>(command);
            });
        }
    }

    void take(run::Command command)
    {
        m_finishes += std::holds_alternative<run::Finish>(command) ? 1 : 0;
        if (std::holds_alternative<run::WithdrawPlacement>(command))
            return;
        if (const auto *request = std::get_if<run::RequestPlacement>(&command))
            checkUpstream(request->task);
        m_todo.push_back(std::move(command));
    }

    void checkUpstream(TaskIndex task)
    {
        if (m_running.contains(task))
            m_broken = "two attempts of " + m_machine.name(task) + " at once";
        for (const EdgeSpec &edge : m_dag->edges) {
            if (edge.to == m_machine.task(task).node && !isFinal(m_machine.task(edge.from).state))
                m_broken = m_machine.name(task) + " starts before its upstream has ended";
        }
    }

    [[nodiscard]] std::uint32_t busy() const
    {
        std::uint32_t count = 0;
        for (TaskIndex task = 0; task < m_machine.taskCount(); ++task) {
            const TaskState state = m_machine.task(task).state;
            const bool group = m_machine.itemCount(task) > 0 && m_machine.task(task).item < 0;
            count += !group && (state == TaskState::Queued || state == TaskState::Running) ? 1 : 0;
        }
        return count;
    }

    unsigned m_seed;
    Random m_random;
    std::shared_ptr<const DagSpec> m_dag;
    run::Machine m_machine;
    std::vector<Event> m_journal;
    std::vector<run::Command> m_todo;
    std::set<TaskIndex> m_running;
    std::string m_broken;
    unsigned m_finishes = 0;
    WallMs m_now = 1;
};

constexpr int mostSteps = 5000;

} // namespace

class tst_Properties : public QObject {
    Q_OBJECT

private slots:
    void everyOrderAndEveryCrashLeadToTheSameEnd();
    void aCancelledRunEndsWhateverHappens();
    void aRunTakenUpAgainEnds();
    void aChainOfSkipsNeedsNoStack();
    void countsFollowTheTasks();
};

void tst_Properties::everyOrderAndEveryCrashLeadToTheSameEnd()
{
    unsigned failedRuns = 0;
    for (unsigned seed = 1; seed <= 300; ++seed) {
        const auto dag = randomDag(seed);
        std::string first;
        for (unsigned order = 1; order <= 4; ++order) {
            Engine engine(seed, seed * 31 + order, dag);
            Random crashes(order);
            int steps = 0;
            while (engine.step() && ++steps < mostSteps) {
                const auto [asked, told] = engine.outstanding();
                QCOMPARE(QString::fromStdString(told), QString::fromStdString(asked));
                QVERIFY2(engine.broken().empty(), engine.broken().c_str());
                if (order > 2 && crashes() % 3 == 0)
                    engine.crash();
            }
            QVERIFY2(engine.ended(), "the run does not end");
            QCOMPARE(engine.finishes() >= 1, true);
            if (order == 1)
                first = engine.end();
            QCOMPARE(QString::fromStdString(engine.end()), QString::fromStdString(first));
        }
        failedRuns += first.starts_with("failed") ? 1 : 0;
    }
    QVERIFY2(failedRuns > 50 && failedRuns < 250, "the random runs are all alike");
}

void tst_Properties::aCancelledRunEndsWhateverHappens()
{
    unsigned cancelled = 0;
    for (unsigned seed = 1; seed <= 400; ++seed) {
        Engine engine(seed, seed, randomDag(seed));
        Random random(seed);
        const int when = static_cast<int>(upTo(random, 40));
        int steps = 0;
        bool more = true;
        for (; more && steps < mostSteps; ++steps) {
            if (steps == when)
                engine.cancel();
            if (random() % 4 == 0)
                engine.crash();
            const auto [asked, told] = engine.outstanding();
            QCOMPARE(QString::fromStdString(told), QString::fromStdString(asked));
            more = engine.step();
        }
        QVERIFY(engine.ended());
        QVERIFY2(engine.broken().empty(), engine.broken().c_str());
        cancelled += engine.machine().summary().state == RunState::Cancelled ? 1 : 0;
    }
    QVERIFY(cancelled > 50);
}

void tst_Properties::aRunTakenUpAgainEnds()
{
    unsigned better = 0;
    for (unsigned seed = 1; seed <= 400; ++seed) {
        Engine engine(seed, seed, randomDag(seed));
        Random random(seed);
        for (unsigned again = 0; again < 3; ++again) {
            int steps = 0;
            while (engine.step() && ++steps < mostSteps) {
                if (again == 1 && steps == 5)
                    engine.cancel();
                if (random() % 5 == 0)
                    engine.crash();
            }
            QVERIFY2(engine.ended(), qPrintable(u"seed %1, try %2: %3"_qs.arg(seed).arg(again).arg(
                                         QString::fromStdString(engine.end()))));
            QVERIFY2(engine.broken().empty(), engine.broken().c_str());
            const std::uint32_t before =
                engine.machine().summary().counts[std::size_t(TaskState::Succeeded)];
            engine.retry();
            better += engine.machine().summary().counts[std::size_t(TaskState::Succeeded)] < before
                          ? 1
                          : 0;
        }
    }
    QCOMPARE(better, 0U); // a retry undoes no success
}

void tst_Properties::aChainOfSkipsNeedsNoStack()
{
    DagSpec dag;
    constexpr NodeIndex count = 100'000;
    for (NodeIndex n = 0; n < count; ++n) {
        dag.nodes.push_back({.id = "n" + std::to_string(n)});
        dag.nodes.back().task.runtime = Runtime::Exec;
        if (n > 0)
            dag.edges.push_back({n - 1, n, "SUCCESS", {}});
    }
    run::Machine machine(RunId("r"), std::make_shared<const DagSpec>(std::move(dag)));
    std::vector<run::Command> commands;
    machine.apply({1, RunId("r"), RunCreated{.at = 1}}, commands);
    machine.apply({2, RunId("r"), TaskPlaced{0, 1, HostId("local"), {}, 2}}, commands);
    commands.clear();
    machine.apply({3, RunId("r"), TaskEnded{0, 1, {.exitCode = 1}}}, commands);
    QCOMPARE(commands.size(), std::size_t(1));
    QVERIFY(std::holds_alternative<run::Finish>(commands[0]));
    QCOMPARE(machine.summary().counts[std::size_t(TaskState::Skipped)], count - 1);
    QCOMPARE(machine.takeChanged().size(), std::size_t(count));
    QVERIFY(machine.takeChanged().empty());
}

void tst_Properties::countsFollowTheTasks()
{
    for (unsigned seed = 1; seed <= 100; ++seed) {
        Engine engine(seed, seed, randomDag(seed));
        while (engine.step()) {
            std::array<std::uint32_t, taskStateCount> counts{};
            for (TaskIndex task = 0; task < engine.machine().taskCount(); ++task)
                ++counts[std::size_t(engine.machine().task(task).state)];
            QVERIFY(counts == engine.machine().summary().counts);
        }
    }
}

QTEST_APPLESS_MAIN(tst_Properties)
#include "tst_properties.moc"
