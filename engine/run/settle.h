// SPDX-License-Identifier: GPL-3.0-or-later
// One tick of the scheduler: the order in which what was decided happens, for real and rehearsed.
#pragma once

#include <cstddef>
#include <vector>

namespace orrery::run {

/// Carries out commands in the order in which they were decided, those that this brings about
/// included; when none is left room is granted; and so on until nothing happens any more.
/// @param commands  waiting commands, oldest first; what is carried out appends to them
/// @param goOn      () -> bool: false ends the tick between two commands; the others stay
/// @param carryOut  (const Pending &)
/// @param grant     () -> bool: grants what there is room for; was there any?
template <typename Pending, typename GoOn, typename CarryOut, typename Grant>
void settle(std::vector<Pending> &commands, GoOn goOn, CarryOut carryOut, Grant grant)
{
    do {
        std::size_t done = 0;
        for (; done < commands.size() && goOn(); ++done) {
            const Pending pending = commands[done]; // by value: the vector may grow
            carryOut(pending);
        }
        commands.erase(commands.begin(), commands.begin() + static_cast<std::ptrdiff_t>(done));
    } while (commands.empty() && grant());
}

} // namespace orrery::run
