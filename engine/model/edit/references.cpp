// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/edit/references.h"

#include "model/expression/lexer.h"
#include "model/runtime.h"
#include "model/template/scan.h"
#include "model/text.h"

namespace orrery::model::inplace {

Index::Index(const Tree &tree) : m_tree(tree)
{
    m_nodes = tree.children(tree.member(tree.root(), "nodes"));
    m_edges = tree.children(tree.member(tree.root(), "edges"));
    for (const NodeId node : m_nodes)
        if (const std::string_view id = idOf(node); !id.empty())
            m_byId.emplace(id, node);
}

NodeId Index::node(std::string_view id) const
{
    const auto known = m_byId.find(id);
    return known == m_byId.end() ? none : known->second;
}

std::string_view Index::idOf(NodeId node) const
{
    return m_tree.scalar(m_tree.member(node, "nodeId"));
}

std::string_view Index::fromOf(NodeId edge) const
{
    return m_tree.scalar(m_tree.member(edge, "from"));
}

std::string_view Index::toOf(NodeId edge) const
{
    return m_tree.scalar(m_tree.member(edge, "to"));
}

NodeId Index::edge(std::string_view from, std::string_view to) const
{
    for (const NodeId edge : m_edges)
        if (fromOf(edge) == from && toOf(edge) == to)
            return edge;
    return none;
}

std::string Index::suggestion(std::string_view id) const
{
    std::vector<std::string_view> ids;
    for (const auto &[known, node] : m_byId)
        ids.push_back(known);
    return didYouMean(closest(id, ids));
}

bool Index::isPortOf(std::string_view name, std::string_view id) const
{
    if (name.size() <= id.size() + 1 || !name.starts_with(id) || name[id.size()] != '.')
        return false;
    for (std::size_t dot = name.find('.', id.size() + 1); dot != std::string_view::npos;
         dot = name.find('.', dot + 1))
        if (m_byId.contains(name.substr(0, dot)))
            return false;
    return true;
}

std::vector<NodeId> teardownsOf(const Tree &tree, const Index &index, std::string_view id)
{
    std::vector<NodeId> out;
    for (const NodeId node : index.nodes()) {
        const NodeId value = tree.member(tree.member(node, "executionConfig"), "teardownOf");
        if (value != none && tree.scalar(value) == id)
            out.push_back(value);
    }
    return out;
}

std::vector<NodeId> outputsOf(const Tree &tree, const Index &index, std::string_view id)
{
    std::vector<NodeId> out;
    for (const NodeId value : tree.children(tree.member(tree.root(), "outputs")))
        if (index.isPortOf(tree.scalar(value), id))
            out.push_back(value);
    return out;
}

namespace {

std::size_t byteOf(std::string_view text, std::uint32_t column)
{
    std::size_t at = 0;
    for (std::uint32_t left = column - 1; left > 0 && at < text.size(); --left) {
        ++at;
        while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
            ++at;
    }
    return at;
}

} // namespace

std::optional<std::string> renamedInExpression(std::string_view text, const IsInput &isInput,
                                               std::string_view id, std::string_view to)
{
    std::string out;
    std::size_t copied = 0;
    Lexer lexer(text);
    enum class Seen { Nothing, Dot, Root, Bracket } seen = Seen::Nothing;
    for (Token token = lexer.next();
         token.type != Token::Type::End && token.type != Token::Type::Broken;
         token = lexer.next()) {
        const bool key = seen == Seen::Bracket && token.type == Token::Type::String;
        const std::size_t at = byteOf(text, token.column) + 1; // behind the quote
        if (key && isInput(token.value) && text.substr(at).starts_with(id)) {
            out.append(text.substr(copied, at - copied)).append(to);
            copied = at + id.size();
        }
        const bool symbol = token.type == Token::Type::Symbol;
        if (symbol && token.text == ".")
            seen = Seen::Dot;
        else if (token.type == Token::Type::Name && token.text == "params" && seen != Seen::Dot)
            seen = Seen::Root;
        else
            seen =
                symbol && token.text == "[" && seen == Seen::Root ? Seen::Bracket : Seen::Nothing;
    }
    if (copied == 0)
        return std::nullopt;
    return out.append(text.substr(copied));
}

std::optional<std::string> renamedInHoles(std::string_view text, Language language,
                                          const IsInput &isInput, std::string_view id,
                                          std::string_view to)
{
    if (text.find("${") == std::string_view::npos || text.find(id) == std::string_view::npos)
        return std::nullopt;
    const Scan scan = language == Language::Shell      ? scanShell(text)
                      : language == Language::Python   ? scanPython(text)
                      : language == Language::Sql      ? scanSql(text)
                      : language == Language::JsonBody ? model::scanJson(text)
                                                       : scanPlain(text);
    std::string out;
    std::size_t copied = 0;
    for (const RawHole &hole : scan.holes) {
        const std::string_view inside = text.substr(hole.at + 2, hole.close - hole.at - 2);
        if (const auto renamed = renamedInExpression(inside, isInput, id, to)) {
            out.append(text.substr(copied, hole.at + 2 - copied)).append(*renamed);
            copied = hole.close;
        }
    }
    if (copied == 0)
        return std::nullopt;
    return out.append(text.substr(copied));
}

namespace {

class Readers {
public:
    Readers(const Tree &tree, const std::function<void(NodeId, std::optional<Language>)> &visit)
        : m_tree(tree), m_visit(visit)
    {
    }
    void node(NodeId node)
    {
        const NodeId execution = m_tree.member(node, "executionConfig");
        for (const NodeId child : m_tree.children(execution)) {
            if (m_tree[child].key == "mapOver") {
                m_visit(child, std::nullopt);
            } else if (m_tree[child].key == "loop") {
                for (const NodeId condition : m_tree.children(child))
                    m_visit(condition, std::nullopt);
            } else {
                tree(child, Language::Plain);
            }
        }
        tree(m_tree.member(node, "arguments"), Language::Plain);
        task(m_tree.member(node, "taskDefinition"));
    }
    void tree(NodeId value, Language language)
    {
        if (value == none)
            return;
        if (m_tree[m_tree.meant(value)].kind == Kind::String)
            m_visit(value, language);
        for (const NodeId child : m_tree.children(value))
            tree(child, language);
    }

private:
    void task(NodeId task)
    {
        Runtime runtime = Runtime::None;
        if (const auto known = runtimeNamed(m_tree.scalar(m_tree.member(task, "runtime"))))
            runtime = *known;
        for (const NodeId child : m_tree.children(task)) {
            const std::string_view key = m_tree[child].key;
            if (key == "script") {
                if (const auto language = scriptLanguage(runtime))
                    tree(child, *language);
            } else if (key == "http") {
                for (const NodeId part : m_tree.children(child))
                    tree(part, m_tree[part].key == "body" ? Language::JsonBody : Language::Plain);
            } else if (key != "inputSchema" && key != "outputSchema" && key != "argumentSchema") {
                tree(child, Language::Plain);
            }
        }
    }

    const Tree &m_tree;
    const std::function<void(NodeId, std::optional<Language>)> &m_visit;
};

} // namespace

void eachReader(const Tree &tree, const Index &index,
                const std::function<void(NodeId, std::optional<Language>)> &visit)
{
    Readers readers(tree, visit);
    for (const NodeId edge : index.edges())
        if (const NodeId condition = tree.member(edge, "condition"); condition != none)
            visit(condition, std::nullopt);
    for (const NodeId node : index.nodes())
        readers.node(node);
    readers.tree(tree.member(tree.root(), "mutex"), Language::Plain);
}

} // namespace orrery::model::inplace
