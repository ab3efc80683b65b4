// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/spawn_linux.h"

#include <algorithm>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <sched.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orrery::runner {
namespace {

/// Lives on the starter's memory, which the child shares until it execs.
struct Shared {
    const SpawnPlan *plan = nullptr;
    int error = 0;
    bool inExec = false;
};

constexpr rlim_t softFiles = 1024;  ///< programs with select() break above
constexpr rlim_t hardFiles = 65536; ///< what a program may raise itself to

bool setLimits(const SpawnPlan &plan)
{
    const rlimit noCore{0, 0};
    rlimit files{};
    if (::setrlimit(RLIMIT_CORE, &noCore) != 0 || ::getrlimit(RLIMIT_NOFILE, &files) != 0)
        return false;
    files.rlim_max = std::min(files.rlim_max, hardFiles);
    files.rlim_cur = std::min(files.rlim_max, softFiles);
    if (::setrlimit(RLIMIT_NOFILE, &files) != 0)
        return false;
    if (plan.dataLimit == RLIM_INFINITY)
        return true;
    const rlimit data{plan.dataLimit, plan.dataLimit};
    return ::setrlimit(RLIMIT_DATA, &data) == 0;
}

void preferInOom()
{
    const int fd = ::open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return;
    [[maybe_unused]] const ssize_t ignored = ::write(fd, "1000", 4);
    ::close(fd);
}

bool placeDescriptors(const SpawnPlan &plan)
{
    if (::dup2(plan.input, 0) < 0 || ::dup2(plan.output, 1) < 0 || ::dup2(plan.output, 2) < 0)
        return false;
    for (std::size_t i = 0; i < plan.extra.size(); ++i)
        if (plan.extra[i] >= 0 && ::dup2(plan.extra[i], 3 + static_cast<int>(i)) < 0)
            return false;
    return true;
}

/// Async-signal-safe calls only: the starter's memory is shared.
int child(void *argument)
{
    auto &shared = *static_cast<Shared *>(argument);
    const SpawnPlan &plan = *shared.plan;
    if (::setsid() < 0 || ::fchdir(plan.directory) != 0 || !setLimits(plan) ||
        !placeDescriptors(plan)) {
        shared.error = errno;
        ::_exit(127);
    }
    if (plan.preferInOom)
        preferInOom();
    ::execve(plan.program, plan.argv, plan.environment);
    shared.error = errno;
    shared.inExec = true;
    ::_exit(127);
}

} // namespace

Spawned spawn(const SpawnPlan &plan)
{
    alignas(16) static std::array<char, 64U << 10U>
        stack; // the starter waits until the child has left it
    Shared shared;
    shared.plan = &plan;
    Spawned result;
    result.pid = ::clone(child, stack.data() + stack.size(),
                         CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, &shared, &result.pidfd);
    if (result.pid < 0) {
        result.error = errno;
        result.pidfd = -1;
        return result;
    }
    if (shared.error == 0)
        return result;
    int status = 0;
    while (::waitpid(result.pid, &status, 0) < 0 && errno == EINTR) {
    }
    ::close(result.pidfd);
    return Spawned{.pid = -1, .pidfd = -1, .error = shared.error, .inExec = shared.inExec};
}

} // namespace orrery::runner
