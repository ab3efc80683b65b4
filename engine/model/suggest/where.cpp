// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/suggest/where.h"

#include <algorithm>

namespace orrery::model::suggest {
namespace {

bool isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

class Scanner {
public:
    Scanner(std::string_view text, bool yaml, std::size_t at)
        : m_text(text), m_yaml(yaml), m_at(std::min(at, text.size()))
    {
    }
    Where run()
    {
        if (m_yaml)
            scanLines();
        else
            scanFlow(0);
        while (!m_frames.empty())
            pop();
        return std::move(m_where);
    }

private:
    struct Frame {
        Level level;
        long indent = 0;
        int index = -1;     ///< of a list's element
        char close = 0;     ///< '}' or ']': flow style
        bool value = false; ///< flow style: behind the colon
        std::size_t serial = 0;
    };

    [[nodiscard]] bool done() const { return m_finished; }
    [[nodiscard]] std::size_t lineEnd(std::size_t from) const
    {
        return std::min(m_text.find('\n', from), m_text.size());
    }

    Frame &push(bool list, long indent, char close = 0)
    {
        Frame frame;
        frame.level.list = list;
        frame.indent = indent;
        frame.close = close;
        frame.serial = ++m_serial;
        m_frames.push_back(std::move(frame));
        return m_frames.back();
    }
    /// What stands behind the place in the same object counts, too.
    void pop()
    {
        if (m_where.found && m_frames.back().serial == m_recorded) {
            m_where.levels.back().members = m_frames.back().level.members;
            m_finished = true;
        }
        m_frames.pop_back();
    }
    void popTo(long indent)
    {
        while (!m_frames.empty() && m_frames.back().indent > indent)
            pop();
    }

    void record(bool key, std::size_t begin, std::size_t end)
    {
        if (m_where.found)
            return;
        m_where.found = true;
        m_where.key = key;
        m_where.begin = begin;
        m_where.end = std::max(end, m_at);
        for (const Frame &frame : m_frames)
            m_where.levels.push_back(frame.level);
        m_recorded = m_frames.empty() ? 0 : m_frames.back().serial;
        if (m_where.begin < m_text.size() &&
            (m_text[m_where.begin] == '"' || m_text[m_where.begin] == '\'')) {
            const char quote = m_text[m_where.begin];
            m_where.quoted = m_where.begin < m_at;
            m_where.begin += m_where.quoted ? 1 : 0;
            m_where.closed = m_where.end > m_where.begin && m_text[m_where.end - 1] == quote &&
                             m_where.end > m_at;
            if (m_where.closed)
                --m_where.end;
        }
        std::size_t behind = m_where.end + (m_where.closed ? 1 : 0);
        while (behind < m_text.size() && isBlank(m_text[behind]))
            ++behind;
        m_where.colon = behind < m_text.size() && m_text[behind] == ':';
        if (m_frames.empty())
            m_finished = true;
    }
    void step(std::string key)
    {
        m_frames.back().level.step = key;
        m_frames.back().level.members.emplace_back(std::move(key), std::string());
    }
    void element()
    {
        Frame &frame = m_frames.back();
        frame.level.step = "#" + std::to_string(++frame.index);
    }
    void member(std::string_view value)
    {
        auto &members = m_frames.back().level.members;
        if (!members.empty() && value.size() < 300)
            members.back().second = unquoted(value);
    }
    static std::string unquoted(std::string_view word)
    {
        if (word.size() >= 2 && (word.front() == '"' || word.front() == '\'') &&
            word.back() == word.front())
            word = word.substr(1, word.size() - 2);
        return std::string(word);
    }

    void scanLines();
    void scanLine(std::size_t start, std::size_t end);
    void scanContent(std::size_t at, std::size_t end, long column);
    void onBlankLine(long column, std::size_t begin, std::size_t end);
    [[nodiscard]] std::size_t keyEnd(std::size_t at, std::size_t end) const;
    std::size_t scanFlow(std::size_t at);
    [[nodiscard]] std::size_t tokenEnd(std::size_t at) const;
    [[nodiscard]] std::size_t skipTrivia(std::size_t at) const;

