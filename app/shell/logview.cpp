// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/logview.h"

#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include "widgets/skin.h"

namespace orrery::shell {

LogView::LogView(theming::Theme &theme, QWidget *parent)
    : QAbstractScrollArea(parent), m_theme(theme)
{
    setFont(theme.mono(theme.type().caption));
    viewport()->setFont(font());
    const QFontMetrics metrics(font());
    m_rowHeight = metrics.height() + 1;
    m_charWidth = std::max(1, metrics.horizontalAdvance(QLatin1Char('0')));
    setFrameShape(QFrame::NoFrame);
    setFocusPolicy(Qt::StrongFocus);
    viewport()->setCursor(Qt::IBeamCursor);
    viewport()->setAutoFillBackground(false);
    setAccessibleName(tr("Log"));
    connect(verticalScrollBar(), &QScrollBar::valueChanged, viewport(),
            qOverload<>(&QWidget::update));
    connect(horizontalScrollBar(), &QScrollBar::valueChanged, viewport(),
            qOverload<>(&QWidget::update));
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        setFollowing(verticalScrollBar()->sliderPosition() >= verticalScrollBar()->maximum());
    });
}

int LogView::visibleLines() const
{
    return std::max(1, viewport()->height() / m_rowHeight);
}

void LogView::append(QByteArrayView bytes)
{
    m_buffer.append(bytes);
    updateBars();
    viewport()->update();
}

void LogView::clear()
{
    m_buffer.clear();
    m_anchor = m_head = -1;
    m_widest = 0;
    updateBars();
    viewport()->update();
}

void LogView::setFollowing(bool following)
{
    if (std::exchange(m_following, following) != following)
        emit followingChanged(following);
    if (following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void LogView::updateBars()
{
    verticalScrollBar()->setPageStep(visibleLines());
    verticalScrollBar()->setRange(
        0, int(std::max<qsizetype>(0, m_buffer.lineCount() - visibleLines())));
    horizontalScrollBar()->setPageStep(std::max(1, viewport()->width() / m_charWidth - 8));
    horizontalScrollBar()->setRange(
        0, int(std::max<qsizetype>(0, m_widest - horizontalScrollBar()->pageStep())));
    if (m_following)
        verticalScrollBar()->setValue(verticalScrollBar()->maximum());
}

void LogView::resizeEvent(QResizeEvent *)
{
    updateBars();
}

void LogView::paintEvent(QPaintEvent *)
{
    QPainter painter(viewport());
    const qsizetype first = verticalScrollBar()->value();
    const qsizetype last = std::min(m_buffer.lineCount(), first + visibleLines() + 1);
    const int digits = int(QString::number(m_buffer.firstNumber() + m_buffer.lineCount()).size());
    const int numberWidth = digits * m_charWidth + 12;
    const int left = numberWidth + 8 - horizontalScrollBar()->value() * m_charWidth;
    const qsizetype widest = m_widest;
    for (qsizetype i = first; i < last; ++i)
        paintLine(painter, i, int(i - first) * m_rowHeight, left, numberWidth);
    if (m_widest != widest)
        QMetaObject::invokeMethod(this, &LogView::updateBars, Qt::QueuedConnection);
}

void LogView::paintLine(QPainter &painter, qsizetype index, int y, int left, int numberWidth)
{
    const auto &color = m_theme.color();
    const qsizetype number = m_buffer.firstNumber() + index;
    const QString text = m_buffer.line(index);
    m_widest = std::max(m_widest, text.size());
    const QRect row(0, y, viewport()->width(), m_rowHeight);
    if (m_anchor >= 0 && number >= std::min(m_anchor, m_head) &&
        number <= std::max(m_anchor, m_head))
        painter.fillRect(row, widgets::faded(color.accent, 0.18));
    painter.setPen(color.muted);
    painter.drawText(QRect(0, y, numberWidth, m_rowHeight), Qt::AlignRight | Qt::AlignVCenter,
                     QString::number(number));
    painter.save();
    painter.setClipRect(row.adjusted(numberWidth + 4, 0, 0, 0));
    // Only the characters in sight: a line may be very long.
    const int skipped = std::max(0, -left / m_charWidth);
    const QString seen = text.mid(skipped, viewport()->width() / m_charWidth + 2);
    const int x = left + skipped * m_charWidth;
    if (!m_highlight.isEmpty())
        for (qsizetype at = seen.indexOf(m_highlight, 0, Qt::CaseInsensitive); at >= 0;
             at = seen.indexOf(m_highlight, at + 1, Qt::CaseInsensitive))
            painter.fillRect(QRect(x + int(at) * m_charWidth, y,
                                   int(m_highlight.size()) * m_charWidth, m_rowHeight),
                             widgets::faded(color.hologram, 0.4));
    painter.setPen(color.text);
    painter.drawText(QRect(x, y, viewport()->width() + 2 * m_charWidth, m_rowHeight),
                     Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine, seen);
    painter.restore();
}

qsizetype LogView::lineAt(const QPoint &pos) const
{
    const qsizetype index = verticalScrollBar()->value() + pos.y() / m_rowHeight;
    return m_buffer.firstNumber() +
           std::clamp<qsizetype>(index, 0, std::max<qsizetype>(0, m_buffer.lineCount() - 1));
}

void LogView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || m_buffer.lineCount() == 0)
        return;
    m_head = lineAt(event->pos());
    if (!(event->modifiers() & Qt::ShiftModifier) || m_anchor < 0)
        m_anchor = m_head;
    viewport()->update();
}

