// SPDX-License-Identifier: GPL-3.0-or-later
#include "advise/timeline.h"

#include <algorithm>
#include <set>

namespace orrery::advise {
namespace {

using Spans = std::vector<std::vector<TaskSpan>>; // [task], attempts in order

/// When another attempt was possible: a retry's delay was over, or a person asked for it.
struct Due {
    std::vector<WallMs> task;
    WallMs all = 0;
};

bool ends(Happening what)
{
    return what == Happening::Success || what == Happening::Failure || what == Happening::Retry ||
           what == Happening::Cancel || what == Happening::Mark;
}

/// Mapped and looped nodes stand for their items: their own row is not a task of its own.
std::vector<bool> groupsOf(const RunDetail &run)
{
    std::vector<bool> mapped(run.dag ? run.dag->nodes.size() : 0, false);
    for (const TaskRow &row : run.tasks)
        if (row.item >= 0 && row.node < mapped.size())
            mapped[row.node] = true;
    std::vector<bool> group(run.tasks.size(), false);
    for (std::size_t i = 0; i < run.tasks.size(); ++i) {
        const TaskRow &row = run.tasks[i];
        group[i] = row.item < 0 && row.node < mapped.size() && mapped[row.node];
    }
    return group;
}

TaskSpan &openSpan(std::vector<TaskSpan> &attempts, TaskIndex task, const Due &due)
{
    if (attempts.empty() || ends(attempts.back().outcome)) {
        TaskSpan next;
        next.task = task;
        next.attempt = static_cast<std::uint32_t>(attempts.size()) + 1;
        if (!attempts.empty())
            next.ready = std::max({attempts.back().end, due.task[task], due.all});
        attempts.push_back(next);
    }
    return attempts.back();
}

void take(Spans &spans, Due &due, const CoursePoint &point)
{
    if (point.task == none && point.what == Happening::Retry)
        due.all = point.at;
    if (point.task >= spans.size())
        return;
    std::vector<TaskSpan> &attempts = spans[point.task];
    if (point.what == Happening::Place) {
        openSpan(attempts, point.task, due).placed = point.at;
    } else if (point.what == Happening::Start) {
        openSpan(attempts, point.task, due).start = point.at;
    } else if (point.what == Happening::Other) {
        due.task[point.task] = point.at;
    } else if (ends(point.what)) {
        // What was never placed (a mark, a task without a process) has no span of its own here.
        if (attempts.empty() || ends(attempts.back().outcome))
            return;
        attempts.back().end = point.at;
        attempts.back().outcome = point.what;
    }
}

Happening outcomeOf(TaskState state)
{
    switch (state) {
    case TaskState::Succeeded:
        return Happening::Success;
    case TaskState::Failed:
        return Happening::Failure;
    case TaskState::Cancelled:
        return Happening::Cancel;
    default:
        return Happening::Other;
    }
}

/// The record of a task knows its last attempt to the millisecond; the journal's facts may come
/// some later.
void refine(std::vector<TaskSpan> &attempts, const TaskRow &row)
{
    if (row.start == 0)
        return;
    if (attempts.empty()) {
        TaskSpan only;
        only.task = row.task;
        only.attempt = std::max(1U, row.attempts);
        attempts.push_back(only);
    }
    TaskSpan &last = attempts.back();
    if (last.start == 0 || !ends(last.outcome) || row.end > 0)
        last.start = row.start;
    if (isFinal(row.state) && row.end > 0) {
        last.end = std::max(row.end, last.start);
        last.outcome = outcomeOf(row.state);
    }
}

struct Upstream {
    std::vector<std::vector<NodeIndex>> before; ///< [node]
    std::vector<TaskIndex> last; ///< [node]: its task that ended last; none = none did
    std::vector<WallMs> end;     ///< [node]
};

Upstream upstreamOf(const RunDetail &run, const std::vector<bool> &group, const Spans &spans)
{
    Upstream up;
    const std::size_t nodes = run.dag ? run.dag->nodes.size() : 0;
    up.before.resize(nodes);
    up.last.assign(nodes, none);
    up.end.assign(nodes, 0);
    if (run.dag)
        for (const EdgeSpec &edge : run.dag->edges)
            if (edge.from < nodes && edge.to < nodes)
                up.before[edge.to].push_back(edge.from);
    for (const TaskRow &row : run.tasks) {
        if (row.task >= spans.size() || row.node >= nodes || group[row.task] ||
            spans[row.task].empty())
            continue;
        const WallMs end = spans[row.task].back().end;
        if (end > up.end[row.node]) {
            up.end[row.node] = end;
            up.last[row.node] = row.task;
        }
    }
    return up;
}

/// The task that `row` waited for: of all before it the one that ended last, `from` at most.
TaskIndex waitedFor(const Upstream &up, const Spans &spans, const TaskRow &row, WallMs from)
{
    TaskIndex found = none;
    WallMs latest = 0;
    std::vector<NodeIndex> open = up.before[row.node];
    std::set<NodeIndex> seen(open.begin(), open.end());
    // Nodes that have no time of their own (skipped, kept) hand on to those before them.
    while (!open.empty()) {
        const NodeIndex node = open.back();
        open.pop_back();
        if (up.last[node] == none) {
            for (const NodeIndex before : up.before[node])
                if (seen.insert(before).second)
                    open.push_back(before);
            continue;
        }
        if (up.end[node] > latest && spans[up.last[node]].front().start <= from) {
            latest = up.end[node];
            found = up.last[node];
        }
    }
    return found;
}

void setReady(Spans &spans, const RunDetail &run, const Upstream &up)
{
    for (const TaskRow &row : run.tasks) {
        if (row.task >= spans.size() || spans[row.task].empty() || row.node >= up.before.size())
            continue;
        TaskSpan &first = spans[row.task].front();
        const TaskIndex before = waitedFor(up, spans, row, first.start);
        first.ready = before == none ? run.summary.created : spans[before].back().end;
        for (TaskSpan &span : spans[row.task]) {
            const WallMs latest = span.placed > 0  ? span.placed
                                  : span.start > 0 ? span.start
                                                   : span.ready;
            span.ready = span.ready == 0 ? latest : std::min(span.ready, latest);
            if (span.placed == 0)
                span.placed = span.start;
            if (span.start > 0)
                span.placed = std::min(span.placed, span.start);
        }
    }
}

void findCriticalPath(RunTimeline &out, const RunDetail &run, const Upstream &up,
                      const Spans &spans, const std::vector<bool> &group)
{
    TaskIndex last = none;
    WallMs latest = 0;
    for (const TaskRow &row : run.tasks)
        if (row.task < spans.size() && !group[row.task] && !spans[row.task].empty()) {
            const TaskSpan &span = spans[row.task].back();
            const WallMs end = span.end > 0 ? span.end : span.start > 0 ? out.end : 0;
            if (end > latest || (end == latest && last == none && end > 0)) {
                latest = end;
                last = row.task;
            }
        }
    std::set<TaskIndex> seen;
    for (TaskIndex at = last; at != none && seen.insert(at).second;) {
        out.criticalPath.push_back(at);
        const TaskRow &row = run.tasks[at];
        if (row.node >= up.before.size())
            break;
        at = waitedFor(up, spans, row, spans[at].front().start);
    }
    std::reverse(out.criticalPath.begin(), out.criticalPath.end());
    for (const TaskIndex task : out.criticalPath) {
        SpanMs time = 0;
        for (const TaskSpan &span : spans[task])
            if (span.start > 0)
                time += (span.end > 0 ? span.end : out.end) - span.start;
        out.time.critical += time;
        if (time > out.bottleneckTime) {
            out.bottleneckTime = time;
            out.bottleneck = task;
        }
    }
}

struct Step {
    WallMs at = 0;
    int by = 0;
};

std::vector<CountAt> counts(std::vector<Step> steps)
{
    std::sort(steps.begin(), steps.end(), [](const Step &a, const Step &b) { return a.at < b.at; });
    std::vector<CountAt> out;
    int now = 0;
    for (std::size_t i = 0; i < steps.size(); ++i) {
        now += steps[i].by;
        if (i + 1 == steps.size() || steps[i + 1].at != steps[i].at)
            out.push_back({steps[i].at, static_cast<std::uint32_t>(std::max(0, now))});
    }
    return out;
}

void sumUp(RunTimeline &out)
{
    std::vector<Step> waiting, running;
    for (const TaskSpan &span : out.spans) {
        const WallMs end = span.end > 0 ? span.end : out.end;
        const WallMs start = span.start > 0 ? span.start : end;
        const WallMs placed = span.placed > 0 ? span.placed : start;
        out.time.waiting += std::max<SpanMs>(0, placed - span.ready);
        out.time.queued += std::max<SpanMs>(0, start - placed);
        if (start > span.ready) {
            waiting.push_back({span.ready, 1});
            waiting.push_back({start, -1});
        }
        if (span.start == 0 || end <= start)
            continue;
        out.time.running += end - start;
        if (span.outcome == Happening::Retry)
            out.time.lost += end - start;
        running.push_back({start, 1});
        running.push_back({end, -1});
    }
    out.queue = counts(std::move(waiting));
    out.running = counts(std::move(running));
    for (std::size_t i = 0; i + 1 < out.running.size(); ++i)
        if (out.running[i].count > 0)
            out.time.busy += out.running[i + 1].at - out.running[i].at;
    if (out.time.running > 0)
        out.time.waitRunRatio = static_cast<double>(out.time.waiting + out.time.queued) /
                                static_cast<double>(out.time.running);
}

} // namespace

RunTimeline timelineOf(const RunDetail &run, const RunCourse &course, WallMs now)
{
    RunTimeline out;
    out.begin = run.summary.created;
    out.end = std::max(out.begin, run.summary.ended > 0 ? run.summary.ended : now);
    out.time.total = out.end - out.begin;
    const std::vector<bool> group = groupsOf(run);
    Spans spans(run.tasks.size());
    Due due{std::vector<WallMs>(run.tasks.size(), 0), 0};
    for (const CoursePoint &point : course.points)
        if (point.task >= group.size() || !group[point.task])
            take(spans, due, point);
    for (const TaskRow &row : run.tasks)
        if (row.task < spans.size() && !group[row.task])
            refine(spans[row.task], row);
    const Upstream up = upstreamOf(run, group, spans);
    setReady(spans, run, up);
    findCriticalPath(out, run, up, spans, group);
    for (const std::vector<TaskSpan> &attempts : spans)
        out.spans.insert(out.spans.end(), attempts.begin(), attempts.end());
    sumUp(out);
    return out;
}

} // namespace orrery::advise
