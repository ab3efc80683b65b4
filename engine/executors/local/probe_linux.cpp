// SPDX-License-Identifier: GPL-3.0-or-later
#include "executors/local/local.h"

#include <array>
#include <cerrno>
#include <sstream>

#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "executors/local/runnerprocess.h"
#include "platform/files.h"

namespace orrery::executors {
namespace {

/// What the answer depends on: this boot of the host, and the runner's program.
std::string conditions(const std::string &programDir)
{
    struct stat info {};
    std::ostringstream text;
    if (::stat((programDir + "/orrery-runner").c_str(), &info) == 0)
        text << platform::bootId() << ' ' << info.st_size << ' ' << info.st_mtim.tv_sec << '.'
             << info.st_mtim.tv_nsec << ' ' << (::access("/usr/bin/bwrap", X_OK) == 0);
    return text.str();
}

/// All that a process prints until it closes its output; at most 10 s.
std::string readAll(const RunnerProcess &process)
{
    std::string text;
    std::array<char, 4096> buffer;
    pollfd ready{process.output.get(), POLLIN, 0};
    while (::poll(&ready, 1, 10'000) == 1) {
        const ssize_t got = ::read(process.output.get(), buffer.data(), buffer.size());
        if (got <= 0)
            break;
        text.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return text;
}

} // namespace

Holding probeHolding(const std::string &home, const std::string &programDir)
{
    const std::string file = home + "/runner/holding";
    const std::string now = conditions(programDir);
    const auto split = [](const std::string &text) {
        std::array<std::string, 3> lines;
        std::istringstream from(text);
        for (std::string &line : lines)
            std::getline(from, line);
        return lines;
    };
    const auto kept = split(platform::readFile(file, 65536).value_or(""));
    if (!now.empty() && kept[0] == now && !kept[2].empty())
        return {kept[1], kept[2]};
    (void)platform::makeDirectories(home + "/runner");
    auto process = startRunnerProcess(programDir, {"--home", home, "--probe"});
    if (!process)
        return {process.error().where + " " + process.error().what, "none"};
    const std::string text = readAll(*process);
    (void)reap(*process);
    const auto answer = split(now + "\n" + text);
    if (answer[2].empty())
        return {"orrery-runner --probe gave no answer", "none"};
    (void)platform::writeFile(file, now + "\n" + text);
    return {answer[1], answer[2]};
}

} // namespace orrery::executors
