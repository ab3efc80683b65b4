// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/tree_linux.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>

#include <dirent.h>
#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orrery::runner {
namespace {

/// A small file of /proc into `buffer`; "" when the process is gone.
template <std::size_t N>
std::string_view readProc(const char *path, std::array<char, N> &buffer)
{
    const int fd = ::open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return {};
    std::size_t size = 0;
    while (size < N) {
        const ssize_t got = ::read(fd, buffer.data() + size, N - size);
        if (got <= 0)
            break;
        size += static_cast<std::size_t>(got);
    }
    ::close(fd);
    return {buffer.data(), size};
}

std::string_view readProcOf(pid_t pid, const char *file, std::array<char, 16384> &buffer)
{
    std::array<char, 64> path;
    std::snprintf(path.data(), path.size(), "/proc/%d/%s", pid, file);
    return readProc(path.data(), buffer);
}

/// The numbers of a text, whatever separates them.
std::uint64_t takeNumber(std::string_view &text)
{
    const std::size_t start = text.find_first_of("0123456789");
    if (start == std::string_view::npos) {
        text = {};
        return 0;
    }
    std::uint64_t value = 0;
    const char *end = std::from_chars(text.data() + start, text.data() + text.size(), value).ptr;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

/// Field `wanted` (1-based, as in proc(5), 4 or higher) of /proc/PID/stat and those after it.
std::string_view statFrom(std::string_view stat, int wanted)
{
    const std::size_t close = stat.rfind(')'); // a program's name may hold spaces and brackets
    if (close == std::string_view::npos)
        return {};
    stat.remove_prefix(close + 1);
    for (int field = 3; field < wanted; ++field) {
        const std::size_t space = stat.find(' ', 1);
        if (space == std::string_view::npos)
            return {};
        stat.remove_prefix(space);
    }
    return stat;
}

void addChildren(const char *path, std::vector<pid_t> &to)
{
    std::array<char, 16384> buffer;
    std::string_view list = readProc(path, buffer);
    while (list.find_first_of("0123456789") != std::string_view::npos)
        to.push_back(static_cast<pid_t>(takeNumber(list)));
}

/// Visits the entries of a directory of /proc that are numbers.
template <typename Visit>
void eachNumber(const char *directory, Visit visit)
{
    DIR *dir = ::opendir(directory);
    if (dir == nullptr)
        return;
    while (const dirent *entry = ::readdir(dir))
        if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
            visit(static_cast<pid_t>(std::strtol(entry->d_name, nullptr, 10)));
    ::closedir(dir);
}

/// For kernels without CONFIG_PROC_CHILDREN: everybody whose parent it is.
void addChildrenByScan(pid_t parent, std::vector<pid_t> &to)
{
    eachNumber("/proc", [&](pid_t pid) {
        std::array<char, 16384> buffer;
        std::string_view stat = statFrom(readProcOf(pid, "stat", buffer), 4);
        if (static_cast<pid_t>(takeNumber(stat)) == parent)
            to.push_back(pid);
    });
}

bool kernelListsChildren()
{
    std::array<char, 64> path;
    std::snprintf(path.data(), path.size(), "/proc/self/task/%d/children", ::getpid());
    return ::access(path.data(), R_OK) == 0;
}

} // namespace

std::vector<pid_t> children(pid_t parent)
{
    static const bool listed = kernelListsChildren();
    std::vector<pid_t> found;
    if (!listed) {
        addChildrenByScan(parent, found);
        return found;
    }
    std::array<char, 64> path;
    std::snprintf(path.data(), path.size(), "/proc/%d/task", parent);
    eachNumber(path.data(), [&](pid_t thread) {
        std::array<char, 64> file;
        std::snprintf(file.data(), file.size(), "/proc/%d/task/%d/children", parent, thread);
        addChildren(file.data(), found);
    });
    return found;
}

std::vector<pid_t> descendants(pid_t root)
{
    std::vector<pid_t> found = children(root);
    for (std::size_t next = 0; next < found.size() && found.size() < 100'000; ++next) {
        const std::vector<pid_t> more = children(found[next]);
        found.insert(found.end(), more.begin(), more.end());
    }
    return found;
}

TreeUsage measure(const std::vector<pid_t> &processes)
{
    static const auto ticks = static_cast<double>(::sysconf(_SC_CLK_TCK));
    static const auto pageKiB = static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE)) / 1024;
    TreeUsage usage;
    std::array<char, 16384> buffer;
    for (const pid_t pid : processes) {
        std::string_view stat = statFrom(readProcOf(pid, "stat", buffer), 14);
        if (stat.empty())
            continue;
        ++usage.processes;
        for (int field = 14; field <= 17; ++field) // utime stime cutime cstime
            usage.cpuSeconds += static_cast<double>(takeNumber(stat)) / ticks;
        std::string_view memory = readProcOf(pid, "statm", buffer);
        (void)takeNumber(memory);
        usage.memoryKiB += takeNumber(memory) * pageKiB;
        const std::string_view io = readProcOf(pid, "io", buffer);
        for (const auto &[name, bytes] : {std::pair("\nread_bytes:", &usage.readBytes),
                                          std::pair("\nwrite_bytes:", &usage.writeBytes)}) {
            const std::size_t at = io.find(name);
            if (at == std::string_view::npos)
                continue;
            std::string_view value = io.substr(at);
            *bytes += takeNumber(value);
        }
    }
    return usage;
}

