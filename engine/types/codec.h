// SPDX-License-Identifier: GPL-3.0-or-later
// The compact binary form of facts: versioned, little varints, never changed in meaning.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/event.h"
#include "engine/result.h"

namespace orrery::types {

/// Appends numbers and texts; integers as LEB128 (signed: zigzag), doubles as 8 bytes little
/// endian.
class Encoder {
public:
    void u(std::uint64_t value);
    void i(std::int64_t value);
    void d(double value);
    void s(std::string_view value);
    [[nodiscard]] std::string take() { return std::move(m_bytes); }
    [[nodiscard]] const std::string &bytes() const { return m_bytes; }
    void clear() { m_bytes.clear(); }

private:
    std::string m_bytes;
};

/// Reads what Encoder wrote. After a read past the end or a bad length ok() is false and all
/// further reads give zeros: check once at the end.
class Decoder {
public:
    explicit Decoder(std::string_view bytes) : m_rest(bytes) {}
    [[nodiscard]] std::uint64_t u();
    [[nodiscard]] std::int64_t i();
    [[nodiscard]] double d();
    [[nodiscard]] std::string s();
    /// As s(), without a copy: valid as long as the bytes given.
    [[nodiscard]] std::string_view view();
    [[nodiscard]] std::string_view rest() const { return m_rest; }
    [[nodiscard]] bool ok() const { return m_ok; }
    [[nodiscard]] bool atEnd() const { return m_rest.empty(); }
    /// A count of elements that each take at least one byte: false length cannot make us allocate.
    [[nodiscard]] std::size_t count();
    /// What was read makes no sense: from here on as after a read past the end.
    void fail();

private:
    std::string_view m_rest;
    bool m_ok = true;
};

/// Appends kind, version and payload of a fact.
void encode(const Fact &fact, Encoder &to);
/// @error Corrupt
[[nodiscard]] Result<Fact> decode(Decoder &from);

void encodeExit(const Exit &exit, Encoder &to);
[[nodiscard]] Exit decodeExit(Decoder &from);

} // namespace orrery::types
