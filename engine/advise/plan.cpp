// SPDX-License-Identifier: GPL-3.0-or-later
#include "advise/plan.h"

#include <algorithm>
#include <cmath>
#include <queue>
#include <set>
#include <unordered_map>

#include <nlohmann/json.hpp>

#include "model/expression.h"

namespace orrery::advise {

namespace {

using nlohmann::json;

constexpr std::uint32_t mostItems = 1'000'000;
constexpr std::size_t mostLookedAt = 256; // ready nodes behind one that does not fit
constexpr double little = 1e-9;           // rounding of sums of cores and memory

json objectOf(const JsonText &text)
{
    json value = json::parse(text, nullptr, false);
    return value.is_object() ? value : json::object();
}

// Inputs of a node as far as they are known before a run: defaults, and values given by -p.
json inputsOf(const NodeSpec &node, const json &parameters)
{
    json inputs = json::object();
    for (const Port &port : node.task.inputs) {
        const auto given = parameters.find(node.id + "." + port.name);
        if (given != parameters.end())
            inputs[port.name] = *given;
        else if (!port.defaultValue.empty())
            inputs[port.name] = json::parse(port.defaultValue, nullptr, false);
    }
    return inputs;
}

// Length of the array that mapOver gives; nothing when it depends on what runs first.
std::optional<std::uint32_t> lengthOf(const NodeSpec &node, const json &parameters)
{
    const auto expression = model::Expression::parse(node.execution.mapOver);
    if (!expression)
        return std::nullopt;
    const json inputs = inputsOf(node, parameters);
    const auto value = expression->evaluate([&](std::string_view root) -> const json * {
        return root == "params" ? &parameters : root == "inputs" ? &inputs : nullptr;
    });
    if (!value || !value->is_array())
        return std::nullopt;
    return static_cast<std::uint32_t>(std::min<std::size_t>(value->size(), mostItems));
}

void guessSeconds(const NodeSpec &node, const NodeHistory *history, NodeEstimate &out)
{
    if (history != nullptr && history->samples > 0) {
        out.seconds = history->medianSeconds;
        out.source = DurationSource::History;
    } else if (node.recorded && node.recorded->seconds > 0) {
        out.seconds = node.recorded->seconds;
        out.source = DurationSource::Recorded;
    } else if (node.task.runtime == Runtime::None) {
        out.seconds = 0; // it ends at once
        out.source = DurationSource::Exact;
    } else if (node.execution.timeout > 0) {
        out.seconds = static_cast<double>(node.execution.timeout) / 2000;
        out.source = DurationSource::Timeout;
    } else {
        out.seconds = toolkit::assumedSeconds;
        out.source = DurationSource::Default;
    }
}

// What is free while the schedule goes on.
struct Room {
    double cores, memoryMB, gpus, tasks;
    bool limitedCores, limitedMemory, limitedGpus, limitedTasks;

    Room(const AnalysisCapacity &capacity, std::uint32_t most)
        : cores(capacity.cores), memoryMB(static_cast<double>(capacity.memoryMB)),
          gpus(capacity.gpus.value_or(0)), tasks(most), limitedCores(capacity.cores > 0),
          limitedMemory(capacity.memoryMB > 0), limitedGpus(capacity.gpus.has_value()),
          limitedTasks(most > 0)
    {
    }
    /// How many tasks of this kind fit now, at most `wanted`.
    [[nodiscard]] std::uint32_t fits(const Work &work, std::uint32_t wanted) const
    {
        double count = wanted;
        const auto bound = [&count](bool limited, double free, double each) {
            if (limited && each > 0)
                count = std::min(count, std::floor(free / each + little));
        };
        bound(limitedCores, cores, work.cores);
        bound(limitedMemory, memoryMB, work.memoryMB);
        bound(limitedGpus, gpus, work.gpus);
        bound(limitedTasks, tasks, 1);
        return static_cast<std::uint32_t>(std::max(count, 0.0));
    }
    void take(const Work &work, double count)
    {
        cores -= count * work.cores;
        memoryMB -= count * work.memoryMB;
        gpus -= count * work.gpus;
        tasks -= count;
    }
    [[nodiscard]] bool full() const
    {
        return (limitedCores && cores < little) || (limitedTasks && tasks < 1);
    }
};

// Longest time from the start of a node to the end of the DAG.
std::vector<double> tails(const model::Adjacency &adjacency, const std::vector<NodeIndex> &order,
                          const std::vector<Work> &work)
{
    std::vector<double> tail(work.size(), 0);
    for (auto node = order.rbegin(); node != order.rend(); ++node) {
        for (const NodeIndex next : adjacency.downstream(*node))
            tail[*node] = std::max(tail[*node], tail[next]);
        tail[*node] += work[*node].seconds;
    }
    return tail;
}

class Scheduling {
public:
    Scheduling(const model::Adjacency &adjacency, const std::vector<NodeIndex> &order,
               const std::vector<Work> &work, const AnalysisCapacity &capacity, std::uint32_t most)
        : m_adjacency(adjacency), m_work(work), m_room(capacity, most), m_whole(capacity, most),
          m_tail(tails(adjacency, order, work)), m_ready(Order{m_tail})
    {
        const std::size_t count = work.size();
        m_out.start.assign(count, -1);
        m_out.end.assign(count, 0);
        m_out.ready.assign(count, 0);
        m_open.resize(count);
        m_left.resize(count);
        m_running.assign(count, 0);
        for (NodeIndex n = 0; n < count; ++n) {
            m_open[n] = adjacency.upstream(n).size();
            m_left[n] = work[n].items;
            if (m_open[n] == 0)
                m_ready.insert(n);
        }
    }

