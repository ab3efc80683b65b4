// SPDX-License-Identifier: GPL-3.0-or-later
// The system calls that a sandboxed task may not make.
#pragma once

#include "engine/result.h"

namespace orrery::runner {

/// Writes the filter as a BPF program to `fd`. @error Internal
[[nodiscard]] Result<> writeSeccompFilter(int fd);

} // namespace orrery::runner
