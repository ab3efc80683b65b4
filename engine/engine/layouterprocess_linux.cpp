// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/layouterprocess.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

#include "engine/engine.h"
#include "model/formats/dot.h"
#include "platform/files.h"

namespace orrery::engine {
namespace {

constexpr auto layouterPatience = std::chrono::seconds(60);
constexpr std::size_t longestAnswer = std::size_t{1} << 30U; ///< [bytes]

/// Feeds and drains one socket that is both ends of the child's stdin and stdout.
Result<std::string> talk(int fd, std::string_view job)
{
    std::string answer;
    bool writing = true;
    const auto until = std::chrono::steady_clock::now() + layouterPatience;
    std::array<char, 1U << 16U> buffer;
    while (true) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            until - std::chrono::steady_clock::now());
        pollfd wait{fd, static_cast<short>(POLLIN | (writing ? POLLOUT : 0)), 0};
        if (left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) == 0)
            return fail(ErrorCode::Timeout, "orrery-layout", "Graphviz took longer than a minute");
        if (writing && (wait.revents & POLLOUT) != 0) {
            const ssize_t done = ::send(fd, job.data(), job.size(), MSG_NOSIGNAL | MSG_DONTWAIT);
            if (done > 0)
                job.remove_prefix(static_cast<std::size_t>(done));
            if (job.empty() || (done < 0 && errno != EAGAIN && errno != EINTR)) {
                writing = false;
                ::shutdown(fd, SHUT_WR);
            }
        }
        if ((wait.revents & (POLLIN | POLLHUP)) != 0) {
            const ssize_t got = ::recv(fd, buffer.data(), buffer.size(), MSG_DONTWAIT);
            if (got == 0)
                return answer;
            if (got < 0 && errno != EAGAIN && errno != EINTR)
                return answer;
            if (got > 0 && answer.size() > longestAnswer)
                return fail(ErrorCode::InvalidSpec, "orrery-layout",
                            fmt::format("its answer is larger than {} MiB", longestAnswer >> 20U));
            if (got > 0)
                answer.append(buffer.data(), static_cast<std::size_t>(got));
        }
    }
}

} // namespace

Result<std::string> runLayouter(const std::string &programDir, const std::string &job)
{
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return tl::unexpected(platform::ioError("orrery-layout", errno));
    const platform::Fd ours(ends[0]);
    platform::Fd theirs(ends[1]);
    std::string program = programDir + "/orrery-layout";
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_adddup2(&files, theirs.get(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&files, theirs.get(), STDOUT_FILENO);
    char *argv[] = {program.data(), nullptr};
    pid_t pid = 0;
    const int error = ::posix_spawn(&pid, program.c_str(), &files, nullptr, argv, environ);
    posix_spawn_file_actions_destroy(&files);
    theirs.reset();
    if (error != 0)
        return fail(ErrorCode::Unreachable, program,
                    std::string("cannot be started: ") + std::strerror(error));
    auto answer = talk(ours.get(), job);
    if (!answer)
        ::kill(pid, SIGKILL);
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    if (!answer || (WIFEXITED(status) && !answer->empty()))
        return answer;
    return fail(ErrorCode::Corrupt, program,
                WIFSIGNALED(status)
                    ? fmt::format("Graphviz ended by signal {} ({}): the graph is too large for "
                                  "its memory, or it meets a fault of Graphviz",
                                  WTERMSIG(status), ::strsignal(WTERMSIG(status)))
                    : "Graphviz ended without an answer: the graph is too large for its memory");
}

} // namespace orrery::engine

namespace orrery {

Result<std::string> toDot(const DagSpec &dag, const std::string &programDir)
{
    auto answer = engine::runLayouter(programDir, model::toDotJob(dag));
    if (!answer)
        return answer;
    return model::dotOfReply(*answer);
}

Result<DagSpec> fromDot(const std::string &text, const std::string &file,
                        const std::string &programDir)
{
    auto answer = engine::runLayouter(programDir, model::parseDotJob(text));
    if (!answer && answer.error().code != ErrorCode::Unreachable) // it is about this file
        return fail(ErrorCode::InvalidSpec, file, answer.error().what);
    if (!answer)
        return tl::unexpected(answer.error());
    return model::fromDotReply(*answer, file);
}

} // namespace orrery
