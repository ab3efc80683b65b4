// SPDX-License-Identifier: GPL-3.0-or-later
// What a task is given, and how its slot is made ready again. What it leaves: leavings_linux.cpp.
#include "runner/workplace_linux.h"

#include <algorithm>
#include <cerrno>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nlohmann/json.hpp>

#include "runner/touched_linux.h"

namespace orrery::runner {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t outputsLimit = 256U << 10U; ///< [bytes]
constexpr std::size_t stagedLimit = 256;            ///< links staged per DAG directory

platform::Fd openDirectory(const std::string &path)
{
    return platform::Fd(::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NOFOLLOW));
}

bool rewrite(const platform::Fd &file, std::string_view text)
{
    const auto size = static_cast<off_t>(text.size());
    off_t done = 0;
    while (done < size) {
        const ssize_t wrote =
            ::pwrite(file.get(), text.data() + done, static_cast<std::size_t>(size - done), done);
        if (wrote < 0 && errno == EINTR)
            continue;
        if (wrote <= 0)
            return false;
        done += wrote;
    }
    return ::ftruncate(file.get(), size) == 0;
}

std::int64_t modifiedNs(const std::string &path)
{
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0)
        return 0;
    return std::int64_t{info.st_mtim.tv_sec} * 1'000'000'000 + info.st_mtim.tv_nsec;
}

} // namespace

void emptyDirectory(const std::string &path)
{
    std::error_code error;
    for (int round = 0; round < 2; ++round) {
        bool left = false;
        for (fs::directory_iterator it(path, error), end; !error && it != end;
             it.increment(error)) {
            std::error_code refused;
            fs::remove_all(it->path(), refused);
            left = left || refused;
        }
        if (!left)
            return;
        // Directories that the task closed to itself.
        for (fs::recursive_directory_iterator
                 it(path, fs::directory_options::skip_permission_denied, error),
             end;
             !error && it != end; it.increment(error))
            if (it->is_directory(error) && !it->is_symlink(error))
                ::chmod(it->path().c_str(), 0700);
    }
}

Workplace::Workplace(const Options &options, const HostFacts &facts, std::uint32_t slot,
                     SlotState &state)
    : m_options(options), m_slot(slot), m_state(state), m_work(options.slotDir(slot) + "/work"),
      m_temporary(options.slotDir(slot) + "/tmp"),
      m_memory(facts.memoryDir + "/" + std::to_string(slot)),
      m_logPath(options.slotDir(slot) + "/log")
{
}

Result<> Workplace::open()
{
    for (const std::string &path : {m_temporary, m_options.logsDir()})
        if (auto made = platform::makeDirectories(path); !made)
            return made;
    emptyDirectory(m_temporary);
    m_temporaryFd = openDirectory(m_temporary);
    if (!m_temporaryFd)
        return tl::unexpected(platform::ioError(m_temporary, errno));
    markUntouched(m_temporaryFd);
    if (auto made = openWork(); !made)
        return made;
    if (auto made = openMemory(); !made)
        return made;
    return openLog();
}

Result<> Workplace::openMemory()
{
    if (auto made = platform::makeDirectories(m_memory); !made)
        return made;
    emptyDirectory(m_memory);
    m_memoryFd = openDirectory(m_memory);
    const auto make = [this](const char *name, unsigned mode) {
        return platform::Fd(
            ::openat(m_memoryFd.get(), name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, mode));
    };
    m_inputs = make("inputs", 0600);
    m_outputs = make("outputs", 0600);
    m_script = make("script", 0700);
    if (!m_inputs || !m_outputs || !m_script)
        return tl::unexpected(platform::ioError(m_memory, errno));
    markUntouched(m_memoryFd);
    return {};
}

Result<> Workplace::openWork()
{
    if (auto made = platform::makeDirectories(m_work); !made)
        return made;
    emptyDirectory(m_work);
    m_staged.clear();
    m_stagedFrom.clear();
    m_workFd = openDirectory(m_work);
    if (!m_workFd)
        return tl::unexpected(platform::ioError(m_work, errno));
    markUntouched(m_workFd);
    return {};
}

