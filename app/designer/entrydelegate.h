// SPDX-License-Identifier: GPL-3.0-or-later
// A row of the palette and of quick-add: picture, title with the letters that matched, one line of
// what it does, a word at the right.
#pragma once

#include <QStyledItemDelegate>

#include "theming/theme.h"

namespace orrery::designer {

enum EntryRole {
    KeyRole = Qt::UserRole + 40, ///< QString: NodeTemplate::key
    GlyphRole,                   ///< QString
    SummaryRole,                 ///< QString
    LitRole,                     ///< QList<int>: letters of the title
    BrokenRole,                  ///< bool
    WordRole                     ///< QString: at the right
};

class EntryDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit EntryDelegate(theming::Theme &theme, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    void paintEntry(QPainter *painter, const QRect &row, const QModelIndex &index) const;
    theming::Theme &m_theme;
};

} // namespace orrery::designer
