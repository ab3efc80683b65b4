// SPDX-License-Identifier: GPL-3.0-or-later
// Telling at the cost of one fstat whether a task changed a directory, and reading open files.
#pragma once

#include <cstdint>
#include <string>

#include <sys/stat.h>
#include <unistd.h>

#include "platform/files.h"

namespace orrery::runner {

/// A directory's own time is set to this moment of 1970: making or removing an entry changes it.
inline constexpr timespec untouched{1, 0};

inline void markUntouched(const platform::Fd &directory)
{
    ::fchmod(directory.get(), 0700);
    const timespec times[2] = {untouched, untouched};
    ::futimens(directory.get(), times);
}

enum class Touched { No, Yes, Gone };

[[nodiscard]] inline Touched touched(const platform::Fd &directory)
{
    struct stat info {};
    if (::fstat(directory.get(), &info) != 0 || info.st_nlink == 0)
        return Touched::Gone;
    const bool same = info.st_mtim.tv_sec == untouched.tv_sec &&
                      info.st_mtim.tv_nsec == untouched.tv_nsec && (info.st_mode & 07777U) == 0700;
    return same ? Touched::No : Touched::Yes;
}

[[nodiscard]] inline std::uint64_t sizeOf(const platform::Fd &file)
{
    struct stat info {};
    return ::fstat(file.get(), &info) == 0 ? static_cast<std::uint64_t>(info.st_size) : 0;
}

[[nodiscard]] inline std::string readAt(const platform::Fd &file, std::uint64_t offset,
                                        std::uint64_t size)
{
    std::string text(size, '\0');
    const ssize_t got = ::pread(file.get(), text.data(), text.size(), static_cast<off_t>(offset));
    text.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    return text;
}

} // namespace orrery::runner
