// SPDX-License-Identifier: GPL-3.0-or-later
// The DAG files that were opened last, pinned ones first.
#pragma once

#include <QStringList>

namespace orrery::widgets {

class Settings;

class RecentFiles {
public:
    static constexpr int capacity = 15; ///< beside the pinned ones

    explicit RecentFiles(Settings &settings) : m_settings(settings) {}

    /// Pinned ones in the order they were pinned, then the others, newest first. A file that is
    /// gone stays until it is removed: its disk may come back.
    [[nodiscard]] QStringList files() const;
    [[nodiscard]] bool pinned(const QString &file) const;
    void add(const QString &file);
    void pin(const QString &file, bool pinned);
    void remove(const QString &file);
    /// All but the pinned ones.
    void clear();

private:
    [[nodiscard]] QStringList read(const QString &key) const;
    Settings &m_settings;
};

} // namespace orrery::widgets
