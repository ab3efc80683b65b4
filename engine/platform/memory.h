// SPDX-License-Identifier: GPL-3.0-or-later
// Memory of this process.
#pragma once

namespace orrery::platform {

/// Gives back to the system what the allocator keeps of memory that was freed: after something
/// large is gone, e.g. the text of a DAG of 100,000 nodes. Some milliseconds for 100 MiB.
void giveBackMemory();

/// From now on every block from 1 MiB on is the system's as soon as it is freed: texts and tables of
/// large runs come and go, and the allocator would keep room for the largest ones.
void keepNoLargeBlocks();

} // namespace orrery::platform
