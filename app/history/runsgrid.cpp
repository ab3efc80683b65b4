// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/runsgrid.h"

#include <QDateTime>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include "bridge/text.h"
#include "theming/stateglyph.h"
#include "widgets/skin.h"

namespace orrery::history {

using bridge::qs;

static constexpr int columnWidth = 18, rowHeight = 18, barsHeight = 44, gap = 6;

RunsGrid::RunsGrid(const widgets::Surroundings &around, RunHistory &history, QWidget *parent)
    : QAbstractScrollArea(parent), m_around(around), m_history(history)
{
    setObjectName(QStringLiteral("runsGrid"));
    setAccessibleName(tr("Runs of the DAG by node"));
    setAccessibleDescription(tr("Arrows move, Enter watches the run, C compares it"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    const auto repaint = [this] { viewport()->update(); };
    connect(&history, &RunHistory::loaded, this, repaint);
    connect(&history, &RunHistory::runsChanged, this, [this] { updateBars(true); });
    connect(&history, &RunHistory::nodesChanged, this, [this] {
        m_column = m_row = -1;
        m_marked = {};
        updateBars(true);
    });
    connect(&around.run, &bridge::RunFacade::reset, this, &RunsGrid::followSelection);
    connect(&around.selection, &bridge::Selection::nodeChanged, this, &RunsGrid::followSelection);
    connect(&around.theme, &theming::Theme::changed, this, [this, repaint] {
        m_pictures.clear();
        repaint();
    });
    for (const QScrollBar *bar : {verticalScrollBar(), horizontalScrollBar()})
        connect(bar, &QScrollBar::valueChanged, this, repaint);
    updateBars(true);
}

int RunsGrid::nameWidth() const
{
    return std::clamp(viewport()->width() / 4, 70, 190);
}

int RunsGrid::firstColumn() const
{
    return horizontalScrollBar()->value();
}

int RunsGrid::firstRow() const
{
    return verticalScrollBar()->value();
}

int RunsGrid::visibleColumns() const
{
    return std::max(1, (viewport()->width() - nameWidth() - gap) / columnWidth);
}

int RunsGrid::visibleRows() const
{
    return std::max(1, (viewport()->height() - barsHeight - gap) / rowHeight);
}

void RunsGrid::updateBars(bool toNewest)
{
    const bool atEnd = horizontalScrollBar()->value() >= horizontalScrollBar()->maximum();
    horizontalScrollBar()->setPageStep(visibleColumns());
    horizontalScrollBar()->setRange(0,
                                    std::max(0, int(m_history.runs().size()) - visibleColumns()));
    verticalScrollBar()->setPageStep(visibleRows());
    verticalScrollBar()->setRange(0, std::max(0, int(m_history.nodes().size()) - visibleRows()));
    if (toNewest && atEnd)
        horizontalScrollBar()->setValue(horizontalScrollBar()->maximum());
    followSelection();
    viewport()->update();
}

void RunsGrid::resizeEvent(QResizeEvent *)
{
    updateBars(true);
}

QRect RunsGrid::cellRect(int column, int row) const
{
    const int x = nameWidth() + gap + (column - firstColumn()) * columnWidth;
    if (row < 0)
        return {x, 0, columnWidth, barsHeight};
    return {x, barsHeight + gap + (row - firstRow()) * rowHeight, columnWidth, rowHeight};
}

RunsGrid::Place RunsGrid::placeAt(const QPoint &pos) const
{
    Place place;
    if (pos.x() >= nameWidth() + gap)
        place.column = firstColumn() + (pos.x() - nameWidth() - gap) / columnWidth;
    if (pos.y() >= barsHeight + gap)
        place.row = firstRow() + (pos.y() - barsHeight - gap) / rowHeight;
    if (place.column >= int(m_history.runs().size()))
        place.column = -1;
    if (place.row >= int(m_history.nodes().size()))
        return {};
    place.inside = place.column >= 0 || place.row >= 0;
    return place;
}

const QPixmap &RunsGrid::cellPicture(TaskState state, bool cached)
{
    QPixmap &picture = m_pictures[int(state) * 2 + int(cached)];
    if (!picture.isNull())
        return picture;
    const qreal ratio = devicePixelRatioF();
    picture = QPixmap(QSize(columnWidth, rowHeight) * ratio);
    picture.setDevicePixelRatio(ratio);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    const QColor hue = m_around.theme.stateColor(state);
    const QRectF box(1.5, 1.5, columnWidth - 3, rowHeight - 3);
    painter.setPen(QPen(widgets::faded(hue, 0.55), 1, cached ? Qt::DotLine : Qt::SolidLine));
    painter.setBrush(widgets::faded(hue, cached ? 0.06 : 0.2));
    painter.drawRoundedRect(box, 2.5, 2.5);
    theming::paintStateGlyph(painter, box.adjusted(3, 3, -3, -3), state, hue);
    return picture;
}

void RunsGrid::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    const int columns = int(m_history.runs().size()), rows = int(m_history.nodes().size());
    const int toColumn = std::min(columns, firstColumn() + visibleColumns() + 1);
    const int toRow = std::min(rows, firstRow() + visibleRows() + 1);
    paintBars(painter, firstColumn(), toColumn);
    paintNames(painter, firstRow(), toRow);
    paintCells(painter, firstColumn(), toColumn, firstRow(), toRow);
    paintMarks(painter);
    for (int column = toColumn - 1; column >= firstColumn(); --column)
        m_history.want(column);
}

void RunsGrid::paintBars(QPainter &painter, int from, int to)
{
    const WallMs now = QDateTime::currentMSecsSinceEpoch();
    SpanMs most = 1;
    const auto span = [now](const RunSummary &run) {
        return (run.ended > 0 ? run.ended : now) - run.created;
    };
    for (int i = from; i < to; ++i)
        most = std::max(most, span(m_history.runs()[std::size_t(i)]));
    painter.setFont(m_around.theme.mono(m_around.theme.type().caption - 1));
    painter.setPen(m_around.theme.color().muted);
    painter.drawText(QRect(0, 0, nameWidth(), 14), Qt::AlignRight | Qt::AlignVCenter,
                     from < to ? bridge::spanText(most) : QString());
    painter.setPen(QPen(m_around.theme.color().line, 1));
    painter.drawLine(nameWidth() + gap, barsHeight, viewport()->width(), barsHeight);
    for (int i = from; i < to; ++i) {
        const RunSummary &run = m_history.runs()[std::size_t(i)];
        const QColor hue = m_around.theme.stateColor(bridge::signOf(run.state));
        const int height = std::max(2, int(double(span(run)) / double(most) * (barsHeight - 4)));
        const QRect cell = cellRect(i, -1);
        const QRect bar(cell.left() + 3, barsHeight - height, columnWidth - 6, height);
        painter.fillRect(bar, widgets::faded(hue, 0.45));
        painter.fillRect(QRect(bar.left(), bar.top(), bar.width(), 2), hue);
    }
}

void RunsGrid::paintNames(QPainter &painter, int from, int to)
{
    painter.setFont(m_around.theme.mono(m_around.theme.type().caption));
    for (int row = from; row < to; ++row) {
        const QRect line(0, cellRect(0, row).top(), nameWidth(), rowHeight);
        painter.setPen(row == m_row ? m_around.theme.color().text : m_around.theme.color().muted);
        painter.drawText(line, Qt::AlignRight | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(m_history.nameOf(row), Qt::ElideMiddle,
                                                          nameWidth() - 4));
    }
}

void RunsGrid::paintCells(QPainter &painter, int fromColumn, int toColumn, int fromRow, int toRow)
{
    for (int column = fromColumn; column < toColumn; ++column) {
        const std::vector<Cell> *cells = m_history.cells(column);
        for (int row = fromRow; row < toRow; ++row) {
            const QRect box = cellRect(column, row);
            if (cells && (*cells)[std::size_t(row)].there) {
                const Cell &cell = (*cells)[std::size_t(row)];
                painter.drawPixmap(box.topLeft(), cellPicture(cell.state, cell.cached));
            } else if (!cells) { // not read yet
                painter.fillRect(box.adjusted(7, 8, -7, -8), m_around.theme.color().line);
            }
        }
    }
}

void RunsGrid::paintMarks(QPainter &painter)
{
    const auto frame = [&](int column, const QColor &hue, Qt::PenStyle style) {
        const QRect top = cellRect(column, -1);
        const int bottom =
            cellRect(column,
                     std::min(int(m_history.nodes().size()), firstRow() + visibleRows() + 1) - 1)
                .bottom();
        if (top.left() < nameWidth() + gap)
            return;
        painter.setPen(QPen(hue, 1, style));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(QRect(top.left(), 0, columnWidth - 1, std::max(bottom, barsHeight)));
    };
    if (const int watched = m_history.columnOf(m_around.run.id()); watched >= 0)
        frame(watched, widgets::faded(m_around.theme.color().accent, 0.7), Qt::SolidLine);
    if (const int marked = m_history.columnOf(m_marked); marked >= 0)
        frame(marked, m_around.theme.color().hologram, Qt::DashLine);
    if (m_column < 0)
        return;
    const QRect box = cellRect(m_column, m_row);
    if (box.left() < nameWidth() || (m_row >= 0 && box.top() < barsHeight))
        return;
    painter.setPen(QPen(hasFocus() ? m_around.theme.color().text : m_around.theme.color().muted,
                        hasFocus() ? 1.6 : 1));
    painter.drawRect(box.adjusted(0, 0, -1, -1));
}

void RunsGrid::followSelection()
{
    const int column = m_history.columnOf(m_around.run.id());
    const int row = m_history.rowOf(m_around.selection.node());
    if (column < 0)
        return viewport()->update();
    if (column == m_column && row == m_row)
        return;
    m_column = column;
    m_row = row;
    showCurrent();
    emit currentChanged();
}

void RunsGrid::setCurrent(int column, int row)
{
    const int columns = int(m_history.runs().size()), rows = int(m_history.nodes().size());
    if (columns == 0)
        return;
    m_column = std::clamp(column, 0, columns - 1);
    m_row = std::clamp(row, -1, rows - 1);
    showCurrent();
    emit currentChanged();
}

void RunsGrid::showCurrent()
{
    if (m_column < firstColumn())
        horizontalScrollBar()->setValue(m_column);
    else if (m_column >= firstColumn() + visibleColumns())
        horizontalScrollBar()->setValue(m_column - visibleColumns() + 1);
    if (m_row >= 0 && m_row < firstRow())
        verticalScrollBar()->setValue(m_row);
    else if (m_row >= firstRow() + visibleRows())
        verticalScrollBar()->setValue(m_row - visibleRows() + 1);
    viewport()->update();
}

void RunsGrid::compareWith(int column)
{
    const RunId other = m_history.runs()[std::size_t(column)].id;
    const int marked = m_history.columnOf(m_marked);
    if (marked < 0 || marked == column) {
        m_marked = marked == column ? RunId() : other;
        return viewport()->update();
    }
    const bool first = marked < column;
    const RunId one = std::exchange(m_marked, {});
    viewport()->update();
    emit compareRequested(first ? one : other, first ? other : one);
}

void RunsGrid::mousePressEvent(QMouseEvent *event)
{
    const Place place = placeAt(event->position().toPoint());
    if (!place.inside || event->button() != Qt::LeftButton)
        return;
    if (place.column < 0) { // a name
        m_around.selection.selectNode(m_history.nodes()[std::size_t(place.row)]);
        return;
    }
    if (event->modifiers() & Qt::ControlModifier) {
        // The watched run is the other one, unless one was marked before.
        if (m_marked.empty() && m_history.columnOf(m_around.run.id()) >= 0 &&
            m_history.columnOf(m_around.run.id()) != place.column)
            m_marked = m_around.run.id();
        return compareWith(place.column);
    }
    setCurrent(place.column, place.row);
    emit chosen(place.column, place.row);
}

void RunsGrid::keyPressEvent(QKeyEvent *event)
{
    const int column = m_column < 0 ? int(m_history.runs().size()) - 1 : m_column;
    switch (event->key()) {
    case Qt::Key_Left:
        return setCurrent(column - 1, m_row);
    case Qt::Key_Right:
        return setCurrent(column + 1, m_row);
    case Qt::Key_Up:
        return setCurrent(column, m_row - 1);
    case Qt::Key_Down:
        return setCurrent(column, m_row + 1);
    case Qt::Key_PageUp:
        return setCurrent(column, std::max(0, m_row - visibleRows()));
    case Qt::Key_PageDown:
        return setCurrent(column, m_row + visibleRows());
    case Qt::Key_Home:
        return setCurrent(0, m_row);
    case Qt::Key_End:
        return setCurrent(int(m_history.runs().size()) - 1, m_row);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        if (m_column >= 0)
            emit chosen(m_column, m_row);
        return;
    case Qt::Key_C:
        if (m_column >= 0)
            compareWith(m_column);
        return;
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

QString RunsGrid::tip(const Place &place) const
{
    if (place.column < 0)
        return m_history.nameOf(place.row);
    const RunSummary &run = m_history.runs()[std::size_t(place.column)];
    const WallMs now = QDateTime::currentMSecsSinceEpoch();
    const QString head =
        tr("%1, %2, %3")
            .arg(qs(run.id.text), bridge::title(run.state).toLower(),
                 bridge::spanText((run.ended > 0 ? run.ended : now) - run.created));
    if (place.row < 0)
        return run.cause.empty() ? head : head + QLatin1Char('\n') + qs(run.cause);
    const QString problem = m_history.problem(place.column);
    if (!problem.isEmpty())
        return head + QLatin1Char('\n') + problem;
    const std::vector<Cell> *cells = m_history.cells(place.column);
    const QString name = m_history.nameOf(place.row);
    if (!cells)
        return head + QLatin1Char('\n') + name;
    const Cell &cell = (*cells)[std::size_t(place.row)];
    if (!cell.there)
        return head + QLatin1Char('\n') + tr("%1 was not in this run").arg(name);
    QString line = tr("%1: %2").arg(name, theming::stateTitle(cell.state).toLower());
    if (cell.duration() >= 0)
        line += tr(", took %1").arg(bridge::spanText(cell.duration()));
    if (cell.attempts > 1)
        line += tr(", %1 attempts").arg(cell.attempts);
    if (cell.cached)
        line += tr(", an earlier result");
    return head + QLatin1Char('\n') + line;
}

bool RunsGrid::viewportEvent(QEvent *event)
{
    if (event->type() == QEvent::ToolTip) {
        const auto *help = static_cast<QHelpEvent *>(event);
        const Place place = placeAt(help->pos());
        if (place.inside)
            QToolTip::showText(help->globalPos(), tip(place), viewport());
        else
            QToolTip::hideText();
        return true;
    }
    return QAbstractScrollArea::viewportEvent(event);
}

void RunsGrid::contextMenuEvent(QContextMenuEvent *event)
{
    const Place place = placeAt(viewport()->mapFrom(this, event->pos()));
    if (place.column < 0)
        return;
    const RunId run = m_history.runs()[std::size_t(place.column)].id;
    QMenu menu(this);
    menu.addAction(tr("Watch this run"), this, [this, place] {
        setCurrent(place.column, place.row);
        emit chosen(place.column, place.row);
    });
    const RunId watched = m_around.run.id();
    QAction *compare = menu.addAction(tr("Compare with the watched run"), this, [=, this] {
        const bool first = m_history.columnOf(run) < m_history.columnOf(watched);
        emit compareRequested(first ? run : watched, first ? watched : run);
    });
    compare->setEnabled(!watched.empty() && watched != run);
    menu.addAction(tr("Mark for comparing"), this, [this, place] {
        m_marked = {};
        compareWith(place.column);
    });
    menu.exec(event->globalPos());
}

} // namespace orrery::history
