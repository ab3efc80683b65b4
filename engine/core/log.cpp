// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/log.h"

#include <array>
#include <atomic>
#include <cstdio>
#include <string>

#include <fmt/format.h>

namespace orrery::core {
namespace {

std::atomic<LogLevel> threshold{LogLevel::Warning};
constexpr std::array<const char *, 4> names{"debug", "info", "warning", "error"};

} // namespace

void setLogLevel(LogLevel level)
{
    threshold = level;
}

void log(LogLevel level, std::string_view text)
{
    if (level < threshold.load() || level == LogLevel::Off)
        return;
    std::string line = fmt::format("orrery: {}: ", names.at(static_cast<std::size_t>(level)));
    for (const char c : text) {
        if (static_cast<unsigned char>(c) < 0x20)
            line += fmt::format("\\x{:02x}", static_cast<unsigned char>(c));
        else
            line += c;
    }
    line += '\n';
    std::fwrite(line.data(), 1, line.size(), stderr);
}

} // namespace orrery::core
