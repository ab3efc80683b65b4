// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/comparepanel.h"

#include <cmath>

#include <QComboBox>
#include <QHeaderView>
#include <QJsonDocument>
#include <QJsonObject>
#include <QPainter>
#include <QPointer>
#include <QStyledItemDelegate>
#include <QToolButton>
#include <QTreeWidget>

#include "bridge/text.h"
#include "models/explain.h"
#include "models/roles.h"
#include "widgets/icons.h"
#include "widgets/skin.h"
#include "widgets/stateframe.h"

namespace orrery::history {

using bridge::qs;

namespace {

enum Column { What, Before, After, Change };
constexpr int barRole = models::MatchRole + 1; ///< double -1..1: how much more or less
constexpr std::size_t mostRows = 5000;         ///< of one section

/// The change as a bar from the middle: to the right is longer.
class ChangeDelegate final : public QStyledItemDelegate {
public:
    ChangeDelegate(theming::Theme &theme, QObject *parent)
        : QStyledItemDelegate(parent), m_theme(theme)
    {
    }
    void paint(QPainter *painter, const QStyleOptionViewItem &option,
               const QModelIndex &index) const override
    {
        const QVariant share = index.data(barRole);
        const QRect cell = option.rect.adjusted(6, 0, -6, 0);
        const int barWidth = std::min(90, cell.width() / 3);
        if (share.isValid()) {
            const double value = share.toDouble();
            const int middle = cell.left() + barWidth / 2;
            const int length = std::max(1, int(std::abs(value) * barWidth / 2));
            const QColor hue = value > 0 ? m_theme.color().waiting : m_theme.color().success;
            painter->fillRect(QRect(middle, cell.center().y() - 6, 1, 13), m_theme.color().faint);
            painter->fillRect(
                QRect(value > 0 ? middle : middle - length, cell.center().y() - 3, length, 7),
                widgets::faded(hue, 0.7));
        }
        painter->setFont(m_theme.mono(m_theme.type().caption));
        painter->setPen(m_theme.color().text);
        painter->drawText(cell.adjusted(share.isValid() ? barWidth + 10 : 0, 0, 0, 0),
                          Qt::AlignVCenter, index.data().toString());
    }

private:
    theming::Theme &m_theme;
};

double numberOf(const JsonText &text)
{
    bool number = false;
    const double value = qs(text).toDouble(&number);
    return number ? value : std::nan("");
}

} // namespace

ComparePanel::ComparePanel(const widgets::Surroundings &around, RunHistory &history,
                           QWidget *parent)
    : QWidget(parent), m_around(around), m_history(history), m_tree(new QTreeWidget)
{
    m_tree->setObjectName(QStringLiteral("comparison"));
    m_tree->setAccessibleName(tr("What differs between two runs"));
    m_tree->setHeaderLabels({tr("What"), tr("Before"), tr("After"), tr("Change")});
    m_tree->setItemDelegateForColumn(Change, new ChangeDelegate(around.theme, m_tree));
    m_tree->setUniformRowHeights(true);
    m_tree->setIndentation(14);
    m_tree->setFont(around.theme.mono(around.theme.type().caption));
    m_tree->header()->setStretchLastSection(true);
    m_frame = new widgets::StateFrame(around.theme, m_tree);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 0, 2, 2);
    column->addWidget(m_frame);
    m_frame->follow(around.bridge);
    m_tools = makeTools();
    connect(&history, &RunHistory::runsChanged, this, &ComparePanel::fillChoices);
    connect(m_tree, &QTreeWidget::itemClicked, this, [this](QTreeWidgetItem *item) {
        const QString id = item->data(What, models::IdRole).toString();
        const auto &nodes = m_around.document.dag().nodes;
        for (NodeIndex i = 0; i < nodes.size() && !id.isEmpty(); ++i)
            if (qs(nodes[i].id) == id.section(QLatin1Char('['), 0, 0))
                return m_around.selection.selectNode(i);
    });
    m_frame->showMessage(tr("Choose two runs"),
                         tr("Above, or with Ctrl and a click on two columns of the history."));
}

