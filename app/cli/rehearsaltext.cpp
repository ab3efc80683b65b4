// SPDX-License-Identifier: GPL-3.0-or-later
#include "rehearsaltext.h"

#include <algorithm>
#include <iostream>

#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "console.h"

namespace orrery::cli {
namespace {

constexpr std::size_t mostSteps = 20;
constexpr std::size_t mostWaits = 10;
constexpr std::size_t mostBars = 40;

double seconds(SpanMs span)
{
    return static_cast<double>(span) / 1000;
}

std::string nameOf(const DagSpec &dag, const RehearsedTask &task)
{
    TaskRow row;
    row.task = task.task;
    row.node = task.node;
    row.item = task.item;
    return taskName(dag, row);
}

/// A name that fits a column: its middle is left out when it is long.
std::string fitted(const std::string &name)
{
    constexpr std::size_t most = 32;
    const auto isInside = [&](std::size_t at) {
        return (static_cast<unsigned char>(name[at]) & 0xC0U) == 0x80U; // of a UTF-8 character
    };
    if (name.size() <= most)
        return name;
    std::size_t head = most / 2 - 1;
    std::size_t tail = name.size() - most / 2;
    while (head > 0 && isInside(head))
        --head;
    while (tail < name.size() && isInside(tail))
        ++tail;
    return name.substr(0, head) + "…" + name.substr(tail);
}

/// Does it stand for its items?
bool isGroup(const DagSpec &dag, const RehearsedTask &task)
{
    const ExecutionConfig &execution = dag.nodes[task.node].execution;
    return task.item < 0 && (execution.isMapStage || !execution.mapOver.empty());
}

Json taskJson(const DagSpec &dag, const RehearsedTask &task)
{
    Json json;
    json["id"] = nameOf(dag, task);
    json["state"] = text(task.state);
    json["attempts"] = task.attempts;
    json["start_s"] = seconds(task.start);
    json["end_s"] = seconds(task.end);
    json["host"] = task.host;
    if (!task.gpus.empty())
        json["gpus"] = task.gpus;
    json["duration_from"] = text(task.origin);
    if (!task.reason.empty())
        json["reason"] = task.reason;
    Json waits = Json::array();
    for (const RehearsedWait &wait : task.waits)
        waits.push_back(
            {{"from_s", seconds(wait.from)}, {"to_s", seconds(wait.to)}, {"reason", wait.reason}});
    json["waits"] = std::move(waits);
    return json;
}

Json useJson(const Rehearsal &rehearsal)
{
    Json over = Json::array();
    for (const UseSlice &slice : rehearsal.use)
        over.push_back({{"from_s", seconds(slice.from)},
                        {"to_s", seconds(slice.to)},
                        {"cores", slice.cores},
                        {"memory_mb", slice.memoryMiB},
                        {"gpus", slice.gpus}});
    Json hosts = Json::array();
    for (const HostUse &host : rehearsal.hosts)
        hosts.push_back({{"host", host.host.text},
                         {"cores", host.cores},
                         {"memory_mb", host.memoryMiB},
                         {"gpus", host.gpus},
                         {"cpu", host.cpu},
                         {"memory", host.memory},
                         {"gpu", host.gpu},
                         {"attempts", host.attempts}});
    return {{"cpu", rehearsal.cpu},      {"memory", rehearsal.memory},
            {"gpu", rehearsal.gpu},      {"most_at_once", rehearsal.mostAtOnce},
            {"hosts", std::move(hosts)}, {"over_time", std::move(over)}};
}

Json costJson(const Rehearsal &rehearsal, const Prices &prices)
{
    Json json{{"host_hours", rehearsal.hostHours},
              {"core_hours", rehearsal.coreHours},
              {"gpu_hours", rehearsal.gpuHours}};
    json["total"] = prices.any() ? Json(rehearsal.cost) : Json(nullptr);
    json["currency"] = prices.currency;
    return json;
}

// ---- for people ---------------------------------------------------------------------------------

std::string nameFitted(const DagSpec &dag, const RehearsedTask &task)
{
    return fitted(nameOf(dag, task));
}

std::string percent(double share)
{
    return fmt::format("{:.0f} %", share * 100);
}

/// "a, b, c and 12 more"
std::string listed(const std::vector<std::string> &names)
{
    constexpr std::size_t most = 6;
    std::string text;
    for (std::size_t i = 0; i < std::min(names.size(), most); ++i)
        text += (i == 0 ? "" : ", ") + fitted(names[i]);
    if (names.size() > most)
        text += fmt::format(" and {} more", names.size() - most);
    return text;
}

void line(const std::string &name, const std::string &value)
{
    std::cout << fmt::format("  {:<11} {}\n", name, plain(value));
}

void tellHosts(const Rehearsal &rehearsal)
{
    for (const HostUse &host : rehearsal.hosts) {
        std::string text =
            fmt::format("{}: {:g} cores {} in use", host.host.text, host.cores, percent(host.cpu));
        if (host.memory > 0)
            text += fmt::format(", {} MiB {}", host.memoryMiB, percent(host.memory));
        if (host.gpus > 0)
            text += fmt::format(", {} GPU{} {}", host.gpus, host.gpus == 1 ? "" : "s",
                                percent(host.gpu));
        line("host", text);
    }
    line("at once", fmt::format("at most {} task{}", rehearsal.mostAtOnce,
                                rehearsal.mostAtOnce == 1 ? "" : "s"));
}

void tellDurations(const DagSpec &dag, const Rehearsal &rehearsal)
{
    std::size_t counts[5] = {};
    for (const RehearsedTask &task : rehearsal.tasks)
        if (!isGroup(dag, task))
            ++counts[static_cast<std::size_t>(task.origin)];
    std::string text;
    for (const auto origin : {DurationOrigin::Given, DurationOrigin::Recorded,
                              DurationOrigin::History, DurationOrigin::Guessed})
        if (const std::size_t count = counts[static_cast<std::size_t>(origin)]; count > 0)
            text += fmt::format("{}{} {}", text.empty() ? "" : ", ", count, orrery::text(origin));
    if (!rehearsal.guessed.empty())
        text += fmt::format(" ({:g} s each): {}", rehearsal.guess, listed(rehearsal.guessed));
    if (!text.empty())
        line("durations", text);
}

void tellPath(const DagSpec &dag, const Rehearsal &rehearsal)
{
    const auto &path = rehearsal.criticalPath;
    if (path.empty())
        return;
    std::cout << fmt::format("\nCritical path: {} task{} decide{} the end\n", path.size(),
                             path.size() == 1 ? "" : "s", path.size() == 1 ? "s" : "")
              << fmt::format("  {:>10} {:>10} {:>6}  {:<32} {}\n", "START", "TAKES", "SHARE",
                             "TASK", "BEGINS");
    // The steps that take longest, in their order.
    std::vector<const CriticalStep *> steps;
    for (const CriticalStep &step : path)
        steps.push_back(&step);
    if (steps.size() > mostSteps) {
        std::stable_sort(steps.begin(), steps.end(),
                         [](auto a, auto b) { return a->end - a->start > b->end - b->start; });
        steps.resize(mostSteps);
        std::sort(steps.begin(), steps.end());
    }
    for (const CriticalStep *step : steps) {
        const bool first = step == &path.front();
        const std::string before =
            first ? "" : " " + nameFitted(dag, rehearsal.tasks[(step - 1)->task]);
        const std::string begins = first                   ? "at once"
                                   : step->after == "room" ? "when there is room after" + before
                                                           : "after" + before;
        std::cout << fmt::format("  {:>10} {:>10} {:>6}  {:<32} {}\n", duration(step->start),
                                 duration(step->end - step->start), percent(step->share),
                                 nameFitted(dag, rehearsal.tasks[step->task]), begins);
    }
    if (path.size() > steps.size())
        std::cout << fmt::format("  … and {} shorter ones (--json has all)\n",
                                 path.size() - steps.size());
}

void tellWaits(const DagSpec &dag, const Rehearsal &rehearsal)
{
    struct Long {
        const RehearsedTask *task;
        const RehearsedWait *wait;
    };
    std::vector<Long> waits;
    for (const RehearsedTask &task : rehearsal.tasks)
        for (const RehearsedWait &wait : task.waits)
            waits.push_back({&task, &wait});
    if (waits.empty()) {
        std::cout << "\nNo task waits once its upstream has ended.\n";
        return;
    }
    const std::size_t shown = std::min(waits.size(), mostWaits);
    const auto longer = [](const Long &a, const Long &b) {
        const SpanMs x = a.wait->to - a.wait->from;
        const SpanMs y = b.wait->to - b.wait->from;
        return x != y ? x > y : a.task->task < b.task->task;
    };
    std::partial_sort(waits.begin(), waits.begin() + static_cast<std::ptrdiff_t>(shown),
                      waits.end(), longer);
    std::cout << fmt::format("\nLongest of {} waits\n", waits.size())
              << fmt::format("  {:>10} {:>10}  {:<32} {}\n", "FROM", "WAITS", "TASK", "WHY");
    for (std::size_t i = 0; i < shown; ++i)
        std::cout << fmt::format("  {:>10} {:>10}  {:<32} {}\n", duration(waits[i].wait->from),
                                 duration(waits[i].wait->to - waits[i].wait->from),
                                 nameFitted(dag, *waits[i].task), plain(waits[i].wait->reason));
}

std::size_t terminalWidth()
{
    winsize size{};
    const bool known = ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col >= 60;
    return known ? std::min<std::size_t>(size.ws_col, 160) : 80;
}

/// One line per task: waiting ░, running █; with many tasks those that run longest.
void tellBars(const DagSpec &dag, const Rehearsal &rehearsal)
{
    std::vector<const RehearsedTask *> tasks;
    for (const RehearsedTask &task : rehearsal.tasks)
        if (task.end > task.start && !isGroup(dag, task))
            tasks.push_back(&task);
    if (tasks.empty() || rehearsal.makespan == 0)
        return;
    const std::size_t all = tasks.size();
    if (all > mostBars) {
        std::stable_sort(tasks.begin(), tasks.end(),
                         [](auto a, auto b) { return a->end - a->start > b->end - b->start; });
        tasks.resize(mostBars);
    }
    std::stable_sort(tasks.begin(), tasks.end(),
                     [](auto a, auto b) { return a->start < b->start; });
    constexpr std::size_t nameWidth = 24;
    const std::size_t width = terminalWidth() - nameWidth - 6;
    const auto cell = [&](SpanMs at) {
        return static_cast<std::size_t>(at * static_cast<SpanMs>(width) / rehearsal.makespan);
    };
    std::cout << fmt::format("\n  {:<{}}  0{:>{}}\n", "", nameWidth, duration(rehearsal.makespan),
                             width - 1);
    for (const RehearsedTask *task : tasks) {
        std::vector<const char *> cells(width, " ");
        for (const RehearsedWait &wait : task->waits)
            std::fill(cells.begin() + std::ptrdiff_t(cell(wait.from)),
                      cells.begin() + std::ptrdiff_t(cell(wait.to)), "░");
        const std::size_t from = std::min(cell(task->start), width - 1);
        const std::size_t to = std::max(cell(task->end), from + 1);
        std::fill(cells.begin() + std::ptrdiff_t(from), cells.begin() + std::ptrdiff_t(to), "█");
        std::cout << fmt::format("  {:<{}.{}}  {}\n", nameFitted(dag, *task), nameWidth, nameWidth,
                                 fmt::join(cells, ""));
    }
    if (all > tasks.size())
        std::cout << fmt::format("  the {} longest of {} tasks\n", tasks.size(), all);
}

} // namespace

Json rehearsalJson(const DagSpec &dag, const Rehearsal &rehearsal, const Prices &prices,
                   double took)
{
    Json json;
    json["rehearsed"] = true;
    json["dag"] = dag.id;
    json["state"] = text(rehearsal.state);
    json["cause"] = rehearsal.cause;
    json["makespan_s"] = seconds(rehearsal.makespan);
    Json path = Json::array();
    for (const CriticalStep &step : rehearsal.criticalPath)
        path.push_back({{"id", nameOf(dag, rehearsal.tasks[step.task])},
                        {"start_s", seconds(step.start)},
                        {"end_s", seconds(step.end)},
                        {"share", step.share},
                        {"after", step.after}});
    json["critical_path"] = std::move(path);
    json["utilization"] = useJson(rehearsal);
    json["cost"] = costJson(rehearsal, prices);
    json["guessed"] = rehearsal.guessed;
    json["guess_s"] = rehearsal.guess;
    json["unknown"] = rehearsal.unknown;
    json["notes"] = rehearsal.notes;
    Json tasks = Json::array();
    for (const RehearsedTask &task : rehearsal.tasks)
        tasks.push_back(taskJson(dag, task));
    json["tasks"] = std::move(tasks);
    json["events"] = rehearsal.events;
    json["seconds"] = took;
    return json;
}

void tellRehearsal(const DagSpec &dag, const Rehearsal &rehearsal, const Prices &prices)
{
    const auto tasks = static_cast<std::size_t>(
        std::count_if(rehearsal.tasks.begin(), rehearsal.tasks.end(),
                      [&](const RehearsedTask &task) { return !isGroup(dag, task); }));
    std::cout << fmt::format("{} rehearsed: {} in {}, {} task{}; nothing was started\n",
                             plain(dag.title()), text(rehearsal.state),
                             duration(rehearsal.makespan), tasks, tasks == 1 ? "" : "s");
    if (!rehearsal.cause.empty())
        line("cause", rehearsal.cause);
    tellHosts(rehearsal);
    tellDurations(dag, rehearsal);
    if (prices.any())
        line("cost",
             fmt::format("{:.2f}{} ({:.2f} host hours, {:.2f} core hours, {:.2f} GPU hours)",
                         rehearsal.cost, prices.currency.empty() ? "" : " " + prices.currency,
                         rehearsal.hostHours, rehearsal.coreHours, rehearsal.gpuHours));
    for (const std::string &unknown : rehearsal.unknown)
        line("unknown", unknown);
    for (const std::string &note : rehearsal.notes)
        line("note", note);
    tellPath(dag, rehearsal);
    tellWaits(dag, rehearsal);
    if (terminal(STDOUT_FILENO))
        tellBars(dag, rehearsal);
}

} // namespace orrery::cli
