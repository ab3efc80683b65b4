// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/problemspanel.h"

#include <QHeaderView>
#include <QPushButton>
#include <QTableView>

#include "bridge/text.h"
#include "designer/combo.h"
#include "designer/fixits.h"
#include "widgets/rowtable.h"
#include "widgets/stateframe.h"

namespace orrery::designer {

using bridge::qs;
using models::FindingsModel;

namespace {

QTableView *makeTable(const widgets::Surroundings &around, QAbstractItemModel *model)
{
    QTableView *table = widgets::makeRowTable(around.theme, QStringLiteral("problems"), model,
                                              FindingsModel::Severity, {96, 68, 380, 220, 176},
                                              FindingsModel::Message);
    table->setAccessibleName(ProblemsPanel::tr("Problems of the open file"));
    return table;
}

} // namespace

ProblemsPanel::Filter::Filter(models::FindingsModel &model) : m_findings(model)
{
    setSourceModel(&model);
}

void ProblemsPanel::Filter::setShown(int shown)
{
    m_shown = shown;
    invalidateFilter();
}

bool ProblemsPanel::Filter::filterAcceptsRow(int row, const QModelIndex &) const
{
    const Finding *finding = m_findings.at(row);
    return finding != nullptr && (m_shown == 0 || finding->isError() == (m_shown == 1));
}

ProblemsPanel::ProblemsPanel(widgets::Workbench &bench, QWidget *parent)
    : QWidget(parent), m_bench(bench), m_around(bench.around()), m_filter(m_model),
      m_table(makeTable(m_around, &m_filter)),
      m_frame(new widgets::StateFrame(m_around.theme, m_table)),
      m_severity(new Combo(m_around.theme, this))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 0, 2, 2);
    column->addWidget(m_frame);
    m_severity->setObjectName(QStringLiteral("severity"));
    m_severity->setAccessibleName(tr("Which problems are shown"));
    m_severity->addItems({tr("All"), tr("Errors"), tr("Warnings")});
    m_severity->setFixedHeight(22);
    connect(m_severity, &QComboBox::currentIndexChanged, this, [this](int shown) {
        m_filter.setShown(shown);
        refresh();
    });
    connect(m_table, &QTableView::clicked, this, &ProblemsPanel::open);
    connect(m_table, &QTableView::activated, this, &ProblemsPanel::open);
    connect(&m_around.document, &bridge::DagDocument::changed, this, &ProblemsPanel::refresh);
    refresh();
}

QWidget *ProblemsPanel::tools() const
{
    return m_severity;
}

void ProblemsPanel::refresh()
{
    const int current = m_table->currentIndex().row();
    m_model.setFindings(m_around.document.parsed());
    const int errors = m_model.errors(), warnings = m_model.warnings();
    if (m_filter.rowCount() > 0)
        m_frame->showContent();
    else if (errors + warnings > 0)
        m_frame->showMessage(m_severity->currentIndex() == 1 ? tr("No errors") : tr("No warnings"),
                             tr("%1 errors and %2 warnings in all.").arg(errors).arg(warnings));
    else if (m_around.document.isOpen())
        m_frame->showMessage(tr("No problems"), tr("The file is checked as it is edited."));
    else
        m_frame->showMessage(tr("No DAG is open"),
                             tr("Findings of the open file appear here with line and column."));
    if (current >= 0 && current < m_filter.rowCount())
        m_table->selectRow(current);
    offerFixes();
    const int count = errors + warnings;
    m_bench.setPanelContext(QStringLiteral("problems"),
                            count > 0 ? tr("%1 errors, %2 warnings").arg(errors).arg(warnings)
                                      : QString(),
                            count > 0 ? tr("Problems %1").arg(count) : tr("Problems"));
}

void ProblemsPanel::offerFixes()
{
    if (!m_around.document.editable())
        return;
    const auto &theme = m_around.theme;
    for (int row = 0; row < m_filter.rowCount(); ++row) {
        const QModelIndex place = m_filter.index(row, FindingsModel::Fix);
        const Finding *finding = m_model.at(m_filter.mapToSource(place).row());
        const auto fix = fixOf(*finding, m_around.document.text(), m_around.document.dag());
        if (!fix)
            continue;
        auto *button = new QPushButton;
        button->setObjectName(QStringLiteral("fix"));
        button->setText(fix->title);
        button->setToolTip(tr("Mends it; Undo takes it back"));
        button->setFocusPolicy(Qt::TabFocus);
        button->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Fixed);
        button->setFont(theme.sans(theme.type().caption + 1));
        button->setStyleSheet(
            QStringLiteral("QPushButton { color: %1; background: %2; font-weight: normal; "
                           "border: 1px solid transparent; padding: 1px 6px; text-align: left; }"
                           "QPushButton:hover, QPushButton:focus { border-color: %1; }")
                .arg(theme.color().accent.name(), theme.color().surface.name()));
        connect(
            button, &QPushButton::clicked, this,
            [this, message = finding->message, path = finding->path] { this->fix(message, path); });
        m_table->setIndexWidget(place, button);
    }
}

/// Of the finding as it stands in the text of now.
void ProblemsPanel::fix(std::string message, std::string path)
{
    bridge::DagDocument &document = m_around.document;
    for (const Finding &finding : document.parsed().findings) {
        if (finding.message != message || finding.path != path)
            continue;
        const auto fix = fixOf(finding, document.text(), document.dag());
        if (!fix)
            return;
        if (!fix->changes.empty())
            document.perform(fix->title, fix->changes);
        else
            document.rewrite(fix->title, fix->text);
        return;
    }
}

void ProblemsPanel::open(const QModelIndex &index)
{
    const Finding *finding = m_model.at(m_filter.mapToSource(index).row());
    if (finding == nullptr)
        return;
    const Finding shown = *finding;
    if (!shown.path.empty())
        m_bench.reveal().revealField(qs(shown.path));
    if (shown.line > 0)
        m_bench.reveal().revealText(int(shown.line), int(shown.column));
}

void ProblemsPanel::go(int step)
{
    const int count = m_filter.rowCount();
    if (count == 0)
        return;
    m_bench.raisePanel(QStringLiteral("problems"));
    const int current = m_table->currentIndex().row();
    const int next = current < 0 ? (step > 0 ? 0 : count - 1) : (current + step + count) % count;
    m_table->selectRow(next);
    open(m_filter.index(next, 0));
}

} // namespace orrery::designer
