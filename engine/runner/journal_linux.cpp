// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/journal_linux.h"

#include <cerrno>

#include <fcntl.h>
#include <unistd.h>

#include "core/frame.h"
#include "types/codec.h"
#include "wire/runner.h"

namespace orrery::runner {
namespace {

enum class Record : std::uint64_t { Epoch = 1, Accepted = 2, Ended = 3, Forgotten = 4 };

/// @return false when the record cannot be read
bool apply(std::string_view record, Journal::Content &to)
{
    types::Decoder from(record);
    const auto kind = static_cast<Record>(from.u());
    if (kind == Record::Epoch) {
        to.epoch = from.u();
        to.bootId = from.s();
        return from.ok();
    }
    AttemptKey key = wire::decodeKey(from);
    if (!from.ok())
        return false;
    if (kind == Record::Accepted) {
        to.attempts[std::move(key)].fence = from.u();
    } else if (kind == Record::Ended) {
        Exit exit = types::decodeExit(from);
        if (!from.ok())
            return false;
        Journal::Entry &entry = to.attempts[std::move(key)];
        entry.ended = true;
        entry.exit = std::move(exit);
    } else if (kind == Record::Forgotten) {
        to.attempts.erase(key);
    } else {
        return false;
    }
    return from.ok();
}

} // namespace

Result<Journal::Content> Journal::open(const std::string &path)
{
    m_path = path;
    m_file = platform::Fd(
        ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!m_file)
        return tl::unexpected(platform::ioError(path, errno));
    auto text = platform::readFile(path, 1ULL << 32U);
    if (!text)
        return tl::unexpected(text.error());
    Content content;
    core::FrameReader reader;
    reader.feed(*text);
    std::string_view record;
    while (reader.next(record) && apply(record, content))
        m_size += 4 + record.size();
    if (m_size < text->size() && ::ftruncate(m_file.get(), static_cast<off_t>(m_size)) != 0)
        return tl::unexpected(platform::ioError(path, errno));
    return content;
}

void Journal::add(std::string_view record)
{
    core::appendFrame(m_pending, record);
}

void Journal::epoch(std::uint64_t epoch, const std::string &bootId)
{
    types::Encoder to;
    to.u(static_cast<std::uint64_t>(Record::Epoch));
    to.u(epoch);
    to.s(bootId);
    add(to.bytes());
}

void Journal::accepted(const AttemptKey &key, std::uint64_t fence)
{
    types::Encoder to;
    to.u(static_cast<std::uint64_t>(Record::Accepted));
    wire::encodeKey(key, to);
    to.u(fence);
    add(to.bytes());
}

void Journal::ended(const AttemptKey &key, const Exit &exit)
{
    types::Encoder to;
    to.u(static_cast<std::uint64_t>(Record::Ended));
    wire::encodeKey(key, to);
    types::encodeExit(exit, to);
    add(to.bytes());
}

void Journal::forgotten(const AttemptKey &key)
{
    types::Encoder to;
    to.u(static_cast<std::uint64_t>(Record::Forgotten));
    wire::encodeKey(key, to);
    add(to.bytes());
}

Result<> Journal::flush()
{
    std::string_view rest = m_pending;
    while (!rest.empty()) {
        const ssize_t done = ::write(m_file.get(), rest.data(), rest.size());
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0) {
            const int error = errno;
            // Half a record must not stand before whole ones.
            [[maybe_unused]] const int ignored =
                ::ftruncate(m_file.get(), static_cast<off_t>(m_size));
            m_pending.clear();
            m_broken = true;
            return tl::unexpected(platform::ioError(m_path, error));
        }
        rest.remove_prefix(static_cast<std::size_t>(done));
    }
    m_size += m_pending.size();
    m_pending.clear();
    m_broken = false;
    return {};
}

void Journal::clear(std::uint64_t epochNow, const std::string &bootId)
{
    m_pending.clear();
    if (::ftruncate(m_file.get(), 0) != 0)
        return; // it only stays longer
    m_size = 0;
    epoch(epochNow, bootId);
    (void)flush();
}

} // namespace orrery::runner
