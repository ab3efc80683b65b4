// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/formats/yaml.h"

#include <algorithm>
#include <array>
#include <string>
#include <unordered_map>

#include <yaml.h>

#include "model/builder.h"
#include "model/text.h"

namespace orrery::model {

namespace {

std::string_view viewOf(const yaml_char_t *text, std::size_t size)
{
    return {reinterpret_cast<const char *>(text), size};
}

std::string_view viewOf(const yaml_char_t *text)
{
    return text ? std::string_view(reinterpret_cast<const char *>(text)) : std::string_view();
}

// libyaml counts characters, a Document bytes. Positions come in rising order, so one walk will do.
class ByteOffsets {
public:
    explicit ByteOffsets(std::string_view text) : m_text(text)
    {
        m_start = m_byte = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    }
    std::size_t at(const yaml_mark_t &mark)
    {
        if (mark.index < m_character) {
            m_character = 0;
            m_byte = m_start;
        }
        while (m_character < mark.index && m_byte < m_text.size()) {
            ++m_byte;
            while (m_byte < m_text.size() &&
                   (static_cast<unsigned char>(m_text[m_byte]) & 0xC0U) == 0x80U)
                ++m_byte;
            ++m_character;
        }
        return m_byte;
    }

private:
    std::string_view m_text;
    std::size_t m_start = 0;
    std::size_t m_byte = 0;
    std::size_t m_character = 0;
};

// Each take...() returns false after a finding that ends the reading.
class YamlReader {
public:
    YamlReader(Document &doc, Findings &findings, const toolkit::Limits &limits)
        : m_doc(doc), m_findings(findings), m_builder(doc, findings, limits),
          m_offsets(doc.source())
    {
    }

    bool take(const yaml_event_t &event)
    {
        const std::size_t at = m_offsets.at(event.start_mark);
        switch (event.type) {
        case YAML_DOCUMENT_START_EVENT:
            return m_doc.empty() ||
                   stop(at, "a second document starts here", "keep one DAG in a file");
        case YAML_ALIAS_EVENT:
            return takeAlias(at, viewOf(event.data.alias.anchor));
        case YAML_SCALAR_EVENT:
            return takeScalar(at, event);
        case YAML_SEQUENCE_START_EVENT:
            return open(Kind::Array, at, viewOf(event.data.sequence_start.tag), YAML_SEQ_TAG,
                        viewOf(event.data.sequence_start.anchor));
        case YAML_MAPPING_START_EVENT:
            return open(Kind::Object, at, viewOf(event.data.mapping_start.tag), YAML_MAP_TAG,
                        viewOf(event.data.mapping_start.anchor));
        case YAML_SEQUENCE_END_EVENT:
        case YAML_MAPPING_END_EVENT:
            m_builder.close();
            return true;
        default:
            return true;
        }
    }
    void broken(const yaml_parser_t &parser)
    {
        const bool inText = parser.problem_mark.index > 0 || parser.error != YAML_READER_ERROR;
        std::string message =
            std::string("not YAML: ") + (parser.problem ? parser.problem : "unreadable");
        if (parser.context)
            message.append(", ").append(parser.context);
        m_findings.errorAt(inText ? m_offsets.at(parser.problem_mark) : parser.problem_offset,
                           message);
    }

private:
    bool stop(std::size_t at, std::string message, std::string fix = {})
    {
        m_findings.errorAt(at, std::move(message), std::move(fix));
        return false;
    }
    bool keep(std::string_view anchor, ValueId id)
    {
        if (id != none && !anchor.empty())
            m_anchors[std::string(anchor)] = id;
        return id != none;
    }
    bool takeKey(std::size_t at, std::string_view name)
    {
        if (name == "<<")
            return stop(at, "merge keys (<<) are not part of YAML 1.2", "write the keys out");
        m_builder.key(name, at);
        return true;
    }
    bool takeAlias(std::size_t at, std::string_view name)
    {
        const auto known = m_anchors.find(std::string(name));
        if (known == m_anchors.end())
            return stop(at, "no value before has the anchor &" + std::string(name),
                        "write the value out");
        for (ValueId open = m_builder.openValue(); open != none; open = m_doc[open].parent) {
            if (open == known->second)
                return stop(at, "this alias contains itself", "write the value out");
        }
        if (!m_builder.awaitsKey())
            return m_builder.copy(known->second, at);
        if (m_doc[known->second].kind == Kind::Array || m_doc[known->second].kind == Kind::Object)
            return stop(at, "a key must be a text");
        return takeKey(at, m_doc.text(known->second));
    }
    bool takeScalar(std::size_t at, const yaml_event_t &event)
    {
        const auto &scalar = event.data.scalar;
        const std::string_view value = viewOf(scalar.value, scalar.length);
        if (m_builder.awaitsKey())
            return takeKey(at, value);
        const bool plain = scalar.plain_implicit != 0;
        Kind kind = Kind::String;
        if (plain)
            kind = plainScalarKind(value);
        else if (scalar.quoted_implicit == 0 && !tagged(viewOf(scalar.tag), value, kind))
            m_findings.errorAt(at,
                               "the tag " + inQuotes(viewOf(scalar.tag)) +
                                   " is not known or does not fit its value",
                               "remove the tag");
        const ValueId id =
            m_builder.scalar(kind, textOf(at, value), at, plain && kind != Kind::String);
        if (id != none && kind == Kind::Null && value.empty())
            m_doc.edit(id).at = m_doc[id].keyAt; // an absent value is found where its key is
        return keep(viewOf(scalar.anchor), id);
    }
    // A view of the source where the value stands there as it is, or a copy.
    std::string_view textOf(std::size_t at, std::string_view value)
    {
        const std::string_view source = m_doc.source();
        for (const std::size_t start : {at, at + 1}) {
            if (start + value.size() <= source.size() &&
                source.substr(start, value.size()) == value)
                return source.substr(start, value.size());
        }
        return m_doc.keep(value);
    }
    static bool tagged(std::string_view tag, std::string_view value, Kind &kind)
    {
        if (tag == YAML_STR_TAG || tag == "!")
            return true;
        kind = plainScalarKind(value);
        return (tag == YAML_INT_TAG && kind == Kind::Number) ||
               (tag == YAML_FLOAT_TAG && kind == Kind::Number) ||
               (tag == YAML_BOOL_TAG && kind == Kind::Boolean) ||
               (tag == YAML_NULL_TAG && kind == Kind::Null);
    }
    bool open(Kind kind, std::size_t at, std::string_view tag, std::string_view expectedTag,
              std::string_view anchor)
    {
        if (m_builder.awaitsKey())
            return stop(at, std::string("a key must be a text, not ") + std::string(named(kind)));
        if (!tag.empty() && tag != "!" && tag != expectedTag)
            m_findings.errorAt(at, "the tag " + inQuotes(tag) + " is not known", "remove the tag");
        return keep(anchor, m_builder.open(kind, at));
    }

