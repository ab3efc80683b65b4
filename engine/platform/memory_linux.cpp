// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/memory.h"

#include <malloc.h>

namespace orrery::platform {

void giveBackMemory()
{
#ifdef __GLIBC__
    ::malloc_trim(0);
#endif
}

void keepNoLargeBlocks()
{
#ifdef __GLIBC__
    ::mallopt(M_MMAP_THRESHOLD, 1 << 20);
#endif
}

} // namespace orrery::platform
