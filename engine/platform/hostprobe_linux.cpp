// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/hostprobe.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <optional>

#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include "platform/files.h"

extern char **environ;

namespace orrery::platform {

namespace {

using Clock = std::chrono::steady_clock;
constexpr std::size_t answerBytes = 1U << 20U;

std::string content(const std::string &path)
{
    const platform::Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    std::string text;
    std::array<char, 4096> buffer{};
    for (ssize_t n = 0; fd && (n = ::read(fd.get(), buffer.data(), buffer.size())) > 0;)
        text.append(buffer.data(), static_cast<std::size_t>(n));
    return text;
}

std::optional<std::int64_t> leadingNumber(std::string_view text)
{
    const auto start = text.find_first_not_of(" \t");
    if (start == std::string_view::npos)
        return std::nullopt;
    std::int64_t value = 0;
    const auto [end, error] =
        std::from_chars(text.data() + start, text.data() + text.size(), value);
    return error == std::errc() ? std::optional(value) : std::nullopt;
}

/// Value [kB] of a line of /proc/meminfo.
std::uint64_t memoryField(std::string_view info, std::string_view name)
{
    const auto at = info.find(name);
    if (at == std::string_view::npos)
        return 0;
    return static_cast<std::uint64_t>(leadingNumber(info.substr(at + name.size())).value_or(0));
}

/// Path of this process in the hierarchy of `controller` ("" = version 2), from /proc/self/cgroup.
std::optional<std::string> cgroupPath(std::string_view table, std::string_view controller)
{
    for (std::size_t start = 0; start < table.size();) {
        const std::size_t end = std::min(table.find('\n', start), table.size());
        const std::string_view line = table.substr(start, end - start);
        start = end + 1;
        const auto first = line.find(':');
        const auto second = line.find(':', first + 1);
        if (second == std::string_view::npos)
            continue;
        const std::string list =
            "," + std::string(line.substr(first + 1, second - first - 1)) + ",";
        if (controller.empty()
                ? list == ",,"
                : list.find("," + std::string(controller) + ",") != std::string::npos)
            return std::string(line.substr(second + 1));
    }
    return std::nullopt;
}

/// Calls `visit` with each directory from the process's group up to the hierarchy's root: a limit
/// of a parent binds too. In a container the path may lead nowhere; then the root is what it sees.
template <typename Visit>
void eachGroup(const std::string &mount, std::string path, Visit visit)
{
    while (path.size() > 1 && path.front() == '/') {
        visit(mount + path);
        path.erase(path.find_last_of('/'));
    }
    visit(mount);
}

struct Limits {
    std::optional<double> cores;
    std::optional<std::uint64_t> memory; ///< [bytes]
    std::optional<std::uint64_t> used;   ///< [bytes] of the group that has the limit, without cache
};

void lower(std::optional<double> &limit, double value)
{
    limit = std::min(limit.value_or(value), value);
}

void readCpu(const std::string &group, Limits &limits)
{
    const std::string max =
        content(group + "/cpu.max"); // version 2: "QUOTA PERIOD" or "max PERIOD"
    const auto quota2 = leadingNumber(max);
    const auto period2 =
        leadingNumber(std::string_view(max).substr(std::min(max.find(' '), max.size())));
    if (quota2 && period2 && *period2 > 0)
        lower(limits.cores, static_cast<double>(*quota2) / static_cast<double>(*period2));
    const auto quota = leadingNumber(content(group + "/cpu.cfs_quota_us"));
    const auto period = leadingNumber(content(group + "/cpu.cfs_period_us"));
    if (quota && period && *quota > 0 && *period > 0)
        lower(limits.cores, static_cast<double>(*quota) / static_cast<double>(*period));
}

void readMemory(const std::string &group, bool second, Limits &limits)
{
    const auto limit =
        leadingNumber(content(group + (second ? "/memory.max" : "/memory.limit_in_bytes")));
    if (!limit || *limit <= 0 ||
        (limits.memory && *limits.memory <= static_cast<std::uint64_t>(*limit)))
        return;
    limits.memory = static_cast<std::uint64_t>(*limit);
    const auto used =
        leadingNumber(content(group + (second ? "/memory.current" : "/memory.usage_in_bytes")));
    const std::string stat = content(group + "/memory.stat");
    const std::uint64_t cache =
        memoryField(stat, second ? "\ninactive_file" : "\ntotal_inactive_file");
    const auto all = static_cast<std::uint64_t>(used.value_or(0));
    limits.used = all > cache ? all - cache : 0;
}

Limits readLimits(const std::string &root)
{
    Limits limits;
    const std::string table = content(root + "/proc/self/cgroup");
    const std::string groups = root + "/sys/fs/cgroup";
    if (const auto path = cgroupPath(table, "")) {
        for (const char *mount : {"", "/unified"}) {
            eachGroup(groups + mount, *path, [&](const std::string &group) {
                readCpu(group, limits);
                readMemory(group, true, limits);
            });
        }
    }
    if (const auto path = cgroupPath(table, "cpu"))
        eachGroup(groups + "/cpu", *path,
                  [&](const std::string &group) { readCpu(group, limits); });
    if (const auto path = cgroupPath(table, "memory")) {
        eachGroup(groups + "/memory", *path,
                  [&](const std::string &group) { readMemory(group, false, limits); });
    }
    return limits;
}

std::uint32_t usableCores()
{
    cpu_set_t set;
    CPU_ZERO(&set);
    if (::sched_getaffinity(0, sizeof set, &set) == 0)
        return static_cast<std::uint32_t>(std::max(1, CPU_COUNT(&set)));
    return static_cast<std::uint32_t>(std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN)));
}

