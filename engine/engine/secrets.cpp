// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/secrets.h"

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <functional>

#include <sys/stat.h>

#include "platform/files.h"
#include "run/machine.h"

namespace orrery::engine {
namespace {

constexpr std::uint64_t largestSecret = 64U << 10U;

/// Calls `value` for each marked name and puts what it gives in the mark's place.
Result<std::string> replaceMarks(const std::string &text,
                                 const std::function<Result<std::string>(const std::string &)> &value)
{
    std::string out;
    std::size_t at = 0;
    while (true) {
        const std::size_t open = text.find(run::secretMark, at);
        const std::size_t close = open == std::string::npos ? open : text.find(run::secretMark, open + 1);
        if (close == std::string::npos)
            return out + text.substr(at);
        auto filled = value(text.substr(open + 1, close - open - 1));
        if (!filled)
            return filled;
        out.append(text, at, open - at).append(*filled);
        at = close + 1;
    }
}

}  // namespace

Result<std::string> Secrets::fill(const std::string &text) const
{
    if (text.find(run::secretMark) == std::string::npos)
        return text;
    return replaceMarks(text, [this](const std::string &name) { return value(name); });
}

std::string Secrets::mask(const std::string &text)
{
    return replaceMarks(text, [](const std::string &) -> Result<std::string> { return std::string("***"); })
        .value_or(std::string());
}

Result<std::string> Secrets::value(const std::string &name) const
{
    const bool plain = !name.empty() && std::all_of(name.begin(), name.end(), [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '_' || c == '-' || c == '.';
    }) && name.front() != '.';
    if (!plain)
        return fail(ErrorCode::InvalidSpec, "secret", "the name of a secret holds letters, digits, '_', '-' and '.' only");
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
                "there is no secret '" + name + "': write it to " + path + " (mode 0600) or set " + variable);
}

}  // namespace orrery::engine
