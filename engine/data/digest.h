// SPDX-License-Identifier: GPL-3.0-or-later
// SHA-256, cut to 128 bits: what tells contents apart. Pure.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace orrery::data {

/// A hash that is fed piece by piece.
class Digest {
public:
    Digest();
    ~Digest();
    Digest(const Digest &) = delete;
    Digest &operator=(const Digest &) = delete;

    void add(std::string_view bytes);
    /// Adds a text with its length, so that two texts never read like two others.
    void addText(std::string_view text);
    /// 32 hex digits; ends it.
    [[nodiscard]] std::string take();

private:
    struct Context;
    std::unique_ptr<Context> m_context;
};

[[nodiscard]] std::string digestOf(std::string_view bytes);

} // namespace orrery::data