/// Jiffies of the first line of /proc/stat.
struct CpuTimes {
    std::uint64_t busy = 0, all = 0;
};

CpuTimes readCpuTimes(std::string_view stat)
{
    CpuTimes times;
    if (stat.substr(0, 4) != "cpu ")
        return times;
    std::string_view rest = stat.substr(4, stat.find('\n') - 4);
    for (int column = 0; column < 8; ++column) { // guest times are part of user and nice already
        const auto start = rest.find_first_not_of(' ');
        if (start == std::string_view::npos)
            break;
        rest.remove_prefix(start);
        const auto value = static_cast<std::uint64_t>(leadingNumber(rest).value_or(0));
        times.all += value;
        if (column != 3 && column != 4) // idle, iowait
            times.busy += value;
        rest.remove_prefix(std::min(rest.find(' '), rest.size()));
    }
    return times;
}

/// One run of nvidia-smi, read as its answer comes.
class Question {
public:
    explicit Question(SpanMs limit) : m_limit(limit) {}
    ~Question() { stop(); }
    Question(const Question &) = delete;
    Question &operator=(const Question &) = delete;

    /// False when the program cannot be started.
    [[nodiscard]] bool ask(const std::string &program)
    {
        int ends[2];
        if (::pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0)
            return false;
        m_from.reset(ends[0]);
        const Fd to(ends[1]);
        posix_spawn_file_actions_t actions;
        posix_spawn_file_actions_init(&actions);
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
        posix_spawn_file_actions_adddup2(&actions, to.get(), 1);
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
        std::string query = "--query-gpu=" + std::string(gpuQuery);
        std::string format = "--format=csv,noheader,nounits";
        std::string name = program;
        char *const argv[] = {name.data(), query.data(), format.data(), nullptr};
        const int failed =
            ::posix_spawnp(&m_pid, program.c_str(), &actions, nullptr, argv, environ);
        posix_spawn_file_actions_destroy(&actions);
        m_answer.clear();
        m_since = Clock::now();
        if (failed != 0) {
            m_pid = -1;
            m_from.reset();
        }
        return failed == 0;
    }

    [[nodiscard]] bool pending() const { return m_pid > 0; }
    /// True while a program that was killed is still there: a hung driver may hold it for long, and
    /// it is neither waited for nor joined by a second one.
    [[nodiscard]] bool stuck()
    {
        if (m_stuck > 0 && ::waitpid(m_stuck, nullptr, WNOHANG) != 0)
            m_stuck = -1;
        return m_stuck > 0;
    }
    [[nodiscard]] int fd() const { return m_from.get(); }

