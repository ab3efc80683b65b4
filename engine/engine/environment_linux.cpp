// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/environment.h"

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/utsname.h>
#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "engine/core.h"
#include "platform/files.h"

namespace orrery::engine {
namespace {

constexpr auto probePatience = std::chrono::seconds(2);
constexpr std::size_t mostTold = 4096; // bytes

/// What a program is asked for its version; the runtimes that start no other program are left out.
struct Question {
    Runtime runtime;
    const char *program;
    std::array<const char *, 2> words; ///< nullptr = no word; none at all = it tells no version
};
constexpr std::array<Question, 7> questions{
    {{Runtime::Shell, "sh", {nullptr, nullptr}},
     {Runtime::Python, "python3", {"--version", nullptr}},
     {Runtime::Java, "java", {"-version", nullptr}},
     {Runtime::Scala, "scala", {"-version", nullptr}},
     {Runtime::Notebook, "jupyter", {"nbconvert", "--version"}},
     {Runtime::Container, "podman", {"--version", nullptr}},
     {Runtime::Container, "docker", {"--version", nullptr}}}};

constexpr std::array<const char *, 6> variables{
    "TZ", "LANG", "LC_ALL", "CUDA_VISIBLE_DEVICES", "NVIDIA_VISIBLE_DEVICES", "OMP_NUM_THREADS"};

/// Reads until the end, or until it takes too long. @return false then
bool readAll(int fd, std::string &text)
{
    const auto until = std::chrono::steady_clock::now() + probePatience;
    std::array<char, 1024> buffer;
    while (text.size() < mostTold) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
            until - std::chrono::steady_clock::now());
        pollfd wait{fd, POLLIN, 0};
        if (left.count() <= 0 || ::poll(&wait, 1, static_cast<int>(left.count())) == 0)
            return false;
        const ssize_t got = ::read(fd, buffer.data(), buffer.size());
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return true;
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return true;
}

/// What a program prints on both streams; "" when it cannot be started or does not end.
std::string answerOf(const std::string &program, std::vector<std::string> words)
{
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0)
        return {};
    const platform::Fd ours(ends[0]);
    platform::Fd theirs(ends[1]);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_adddup2(&files, theirs.get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&files, theirs.get(), STDERR_FILENO);
    std::string name = program, path = "PATH=/usr/local/bin:/usr/bin:/bin", home = "HOME=/nowhere",
                language = "LANG=C.UTF-8";
    std::vector<char *> argv{name.data()};
    for (std::string &word : words)
        argv.push_back(word.data());
    argv.push_back(nullptr);
    std::array<char *, 4> environment{path.data(), home.data(), language.data(), nullptr};
    pid_t pid = 0;
    const int error =
        ::posix_spawn(&pid, program.c_str(), &files, nullptr, argv.data(), environment.data());
    posix_spawn_file_actions_destroy(&files);
    theirs.reset();
    if (error != 0)
        return {};
    std::string told;
    if (!readAll(ours.get(), told)) {
        ::kill(pid, SIGKILL);
        told.clear();
    }
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    return told;
}

std::string firstLine(const std::string &text)
{
    const std::size_t begin = text.find_first_not_of(" \t\r\n");
    if (begin == std::string::npos)
        return {};
    return text.substr(begin, std::min(text.find_first_of("\r\n", begin), text.size()) - begin);
}

/// PRETTY_NAME of /etc/os-release.
std::string systemName()
{
    std::ifstream file("/etc/os-release");
    for (std::string line; std::getline(file, line);) {
        constexpr std::string_view key = "PRETTY_NAME=";
        if (line.compare(0, key.size(), key) != 0)
            continue;
        line.erase(0, key.size());
        if (line.size() >= 2 && line.front() == '"' && line.back() == '"')
            line = line.substr(1, line.size() - 2);
        return line;
    }
    return {};
}

} // namespace

RuntimeFound EnvironmentProbe::find(const std::string &program,
                                    const std::vector<std::string> &question)
{
    std::error_code error;
    const std::string found = findProgram(program);
    RuntimeFound out{found.empty() ? "" : std::filesystem::canonical(found, error).string(), {}};
    struct stat info {};
    if (out.path.empty() || question.empty() || ::stat(out.path.c_str(), &info) != 0)
        return out;
    const Known file{info.st_mtim.tv_sec * 1'000'000'000 + info.st_mtim.tv_nsec,
                     static_cast<std::uint64_t>(info.st_size),
                     {}};
    const std::lock_guard lock(m_mutex);
    Known &known = m_known[out.path];
    if (known.changed != file.changed || known.size != file.size) {
        known = file;
        known.version = firstLine(answerOf(found, question));
    }
    out.version = known.version;
    return out;
}

EnvironmentSnapshot EnvironmentProbe::snapshot(const DagSpec &dag, const HostInfo &host)
{
    EnvironmentSnapshot out;
    out.orrery = versionText();
    out.host = host.name;
    out.system = systemName();
    utsname system{};
    if (::uname(&system) == 0)
        out.kernel = std::string(system.sysname) + " " + system.release + " " + system.machine;
    out.cores = host.cores;
    out.memoryMiB = host.memoryMiB;
    for (const GpuInfo &gpu : host.gpus)
        out.gpus.push_back(gpu.name);
    std::array<bool, 16> used{};
    for (const NodeSpec &node : dag.nodes)
        used[static_cast<std::size_t>(node.task.runtime) % used.size()] = true;
    for (const Question &question : questions) {
        if (!used[static_cast<std::size_t>(question.runtime)])
            continue;
        std::vector<std::string> words;
        for (const char *word : question.words)
            if (word != nullptr)
                words.emplace_back(word);
        RuntimeFound found = find(question.program, words);
        if (!found.path.empty() || question.runtime != Runtime::Container)
            out.runtimes.emplace(question.program, std::move(found));
    }
    for (const char *name : variables)
        if (const char *value = std::getenv(name); value != nullptr)
            out.variables.emplace(name, value);
    return out;
}

JsonText toJson(const EnvironmentSnapshot &snapshot)
{
    nlohmann::json runtimes = nlohmann::json::object();
    for (const auto &[program, found] : snapshot.runtimes)
        runtimes[program] = {{"path", found.path}, {"version", found.version}};
    const nlohmann::json json{
        {"orrery", snapshot.orrery}, {"host", snapshot.host},   {"system", snapshot.system},
        {"kernel", snapshot.kernel}, {"cores", snapshot.cores}, {"memoryMiB", snapshot.memoryMiB},
        {"gpus", snapshot.gpus},     {"runtimes", runtimes},    {"variables", snapshot.variables}};
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace orrery::engine
