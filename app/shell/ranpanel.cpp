// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/ranpanel.h"

#include <QClipboard>
#include <QComboBox>
#include <QDateTime>
#include <QDesktopServices>
#include <QDir>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QUrl>

#include "bridge/text.h"
#include "shell/parameterdialog.h"
#include "theming/stateglyph.h"
#include "widgets/elidedlabel.h"
#include "widgets/icons.h"
#include "widgets/sectionview.h"
#include "widgets/skin.h"
#include "widgets/stateframe.h"

namespace orrery::shell {

using bridge::qs;

RanPanel::RanPanel(const widgets::Surroundings &around, QWidget *parent)
    : QWidget(parent), m_around(around), m_sections(new widgets::SectionView(around.theme))
{
    auto *content = new QWidget;
    auto *inner = new QVBoxLayout(content);
    inner->setContentsMargins(2, 0, 2, 2);
    inner->setSpacing(4);
    inner->addWidget(makeHead());
    inner->addWidget(makeQuestion());
    inner->addWidget(makeFailure());
    inner->addWidget(m_sections, 1);
    m_frame = new widgets::StateFrame(around.theme, content);
    m_frame->follow(around.bridge);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_frame);

    connect(&around.task, &bridge::TaskFacade::reset, this, &RanPanel::refresh);
    connect(&around.task, &bridge::TaskFacade::detailChanged, this, &RanPanel::refresh);
    connect(&around.task, &bridge::TaskFacade::failed, this, [this](const Error &error) {
        m_frame->showMessage(tr("This task could not be read"), bridge::errorText(error));
    });
    connect(&around.run, &bridge::RunFacade::reset, this, &RanPanel::refresh);
    connect(m_attempts, &QComboBox::activated, this, [this](int row) {
        // The last entry is the live one: its log goes on with a retry.
        m_around.task.followAttempt(row == m_attempts->count() - 1 ? 0 : std::uint32_t(row + 1));
        showAttempt();
    });
    connect(m_retry, &QPushButton::clicked, this,
            [this] { emit retryRequested(m_around.task.task()); });
    connect(m_folder, &QPushButton::clicked, this, &RanPanel::openFolder);
    connect(m_copy, &QPushButton::clicked, this, &RanPanel::copyCommand);
    connect(m_inner, &QPushButton::clicked, this, [this] {
        if (const auto &detail = m_around.task.detail())
            emit runWanted(RunId(m_around.run.id().text + "." + std::to_string(detail->row.task) +
                                 "." + std::to_string(detail->row.attempts)));
    });
    refresh();
}

QWidget *RanPanel::makeHead()
{
    const auto &theme = m_around.theme;
    auto *head = new QWidget;
    auto *column = new QVBoxLayout(head);
    column->setContentsMargins(8, 2, 10, 0);
    column->setSpacing(4);
    auto *row = new QHBoxLayout;
    m_sign = new QLabel;
    m_name = new widgets::ElidedLabel;
    m_name->setFont(theme.sans(theme.type().body, QFont::DemiBold));
    m_attempts = new QComboBox;
    m_attempts->setObjectName(QStringLiteral("attempts"));
    m_attempts->setAccessibleName(tr("Attempt"));
    row->addWidget(m_sign);
    row->addWidget(m_name, 1);
    row->addWidget(m_attempts);
    auto *buttons = new QHBoxLayout;
    m_folder =
        new QPushButton(widgets::symbolIcon(widgets::Symbol::Folder, theme), tr("Open folder"));
    m_copy = new QPushButton(widgets::symbolIcon(widgets::Symbol::Copy, theme),
                             tr("Copy as shell command"));
    m_folder->setObjectName(QStringLiteral("openFolder"));
    m_copy->setObjectName(QStringLiteral("copyCommand"));
    buttons->addWidget(m_folder);
    buttons->addWidget(m_copy);
    m_inner = new QPushButton(tr("Open its run"));
    m_inner->setObjectName(QStringLiteral("openInner"));
    buttons->addWidget(m_inner);
    buttons->addStretch();
    column->addLayout(row);
    column->addLayout(buttons);
    return head;
}

