// SPDX-License-Identifier: GPL-3.0-or-later
#include "bridge/dagdocument.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include "bridge/text.h"
#include "engine/component.h"
#include "engine/engine.h"

namespace orrery::bridge {
namespace {

/// A DOT file is read by Graphviz in a process of its own.
void readDot(Reading &reading, const std::string &programDir)
{
    Result<DagSpec> dag = fromDot(reading.text, text(reading.file), programDir);
    if (dag)
        reading.parsed.dag = std::move(*dag);
    else
        reading.problem = errorText(dag.error());
}

/// Runs on a pool thread: the whole file and everything that is wrong in it.
std::shared_ptr<Reading> readFile(const QString &path, const std::string &programDir,
                                  const std::string &home)
{
    auto reading = std::make_shared<Reading>();
    reading->file = path;
    QFile file(path);
    const toolkit::Limits limits;
    if (QFileInfo(path).isDir())
        reading->problem = DagDocument::tr("this is a directory; open a DAG file inside it");
    else if (!file.open(QIODevice::ReadOnly))
        reading->problem = file.errorString();
    else if (std::uint64_t(file.size()) > limits.maxBytes)
        reading->problem =
            DagDocument::tr("%1 is larger than the limit of %2 (setting limits.maxBytes)")
                .arg(bytesText(double(file.size())), bytesText(double(limits.maxBytes)));
    if (reading->problem.isEmpty()) {
        reading->text = file.readAll().toStdString();
        if (toolkit::detectFormat(reading->text, text(path)) == toolkit::Format::Dot) {
            readDot(*reading, programDir);
        } else {
            reading->parsed = toolkit::parse(
                reading->text, text(path), *catalogueFor(reading->text, programDir, home), limits);
            // Bytes are shown and run as the JSON that says the same.
            const bool binary = toolkit::isBinary(toolkit::detectFormat(reading->text, text(path)));
            if (binary)
                reading->text = toolkit::toJson(reading->parsed.dag);
            for (Finding &missing :
                 missingFiles(reading->parsed.dag, binary ? std::string() : reading->text,
                              text(path), Finding::Severity::Warning))
                reading->parsed.findings.push_back(std::move(missing));
        }
    }
    if (reading->problem.isEmpty()) {
        if (reading->parsed.ok())
            reading->version = toolkit::versionOf(reading->parsed.dag);
        return reading;
    }
    Finding finding;
    finding.file = text(path);
    finding.message = text(reading->problem);
    reading->parsed.findings.push_back(finding);
    return reading;
}

} // namespace

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
    m_pool.waitForDone();
}

QString DagDocument::title() const
{
    if (!isOpen())
        return {};
    const QString name = qs(dag().title());
    return name.isEmpty() ? QFileInfo(file()).fileName() : name;
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
    setLoading(false);
    m_reading = std::make_shared<Reading>();
    m_layout.reset();
    emit changed(false);
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
    m_pool.start([this, job, file, record, programs = text(m_programDir), home = text(m_home)] {
        auto reading = readFile(file, programs, home);
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
    if (sameText && m_layout)
        return;
    m_reading = std::move(reading);
    m_layout.reset();
    emit changed(sameFile);
    startLayout();
}

void DagDocument::startLayout()
{
    if (dag().nodes.empty())
        return;
    const std::uint64_t job = m_job;
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
                 dag, std::move(fast), [this, job] { return !current(job); },
                 [&hand](const toolkit::Layout &better) { hand(better, false); }),
             true);
    });
}

void DagDocument::takeLayout(std::uint64_t job, std::shared_ptr<const toolkit::Layout> layout,
                             bool final)
{
    if (!current(job))
        return;
    m_layout = std::move(layout);
    emit laidOut(final);
}

} // namespace orrery::bridge
