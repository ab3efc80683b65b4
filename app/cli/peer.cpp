// SPDX-License-Identifier: GPL-3.0-or-later
#include "peer.h"

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <random>
#include <stdexcept>

#include <fcntl.h>
#include <fmt/format.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

namespace orrery::cli {
namespace {

Result<> writeText(const std::string &file, const std::string &text)
{
    std::ofstream out(file, std::ios::trunc);
    out << text;
    out.close();
    if (!out)
        return fail(ErrorCode::Io, file, "cannot be written");
    return {};
}

/// Tasks before each task.
std::vector<std::vector<std::uint32_t>> before(const TaskGraph &graph)
{
    std::vector<std::vector<std::uint32_t>> list(graph.tasks);
    for (const auto &[from, to] : graph.edges)
        list[to].push_back(from);
    return list;
}

} // namespace

TemporaryDirectory::TemporaryDirectory()
{
    const char *base = std::getenv("TMPDIR");
    m_path = std::string(base != nullptr ? base : "/tmp") + "/orrery-XXXXXX";
    if (::mkdtemp(m_path.data()) == nullptr)
        throw std::runtime_error("no temporary directory: " + m_path);
}

TemporaryDirectory::~TemporaryDirectory()
{
    std::error_code ignored;
    std::filesystem::remove_all(m_path, ignored);
}

double Timing::best() const
{
    return *std::min_element(seconds.begin(), seconds.end());
}

double Timing::median() const
{
    std::vector<double> sorted = seconds;
    std::sort(sorted.begin(), sorted.end());
    return sorted[sorted.size() / 2];
}

std::vector<Timing> race(const std::vector<Contestant> &contestants, int rounds)
{
    std::vector<Timing> timings;
    for (const Contestant &contestant : contestants)
        timings.push_back({contestant.name, "", {}});
    for (int round = 0; round < rounds; ++round)
        for (std::size_t i = 0; i < contestants.size(); ++i) {
            if (!timings[i].missing.empty())
                continue;
            if (const auto seconds = contestants[i].once())
                timings[i].seconds.push_back(*seconds);
            else
                timings[i].missing = seconds.error().where + ": " + seconds.error().what;
        }
    return timings;
}

Result<double> timeProgram(const std::vector<std::string> &argv, const std::string &directory)
{
    std::vector<char *> words;
    std::vector<std::string> copies = argv;
    for (std::string &word : copies)
        words.push_back(word.data());
    words.push_back(nullptr);
    posix_spawn_file_actions_t files;
    posix_spawn_file_actions_init(&files);
    posix_spawn_file_actions_addopen(&files, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addchdir_np(&files, directory.c_str());
    const auto begin = std::chrono::steady_clock::now();
    pid_t pid = 0;
    const int error = ::posix_spawnp(&pid, words[0], &files, nullptr, words.data(), environ);
    posix_spawn_file_actions_destroy(&files);
    if (error != 0)
        return fail(ErrorCode::Unreachable, argv[0], std::strerror(error));
    int status = 0;
    while (::waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - begin;
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0)
        return fail(ErrorCode::Conflict, argv[0], fmt::format("ended with status {}", status));
    return wall.count();
}

Result<std::vector<std::string>> linesOf(const std::vector<std::string> &argv)
{
    const TemporaryDirectory directory;
    const std::string file = directory.path() + "/printed";
    // "$@" hands the arguments on untouched; only the redirection is the shell's.
    std::vector<std::string> shell{"/bin/sh", "-c", "out=$1; shift; exec \"$@\" >\"$out\"", "sh",
                                   file};
    shell.insert(shell.end(), argv.begin(), argv.end());
    if (const auto ended = timeProgram(shell, directory.path()); !ended)
        return tl::unexpected(ended.error());
    std::vector<std::string> lines;
    std::ifstream in(file);
    for (std::string line; std::getline(in, line);)
        lines.push_back(line);
    return lines;
}

TaskGraph wide(std::uint32_t tasks)
{
    return {tasks, {}};
}

TaskGraph chain(std::uint32_t tasks)
{
    TaskGraph graph{tasks, {}};
    for (std::uint32_t task = 1; task < tasks; ++task)
        graph.edges.emplace_back(task - 1, task);
    return graph;
}

TaskGraph layers(std::uint32_t count, std::uint32_t width, std::uint32_t degree)
{
    TaskGraph graph{count * width, {}};
    std::mt19937 random(7); // the same graph for every contestant and every run
    for (std::uint32_t layer = 1; layer < count; ++layer)
        for (std::uint32_t i = 0; i < width; ++i) {
            std::vector<std::uint32_t> from;
            while (from.size() < std::min(degree, width)) {
                const std::uint32_t task =
                    (layer - 1) * width + static_cast<std::uint32_t>(random() % width);
                if (std::find(from.begin(), from.end(), task) == from.end())
                    from.push_back(task);
            }
            for (const std::uint32_t task : from)
                graph.edges.emplace_back(task, layer * width + i);
        }
    return graph;
}

std::string dagJson(const TaskGraph &graph, const std::vector<std::string> &command)
{
    const std::string task = command.empty() ? R"({"runtime":"NONE"})"
                                             : fmt::format(R"({{"runtime":"EXEC","command":{}}})",
                                                           nlohmann::json(command).dump());
    std::string text = R"({"dagId":"bench","nodes":[)";
    for (std::uint32_t i = 0; i < graph.tasks; ++i)
        text += fmt::format("{}{{\"nodeId\":\"t{}\",\"taskDefinition\":{}}}", i == 0 ? "" : ",\n",
                            i, task);
    text += "],\n\"edges\":[";
    for (std::size_t i = 0; i < graph.edges.size(); ++i)
        text += fmt::format("{}{{\"from\":\"t{}\",\"to\":\"t{}\"}}", i == 0 ? "" : ",\n",
                            graph.edges[i].first, graph.edges[i].second);
    return text + "]}\n";
}

Result<> writeMakefile(const TaskGraph &graph, const std::string &command,
                       const std::string &directory)
{
    const auto from = before(graph);
    std::string all = ".PHONY: all";
    std::string rules;
    for (std::uint32_t task = 0; task < graph.tasks; ++task) {
        all += fmt::format(" t{}", task);
        rules += fmt::format("t{}:", task);
        for (const std::uint32_t earlier : from[task])
            rules += fmt::format(" t{}", earlier);
        rules += "\n\t" + command + "\n";
    }
    std::string targets = "all:";
    for (std::uint32_t task = 0; task < graph.tasks; ++task)
        targets += fmt::format(" t{}", task);
    return writeText(directory + "/Makefile", targets + "\n" + all + "\n" + rules);
}

Result<> writeNinja(const TaskGraph &graph, const std::string &command,
                    const std::string &directory)
{
    const auto from = before(graph);
    std::string text = "rule run\n command = " + command + "\n";
    for (std::uint32_t task = 0; task < graph.tasks; ++task) {
        text += fmt::format("build t{}: run", task);
        for (const std::uint32_t earlier : from[task])
            text += fmt::format(" t{}", earlier);
        text += "\n";
    }
    return writeText(directory + "/build.ninja", text);
}

} // namespace orrery::cli