QWidget *RanPanel::makeFailure()
{
    const auto &theme = m_around.theme;
    const auto &c = theme.color();
    m_failure = new QWidget;
    m_failure->setObjectName(QStringLiteral("failure"));
    m_failure->setStyleSheet(
        QStringLiteral("#failure { background: %1; border-left: 2px solid %2; }")
            .arg(widgets::faded(c.danger, 0.09).name(QColor::HexArgb), c.danger.name()));
    auto *column = new QVBoxLayout(m_failure);
    column->setContentsMargins(12, 6, 10, 8);
    column->setSpacing(5);
    auto *row = new QHBoxLayout;
    m_cause = new QLabel;
    m_cause->setObjectName(QStringLiteral("cause"));
    m_cause->setTextFormat(Qt::PlainText);
    m_cause->setWordWrap(true);
    m_cause->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_cause->setFont(theme.sans(theme.type().body - 1, QFont::Medium));
    m_retry = new QPushButton(widgets::symbolIcon(widgets::Symbol::Retry, theme), tr("Retry"));
    m_retry->setObjectName(QStringLiteral("retry"));
    m_retry->setProperty("tone", QStringLiteral("go"));
    row->addWidget(m_cause, 1);
    row->addWidget(m_retry, 0, Qt::AlignTop);
    m_lastLines = new QPlainTextEdit;
    m_lastLines->setObjectName(QStringLiteral("lastLines"));
    m_lastLines->setReadOnly(true);
    m_lastLines->setFont(theme.mono(theme.type().caption - 1));
    m_lastLines->setLineWrapMode(QPlainTextEdit::NoWrap);
    m_lastLines->setFixedHeight(104);
    m_lastLines->setAccessibleName(tr("Last 20 lines of the log"));
    column->addLayout(row);
    column->addWidget(m_lastLines);
    return m_failure;
}

/// A task that waits for a person: its question, and the two answers.
QWidget *RanPanel::makeQuestion()
{
    const auto &theme = m_around.theme;
    const auto &c = theme.color();
    m_question = new QWidget;
    m_question->setObjectName(QStringLiteral("question"));
    m_question->setStyleSheet(
        QStringLiteral("#question { background: %1; border-left: 2px solid %2; }")
            .arg(widgets::faded(c.accent, 0.09).name(QColor::HexArgb), c.accent.name()));
    auto *column = new QVBoxLayout(m_question);
    column->setContentsMargins(12, 8, 10, 8);
    column->setSpacing(8);
    m_asked = new QLabel;
    m_asked->setObjectName(QStringLiteral("asked"));
    m_asked->setTextFormat(Qt::PlainText);
    m_asked->setWordWrap(true);
    m_asked->setFont(theme.sans(theme.type().body, QFont::Medium));
    auto *row = new QHBoxLayout;
    auto *yes = new QPushButton(tr("Approve"));
    yes->setObjectName(QStringLiteral("approve"));
    yes->setProperty("tone", QStringLiteral("go"));
    auto *no = new QPushButton(tr("Reject"));
    no->setObjectName(QStringLiteral("reject"));
    connect(yes, &QPushButton::clicked, this, [this] { answer(true); });
    connect(no, &QPushButton::clicked, this, [this] { answer(false); });
    row->addWidget(yes);
    row->addWidget(no);
    row->addStretch();
    column->addWidget(m_asked);
    column->addLayout(row);
    return m_question;
}

const NodeSpec *RanPanel::node() const
{
    const auto &detail = m_around.task.detail();
    const auto &dag = m_around.run.dag();
    return detail && dag && detail->row.node < dag->nodes.size() ? &dag->nodes[detail->row.node]
                                                                 : nullptr;
}

void RanPanel::showQuestion()
{
    const NodeSpec *shown = node();
    const auto &detail = m_around.task.detail();
    const bool asks = shown && shown->task.runtime == Runtime::Approve && detail->row.start != 0 &&
                      !isFinal(detail->row.state) && !m_around.run.inPast();
    m_question->setVisible(asks);
    m_inner->setVisible(shown && shown->task.runtime == Runtime::SubDag && detail->row.start != 0);
    if (!asks)
        return;
    // The engine's own words around the question of the file.
    static const QString waits = QStringLiteral("waits for an answer");
    QString question = qs(detail->row.reason);
    question.remove(waits + QStringLiteral(": "));
    m_asked->setText(question.isEmpty() || question == waits ? tr("May it go on?") : question);
}

/// The values of an approval are the node's outputs: asked for in a form when it has some.
void RanPanel::answer(bool approved)
{
    const NodeSpec *asked = node();
    if (!asked)
        return;
    Mark mark{.task = m_around.task.task(),
              .state = approved ? TaskState::Succeeded : TaskState::Failed};
    if (approved && !asked->task.outputs.empty()) {
        toolkit::Parsed form;
        form.dag.name = asked->name.empty() ? asked->id : asked->name;
        for (const Port &port : asked->task.outputs)
            form.runParameters.push_back({.name = port.name,
                                          .type = port.type,
                                          .required = port.required,
                                          .defaultValue = port.defaultValue,
                                          .description = port.description});
        ParameterDialog dialog(m_around.theme, form, this);
        dialog.setWords(tr("Answer of %1").arg(qs(form.dag.name)), tr("Approve"));
        if (dialog.exec() != QDialog::Accepted)
            return;
        const auto bound = toolkit::bindParameters(form, dialog.values());
        if (!bound)
            return;
        mark.outputs = *bound;
    }
    m_around.bridge.mark(m_around.run.id(), std::move(mark));
}

