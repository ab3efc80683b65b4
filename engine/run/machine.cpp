// SPDX-License-Identifier: GPL-3.0-or-later
// Events in, commands out.
#include "run/machine.h"

#include <algorithm>
#include <utility>

#include "run/state.h"

namespace orrery::run {
namespace {

WallMs timeOf(const EngineStarted &event)
{
    return event.at;
}
WallMs timeOf(const RunCreated &event)
{
    return event.at;
}
WallMs timeOf(const TaskPlaced &event)
{
    return event.at;
}
WallMs timeOf(const TaskStarted &event)
{
    return event.at;
}
WallMs timeOf(const TaskEnded &event)
{
    return event.exit.end;
}
WallMs timeOf(const RetryDue &event)
{
    return event.at;
}
WallMs timeOf(const CancelRequested &event)
{
    return event.at;
}
WallMs timeOf(const RetryRequested &event)
{
    return event.at;
}
WallMs timeOf(const RunEnded &event)
{
    return event.at;
}
WallMs timeOf(const HoldChanged &event)
{
    return event.at;
}
WallMs timeOf(const TaskMarked &event)
{
    return event.at;
}
WallMs timeOf(const ItemsListed &event)
{
    return event.at;
}
WallMs timeOf(const DagPublished &event)
{
    return event.at;
}
WallMs timeOf(const ScheduleChanged &event)
{
    return event.at;
}
WallMs timeOf(const SlotSettled &event)
{
    return event.at;
}
WallMs timeOf(const BackfillRequested &event)
{
    return event.at;
}
WallMs timeOf(const RunAdmitted &event)
{
    return event.at;
}
WallMs timeOf(const PriorityChanged &event)
{
    return event.at;
}
WallMs timeOf(const QueueChanged &event)
{
    return event.at;
}
WallMs timeOf(const TaskReused &event)
{
    return event.at;
}
WallMs timeOf(const CacheMissed &event)
{
    return event.at;
}
WallMs timeOf(const CacheBypassed &event)
{
    return event.at;
}
WallMs timeOf(const GraphGrown &event)
{
    return event.at;
}
WallMs timeOf(const RunSealed &)
{
    return 0; // the run itself stood still
}
WallMs timeOf(const RunsDropped &)
{
    return 0;
}
WallMs timeOf(const RunPinned &)
{
    return 0;
}
WallMs timeOf(const FileRemembered &)
{
    return 0;
}

} // namespace

Machine::State::State(RunId id, std::shared_ptr<const DagSpec> spec)
    : run(std::move(id)), dag(std::move(spec)), plan(*dag), m_gate(dag->maxParallelTasks)
{
    const auto count = static_cast<std::uint32_t>(dag->nodes.size());
    m_fileNodes = count;
    summary.id = run;
    summary.dag = DagId(dag->id);
    summary.dagName = dag->title();
    rows.resize(count);
    work.resize(count);
    m_openUpstream.resize(count);
    for (NodeIndex node = 0; node < count; ++node) {
        rows[node].task = rows[node].node = node;
        m_openUpstream[node] = static_cast<std::uint32_t>(plan.incoming(node).size());
    }
    summary.counts[static_cast<std::size_t>(TaskState::Pending)] = count;
    m_open = count;
}

void Machine::State::apply(const Event &event, std::vector<Command> &commands)
{
    m_commands = &commands;
    forgetValues();
    std::visit(
        [this](const auto &fact) {
            m_now = std::max(m_now, timeOf(fact));
            on(fact);
        },
        event.fact);
    drain();
    finishRun();
    m_commands = nullptr;
}

void Machine::State::on(const RunCreated &event)
{
    if (summary.state != RunState::Pending)
        return;
    summary.dag = event.dag;
    summary.version = event.version;
    summary.file = event.file;
    summary.trigger = event.trigger;
    summary.owner = event.owner;
    summary.created = event.at;
    summary.parameters = event.parameters;
    summary.isolation = event.isolation;
    summary.notes = event.notes;
    summary.resultsDir = event.resultsDir;
    summary.slot = event.slot.at;
    summary.slotOffset = event.slot.offset;
    fitted = event.fitted;
    parent = event.parent;
    environment = event.environment;
    m_params = objectOf(event.parameters);
    m_runValues = runValues(run, event);
    m_dagValues = dagValues(*dag, event.file);
    turn = event.turn;
    summary.priority = turn.priority;
    summary.queue = turn.queue;
    beginRun(event.at);
    for (const KeptNode &kept : event.kept)
        keep(kept);
    m_ready.clear(); // whatever keep() made ready is found here, in order
    for (NodeIndex node = 0; node < m_openUpstream.size(); ++node) {
        const bool mayStart = m_openUpstream[node] == 0 || plan.rule(node) == TriggerRule::First;
        if (mayStart && rows[node].state == TaskState::Pending)
            m_ready.push_back(node);
    }
}

/// The run begins, or waits for its turn first.
void Machine::State::beginRun(WallMs at)
{
    if (!turn.uses.empty()) {
        summary.state = RunState::Pending;
        m_awaitsTurn = true;
        m_commands->emplace_back(RequestTurn{});
        return;
    }
    summary.state = RunState::Running;
    m_since = at;
    startRunTimer();
}

void Machine::State::on(const RunAdmitted &event)
{
    if (!std::exchange(m_awaitsTurn, false))
        return;
    summary.state = RunState::Running;
    m_since = event.at;
    startRunTimer();
}

void Machine::State::on(const PriorityChanged &event)
{
    if (isFinal(summary.state))
        return;
    turn.priority = summary.priority = event.priority;
    m_commands->emplace_back(Rank{});
}

void Machine::State::startRunTimer()
{
    if (dag->timeout > 0)
        m_commands->emplace_back(StartTimer{none, dag->timeout, m_since});
}

void Machine::State::on(const RunEnded &event)
{
    summary.state = event.state;
    summary.cause = event.cause;
    summary.ended = event.at;
    m_finishing = true;
}

std::vector<Command> Machine::State::outstanding() const
{
    std::vector<std::pair<std::uint64_t, Command>> out;
    for (TaskIndex task = 0; task < work.size(); ++task) {
        const Work &w = work[task];
        const std::uint32_t attempt = rows[task].attempts;
        switch (w.phase) {
        case Phase::Idle:
        case Phase::Limited:
        case Phase::Held:
            break;
        case Phase::Carried:
            if (w.killed)
                out.emplace_back(w.order, Kill{task, attempt});
            else
                out.emplace_back(w.order,
                                 Carry{task, rows[task].start == 0 ? attempt + 1 : attempt});
            break;
        case Phase::LookedUp:
            out.emplace_back(w.order, LookUp{task});
            break;
        case Phase::Listing:
            out.emplace_back(w.order, ListItems{rows[task].node});
            break;
        case Phase::Asked:
            out.emplace_back(w.order, RequestPlacement{task});
            break;
        case Phase::Delayed:
            out.emplace_back(w.order, StartTimer{task, w.delay, w.since});
            break;
        case Phase::Ending:
            out.emplace_back(w.order, EndAtOnce{task, attempt + 1, endOf(task)});
            break;
        case Phase::Placed:
            if (w.killed)
                out.emplace_back(w.order, Kill{task, attempt});
            else if (rows[task].state == TaskState::Queued)
                out.emplace_back(w.order, Launch{task, attempt});
            break;
        }
    }
    if (m_awaitsTurn && !m_held)
        out.emplace_back(0, RequestTurn{});
    if (active() && dag->timeout > 0)
        out.emplace_back(0, StartTimer{none, dag->timeout, m_since});
    if (m_finishing && !isFinal(summary.state))
        out.emplace_back(m_order, verdict());
    std::sort(out.begin(), out.end(),
              [](const auto &a, const auto &b) { return a.first < b.first; });
    std::vector<Command> commands;
    commands.reserve(out.size());
    for (auto &[order, command] : out)
        commands.push_back(std::move(command));
    return commands;
}

std::vector<TaskIndex> Machine::State::takeChanged()
{
    for (const TaskIndex task : m_changed)
        work[task].changed = false;
    return std::exchange(m_changed, {});
}

void Machine::State::touch(TaskIndex task)
{
    if (!std::exchange(work[task].changed, true))
        m_changed.push_back(task);
}

void Machine::State::setState(TaskIndex task, TaskState state)
{
    TaskRow &row = rows[task];
    --summary.counts[static_cast<std::size_t>(row.state)];
    ++summary.counts[static_cast<std::size_t>(state)];
    m_open += isFinal(row.state) ? 1 : 0;
    m_open -= isFinal(state) ? 1 : 0;
    row.state = state;
    touch(task);
}

void Machine::State::setReason(TaskIndex task, std::string reason)
{
    rows[task].reason = std::move(reason);
    touch(task);
}

Machine::State::Group *Machine::State::groupOf(TaskIndex task)
{
    return isItem(task) ? &m_groups.at(rows[task].node) : nullptr;
}

std::uint32_t Machine::State::itemCount(TaskIndex task) const
{
    const auto group = m_groups.find(rows[task].node);
    return group == m_groups.end() ? 0 : static_cast<std::uint32_t>(group->second.items.size());
}

// ---- the public face ----------------------------------------------------------------------------

Machine::Machine(RunId run, std::shared_ptr<const DagSpec> dag)
    : m_state(std::make_unique<State>(std::move(run), std::move(dag)))
{
}
Machine::~Machine() = default;
Machine::Machine(Machine &&) noexcept = default;
Machine &Machine::operator=(Machine &&) noexcept = default;

void Machine::apply(const Event &event, std::vector<Command> &commands)
{
    m_state->apply(event, commands);
}
std::vector<Command> Machine::outstanding() const
{
    return m_state->outstanding();
}
const JsonText &Machine::environment() const
{
    return m_state->environment;
}

const RunSummary &Machine::summary() const
{
    return m_state->summary;
}
WallMs Machine::now() const
{
    return m_state->now();
}
const DagSpec &Machine::dag() const
{
    return *m_state->dag;
}

bool Machine::finishing() const
{
    return m_state->finishing();
}

std::shared_ptr<const DagSpec> Machine::sharedDag() const
{
    return m_state->dag;
}
std::uint32_t Machine::taskCount() const
{
    return static_cast<std::uint32_t>(m_state->rows.size());
}
const TaskRow &Machine::task(TaskIndex task) const
{
    return m_state->rows[task];
}
Resources Machine::resources(TaskIndex task) const
{
    const NodeIndex node = m_state->rows[task].node;
    Resources wanted =
        node < m_state->fitted.size() ? m_state->fitted[node] : m_state->dag->nodes[node].resources;
    if (m_state->work[task].memoryMB > 0)
        wanted.memoryMB = m_state->work[task].memoryMB;
    return wanted;
}
SpanMs Machine::timeout(TaskIndex task) const
{
    const SpanMs grown = m_state->work[task].timeout;
    return grown > 0 ? grown : m_state->dag->nodes[m_state->rows[task].node].execution.timeout;
}
Carried Machine::carried(TaskIndex task) const
{
    return m_state->carried(task);
}
Result<std::string> Machine::listFile(NodeIndex node) const
{
    return m_state->listFile(node);
}
JsonText Machine::results() const
{
    return m_state->results();
}
const TaskReused *Machine::reused(TaskIndex task) const
{
    const auto found = m_state->reused.find(task);
    return found == m_state->reused.end() ? nullptr : &found->second;
}
const CacheMissed *Machine::missed(TaskIndex task) const
{
    const auto found = m_state->missed.find(task);
    return found == m_state->missed.end() ? nullptr : &found->second;
}
bool Machine::bypassesCache() const
{
    return m_state->bypassesCache;
}
const AttemptKey &Machine::parent() const
{
    return m_state->parent;
}
bool Machine::held() const
{
    return m_state->held();
}
const Turn &Machine::turn() const
{
    return m_state->turn;
}
bool Machine::awaitsTurn() const
{
    return m_state->awaitsTurn();
}
std::int32_t Machine::priority(TaskIndex task) const
{
    return m_state->turn.priority +
           m_state->dag->nodes[m_state->rows[task].node].execution.priority;
}
std::vector<SlotUse> Machine::holds(TaskIndex task) const
{
    return m_state->holdsOf(task);
}
Isolation Machine::isolation(TaskIndex task) const
{
    const NodeSpec &node = m_state->dag->nodes[m_state->rows[task].node];
    if (node.task.runtime == Runtime::Container)
        return Isolation::Container;
    return node.execution.isolation.value_or(m_state->summary.isolation);
}
std::string Machine::name(TaskIndex task) const
{
    return m_state->name(task);
}
std::uint32_t Machine::itemCount(TaskIndex task) const
{
    return m_state->itemCount(task);
}
const JsonText &Machine::outputs(TaskIndex task) const
{
    return m_state->work[task].outputs;
}
Exit Machine::judged(TaskIndex task, Exit exit) const
{
    return m_state->judged(task, std::move(exit));
}
TaskIndex Machine::taskOf(NodeIndex node) const
{
    return m_state->taskOf(node);
}
Growing Machine::growing(const Writer &writer) const
{
    return m_state->growing(writer);
}
const std::vector<Growth> &Machine::growths() const
{
    return m_state->growths();
}
ResolvedLaunch Machine::resolve(TaskIndex task) const
{
    return m_state->resolve(task);
}
std::vector<TaskIndex> Machine::followers(TaskIndex task, std::size_t most) const
{
    return m_state->followers(task, most);
}
std::vector<TaskIndex> Machine::takeChanged()
{
    return m_state->takeChanged();
}

} // namespace orrery::run
