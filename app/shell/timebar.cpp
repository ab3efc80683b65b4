// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/timebar.h"

#include <QDateTime>
#include <QLocale>
#include <QMenu>
#include <QToolButton>

#include "bridge/playback.h"
#include "bridge/text.h"
#include "monitors/courseview.h"
#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/skin.h"

namespace orrery::shell {
namespace {

/// "14:03:09.120", with its day when that is not today.
QString instantText(WallMs at)
{
    const QDateTime time = QDateTime::fromMSecsSinceEpoch(at);
    return QLocale().toString(time, time.date() == QDate::currentDate()
                            ? QStringLiteral("HH:mm:ss.zzz")
                            : QCoreApplication::translate("Time", "d MMM yyyy HH:mm:ss.zzz"));
}

/// "+12.450 s" while milliseconds matter.
QString sinceText(SpanMs span)
{
    return span < 60'000 ? QStringLiteral("+%1 s").arg(double(span) / 1000, 0, 'f', 3)
                         : QLatin1Char('+') + bridge::spanText(span);
}

} // namespace

TimeBar::TimeBar(const widgets::Surroundings &around, QWidget *parent)
    : QWidget(parent), m_around(around),
      m_course(new monitors::CourseView(around.theme, around.playback, around.run))
{
    setObjectName(QStringLiteral("timeBar"));
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(2, 3, 2, 0);
    column->setSpacing(0);
    column->addWidget(makeControls());
    column->addWidget(m_course);
    connect(&around.run, &bridge::RunFacade::reset, this,
            [this] { setVisible(m_around.run.watching()); });
    connect(&around.run, &bridge::RunFacade::summaryChanged, this, &TimeBar::refresh);
    connect(&around.run, &bridge::RunFacade::dagKnown, this, &TimeBar::refresh);
    connect(&around.playback, &bridge::Playback::moved, this, &TimeBar::refresh);
    connect(&around.playback, &bridge::Playback::courseChanged, this, &TimeBar::refresh);
    connect(&around.playback, &bridge::Playback::modeChanged, this, &TimeBar::refreshMode);
    setVisible(around.run.watching());
    refresh();
    refreshMode();
}

QToolButton *TimeBar::makeButton(const QString &name, const QString &tip)
{
    auto *button = new QToolButton;
    button->setObjectName(name);
    button->setToolTip(tip);
    button->setAccessibleName(tip);
    button->setProperty("flat", true);
    button->setFixedSize(26, 22);
    return button;
}

QWidget *TimeBar::makeControls()
{
    const auto &theme = m_around.theme;
    auto &playback = m_around.playback;
    m_back = makeButton(QStringLiteral("time.back"), tr("To the fact before (Left)"));
    m_back->setIcon(widgets::symbolIcon(widgets::Symbol::StepBack, theme));
    m_on = makeButton(QStringLiteral("time.on"), tr("To the next fact (Right)"));
    m_on->setIcon(widgets::symbolIcon(widgets::Symbol::StepOn, theme));
    for (QToolButton *button : {m_back, m_on})
        button->setAutoRepeat(true);
    m_play = makeButton(QStringLiteral("time.play"), tr("Play (Space)"));
    m_speed = makeButton(QStringLiteral("time.speed"), tr("How fast it plays (Up, Down)"));
    m_speed->setFixedWidth(58);
    m_speed->setFont(theme.mono(theme.type().caption));
    makeSpeeds();
    m_instant = new QLabel;
    m_instant->setObjectName(QStringLiteral("instant"));
    m_instant->setFont(theme.mono(theme.type().caption + 1));
    m_instant->setTextFormat(Qt::PlainText);
    m_fact = new widgets::ElidedLabel;
    m_fact->setObjectName(QStringLiteral("fact"));
    m_fact->setFont(theme.mono(theme.type().caption));
    m_fact->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().muted.name()));
    m_gaps = makeButton(QStringLiteral("time.gaps"), tr("Idle gaps are drawn and crossed quickly"));
    m_gaps->setText(QStringLiteral("\u2215\u2215")); // as the axis marks a gap
    m_gaps->setCheckable(true);
    m_live = new QToolButton;
    m_live->setObjectName(QStringLiteral("time.live"));
    m_live->setText(tr("LIVE"));
    m_live->setAccessibleName(tr("Live"));
    m_live->setCheckable(true);
    m_live->setFixedHeight(20);
    m_live->setStyleSheet(
        QStringLiteral("QToolButton { padding: 0 10px; letter-spacing: 1px; }"
                       "QToolButton:checked { color: %1; border-color: %1; background: %2; }")
            .arg(theme.color().success.name(),
                 widgets::faded(theme.color().success, 0.10).name(QColor::HexArgb)));
    connect(m_back, &QToolButton::clicked, &playback, [&playback] { playback.step(-1); });
    connect(m_on, &QToolButton::clicked, &playback, [&playback] { playback.step(1); });
    connect(m_play, &QToolButton::clicked, &playback,
            [&playback] { playback.play(!playback.playing()); });
    connect(m_live, &QToolButton::clicked, &playback, [&playback] { playback.toEnd(); });

    connect(m_gaps, &QToolButton::toggled, &playback, &bridge::Playback::setCompressed);

    auto *controls = new QWidget;
    controls->setFixedHeight(24);
    auto *row = new QHBoxLayout(controls);
    row->setContentsMargins(6, 0, 10, 0);
    row->setSpacing(2);
    for (QWidget *widget : std::initializer_list<QWidget *>{m_back, m_play, m_on, m_speed, m_gaps})
        row->addWidget(widget);
    row->addSpacing(8);
    row->addWidget(m_instant);
    row->addSpacing(12);
    row->addWidget(m_fact, 1);
    row->addWidget(m_live);
    return controls;
}

