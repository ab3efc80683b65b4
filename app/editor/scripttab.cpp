// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/scripttab.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QPushButton>
#include <QSaveFile>

#include "bridge/filecontent.h"
#include "bridge/text.h"
#include "editor/textarea.h"
#include "widgets/codestyle.h"

namespace orrery::editor {

using bridge::qs;

static constexpr qint64 mostBytes = 64 << 20;

QString languageOf(Runtime runtime)
{
    switch (runtime) {
    case Runtime::Python:
        return QStringLiteral("python");
    case Runtime::Shell:
        return QStringLiteral("shell");
    case Runtime::Sql:
        return QStringLiteral("sql");
    case Runtime::Java:
        return QStringLiteral("java");
    case Runtime::Scala:
        return QStringLiteral("scala");
    default:
        return {};
    }
}

QString scriptFileOf(const DagSpec &dag, NodeIndex node, const QString &folder)
{
    const TaskDefinition &task = dag.nodes[node].task;
    const QDir dir(folder);
    if (const std::string named = task.scriptFile; !named.empty())
        return QDir::cleanPath(dir.absoluteFilePath(qs(named)));
    for (const std::string &word : task.command) {
        const QString path = QDir::cleanPath(dir.absoluteFilePath(qs(word)));
        if (!widgets::languageOf(path).isEmpty() && QFileInfo(path).isFile())
            return path;
    }
    return {};
}

ScriptTab::ScriptTab(const widgets::Surroundings &around, NodeIndex node, QWidget *parent)
    : QWidget(parent), m_around(around), m_editor(new CodeEditor(around.theme, this)),
      m_question(new QWidget(this)), m_asked(new QLabel), m_node(node),
      m_nodeId(qs(around.document.dag().nodes[node].id))
{
    setUp();
    m_editor->area().leaveUndoToOthers();
    m_rest.setSingleShot(true);
    m_rest.setInterval(300);
    connect(&m_rest, &QTimer::timeout, this, &ScriptTab::settle);
    connect(&m_editor->area(), &TextArea::edited, this, [this] {
        m_pending = true;
        m_rest.start();
        emit titleChanged();
    });
    connect(&m_editor->area(), &TextArea::undoWanted, this, [this](bool redo) {
        settle();
        redo ? m_around.document.redo() : m_around.document.undo();
    });
    auto &document = around.document;
    connect(&document, &bridge::DagDocument::changed, this, &ScriptTab::followDocument);
    m_editor->setReadOnly(!document.editable());
    m_editor->setContent(QByteArray::fromStdString(scriptOfNode().value_or(std::string())));
    m_editor->setLanguage(languageHere());
}

ScriptTab::ScriptTab(const widgets::Surroundings &around, QString file, NodeIndex node,
                     QWidget *parent)
    : QWidget(parent), m_around(around), m_editor(new CodeEditor(around.theme, this)),
      m_question(new QWidget(this)), m_asked(new QLabel), m_node(node), m_file(std::move(file))
{
    setUp();
    m_rest.setSingleShot(true);
    m_rest.setInterval(120);
    connect(&m_rest, &QTimer::timeout, this, &ScriptTab::lookAtFile);
    connect(m_editor, &CodeEditor::modifiedChanged, this, &ScriptTab::titleChanged);
    connect(&m_watcher, &QFileSystemWatcher::fileChanged, this, [this] { m_rest.start(); });
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] { m_rest.start(); });
    read();
}

void ScriptTab::setUp()
{
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    auto *row = new QHBoxLayout(m_question);
    row->setContentsMargins(8, 3, 8, 3);
    m_asked->setTextFormat(Qt::PlainText);
    auto *take = new QPushButton(tr("Take the file's"));
    auto *keep = new QPushButton(tr("Keep mine"));
    take->setObjectName(QStringLiteral("takeOutside"));
    keep->setObjectName(QStringLiteral("keepMine"));
    row->addWidget(m_asked, 1);
    row->addWidget(take);
    row->addWidget(keep);
    m_question->hide();
    column->addWidget(m_question);
    column->addWidget(m_editor, 1);
    setFocusProxy(m_editor);
    connect(take, &QPushButton::clicked, this, &ScriptTab::takeOutside);
    connect(keep, &QPushButton::clicked, this, &ScriptTab::keepMine);
    connect(&m_editor->area(), &TextArea::runWanted, this, &ScriptTab::runWanted);
    connect(&m_editor->area(), &TextArea::closeWanted, this, &ScriptTab::closeWanted);
    connect(&m_around.document, &bridge::DagDocument::renumbered, this, &ScriptTab::renumber);
    m_editor->area().setAccessibleName(tr("Script"));
}

QString ScriptTab::title() const
{
    return isInline() ? m_nodeId : QFileInfo(m_file).fileName();
}

bool ScriptTab::modified() const
{
    return isInline() ? m_pending : m_editor->modified();
}

QString ScriptTab::languageHere() const
{
    if (!isInline())
        return widgets::languageOf(m_file);
    return m_node == none ? m_editor->language()
                          : languageOf(m_around.document.dag().nodes[m_node].task.runtime);
}

/// As the file says it; a component's program is none of it.
std::optional<std::string> ScriptTab::scriptOfNode() const
{
    const DagSpec &dag = toolkit::asWritten(m_around.document.parsed());
    if (m_node == none || m_node >= dag.nodes.size())
        return std::nullopt;
    return dag.nodes[m_node].task.script;
}

