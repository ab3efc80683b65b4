// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/nodepanel.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSplitter>

#include "bridge/text.h"
#include "widgets/codeview.h"
#include "widgets/elidedlabel.h"
#include "widgets/sectionview.h"
#include "widgets/skin.h"
#include "widgets/stateframe.h"

namespace orrery::shell {

using bridge::qs;

NodePanel::NodePanel(const widgets::Surroundings &around, QWidget *parent)
    : QWidget(parent), m_around(around), m_name(new widgets::ElidedLabel), m_kind(new QLabel),
      m_sections(new widgets::SectionView(around.theme)), m_program(new QWidget),
      m_code(new widgets::CodeView(around.theme))
{
    const auto &theme = around.theme;
    auto *head = new QHBoxLayout;
    head->setContentsMargins(8, 2, 12, 2);
    m_name->setFont(theme.sans(theme.type().title - 1, QFont::DemiBold));
    m_kind->setFont(theme.mono(theme.type().caption - 1));
    m_kind->setTextFormat(Qt::PlainText);
    m_kind->setStyleSheet(
        QStringLiteral("color: %1; border: 1px solid %2; padding: 1px 6px;")
            .arg(theme.color().accent.name(),
                 widgets::faded(theme.color().accent, 0.4).name(QColor::HexArgb)));
    head->addWidget(m_name, 1);
    head->addWidget(m_kind);

    auto *program = new QVBoxLayout(m_program);
    program->setContentsMargins(0, 2, 0, 0);
    program->addWidget(m_code);
    auto *split = new QSplitter(Qt::Vertical);
    split->setChildrenCollapsible(false);
    split->setHandleWidth(5);
    split->addWidget(m_sections);
    split->addWidget(m_program);
    split->setStretchFactor(0, 3);
    split->setStretchFactor(1, 2);

    auto *content = new QWidget;
    auto *inner = new QVBoxLayout(content);
    inner->setContentsMargins(2, 0, 2, 2);
    inner->setSpacing(2);
    inner->addLayout(head);
    inner->addWidget(split, 1);
    m_frame = new widgets::StateFrame(around.theme, content);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_frame);

    connect(&around.document, &bridge::DagDocument::changed, this, &NodePanel::refresh);
    connect(&around.document, &bridge::DagDocument::loadingChanged, this, &NodePanel::refresh);
    connect(&around.selection, &bridge::Selection::nodeChanged, this, &NodePanel::refresh);
    refresh();
}

void NodePanel::refresh()
{
    const bridge::DagDocument &document = m_around.document;
    if (!document.isOpen()) {
        m_frame->showMessage(
            document.loading() ? tr("Reading the file") : tr("No DAG is open"),
            document.loading() ? QString() : tr("Open a file, or choose one in the workspace."));
        return;
    }
    const DagSpec &dag = document.dag();
    const NodeIndex index = m_around.selection.node();
    const NodeSpec *node = index < dag.nodes.size() ? &dag.nodes[index] : nullptr;
    if (!node && dag.nodes.empty()) {
        m_frame->showMessage(tr("Nothing could be read from this file"),
                             tr("The problems list says why."));
        return;
    }
    m_name->setText(node ? qs(node->name.empty() ? node->id : node->name) : qs(dag.title()));
    m_kind->setText(node ? qs(node->type.empty() ? node->task.runtimeName : node->type)
                         : tr("DAG"));
    m_sections->show(document.file() + QLatin1Char(' ') + QString::number(index),
                     node ? models::nodeSections(dag, index) : models::dagSections(dag));
    showProgram(node);
    m_frame->showContent();
}

void NodePanel::showProgram(const NodeSpec *node)
{
    QString text = node ? models::programText(node->task) : QString();
    if (node && text.isEmpty() && !node->task.scriptFile.empty()) {
        constexpr qint64 most = 1 << 20;
        QFile file(
            QFileInfo(QFileInfo(m_around.document.file()).absoluteDir(), qs(node->task.scriptFile))
                .absoluteFilePath());
        text = file.open(QIODevice::ReadOnly)
                   ? QString::fromUtf8(file.read(most))
                   : tr("%1 cannot be read: %2").arg(file.fileName(), file.errorString());
    }
    m_program->setVisible(!text.isEmpty());
    if (!text.isEmpty() && text != m_code->text())
        m_code->show(text, models::programLanguage(node->task));
}

} // namespace orrery::shell
