// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/select.h"

#include <algorithm>
#include <array>
#include <functional>
#include <optional>

#include "model/adjacency.h"
#include "model/runtime.h"
#include "model/select/lexer.h"
#include "model/text.h"

namespace orrery::model {

namespace {

using select_::Lexeme;
using select_::placeOf;
using select_::Token;

constexpr std::size_t mostBytes = 65536; // of a query
constexpr std::size_t deepestTerm = 200; // parentheses and nots inside each other
constexpr std::uint32_t anyLevels = none;

using Set = std::vector<bool>;
using Values = std::vector<std::string_view>;

// A key of `key:value`: what it reads of a node.
struct Key {
    std::string_view name;
    bool foldCase = true;
    Values (*of)(const DagSpec &dag, const NodeSpec &node) = nullptr;
};

// PYTHON_3.9 is found by its own name, as PYTHON_3 and as PYTHON.
Values runtimesOf(const DagSpec &, const NodeSpec &node)
{
    const std::string_view written = node.task.runtimeName, plain = plainName(node.task.runtime);
    return {written, plain, plain.substr(0, plain.find('_'))};
}

Values isolationOf(const DagSpec &, const NodeSpec &node)
{
    return node.execution.isolation ? Values{text(*node.execution.isolation)} : Values{};
}

Values given(std::string_view value)
{
    return value.empty() ? Values{} : Values{value};
}

const std::array<Key, 9> keys{
    {{"id", false, [](const DagSpec &, const NodeSpec &node) { return Values{node.id}; }},
     {"name", true,
      [](const DagSpec &, const NodeSpec &node) {
          return Values{node.name.empty() ? node.id : node.name};
      }},
     {"type", true, [](const DagSpec &, const NodeSpec &node) { return given(node.type); }},
     {"runtime", true, runtimesOf},
     {"isolation", true, isolationOf},
     {"image", true, [](const DagSpec &, const NodeSpec &node) { return given(node.task.image); }},
     {"artifact", true,
      [](const DagSpec &, const NodeSpec &node) { return given(node.task.artifactId); }},
     {"tag", true,
      [](const DagSpec &dag, const NodeSpec &) {
          return Values(dag.tags.begin(), dag.tags.end());
      }},
     {"owner", true, [](const DagSpec &dag, const NodeSpec &) { return given(dag.owner); }}}};

bool isShape(std::string_view text)
{
    return text.find_first_of("*?") != std::string_view::npos;
}

// Levels of `2+` and `+1`: a word of digits. Longer than any DAG means all.
std::optional<std::uint32_t> levelsOf(const std::string &word)
{
    if (word.empty() || word.find_first_not_of("0123456789") != std::string::npos)
        return std::nullopt;
    return word.size() > 9 ? anyLevels : static_cast<std::uint32_t>(std::stoul(word));
}

// Reads a query from left to right and keeps sets only: a recursive descent without a tree.
class Query {
public:
    Query(const DagSpec &dag, std::string_view query, std::vector<Lexeme> lexemes)
        : m_dag(dag), m_query(query), m_lexemes(std::move(lexemes)), m_adjacency(dag)
    {
    }

    Result<Set> evaluate()
    {
        auto set = either();
        if (set && look().token == Token::Colon)
            return unexpected("a value with a colon stands in quotes: image:\"etl:1\"");
        if (set && look().token != Token::End)
            return unexpected("");
        return set;
    }

private:
    [[nodiscard]] const Lexeme &look(std::size_t ahead = 0) const
    {
        return m_lexemes[std::min(m_next + ahead, m_lexemes.size() - 1)];
    }
    [[nodiscard]] Set nobody() const { return Set(m_dag.nodes.size(), false); }

    tl::unexpected<Error> broken(const Lexeme &at, std::string what) const
    {
        return fail(ErrorCode::InvalidSpec, placeOf(m_query, at.at), std::move(what));
    }
    tl::unexpected<Error> unexpected(const std::string &instead) const
    {
        const Lexeme &at = look();
        const std::string what =
            at.token == Token::End
                ? "the query ends here" + (instead.empty() ? "" : "; " + instead)
                : inQuotes(at.text) + " cannot stand here; " +
                      (instead.empty() ? "join two parts with and, or" : instead);
        return broken(at, what);
    }

