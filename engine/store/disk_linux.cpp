// SPDX-License-Identifier: GPL-3.0-or-later
#include <cerrno>
#include <filesystem>
#include <memory>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "platform/files.h"
#include "store/disk.h"

namespace orrery::store {

namespace {

/// A descriptor that outlives checkpoints: opened again when the name leads to another file.
struct Held {
    platform::Fd fd;
    dev_t device = 0;
    ino_t inode = 0;
};

/// The name itself must survive too.
Result<> syncDirectory(const std::string &path)
{
    const std::string directory = std::filesystem::path(path).parent_path().string();
    const platform::Fd fd(::open(directory.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (!fd || ::fsync(fd.get()) != 0)
        return tl::unexpected(platform::ioError(directory, errno));
    return {};
}

Result<> follow(Held &held, const std::string &path)
{
    struct stat now {};
    if (::stat(path.c_str(), &now) != 0)
        return tl::unexpected(platform::ioError(path, errno));
    if (held.fd && now.st_dev == held.device && now.st_ino == held.inode)
        return {};
    held.fd.reset(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!held.fd || ::fstat(held.fd.get(), &now) != 0)
        return tl::unexpected(platform::ioError(path, errno));
    held.device = now.st_dev;
    held.inode = now.st_ino;
    return syncDirectory(path);
}

} // namespace

// Only ever on the WAL: closing a descriptor of the database file itself would drop SQLite's locks.
Sync fileSync()
{
    return [held = std::make_shared<Held>()](const std::string &path) -> Result<> {
        if (auto there = follow(*held, path); !there)
            return there;
        while (::fdatasync(held->fd.get()) != 0) {
            if (errno != EINTR)
                return tl::unexpected(platform::ioError(path, errno));
        }
        return {};
    };
}

Result<> makePrivateFile(const std::string &path)
{
    const platform::Fd fd(::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (!fd && errno != EEXIST)
        return tl::unexpected(platform::ioError(path, errno));
    return {};
}

} // namespace orrery::store
