// SPDX-License-Identifier: GPL-3.0-or-later
// JSON with comments. Deeper nesting than any limit allows is refused before the stack minds.
#include "model/edit/scan.h"

#include <nlohmann/json.hpp>

namespace orrery::model::inplace {

namespace {

constexpr int deepest = 1000;

class JsonScanner {
public:
    explicit JsonScanner(std::string_view text) : m_text(text), m_tree(text, toolkit::Format::Json)
    {
        if (text.starts_with("\xEF\xBB\xBF"))
            m_at = 3;
    }
    Result<Tree> scan()
    {
        skip();
        if (value(none, {}) == none)
            return fail(ErrorCode::InvalidSpec, std::to_string(m_at), "not JSON");
        skip();
        if (m_at != m_text.size())
            return fail(ErrorCode::InvalidSpec, std::to_string(m_at),
                        "not JSON: more text follows");
        return std::move(m_tree);
    }

private:
    [[nodiscard]] char here() const { return m_at < m_text.size() ? m_text[m_at] : '\0'; }
    void skip() { m_at = skipTrivia(m_text, m_at, false); }

    // At a string: moves behind it. False when it does not end.
    bool string(std::string_view &content)
    {
        const At start = m_at++;
        bool escaped = false;
        while (m_at < m_text.size() && m_text[m_at] != '"') {
            escaped = escaped || m_text[m_at] == '\\';
            m_at += m_text[m_at] == '\\' ? 2 : 1;
        }
        if (m_at >= m_text.size())
            return false;
        ++m_at;
        const std::string_view whole = m_text.substr(start, m_at - start);
        content = whole.substr(1, whole.size() - 2);
        if (!escaped)
            return true;
        const auto read = nlohmann::json::parse(whole, nullptr, false);
        if (!read.is_string())
            return false;
        content = m_tree.keep(read.get<std::string>());
        return true;
    }

    // The value here, with what `as` knows of its key, as a child of `parent`; none = broken.
    NodeId value(NodeId parent, Tree::Node as)
    {
        as.begin = as.content = m_at;
        if (here() == '{' || here() == '[') {
            as.kind = here() == '{' ? Kind::Object : Kind::Array;
            as.style = Style::Flow;
            return container(added(parent, as));
        }
        if (here() == '"') {
            as.kind = Kind::String;
            as.style = Style::Double;
            if (!string(as.text))
                return none;
        } else {
            while (m_at < m_text.size() &&
                   std::string_view(" \t\r\n,:]}/").find(m_text[m_at]) == std::string_view::npos)
                ++m_at;
            as.text = m_text.substr(as.begin, m_at - as.begin);
            as.kind = as.text == "null"                         ? Kind::Null
                      : as.text == "true" || as.text == "false" ? Kind::Boolean
                                                                : Kind::Number;
            if (as.text.empty())
                return none;
        }
        as.end = m_at;
        return added(parent, as);
    }
    NodeId added(NodeId parent, const Tree::Node &node)
    {
        const NodeId id = m_tree.add(node);
        if (parent != none)
            m_tree.append(parent, id);
        return id;
    }
    NodeId container(NodeId id)
    {
        const bool object = m_tree[id].kind == Kind::Object;
        const char close = object ? '}' : ']';
        ++m_at;
        skip();
        if (++m_depth > deepest)
            return none;
        for (bool more = here() != close; more;) {
            Tree::Node child;
            if (object) {
                child.keyBegin = m_at;
                if (here() != '"' || !string(child.key))
                    return none;
                child.keyEnd = m_at;
                skip();
                if (here() != ':')
                    return none;
                child.colon = m_at++;
                skip();
            }
            if (value(id, child) == none)
                return none;
            skip();
            more = here() == ',';
            if (more) {
                ++m_at;
                skip();
            }
        }
        if (here() != close)
            return none;
        --m_depth;
        m_tree.at(id).end = ++m_at;
        return id;
    }

    std::string_view m_text;
    Tree m_tree;
    At m_at = 0;
    int m_depth = 0;
};

} // namespace

Result<Tree> scanJson(std::string_view text)
{
    return JsonScanner(text).scan();
}

} // namespace orrery::model::inplace
