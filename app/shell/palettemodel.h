// SPDX-License-Identifier: GPL-3.0-or-later
// The entries of the palette that match, best first.
#pragma once

#include <QAbstractListModel>

#include "shell/palette.h"

namespace orrery::shell {

class PaletteModel final : public QAbstractListModel {
    Q_OBJECT
public:
    static constexpr std::size_t shown = 60;

    PaletteModel(std::vector<PaletteEntry> entries, QObject *parent);
    void setQuery(const QString &query);
    [[nodiscard]] const PaletteEntry *at(int row) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

private:
    struct Hit {
        std::size_t entry = 0;
        int score = 0;
        QList<int> positions;
    };
    std::vector<PaletteEntry> m_entries;
    std::vector<Hit> m_hits;
};

} // namespace orrery::shell
