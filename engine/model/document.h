// SPDX-License-Identifier: GPL-3.0-or-later
// A JSON or YAML file as a compact tree in which every value knows where it stands. 40 bytes a
// value; texts are views into the source where possible.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include <nlohmann/json.hpp>

#include "engine/ids.h"

namespace orrery::model {

/// Keeps the order of keys, as files do.
using OrderedJson = nlohmann::ordered_json;

enum class Kind : std::uint8_t { Null, Boolean, Number, String, Array, Object };

/// "a number", "an object": for messages.
[[nodiscard]] std::string_view named(Kind kind);

/// Are two names equal? Most that differ do so in length, first or last character.
[[nodiscard]] inline bool sameName(std::string_view a, std::string_view b)
{
    return a.size() == b.size() &&
           (a.empty() || (a.front() == b.front() && a.back() == b.back() && a == b));
}

/// Place of a value in its document; orrery::none = no such value.
using ValueId = std::uint32_t;

class Document {
public:
    struct Value {
        const char *text = nullptr; ///< string: content; number, boolean: as written
        std::uint32_t size = 0;     ///< [bytes] of text
        std::uint32_t at = 0;       ///< [bytes] offset of the value's first character in the source
        std::uint32_t key = none;   ///< name of a member; none in arrays
        std::uint32_t keyAt = 0;    ///< [bytes] offset of the key
        ValueId parent = none;
        ValueId first = none; ///< first member or element
        ValueId next = none;  ///< next sibling
        Kind kind = Kind::Null;
        bool plain = false; ///< YAML scalar without quotes: a number may also be read as text
    };

    /// The source is borrowed and must outlive the document.
    explicit Document(std::string_view source) : m_source(source) {}
    Document(const Document &) = delete;
    Document &operator=(const Document &) = delete;

    [[nodiscard]] std::string_view source() const { return m_source; }
    [[nodiscard]] bool empty() const { return m_size == 0; }
    [[nodiscard]] ValueId root() const { return m_size == 0 ? none : 0; }
    [[nodiscard]] std::uint32_t size() const { return m_size; }
    /// False when the source ended early or was broken: absent values prove nothing then.
    [[nodiscard]] bool complete() const { return m_complete; }
    void setIncomplete() { m_complete = false; }

    [[nodiscard]] const Value &operator[](ValueId id) const
    {
        return m_chunks[id >> chunkBits][id & chunkMask];
    }
    [[nodiscard]] std::string_view text(ValueId id) const
    {
        const Value &v = (*this)[id];
        return {v.text, v.size};
    }
    [[nodiscard]] std::string_view key(ValueId id) const
    {
        const std::uint32_t k = (*this)[id].key;
        return k == none ? std::string_view() : m_keys[k];
    }
    [[nodiscard]] std::uint32_t keyCount() const
    {
        return static_cast<std::uint32_t>(m_keys.size());
    }
    /// Member of an object by name; none when absent or when `object` is no object.
    [[nodiscard]] ValueId member(ValueId object, std::string_view name) const;
    /// The value at "nodes/3/executionConfig/timeout", or the nearest existing value above it.
    [[nodiscard]] ValueId locate(std::string_view path) const;
    [[nodiscard]] std::string path(ValueId id) const;
    /// Finite or not; nothing when the value is no number.
    [[nodiscard]] std::optional<double> number(ValueId id) const;
    /// The subtree as JSON; numbers that JSON cannot hold become null.
    [[nodiscard]] OrderedJson toJson(ValueId id) const;

    /// Forgets all values.
    void clear();
    /// A copy of the source with this and all earlier patches: positions stay, texts point into it.
    [[nodiscard]] std::string_view patched(std::size_t at, char replacement);

    // Making a document ------------------------------------------------------------------------
    [[nodiscard]] ValueId add(const Value &value);
    [[nodiscard]] Value &edit(ValueId id) { return m_chunks[id >> chunkBits][id & chunkMask]; }
    /// The same number for the same name.
    [[nodiscard]] std::uint32_t intern(std::string_view name);
    /// A copy of text that lives as long as the document.
    [[nodiscard]] std::string_view keep(std::string_view text);

private:
    static constexpr std::uint32_t chunkBits = 14;
    static constexpr std::uint32_t chunkMask = (1U << chunkBits) - 1;

    std::string_view m_source;
    std::string m_patched;
    std::vector<std::unique_ptr<Value[]>> m_chunks;
    std::uint32_t m_size = 0;
    std::vector<std::string_view> m_keys;
    std::unordered_map<std::string_view, std::uint32_t> m_keyIds;
    std::array<std::uint32_t, 256>
        m_recentKeys{}; ///< by length and outer characters; saves hashing
    std::deque<std::string> m_kept;
    std::string *m_block = nullptr; ///< the kept text that short texts are appended to
    bool m_complete = true;
};

} // namespace orrery::model