void ScriptTab::replaceWith(const QByteArray &text, bool undoable)
{
    const QByteArray before = m_editor->content();
    if (text == before)
        return;
    const qsizetype shorter = std::min(text.size(), before.size());
    qsizetype head = 0, tail = 0;
    while (head < shorter && text[head] == before[head])
        ++head;
    while (tail < shorter - head &&
           text[text.size() - 1 - tail] == before[before.size() - 1 - tail])
        ++tail;
    const TextEdits edits{{std::size_t(head), std::size_t(before.size() - head - tail),
                           text.mid(head, text.size() - head - tail).toStdString()}};
    undoable ? m_editor->area().perform(edits) : m_editor->area().follow(edits);
}

// --- a node's own text

bool ScriptTab::settle()
{
    m_rest.stop();
    if (!isInline() || !m_pending)
        return true;
    auto &document = m_around.document;
    if (m_node == none || document.stale()) {
        m_editor->setNotice(m_node == none ? tr("the node is gone; copy what you want to keep")
                                           : tr("not taken over while the DAG file is broken"));
        return false;
    }
    const QByteArray text = m_editor->content();
    const QByteArray json =
        QJsonDocument(QJsonArray{QString::fromUtf8(text)}).toJson(QJsonDocument::Compact);
    const std::string path = "nodes/" + bridge::text(m_nodeId) + "/taskDefinition/script";
    const std::vector<Change> changes{
        change::Set{path, json.mid(1, json.size() - 2).toStdString()}};
    m_pending = false; // the answer comes before perform() returns
    const auto done =
        document.perform(tr("Edit the script of %1").arg(m_nodeId), changes, qs(path));
    m_pending = !done;
    m_editor->setNotice(done ? QString() : bridge::errorText(done.error()));
    emit titleChanged();
    return done.has_value();
}

void ScriptTab::renumber(const std::vector<NodeIndex> &now)
{
    if (m_node != none)
        m_node = m_node < now.size() ? now[m_node] : none;
}

void ScriptTab::followDocument()
{
    const auto &nodes = m_around.document.dag().nodes;
    if (m_node == none || m_node >= nodes.size()) {
        m_node = none;
        m_editor->setNotice(tr("the node is gone; copy what you want to keep"));
        return emit titleChanged();
    }
    m_nodeId = qs(nodes[m_node].id);
    if (languageHere() != m_editor->language())
        m_editor->setLanguage(languageHere());
    if (m_pending) // what is typed here is newer
        m_rest.start();
    else if (const auto script = scriptOfNode())
        replaceWith(QByteArray::fromStdString(*script), false);
    emit titleChanged();
}

// --- a file

void ScriptTab::read()
{
    const bool exists = QFileInfo::exists(m_file);
    const auto content = exists ? bridge::contentOf(m_file, mostBytes) : QByteArray();
    const bool good = content.has_value();
    m_onDisk = content.value_or(QByteArray());
    m_editor->setContent(m_onDisk);
    m_editor->setLanguage(languageHere());
    m_editor->setReadOnly(!good || (exists && !QFileInfo(m_file).isWritable()));
    if (!good)
        m_editor->setNotice(bridge::qs(content.error().what));
    else if (!exists)
        m_editor->setNotice(tr("there is no such file yet; saving makes it"));
    if (exists)
        m_watcher.addPath(m_file);
    m_watcher.addPath(QFileInfo(m_file).absolutePath());
}

/// It may have been written by somebody else; nothing of either side is lost.
void ScriptTab::lookAtFile()
{
    const auto content = bridge::contentOf(m_file, mostBytes);
    if (!content) {
        if (!QFileInfo::exists(m_file) && !m_onDisk.isEmpty())
            m_editor->setNotice(tr("the file is gone; saving makes it anew"));
        return;
    }
    m_watcher.addPath(m_file); // a file that was replaced is watched no more
    const QByteArray &text = *content;
    if (text == m_onDisk)
        return;
    m_onDisk = text;
    if (text == m_editor->content()) {
        m_outside.reset();
        m_editor->markSaved();
    } else if (!m_editor->modified()) {
        replaceWith(text, true);
        m_editor->markSaved();
        m_editor->setNotice(tr("read again: it was changed outside"));
    } else {
        m_outside = text;
        m_asked->setText(tr("%1 was changed outside, and here.").arg(QFileInfo(m_file).fileName()));
    }
    m_question->setVisible(m_outside.has_value());
    emit titleChanged();
}

void ScriptTab::takeOutside()
{
    if (!m_outside)
        return;
    replaceWith(*std::exchange(m_outside, std::nullopt), true); // undo brings mine back
    m_editor->markSaved();
    m_question->hide();
    emit titleChanged();
}

void ScriptTab::keepMine()
{
    m_outside.reset();
    m_question->hide();
    emit titleChanged();
}

Result<> ScriptTab::save()
{
    if (isInline()) {
        if (!settle())
            return fail(ErrorCode::Conflict, bridge::text(m_nodeId),
                        bridge::text(m_editor->notice()));
        return m_around.document.save();
    }
    const auto io = [this](const QString &what) {
        return fail(ErrorCode::Io, bridge::text(m_file), bridge::text(what));
    };
    if (m_outside)
        return fail(ErrorCode::Conflict, bridge::text(m_file),
                    bridge::text(tr("the file was changed outside; say first which of the two "
                                    "counts")));
    const QByteArray text = m_editor->content();
    const bool existed = QFileInfo::exists(m_file);
    const QFile::Permissions permissions = QFile::permissions(m_file);
    QSaveFile out(m_file);
    if (!out.open(QIODevice::WriteOnly) || out.write(text) != text.size())
        return io(out.errorString());
    if (existed)
        out.setPermissions(permissions);
    m_onDisk = text; // the watcher may see it before commit() returns
    if (!out.commit())
        return io(out.errorString());
    m_watcher.addPath(m_file);
    m_editor->markSaved();
    m_editor->setNotice({});
    emit titleChanged();
    return {};
}

} // namespace orrery::editor
