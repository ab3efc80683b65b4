// SPDX-License-Identifier: GPL-3.0-or-later
#include "support/lossyvfs.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include <sqlite3.h>

namespace orrery::support {

namespace {

constexpr std::size_t sector = 512;

void apply(std::string &content, const LossyDisk::Write &write, std::size_t length)
{
    if (write.truncates) {
        content.resize(write.offset);
        return;
    }
    if (content.size() < write.offset + length)
        content.resize(write.offset + length);
    content.replace(write.offset, length, write.bytes, 0, length);
}

} // namespace

/// One open file: dead when the power was cut after it was opened.
struct LossyDisk::Handle {
    LossyDisk *disk = nullptr;
    std::shared_ptr<File> file;
    std::string path;
    std::uint64_t generation = 0;

    [[nodiscard]] bool dead() const { return disk->m_cut || generation != disk->m_generation; }
};

struct LossyCalls {
    struct Opened {
        sqlite3_file base;
        LossyDisk::Handle *handle;
    };
    using Guard = std::lock_guard<std::mutex>;

    static LossyDisk::Handle &of(sqlite3_file *file)
    {
        return *reinterpret_cast<Opened *>(file)->handle;
    }
    static LossyDisk &diskOf(sqlite3_vfs *vfs) { return *static_cast<LossyDisk *>(vfs->pAppData); }

    static int close(sqlite3_file *file)
    {
        delete &of(file);
        return SQLITE_OK;
    }

    static int read(sqlite3_file *file, void *to, int amount, sqlite3_int64 offset)
    {
        const LossyDisk::Handle &handle = of(file);
        const Guard guard(handle.disk->m_mutex);
        if (handle.dead())
            return SQLITE_IOERR_READ;
        const std::string &content = handle.file->now;
        const auto size = static_cast<std::size_t>(amount), from = static_cast<std::size_t>(offset);
        const std::size_t there = from < content.size() ? std::min(size, content.size() - from) : 0;
        if (there > 0)
            std::memcpy(to, content.data() + from, there);
        std::memset(static_cast<char *>(to) + there, 0, size - there);
        return there == size ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
    }

    static int change(LossyDisk::Handle &handle, LossyDisk::Write write)
    {
        const Guard guard(handle.disk->m_mutex);
        if (handle.dead())
            return SQLITE_IOERR_WRITE;
        if (!handle.disk->fits(*handle.file, write.offset + write.bytes.size()))
            return SQLITE_FULL;
        apply(handle.file->now, write, write.bytes.size());
        handle.file->cached.push_back(std::move(write));
        return handle.disk->use() ? SQLITE_OK : SQLITE_IOERR_WRITE;
    }

    static int write(sqlite3_file *file, const void *from, int amount, sqlite3_int64 offset)
    {
        return change(of(file), {static_cast<std::uint64_t>(offset),
                                 std::string(static_cast<const char *>(from),
                                             static_cast<std::size_t>(amount)),
                                 false});
    }

    static int truncate(sqlite3_file *file, sqlite3_int64 size)
    {
        return change(of(file), {static_cast<std::uint64_t>(size), {}, true});
    }

    static int sync(sqlite3_file *file, int)
    {
        LossyDisk::Handle &handle = of(file);
        {
            const Guard guard(handle.disk->m_mutex);
            if (handle.dead())
                return SQLITE_IOERR_FSYNC;
        }
        return handle.disk->sync(handle.path) ? SQLITE_OK : SQLITE_IOERR_FSYNC;
    }

    static int fileSize(sqlite3_file *file, sqlite3_int64 *size)
    {
        const Guard guard(of(file).disk->m_mutex);
        *size = static_cast<sqlite3_int64>(of(file).file->now.size());
        return of(file).dead() ? SQLITE_IOERR_FSTAT : SQLITE_OK;
    }

    static int lock(sqlite3_file *, int) { return SQLITE_OK; }
    static int isLocked(sqlite3_file *, int *out)
    {
        *out = 0;
        return SQLITE_OK;
    }
    static int control(sqlite3_file *, int, void *) { return SQLITE_NOTFOUND; }
    static int sectorSize(sqlite3_file *) { return 4096; }
    static int traits(sqlite3_file *) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

    static int map(sqlite3_file *file, int region, int size, int, void volatile **out)
    {
        const LossyDisk::Handle &handle = of(file);
        const Guard guard(handle.disk->m_mutex);
        auto &shared = handle.file->shared;
        while (shared.size() <= static_cast<std::size_t>(region))
            shared.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
        *out = shared[static_cast<std::size_t>(region)].get();
        return SQLITE_OK;
    }
    static int mapLock(sqlite3_file *, int, int, int) { return SQLITE_OK; }
    static void mapBarrier(sqlite3_file *) {}
    static int unmap(sqlite3_file *file, int drop)
    {
        const Guard guard(of(file).disk->m_mutex);
        if (drop != 0)
            of(file).file->shared.clear();
        return SQLITE_OK;
    }

