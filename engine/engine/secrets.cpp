// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/secrets.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>

#include <sys/stat.h>

#include "platform/files.h"

namespace orrery::engine {
namespace {

constexpr std::uint64_t largestSecret = 64U << 10U;

} // namespace

Result<std::string> Secrets::value(const std::string &name) const
{
    const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
    }) && name.front() != '.';
    if (!plain)
        return fail(ErrorCode::InvalidSpec, "secret",
                    "the name of a secret holds letters, digits, '_', '-' and '.' only");
    const std::string path = m_directory + "/" + name;
    struct stat info {};
    if (::stat(path.c_str(), &info) == 0) {
        if ((info.st_mode & 077U) != 0)
            return fail(ErrorCode::Denied, path, "the secret is readable by others; chmod 600 it");
        auto content = platform::readFile(path, largestSecret);
        if (content && !content->empty() && content->back() == '\n')
            content->pop_back();
        return content;
    }
    std::string variable = "ORRERY_SECRET_" + name;
    std::transform(variable.begin(), variable.end(), variable.begin(), [](unsigned char c) {
        return std::isalnum(c) != 0 ? static_cast<char>(std::toupper(c)) : '_';
    });
    if (const char *found = std::getenv(variable.c_str()))
        return std::string(found);
    return fail(ErrorCode::NotFound, "secret." + name,
                "there is no secret '" + name + "': write it to " + path + " (mode 0600) or set " +
                    variable);
}

} // namespace orrery::engine
