// SPDX-License-Identifier: GPL-3.0-or-later
// libyaml tells where tokens begin and end; dashes, colons and the ends of blocks are found from
// there in the text.
#include "model/edit/scan.h"

#include <algorithm>

#include <yaml.h>

#include "model/formats/yaml.h"

namespace orrery::model::inplace {

namespace {

std::string_view viewOf(const yaml_char_t *text)
{
    return text ? std::string_view(reinterpret_cast<const char *>(text)) : std::string_view();
}

// libyaml counts characters. Questions come nearly in order: the walk goes both ways.
class Offsets {
public:
    explicit Offsets(std::string_view text)
        : m_text(text), m_start(text.starts_with("\xEF\xBB\xBF") ? 3 : 0), m_byte(m_start)
    {
    }
    At at(const yaml_mark_t &mark)
    {
        for (; m_character < mark.index && m_byte < m_text.size(); ++m_character) {
            ++m_byte;
            while (m_byte < m_text.size() && inside(m_byte))
                ++m_byte;
        }
        for (; m_character > mark.index && m_byte > m_start; --m_character) {
            --m_byte;
            while (m_byte > m_start && inside(m_byte))
                --m_byte;
        }
        return static_cast<At>(m_byte);
    }

private:
    [[nodiscard]] bool inside(std::size_t byte) const
    {
        return (static_cast<unsigned char>(m_text[byte]) & 0xC0U) == 0x80U;
    }
    std::string_view m_text;
    std::size_t m_start;
    std::size_t m_byte;
    std::size_t m_character = 0;
};

class YamlScanner {
public:
    explicit YamlScanner(std::string_view text)
        : m_text(text), m_tree(text, toolkit::Format::Yaml), m_offsets(text)
    {
    }

    Result<Tree> scan();

private:
    [[nodiscard]] bool awaitsKey() const
    {
        return !m_open.empty() && m_tree[m_open.back()].kind == Kind::Object && !m_hasKey;
    }
    bool take(const yaml_event_t &event);
    bool takeScalar(const yaml_event_t &event, At begin, At end);
    bool takeAlias(const yaml_event_t &event, At begin, At end);
    NodeId place(Tree::Node node, std::string_view anchor);
    void open(Kind kind, bool flow, At begin, std::string_view anchor, bool tagged);
    void close(const yaml_event_t &event);
    void key(std::string_view name, At begin, At end);
    [[nodiscard]] At contentAt(At begin) const;
    [[nodiscard]] At blockEnd(At content, At end, std::string_view value) const;
    [[nodiscard]] At lastEnd(NodeId container) const;