void ComparePanel::resizeEvent(QResizeEvent *)
{
    const int room = width();
    m_tree->setColumnWidth(What, room * 34 / 100);
    m_tree->setColumnWidth(Before, room * 21 / 100);
    m_tree->setColumnWidth(After, room * 21 / 100);
}

QWidget *ComparePanel::makeTools()
{
    auto *tools = new QWidget(this);
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(4);
    const auto choice = [&](const QString &name, const QString &accessible) {
        auto *box = new QComboBox;
        box->setObjectName(name);
        box->setAccessibleName(accessible);
        box->setFixedHeight(22);
        box->setMinimumContentsLength(22);
        box->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        box->setFont(m_around.theme.mono(m_around.theme.type().caption));
        row->addWidget(box);
        connect(box, &QComboBox::activated, this, [this] {
            if (!m_filling)
                compare(RunId(m_first->currentData().toString().toStdString()),
                        RunId(m_second->currentData().toString().toStdString()));
        });
        return box;
    };
    m_first = choice(QStringLiteral("compareBefore"), tr("The first run"));
    auto *swap = new QToolButton;
    swap->setText(QStringLiteral("\u21c4"));
    swap->setToolTip(tr("Swap the two runs"));
    swap->setAccessibleName(swap->toolTip());
    swap->setProperty("flat", true);
    swap->setFixedSize(24, 22);
    connect(swap, &QToolButton::clicked, this, [this] { compare(m_after, m_before); });
    row->addWidget(swap);
    m_second = choice(QStringLiteral("compareAfter"), tr("The second run"));
    fillChoices();
    return tools;
}

void ComparePanel::fillChoices()
{
    m_filling = true;
    for (QComboBox *box : {m_first, m_second}) {
        box->clear();
        box->addItem(tr("choose a run"), QString());
        constexpr std::size_t most = 500;
        const auto &runs = m_history.runs();
        for (std::size_t i = runs.size(); i-- > 0 && runs.size() - i <= most;)
            box->addItem(QStringLiteral("%1  %2").arg(bridge::clockText(runs[i].created),
                                                      bridge::title(runs[i].state).toLower()),
                         qs(runs[i].id.text));
        const RunId &chosen = box == m_first ? m_before : m_after;
        if (!chosen.empty() && box->findData(qs(chosen.text)) < 0) // of another DAG
            box->addItem(qs(chosen.text), qs(chosen.text));
        box->setCurrentIndex(std::max(0, box->findData(qs(chosen.text))));
        box->setToolTip(qs(chosen.text));
    }
    m_filling = false;
}

void ComparePanel::compare(const RunId &before, const RunId &after)
{
    m_before = before;
    m_after = after;
    fillChoices();
    read();
}

void ComparePanel::read()
{
    ++m_generation;
    m_details.assign(2, {});
    if (m_before.empty() || m_after.empty())
        return m_frame->showMessage(tr("Choose two runs"), {});
    if (m_before == m_after)
        return m_frame->showMessage(tr("This is the same run twice"), tr("Choose another one."));
    Session *session = m_around.bridge.session();
    if (!session)
        return m_frame->showMessage(tr("The engine is not reachable"),
                                    m_around.bridge.lostReason());
    m_frame->showMessage(tr("Reading both runs"), {});
    const QPointer<ComparePanel> self(this);
    for (const RunId &run : {m_before, m_after})
        session->show(run, [self, run, mine = m_generation](const Result<RunDetail> &detail) {
            if (self && self->m_generation == mine)
                self->take(run, detail);
        });
}

