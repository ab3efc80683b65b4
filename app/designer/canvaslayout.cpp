// SPDX-License-Identifier: GPL-3.0-or-later
// Which nodes are meant, and where they stand.
#include <algorithm>
#include <numeric>

#include "bridge/placement.h"
#include "bridge/text.h"
#include "designer/canvas.h"

namespace orrery::designer {

using bridge::qs;

void Canvas::selectAll()
{
    std::vector<NodeIndex> all(dag().nodes.size());
    std::iota(all.begin(), all.end(), NodeIndex(0));
    m_around.selection.selectNodes(std::move(all));
}

void Canvas::selectReach(bool upstream, bool downstream)
{
    std::vector<std::vector<NodeIndex>> before(dag().nodes.size()), behind(dag().nodes.size());
    for (const EdgeSpec &edge : dag().edges)
        if (edge.from < before.size() && edge.to < before.size()) {
            before[edge.to].push_back(edge.from);
            behind[edge.from].push_back(edge.to);
        }
    const std::vector<NodeIndex> start = m_around.selection.nodes();
    std::vector<bool> seen(dag().nodes.size(), false);
    const auto walk = [&](const std::vector<std::vector<NodeIndex>> &next) {
        std::vector<bool> own(dag().nodes.size(), false);
        std::vector<NodeIndex> open = start;
        while (!open.empty()) {
            const NodeIndex node = open.back();
            open.pop_back();
            if (node >= own.size() || own[node])
                continue;
            own[node] = seen[node] = true;
            open.insert(open.end(), next[node].begin(), next[node].end());
        }
    };
    if (upstream)
        walk(before);
    if (downstream)
        walk(behind);
    std::vector<NodeIndex> nodes;
    const NodeIndex chief = m_around.selection.node();
    for (std::size_t i = 0; i < seen.size(); ++i)
        if (seen[i] && NodeIndex(i) != chief)
            nodes.push_back(NodeIndex(i));
    if (chief != none)
        nodes.push_back(chief);
    m_around.selection.selectNodes(std::move(nodes));
}

void Canvas::move(const std::vector<int> &nodes, const std::vector<QVector3D> &places)
{
    moveTo({nodes.begin(), nodes.end()}, places, {});
}

void Canvas::moveTo(const std::vector<NodeIndex> &nodes, const std::vector<QVector3D> &places,
                    const QString &label)
{
    change::MoveNodes moves;
    std::vector<std::string> ids;
    for (std::size_t i = 0; i < nodes.size() && i < places.size(); ++i) {
        if (nodes[i] >= dag().nodes.size())
            continue;
        ids.push_back(dag().nodes[nodes[i]].id);
        moves.positions.emplace_back(ids.back(),
                                     bridge::toFile({places[i].x(), places[i].y(), places[i].z()}));
    }
    if (ids.empty())
        return;
    QString subject = QStringLiteral("move");
    for (const std::string &id : ids)
        subject += QLatin1Char('/') + qs(id);
    perform(label.isEmpty() ? tr("Move %1").arg(nameOf(ids)) : label,
            std::array{Change(std::move(moves))}, subject);
}

void Canvas::align(Line line)
{
    const std::vector<NodeIndex> nodes = m_around.selection.nodes();
    if (nodes.size() < 2)
        return;
    const QVector3D chief = m_view.placeOf(int(nodes.back()));
    std::vector<QVector3D> places;
    for (const NodeIndex node : nodes) {
        QVector3D at = m_view.placeOf(int(node));
        if (line == Line::Column)
            at.setX(chief.x());
        else if (line == Line::Row)
            at.setY(chief.y());
        else
            at.setZ(chief.z());
        places.push_back(at);
    }
    moveTo(nodes, places, tr("Align %1").arg(nameOf(chosenIds())));
}

void Canvas::spread()
{
    std::vector<NodeIndex> nodes = m_around.selection.nodes();
    if (nodes.size() < 3)
        return;
    std::vector<QVector3D> places;
    for (const NodeIndex node : nodes)
        places.push_back(m_view.placeOf(int(node)));
    const auto extent = [&places](int axis) {
        const auto [low, high] =
            std::minmax_element(places.begin(), places.end(),
                                [axis](const auto &a, const auto &b) { return a[axis] < b[axis]; });
        return (*high)[axis] - (*low)[axis];
    };
    const int axis = extent(0) >= extent(1) ? 0 : 1;
    std::vector<std::size_t> order(nodes.size());
    std::iota(order.begin(), order.end(), std::size_t(0));
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
        return places[a][axis] < places[b][axis];
    });
    const float low = places[order.front()][axis];
    const float gap = extent(axis) / float(nodes.size() - 1);
    for (std::size_t i = 0; i < order.size(); ++i)
        places[order[i]][axis] = low + gap * float(i);
    moveTo(nodes, places, tr("Spread %1").arg(nameOf(chosenIds())));
}

void Canvas::arrange(bool all)
{
    change::MoveNodes moves;
    const auto add = [&](const NodeSpec &node) {
        if (node.position)
            moves.positions.emplace_back(node.id, std::nullopt);
    };
    if (all)
        std::for_each(dag().nodes.begin(), dag().nodes.end(), add);
    else
        for (const NodeIndex node : m_around.selection.nodes())
            if (node < dag().nodes.size())
                add(dag().nodes[node]);
    if (moves.positions.empty())
        m_bench.tell(TaskState::Succeeded, tr("Arranged"),
                     tr("The layout decides where these nodes stand already."));
    else
        perform(all ? tr("Arrange all") : tr("Arrange %1").arg(nameOf(chosenIds())),
                std::array{Change(std::move(moves))});
}

} // namespace orrery::designer
