// SPDX-License-Identifier: GPL-3.0-or-later
#include "writefile.h"

#include <filesystem>
#include <fstream>

namespace orrery::cli {

namespace fs = std::filesystem;

Result<> writeFile(const std::string &file, const std::string &text)
{
    std::error_code error;
    const fs::path target = fs::weakly_canonical(file, error);
    const fs::path place = error ? fs::path(file) : target;
    const fs::path beside = place.string() + ".new";
    std::ofstream stream(beside, std::ios::binary | std::ios::trunc);
    stream << text;
    stream.close();
    const bool written = !stream.fail();
    if (const fs::file_status old = fs::status(place, error); written && fs::exists(old))
        fs::permissions(beside, old.permissions(), error);
    error.clear();
    if (written)
        fs::rename(beside, place, error);
    if (written && !error)
        return {};
    std::error_code unused;
    fs::remove(beside, unused);
    return fail(ErrorCode::Io, file, "cannot be written");
}

} // namespace orrery::cli
