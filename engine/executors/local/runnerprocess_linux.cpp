// SPDX-License-Identifier: GPL-3.0-or-later
#include "executors/local/runnerprocess.h"

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

namespace orrery::executors {
namespace {

struct Attributes {
    posix_spawnattr_t attributes{};
    posix_spawn_file_actions_t files{};

    explicit Attributes(int output)
    {
        ::posix_spawnattr_init(&attributes);
        ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID);
        ::posix_spawn_file_actions_init(&files);
        ::posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY, 0);
        ::posix_spawn_file_actions_adddup2(&files, output, 1);
        ::posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
    }
    ~Attributes()
    {
        ::posix_spawn_file_actions_destroy(&files);
        ::posix_spawnattr_destroy(&attributes);
    }
    Attributes(const Attributes &) = delete;
    Attributes &operator=(const Attributes &) = delete;
};

} // namespace

Result<RunnerProcess> startRunnerProcess(const std::string &programDir,
                                         std::vector<std::string> arguments)
{
    std::string program = programDir + "/orrery-runner";
    if (::access(program.c_str(), X_OK) != 0)
        return fail(ErrorCode::NotFound, program,
                    "is missing or cannot be started; install it beside orrery");
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0)
        return tl::unexpected(platform::ioError("pipe", errno));
    RunnerProcess process;
    process.output = platform::Fd(ends[0]);
    const platform::Fd input(ends[1]);
    ::fcntl(process.output.get(), F_SETFL, O_NONBLOCK);
    const Attributes attributes(input.get());
    std::vector<char *> argv{program.data()};
    for (std::string &argument : arguments)
        argv.push_back(argument.data());
    argv.push_back(nullptr);
    const int error = ::posix_spawn(&process.pid, program.c_str(), &attributes.files,
                                    &attributes.attributes, argv.data(), environ);
    if (error != 0)
        return tl::unexpected(platform::ioError(program, error));
    return process;
}

int reap(const RunnerProcess &process)
{
    int status = 0;
    while (::waitpid(process.pid, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

} // namespace orrery::executors
