// SPDX-License-Identifier: GPL-3.0-or-later
#include "alerts/alertpanel.h"

#include <QHeaderView>
#include <QKeyEvent>
#include <QPushButton>
#include <QTreeWidget>

#include "bridge/text.h"
#include "widgets/skin.h"

namespace orrery::alerts {

using bridge::qs;
using models::Alert;
using models::AlertRule;

namespace {

enum AlertColumn { What, Value, Since, Lasted };
enum RuleColumn { Rule, Series, Bound, For };
constexpr int indexRole = Qt::UserRole + 1;

QTreeWidget *makeTree(theming::Theme &theme, const QString &name, const QString &accessible,
                      const QStringList &columns)
{
    auto *tree = new QTreeWidget;
    tree->setObjectName(name);
    tree->setAccessibleName(accessible);
    tree->setHeaderLabels(columns);
    tree->setRootIsDecorated(false);
    tree->setUniformRowHeights(true);
    tree->setFont(theme.mono(theme.type().caption));
    tree->header()->setStretchLastSection(true);
    return tree;
}

} // namespace

AlertPanel::AlertPanel(const widgets::Surroundings &around, Readings &readings, QWidget *parent)
    : QWidget(parent), m_around(around), m_readings(readings),
      m_alerts(makeTree(around.theme, QStringLiteral("alerts"), tr("Alerts"),
                        {tr("Alert"), tr("Worst"), tr("Since"), tr("Lasted")})),
      m_rules(makeTree(around.theme, QStringLiteral("alertRules"), tr("Rules of alerts"),
                       {tr("Rule"), tr("Measured"), tr("Bound"), tr("For")})),
      m_problem(new QLabel), m_empty(new QLabel(tr("Nothing calls for you."))),
      m_acknowledge(new QPushButton(tr("Acknowledge")))
{
    m_alerts->setSelectionMode(QAbstractItemView::ExtendedSelection);
    for (QLabel *label : {m_problem, m_empty}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setFont(around.theme.sans(around.theme.type().caption));
    }
    m_problem->setObjectName(QStringLiteral("alertProblem"));
    m_problem->setStyleSheet(QStringLiteral("color: %1").arg(around.theme.color().danger.name()));
    m_empty->setStyleSheet(QStringLiteral("color: %1").arg(around.theme.color().muted.name()));
    m_acknowledge->setObjectName(QStringLiteral("acknowledge"));
    m_acknowledge->setToolTip(tr("The selected alerts are seen to; with none selected, all"));
    m_acknowledge->setFixedHeight(24);
    auto *left = new QVBoxLayout;
    left->addWidget(m_empty);
    left->addWidget(m_alerts, 1);
    auto *right = new QVBoxLayout;
    right->addWidget(m_problem);
    right->addWidget(m_rules, 1);
    auto *foot = new QHBoxLayout;
    foot->addWidget(m_acknowledge);
    foot->addStretch(1);
    left->addLayout(foot);
    auto *row = new QHBoxLayout(this);
    row->setContentsMargins(8, 2, 4, 4);
    row->setSpacing(10);
    row->addLayout(left, 3);
    row->addLayout(right, 2);
    m_problem->hide();

    m_later.setSingleShot(true);
    m_later.setInterval(150); // a run of thousands of tasks changes with every frame
    connect(&m_later, &QTimer::timeout, this, &AlertPanel::refresh);
    connect(&readings, &Readings::changed, this, [this] {
        if (!m_later.isActive())
            m_later.start();
    });
    connect(m_acknowledge, &QPushButton::clicked, this, &AlertPanel::acknowledge);
    connect(m_rules, &QTreeWidget::itemChanged, this, &AlertPanel::takeRule);
    connect(m_rules, &QTreeWidget::itemDoubleClicked, this,
            [this](QTreeWidgetItem *item, int column) {
                if (column == Bound || column == For)
                    m_rules->editItem(item, column);
            });
    connect(m_alerts, &QTreeWidget::itemActivated, this, [this](QTreeWidgetItem *item) {
        const auto place = item->data(What, indexRole).toULongLong();
        const auto &all = m_readings.watch().alerts();
        if (place < all.size() && !all[place].run.empty())
            emit runChosen(all[place].run);
    });
    refresh();
}

void AlertPanel::resizeEvent(QResizeEvent *)
{
    const int left = width() * 3 / 5, right = width() * 2 / 5;
    m_alerts->setColumnWidth(What, left * 48 / 100);
    m_alerts->setColumnWidth(Value, left * 14 / 100);
    m_alerts->setColumnWidth(Since, left * 16 / 100);
    m_rules->setColumnWidth(Rule, right * 34 / 100);
    m_rules->setColumnWidth(Series, right * 31 / 100);
    m_rules->setColumnWidth(Bound, right * 16 / 100);
}

QString AlertPanel::text(const Alert &alert) const
{
    return tr("%1: %2").arg(alert.subject, models::seriesTitle(alert.series));
}

void AlertPanel::refresh()
{
    refreshRules();
    const auto &all = m_readings.watch().alerts();
    const WallMs now = QDateTime::currentMSecsSinceEpoch();
    // Rows stay where they are while nothing but their texts changes.
    const bool same = m_alerts->topLevelItemCount() == int(all.size());
    if (!same)
        m_alerts->clear();
    for (std::size_t i = all.size(); i-- > 0;) {
        const Alert &alert = all[i];
        QTreeWidgetItem *item =
            same ? m_alerts->topLevelItem(int(all.size() - 1 - i)) : new QTreeWidgetItem(m_alerts);
        const bool live = alert.ended == 0;
        const QStringList cells{
            (live ? QStringLiteral("\u25b2 ") : QStringLiteral("\u25bd ")) + text(alert),
            models::alertValueText(alert.series, alert.value), bridge::clockText(alert.since),
            live ? tr("%1, goes on").arg(bridge::spanText(now - alert.since))
                 : bridge::spanText(alert.ended - alert.since)};
        for (int column = 0; column < cells.size(); ++column)
            if (item->text(column) != cells[column])
                item->setText(column, cells[column]);
        const auto &color = m_around.theme.color();
        const QColor hue = alert.acknowledged ? color.muted : live ? color.danger : color.waiting;
        if (item->foreground(What).color() != hue)
            item->setForeground(What, hue);
        item->setData(What, indexRole, qulonglong(i));
        item->setToolTip(What,
                         tr("rule %1, bound %2")
                             .arg(alert.rule, models::alertValueText(alert.series, alert.bound)));
    }
    m_empty->setVisible(all.empty());
    m_alerts->setVisible(!all.empty());
    const int open = int(m_readings.watch().open());
    m_acknowledge->setEnabled(open > 0);
    m_acknowledge->setVisible(!all.empty());
    if (std::exchange(m_open, open) != open)
        emit openChanged(open);
}

void AlertPanel::refreshRules()
{
    m_problem->setVisible(!m_readings.problem().isEmpty());
    m_problem->setText(tr("%1. The rules before stay in force.").arg(m_readings.problem()));
    const auto &rules = m_readings.watch().rules();
    if (m_shownRules == rules && m_rules->topLevelItemCount() == int(rules.size()))
        return;
    m_shownRules = rules;
    m_filling = true;
    m_rules->clear();
    for (const AlertRule &rule : rules) {
        auto *item = new QTreeWidgetItem(
            m_rules, {rule.id, models::seriesKey(rule.series),
                      (rule.above ? QStringLiteral("> ") : QStringLiteral("< ")) +
                          QString::number(rule.bound),
                      rule.lasting > 0 ? bridge::spanText(rule.lasting) : tr("at once")});
        item->setFlags(Qt::ItemIsEnabled | Qt::ItemIsSelectable | Qt::ItemIsUserCheckable |
                       Qt::ItemIsEditable);
        item->setCheckState(Rule, rule.on ? Qt::Checked : Qt::Unchecked);
        item->setToolTip(Series, models::seriesTitle(rule.series));
        item->setToolTip(Bound, tr("A double click changes it"));
    }
    m_filling = false;
}

/// What was typed is a bound ("> 0.9", "0.9") or a span in seconds ("30", "30 s").
void AlertPanel::takeRule(QTreeWidgetItem *item, int column)
{
    if (m_filling)
        return;
    std::vector<AlertRule> rules = m_readings.watch().rules();
    const auto place = std::size_t(m_rules->indexOfTopLevelItem(item));
    if (place >= rules.size())
        return;
    AlertRule &rule = rules[place];
    const auto refuse = [this](const QString &why) {
        emit refused(why);
        m_shownRules.clear(); // what was typed goes
        QMetaObject::invokeMethod(this, &AlertPanel::refreshRules, Qt::QueuedConnection);
    };
    if (column == Rule)
        rule.on = item->checkState(Rule) == Qt::Checked;
    QString typed = item->text(column).trimmed();
    bool number = true;
    if (column == Bound) {
        if (typed.startsWith(QLatin1Char('>')) || typed.startsWith(QLatin1Char('<'))) {
            rule.above = typed.startsWith(QLatin1Char('>'));
            typed = typed.mid(1).trimmed();
        }
        rule.bound = typed.toDouble(&number);
        if (!number || rule.bound < 0)
            return refuse(tr("%1 is no bound; write a number from 0 on, such as > 0.9").arg(typed));
    }
    if (column == For) {
        const double seconds = typed.section(QLatin1Char(' '), 0, 0).toDouble(&number);
        if (!number || seconds < 0)
            return refuse(tr("%1 is no span; write seconds, such as 30").arg(typed));
        rule.lasting = SpanMs(seconds * 1000);
    }
    m_shownRules.clear();
    if (const auto written = m_readings.setRules(std::move(rules)); !written)
        refuse(bridge::errorText(written.error()));
}

void AlertPanel::acknowledge()
{
    const auto selected = m_alerts->selectedItems();
    if (selected.isEmpty())
        m_readings.watch().acknowledgeAll();
    for (const QTreeWidgetItem *item : selected)
        m_readings.watch().acknowledge(std::size_t(item->data(What, indexRole).toULongLong()));
    m_alerts->clearSelection();
    refresh();
}

} // namespace orrery::alerts