const AttemptView *RanPanel::attempt() const
{
    const auto &detail = m_around.task.detail();
    const int row = m_attempts->currentIndex();
    return detail && row >= 0 && row < int(detail->attempts.size())
               ? &detail->attempts[std::size_t(row)]
               : nullptr;
}

void RanPanel::refresh()
{
    const auto &detail = m_around.task.detail();
    if (!m_around.run.watching())
        return m_frame->showMessage(tr("Nothing has run yet"),
                                    tr("F8 runs the open DAG; then select a task to see its "
                                       "command, environment and results."));
    if (m_around.task.task() == none)
        return m_frame->showMessage(tr("No task is selected"),
                                    tr("Select a node in the universe or a task in the list."));
    if (!detail)
        return m_frame->showMessage(tr("Reading what ran"), {});
    const int count = int(detail->attempts.size());
    const bool follows = m_around.task.attempt() == 0;
    if (m_attempts->count() != count) {
        const int before = m_attempts->currentIndex();
        m_attempts->clear();
        for (int i = 0; i < count; ++i)
            m_attempts->addItem(tr("attempt %1").arg(i + 1));
        m_attempts->setCurrentIndex(follows ? count - 1 : before);
    }
    m_attempts->setVisible(count > 1);
    const QColor hue = m_around.theme.stateColor(detail->row.state);
    QPixmap sign(QSize(15, 15) * devicePixelRatioF());
    sign.setDevicePixelRatio(devicePixelRatioF());
    sign.fill(Qt::transparent);
    QPainter painter(&sign);
    theming::paintStateGlyph(painter, QRectF(0, 0, 15, 15), detail->row.state, hue);
    painter.end();
    m_sign->setPixmap(sign);
    m_sign->setAccessibleName(theming::stateTitle(detail->row.state));
    m_sign->setToolTip(theming::stateTitle(detail->row.state));
    m_name->setText(qs(detail->id));
    showQuestion();
    m_frame->showContent();
    showAttempt();
}

void RanPanel::showAttempt()
{
    const AttemptView *shown = attempt();
    showFailure(shown);
    m_folder->setEnabled(shown && !shown->workDir.empty() && QDir(qs(shown->workDir)).exists());
    m_folder->setToolTip(m_folder->isEnabled()
                             ? qs(shown->workDir)
                             : tr("The work directory was left empty and is gone"));
    m_copy->setEnabled(shown && !shown->command.empty());
    std::vector<models::Section> sections;
    if (shown) {
        sections = models::attemptSections(*shown);
    } else if (const auto &detail = m_around.task.detail()) {
        const bool cached = !detail->row.cachedFrom.empty();
        models::Section wait{cached ? tr("Not run") : tr("Not started"), {}};
        const QString reason = bridge::reasonText(detail->row, m_around.run.now());
        wait.fields.push_back({{},
                               !reason.isEmpty() ? reason
                               : m_around.run.inPast()
                                   ? tr("It had not been started at this moment.")
                                   : tr("It has not been started in this run."),
                               models::Field::Kind::Sentence});
        sections.push_back(std::move(wait));
    }
    if (const auto &detail = m_around.task.detail())
        for (models::Section &section : models::cacheSections(*detail))
            sections.push_back(std::move(section));
    const auto &run = m_around.run.id().text;
    m_sections->show(QStringLiteral("%1 %2 %3")
                         .arg(qs(run))
                         .arg(m_around.task.task())
                         .arg(m_attempts->currentIndex()),
                     sections);
}

void RanPanel::showFailure(const AttemptView *shown)
{
    const auto &detail = m_around.task.detail();
    const bool last = m_attempts->currentIndex() == m_attempts->count() - 1;
    const bool isOver = detail && (detail->row.state == TaskState::Failed ||
                                   detail->row.state == TaskState::Cancelled);
    QString cause = shown ? qs(shown->cause) : QString();
    if (cause.isEmpty() && last && isOver)
        cause = qs(detail->row.reason);
    m_failure->setVisible(!cause.isEmpty() && (isOver || shown));
    if (m_failure->isHidden())
        return;
    m_cause->setText(cause);
    const QString lines = last ? qs(detail->lastLines) : QString();
    m_lastLines->setVisible(!lines.isEmpty());
    if (lines != m_lastLines->toPlainText())
        m_lastLines->setPlainText(lines);
    m_retry->setVisible(last && isOver && !m_around.run.inPast());
    m_retry->setToolTip(tr("Run this task and what follows it again, in the same run"));
}

void RanPanel::openFolder()
{
    if (const AttemptView *shown = attempt())
        QDesktopServices::openUrl(QUrl::fromLocalFile(qs(shown->workDir)));
}

void RanPanel::copyCommand()
{
    if (const AttemptView *shown = attempt())
        QApplication::clipboard()->setText(bridge::shellCommand(*shown));
}

} // namespace orrery::shell
