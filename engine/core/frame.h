// SPDX-License-Identifier: GPL-3.0-or-later
// Length-prefixed messages on a byte stream: 4 bytes little endian, then the message.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace orrery::core {

/// A message longer than this ends the connection: a peer that sends it is broken or hostile.
inline constexpr std::uint32_t maxFrame = 256U << 20U; ///< [bytes]

/// Appends `message` with its length to `out`.
inline void appendFrame(std::string &out, std::string_view message)
{
    const auto size = static_cast<std::uint32_t>(message.size());
    char head[4];
    for (unsigned byte = 0; byte < 4; ++byte)
        head[byte] = static_cast<char>((size >> (8U * byte)) & 0xFFU);
    out.append(head, 4);
    out.append(message);
}

/// Empties a buffer; a large one gives its memory back.
inline void emptyBuffer(std::string &buffer)
{
    constexpr std::size_t kept = 1U << 20U; // [bytes]
    if (buffer.capacity() > kept)
        std::string().swap(buffer);
    else
        buffer.clear();
}

/// Cuts a stream into messages.
class FrameReader {
public:
    void feed(std::string_view bytes) { m_buffer.append(bytes); }
    /// The next whole message, valid until the next call of feed or next; false = none yet.
    [[nodiscard]] bool next(std::string_view &message)
    {
        if (m_start > 0 && m_start == m_buffer.size()) {
            emptyBuffer(m_buffer);
            m_start = 0;
        } else if (m_start > (1U << 20U)) {
            m_buffer.erase(0, m_start);
            m_start = 0;
        }
        if (m_buffer.size() - m_start < 4)
            return false;
        std::uint32_t size = 0;
        for (unsigned byte = 0; byte < 4; ++byte)
            size |= std::uint32_t{static_cast<unsigned char>(m_buffer[m_start + byte])}
                    << (8U * byte);
        if (size > maxFrame) {
            m_broken = true;
            return false;
        }
        if (m_buffer.size() - m_start - 4 < size)
            return false;
        message = std::string_view(m_buffer).substr(m_start + 4, size);
        m_start += 4 + std::size_t{size};
        return true;
    }
    /// The stream held a length beyond maxFrame: close it.
    [[nodiscard]] bool broken() const { return m_broken; }

private:
    std::string m_buffer;
    std::size_t m_start = 0;
    bool m_broken = false;
};

} // namespace orrery::core
