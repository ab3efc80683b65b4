// SPDX-License-Identifier: GPL-3.0-or-later
#include "advise/analyse.h"

#include <algorithm>
#include <charconv>
#include <unordered_map>

#include <fmt/format.h>

namespace orrery {

std::string_view text(DurationSource source)
{
    constexpr std::string_view words[] = {"exact", "history", "recorded", "timeout", "default"};
    return words[static_cast<std::size_t>(source)];
}

} // namespace orrery

namespace orrery::advise {

namespace {

constexpr std::size_t mostBottlenecks = 3;
constexpr std::size_t mostTried = 5000; // nodes of a DAG whose bottlenecks are tried out
constexpr double bytesOfGB = 1e9;

// The node that a finding is about: "nodes/3/executionConfig/timeout".
std::string nodeOf(const DagSpec &dag, const std::string &path)
{
    constexpr std::string_view prefix = "nodes/";
    if (!path.starts_with(prefix))
        return {};
    std::size_t index = 0;
    const char *begin = path.data() + prefix.size();
    const auto read = std::from_chars(begin, path.data() + path.size(), index);
    return read.ptr != begin && index < dag.nodes.size() ? dag.nodes[index].id : std::string();
}

void takeFindings(const toolkit::Parsed &parsed, Analysis &out)
{
    out.valid = parsed.ok();
    for (const Finding &finding : parsed.findings) {
        const std::string message =
            finding.message + (finding.fix.empty() ? "" : " (" + finding.fix + ")");
        const std::string place =
            fmt::format("{}:{}:{}", finding.file, finding.line, finding.column);
        (finding.isError() ? out.errors : out.warnings)
            .push_back({nodeOf(parsed.dag, finding.path), message,
                        finding.isError() ? "ERROR" : "WARNING", place});
    }
}

template <typename Of>
Spread spreadOf(const DagSpec &dag, Of of)
{
    Spread spread;
    std::size_t count = 0;
    for (const NodeSpec &node : dag.nodes) {
        const Reservation reserved = reservedBy(node);
        if (reserved.cores <= 0 && node.task.runtime == Runtime::None)
            continue; // no process
        const double value = of(reserved);
        spread.min = count == 0 ? value : std::min(spread.min, value);
        spread.max = std::max(spread.max, value);
        spread.average += value;
        ++count;
    }
    spread.average /= count == 0 ? 1.0 : static_cast<double>(count);
    return spread;
}

// Bytes that a recorded task read and wrote, by its counters or else by its files.
double recordedBytes(const NodeSpec &node)
{
    if (!node.recorded)
        return 0;
    const Recorded &r = *node.recorded;
    if (r.readBytes + r.writtenBytes > 0)
        return static_cast<double>(r.readBytes + r.writtenBytes);
    double bytes = 0;
    for (const auto *files : {&r.inputFiles, &r.outputFiles})
        for (const RecordedFile &file : *files)
            bytes += static_cast<double>(file.bytes);
    return bytes;
}

void takeResources(const DagSpec &dag, const std::vector<const NodeHistory *> &history,
                   Analysis &out)
{
    out.cores = spreadOf(dag, [](const Reservation &r) { return r.cores; });
    out.memoryMB = spreadOf(dag, [](const Reservation &r) { return r.memoryMB; });
    out.gpus = spreadOf(dag, [](const Reservation &r) { return r.gpus; });
    double bytes = 0;
    bool known = false;
    for (NodeIndex n = 0; n < dag.nodes.size(); ++n) {
        if (history[n] != nullptr && history[n]->samples > 0) {
            bytes += static_cast<double>(history[n]->medianBytes) * out.nodes[n].items;
            known = true;
        } else if (const double recorded = recordedBytes(dag.nodes[n]); recorded > 0) {
            bytes += recorded;
            known = true;
        }
    }
    if (known)
        out.dataGB = bytes / bytesOfGB;
}

// Nodes of one depth may run side by side.
std::vector<ParallelSection> sectionsOf(const DagSpec &dag, const model::Adjacency &adjacency,
                                        const std::vector<NodeIndex> &order,
                                        const std::vector<NodeEstimate> &nodes)
{
    std::vector<std::uint32_t> level(dag.nodes.size(), 0);
    std::vector<ParallelSection> all;
    for (const NodeIndex n : order) {
        for (const NodeIndex up : adjacency.upstream(n))
            level[n] = std::max(level[n], level[up] + 1);
        if (all.size() <= level[n])
            all.resize(level[n] + 1);
    }
    for (ParallelSection &section : all)
        section.maxParallelism = 0;
    for (NodeIndex n = 0; n < dag.nodes.size(); ++n) {
        all[level[n]].nodes.push_back(n);
        all[level[n]].maxParallelism += nodes[n].items;
    }
    std::erase_if(all, [](const ParallelSection &section) { return section.maxParallelism <= 1; });
    if (dag.maxParallelTasks > 0)
        for (ParallelSection &section : all)
            section.maxParallelism =
                std::min<std::uint64_t>(section.maxParallelism, dag.maxParallelTasks);
    return all;
}

std::string whyOf(const NodeSpec &node, const NodeEstimate &estimate, double share)
{
    std::string why = fmt::format("takes {:.0f} % of the longest path", share * 100);
    if (estimate.items > 1) {
        const std::uint32_t waves = (estimate.items + estimate.atOnce - 1) / estimate.atOnce;
        why += fmt::format(": {} tasks of {}, {} at once, in {} {}", estimate.items,
                           spanText(estimate.seconds), estimate.atOnce, waves,
                           waves == 1 ? "wave" : "waves");
    } else if (node.execution.isReduceStage) {
        why += ": one reduce task, and all that is mapped waits for it";
    } else {
        why += fmt::format(": one task of {}", spanText(estimate.seconds));
    }
    if (estimate.source == DurationSource::Timeout)
        why += " (assumed: half of its time-out)";
    if (estimate.source == DurationSource::Default)
        why += " (assumed: nothing is known of it)";
    return why;
}

// Everything that needs a DAG without cycles.
class Times {
public:
    Times(const DagSpec &dag, const AnalysisRequest &request, const model::Adjacency &adjacency,
          const std::vector<NodeIndex> &order, Analysis &out)
        : work(workOf(dag, out.nodes, request.capacity)), m_dag(dag), m_request(request),
          m_adjacency(adjacency), m_order(order), m_out(out)
    {
        take();
        takeBottlenecks();
    }

