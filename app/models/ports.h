// SPDX-License-Identifier: GPL-3.0-or-later
// What a task was given and what it left: values by port, and the files they name.
#pragma once

#include <vector>

#include <QString>

#include "engine/run.h"

namespace orrery::models {

struct PortItem {
    enum class Kind { Heading, Value, File, Folder };
    Kind kind = Kind::Value;
    QString name; ///< port, index or key; file name
    QString text; ///< the value in short
    QString json; ///< Value: the whole of it
    QString path; ///< File, Folder: absolute
    std::vector<PortItem> inner;
};

/// How a file is shown.
enum class Preview { Table, JsonLines, Json, Text, Image, Folder, Parquet, Binary, Missing };
/// By its name, and where that says nothing by its first bytes.
[[nodiscard]] Preview previewOf(const QString &path);

/// A heading for inputs and one for outputs, where there are any. A text that is an absolute path
/// of something that is there is a file; lists and objects have their members inside.
/// @param workDir  where the attempt's directory stands now: while it ran it stood elsewhere, and
/// its
///                 outputs may name files there
[[nodiscard]] std::vector<PortItem> portItems(const JsonText &inputs, const JsonText &outputs,
                                              const QString &workDir = {});

/// What lies in a folder, folders first; at most `most`, then an item that says how many more.
[[nodiscard]] std::vector<PortItem> folderItems(const QString &path, std::size_t most = 2000);

} // namespace orrery::models
