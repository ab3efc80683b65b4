// SPDX-License-Identifier: GPL-3.0-or-later
// Fields of a fact, named once: a Writer and a Reader have the same face, so one function serves
// both directions.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "types/codec.h"

namespace orrery::types {

/// Differences of moments wrap instead of overflowing: a damaged record must not be undefined.
inline std::int64_t minus(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) - static_cast<std::uint64_t>(b));
}

inline std::int64_t plus(std::int64_t a, std::int64_t b)
{
    return static_cast<std::int64_t>(static_cast<std::uint64_t>(a) + static_cast<std::uint64_t>(b));
}

/// Writes fields.
class Writer {
public:
    template <typename T>
    using Of = const T;
    explicit Writer(Encoder &to) : m_to(to) {}

    /// Unsigned: LEB128; signed: zigzag; floating point: 8 bytes; texts and names: length and
    /// bytes.
    template <typename T>
    void operator()(const T &value)
    {
        if constexpr (std::is_same_v<T, bool>)
            m_to.u(value ? 1 : 0);
        else if constexpr (std::is_floating_point_v<T>)
            m_to.d(value);
        else if constexpr (std::is_unsigned_v<T>)
            m_to.u(value);
        else if constexpr (std::is_integral_v<T>)
            m_to.i(value);
        else if constexpr (std::is_convertible_v<T, std::string_view>)
            m_to.s(value);
        else
            m_to.s(value.text);
    }
    /// @param last  the greatest value that there is
    template <typename Enum>
    void word(Enum value, Enum)
    {
        m_to.u(static_cast<std::uint64_t>(value));
    }
    /// each(element) names the fields of one.
    template <typename T, typename Each>
    void list(const std::vector<T> &values, const Each &each)
    {
        m_to.u(values.size());
        for (const T &value : values)
            each(value);
    }
    /// `value` as its distance to `before`.
    void distance(std::int64_t value, std::int64_t before) { m_to.i(minus(value, before)); }
    /// Were the fields that follow there in the version at hand?
    [[nodiscard]] static constexpr bool since(std::uint64_t) { return true; }

private:
    Encoder &m_to;
};

/// Reads them; what makes no sense fails the decoder.
class Reader {
public:
    template <typename T>
    using Of = T;
    Reader(Decoder &from, std::uint64_t version) : m_from(from), m_version(version) {}

    template <typename T>
    void operator()(T &value)
    {
        if constexpr (std::is_same_v<T, bool>)
            value = m_from.u() != 0;
        else if constexpr (std::is_floating_point_v<T>)
            value = m_from.d();
        else if constexpr (std::is_unsigned_v<T>)
            value = narrowed<T>(m_from.u());
        else if constexpr (std::is_integral_v<T>)
            value = narrowed<T>(m_from.i());
        else if constexpr (std::is_same_v<T, std::string>)
            value = m_from.s();
        else
            value = T(m_from.s());
    }
    template <typename Enum>
    void word(Enum &value, Enum last)
    {
        const std::uint64_t number = m_from.u();
        if (number > static_cast<std::uint64_t>(last))
            m_from.fail();
        else
            value = static_cast<Enum>(number);
    }
    template <typename T, typename Each>
    void list(std::vector<T> &values, const Each &each)
    {
        for (std::size_t n = m_from.count(); n > 0 && m_from.ok(); --n)
            each(values.emplace_back());
    }
    void distance(std::int64_t &value, std::int64_t before) { value = plus(before, m_from.i()); }
    [[nodiscard]] bool since(std::uint64_t version) const { return m_version >= version; }
    /// For a fact within a fact: its own version.
    [[nodiscard]] Reader as(std::uint64_t version) const { return {m_from, version}; }
    void fail() { m_from.fail(); }

private:
    template <typename T, typename Wide>
    [[nodiscard]] T narrowed(Wide value)
    {
        if (std::in_range<T>(value))
            return static_cast<T>(value);
        m_from.fail();
        return 0;
    }

    Decoder &m_from;
    std::uint64_t m_version;
};

} // namespace orrery::types
