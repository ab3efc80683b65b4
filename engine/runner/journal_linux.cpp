// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/journal_linux.h"

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <cstring>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "core/frame.h"
#include "types/codec.h"
#include "wire/runner.h"

namespace orrery::runner {
namespace {

enum class Record : std::uint64_t { Epoch = 1, Accepted = 2, Ended = 3, Forgotten = 4 };

constexpr std::size_t checkSize = 4;

/// FNV-1a over the record. A kill leaves whole records; a power cut may leave pages of zeros among
/// them, and zeros read as a success.
std::string checkOf(std::string_view record)
{
    std::uint32_t hash = 2166136261U;
    for (const char c : record)
        hash = (hash ^ static_cast<unsigned char>(c)) * 16777619U;
    std::string text;
    for (unsigned byte = 0; byte < checkSize; ++byte)
        text.push_back(static_cast<char>(hash >> (8U * byte)));
    return text;
}

/// @return false when the record cannot be read
bool apply(std::string_view record, Journal::Content &to)
{
    const std::size_t size = record.size() - std::min(record.size(), checkSize);
    if (size == 0 || record.substr(size) != checkOf(record.substr(0, size)))
        return false;
    types::Decoder from(record.substr(0, size));
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
    core::appendFrame(m_pending, std::string(record) + checkOf(record));
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

/// Takes room on the disk before it maps it: a write into a hole of a full disk would be a SIGBUS.
Result<> Journal::reserve(std::uint64_t end)
{
    constexpr std::uint64_t step = 64U << 10U;
    if (end <= m_reserved)
        return {};
    const std::uint64_t size = (end / step + 1) * step;
    if (const int error = ::posix_fallocate(m_file.get(), 0, static_cast<off_t>(size)); error != 0)
        return tl::unexpected(platform::ioError(m_path, error));
    unmap();
    void *memory = ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, m_file.get(), 0);
    if (memory == MAP_FAILED)
        return tl::unexpected(platform::ioError(m_path, errno));
    m_memory = static_cast<char *>(memory);
    m_reserved = size;
    return {};
}

void Journal::unmap()
{
    if (m_memory != nullptr)
        ::munmap(m_memory, m_reserved);
    m_memory = nullptr;
    m_reserved = 0;
}

Journal::~Journal()
{
    unmap();
}

Result<> Journal::flush()
{
    constexpr std::size_t lengthSize = 4; // of the first frame; zero there means: nothing follows
    if (m_pending.empty())
        return {};
    const Result<> room = reserve(m_size + m_pending.size());
    m_broken = !room;
    if (room) {
        // A kill in between must not leave half of it: the first length makes all of it valid.
        char *to = m_memory + m_size;
        std::memcpy(to + lengthSize, m_pending.data() + lengthSize, m_pending.size() - lengthSize);
        std::atomic_signal_fence(std::memory_order_release);
        std::memcpy(to, m_pending.data(), lengthSize);
        m_size += m_pending.size();
    }
    m_pending.clear();
    return room;
}

void Journal::clear(std::uint64_t epochNow, const std::string &bootId)
{
    m_pending.clear();
    unmap();
    if (::ftruncate(m_file.get(), 0) != 0)
        return; // it only stays longer
    m_size = 0;
    epoch(epochNow, bootId);
    (void)flush();
}

} // namespace orrery::runner