    Result<Set> either()
    {
        auto set = both();
        while (set && look().token == Token::Or) {
            ++m_next;
            const auto other = both();
            if (!other)
                return other;
            std::transform(set->begin(), set->end(), other->begin(), set->begin(),
                           std::logical_or<>());
        }
        return set;
    }
    Result<Set> both()
    {
        auto set = negated();
        while (set && look().token == Token::And) {
            ++m_next;
            const auto other = negated();
            if (!other)
                return other;
            std::transform(set->begin(), set->end(), other->begin(), set->begin(),
                           std::logical_and<>());
        }
        return set;
    }
    Result<Set> negated()
    {
        if (look().token != Token::Not)
            return reaching();
        if (++m_depth > deepestTerm)
            return broken(look(), "the query is nested too deeply");
        ++m_next;
        auto set = negated();
        --m_depth;
        if (set)
            set->flip();
        return set;
    }

    // [levels] + X + [levels]
    Result<Set> reaching()
    {
        std::optional<std::uint32_t> up;
        if (const auto levels = look().token == Token::Word ? levelsOf(look().text) : std::nullopt;
            levels && look(1).token == Token::Plus && touches(1) && touches(2) && startsX(2)) {
            up = levels;
            m_next += 2;
        } else if (look().token == Token::Plus) {
            if (!touches(1))
                return broken(look(), "a + stands right beside what it extends: +NAME, NAME+");
            up = anyLevels;
            ++m_next;
        }
        auto set = primary();
        if (!set)
            return set;
        Set out = *set;
        if (up)
            reach(*set, *up, false, out);
        if (look().token != Token::Plus)
            return out;
        if (look().spaceBefore)
            return broken(look(), "a + stands right beside what it extends: +NAME, NAME+");
        ++m_next;
        std::uint32_t down = anyLevels;
        if (look().token == Token::Word && !look().spaceBefore) {
            const auto levels = levelsOf(look().text);
            if (!levels)
                return broken(look(), inQuotes(look().text) +
                                          " is no number of levels; join two parts with and, or");
            down = *levels;
            ++m_next;
        }
        reach(*set, down, true, out);
        return out;
    }
    [[nodiscard]] bool touches(std::size_t ahead) const { return !look(ahead).spaceBefore; }
    [[nodiscard]] bool startsX(std::size_t ahead) const
    {
        const Token token = look(ahead).token;
        return token == Token::Word || token == Token::Quoted || token == Token::Open;
    }

    void reach(const Set &from, std::uint32_t levels, bool down, Set &out) const
    {
        std::vector<NodeIndex> front, next;
        Set seen = from;
        for (NodeIndex n = 0; n < from.size(); ++n) {
            if (from[n])
                front.push_back(n);
        }
        for (std::uint32_t level = 0; level < levels && !front.empty(); ++level) {
            next.clear();
            for (const NodeIndex n : front) {
                for (const NodeIndex other :
                     down ? m_adjacency.downstream(n) : m_adjacency.upstream(n)) {
                    if (!seen[other])
                        next.push_back(other);
                    seen[other] = true;
                }
            }
            std::swap(front, next);
        }
        std::transform(out.begin(), out.end(), seen.begin(), out.begin(), std::logical_or<>());
    }

    Result<Set> primary()
    {
        const Lexeme &at = look();
        switch (at.token) {
        case Token::Open:
            return inParentheses();
        case Token::Quoted:
            ++m_next;
            return named(at);
        case Token::Word:
            ++m_next;
            return look().token == Token::Colon ? keyed(at) : word(at);
        default:
            return unexpected("a name, key:value, roots, sinks, all or ( is expected");
        }
    }
    Result<Set> inParentheses()
    {
        const Lexeme &open = look();
        if (++m_depth > deepestTerm)
            return broken(open, "the query is nested too deeply");
        ++m_next;
        auto set = either();
        --m_depth;
        if (!set)
            return set;
        if (look().token == Token::End)
            return broken(open, "this parenthesis is never closed");
        if (look().token != Token::Close)
            return unexpected("");
        ++m_next;
        return set;
    }

