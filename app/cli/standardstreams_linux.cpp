// SPDX-License-Identifier: GPL-3.0-or-later
#include "standardstreams.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <iostream>

#include "command.h"

namespace orrery::cli {

void fillClosedStreams()
{
    for (int stream = 0; stream <= 2; ++stream) {
        // open() takes the lowest number that is free: this one
        if (::fcntl(stream, F_GETFD) == -1 && errno == EBADF)
            static_cast<void>(::open("/dev/null", stream == 0 ? O_RDONLY : O_WRONLY));
    }
}

int settleOutput(int exitCode)
{
    errno = 0;
    std::cout.flush();
    const bool flushed = std::fflush(stdout) == 0;
    if (flushed && std::cout.good() && std::ferror(stdout) == 0)
        return exitCode;
    const char *why = errno != 0 ? std::strerror(errno) : "not all of it could be written";
    std::cerr << "orrery: standard output: " << why << '\n';
    return exitCode == done ? failed : exitCode;
}

} // namespace orrery::cli
