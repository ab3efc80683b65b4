// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/logpanel.h"

#include <QLineEdit>
#include <QToolButton>

#include "bridge/text.h"
#include "widgets/icons.h"
#include "widgets/logview.h"
#include "widgets/skin.h"
#include "widgets/stateframe.h"

namespace orrery::shell {

LogPanel::LogPanel(const widgets::Surroundings &around, QWidget *parent)
    : QWidget(parent), m_around(around), m_view(new widgets::LogView(around.theme)),
      m_frame(new widgets::StateFrame(around.theme, m_view))
{
    m_view->setObjectName(QStringLiteral("log"));
    m_frame->follow(around.bridge);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(4, 0, 2, 2);
    column->addWidget(m_frame);
    m_tools = makeTools();

    connect(&around.task, &bridge::TaskFacade::logRestarted, this, [this] {
        m_ended = false;
        m_view->clear();
        m_view->setFollowing(true);
        refresh();
    });
    connect(&around.task, &bridge::TaskFacade::logChunk, this,
            [this](const QByteArray &bytes, bool end) {
                m_ended = end;
                m_view->append(bytes);
                refresh();
            });
    connect(&around.task, &bridge::TaskFacade::logFile, this, &LogPanel::showFile);
    // What was let go while it was printed is in the file once it has ended.
    connect(&around.task, &bridge::TaskFacade::detailChanged, this, [this] {
        if (m_ended && !m_view->showsFile() && m_view->buffer().firstNumber() > 1)
            m_around.task.tellFile();
    });
    connect(m_view, &widgets::LogView::searchChanged, this,
            [this] { m_found->setText(m_view->searchText()); });
    connect(&around.run, &bridge::RunFacade::reset, this, &LogPanel::refresh);
    connect(m_view, &widgets::LogView::followingChanged, m_follow, &QToolButton::setChecked);
    refresh();
}

QWidget *LogPanel::makeTools()
{
    const auto &theme = m_around.theme;
    auto *tools = new QWidget(this);
    auto *row = new QHBoxLayout(tools);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2);
    m_found = new QLabel;
    m_found->setFont(theme.sans(theme.type().caption));
    m_search = new QLineEdit;
    m_search->setObjectName(QStringLiteral("logSearch"));
    m_search->setPlaceholderText(tr("Search the log"));
    m_search->setAccessibleName(tr("Search the log"));
    m_search->setFixedSize(170, 22);
    m_search->setFont(theme.sans(theme.type().caption));
    const auto button = [&](widgets::Symbol symbol, const QString &tip) {
        auto *made = new QToolButton;
        made->setIcon(widgets::symbolIcon(symbol, theme));
        made->setToolTip(tip);
        made->setAccessibleName(tip);
        made->setProperty("flat", true);
        made->setFixedSize(24, 22);
        row->addWidget(made);
        return made;
    };
    row->addWidget(m_found);
    row->addWidget(m_search);
    connect(button(widgets::Symbol::Previous, tr("Previous match")), &QToolButton::clicked, this,
            [this] { search(true); });
    connect(button(widgets::Symbol::Next, tr("Next match")), &QToolButton::clicked, this,
            [this] { search(false); });
    m_follow = button(widgets::Symbol::Follow, tr("Follow the end of the log"));
    m_follow->setCheckable(true);
    m_follow->setChecked(true);
    connect(m_follow, &QToolButton::clicked, m_view, &widgets::LogView::setFollowing);
    connect(m_search, &QLineEdit::textChanged, this, [this](const QString &text) {
        m_view->setHighlight(text);
        m_found->clear();
    });
    connect(m_search, &QLineEdit::returnPressed, this,
            [this] { search(QApplication::keyboardModifiers() & Qt::ShiftModifier); });
    return tools;
}

void LogPanel::startSearch()
{
    m_search->setFocus(Qt::ShortcutFocusReason);
    m_search->selectAll();
}

void LogPanel::search(bool backwards)
{
    if (!m_search->text().isEmpty())
        m_found->setText(m_view->find(m_search->text(), backwards) ? m_view->searchText()
                                                                   : tr("Not found"));
}

void LogPanel::showFile(const QString &file, qint64 offset, qint64 size)
{
    const auto shown = m_view->showFile({file, offset, size}, true);
    m_ended = true;
    if (!shown)
        return m_frame->showMessage(tr("The log cannot be read"), bridge::errorText(shown.error()));
    refresh();
}

void LogPanel::refresh()
{
    if (m_view->lineCount() > 0)
        return m_frame->showContent();
    if (!m_around.run.watching())
        return m_frame->showMessage(tr("No run, no log"), tr("F8 runs the open DAG."));
    const TaskIndex task = m_around.task.task();
    if (task == none)
        return m_frame->showMessage(tr("No task is selected"),
                                    tr("Select a task to follow its log."));
    const auto &tasks = m_around.run.tasks();
    const bool over = task < tasks.size() && isFinal(tasks[task].state);
    if (m_ended || over)
        m_frame->showMessage(tr("%1 printed nothing").arg(m_around.run.nameOf(task)), {});
    else
        m_frame->showMessage(tr("Waiting for the first line of %1").arg(m_around.run.nameOf(task)),
                             {});
}

} // namespace orrery::shell
