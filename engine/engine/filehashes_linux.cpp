// SPDX-License-Identifier: GPL-3.0-or-later
#include "engine/filehashes.h"

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <sstream>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "data/digest.h"
#include "platform/files.h"

namespace orrery::engine {
namespace {

constexpr std::size_t mostRemembered = 50'000;
constexpr std::size_t mostInDirectory = 10'000;
constexpr std::int64_t unsure = 2'000'000'000;      ///< [ns] since the last change
constexpr std::uint64_t largestMemory = 64U << 20U; ///< [bytes] of what is remembered

std::int64_t nanoseconds(const timespec &time)
{
    return std::int64_t{time.tv_sec} * 1'000'000'000 + time.tv_nsec;
}

std::int64_t now()
{
    return std::chrono::duration_cast<std::chrono::nanoseconds>(
               std::chrono::system_clock::now().time_since_epoch())
        .count();
}

std::string readAndHash(const std::string &path)
{
    const platform::Fd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file)
        return {};
    data::Digest digest;
    std::vector<char> piece(1U << 20U);
    while (true) {
        const ssize_t got = ::read(file.get(), piece.data(), piece.size());
        if (got < 0)
            return {};
        if (got == 0)
            return digest.take();
        digest.add({piece.data(), static_cast<std::size_t>(got)});
    }
}

} // namespace

std::string FileHashes::of(const std::string &path)
{
    const std::lock_guard lock(m_mutex);
    load();
    std::error_code error;
    const auto kind = std::filesystem::status(path, error).type();
    if (kind == std::filesystem::file_type::regular)
        return ofFile(path);
    return kind == std::filesystem::file_type::directory ? ofDirectory(path) : std::string();
}

std::string FileHashes::ofFile(const std::string &path)
{
    struct ::stat info {};
    if (::stat(path.c_str(), &info) != 0)
        return {};
    const Known is{
        static_cast<std::uint64_t>(info.st_size), info.st_ino, nanoseconds(info.st_mtim), {}};
    if (const auto was = m_known.find(path); was != m_known.end() && was->second.size == is.size &&
                                             was->second.inode == is.inode &&
                                             was->second.changed == is.changed)
        return was->second.hash;
    ++m_reads;
    const std::int64_t began = now();
    std::string hash = readAndHash(path);
    if (!hash.empty() && began - is.changed > unsure) {
        if (m_known.size() >= mostRemembered)
            m_known.clear();
        m_known[path] = {is.size, is.inode, is.changed, hash};
        m_learned = true;
    }
    return hash;
}

std::string FileHashes::ofDirectory(const std::string &path)
{
    std::vector<std::string> files;
    std::error_code error;
    for (std::filesystem::recursive_directory_iterator at(path, error), end; !error && at != end;
         at.increment(error)) {
        if (at->is_regular_file(error))
            files.push_back(at->path().string());
        if (files.size() > mostInDirectory)
            return {};
    }
    std::sort(files.begin(), files.end());
    data::Digest digest;
    for (const std::string &file : files) {
        digest.addText(file.substr(path.size()));
        digest.addText(ofFile(file));
    }
    return digest.take();
}

void FileHashes::load()
{
    if (std::exchange(m_loaded, true))
        return;
    const auto text = platform::readFile(m_file, largestMemory);
    if (!text)
        return;
    std::istringstream lines(*text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        Known known;
        std::string path;
        words >> known.hash >> known.size >> known.changed >> known.inode;
        if (words.get() == ' ' && std::getline(words, path) && !path.empty())
            m_known[path] = known;
    }
}

void FileHashes::save()
{
    const std::lock_guard lock(m_mutex);
    if (!std::exchange(m_learned, false))
        return;
    std::string text;
    for (const auto &[path, known] : m_known) {
        if (path.find('\n') == std::string::npos)
            text += known.hash + " " + std::to_string(known.size) + " " +
                    std::to_string(known.changed) + " " + std::to_string(known.inode) + " " + path +
                    "\n";
    }
    (void)platform::writeFile(m_file, text); // what is not remembered is read again
}

} // namespace orrery::engine
