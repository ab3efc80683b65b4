// SPDX-License-Identifier: GPL-3.0-or-later
#include "heatmap/heatview.h"

#include <QDateTime>
#include <QHelpEvent>
#include <QKeyEvent>
#include <QPainter>
#include <QScrollBar>
#include <QToolTip>

#include "bridge/text.h"
#include "widgets/skin.h"

namespace orrery::heatmap {

using models::HeatCell;

static constexpr int rowHeight = 20, head = 18;

HeatView::HeatView(theming::Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("heat"));
    setAccessibleName(tr("Use of hosts and devices over time"));
    setAccessibleDescription(tr("Arrows move, Enter selects the task that ran there then"));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    viewport()->setMouseTracking(true);
    viewport()->setAutoFillBackground(false);
    connect(verticalScrollBar(), &QScrollBar::valueChanged, viewport(),
            qOverload<>(&QWidget::update));
}

void HeatView::show(const models::HeatGrid *grid)
{
    m_grid = grid;
    m_track = m_column = -1;
    changed();
}

void HeatView::changed()
{
    const int rows = m_grid ? int(m_grid->tracks().size()) : 0;
    const int seen = std::max(1, (viewport()->height() - head) / rowHeight);
    verticalScrollBar()->setPageStep(seen);
    verticalScrollBar()->setRange(0, std::max(0, rows - seen));
    viewport()->update();
}

void HeatView::resizeEvent(QResizeEvent *)
{
    changed();
}

int HeatView::nameWidth() const
{
    return std::clamp(viewport()->width() / 6, 70, 150);
}

double HeatView::columnWidth() const
{
    constexpr double widest = 14; // few readings are not blown up
    const double room = viewport()->width() - nameWidth() - 12;
    return m_grid && m_grid->columns() > 0 ? std::min(widest, room / double(m_grid->columns()))
                                           : widest;
}

QRect HeatView::cellRect(std::size_t track, std::size_t column) const
{
    const double width = columnWidth();
    const int left = nameWidth() + 8 + int(double(column) * width);
    const int right = nameWidth() + 8 + int(double(column + 1) * width);
    return {left, head + (int(track) - verticalScrollBar()->value()) * rowHeight,
            std::max(1, right - left), rowHeight - 2};
}

int HeatView::trackAt(int y) const
{
    const int track = (y - head) / rowHeight + verticalScrollBar()->value();
    return m_grid && y >= head && track < int(m_grid->tracks().size()) ? track : -1;
}

int HeatView::columnAt(int x) const
{
    const int column = int((x - nameWidth() - 8) / columnWidth());
    return m_grid && x >= nameWidth() + 8 && column < int(m_grid->columns()) ? column : -1;
}

/// From the ground over the accent to the colour of danger.
QColor HeatView::heat(double value) const
{
    const auto mix = [](const QColor &a, const QColor &b, double share) {
        return QColor::fromRgbF(float(a.redF() + (b.redF() - a.redF()) * share),
                                float(a.greenF() + (b.greenF() - a.greenF()) * share),
                                float(a.blueF() + (b.blueF() - a.blueF()) * share));
    };
    const auto &c = m_theme.color();
    const QColor low = mix(c.surface, c.accent, 0.12);
    if (value < 0.5)
        return mix(low, c.accent, value * 1.5);
    if (value < 0.8)
        return mix(mix(low, c.accent, 0.75), c.hologram, (value - 0.5) / 0.3);
    return mix(c.hologram, c.danger, (value - 0.8) / 0.2);
}

void HeatView::paintTimes(QPainter &painter) const
{
    painter.setFont(m_theme.mono(m_theme.type().caption - 1));
    painter.setPen(m_theme.color().muted);
    const double width = columnWidth() * double(m_grid->columns());
    const int wanted = std::clamp(int(width / 130), 1, 8);
    const bool dated = m_grid->begin() > 1'000'000'000'000;
    for (int i = 0; i < wanted; ++i) {
        const auto column = std::size_t(double(m_grid->columns()) * i / wanted);
        const WallMs at = m_grid->timeOf(column);
        painter.drawText(
            QRect(cellRect(0, column).left(), 0, 120, head - 2), Qt::AlignVCenter,
            dated ? QDateTime::fromMSecsSinceEpoch(at).toString(QStringLiteral("HH:mm:ss"))
                  : tr("+%1").arg(bridge::spanText(at - m_grid->begin())));
    }
    painter.setPen(m_theme.color().faint);
    painter.drawText(QRect(0, 0, nameWidth(), head - 2), Qt::AlignVCenter | Qt::AlignRight,
                     tr("%1 a column").arg(bridge::spanText(m_grid->step())));
}