Result<> Workplace::openLog()
{
    m_log = platform::Fd(
        ::open(m_logPath.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!m_log)
        return tl::unexpected(platform::ioError(m_logPath, errno));
    return {};
}

Result<> Workplace::prepare(const types::LaunchOrder &order)
{
    if (!m_log ||
        sizeOf(m_log) > 0) { // nobody's bytes: a disk was full when they should have moved
        if (auto opened = openLog(); !opened)
            return opened;
        if (::ftruncate(m_log.get(), 0) != 0)
            return tl::unexpected(platform::ioError(m_logPath, errno));
    }
    if (touched(m_memoryFd) == Touched::Gone)
        if (auto made = openMemory(); !made)
            return made;
    if (touched(m_workFd) == Touched::Gone)
        if (auto made = openWork(); !made)
            return made;
    if (!rewrite(m_inputs,
                 order.inputs.empty() ? std::string_view("{}") : std::string_view(order.inputs)) ||
        (!order.script.empty() && !rewrite(m_script, order.script)))
        return tl::unexpected(platform::ioError(m_memory, errno));
    if (!order.runDir.empty() && order.runDir != m_lastRunDir) {
        if (auto made = platform::makeDirectories(order.runDir); !made)
            return made;
        m_lastRunDir = order.runDir;
    }
    if (order.dagDir != m_stagedFrom ||
        (!order.dagDir.empty() && modifiedNs(order.dagDir) != m_stagedAt))
        stage(order.dagDir);
    return {};
}

void Workplace::stage(const std::string &dagDir)
{
    for (const std::string &name : m_staged)
        ::unlinkat(m_workFd.get(), name.c_str(), 0);
    m_staged.clear();
    m_stagedFrom = dagDir;
    m_stagedAt = modifiedNs(dagDir);
    std::error_code error;
    if (!dagDir.empty())
        for (fs::directory_iterator it(dagDir, error), end; !error && it != end;
             it.increment(error))
            if (std::string name = it->path().filename(); name[0] != '.')
                m_staged.push_back(std::move(name));
    std::sort(m_staged.begin(), m_staged.end());
    if (m_staged.size() > stagedLimit)
        m_staged.resize(stagedLimit);
    // A link that cannot be made is missing for the task, which says so in its own words.
    for (const std::string &name : m_staged)
        [[maybe_unused]] const int ignored =
            ::symlinkat((dagDir + "/" + name).c_str(), m_workFd.get(), name.c_str());
    markUntouched(m_workFd);
}

void Workplace::collect(const types::LaunchOrder &order, Exit &exit)
{
    takeOutputs(exit);
    m_state.logOwner = 0;
    exit.log = takeLog(order.key);
    takeWork(order, exit);
    if (touched(m_temporaryFd) == Touched::Yes) {
        emptyDirectory(m_temporary);
        markUntouched(m_temporaryFd);
    }
}

void Workplace::takeOutputs(Exit &exit)
{
    const bool changed = touched(m_memoryFd) != Touched::No;
    platform::Fd replaced;
    if (changed) // the task may have written another file and renamed it over ours
        replaced = platform::Fd(
            ::openat(m_memoryFd.get(), "outputs", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat info {};
    const platform::Fd &file = changed ? replaced : m_outputs;
    const bool there =
        file && ::fstat(file.get(), &info) == 0 && S_ISREG(info.st_mode) && info.st_size > 0;
    const auto refuse = [&exit](std::string why) {
        if (!exit.succeeded())
            return;
        exit.cause = Cause::BadOutput;
        exit.detail = std::move(why);
    };
    if (there && static_cast<std::uint64_t>(info.st_size) > outputsLimit) {
        refuse("outputs are " + std::to_string(info.st_size) + " bytes; at most 262144 are taken");
    } else if (there) {
        std::string text = readAt(file, 0, static_cast<std::uint64_t>(info.st_size));
        const std::size_t first = text.find_first_not_of(" \t\r\n");
        if (first == std::string::npos || text[first] != '{' || !nlohmann::json::accept(text))
            refuse("outputs are not a JSON object");
        else
            exit.outputs = std::move(text);
    }
    if (changed)
        takeGrowth(exit);
    if (changed)
        recycleMemory();
    else if (there) [[maybe_unused]]
        const int ignored = ::ftruncate(m_outputs.get(), 0);
}

/// Whether it can be added to the run is for the engine to say.
void Workplace::takeGrowth(Exit &exit)
{
    const platform::Fd file(
        ::openat(m_memoryFd.get(), "grow", O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK));
    struct stat info {};
    const bool there = file && ::fstat(file.get(), &info) == 0 && S_ISREG(info.st_mode);
    if (!there || info.st_size == 0 || !exit.succeeded())
        return;
    const auto size = static_cast<std::uint64_t>(info.st_size);
    if (size <= outputsLimit) {
        exit.growth = readAt(file, 0, size);
        return;
    }
    exit.cause = Cause::BadGrowth;
    exit.detail =
        "it is " + std::to_string(size) +
        " bytes; at most 262144 are taken: let nodes of it grow in their turn, or map one "
        "node over a list";
}

void Workplace::recycleMemory()
{
    ::fchmod(m_memoryFd.get(), 0700);
    if (auto made = openMemory(); !made)
        m_memoryFd.reset(); // prepare() tries again and reports
}

} // namespace orrery::runner
