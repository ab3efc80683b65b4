// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include "advise/analyse.h"

namespace orrery::advise {

namespace {

struct Samples {
    std::vector<double> seconds, cpu, bytes;
    std::vector<double> items; // per run
    std::uint32_t failures = 0;
    std::uint64_t memoryKiB = 0;
};

double median(std::vector<double> &values)
{
    if (values.empty())
        return 0;
    const std::size_t middle = values.size() / 2;
    const auto at = values.begin() + static_cast<std::ptrdiff_t>(middle);
    std::nth_element(values.begin(), at, values.end());
    if (values.size() % 2 == 1)
        return *at;
    return (*at + *std::max_element(values.begin(), at)) / 2;
}

void add(const TaskRow &row, Samples &to)
{
    const bool failed = row.state == TaskState::Failed || row.attempts > 1;
    to.failures += failed ? 1U : 0U;
    if (row.state != TaskState::Succeeded || row.start == 0 || row.end < row.start ||
        !row.cachedFrom.empty()) // it took no time, which says nothing of the next run
        return;
    to.seconds.push_back(static_cast<double>(row.end - row.start) / 1000);
    to.cpu.push_back(row.usage.cpuSeconds);
    to.bytes.push_back(static_cast<double>(row.usage.readBytes + row.usage.writeBytes));
    to.memoryKiB = std::max(to.memoryKiB, row.usage.maxMemoryKiB);
}

} // namespace

std::vector<NodeHistory> historyOf(const std::vector<RunDetail> &runs)
{
    std::map<std::string, Samples> samples;
    for (const RunDetail &run : runs) {
        std::map<NodeIndex, std::uint32_t> items;
        for (const TaskRow &row : run.tasks) {
            if (row.item >= 0)
                ++items[row.node];
        }
        for (const TaskRow &row : run.tasks) {
            const auto group = items.find(row.node);
            // The task of a mapped node stands for its items: it is no sample of its own.
            if (row.node >= run.dag->nodes.size() || (group != items.end() && row.item < 0))
                continue;
            Samples &to = samples[run.dag->nodes[row.node].id];
            add(row, to);
            if (row.item <= 0)
                to.items.push_back(group == items.end() ? 1 : group->second);
        }
    }
    std::vector<NodeHistory> out;
    for (auto &[node, s] : samples) {
        if (s.seconds.empty() && s.failures == 0)
            continue;
        NodeHistory history;
        history.node = node;
        history.samples = static_cast<std::uint32_t>(s.seconds.size());
        history.failures = s.failures;
        history.items = static_cast<std::uint32_t>(median(s.items));
        history.longestSeconds =
            s.seconds.empty() ? 0 : *std::max_element(s.seconds.begin(), s.seconds.end());
        history.medianSeconds = median(s.seconds);
        history.medianCpuSeconds = median(s.cpu);
        history.maxMemoryKiB = s.memoryKiB;
        history.medianBytes = static_cast<std::uint64_t>(median(s.bytes));
        out.push_back(std::move(history));
    }
    return out;
}

} // namespace orrery::advise