    /// Takes what has come. The whole answer when the program has ended well; "" when it failed,
    /// took too long or said too much; nothing while it is still at it.
    [[nodiscard]] std::optional<std::string> take()
    {
        std::array<char, 4096> buffer{};
        ssize_t n = 0;
        while (m_from && (n = ::read(m_from.get(), buffer.data(), buffer.size())) > 0)
            m_answer.append(buffer.data(), static_cast<std::size_t>(n));
        if (m_from && (n == 0 || (errno != EAGAIN && errno != EINTR)))
            m_from.reset();
        int status = 0;
        if (const pid_t gone = m_from ? 0 : ::waitpid(m_pid, &status, WNOHANG); gone != 0) {
            m_pid = -1;
            return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? m_answer : std::string();
        }
        if (Clock::now() - m_since < m_limit && m_answer.size() < answerBytes)
            return std::nullopt;
        stop();
        return std::string();
    }

    void stop()
    {
        if (m_pid <= 0)
            return;
        ::kill(m_pid, SIGKILL);
        m_stuck = m_pid;
        m_pid = -1;
        m_from.reset();
        (void)stuck();
    }

private:
    const std::chrono::milliseconds m_limit;
    pid_t m_pid = -1;
    pid_t m_stuck = -1;
    Fd m_from;
    std::string m_answer;
    Clock::time_point m_since;
};

} // namespace

struct HostProbe::State {
    std::string root;
    std::string program;
    Question question;
    bool canAsk = true;
    std::vector<GpuInfo> gpus;
    CpuTimes last;

    void listen()
    {
        if (!question.pending())
            return;
        if (auto answer = question.take())
            gpus = parseGpus(*answer);
    }
    void ask()
    {
        if (canAsk && !question.pending() && !question.stuck())
            canAsk = question.ask(program);
    }
    [[nodiscard]] double cpuShare()
    {
        const CpuTimes now = readCpuTimes(content(root + "/proc/stat"));
        const CpuTimes before = std::exchange(last, now);
        if (before.all == 0 || now.all <= before.all || now.busy < before.busy)
            return 0;
        return static_cast<double>(now.busy - before.busy) /
               static_cast<double>(now.all - before.all);
    }
};

HostProbe::HostProbe(std::string root, std::string program, SpanMs limit)
    : m_state(new State{std::move(root), std::move(program), Question(limit)})
{
    (void)m_state->cpuShare();
    m_state->ask();
}

HostProbe::~HostProbe() = default;

HostInfo HostProbe::info(WallMs at)
{
    HostInfo info;
    info.id = HostId("local");
    std::array<char, 256> name{};
    if (::gethostname(name.data(), name.size() - 1) == 0)
        info.name = name.data();
    const Limits limits = readLimits(m_state->root);
    info.cores = usableCores();
    if (limits.cores)
        info.cores = std::min(info.cores, static_cast<std::uint32_t>(std::max(1.0, *limits.cores)));
    const std::uint64_t total = memoryField(content(m_state->root + "/proc/meminfo"), "MemTotal:");
    info.memoryMiB = std::min(total * 1024, limits.memory.value_or(total * 1024)) >> 20U;
    info.now = sample(at);
    info.gpus = info.now.gpus;
    return info;
}

HostSample HostProbe::sample(WallMs at)
{
    HostSample sample;
    sample.at = at;
    sample.cpu = m_state->cpuShare();
    const std::string memory = content(m_state->root + "/proc/meminfo");
    const std::uint64_t total = memoryField(memory, "MemTotal:");
    const std::uint64_t available = memoryField(memory, "MemAvailable:");
    sample.memoryUsedMiB = (total > available ? total - available : 0) >> 10U;
    const Limits limits = readLimits(m_state->root);
    if (limits.memory && *limits.memory < total * 1024)
        sample.memoryUsedMiB = limits.used.value_or(0) >> 20U;
    m_state->listen();
    sample.gpus = m_state->gpus;
    m_state->ask();
    return sample;
}

void HostProbe::settle(SpanMs limit)
{
    const auto until = Clock::now() + std::chrono::milliseconds(limit);
    while (m_state->question.pending() && Clock::now() < until) {
        pollfd ready{m_state->question.fd(), POLLIN, 0};
        const auto left =
            std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now());
        // After its output ended the program is gone within moments: look again soon.
        const bool ended = ready.fd < 0;
        (void)::poll(&ready, ended ? 0 : 1,
                     static_cast<int>(std::clamp<std::int64_t>(left.count(), 1, ended ? 1 : 50)));
        m_state->listen();
    }
}

} // namespace orrery::platform
