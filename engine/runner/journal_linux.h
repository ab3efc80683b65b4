// SPDX-License-Identifier: GPL-3.0-or-later
// What the runner must still know after it was killed: which attempts it took, how they ended, and
// which results the engine has. A result is written before the engine hears of it; what was taken
// or acknowledged goes with the next result. Never synced: a power cut ends the tasks too.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <unordered_map>

#include "engine/ids.h"
#include "engine/result.h"
#include "engine/run.h"
#include "platform/files.h"

namespace orrery::runner {

class Journal {
public:
    /// Attempts that were taken and not forgotten.
    struct Entry {
        std::uint64_t fence = 0;
        bool ended = false;
        Exit exit;
    };
    struct Content {
        std::uint64_t epoch = 0; ///< the newest engine that was served
        std::string bootId;      ///< of the last start; "" for a new journal
        std::unordered_map<AttemptKey, Entry> attempts;
    };

    /// Reads what is there; a half record at the end, from a kill in mid-write, is cut off. @error
    /// Io
    [[nodiscard]] Result<Content> open(const std::string &path);
    Journal() = default;
    ~Journal();
    Journal(const Journal &) = delete;
    Journal &operator=(const Journal &) = delete;

    // Records are collected until flush().
    void epoch(std::uint64_t epoch, const std::string &bootId);
    void accepted(const AttemptKey &key, std::uint64_t fence);
    void ended(const AttemptKey &key, const Exit &exit);
    void forgotten(const AttemptKey &key);
    /// Writes all that was collected. @error Io: nothing of it stands in the journal
    [[nodiscard]] Result<> flush();

    /// Nothing is live and nothing unacknowledged: starts anew with the epoch alone.
    void clear(std::uint64_t epoch, const std::string &bootId);
    [[nodiscard]] std::uint64_t size() const { return m_size; }
    /// Did the last flush fail?
    [[nodiscard]] bool broken() const { return m_broken; }

private:
    void add(std::string_view record);
    [[nodiscard]] Result<> reserve(std::uint64_t end);
    void unmap();

    std::string m_path;
    platform::Fd m_file;
    std::string m_pending;
    std::uint64_t m_size = 0;     ///< [bytes] of whole records in the file; zeros follow
    char *m_memory = nullptr;     ///< the file, mapped: a record costs no system call
    std::uint64_t m_reserved = 0; ///< [bytes] mapped, their room on the disk taken
    bool m_broken = false;
};

} // namespace orrery::runner
