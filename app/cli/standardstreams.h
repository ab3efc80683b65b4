// SPDX-License-Identifier: GPL-3.0-or-later
// What a program may expect of descriptors 0, 1 and 2, and what a script of its standard output.
#pragma once

namespace orrery::cli {

/// Puts /dev/null where the caller closed standard input, output or error: else a file that is
/// opened later gets the number, and what is printed goes into it.
void fillClosedStreams();

/// Writes out what was printed. What did not arrive (a full disk behind `> FILE`) is told on
/// standard error. @return `exitCode`, or 1 in place of 0 when something did not arrive
[[nodiscard]] int settleOutput(int exitCode);

} // namespace orrery::cli