    Schedule run()
    {
        start(0);
        while (!m_ends.empty()) {
            const double now = m_ends.top().at;
            while (!m_ends.empty() && m_ends.top().at <= now + little) {
                const End end = m_ends.top();
                m_ends.pop();
                m_room.take(m_work[end.node], -double(end.count));
                m_running[end.node] -= end.count;
                if (m_left[end.node] == 0 && m_running[end.node] == 0)
                    finish(end.node, now);
            }
            start(now);
        }
        return std::move(m_out);
    }

private:
    struct End {
        double at = 0;
        NodeIndex node = none;
        std::uint32_t count = 0;
        bool operator>(const End &other) const
        {
            return at != other.at ? at > other.at : node > other.node;
        }
    };
    struct Order {
        const std::vector<double> &tail;
        bool operator()(NodeIndex a, NodeIndex b) const
        {
            return tail[a] != tail[b] ? tail[a] > tail[b] : a < b;
        }
    };

    void start(double now)
    {
        std::size_t missed = 0;
        for (auto node = m_ready.begin();
             node != m_ready.end() && !m_room.full() && missed < mostLookedAt;) {
            const NodeIndex n = *node;
            const Work &work = m_work[n];
            std::uint32_t wanted = m_left[n];
            if (work.cap > 0)
                wanted = std::min(wanted, work.cap - std::min(work.cap, m_running[n]));
            const std::uint32_t count = m_room.fits(work, wanted);
            missed += count == 0 && m_left[n] > 0 ? 1 : 0;
            if (count > 0 || m_left[n] == 0)
                place(n, count, now);
            node = m_left[n] == 0 ? m_ready.erase(node) : std::next(node);
        }
    }
    void place(NodeIndex n, std::uint32_t count, double now)
    {
        const Work &work = m_work[n];
        if (m_out.start[n] < 0)
            m_out.start[n] = now;
        m_left[n] -= count;
        m_running[n] += count;
        m_room.take(work, count);
        m_out.coreSeconds += count * work.cores * work.seconds;
        m_out.peakCores = std::max(m_out.peakCores, m_whole.cores - m_room.cores);
        m_out.peakMemoryMB = std::max(m_out.peakMemoryMB, m_whole.memoryMB - m_room.memoryMB);
        m_out.peakGpus = std::max(m_out.peakGpus, m_whole.gpus - m_room.gpus);
        m_ends.push(
            {now + (count > 0 ? work.seconds : 0), n, count}); // nothing to do takes no time
    }
    void finish(NodeIndex n, double now)
    {
        m_out.end[n] = now;
        m_out.seconds = std::max(m_out.seconds, now);
        for (const NodeIndex next : m_adjacency.downstream(n)) {
            m_out.ready[next] = now;
            if (--m_open[next] == 0)
                m_ready.insert(next);
        }
    }

