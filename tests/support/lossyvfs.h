// SPDX-License-Identifier: GPL-3.0-or-later
// A disk in memory that loses what was not synced when its power is cut, as a file system of
// SQLite.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <vector>

#include "engine/result.h"

struct sqlite3_vfs;

namespace orrery::support {

/// Writes stand in a cache until a sync of their file. At a power cut each cached write survives by
/// chance, whole or in its first sectors, in no order that a program may count on. Handles from
/// before the cut fail for ever after; the next open sees what survived.
class LossyDisk {
public:
    /// @param name  of the file system for sqlite3_open_v2; unique in the process
    explicit LossyDisk(std::string name, unsigned seed = 1);
    ~LossyDisk();
    LossyDisk(const LossyDisk &) = delete;
    LossyDisk &operator=(const LossyDisk &) = delete;

    [[nodiscard]] const std::string &name() const { return m_name; }

    /// What fdatasync is on a real disk. Any thread.
    [[nodiscard]] Result<> sync(const std::string &path);
    /// After so many more writes and syncs the power goes in the middle of one; 0 = never.
    void cutAfter(std::uint64_t operations);
    /// Cuts now, unless it happened already; then everything is as after a new start.
    void powerCut();
    /// Who uses it is killed: its handles fail for ever after, and all that it wrote is there.
    void killUsers();
    [[nodiscard]] bool isCut() const;
    /// Share of cached writes that survive a cut, 0..1.
    void setSurvival(double share) { m_survival = share; }
    /// Writes that would make the disk larger than this fail as on a full disk; 0 = no limit.
    void setCapacity(std::uint64_t bytes);
    /// Syncs fail from now on, as on a broken disk.
    void setSyncFails(bool fails);

    struct Write {
        std::uint64_t offset = 0;
        std::string bytes;
        bool truncates = false; ///< to `offset`
    };
    struct File {
        std::string now;
        std::string durable;
        std::vector<Write> cached;
        std::vector<std::unique_ptr<char[]>> shared; ///< regions of the wal-index
    };
    struct Handle;

private:
    friend struct LossyCalls; // SQLite's C callbacks, which are this class's other half
    [[nodiscard]] bool use(); ///< counts an operation; false when the power is off
    void cut();
    [[nodiscard]] bool fits(const File &file, std::uint64_t end) const;

    const std::string m_name;
    std::unique_ptr<sqlite3_vfs> m_vfs;
    mutable std::mutex m_mutex;
    std::map<std::string, std::shared_ptr<File>> m_files;
    std::mt19937 m_random;
    double m_survival = 0.5;
    std::uint64_t m_capacity = 0;
    std::uint64_t m_countdown = 0;
    std::uint64_t m_generation = 0;
    bool m_cut = false;
    bool m_syncFails = false;
};

} // namespace orrery::support
