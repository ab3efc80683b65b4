// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/files.h"

#include <array>
#include <cerrno>
#include <climits>
#include <cstring>
#include <filesystem>
#include <vector>

#include <fcntl.h>
#include <linux/fs.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

namespace orrery::platform {

namespace fs = std::filesystem;

void Fd::reset(int fd) noexcept
{
    if (m_fd >= 0)
        ::close(m_fd);
    m_fd = fd;
}

Error ioError(const std::string &path, int error)
{
    const ErrorCode code = error == ENOENT                     ? ErrorCode::NotFound
                           : error == EACCES || error == EPERM ? ErrorCode::Denied
                                                               : ErrorCode::Io;
    return Error{code, path, std::strerror(error)};
}

namespace {

Result<std::string> readFrom(const Fd &fd, const std::string &path, std::uint64_t size)
{
    std::string content;
    std::array<char, 1U << 16U> buffer;
    while (content.size() < size) {
        const std::size_t want = std::min<std::uint64_t>(buffer.size(), size - content.size());
        const ssize_t got = ::read(fd.get(), buffer.data(), want);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return tl::unexpected(ioError(path, errno));
        if (got == 0)
            break;
        content.append(buffer.data(), static_cast<std::size_t>(got));
    }
    return content;
}

bool writeAll(const Fd &fd, std::string_view content)
{
    while (!content.empty()) {
        const ssize_t done = ::write(fd.get(), content.data(), content.size());
        if (done < 0 && errno == EINTR)
            continue;
        if (done < 0)
            return false;
        content.remove_prefix(static_cast<std::size_t>(done));
    }
    return true;
}

} // namespace

Result<std::string> readFile(const std::string &path, std::uint64_t limit)
{
    const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!fd)
        return tl::unexpected(ioError(path, errno));
    struct stat info {};
    if (::fstat(fd.get(), &info) != 0)
        return tl::unexpected(ioError(path, errno));
    if (S_ISDIR(info.st_mode))
        return fail(ErrorCode::InvalidSpec, path, "is a directory, not a file");
    auto content = readFrom(fd, path, limit + 1);
    if (content && content->size() > limit)
        return fail(ErrorCode::InvalidSpec, path,
                    "is larger than " + std::to_string(limit) + " bytes (setting limits.maxBytes)");
    return content;
}

Result<std::string> readRange(const std::string &path, std::uint64_t offset, std::uint64_t size)
{
    const Fd fd(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!fd)
        return tl::unexpected(ioError(path, errno));
    if (::lseek(fd.get(), static_cast<off_t>(offset), SEEK_SET) < 0)
        return tl::unexpected(ioError(path, errno));
    return readFrom(fd, path, size);
}

Result<> writeFile(const std::string &path, std::string_view content, unsigned mode)
{
    const std::string temporary = path + ".tmp" + std::to_string(::getpid());
    Fd fd(::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, mode));
    if (!fd)
        return tl::unexpected(ioError(temporary, errno));
    if (!writeAll(fd, content) || ::fsync(fd.get()) != 0 ||
        ::rename(temporary.c_str(), path.c_str()) != 0) {
        const int error = errno;
        ::unlink(temporary.c_str());
        return tl::unexpected(ioError(path, error));
    }
    return {};
}

Result<> makeDirectories(const std::string &path)
{
    const fs::path whole(absolutePath(path));
    fs::path sofar;
    for (const fs::path &part : whole) {
        sofar /= part;
        if (::mkdir(sofar.c_str(), 0700) != 0 && errno != EEXIST && errno != EROFS)
            return tl::unexpected(ioError(sofar.string(), errno));
    }
    struct stat info {};
    if (::stat(path.c_str(), &info) != 0)
        return tl::unexpected(ioError(path, errno));
    if (!S_ISDIR(info.st_mode))
        return fail(ErrorCode::InvalidSpec, path, "is not a directory");
    return {};
}

bool exists(const std::string &path)
{
    struct stat info {};
    return ::stat(path.c_str(), &info) == 0;
}

std::string absolutePath(const std::string &path)
{
    std::error_code error;
    const fs::path absolute = fs::absolute(path, error);
    return error ? path : absolute.lexically_normal().string();
}

std::string programDirectory()
{
    std::array<char, PATH_MAX> buffer;
    const ssize_t size = ::readlink("/proc/self/exe", buffer.data(), buffer.size());
    if (size <= 0)
        return {};
    return fs::path(std::string(buffer.data(), static_cast<std::size_t>(size)))
        .parent_path()
        .string();
}

