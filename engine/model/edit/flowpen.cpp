// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/pen.h"

#include <algorithm>

namespace orrery::model::inplace {

At FlowPen::commaBehind(NodeId child) const
{
    const At at = skipTrivia(text(), m_tree[child].end, m_tree.yaml());
    return at < text().size() && text()[at] == ',' ? at : nowhere;
}

std::string FlowPen::item(const Op &op, const std::string &indent, bool oneLine) const
{
    if (op.copyOf != none) {
        const Node &original = m_tree[op.copyOf];
        return copyOf(m_tree, m_manner, op.copyOf, original.begin, original.end, op.changed);
    }
    const Node &into = m_tree[op.node];
    return into.kind == Kind::Object
               ? m_manner.flowMember(op.key, op.value, indent, oneLine)
               : m_manner.flow(op.value, elementKey(into.key), indent, oneLine);
}

void FlowPen::insertFirst(NodeId container, const std::vector<const Op *> &ops)
{
    const Node &into = m_tree[container];
    const At open = into.content + 1;
    const At close = into.end - 1;
    const std::string outer = indentOf(into.content);
    const std::string_view inside = text().substr(open, close - open);
    if (inside.find_first_not_of(" \t\r\n") == std::string_view::npos) {
        const OrderedJson value = gathered(into.kind, ops);
        put(into.content, into.end, m_manner.flow(value, into.key, outer, m_tree.yaml()));
        return;
    }
    // There are comments: they stay where they are, and the values stand below them.
    const std::string inner = outer + m_manner.unit();
    std::string out;
    for (const Op *op : ops)
        out.append(out.empty() ? "" : ",")
            .append(m_manner.lineEnd())
            .append(inner)
            .append(item(*op, inner, m_tree.yaml()));
    const bool ownLine = firstOnLine(text(), close);
    const At at = ownLine ? lineEnd(text(), lineStart(text(), close) - 1) : close;
    put(at, at, ownLine ? out : out + m_manner.lineEnd() + outer);
}

void FlowPen::insert(NodeId container, const std::vector<const Op *> &ops)
{
    const Node &into = m_tree[container];
    if (into.first == none)
        return insertFirst(container, ops);
    const At first = startOf(into.first);
    const bool lines = manyLines(text(), into.content, first) && firstOnLine(text(), first);
    const std::string indent = lines ? indentOf(first) : indentOf(into.content);
    const At end = m_tree[into.last].end;
    const At comma = commaBehind(into.last);
    const At behind = comma == nowhere ? end : comma + 1;
    const std::string space = lines && spaced(container) ? m_manner.lineEnd() : std::string();
    std::string out;
    bool afterComma = comma != nowhere; // YAML allows one at the end
    for (const Op *op : ops) {
        if (!afterComma)
            out += lines ? "," : m_manner.comma();
        else if (!lines)
            out += ' ';
        afterComma = false;
        if (lines)
            out.append(space).append(m_manner.lineEnd()).append(indent);
        out += item(*op, indent, !lines);
    }
    if (comma != nowhere)
        out += ',';
    // A comment behind the last one stays on its line.
    const At line = lineEnd(text(), behind);
    const At rest = skipBlanks(text(), behind);
    const std::string_view open = text().substr(rest, line - rest);
    const bool comment = open.starts_with(m_tree.yaml() ? "#" : "//") ||
                         (open.starts_with("/*") && open.ends_with("*/"));
    if (!lines || !comment) {
        put(behind, behind, std::move(out));
        return;
    }
    const bool needsComma = comma == nowhere;
    if (needsComma)
        put(end, end, ",");
    put(line, line, needsComma ? out.substr(1) : out);
}

void FlowPen::remove(NodeId container, const std::vector<NodeId> &children)
{
    const Node &from = m_tree[container];
    if (children.size() == m_tree.count(container)) {
        const At open = from.content + 1;
        const At close = from.end - 1;
        put(open, close, {});
        return;
    }
    NodeId before = none; // the last one that stays
    std::size_t next = 0;
    for (NodeId child = from.first; child != none; child = m_tree[child].next) {
        if (next == children.size() || children[next] != child) {
            before = child;
            continue;
        }
        NodeId last = child;
        ++next;
        while (next < children.size() && m_tree[last].next == children[next]) {
            last = children[next];
            ++next;
        }
        removeRun(before, child, last, m_tree[last].next);
        child = last;
    }
}

void FlowPen::removeRun(NodeId before, NodeId first, NodeId last, NodeId after)
{
    const At start = startOf(first);
    const At comma = commaBehind(last);
    const At end = comma == nowhere ? m_tree[last].end : comma + 1;
    // The comma before goes when nothing follows.
    if (after == none && comma == nowhere && before != none) {
        const At loose = commaBehind(before);
        if (!firstOnLine(text(), start) || !manyLines(text(), m_tree[before].end, start))
            return put(m_tree[before].end, end, {});
        put(loose, loose + 1, {});
    }
    if (after == none && before != none && !manyLines(text(), m_tree[before].end, start))
        return put(m_tree[before].end, m_tree[last].end, {}); // its comma is that of `before` now
    const At least = before != none ? nextLine(text(), m_tree[before].end) : 0;
    const At rest = skipBlanks(text(), end);
    const std::string_view behind = text().substr(rest, lineEnd(text(), rest) - rest);
    const bool endsLine = behind.empty() || behind.starts_with(m_tree.yaml() ? "#" : "//") ||
                          (behind.starts_with("/*") && behind.ends_with("*/"));
    if (firstOnLine(text(), start) && endsLine)
        return removeLines(withComments(start, least), nextLine(text(), end),
                           before != none ? least : lineStart(text(), start), after != none);
    if (after != none && endsLine && before != none)
        return put(commaBehind(before) + 1, end, {});
    put(start, after != none ? startOf(after) : end, {});
}

} // namespace orrery::model::inplace
