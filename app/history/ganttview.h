// SPDX-License-Identifier: GPL-3.0-or-later
// The watched run as bars on the axis of time: waits in a quieter colour, mapped items grouped, the
// critical path lit. Only what is seen is painted.
#pragma once

#include <QAbstractScrollArea>
#include <QSet>

#include "history/runtimes.h"

namespace orrery::history {

/// Mouse: click selects, click on a group's sign opens it, wheel scrolls, Ctrl+wheel zooms at the
/// pointer, Shift+wheel and drag move in time. Keys: up and down select, left and right move, + and
/// - zoom, 0 shows the whole run, Enter opens a group.
class GanttView final : public QAbstractScrollArea {
    Q_OBJECT
public:
    GanttView(const widgets::Surroundings &around, RunTimes &times, QWidget *parent = nullptr);

    /// Idle gaps are drawn short.
    void setCompressed(bool compressed);
    [[nodiscard]] bool compressed() const { return m_compressed; }
    void fit();
    [[nodiscard]] int rowCount() const { return int(m_rows.size()); }
    /// The row of a task, or of the closed group it is in; -1 = none.
    [[nodiscard]] int rowOf(TaskIndex task) const;
    [[nodiscard]] QRect barRect(int row) const; ///< from its first start to its end; may be outside
    /// Where a moment stands in the viewport [px]; only with a timeline.
    [[nodiscard]] double xOf(WallMs at) const;
    [[nodiscard]] WallMs timeAt(double x) const;
    [[nodiscard]] int axisLeft() const { return nameWidth(); } ///< [px] where the axis begins
    [[nodiscard]] double zoom() const { return 1 / (m_to - m_from); }
    [[nodiscard]] QSize minimumSizeHint() const override { return {220, 110}; }

signals:
    /// Another stretch of time is in view, or another timeline.
    void viewChanged();

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void mousePressEvent(QMouseEvent *event) override;
    void mouseMoveEvent(QMouseEvent *event) override;
    void mouseReleaseEvent(QMouseEvent *event) override;
    void wheelEvent(QWheelEvent *event) override;
    void keyPressEvent(QKeyEvent *event) override;
    bool viewportEvent(QEvent *event) override;
    void showEvent(QShowEvent *event) override;

private:
    static constexpr int rowHeight = 20, head = 22; ///< [px]

    struct Row {
        NodeIndex node = none;
        TaskIndex task = none;   ///< none = a group
        std::uint32_t first = 0; ///< of m_order: its spans
        std::uint32_t count = 0;
        std::uint32_t items = 0; ///< of a group
        WallMs begin = 0;        ///< its first start, or when it was ready
        WallMs end = 0;
        bool critical = false;
        bool inner = false; ///< an item of the group above
    };
    void rebuild();
    void makeAxis();
    void addGroup(NodeIndex node, std::uint32_t first, std::uint32_t count);
    void updateBars();
    [[nodiscard]] int nameWidth() const;
    [[nodiscard]] int visibleRows() const;
    [[nodiscard]] double shareOf(WallMs at) const;
    [[nodiscard]] int rowAt(int y) const;
    [[nodiscard]] const TaskSpan &span(std::uint32_t place) const;
    void zoomAt(double x, double factor);
    void move(double share);
    void select(int row);
    void toggle(int row);
    void paintTimes(QPainter &painter) const;
    void paintRow(QPainter &painter, int index) const;
    void paintSpans(QPainter &painter, const Row &row, int y) const;
    void paintGroup(QPainter &painter, const Row &row, int y) const;
    [[nodiscard]] QColor hueOf(const TaskSpan &span) const;
    [[nodiscard]] QString nameOf(const Row &row) const;
    [[nodiscard]] QString tip(const QPoint &pos) const;

    widgets::Surroundings m_around;
    RunTimes &m_source;
    std::shared_ptr<const Times> m_times;
    std::vector<std::uint32_t> m_order; ///< spans by row: positions in the timeline
    std::vector<Row> m_rows;
    std::vector<bool> m_critical; ///< by task
    QSet<NodeIndex> m_open;       ///< groups that show their items
    RunId m_run;
    bool m_compressed = true;
    bridge::TimeAxis m_axis;
    double m_from = 0, m_to = 1; ///< shares of the axis in view
    int m_current = -1;
    double m_dragX = -1;
};

} // namespace orrery::history
