// SPDX-License-Identifier: GPL-3.0-or-later
#include "data/tableview.h"

#include <QHeaderView>
#include <QLineEdit>
#include <QLocale>
#include <QPainter>
#include <QTableView>
#include <QToolButton>

#include "bridge/text.h"
#include "widgets/skin.h"

namespace orrery::data {
namespace {

QString figure(double value)
{
    if (value == std::floor(value) && std::abs(value) < 1e12)
        return QLocale::c().toString(qint64(value));
    return QString::number(value, 'g', 6);
}

} // namespace

ColumnCard::ColumnCard(theming::Theme &theme, QWidget *parent) : QWidget(parent), m_theme(theme)
{
    setObjectName(QStringLiteral("columnCard"));
    setFixedWidth(190);
}

void ColumnCard::show(const QString &name, const models::ColumnStats *stats, bool partial)
{
    m_name = name;
    m_lines.clear();
    m_bars.clear();
    m_from.clear();
    m_to.clear();
    if (stats && stats->count() > 0) {
        m_lines << tr("%1%2").arg(stats->typeText(), partial ? tr(", counting") : QString());
        m_lines << tr("count %1").arg(stats->count());
        m_lines << tr("missing %1").arg(stats->missing());
        m_lines << (stats->distinctIsMore() ? tr("distinct over %1") : tr("distinct %1"))
                       .arg(stats->distinct());
        if (stats->numeric()) {
            m_lines << tr("min %1").arg(figure(stats->min()))
                    << tr("mean %1").arg(figure(stats->mean()))
                    << tr("max %1").arg(figure(stats->max()));
            m_from = figure(stats->min());
            m_to = figure(stats->max());
        } else {
            for (const auto &[value, count] : stats->frequent(3))
                if (count > 1)
                    m_lines << tr("%1 \u00d7 %2").arg(count).arg(value.left(40).simplified());
        }
        m_bars = stats->histogram();
    }
    setAccessibleName(m_name + QStringLiteral(": ") + m_lines.join(QStringLiteral(", ")));
    update();
}

void ColumnCard::paintEvent(QPaintEvent *)
{
    QPainter painter(this);
    const auto &color = m_theme.color();
    painter.setPen(QPen(color.line, 1));
    painter.drawLine(0, 0, 0, height());
    if (m_name.isEmpty())
        return;
    painter.setFont(m_theme.mono(m_theme.type().caption, QFont::DemiBold));
    painter.setPen(color.text);
    painter.drawText(QRect(10, 2, width() - 14, 16), Qt::AlignVCenter,
                     painter.fontMetrics().elidedText(m_name, Qt::ElideMiddle, width() - 14));
    painter.setFont(m_theme.mono(m_theme.type().caption));
    painter.setPen(color.muted);
    int y = 18;
    const int chart = 34;
    for (const QString &line : m_lines) {
        if (y + 15 > height() - chart - 4 && height() > 110)
            break;
        painter.drawText(QRect(10, y, width() - 14, 15), Qt::AlignVCenter,
                         painter.fontMetrics().elidedText(line, Qt::ElideRight, width() - 14));
        y += 15;
    }
    if (m_bars.empty() || y + chart > height())
        return;
    const double each = double(width() - 20) / double(m_bars.size());
    const int bottom = std::min(height() - 4, y + chart + 40);
    for (std::size_t i = 0; i < m_bars.size(); ++i) {
        const double tall = std::max(1.0, m_bars[i] * (bottom - y - 6));
        painter.fillRect(
            QRectF(10 + double(i) * each, bottom - tall, std::max(1.0, each - 1), tall),
            widgets::faded(color.accent, 0.65));
    }
}

TablePreview::TablePreview(theming::Theme &theme, QWidget *parent)
    : QWidget(parent), m_theme(theme), m_filter(new QLineEdit), m_count(new QLabel),
      m_before(new QToolButton), m_after(new QToolButton), m_table(new QTableView),
      m_card(new ColumnCard(theme))
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(2);
    auto *head = new QHBoxLayout;
    m_filter->setObjectName(QStringLiteral("tableFilter"));
    m_filter->setPlaceholderText(tr("Filter rows"));
    m_filter->setAccessibleName(tr("Filter the rows of the file"));
    m_filter->setClearButtonEnabled(true);
    m_filter->setFixedSize(200, 22);
    m_filter->setFont(theme.sans(theme.type().caption));
    m_count->setObjectName(QStringLiteral("tableCount"));
    m_count->setFont(theme.mono(theme.type().caption));
    m_count->setStyleSheet(QStringLiteral("color: %1").arg(theme.color().muted.name()));
    m_count->setTextFormat(Qt::PlainText);
    head->addWidget(m_filter);
    m_before->setText(QStringLiteral("\u2039"));
    m_before->setToolTip(tr("The million rows before"));
    m_after->setText(QStringLiteral("\u203a"));
    m_after->setToolTip(tr("The next million rows"));
    for (QToolButton *button : {m_before, m_after}) {
        button->setAccessibleName(button->toolTip());
        button->setFixedSize(24, 22);
        button->setProperty("flat", true);
        button->hide();
        const int by = button == m_before ? -1 : 1;
        connect(button, &QToolButton::clicked, this,
                [this, by] { m_model.setPart(m_model.part() + by); });
        head->addWidget(button);
    }
    head->addWidget(m_count, 1);
    column->addLayout(head);
    m_table->setObjectName(QStringLiteral("dataTable"));
    m_table->setAccessibleName(tr("Rows of the file"));
    m_table->setModel(&m_model);
    m_table->setFont(theme.mono(theme.type().caption));
    m_table->setShowGrid(false);
    m_table->setAlternatingRowColors(false);
    m_table->setWordWrap(false);
    m_table->setCornerButtonEnabled(false);
    m_table->setStyleSheet(
        QStringLiteral("QTableCornerButton::section { background: transparent; border: none; }"));
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setHorizontalScrollMode(QAbstractItemView::ScrollPerPixel);
    m_table->verticalHeader()->setDefaultSectionSize(20);
    m_table->verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    m_table->verticalHeader()->setFixedWidth(72);
    m_table->horizontalHeader()->setFixedHeight(22);
    m_table->horizontalHeader()->setDefaultAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    m_table->horizontalHeader()->setSortIndicatorShown(true);
    m_table->horizontalHeader()->setSortIndicatorClearable(true);
    auto *row = new QHBoxLayout;
    row->setSpacing(4);
    row->addWidget(m_table, 1);
    row->addWidget(m_card);
    column->addLayout(row, 1);
    m_typing.setSingleShot(true);
    m_typing.setInterval(250);
    connect(m_filter, &QLineEdit::textChanged, &m_typing, qOverload<>(&QTimer::start));
    connect(&m_typing, &QTimer::timeout, this, [this] { m_model.setFilter(m_filter->text()); });
    connect(&m_model, &models::FileTableModel::changed, this, &TablePreview::refresh);
    connect(&m_model, &models::FileTableModel::statsChanged, this, &TablePreview::refresh);
    connect(m_table->horizontalHeader(), &QHeaderView::sortIndicatorChanged, &m_model,
            &models::FileTableModel::sort);
    connect(m_table->horizontalHeader(), &QHeaderView::sectionClicked, this, [this](int section) {
        m_column = section;
        refresh();
    });
    connect(m_table->selectionModel(), &QItemSelectionModel::currentChanged, this,
            [this](const QModelIndex &now) {
                if (now.isValid()) {
                    m_column = now.column();
                    refresh();
                }
            });
    m_table->horizontalHeader()->setSectionsClickable(true);
}

