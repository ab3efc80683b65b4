// SPDX-License-Identifier: GPL-3.0-or-later
#include "platform/glob.h"

#include <cerrno>

#include <glob.h>
#include <sys/stat.h>

#include "platform/files.h"

namespace orrery::platform {

Result<std::map<std::string, std::string>> matchingFiles(const std::string &pattern,
                                                         std::size_t most)
{
    ::glob_t found{};
    const int done = ::glob(pattern.c_str(), GLOB_NOSORT, nullptr, &found);
    std::map<std::string, std::string> files;
    Result<std::map<std::string, std::string>> result = files;
    if (done == 0 && found.gl_pathc > most)
        result = fail(ErrorCode::InvalidSpec, pattern,
                      "it names " + std::to_string(found.gl_pathc) + " files, more than " +
                          std::to_string(most));
    else if (done == GLOB_NOSPACE)
        result = tl::unexpected(ioError(pattern, ENOMEM));
    else if (done == 0) {
        for (std::size_t i = 0; i < found.gl_pathc; ++i) {
            struct ::stat info {};
            if (::stat(found.gl_pathv[i], &info) == 0)
                files[found.gl_pathv[i]] = std::to_string(info.st_size) + " " +
                                           std::to_string(info.st_mtim.tv_sec) + "." +
                                           std::to_string(info.st_mtim.tv_nsec);
        }
        result = std::move(files);
    }
    ::globfree(&found);
    return result;
}

} // namespace orrery::platform
