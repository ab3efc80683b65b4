// SPDX-License-Identifier: GPL-3.0-or-later
// Words and sentences for records: the same in every face.
#include <array>
#include <cstdlib>
#include <ctime>
#include <numeric>

#include <fmt/format.h>

#include "engine/run.h"
#include "engine/schedule.h"
#include "engine/version.h"

namespace orrery {
namespace {

constexpr std::array<std::string_view, 6> runStates{"pending",   "running", "paused",
                                                    "succeeded", "failed",  "cancelled"};
constexpr std::array<std::string_view, taskStateCount> taskStates{
    "pending",   "waiting", "held",      "queued", "running",
    "succeeded", "failed",  "cancelled", "skipped"};

/// " (segmentation fault)" for the signals that programs die of; "" for others.
std::string signalMeaning(int signal)
{
    switch (signal) {
    case 1:
        return " (hang-up)";
    case 2:
        return " (interrupt)";
    case 3:
        return " (quit)";
    case 4:
        return " (illegal instruction)";
    case 6:
        return " (abort)";
    case 7:
        return " (bus error)";
    case 8:
        return " (arithmetic error)";
    case 9:
        return " (kill)";
    case 11:
        return " (segmentation fault)";
    case 13:
        return " (broken pipe)";
    case 15:
        return " (terminate)";
    case 24:
        return " (CPU time limit)";
    case 25:
        return " (file size limit)";
    case 31:
        return " (forbidden system call)";
    default:
        return {};
    }
}

/// "SENTENCE: DETAIL." or "SENTENCE." without a detail.
std::string sentence(std::string text, const std::string &detail)
{
    if (!detail.empty())
        text.append(": ").append(detail);
    const bool ended = text.back() == '.' || text.back() == '!' || text.back() == '?';
    return ended ? text : text + ".";
}

} // namespace

std::string_view text(RunState state)
{
    return runStates[static_cast<std::size_t>(state)];
}

std::string_view text(TaskState state)
{
    return taskStates[static_cast<std::size_t>(state)];
}

std::string causeText(const Exit &exit)
{
    switch (exit.cause) {
    case Cause::Exited:
        return sentence("It exited with code " + std::to_string(exit.exitCode), exit.detail);
    case Cause::Signalled:
        return sentence("It was killed by signal " + std::to_string(exit.signal) +
                            signalMeaning(exit.signal),
                        exit.detail);
    case Cause::OutOfMemory:
        return sentence("It was killed because it needed more memory than its limit", exit.detail);
    case Cause::TimedOut:
        if (exit.enforcement.empty() && !exit.detail.empty()) // there was no process
            return sentence(exit.detail, "");
        return sentence("It was killed because it ran longer than its time-out", exit.detail);
    case Cause::Cancelled:
        return sentence("It was cancelled", exit.detail);
    case Cause::MissingProgram:
        return sentence("Its program could not be started", exit.detail);
    case Cause::SpawnFailed:
        return sentence("It could not be started", exit.detail);
    case Cause::LogTooLarge:
        return sentence("It was killed because its log grew beyond the limit", exit.detail);
    case Cause::BadOutput:
        return sentence("Its outputs cannot be used", exit.detail);
    case Cause::Lost:
        return sentence("The host or its runner died under it", exit.detail);
    case Cause::BadTemplate:
        return sentence("It could not be made ready", exit.detail);
    case Cause::InnerRun:
        return sentence("The run of its DAG failed", exit.detail);
    case Cause::BadGrowth:
        return sentence("What it wrote to ORRERY_GROW cannot be added to the run", exit.detail);
    }
    return {};
}

std::uint32_t RunSummary::taskCount() const
{
    return std::accumulate(counts.begin(), counts.end(), 0U);
}

std::uint32_t RunSummary::finishedCount() const
{
    return std::accumulate(counts.begin() + static_cast<int>(TaskState::Succeeded), counts.end(),
                           0U);
}

std::string taskName(const DagSpec &dag, const TaskRow &row)
{
    const std::string &node = dag.nodes[row.node].id;
    if (row.item < 0)
        return node;
    return node + "[" + (row.label.empty() ? std::to_string(row.item) : row.label.str()) + "]";
}

std::optional<VersionRef> parseVersionRef(std::string_view text)
{
    constexpr std::size_t hashDigits = 16, mostDigits = 9;
    if (text.size() == hashDigits &&
        text.find_first_not_of("0123456789abcdef") == std::string_view::npos)
        return VersionRef{{}, 0, VersionId(std::string(text))};
    const std::size_t at = text.rfind('@');
    if (at == std::string_view::npos || at == 0)
        return std::nullopt;
    const std::string number(text.substr(at + 1));
    if (number.empty() || number.size() > mostDigits ||
        number.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return VersionRef{
        DagId(std::string(text.substr(0, at))), static_cast<std::uint32_t>(std::stoul(number)), {}};
}

std::string zonedText(WallMs at, std::int32_t offset)
{
    const std::time_t seconds = (at - (at % 1000 < 0 ? 999 : 0)) / 1000 + offset;
    std::tm local{};
    ::gmtime_r(&seconds, &local);
    const int minutes = std::abs(offset) / 60;
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}{}{:02}:{:02}", local.tm_year + 1900,
                       local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec,
                       offset < 0 ? '-' : '+', minutes / 60, minutes % 60);
}

} // namespace orrery
