// SPDX-License-Identifier: GPL-3.0-or-later
#include "heatmap/heatpanel.h"

#include <QFile>
#include <QFileDialog>
#include <QFileInfo>
#include <QToolButton>

#include "bridge/text.h"
#include "bridge/visit.h"
#include "heatmap/heatview.h"
#include "widgets/stateframe.h"

namespace orrery::heatmap {

static constexpr qint64 mostRecorded = 256 << 20; ///< [bytes] of a recording

HeatPanel::HeatPanel(widgets::Workbench &bench, QWidget *parent)
    : QWidget(parent), m_bench(bench), m_view(new HeatView(bench.around().theme)),
      m_frame(new widgets::StateFrame(bench.around().theme, m_view)),
      m_finder(new TaskFinder(bench.around(), this)),
      m_visit(new bridge::Visit(bench.around().run, bench.around().document,
                                bench.around().selection, this))
{
    const widgets::Surroundings &around = bench.around();
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(6, 0, 4, 2);
    column->addWidget(m_frame);
    m_frame->follow(around.bridge);
    m_view->show(&m_live);
    m_open = new QToolButton(this);
    m_open->setObjectName(QStringLiteral("openRecording"));
    m_open->setText(tr("Recording"));
    m_open->setToolTip(tr("Show what nvidia-smi recorded"));
    m_back = new QToolButton(this);
    m_back->setText(tr("Live"));
    m_back->setToolTip(tr("Back to the hosts as they are now"));
    for (QToolButton *button : {m_open, m_back}) {
        button->setFixedHeight(22);
        button->setStyleSheet(QStringLiteral("padding: 0 8px")); // the row is low
    }
    m_back->hide();
    connect(m_open, &QToolButton::clicked, this, [this] {
        const QString file = QFileDialog::getOpenFileName(
            m_bench.dialogParent(), tr("Open a recording of nvidia-smi"), {},
            tr("Recordings (*.csv *.txt);;All files (*)"));
        if (!file.isEmpty())
            openRecording(file);
    });
    connect(m_back, &QToolButton::clicked, this, &HeatPanel::showLive);
    connect(&around.bridge, &bridge::SessionBridge::hostsChanged, this,
            [this](const std::vector<HostInfo> &hosts) {
                for (const HostInfo &host : hosts)
                    models::addReading(m_live, host);
                refresh();
            });
    connect(m_view, &HeatView::asked, m_finder, &TaskFinder::find);
    connect(m_finder, &TaskFinder::found, this, &HeatPanel::select);
    connect(m_finder, &TaskFinder::nothingFound, this,
            [this] { m_bench.setPanelContext(id(), tr("no task of this home ran there then")); });
    refresh();
}

QList<QWidget *> HeatPanel::tools() const
{
    return {m_open, m_back};
}

void HeatPanel::refresh()
{
    if (!m_file.isEmpty() || !m_live.tracks().empty()) {
        m_frame->showContent();
        m_view->changed();
    } else {
        m_frame->showMessage(tr("No reading yet"),
                             tr("Hosts are read once a second while the engine is there."));
    }
}

void HeatPanel::showLive()
{
    m_file.clear();
    m_back->hide();
    m_view->show(&m_live);
    m_bench.setPanelContext(id(), {});
    refresh();
}

void HeatPanel::openRecording(const QString &file)
{
    QFile recorded(file);
    if (!recorded.open(QIODevice::ReadOnly) || recorded.size() > mostRecorded)
        return m_bench.tell(TaskState::Failed, tr("The recording cannot be read"),
                            recorded.isOpen() ? tr("%1 is larger than 256 MiB").arg(file)
                                              : tr("%1: %2").arg(file, recorded.errorString()));
    auto grid = models::parseGpuRecording(recorded.readAll(), file);
    if (!grid)
        return m_bench.tell(TaskState::Failed, tr("This is no recording of GPUs"),
                            bridge::errorText(grid.error()));
    m_recorded = std::move(*grid);
    m_file = file;
    m_back->show();
    m_view->show(&m_recorded);
    m_bench.setPanelContext(id(), QFileInfo(file).fileName());
    refresh();
}

void HeatPanel::select(const FoundTask &found)
{
    m_bench.setPanelContext(
        id(), found.others > 0
                  ? tr("%1 and %2 more ran there then").arg(found.name).arg(found.others)
                  : tr("%1 ran there then").arg(found.name));
    m_visit->go(found.run, found.task);
    m_bench.watchRun(found.run);
}

} // namespace orrery::heatmap
