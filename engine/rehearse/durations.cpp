// SPDX-License-Identifier: GPL-3.0-or-later
#include "rehearse/durations.h"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace orrery::rehearse {
namespace {

constexpr double longest = 10.0 * 366 * 24 * 3600; ///< [s]

SpanMs median(std::vector<SpanMs> spans)
{
    const auto middle = spans.begin() + static_cast<std::ptrdiff_t>(spans.size() / 2);
    std::nth_element(spans.begin(), middle, spans.end());
    return *middle;
}

Result<std::vector<SpanMs>> spansOf(const NodeDuration &duration)
{
    std::vector<SpanMs> spans;
    for (const double seconds : duration.seconds) {
        if (!(seconds >= 0 && seconds <= longest))
            return fail(ErrorCode::InvalidSpec, "durations/" + duration.node,
                        "a duration is a number of seconds from 0 to ten years");
        spans.push_back(std::llround(seconds * 1000));
    }
    return spans;
}

} // namespace

Result<Durations> Durations::make(const DagSpec &dag, const RehearsalRequest &request)
{
    Durations made;
    made.m_nodes.resize(dag.nodes.size());
    std::unordered_map<std::string, NodeIndex> byId;
    for (NodeIndex node = 0; node < dag.nodes.size(); ++node)
        byId.emplace(dag.nodes[node].id, node);

    const auto take = [&](const NodeDuration &from, DurationOrigin origin) -> Result<> {
        const auto found = byId.find(from.node);
        if (found == byId.end() || from.seconds.empty())
            return {};
        Node &node = made.m_nodes[found->second];
        if (node.origin != DurationOrigin::Guessed)
            return {};
        auto spans = spansOf(from);
        if (!spans)
            return tl::unexpected(spans.error());
        node.origin = origin;
        node.spans = std::move(*spans);
        node.median = median(node.spans);
        return {};
    };
    for (const NodeDuration &given : request.given) {
        if (!byId.contains(given.node))
            return fail(ErrorCode::InvalidSpec, "durations/" + given.node,
                        "the DAG has no such node");
        if (auto taken = take(given, DurationOrigin::Given); !taken)
            return tl::unexpected(taken.error());
    }
    for (const NodeSpec &node : dag.nodes) {
        if (!request.recorded || !node.recorded)
            continue;
        if (auto taken = take({node.id, {node.recorded->seconds}}, DurationOrigin::Recorded);
            !taken)
            return tl::unexpected(taken.error());
    }
    for (const NodeDuration &known : request.history)
        if (auto taken = take(known, DurationOrigin::History); !taken)
            return tl::unexpected(taken.error());

    for (const NodeSpec &node : dag.nodes) { // a wait for a span lasts that long
        if (!node.task.wait || node.task.wait->duration == 0)
            continue;
        const double seconds = static_cast<double>(node.task.wait->duration) / 1000;
        if (auto taken = take({node.id, {seconds}}, DurationOrigin::Given); !taken)
            return tl::unexpected(taken.error());
    }

    std::vector<SpanMs> known;
    for (NodeIndex node = 0; node < dag.nodes.size(); ++node) {
        Node &timed = made.m_nodes[node];
        const bool told = timed.origin == DurationOrigin::Given ||
                          timed.origin == DurationOrigin::Recorded; // of a process, elsewhere
        if (dag.nodes[node].task.runtime == Runtime::None && !told)
            timed.origin = DurationOrigin::NoProcess;
        else if (timed.origin != DurationOrigin::Guessed)
            known.push_back(timed.median);
    }
    if (request.guess) {
        const auto guess = spansOf({"*", {*request.guess}});
        if (!guess)
            return tl::unexpected(guess.error());
        made.m_guess = guess->front();
    } else if (!known.empty()) {
        made.m_guess = median(std::move(known));
    }
    return made;
}

SpanMs Durations::of(NodeIndex node, std::int32_t item) const
{
    const Node &known = m_nodes[node];
    if (known.origin == DurationOrigin::NoProcess)
        return 0;
    if (known.spans.empty())
        return m_guess;
    if (known.spans.size() == 1)
        return known.spans.front();
    const auto index = static_cast<std::size_t>(std::max(item, 0));
    return item >= 0 && index < known.spans.size() ? known.spans[index] : known.median;
}

std::uint32_t Durations::items(NodeIndex node) const
{
    const std::size_t count = m_nodes[node].spans.size();
    return count > 1 ? static_cast<std::uint32_t>(count) : 0;
}

} // namespace orrery::rehearse