    std::string_view m_text;
    bool m_yaml;
    std::size_t m_at;
    std::vector<Frame> m_frames;
    Where m_where;
    std::size_t m_serial = 0;
    std::size_t m_recorded = 0;
    bool m_finished = false;
    long m_block = -1; ///< indentation of the key whose block of text this is
    std::size_t m_next = 0;
};

void Scanner::scanLines()
{
    for (std::size_t start = 0; start <= m_text.size() && !done(); start = m_next) {
        const std::size_t end = lineEnd(start);
        m_next = end + 1;
        scanLine(start, end);
    }
}

void Scanner::scanLine(std::size_t start, std::size_t end)
{
    std::size_t at = start;
    while (at < end && m_text[at] == ' ')
        ++at;
    long column = long(at - start);
    const bool here = m_at >= start && m_at <= end;
    const bool blank = at == end || m_text[at] == '\r';
    if (m_block >= 0 && (blank || column > m_block)) {
        if (here && (!blank || long(m_at - start) > m_block)) {
            record(false, at, end);
            m_where.text = true;
            return;
        }
        if (!here)
            return;
    }
    m_block = -1;
    if (blank || m_text[at] == '#') {
        if (here && (blank || m_at <= at))
            onBlankLine(long(m_at - start), m_at, m_at);
        return;
    }
    if (m_text.substr(start, 3) == "---" || m_text[at] == '%')
        return;
    while (m_text[at] == '-' && (at + 1 >= end || isBlank(m_text[at + 1]))) {
        popTo(column);
        if (m_frames.empty() || !m_frames.back().level.list || m_frames.back().indent != column)
            push(true, column);
        element();
        ++at;
        ++column;
        while (at < end && isBlank(m_text[at])) {
            ++at;
            ++column;
        }
        if (at >= end) {
            if (here && m_at >= at) {
                push(false, std::max(column, long(m_at - start)));
                record(true, m_at, m_at);
            }
            return;
        }
    }
    scanContent(at, end, column);
}

/// Behind the key that begins here: at its colon; npos = this is no key.
std::size_t Scanner::keyEnd(std::size_t at, std::size_t end) const
{
    if (m_text[at] == '"' || m_text[at] == '\'') {
        const std::size_t close = m_text.find(m_text[at], at + 1);
        if (close == std::string_view::npos || close >= end)
            return std::string_view::npos;
        return close + 1 < end && m_text[close + 1] == ':' ? close + 1 : std::string_view::npos;
    }
    for (std::size_t i = at; i < end; ++i) {
        if (m_text[i] == '#' && i > at && isBlank(m_text[i - 1]))
            break;
        if (m_text[i] == ':' && (i + 1 == end || isBlank(m_text[i + 1])))
            return i;
    }
    return std::string_view::npos;
}

void Scanner::scanContent(std::size_t at, std::size_t end, long column)
{
    const bool here = m_at >= at && m_at <= end && !m_where.found;
    if (m_text[at] == '{' || m_text[at] == '[') {
        m_next = lineEnd(scanFlow(at)) + 1;
        return;
    }
    const std::size_t colon = keyEnd(at, end);
    if (colon == std::string_view::npos) {
        if (here)
            onBlankLine(column, at, tokenEnd(at));
        return;
    }
    while (!m_frames.empty() && (m_frames.back().indent > column ||
                                 (m_frames.back().level.list && m_frames.back().indent == column)))
        pop();
    if (m_frames.empty() || m_frames.back().indent != column)
        push(false, column);
    if (here && m_at <= colon)
        record(true, at, colon);
    step(unquoted(m_text.substr(at, colon - at)));
    std::size_t value = colon + 1;
    while (value < end && isBlank(m_text[value]))
        ++value;
    while (value < end && (m_text[value] == '&' || m_text[value] == '!')) { // anchor, tag
        while (value < end && !isBlank(m_text[value]))
            ++value;
        while (value < end && isBlank(m_text[value]))
            ++value;
    }
    if (value < end && (m_text[value] == '{' || m_text[value] == '[')) {
        m_next = lineEnd(scanFlow(value)) + 1;
        return;
    }
    std::size_t last = end;
    while (last > value && isBlank(m_text[last - 1]))
        --last;
    if (here && m_at > colon)
        record(false, std::min(value, m_at), std::max(last, m_at));
    if (value < end && (m_text[value] == '|' || m_text[value] == '>'))
        m_block = column;
    else
        member(m_text.substr(value, last - value));
}

/// A line with nothing, or with a word that is no key yet: what could stand there.
void Scanner::onBlankLine(long column, std::size_t begin, std::size_t end)
{
    while (!m_frames.empty() &&
           (m_frames.back().indent > column ||
            (m_frames.back().level.list && m_frames.back().indent == column && begin == end)))
        pop();
    if (m_frames.empty() ||
        (m_frames.back().indent < column && !m_frames.back().level.step.empty())) {
        push(false, column);
        record(true, begin, end);
        m_where.newBlock = true;
        return;
    }
    record(true, begin, end);
}

std::size_t Scanner::tokenEnd(std::size_t at) const
{
    if (at < m_text.size() && (m_text[at] == '"' || m_text[at] == '\'')) {
        const char quote = m_text[at];
        for (std::size_t i = at + 1; i < m_text.size(); ++i) {
            if (m_text[i] == '\\' && quote == '"')
                ++i;
            else if (m_text[i] == quote)
                return i + 1;
            else if (m_text[i] == '\n' && !m_yaml)
                return i;
        }
        return m_text.size();
    }
    std::size_t end = at;
    while (end < m_text.size() &&
           std::string_view(",{}[]\n\"").find(m_text[end]) == std::string_view::npos) {
        const bool colon =
            m_text[end] == ':' && (!m_yaml || end + 1 >= m_text.size() ||
                                   isBlank(m_text[end + 1]) || m_text[end + 1] == '\n');
        if (colon || (!m_yaml && m_text[end] == '/') ||
            (m_text[end] == '#' && end > at && isBlank(m_text[end - 1])))
            break;
        // ${...} is part of a word, whatever braces it has.
        end += 1;
        if (end < m_text.size() && m_text[end] == '{' && m_text[end - 1] == '$')
            end = std::min(std::min(m_text.find('}', end), m_text.find('\n', end)),
                           m_text.size() - 1) +
                  1;
    }
    while (end > at && isBlank(m_text[end - 1]))
        --end;
    return end;
}

std::size_t Scanner::skipTrivia(std::size_t at) const
{
    while (at < m_text.size()) {
        if (isBlank(m_text[at]) || m_text[at] == '\n') {
            ++at;
        } else if (m_yaml && m_text[at] == '#') {
            at = lineEnd(at);
        } else if (!m_yaml && m_text.substr(at, 2) == "//") {
            at = lineEnd(at);
        } else if (!m_yaml && m_text.substr(at, 2) == "/*") {
            at = std::min(m_text.find("*/", at), m_text.size() - 2) + 2;
        } else {
            break;
        }
    }
    return at;
}

/// Brackets and braces, over as many lines as they take. @return  behind the last one
std::size_t Scanner::scanFlow(std::size_t at)
{
    const std::size_t outside = m_frames.size();
    const long indent = m_frames.empty() ? 0 : m_frames.back().indent;
    while (at < m_text.size() && !done()) {
        const std::size_t gap = at;
        at = skipTrivia(at);
        const bool inside = m_frames.size() > outside;
        const bool wantsKey = inside && m_frames.back().close == '}' && !m_frames.back().value;
        if (inside && m_at >= gap && m_at < at && !m_where.found)
            record(wantsKey, m_at, m_at);
        if (at >= m_text.size())
            break;
        const char c = m_text[at];
        const bool atMark = std::string_view("{}[],:").find(c) != std::string_view::npos;
        if (inside && atMark && m_at == at && !m_where.found)
            record(wantsKey, m_at, m_at);
        if (c == '{' || c == '[') {
            push(c == '[', indent + 1, c == '{' ? '}' : ']');
            if (c == '[')
                element();
            ++at;
        } else if (c == '}' || c == ']') {
            if (!inside)
                return at + 1;
            pop();
            ++at;
            if (m_frames.size() == outside)
                return at;
        } else if (c == ',') {
            if (!inside)
                return at;
            m_frames.back().value = false;
            if (m_frames.back().level.list)
                element();
            ++at;
        } else if (c == ':') {
            if (inside)
                m_frames.back().value = true;
            ++at;
        } else {
            const std::size_t end = std::max(tokenEnd(at), at + 1);
            if (!inside && !m_yaml) {
                at = end;
                continue;
            }
            if (m_at >= at && m_at <= end && !m_where.found)
                record(wantsKey, at, end);
            if (wantsKey)
                step(unquoted(m_text.substr(at, end - at)));
            else if (inside && m_frames.back().value)
                member(m_text.substr(at, end - at));
            at = end;
        }
    }
    return at;
}

} // namespace

std::string_view Level::member(std::string_view key) const
{
    for (const auto &[name, value] : members)
        if (name == key)
            return value;
    return {};
}

std::vector<std::string> Where::path() const
{
    std::vector<std::string> steps;
    for (std::size_t i = 0; i < levels.size(); ++i)
        if (i + 1 < levels.size() || !key || levels[i].list)
            steps.push_back(levels[i].step);
    return steps;
}

Where locate(std::string_view text, bool yaml, std::size_t at)
{
    return Scanner(text, yaml, at).run();
}

} // namespace orrery::model::suggest
