// SPDX-License-Identifier: GPL-3.0-or-later
// How a file is written: its indentation, quotes, line ends, and what it writes on one line. New
// values are written likewise.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "model/edit/tree.h"

namespace orrery::model::inplace {

/// What is put behind a key, a dash or a comma.
struct Written {
    std::string inlined;            ///< goes on the line; "" = nothing
    std::vector<std::string> lines; ///< below it, each with its own indentation; no line ends
};

/// Under which name elements of a list are known: "edges[]".
[[nodiscard]] inline std::string elementKey(std::string_view list)
{
    return std::string(list) + "[]";
}

class Manner {
public:
    /// Learns from the file.
    explicit Manner(const Tree &tree);

    [[nodiscard]] const std::string &lineEnd() const { return m_lineEnd; }
    [[nodiscard]] std::size_t step() const { return m_step; } ///< of a block mapping
    [[nodiscard]] std::size_t dashOffset() const
    {
        return m_dashOffset;
    }                                                               ///< from a key to its dashes
    [[nodiscard]] std::size_t dashGap() const { return m_dashGap; } ///< from a dash to its value

    /// A scalar on one line, quoted as `like` is where that can be.
    [[nodiscard]] std::string scalar(const OrderedJson &value, Style like) const;
    [[nodiscard]] std::string scalar(const OrderedJson &value) const
    {
        return scalar(value, m_textStyle);
    }
    [[nodiscard]] std::string key(std::string_view name) const;

    /// A value in flow style. @param indent  of the line that it begins on; "" and no line ends
    /// in it where `oneLine`
    [[nodiscard]] std::string flow(const OrderedJson &value, std::string_view key,
                                   const std::string &indent, bool oneLine) const;
    /// A value of a block member or element. @param column  of the key or dash
    /// @param dash  the value of an element
    [[nodiscard]] Written block(const OrderedJson &value, std::string_view key, std::size_t column,
                                bool dash) const;
    /// A text of several lines, each with `indent`; the header is Written::inlined.
    [[nodiscard]] static Written literal(const std::string &text, std::size_t indent);

    /// "a: 1" of a flow mapping or of JSON.
    [[nodiscard]] std::string flowMember(std::string_view name, const OrderedJson &value,
                                         const std::string &indent, bool oneLine) const;
    [[nodiscard]] const std::string &comma() const { return m_comma; } ///< on one line: ", "
    [[nodiscard]] const std::string &unit() const { return m_unit; }   ///< of a level in flow style

private:
    struct Habit {
        int flow = 0; ///< JSON: on one line
        int block = 0;
    };
    void learn(const Tree &tree, NodeId id);
    void learnFlow(const Tree &tree, NodeId id);
    [[nodiscard]] bool isSmall(const OrderedJson &value, std::string_view key) const;
    [[nodiscard]] bool writesFlow(const OrderedJson &value, std::string_view key) const;
    [[nodiscard]] bool writesOneLine(const OrderedJson &value, std::string_view key) const;
    void members(const OrderedJson &value, std::string_view key, std::size_t column,
                 std::vector<std::string> &out) const;

    bool m_yaml;
    std::string m_lineEnd = "\n";
    std::size_t m_step = 2;
    std::size_t m_dashOffset = 2;
    std::size_t m_dashGap = 2;
    Style m_textStyle = Style::Plain;
    Style m_quote = Style::Double;
    std::string m_unit = "  ";
    std::string m_comma = ", ";
    std::string m_colon = ": ";
    bool m_padded = false;                           ///< { a: 1 }
    bool m_compact = false;                          ///< all on one line
    std::unordered_map<std::string, Habit> m_habits; ///< of containers, by key
    Habit m_objects;
    // While learning.
    std::unordered_map<std::size_t, int> m_steps, m_dashOffsets, m_dashGaps;
    int m_plain = 0, m_single = 0, m_double = 0;
    bool m_knowsFlow = false, m_knowsUnit = false;
};

} // namespace orrery::model::inplace
