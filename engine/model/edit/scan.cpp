// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/scan.h"

#include <algorithm>

namespace orrery::model::inplace {

namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t';
}

At offset(std::size_t at)
{
    return static_cast<At>(at);
}

} // namespace

At skipBlanks(std::string_view text, At at)
{
    while (at < text.size() && isBlank(text[at]))
        ++at;
    return at;
}

At skipTrivia(std::string_view text, At at, bool yaml)
{
    while (at < text.size()) {
        const std::string_view rest = text.substr(at);
        if (isBlank(rest[0]) || rest[0] == '\n' || rest[0] == '\r') {
            ++at;
        } else if (yaml ? rest[0] == '#' : rest.starts_with("//")) {
            at = lineEnd(text, at);
        } else if (!yaml && rest.starts_with("/*")) {
            const std::size_t end = text.find("*/", at + 2);
            at = offset(end == std::string_view::npos ? text.size() : end + 2);
        } else {
            break;
        }
    }
    return at;
}

At lineStart(std::string_view text, At at)
{
    const std::size_t before = at == 0 ? std::string_view::npos : text.rfind('\n', at - 1);
    if (before != std::string_view::npos)
        return offset(before + 1);
    return text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
}

At lineEnd(std::string_view text, At at)
{
    const std::size_t end = std::min(text.find('\n', at), text.size());
    return offset(end > at && end < text.size() && text[end - 1] == '\r' ? end - 1 : end);
}

At nextLine(std::string_view text, At at)
{
    const std::size_t end = text.find('\n', at);
    return offset(end == std::string_view::npos ? text.size() : end + 1);
}

bool firstOnLine(std::string_view text, At at)
{
    return skipBlanks(text, lineStart(text, at)) >= at;
}

std::size_t columnOf(std::string_view text, At at)
{
    const std::string_view before = text.substr(lineStart(text, at), at - lineStart(text, at));
    return static_cast<std::size_t>(std::count_if(before.begin(), before.end(), [](char c) {
        return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U;
    }));
}

bool manyLines(std::string_view text, At from, At to)
{
    return text.substr(from, to - from).find('\n') != std::string_view::npos;
}

} // namespace orrery::model::inplace
