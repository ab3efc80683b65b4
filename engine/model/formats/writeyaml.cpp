// SPDX-License-Identifier: GPL-3.0-or-later
// Block style; texts plain only where no YAML reader could take them for something else.
#include <algorithm>
#include <array>

#include "model/formats/write.h"
#include "model/formats/yaml.h"
#include "model/text.h"

namespace orrery::model {

namespace {

constexpr std::size_t longestFlow = 90;  // characters of an array or object written on one line

// Letters, digits and a few signs that mean nothing in YAML, and no word of YAML 1.1 or 1.2.
bool isPlain(const std::string &text)
{
    constexpr std::array<std::string_view, 7> words = {"TRUE", "FALSE", "YES", "NO", "ON", "OFF", "NULL"};
    if (text.empty() || plainScalarKind(text) != Kind::String)
        return false;
    const char first = text[0];
    const bool startsWell = (first >= 'a' && first <= 'z') || (first >= 'A' && first <= 'Z') || first == '/' || first == '_';
    const std::string word = upper(text);
    return startsWell && text.back() != ' ' && std::find(words.begin(), words.end(), word) == words.end() &&
           text.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 _-./+=()") ==
               std::string::npos;
}

// Several lines that a literal block keeps as they are.
bool isBlock(const std::string &text)
{
    const auto printable = [](char c) { return c == '\n' || c == '\t' || (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F); };
    const std::size_t firstLine = text.find('\n');
    // Characters which YAML takes for line breaks or leaves to the reader: C1 controls, U+2028, U+2029, U+FEFF.
    const bool breaks = text.find("\xC2\x85") != std::string::npos || text.find("\xE2\x80\xA8") != std::string::npos ||
                        text.find("\xE2\x80\xA9") != std::string::npos || text.find("\xEF\xBB\xBF") != std::string::npos;
    return firstLine != std::string::npos && firstLine > 0 && text[0] != ' ' && text[0] != '\t' && !breaks &&
           std::all_of(text.begin(), text.end(), printable) && firstInvalidUtf8(text) == std::nullopt;
}

std::string doubleQuoted(const std::string &text)
{
    std::string json = OrderedJson(text).dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
    // A JSON string is a YAML string, but for characters that YAML does not print.
    std::string out;
    for (std::size_t i = 0; i < json.size(); ++i) {
        const auto byte = [&](std::size_t k) { return i + k < json.size() ? static_cast<unsigned char>(json[i + k]) : 0U; };
        if (byte(0) == 0xC2 && byte(1) >= 0x80 && byte(1) < 0xA0) {
            constexpr const char *digits = "0123456789abcdef";
            out += std::string("\\x") + digits[byte(1) >> 4U] + digits[byte(1) & 0xFU];
            ++i;
        } else if (byte(0) == 0xE2 && byte(1) == 0x80 && (byte(2) == 0xA8 || byte(2) == 0xA9)) {
            out += byte(2) == 0xA8 ? "\\u2028" : "\\u2029";
            i += 2;
        } else if (byte(0) == 0xEF && byte(1) == 0xBB && byte(2) == 0xBF) {
            out += "\\uFEFF";
            i += 2;
        } else if (byte(0) == 0xEF && byte(1) == 0xBF && byte(2) >= 0xBE) {
            out += byte(2) == 0xBE ? "\\uFFFE" : "\\uFFFF";
            i += 2;
        } else if (byte(0) == 0x7F) {
            out += "\\x7f";
        } else {
            out += json[i];
        }
    }
    return out;
}

std::string scalar(const OrderedJson &value)
{
    if (!value.is_string())
        return value.dump();
    const std::string &text = value.get_ref<const std::string &>();
    return isPlain(text) ? text : doubleQuoted(text);
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
    return std::all_of(value.begin(), value.end(), [](const OrderedJson &v) { return !v.is_structured(); });
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
        if (value.is_string() && isBlock(value.get_ref<const std::string &>()))
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

}  // namespace

std::string yamlFrom(const OrderedJson &tree)
{
    return Emitter().take(tree);
}

}  // namespace orrery::model
