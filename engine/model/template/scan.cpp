// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/template/scan.h"

#include <algorithm>

namespace orrery::model {
namespace {

using Place = Template::Place;

bool isName(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           (c & 0x80) != 0;
}
bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\n';
}

std::string_view leadingName(std::string_view text)
{
    return text.substr(0, static_cast<std::size_t>(
                              std::find_if_not(text.begin(), text.end(), isName) - text.begin()));
}

bool isRoot(std::string_view name)
{
    return std::find(templateRoots.begin(), templateRoots.end(), name) != templateRoots.end();
}

/// Text outside of any program: only holes matter.
class PlainScanner : Scanner {
public:
    using Scanner::Scanner;
    Scan scan()
    {
        while (!atEnd()) {
            if (takeLiteral(opensAlways))
                m_at += 2;
            else if (at("${"))
                takeHole(Place::Bare);
            else
                ++m_at;
        }
        return std::move(m_scan);
    }
};

class JsonScanner : Scanner {
public:
    using Scanner::Scanner;
    Scan scan()
    {
        bool inString = false;
        while (!atEnd()) {
            if (takeLiteral(opensAlways)) {
                m_at += 2;
            } else if (at("${")) {
                takeHole(inString ? Place::Quoted : Place::Bare);
            } else if (here() == '\\') {
                m_at += 2;
            } else {
                inString = inString != (here() == '"');
                ++m_at;
            }
        }
        return std::move(m_scan);
    }
};

/// Python and SQL: a hole is a value of the program, so it stands where the program has no quotes.
class ProgramScanner : protected Scanner {
public:
    using Scanner::Scanner;

protected:
    /// At a $ outside of strings.
    void code()
    {
        if (takeLiteral(opensAlways))
            m_at += 2;
        else if (at("${"))
            takeHole(Place::Bare);
        else
            ++m_at;
    }
    /// Moves behind `quote`; `escapes`: a backslash takes the next character with it.
    void string(std::string_view quote, bool escapes, bool manyLines, const char *advice)
    {
        while (!atEnd() && !at(quote)) {
            if (takeLiteral(opensInString))
                m_at += 2;
            else if (holeAt(m_at, opensInString))
                return refuse(advice);
            else if (here() == '\n' && !manyLines)
                return;
            else
                m_at += escapes && here() == '\\' ? 2 : 1;
        }
        m_at += quote.size();
    }
};

class PythonScanner : ProgramScanner {
public:
    using ProgramScanner::ProgramScanner;
    Scan scan()
    {
        while (!atEnd()) {
            const char c = here();
            if (c == '#') {
                skipPast("\n");
            } else if (c == '"' || c == '\'') {
                const bool three = here(1) == c && here(2) == c;
                const std::string quote(three ? 3 : 1, c);
                m_at += quote.size();
                string(
                    quote, true, three,
                    "a hole inside a Python string would be program text; end the string and join: "
                    "\"...\" + ${...} (or write $${ for a literal ${)");
            } else if (c == '$') {
                code();
            } else {
                ++m_at;
            }
        }
        return std::move(m_scan);
    }
};

class SqlScanner : ProgramScanner {
public:
    using ProgramScanner::ProgramScanner;
    Scan scan()
    {
        constexpr const char *advice =
            "a hole inside quotes would be program text; take the quotes away: the "
            "value is bound as a parameter (or write $${ for a literal ${)";
        while (!atEnd()) {
            const char c = here();
            if (at("--")) {
                skipPast("\n");
            } else if (at("/*")) {
                skipPast("*/");
            } else if (c == '\'' || c == '"' || c == '`' || c == '[') {
                ++m_at;
                string(c == '[' ? "]" : std::string(1, c), false, true, advice);
            } else if (c == '$') {
                code();
            } else {
                ++m_at;
            }
        }
        return std::move(m_scan);
    }
};

} // namespace

bool opensAlways(std::string_view)
{
    return true;
}

bool opensInShell(std::string_view text)
{
    while (!text.empty() && isBlank(text.front()))
        text.remove_prefix(1);
    if (text.starts_with('(') || text.starts_with('"') || text.starts_with('\''))
        return true;
    const std::string_view name = leadingName(text);
    if (name.empty() || (name.front() >= '0' && name.front() <= '9') || name.size() == text.size())
        return false;
    const char next = text[name.size()];
    if (next == '.' || next == '(' || isBlank(next))
        return true;
    return (next == '[' && isRoot(name)) || (next == '}' && name == "item");
}

bool opensInString(std::string_view text)
{
    const std::string_view name = leadingName(text);
    if (!isRoot(name) || name.size() == text.size())
        return false;
    const char next = text[name.size()];
    return next == '.' || next == '[' || (next == '}' && name == "item");
}

void Scanner::refuse(std::string what)
{
    if (!m_scan.error.empty())
        return;
    m_scan.errorAt = m_at;
    m_scan.error = std::move(what);
}

void Scanner::takeHole(Template::Place place)
{
    char quote = '\0';
    for (std::size_t at = m_at + 2; at < m_text.size(); ++at) {
        const char c = m_text[at];
        if (quote) {
            if (c == '\\')
                ++at;
            else if (c == quote)
                quote = '\0';
        } else if (c == '"' || c == '\'') {
            quote = c;
        } else if (c == '}') {
            m_scan.holes.push_back({m_at, at, place});
            m_at = at + 1;
            return;
        }
    }
    refuse("this ${ is not closed by a } (write $${ for a literal ${)");
}

bool Scanner::takeLiteral(Opens opens)
{
    if (here() != '$' || !holeAt(m_at + 1, opens))
        return false;
    m_scan.dropped.push_back(m_at);
    ++m_at;
    return true;
}

void Scanner::skipPast(std::string_view end)
{
    const std::size_t found = m_text.find(end, m_at);
    m_at = found == std::string_view::npos ? m_text.size() : found + end.size();
}

Scan scanPlain(std::string_view text)
{
    return PlainScanner(text).scan();
}
Scan scanPython(std::string_view text)
{
    return PythonScanner(text).scan();
}
Scan scanSql(std::string_view text)
{
    return SqlScanner(text).scan();
}
Scan scanJson(std::string_view text)
{
    return JsonScanner(text).scan();
}

} // namespace orrery::model
