// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/ganttview.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <QHelpEvent>
#include <QKeyEvent>
#include <QScrollBar>
#include <QToolTip>

#include "bridge/text.h"

namespace orrery::history {

static constexpr double deepest = 1e-5; ///< share of the run that can fill the view

GanttView::GanttView(const widgets::Surroundings &around, RunTimes &times, QWidget *parent)
    : QAbstractScrollArea(parent), m_around(around), m_source(times)
{
    setObjectName(QStringLiteral("gantt"));
    setAccessibleName(tr("Tasks of the run over time"));
    setAccessibleDescription(
        tr("Up and down select a task, plus and minus zoom, left and right move in time"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    connect(&times, &RunTimes::changed, this, &GanttView::rebuild);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, viewport(),
            qOverload<>(&QWidget::update));
    connect(&around.selection, &bridge::Selection::taskChanged, this, [this](TaskIndex task) {
        m_current = task == none ? -1 : rowOf(task);
        if (m_current >= 0) {
            const int first = verticalScrollBar()->value();
            if (m_current < first || m_current >= first + visibleRows())
                verticalScrollBar()->setValue(m_current - visibleRows() / 2);
        }
        viewport()->update();
    });
    connect(&around.theme, &theming::Theme::changed, viewport(), qOverload<>(&QWidget::update));
}

void GanttView::showEvent(QShowEvent *)
{
    m_source.need();
}

const TaskSpan &GanttView::span(std::uint32_t place) const
{
    return m_times->timeline.spans[m_order[place]];
}

void GanttView::addGroup(NodeIndex node, std::uint32_t first, std::uint32_t count)
{
    const auto rowFrom = [this](std::uint32_t from, std::uint32_t size) {
        Row row;
        row.first = from;
        row.count = size;
        row.begin = span(from).ready;
        for (std::uint32_t i = from; i < from + size; ++i) {
            const TaskSpan &one = span(i);
            row.begin = std::min(row.begin, one.ready);
            row.end = std::max(row.end, one.end > 0 ? one.end : m_times->timeline.end);
            row.critical = row.critical || m_critical[one.task];
        }
        return row;
    };
    std::uint32_t tasks = 1;
    for (std::uint32_t i = first + 1; i < first + count; ++i)
        tasks += span(i).task != span(i - 1).task ? 1 : 0;
    const bool grouped = m_times->run.tasks[span(first).task].item >= 0;
    if (grouped) {
        Row group = rowFrom(first, count);
        group.node = node;
        group.items = tasks;
        m_rows.push_back(group);
        if (!m_open.contains(node))
            return;
    }
    for (std::uint32_t i = first; i < first + count;) {
        std::uint32_t end = i + 1;
        while (end < first + count && span(end).task == span(i).task)
            ++end;
        Row row = rowFrom(i, end - i);
        row.node = node;
        row.task = span(i).task;
        row.inner = grouped;
        m_rows.push_back(row);
        i = end;
    }
}

/// Begins when the run was made, ends with it or now; the facts in between tell where it idled.
void GanttView::makeAxis()
{
    const RunTimeline &line = m_times->timeline;
    std::vector<CoursePoint> points{{0, line.begin, none, Happening::Other, 0}};
    for (const CoursePoint &point : m_around.playback.points())
        if (point.at >= line.begin && point.at <= line.end)
            points.push_back(point);
    m_axis = bridge::TimeAxis(points, line.end, m_compressed);
}

void GanttView::rebuild()
{
    m_times = m_source.times();
    m_rows.clear();
    m_order.clear();
    if (std::exchange(m_run, m_around.run.id()) != m_around.run.id()) {
        m_open.clear();
        m_from = 0;
        m_to = 1;
    }
    if (m_times) {
        makeAxis();
        const auto &spans = m_times->timeline.spans;
        m_critical.assign(m_times->run.tasks.size(), false);
        for (const TaskIndex task : m_times->timeline.criticalPath)
            m_critical[task] = true;
        struct Node {
            WallMs begin = 0;
            std::vector<std::uint32_t> spans;
        };
        std::map<NodeIndex, Node> nodes;
        for (std::uint32_t i = 0; i < spans.size(); ++i) {
            Node &node = nodes[m_times->run.tasks[spans[i].task].node];
            node.begin = node.spans.empty() ? spans[i].ready : std::min(node.begin, spans[i].ready);
            node.spans.push_back(i);
        }
        std::vector<std::pair<NodeIndex, const Node *>> sorted;
        for (const auto &[index, node] : nodes)
            sorted.emplace_back(index, &node);
        std::stable_sort(sorted.begin(), sorted.end(), [](const auto &a, const auto &b) {
            return a.second->begin < b.second->begin;
        });
        for (const auto &[index, node] : sorted) {
            const auto first = std::uint32_t(m_order.size());
            m_order.insert(m_order.end(), node->spans.begin(), node->spans.end());
            addGroup(index, first, std::uint32_t(node->spans.size()));
        }
    }
    const TaskIndex selected = m_around.selection.task();
    m_current = selected == none ? -1 : rowOf(selected);
    updateBars();
    viewport()->update();
    emit viewChanged();
}

int GanttView::rowOf(TaskIndex task) const
{
    if (!m_times || task >= m_times->run.tasks.size())
        return -1;
    const TaskRow &wanted = m_times->run.tasks[task];
    int group = -1;
    for (int i = 0; i < rowCount(); ++i) {
        const Row &row = m_rows[std::size_t(i)];
        if (row.node != wanted.node)
            continue;
        if (row.task == task)
            return i;
        if (row.task == none)
            group = i;
    }
    return group;
}

void GanttView::setCompressed(bool compressed)
{
    m_compressed = compressed;
    rebuild();
    fit();
}

void GanttView::fit()
{
    m_from = 0;
    m_to = 1;
    viewport()->update();
    emit viewChanged();
}

int GanttView::nameWidth() const
{
    return std::clamp(viewport()->width() / 5, 70, 220);
}

int GanttView::visibleRows() const
{
    return std::max(1, (viewport()->height() - head) / rowHeight);
}

void GanttView::updateBars()
{
    verticalScrollBar()->setPageStep(visibleRows());
    verticalScrollBar()->setRange(0, std::max(0, rowCount() - visibleRows()));
}

void GanttView::resizeEvent(QResizeEvent *)
{
    updateBars();
    emit viewChanged();
}

double GanttView::shareOf(WallMs at) const
{
    return m_axis.shareOf(at);
}

double GanttView::xOf(WallMs at) const
{
    const double width = viewport()->width() - nameWidth() - 8;
    return nameWidth() + (shareOf(at) - m_from) / (m_to - m_from) * width;
}

WallMs GanttView::timeAt(double x) const
{
    const double width = viewport()->width() - nameWidth() - 8;
    const double share = m_from + (x - nameWidth()) / width * (m_to - m_from);
    return m_axis.timeAt(share);
}

int GanttView::rowAt(int y) const
{
    const int row = verticalScrollBar()->value() + (y - head) / rowHeight;
    return y >= head && row < rowCount() ? row : -1;
}

QRect GanttView::barRect(int index) const
{
    const Row &row = m_rows[std::size_t(index)];
    const int y = head + (index - verticalScrollBar()->value()) * rowHeight;
    const int left = int(xOf(row.begin));
    return {left, y + 4, std::max(2, int(xOf(row.end)) - left), rowHeight - 8};
}

void GanttView::zoomAt(double x, double factor)
{
    if (!m_times)
        return;
    const double width = std::max(1, viewport()->width() - nameWidth() - 8);
    const double place = std::clamp((x - nameWidth()) / width, 0.0, 1.0);
    const double fixed = m_from + place * (m_to - m_from);
    const double size = std::clamp((m_to - m_from) * factor, deepest, 1.0);
    m_from = std::clamp(fixed - place * size, 0.0, 1.0 - size);
    m_to = m_from + size;
    viewport()->update();
    emit viewChanged();
}

void GanttView::move(double share)
{
    const double size = m_to - m_from;
    m_from = std::clamp(m_from + share, 0.0, 1.0 - size);
    m_to = m_from + size;
    viewport()->update();
    emit viewChanged();
}

void GanttView::wheelEvent(QWheelEvent *event)
{
    const QPoint turn = event->angleDelta();
    const int by = turn.y() != 0 ? turn.y() : turn.x();
    if (event->modifiers() & Qt::ControlModifier)
        zoomAt(event->position().x(), std::pow(0.8, by / 120.0));
    else if ((event->modifiers() & Qt::ShiftModifier) || turn.y() == 0)
        move(-by / 120.0 * 0.1 * (m_to - m_from));
    else if (verticalScrollBar()->maximum() == 0) // nothing to scroll: the wheel is free
        zoomAt(event->position().x(), std::pow(0.8, by / 120.0));
    else
        verticalScrollBar()->setValue(verticalScrollBar()->value() - by / 40);
    event->accept();
}

void GanttView::select(int index)
{
    if (index < 0 || index >= rowCount())
        return;
    m_current = index;
    const Row &row = m_rows[std::size_t(index)];
    if (row.task != none)
        m_around.selection.selectTask(row.task);
    else
        m_around.selection.selectNode(m_around.runNodes.ofDag(row.node));
    m_current = index;
    viewport()->update();
}

void GanttView::toggle(int index)
{
    const Row row = m_rows[std::size_t(index)];
    if (row.task != none)
        return;
    if (!m_open.remove(row.node))
        m_open.insert(row.node);
    rebuild();
    m_current = index;
}

void GanttView::mousePressEvent(QMouseEvent *event)
{
    const int row = rowAt(int(event->position().y()));
    if (row < 0 || event->button() != Qt::LeftButton)
        return;
    if (event->position().x() < 16 && m_rows[std::size_t(row)].task == none)
        return toggle(row);
    m_dragX = event->position().x();
    select(row);
}

void GanttView::mouseMoveEvent(QMouseEvent *event)
{
    if (m_dragX < 0 || !(event->buttons() & Qt::LeftButton))
        return;
    const double width = std::max(1, viewport()->width() - nameWidth() - 8);
    move((m_dragX - event->position().x()) / width * (m_to - m_from));
    m_dragX = event->position().x();
}

void GanttView::mouseReleaseEvent(QMouseEvent *)
{
    m_dragX = -1;
}

void GanttView::keyPressEvent(QKeyEvent *event)
{
    const double middle = nameWidth() + (viewport()->width() - nameWidth()) / 2.0;
    switch (event->key()) {
    case Qt::Key_Up:
    case Qt::Key_Down: {
        select(std::clamp(m_current + (event->key() == Qt::Key_Up ? -1 : 1), 0, rowCount() - 1));
        const int first = verticalScrollBar()->value();
        if (m_current < first || m_current >= first + visibleRows())
            verticalScrollBar()->setValue(m_current - visibleRows() / 2);
        return;
    }
    case Qt::Key_Left:
        return move(-0.1 * (m_to - m_from));
    case Qt::Key_Right:
        return move(0.1 * (m_to - m_from));
    case Qt::Key_Plus:
    case Qt::Key_Equal:
        return zoomAt(middle, 0.7);
    case Qt::Key_Minus:
        return zoomAt(middle, 1 / 0.7);
    case Qt::Key_0:
        return fit();
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_current >= 0 && m_current < rowCount())
            toggle(m_current);
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

QString GanttView::tip(const QPoint &pos) const
{
    const int index = m_times ? rowAt(pos.y()) : -1;
    if (index < 0)
        return {};
    const Row &row = m_rows[std::size_t(index)];
    if (row.task == none)
        return tr("%1: %2 items, %3 from the first to the last")
            .arg(nameOf(row))
            .arg(row.items)
            .arg(bridge::spanText(row.end - row.begin));
    QStringList lines{nameOf(row)};
    for (std::uint32_t i = row.first; i < row.first + row.count; ++i) {
        const TaskSpan &one = span(i);
        const WallMs end = one.end > 0 ? one.end : m_times->timeline.end;
        const WallMs start = one.start > 0 ? one.start : end;
        QString line = tr("waited %1").arg(bridge::spanText(start - one.ready));
        if (one.start > 0)
            line += (one.end > 0 ? tr(", ran %1") : tr(", runs for %1"))
                        .arg(bridge::spanText(end - start));
        lines << (row.count > 1 ? tr("attempt %1: %2").arg(one.attempt).arg(line) : line);
    }
    if (row.critical)
        lines << tr("on the critical path");
    return lines.join(QLatin1Char('\n'));
}

bool GanttView::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        QToolTip::showText(help->globalPos(), tip(help->pos()), viewport());
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

} // namespace orrery::history
