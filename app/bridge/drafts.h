// SPDX-License-Identifier: GPL-3.0-or-later
// Unsaved edits, kept beside the home until they are saved or dropped: what a crash leaves behind.
#pragma once

#include <optional>
#include <string>

#include <QDateTime>
#include <QString>

#include "engine/result.h"

namespace orrery::bridge {

struct Draft {
    std::string text;
    QDateTime time; ///< when it was kept
};

class Drafts {
public:
    /// @param home  "" = nothing is kept
    explicit Drafts(const QString &home = {});

    /// @param file  absolute path of the DAG file that the text is of
    Result<> keep(const QString &file, const std::string &text) const;
    [[nodiscard]] std::optional<Draft> find(const QString &file) const;
    void drop(const QString &file) const;

private:
    [[nodiscard]] QString pathOf(const QString &file) const;
    QString m_directory;
};

} // namespace orrery::bridge