void LogView::mouseMoveEvent(QMouseEvent *event)
{
    if (!(event->buttons() & Qt::LeftButton) || m_anchor < 0)
        return;
    m_head = lineAt(event->pos());
    viewport()->update();
}

void LogView::wheelEvent(QWheelEvent *event)
{
    QAbstractScrollArea::wheelEvent(event);
    setFollowing(verticalScrollBar()->value() >= verticalScrollBar()->maximum());
}

void LogView::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copy();
        return;
    }
    if (event->matches(QKeySequence::SelectAll)) {
        m_anchor = m_buffer.firstNumber();
        m_head = m_buffer.firstNumber() + m_buffer.lineCount() - 1;
        viewport()->update();
        return;
    }
    if (event->key() == Qt::Key_End || event->key() == Qt::Key_Home) {
        setFollowing(event->key() == Qt::Key_End);
        verticalScrollBar()->setValue(m_following ? verticalScrollBar()->maximum() : 0);
        return;
    }
    QAbstractScrollArea::keyPressEvent(event);
    setFollowing(verticalScrollBar()->value() >= verticalScrollBar()->maximum());
}

void LogView::contextMenuEvent(QContextMenuEvent *event)
{
    QMenu menu(this);
    menu.addAction(m_anchor < 0 ? tr("Copy all lines") : tr("Copy selected lines"), this,
                   [this] { copy(); });
    menu.exec(event->globalPos());
}

QString LogView::selectedText() const
{
    const qsizetype first =
        m_anchor < 0 ? 0
                     : std::max<qsizetype>(0, std::min(m_anchor, m_head) - m_buffer.firstNumber());
    const qsizetype last = m_anchor < 0 ? m_buffer.lineCount() - 1
                                        : std::max(m_anchor, m_head) - m_buffer.firstNumber();
    QString text;
    for (qsizetype i = first; i <= last && i < m_buffer.lineCount(); ++i)
        text += QString::fromUtf8(m_buffer.raw(i)) + QLatin1Char('\n');
    return text;
}

void LogView::copy() const
{
    QApplication::clipboard()->setText(selectedText());
}

void LogView::setHighlight(const QString &text)
{
    m_highlight = text;
    viewport()->update();
}

bool LogView::find(const QString &text, bool backwards)
{
    setHighlight(text);
    const qsizetype current = m_head < 0 ? -1 : m_head - m_buffer.firstNumber();
    const qsizetype from =
        current < 0 ? (backwards ? m_buffer.lineCount() - 1 : 0) : current + (backwards ? -1 : 1);
    const qsizetype count = std::max<qsizetype>(1, m_buffer.lineCount());
    const qsizetype found = m_buffer.find(text, (from + count) % count, backwards);
    if (found < 0)
        return false;
    setFollowing(false);
    m_anchor = m_head = m_buffer.firstNumber() + found;
    verticalScrollBar()->setValue(int(std::max<qsizetype>(0, found - visibleLines() / 2)));
    viewport()->update();
    return true;
}

} // namespace orrery::shell
