// SPDX-License-Identifier: GPL-3.0-or-later
// A run in a file of its own: its DAG and all its events, compressed (gzip) and checksummed. The
// file can be read without the database.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "engine/event.h"
#include "engine/result.h"

namespace orrery::store {

/// CRC-32 (IEEE 802.3), begun with `sum` 0. Source: zlib.
[[nodiscard]] std::uint32_t crc(std::uint32_t sum, std::string_view bytes);

struct SealedHead {
    RunId run;
    DagId dag;
    VersionId version;
    std::string definition; ///< canonical JSON of the version
};

struct SealedFile {
    std::uint64_t bytes = 0;
    std::uint32_t checksum = 0;
    std::uint64_t events = 0;
};

using EmitRaw = std::function<void(Seq seq, std::string_view fact)>;

/// Writes `path` as one step: temporary name, synced, renamed, the directory synced.
/// @param events  calls its argument for every event, in order. @error Io, what `events` says
[[nodiscard]] Result<SealedFile>
writeSealed(const std::string &path, const SealedHead &head,
            const std::function<Result<>(const EmitRaw &)> &events);

/// @param bytes, checksum  as writeSealed() gave them
/// @error Corrupt: damaged, cut short or not there, with the file; Io
[[nodiscard]] Result<> readSealed(const std::string &path, std::uint64_t bytes,
                                  std::uint32_t checksum,
                                  const std::function<Result<>(const Event &)> &visit);

} // namespace orrery::store
