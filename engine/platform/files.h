// SPDX-License-Identifier: GPL-3.0-or-later
// Files as the engine needs them: whole reads, atomic writes, locks. UTF-8 paths.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "engine/result.h"

namespace orrery::platform {

/// Owns a file descriptor.
class Fd {
public:
    Fd() = default;
    explicit Fd(int fd) : m_fd(fd) {}
    Fd(Fd &&other) noexcept : m_fd(std::exchange(other.m_fd, -1)) {}
    Fd &operator=(Fd &&other) noexcept
    {
        reset(std::exchange(other.m_fd, -1));
        return *this;
    }
    ~Fd() { reset(); }
    void reset(int fd = -1) noexcept;
    [[nodiscard]] int get() const { return m_fd; }
    [[nodiscard]] int release() { return std::exchange(m_fd, -1); }
    explicit operator bool() const { return m_fd >= 0; }

private:
    int m_fd = -1;
};

/// "FILE: No such file or directory"-style error of errno `error`.
[[nodiscard]] Error ioError(const std::string &path, int error);

/// @error NotFound, InvalidSpec (a directory, larger than `limit` bytes), Io
[[nodiscard]] Result<std::string> readFile(const std::string &path, std::uint64_t limit);
/// Bytes [offset, offset + size) of a file, fewer at its end.
[[nodiscard]] Result<std::string> readRange(const std::string &path, std::uint64_t offset,
                                            std::uint64_t size);
/// Replaces the file as one step (temporary name, fsync, rename).
[[nodiscard]] Result<> writeFile(const std::string &path, std::string_view content,
                                 unsigned mode = 0600);
/// mkdir -p with mode 0700 for what is made.
[[nodiscard]] Result<> makeDirectories(const std::string &path);
/// Copies a directory's content into another one, made when missing; files that are there are
/// replaced. Shares blocks where the file system can (FICLONE). Symbolic links stay links.
[[nodiscard]] Result<> copyTree(const std::string &from, const std::string &to);
/// Brings a directory and all in it to the disk; one that is not there is done. Symbolic links stay
/// links: what they name is not brought. @error Io
[[nodiscard]] Result<> syncTree(const std::string &directory);
[[nodiscard]] bool exists(const std::string &path);
/// Is there a directory with anything in it?
[[nodiscard]] bool holdsAnything(const std::string &directory);
/// Absolute, with "." and ".." taken out; relative to the working directory.
[[nodiscard]] std::string absolutePath(const std::string &path);
/// Directory of this program's binary.
[[nodiscard]] std::string programDirectory();
/// Id of this boot of the kernel.
[[nodiscard]] std::string bootId();

/// Tries to take an exclusive lock that ends with the process. @error Conflict (held), Io
[[nodiscard]] Result<Fd> lockFile(const std::string &path);

/// Why a home may not lie here: "" or "is on a network file system (nfs)".
[[nodiscard]] std::string refusedFileSystem(const std::string &directory);

} // namespace orrery::platform
