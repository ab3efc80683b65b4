// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/dagdocument.h"

#include <QDir>
#include <QFileInfo>

#include "bridge/placement.h"
#include "bridge/text.h"

namespace orrery::bridge {
QString dagFile(const QString &path)
{
    const QFileInfo given(path);
    if (given.isDir())
        for (const char *name : {"dag.yaml", "dag.yml", "dag.json"})
            if (const QFileInfo inside{QDir(path), QLatin1String(name)}; inside.isFile())
                return inside.absoluteFilePath();
    return given.absoluteFilePath();
}

DagDocument::DagDocument(QString programDir, QObject *parent)
    : QObject(parent), m_programDir(std::move(programDir))
{
    m_pool.setMaxThreadCount(2);
    m_settle.setSingleShot(true);
    m_settle.setInterval(120);
    connect(&m_settle, &QTimer::timeout, this, &DagDocument::reload);
    m_typed.setSingleShot(true);
    m_typed.setInterval(250);
    connect(&m_typed, &QTimer::timeout, this, [this] { readText(false); });
    m_drafts.setSingleShot(true);
    m_drafts.setInterval(1500);
    connect(&m_drafts, &QTimer::timeout, this, &DagDocument::keepDraft);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this] { m_settle.start(); });
    // Editors replace a file by renaming another one over it: the directory tells.
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] {
        if (!recorded() && isOpen() && !m_watcher.files().contains(file()) &&
            QFileInfo::exists(file()))
            m_settle.start();
    });
}

DagDocument::~DagDocument()
{
    ++m_job;
    ++m_layoutJob;
    m_pool.waitForDone();
    if (m_drafts.isActive())
        keepDraft();
}

QString DagDocument::title() const
{
    if (!isOpen())
        return {};
    const QString name = qs(dag().title());
    return name.isEmpty() ? QFileInfo(file()).fileName() : name;
}

std::shared_ptr<const Catalogue> DagDocument::components() const
{
    return loadCatalogue(bridge::text(m_programDir), bridge::text(m_home));
}

void DagDocument::open(const QString &file)
{
    read(dagFile(file));
}

void DagDocument::reload()
{
    if (isOpen() && !recorded())
        read(file());
}

void DagDocument::close()
{
    ++m_job;
    ++m_layoutJob;
    setLoading(false);
    if (m_drafts.isActive())
        keepDraft();
    m_reading = std::make_shared<Reading>();
    m_history.reset();
    m_outside.reset();
    m_draft.reset();
    m_auto.reset();
    m_layout.reset();
    emit changed(false);
    emit historyChanged();
}

void DagDocument::showRun(const RunSummary &run, const DagSpec &dag)
{
    const bool all = m_reading->parsed.dag.nodes.size() == dag.nodes.size();
    if (isOpen() && !loading() && m_reading->version == run.version && all &&
        (recorded() ? m_reading->run == qs(run.id.text) : file() == qs(run.file)))
        return;
    auto record = std::make_shared<Reading>();
    record->file = qs(run.file);
    record->parsed.dag = dag;
    record->version = run.version;
    record->run = qs(run.id.text);
    const QString file = record->file;
    if (file.isEmpty())
        record->file = tr("record of run %1").arg(record->run);
    else if (QFileInfo::exists(file))
        return read(file, std::move(record));
    take(++m_job, std::move(record));
}

void DagDocument::setLoading(bool loading)
{
    if (std::exchange(m_loading, loading) != loading)
        emit loadingChanged();
}

/// @param record  shown instead when the file says something else
void DagDocument::read(const QString &file, std::shared_ptr<Reading> record)
{
    const std::uint64_t job = ++m_job;
    setLoading(true);
    m_pool.start([this, job, file, record, programs = bridge::text(m_programDir),
                  home = bridge::text(m_home), limits = m_limits] {
        auto reading = readingOfFile(file, programs, home, limits);
        if (record) {
            const std::size_t written = reading->parsed.dag.nodes.size();
            const std::size_t ran = record->parsed.dag.nodes.size();
            record->changed = reading->version != record->version;
            record->grown = !record->changed && ran > written ? ran - written : 0;
            if (record->changed || record->grown > 0)
                reading = record;
        }
        QMetaObject::invokeMethod(
            this, [this, job, reading] { take(job, reading); }, Qt::QueuedConnection);
    });
}

void DagDocument::take(std::uint64_t job, std::shared_ptr<Reading> reading)
{
    if (!current(job))
        return;
    const bool wasRecorded = recorded();
    const bool nowRecorded = !reading->run.isEmpty();
    const bool sameFile = reading->file == m_reading->file && reading->run == m_reading->run;
    const bool sameText =
        sameFile && !nowRecorded && !reading->text.empty() && reading->text == m_reading->text;
    setLoading(false);
    const QStringList watched = m_watcher.files() + m_watcher.directories();
    if ((nowRecorded || wasRecorded || !sameFile) && !watched.isEmpty())
        m_watcher.removePaths(watched);
    if (!nowRecorded) {
        m_watcher.addPath(reading->file);
        m_watcher.addPath(QFileInfo(reading->file).absolutePath());
    }
    if (sameFile && m_history) // what is edited here is never replaced unasked
        return reading->problem.isEmpty() ? meetOutside(reading->text) : lose(reading->problem);
    if (sameText && m_layout)
        return;
    if (m_drafts.isActive())
        keepDraft();
    m_reading = std::move(reading);
    m_auto.reset();
    m_layout.reset();
    openText(m_reading);
    emit changed(sameFile);
    startLayout();
}

void DagDocument::startLayout()
{
    const std::uint64_t job = ++m_layoutJob;
    if (dag().nodes.empty())
        return;
    m_pool.start([this, job, reading = m_reading] {
        const auto hand = [this, job](toolkit::Layout layout, bool final) {
            auto shared = std::make_shared<const toolkit::Layout>(std::move(layout));
            QMetaObject::invokeMethod(
                this, [this, job, shared, final] { takeLayout(job, shared, final); },
                Qt::QueuedConnection);
        };
        const DagSpec &dag = reading->parsed.dag;
        toolkit::Layout fast = toolkit::layout(dag);
        hand(fast, false);
        hand(toolkit::refine(
                 dag, std::move(fast), [this, job] { return m_layoutJob.load() != job; },
                 [&hand](const toolkit::Layout &better) { hand(better, false); }),
             true);
    });
}

void DagDocument::takeLayout(std::uint64_t job, std::shared_ptr<const toolkit::Layout> layout,
                             bool final)
{
    if (m_layoutJob.load() != job)
        return;
    m_auto = std::move(layout);
    m_layout = std::make_shared<const toolkit::Layout>(placed(dag(), *m_auto));
    emit laidOut(final);
}

} // namespace orrery::bridge
