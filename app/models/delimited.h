// SPDX-License-Identifier: GPL-3.0-or-later
// Rows of data files as fields: CSV, TSV and lines of JSON.
#pragma once

#include <vector>

#include <QByteArray>
#include <QString>

namespace orrery::models {

/// How a file's records become fields.
struct TableForm {
    bool json = false; ///< a JSON object per line; `columns` are its keys
    char delimiter = ',';
    bool header = true; ///< CSV: the first record names the columns
    QStringList columns;
};

/// Of a record without its line end. Quoted fields (RFC 4180) are unquoted; of broken ones as much
/// as there is.
[[nodiscard]] std::vector<QString> fieldsOf(const QByteArray &record, const TableForm &form);

/// From the first records: the delimiter that splits them alike, whether the first one is a header
/// (no number in it, no empty field, no name twice), the columns.
[[nodiscard]] TableForm detectForm(const std::vector<QByteArray> &records, bool json,
                                   char preferred = 0);

/// "", "NA", "N/A", "null", "NaN", "None" in any case.
[[nodiscard]] bool isMissing(QStringView field);

} // namespace orrery::models
