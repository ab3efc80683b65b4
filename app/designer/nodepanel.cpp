// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/nodepanel.h"

#include <algorithm>

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLabel>
#include <QScrollArea>
#include <QStackedWidget>
#include <QToolButton>

#include "bridge/filecontent.h"
#include "bridge/text.h"
#include "designer/componenttext.h"
#include "designer/edgeform.h"
#include "models/sections.h"
#include "widgets/codeview.h"
#include "widgets/elidedlabel.h"
#include "widgets/skin.h"
#include "widgets/stateframe.h"

namespace orrery::designer {

using bridge::qs;

NodePanel::NodePanel(widgets::Workbench &bench, QWidget *parent)
    : QWidget(parent), m_bench(bench), m_around(bench.around()), m_frame(nullptr),
      m_name(new widgets::ElidedLabel), m_kind(new QLabel), m_banner(new QLabel),
      m_stack(new QStackedWidget), m_docs(new QLabel), m_slots(new QLabel), m_edges(new QWidget),
      m_program(new widgets::CodeView(m_around.theme))
{
    const theming::Theme &theme = m_around.theme;
    const auto &c = theme.color();
    m_name->setObjectName(QStringLiteral("nodeName"));
    m_name->setTextFormat(Qt::PlainText);
    m_name->setFont(theme.sans(theme.type().title, QFont::DemiBold));
    m_kind->setTextFormat(Qt::PlainText);
    m_kind->setFont(theme.mono(theme.type().caption));
    m_kind->setStyleSheet(QStringLiteral("color: %1").arg(c.hologram.name()));
    m_banner->setObjectName(QStringLiteral("readOnly"));
    m_banner->setTextFormat(Qt::PlainText);
    m_banner->setWordWrap(true);
    m_banner->setFont(theme.sans(theme.type().caption));
    m_banner->hide();
    auto *head = new QHBoxLayout;
    head->setContentsMargins(10, 4, 10, 2);
    head->addWidget(m_name, 1);
    head->addWidget(m_kind);
    auto *content = new QWidget;
    auto *inner = new QVBoxLayout(content);
    inner->setContentsMargins(0, 0, 0, 2);
    inner->setSpacing(2);
    inner->addLayout(head);
    inner->addWidget(m_banner);
    inner->addWidget(m_stack, 1);
    makeForms();
    m_frame = new widgets::StateFrame(m_around.theme, content);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_frame);
    m_seen = m_around.document.reading();
    join();
    refresh();
}

