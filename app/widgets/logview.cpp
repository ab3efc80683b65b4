// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/logview.h"

#include <algorithm>
#include <array>

#include <QClipboard>
#include <QKeyEvent>
#include <QMenu>
#include <QScrollBar>

#include "widgets/skin.h"

namespace orrery::widgets {

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
    connect(&m_search, &models::LineSearch::progressed, this, [this] {
        if (m_wanted && stepInFile(*m_wanted))
            m_wanted.reset();
        viewport()->update();
        emit searchChanged();
    });
    connect(verticalScrollBar(), &QScrollBar::actionTriggered, this, [this] {
        setFollowing(verticalScrollBar()->sliderPosition() >= verticalScrollBar()->maximum());
    });
}

int LogView::visibleLines() const
{
    return std::max(1, viewport()->height() / m_rowHeight);
}

Result<> LogView::showFile(const models::FileRange &range, bool atEnd)
{
    clear();
    auto opened = models::RecordFile::open(range, models::RecordForm::Lines);
    if (!opened)
        return tl::unexpected(opened.error());
    m_file = std::move(*opened);
    m_following = atEnd;
    connect(m_file.get(), &models::RecordFile::grew, this, [this] {
        updateBars();
        viewport()->update();
    });
    updateBars();
    viewport()->update();
    return {};
}

qsizetype LogView::lineCount() const
{
    return m_file ? qsizetype(m_file->count()) : m_buffer.lineCount();
}

QByteArray LogView::raw(qsizetype index) const
{
    return m_file ? m_file->record(index) : m_buffer.raw(index);
}

QString LogView::line(qsizetype index) const
{
    return models::styledText(raw(index)).text;
}

qsizetype LogView::firstNumber() const
{
    return m_file ? 1 : m_buffer.firstNumber();
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
    m_file.reset();
    m_search.cancel();
    m_wanted.reset();
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
    verticalScrollBar()->setRange(0, int(std::max<qsizetype>(0, lineCount() - visibleLines())));
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
    const qsizetype last = std::min(lineCount(), first + visibleLines() + 1);
    const int digits = int(QString::number(firstNumber() + lineCount()).size());
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
    const qsizetype number = firstNumber() + index;
    const models::StyledText styled = models::styledText(raw(index));
    const QString &text = styled.text;
    m_widest = std::max(m_widest, text.size());
    const QRect row(0, y, viewport()->width(), m_rowHeight);
    if (m_anchor >= 0 && number >= std::min(m_anchor, m_head) &&
        number <= std::max(m_anchor, m_head))
        painter.fillRect(row, faded(color.accent, 0.18));
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
                             faded(color.hologram, 0.4));
    paintText(painter, styled, skipped, seen.size(), x, y);
    painter.restore();
}

/// The sixteen colours as the theme has them: readable on its ground.
QColor LogView::colorOf(const models::TextStyle &style) const
{
    const auto &c = m_theme.color();
    if (style.color == 256)
        return QColor::fromRgb(style.rgb | 0xFF000000U);
    const std::array<QColor, 8> usual{c.faint,  c.failed,   c.success, c.waiting.lighter(115),
                                      c.queued, c.hologram, c.accent,  c.text};
    if (style.color < 0)
        return style.bold ? c.text.lighter(110) : c.text;
    const QColor color =
        style.color % 8 == 3 ? QColor(0xE5, 0xC0, 0x7B) : usual[std::size_t(style.color % 8)];
    return style.color >= 8 ? color.lighter(118) : color;
}

