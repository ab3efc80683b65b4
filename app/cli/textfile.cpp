// SPDX-License-Identifier: GPL-3.0-or-later
#include "textfile.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

namespace orrery::cli {

namespace fs = std::filesystem;

Result<std::string> readAll(std::istream &stream, const std::string &name, std::uint64_t mostBytes)
{
    constexpr std::uint64_t piece = 1U << 20U;
    std::string text;
    while (stream && text.size() <= mostBytes) {
        const std::size_t had = text.size();
        text.resize(had + std::min(piece, mostBytes + 1 - had));
        stream.read(text.data() + had, static_cast<std::streamsize>(text.size() - had));
        text.resize(had + static_cast<std::size_t>(stream.gcount()));
    }
    if (text.size() > mostBytes)
        return fail(
            ErrorCode::InvalidSpec, name,
            fmt::format("is larger than {} MiB (setting limits.maxBytes)", mostBytes >> 20U));
    if (stream.bad())
        return fail(ErrorCode::Denied, name, "cannot be read");
    return text;
}

Result<std::string> readFile(const std::string &file, std::uint64_t mostBytes)
{
    std::error_code error;
    std::ifstream stream(file, std::ios::binary);
    if (!stream || fs::is_directory(file, error))
        return fs::exists(file, error) ? fail(ErrorCode::Denied, file, "cannot be read")
                                       : fail(ErrorCode::NotFound, file, "there is no such file");
    return readAll(stream, file, mostBytes);
}

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
