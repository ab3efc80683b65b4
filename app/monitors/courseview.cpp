// SPDX-License-Identifier: GPL-3.0-or-later
#include "monitors/courseview.h"

#include <QKeyEvent>
#include <QMouseEvent>
#include <QPainter>
#include <QPainterPath>

#include "bridge/runfacade.h"
#include "bridge/text.h"

namespace orrery::monitors {
namespace {

constexpr double side = 10;      ///< [px] beside the axis
constexpr double above = 12;     ///< [px] over the curve: marks of trouble and the moment's handle
constexpr double below = 19;     ///< [px] under it: times
constexpr double markSize = 7;   ///< [px]
constexpr double labelHalf = 26; ///< [px] half of what a time takes
constexpr double snap = 4;       ///< [px] within which a click means a mark

QColor faded(QColor color, double alpha)
{
    color.setAlphaF(float(alpha));
    return color;
}

bool isTrouble(Happening what)
{
    return what == Happening::Failure || what == Happening::Retry;
}

} // namespace

QString happeningText(const CoursePoint &point, const bridge::RunFacade &run, bool first)
{
    if (first)
        return CourseView::tr("the run was created");
    const QString task = point.task == none ? QString() : run.nameOf(point.task);
    switch (point.what) {
    case Happening::Place:
        return CourseView::tr("%1 got its place").arg(task);
    case Happening::Start:
        return CourseView::tr("%1 started").arg(task);
    case Happening::Success:
        return CourseView::tr("%1 succeeded").arg(task);
    case Happening::Failure:
        return CourseView::tr("%1 failed").arg(task);
    case Happening::Retry:
        return task.isEmpty() ? CourseView::tr("a retry was asked for")
                              : CourseView::tr("%1 failed, to be retried").arg(task);
    case Happening::Cancel:
        return task.isEmpty() ? CourseView::tr("cancelling was asked for")
                              : CourseView::tr("%1 was cancelled").arg(task);
    case Happening::Hold:
        return CourseView::tr("held or released");
    case Happening::Mark:
        return CourseView::tr("%1 was answered by hand").arg(task);
    case Happening::End:
        return CourseView::tr("the run ended");
    case Happening::Other:
        break;
    }
    return task.isEmpty() ? CourseView::tr("more became known")
                          : CourseView::tr("%1 is due again").arg(task);
}

CourseView::CourseView(theming::Theme &theme, bridge::Playback &playback, bridge::RunFacade &run,
                       QWidget *parent)
    : QWidget(parent), m_theme(theme), m_playback(playback), m_run(run)
{
    setObjectName(QStringLiteral("course"));
    setFocusPolicy(Qt::StrongFocus);
    setMouseTracking(true);
    setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    setAccessibleName(tr("Time of the run"));
    setAccessibleDescription(tr("Arrows step from fact to fact, Home and End go to its ends, "
                                "Space plays it."));
    connect(&playback, &bridge::Playback::courseChanged, this, &CourseView::forget);
    connect(&playback, &bridge::Playback::moved, this, qOverload<>(&QWidget::update));
    connect(&theme, &theming::Theme::changed, this, &CourseView::forget);
}

void CourseView::forget()
{
    m_picture = {};
    update();
}

QRectF CourseView::chart() const
{
    return QRectF(rect()).adjusted(side, above, -side, -below);
}

double CourseView::xOf(WallMs at) const
{
    return chart().left() + m_playback.axis().shareOf(at) * chart().width();
}

WallMs CourseView::timeAt(double x) const
{
    return m_playback.axis().timeAt((x - chart().left()) / std::max(1.0, chart().width()));
}

std::vector<CourseView::Column> CourseView::columns() const
{
    std::vector<Column> columns(std::size_t(std::max(1.0, chart().width())) + 1);
    const double left = chart().left();
    std::size_t at = 0;
    std::uint32_t running = 0;
    for (const CoursePoint &point : m_playback.points()) {
        const auto here =
            std::min(columns.size() - 1, std::size_t(std::max(0.0, xOf(point.at) - left)));
        for (; at < here; ++at)
            columns[at + 1].running = running;
        running = point.running;
        Column &column = columns[here];
        column.running = std::max(column.running, running);
        column.starts = column.starts || point.what == Happening::Start;
        column.fails = column.fails || point.what == Happening::Failure;
        column.retries = column.retries || point.what == Happening::Retry;
    }
    for (; at + 1 < columns.size(); ++at)
        columns[at + 1].running = running;
    return columns;
}

void CourseView::paintCourse()
{
    m_picture = QPixmap(size() * devicePixelRatioF());
    m_picture.setDevicePixelRatio(devicePixelRatioF());
    m_picture.fill(Qt::transparent);
    QPainter painter(&m_picture);
    const QRectF area = chart();
    painter.setPen(QPen(m_theme.color().line, 1));
    painter.drawLine(QPointF(area.left(), area.bottom() + 0.5),
                     QPointF(area.right(), area.bottom() + 0.5));
    if (m_playback.points().empty()) {
        painter.setPen(m_theme.color().muted);
        painter.setFont(m_theme.sans(m_theme.type().caption));
        painter.drawText(area, Qt::AlignCenter, tr("Reading what happened"));
        return;
    }
    const std::vector<Column> all = columns();
    paintDensity(painter, all);
    paintBreaks(painter);
    paintMarks(painter, all);
    paintTimes(painter);
}

void CourseView::paintDensity(QPainter &painter, const std::vector<Column> &columns) const
{
    const QRectF area = chart();
    std::uint32_t most = 1;
    for (const Column &column : columns)
        most = std::max(most, column.running);
    QPainterPath outline;
    const auto y = [&](std::uint32_t running) {
        return area.bottom() - double(running) / double(most) * (area.height() - 1);
    };
    outline.moveTo(area.left(), y(columns.front().running));
    for (std::size_t i = 0; i < columns.size(); ++i) {
        outline.lineTo(std::min(area.right(), area.left() + double(i)), y(columns[i].running));
        outline.lineTo(std::min(area.right(), area.left() + double(i + 1)), y(columns[i].running));
    }
    QPainterPath filled = outline;
    filled.lineTo(area.bottomRight());
    filled.lineTo(area.bottomLeft());
    const QColor hue = m_theme.color().running;
    QLinearGradient fill(area.topLeft(), area.bottomLeft());
    fill.setColorAt(0, faded(hue, 0.30));
    fill.setColorAt(1, faded(hue, 0.06));
    painter.fillPath(filled, fill);
    painter.setPen(QPen(faded(hue, 0.75), 1));
    painter.drawPath(outline);
}

void CourseView::paintBreaks(QPainter &painter) const
{
    const QRectF area = chart();
    painter.save();
    painter.setRenderHint(QPainter::Antialiasing);
    for (const bridge::TimeAxis::Break &gap : m_playback.axis().breaks()) {
        const double from = xOf(gap.from), to = xOf(gap.to), middle = (from + to) / 2;
        painter.fillRect(QRectF(from, area.top(), to - from, area.height() + 2),
                         m_theme.color().background);
        painter.setPen(QPen(m_theme.color().faint, 1, Qt::DotLine));
        painter.drawLine(QPointF(from, area.top()), QPointF(from, area.bottom()));
        painter.drawLine(QPointF(to, area.top()), QPointF(to, area.bottom()));
        // The axis itself is cut: two slanted strokes, as on paper.
        painter.setPen(QPen(m_theme.color().muted, 1.2));
        for (const double x : {middle - 2.5, middle + 2.5})
            painter.drawLine(QPointF(x - 2, area.bottom() + 3), QPointF(x + 2, area.bottom() - 6));
    }
    painter.restore();
}

void CourseView::paintMarks(QPainter &painter, const std::vector<Column> &columns) const
{
    const QRectF area = chart();
    double free = -markSize;
    for (std::size_t i = 0; i < columns.size(); ++i) {
        const Column &column = columns[i];
        const double x = area.left() + double(i) + 0.5;
        if (column.starts) {
            painter.setPen(QPen(faded(m_theme.color().accent, 0.55), 1));
            painter.drawLine(QPointF(x, area.bottom() + 1), QPointF(x, area.bottom() + 4));
        }
        if (!column.fails && !column.retries)
            continue;
        const QColor hue = column.fails ? m_theme.color().failed : m_theme.color().waiting;
        painter.setPen(QPen(faded(hue, 0.7), 1));
        painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()));
        if (x < free)
            continue; // the glyph before it covers this place; the line tells
        free = x + markSize + 1;
        const QRectF box(x - markSize / 2, area.top() - markSize - 2, markSize, markSize);
        painter.save();
        painter.setRenderHint(QPainter::Antialiasing);
        painter.setPen(QPen(hue, 1.6, Qt::SolidLine, Qt::RoundCap));
        if (column.fails) { // a cross, as failed tasks wear it
            painter.drawLine(box.topLeft() + QPointF(1, 1), box.bottomRight() - QPointF(1, 1));
            painter.drawLine(box.topRight() + QPointF(-1, 1), box.bottomLeft() + QPointF(1, -1));
        } else { // an open ring: what waits to be tried again
            painter.drawArc(box.adjusted(0.5, 0.5, -0.5, -0.5), 60 * 16, 290 * 16);
        }
        painter.restore();
    }
}