    std::vector<Work> work;

private:
    void take()
    {
        const AnalysisCapacity &capacity = m_request.capacity;
        const Schedule real =
            schedule(m_adjacency, m_order, work, capacity, m_dag.maxParallelTasks);
        m_out.seconds = real.seconds;
        m_out.peakCores = real.peakCores;
        m_out.peakMemoryMB = real.peakMemoryMB;
        m_out.peakGpus = real.peakGpus;
        if (capacity.cores > 0 && real.seconds > 0)
            m_out.utilisation = real.coreSeconds / (capacity.cores * real.seconds);
        m_spans.resize(work.size());
        std::vector<double> unlimited(work.size());
        for (NodeIndex n = 0; n < work.size(); ++n) {
            NodeEstimate &node = m_out.nodes[n];
            node.atOnce = atOnce(work[n], capacity);
            node.start = std::max(real.start[n], 0.0);
            node.end = real.end[n];
            node.waited = std::max(node.start - real.ready[n], 0.0);
            m_spans[n] = wavesOf(node.items, node.atOnce) * node.seconds;
            unlimited[n] = wavesOf(node.items, atOnce(work[n], {})) * node.seconds;
        }
        m_out.secondsUnlimited = longestPath(m_adjacency, m_order, unlimited).seconds;
        const LongestPath path = longestPath(m_adjacency, m_order, m_spans);
        m_out.criticalPath = path.nodes;
        m_pathSeconds = path.seconds;
        for (const NodeIndex n : path.nodes)
            m_out.nodes[n].critical = true;
    }
    static double wavesOf(std::uint32_t items, std::uint32_t atOnce)
    {
        return (items + atOnce - 1) / atOnce;
    }

