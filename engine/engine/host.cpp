// SPDX-License-Identifier: GPL-3.0-or-later
// Look-ups on this host: programs, users, files that a DAG names.
#include <filesystem>

#include <pwd.h>
#include <unistd.h>

#include "engine/start.h"
#include "model/parse.h"
#include "platform/files.h"

namespace orrery::engine {

std::string findProgram(const std::string &name)
{
    for (const char *directory :
         {"/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"}) {
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
    if (const passwd *entry = ::getpwuid(::geteuid());
        entry != nullptr && entry->pw_name != nullptr)
        return entry->pw_name;
    return std::to_string(::geteuid());
}

} // namespace orrery::engine

namespace orrery {

std::vector<Finding> missingFiles(const DagSpec &dag, const std::string &text,
                                  const std::string &file, Finding::Severity severity)
{
    const auto use =
        severity == Finding::Severity::Error ? model::FileUse::Run : model::FileUse::Validate;
    const std::string directory = engine::parentDirectory(platform::absolutePath(file));
    return model::checkFiles(dag, text, file, use, [&directory](const std::string &name) {
        return platform::exists(name.front() == '/' ? name : directory + "/" + name);
    });
}

} // namespace orrery
