// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/recovery_linux.h"

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <csignal>
#include <filesystem>

#include <poll.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "platform/files.h"
#include "runner/slotstate.h"
#include "runner/tree_linux.h"
#include "runner/workplace_linux.h"

namespace orrery::runner {
namespace fs = std::filesystem;
namespace {

constexpr std::int64_t second = 1'000'000'000;

struct Leftover {
    std::uint32_t slot = 0;
    SlotState *state = nullptr;
};

std::vector<Leftover> findSlots(const Options &options)
{
    std::vector<Leftover> found;
    std::error_code error;
    for (fs::directory_iterator it(options.runnerDir() + "/slots", error), end; !error && it != end;
         it.increment(error)) {
        const std::string name = it->path().filename();
        std::uint32_t slot = 0;
        const auto parsed = std::from_chars(name.data(), name.data() + name.size(), slot);
        if (parsed.ec != std::errc() || parsed.ptr != name.data() + name.size() ||
            !platform::exists(it->path().string() + "/state"))
            continue;
        if (SlotState *state = mapSlotState(it->path()))
            found.push_back({slot, state});
    }
    return found;
}

/// A slot whose runner died kills its task and leaves by itself: give it the time, then be harsh.
void endSlot(const SlotState &state)
{
    const auto pid = static_cast<pid_t>(state.slotPid.load());
    if (pid <= 0 || startTicks(pid) != state.slotStart)
        return;
    const platform::Fd process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
    pollfd ended{process.get(), POLLIN, 0};
    if (!process || startTicks(pid) != state.slotStart || ::poll(&ended, 1, 1000) == 1)
        return;
    ::kill(pid, SIGSTOP); // so that what it runs keeps its place in the tree until it is counted
    killTree(pid);
}

void endTask(const SlotState &state)
{
    const auto pid = static_cast<pid_t>(state.taskPid.load());
    if (pid <= 0)
        return;
    const std::uint64_t started = startTicks(pid);
    if (started >= state.taskFrom && started <= state.taskTo + 1)
        killTree(pid);
}

/// Processes of this user with `ORRERY_OUTPUTS=<memoryDir>/` in their environment.
std::vector<pid_t> carryingOurs(const HostFacts &facts)
{
    const std::string mark = "ORRERY_OUTPUTS=" + facts.memoryDir + "/";
    std::vector<pid_t> found;
    std::error_code error;
    for (fs::directory_iterator it("/proc", error), end; !error && it != end; it.increment(error)) {
        const std::string name = it->path().filename();
        pid_t pid = 0;
        if (std::from_chars(name.data(), name.data() + name.size(), pid).ec != std::errc() ||
            pid == ::getpid())
            continue;
        struct stat info {};
        if (::stat(it->path().c_str(), &info) != 0 || info.st_uid != ::geteuid())
            continue;
        const std::string environment =
            platform::readFile(it->path().string() + "/environ", 4U << 20U).value_or("");
        if (environment.find(mark) != std::string::npos)
            found.push_back(pid);
    }
    return found;
}

bool isZombie(pid_t pid)
{
    const std::string stat =
        platform::readFile("/proc/" + std::to_string(pid) + "/stat", 4096).value_or("");
    const std::size_t close = stat.rfind(')');
    return close == std::string::npos || stat.compare(close, 3, ") Z") == 0;
}

WallMs wallNow()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

} // namespace

std::vector<types::Ended> endLeftovers(const Options &options, const HostFacts &facts)
{
    std::vector<types::Ended> lost;
    const std::vector<Leftover> slots = findSlots(options);
    for (const Leftover &one : slots) {
        if (facts.bootId != one.state->bootId.data())
            continue;
        endSlot(*one.state);
        endTask(*one.state);
    }
    if (!slots.empty()) {
        for (const std::int64_t until = monotonicNs() + 5 * second; monotonicNs() < until;
             ::usleep(2000)) {
            std::vector<pid_t> left = carryingOurs(facts);
            left.erase(std::remove_if(left.begin(), left.end(), isZombie), left.end());
            if (left.empty())
                break;
            signalAll(left, SIGKILL);
        }
    }
    for (const Leftover &one : slots) {
        SlotState &state = *one.state;
        if (state.run[0] != '\0') {
            types::Ended ended;
            ended.key = {RunId(state.run.data()), state.task, state.attempt};
            ended.exit.cause = Cause::Lost;
            ended.exit.detail = facts.bootId == state.bootId.data() ? "its runner was killed"
                                                                    : "the host was restarted";
            ended.exit.start = state.taskStart;
            ended.exit.end = wallNow();
            ended.exit.enforcement = "none";
            Workplace place(options, facts, one.slot, state);
            place.salvage(ended.key, ended.exit);
            lost.push_back(std::move(ended));
        }
        state.run.fill('\0');
        state.slotPid = 0;
        state.taskPid = 0;
    }
    return lost;
}

} // namespace orrery::runner