    void takeBottlenecks()
    {
        if (m_pathSeconds <= 0)
            return;
        std::vector<NodeIndex> path = m_out.criticalPath;
        const std::size_t count = std::min(mostBottlenecks, path.size());
        std::partial_sort(path.begin(), path.begin() + static_cast<std::ptrdiff_t>(count),
                          path.end(), [this](NodeIndex a, NodeIndex b) {
                              return m_spans[a] != m_spans[b] ? m_spans[a] > m_spans[b] : a < b;
                          });
        for (std::size_t i = 0; i < count; ++i) {
            const NodeIndex n = path[i];
            Bottleneck found{n, m_spans[n], m_spans[n] / m_pathSeconds, 0, {}};
            found.why = whyOf(m_dag.nodes[n], m_out.nodes[n], found.share);
            if (work.size() <= mostTried) {
                std::vector<Work> faster = work;
                faster[n].seconds /= 2;
                found.secondsIfHalved = schedule(m_adjacency, m_order, faster, m_request.capacity,
                                                 m_dag.maxParallelTasks)
                                            .seconds;
            }
            if (found.seconds > 0)
                m_out.bottlenecks.push_back(std::move(found));
        }
    }

    const DagSpec &m_dag;
    const AnalysisRequest &m_request;
    const model::Adjacency &m_adjacency;
    const std::vector<NodeIndex> &m_order;
    Analysis &m_out;
    std::vector<double> m_spans; // [node] of all its tasks, in waves
    double m_pathSeconds = 0;
};

std::vector<std::string> nextStepsOf(const DagSpec &dag, const AnalysisRequest &request,
                                     const Analysis &analysis)
{
    if (!analysis.valid)
        return {"FIX_ERRORS", "VALIDATE_DAG"};
    std::vector<std::string> steps;
    if (!analysis.warnings.empty())
        steps.emplace_back("VALIDATE_DAG");
    const bool assumed =
        std::any_of(analysis.nodes.begin(), analysis.nodes.end(), [](const NodeEstimate &node) {
            return node.source >= DurationSource::Timeout || !node.itemsKnown;
        });
    steps.emplace_back(assumed ? "RUN_ONCE_TO_MEASURE" : "SIMULATE_EXECUTION");
    if (!request.published)
        steps.emplace_back("PUBLISH_VERSION");
    if (dag.schedule.type.empty())
        steps.emplace_back("SCHEDULE_DEPLOYMENT");
    if (dag.globalConfigs.find("notificationChannels") == std::string::npos)
        steps.emplace_back("SET_UP_MONITORING");
    return steps;
}

} // namespace

std::string spanText(double seconds)
{
    if (seconds < 10)
        return fmt::format("{:.1f} s", seconds);
    const auto whole = static_cast<std::int64_t>(seconds + 0.5);
    if (whole < 60)
        return fmt::format("{} s", whole);
    if (whole < 3600)
        return fmt::format("{} min {} s", whole / 60, whole % 60);
    return fmt::format("{} h {} min", whole / 3600, whole / 60 % 60);
}

Analysis analyse(const toolkit::Parsed &parsed, const AnalysisRequest &request)
{
    const DagSpec &dag = parsed.dag;
    Analysis out;
    takeFindings(parsed, out);
    out.nodes = estimates(dag, request);
    std::unordered_map<std::string_view, const NodeHistory *> byId;
    for (const NodeHistory &one : request.history)
        byId.emplace(one.node, &one);
    std::vector<const NodeHistory *> history;
    for (const NodeSpec &node : dag.nodes) {
        const auto found = byId.find(node.id);
        history.push_back(found == byId.end() ? nullptr : found->second);
    }
    takeResources(dag, history, out);
    const model::Adjacency adjacency(dag);
    const std::vector<NodeIndex> order = model::topologicalOrder(dag, adjacency);
    if (order.size() == dag.nodes.size()) {
        const Times times(dag, request, adjacency, order, out);
        out.sections = sectionsOf(dag, adjacency, order, out.nodes);
        const Case in{dag, request, out, adjacency, times.work, history};
        for (Advice &warning : warningsOf(in))
            out.warnings.push_back(std::move(warning));
        out.suggestions = suggestionsOf(in);
    }
    out.nextSteps = nextStepsOf(dag, request, out);
    return out;
}

} // namespace orrery::advise
