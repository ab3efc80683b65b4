// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/options.h"

#include <array>
#include <sstream>

#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

#include "platform/files.h"

namespace orrery::runner {
namespace {

constexpr long tmpfsMagic = 0x01021994;

struct Login {
    std::string name;
    std::string home;
};

/// /etc/passwd without NSS, which a static program cannot load.
Login login()
{
    const std::string uid = std::to_string(::geteuid());
    std::istringstream lines(platform::readFile("/etc/passwd", 4U << 20U).value_or(""));
    for (std::string line; std::getline(lines, line);) {
        std::istringstream fields(line);
        std::array<std::string, 6> field;
        for (std::string &text : field)
            std::getline(fields, text, ':');
        if (field[2] == uid)
            return {field[0], field[5]};
    }
    return {"uid" + uid, ""};
}

bool isTmpfs(const std::string &path)
{
    struct statfs info {};
    return ::statfs(path.c_str(), &info) == 0 && static_cast<long>(info.f_type) == tmpfsMagic;
}

/// Makes or takes up a directory that only this user can enter.
bool makePrivate(const std::string &path)
{
    if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST)
        return false;
    struct stat info {};
    return ::lstat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode) &&
           info.st_uid == ::geteuid() && (info.st_mode & 077U) == 0;
}

std::string memoryDirectory(const Options &options)
{
    std::uint64_t hash = 14695981039346656037ULL; // FNV-1a: one directory per home
    for (const char c : options.home)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    std::ostringstream name;
    name << "/orrery-" << ::geteuid() << '-' << std::hex << hash;
    // /dev/shm first: a runner outlives the login session that XDG_RUNTIME_DIR belongs to.
    const char *session = ::getenv("XDG_RUNTIME_DIR");
    for (const std::string &base : {std::string("/dev/shm"), std::string(session ? session : "")})
        if (!base.empty() && isTmpfs(base) && makePrivate(base + name.str()))
            return base + name.str();
    const std::string onDisk = options.runnerDir() + "/memory";
    return makePrivate(onDisk) ? onDisk : std::string();
}

} // namespace

HostFacts findHostFacts(const Options &options)
{
    HostFacts facts;
    facts.bootId = platform::bootId();
    const Login user = login();
    facts.user = user.name;
    facts.userHome = user.home;
    facts.memoryDir = memoryDirectory(options);
    for (const char *path : {"/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"})
        if (facts.bwrap.empty() && ::access(path, X_OK) == 0)
            facts.bwrap = path;
    return facts;
}

} // namespace orrery::runner