void CourseView::paintTimes(QPainter &painter) const
{
    const QRectF area = chart();
    const bridge::TimeAxis &axis = m_playback.axis();
    painter.setFont(m_theme.mono(m_theme.type().caption - 1));
    painter.setPen(m_theme.color().muted);
    const int wanted = std::clamp(int(area.width() / 130), 1, 8);
    const double width = area.width() / wanted;
    const QRectF line(0, area.bottom() + 4, width, below - 6);
    for (int i = 0; i <= wanted; ++i) {
        const double share = double(i) / wanted;
        const double x = area.left() + share * area.width();
        // Beside a cut one would read the label as the length of the gap.
        const auto cut = [&](const bridge::TimeAxis::Break &gap) {
            return i > 0 && i < wanted && xOf(gap.to) > x - labelHalf &&
                   xOf(gap.from) < x + labelHalf;
        };
        if (std::any_of(axis.breaks().begin(), axis.breaks().end(), cut))
            continue;
        const SpanMs since = axis.timeAt(share) - axis.begin();
        const bool inSeconds = since < 1000 && axis.end() - axis.begin() >= 1000;
        const QString label = i == 0      ? tr("0 s")
                              : inSeconds ? tr("%1 s").arg(double(since) / 1000, 0, 'f', 1)
                                          : bridge::spanText(since);
        const Qt::Alignment place = i == 0        ? Qt::AlignLeft
                                    : i == wanted ? Qt::AlignRight
                                                  : Qt::AlignHCenter;
        const double left = i == 0 ? x : i == wanted ? x - width : x - width / 2;
        painter.drawText(line.translated(left, 0), int(place | Qt::AlignVCenter), label);
    }
}

