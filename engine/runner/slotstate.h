// SPDX-License-Identifier: GPL-3.0-or-later
// The page that a slot shares with its runner and leaves to the runner's successor: a mapped file,
// so it costs no call to write and outlives the kill of both.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <string>

#include "engine/ids.h"
#include "types/launch.h"

namespace orrery::runner {

struct SlotState {
    static constexpr std::uint64_t currentMagic = 0x3154'4F4C'5359'524FULL; ///< "ORYSLOT1"

    std::uint64_t magic = 0;
    std::array<char, 48> bootId{};
    std::atomic<std::uint32_t> offered{
        0}; ///< number of the order that waits in the slot; 0 = none, or taken back
    std::atomic<std::uint32_t> logOwner{
        0}; ///< number of the order whose bytes stand in the log; 0 = nobody's
    std::atomic<std::int64_t> slotPid{0};
    std::atomic<std::uint64_t> slotStart{0}; ///< [ticks since boot]
    std::atomic<std::int64_t> taskPid{0};    ///< 0 = no task runs
    std::atomic<std::uint64_t> taskFrom{
        0}; ///< its process started not before and not after [ticks since boot]
    std::atomic<std::uint64_t> taskTo{0};
    std::atomic<std::int64_t> taskStart{0}; ///< [ms since 1970]
    std::atomic<std::uint32_t> task{0};
    std::atomic<std::uint32_t> attempt{0};
    std::array<char, 256> run{}; ///< ends with NUL; "" when the name did not fit
    std::uint32_t segment = 0;   ///< number of the slot's log segment
};
static_assert(sizeof(SlotState) <= 4096);

/// Where the runner lays the order that stands ready behind a task, so that the slot takes it at
/// the task's end without having been woken for it. In memory alone: an order may hold secrets.
struct OfferPage {
    static constexpr std::size_t capacity = 32760;

    std::atomic<std::uint32_t> number{0}; ///< of the order that lies here; 0 = none does
    std::uint32_t size = 0; ///< [bytes]; like the bytes, to be read once the order was claimed
    std::array<char, capacity> bytes; ///< a message as on the socket
};

/// A page that is shared with processes forked later. nullptr = failed.
[[nodiscard]] OfferPage *mapOfferPage();
void unmapOfferPage(OfferPage *page);

/// Maps DIR/state, making it when missing. The mapping lives as long as the process. nullptr =
/// failed.
[[nodiscard]] SlotState *mapSlotState(const std::string &slotDir);

} // namespace orrery::runner
