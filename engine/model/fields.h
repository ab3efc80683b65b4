// SPDX-License-Identifier: GPL-3.0-or-later
// The members of one object, read into typed values; what does not fit becomes a finding at its
// place.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/ids.h"
#include "model/document.h"
#include "model/findings.h"
#include "model/keys.h"

namespace orrery::model {

/// Every reader leaves `out` alone when the key is absent, null or wrong, and returns true when it
/// was set.
class Fields {
public:
    /// Reports a value that is no object, and keys that `keys` does not have.
    Fields(const Document &doc, Findings &findings, ValueId object, const keys::ObjectKeys &keys);

    /// False when the value is no object: nothing can be read.
    [[nodiscard]] bool ok() const { return m_ok; }
    /// The member's value; none when absent or null.
    [[nodiscard]] ValueId at(std::string_view key) const;
    /// The member's value or, when absent, the object: where a missing key is reported.
    [[nodiscard]] ValueId placeOf(std::string_view key) const;

    bool text(std::string_view key, std::string &out) const;
    bool text(std::string_view key, RareText &out) const;
    bool flag(std::string_view key, bool &out) const;
    bool amount(std::string_view key, double &out, double least, double most) const;
    bool whole(std::string_view key, std::uint64_t &out, std::uint64_t least,
               std::uint64_t most) const;
    bool whole(std::string_view key, std::uint32_t &out, std::uint32_t least,
               std::uint32_t most) const;
    bool duration(std::string_view key, SpanMs &out) const;
    /// An array of texts.
    bool texts(std::string_view key, std::vector<std::string> &out, std::string fix = {}) const;
    /// An object whose values are texts (numbers and booleans are taken as written).
    bool pairs(std::string_view key, std::vector<std::pair<std::string, std::string>> &out) const;
    /// One of a few words. @return its index, or nothing
    [[nodiscard]] std::optional<std::size_t> word(std::string_view key,
                                                  std::span<const std::string_view> words) const;
    /// The member when it is of this kind; otherwise a finding and none.
    [[nodiscard]] ValueId expect(std::string_view key, Kind kind, std::string fix = {}) const;

private:
    [[nodiscard]] std::size_t index(std::string_view key) const;
    void wrong(std::string_view key, ValueId value, const std::string &expected,
               std::string fix = {}) const;

    const Document &m_doc;
    Findings &m_findings;
    const keys::ObjectKeys &m_keys;
    ValueId m_object;
    bool m_ok = false;
    std::array<ValueId, 40> m_found; ///< more than any object has keys
};

/// A text, or in YAML a plain number or boolean as written.
[[nodiscard]] bool isText(const Document &doc, ValueId value);

} // namespace orrery::model
