// SPDX-License-Identifier: GPL-3.0-or-later
// Encoder and Decoder: numbers and texts as bytes.
#include <bit>

#include "types/codec.h"

namespace orrery::types {

void Encoder::u(std::uint64_t value)
{
    while (value >= 0x80U) {
        m_bytes.push_back(static_cast<char>((value & 0x7FU) | 0x80U));
        value >>= 7U;
    }
    m_bytes.push_back(static_cast<char>(value));
}

void Encoder::i(std::int64_t value)
{
    const auto bits = static_cast<std::uint64_t>(value);
    u((bits << 1U) ^ (value < 0 ? ~std::uint64_t{0} : 0U));
}

void Encoder::d(double value)
{
    auto bits = std::bit_cast<std::uint64_t>(value);
    for (int byte = 0; byte < 8; ++byte) {
        m_bytes.push_back(static_cast<char>(bits & 0xFFU));
        bits >>= 8U;
    }
}

void Encoder::s(std::string_view value)
{
    u(value.size());
    m_bytes.append(value);
}

std::uint64_t Decoder::u()
{
    std::uint64_t value = 0;
    for (unsigned shift = 0; shift < 64 && !m_rest.empty(); shift += 7) {
        const auto byte = static_cast<std::uint8_t>(m_rest.front());
        m_rest.remove_prefix(1);
        if (shift == 63 && byte > 1)
            break; // more than 64 bits
        value |= std::uint64_t{byte & 0x7FU} << shift;
        if (byte < 0x80U)
            return value;
    }
    fail();
    return 0;
}

std::int64_t Decoder::i()
{
    const std::uint64_t bits = u();
    return static_cast<std::int64_t>((bits >> 1U) ^ ((bits & 1U) != 0 ? ~std::uint64_t{0} : 0U));
}

double Decoder::d()
{
    if (m_rest.size() < 8) {
        fail();
        return 0;
    }
    std::uint64_t bits = 0;
    for (unsigned byte = 0; byte < 8; ++byte)
        bits |= std::uint64_t{static_cast<std::uint8_t>(m_rest[byte])} << (8 * byte);
    m_rest.remove_prefix(8);
    return std::bit_cast<double>(bits);
}

std::string Decoder::s()
{
    return std::string(view());
}

std::string_view Decoder::view()
{
    const std::size_t size = count();
    const std::string_view text = m_rest.substr(0, size);
    m_rest.remove_prefix(size);
    return text;
}

std::size_t Decoder::count()
{
    const std::uint64_t size = u();
    if (size > m_rest.size()) {
        fail();
        return 0;
    }
    return static_cast<std::size_t>(size);
}

void Decoder::fail()
{
    m_ok = false;
    m_rest = {};
}

} // namespace orrery::types
