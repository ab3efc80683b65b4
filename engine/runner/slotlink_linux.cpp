// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/slotlink_linux.h"

#include <cerrno>
#include <csignal>
#include <cstring>
#include <utility>

#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "runner/slot_linux.h"
#include "types/codec.h"
#include "wire/runner.h"

namespace orrery::runner {
namespace {

/// In the forked child: nothing of the runner stays open but the slot's own socket.
[[noreturn]] void becomeSlot(const Options &options, const HostFacts &facts, const Cgroups &cgroups,
                             std::uint32_t slot, SlotState &state, OfferPage &page, int socket)
{
    if (socket != 3)
        ::dup2(socket, 3);
    ::fcntl(3, F_SETFD, FD_CLOEXEC);
    ::close_range(4, ~0U, 0);
    ::signal(SIGTERM, SIG_DFL);
    Slot serving(options, facts, cgroups, slot, state, page, platform::Fd(3));
    serving.serve();
}

} // namespace

std::unique_ptr<SlotLink> SlotLink::start(core::Loop &loop, const Options &options,
                                          const HostFacts &facts, const Cgroups &cgroups,
                                          std::uint32_t slot, Events events)
{
    if (!platform::makeDirectories(options.slotDir(slot)))
        return nullptr;
    SlotState *state = mapSlotState(options.slotDir(slot));
    int ends[2] = {-1, -1};
    if (state == nullptr || ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        return nullptr;
    OfferPage *page = mapOfferPage();
    if (page == nullptr)
        return nullptr;
    state->offered = 0;
    state->logOwner = 0;
    platform::Fd ours(ends[0]);
    platform::Fd theirs(ends[1]);
    const pid_t pid = ::fork();
    if (pid == 0)
        becomeSlot(options, facts, cgroups, slot, *state, *page, theirs.release());
    if (pid < 0) {
        unmapOfferPage(page);
        return nullptr;
    }
    ::fcntl(ours.get(), F_SETFL, O_NONBLOCK);
    std::unique_ptr<SlotLink> link(new SlotLink(slot, pid, *state, *page, std::move(events)));
    link->m_channel = platform::Channel::make(
        loop, std::move(ours),
        {[self = link.get()](std::string_view bytes) { self->message(bytes); },
         [self = link.get()](const std::string &) { self->m_events.died(*self); }});
    return link;
}

SlotLink::SlotLink(std::uint32_t slot, pid_t pid, SlotState &state, OfferPage &page, Events events)
    : m_slot(slot), m_pid(pid), m_state(state), m_page(page), m_events(std::move(events))
{
}

SlotLink::~SlotLink()
{
    if (m_channel)
        m_channel->close();
    unmapOfferPage(&m_page);
}

/// The page is free: no offer stands, and the slot read the last one before it told of its start.
std::uint32_t SlotLink::offer(const types::LaunchOrder &order, bool ahead)
{
    const std::string message = next(ahead ? ToSlot::Ahead : ToSlot::Offer, order);
    const bool laid = message.size() <= OfferPage::capacity;
    if (laid) {
        std::memcpy(m_page.bytes.data(), message.data(), message.size());
        m_page.size = static_cast<std::uint32_t>(message.size());
    }
    m_page.number = laid ? m_last : 0;
    m_state.offered = m_last;
    if (!laid)
        m_channel->send(message);
    return m_last;
}

std::uint32_t SlotLink::send(ToSlot kind, const types::LaunchOrder &order)
{
    m_channel->send(next(kind, order));
    return m_last;
}

std::string SlotLink::next(ToSlot kind, const types::LaunchOrder &order)
{
    ++m_last;
    types::Encoder to;
    to.u(static_cast<std::uint64_t>(kind));
    to.u(m_last);
    wire::encodeOrder(order, to);
    return std::string(to.bytes());
}

bool SlotLink::takeBack()
{
    std::uint32_t expected = m_last;
    return m_state.offered.compare_exchange_strong(expected, 0);
}

void SlotLink::cancel(std::uint32_t number)
{
    types::Encoder to;
    to.u(static_cast<std::uint64_t>(ToSlot::Cancel));
    to.u(number);
    m_channel->send(to.bytes());
}

void SlotLink::message(std::string_view bytes)
{
    types::Decoder from(bytes);
    const auto kind = static_cast<FromSlot>(from.u());
    const auto number = static_cast<std::uint32_t>(from.u());
    if (kind == FromSlot::Started) {
        const std::int64_t pid = from.i();
        m_events.started(*this, number, pid, from.i());
    } else if (kind == FromSlot::Sample) {
        m_events.sample(*this, wire::decodeSample(from));
    } else if (kind == FromSlot::Ended) {
        const auto next = static_cast<std::uint32_t>(from.u());
        m_events.ended(*this, number, next, types::decodeExit(from));
    }
}

} // namespace orrery::runner
