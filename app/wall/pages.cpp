// SPDX-License-Identifier: GPL-3.0-or-later
#include "wall/pages.h"

#include "bridge/text.h"
#include "theming/stateglyph.h"
#include "widgets/skin.h"

namespace orrery::wall {

using bridge::qs;

static constexpr double mebi = 1024.0 * 1024.0;

HostsPage::HostsPage(const theming::Theme &theme, const bridge::SessionBridge &bridge)
    : WallPage(theme, tr("Hosts")), m_bridge(bridge)
{
    connect(&bridge, &bridge::SessionBridge::hostsChanged, this, &WallPage::refresh);
}

QString HostsPage::content() const
{
    QStringList lines;
    for (const HostInfo &host : m_bridge.hosts()) {
        // In steps that can be seen from afar.
        lines << QStringLiteral("%1 %2 %3")
                     .arg(qs(host.name))
                     .arg(qRound(host.now.cpu * 50) * 2)
                     .arg(qRound(double(host.now.memoryUsedMiB) /
                                 std::max(1.0, double(host.memoryMiB)) * 100));
        for (const GpuInfo &gpu : host.now.gpus)
            lines << QStringLiteral("%1 %2").arg(gpu.index).arg(qRound(gpu.utilisation * 50) * 2);
    }
    return lines.join(QLatin1Char('\n'));
}

void HostsPage::paintMeter(QPainter &painter, const QRectF &box, const QString &name, double share,
                           const QString &text, const QColor &hue)
{
    const double line = box.height();
    painter.setFont(letters(0.042));
    painter.setPen(m_theme.color().muted);
    painter.drawText(box, Qt::AlignLeft | Qt::AlignVCenter, name);
    const QRectF bar(box.left() + box.width() * 0.14, box.center().y() - line * 0.14,
                     box.width() * 0.56, line * 0.28);
    painter.fillRect(bar, widgets::faded(hue, 0.16));
    painter.fillRect(
        QRectF(bar.topLeft(), QSizeF(bar.width() * std::clamp(share, 0.0, 1.0), bar.height())),
        hue);
    painter.setFont(letters(0.042, true));
    painter.setPen(m_theme.color().text);
    painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter, text);
}

void HostsPage::paintPage(QPainter &painter, const QRectF &area)
{
    const auto &hosts = m_bridge.hosts();
    const auto &c = m_theme.color();
    if (hosts.empty())
        return paintEmpty(painter, area, tr("No host is known yet"));
    constexpr std::size_t most = 3;
    const std::size_t shown = std::min(hosts.size(), most);
    const double block = area.height() / double(shown);
    for (std::size_t i = 0; i < shown; ++i) {
        const HostInfo &host = hosts[i];
        QRectF box(area.left(), area.top() + block * double(i), area.width(), block);
        painter.setFont(letters(0.06));
        painter.setPen(c.text);
        painter.drawText(box, Qt::AlignTop | Qt::AlignLeft, qs(host.name));
        const double line = std::min(height() * 0.085, (block - height() * 0.1) / 3);
        box.setTop(box.top() + height() * 0.1);
        const auto next = [&] {
            const QRectF row(box.left(), box.top(), box.width(), line);
            box.setTop(box.top() + line);
            return row;
        };
        paintMeter(painter, next(), tr("CPU"), host.now.cpu,
                   QStringLiteral("%1 %").arg(qRound(host.now.cpu * 50) * 2), c.accent);
        const double used = double(host.now.memoryUsedMiB), total = double(host.memoryMiB);
        paintMeter(painter, next(), tr("Memory"), used / std::max(1.0, total),
                   QStringLiteral("%1 / %2").arg(bridge::bytesText(used * mebi),
                                                 bridge::bytesText(total * mebi)),
                   c.success);
        for (const GpuInfo &gpu : host.now.gpus)
            if (box.height() >= line)
                paintMeter(painter, next(), tr("GPU %1").arg(gpu.index), gpu.utilisation,
                           QStringLiteral("%1 %").arg(qRound(gpu.utilisation * 50) * 2),
                           c.hologram);
    }
}

RunsPage::RunsPage(const theming::Theme &theme, const models::RunTableModel &runs)
    : WallPage(theme, tr("Runs")), m_runs(runs)
{
    for (const auto changed : {&QAbstractItemModel::modelReset})
        connect(&runs, changed, this, &WallPage::refresh);
    connect(&runs, &QAbstractItemModel::rowsInserted, this, &WallPage::refresh);
    connect(&runs, &QAbstractItemModel::dataChanged, this, &WallPage::refresh);
}

