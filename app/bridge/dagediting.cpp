// SPDX-License-Identifier: GPL-3.0-or-later
// The editing half of DagDocument: one text, one stack of steps; the graph follows the text.
#include <algorithm>
#include <chrono>
#include <unordered_map>

#include <QFile>
#include <QFileInfo>
#include <QSaveFile>

#include "bridge/dagdocument.h"
#include "bridge/dagreading.h"
#include "bridge/drafts.h"
#include "bridge/placement.h"
#include "bridge/text.h"
#include "engine/component.h"

namespace orrery::bridge {

namespace {

constexpr std::size_t readAtOnce = 400'000; // [bytes]; longer texts are read on the pool
constexpr std::size_t layOutAtOnce = 1500;  // nodes, some 10 ms

WallMs wallClock()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

/// One edit from `before` to `after`: what stands between their common ends.
TextEdits difference(const std::string &before, const std::string &after)
{
    if (before == after)
        return {};
    const std::size_t shorter = std::min(before.size(), after.size());
    std::size_t head = 0;
    while (head < shorter && before[head] == after[head])
        ++head;
    std::size_t tail = 0;
    while (tail < shorter - head &&
           before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    return {{head, before.size() - head - tail, after.substr(head, after.size() - head - tail)}};
}

/// Of each node of `before`: its index in `next`, by id, and by place when just one id is new.
std::vector<NodeIndex> numbersIn(const DagSpec &before, const DagSpec &next,
                                 const std::vector<std::pair<std::string, std::string>> &renamed)
{
    std::unordered_map<std::string_view, NodeIndex> index;
    for (std::size_t i = 0; i < next.nodes.size(); ++i)
        index.emplace(next.nodes[i].id, NodeIndex(i));
    std::vector<NodeIndex> now(before.nodes.size(), none);
    std::vector<std::size_t> lost;
    for (std::size_t i = 0; i < before.nodes.size(); ++i) {
        std::string_view id = before.nodes[i].id;
        for (const auto &[from, to] : renamed)
            if (id == from)
                id = to;
        if (const auto known = index.find(id); known != index.end())
            now[i] = known->second;
        else
            lost.push_back(i);
    }
    // An id that was typed over letter by letter is still the same node.
    if (lost.size() == 1 && before.nodes.size() == next.nodes.size())
        now[lost.front()] = NodeIndex(lost.front());
    return now;
}

} // namespace

const std::string &DagDocument::text() const
{
    return m_history ? m_history->text() : m_reading->text;
}

/// A file that was opened: its history begins.
void DagDocument::openText(std::shared_ptr<const Reading> reading)
{
    const auto format = toolkit::detectFormat(reading->text, bridge::text(reading->file));
    const bool canEdit = reading->run.isEmpty() && reading->problem.isEmpty() &&
                         (format == toolkit::Format::Yaml || format == toolkit::Format::Json) &&
                         !reading->converted;
    m_history = canEdit ? std::make_unique<EditHistory>(reading->text) : nullptr;
    m_onDisk = reading->text;
    m_outside.reset();
    m_draft.reset();
    if (canEdit) {
        const Drafts drafts(m_home);
        if (auto draft = drafts.find(reading->file)) {
            if (draft->text == reading->text) {
                drafts.drop(reading->file);
            } else {
                m_draft = std::move(draft->text);
                m_draftTime = draft->time;
            }
        }
    }
    emit historyChanged();
}

/// The file was written by somebody else.
void DagDocument::meetOutside(const std::string &text)
{
    if (text == m_onDisk && !m_outside)
        return;
    m_onDisk = text;
    if (text == m_history->text()) {
        m_outside.reset();
        m_history->markSaved();
        emit historyChanged();
        return;
    }
    m_outside = text;
    if (!m_history->modified())
        takeOutside();
    else
        emit historyChanged();
}

/// The file is gone or cannot be read any more; what is shown here still can be saved.
void DagDocument::lose(const QString &why)
{
    m_onDisk.clear();
    emit refused(tr("Reading %1 again").arg(QFileInfo(file()).fileName()),
                 Error{ErrorCode::Io, bridge::text(file()),
                       bridge::text(tr("%1; what is shown here can still be saved").arg(why))});
}

void DagDocument::takeOutside()
{
    if (!m_history || !m_outside)
        return;
    const std::string text = *std::exchange(m_outside, std::nullopt);
    const TextEdits edits = difference(m_history->text(), text);
    m_history->perform(edits, bridge::text(tr("Change of the file outside")), {}, wallClock());
    m_history->markSaved();
    applyStep(edits);
}

void DagDocument::keepMine()
{
    m_outside.reset();
    emit historyChanged();
}

void DagDocument::takeDraft()
{
    if (!m_history || !m_draft)
        return;
    const TextEdits edits = difference(m_history->text(), *std::exchange(m_draft, std::nullopt));
    m_history->perform(edits, bridge::text(tr("Restore of unsaved edits")), {}, wallClock());
    applyStep(edits);
}

void DagDocument::dropDraft()
{
    m_drafts.stop();
    m_draft.reset();
    Drafts(m_home).drop(file());
    emit historyChanged();
}

void DagDocument::keepDraft()
{
    m_drafts.stop();
    if (!m_history || m_draft)
        return;
    const Drafts drafts(m_home);
    if (!modified())
        drafts.drop(file());
    else if (const auto kept = drafts.keep(file(), m_history->text()); !kept)
        emit refused(tr("Keeping unsaved edits"), kept.error());
}

Result<Edited> DagDocument::tried(std::span<const Change> changes) const
{
    if (!m_history)
        return fail(ErrorCode::Conflict, bridge::text(file()),
                    bridge::text(recorded()
                                     ? tr("a run's record is not edited; show the file")
                                     : tr("only DAG files in YAML and JSON are edited here")));
    EditOptions options;
    options.refuseNewErrors = false;
    const std::string &now = m_history->text();
    return toolkit::edit(now, bridge::text(file()), changes,
                         *catalogueFor(now, bridge::text(m_programDir), bridge::text(m_home)),
                         options);
}

Result<Edited> DagDocument::perform(const QString &label, std::span<const Change> changes,
                                    const QString &subject)
{
    Result<Edited> edited = tried(changes);
    if (!edited) {
        emit refused(label, edited.error());
        return edited;
    }
    if (edited->edits.empty())
        return edited;
    m_typed.stop();
    ++m_job; // what a pool thread still reads is older
    setLoading(false);
    m_history->perform(edited->edits, bridge::text(label), bridge::text(subject), wallClock());
    emit textChanged(edited->edits, nullptr);
    std::vector<std::pair<std::string, std::string>> renamed;
    for (const Change &change : changes)
        if (const auto *rename = std::get_if<change::RenameNode>(&change))
            renamed.emplace_back(rename->id, rename->to);
    adopt(withText(edited->parsed, m_history->text(), file()), renamed);
    return edited;
}

void DagDocument::type(const TextEdits &edits, const QObject *from)
{
    if (!m_history || edits.empty())
        return;
    m_history->perform(edits, bridge::text(tr("Typing")), "text", wallClock());
    emit textChanged(edits, from);
    m_typed.start();
    m_drafts.start();
    emit historyChanged();
}

void DagDocument::rewrite(const QString &label, const TextEdits &edits)
{
    if (!m_history || edits.empty())
        return;
    m_history->perform(edits, bridge::text(label), {}, wallClock());
    applyStep(edits);
}

void DagDocument::settle()
{
    if (m_typed.isActive())
        readText(true);
}

QString DagDocument::undoLabel() const
{
    return m_history ? qs(m_history->undoLabel()) : QString();
}

QString DagDocument::redoLabel() const
{
    return m_history ? qs(m_history->redoLabel()) : QString();
}

void DagDocument::undo()
{
    if (canUndo())
        applyStep(m_history->undo());
}

void DagDocument::redo()
{
    if (canRedo())
        applyStep(m_history->redo());
}

/// The history has moved by these edits: views and the graph follow.
void DagDocument::applyStep(const TextEdits &edits)
{
    if (!edits.empty())
        emit textChanged(edits, nullptr);
    readText(m_history->text().size() <= readAtOnce);
}

std::shared_ptr<Reading> DagDocument::readingOf(const std::string &text) const
{
    return readingOfText(text, file(), bridge::text(m_programDir), bridge::text(m_home), m_limits);
}

/// @param now  on this thread; else on the pool
void DagDocument::readText(bool now)
{
    m_typed.stop();
    const std::uint64_t job = ++m_job;
    if (now) {
        setLoading(false);
        adopt(readingOf(m_history->text()));
        return;
    }
    setLoading(true);
    m_pool.start([this, job, text = m_history->text(), path = file(),
                  programs = bridge::text(m_programDir), home = bridge::text(m_home),
                  limits = m_limits] {
        auto reading = readingOfText(text, path, programs, home, limits);
        QMetaObject::invokeMethod(
            this,
            [this, job, reading] {
                if (!current(job))
                    return;
                setLoading(false);
                adopt(reading);
            },
            Qt::QueuedConnection);
    });
}

/// The graph of the present text. A text that is no DAG file any more leaves the last one there.
void DagDocument::adopt(std::shared_ptr<Reading> reading,
                        const std::vector<std::pair<std::string, std::string>> &renamed)
{
    const std::shared_ptr<const Reading> before = m_reading;
    if (!reading->parsed.ok() && reading->parsed.dag.id.empty() &&
        reading->parsed.dag.nodes.empty() && !before->parsed.dag.nodes.empty()) {
        reading->stale = true;
        reading->parsed.dag = before->parsed.dag;
        reading->parsed.written = before->parsed.written;
    }
    const DagSpec &next = reading->parsed.dag;
    const bool same = sameTopology(before->parsed.dag, next) && m_auto;
    if (!same && !next.nodes.empty())
        m_auto = std::make_shared<const toolkit::Layout>(
            next.nodes.size() <= layOutAtOnce
                ? toolkit::layout(next)
                : carriedOver(before->parsed.dag, m_auto ? *m_auto : toolkit::Layout(), next));
    if (next.nodes.empty()) {
        m_auto.reset();
        m_layout.reset();
    } else {
        m_layout = std::make_shared<const toolkit::Layout>(placed(next, *m_auto));
    }
    const std::vector<NodeIndex> now = numbersIn(before->parsed.dag, next, renamed);
    m_reading = std::move(reading);
    emit renumbered(now);
    emit changed(true);
    emit historyChanged();
    m_drafts.start();
    if (!same)
        startLayout();
}

Result<> DagDocument::save()
{
    return saveAs(file());
}

Result<> DagDocument::saveAs(const QString &file)
{
    if (!m_history)
        return fail(ErrorCode::Conflict, bridge::text(file),
                    bridge::text(tr("there is nothing here that could be saved")));
    const bool own = file == m_reading->file;
    const std::string &now = m_history->text();
    if (toolkit::detectFormat(now, bridge::text(file)) !=
        toolkit::detectFormat(now, bridge::text(m_reading->file)))
        return fail(ErrorCode::InvalidSpec, bridge::text(file),
                    bridge::text(tr("a file of this name would be read as another format; keep the "
                                    "ending, or convert it: orrery dag convert")));
    if (own && m_outside)
        return fail(
            ErrorCode::Conflict, bridge::text(file),
            bridge::text(tr("the file was changed outside; say first which of the two counts")));
    settle();
    QSaveFile out(file);
    const std::string &text = m_history->text();
    const bool existed = QFileInfo::exists(file);
    const QFile::Permissions permissions = QFile::permissions(file);
    if (!out.open(QIODevice::WriteOnly) ||
        out.write(text.data(), qint64(text.size())) != qint64(text.size()))
        return fail(ErrorCode::Io, bridge::text(file), bridge::text(out.errorString()));
    if (existed)
        out.setPermissions(permissions);
    const std::string before = std::exchange(m_onDisk, text); // the watcher may be faster
    if (!out.commit()) {
        m_onDisk = before;
        return fail(ErrorCode::Io, bridge::text(file), bridge::text(out.errorString()));
    }
    Drafts(m_home).drop(m_reading->file);
    m_history->markSaved();
    m_drafts.stop();
    if (own)
        emit historyChanged();
    else
        open(file);
    return {};
}

} // namespace orrery::bridge
