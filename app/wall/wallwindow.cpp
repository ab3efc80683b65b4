// SPDX-License-Identifier: GPL-3.0-or-later
#include "wall/wallwindow.h"

#include <QAbstractButton>
#include <QKeyEvent>
#include <QQuickView>
#include <QStackedLayout>
#include <QTime>

#include "bridge/text.h"
#include "models/runload.h"
#include "shell/runcontrol.h"
#include "shell/timebar.h"
#include "shell/universepanel.h"
#include "wall/pages.h"
#include "widgets/icons.h"
#include "widgets/skin.h"

namespace orrery::wall {

using bridge::qs;

/// Above all pages: what is watched, how far it is, the time, and whether the engine is there.
class WallWindow::Head final : public QWidget {
public:
    explicit Head(const theming::Theme &theme) : m_theme(theme)
    {
        setAttribute(Qt::WA_OpaquePaintEvent);
    }
    void show(const QString &title, const QString &state, const QColor &hue, bool lost)
    {
        const QString now = title + state + hue.name() + (lost ? u'!' : u' ') +
                            QTime::currentTime().toString(QStringLiteral("HH:mm"));
        if (now == m_shown)
            return;
        m_shown = now;
        m_title = title;
        m_state = state;
        m_hue = hue;
        m_lost = lost;
        setAccessibleName(title + QLatin1Char(' ') + state);
        update();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter painter(this);
        const auto &c = m_theme.color();
        painter.fillRect(rect(), m_lost ? widgets::faded(c.danger, 0.25) : c.backdropTop);
        if (m_lost)
            painter.fillRect(rect(), widgets::faded(c.background, 0.4));
        const int h = height();
        widgets::paintEmblem(painter, QRectF(h * 0.4, h * 0.18, h * 0.64, h * 0.64), m_theme);
        painter.setFont(m_theme.mono(int(h * 0.5)));
        const QString clock = QTime::currentTime().toString(QStringLiteral("HH:mm"));
        const int right = painter.fontMetrics().horizontalAdvance(clock) + int(h * 0.5);
        painter.setPen(c.text);
        painter.drawText(rect().adjusted(0, 0, -int(h * 0.4), 0), Qt::AlignRight | Qt::AlignVCenter,
                         clock);
        painter.setFont(m_theme.sans(int(h * 0.46), QFont::DemiBold));
        const int stateWidth = painter.fontMetrics().horizontalAdvance(m_state);
        painter.setPen(m_hue);
        painter.drawText(rect().adjusted(0, 0, -right - int(h * 0.5), 0),
                         Qt::AlignRight | Qt::AlignVCenter, m_state);
        painter.setPen(c.text);
        const QRect words = rect().adjusted(int(h * 1.35), 0, -right - stateWidth - h, 0);
        painter.drawText(words, Qt::AlignLeft | Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(m_title, Qt::ElideRight, words.width()));
        painter.fillRect(QRect(0, h - 2, width(), 2),
                         widgets::faded(m_lost ? c.danger : c.accent, 0.6));
    }

private:
    const theming::Theme &m_theme;
    QString m_shown, m_title, m_state;
    QColor m_hue;
    bool m_lost = false;
};

WallWindow::WallWindow(theming::Theme &theme, shell::Desk &desk)
    : m_theme(theme), m_desk(desk),
      m_actions(this), m_around{theme,          desk.bridge, desk.document, desk.run,     desk.task,
                                desk.selection, m_actions,   desk.playback, desk.runNodes},
      m_load(std::make_unique<models::RunLoad>()), m_control(new shell::RunControl(m_around, this)),
      m_stack(new QStackedLayout), m_head(new Head(theme))
{
    setObjectName(QStringLiteral("wall"));
    setWindowTitle(tr("Orrery wall display"));
    setWindowIcon(widgets::applicationIcon(theme));
    setAccessibleName(tr("Wall display"));
    setCursor(Qt::BlankCursor);
    resize(1280, 720);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(m_head, 9);
    column->addLayout(m_stack, 91);
    makePages();
    m_turn.setInterval(desk.settings.value(QStringLiteral("wall.seconds")).toInt() * 1000);
    connect(&m_turn, &QTimer::timeout, this, &WallWindow::turn);
    m_turn.start();
    m_clock.setTimerType(Qt::CoarseTimer);
    m_clock.setInterval(10'000);
    connect(&m_clock, &QTimer::timeout, this, &WallWindow::refreshHead);
    m_clock.start();
    auto &bridge = desk.bridge;
    connect(&bridge, &bridge::SessionBridge::runsChanged, this, &WallWindow::follow);
    connect(&bridge, &bridge::SessionBridge::linkChanged, this, &WallWindow::refreshHead);
    connect(&desk.run, &bridge::RunFacade::reset, this, [this] {
        m_load->clear();
        refreshHead();
    });
    connect(&desk.run, &bridge::RunFacade::summaryChanged, this, &WallWindow::refreshHead);
    connect(&desk.document, &bridge::DagDocument::changed, this, &WallWindow::refreshHead);
    connect(&bridge, &bridge::SessionBridge::runEnded, this, [this](const RunSummary &run) {
        const QString name = qs(run.dagName.empty() ? run.dag.text : run.dagName);
        m_desk.notifications.add({bridge::signOf(run.state),
                                  tr("%1 %2").arg(name, bridge::title(run.state).toLower()),
                                  qs(run.cause), run.id, 0, true});
    });
    follow();
    refreshHead();
}

WallWindow::~WallWindow() = default;

void WallWindow::makePages()
{
    m_universe = new shell::UniversePanel(m_around, *m_load, m_desk.places.settingsFile);
    m_universe->setEnabled(false);
    for (QWidget *tool : m_universe->findChildren<QAbstractButton *>())
        tool->hide();
    m_universe->timeBar().setMaximumHeight(0);
    // A wall is looked at: the 3D window passes every event on to nobody.
    m_universe->view().window()->setFlag(Qt::WindowTransparentForInput);
    m_stack->addWidget(m_universe);
    m_alerts = new AlertsPage(m_theme, m_desk.notifications);
    m_painted = {new HostsPage(m_theme, m_desk.bridge), new RunsPage(m_theme, m_desk.runs),
                 m_alerts};
    for (WallPage *page : m_painted) {
        m_stack->addWidget(page);
        page->refresh();
    }
}

/// The newest run that goes on; else what was watched last, else the newest of all.
void WallWindow::follow()
{
    const auto &run = m_desk.run;
    if (run.watching() && !isFinal(run.newest().state))
        return;
    const RunSummary *best = nullptr;
    for (const RunSummary &live : m_desk.bridge.liveRuns()) {
        if (best == nullptr || live.created > best->created)
            best = m_desk.bridge.run(live.id);
    }
    if (best == nullptr && !run.watching() && m_desk.runs.rowCount() > 0)
        best = m_desk.runs.at(0);
    if (best && best->id != run.id())
        m_control->watch(best->id);
}

int WallWindow::pageCount() const
{
    return m_stack->count();
}

int WallWindow::page() const
{
    return m_stack->currentIndex();
}

void WallWindow::showPage(int page)
{
    m_stack->setCurrentIndex(page);
    ++m_turns;
}

void WallWindow::setPageTime(int milliseconds)
{
    m_turn.start(milliseconds);
}

/// To the next page; when all is well there is no page of troubles.
void WallWindow::turn()
{
    int next = (page() + 1) % pageCount();
    if (m_stack->widget(next) == m_alerts && m_alerts->count() == 0)
        next = (next + 1) % pageCount();
    showPage(next);
}

void WallWindow::refreshHead()
{
    const auto &bridge = m_desk.bridge;
    const auto &run = m_desk.run;
    const auto &c = m_theme.color();
    if (bridge.link() == bridge::SessionBridge::Link::Lost) {
        const QString since = bridge.staleSince().isValid()
                                  ? bridge.staleSince().toString(QStringLiteral("HH:mm"))
                                  : QString();
        m_head->show(since.isEmpty() ? tr("No engine runs on this home")
                                     : tr("The engine is away since %1").arg(since),
                     tr("waiting for it"), c.danger, true);
        return;
    }
    if (!run.watching()) {
        m_head->show(m_desk.document.isOpen() ? m_desk.document.title() : QStringLiteral("Orrery"),
                     tr("nothing runs"), c.muted, false);
        return;
    }
    const RunSummary &summary = run.newest();
    const QString name = qs(summary.dagName.empty() ? summary.dag.text : summary.dagName);
    m_head->show(name,
                 QStringLiteral("%1  %2 / %3")
                     .arg(bridge::title(summary.state))
                     .arg(summary.finishedCount())
                     .arg(summary.taskCount()),
                 m_theme.stateColor(bridge::signOf(summary.state)), false);
}

void WallWindow::keyPressEvent(QKeyEvent *event)
{
    // Whoever stands before it with a keyboard: to the next page, or away.
    if (event->key() == Qt::Key_Escape || event->matches(QKeySequence::Quit))
        close();
    else if (event->key() == Qt::Key_Right || event->key() == Qt::Key_Space)
        turn();
    else
        QWidget::keyPressEvent(event);
}

void WallWindow::paintEvent(QPaintEvent *)
{
    QPainter(this).fillRect(rect(), m_theme.color().background);
}

} // namespace orrery::wall
