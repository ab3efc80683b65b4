// SPDX-License-Identifier: GPL-3.0-or-later
// What a run would do, told before anything runs: the run's own machine is led as far as earlier
// results carry it; where something has to run first, what follows waits there.
#include <algorithm>
#include <map>
#include <memory>
#include <utility>

#include "engine/cachequestion.h"
#include "engine/core.h"
#include "engine/look.h"
#include "engine/start.h"
#include "model/runtime.h"

namespace orrery::engine {
namespace {

class Foretelling {
public:
    Foretelling(std::shared_ptr<const DagSpec> dag, RunCreated created, ResultCache &results,
                std::string home, bool bypass)
        : m_dag(std::move(dag)), m_machine(RunId("explain"), m_dag), m_results(results),
          m_home(std::move(home)), m_bypass(bypass), m_now(created.at)
    {
        apply(std::move(created));
        for (std::size_t next = 0; next < m_commands.size(); ++next)
            carryOut(run::Command(m_commands[next]));
    }

    void tell(std::vector<PlannedNode> &plan)
    {
        for (PlannedNode &node : plan) {
            if (node.part == Part::Run)
                tellNode(node);
        }
    }

private:
    void apply(Fact fact) { m_machine.apply({0, RunId("explain"), std::move(fact)}, m_commands); }

    void carryOut(const run::Command &command)
    {
        if (const auto *look = std::get_if<run::LookUp>(&command)) {
            lookUp(look->task);
        } else if (const auto *end = std::get_if<run::EndAtOnce>(&command)) {
            TaskEnded ended{end->task, end->attempt, end->exit};
            ended.exit.start = ended.exit.end = m_now;
            apply(std::move(ended));
        } else if (const auto *list = std::get_if<run::ListItems>(&command)) {
            const auto file = m_machine.listFile(list->node);
            const auto lines =
                file ? linesOf(*file) : Result<JsonText>(tl::unexpected(file.error()));
            if (lines) // else the run will see whether it is there by then
                apply(ItemsListed{list->node, *lines, {}, m_now});
        }
    }

    void lookUp(TaskIndex task)
    {
        CacheQuestion question = questionOf(m_machine, task, m_home);
        const Found found = answerTo(question, m_results, m_now);
        if (!found.hit || m_bypass) {
            m_why[task] = found.hit ? "the run takes no earlier results" : found.why;
            return;
        }
        apply(TaskReused{task, found.result.run, found.result.made,
                         data::toJson(question.wanted.key), found.result.outputs, m_now});
    }

    void tellNode(PlannedNode &node) const
    {
        const TaskRow &row = m_machine.task(node.node);
        const NodeSpec &spec = m_dag->nodes[node.node];
        if (const std::uint32_t items = m_machine.itemCount(node.node); items > 0)
            return tellItems(node, items);
        if (!row.cachedFrom.empty()) {
            node.part = Part::Keep;
            node.from = row.cachedFrom;
            node.why = "cached from run " + row.cachedFrom.text;
        } else if (row.state == TaskState::Skipped) {
            node.part = Part::LeaveOut;
            node.why = row.reason;
        } else if (const auto why = m_why.find(node.node); why != m_why.end()) {
            node.why = why->second;
        } else if (row.state == TaskState::Pending) {
            node.why = behind(node.node);
        } else if (model::startsNoProcess(spec.task.runtime)) {
            node.why = "it starts no process";
        } else if (cacheOf(*m_dag, spec) == nullptr && anyCache()) {
            node.why = "it has no cache";
        }
    }

    void tellItems(PlannedNode &node, std::uint32_t items) const
    {
        std::uint32_t hits = 0;
        std::string first;
        for (TaskIndex task = 0; task < m_machine.taskCount(); ++task) {
            const TaskRow &row = m_machine.task(task);
            if (row.node != node.node || row.item < 0)
                continue;
            hits += row.cachedFrom.empty() ? 0 : 1;
            if (!row.cachedFrom.empty())
                node.from = row.cachedFrom;
            if (const auto why = m_why.find(task); why != m_why.end() && first.empty())
                first = m_machine.name(task) + ": " + why->second;
        }
        if (hits == items) {
            node.part = Part::Keep;
            node.why = "cached, all " + std::to_string(items) + " items";
            return;
        }
        node.from = RunId();
        node.why = std::to_string(items - hits) + " of " + std::to_string(items) + " items run" +
                   (first.empty() ? "" : ", " + first);
    }

    /// "after clean, which runs"
    [[nodiscard]] std::string behind(NodeIndex node) const
    {
        for (const EdgeSpec &edge : m_dag->edges) {
            if (edge.to == node && !isFinal(m_machine.task(edge.from).state))
                return "after " + m_dag->nodes[edge.from].id + ", which runs";
        }
        return "what stands before it decides";
    }

    [[nodiscard]] bool anyCache() const
    {
        return std::any_of(m_dag->nodes.begin(), m_dag->nodes.end(),
                           [this](const auto &node) { return cacheOf(*m_dag, node) != nullptr; });
    }

    std::shared_ptr<const DagSpec> m_dag;
    run::Machine m_machine;
    ResultCache &m_results;
    std::string m_home;
    bool m_bypass = false;
    WallMs m_now = 0;
    std::vector<run::Command> m_commands;
    std::map<TaskIndex, std::string> m_why; ///< of tasks that looked and missed
};

} // namespace

void Core::foretell(Checked checked, std::vector<PlannedNode> plan,
                    const Reply<std::vector<PlannedNode>> &reply)
{
    const auto cached = [&](const NodeSpec &node) {
        return cacheOf(*checked.dag, node) != nullptr;
    };
    if (std::none_of(checked.dag->nodes.begin(), checked.dag->nodes.end(), cached))
        return reply(std::move(plan));
    if (const auto settled = settleIsolation(checked); !settled)
        return reply(tl::unexpected(settled.error()));
    RunCreated created;
    created.dag = DagId(checked.dag->id);
    created.file = checked.request.file;
    created.parameters = checked.parameters;
    created.isolation = checked.isolation;
    created.resultsDir = m_options.home + "/runs/explain";
    created.at = m_loop.wall();
    created.kept = run::keptNodes(plan);
    created.environment = checked.environment;
    m_cacheWorker.run([this, dag = checked.dag, created = std::move(created),
                       plan = std::move(plan), bypass = checked.request.noCache, reply,
                       alive = std::weak_ptr(m_alive)]() mutable {
        Foretelling(dag, std::move(created), m_results, m_options.home, bypass).tell(plan);
        m_loop.post([plan = std::move(plan), reply, alive] {
            if (!alive.expired())
                reply(plan);
        });
    });
}

} // namespace orrery::engine
