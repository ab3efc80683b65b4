// SPDX-License-Identifier: GPL-3.0-or-later
#include "history/runoffile.h"

#include <algorithm>

#include <QCryptographicHash>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

#include "bridge/text.h"

namespace orrery::history {

using bridge::qs;

namespace {

constexpr std::size_t mostRuns = 100;      ///< the newest ones, whose outputs are looked through
constexpr qint64 mostCompared = 1LL << 30; ///< [bytes] of a file that is compared by content
/// Links followed as far as there is a file.
QString realPath(const QString &file)
{
    const QFileInfo info(file);
    return info.exists() ? info.canonicalFilePath() : info.absoluteFilePath();
}

constexpr qint64 headOfReport = 8192; ///< [bytes]

void collect(const QJsonValue &value, QStringList &out)
{
    if (value.isString() && value.toString().startsWith(QLatin1Char('/'))) {
        out << value.toString();
    } else if (value.isArray()) {
        for (const QJsonValue &inner : value.toArray())
            collect(inner, out);
    } else if (value.isObject()) {
        for (const QJsonValue &inner : value.toObject())
            collect(inner, out);
    }
}

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    return file.open(QIODevice::ReadOnly) && hash.addData(&file) ? hash.result() : QByteArray();
}

bool inside(const QString &path, const QString &folder)
{
    return path == folder || path.startsWith(folder + QLatin1Char('/'));
}

} // namespace

QStringList pathsIn(const JsonText &values)
{
    QStringList out;
    collect(QJsonDocument::fromJson(QByteArray::fromStdString(values)).object(), out);
    return out;
}

RunOfFile::RunOfFile(const widgets::Surroundings &around, QObject *parent)
    : QObject(parent), m_around(around)
{
    m_pool.setMaxThreadCount(1);
    const auto take = [this](const std::vector<RunSummary> &runs, bool snapshot) {
        if (snapshot)
            m_runs.clear();
        for (const RunSummary &run : runs)
            m_runs[run.id] = run;
    };
    connect(&around.bridge, &bridge::SessionBridge::runsChanged, this, take);
    take(around.bridge.runs(), true);
}

RunOfFile::~RunOfFile()
{
    ++m_generation;
}

RunId RunOfFile::byPath(const QString &file) const
{
    RunId found;
    std::size_t deepest = 0;
    for (const auto &[id, run] : m_runs)
        if (run.resultsDir.size() > deepest && inside(file, realPath(qs(run.resultsDir)))) {
            deepest = run.resultsDir.size();
            found = id;
        }
    return found;
}

/// A report names its run in its head.
RunId RunOfFile::byReport(const QString &file)
{
    QFile page(file);
    if (!file.endsWith(QStringLiteral(".html"), Qt::CaseInsensitive) ||
        !page.open(QIODevice::ReadOnly))
        return {};
    static const QRegularExpression mark(
        QStringLiteral("<meta name=\"orrery-run\" content=\"([^\"]+)\">"));
    const auto match = mark.match(QString::fromUtf8(page.read(headOfReport)));
    return match.hasMatch() ? RunId(match.captured(1).toStdString()) : RunId();
}

bool RunOfFile::mayKnow(const QString &file) const
{
    const QFileInfo info(file);
    if (info.isDir())
        return false;
    static const QStringList dags{QStringLiteral("yaml"), QStringLiteral("yml"),
                                  QStringLiteral("json"), QStringLiteral("dot"),
                                  QStringLiteral("gv"),   QStringLiteral("pb")};
    return !dags.contains(info.suffix().toLower()) || !byPath(realPath(file)).empty();
}

void RunOfFile::find(const QString &file)
{
    ++m_generation;
    m_file = realPath(file);
    if (!QFileInfo(m_file).isFile()) // a pipe would keep the window waiting
        return emit notFound(file, tr("There is no such file."));
    if (const RunId run = byReport(m_file); !run.empty()) {
        if (m_runs.contains(run))
            return emit found(run, none, tr("The report is of this run."));
        return emit notFound(
            file, tr("It is a report of run %1, which this home does not have.").arg(qs(run.text)));
    }
    if (const RunId run = byPath(m_file); !run.empty())
        return lookForTask(run, m_file, tr("The file lies among its results."));
    lookByContent();
}

/// Which of its tasks told of the file.
void RunOfFile::lookForTask(const RunId &run, const QString &file, const QString &how)
{
    Session *session = m_around.bridge.session();
    if (!session)
        return emit found(run, none, how);
    const QPointer<RunOfFile> self(this);
    session->show(run, [=, mine = m_generation](const Result<RunDetail> &detail) {
        if (!self || self->m_generation != mine)
            return;
        TaskIndex task = none;
        qsizetype deepest = 0;
        for (std::size_t i = 0; detail && i < detail->outputs.size(); ++i)
            for (const QString &path : pathsIn(detail->outputs[i]))
                if (path.size() > deepest && inside(file, path)) {
                    deepest = path.size();
                    task = TaskIndex(i);
                }
        emit self->found(run, task, how);
    });
}

/// The file may be a copy under another name: contents decide.
void RunOfFile::lookByContent()
{
    m_open.clear();
    m_candidates.clear();
    std::vector<const RunSummary *> runs;
    for (const auto &[id, run] : m_runs)
        if (isFinal(run.state))
            runs.push_back(&run);
    std::sort(runs.begin(), runs.end(),
              [](const auto *a, const auto *b) { return a->created < b->created; });
    const std::size_t first = runs.size() > mostRuns ? runs.size() - mostRuns : 0;
    for (std::size_t i = first; i < runs.size(); ++i)
        m_open.push_back(runs[i]->id);
    compare();
}

void RunOfFile::compare()
{
    Session *session = m_around.bridge.session();
    const QPointer<RunOfFile> self(this);
    const std::uint64_t mine = m_generation;
    if (session && !m_open.empty()) { // the newest first
        const RunId run = m_open.back();
        m_open.pop_back();
        session->show(run, [=](const Result<RunDetail> &detail) {
            if (!self || self->m_generation != mine)
                return;
            for (std::size_t i = 0; detail && i < detail->outputs.size(); ++i)
                for (const QString &path : pathsIn(detail->outputs[i]))
                    self->m_candidates.push_back({run, TaskIndex(i), path});
            self->compare();
        });
        return;
    }
    m_pool.start([self, mine, file = m_file, candidates = std::move(m_candidates)] {
        const qint64 size = QFileInfo(file).size();
        QByteArray wanted;
        Candidate match;
        for (const Candidate &one : candidates) {
            const QFileInfo info(one.path);
            if (!info.isFile() || info.size() != size || size > mostCompared)
                continue;
            if (wanted.isEmpty())
                wanted = contentOf(file);
            if (contentOf(one.path) == wanted) {
                match = one;
                break;
            }
        }
        QMetaObject::invokeMethod(
            qApp,
            [self, mine, match, file] {
                if (!self || self->m_generation != mine)
                    return;
                if (match.run.empty())
                    emit self->notFound(
                        file, tr("No run of this home has recorded a file with this content."));
                else
                    emit self->found(match.run, match.task,
                                     tr("It is a copy of %1.").arg(match.path));
            },
            Qt::QueuedConnection);
    });
}

} // namespace orrery::history
