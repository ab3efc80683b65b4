// SPDX-License-Identifier: GPL-3.0-or-later
#include "runner/gpulocks_linux.h"

#include <utility>

#include <fcntl.h>
#include <sys/file.h>

namespace orrery::runner {

bool GpuLocks::take(const std::vector<std::uint32_t> &gpus)
{
    std::map<std::uint32_t, platform::Fd> taken;
    for (const std::uint32_t gpu : gpus) {
        platform::Fd held = lock(gpu);
        if (!held)
            return false;
        taken[gpu] = std::move(held);
    }
    m_held.merge(taken);
    return true;
}

void GpuLocks::give(const std::vector<std::uint32_t> &gpus)
{
    for (const std::uint32_t gpu : gpus)
        m_held.erase(gpu);
}

/// Opened for reading, which is all that flock needs: another user may own the file.
platform::Fd GpuLocks::lock(std::uint32_t gpu) const
{
    const std::string path = m_prefix + std::to_string(gpu) + ".lock";
    platform::Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!file)
        file =
            platform::Fd(::open(path.c_str(), O_RDONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0444));
    if (!file || ::flock(file.get(), LOCK_EX | LOCK_NB) != 0)
        return {};
    return file;
}

} // namespace orrery::runner