void NodePanel::makeForms()
{
    bridge::DagDocument &document = m_around.document;
    EditorContext context{m_around.theme, {}, {}};
    context.nodeIds = [&document] {
        QStringList ids;
        for (const NodeSpec &node : document.dag().nodes)
            ids << qs(node.id);
        return ids;
    };
    context.versions = [&document](const QString &reference) {
        return referencesOf(*document.components(), reference);
    };
    context.language = [this] {
        const auto &nodes = m_around.document.dag().nodes;
        const auto &shown = m_subject.nodes();
        return shown.empty() || shown[0] >= nodes.size()
                   ? QString()
                   : models::programLanguage(nodes[shown[0]].task);
    };
    const QString settings = m_bench.settingsFile();
    FormSpec spec = nodeForm();
    spec.sections.insert(spec.sections.begin(), FormSection{QStringLiteral("arguments"), {}});
    m_nodeView = new FormView(context, std::move(spec), settings);
    m_nodeView->setObjectName(QStringLiteral("nodeForm"));
    m_dagView = new FormView(context, dagForm(), settings);
    m_dagView->setObjectName(QStringLiteral("dagForm"));
    for (FormView *view : {m_nodeView, m_dagView}) {
        view->setAsk([this](const FormField &f, const ValueEdits &e) { return ask(f, e); });
        view->setPerform([this](const FormField &f, const ValueEdits &e) { return perform(f, e); });
    }
    m_edgeForm = new EdgeForm(context, document);
    m_edgeForm->setObjectName(QStringLiteral("edgeForm"));
    m_edgeScroll = new QScrollArea;
    m_edgeScroll->setWidgetResizable(true);
    m_edgeScroll->setFrameShape(QFrame::NoFrame);
    m_edgeScroll->setWidget(m_edgeForm);
    for (QLabel *label : {m_docs, m_slots}) {
        label->setWordWrap(true);
        label->setFont(m_around.theme.sans(m_around.theme.type().caption + 1));
        label->setStyleSheet(QStringLiteral("color: %1").arg(m_around.theme.color().muted.name()));
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
        label->setFocusPolicy(Qt::NoFocus);
    }
    m_docs->setTextFormat(Qt::MarkdownText);
    m_docs->setObjectName(QStringLiteral("componentDocs"));
    m_slots->setTextFormat(Qt::PlainText);
    m_slots->setObjectName(QStringLiteral("nextSlots"));
    auto *edges = new QVBoxLayout(m_edges);
    edges->setContentsMargins(0, 0, 0, 0);
    edges->setSpacing(1);
    m_edges->setObjectName(QStringLiteral("edgesOfNode"));
    m_program->setFixedHeight(180);
    m_nodeView->setExtra(QStringLiteral("arguments"), m_docs);
    m_nodeView->setExtra(QStringLiteral("task"), m_program);
    m_nodeView->setExtra(QStringLiteral("when"), m_edges);
    m_dagView->setExtra(QStringLiteral("schedule"), m_slots);
    m_stack->addWidget(m_nodeView);
    m_stack->addWidget(m_dagView);
    m_stack->addWidget(m_edgeScroll);
}

void NodePanel::join()
{
    bridge::DagDocument &document = m_around.document;
    connect(&document, &bridge::DagDocument::changed, this, [this](bool sameFile) {
        m_seen = m_around.document.reading();
        if (sameFile)
            keepEdge();
        else
            m_edgeIds = {};
        refresh();
    });
    connect(&document, &bridge::DagDocument::loadingChanged, this, [this] {
        if (!m_around.document.isOpen())
            refresh();
    });
    connect(&document, &bridge::DagDocument::historyChanged, this, [this] {
        const QString why = whyReadOnly();
        if (!why.isEmpty() && m_banner->text() != why)
            refresh();
    });
    connect(&m_around.selection, &bridge::Selection::changed, this, [this] {
        if (m_around.document.reading() != m_seen) // it follows an edit; changed() comes next
            return;
        m_edgeIds = {};
        refresh();
    });
    connect(&m_bench.reveal(), &widgets::Reveal::fieldWanted, this, &NodePanel::reveal);
}

void NodePanel::showEvent(QShowEvent *event)
{
    QWidget::showEvent(event);
    if (m_stale)
        refreshNow();
}

void NodePanel::refresh()
{
    m_stale = true;
    if (isVisible())
        refreshNow();
}

/// The edge that was shown is still the one that is selected, whatever its number is now.
void NodePanel::keepEdge()
{
    if (m_edgeIds.first.empty() || !m_around.selection.nodes().empty())
        return;
    const DagSpec &dag = m_around.document.dag();
    for (bridge::EdgeIndex i = 0; i < dag.edges.size(); ++i) {
        const EdgeSpec &edge = dag.edges[i];
        if (edge.from == none || edge.to == none || dag.nodes[edge.from].id != m_edgeIds.first ||
            dag.nodes[edge.to].id != m_edgeIds.second)
            continue;
        const auto ids = m_edgeIds;
        m_around.selection.selectEdge(i);
        m_edgeIds = ids;
        return;
    }
    m_edgeIds = {};
}

const toolkit::WrittenValues &NodePanel::raw()
{
    const auto reading = m_around.document.reading();
    if (m_rawOf != reading) {
        m_rawOf = reading;
        m_raw = m_around.document.editable() && !reading->stale
                    ? toolkit::WrittenValues(reading->text, bridge::text(reading->file))
                    : toolkit::WrittenValues();
    }
    return m_raw;
}