void CourseView::paintEvent(QPaintEvent *)
{
    if (m_picture.isNull())
        paintCourse();
    QPainter painter(this);
    painter.drawPixmap(0, 0, m_picture);
    if (hasFocus()) {
        painter.setPen(QPen(faded(m_theme.color().accent, 0.7), 1));
        painter.drawRect(QRectF(rect()).adjusted(0.5, 0.5, -0.5, -0.5));
    }
    if (m_playback.points().empty())
        return;
    paintMoment(painter);
    paintHover(painter);
}

void CourseView::paintMoment(QPainter &painter) const
{
    const QRectF area = chart();
    const double x = xOf(m_playback.at());
    // What lay ahead then is dimmed.
    painter.fillRect(QRectF(x, area.top(), area.right() - x + 1, area.height()),
                     faded(m_theme.color().surface, 0.62));
    const QColor hue =
        m_playback.live() && m_playback.goesOn() ? m_theme.color().success : m_theme.color().text;
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(QPen(hue, 1.2));
    painter.drawLine(QPointF(x, area.top() - 4), QPointF(x, area.bottom() + 4));
    if (m_playback.live() && !m_playback.goesOn())
        return; // the end of an ended run: what happened there is not to be covered
    painter.setPen(Qt::NoPen);
    painter.setBrush(hue);
    painter.drawPolygon(QPolygonF({{x - 4.5, 1},
                                   {x + 4.5, 1},
                                   {x + 4.5, area.top() - 4},
                                   {x, area.top()},
                                   {x - 4.5, area.top() - 4}}));
}

