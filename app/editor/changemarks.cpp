// SPDX-License-Identifier: GPL-3.0-or-later
#include "editor/changemarks.h"

#include <QApplication>
#include <QDir>

#include "editor/git.h"
#include "editor/textarea.h"

namespace orrery::editor {

ChangeMarks::ChangeMarks(CodeEditor &editor) : QObject(&editor), m_editor(editor)
{
    m_pool.setMaxThreadCount(1);
    m_rest.setSingleShot(true);
    m_rest.setInterval(300);
    connect(&m_rest, &QTimer::timeout, this, &ChangeMarks::compare);
    connect(&editor.area(), &QsciScintilla::textChanged, &m_rest, qOverload<>(&QTimer::start));
}

ChangeMarks::~ChangeMarks()
{
    m_pool.waitForDone();
}

void ChangeMarks::follow(const QString &file)
{
    m_file = file;
    m_committed.reset();
    const std::uint64_t job = ++m_job;
    m_editor.setLineMarks({});
    if (file.isEmpty())
        return;
    const QPointer<ChangeMarks> self(this);
    m_pool.start([self, job, file] {
        std::optional<QByteArray> text;
        if (const auto root = git::rootOf(file); root && *root)
            text =
                git::committed(**root, QDir(**root).relativeFilePath(file)).value_or(std::nullopt);
        QMetaObject::invokeMethod(
            qApp,
            [self, job, text = std::move(text)] {
                if (!self || self->m_job != job)
                    return;
                self->m_committed = text;
                self->compare();
            },
            Qt::QueuedConnection);
    });
}

void ChangeMarks::compare()
{
    if (!m_committed || m_editor.area().size() > std::size_t(TextArea::largeText))
        return m_editor.setLineMarks({});
    const std::uint64_t job = ++m_job;
    const QPointer<ChangeMarks> self(this);
    m_pool.start([self, job, before = *m_committed, now = m_editor.content()] {
        auto marks = git::changedLines(before, now);
        QMetaObject::invokeMethod(
            qApp,
            [self, job, marks = std::move(marks)] {
                if (self && self->m_job == job)
                    self->m_editor.setLineMarks(marks);
            },
            Qt::QueuedConnection);
    });
}

} // namespace orrery::editor
