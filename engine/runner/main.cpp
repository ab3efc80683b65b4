// SPDX-License-Identifier: GPL-3.0-or-later
// orrery-runner: starts, outlives whoever started it, and serves one engine after the other.
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdio>
#include <cstring>
#include <string>
#include <string_view>

#include <fcntl.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "platform/asioloop.h"
#include "platform/files.h"
#include "platform/unixsocket.h"
#include "runner/agent_linux.h"
#include "runner/cgroup_linux.h"
#include "runner/options.h"
#include "runner/sandbox_linux.h"
#include "runner/workplace_linux.h"

namespace orrery::runner {
namespace {

constexpr const char *usage =
    "usage: orrery-runner --home DIR [options]\n"
    "Runs the tasks of the engine that owns DIR; started by that engine.\n"
    "  --idle-seconds N   leave after N seconds without work and engine (600)\n"
    "  --grace-ms N       between SIGTERM and SIGKILL (5000)\n"
    "  --log-cap-bytes N  largest log of one task (1073741824)\n"
    "  --no-cgroups       hold memory limits without control groups\n"
    "  --probe            say what holds tasks on this host, and leave\n"
    "  --show-sandbox DIR print bubblewrap's arguments for a task that works in DIR, one a line\n";

struct CommandLine {
    Options options;
    bool probe = false;
    std::string sandboxFor; ///< show the arguments of a sandbox with its directories here
    std::string error;
};

template <typename Number>
bool parse(std::string_view text, Number &to)
{
    const auto result = std::from_chars(text.data(), text.data() + text.size(), to);
    return result.ec == std::errc() && result.ptr == text.data() + text.size() && to >= Number{0};
}

CommandLine parse(int argc, char **argv)
{
    CommandLine line;
    for (int i = 1; i < argc; ++i) {
        const std::string_view name = argv[i];
        if (name == "--probe") {
            line.probe = true;
            continue;
        }
        if (name == "--no-cgroups") {
            line.options.cgroups = false;
            continue;
        }
        const std::string_view value = i + 1 < argc ? argv[++i] : "";
        std::int64_t seconds = 0;
        bool good = false;
        if (name == "--home") {
            line.options.home = platform::absolutePath(std::string(value));
            good = !value.empty();
        } else if (name == "--idle-seconds") {
            good = parse(value, seconds);
            line.options.idle = seconds * 1000;
        } else if (name == "--grace-ms") {
            good = parse(value, line.options.grace);
        } else if (name == "--log-cap-bytes") {
            good = parse(value, line.options.logCap);
        } else if (name == "--show-sandbox") {
            line.sandboxFor = platform::absolutePath(std::string(value));
            good = !value.empty();
        }
        if (!good)
            line.error = "bad option " + std::string(name) + " " + std::string(value);
    }
    if (line.error.empty() && line.options.home.empty())
        line.error = "--home is missing";
    return line;
}

/// Nothing that the engine had: its descriptors, signal settings, directory, file mode mask.
void forgetTheStarter()
{
    ::close_range(3, ~0U, 0);
    for (int signal = 1; signal < NSIG; ++signal)
        ::signal(signal, SIG_DFL);
    sigset_t none;
    ::sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    ::umask(022);
    rlimit files{};
    if (::getrlimit(RLIMIT_NOFILE, &files) ==
        0) { // a slot costs us three; tasks get a limit of their own
        files.rlim_cur = files.rlim_max;
        ::setrlimit(RLIMIT_NOFILE, &files);
    }
    [[maybe_unused]] const int ignored = ::chdir("/");
}

/// The one line that the starter waits for on our standard output; its end follows.
void report(const std::string &line, int log)
{
    ::signal(SIGPIPE, SIG_IGN);
    [[maybe_unused]] const ssize_t ignored = ::write(1, line.data(), line.size());
    ::signal(SIGPIPE, SIG_DFL);
    ::dup2(log, 1);
}

/// Waits for a runner that is on its way out. @return an empty Fd when another one serves
platform::Fd lockOrFindServing(const Options &options, Error &error)
{
    for (int turn = 0; turn < 3000; ++turn) {
        auto lock = platform::lockFile(options.runnerDir() + "/lock");
        if (lock)
            return std::move(*lock);
        error = lock.error();
        if (error.code != ErrorCode::Conflict)
            return {};
        const auto path = platform::socketPath(options.runnerDir(), "sock");
        if (path && platform::connectUnix(*path)) {
            error.what.clear();
            return {};
        }
        ::usleep(5000);
    }
    return {};
}

/// The lock file says who holds it.
void notePid(const platform::Fd &lock)
{
    const std::string pid = std::to_string(::getpid()) + "\n";
    if (::ftruncate(lock.get(), 0) == 0) [[maybe_unused]]
        const ssize_t ignored = ::pwrite(lock.get(), pid.data(), pid.size(), 0);
}

/// SIGTERM, at the host's shutdown: tasks end with us, and the next runner reports them as lost.
class LeaveOnSigterm {
public:
    explicit LeaveOnSigterm(core::Loop &loop)
    {
        s_wake = ::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        m_watch = loop.watch(s_wake, core::Loop::Ready::Read, [&loop] { loop.stop(); });
        ::signal(SIGTERM, [](int) {
            const std::uint64_t one = 1;
            [[maybe_unused]] const ssize_t ignored = ::write(s_wake, &one, sizeof one);
        });
    }
    ~LeaveOnSigterm() { ::signal(SIGTERM, SIG_DFL); }
    LeaveOnSigterm(const LeaveOnSigterm &) = delete;
    LeaveOnSigterm &operator=(const LeaveOnSigterm &) = delete;

private:
    static inline int s_wake = -1; ///< a signal handler reaches nothing else
    std::unique_ptr<core::Loop::Handle> m_watch;
};

int serve(const Options &options, int log)
{
    Error error;
    const platform::Fd lock = lockOrFindServing(options, error);
    if (!lock) {
        report(error.what.empty() ? "ready\n" : "error: " + error.where + " " + error.what + "\n",
               log);
        return error.what.empty() ? 0 : 1;
    }
    notePid(lock);
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    const HostFacts facts = findHostFacts(options);
    const Cgroups cgroups = Cgroups::find(options);
    const auto loop = platform::makeAsioLoop();
    {
        // Its end closes the sockets of the slots, which then kill what they run.
        Agent agent(*loop, options, facts, cgroups);
        Result<> ready = facts.memoryDir.empty()
                             ? fail(ErrorCode::Io, "/dev/shm", "no private directory could be made")
                             : agent.recover();
        if (ready)
            ready = agent.listen();
        if (!ready) {
            report("error: " + ready.error().where + ": " + ready.error().what + "\n", log);
            return 1;
        }
        const LeaveOnSigterm leave(*loop);
        report("ready\n", log);
        loop->run();
    }
    while (::waitpid(-1, nullptr, 0) > 0) { // slots leave when their sockets close
    }
    cgroups.remove();
    emptyDirectory(facts.memoryDir);
    ::rmdir(facts.memoryDir.c_str());
    return 0;
}

int probe(Options options)
{
    const HostFacts facts = findHostFacts(options);
    const std::string sandbox = probeSandbox(options, facts);
    ::rmdir(facts.memoryDir.c_str()); // stays when a runner uses it
    options.home += "#probe";         // not the groups of a runner that serves
    const Cgroups cgroups = Cgroups::find(options);
    std::printf("%s\n%s\n", sandbox.c_str(), cgroups.enforcement().c_str());
    cgroups.remove();
    return 0;
}

int showSandbox(const Options &options, const std::string &directory)
{
    const HostFacts facts = findHostFacts(options);
    ::rmdir(facts.memoryDir.c_str()); // stays when a runner uses it
    if (facts.bwrap.empty()) {
        std::fprintf(stderr, "orrery-runner: bubblewrap is not installed\n");
        return 1;
    }
    for (const std::string &argument : sandboxArguments(options, facts, directory))
        std::printf("%s\n", argument.c_str());
    return 0;
}

int start(const Options &options)
{
    if (auto made = platform::makeDirectories(options.runnerDir() + "/slots"); !made) {
        std::printf("error: %s: %s\n", made.error().where.c_str(), made.error().what.c_str());
        return 1;
    }
    const pid_t pid = ::fork();
    if (pid != 0)
        return pid > 0 ? 0 : 1; // the starter need not wait for a child that may live for days
    ::setsid();
    const std::string path = options.runnerDir() + "/runner.log";
    struct stat info {};
    const bool large = ::stat(path.c_str(), &info) == 0 && info.st_size > (1 << 20);
    const platform::Fd log(::open(
        path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (large ? O_TRUNC : 0), 0600));
    const platform::Fd nothing(::open("/dev/null", O_RDWR | O_CLOEXEC));
    ::dup2(nothing.get(), 0);
    const int sink = log ? log.get() : nothing.get();
    ::dup2(sink, 2);
    return serve(options, sink);
}

} // namespace
} // namespace orrery::runner

int main(int argc, char **argv)
{
    using namespace orrery::runner;
    const CommandLine line = parse(argc, argv);
    if (!line.error.empty()) {
        std::fprintf(stderr, "orrery-runner: %s\n%s", line.error.c_str(), usage);
        return 2;
    }
    forgetTheStarter();
    if (!line.sandboxFor.empty())
        return showSandbox(line.options, line.sandboxFor);
    return line.probe ? probe(line.options) : start(line.options);
}