void ComparePanel::take(const RunId &run, const Result<RunDetail> &detail)
{
    if (!detail) {
        ++m_generation;
        return m_frame->showMessage(tr("%1 cannot be read").arg(qs(run.text)),
                                    bridge::errorText(detail.error()));
    }
    m_details[run == m_before ? 0 : 1] = *detail;
    if (!m_details[0].dag || !m_details[1].dag)
        return;
    const QPointer<ComparePanel> self(this);
    m_pool.start([self, details = std::exchange(m_details, {}), mine = m_generation] {
        auto found =
            std::make_shared<const RunComparison>(toolkit::compareRuns(details[0], details[1]));
        QMetaObject::invokeMethod(
            qApp,
            [self, found, mine] {
                if (self && self->m_generation == mine)
                    self->show(*found);
            },
            Qt::QueuedConnection);
    });
}

QTreeWidgetItem *ComparePanel::addHeading(const QString &title)
{
    auto *item = new QTreeWidgetItem(m_tree, {title});
    item->setFont(What, widgets::capsFont(m_around.theme, 10));
    item->setForeground(What, m_around.theme.color().accent);
    item->setFirstColumnSpanned(true);
    item->setExpanded(true);
    return item;
}

void ComparePanel::show(const RunComparison &found)
{
    m_tree->clear();
    auto *why = addHeading(tr("What explains the difference"));
    QStringList reasons = models::explain(found);
    if (reasons.isEmpty())
        reasons << tr("Nothing was changed, and nothing took notably longer or less");
    for (const QString &reason : reasons) {
        auto *item = new QTreeWidgetItem(why, {reason});
        item->setFirstColumnSpanned(true);
        item->setToolTip(What, reason);
        item->setFont(What, m_around.theme.sans(m_around.theme.type().caption + 1));
    }
    addSummary(found);
    addValues(tr("Parameters"), found.parameters);
    addTasks(found);
    addOutputs(found);
    addDag(found);
    addValues(tr("Environment"), found.environment);
    m_frame->showContent();
}

void ComparePanel::addSummary(const RunComparison &found)
{
    auto *head = addHeading(tr("Runs"));
    const RunSummary &a = found.before, &b = found.after;
    const auto row = [head](const QString &name, const QString &before, const QString &after,
                            const QString &change = {}) {
        return new QTreeWidgetItem(head, {name, before, after, change});
    };
    row(tr("run"), qs(a.id.text), qs(b.id.text));
    row(tr("state"), bridge::title(a.state), bridge::title(b.state));
    const SpanMs before = models::timeOf(a), after = models::timeOf(b);
    auto *time = row(tr("time"), bridge::spanText(before), bridge::spanText(after),
                     models::differenceText(before, after));
    if (before > 0 && after > 0)
        time->setData(Change, barRole,
                      std::clamp(double(after - before) / double(before), -1., 1.));
    row(tr("content"), qs(a.version.text), qs(b.version.text),
        found.dag.same() ? tr("the same in meaning")
                         : bridge::counted(found.dag.changes.size(), "change", "changes"));
}

void ComparePanel::addValues(const QString &title, const std::vector<ValueChange> &changes)
{
    if (changes.empty())
        return;
    auto *head = addHeading(tr("%1 (%2)").arg(title).arg(changes.size()));
    for (const ValueChange &change : changes) {
        auto *item = new QTreeWidgetItem(head, {qs(change.path), models::shortValue(change.before),
                                                models::shortValue(change.after)});
        item->setToolTip(Before, qs(change.before).left(2000));
        item->setToolTip(After, qs(change.after).left(2000));
    }
}

void ComparePanel::addTasks(const RunComparison &found)
{
    auto *head = addHeading(tr("Tasks (%1), the largest difference first").arg(found.tasks.size()));
    SpanMs most = 1;
    for (const TaskChange &task : found.tasks)
        most = std::max(most, std::abs(task.difference()));
    const auto side = [](bool there, TaskState state, SpanMs time) {
        if (!there)
            return tr("not there");
        return time < 0
                   ? bridge::title(state)
                   : QStringLiteral("%1  %2").arg(bridge::spanText(time), bridge::title(state));
    };
    std::size_t shown = 0;
    for (const TaskChange &task : found.tasks) {
        if (++shown > mostRows) {
            new QTreeWidgetItem(head, {tr("and %1 more").arg(found.tasks.size() - mostRows)});
            break;
        }
        auto *item = new QTreeWidgetItem(
            head, {qs(task.id), side(task.before, task.stateBefore, task.timeBefore),
                   side(task.after, task.stateAfter, task.timeAfter),
                   models::differenceText(task.timeBefore, task.timeAfter)});
        item->setData(What, models::IdRole, qs(task.id));
        item->setForeground(Before, m_around.theme.stateColor(task.stateBefore));
        item->setForeground(After, m_around.theme.stateColor(task.stateAfter));
        if (task.timeBefore >= 0 && task.timeAfter >= 0)
            item->setData(Change, barRole, double(task.difference()) / double(most));
    }
}