QString NodePanel::whyReadOnly() const
{
    const bridge::DagDocument &document = m_around.document;
    if (document.recorded())
        return tr("What run %1 ran, as recorded. Open the file to change it.")
            .arg(document.reading()->run);
    if (!document.editable())
        return tr("Only YAML and JSON files are edited here. `orrery dag convert` makes one of "
                  "this file.");
    return document.stale() ? tr("The text is no DAG file at the moment; this is the last one that "
                                 "was. Correct the text first.")
                            : QString();
}

void NodePanel::refreshNow()
{
    if (m_around.selection.nodes() != m_subject.nodes()) { // what was typed belongs to what was
        m_nodeView->flush();
        m_dagView->flush();
    }
    m_stale = false;
    if (!showState())
        return;
    const DagSpec &dag = m_around.document.dag();
    std::vector<NodeIndex> nodes;
    for (const NodeIndex node : m_around.selection.nodes())
        if (node < dag.nodes.size())
            nodes.push_back(node);
    const bridge::EdgeIndex edge = m_around.selection.edge();
    if (nodes.empty() && edge < dag.edges.size() && dag.edges[edge].from != none &&
        dag.edges[edge].to != none)
        showEdge();
    else if (nodes.empty())
        showDag();
    else
        showNodes(nodes);
    showHead();
    showBanner();
    m_frame->showContent();
}

/// Why nothing can be changed, else what is wrong that no field shows.
void NodePanel::showBanner()
{
    const auto *view = qobject_cast<FormView *>(m_stack->currentWidget());
    QString text = whyReadOnly();
    if (text.isEmpty() && view != nullptr)
        text = view->unplaced().join(QLatin1Char('\n'));
    const auto &c = m_around.theme.color();
    m_banner->setStyleSheet(
        QStringLiteral("color: %1; background: %2; padding: 5px 8px;")
            .arg((whyReadOnly().isEmpty() ? c.danger : c.waiting).name(), c.raised.name()));
    m_banner->setText(text);
    m_banner->setVisible(!text.isEmpty());
}

/// @return false when there is nothing to show a form of
bool NodePanel::showState()
{
    const bridge::DagDocument &document = m_around.document;
    if (!document.isOpen()) {
        m_frame->showMessage(
            document.loading() ? tr("Reading the file") : tr("No DAG is open"),
            document.loading() ? QString() : tr("Open a file, or choose one in the workspace."));
        return false;
    }
    if (document.dag().nodes.empty() && !document.editable()) {
        m_frame->showMessage(tr("Nothing could be read from this file"),
                             tr("The problems list says why."));
        return false;
    }
    return true;
}

void NodePanel::showNodes(const std::vector<NodeIndex> &nodes)
{
    const toolkit::Parsed &parsed = m_around.document.parsed();
    const FormSubject next = FormSubject::ofNodes(parsed, raw(), nodes);
    m_subject = next;
    const NodeSpec *node = nodes.size() == 1 ? &parsed.dag.nodes[nodes[0]] : nullptr;
    showAround(node);
    m_nodeView->show(m_subject, argumentsOf(nodes), !whyReadOnly().isEmpty(),
                     m_subject.findings(parsed.findings));
    m_stack->setCurrentWidget(m_nodeView);
}

std::vector<FormField> NodePanel::argumentsOf(const std::vector<NodeIndex> &nodes) const
{
    const auto &all = m_around.document.dag().nodes;
    const std::vector<Parameter> &first = all[nodes[0]].task.arguments;
    const bool alike = std::all_of(nodes.begin(), nodes.end(), [&](NodeIndex node) {
        return all[node].task.arguments == first;
    });
    if (alike && !first.empty())
        return argumentSection(first).fields;
    if (nodes.size() > 1 || all[nodes[0]].arguments.empty())
        return {};
    FormField field; // of a component that is not known
    field.path = QStringLiteral("arguments");
    field.label = tr("Arguments");
    field.help = tr("Values of the task's arguments by name, as JSON.");
    field.control = Control::Json;
    return {field};
}

