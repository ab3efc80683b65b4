// SPDX-License-Identifier: GPL-3.0-or-later
#include "watch.h"

#include <algorithm>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <utility>

#include <fmt/format.h>
#include <unistd.h>

#include "progress.h"
#include "records.h"

namespace orrery::cli {
namespace {

/// Values of a sink's outputs that are files: what a person wants to open.
std::vector<std::pair<std::string, std::string>> resultFiles(const RunDetail &detail)
{
    std::vector<std::pair<std::string, std::string>> files;
    std::vector<bool> feeds(detail.dag->nodes.size(), false);
    for (const EdgeSpec &edge : detail.dag->edges)
        feeds[edge.from] = true;
    for (const TaskRow &row : detail.tasks) {
        if (row.item >= 0 || feeds[row.node] || row.task >= detail.outputs.size() ||
            detail.outputs[row.task].empty())
            continue;
        const Json outputs = Json::parse(detail.outputs[row.task], nullptr, false);
        if (!outputs.is_object())
            continue;
        for (const auto &[port, value] : outputs.items()) {
            std::error_code error;
            if (value.is_string() &&
                std::filesystem::is_regular_file(value.get<std::string>(), error))
                files.emplace_back(port, value.get<std::string>());
        }
    }
    return files;
}

void tellFailures(Connection &connection, const RunDetail &detail)
{
    constexpr int most = 3;
    int told = 0;
    for (const TaskRow &row : detail.tasks) {
        const bool group = detail.dag->nodes[row.node].execution.isMapStage && row.item < 0;
        if (row.state != TaskState::Failed || group || told++ >= most)
            continue;
        const auto task = connection.query<TaskDetail>([&](Session &session, auto reply) {
            session.task(detail.summary.id, row.task, std::move(reply));
        });
        std::cerr << "\n✘ " << taskName(*detail.dag, row) << ": " << plain(row.reason) << "\n";
        if (!task || task->lastLines.empty())
            continue;
        std::string line;
        std::istringstream lines(plain(task->lastLines));
        while (std::getline(lines, line))
            std::cerr << "    " << line << "\n";
    }
    if (told > most)
        std::cerr << fmt::format("\n… and {} more failed tasks: orrery runs show {}\n", told - most,
                                 detail.summary.id.text);
}

void tellEnd(Connection &connection, const RunDetail &detail)
{
    const RunSummary &run = detail.summary;
    tellFailures(connection, detail);
    std::cout << fmt::format("{} {} in {}: {} tasks",
                             run.dagName.empty() ? run.dag.text : run.dagName, text(run.state),
                             duration(run.ended - run.created), run.taskCount());
    if (run.cached > 0)
        std::cout << ", " << run.cached << " cached";
    if (!run.cause.empty())
        std::cout << "; " << plain(run.cause);
    std::cout << "\n";
    std::vector<std::pair<std::string, std::string>> lines;
    for (const std::string &note : run.notes)
        lines.emplace_back("note", note);
    std::error_code error;
    if (std::filesystem::is_directory(run.resultsDir, error))
        lines.emplace_back("results", run.resultsDir);
    for (auto &file : resultFiles(detail))
        lines.push_back(std::move(file));
    lines.emplace_back("recorded", "orrery runs show " + run.id.text);
    std::size_t width = 0;
    for (const auto &[name, value] : lines)
        width = std::max(width, name.size());
    for (const auto &[name, value] : lines)
        std::cout << fmt::format("  {:<{}}  {}\n", name, width, plain(value));
}

/// Tells when the engine of the home cannot go on with its runs, and when it can again. In the
/// engine's own process its log says so.
void tellPause(Connection &connection, const RunSummary &run, std::string &told)
{
    std::string now = run.waits.starts_with("paused: ") ? run.waits : std::string();
    if (now == told)
        return;
    told = std::move(now);
    if (connection.home->owner())
        return;
    if (told.empty())
        std::cerr << "The run goes on.\n";
    else
        std::cerr << "The run is " << plain(told) << "\n";
}

} // namespace

int watchRun(Connection &connection, const RunId &run, bool cancelOnInterrupt, bool json)
{
    auto first = connection.query<RunDetail>(
        [&](Session &session, auto reply) { session.show(run, std::move(reply)); });
    if (!first)
        return tell(first.error());
    first->tasks = {}; // the subscription brings them
    first->outputs = {};
    Progress progress(*first->dag, terminal(STDERR_FILENO) && !json);
    bool ended = isFinal(first->summary.state);
    bool grew = false;
    RunDetail grown; // what progress shows once the run has grown
    Subscription subscription =
        connection.session().subscribe({.run = run, .hosts = false}, [&](const Delta &delta) {
            progress.take(delta, run);
            for (const Delta::Tasks &tasks : delta.tasks)
                grew = grew || tasks.nodes != 0;
            ended = ended || (!progress.summary().id.empty() && isFinal(progress.summary().state));
        });
    constexpr SpanMs redraw = 100;
    bool cancelled = false;
    std::string paused;                                            // why, as told last
    const auto refused = std::make_shared<std::optional<Error>>(); // the reply may outlive us
    while (!ended) {
        const int asked = cancelled ? 1 : 0;
        connection.inbox.wait([&] { return ended || *refused || interrupts() > asked; }, redraw);
        if (std::exchange(grew, false) && terminal(STDERR_FILENO) && !json) {
            auto now = connection.query<RunDetail>(
                [&](Session &session, auto reply) { session.show(run, std::move(reply)); });
            if (now) {
                grown = std::move(*now);
                progress.grow(*grown.dag);
            }
        }
        progress.draw();
        tellPause(connection, progress.summary(), paused);
        if (*refused) { // e.g. the disk has failed: nothing would ever end it
            progress.finish();
            tell(**refused);
            return interrupted;
        }
        if (interrupts() <= asked)
            continue;
        if (cancelled) {
            std::cerr << "Its end is not waited for: orrery runs show " << run.text << "\n";
            return interrupted;
        }
        cancelled = true;
        if (!cancelOnInterrupt) {
            std::cerr << "The run goes on: orrery runs show " << run.text << "\n";
            return interrupted;
        }
        std::cerr << "Cancelling " << run.text << " ...\n";
        connection.session().cancel(run, [refused](const Result<> &done) {
            if (!done)
                *refused = done.error();
        });
    }
    subscription.reset();
    progress.finish();
    const auto last = connection.query<RunDetail>(
        [&](Session &session, auto reply) { session.show(run, std::move(reply)); });
    if (!last)
        return tell(last.error());
    if (json)
        print(detailJson(*last));
    else
        tellEnd(connection, *last);
    if (cancelled)
        return interrupted;
    return last->summary.state == RunState::Succeeded ? done : failed;
}

} // namespace orrery::cli
