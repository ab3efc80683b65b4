// SPDX-License-Identifier: GPL-3.0-or-later
// Block style; texts plain only where no YAML reader could take them for something else.
#include <algorithm>
#include <array>

#include "model/formats/write.h"
#include "model/formats/yaml.h"
#include "model/text.h"

namespace orrery::model {

namespace {

constexpr std::size_t longestFlow = 90; // characters of an array or object written on one line

} // namespace

bool isPlainYaml(const std::string &text)
{
    constexpr std::array<std::string_view, 7> words = {"TRUE", "FALSE", "YES", "NO",
                                                       "ON",   "OFF",   "NULL"};
    if (text.empty() || plainScalarKind(text) != Kind::String)
        return false;
    const char first = text[0];
    const bool startsWell = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') ||
                            first == '/' || first == '_';
    const std::string word = upper(text);
    return startsWell && text.back() != ' ' &&
           std::find(words.begin(), words.end(), word) == words.end() &&
           text.find_first_not_of(
               "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _-./+=()") ==
               std::string::npos;
}

namespace {

// Bytes at `i` that YAML does not print or takes for a line break: C1 controls, U+2028, U+2029,
// U+FEFF, U+FFFE, U+FFFF, DEL. 0 = none.
std::size_t unprintable(const std::string &text, std::size_t i)
{
    const auto byte = [&](std::size_t k) {
        return i + k < text.size() ? static_cast<unsigned char>(text[i + k]) : 0U;
    };
    if (byte(0) == 0x7F)
        return 1;
    if (byte(0) == 0xC2 && byte(1) < 0xA0)
        return 2;
    const bool separator =
        byte(0) == 0xE2 && byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9);
    const bool mark = byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF;
    return separator || mark || (byte(0) == 0xEF && byte(1) == 0xBF && byte(2) >= 0xBE) ? 3 : 0;
}

} // namespace

bool isLiteralYaml(const std::string &text)
{
    const std::size_t firstLine = text.find('\n');
    if (firstLine == std::string::npos || firstLine == 0 || text[0] == ' ' || text[0] == '\t' ||
        firstInvalidUtf8(text))
        return false;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool control =
            static_cast<unsigned char>(text[i]) < 0x20 && text[i] != '\n' && text[i] != '\t';
        if (control || unprintable(text, i) > 0)
            return false;
    }
    return true;
}

namespace {

// "\u2028": the code point of a character of one to three bytes.
std::string escape(std::string_view character)
{
    unsigned code = static_cast<unsigned char>(character[0]);
    if (character.size() > 1)
        code &= character.size() == 2 ? 0x1FU : 0x0FU;
    for (std::size_t i = 1; i < character.size(); ++i)
        code = (code << 6U) | (static_cast<unsigned char>(character[i]) & 0x3FU);
    std::string out = "\\u";
    for (int shift = 12; shift >= 0; shift -= 4)
        out += "0123456789abcdef"[(code >> static_cast<unsigned>(shift)) & 0xFU];
    return out;
}

} // namespace

// A JSON string is a YAML string, but for characters that YAML does not print.
std::string quotedYaml(const std::string &text)
{
    const std::string json =
        OrderedJson(text).dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
    std::string out;
    for (std::size_t i = 0; i < json.size();) {
        const std::size_t bytes = unprintable(json, i);
        out +=
            bytes > 0 ? escape(std::string_view(json).substr(i, bytes)) : std::string(1, json[i]);
        i += std::max<std::size_t>(bytes, 1);
    }
    return out;
}

namespace {

std::string scalar(const OrderedJson &value)
{
    if (!value.is_string())
        return value.dump();
    const std::string &text = value.get_ref<const std::string &>();
    return isPlainYaml(text) ? text : quotedYaml(text);
}

std::string flow(const OrderedJson &value)
{
    if (!value.is_structured())
        return scalar(value);
    std::string out = value.is_array() ? "[" : "{";
    bool first = true;
    for (auto it = value.begin(); it != value.end(); ++it) {
        out += first ? "" : ", ";
        first = false;
        if (value.is_object())
            out += scalar(it.key()) + ": ";
        out += flow(*it);
    }
    return out + (value.is_array() ? "]" : "}");
}

bool isScalarOnly(const OrderedJson &value)
{
    return std::all_of(value.begin(), value.end(), [](const OrderedJson &v) {
        return !v.is_structured() && !(v.is_string() && isLiteralYaml(v.get_ref<const std::string &>()));
    });
}

class Emitter {
public:
    std::string take(const OrderedJson &tree)
    {
        if (tree.is_structured() && !tree.empty())
            block(tree, 0);
        else
            m_out = flow(tree) + "\n";
        return std::move(m_out);
    }

private:
    void block(const OrderedJson &value, std::size_t indent)
    {
        bool first = true;
        for (auto it = value.begin(); it != value.end(); ++it) {
            if (!std::exchange(first, false) || m_out.empty() || m_out.back() == '\n')
                m_out.append(indent, ' ');
            m_out += value.is_object() ? scalar(it.key()) + ":" : "-";
            member(*it, indent, value.is_array());
        }
    }
    void member(const OrderedJson &value, std::size_t indent, bool inArray)
    {
        if (value.is_string() && isLiteralYaml(value.get_ref<const std::string &>()))
            return literal(value.get_ref<const std::string &>(), indent + 2);
        if (!value.is_structured() || value.empty() || fitsOneLine(value)) {
            m_out += " " + flow(value) + "\n";
            return;
        }
        m_out += inArray ? ' ' : '\n';
        block(value, indent + 2);
    }
    static bool fitsOneLine(const OrderedJson &value)
    {
        return value.size() <= 8 && isScalarOnly(value) && flow(value).size() <= longestFlow;
    }
    void literal(const std::string &text, std::size_t indent)
    {
        const std::size_t last = text.find_last_not_of('\n');
        const std::size_t ends = text.size() - (last + 1);
        m_out += ends == 0 ? " |-\n" : ends == 1 ? " |\n" : " |+\n";
        for (std::size_t start = 0; start < text.size();) {
            const std::size_t end = std::min(text.find('\n', start), text.size());
            if (end > start)
                m_out.append(indent, ' ').append(text, start, end - start);
            m_out += '\n';
            start = end + 1;
        }
    }

    std::string m_out;
};

} // namespace

std::string yamlFrom(const OrderedJson &tree)
{
    return Emitter().take(tree);
}

} // namespace orrery::model