    const model::Adjacency &m_adjacency;
    const std::vector<Work> &m_work;
    Room m_room;
    const Room m_whole;
    std::vector<double> m_tail;
    std::set<NodeIndex, Order> m_ready;
    std::priority_queue<End, std::vector<End>, std::greater<>> m_ends;
    std::vector<std::size_t> m_open;
    std::vector<std::uint32_t> m_left;    // tasks that have not started
    std::vector<std::uint32_t> m_running; // tasks that have not ended
    Schedule m_out;
};

} // namespace

Reservation reservedBy(const NodeSpec &node)
{
    if (node.task.runtime != Runtime::None)
        return {node.resources.cpuCores, static_cast<double>(node.resources.memoryMB),
                static_cast<double>(node.resources.gpuUnits)};
    if (!node.recorded || node.recorded->seconds <= 0)
        return {};
    return {std::max(1.0, node.recorded->cores),
            static_cast<double>(node.recorded->memoryBytes >> 20U), 0};
}

std::vector<NodeEstimate> estimates(const DagSpec &dag, const AnalysisRequest &request)
{
    std::unordered_map<std::string_view, const NodeHistory *> history;
    for (const NodeHistory &one : request.history)
        history.emplace(one.node, &one);
    const json parameters = objectOf(request.parameters);
    std::vector<NodeEstimate> out(dag.nodes.size());
    for (NodeIndex n = 0; n < out.size(); ++n) {
        const NodeSpec &node = dag.nodes[n];
        const auto found = history.find(node.id);
        const NodeHistory *known = found == history.end() ? nullptr : found->second;
        guessSeconds(node, known, out[n]);
        if (node.execution.mapOver.empty()) {
            if (node.execution.isMapStage)
                out[n].items = std::max(1U, node.execution.parallelism);
        } else if (const auto length = lengthOf(node, parameters)) {
            out[n].items = *length;
        } else {
            out[n].items = known != nullptr && known->items > 0 ? known->items : 1;
            out[n].itemsKnown = known != nullptr && known->items > 0;
        }
    }
    return out;
}

namespace {

// So many tasks that each cannot be followed: those of wide nodes go in bundles, one after another.
void coarsen(std::vector<Work> &all)
{
    constexpr std::uint64_t mostTasks = 2'000'000, fewest = 4096;
    std::uint64_t tasks = 0;
    for (const Work &work : all)
        tasks += work.items;
    const auto bundle = static_cast<std::uint32_t>((tasks + mostTasks - 1) / mostTasks);
    for (Work &work : all) {
        if (bundle <= 1 || work.items < fewest || work.items < bundle)
            continue;
        work.items = (work.items + bundle - 1) / bundle;
        work.seconds *= bundle;
    }
}

} // namespace

std::vector<Work> workOf(const DagSpec &dag, const std::vector<NodeEstimate> &estimates,
                         const AnalysisCapacity &capacity)
{
    std::vector<Work> out(dag.nodes.size());
    for (NodeIndex n = 0; n < out.size(); ++n) {
        const NodeSpec &node = dag.nodes[n];
        Work &work = out[n];
        work.seconds = estimates[n].seconds;
        work.items = estimates[n].items;
        if (!node.execution.mapOver.empty())
            work.cap = node.execution.parallelism;
        const Reservation reserved = reservedBy(node);
        work.cores = reserved.cores;
        work.memoryMB = reserved.memoryMB;
        work.gpus = reserved.gpus;
        if (capacity.cores > 0)
            work.cores = std::min(work.cores, capacity.cores);
        if (capacity.memoryMB > 0)
            work.memoryMB = std::min(work.memoryMB, static_cast<double>(capacity.memoryMB));
        if (capacity.gpus)
            work.gpus = std::min(work.gpus, static_cast<double>(*capacity.gpus));
    }
    coarsen(out);
    return out;
}

std::uint32_t atOnce(const Work &work, const AnalysisCapacity &capacity)
{
    const std::uint32_t wanted = work.cap > 0 ? std::min(work.cap, work.items) : work.items;
    return std::max(1U, Room(capacity, 0).fits(work, wanted));
}

Schedule schedule(const model::Adjacency &adjacency, const std::vector<NodeIndex> &order,
                  const std::vector<Work> &work, const AnalysisCapacity &capacity,
                  std::uint32_t most)
{
    return Scheduling(adjacency, order, work, capacity, most).run();
}

LongestPath longestPath(const model::Adjacency &adjacency, const std::vector<NodeIndex> &order,
                        const std::vector<double> &spans)
{
    LongestPath out;
    std::vector<double> reach(spans.size(), 0);
    std::vector<NodeIndex> before(spans.size(), none);
    NodeIndex last = none;
    for (const NodeIndex n : order) {
        for (const NodeIndex up : adjacency.upstream(n)) {
            if (before[n] == none || reach[up] > reach[before[n]])
                before[n] = up;
        }
        reach[n] = spans[n] + (before[n] == none ? 0 : reach[before[n]]);
        // Of equally long ways the one with more nodes: it ends later in the order.
        if (last == none || reach[n] >= reach[last])
            last = n;
    }
    if (last != none)
        out.seconds = reach[last];
    for (; last != none; last = before[last])
        out.nodes.push_back(last);
    std::reverse(out.nodes.begin(), out.nodes.end());
    return out;
}

} // namespace orrery::advise
