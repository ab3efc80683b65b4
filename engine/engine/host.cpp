// SPDX-License-Identifier: GPL-3.0-or-later
// Look-ups on this host: programs, users, files that a DAG names.
#include <filesystem>

#include <pwd.h>
#include <unistd.h>

#include "engine/start.h"
#include "platform/files.h"

namespace orrery::engine {

std::string findProgram(const std::string &name)
{
    for (const char *directory : {"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"}) {
        std::string path = std::string(directory) + "/" + name;
        if (::access(path.c_str(), X_OK) == 0)
            return path;
    }
    return {};
}

std::string parentDirectory(const std::string &file)
{
    return std::filesystem::path(file).parent_path().string();
}

std::string userName()
{
    if (const passwd *entry = ::getpwuid(::geteuid()); entry != nullptr && entry->pw_name != nullptr)
        return entry->pw_name;
    return std::to_string(::geteuid());
}

}  // namespace orrery::engine
