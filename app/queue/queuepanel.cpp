// SPDX-License-Identifier: GPL-3.0-or-later
#include "queue/queuepanel.h"

#include <QKeyEvent>
#include <QMenu>
#include <QTableView>
#include <QToolButton>

#include "widgets/rowtable.h"
#include "widgets/stateframe.h"

namespace orrery::queue {

QueuePanel::QueuePanel(widgets::Workbench &bench, QWidget *parent)
    : QWidget(parent), m_bench(bench), m_around(bench.around()),
      m_table(widgets::makeRowTable(
          m_around.theme, QStringLiteral("queue"), &m_model, models::QueueModel::State,
          {52, 96, 170, 120, 200, 66, 180, 166}, models::QueueModel::Waits)),
      m_frame(new widgets::StateFrame(m_around.theme, m_table)), m_tools(new QWidget(this))
{
    m_table->setAccessibleName(tr("Queue"));
    m_table->installEventFilter(this);
    auto *own = new QVBoxLayout(this);
    own->setContentsMargins(4, 0, 2, 2);
    own->addWidget(m_frame);

    auto *row = new QHBoxLayout(m_tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    const auto button = [&](const QString &text, const QString &hint, auto act) {
        auto *made = new QToolButton;
        made->setText(text);
        made->setToolTip(hint);
        made->setAccessibleName(hint);
        made->setProperty("flat", true);
        connect(made, &QToolButton::clicked, this, act);
        row->addWidget(made);
        return made;
    };
    m_up = button(QStringLiteral("↑"), tr("One turn earlier (Ctrl+Up)"), [this] { move(-1); });
    m_down = button(QStringLiteral("↓"), tr("One turn later (Ctrl+Down)"), [this] { move(1); });
    m_cancel = button(QStringLiteral("✕"), tr("Cancel this run (Delete)"), [this] { cancel(); });
    m_up->setObjectName(QStringLiteral("queueUp"));
    m_down->setObjectName(QStringLiteral("queueDown"));
    m_cancel->setObjectName(QStringLiteral("queueCancel"));

    m_frame->follow(m_around.bridge);
    connect(m_table, &QTableView::clicked, this, [this] {
        if (const RunSummary *run = m_model.at(m_table->currentIndex().row()))
            m_bench.watchRun(run->id);
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentRowChanged, this,
            [this](const QModelIndex &now) {
                if (const RunSummary *run = m_model.at(now.row()))
                    m_chosen = run->id;
                refresh();
            });
    connect(&m_around.bridge, &bridge::SessionBridge::runsChanged, this,
            [this](const std::vector<RunSummary> &runs, bool snapshot) {
                m_model.apply(runs, snapshot);
                refresh();
            });
    connect(&m_around.bridge, &bridge::SessionBridge::linkChanged, this, &QueuePanel::refresh);
    refresh();
}

const RunSummary *QueuePanel::chosen() const
{
    return m_model.at(m_model.rowOf(m_chosen));
}

void QueuePanel::refresh()
{
    const int count = m_model.rowCount();
    if (count == 0)
        m_frame->showMessage(tr("Nothing runs and nothing waits"),
                             tr("Ctrl+Return queues the open DAG, again and again."));
    else
        m_frame->showContent();
    const int row = m_model.rowOf(m_chosen);
    if (row >= 0 && m_table->currentIndex().row() != row)
        m_table->setCurrentIndex(m_model.index(row, 0));
    const RunSummary *run = chosen();
    const auto waiting = m_model.waiting();
    const bool waits = run && models::waitsForTurn(*run);
    m_up->setEnabled(waits && waiting.front().id != run->id);
    m_down->setEnabled(waits && waiting.back().id != run->id);
    m_cancel->setEnabled(run != nullptr);
    m_bench.setPanelContext(
        QStringLiteral("queue"),
        count == 0 ? QString()
                   : tr("%1 go on, %2 wait").arg(count - int(waiting.size())).arg(waiting.size()),
        count == 0 ? tr("Queue") : tr("Queue %1").arg(count));
}

void QueuePanel::move(int by)
{
    std::vector<RunSummary> order = m_model.waiting();
    const auto at = std::find_if(order.begin(), order.end(),
                                 [this](const RunSummary &run) { return run.id == m_chosen; });
    const auto to = at - order.begin() + by;
    if (at == order.end() || to < 0 || to >= std::ssize(order))
        return;
    std::iter_swap(at, order.begin() + to);
    reorder(std::move(order));
}

void QueuePanel::moveToFront()
{
    std::vector<RunSummary> order = m_model.waiting();
    const auto at = std::find_if(order.begin(), order.end(),
                                 [this](const RunSummary &run) { return run.id == m_chosen; });
    if (at == order.end())
        return;
    std::rotate(order.begin(), at, at + 1);
    reorder(std::move(order));
}

void QueuePanel::reorder(std::vector<RunSummary> order)
{
    const std::vector<std::int32_t> priorities = models::prioritiesFor(order);
    for (std::size_t i = 0; i < order.size(); ++i)
        if (priorities[i] != order[i].priority)
            m_around.bridge.prioritise(order[i].id, priorities[i]);
}

void QueuePanel::cancel()
{
    if (const RunSummary *run = chosen())
        m_around.bridge.cancel(run->id);
}

bool QueuePanel::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::ContextMenu) {
        QMenu menu;
        menu.addAction(tr("One turn earlier"), this, [this] { move(-1); })
            ->setEnabled(m_up->isEnabled());
        menu.addAction(tr("One turn later"), this, [this] { move(1); })
            ->setEnabled(m_down->isEnabled());
        menu.addAction(tr("To the front"), this, &QueuePanel::moveToFront)
            ->setEnabled(m_up->isEnabled());
        menu.addSeparator();
        menu.addAction(tr("Cancel this run"), this, &QueuePanel::cancel)
            ->setEnabled(m_cancel->isEnabled());
        menu.exec(static_cast<QContextMenuEvent *>(event)->globalPos());
        return true;
    }
    if (event->type() == QEvent::KeyPress) {
        const auto &key = *static_cast<QKeyEvent *>(event);
        const bool ctrl = key.modifiers() == Qt::ControlModifier;
        if (ctrl && (key.key() == Qt::Key_Up || key.key() == Qt::Key_Down)) {
            move(key.key() == Qt::Key_Up ? -1 : 1);
            return true;
        }
        if (key.key() == Qt::Key_Delete) {
            cancel();
            return true;
        }
    }
    return QWidget::eventFilter(watched, event);
}

void addQueue(widgets::Workbench &bench)
{
    auto *panel = new QueuePanel(bench);
    bench.addPanel({QStringLiteral("queue"),
                    QueuePanel::tr("Queue"),
                    bench.around().theme.color().accent,
                    widgets::Place::Bottom,
                    panel,
                    {panel->tools()}});
}

} // namespace orrery::queue
