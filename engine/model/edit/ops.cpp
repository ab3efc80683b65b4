// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/ops.h"

namespace orrery::model::inplace {

namespace {

void copyChildren(Tree &tree, NodeId from, NodeId to, const Op &op)
{
    Tree::Node &made = tree.at(to);
    const Tree::Node &source = tree[tree.meant(from)];
    made.kind = source.kind;
    made.style = source.style;
    made.plain = source.plain;
    made.text = source.text;
    for (const auto &[scalar, text] : op.changed) {
        if (scalar != from)
            continue;
        made.kind = Kind::String;
        made.plain = false;
        made.text = tree.keep(text);
    }
    for (NodeId n = source.first; n != none; n = tree[n].next) {
        Tree::Node child;
        child.key = tree[n].key;
        const NodeId id = tree.add(child);
        tree.append(to, id);
        copyChildren(tree, n, id, op);
    }
}

void insert(Tree &tree, const Op &op)
{
    if (op.copyOf == none) {
        tree.insert(op.node, op.key, op.value);
        return;
    }
    const NodeId made = tree.add({});
    tree.append(op.node, made);
    copyChildren(tree, op.copyOf, made, op);
}

} // namespace

OrderedJson gathered(Kind container, const std::vector<const Op *> &inserts)
{
    OrderedJson value = container == Kind::Array ? OrderedJson::array() : OrderedJson::object();
    for (const Op *op : inserts) {
        if (container == Kind::Array)
            value.push_back(op->value);
        else
            value[op->key] = op->value;
    }
    return value;
}

void perform(Tree &tree, const Ops &ops)
{
    // What is copied is copied as it was before anything else happens.
    for (const Op &op : ops)
        if (op.kind == Op::Kind::Expand)
            tree.expand(op.node);
    for (const Op &op : ops)
        if (op.kind == Op::Kind::Insert)
            insert(tree, op);
    for (const Op &op : ops) {
        switch (op.kind) {
        case Op::Kind::Set:
            tree.assign(op.node, op.value);
            break;
        case Op::Kind::Remove:
            tree.remove(op.node);
            break;
        case Op::Kind::RenameKey:
            tree.at(op.node).key = tree.keep(op.key);
            break;
        case Op::Kind::Insert:
        case Op::Kind::Expand:
        case Op::Kind::Unanchor:
            break;
        }
    }
}

} // namespace orrery::model::inplace