    Document &m_doc;
    Findings &m_findings;
    Builder m_builder;
    ByteOffsets m_offsets;
    std::unordered_map<std::string, ValueId> m_anchors;
};

bool isNumber(std::string_view text)
{
    std::size_t i = text[0] == '-' || text[0] == '+' ? 1 : 0;
    const std::string_view body = text.substr(i);
    if (body == ".inf" || body == ".Inf" || body == ".INF")
        return true;
    if (i == 0 && (text == ".nan" || text == ".NaN" || text == ".NAN"))
        return true;
    if (i == 0 && text.size() > 2 && (text.starts_with("0x") || text.starts_with("0o")))
        return text.find_first_not_of(text[1] == 'x' ? "0123456789abcdefABCDEF" : "01234567", 2) ==
               std::string_view::npos;
    std::size_t digits = 0;
    const auto skipDigits = [&] {
        for (digits = 0; i < text.size() && text[i] >= '0' && text[i] <= '9'; ++i)
            ++digits;
        return digits;
    };
    std::size_t mantissa = skipDigits();
    if (i < text.size() && text[i] == '.') {
        ++i;
        mantissa += skipDigits();
    }
    if (mantissa == 0)
        return false;
    if (i < text.size() && (text[i] == 'e' || text[i] == 'E')) {
        ++i;
        if (i < text.size() && (text[i] == '-' || text[i] == '+'))
            ++i;
        if (skipDigits() == 0)
            return false;
    }
    return i == text.size();
}

} // namespace

Kind plainScalarKind(std::string_view text)
{
    constexpr std::array<std::string_view, 5> nulls = {"", "~", "null", "Null", "NULL"};
    constexpr std::array<std::string_view, 6> booleans = {"true",  "True",  "TRUE",
                                                          "false", "False", "FALSE"};
    if (std::find(nulls.begin(), nulls.end(), text) != nulls.end())
        return Kind::Null;
    if (std::find(booleans.begin(), booleans.end(), text) != booleans.end())
        return Kind::Boolean;
    return isNumber(text) ? Kind::Number : Kind::String;
}

void readYaml(Document &doc, Findings &findings, const toolkit::Limits &limits)
{
    YamlReader reader(doc, findings, limits);
    yaml_parser_t parser;
    if (yaml_parser_initialize(&parser) == 0) {
        doc.setIncomplete();
        return findings.errorAt(0, "no memory is left to read the file");
    }
    yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
    const std::string_view text =
        doc.source().substr(doc.source().starts_with("\xEF\xBB\xBF") ? 3 : 0);
    yaml_parser_set_input_string(&parser, reinterpret_cast<const unsigned char *>(text.data()),
                                 text.size());
    for (bool more = true; more;) {
        yaml_event_t event;
        if (yaml_parser_parse(&parser, &event) == 0) {
            reader.broken(parser);
            doc.setIncomplete();
            break;
        }
        more = event.type != YAML_STREAM_END_EVENT;
        if (!reader.take(event)) {
            doc.setIncomplete();
            more = false;
        }
        yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
}

} // namespace orrery::model
