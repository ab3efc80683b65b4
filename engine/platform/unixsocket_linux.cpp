// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/unixsocket.h"

#include <array>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "platform/memory.h"

namespace orrery::platform {
namespace {

bool address(const std::string &path, sockaddr_un &to)
{
    to = {};
    to.sun_family = AF_UNIX;
    if (path.size() >= sizeof to.sun_path)
        return false;
    std::memcpy(to.sun_path, path.c_str(), path.size() + 1);
    return true;
}

bool sameUser(int fd)
{
    ucred peer{};
    socklen_t size = sizeof peer;
    return ::getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &peer, &size) == 0 &&
           (peer.uid == ::geteuid() || peer.uid == 0);
}

/// FNV-1a, for a directory's name only.
std::uint64_t shortHash(std::string_view text)
{
    std::uint64_t hash = 14695981039346656037ULL;
    for (const char c : text)
        hash = (hash ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
    return hash;
}

} // namespace

Result<std::string> socketPath(const std::string &home, const std::string &name)
{
    const std::string direct = home + "/" + name;
    sockaddr_un unused{};
    if (address(direct, unused))
        return direct;
    char directory[64];
    std::snprintf(directory, sizeof directory, "/tmp/orrery-%u-%016llx", ::geteuid(),
                  static_cast<unsigned long long>(shortHash(home)));
    if (::mkdir(directory, 0700) != 0 && errno != EEXIST)
        return tl::unexpected(ioError(directory, errno));
    struct stat info {};
    if (::lstat(directory, &info) != 0 || !S_ISDIR(info.st_mode) || info.st_uid != ::geteuid() ||
        (info.st_mode & 077U) != 0)
        return ::orrery::fail(ErrorCode::Denied, directory,
                              "is not a private directory of this user; remove it");
    return std::string(directory) + "/" + name;
}

Result<Fd> listenUnix(const std::string &path)
{
    sockaddr_un where{};
    if (!address(path, where))
        return ::orrery::fail(ErrorCode::Io, path, "is too long for a local socket");
    Fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0));
    if (!fd)
        return tl::unexpected(ioError(path, errno));
    ::unlink(path.c_str());
    const mode_t old = ::umask(077);
    const int bound = ::bind(fd.get(), reinterpret_cast<sockaddr *>(&where), sizeof where);
    const int error = errno;
    ::umask(old);
    if (bound != 0)
        return tl::unexpected(ioError(path, error));
    if (::listen(fd.get(), 64) != 0)
        return tl::unexpected(ioError(path, errno));
    return fd;
}

Result<Fd> connectUnix(const std::string &path)
{
    sockaddr_un where{};
    if (!address(path, where))
        return ::orrery::fail(ErrorCode::Io, path, "is too long for a local socket");
    Fd fd(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
    if (!fd)
        return tl::unexpected(ioError(path, errno));
    if (::connect(fd.get(), reinterpret_cast<sockaddr *>(&where), sizeof where) != 0)
        return ::orrery::fail(errno == EACCES ? ErrorCode::Denied : ErrorCode::Unreachable, path,
                              std::string("nobody answers: ") + std::strerror(errno));
    if (!sameUser(fd.get()))
        return ::orrery::fail(ErrorCode::Denied, path, "belongs to another user");
    return fd;
}

Fd acceptUnix(const Fd &listener)
{
    Fd fd(::accept4(listener.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (fd && !sameUser(fd.get()))
        fd.reset();
    return fd;
}

std::shared_ptr<Channel> Channel::make(core::Loop &loop, Fd fd, Callbacks callbacks)
{
    std::shared_ptr<Channel> channel(new Channel(loop, std::move(fd), std::move(callbacks)));
    channel->start();
    return channel;
}

Channel::Channel(core::Loop &loop, Fd fd, Callbacks callbacks)
    : m_loop(loop), m_fd(std::move(fd)), m_callbacks(std::move(callbacks))
{
}

Channel::~Channel() = default;

void Channel::start()
{
    m_read = m_loop.watch(m_fd.get(), core::Loop::Ready::Read, [this] { readable(); });
}

void Channel::readable()
{
    const auto keep = shared_from_this();
    std::array<char, 1U << 17U> buffer;
    for (int round = 0; round < 8 && m_fd; ++round) {
        const ssize_t got = ::recv(m_fd.get(), buffer.data(), buffer.size(), 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK))
            return;
        if (got <= 0)
            return fail(got == 0 ? "the other side closed the connection" : std::strerror(errno));
        m_reader.feed({buffer.data(), static_cast<std::size_t>(got)});
        std::string_view message;
        while (m_fd && m_reader.next(message))
            m_callbacks.message(message);
        if (m_reader.broken())
            return fail("the other side sent a message larger than the limit");
        if (static_cast<std::size_t>(got) < buffer.size())
            return;
    }
}

void Channel::send(std::string_view message)
{
    if (!m_fd)
        return;
    core::appendFrame(m_out, message);
    if (m_flushPosted || m_write)
        return;
    m_flushPosted = true;
    m_loop.post([weak = weak_from_this()] {
        if (const auto self = weak.lock()) {
            self->m_flushPosted = false;
            self->flush();
        }
    });
}

void Channel::flush()
{
    const auto keep = shared_from_this();
    while (m_fd && m_sent < m_out.size()) {
        const ssize_t done =
            ::send(m_fd.get(), m_out.data() + m_sent, m_out.size() - m_sent, MSG_NOSIGNAL);
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) {
            if (!m_write)
                m_write = m_loop.watch(m_fd.get(), core::Loop::Ready::Write, [this] { flush(); });
            return;
        }
        if (done < 0)
            return fail(std::strerror(errno));
        m_sent += static_cast<std::size_t>(done);
    }
    constexpr std::size_t large = 4U << 20U; // [bytes] e.g. a DAG of 100,000 nodes
    const bool wasLarge = m_out.capacity() >= large;
    core::emptyBuffer(m_out);
    m_sent = 0;
    m_write.reset();
    if (wasLarge)
        giveBackMemory(); // what it was made of
}

void Channel::close()
{
    m_read.reset();
    m_write.reset();
    m_fd.reset();
}

void Channel::fail(std::string why)
{
    if (!m_fd)
        return;
    close();
    if (auto closed = std::exchange(m_callbacks.closed, {}))
        closed(std::move(why));
}

} // namespace orrery::platform
