// SPDX-License-Identifier: GPL-3.0-or-later
#include "designer/clipboard.h"

#include <QJsonDocument>
#include <QMimeData>

#include "bridge/text.h"
#include "engine/toolkit.h"

namespace orrery::designer {

using bridge::qs;

namespace {

constexpr qsizetype mostBytes = 64 << 20; // of a clipboard that another program may have filled

QJsonObject json(const change::NewEdge &edge)
{
    QJsonObject mapping;
    for (const auto &[from, to] : edge.dataMapping)
        mapping.insert(qs(from), qs(to));
    QJsonObject out{{QStringLiteral("from"), qs(edge.from)}, {QStringLiteral("to"), qs(edge.to)}};
    if (!edge.condition.empty())
        out.insert(QStringLiteral("condition"), qs(edge.condition));
    if (!mapping.isEmpty())
        out.insert(QStringLiteral("dataMapping"), mapping);
    return out;
}

std::vector<change::NewEdge> edgesOf(const QJsonValue &value)
{
    std::vector<change::NewEdge> edges;
    for (const QJsonValue &each : value.toArray()) {
        const QJsonObject edge = each.toObject();
        change::NewEdge next{bridge::text(edge.value(QStringLiteral("from")).toString()),
                             bridge::text(edge.value(QStringLiteral("to")).toString()),
                             bridge::text(edge.value(QStringLiteral("condition")).toString()),
                             {}};
        const QJsonObject mapping = edge.value(QStringLiteral("dataMapping")).toObject();
        for (auto port = mapping.begin(); port != mapping.end(); ++port)
            next.dataMapping.emplace_back(bridge::text(port.key()),
                                          bridge::text(port.value().toString()));
        if (!next.from.empty() && !next.to.empty())
            edges.push_back(std::move(next));
    }
    return edges;
}

QJsonArray array(const std::vector<change::NewEdge> &edges)
{
    QJsonArray out;
    for (const change::NewEdge &edge : edges)
        out.append(json(edge));
    return out;
}

} // namespace

Clipping clippingOf(const DagSpec &written, const std::vector<NodeIndex> &nodes)
{
    Clipping clipping;
    // A DAG of those nodes alone: its JSON has them as they are written.
    DagSpec part;
    part.id = "clipping";
    std::vector<bool> chosen(written.nodes.size(), false);
    for (const NodeIndex node : nodes)
        if (node < written.nodes.size() && !chosen[node]) {
            chosen[node] = true;
            part.nodes.push_back(written.nodes[node]);
        }
    const QByteArray text = QByteArray::fromStdString(toolkit::toJson(part, 0));
    for (const QJsonValue &node :
         QJsonDocument::fromJson(text).object().value(QStringLiteral("nodes")).toArray())
        clipping.nodes.push_back(node.toObject());
    for (const EdgeSpec &edge : written.edges) {
        if (edge.from >= chosen.size() || edge.to >= chosen.size() || !chosen[edge.to])
            continue;
        auto &list = chosen[edge.from] ? clipping.edges : clipping.incoming;
        list.push_back({written.nodes[edge.from].id, written.nodes[edge.to].id,
                        edge.condition == "SUCCESS" ? std::string() : edge.condition,
                        edge.dataMapping});
    }
    return clipping;
}

QMimeData *toMime(const Clipping &clipping)
{
    QJsonArray nodes;
    for (const QJsonObject &node : clipping.nodes)
        nodes.append(node);
    const QByteArray text =
        QJsonDocument(QJsonObject{{QStringLiteral("nodes"), nodes},
                                  {QStringLiteral("edges"), array(clipping.edges)},
                                  {QStringLiteral("incoming"), array(clipping.incoming)}})
            .toJson(QJsonDocument::Indented);
    auto *data = new QMimeData;
    data->setData(QString::fromLatin1(nodesMime), text);
    data->setText(QString::fromUtf8(text));
    return data;
}

std::optional<Clipping> fromMime(const QMimeData *data)
{
    if (!data)
        return {};
    QByteArray text = data->data(QString::fromLatin1(nodesMime));
    if (text.isEmpty() && data->hasText())
        text = data->text().toUtf8();
    if (text.isEmpty() || text.size() > mostBytes)
        return {};
    const QJsonObject root = QJsonDocument::fromJson(text).object();
    Clipping clipping;
    for (const QJsonValue &node : root.value(QStringLiteral("nodes")).toArray())
        if (!node.toObject().value(QStringLiteral("nodeId")).toString().isEmpty())
            clipping.nodes.push_back(node.toObject());
    if (clipping.nodes.empty())
        return {};
    clipping.edges = edgesOf(root.value(QStringLiteral("edges")));
    clipping.incoming = edgesOf(root.value(QStringLiteral("incoming")));
    return clipping;
}

} // namespace orrery::designer
