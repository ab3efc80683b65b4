// SPDX-License-Identifier: GPL-3.0-or-later
// A YAML or JSON text as a tree in which every value knows from where to where it is written and
// in which style: what edits of the text go by. Aliases stay aliases.
#pragma once

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "engine/result.h"
#include "engine/toolkit.h"
#include "model/document.h"

namespace orrery::model::inplace {

/// Position in a text [bytes]; nowhere = absent.
using At = std::uint32_t;
inline constexpr At nowhere = none;
/// Place of a value in its tree.
using NodeId = std::uint32_t;

/// How a value is written.
enum class Style : std::uint8_t {
    Plain,  ///< without quotes; JSON: numbers and words
    Single, ///< 'text'
    Double, ///< "text"
    Literal,
    Folded,
    Flow,  ///< [a, b] and {a: b}
    Block, ///< a line for each member or element
    Alias
};

class Tree {
public:
    struct Node {
        Kind kind = Kind::Null;
        Style style = Style::Plain;
        bool plain = false;       ///< as Document::Value::plain
        bool tagged = false;      ///< written with !!tag
        bool explicitKey = false; ///< `? key`: left alone
        std::string_view text;    ///< scalars: content; numbers and booleans as written
        std::string_view key;     ///< of a member
        std::string_view anchor;  ///< "" = none; of an alias: the one it names
        At begin = nowhere;       ///< of anchor and tag, else of the value
        At content = nowhere;     ///< of the value itself
        At end = nowhere;         ///< behind its last character
        At keyBegin = nowhere, keyEnd = nowhere;
        At colon = nowhere; ///< behind a key; nowhere when it has none
        At dash = nowhere;  ///< of an element of a block sequence
        NodeId parent = none, first = none, last = none, next = none;
        NodeId target = none;      ///< of an alias
        std::uint32_t aliases = 0; ///< that name this value
    };

    Tree(std::string_view text, toolkit::Format format) : m_text(text), m_format(format) {}
    Tree(const Tree &) = delete;
    Tree &operator=(const Tree &) = delete;
    Tree(Tree &&) = default;
    Tree &operator=(Tree &&) = default;

    [[nodiscard]] std::string_view text() const { return m_text; }
    [[nodiscard]] bool yaml() const { return m_format == toolkit::Format::Yaml; }
    [[nodiscard]] toolkit::Format format() const { return m_format; }
    [[nodiscard]] NodeId root() const { return m_nodes.empty() ? none : 0; }
    [[nodiscard]] const Node &operator[](NodeId id) const { return m_nodes[id]; }
    [[nodiscard]] Node &at(NodeId id) { return m_nodes[id]; }

    [[nodiscard]] NodeId size() const { return static_cast<NodeId>(m_nodes.size()); }
    /// The value that an alias stands for, else the value itself.
    [[nodiscard]] NodeId meant(NodeId id) const
    {
        return id != none && m_nodes[id].target != none ? m_nodes[id].target : id;
    }
    /// Of what `object` means; none when absent.
    [[nodiscard]] NodeId member(NodeId object, std::string_view key) const;
    [[nodiscard]] NodeId element(NodeId array, std::size_t index) const;
    [[nodiscard]] std::vector<NodeId> children(NodeId container) const;
    [[nodiscard]] std::size_t count(NodeId container) const;
    /// Text of a scalar, through an alias; "" for none.
    [[nodiscard]] std::string_view scalar(NodeId id) const;
    /// The value as JSON.
    [[nodiscard]] OrderedJson json(NodeId id) const;
    /// Is this value, or one around it, written in flow style?
    [[nodiscard]] bool inFlow(NodeId id) const;

    // Making and changing ----------------------------------------------------------------------
    NodeId add(Node node);
    void append(NodeId parent, NodeId child);
    void remove(NodeId child);
    /// Puts a JSON value in the place of one, which keeps its key.
    void assign(NodeId place, const OrderedJson &value);
    /// A new child of `container` with this value, the last one.
    NodeId insert(NodeId container, std::string_view key, const OrderedJson &value);
    /// An alias becomes a copy of what it stands for, without positions.
    void expand(NodeId alias);
    /// A copy of the text that lives as long as the tree.
    std::string_view keep(std::string text);

private:
    void copyInto(NodeId place, NodeId from);

    std::string_view m_text;
    toolkit::Format m_format;
    std::deque<Node> m_nodes;
    std::deque<std::string> m_kept;
};

/// Reads a text with positions. What it says is checked elsewhere: a text that readSource() refuses
/// may be taken here. @error InvalidSpec; `where` = the offset in bytes
[[nodiscard]] Result<Tree> readTree(std::string_view text, toolkit::Format format);

/// Does the document say what the tree says: the same values under the same keys in the same order?
struct Difference {
    bool equal = true;
    ValueId at = none; ///< in the document
};
[[nodiscard]] Difference compare(const Tree &tree, const Document &doc);
/// Do both say the same?
[[nodiscard]] bool same(const Tree &a, const Tree &b);

} // namespace orrery::model::inplace
