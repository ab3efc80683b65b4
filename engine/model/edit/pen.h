// SPDX-License-Identifier: GPL-3.0-or-later
// Writes single ops as edits of the text. Private to model/edit.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "model/edit/manner.h"
#include "model/edit/ops.h"
#include "model/edit/scan.h"
#include "model/edit/textedits.h"

namespace orrery::model::inplace {

/// What all of them need. Edits are collected in any order.
class Pen {
public:
    Pen(const Tree &tree, const Manner &manner, TextEdits &edits)
        : m_tree(tree), m_manner(manner), m_edits(edits)
    {
    }

protected:
    using Node = Tree::Node;

    void put(At from, At to, std::string text)
    {
        m_edits.push_back({from, to - from, std::move(text)});
    }
    [[nodiscard]] std::string_view text() const { return m_tree.text(); }
    /// Of a member its key, of an element of a block its dash, else the value's own.
    [[nodiscard]] At startOf(NodeId id) const;
    /// Is it a member or element of a block?
    [[nodiscard]] bool inBlock(NodeId id) const;
    /// Blanks that the line of `at` begins with.
    [[nodiscard]] std::string indentOf(At at) const;
    /// The start of the comment lines directly above the line of `at`, at its column; not before
    /// `least`. That line's start when there are none.
    [[nodiscard]] At withComments(At at, At least) const;
    /// Takes out whole lines. Where empty lines stand before and behind them, one goes with them.
    /// @param least    where what stands before ends
    /// @param follows  something of the same container stands behind them
    void removeLines(At from, At to, At least, bool follows);
    /// A line is going to follow what ends the text: a literal there that got no line end from the
    /// text's end shall get none from that line.
    void sealEnd(NodeId last);
    /// What a value needs behind it at an end of the text that has no line end: a literal with one
    /// would lose it.
    [[nodiscard]] std::string endOf(const OrderedJson &value, At at) const;
    /// Do empty lines stand between the elements of a list?
    [[nodiscard]] bool spaced(NodeId list) const;
    /// "\n  a" for each line.
    [[nodiscard]] std::string below(const std::vector<std::string> &lines) const;

    const Tree &m_tree;
    const Manner &m_manner;
    TextEdits &m_edits;
};

/// Members and elements of blocks.
class BlockPen : Pen {
public:
    using Pen::Pen;
    void insert(NodeId container, const std::vector<const Op *> &ops);
    void remove(NodeId container, const std::vector<NodeId> &children);

private:
    void removeAll(NodeId container);
    [[nodiscard]] std::string copied(const Op &op) const;
};

/// Members and elements in brackets: JSON, and YAML's flow style.
class FlowPen : Pen {
public:
    using Pen::Pen;
    void insert(NodeId container, const std::vector<const Op *> &ops);
    void remove(NodeId container, const std::vector<NodeId> &children);

private:
    [[nodiscard]] std::string item(const Op &op, const std::string &indent, bool oneLine) const;
    void insertFirst(NodeId container, const std::vector<const Op *> &ops);
    void removeRun(NodeId before, NodeId first, NodeId last, NodeId after);
    [[nodiscard]] At commaBehind(NodeId child) const; ///< nowhere = there is none
};

/// A value in the place of another.
class ValuePen : Pen {
public:
    using Pen::Pen;
    void set(NodeId id, const OrderedJson &value);
    void renameKey(NodeId id, const std::string &key);
    void expand(NodeId alias, bool anchored);
    void unanchor(NodeId id);

private:
    void replace(NodeId id, const Written &with);
    void replaceBlock(NodeId id, const Written &with);
    bool setLiteral(NodeId id, const std::string &value);
    [[nodiscard]] Written rendered(NodeId id, const OrderedJson &value) const;
    [[nodiscard]] Written verbatim(NodeId alias) const;
};

/// Where &anchor stands, with the blanks that go with it.
[[nodiscard]] std::pair<At, At> anchorOf(const Tree &tree, NodeId id);
/// The text of [from, to) with other texts for some scalars in it, and without its anchors.
[[nodiscard]] std::string copyOf(const Tree &tree, const Manner &manner, NodeId id, At from, At to,
                                 const std::vector<std::pair<NodeId, std::string>> &changed);

} // namespace orrery::model::inplace
