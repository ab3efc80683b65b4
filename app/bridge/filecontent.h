// SPDX-License-Identifier: GPL-3.0-or-later
// A file that a user, or a file of a user's, has named: read whole, and never without end.
#pragma once

#include <QByteArray>
#include <QString>

#include "engine/result.h"

namespace orrery::bridge {

/// @param most  [bytes] that are read at most
/// @error  Io: it is no regular file (a device or a pipe has no end, or keeps the reader waiting),
///         it is larger, or it cannot be read; `where` is the path
[[nodiscard]] Result<QByteArray> contentOf(const QString &path, qint64 most);

} // namespace orrery::bridge
