// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/writer.h"

#include <algorithm>
#include <map>

#include "model/edit/pen.h"

namespace orrery::model::inplace {

namespace {

tl::unexpected<Error> leftAlone(At at, const std::string &what)
{
    return fail(ErrorCode::Conflict, std::to_string(at), what);
}

class Writer {
public:
    Writer(const Tree &tree, const Manner &manner) : m_tree(tree), m_manner(manner) {}

    Result<TextEdits> run(const Ops &ops)
    {
        for (const Op &op : ops)
            if (const auto good = take(op); !good)
                return tl::unexpected(good.error());
        // What ends at one place is written from the inside out.
        for (auto it = m_inserts.rbegin(); it != m_inserts.rend(); ++it)
            if (const auto good = insert(it->first, it->second); !good)
                return tl::unexpected(good.error());
        for (auto &[container, children] : m_removes) {
            std::sort(children.begin(), children.end(), [this](NodeId a, NodeId b) {
                return m_tree[a].begin < m_tree[b].begin ||
                       (m_tree[a].begin == m_tree[b].begin && a < b);
            });
            if (m_tree[container].style == Style::Block)
                BlockPen(m_tree, m_manner, m_edits).remove(container, children);
            else
                FlowPen(m_tree, m_manner, m_edits).remove(container, children);
        }
        return std::move(m_edits);
    }

private:
    Result<> take(const Op &op)
    {
        const NodeId place = op.kind == Op::Kind::Insert ? none : op.node;
        if (place != none && op.kind != Op::Kind::Set && m_tree[place].explicitKey)
            return leftAlone(m_tree[place].keyBegin,
                             "this key is written with ? or without a value, which is left alone; "
                             "write it as `key: value`");
        switch (op.kind) {
        case Op::Kind::Set:
            if (m_tree[place].keyBegin != nowhere && m_tree[place].colon == nowhere)
                return leftAlone(m_tree[place].keyBegin,
                                 "this key has no value; write it as `key: value`");
            pen().set(op.node, op.value);
            break;
        case Op::Kind::Insert:
            m_inserts[op.node].push_back(&op);
            break;
        case Op::Kind::Remove:
            m_removes[m_tree[op.node].parent].push_back(op.node);
            if (const auto good = bracketed(m_tree[op.node].parent); !good)
                return good;
            break;
        case Op::Kind::RenameKey:
            pen().renameKey(op.node, op.key);
            break;
        case Op::Kind::Expand:
            pen().expand(op.node, op.anchored);
            break;
        case Op::Kind::Unanchor:
            pen().unanchor(op.node);
            break;
        }
        return {};
    }

    // `[a: 1]` holds a mapping without braces.
    Result<> bracketed(NodeId container) const
    {
        const Tree::Node &node = m_tree[container];
        const char open = node.content < m_tree.text().size() ? m_tree.text()[node.content] : '\0';
        if (node.style == Style::Flow && open != '{' && open != '[')
            return leftAlone(node.content, "this pair stands in a list without braces; put it "
                                           "in braces: [{key: value}]");
        return {};
    }

    Result<> insert(NodeId container, const std::vector<const Op *> &ops)
    {
        const Tree::Node &into = m_tree[container];
        if (into.style == Style::Block) {
            BlockPen(m_tree, m_manner, m_edits).insert(container, ops);
            return {};
        }
        if (const auto good = bracketed(container); !good)
            return good;
        const bool blockAround = into.parent == none || m_tree[into.parent].style == Style::Block;
        if (into.first != none || !m_tree.yaml() || !blockAround || into.parent == none) {
            FlowPen(m_tree, m_manner, m_edits).insert(container, ops);
            return {};
        }
        pen().set(container, gathered(into.kind, ops));
        return {};
    }

    [[nodiscard]] ValuePen pen() { return {m_tree, m_manner, m_edits}; }

    const Tree &m_tree;
    const Manner &m_manner;
    TextEdits m_edits;
    std::map<NodeId, std::vector<const Op *>> m_inserts;
    std::map<NodeId, std::vector<NodeId>> m_removes;
};

} // namespace

Result<TextEdits> write(const Tree &tree, const Manner &manner, const Ops &ops)
{
    auto edits = Writer(tree, manner).run(ops);
    if (!edits)
        return edits;
    return tidied(tree.text(), std::move(*edits));
}

} // namespace orrery::model::inplace