std::uint64_t startTicks(pid_t pid)
{
    std::array<char, 16384> buffer;
    std::string_view stat = statFrom(readProcOf(pid, "stat", buffer), 22);
    return takeNumber(stat);
}

std::uint64_t nowTicks()
{
    static const auto perSecond = static_cast<std::uint64_t>(::sysconf(_SC_CLK_TCK));
    timespec now{};
    ::clock_gettime(CLOCK_BOOTTIME, &now);
    return static_cast<std::uint64_t>(now.tv_sec) * perSecond +
           static_cast<std::uint64_t>(now.tv_nsec) * perSecond / 1'000'000'000U;
}

void signalAll(const std::vector<pid_t> &processes, int signal)
{
    for (const pid_t pid : processes)
        ::kill(pid, signal);
}

bool reapEverything(std::int64_t graceUntil, Usage &usage)
{
    constexpr std::int64_t stuckAfter = 2'000'000'000;
    std::int64_t killedAt = 0;
    for (;;) {
        rusage used{};
        const pid_t reaped = ::wait4(-1, nullptr, WNOHANG, &used);
        if (reaped > 0) {
            const auto seconds = [](const timeval &t) {
                return static_cast<double>(t.tv_sec) + static_cast<double>(t.tv_usec) / 1e6;
            };
            usage.cpuSeconds += seconds(used.ru_utime) + seconds(used.ru_stime);
            usage.maxMemoryKiB =
                std::max(usage.maxMemoryKiB, static_cast<std::uint64_t>(used.ru_maxrss));
            continue;
        }
        if (reaped < 0 && errno == ECHILD)
            return true;
        const std::int64_t now = monotonicNs();
        if (now >= graceUntil) {
            if (killedAt == 0)
                killedAt = now;
            if (now - killedAt > stuckAfter)
                return false;
            signalAll(descendants(::getpid()), SIGKILL);
        }
        ::usleep(500); // between two looks at children that are dying
    }
}

void killTree(pid_t root)
{
    std::vector<pid_t> all = descendants(root);
    ::kill(root, SIGKILL);
    // A child whose parent just died is found by no walk any more: signal what was seen, and what
    // they made.
    for (std::size_t next = 0; next < all.size(); ++next) {
        const std::vector<pid_t> more = children(all[next]);
        ::kill(all[next], SIGKILL);
        for (const pid_t pid : more)
            if (std::find(all.begin(), all.end(), pid) == all.end())
                all.push_back(pid);
    }
}

std::int64_t monotonicNs()
{
    timespec now{};
    ::clock_gettime(CLOCK_MONOTONIC, &now);
    return std::int64_t{now.tv_sec} * 1'000'000'000 + now.tv_nsec;
}

} // namespace orrery::runner