void HeatView::paintEvent(QPaintEvent *)
{
    if (!m_grid || m_grid->tracks().empty())
        return;
    QPainter painter(viewport());
    paintTimes(painter);
    const int first = verticalScrollBar()->value();
    const int last =
        std::min(int(m_grid->tracks().size()), first + viewport()->height() / rowHeight + 1);
    for (int track = first; track < last; ++track) {
        const int y = cellRect(std::size_t(track), 0).top();
        painter.setFont(m_theme.mono(m_theme.type().caption));
        painter.setPen(m_theme.color().muted);
        painter.drawText(QRect(0, y, nameWidth(), rowHeight - 2), Qt::AlignRight | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(
                             models::trackTitle(m_grid->tracks()[std::size_t(track)]),
                             Qt::ElideLeft, nameWidth() - 2));
        for (std::size_t column = 0; column < m_grid->columns(); ++column) {
            const HeatCell cell = m_grid->at(std::size_t(track), column);
            if (cell.value < 0)
                continue;
            const QRect box = cellRect(std::size_t(track), column);
            painter.fillRect(box, heat(double(cell.value)));
            if (cell.idle) // held, and nothing done: seen without colour
                painter.fillRect(box, QBrush(m_theme.color().waiting, Qt::BDiagPattern));
        }
    }
    if (m_track >= 0 && m_column >= 0) {
        painter.setPen(QPen(m_theme.color().text, hasFocus() ? 1.6 : 1));
        painter.setBrush(Qt::NoBrush);
        painter.drawRect(
            cellRect(std::size_t(m_track), std::size_t(m_column)).adjusted(-1, -1, 0, 0));
    }
}

void HeatView::ask(int track, int column)
{
    if (track < 0 || column < 0)
        return;
    m_track = track;
    m_column = column;
    viewport()->update();
    emit asked(m_grid->tracks()[std::size_t(track)], m_grid->timeOf(std::size_t(column)),
               m_grid->timeOf(std::size_t(column) + 1));
}

void HeatView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() == Qt::LeftButton)
        ask(trackAt(int(event->position().y())), columnAt(int(event->position().x())));
}

void HeatView::keyPressEvent(QKeyEvent *event)
{
    if (!m_grid || m_grid->columns() == 0 || m_grid->tracks().empty())
        return;
    const auto move = [this](int track, int column) {
        m_track = std::clamp(track, 0, int(m_grid->tracks().size()) - 1);
        m_column = std::clamp(column, 0, int(m_grid->columns()) - 1);
        viewport()->update();
    };
    const int track = std::max(0, m_track);
    const int column = m_column < 0 ? int(m_grid->columns()) - 1 : m_column;
    switch (event->key()) {
    case Qt::Key_Left:
        return move(track, column - 1);
    case Qt::Key_Right:
        return move(track, column + 1);
    case Qt::Key_Up:
        return move(track - 1, column);
    case Qt::Key_Down:
        return move(track + 1, column);
    case Qt::Key_Home:
        return move(track, 0);
    case Qt::Key_End:
        return move(track, int(m_grid->columns()) - 1);
    case Qt::Key_Return:
    case Qt::Key_Enter:
    case Qt::Key_Space:
        return ask(m_track, m_column);
    default:
        QAbstractScrollArea::keyPressEvent(event);
    }
}

bool HeatView::viewportEvent(QEvent *event)
{
    if (event->type() != QEvent::ToolTip)
        return QAbstractScrollArea::viewportEvent(event);
    const auto *help = static_cast<QHelpEvent *>(event);
    const int track = trackAt(help->pos().y()), column = columnAt(help->pos().x());
    if (track < 0 || column < 0) {
        QToolTip::hideText();
        return true;
    }
    const HeatCell cell = m_grid->at(std::size_t(track), std::size_t(column));
    QString text = tr("%1 at %2: %3")
                       .arg(models::trackTitle(m_grid->tracks()[std::size_t(track)]),
                            bridge::dateText(m_grid->timeOf(std::size_t(column))),
                            cell.value < 0 ? tr("not measured")
                                           : tr("%1 %").arg(std::lround(cell.value * 100)));
    if (cell.idle)
        text += QLatin1Char('\n') + tr("held, but idle");
    QToolTip::showText(help->globalPos(), text, viewport());
    return true;
}

} // namespace orrery::heatmap
