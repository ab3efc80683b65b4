// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/sourcepanel.h"

#include <QFileInfo>

#include "bridge/text.h"
#include "editor/textarea.h"
#include "widgets/codestyle.h"
#include "widgets/stateframe.h"

namespace orrery::editor {

using bridge::qs;

namespace {

QString kindName(Suggestion::Kind kind)
{
    switch (kind) {
    case Suggestion::Kind::Key:
        return SourcePanel::tr("key");
    case Suggestion::Kind::Node:
        return SourcePanel::tr("node");
    case Suggestion::Kind::Port:
        return SourcePanel::tr("port");
    case Suggestion::Kind::Component:
        return SourcePanel::tr("component");
    case Suggestion::Kind::Expression:
        return SourcePanel::tr("expression");
    case Suggestion::Kind::Value:
        break;
    }
    return {};
}

/// Where a position is after the edits.
std::size_t moved(std::size_t at, const TextEdits &edits)
{
    std::size_t out = at;
    for (const TextEdit &edit : edits) {
        if (edit.at >= at)
            break;
        const std::size_t gone = std::min(edit.length, at - edit.at);
        out = out + edit.text.size() - gone;
    }
    return out;
}

} // namespace

SourcePanel::SourcePanel(const widgets::Surroundings &around, QString programDir, QWidget *parent)
    : QWidget(parent), m_around(around), m_programDir(std::move(programDir)),
      m_editor(new CodeEditor(around.theme)),
      m_frame(new widgets::StateFrame(around.theme, m_editor))
{
    m_pool.setMaxThreadCount(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_frame);
    TextArea &area = m_editor->area();
    area.leaveUndoToOthers();
    area.leaveFindingsToOthers();
    area.setAccessibleName(tr("Text of the DAG file"));
    m_editor->setComplete([this](std::size_t at, bool asked) { return proposals(at, asked); });
    m_editor->setExplain([this](std::size_t at) { return help(at); });
    m_rest.setSingleShot(true);
    m_rest.setInterval(150);

    auto &document = around.document;
    connect(&area, &TextArea::edited, this, [this](const TextEdits &edits) {
        m_typing = true;
        movePlaces(edits);
        m_around.document.type(edits, this);
        m_typing = false;
    });
    connect(&area, &TextArea::undoWanted, this,
            [this](bool redo) { redo ? m_around.document.redo() : m_around.document.undo(); });
    connect(&area, &TextArea::saveWanted, this, &SourcePanel::saveWanted);
    connect(m_editor, &CodeEditor::caretMoved, this, [this] {
        if (m_editor->area().hasFocus() && !m_selecting)
            m_rest.start();
    });
    connect(&m_rest, &QTimer::timeout, this, &SourcePanel::selectAtCaret);
    connect(&document, &bridge::DagDocument::textChanged, this, &SourcePanel::follow);
    connect(&document, &bridge::DagDocument::changed, this, &SourcePanel::showReading);
    connect(&document, &bridge::DagDocument::historyChanged, this, &SourcePanel::showState);
    connect(&around.selection, &bridge::Selection::nodeChanged, this, &SourcePanel::markNode);
    showReading();
}

SourcePanel::~SourcePanel()
{
    ++m_job;
    m_pool.waitForDone();
}

std::string SourcePanel::file() const
{
    return bridge::text(m_around.document.file());
}

void SourcePanel::showText()
{
    const auto &document = m_around.document;
    const std::string &text = document.text();
    m_shown = document.file();
    m_places.clear();
    const bool json = toolkit::detectFormat(text, file()) != toolkit::Format::Yaml;
    m_editor->setReadOnly(!document.editable());
    m_editor->setContent(QByteArray::fromRawData(text.data(), qsizetype(text.size())));
    m_editor->setLanguage(json ? QStringLiteral("json") : QStringLiteral("yaml"));
}

void SourcePanel::follow(const TextEdits &edits, const QObject *from)
{
    if (from == this || edits.empty())
        return;
    movePlaces(edits);
    m_editor->area().follow(edits);
    // What was undone by a key here is looked at; what happens in the graph leaves the view alone.
    if (m_editor->area().hasFocus()) {
        const std::size_t end = edits.front().at + edits.front().text.size();
        m_editor->area().reveal({end, end});
    }
}

/// The document was read: the same text as here, unless it is another file.
void SourcePanel::showReading()
{
    const auto &document = m_around.document;
    if (!document.isOpen() || document.recorded() || !document.reading()->problem.isEmpty()) {
        m_shown.clear();
        m_editor->setContent({});
        m_frame->showMessage(!document.isOpen()    ? tr("No DAG is open")
                             : document.recorded() ? tr("This is the record of a run")
                                                   : tr("The file cannot be shown as text"),
                             document.recorded() ? tr("Open the file itself to edit it.")
                                                 : qs(bridge::text(document.reading()->problem)));
        return showState();
    }
    const std::string &text = document.text();
    if (m_shown != document.file() || m_editor->area().size() != text.size() ||
        m_editor->content() != QByteArray::fromRawData(text.data(), qsizetype(text.size())))
        showText();
    m_frame->showContent();
    std::vector<Finding> own;
    for (const Finding &finding : document.parsed().findings)
        if (finding.file.empty() || finding.file == file())
            own.push_back(finding);
    m_editor->setFindings(std::move(own));
    showState();
    readPlaces();
}

void SourcePanel::showState()
{
    const auto &document = m_around.document;
    QString notice;
    if (document.isOpen() && document.stale())
        notice = tr("not a DAG file now; the graph is the last valid one");
    else if (document.conflict())
        notice = tr("the file was changed outside");
    else if (document.isOpen() && !document.editable() && !document.recorded())
        notice = tr("shown as JSON; edit the file where it was made");
    m_editor->setNotice(notice);
    const QString name = document.isOpen() ? QFileInfo(document.file()).fileName() : QString();
    emit titleChanged(document.modified() ? name + QStringLiteral(" *") : name);
}

void SourcePanel::readPlaces()
{
    const std::uint64_t job = ++m_job;
    m_pool.start([this, job, text = m_around.document.text(), name = file()] {
        if (m_job.load() != job)
            return;
        auto places = toolkit::nodePlaces(text, name);
        QMetaObject::invokeMethod(
            this,
            [this, job, places = std::move(places)]() mutable {
                takePlaces(job, std::move(places));
            },
            Qt::QueuedConnection);
    });
}

void SourcePanel::takePlaces(std::uint64_t job, std::vector<NodePlace> places)
{
    if (m_job.load() != job)
        return;
    if (!places.empty()) // a broken text leaves the nodes where they were
        m_places = std::move(places);
    markNode();
}

/// Until the text is read again, places move with what is typed before them.
void SourcePanel::movePlaces(const TextEdits &edits)
{
    ++m_job;
    for (NodePlace &place : m_places) {
        place.begin = moved(place.begin, edits);
        place.end = moved(place.end, edits);
        place.script = place.script > 0 ? moved(place.script, edits) : 0;
    }
}

void SourcePanel::markNode()
{
    const NodeIndex node = m_around.selection.node();
    const auto &nodes = m_around.document.dag().nodes;
    const NodePlace *found = nullptr;
    if (node != none && node < nodes.size())
        for (const NodePlace &place : m_places)
            if (place.id == nodes[node].id)
                found = &place;
    if (!found)
        return m_editor->markPart({});
    m_editor->markPart({found->begin, found->end});
    TextArea &area = m_editor->area();
    const std::size_t caret = area.caret();
    const bool inside = found->begin <= caret && caret <= found->end;
    if (!inside && !area.hasFocus()) {
        m_selecting = true;
        area.reveal({found->begin, found->begin});
        m_selecting = false;
    }
}

void SourcePanel::selectAtCaret()
{
    const std::size_t at = m_editor->area().caret();
    const auto &nodes = m_around.document.dag().nodes;
    for (const NodePlace &place : m_places) {
        if (at < place.begin || at > place.end)
            continue;
        for (std::size_t i = 0; i < nodes.size(); ++i)
            if (nodes[i].id == place.id && m_around.selection.node() != NodeIndex(i))
                m_around.selection.selectNode(NodeIndex(i));
        return;
    }
}

void SourcePanel::goTo(int line, int column)
{
    m_editor->area().goTo(line, column);
    m_editor->area().setFocus(Qt::OtherFocusReason);
}

Proposals SourcePanel::proposals(std::size_t at, bool asked)
{
    const std::string &text = m_around.document.text();
    if (text.size() > std::size_t(TextArea::largeText) && !asked)
        return {};
    const auto catalogue = loadCatalogue(bridge::text(m_programDir), m_around.bridge.info().home);
    const Suggestions found =
        toolkit::suggest(text, file(), at, m_around.document.dag(), *catalogue);
    // A list that comes by itself at every blank would be in the way.
    if (!asked && found.begin == at && !(at > 0 && (text[at - 1] == '{' || text[at - 1] == '.')) &&
        !(at > 1 && text[at - 1] == ' ' && text[at - 2] == ':'))
        return {};
    Proposals out{found.begin, {}};
    for (const Suggestion &one : found.items)
        out.items.push_back({qs(one.text), kindName(one.kind), qs(one.help), qs(one.insert)});
    return out;
}

QString SourcePanel::help(std::size_t at) const
{
    const Meaning meaning = toolkit::explain(m_around.document.text(), file(), at);
    return meaning.title.empty()
               ? QString()
               : QStringLiteral("%1\n%2").arg(qs(meaning.title), qs(meaning.help));
}

} // namespace orrery::editor
