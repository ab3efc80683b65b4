// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/pen.h"

#include <algorithm>
#include <iterator>

namespace orrery::model::inplace {

namespace {

bool isEmptyLine(std::string_view text, At start)
{
    return skipBlanks(text, start) == lineEnd(text, start);
}

// The start of the line above; `at` is the start of a line that is not the first.
At lineAbove(std::string_view text, At at)
{
    return lineStart(text, at - 1);
}

bool isComment(std::string_view rest, bool yaml)
{
    if (yaml)
        return rest.starts_with('#');
    const std::string_view line = rest.substr(0, rest.find_first_of("\r\n"));
    return line.starts_with("//") || (line.starts_with("/*") && line.ends_with("*/"));
}

struct Splice {
    At from = 0, to = 0;
    std::string text;
};

void collect(const Tree &tree, const Manner &manner, NodeId id,
             const std::vector<std::pair<NodeId, std::string>> &changed, std::vector<Splice> &out)
{
    const Tree::Node &node = tree[id];
    if (node.style != Style::Alias && !node.anchor.empty()) {
        const auto [from, to] = anchorOf(tree, id);
        out.push_back({from, to, {}});
    }
    for (const auto &[scalar, text] : changed)
        if (scalar == id)
            out.push_back({node.content, node.end, manner.scalar(OrderedJson(text), node.style)});
    for (NodeId n = node.first; n != none; n = tree[n].next)
        collect(tree, manner, n, changed, out);
}

} // namespace

std::pair<At, At> anchorOf(const Tree &tree, NodeId id)
{
    const std::string_view text = tree.text();
    const auto mark = static_cast<At>(text.find('&', tree[id].begin));
    const auto end = static_cast<At>(std::min(text.find_first_of(" \t\r\n,]}", mark), text.size()));
    At from = mark, to = skipBlanks(text, end);
    if (to != lineEnd(text, end))
        return {from, to};
    while (from > 0 && (text[from - 1] == ' ' || text[from - 1] == '\t'))
        --from;
    return {from, end};
}

std::string copyOf(const Tree &tree, const Manner &manner, NodeId id, At from, At to,
                   const std::vector<std::pair<NodeId, std::string>> &changed)
{
    std::vector<Splice> splices;
    collect(tree, manner, id, changed, splices);
    std::string out;
    for (const Splice &splice : splices) {
        out.append(tree.text().substr(from, splice.from - from)).append(splice.text);
        from = splice.to;
    }
    return out.append(tree.text().substr(from, to - from));
}

At Pen::startOf(NodeId id) const
{
    const Node &node = m_tree[id];
    if (node.keyBegin != nowhere)
        return node.keyBegin;
    return node.dash != nowhere ? node.dash : node.begin;
}

bool Pen::inBlock(NodeId id) const
{
    const NodeId parent = m_tree[id].parent;
    return parent != none && m_tree[parent].style == Style::Block;
}

std::string Pen::indentOf(At at) const
{
    const At start = lineStart(text(), at);
    return std::string(text().substr(start, skipBlanks(text(), start) - start));
}

At Pen::withComments(At at, At least) const
{
    At start = lineStart(text(), at);
    const At column = at - start;
    while (start > least) {
        const At above = lineAbove(text(), start);
        const At first = skipBlanks(text(), above);
        if (above < least || first - above != column ||
            !isComment(text().substr(first), m_tree.yaml()))
            break;
        start = above;
    }
    return start;
}

void Pen::removeLines(At from, At to, At least, bool follows)
{
    const bool hasLineBefore = from > least && from > lineStart(text(), 0);
    const bool endsText = to == text().size();
    if (follows && !hasLineBefore && !endsText && isEmptyLine(text(), to))
        to = nextLine(text(), to); // the next one comes first now
    if (hasLineBefore && isEmptyLine(text(), lineAbove(text(), from)) &&
        lineAbove(text(), from) >= least && (endsText || isEmptyLine(text(), to)))
        from = lineAbove(text(), from);
    const bool unended = endsText && !text().ends_with('\n');
    if (unended && from > lineStart(text(), 0))
        from = lineEnd(text(), from - 1); // the file had no line end there, and has none now
    put(from, to, {});
}

void Pen::sealEnd(NodeId last)
{
    while (m_tree[last].last != none)
        last = m_tree[last].last;
    const Node &node = m_tree[last];
    const bool block = node.style == Style::Literal || node.style == Style::Folded;
    if (!block || node.end != text().size() || text().ends_with('\n') || node.text.ends_with('\n'))
        return;
    const std::string_view header = text().substr(node.content, 3); // "|", a digit, "-"
    if (header.substr(0, header.find_first_of("\r\n")).find('-') != std::string_view::npos)
        return;
    const TextEdit seal{node.content + 1, 0, "-"};
    if (std::find(m_edits.begin(), m_edits.end(), seal) == m_edits.end())
        m_edits.push_back(seal);
}

std::string Pen::endOf(const OrderedJson &value, At at) const
{
    if (at != text().size() || text().ends_with('\n'))
        return {};
    const OrderedJson *last = &value;
    while (last->is_structured() && !last->empty())
        last = &*std::prev(last->end());
    const bool literal = last->is_string() && last->get_ref<const std::string &>().ends_with('\n');
    return literal ? m_manner.lineEnd() : std::string();
}

bool Pen::spaced(NodeId list) const
{
    NodeId before = none;
    const NodeId last = m_tree[list].last;
    for (NodeId n = m_tree[list].first; n != last; n = m_tree[n].next)
        before = n;
    if (before == none || m_tree[list].kind != Kind::Array)
        return false;
    const At behind = nextLine(text(), m_tree[before].end);
    const At start = startOf(last);
    for (At line = behind; line < start; line = nextLine(text(), line))
        if (isEmptyLine(text(), line))
            return true;
    return false;
}

std::string Pen::below(const std::vector<std::string> &lines) const
{
    std::string out;
    for (const std::string &line : lines)
        out.append(m_manner.lineEnd()).append(line);
    return out;
}

} // namespace orrery::model::inplace
