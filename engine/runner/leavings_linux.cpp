// SPDX-License-Identifier: GPL-3.0-or-later
// What an ended task leaves: its log, packed or whole, and a work directory that is not empty.
#include "runner/workplace_linux.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runner/touched_linux.h"

namespace orrery::runner {
namespace fs = std::filesystem;
namespace {

constexpr std::uint64_t packedLog = 64U << 10U;   ///< larger logs keep a file of their own [bytes]
constexpr std::uint64_t segmentSize = 64U << 20U; ///< a segment is full above [bytes]

/// A task's name as one component of a path.
std::string fileName(std::string name)
{
    for (char &c : name)
        if (c == '/' || static_cast<unsigned char>(c) < 0x20)
            c = '_';
    if (name.size() > 200)
        name.resize(200);
    return name.empty() || name == "." || name == ".." ? "task" : name;
}

} // namespace

std::uint64_t Workplace::logSize() const
{
    return sizeOf(m_log);
}

std::string Workplace::logTail(std::uint64_t size) const
{
    const std::uint64_t whole = sizeOf(m_log);
    return readAt(m_log, whole > size ? whole - size : 0, std::min(size, whole));
}

void Workplace::salvage(const AttemptKey &key, Exit &exit)
{
    if (openLog())
        exit.log = takeLog(key);
    types::LaunchOrder order;
    order.key = key;
    order.taskName = "task-" + std::to_string(key.task); // the slot's page holds no name
    std::error_code error;
    for (fs::directory_iterator it(m_work, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (it->is_symlink(ignored))
            continue; // staged
        exit.workDir = keepWork(order);
        return;
    }
}

LogRef Workplace::takeLog(const AttemptKey &key)
{
    LogRef ref;
    const std::uint64_t size = sizeOf(m_log);
    if (size == 0)
        return ref;
    if (size <= packedLog && appendToSegment(size, ref))
        return ref;
    if (!keepWhole(key, size, ref)) [[maybe_unused]]
        const int ignored = ::ftruncate(m_log.get(), 0);
    return ref;
}

bool Workplace::appendToSegment(std::uint64_t size, LogRef &ref)
{
    std::array<char, 32> name;
    const auto open = [&] {
        std::snprintf(name.data(), name.size(), "seg-%03u-%06u.log", m_slot, m_state.segment);
        m_segment =
            platform::Fd(::open((m_options.logsDir() + "/" + name.data()).c_str(),
                                O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
    };
    std::snprintf(name.data(), name.size(), "seg-%03u-%06u.log", m_slot, m_state.segment);
    if (!m_segment)
        open();
    std::uint64_t at = sizeOf(m_segment);
    if (at > segmentSize) {
        ++m_state.segment;
        open();
        at = sizeOf(m_segment);
    }
    off_t from = 0;
    while (m_segment && from < static_cast<off_t>(size)) {
        // read and write, not sendfile: that refuses a target opened for appending.
        std::array<char, packedLog> buffer;
        const ssize_t got = ::pread(m_log.get(), buffer.data(), buffer.size(), from);
        if (got <= 0 ||
            ::write(m_segment.get(), buffer.data(), static_cast<std::size_t>(got)) != got)
            break;
        from += got;
    }
    if (from != static_cast<off_t>(size)) { // disk full: leave no half a log behind
        if (m_segment) [[maybe_unused]]
            const int ignored = ::ftruncate(m_segment.get(), static_cast<off_t>(at));
        return false;
    }
    [[maybe_unused]] const int ignored = ::ftruncate(m_log.get(), 0);
    ref = LogRef{name.data(), at, size};
    return true;
}

bool Workplace::keepWhole(const AttemptKey &key, std::uint64_t size, LogRef &ref)
{
    const std::string run = fileName(key.run.text);
    const std::string file =
        run + "/" + std::to_string(key.task) + "-" + std::to_string(key.attempt) + ".log";
    if (!platform::makeDirectories(m_options.logsDir() + "/" + run) ||
        ::rename(m_logPath.c_str(), (m_options.logsDir() + "/" + file).c_str()) != 0)
        return false;
    ref = LogRef{file, 0, size};
    m_log.reset();
    if (!openLog())
        m_log.reset(); // prepare() tries again and reports
    return true;
}

bool Workplace::onlyStaged() const
{
    std::vector<std::string> names;
    std::error_code error;
    for (fs::directory_iterator it(m_work, error), end; !error && it != end; it.increment(error)) {
        std::error_code ignored;
        if (names.size() >= m_staged.size() || !it->is_symlink(ignored))
            return false;
        names.push_back(it->path().filename());
    }
    std::sort(names.begin(), names.end());
    return !error && std::includes(m_staged.begin(), m_staged.end(), names.begin(), names.end());
}

std::string Workplace::keepWork(const types::LaunchOrder &order) const
{
    const std::string run = m_options.workDir() + "/" + fileName(order.key.run.text);
    const std::string name = fileName(order.taskName) + "." + std::to_string(order.key.attempt);
    // On a full disk no directory can be made, but beside the slot there is always a place.
    const bool made = platform::makeDirectories(run).has_value();
    const std::string base = (made ? run : m_options.slotDir(m_slot)) + "/" + name;
    std::string kept = base;
    for (int number = 2; platform::exists(kept) && number < 1000; ++number)
        kept = base + "-" + std::to_string(number);
    return ::rename(m_work.c_str(), kept.c_str()) == 0 ? kept : std::string();
}

void Workplace::takeWork(const types::LaunchOrder &order, Exit &exit)
{
    const Touched state = touched(m_workFd);
    if (state == Touched::No)
        return;
    if (state == Touched::Yes) {
        ::fchmod(m_workFd.get(), 0700);
        if (onlyStaged()) {
            stage(m_stagedFrom);
            return;
        }
        exit.workDir = keepWork(order);
    }
    if (!openWork())
        m_workFd.reset(); // prepare() tries again and reports
}

} // namespace orrery::runner
