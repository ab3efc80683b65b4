// SPDX-License-Identifier: GPL-3.0-or-later
// What an engine and orrery-runner say to each other. Each message is one frame (core/frame.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "engine/ids.h"
#include "engine/resource.h"
#include "engine/result.h"
#include "types/codec.h"
#include "types/launch.h"

namespace orrery::wire {

/// Version spoken by this build, and the oldest that it still reads.
inline constexpr std::uint32_t runnerProtocol = 2; ///< 2: Ahead
inline constexpr std::uint32_t oldestRunnerProtocol = 1;

// ---- engine to runner ------------------------------------------------------------------------

/// First message of a connection. A newer epoch replaces an older connection; an older epoch than
/// the newest seen is refused.
struct Hello {
    std::uint32_t protocol = runnerProtocol;
    std::uint64_t epoch = 0;
    std::uint64_t milliCpu = 0;  ///< capacity that the runner may fill; queued launches wait for it
    std::uint64_t memoryMiB = 0; ///< 0 = not counted
};
/// A launch whose key is known is not started twice: its state is told again.
struct Launch {
    std::vector<types::LaunchOrder> orders;
};
struct Cancel {
    std::vector<AttemptKey> keys;
};
/// The results of these are safe with the engine: forget them.
struct Acknowledge {
    std::vector<AttemptKey> keys;
};
struct Follow {
    AttemptKey key;
    std::uint64_t offset = 0;
    std::uint64_t credit = 0; ///< [bytes] that may be sent before the next Credit
};
struct Credit {
    AttemptKey key;
    std::uint64_t bytes = 0;
};
struct Unfollow {
    AttemptKey key;
};

/// Orders that may be forgotten without a word, and are when another order would wait for them. One
/// that has begun is confirmed by a Launch with its key, or withdrawn by a Cancel, after which it
/// is never told.
struct Ahead {
    std::vector<types::AheadOrder> orders;
};

// ---- runner to engine ------------------------------------------------------------------------

struct Welcome {
    std::uint32_t protocol = runnerProtocol;
    std::int64_t pid = 0;
    std::string bootId;
    /// Queued, running, and ended without acknowledgement; the results of the last follow.
    std::vector<AttemptKey> alive;
};
/// The connection ends after this.
struct Refused {
    std::string why;
};
/// `started` names attempts that live longer than a few milliseconds; a shorter one is only in
/// `ended`.
struct Progress {
    std::vector<types::Started> started;
    std::vector<types::Ended> ended;
};
struct Samples {
    std::vector<TaskSample> samples;
};

using RunnerMessage = std::variant<Hello, Launch, Cancel, Acknowledge, Follow, Credit, Unfollow,
                                   Welcome, Refused, Progress, Samples, types::LogPiece, Ahead>;

[[nodiscard]] std::string encode(const RunnerMessage &message);
/// @error Corrupt
[[nodiscard]] Result<RunnerMessage> decode(std::string_view bytes);

void encodeKey(const AttemptKey &key, types::Encoder &to);
[[nodiscard]] AttemptKey decodeKey(types::Decoder &from);
void encodeOrder(const types::LaunchOrder &order, types::Encoder &to);
[[nodiscard]] types::LaunchOrder decodeOrder(types::Decoder &from);
void encodeSample(const TaskSample &sample, types::Encoder &to);
[[nodiscard]] TaskSample decodeSample(types::Decoder &from);

} // namespace orrery::wire