TablePreview::~TablePreview()
{
    m_table->setModel(nullptr); // it goes before the view does
}

Result<> TablePreview::open(const QString &file, bool json, char delimiter)
{
    {
        const QSignalBlocker quiet(m_table->horizontalHeader());
        m_table->horizontalHeader()->setSortIndicator(-1, Qt::AscendingOrder);
    }
    const QSignalBlocker quiet(m_filter);
    m_filter->clear();
    m_typing.stop();
    auto opened = m_model.open(file, json, delimiter);
    if (!opened)
        return opened;
    fitColumns();
    m_column = 0;
    refresh();
    return {};
}

void TablePreview::close()
{
    m_model.close();
}

/// As wide as the header and the first rows; the rest is elided.
void TablePreview::fitColumns()
{
    const QFontMetrics metrics(m_table->font());
    constexpr int looked = 30, least = 60, most = 260;
    for (int column = 0; column < m_model.columnCount(); ++column) {
        int width = metrics.horizontalAdvance(m_model.form().columns[column]) + 34;
        for (int row = 0; row < std::min(looked, m_model.rowCount()); ++row)
            width = std::max(
                width,
                metrics.horizontalAdvance(m_model.index(row, column).data().toString()) + 18);
        m_table->setColumnWidth(column, std::clamp(width, least, most));
    }
}

void TablePreview::refresh()
{
    const qint64 shown = m_model.rowsShown();
    QString text = bridge::counted(std::uint64_t(shown), "row", "rows");
    if (shown != m_model.rowsInFile())
        text = tr("%1 of %2 rows").arg(shown).arg(m_model.rowsInFile());
    const int parts = m_model.partCount();
    if (parts > 1)
        text = tr("%1, part %2 of %3").arg(text).arg(m_model.part() + 1).arg(parts);
    m_before->setVisible(parts > 1);
    m_after->setVisible(parts > 1);
    m_before->setEnabled(m_model.part() > 0);
    m_after->setEnabled(m_model.part() + 1 < parts);
    if (!m_model.complete())
        text += tr(", reading");
    else if (m_model.busy())
        text += tr(", working");
    if (!m_model.problem().isEmpty())
        text = m_model.problem();
    m_count->setText(text);
    m_count->setToolTip(text);
    const int column = m_column;
    if (column >= m_model.columnCount())
        return m_card->show({}, nullptr, false);
    const auto &stats = m_model.stats();
    m_card->show(m_model.form().columns[column],
                 std::size_t(column) < stats.size() ? &stats[std::size_t(column)] : nullptr,
                 m_model.busy());
}

} // namespace orrery::data
