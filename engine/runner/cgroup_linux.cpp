// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/cgroup_linux.h"

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <sstream>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/files.h"

namespace orrery::runner {
namespace fs = std::filesystem;
namespace {

std::string read(const std::string &path)
{
    return platform::readFile(path, 1U << 20U).value_or("");
}

bool write(const std::string &path, const std::string &text)
{
    const platform::Fd file(::open(path.c_str(), O_WRONLY | O_CLOEXEC));
    return file &&
           ::write(file.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

bool make(const std::string &path)
{
    return ::mkdir(path.c_str(), 0755) == 0 || errno == EEXIST;
}

bool hasWord(const std::string &text, const std::string &wanted, char separator)
{
    std::istringstream words(text);
    for (std::string word; std::getline(words, word, separator);) {
        word.erase(std::remove(word.begin(), word.end(), '\n'), word.end());
        if (word == wanted)
            return true;
    }
    return false;
}

struct Mount {
    std::string root;  ///< the part of the hierarchy that is mounted
    std::string point; ///< where
};

/// The mount of a cgroup file system. `controller` "" = version 2. See proc(5), mountinfo.
Mount findMount(const std::string &controller)
{
    std::istringstream lines(read("/proc/self/mountinfo"));
    for (std::string line; std::getline(lines, line);) {
        const std::size_t dash = line.find(" - ");
        if (dash == std::string::npos)
            continue;
        std::istringstream head(line.substr(0, dash));
        std::istringstream tail(line.substr(dash + 3));
        std::string skipped, type, source, options;
        Mount mount;
        head >> skipped >> skipped >> skipped >> mount.root >> mount.point;
        tail >> type >> source >> options;
        if (controller.empty() ? type == "cgroup2"
                               : type == "cgroup" && hasWord(options, controller, ','))
            return mount;
    }
    return {};
}

/// Our own group's path inside a hierarchy, as /proc/self/cgroup tells it ("4:memory:/a/b",
/// "0::/a/b").
std::string ownPath(const std::string &controller)
{
    std::istringstream lines(read("/proc/self/cgroup"));
    for (std::string line; std::getline(lines, line);) {
        const std::size_t first = line.find(':');
        const std::size_t second = line.find(':', first + 1);
        if (second == std::string::npos)
            continue;
        const std::string controllers = line.substr(first + 1, second - first - 1);
        if (controller.empty() ? controllers.empty() : hasWord(controllers, controller, ','))
            return line.substr(second + 1);
    }
    return {};
}

std::string directoryOf(const Mount &mount, std::string path)
{
    if (mount.root != "/" && path.compare(0, mount.root.size(), mount.root) == 0)
        path.erase(0, mount.root.size());
    const std::string whole = mount.point + (path == "/" ? "" : path);
    return platform::exists(whole) ? whole : mount.point;
}

/// A group of an earlier runner of this home is the group itself: its parent is where ours belongs.
std::string outsideOurs(const std::string &directory, const std::string &name)
{
    const std::size_t at = directory.find("/" + name);
    return at == std::string::npos ? directory : directory.substr(0, at);
}

} // namespace

Cgroups Cgroups::find(const Options &options)
{
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : options.home)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    std::ostringstream name;
    name << "orrery-" << ::geteuid() << '-' << std::hex << hash;
    Cgroups groups;
    if (!options.cgroups)
        return groups;
    if (!groups.tryVersion2(name.str()) && !groups.tryVersion1(name.str()))
        groups = Cgroups();
    return groups;
}

bool Cgroups::tryVersion2(const std::string &name)
{
    const Mount mount = findMount("");
    if (mount.point.empty())
        return false;
    std::string directory = outsideOurs(directoryOf(mount, ownPath("")), name);
    for (;;) {
        // Limits exist in groups whose parent hands the memory controller down.
        if (hasWord(read(directory + "/cgroup.subtree_control"), "memory", ' ')) {
            m_base = directory + "/" + name;
            m_version = 2;
            // A process may move only if both ends lie under one group that this user owns: trying
            // is the only test.
            if (make(m_base) && write(m_base + "/cgroup.subtree_control", "+memory") &&
                make(m_base + "/runner") && write(m_base + "/runner/cgroup.procs", "0"))
                return true;
            remove();
        }
        if (directory.size() <= mount.point.size())
            return false;
        directory.resize(directory.rfind('/'));
    }
}

bool Cgroups::tryVersion1(const std::string &name)
{
    const Mount mount = findMount("memory");
    if (mount.point.empty())
        return false;
    m_base = outsideOurs(directoryOf(mount, ownPath("memory")), name) + "/" + name;
    m_version = 1;
    const std::string trial = m_base + "/trial";
    const bool works = make(m_base) && make(trial) &&
                       write(trial + "/memory.limit_in_bytes", "1073741824") &&
                       ::access((trial + "/cgroup.procs").c_str(), W_OK) == 0;
    ::rmdir(trial.c_str());
    if (!works)
        remove();
    return works;
}

void Cgroups::remove() const
{
    if (m_base.empty())
        return;
    std::error_code error;
    std::vector<std::string> inside;
    for (fs::directory_iterator it(m_base, error), end; !error && it != end; it.increment(error))
        if (it->is_directory(error))
            inside.push_back(it->path());
    for (const std::string &path : inside)
        ::rmdir(path.c_str());
    ::rmdir(m_base.c_str());
}

std::string Cgroups::enforcement() const
{
    return m_version == 0 ? "rlimit" : "cgroup v" + std::to_string(m_version);
}

bool Cgroups::enter(std::uint32_t slot) const
{
    return usable() && make(group(slot)) && write(group(slot) + "/cgroup.procs", "0");
}

bool Cgroups::limit(std::uint32_t slot, std::uint64_t memoryMiB) const
{
    if (!usable())
        return false;
    const std::string bytes = std::to_string(memoryMiB << 20U);
    if (m_version == 2) {
        (void)write(group(slot) + "/memory.swap.max", memoryMiB == 0 ? "max" : "0");
        return write(group(slot) + "/memory.max", memoryMiB == 0 ? "max" : bytes);
    }
    // Memory alone may never be above memory and swap together: lift that first, lower it last.
    const std::string both = group(slot) + "/memory.memsw.limit_in_bytes";
    (void)write(both, "-1");
    if (!write(group(slot) + "/memory.limit_in_bytes", memoryMiB == 0 ? "-1" : bytes))
        return false;
    if (memoryMiB != 0)
        (void)write(both, bytes);
    return true;
}

std::uint64_t Cgroups::oomKills(std::uint32_t slot) const
{
    const std::string text =
        read(group(slot) + (m_version == 2 ? "/memory.events" : "/memory.oom_control"));
    std::istringstream words(text);
    std::string name;
    std::uint64_t value = 0;
    while (words >> name >> value)
        if (name == "oom_kill")
            return value;
    return 0;
}

} // namespace orrery::runner
