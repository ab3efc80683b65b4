// SPDX-License-Identifier: GPL-3.0-or-later
// Cells and rows painted alike in every list: state by shape and colour, progress as filled energy.
#pragma once

#include <QStyledItemDelegate>

#include "theming/theme.h"

namespace orrery::widgets {

/// Cells of the run, task and finding tables.
class CellDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    /// @param signColumn  the column that shows the state's sign; -1 = none
    CellDelegate(theming::Theme &theme, int signColumn, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    void paintProgress(QPainter *painter, const QRect &cell, double progress, const QColor &hue,
                       const QString &text) const;
    theming::Theme &m_theme;
    int m_signColumn;
};

/// Rows of the workspace: name, tags, last runs as bars, owner and next slot, or what is broken.
class DagDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit DagDelegate(theming::Theme &theme, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;
    /// The Run button of a row.
    [[nodiscard]] QRect runButton(const QRect &row) const;

signals:
    void runRequested(const QModelIndex &index);

protected:
    bool editorEvent(QEvent *event, QAbstractItemModel *model, const QStyleOptionViewItem &option,
                     const QModelIndex &index) override;

private:
    [[nodiscard]] bool startsSection(const QModelIndex &index) const;
    [[nodiscard]] QRect body(const QRect &row, const QModelIndex &index) const;
    void paintBars(QPainter *painter, const QRect &area, const QModelIndex &index) const;
    theming::Theme &m_theme;
};

/// Rows of the notification centre.
class NotificationDelegate final : public QStyledItemDelegate {
    Q_OBJECT
public:
    explicit NotificationDelegate(theming::Theme &theme, QObject *parent = nullptr);
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override;
    [[nodiscard]] QSize sizeHint(const QStyleOptionViewItem &option,
                                 const QModelIndex &index) const override;

private:
    theming::Theme &m_theme;
};

} // namespace orrery::widgets