    std::string_view m_text;
    Tree m_tree;
    Offsets m_offsets;
    std::vector<NodeId> m_open;
    std::unordered_map<std::string, NodeId> m_anchors;
    Tree::Node m_key; // of the value that comes next
    bool m_hasKey = false;
};

// Behind &anchor and !tag.
At YamlScanner::contentAt(At begin) const
{
    while (begin < m_text.size() && (m_text[begin] == '&' || m_text[begin] == '!')) {
        const std::size_t end = m_text.find_first_of(" \t\r\n,]}", begin);
        begin = skipTrivia(m_text, static_cast<At>(std::min(end, m_text.size())), true);
    }
    return begin;
}

// Of a literal or folded text: its last line that belongs to the value, without the line's end.
At YamlScanner::blockEnd(At content, At end, std::string_view value) const
{
    const std::string_view header = m_text.substr(content, lineEnd(m_text, content) - content);
    const bool keeps = header.substr(0, header.find('#')).find('+') != std::string_view::npos;
    if (const std::size_t last = value.find_last_not_of('\n');
        !keeps && header.starts_with('|') && last != std::string_view::npos) {
        // A literal has a line for each of its own; the last may be blanks only.
        At line = content;
        for (auto left =
                 std::count(value.begin(), value.begin() + static_cast<std::ptrdiff_t>(last), '\n');
             left >= 0; --left)
            line = nextLine(m_text, line);
        return lineEnd(m_text, line);
    }
    std::string_view whole = m_text.substr(0, end);
    if (keeps && value.ends_with('\n') && whole.ends_with('\n'))
        whole.remove_suffix(whole.ends_with("\r\n") ? 2 : 1);
    else if (!keeps)
        whole = whole.substr(0, whole.find_last_not_of(" \t\r\n") + 1);
    return std::max(lineEnd(m_text, content), static_cast<At>(whole.size()));
}

At YamlScanner::lastEnd(NodeId container) const
{
    const NodeId last = m_tree[container].last;
    return last == none ? m_tree[container].content : m_tree[last].end;
}

void YamlScanner::key(std::string_view name, At begin, At end)
{
    m_key = {};
    m_key.key = m_tree.keep(std::string(name));
    m_key.keyBegin = begin;
    m_key.keyEnd = end;
    const At colon = skipTrivia(m_text, end, true);
    if (colon < m_text.size() && m_text[colon] == ':')
        m_key.colon = colon;
    const bool flow = m_tree[m_open.back()].style == Style::Flow;
    if (!flow) {
        At before = begin;
        while (before > 0 && (m_text[before - 1] == ' ' || m_text[before - 1] == '\t'))
            --before;
        m_key.explicitKey = before > 0 && m_text[before - 1] == '?' && before < begin;
    } else {
        m_key.explicitKey = m_key.colon == nowhere || m_text[begin] == '?';
    }
    m_hasKey = true;
}

NodeId YamlScanner::place(Tree::Node node, std::string_view anchor)
{
    if (m_hasKey) {
        node.key = m_key.key;
        node.keyBegin = m_key.keyBegin;
        node.keyEnd = m_key.keyEnd;
        node.colon = m_key.colon;
        node.explicitKey = m_key.explicitKey;
        m_hasKey = false;
    }
    const NodeId parent = m_open.empty() ? none : m_open.back();
    if (parent != none && m_tree[parent].kind == Kind::Array &&
        m_tree[parent].style == Style::Block)
        node.dash = skipTrivia(m_text, lastEnd(parent), true);
    if (!anchor.empty() && node.target == none)
        node.anchor = m_tree.keep(std::string(anchor));
    const NodeId id = m_tree.add(node);
    if (parent != none)
        m_tree.append(parent, id);
    if (!anchor.empty() && node.target == none)
        m_anchors[std::string(anchor)] = id;
    return id;
}

void YamlScanner::open(Kind kind, bool flow, At begin, std::string_view anchor, bool tagged)
{
    Tree::Node node;
    node.kind = kind;
    node.style = flow ? Style::Flow : Style::Block;
    node.tagged = tagged;
    node.begin = begin;
    node.content = anchor.empty() && !tagged ? begin : contentAt(begin);
    node.end = node.content;
    m_open.push_back(place(node, anchor));
}

void YamlScanner::close(const yaml_event_t &event)
{
    const NodeId id = m_open.back();
    m_open.pop_back();
    m_hasKey = false;
    m_tree.at(id).end =
        m_tree[id].style == Style::Flow ? m_offsets.at(event.end_mark) : lastEnd(id);
}

bool YamlScanner::takeScalar(const yaml_event_t &event, At begin, At end)
{
    const auto &scalar = event.data.scalar;
    const std::string_view value(reinterpret_cast<const char *>(scalar.value), scalar.length);
    if (awaitsKey())
        return key(value, begin, end), true;
    Tree::Node node;
    const std::string_view tag = viewOf(scalar.tag);
    node.tagged = !tag.empty();
    node.begin = begin;
    node.content = scalar.anchor != nullptr || node.tagged ? contentAt(begin) : begin;
    node.style = scalar.style == YAML_SINGLE_QUOTED_SCALAR_STYLE   ? Style::Single
                 : scalar.style == YAML_DOUBLE_QUOTED_SCALAR_STYLE ? Style::Double
                 : scalar.style == YAML_LITERAL_SCALAR_STYLE       ? Style::Literal
                 : scalar.style == YAML_FOLDED_SCALAR_STYLE        ? Style::Folded
                                                                   : Style::Plain;
    const bool plain = scalar.plain_implicit != 0;
    node.kind = plain || (node.tagged && tag != YAML_STR_TAG && tag != "!") ? plainScalarKind(value)
                                                                            : Kind::String;
    node.plain = plain && node.kind != Kind::String;
    node.text = m_tree.keep(std::string(value));
    node.end = end;
    if (node.style == Style::Literal || node.style == Style::Folded)
        node.end = blockEnd(node.content, end, value);
    if (node.style == Style::Plain && value.empty()) // absent
        node.begin = node.content = node.end =
            m_hasKey && m_key.colon != nowhere ? m_key.colon + 1 : std::min(begin, end);
    place(node, viewOf(scalar.anchor));
    return true;
}

bool YamlScanner::takeAlias(const yaml_event_t &event, At begin, At end)
{
    const std::string_view name = viewOf(event.data.alias.anchor);
    const auto known = m_anchors.find(std::string(name));
    if (known == m_anchors.end())
        return false;
    const NodeId target = m_tree.meant(known->second);
    if (awaitsKey())
        return key(m_tree[target].text, begin, end), true;
    for (const NodeId opened : m_open)
        if (opened == target)
            return false;
    Tree::Node node;
    node.kind = m_tree[target].kind;
    node.style = Style::Alias;
    node.begin = node.content = begin;
    node.end = end;
    node.target = target;
    node.anchor = m_tree[target].anchor;
    ++m_tree.at(target).aliases;
    place(node, {});
    return true;
}

bool YamlScanner::take(const yaml_event_t &event)
{
    switch (event.type) {
    case YAML_ALIAS_EVENT:
        return takeAlias(event, m_offsets.at(event.start_mark), m_offsets.at(event.end_mark));
    case YAML_SCALAR_EVENT: {
        const At begin = m_offsets.at(event.start_mark);
        return takeScalar(event, begin, m_offsets.at(event.end_mark));
    }
    case YAML_SEQUENCE_START_EVENT:
    case YAML_MAPPING_START_EVENT: {
        if (awaitsKey())
            return false;
        const bool list = event.type == YAML_SEQUENCE_START_EVENT;
        const bool flow = list ? event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE
                               : event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
        const yaml_char_t *tag =
            list ? event.data.sequence_start.tag : event.data.mapping_start.tag;
        open(list ? Kind::Array : Kind::Object, flow, m_offsets.at(event.start_mark),
             viewOf(list ? event.data.sequence_start.anchor : event.data.mapping_start.anchor),
             tag != nullptr);
        return true;
    }
    case YAML_SEQUENCE_END_EVENT:
    case YAML_MAPPING_END_EVENT:
        close(event);
        return true;
    default:
        return true;
    }
}

Result<Tree> YamlScanner::scan()
{
    yaml_parser_t parser;
    if (yaml_parser_initialize(&parser) == 0)
        return fail(ErrorCode::Internal, "0", "no memory is left to read the file");
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    const std::string_view text = m_text.substr(m_text.starts_with("\xEF\xBB\xBF") ? 3 : 0);
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char *>(text.data()),
                                 text.size());
    bool good = true;
    At at = 0;
    std::string problem = "not YAML";
    for (bool more = true; more && good;) {
        yaml_event_t event;
        good = yaml_parser_parse(&parser, &event) != 0;
        if (!good) {
            at = m_offsets.at(parser.problem_mark);
            problem.append(": ").append(parser.problem ? parser.problem : "unreadable");
            break;
        }
        more = event.type != YAML_STREAM_END_EVENT;
        at = m_offsets.at(event.start_mark);
        good = take(event);
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    if (!good)
        return fail(ErrorCode::InvalidSpec, std::to_string(at), problem);
    return std::move(m_tree);
}

} // namespace

Result<Tree> scanYaml(std::string_view text)
{
    return YamlScanner(text).scan();
}

} // namespace orrery::model::inplace
