// SPDX-License-Identifier: GPL-3.0-or-later
#include <filesystem>

#include "console.h"

namespace orrery::cli {

std::string programDirectory()
{
    std::error_code error;
    return std::filesystem::read_symlink("/proc/self/exe", error).parent_path().string();
}

} // namespace orrery::cli
