// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/slotstate.h"

#include <new>

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/files.h"

namespace orrery::runner {

SlotState *mapSlotState(const std::string &slotDir)
{
    const std::string path = slotDir + "/state";
    const platform::Fd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    // Blocks are reserved now: a write to a mapped hole on a full disk would be SIGBUS.
    if (!file || ::posix_fallocate(file.get(), 0, 4096) != 0)
        return nullptr;
    void *page = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, file.get(), 0);
    if (page == MAP_FAILED)
        return nullptr;
    auto *state = std::launder(static_cast<SlotState *>(page));
    if (state->magic != SlotState::currentMagic) {
        new (page) SlotState;
        state->magic = SlotState::currentMagic;
    }
    return state;
}

OfferPage *mapOfferPage()
{
    void *page = ::mmap(nullptr, sizeof(OfferPage), PROT_READ | PROT_WRITE,
                        MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    return page == MAP_FAILED ? nullptr : new (page) OfferPage;
}

void unmapOfferPage(OfferPage *page)
{
    ::munmap(page, sizeof(OfferPage));
}

} // namespace orrery::runner
