// SPDX-License-Identifier: GPL-3.0-or-later
// How long this process has lived, loading of its libraries included.
#pragma once

namespace orrery::cockpit {

/// [s] since the process was started, to 10 ms; below 0 when the system does not tell.
[[nodiscard]] double processAge();

} // namespace orrery::cockpit