QString CourseView::hoverText(WallMs at) const
{
    const bridge::TimeAxis &axis = m_playback.axis();
    if (const auto *gap = axis.breakAt(at))
        return tr("idle for %1, drawn short").arg(bridge::spanText(gap->to - gap->from));
    const auto &points = m_playback.points();
    const auto next =
        std::upper_bound(points.begin(), points.end(), at,
                         [](WallMs value, const CoursePoint &point) { return value < point.at; });
    const std::uint32_t running = next == points.begin() ? 0 : (next - 1)->running;
    return tr("+%1   %2")
        .arg(bridge::spanText(at - axis.begin()),
             running == 0 ? tr("nothing runs")
                          : bridge::counted(running, "task runs", "tasks run"));
}

void CourseView::paintHover(QPainter &painter) const
{
    const QRectF area = chart();
    if (m_hoverX < area.left() || m_hoverX > area.right())
        return;
    painter.setRenderHint(QPainter::Antialiasing, false);
    painter.setPen(QPen(m_theme.color().faint, 1));
    painter.drawLine(QPointF(m_hoverX, area.top()), QPointF(m_hoverX, area.bottom()));
    painter.setFont(m_theme.mono(m_theme.type().caption - 1));
    const QString text = hoverText(timeAt(m_hoverX));
    const double width = painter.fontMetrics().horizontalAdvance(text) + 12;
    QRectF box(m_hoverX + 8, area.top(), width, 16);
    if (box.right() > area.right())
        box.moveRight(m_hoverX - 8);
    painter.fillRect(box, faded(m_theme.color().raised, 0.92));
    painter.setPen(m_theme.color().text);
    painter.drawText(box, Qt::AlignCenter, text);
}

void CourseView::resizeEvent(QResizeEvent *)
{
    m_picture = {};
}

/// A click near a mark means the mark: one sees what it tells.
void CourseView::seekTo(double x)
{
    WallMs at = timeAt(x);
    double nearest = snap;
    const auto &points = m_playback.points();
    const auto first =
        std::lower_bound(points.begin(), points.end(), timeAt(x - snap),
                         [](const CoursePoint &point, WallMs value) { return point.at < value; });
    for (auto point = first; point != points.end() && xOf(point->at) <= x + snap; ++point) {
        const double away = std::abs(xOf(point->at) - x);
        if (isTrouble(point->what) && away < nearest) {
            nearest = away;
            at = point->at;
        }
    }
    m_playback.seek(at);
}

void CourseView::mousePressEvent(QMouseEvent *event)
{
    if (event->button() != Qt::LeftButton)
        return QWidget::mousePressEvent(event);
    m_playback.play(false);
    seekTo(event->position().x());
}

void CourseView::mouseMoveEvent(QMouseEvent *event)
{
    m_hoverX = event->position().x();
    if (event->buttons() & Qt::LeftButton)
        m_playback.seek(timeAt(m_hoverX));
    update();
}

void CourseView::leaveEvent(QEvent *)
{
    m_hoverX = -1;
    update();
}

void CourseView::changeSpeed(int by)
{
    const auto &speeds = bridge::Playback::speeds;
    const auto here = std::find(speeds.begin(), speeds.end(), m_playback.speed());
    const auto next = std::clamp(here - speeds.begin() + by, std::ptrdiff_t(0),
                                 std::ptrdiff_t(speeds.size()) - 1);
    m_playback.setSpeed(speeds[std::size_t(next)]);
}

void CourseView::keyPressEvent(QKeyEvent *event)
{
    const bool trouble = event->modifiers() & Qt::ShiftModifier;
    switch (event->key()) {
    case Qt::Key_Left:
        return trouble ? m_playback.stepToTrouble(false) : m_playback.step(-1);
    case Qt::Key_Right:
        return trouble ? m_playback.stepToTrouble(true) : m_playback.step(1);
    case Qt::Key_Home:
        m_playback.play(false);
        return m_playback.toBegin();
    case Qt::Key_End:
        return m_playback.toEnd();
    case Qt::Key_Space:
        return m_playback.play(!m_playback.playing());
    case Qt::Key_Up:
        return changeSpeed(1);
    case Qt::Key_Down:
        return changeSpeed(-1);
    default:
        QWidget::keyPressEvent(event);
    }
}

void CourseView::focusInEvent(QFocusEvent *)
{
    update();
}

void CourseView::focusOutEvent(QFocusEvent *)
{
    update();
}

} // namespace orrery::monitors
