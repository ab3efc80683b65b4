// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "model/diff/lines.h"
#include "model/edit/pen.h"
#include "model/formats/yaml.h"

namespace orrery::model::inplace {

namespace {

// As many blanks less, or more, before each line but the first.
std::vector<std::string> shifted(std::string_view block, std::size_t from, std::size_t to)
{
    std::vector<std::string> out;
    for (std::size_t at = 0; at <= block.size();) {
        const std::size_t end = std::min(block.find('\n', at), block.size());
        std::string_view line = block.substr(at, end - at);
        if (line.ends_with('\r'))
            line.remove_suffix(1);
        const std::size_t blanks = std::min(line.find_first_not_of(' '), line.size());
        if (out.empty() || line.empty())
            out.emplace_back(line);
        else
            out.push_back(
                std::string(to > from ? blanks + (to - from) : blanks - std::min(blanks, from - to),
                            ' ')
                    .append(line.substr(blanks)));
        at = end + 1;
    }
    return out;
}

bool hasAnchor(const Tree &tree, NodeId id)
{
    if (tree[id].style != Style::Alias && !tree[id].anchor.empty())
        return true;
    for (NodeId n = tree[id].first; n != none; n = tree[n].next)
        if (hasAnchor(tree, n))
            return true;
    return false;
}

bool innerAnchor(const Tree &tree, NodeId id)
{
    for (NodeId n = tree[id].first; n != none; n = tree[n].next)
        if (hasAnchor(tree, n))
            return true;
    return false;
}

std::string withoutEnds(std::string text)
{
    text.erase(text.find_last_not_of('\n') + 1);
    return text;
}

char chomping(std::string_view text)
{
    const std::size_t ends = text.size() - (text.find_last_not_of('\n') + 1);
    return ends == 0 ? '-' : ends == 1 ? '\0' : '+';
}

} // namespace

Written ValuePen::rendered(NodeId id, const OrderedJson &value) const
{
    const Node &node = m_tree[id];
    const NodeId parent = node.parent;
    const bool element = node.keyBegin == nowhere && parent != none;
    const std::string name = element ? elementKey(m_tree[parent].key) : std::string(node.key);
    if (inBlock(id) && value.is_structured())
        return m_manner.block(value, name, columnOf(text(), startOf(id)), node.dash != nowhere);
    const bool isNew = node.kind != Kind::String;
    if (inBlock(id) && value.is_string() && isLiteralYaml(value.get_ref<const std::string &>()) &&
        node.style != Style::Double && node.style != Style::Single)
        return m_manner.block(value, name, columnOf(text(), startOf(id)), node.dash != nowhere);
    if (!value.is_structured())
        return {isNew ? m_manner.scalar(value) : m_manner.scalar(value, node.style), {}};
    return {m_manner.flow(value, name, indentOf(startOf(id)), m_tree.yaml()), {}};
}

void ValuePen::set(NodeId id, const OrderedJson &value)
{
    const Style style = m_tree[id].style;
    if (style == Style::Literal && value.is_string() && setLiteral(id, value.get<std::string>()))
        return;
    if (m_tree[id].style == Style::Folded && value.is_string() && inBlock(id) &&
        isLiteralYaml(value.get<std::string>() + "\n"))
        return replace(id, Manner::literal(value.get<std::string>(),
                                           columnOf(text(), startOf(id)) +
                                               (m_tree[id].dash != nowhere ? m_manner.dashGap()
                                                                           : m_manner.step())));
    Written with = rendered(id, value);
    const std::string end = endOf(value, m_tree[id].end);
    if (!end.empty() && !with.lines.empty())
        with.lines.emplace_back();
    replace(id, with);
}

// Only the lines of a literal text that are other ones now. False: it has to be written anew.
bool ValuePen::setLiteral(NodeId id, const std::string &value)
{
    const Node &node = m_tree[id];
    const std::string before(node.text);
    const std::string_view header =
        text().substr(node.content, lineEnd(text(), node.content) - node.content);
    const std::string_view marks = header.substr(0, header.find_first_of(" \t#"));
    const char chomp = chomping(value);
    if (marks.find_first_of("+123456789") != std::string_view::npos || chomp == '+' ||
        withoutEnds(before).empty() || !isLiteralYaml(value + "\n"))
        return false;
    const At firstLine = nextLine(text(), node.content);
    At sample = firstLine;
    while (skipBlanks(text(), sample) == lineEnd(text(), sample) && sample < node.end)
        sample = nextLine(text(), sample);
    const std::string indent = indentOf(sample);
    std::vector<At> ends{lineEnd(text(), node.content)}; // [lines before] where they end
    for (At at = firstLine; at < node.end; at = nextLine(text(), at))
        ends.push_back(lineEnd(text(), at));
    if (chomping(before) != chomp) {
        const bool has = marks.ends_with('-');
        put(node.content + 1, node.content + 1 + (has ? 1 : 0), chomp == '-' ? "-" : "");
    }
    for (const DiffHunk &hunk :
         lineDiff(withoutEnds(before) + "\n", withoutEnds(value) + "\n", 0)) {
        const std::size_t kept = hunk.beforeCount == 0 ? hunk.beforeLine : hunk.beforeLine - 1;
        if (kept + hunk.beforeCount >= ends.size())
            return false;
        std::string lines;
        for (const DiffLine &line : hunk.lines)
            if (line.kind == DiffLine::Kind::Added)
                lines.append(m_manner.lineEnd())
                    .append(line.text.empty() ? std::string() : indent + line.text);
        put(ends[kept], ends[kept + hunk.beforeCount], std::move(lines));
    }
    return true;
}

void ValuePen::replace(NodeId id, const Written &with)
{
    const Node &node = m_tree[id];
    if (node.style == Style::Block)
        return replaceBlock(id, with);
    const At from = node.tagged ? node.begin : node.content;
    const std::string anchor = node.tagged && !node.anchor.empty() && node.style != Style::Alias
                                   ? "&" + std::string(node.anchor) + " "
                                   : std::string();
    const bool absent = from == node.end;
    const bool behindKey = node.colon != nowhere || node.dash != nowhere;
    if (with.inlined.empty() && behindKey) // the lines below are all
        put((node.colon != nowhere ? node.colon : node.dash) + 1, node.end, {});
    else
        put(from, node.end, (absent && behindKey ? " " : "") + anchor + with.inlined);
    if (!with.lines.empty()) {
        const At line = lineEnd(text(), node.end);
        put(line, line, below(with.lines));
    }
}

// A block stands below its key or, behind a dash, on the dash's line.
void ValuePen::replaceBlock(NodeId id, const Written &with)
{
    const Node &node = m_tree[id];
    const At behind = (node.colon != nowhere ? node.colon : node.dash) + 1;
    if (node.parent == none || !manyLines(text(), behind, node.content)) {
        put(node.content, node.end, with.inlined + below(with.lines));
        return;
    }
    const At line = lineEnd(text(), behind);
    if (node.begin < node.content && node.begin < line) // anchor and tag
        put(behind, static_cast<At>(text().find_first_of("\r\n", node.begin)),
            with.inlined.empty() ? "" : " " + with.inlined);
    else if (!with.inlined.empty())
        put(behind, behind, " " + with.inlined);
    put(line, node.end, below(with.lines));
}

void ValuePen::renameKey(NodeId id, const std::string &key)
{
    const Node &node = m_tree[id];
    const char quote = text()[node.keyBegin];
    const Style like = quote == '"' ? Style::Double : quote == '\'' ? Style::Single : Style::Plain;
    put(node.keyBegin, node.keyEnd, m_manner.scalar(OrderedJson(key), like));
}

// What an alias stands for, with its comments where it is a block.
Written ValuePen::verbatim(NodeId alias) const
{
    const NodeId id = m_tree[alias].target;
    const Node &source = m_tree[id];
    const bool block = inBlock(alias);
    const bool oneLine = !manyLines(text(), source.content, source.end);
    if (source.style == Style::Block && block && !innerAnchor(m_tree, id)) {
        const std::size_t from = columnOf(text(), source.content);
        const Node &to = m_tree[alias];
        const std::size_t outer = columnOf(text(), startOf(alias));
        const bool dash = to.dash != nowhere;
        const std::size_t column = outer + (dash                         ? m_manner.dashGap()
                                            : source.kind == Kind::Array ? m_manner.dashOffset()
                                                                         : m_manner.step());
        Written out{
            {}, shifted(text().substr(source.content, source.end - source.content), from, column)};
        if (dash) {
            out.inlined = out.lines.front();
            out.lines.erase(out.lines.begin());
        } else {
            out.lines.front().insert(0, column, ' ');
        }
        return out;
    }
    const bool copies = oneLine && source.style != Style::Block && !innerAnchor(m_tree, id) &&
                        (source.style != Style::Plain || block) && source.style != Style::Literal &&
                        source.style != Style::Folded;
    if (copies)
        return {std::string(text().substr(source.content, source.end - source.content)), {}};
    return rendered(alias, m_tree.json(id));
}

void ValuePen::expand(NodeId alias, bool anchored)
{
    Written with = verbatim(alias);
    const Node &source = m_tree[m_tree[alias].target];
    if (anchored) {
        const bool blockBehindDash = m_tree[alias].dash != nowhere && !with.lines.empty() &&
                                     (source.kind == Kind::Array || source.kind == Kind::Object);
        if (blockBehindDash) {
            const std::size_t column = columnOf(text(), m_tree[alias].dash) + m_manner.dashGap();
            with.lines.insert(with.lines.begin(), std::string(column, ' ') + with.inlined);
            with.inlined.clear();
        }
        with.inlined =
            "&" + std::string(source.anchor) + (with.inlined.empty() ? "" : " " + with.inlined);
    }
    replace(alias, with);
}

void ValuePen::unanchor(NodeId id)
{
    const auto [from, to] = anchorOf(m_tree, id);
    put(from, to, {});
}

} // namespace orrery::model::inplace
