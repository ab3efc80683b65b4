// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/formats/yaml.h"

#include <algorithm>
#include <array>
#include <istream>
#include <streambuf>
#include <unordered_map>

#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include "model/builder.h"
#include "model/text.h"

namespace orrery::model {

namespace {

struct Stop {};  // thrown through yaml-cpp once a finding has said why

class ViewBuffer : public std::streambuf {
public:
    explicit ViewBuffer(std::string_view text)
    {
        char *begin = const_cast<char *>(text.data());  // the get area is only read
        setg(begin, begin, begin + text.size());
    }
};

class Handler : public YAML::EventHandler {
public:
    Handler(Document &doc, Findings &findings, const toolkit::Limits &limits)
        : m_doc(doc), m_findings(findings), m_builder(doc, findings, limits)
    {
        m_shift = doc.source().starts_with("\xEF\xBB\xBF") ? 3 : 0;
    }

    void OnDocumentStart(const YAML::Mark &mark) override
    {
        if (!m_doc.empty())
            stop(offset(mark), "a second document starts here", "keep one DAG in a file");
    }
    void OnDocumentEnd() override {}

    void OnNull(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        if (m_builder.awaitsKey())
            return m_builder.key("", offset(mark));
        // An absent value is found where its key is.
        const std::string_view here = m_doc.source().substr(std::min(offset(mark), m_doc.source().size()));
        const bool written = here.starts_with('~') || upper(here.substr(0, 4)) == "NULL";
        const ValueId id = m_builder.scalar(Kind::Null, {}, offset(mark));
        keep(anchor, id);
        if (!written)
            m_doc.edit(id).at = m_doc[id].keyAt;
    }
    void OnAlias(const YAML::Mark &mark, YAML::anchor_t anchor) override
    {
        const auto known = m_anchors.find(anchor);
        if (known == m_anchors.end())
            stop(offset(mark), "this alias stands for a key or for nothing", "write the value out");
        for (ValueId open = m_builder.openValue(); open != none; open = m_doc[open].parent) {
            if (open == known->second)
                stop(offset(mark), "this alias contains itself", "write the value out");
        }
        if (m_builder.awaitsKey()) {
            if (m_doc[known->second].first != none)
                stop(offset(mark), "a key must be a text", {});
            return m_builder.key(m_doc.text(known->second), offset(mark));
        }
        if (!m_builder.copy(known->second, offset(mark)))
            throw Stop();
    }
    void OnScalar(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                  const std::string &value) override
    {
        if (m_builder.awaitsKey())
            return key(mark, value);
        const Kind kind = tag == "?" ? plainScalarKind(value) : tagged(mark, tag, value);
        const bool plain = tag == "?" && kind != Kind::String;
        keep(anchor, m_builder.scalar(kind, m_doc.keep(value), offset(mark), plain));
    }
    void OnSequenceStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                         YAML::EmitterStyle::value) override
    {
        open(Kind::Array, mark, tag, anchor, "tag:yaml.org,2002:seq");
    }
    void OnSequenceEnd() override { m_builder.close(); }
    void OnMapStart(const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
                    YAML::EmitterStyle::value) override
    {
        open(Kind::Object, mark, tag, anchor, "tag:yaml.org,2002:map");
    }
    void OnMapEnd() override { m_builder.close(); }

    [[nodiscard]] std::size_t offset(const YAML::Mark &mark) const
    {
        return mark.is_null() ? 0 : static_cast<std::size_t>(mark.pos) + m_shift;
    }

private:
    [[noreturn]] void stop(std::size_t at, std::string message, std::string fix)
    {
        m_findings.errorAt(at, std::move(message), std::move(fix));
        throw Stop();
    }
    void key(const YAML::Mark &mark, const std::string &value)
    {
        if (value == "<<")
            stop(offset(mark), "merge keys (<<) are not part of YAML 1.2", "write the keys out");
        m_builder.key(value, offset(mark));
    }
    Kind tagged(const YAML::Mark &mark, const std::string &tag, const std::string &value)
    {
        if (tag == "!" || tag == "tag:yaml.org,2002:str")
            return Kind::String;
        const Kind kind = plainScalarKind(value);
        const bool fits = (tag == "tag:yaml.org,2002:int" && kind == Kind::Number) ||
                          (tag == "tag:yaml.org,2002:float" && kind == Kind::Number) ||
                          (tag == "tag:yaml.org,2002:bool" && kind == Kind::Boolean) ||
                          (tag == "tag:yaml.org,2002:null" && kind == Kind::Null);
        if (!fits)
            m_findings.errorAt(offset(mark), "the tag " + inQuotes(tag) + " is not known or does not fit its value",
                               "remove the tag");
        return kind;
    }
    void open(Kind kind, const YAML::Mark &mark, const std::string &tag, YAML::anchor_t anchor,
              std::string_view expectedTag)
    {
        if (m_builder.awaitsKey())
            stop(offset(mark), std::string("a key must be a text, not ") + std::string(named(kind)), {});
        if (tag != "?" && tag != "!" && !tag.empty() && tag != expectedTag)
            m_findings.errorAt(offset(mark), "the tag " + inQuotes(tag) + " is not known", "remove the tag");
        keep(anchor, m_builder.open(kind, offset(mark)));
    }
    void keep(YAML::anchor_t anchor, ValueId id)
    {
        if (id == none)
            throw Stop();
        if (anchor != YAML::NullAnchor)
            m_anchors[anchor] = id;
    }

    Document &m_doc;
    Findings &m_findings;
    Builder m_builder;
    std::size_t m_shift = 0;
    std::unordered_map<YAML::anchor_t, ValueId> m_anchors;
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
        return text.find_first_not_of(text[1] == 'x' ? "0123456789abcdefABCDEF" : "01234567", 2) == std::string_view::npos;
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

void parse(Document &doc, Findings &findings, const toolkit::Limits &limits)
{
    Handler handler(doc, findings, limits);
    try {
        ViewBuffer buffer(doc.source());
        std::istream stream(&buffer);
        YAML::Parser parser(stream);
        while (parser.HandleNextDocument(handler)) {
        }
    } catch (const Stop &) {
        doc.setIncomplete();
    } catch (const YAML::Exception &error) {
        doc.setIncomplete();
        const std::size_t at = error.mark.is_null() ? doc.source().size() : handler.offset(error.mark);
        findings.errorAt(at, "not YAML: " + error.msg);
    }
}

}  // namespace

Kind plainScalarKind(std::string_view text)
{
    constexpr std::array<std::string_view, 5> nulls = {"", "~", "null", "Null", "NULL"};
    constexpr std::array<std::string_view, 6> booleans = {"true", "True", "TRUE", "false", "False", "FALSE"};
    if (std::find(nulls.begin(), nulls.end(), text) != nulls.end())
        return Kind::Null;
    if (std::find(booleans.begin(), booleans.end(), text) != booleans.end())
        return Kind::Boolean;
    return isNumber(text) ? Kind::Number : Kind::String;
}

void readYaml(Document &doc, Findings &findings, const toolkit::Limits &limits)
{
    try {
        parse(doc, findings, limits);
    } catch (const std::exception &error) {
        doc.setIncomplete();
        findings.errorAt(doc.source().size(), std::string("not YAML: ") + error.what());
    }
}

}  // namespace orrery::model
