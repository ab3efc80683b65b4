// SPDX-License-Identifier: GPL-3.0-or-later
// Runs as columns, nodes as rows: one sees at a glance what fails again and again. Only what is
// seen is painted and read.
#pragma once

#include <QAbstractScrollArea>
#include <QPixmap>

#include "history/runhistory.h"

namespace orrery::history {

/// Mouse: a click on a cell watches its run and selects its node; on a bar, the run alone; Ctrl
/// marks a second run to compare. Keys: arrows move, Enter watches, C compares.
class RunsGrid final : public QAbstractScrollArea {
    Q_OBJECT
public:
    RunsGrid(const widgets::Surroundings &around, RunHistory &history, QWidget *parent = nullptr);

    [[nodiscard]] int column() const { return m_column; } ///< the current one; -1 = none
    [[nodiscard]] int row() const { return m_row; }       ///< -1 = the run as a whole
    void setCurrent(int column, int row);
    [[nodiscard]] QRect cellRect(int column, int row) const; ///< in the viewport
    [[nodiscard]] QSize minimumSizeHint() const override { return {220, 110}; }

signals:
    void chosen(int column, int row);
    void currentChanged();
    /// Two runs are to be compared, the older one first.
    void compareRequested(const orrery::RunId &before, const orrery::RunId &after);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void contextMenuEvent(QContextMenuEvent *event) override;

private:
    struct Place {
        int column = -1;
        int row = -1;
        bool inside = false;
    };
    [[nodiscard]] Place placeAt(const QPoint &pos) const;
    [[nodiscard]] int nameWidth() const;
    [[nodiscard]] int firstColumn() const;
    [[nodiscard]] int firstRow() const;
    [[nodiscard]] int visibleColumns() const;
    [[nodiscard]] int visibleRows() const;
    void updateBars(bool toNewest);
    void paintBars(QPainter &painter, int from, int to);
    void paintNames(QPainter &painter, int from, int to);
    void paintCells(QPainter &painter, int fromColumn, int toColumn, int fromRow, int toRow);
    void paintMarks(QPainter &painter);
    [[nodiscard]] const QPixmap &cellPicture(TaskState state, bool cached);
    [[nodiscard]] QString tip(const Place &place) const;
    void followSelection();
    void showCurrent();
    void compareWith(int column);

    widgets::Surroundings m_around;
    RunHistory &m_history;
    int m_column = -1;
    int m_row = -1;
    RunId m_marked; ///< with Ctrl: to be compared
    std::unordered_map<int, QPixmap> m_pictures;
};

} // namespace orrery::history
