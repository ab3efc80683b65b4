// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/tree.h"

#include <charconv>
#include <cmath>

#include "model/edit/scan.h"

namespace orrery::model::inplace {

NodeId Tree::member(NodeId object, std::string_view key) const
{
    object = meant(object);
    if (object == none || m_nodes[object].kind != Kind::Object)
        return none;
    for (NodeId n = m_nodes[object].first; n != none; n = m_nodes[n].next)
        if (m_nodes[n].key == key)
            return n;
    return none;
}

NodeId Tree::element(NodeId array, std::size_t index) const
{
    array = meant(array);
    if (array == none || m_nodes[array].kind != Kind::Array)
        return none;
    NodeId n = m_nodes[array].first;
    while (n != none && index-- > 0)
        n = m_nodes[n].next;
    return n;
}

std::vector<NodeId> Tree::children(NodeId container) const
{
    std::vector<NodeId> out;
    container = meant(container);
    for (NodeId n = container == none ? none : m_nodes[container].first; n != none;
         n = m_nodes[n].next)
        out.push_back(n);
    return out;
}

std::size_t Tree::count(NodeId container) const
{
    std::size_t out = 0;
    container = meant(container);
    for (NodeId n = container == none ? none : m_nodes[container].first; n != none;
         n = m_nodes[n].next)
        ++out;
    return out;
}

std::string_view Tree::scalar(NodeId id) const
{
    id = meant(id);
    return id == none ? std::string_view() : m_nodes[id].text;
}

bool Tree::inFlow(NodeId id) const
{
    for (; id != none; id = m_nodes[id].parent)
        if (m_nodes[id].style == Style::Flow)
            return true;
    return false;
}

OrderedJson Tree::json(NodeId id) const
{
    id = meant(id);
    const Node &node = m_nodes[id];
    switch (node.kind) {
    case Kind::Array: {
        OrderedJson out = OrderedJson::array();
        for (NodeId n = node.first; n != none; n = m_nodes[n].next)
            out.push_back(json(n));
        return out;
    }
    case Kind::Object: {
        OrderedJson out = OrderedJson::object();
        for (NodeId n = node.first; n != none; n = m_nodes[n].next)
            out[std::string(m_nodes[n].key)] = json(n);
        return out;
    }
    case Kind::String:
        return std::string(node.text);
    case Kind::Boolean:
        return (node.text[0] | 0x20) == 't';
    case Kind::Number:
        break;
    case Kind::Null:
        return nullptr;
    }
    Document doc(m_text); // knows the numbers of YAML
    Document::Value value;
    value.kind = Kind::Number;
    value.text = node.text.data();
    value.size = static_cast<std::uint32_t>(node.text.size());
    return doc.toJson(doc.add(value));
}

NodeId Tree::add(Node node)
{
    m_nodes.push_back(node);
    return static_cast<NodeId>(m_nodes.size() - 1);
}

void Tree::append(NodeId parent, NodeId child)
{
    Node &to = m_nodes[parent];
    m_nodes[child].parent = parent;
    m_nodes[child].next = none;
    (to.last == none ? to.first : m_nodes[to.last].next) = child;
    to.last = child;
}

void Tree::remove(NodeId child)
{
    Node &from = m_nodes[m_nodes[child].parent];
    NodeId before = none;
    for (NodeId n = from.first; n != child; n = m_nodes[n].next)
        before = n;
    (before == none ? from.first : m_nodes[before].next) = m_nodes[child].next;
    if (from.last == child)
        from.last = before;
}

std::string_view Tree::keep(std::string text)
{
    return m_kept.emplace_back(std::move(text));
}

void Tree::assign(NodeId place, const OrderedJson &value)
{
    Node &node = m_nodes[place];
    node.first = node.last = node.target = none;
    node.plain = false;
    node.style = value.is_structured() ? Style::Flow : Style::Plain;
    node.text = {};
    if (value.is_string()) {
        node.kind = Kind::String;
        node.text = keep(value.get<std::string>());
    } else if (value.is_structured()) {
        node.kind = value.is_array() ? Kind::Array : Kind::Object;
        for (auto it = value.begin(); it != value.end(); ++it)
            insert(place, value.is_object() ? std::string_view(it.key()) : std::string_view(), *it);
    } else {
        node.kind = value.is_null()      ? Kind::Null
                    : value.is_boolean() ? Kind::Boolean
                                         : Kind::Number;
        node.plain = yaml() && !value.is_null();
        node.text = keep(value.dump());
    }
}

NodeId Tree::insert(NodeId container, std::string_view key, const OrderedJson &value)
{
    Node node;
    if (m_nodes[container].kind == Kind::Object)
        node.key = keep(std::string(key));
    const NodeId made = add(node);
    append(container, made);
    assign(made, value);
    return made;
}

void Tree::expand(NodeId alias)
{
    const NodeId from = m_nodes[alias].target;
    m_nodes[alias].target = none;
    --m_nodes[from].aliases;
    copyInto(alias, from);
    m_nodes[alias].anchor = {};
}

void Tree::copyInto(NodeId place, NodeId from)
{
    const Node source = m_nodes[from];
    Node &to = m_nodes[place];
    to.kind = source.kind;
    to.style = source.style;
    to.plain = source.plain;
    to.text = source.text;
    to.first = to.last = none;
    for (NodeId n = source.first; n != none; n = m_nodes[n].next) {
        const NodeId value = meant(n);
        Node child;
        child.key = m_nodes[n].key;
        const NodeId made = add(child);
        append(place, made);
        copyInto(made, value);
    }
}

Result<Tree> readTree(std::string_view text, toolkit::Format format)
{
    return format == toolkit::Format::Yaml ? scanYaml(text) : scanJson(text);
}

namespace {

bool sameScalar(const Tree::Node &node, const Document &doc, ValueId value)
{
    if (node.kind == Kind::Null)
        return true;
    const std::string_view text = doc.text(value);
    if (node.kind == Kind::Boolean)
        return (node.text[0] | 0x20) == (text[0] | 0x20);
    return node.text == text && (node.kind == Kind::String || node.plain == doc[value].plain);
}

Difference compareAt(const Tree &tree, NodeId id, const Document &doc, ValueId value)
{
    const Tree::Node &node = tree[tree.meant(id)];
    if (node.kind != doc[value].kind)
        return {false, value};
    if (node.kind != Kind::Array && node.kind != Kind::Object)
        return {sameScalar(node, doc, value), value};
    NodeId child = node.first;
    ValueId other = doc[value].first;
    for (; child != none && other != none; child = tree[child].next, other = doc[other].next) {
        if (node.kind == Kind::Object && tree[child].key != doc.key(other))
            return {false, other};
        if (const Difference found = compareAt(tree, child, doc, other); !found.equal)
            return found;
    }
    return {child == none && other == none, other == none ? value : other};
}

} // namespace

namespace {

bool sameAt(const Tree &a, NodeId x, const Tree &b, NodeId y)
{
    const Tree::Node &one = a[a.meant(x)];
    const Tree::Node &other = b[b.meant(y)];
    const bool structured = one.kind == Kind::Array || one.kind == Kind::Object;
    if (one.kind != other.kind)
        return false;
    if (!structured && one.kind != Kind::Null && one.text != other.text &&
        (one.kind != Kind::Boolean || (one.text[0] | 0x20) != (other.text[0] | 0x20)))
        return false;
    NodeId child = one.first, peer = other.first;
    for (; child != none && peer != none; child = a[child].next, peer = b[peer].next)
        if (a[child].key != b[peer].key || !sameAt(a, child, b, peer))
            return false;
    return child == none && peer == none;
}

} // namespace

bool same(const Tree &a, const Tree &b)
{
    return a.root() != none && b.root() != none && sameAt(a, a.root(), b, b.root());
}

Difference compare(const Tree &tree, const Document &doc)
{
    if (tree.root() == none || doc.empty())
        return {tree.root() == none && doc.empty(), none};
    return compareAt(tree, tree.root(), doc, doc.root());
}

} // namespace orrery::model::inplace
