// SPDX-License-Identifier: GPL-3.0-or-later
#include "welcome/tour.h"

#include <QGuiApplication>
#include <QKeyEvent>
#include <QPushButton>
#include <QRegion>
#include <QScreen>

#include "widgets/skin.h"

namespace orrery::welcome {

/// A frame around a control. The 3D view is a window of its own, so this is one, too; only its
/// border is there, and clicks pass.
class Spotlight final : public QWidget {
public:
    Spotlight(const theming::Theme &theme, QWidget *window)
        : QWidget(window, Qt::ToolTip | Qt::FramelessWindowHint | Qt::WindowTransparentForInput),
          m_theme(theme)
    {
        setAttribute(Qt::WA_ShowWithoutActivating);
        setObjectName(QStringLiteral("spotlight"));
    }
    void surround(const QWidget *target)
    {
        if (target == nullptr || !target->isVisible() || target->visibleRegion().isEmpty())
            return hide();
        constexpr int gap = 3, border = 3;
        const QRect box = QRect(target->mapToGlobal(QPoint(0, 0)), target->size())
                              .adjusted(-gap - border, -gap - border, gap + border, gap + border);
        if (box != geometry()) {
            setGeometry(box);
            setMask(QRegion(rect()) - QRegion(rect().adjusted(border, border, -border, -border)));
        }
        show();
    }

protected:
    void paintEvent(QPaintEvent *) override
    {
        QPainter(this).fillRect(rect(), m_theme.color().accent);
    }

private:
    const theming::Theme &m_theme;
};

Tour::Tour(widgets::Workbench &bench, QWidget *window)
    : QWidget(window, Qt::Tool | Qt::FramelessWindowHint), m_bench(bench), m_window(window),
      m_title(new QLabel), m_text(new QLabel), m_where(new QLabel), m_next(new QPushButton),
      m_light(new Spotlight(bench.around().theme, window))
{
    setObjectName(QStringLiteral("tour"));
    setAccessibleName(tr("Tour"));
    setAttribute(Qt::WA_DeleteOnClose);
    setAttribute(Qt::WA_ShowWithoutActivating);
    const auto &theme = bench.around().theme;
    setFixedWidth(340);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(20, 16, 20, 14);
    column->setSpacing(8);
    m_title->setFont(theme.sans(theme.type().title, QFont::DemiBold));
    for (QLabel *label : {m_title, m_text}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        column->addWidget(label);
    }
    auto *row = new QHBoxLayout;
    m_where->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().muted.name()));
    auto *leave = new QPushButton(tr("Leave the tour"));
    leave->setObjectName(QStringLiteral("tour.leave"));
    m_next->setObjectName(QStringLiteral("tour.next"));
    connect(leave, &QPushButton::clicked, this, &QWidget::close);
    connect(m_next, &QPushButton::clicked, this, [this] { goTo(m_step + 1); });
    row->addWidget(m_where, 1);
    row->addWidget(leave);
    row->addWidget(m_next);
    column->addLayout(row);
    makeSteps();
    m_look.setInterval(120);
    connect(&m_look, &QTimer::timeout, this, &Tour::look);
    m_look.start();
    goTo(0);
}

Tour::~Tour()
{
    delete m_light;
}

void Tour::makeSteps()
{
    const auto named = [this](const char *name) {
        return [this, name] { return m_window->findChild<QWidget *>(QLatin1String(name)); };
    };
    const auto &around = m_bench.around();
    m_steps = {
        {tr("Open a DAG"),
         tr("Every DAG that Orrery knows stands here, the examples too. Click \"Hello\"."),
         named("dock.workspace"), [&around] { return around.document.isOpen(); }},
        {tr("Select a node"),
         tr("This is the DAG, left to right as it runs. Drag to turn it, use the wheel to come "
            "nearer, and click a node."),
         named("universe"), [&around] { return around.selection.node() != none; }},
        {tr("What it is"),
         tr("The panel at the right tells all about the selected node: what it runs, with what, "
            "and "
            "after what."),
         named("dock.node"),
         {}},
        {tr("Run it"), tr("Press Run, or F8. The nodes change their signs as they go on."),
         named("run.start"), [&around] { return around.run.watching(); }},
        {tr("Watch it end"),
         tr("Each task stands in this table with its time and what it waits for. Wait for the run "
            "to "
            "end."),
         named("dock.tasks"),
         [&around] { return around.run.watching() && isFinal(around.run.newest().state); }},
        {tr("Go through its past"),
         tr("Below the universe is the run's time. Click into it, and everything shows that "
            "moment."),
         named("timeBar"), [&around] { return around.run.inPast(); }},
        {tr("Find anything"),
         tr("Press Ctrl+K, or click the search field: commands, nodes, files and runs by a few "
            "letters."),
         named("search"),
         [this] { return m_window->findChild<QWidget *>(QStringLiteral("palette")); }},
        {tr("That is all to begin with"),
         tr("F1 shows every key, Ctrl+, the settings. This tour stays in the Help menu."),
         {},
         {}},
    };
}

void Tour::goTo(int step)
{
    if (step >= count()) {
        close();
        return;
    }
    m_step = step;
    const Step &now = m_steps[std::size_t(step)];
    m_title->setText(now.title);
    m_text->setText(now.text);
    m_where->setText(tr("%1 of %2").arg(step + 1).arg(count()));
    m_next->setText(step + 1 == count() ? tr("Done") : now.done ? tr("Skip") : tr("Next"));
    // What is to be looked at comes to the front.
    if (now.target)
        if (const QWidget *target = now.target();
            target && target->objectName().startsWith(QStringLiteral("dock.")))
            m_bench.raisePanel(target->objectName().mid(5));
    setFixedHeight(std::max(heightForWidth(340), 130));
    place();
    show();
    raise();
}

void Tour::look()
{
    if (!m_window->isVisible())
        return;
    const Step &now = m_steps[std::size_t(m_step)];
    if (now.done && now.done())
        return goTo(m_step + 1);
    place();
}

/// Beside what is lit, inside the screen.
void Tour::place()
{
    const Step &now = m_steps[std::size_t(m_step)];
    const QWidget *target = now.target ? now.target() : nullptr;
    m_light->surround(target);
    const QRect window(m_window->mapToGlobal(QPoint(0, 0)), m_window->size());
    QPoint corner = window.center() - QPoint(width() / 2, height() / 2);
    if (target && target->isVisible()) {
        const QRect box(target->mapToGlobal(QPoint(0, 0)), target->size());
        if (box.right() + width() + 24 < window.right())
            corner = {box.right() + 16, box.top()};
        else if (box.left() - width() - 24 > window.left())
            corner = {box.left() - width() - 16, box.top()};
        else if (box.bottom() + height() + 24 < window.bottom())
            corner = {box.left(), box.bottom() + 16};
        else
            corner = {box.left() + 24, box.top() - height() - 16};
    }
    const QRect room = window.adjusted(8, 8, -8, -8);
    corner.setX(std::clamp(corner.x(), room.left(), std::max(room.left(), room.right() - width())));
    corner.setY(std::clamp(corner.y(), room.top(), std::max(room.top(), room.bottom() - height())));
    if (corner != pos())
        move(corner);
}

void Tour::keyPressEvent(QKeyEvent *event)
{
    if (event->key() == Qt::Key_Escape)
        close();
    else
        QWidget::keyPressEvent(event);
}

void Tour::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &theme = m_bench.around().theme;
    painter.fillRect(rect(), theme.color().background);
    widgets::paintFrame(painter, rect(), theme, theme.color().accent);
}

} // namespace orrery::welcome