    static int open(sqlite3_vfs *vfs, sqlite3_filename name, sqlite3_file *file, int flags,
                    int *out)
    {
        static const sqlite3_io_methods methods{2,          close,      read,    write,  truncate,
                                                sync,       fileSize,   lock,    lock,   isLocked,
                                                control,    sectorSize, traits,  map,    mapLock,
                                                mapBarrier, unmap,      nullptr, nullptr};
        LossyDisk &disk = diskOf(vfs);
        const Guard guard(disk.m_mutex);
        file->pMethods = nullptr;
        if (disk.m_cut)
            return SQLITE_CANTOPEN;
        const std::string path = name != nullptr ? name : "";
        std::shared_ptr<LossyDisk::File> found;
        if (path.empty()) {
            found = std::make_shared<LossyDisk::File>();
        } else if (const auto known = disk.m_files.find(path); known != disk.m_files.end()) {
            found = known->second;
        } else if ((flags & SQLITE_OPEN_CREATE) != 0) {
            found = disk.m_files[path] = std::make_shared<LossyDisk::File>();
        } else {
            return SQLITE_CANTOPEN;
        }
        reinterpret_cast<Opened *>(file)->handle =
            new LossyDisk::Handle{&disk, std::move(found), path, disk.m_generation};
        file->pMethods = &methods;
        if (out != nullptr)
            *out = flags;
        return SQLITE_OK;
    }

    static int remove(sqlite3_vfs *vfs, const char *name, int)
    {
        const Guard guard(diskOf(vfs).m_mutex);
        if (diskOf(vfs).m_cut)
            return SQLITE_IOERR_DELETE;
        return diskOf(vfs).m_files.erase(name) > 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
    }

    static int access(sqlite3_vfs *vfs, const char *name, int, int *out)
    {
        const Guard guard(diskOf(vfs).m_mutex);
        *out = diskOf(vfs).m_files.count(name) > 0 ? 1 : 0;
        return SQLITE_OK;
    }

    static int fullPath(sqlite3_vfs *, const char *name, int size, char *out)
    {
        sqlite3_snprintf(size, out, "%s", name);
        return SQLITE_OK;
    }
};

LossyDisk::LossyDisk(std::string name, unsigned seed)
    : m_name(std::move(name)), m_vfs(new sqlite3_vfs{}), m_random(seed)
{
    const sqlite3_vfs *real = sqlite3_vfs_find(nullptr);
    *m_vfs = *real; // randomness, sleep, clock
    m_vfs->szOsFile = sizeof(LossyCalls::Opened);
    m_vfs->pNext = nullptr;
    m_vfs->zName = m_name.c_str();
    m_vfs->pAppData = this;
    m_vfs->xOpen = LossyCalls::open;
    m_vfs->xDelete = LossyCalls::remove;
    m_vfs->xAccess = LossyCalls::access;
    m_vfs->xFullPathname = LossyCalls::fullPath;
    sqlite3_vfs_register(m_vfs.get(), 0);
}

LossyDisk::~LossyDisk()
{
    sqlite3_vfs_unregister(m_vfs.get());
}

Result<> LossyDisk::sync(const std::string &path)
{
    const std::lock_guard guard(m_mutex);
    if (m_cut || m_syncFails || !use())
        return fail(ErrorCode::Io, path, "input/output error");
    const auto found = m_files.find(path);
    if (found == m_files.end())
        return fail(ErrorCode::Io, path, "no such file");
    File &file = *found->second;
    for (const Write &write : file.cached)
        apply(file.durable, write, write.bytes.size());
    file.cached.clear();
    return {};
}

void LossyDisk::cutAfter(std::uint64_t operations)
{
    const std::lock_guard guard(m_mutex);
    m_countdown = operations;
}

bool LossyDisk::isCut() const
{
    const std::lock_guard guard(m_mutex);
    return m_cut;
}

void LossyDisk::setCapacity(std::uint64_t bytes)
{
    const std::lock_guard guard(m_mutex);
    m_capacity = bytes;
}

void LossyDisk::setSyncFails(bool fails)
{
    const std::lock_guard guard(m_mutex);
    m_syncFails = fails;
}

bool LossyDisk::use()
{
    if (m_countdown > 0 && --m_countdown == 0)
        cut();
    return !m_cut;
}

bool LossyDisk::fits(const File &file, std::uint64_t end) const
{
    if (m_capacity == 0 || end <= file.now.size())
        return true;
    std::uint64_t total = end - file.now.size();
    for (const auto &[path, other] : m_files)
        total += other->now.size();
    return total <= m_capacity;
}

void LossyDisk::powerCut()
{
    const std::lock_guard guard(m_mutex);
    if (!m_cut)
        cut();
    m_cut = false;
    m_countdown = 0;
    ++m_generation;
}

void LossyDisk::killUsers()
{
    const std::lock_guard guard(m_mutex);
    for (auto &[path, file] : m_files) {
        auto fresh = std::make_shared<File>();
        fresh->now = file->now;
        fresh->durable = file->durable;
        fresh->cached = file->cached;
        file = std::move(fresh); // old handles keep the old one, and are dead
    }
    ++m_generation;
}

void LossyDisk::cut()
{
    m_cut = true;
    std::bernoulli_distribution survives(m_survival), torn(0.2);
    for (auto &[path, file] : m_files) {
        auto fresh = std::make_shared<File>();
        fresh->durable = file->durable;
        for (const Write &write : file->cached) {
            if (!survives(m_random))
                continue;
            std::size_t length = write.bytes.size();
            if (torn(m_random) && length > sector)
                length = sector * (1 + m_random() % (length / sector));
            apply(fresh->durable, write, std::min(length, write.bytes.size()));
        }
        fresh->now = fresh->durable;
        file = std::move(fresh); // old handles keep the old one, and are dead
    }
}

} // namespace orrery::support
