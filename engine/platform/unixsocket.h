// SPDX-License-Identifier: GPL-3.0-or-later
// Local sockets between processes of one user, and framed messages over them on a loop.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "core/frame.h"
#include "core/loop.h"
#include "engine/result.h"
#include "platform/files.h"

namespace orrery::platform {

/// Where a socket called `name` of directory `home` lies: HOME/name, or, when that is longer than
/// the system allows (107 bytes), a 0700 directory of this user under /tmp named by a hash of home.
[[nodiscard]] Result<std::string> socketPath(const std::string &home, const std::string &name);

/// Binds and listens, replacing a dead socket file; non-blocking. @error Io
[[nodiscard]] Result<Fd> listenUnix(const std::string &path);
/// Connects; non-blocking afterwards. @error Unreachable (nobody listens), Denied (another user's)
[[nodiscard]] Result<Fd> connectUnix(const std::string &path);
/// Accepts one connection of the same user; an empty Fd when there is none, or it was refused.
[[nodiscard]] Fd acceptUnix(const Fd &listener);

/// Framed messages both ways. All calls and callbacks on the loop's thread. Owned by shared_ptr, so
/// that a callback may drop the last outside reference.
class Channel : public std::enable_shared_from_this<Channel> {
public:
    struct Callbacks {
        std::function<void(std::string_view message)> message;
        std::function<void(std::string why)> closed; ///< once; no message follows
    };
    [[nodiscard]] static std::shared_ptr<Channel> make(core::Loop &loop, Fd fd,
                                                       Callbacks callbacks);
    ~Channel();
    Channel(const Channel &) = delete;
    Channel &operator=(const Channel &) = delete;

    /// Queues a message; what is queued in one turn of the loop leaves in one write.
    void send(std::string_view message);
    /// Bytes queued and not yet taken by the kernel: the sender's measure against a slow peer.
    [[nodiscard]] std::size_t pending() const { return m_out.size() - m_sent; }
    /// Writes what is queued now instead of at the end of this turn.
    void flush();
    void close();
    [[nodiscard]] bool open() const { return bool(m_fd); }

private:
    Channel(core::Loop &loop, Fd fd, Callbacks callbacks);
    void start();
    void readable();
    void fail(std::string why);

    core::Loop &m_loop;
    Fd m_fd;
    Callbacks m_callbacks;
    core::FrameReader m_reader;
    std::string m_out;
    std::size_t m_sent = 0;
    bool m_flushPosted = false;
    std::unique_ptr<core::Loop::Handle> m_read;
    std::unique_ptr<core::Loop::Handle> m_write;
};

} // namespace orrery::platform