void NodePanel::showDag()
{
    const toolkit::Parsed &parsed = m_around.document.parsed();
    m_subject = FormSubject::ofDag(parsed, raw());
    const Schedule &schedule = parsed.dag.schedule;
    const QStringList next = schedule.type.empty()
                                 ? QStringList()
                                 : nextSlots(schedule, 5, QDateTime::currentMSecsSinceEpoch());
    m_slots->setText(next.isEmpty()
                         ? (schedule.type.empty() ? tr("It runs when somebody starts it.")
                                                  : tr("No next slot can be told."))
                         : tr("Next: %1").arg(next.join(QStringLiteral("\n         "))));
    m_dagView->show(m_subject, {}, !whyReadOnly().isEmpty(), m_subject.findings(parsed.findings));
    m_stack->setCurrentWidget(m_dagView);
}

void NodePanel::showEdge()
{
    const DagSpec &dag = m_around.document.dag();
    const bridge::EdgeIndex index = m_around.selection.edge();
    m_subject = FormSubject();
    m_edgeIds = {dag.nodes[dag.edges[index].from].id, dag.nodes[dag.edges[index].to].id};
    m_edgeForm->show(index, !whyReadOnly().isEmpty());
    m_stack->setCurrentWidget(m_edgeScroll);
}

void NodePanel::showHead()
{
    const DagSpec &dag = m_around.document.dag();
    const auto &nodes = m_subject.nodes();
    if (m_stack->currentWidget() == m_edgeScroll) {
        m_name->setText(QStringLiteral("%1 → %2").arg(qs(m_edgeIds.first), qs(m_edgeIds.second)));
        m_kind->setText(tr("Edge"));
    } else if (m_subject.isDag()) {
        m_name->setText(qs(dag.title()));
        m_kind->setText(tr("DAG"));
    } else if (nodes.size() == 1) {
        const NodeSpec &node = dag.nodes[nodes[0]];
        m_name->setText(qs(node.name.empty() ? node.id : node.name));
        m_kind->setText(qs(!node.component.empty() ? node.component.str()
                           : node.type.empty()     ? node.task.runtimeName
                                                   : node.type));
    } else {
        m_name->setText(tr("%1 nodes").arg(nodes.size()));
        m_kind->setText(m_subject.component().isEmpty() ? m_subject.runtime()
                                                        : m_subject.component());
    }
}

void NodePanel::showAround(const NodeSpec *node)
{
    const QString reference = m_subject.component();
    const Component *component = nullptr;
    std::shared_ptr<const Catalogue> catalogue;
    if (!reference.isEmpty()) {
        catalogue = m_around.document.components();
        component = catalogue->find(bridge::text(reference));
    }
    m_docs->setVisible(component != nullptr);
    if (component != nullptr)
        m_docs->setText(
            QStringLiteral("**%1** %2\n\n")
                .arg(literally(qs(component->title)), literally(qs(component->version))) +
            componentMarkdown(*component, false));
    showProgram(node);
    showEdges(node);
}

/// The program in a file beside the DAG, to be read only: it is edited as the file that it is.
void NodePanel::showProgram(const NodeSpec *node)
{
    QString text;
    if (node != nullptr && !node->task.scriptFile.empty() && node->component.empty()) {
        constexpr qint64 most = 1 << 20;
        const QString path =
            QFileInfo(QFileInfo(m_around.document.file()).absoluteDir(), qs(node->task.scriptFile))
                .absoluteFilePath();
        const auto content = bridge::contentOf(path, most);
        text = content ? QString::fromUtf8(*content)
                       : tr("%1 cannot be read: %2").arg(path, qs(content.error().what));
    }
    m_program->setVisible(!text.isEmpty());
    if (!text.isEmpty() && text != m_program->text())
        m_program->show(text, models::programLanguage(node->task));
}