QString RunsPage::content() const
{
    QStringList lines;
    for (int row = 0; row < std::min(rows, m_runs.rowCount()); ++row) {
        const RunSummary &run = *m_runs.at(row);
        lines << QStringLiteral("%1 %2 %3")
                     .arg(qs(run.id.text), bridge::title(run.state))
                     .arg(run.taskCount() > 0 ? run.finishedCount() * 100 / run.taskCount() : 0);
    }
    return lines.join(QLatin1Char('\n'));
}

void RunsPage::paintPage(QPainter &painter, const QRectF &area)
{
    const int count = std::min(rows, m_runs.rowCount());
    if (count == 0)
        return paintEmpty(painter, area, tr("No run yet"));
    const double line = area.height() / rows;
    for (int row = 0; row < count; ++row) {
        const RunSummary &run = *m_runs.at(row);
        const QRectF box(area.left(), area.top() + line * row, area.width(), line);
        const TaskState sign = bridge::signOf(run.state);
        const QColor hue = m_theme.stateColor(sign);
        theming::paintStateGlyph(
            painter, QRectF(box.left(), box.center().y() - line * 0.22, line * 0.44, line * 0.44),
            sign, hue);
        painter.setFont(letters(0.044));
        painter.setPen(m_theme.color().text);
        const QString name = qs(run.dagName.empty() ? run.dag.text : run.dagName);
        const QRectF words = box.adjusted(line * 0.7, 0, -box.width() * 0.42, 0);
        painter.drawText(
            words, Qt::AlignLeft | Qt::AlignVCenter,
            painter.fontMetrics().elidedText(name, Qt::ElideRight, int(words.width())));
        painter.setPen(hue);
        painter.drawText(box.adjusted(box.width() * 0.6, 0, 0, 0), Qt::AlignLeft | Qt::AlignVCenter,
                         bridge::title(run.state));
        painter.setFont(letters(0.044, true));
        painter.setPen(m_theme.color().muted);
        painter.drawText(box, Qt::AlignRight | Qt::AlignVCenter,
                         QStringLiteral("%1 / %2").arg(run.finishedCount()).arg(run.taskCount()));
        painter.fillRect(QRectF(box.left(), box.bottom() - 1, box.width(), 1),
                         m_theme.color().line);
    }
}

AlertsPage::AlertsPage(const theming::Theme &theme, const models::NotificationModel &told)
    : WallPage(theme, tr("Needs somebody")), m_told(told)
{
    connect(&told, &QAbstractItemModel::rowsInserted, this, &WallPage::refresh);
    connect(&told, &QAbstractItemModel::modelReset, this, &WallPage::refresh);
}

std::vector<const models::Notification *> AlertsPage::troubles() const
{
    std::vector<const models::Notification *> found;
    for (int row = 0; row < m_told.rowCount() && int(found.size()) < rows; ++row)
        if (m_told.at(row)->sign == TaskState::Failed)
            found.push_back(m_told.at(row));
    return found;
}

int AlertsPage::count() const
{
    return int(troubles().size());
}

QString AlertsPage::content() const
{
    QStringList lines;
    for (const auto *trouble : troubles())
        lines << trouble->title + QLatin1Char(' ') + trouble->text;
    return lines.join(QLatin1Char('\n'));
}

void AlertsPage::paintPage(QPainter &painter, const QRectF &area)
{
    const auto found = troubles();
    if (found.empty())
        return paintEmpty(painter, area, tr("All is well"));
    const double line = area.height() / rows;
    const QColor hue = m_theme.stateColor(TaskState::Failed);
    for (std::size_t row = 0; row < found.size(); ++row) {
        const QRectF box(area.left(), area.top() + line * double(row), area.width(), line);
        theming::paintStateGlyph(painter,
                                 QRectF(box.left(), box.top() + line * 0.2, line * 0.3, line * 0.3),
                                 TaskState::Failed, hue);
        const QRectF words = box.adjusted(line * 0.5, line * 0.1, 0, 0);
        painter.setFont(letters(0.046));
        painter.setPen(m_theme.color().text);
        painter.drawText(words, Qt::AlignTop | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(found[row]->title, Qt::ElideRight,
                                                          int(words.width() * 0.78)));
        painter.setFont(letters(0.034));
        painter.setPen(m_theme.color().muted);
        painter.drawText(words, Qt::AlignTop | Qt::AlignRight, bridge::clockText(found[row]->at));
        painter.drawText(words.adjusted(0, height() * 0.066, 0, 0), Qt::AlignTop | Qt::AlignLeft,
                         painter.fontMetrics().elidedText(found[row]->text.simplified(),
                                                          Qt::ElideRight, int(words.width())));
    }
}

} // namespace orrery::wall
