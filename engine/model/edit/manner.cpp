// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/manner.h"

#include <algorithm>

#include "model/edit/scan.h"
#include "model/formats/yaml.h"

namespace orrery::model::inplace {

namespace {

constexpr std::size_t longestFlow = 90; // characters of a container that is put on one line
constexpr std::size_t widestFlow = 8;   // members of one
constexpr NodeId mostLearned = 20'000;  // values that are looked at: a file has one manner

std::size_t mostFrequent(const std::unordered_map<std::size_t, int> &counts, std::size_t otherwise)
{
    std::size_t best = otherwise;
    int most = 0;
    for (const auto &[value, count] : counts) {
        if (count > most || (count == most && value < best)) {
            best = value;
            most = count;
        }
    }
    return best;
}

std::string dumped(const OrderedJson &value)
{
    return value.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

// One line without anything that only double quotes can say.
bool fitsSingleQuotes(const std::string &text)
{
    return std::none_of(text.begin(), text.end(),
                        [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }) &&
           quotedYaml(text).find("\\u") == std::string::npos;
}

std::string singleQuoted(const std::string &text)
{
    std::string out = "'";
    for (const char c : text)
        out.append(c == '\'' ? 2 : 1, c);
    return out + "'";
}

bool holdsLiteral(const OrderedJson &value)
{
    if (value.is_string())
        return isLiteralYaml(value.get_ref<const std::string &>());
    return value.is_structured() && std::any_of(value.begin(), value.end(), holdsLiteral);
}

bool scalarsOnly(const OrderedJson &value)
{
    return std::none_of(value.begin(), value.end(),
                        [](const OrderedJson &v) { return v.is_structured() && !v.empty(); });
}

} // namespace

Manner::Manner(const Tree &tree) : m_yaml(tree.yaml())
{
    const std::size_t firstEnd = tree.text().find('\n');
    if (firstEnd != std::string_view::npos && firstEnd > 0 && tree.text()[firstEnd - 1] == '\r')
        m_lineEnd = "\r\n";
    m_compact = !m_yaml && firstEnd == std::string_view::npos;
    if (tree.root() != none)
        learn(tree, tree.root());
    m_step = mostFrequent(m_steps, 2);
    m_dashOffset = mostFrequent(m_dashOffsets, 2);
    m_dashGap = mostFrequent(m_dashGaps, 2);
    m_quote = m_single > m_double ? Style::Single : Style::Double;
    if (!m_yaml)
        m_textStyle = Style::Double;
    else if (m_single + m_double > m_plain)
        m_textStyle = m_quote;
    if (m_yaml && !m_knowsUnit)
        m_unit = std::string(m_step, ' ');
}

void Manner::learn(const Tree &tree, NodeId id)
{
    const Tree::Node &node = tree[id];
    if (id > mostLearned)
        return;
    if (node.kind == Kind::String && tree.yaml()) {
        m_plain += node.style == Style::Plain ? 1 : 0;
        m_single += node.style == Style::Single ? 1 : 0;
        m_double += node.style == Style::Double ? 1 : 0;
    }
    if (node.first == none || node.style == Style::Alias)
        return;
    const bool oneLine =
        tree.yaml() ? node.style == Style::Flow : !manyLines(tree.text(), node.content, node.end);
    const bool isItem = node.parent != none && tree[node.parent].kind == Kind::Array;
    Habit &habit = m_habits[isItem ? elementKey(tree[node.parent].key) : std::string(node.key)];
    ++(oneLine ? habit.flow : habit.block);
    if (node.kind == Kind::Object && !isItem && node.parent != none)
        ++(oneLine ? m_objects.flow : m_objects.block);
    if (node.style == Style::Flow)
        learnFlow(tree, id);
    const bool block = node.style == Style::Block;
    const bool nested = block && node.keyBegin != nowhere;
    if (nested && node.kind == Kind::Object)
        ++m_steps[columnOf(tree.text(), tree[node.first].keyBegin) -
                  columnOf(tree.text(), node.keyBegin)];
    if (nested && node.kind == Kind::Array)
        ++m_dashOffsets[columnOf(tree.text(), tree[node.first].dash) -
                        columnOf(tree.text(), node.keyBegin)];
    for (NodeId n = node.first; n != none; n = tree[n].next) {
        if (block && node.kind == Kind::Array &&
            !manyLines(tree.text(), tree[n].dash, tree[n].begin))
            ++m_dashGaps[tree[n].begin - tree[n].dash];
        learn(tree, n);
    }
}

void Manner::learnFlow(const Tree &tree, NodeId id)
{
    const Tree::Node &node = tree[id];
    const Tree::Node &first = tree[node.first];
    const At start = first.keyBegin != nowhere ? first.keyBegin : first.begin;
    const std::string_view text = tree.text();
    if (!manyLines(text, node.content, start)) {
        if (m_knowsFlow || node.kind != Kind::Object)
            return;
        m_knowsFlow = true;
        m_padded = start > node.content + 1;
        if (first.colon != nowhere && first.begin == first.colon + 1 && !m_yaml)
            m_colon = ":";
        if (first.next != none) {
            const At comma = skipTrivia(text, first.end, m_yaml);
            m_comma = tree[first.next].keyBegin > comma + 1 ? ", " : ",";
        }
        if (m_yaml && m_comma == ",")
            m_comma = ", ";
        return;
    }
    if (!m_yaml && first.colon != nowhere && first.begin == first.colon + 1)
        m_colon = ":";
    const At outer = lineStart(text, node.content);
    const std::string_view outerIndent = text.substr(outer, skipBlanks(text, outer) - outer);
    const At inner = lineStart(text, start);
    const std::string_view innerIndent = text.substr(inner, skipBlanks(text, inner) - inner);
    if (!m_knowsUnit && innerIndent.size() > outerIndent.size()) {
        m_unit = innerIndent.substr(outerIndent.size());
        m_knowsUnit = true;
    }
}

std::string Manner::scalar(const OrderedJson &value, Style like) const
{
    if (!value.is_string())
        return dumped(value);
    const std::string &text = value.get_ref<const std::string &>();
    if (!m_yaml)
        return dumped(value);
    const bool plainly = like != Style::Single && like != Style::Double;
    if (plainly && isPlainYaml(text))
        return text;
    const Style quote = plainly ? m_quote : like;
    return quote == Style::Single && fitsSingleQuotes(text) ? singleQuoted(text) : quotedYaml(text);
}

std::string Manner::key(std::string_view name) const
{
    return scalar(OrderedJson(std::string(name)), m_yaml ? Style::Plain : Style::Double);
}

// What people write on one line where it fits.
bool Manner::isSmall(const OrderedJson &value, std::string_view key) const
{
    if (key == "position" || key == "dataMapping" || key == "edges[]")
        return true;
    return scalarsOnly(value) && (value.is_array() || m_objects.flow > m_objects.block);
}

bool Manner::writesFlow(const OrderedJson &value, std::string_view key) const
{
    if (value.empty())
        return true;
    if (holdsLiteral(value))
        return false;
    const auto known = m_habits.find(std::string(key));
    if (known != m_habits.end() && known->second.flow != known->second.block)
        return known->second.flow > known->second.block;
    const bool fits =
        value.size() <= widestFlow && flow(value, key, {}, true).size() <= longestFlow;
    return fits && isSmall(value, key);
}

bool Manner::writesOneLine(const OrderedJson &value, std::string_view key) const
{
    if (value.empty() || m_compact)
        return true;
    const auto known = m_habits.find(std::string(key));
    if (known != m_habits.end() && known->second.flow != known->second.block)
        return known->second.flow > known->second.block;
    return isSmall(value, key) && value.size() <= widestFlow &&
           flow(value, key, {}, true).size() <= longestFlow;
}

std::string Manner::flowMember(std::string_view name, const OrderedJson &value,
                               const std::string &indent, bool oneLine) const
{
    return key(name) + m_colon + flow(value, name, indent, oneLine);
}

std::string Manner::flow(const OrderedJson &value, std::string_view key, const std::string &indent,
                         bool oneLine) const
{
    if (!value.is_structured())
        return scalar(value);
    const bool object = value.is_object();
    if (value.empty())
        return object ? "{}" : "[]";
    const bool lines = !oneLine && !m_yaml && !writesOneLine(value, key);
    const std::string inner = indent + m_unit;
    std::string out = object ? "{" : "[";
    if (!lines && object && m_padded)
        out += ' ';
    bool first = true;
    for (auto it = value.begin(); it != value.end(); ++it) {
        if (!std::exchange(first, false))
            out += lines ? "," : m_comma;
        if (lines)
            out += m_lineEnd + inner;
        out += object ? flowMember(it.key(), *it, inner, !lines)
                      : flow(*it, elementKey(key), inner, !lines);
    }
    if (lines)
        out += m_lineEnd + indent;
    else if (object && m_padded)
        out += ' ';
    return out + (object ? "}" : "]");
}

Written Manner::literal(const std::string &text, std::size_t indent)
{
    Written out;
    const std::size_t last = text.find_last_not_of('\n');
    const std::size_t ends = text.size() - (last + 1);
    out.inlined = ends == 0 ? "|-" : ends == 1 ? "|" : "|+";
    for (std::size_t start = 0; start < text.size();) {
        const std::size_t end = std::min(text.find('\n', start), text.size());
        out.lines.push_back(end > start ? std::string(indent, ' ') + text.substr(start, end - start)
                                        : std::string());
        start = end + 1;
    }
    return out;
}

void Manner::members(const OrderedJson &value, std::string_view key, std::size_t column,
                     std::vector<std::string> &out) const
{
    const std::string indent(column, ' ');
    for (auto it = value.begin(); it != value.end(); ++it) {
        const bool item = value.is_array();
        Written part = block(*it, item ? elementKey(key) : it.key(), column, item);
        std::string line = indent + (item ? "-" : this->key(it.key()) + ":");
        if (item)
            line.append(m_dashGap - 1, ' ').append(part.inlined);
        else if (!part.inlined.empty())
            line.append(" ").append(part.inlined);
        out.push_back(std::move(line));
        out.insert(out.end(), std::make_move_iterator(part.lines.begin()),
                   std::make_move_iterator(part.lines.end()));
    }
}

Written Manner::block(const OrderedJson &value, std::string_view key, std::size_t column,
                      bool dash) const
{
    if (value.is_string() && isLiteralYaml(value.get_ref<const std::string &>()))
        return literal(value.get_ref<const std::string &>(), column + (dash ? m_dashGap : m_step));
    if (!value.is_structured() || writesFlow(value, key))
        return {flow(value, key, {}, true), {}};
    Written out;
    const std::size_t inner = column + (dash               ? m_dashGap
                                        : value.is_array() ? m_dashOffset
                                                           : m_step);
    members(value, key, inner, out.lines);
    if (dash) { // its first line stands behind the dash
        out.inlined = out.lines.front().substr(inner);
        out.lines.erase(out.lines.begin());
    }
    return out;
}

} // namespace orrery::model::inplace