void NodePanel::showEdges(const NodeSpec *node)
{
    constexpr std::size_t most = 12; // edges that stand here; more are on the canvas
    for (QWidget *child : m_edges->findChildren<QWidget *>(QString(), Qt::FindDirectChildrenOnly)) {
        child->hide();
        child->deleteLater();
    }
    m_edges->setVisible(node != nullptr);
    if (node == nullptr)
        return;
    const DagSpec &dag = m_around.document.dag();
    const NodeIndex own = m_subject.nodes()[0];
    std::size_t count = 0;
    for (bridge::EdgeIndex i = 0; i < dag.edges.size(); ++i) {
        const EdgeSpec &edge = dag.edges[i];
        if ((edge.from != own && edge.to != own) || edge.from == none || edge.to == none ||
            ++count > most)
            continue;
        const bool leaves = edge.from == own;
        const QString other = qs(dag.nodes[leaves ? edge.to : edge.from].id);
        auto *button = new QToolButton;
        button->setProperty("flat", true);
        button->setFocusPolicy(Qt::TabFocus);
        button->setText(QStringLiteral("%1 %2   %3")
                            .arg(leaves ? QStringLiteral("→") : QStringLiteral("←"), other,
                                 qs(edge.condition)));
        button->setToolTip(tr("Show this edge"));
        connect(button, &QToolButton::clicked, this,
                [this, i] { m_around.selection.selectEdge(i); });
        m_edges->layout()->addWidget(button);
    }
    if (count > most)
        m_edges->layout()->addWidget(new QLabel(tr("and %1 edges more").arg(count - most)));
}

QString NodePanel::ask(const FormField &field, const ValueEdits &edits) const
{
    if (field.path == QLatin1String("nodeId") && m_subject.count() == 1 && !edits.empty()) {
        const std::string id = bridge::text(typedText(edits[0].value, Control::Text));
        const auto &nodes = m_around.document.dag().nodes;
        for (NodeIndex i = 0; i < nodes.size(); ++i)
            if (i != m_subject.nodes()[0] && nodes[i].id == id)
                return tr("another node is called %1").arg(qs(id));
        if (id.empty())
            return tr("a node needs an id");
    }
    return m_subject.complaint(field, edits, *m_around.document.components());
}

QString NodePanel::perform(const FormField &field, const ValueEdits &edits)
{
    const std::vector<Change> changes = m_subject.changes(field, edits);
    if (changes.empty())
        return {};
    const bool single = edits.size() == 1 && edits[0].path.isEmpty();
    const QString subject =
        single ? QStringLiteral("form/%1/%2").arg(qs(m_subject.identity()), field.path) : QString();
    const auto edited = m_around.document.perform(m_subject.label(field), changes, subject);
    return edited ? QString() : qs(edited.error().what);
}

void NodePanel::reveal(const QString &path)
{
    const QString kind = path.section(QLatin1Char('/'), 0, 0);
    const QString step = path.section(QLatin1Char('/'), 1, 1);
    const QString rest = path.section(QLatin1Char('/'), 2);
    const DagSpec &dag = m_around.document.dag();
    bool number = false;
    const uint index = step.toUInt(&number);
    m_bench.raisePanel(QStringLiteral("node"));
    if (kind == QLatin1String("nodes") && number && index < dag.nodes.size()) {
        if (m_around.selection.nodes() != std::vector<NodeIndex>{index})
            m_around.selection.selectNode(index);
        refreshNow();
        if (!m_nodeView->reveal(rest))
            m_nodeView->reveal(QStringLiteral("nodeId"));
    } else if (kind == QLatin1String("edges") && number && index < dag.edges.size()) {
        m_around.selection.selectEdge(index);
        refreshNow();
        m_edgeForm->reveal(rest);
    } else if (!path.isEmpty()) {
        m_around.selection.selectNode(none);
        refreshNow();
        m_dagView->reveal(path);
    }
}

} // namespace orrery::designer
