// SPDX-License-Identifier: GPL-3.0-or-later
// Values of the engine as text for people: one spelling of times, spans and sizes in the whole
// window.
#pragma once

#include <string>
#include <string_view>

#include <QString>

#include "engine/ids.h"
#include "engine/result.h"
#include "engine/run.h"

namespace orrery::bridge {

[[nodiscard]] inline QString qs(std::string_view utf8)
{
    return QString::fromUtf8(utf8.data(), qsizetype(utf8.size()));
}
[[nodiscard]] inline std::string text(const QString &string)
{
    return string.toStdString();
}

/// "850 ms", "12.4 s", "3 m 04 s", "2 h 05 m"; empty for a negative span.
[[nodiscard]] QString spanText(SpanMs span);
/// "14:03:09" when it is today, else "3 Nov 14:03"; empty for 0.
[[nodiscard]] QString clockText(WallMs at);
/// "3 Nov 2026 14:03:09"; empty for 0.
[[nodiscard]] QString dateText(WallMs at);
/// "just now", "4 min ago", "2 h ago", "3 days ago"; "in 5 min" when it is ahead; empty for 0.
[[nodiscard]] QString agoText(WallMs at, WallMs now);
/// Why a task waits or how it ended; "cached from run X, 2 days ago" when an earlier result stands.
[[nodiscard]] QString reasonText(const TaskRow &row, WallMs now);
/// "512 B", "3.4 KiB", "1.2 GiB".
[[nodiscard]] QString bytesText(double bytes);
/// "0.4", "12", at most three digits.
[[nodiscard]] QString figureText(double value);
/// "where: what", or what alone.
[[nodiscard]] QString errorText(const Error &error);
/// The state of a task that has the shape and colour of a run's state.
[[nodiscard]] TaskState signOf(RunState state);
/// "Running".
[[nodiscard]] QString title(RunState state);
[[nodiscard]] QString title(TaskState state);
[[nodiscard]] QString title(Isolation isolation);
/// "1 node", "7 nodes".
[[nodiscard]] QString counted(std::uint64_t count, const char *one, const char *many);
/// From the first start to the end, or to `now` while it lives; -1 before it starts.
[[nodiscard]] SpanMs elapsed(WallMs start, WallMs end, WallMs now);
/// `words` as one line for a POSIX shell, quoted where needed.
[[nodiscard]] QString shellQuoted(const std::vector<std::string> &words);
/// The whole attempt as a line that can be pasted in a terminal: cd, environment, command. Masked
/// values stay masked.
[[nodiscard]] QString shellCommand(const AttemptView &attempt);

} // namespace orrery::bridge
