// SPDX-License-Identifier: GPL-3.0-or-later
// Versions of a DAG: contents that were published, numbered 1, 2, 3 ... per DAG, and contents that
// the home only knows because they were run.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/dag.h"
#include "engine/ids.h"

namespace orrery {

struct PublishRequest {
    std::string file;               ///< absolute path of the DAG's file
    std::string text;               ///< its content (JSON or YAML); kept as it is
    std::string message;            ///< what changed and why
    bool exact = false;             ///< a new number also when only layout or comments differ
    std::uint32_t rolledBackTo = 0; ///< the number whose content this is again; 0 = none
};

/// What publishing gave.
struct Published {
    DagId dag;
    VersionId version;
    std::uint32_t number = 0;
    bool isNew = true;    ///< false: `number` is the newest version and has this content already
    bool sameText = true; ///< false, when not new: comments or positions differ, and were not kept
};

struct VersionSummary {
    DagId dag;
    std::uint32_t number = 0; ///< 0 = never published, only run
    VersionId version;        ///< of its content: two numbers may share it
    WallMs at = 0;            ///< published, or first run
    std::string by;
    std::string message;
    std::string file;               ///< absolute; "" of one that was never published
    std::string status;             ///< "valid", or "3 warnings"
    std::uint32_t rolledBackTo = 0; ///< 0 = none
    std::uint64_t nodes = 0;
    std::uint64_t edges = 0;
    std::uint64_t runCount = 0; ///< runs of this content
    std::vector<RunId> runs;    ///< the newest of them first, at most 20
};

/// A version with its file.
struct VersionText {
    VersionSummary summary;
    std::string text;   ///< as published; canonical JSON of one that was only run
    std::string format; ///< "json", "yaml"
};

/// "sales@3": DAG and number, or 16 hex digits: a content. Nothing for any other text.
struct VersionRef {
    DagId dag;
    std::uint32_t number = 0;
    VersionId version; ///< not empty: by content
};
[[nodiscard]] std::optional<VersionRef> parseVersionRef(std::string_view text);

} // namespace orrery
