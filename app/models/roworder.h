// SPDX-License-Identifier: GPL-3.0-or-later
// Which rows of a data file are shown and in which order: worked out from the whole file.
#pragma once

#include <functional>
#include <vector>

#include "models/delimited.h"
#include "models/recordfile.h"

namespace orrery::models {

struct RowRequest {
    FileRange range;
    RecordForm kind = RecordForm::Csv;
    TableForm form;
    QString filter;       ///< in any field, case ignored; empty = all rows
    int column = -1;      ///< to sort by; -1 = as in the file
    bool numeric = false; ///< its fields are numbers
    bool falling = false;
    std::size_t most = 0; ///< rows; the first ones that match
};

struct RowOrder {
    std::vector<std::uint32_t> rows; ///< numbers in the file, the header left out
    bool cut = false;                ///< more rows match than were taken
};

/// What is missing stands last either way; equal rows stay in the order of the file. For workers.
/// @param current  asked for every row; false = what comes of it is not wanted any more
[[nodiscard]] RowOrder orderOf(const RowRequest &request, const std::function<bool()> &current);

} // namespace orrery::models
