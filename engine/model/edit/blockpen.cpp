// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/pen.h"

namespace orrery::model::inplace {

std::string BlockPen::copied(const Op &op) const
{
    const Node &original = m_tree[op.copyOf];
    return copyOf(m_tree, m_manner, op.copyOf, original.dash, lineEnd(text(), original.end),
                  op.changed);
}

void BlockPen::insert(NodeId container, const std::vector<const Op *> &ops)
{
    const Node &into = m_tree[container];
    const bool list = into.kind == Kind::Array;
    const std::size_t column = columnOf(text(), startOf(into.first));
    const std::string indent = firstOnLine(text(), startOf(into.first))
                                   ? indentOf(startOf(into.first))
                                   : std::string(column, ' ');
    const std::string space = spaced(container) ? m_manner.lineEnd() : std::string();
    std::string out;
    for (const Op *op : ops) {
        out.append(space).append(m_manner.lineEnd()).append(indent);
        if (op->copyOf != none) {
            out.append(copied(*op));
            continue;
        }
        const Written value =
            m_manner.block(op->value, list ? elementKey(into.key) : op->key, column, list);
        if (list)
            out.append("-").append(m_manner.dashGap() - 1, ' ').append(value.inlined);
        else
            out.append(m_manner.key(op->key))
                .append(value.inlined.empty() ? ":" : ": ")
                .append(value.inlined);
        out.append(below(value.lines));
    }
    sealEnd(into.last);
    const At at = lineEnd(text(), into.end);
    if (ops.back()->copyOf == none)
        out += endOf(ops.back()->value, at);
    put(at, at, std::move(out));
}

void BlockPen::remove(NodeId container, const std::vector<NodeId> &children)
{
    if (children.size() == m_tree.count(container))
        return removeAll(container);
    NodeId before = none; // the one before `child`, removed or not
    std::size_t next = 0;
    for (NodeId child = m_tree[container].first; child != none; child = m_tree[child].next) {
        if (next < children.size() && children[next] == child) {
            ++next;
            const At start = startOf(child);
            const At least =
                before != none ? nextLine(text(), m_tree[before].end) : lineStart(text(), start);
            if (firstOnLine(text(), start)) {
                const bool headOfFile = before == none && m_tree[container].parent == none;
                const At from = headOfFile       ? least
                                : before == none ? withComments(start, 0)
                                                 : withComments(start, least);
                removeLines(from, nextLine(text(), m_tree[child].end), least,
                            m_tree[child].next != none);
            } else {
                NodeId stays = m_tree[child].next; // moves up behind the dash
                while (next < children.size() && children[next] == stays) {
                    ++next;
                    child = stays;
                    stays = m_tree[stays].next;
                }
                put(start, startOf(stays), {});
            }
        }
        before = child;
    }
}

// "edges:" with nothing below would be null: the empty list or object is written behind the key.
void BlockPen::removeAll(NodeId container)
{
    const Node &from = m_tree[container];
    const std::string empty = from.kind == Kind::Array ? "[]" : "{}";
    const At first = startOf(from.first);
    if (!firstOnLine(text(), first)) { // behind a dash
        put(from.content, from.end, empty);
        return;
    }
    if (from.parent == none) {
        put(from.content, from.end, empty);
        return;
    }
    const At behind = (from.colon != nowhere ? from.colon : from.dash) + 1;
    const At at = from.begin < from.content && !manyLines(text(), behind, from.begin)
                      ? static_cast<At>(text().find_first_of(" \t\r\n", from.begin))
                      : behind;
    put(at, at, " " + empty);
    At least = nextLine(text(), at);
    for (NodeId child = from.first; child != none; child = m_tree[child].next) {
        const At to = nextLine(text(), m_tree[child].end);
        removeLines(withComments(startOf(child), least), to, least, false);
        least = to;
    }
}

} // namespace orrery::model::inplace