/// Numbers among the outputs are the metrics of a run: they get their difference too.
void ComparePanel::addOutputs(const RunComparison &found)
{
    QTreeWidgetItem *head = nullptr;
    std::size_t count = 0;
    for (const TaskChange &task : found.tasks)
        for (const ValueChange &change : task.outputs) {
            if (++count > mostRows)
                return;
            if (!head)
                head = addHeading(tr("Outputs and metrics"));
            const QString name =
                qs(task.id) +
                (change.path.empty() ? QString() : QStringLiteral("/") + qs(change.path));
            auto *item = new QTreeWidgetItem(
                head, {name, models::shortValue(change.before), models::shortValue(change.after)});
            item->setData(What, models::IdRole, qs(task.id));
            const double before = numberOf(change.before), after = numberOf(change.after);
            if (std::isnan(before) || std::isnan(after))
                continue;
            const double by = after - before;
            QString text = (by < 0 ? QStringLiteral("\u2212") : QStringLiteral("+")) +
                           QString::number(std::abs(by), 'g', 4);
            if (before != 0) {
                text += QStringLiteral("  %1 %").arg(100 * by / std::abs(before), 0, 'f', 1);
                item->setData(Change, barRole, std::clamp(by / std::abs(before), -1., 1.));
            }
            item->setText(Change, text);
        }
}

/// Moves on the canvas are no difference: DagDiff keeps them apart.
void ComparePanel::addDag(const RunComparison &found)
{
    if (found.dag.same())
        return;
    auto *head = addHeading(tr("DAG (%1)").arg(found.dag.changes.size()));
    for (const DagChange &change : found.dag.changes) {
        const bool added = change.kind == DagChange::Kind::Added;
        const bool removed = change.kind == DagChange::Kind::Removed;
        const QString name = QStringLiteral("%1 %2").arg(qs(text(change.subject)), qs(change.id));
        auto *item =
            new QTreeWidgetItem(head, {name.trimmed(), qs(change.was), {}, qs(text(change.kind))});
        item->setForeground(What, added     ? m_around.theme.color().success
                                  : removed ? m_around.theme.color().failed
                                            : m_around.theme.color().text);
        if (change.subject == DagChange::Subject::Node)
            item->setData(What, models::IdRole, qs(change.id));
        if (added || removed)
            continue;
        for (const FieldChange &field : change.fields) {
            auto *line =
                new QTreeWidgetItem(item, {qs(field.path), models::shortValue(field.before),
                                           models::shortValue(field.after)});
            for (const DiffHunk &hunk : field.text)
                for (const DiffLine &one : hunk.lines) {
                    const bool gone = one.kind == DiffLine::Kind::Removed;
                    const bool fresh = one.kind == DiffLine::Kind::Added;
                    auto *diff = new QTreeWidgetItem(line, {(gone    ? QStringLiteral("- ")
                                                             : fresh ? QStringLiteral("+ ")
                                                                     : QStringLiteral("  ")) +
                                                            qs(one.text)});
                    diff->setFirstColumnSpanned(true);
                    diff->setForeground(What, gone    ? m_around.theme.color().failed
                                              : fresh ? m_around.theme.color().success
                                                      : m_around.theme.color().muted);
                }
            line->setExpanded(true);
        }
        item->setExpanded(true);
    }
}

} // namespace orrery::history
