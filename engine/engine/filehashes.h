// SPDX-License-Identifier: GPL-3.0-or-later
// Hashes of files by content, each file read once as long as it is not changed.
#pragma once

#include <cstdint>
#include <map>
#include <mutex>
#include <string>

namespace orrery::engine {

/// Remembers (path, size, time of change, inode) -> hash, also in `file` over a restart. A file
/// that changed within the last two seconds is read each time: its clock may not tell the next
/// change. Any thread.
class FileHashes {
public:
    explicit FileHashes(std::string file) : m_file(std::move(file)) {}

    /// Of a file, or of all files below a directory with their names (at most 10,000 of them).
    /// @return 32 hex digits; "" when there is neither, or it cannot be read
    [[nodiscard]] std::string of(const std::string &path);
    /// Writes what was learned since; cheap when nothing was.
    void save();
    /// Files read so far.
    [[nodiscard]] std::uint64_t reads() const { return m_reads; }

private:
    struct Known {
        std::uint64_t size = 0, inode = 0;
        std::int64_t changed = 0; ///< [ns]
        std::string hash;
    };
    void load();
    [[nodiscard]] std::string ofFile(const std::string &path);
    [[nodiscard]] std::string ofDirectory(const std::string &path);

    std::string m_file;
    std::mutex m_mutex;
    std::map<std::string, Known> m_known;
    bool m_loaded = false;
    bool m_learned = false;
    std::uint64_t m_reads = 0;
};

} // namespace orrery::engine
