// SPDX-License-Identifier: GPL-3.0-or-later
// What the commands do to the document; canvaslayout.cpp has selections and places,
// canvasactions.cpp menus and keys.
#include "designer/canvas.h"

#include <algorithm>
#include <map>
#include <set>

#include <QClipboard>
#include <QDragEnterEvent>
#include <QGuiApplication>
#include <QInputDialog>
#include <QJsonDocument>
#include <QMimeData>
#include <QQuickView>

#include "bridge/placement.h"
#include "bridge/text.h"
#include "designer/clipboard.h"
#include "engine/connect.h"

namespace orrery::designer {

using bridge::qs;
using change::NewEdge;

namespace {

constexpr float step = 4; // to the next layer [box widths]

QJsonObject positionJson(const QVector3D &at)
{
    const Position position = bridge::toFile({at.x(), at.y(), at.z()});
    return {{QStringLiteral("x"), position.x},
            {QStringLiteral("y"), position.y},
            {QStringLiteral("z"), position.z}};
}

JsonText jsonText(const QJsonObject &object)
{
    return JsonText{QJsonDocument(object).toJson(QJsonDocument::Compact).toStdString()};
}

} // namespace

Canvas::Canvas(widgets::Workbench &bench, universe::UniverseView &view, QWidget *container)
    : QObject(container), m_bench(bench), m_around(bench.around()), m_view(view),
      m_container(container)
{
    auto &hand = view.designing();
    hand.setJudge([this](int from, int to, bool plain) { return judge(from, to, plain); });
    connect(&hand, &universe::Designing::moved, this, &Canvas::move);
    connect(&hand, &universe::Designing::linked, this, &Canvas::link);
    connect(&hand, &universe::Designing::linkedToNothing, this, &Canvas::linkToNothing);
    connect(&hand, &universe::Designing::menuAsked, this,
            [this](QPointF pixel) { showMenu(globalOf(pixel)); });
    connect(&m_around.document, &bridge::DagDocument::changed, this, &Canvas::refresh);
    connect(&m_around.document, &bridge::DagDocument::historyChanged, this, &Canvas::refresh);
    connect(&m_around.selection, &bridge::Selection::changed, this, &Canvas::refreshActions);
    view.window()->installEventFilter(this);
    makeActions();
    refresh();
}

void Canvas::refresh()
{
    m_view.designing().setEnabled(m_around.document.editable() && !m_around.document.stale());
    refreshActions();
}

QPoint Canvas::globalOf(QPointF pixel) const
{
    return m_view.window()->mapToGlobal(pixel.toPoint());
}

bool Canvas::perform(const QString &label, std::span<const Change> changes, const QString &subject)
{
    m_around.document.settle();
    const auto done = m_around.document.perform(label, changes, subject);
    if (!done)
        return false;
    for (const std::string &note : done->notes)
        m_bench.tell(TaskState::Succeeded, label, qs(note));
    emit edited();
    return true;
}

std::vector<std::string> Canvas::chosenIds() const
{
    std::vector<std::string> ids;
    for (const NodeIndex node : m_around.selection.nodes())
        if (node < dag().nodes.size())
            ids.push_back(dag().nodes[node].id);
    return ids;
}

QString Canvas::nameOf(std::span<const std::string> ids) const
{
    return ids.size() == 1 ? qs(ids.front()) : tr("%n node(s)", nullptr, int(ids.size()));
}

void Canvas::selectByIds(const std::vector<std::string> &ids)
{
    const std::set<std::string_view> wanted(ids.begin(), ids.end());
    std::vector<NodeIndex> nodes;
    for (std::size_t i = 0; i < dag().nodes.size(); ++i)
        if (wanted.contains(dag().nodes[i].id))
            nodes.push_back(NodeIndex(i));
    m_around.selection.selectNodes(std::move(nodes));
}

std::string Canvas::freeId(const std::string &wanted, std::span<const std::string> taken) const
{
    const auto used = [&](const std::string &id) {
        return std::any_of(dag().nodes.begin(), dag().nodes.end(),
                           [&id](const NodeSpec &node) { return node.id == id; }) ||
               std::find(taken.begin(), taken.end(), id) != taken.end();
    };
    if (!used(wanted))
        return wanted;
    for (int number = 2;; ++number)
        if (std::string id = wanted + "-" + std::to_string(number); !used(id))
            return id;
}

// --- what a hand asks for

universe::Designing::Verdict Canvas::judge(int from, int to, bool plain) const
{
    const auto a = NodeIndex(from), b = NodeIndex(to);
    if (a >= dag().nodes.size() || b >= dag().nodes.size())
        return {};
    if (const std::string why = toolkit::whyNotConnect(dag(), a, b); !why.empty())
        return {qs(why), {}};
    if (plain)
        return {{}, tr("an edge without data")};
    const auto mapping = toolkit::suggestMapping(dag(), a, b);
    QStringList flows;
    for (const auto &[output, input] : mapping)
        flows << QStringLiteral("%1 → %2").arg(qs(output), qs(input));
    if (!flows.isEmpty())
        return {{}, flows.join(QStringLiteral(", "))};
    const std::vector<std::string> open = toolkit::unfed(dag().nodes[b], mapping);
    const auto outputs = toolkit::outputsOf(dag().nodes[a]);
    if (open.empty() || outputs.empty())
        return {{}, tr("an edge without data")};
    const std::string why =
        toolkit::whyNotFeed(dag().nodes[a], outputs.front().name, dag().nodes[b], open.front());
    if (why.empty())
        return {{}, tr("an edge without data; say in its form which output feeds which input")};
    return {tr("%1\nHold Shift for an edge without data.").arg(qs(why)), {}};
}

void Canvas::link(int from, int to, bool plain)
{
    const auto a = NodeIndex(from), b = NodeIndex(to);
    if (a >= dag().nodes.size() || b >= dag().nodes.size())
        return;
    NewEdge edge{dag().nodes[a].id, dag().nodes[b].id, {}, {}};
    if (!plain)
        edge.dataMapping = toolkit::suggestMapping(dag(), a, b);
    const QString label = tr("Connect %1 to %2").arg(qs(edge.from), qs(edge.to));
    if (!perform(label, std::array{Change(change::AddEdge{edge})}))
        return;
    for (std::size_t i = 0; i < dag().edges.size(); ++i)
        if (dag().edges[i].from == a && dag().edges[i].to == b)
            m_around.selection.selectEdge(bridge::EdgeIndex(i));
}

void Canvas::linkToNothing(int from, QPointF pixel, const QVector3D &at)
{
    choose(globalOf(pixel), NodeIndex(from), at);
}

void Canvas::choose(QPoint global, NodeIndex from, std::optional<QVector3D> at)
{
    const auto chosen = [this, from, at](const NewNode &node) { addNode(node, at, from); };
    if (m_chooser)
        return m_chooser(global, from, chosen);
    chosen({.node = {{QStringLiteral("nodeId"), QStringLiteral("task")},
                     {QStringLiteral("taskDefinition"),
                      QJsonObject{{QStringLiteral("runtime"), QStringLiteral("SHELL")},
                                  {QStringLiteral("script"), QStringLiteral("echo hello")}}}}});
}

// --- commands

void Canvas::addNode(const NewNode &wanted, std::optional<QVector3D> at, NodeIndex from)
{
    QJsonObject node = wanted.node;
    const std::string id =
        freeId(bridge::text(node.value(QStringLiteral("nodeId")).toString(QStringLiteral("task"))));
    node.insert(QStringLiteral("nodeId"), qs(id));
    if (at)
        node.insert(QStringLiteral("position"), positionJson(*at));
    std::vector<Change> changes{change::AddNode{jsonText(node), {}}};
    if (from < dag().nodes.size())
        changes.emplace_back(
            change::AddEdge{NewEdge{dag().nodes[from].id, id, {}, wanted.dataMapping}});
    if (perform(tr("Add %1").arg(qs(id)), changes))
        selectByIds({id});
}

void Canvas::quickAdd()
{
    const NodeIndex from = m_around.selection.node();
    const QSize size = m_view.window()->size();
    QPointF pixel(size.width() / 2.0, size.height() / 2.0);
    std::optional<QVector3D> at;
    if (from < dag().nodes.size()) {
        pixel = m_view.pixelOf(int(from)) + QPointF(24, 16);
        if (dag().nodes[from].position) // where nodes have places, the next one gets one, too
            at = m_view.placeOf(int(from)) + QVector3D(step, 0, 0);
    }
    const QRectF inside(8, 8, size.width() - 16.0, size.height() - 16.0);
    pixel = {std::clamp(pixel.x(), inside.left(), inside.right()),
             std::clamp(pixel.y(), inside.top(), inside.bottom())};
    choose(globalOf(pixel), from, at);
}

void Canvas::remove(bool rejoin)
{
    const auto edge = m_around.selection.edge();
    if (edge < dag().edges.size()) {
        const EdgeSpec &spec = dag().edges[edge];
        const std::string from = dag().nodes[spec.from].id, to = dag().nodes[spec.to].id;
        perform(tr("Delete the edge from %1 to %2").arg(qs(from), qs(to)),
                std::array{Change(change::DeleteEdge{from, to})});
        return;
    }
    const std::vector<std::string> ids = chosenIds();
    if (!ids.empty())
        perform(tr("Delete %1").arg(nameOf(ids)),
                std::array{Change(change::DeleteNodes{ids, rejoin})});
}

void Canvas::duplicate(bool incoming)
{
    const std::vector<std::string> ids = chosenIds();
    if (ids.empty())
        return;
    m_around.document.settle();
    const auto done =
        m_around.document.perform(tr("Duplicate %1").arg(nameOf(ids)),
                                  std::array{Change(change::DuplicateNodes{ids, incoming})});
    if (!done)
        return;
    std::vector<std::string> copies;
    for (const auto &[original, made] : done->copies)
        copies.push_back(made);
    selectByIds(copies);
    emit edited();
}

void Canvas::copy()
{
    if (!m_around.selection.nodes().empty())
        QGuiApplication::clipboard()->setMimeData(toMime(clippingOf(
            toolkit::asWritten(m_around.document.parsed()), m_around.selection.nodes())));
}

void Canvas::cut()
{
    copy();
    remove(false);
}

bool Canvas::pasteable(const QMimeData *data)
{
    return fromMime(data).has_value();
}

void Canvas::paste(bool incoming)
{
    const auto clipping = fromMime(QGuiApplication::clipboard()->mimeData());
    if (!clipping) {
        m_bench.tell(TaskState::Failed, tr("Nothing to paste"),
                     tr("The clipboard holds no nodes. Select some and copy them first."));
        return;
    }
    std::vector<Change> changes;
    std::vector<std::string> made;
    std::map<std::string, std::string> now;
    for (QJsonObject node : clipping->nodes) {
        const std::string id = bridge::text(node.value(QStringLiteral("nodeId")).toString());
        const std::string next = freeId(id, made);
        now[id] = next;
        made.push_back(next);
        node.insert(QStringLiteral("nodeId"), qs(next));
        QJsonObject place = node.value(QStringLiteral("position")).toObject();
        if (!place.isEmpty() && next != id) { // beside the original, not on it
            place.insert(QStringLiteral("y"), place.value(QStringLiteral("y")).toDouble() + 110);
            node.insert(QStringLiteral("position"), place);
        }
        changes.emplace_back(change::AddNode{jsonText(node), {}});
    }
    // Another program may have written it: edges of nodes that are not in it are left out.
    for (NewEdge edge : clipping->edges) {
        if (!now.contains(edge.from) || !now.contains(edge.to))
            continue;
        edge.from = now[edge.from];
        edge.to = now[edge.to];
        changes.emplace_back(change::AddEdge{std::move(edge)});
    }
    for (NewEdge edge : incoming ? clipping->incoming : std::vector<NewEdge>{}) {
        if (!now.contains(edge.to))
            continue;
        edge.to = now[edge.to];
        if (std::any_of(dag().nodes.begin(), dag().nodes.end(),
                        [&edge](const NodeSpec &node) { return node.id == edge.from; }))
            changes.emplace_back(change::AddEdge{std::move(edge)});
    }
    if (perform(tr("Paste %1").arg(nameOf(made)), changes))
        selectByIds(made);
}

void Canvas::connectChosen()
{
    const auto &nodes = m_around.selection.nodes();
    std::vector<Change> changes;
    for (std::size_t i = 1; i < nodes.size(); ++i) {
        if (nodes[i] >= dag().nodes.size() || nodes[i - 1] >= dag().nodes.size())
            continue;
        changes.emplace_back(
            change::AddEdge{NewEdge{dag().nodes[nodes[i - 1]].id,
                                    dag().nodes[nodes[i]].id,
                                    {},
                                    toolkit::suggestMapping(dag(), nodes[i - 1], nodes[i])}});
    }
    if (changes.empty())
        m_bench.tell(TaskState::Failed, tr("Nothing to connect"),
                     tr("Select two nodes or more; edges follow the order of the selection."));
    else
        perform(tr("Connect %1").arg(nameOf(chosenIds())), changes);
}

void Canvas::disconnectChosen()
{
    const auto &selection = m_around.selection;
    const bool one = selection.nodes().size() == 1;
    std::vector<Change> changes;
    for (const EdgeSpec &edge : dag().edges) {
        const bool from = selection.holds(edge.from), to = selection.holds(edge.to);
        if (one ? from || to : from && to)
            changes.emplace_back(
                change::DeleteEdge{dag().nodes[edge.from].id, dag().nodes[edge.to].id});
    }
    if (!changes.empty())
        perform(tr("Disconnect %1").arg(nameOf(chosenIds())), changes);
}

void Canvas::rename()
{
    const NodeIndex node = m_around.selection.node();
    if (node >= dag().nodes.size())
        return;
    const std::string id = dag().nodes[node].id;
    bool accepted = false;
    const QString next =
        QInputDialog::getText(m_bench.dialogParent(), tr("Rename %1").arg(qs(id)),
                              tr("New id; edges and expressions that name it follow."),
                              QLineEdit::Normal, qs(id), &accepted)
            .trimmed();
    if (accepted && !next.isEmpty() && next != qs(id))
        perform(tr("Rename %1").arg(qs(id)),
                std::array{Change(change::RenameNode{id, bridge::text(next)})});
}

/// The universe is a window of its own, so drops onto it come here.
bool Canvas::eventFilter(QObject *watched, QEvent *event)
{
    const bool enters = event->type() == QEvent::DragEnter || event->type() == QEvent::DragMove;
    if (!enters && event->type() != QEvent::Drop)
        return QObject::eventFilter(watched, event);
    auto &drop = *static_cast<QDropEvent *>(event);
    const QString kind = QString::fromLatin1(nodeMime);
    if (!drop.mimeData()->hasFormat(kind) || !m_around.document.editable())
        return QObject::eventFilter(watched, event);
    drop.acceptProposedAction();
    if (event->type() == QEvent::Drop)
        addNode({.node = QJsonDocument::fromJson(drop.mimeData()->data(kind)).object()},
                m_view.placeAt(drop.position()), none);
    return true;
}

} // namespace orrery::designer
