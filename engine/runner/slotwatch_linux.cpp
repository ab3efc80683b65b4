// SPDX-License-Identifier: GPL-3.0-or-later
// A task while it runs, and its end: time-outs, samples, limits, cancel, the kill of what it
// leaves.
#include "runner/slot_linux.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>

#include <poll.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "types/codec.h"
#include "wire/runner.h"

namespace orrery::runner {
namespace {

constexpr std::int64_t ms = 1'000'000;
constexpr std::int64_t announceAfter = 5 * ms; ///< shorter tasks are only told when they end
constexpr std::int64_t firstSample = 150 * ms;
constexpr std::int64_t sampleEvery = 200 * ms;
constexpr std::int64_t watchEvery = 50 * ms;     ///< when samples hold the memory limit
constexpr std::int64_t cancelGrace = 2'000 * ms; ///< at most; a user waits for it

WallMs wallNow()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

double seconds(const timeval &t)
{
    return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
}

/// [ms] until the first of these moments, -1 = none, rounded up so that it has then come.
int waitFor(std::initializer_list<std::int64_t> moments)
{
    std::int64_t first = 0;
    for (const std::int64_t moment : moments)
        if (moment != 0 && (first == 0 || moment < first))
            first = moment;
    if (first == 0)
        return -1;
    const std::int64_t left = std::max<std::int64_t>(first - monotonicNs(), 0);
    return static_cast<int>(std::min<std::int64_t>((left + ms - 1) / ms, 60'000));
}

} // namespace

void Slot::watch(Task &task)
{
    task.announceAt = task.begun + announceAfter;
    task.sampleAt = task.begun + (task.watchMemoryKiB != 0 ? watchEvery : firstSample);
    task.deadline = task.order.timeout > 0 ? task.begun + task.order.timeout * ms : 0;
    for (;;) {
        std::array<pollfd, 2> ready{{{task.process.pidfd, POLLIN, 0}, {m_socket.get(), POLLIN, 0}}};
        const int wait = waitFor({task.announceAt, task.sampleAt, task.deadline, task.killAt});
        if (::poll(ready.data(), ready.size(), wait) < 0 && errno != EINTR)
            break;
        if (ready[0].revents != 0)
            break;
        if (ready[1].revents != 0)
            (void)receive(false);
        if (m_cancelled == task.number && !task.stopping)
            stop(task, Cause::Cancelled, "", false);
        handleDue(task, monotonicNs());
    }
}

void Slot::handleDue(Task &task, std::int64_t now)
{
    const auto due = [now](std::int64_t moment) { return moment != 0 && now >= moment; };
    if (due(task.announceAt)) {
        task.announceAt = 0;
        types::Encoder body;
        body.i(task.process.pid);
        body.i(task.exit.start);
        tell(FromSlot::Started, task.number, body);
    }
    if (due(task.sampleAt))
        sample(task, now);
    if (due(task.deadline)) {
        task.deadline = 0;
        if (!task.stopping)
            stop(task, Cause::TimedOut, "after " + std::to_string(task.order.timeout) + " ms",
                 false);
    }
    if (due(task.killAt)) {
        task.killAt = now + 100 * ms; // again, should a fork have slipped through
        signalAll(descendants(::getpid()), SIGKILL);
    }
}

void Slot::sample(Task &task, std::int64_t now)
{
    task.sampleAt = now + (task.watchMemoryKiB != 0 ? watchEvery : sampleEvery);
    const TreeUsage usage = measure(descendants(::getpid()));
    const std::int64_t since = task.lastAt != 0 ? task.lastAt : task.begun;
    const double busy = std::max(0.0, usage.cpuSeconds - task.last.cpuSeconds);
    TaskSample told{.run = task.order.key.run,
                    .task = task.order.key.task,
                    .attempt = task.order.key.attempt,
                    .at = wallNow(),
                    .cpu =
                        busy / (static_cast<double>(std::max<std::int64_t>(now - since, ms)) / 1e9),
                    .memoryKiB = usage.memoryKiB,
                    .readBytes = usage.readBytes,
                    .writeBytes = usage.writeBytes,
                    .processes = usage.processes};
    task.last = usage;
    task.lastAt = now;
    Usage &total = task.exit.usage;
    total.maxMemoryKiB = std::max(total.maxMemoryKiB, usage.memoryKiB);
    total.readBytes = std::max(total.readBytes, usage.readBytes);
    total.writeBytes = std::max(total.writeBytes, usage.writeBytes);
    types::Encoder body;
    wire::encodeSample(told, body);
    tell(FromSlot::Sample, task.number, body);
    if (task.watchMemoryKiB != 0 && usage.memoryKiB > task.watchMemoryKiB)
        stop(task, Cause::OutOfMemory,
             "over its limit of " + std::to_string(task.order.memoryMB) + " MB", true);
    if (m_place.logSize() > m_options.logCap)
        stop(task, Cause::LogTooLarge, "over " + std::to_string(m_options.logCap >> 20U) + " MiB",
             true);
}

/// Ends the task from outside. Not at once: SIGTERM first, so that it may put its things in order.
void Slot::stop(Task &task, Cause cause, std::string detail, bool atOnce)
{
    if (!task.stopping)
        refuse(task, cause, std::move(detail));
    task.stopping = true;
    std::vector<pid_t> all = descendants(::getpid());
    if (atOnce) {
        signalAll(all, SIGKILL);
        task.killAt = monotonicNs() + 100 * ms;
        return;
    }
    // bubblewrap itself would die of it and take its namespace along, without grace for the task.
    if (task.sandboxed)
        all.erase(std::remove(all.begin(), all.end(), task.process.pid), all.end());
    signalAll(all, SIGTERM);
    const std::int64_t grace = m_options.grace * ms;
    task.killAt =
        monotonicNs() + (cause == Cause::Cancelled ? std::min(grace, cancelGrace) : grace);
}

void Slot::finish(Task &task)
{
    int status = 0;
    rusage used{};
    while (::wait4(task.process.pid, &status, 0, &used) < 0 && errno == EINTR) {
    }
    ::close(task.process.pidfd);
    task.exit.end = wallNow();
    Usage &total = task.exit.usage;
    total.cpuSeconds = seconds(used.ru_utime) + seconds(used.ru_stime);
    total.maxMemoryKiB = std::max(total.maxMemoryKiB, static_cast<std::uint64_t>(used.ru_maxrss));
    total.readBytes = std::max(total.readBytes, static_cast<std::uint64_t>(used.ru_inblock) * 512U);
    total.writeBytes =
        std::max(total.writeBytes, static_cast<std::uint64_t>(used.ru_oublock) * 512U);
    const bool clean = reapEverything(task.stopping ? task.killAt : 0, total);
    total.cpuSeconds = std::max(total.cpuSeconds, task.last.cpuSeconds);
    m_state.taskPid = 0;
    classify(task, status);
    m_place.collect(task.order, task.exit);
    if (clean)
        return;
    // Something hangs in the kernel and may still hold our files: report, and let another slot go
    // on.
    m_waiting.clear();
    m_stuck = true;
}

void Slot::classify(Task &task, int status)
{
    if (task.grouped && status != 0 && m_cgroups.oomKills(m_slot) > task.oomBefore) {
        refuse(task, Cause::OutOfMemory,
               "over its limit of " + std::to_string(task.order.memoryMB) + " MB");
        task.stopping = true;
    }
    if (WIFEXITED(status)) {
        task.exit.exitCode = WEXITSTATUS(status);
        if (task.sandboxed && !task.stopping)
            classifySandbox(task, task.exit.exitCode);
        return;
    }
    task.exit.signal = WTERMSIG(status);
    if (!task.stopping)
        task.exit.cause = Cause::Signalled;
}

/// bubblewrap reports a signal as shells do, and its own trouble on the task's output.
void Slot::classifySandbox(Task &task, int code)
{
    if (code > 128 && code < 128 + 32) {
        task.exit.cause = Cause::Signalled;
        task.exit.signal = code - 128;
        task.exit.exitCode = 0;
        return;
    }
    const bool started = m_sandbox.started();
    if (code != 1 && started)
        return;
    const std::string tail = m_place.logTail(4096);
    const std::size_t own = tail.rfind("bwrap: ");
    const std::string line =
        own == std::string::npos ? std::string() : tail.substr(own, tail.find('\n', own) - own);
    if (line.find("bwrap: execvp ") == 0)
        refuse(task,
               line.find("No such file") != std::string::npos ? Cause::MissingProgram
                                                              : Cause::SpawnFailed,
               task.order.argv.front() + " (not found inside the sandbox)");
    else if (!started)
        refuse(task, Cause::SpawnFailed, line.empty() ? "the sandbox could not be made" : line);
}

} // namespace orrery::runner