    Result<Set> word(const Lexeme &at)
    {
        const std::string name = upper(at.text);
        Set set = nobody();
        if (name == "ALL")
            set.flip();
        else if (name == "ROOTS" || name == "SINKS")
            for (NodeIndex n = 0; n < set.size(); ++n)
                set[n] =
                    (name == "ROOTS" ? m_adjacency.upstream(n) : m_adjacency.downstream(n)).empty();
        else if (isShape(at.text))
            for (NodeIndex n = 0; n < set.size(); ++n)
                set[n] = matches(m_dag.nodes[n].id, at.text, false);
        else
            return named(at);
        return set;
    }
    Result<Set> named(const Lexeme &at)
    {
        const auto found = std::find_if(m_dag.nodes.begin(), m_dag.nodes.end(),
                                        [&at](const NodeSpec &node) { return node.id == at.text; });
        if (found == m_dag.nodes.end())
            return unknown(at);
        Set set = nobody();
        set[static_cast<std::size_t>(found - m_dag.nodes.begin())] = true;
        return set;
    }
    Result<Set> unknown(const Lexeme &at) const
    {
        Values ids;
        for (const NodeSpec &node : m_dag.nodes)
            ids.emplace_back(node.id);
        std::string what = "no node has the id " + inQuotes(at.text);
        if (const std::string near = closest(at.text, ids); !near.empty())
            what += " (" + didYouMean(near) + ")";
        else
            what += " (the name that is shown is found by name:" + inQuotes(at.text) +
                    ", a part of an id by *)";
        return fail(ErrorCode::NotFound, placeOf(m_query, at.at), what);
    }

    Result<Set> keyed(const Lexeme &at)
    {
        Values names;
        for (const Key &key : keys)
            names.push_back(key.name);
        const auto key = std::find(names.begin(), names.end(), std::string_view(at.text));
        if (key == names.end()) {
            const std::string near = closest(at.text, names);
            return broken(at, "there is no key " + inQuotes(at.text) + " (" +
                                  (near.empty() ? "keys: " + listed(names) : didYouMean(near)) +
                                  ")");
        }
        ++m_next; // the colon
        const Lexeme &value = look();
        const bool isValue = value.token != Token::Colon && value.token != Token::Plus &&
                             value.token != Token::Open && value.token != Token::Close &&
                             value.token != Token::End;
        if (!isValue || value.spaceBefore)
            return broken(value, "a value follows " + at.text + ": right away, such as " + at.text +
                                     ":\"x\"");
        ++m_next;
        const Key &read = keys[static_cast<std::size_t>(key - names.begin())];
        Set set = nobody();
        for (NodeIndex n = 0; n < set.size(); ++n) {
            const Values values = read.of(m_dag, m_dag.nodes[n]);
            set[n] = std::any_of(values.begin(), values.end(), [&](std::string_view one) {
                return matches(one, value.text, read.foldCase);
            });
        }
        return set;
    }

    const DagSpec &m_dag;
    std::string_view m_query;
    std::vector<Lexeme> m_lexemes;
    Adjacency m_adjacency;
    std::size_t m_next = 0;
    std::size_t m_depth = 0;
};

} // namespace

bool matches(std::string_view text, std::string_view shape, bool foldCase)
{
    const auto same = [foldCase](char a, char b) {
        return a == b || (foldCase && upper({&a, 1}) == upper({&b, 1}));
    };
    // The last star takes one character more whenever what follows it does not fit.
    std::size_t t = 0, s = 0, star = std::string_view::npos, from = 0;
    while (t < text.size()) {
        if (s < shape.size() && shape[s] == '*') {
            star = s++;
            from = t;
        } else if (s < shape.size() && (shape[s] == '?' || same(text[t], shape[s]))) {
            const bool any = shape[s++] == '?';
            ++t;
            while (any && t < text.size() && (static_cast<unsigned char>(text[t]) & 0xC0U) == 0x80)
                ++t; // one character may be several bytes
        } else if (star != std::string_view::npos) {
            s = star + 1;
            t = ++from;
        } else {
            return false;
        }
    }
    return shape.find_first_not_of('*', s) == std::string_view::npos;
}

Result<std::vector<bool>> select(const DagSpec &dag, std::string_view query)
{
    if (query.size() > mostBytes)
        return fail(ErrorCode::InvalidSpec, "query:1", "the query is longer than 64 KiB");
    auto lexemes = select_::lexemes(query);
    if (!lexemes)
        return tl::unexpected(lexemes.error());
    if (lexemes->size() == 1)
        return fail(ErrorCode::InvalidSpec, "query:1",
                    "the query is empty; name a node, or all for every one");
    return Query(dag, query, std::move(*lexemes)).evaluate();
}

} // namespace orrery::model