void TimeBar::makeSpeeds()
{
    auto *menu = new QMenu(m_speed);
    for (const int speed : bridge::Playback::speeds)
        menu->addAction(QStringLiteral("%1x").arg(speed), &m_around.playback,
                        [this, speed] { m_around.playback.setSpeed(speed); });
    m_speed->setMenu(menu);
    m_speed->setPopupMode(QToolButton::InstantPopup);
}

void TimeBar::refreshMode()
{
    const auto &playback = m_around.playback;
    m_play->setIcon(widgets::symbolIcon(
        playback.playing() ? widgets::Symbol::Pause : widgets::Symbol::Run, m_around.theme));
    const QString tip = playback.playing() ? tr("Pause (Space)") : tr("Play (Space)");
    m_play->setToolTip(tip);
    m_play->setAccessibleName(tip);
    m_speed->setText(QStringLiteral("%1x").arg(playback.speed()));
    m_gaps->setChecked(playback.compressed());
    refresh();
}

void TimeBar::refresh()
{
    const auto &playback = m_around.playback;
    const auto &points = playback.points();
    const bool goesOn = playback.goesOn();
    m_live->setVisible(goesOn);
    m_live->setChecked(playback.live());
    m_live->setToolTip(playback.live() ? tr("The newest state is shown (End)")
                                       : tr("Back to the newest state (End)"));
    for (QToolButton *button : {m_back, m_play, m_on, m_speed})
        button->setEnabled(!points.empty());
    m_back->setEnabled(playback.known() > 1);
    m_on->setEnabled(playback.known() < points.size());
    if (points.empty()) {
        m_instant->clear();
        m_fact->clear();
        return;
    }
    const std::size_t known = playback.known();
    m_instant->setText(QStringLiteral("%1   %2").arg(
        instantText(playback.at()), sinceText(playback.at() - playback.axis().begin())));
    m_fact->setText(tr("%1 / %2   %3")
                        .arg(known)
                        .arg(points.size())
                        .arg(monitors::happeningText(points[known - 1], m_around.run, known == 1)));
}

/// In a narrow window the moment itself matters more than its words.
void TimeBar::resizeEvent(QResizeEvent *)
{
    m_fact->setVisible(width() > 480);
}

} // namespace orrery::shell
