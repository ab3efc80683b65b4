// SPDX-License-Identifier: GPL-3.0-or-later
// Results that may stand for a task in later runs, in HOME/cache: of each node, or each item of a
// mapped one, the newest few. What a result made stays where its run left it and is checked by
// content when it is used.
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "data/keys.h"
#include "engine/cache.h"
#include "engine/dag.h"
#include "engine/filehashes.h"
#include "engine/ids.h"
#include "engine/result.h"

namespace orrery::engine {

struct KeptFile {
    std::string name; ///< relative to the directory of its run
    std::string hash;
    std::uint64_t bytes = 0;
};

struct KeptResult {
    std::string dag, node, task;
    std::string item; ///< element of a mapped task: tells it from the others
    RunId run;
    std::string directory; ///< of the run, absolute
    WallMs made = 0;
    SpanMs maxAge = 0; ///< as the node said when it was kept; 0 = it stands at any age
    data::Key key;
    JsonText outputs;
    std::vector<KeptFile> files;
};

/// What a look found: a result that stands, or why none does.
struct Found {
    bool hit = false;
    KeptResult result;
    std::string why;
};

/// Used by one thread at a time.
class ResultCache {
public:
    explicit ResultCache(std::string home);

    /// The newest result with this key that is not older than `maxAge` (0 = any age) and whose
    /// files are as they were. Nothing is copied.
    [[nodiscard]] Found find(const KeptResult &wanted, SpanMs maxAge, WallMs now);
    /// Brings a result's files to another run's directory and checks them there; its outputs then
    /// name them there. @error NotFound, Conflict: which file is gone, or is another one now; Io
    [[nodiscard]] Result<> bring(KeptResult &result, const std::string &to);
    /// Hashes the files and keeps the result on the disk. @error Io; NotFound: a declared output
    [[nodiscard]] Result<> keep(KeptResult result, const std::vector<std::string> &outputs);

    [[nodiscard]] std::vector<CacheEntry> list(const CacheFilter &filter);
    [[nodiscard]] std::uint32_t clear(const CacheFilter &filter);
    /// Runs that a result which may still stand comes from.
    [[nodiscard]] std::set<RunId> sources(WallMs now) const;
    /// Forgets the results of runs that are about to be deleted.
    void forget(const std::set<RunId> &runs);
    /// Removes what only deleted runs made, and the oldest beyond `most` tasks. keep() does so now
    /// and then.
    void prune(std::size_t most);

    [[nodiscard]] FileHashes &hashes() { return m_hashes; }

private:
    [[nodiscard]] std::string slotFile(const KeptResult &of) const;
    [[nodiscard]] std::vector<KeptResult> read(const std::string &file) const;
    [[nodiscard]] std::string broken(const KeptResult &result);

    std::string m_directory;
    FileHashes m_hashes;
    std::uint32_t m_kept = 0; ///< since this was made
};

} // namespace orrery::engine
