// SPDX-License-Identifier: GPL-3.0-or-later
// Roles that the models share, so that one delegate can paint any of them.
#pragma once

#include <Qt>

namespace orrery::models {

enum Role {
    SignRole = Qt::UserRole + 1, ///< int(TaskState): shape and colour of the row
    ProgressRole,                ///< double 0..1; below 0 = none
    IdRole,                      ///< QString: run, file, entry
    IndexRole,                   ///< uint: task or node
    BarsRole,                    ///< QList<Bar>: last runs, oldest first
    ErrorRole,                   ///< QString: why this row is broken
    SectionRole,                 ///< QString: heading that this row starts
    DetailRole,                  ///< QString: second line
    TagsRole,                    ///< QStringList
    TimeRole,                    ///< qint64 [ms since 1970]
    SortRole,                    ///< what a proxy sorts by
    SampleRole,                  ///< bool: one of the examples
    UnreadRole,                  ///< bool
    MatchRole                    ///< QList<int>: characters that matched the search
};

} // namespace orrery::models
