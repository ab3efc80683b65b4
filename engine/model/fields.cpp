// SPDX-License-Identifier: GPL-3.0-or-later
#include "model/fields.h"

#include <cmath>
#include <optional>

#include "model/duration.h"
#include "model/text.h"

namespace orrery::model {

namespace {

std::string shownField(const Document &doc, ValueId value)
{
    switch (doc[value].kind) {
    case Kind::String:
        return inQuotes(doc.text(value));
    case Kind::Number:
    case Kind::Boolean:
        return std::string(doc.text(value).substr(0, 60));
    default:
        return std::string(named(doc[value].kind));
    }
}

std::string plainNumber(double value)
{
    const std::string text = std::to_string(value);
    const std::size_t end = text.find_last_not_of('0');
    return text.substr(0, text[end] == '.' ? end : end + 1);
}

} // namespace

bool isText(const Document &doc, ValueId value)
{
    const Document::Value &v = doc[value];
    return v.kind == Kind::String ||
           (v.plain && (v.kind == Kind::Number || v.kind == Kind::Boolean));
}

Fields::Fields(const Document &doc, Findings &findings, ValueId object,
               const keys::ObjectKeys &keys)
    : m_doc(doc), m_findings(findings), m_keys(keys), m_object(object)
{
    m_found.fill(none);
    if (doc[object].kind != Kind::Object) {
        findings.error(doc, object,
                       std::string(keys.name) + " must be an object, not " +
                           std::string(named(doc[object].kind)));
        return;
    }
    m_ok = true;
    for (ValueId v = doc[object].first; v != none; v = doc[v].next) {
        const std::size_t i = index(doc.key(v));
        if (i < keys.keys.size()) {
            // A key given twice was reported; the first one counts, as in Document::member().
            if (m_found[i] == none)
                m_found[i] = v;
        } else if (!findings.full()) {
            const std::string near = didYouMean(closest(doc.key(v), keys.keys));
            findings.errorAtKey(
                doc, v, "unknown key " + inQuotes(doc.key(v)) + " in " + std::string(keys.name),
                near.empty() ? "known keys: " + listed(keys.keys) : near);
        } else {
            findings.countOnly();
        }
    }
}

std::size_t Fields::index(std::string_view key) const
{
    std::size_t i = 0;
    while (i < m_keys.keys.size() && !sameName(m_keys.keys[i], key))
        ++i;
    return i;
}

ValueId Fields::at(std::string_view key) const
{
    const ValueId v = m_found[index(key)];
    return v != none && m_doc[v].kind == Kind::Null ? none : v;
}

ValueId Fields::placeOf(std::string_view key) const
{
    const ValueId v = m_found[index(key)];
    return v == none ? m_object : v;
}

void Fields::wrong(std::string_view key, ValueId value, const std::string &expected,
                   std::string fix) const
{
    m_findings.error(m_doc, value,
                     std::string(key) + " must be " + expected + ", not " +
                         shownField(m_doc, value),
                     std::move(fix));
}

ValueId Fields::expect(std::string_view key, Kind kind, std::string fix) const
{
    const ValueId v = at(key);
    if (v == none || m_doc[v].kind == kind)
        return v;
    wrong(key, v, std::string(named(kind)), std::move(fix));
    return none;
}

bool Fields::text(std::string_view key, std::string &out) const
{
    const ValueId v = at(key);
    if (v == none)
        return false;
    if (!isText(m_doc, v)) {
        wrong(key, v, "a text", m_doc[v].kind == Kind::Number ? "put it in double quotes" : "");
        return false;
    }
    out = m_doc.text(v);
    return true;
}

bool Fields::text(std::string_view key, RareText &out) const
{
    std::string given;
    if (!text(key, given))
        return false;
    out = std::move(given);
    return true;
}

bool Fields::flag(std::string_view key, bool &out) const
{
    const ValueId v = at(key);
    if (v == none)
        return false;
    if (m_doc[v].kind != Kind::Boolean) {
        wrong(key, v, "true or false");
        return false;
    }
    out = (m_doc.text(v)[0] | 0x20) == 't';
    return true;
}

bool Fields::amount(std::string_view key, double &out, double least, double most) const
{
    const ValueId v = at(key);
    if (v == none)
        return false;
    const std::optional<double> value = m_doc.number(v);
    if (!value || !(*value >= least && *value <= most)) {
        wrong(key, v, "a number from " + plainNumber(least) + " to " + plainNumber(most));
        return false;
    }
    out = *value + 0.0; // no negative zero
    return true;
}

bool Fields::whole(std::string_view key, std::uint64_t &out, std::uint64_t least,
                   std::uint64_t most) const
{
    const ValueId v = at(key);
    if (v == none)
        return false;
    const std::optional<double> value = m_doc.number(v);
    if (!value || std::trunc(*value) != *value || !(*value >= static_cast<double>(least)) ||
        !(*value <= static_cast<double>(most))) {
        wrong(key, v,
              "a whole number from " + std::to_string(least) + " to " + std::to_string(most));
        return false;
    }
    out = static_cast<std::uint64_t>(*value);
    return true;
}

bool Fields::whole(std::string_view key, std::uint32_t &out, std::uint32_t least,
                   std::uint32_t most) const
{
    std::uint64_t value = 0;
    if (!whole(key, value, std::uint64_t{least}, std::uint64_t{most}))
        return false;
    out = static_cast<std::uint32_t>(value);
    return true;
}

bool Fields::duration(std::string_view key, SpanMs &out) const
{
    const ValueId v = at(key);
    if (v == none)
        return false;
    if (m_doc[v].kind != Kind::String) {
        wrong(key, v, "a duration", "write it like \"PT30M\", \"PT1H30M\" or \"P1D\"");
        return false;
    }
    const Result<SpanMs> span = parseDuration(m_doc.text(v));
    if (!span)
        m_findings.error(m_doc, v, std::string(key) + ": " + span.error().what);
    else
        out = *span;
    return span.has_value();
}

bool Fields::texts(std::string_view key, std::vector<std::string> &out, std::string fix) const
{
    const ValueId list = expect(key, Kind::Array, std::move(fix));
    if (list == none)
        return false;
    for (ValueId v = m_doc[list].first; v != none; v = m_doc[v].next) {
        if (isText(m_doc, v))
            out.emplace_back(m_doc.text(v));
        else
            wrong("an element of " + std::string(key), v, "a text",
                  m_doc[v].kind == Kind::Number ? "put it in double quotes" : "");
    }
    return true;
}

bool Fields::pairs(std::string_view key,
                   std::vector<std::pair<std::string, std::string>> &out) const
{
    const ValueId object = expect(key, Kind::Object);
    if (object == none)
        return false;
    for (ValueId v = m_doc[object].first; v != none; v = m_doc[v].next) {
        const Kind kind = m_doc[v].kind;
        if (m_doc.key(v).empty())
            m_findings.errorAtKey(m_doc, v, "a name in " + std::string(key) + " is empty");
        else if (kind == Kind::String || kind == Kind::Number || kind == Kind::Boolean)
            out.emplace_back(m_doc.key(v), m_doc.text(v));
        else
            wrong(m_doc.key(v), v, "a text");
    }
    return true;
}

std::optional<std::size_t> Fields::word(std::string_view key,
                                        std::span<const std::string_view> words) const
{
    const ValueId v = at(key);
    if (v == none)
        return std::nullopt;
    for (std::size_t i = 0; isText(m_doc, v) && i < words.size(); ++i) {
        if (words[i] == m_doc.text(v))
            return i;
    }
    wrong(key, v, "one of " + listed(words),
          isText(m_doc, v) ? didYouMean(closest(m_doc.text(v), words)) : "");
    return std::nullopt;
}

} // namespace orrery::model