std::string bootId()
{
    auto id = readFile("/proc/sys/kernel/random/boot_id", 64);
    if (!id)
        return {};
    while (!id->empty() && id->back() == '\n')
        id->pop_back();
    return *id;
}

Result<Fd> lockFile(const std::string &path)
{
    Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!fd)
        return tl::unexpected(ioError(path, errno));
    if (::flock(fd.get(), LOCK_EX | LOCK_NB) != 0) {
        if (errno == EWOULDBLOCK)
            return fail(ErrorCode::Conflict, path, "is held by another process");
        return tl::unexpected(ioError(path, errno));
    }
    return fd;
}

std::string refusedFileSystem(const std::string &directory)
{
    struct Kind {
        unsigned long magic;
        const char *name;
    };
    constexpr std::array<Kind, 6> network{{{0x6969, "nfs"},
                                           {0x517B, "smb"},
                                           {0xFF534D42, "cifs"},
                                           {0xFE534D42, "smb2"},
                                           {0x01021997, "9p"},
                                           {0x65735546, "fuse"}}};
    struct statfs info {};
    if (::statfs(directory.c_str(), &info) != 0)
        return {};
    for (const Kind &kind : network)
        if ((static_cast<unsigned long>(info.f_type) & 0xFFFFFFFFUL) == kind.magic)
            return std::string("is on a network file system (") + kind.name + ")";
    return {};
}

bool holdsAnything(const std::string &directory)
{
    std::error_code error;
    const fs::directory_iterator first(directory, error);
    return !error && first != fs::directory_iterator();
}

Result<> syncTree(const std::string &directory)
{
    constexpr std::size_t most = 64; // files; with more, one sync of the file system is cheaper
    const Fd top(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!top && errno == ENOENT)
        return {};
    if (!top)
        return tl::unexpected(ioError(directory, errno));
    std::vector<std::string> paths{directory, fs::path(directory).parent_path().string()};
    std::error_code error;
    fs::recursive_directory_iterator at(directory, error);
    for (; !error && at != fs::recursive_directory_iterator() && paths.size() <= most;
         at.increment(error))
        if (!at->is_symlink(error) && (at->is_regular_file(error) || at->is_directory(error)))
            paths.push_back(at->path().string());
    bool each = !error && paths.size() <= most;
    for (auto path = paths.begin(); each && path != paths.end(); ++path) {
        const Fd file(::open(path->c_str(), O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC));
        each = file || errno == ENOENT; // a task's file that nobody may read
        if (file && ::fsync(file.get()) != 0)
            return tl::unexpected(ioError(*path, errno));
    }
    if (!each && ::syncfs(top.get()) != 0)
        return tl::unexpected(ioError(directory, errno));
    return {};
}

namespace {

/// One file; blocks are shared where the file system can.
std::error_code copyOne(const fs::path &from, const fs::path &to)
{
    const Fd source(::open(from.c_str(), O_RDONLY | O_CLOEXEC));
    std::error_code error;
    fs::remove(to, error);
    if (source) {
        const Fd target(::open(to.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
        if (target && ::ioctl(target.get(), FICLONE, source.get()) == 0) {
            fs::permissions(to, fs::status(from, error).permissions(), error);
            return error;
        }
    }
    fs::copy_file(from, to, fs::copy_options::overwrite_existing, error);
    return error;
}

} // namespace

Result<> copyTree(const std::string &from, const std::string &to)
{
    if (auto made = makeDirectories(to); !made)
        return made;
    std::error_code error;
    const auto options = fs::directory_options::none;
    for (auto at = fs::recursive_directory_iterator(from, options, error);
         !error && at != fs::recursive_directory_iterator(); at.increment(error)) {
        const fs::path target = to / at->path().lexically_relative(from);
        if (at->is_symlink(error)) {
            fs::remove(target, error);
            fs::copy_symlink(at->path(), target, error);
        } else if (at->is_directory(error)) {
            fs::create_directories(target, error);
        } else if (at->is_regular_file(error)) {
            error = copyOne(at->path(), target);
        } // sockets, pipes and devices are nothing that a later task could read
        if (error)
            return tl::unexpected(ioError(target.string(), error.value()));
    }
    if (error)
        return tl::unexpected(ioError(from, error.value()));
    return {};
}

} // namespace orrery::platform