void LogView::paintText(QPainter &painter, const models::StyledText &line, qsizetype from,
                        qsizetype count, int x, int y) const
{
    const auto draw = [&](qsizetype begin, qsizetype end, const models::TextStyle &style) {
        begin = std::max(begin, from);
        end = std::min(end, from + count);
        if (begin >= end)
            return;
        const int left = x + int(begin - from) * m_charWidth;
        const QRect box(left, y, int(end - begin) * m_charWidth, m_rowHeight);
        if (style.inverse)
            painter.fillRect(box, colorOf(style));
        painter.setPen(style.inverse ? m_theme.color().background : colorOf(style));
        QFont bold = font();
        bold.setBold(style.bold);
        painter.setFont(bold);
        painter.drawText(box.adjusted(0, 0, 2 * m_charWidth, 0),
                         Qt::AlignLeft | Qt::AlignVCenter | Qt::TextSingleLine,
                         line.text.mid(begin, end - begin));
    };
    const auto &styles = line.styles;
    draw(0, styles.empty() ? line.text.size() : styles.front().from, {});
    for (std::size_t i = 0; i < styles.size(); ++i)
        draw(styles[i].from, i + 1 < styles.size() ? styles[i + 1].from : line.text.size(),
             styles[i]);
    painter.setFont(font());
}

qsizetype LogView::lineAt(const QPoint &pos) const
{
    const qsizetype index = verticalScrollBar()->value() + pos.y() / m_rowHeight;
    return firstNumber() + std::clamp<qsizetype>(index, 0, std::max<qsizetype>(0, lineCount() - 1));
}

void LogView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton || lineCount() == 0)
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
        m_anchor = firstNumber();
        m_head = firstNumber() + lineCount() - 1;
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
        m_anchor < 0 ? 0 : std::max<qsizetype>(0, std::min(m_anchor, m_head) - firstNumber());
    const qsizetype last =
        m_anchor < 0 ? lineCount() - 1 : std::max(m_anchor, m_head) - firstNumber();
    constexpr qsizetype most = 64 << 20; // a clipboard is no place for gigabytes
    QString text;
    for (qsizetype i = first; i <= last && i < lineCount() && text.size() < most; ++i)
        text += QString::fromUtf8(raw(i)) + QLatin1Char('\n');
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

void LogView::showLine(qsizetype index)
{
    setFollowing(false);
    m_anchor = m_head = firstNumber() + index;
    verticalScrollBar()->setValue(int(std::max<qsizetype>(0, index - visibleLines() / 2)));
    viewport()->update();
}

/// To a match that is known and whose line is indexed already.
bool LogView::stepInFile(bool backwards)
{
    const qint64 here = m_head < 0 ? (backwards ? lineCount() : -1) : m_head - 1;
    const qint64 found = m_search.from(here, backwards);
    if (found < 0 || found >= lineCount())
        return !m_search.running();
    // Going back from the first one means the last of the file: it must be known.
    if (m_search.running() && (backwards ? found >= here : found <= here))
        return false;
    showLine(qsizetype(found));
    return true;
}

bool LogView::find(const QString &text, bool backwards)
{
    setHighlight(text);
    if (m_file) {
        if (m_search.text() != text)
            m_search.start(m_file->range(), text);
        m_wanted = backwards;
        if (stepInFile(backwards))
            m_wanted.reset();
        emit searchChanged();
        return m_search.running() || m_search.count() > 0;
    }
    const qsizetype current = m_head < 0 ? -1 : m_head - firstNumber();
    const qsizetype from =
        current < 0 ? (backwards ? lineCount() - 1 : 0) : current + (backwards ? -1 : 1);
    const qsizetype count = std::max<qsizetype>(1, lineCount());
    const qsizetype found = m_buffer.find(text, (from + count) % count, backwards);
    if (found < 0)
        return false;
    showLine(found);
    return true;
}

QString LogView::searchText() const
{
    if (!m_file || m_search.text().isEmpty())
        return {};
    if (m_search.running())
        return tr("%1, searching").arg(m_search.count());
    if (m_search.count() == 0)
        return tr("none");
    const auto &lines = m_search.lines();
    const auto here = std::lower_bound(lines.begin(), lines.end(), qint64(m_head - 1));
    if (here != lines.end() && *here == m_head - 1)
        return tr("%1 of %2").arg(here - lines.begin() + 1).arg(m_search.count());
    return tr("%1 lines").arg(m_search.count());
}

} // namespace orrery::widgets
