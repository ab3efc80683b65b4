// SPDX-License-Identifier: GPL-3.0-or-later
// Graphs that the layout tests draw: seeded random ones, recorded workflows, and dot as a peer.
#pragma once

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include <QByteArray>
#include <QCoreApplication>
#include <QDir>
#include <QFile>
#include <QHash>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QSet>
#include <QStringList>

#include "layout/layout.h"

namespace orrery::test {

/// A graph that owns its edges.
struct Sample {
    std::uint32_t nodes = 0;
    std::vector<layout::Edge> edges;
    [[nodiscard]] layout::Graph graph() const { return {nodes, edges}; }
};

/// SplitMix64 (Steele, Lea, Flood 2014): the same numbers everywhere.
class Random {
public:
    explicit Random(std::uint64_t seed) : m_state(seed) {}
    [[nodiscard]] std::uint32_t below(std::uint32_t bound)
    {
        std::uint64_t z = (m_state += 0x9e3779b97f4a7c15U);
        z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9U;
        z = (z ^ (z >> 27U)) * 0x94d049bb133111ebU;
        return static_cast<std::uint32_t>((z ^ (z >> 31U)) % bound);
    }

private:
    std::uint64_t m_state;
};

/// `layers` layers of equal width, `edges` different edges, each `1 .. reach` layers long.
inline Sample layeredSample(std::uint32_t nodes, std::uint32_t edges, std::uint32_t layers,
                            std::uint64_t seed, std::uint32_t reach = 1)
{
    Sample sample{nodes, {}};
    Random random(seed);
    const auto first = [&](std::uint32_t l) {
        return static_cast<std::uint32_t>(std::uint64_t{nodes} * l / layers);
    };
    const auto pick = [&](std::uint32_t l) {
        return first(l) + random.below(first(l + 1) - first(l));
    };
    QSet<quint64> known;
    while (sample.edges.size() < edges) {
        const std::uint32_t from = random.below(layers - 1);
        const std::uint32_t to = std::min(layers - 1, from + 1 + random.below(reach));
        const layout::Edge edge{pick(from), pick(to)};
        const quint64 key = quint64{edge.first} << 32U | edge.second;
        if (known.contains(key))
            continue;
        known.insert(key);
        sample.edges.push_back(edge);
    }
    return sample;
}

inline QString sourceDir()
{
    return qEnvironmentVariable("ORRERY_SOURCE_DIR", QStringLiteral("."));
}

/// Tasks and parent-child pairs of a WfFormat instance.
inline Sample workflowSample(const QString &file)
{
    Sample sample;
    QFile in(sourceDir() + QStringLiteral("/tests/data/wfformat/") + file);
    if (!in.open(QIODevice::ReadOnly))
        return sample;
    const QJsonArray tasks = QJsonDocument::fromJson(in.readAll())[QStringLiteral(
        "workflow")][QStringLiteral("specification")][QStringLiteral("tasks")]
                                 .toArray();
    QHash<QString, std::uint32_t> index;
    for (const QJsonValue &task : tasks)
        index.insert(task[QStringLiteral("id")].toString(), sample.nodes++);
    for (const QJsonValue &task : tasks) {
        for (const QJsonValue &child : task[QStringLiteral("children")].toArray())
            sample.edges.emplace_back(index[task[QStringLiteral("id")].toString()],
                                      index[child.toString()]);
    }
    return sample;
}

inline QStringList workflowFiles()
{
    return QDir(sourceDir() + QStringLiteral("/tests/data/wfformat"))
        .entryList({QStringLiteral("*.json")}, QDir::Files, QDir::Name);
}

/// One job for orrery-layout; its answer, and its exit code (-1 = it did not run).
inline std::pair<QJsonObject, int> layouter(const QByteArray &job,
                                            const QStringList &arguments = {})
{
    QProcess process;
    const QString bin = qEnvironmentVariable(
        "ORRERY_BIN_DIR", QCoreApplication::applicationDirPath() + QStringLiteral("/../../bin"));
    process.start(bin + QStringLiteral("/orrery-layout"), arguments);
    process.write(job);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return {{}, -1};
    return {QJsonDocument::fromJson(process.readAllStandardOutput()).object(), process.exitCode()};
}

/// What dot makes of a graph: its answer to the job "layout".
inline QJsonObject dotLayout(const Sample &sample)
{
    QJsonArray nodes;
    for (std::uint32_t v = 0; v < sample.nodes; ++v)
        nodes.append(QJsonObject{{QStringLiteral("id"), QString::number(v)}});
    QJsonArray edges;
    for (const auto &[from, to] : sample.edges)
        edges.append(QJsonObject{{QStringLiteral("from"), QString::number(from)},
                                 {QStringLiteral("to"), QString::number(to)}});
    const QJsonObject job{{QStringLiteral("job"), QStringLiteral("layout")},
                          {QStringLiteral("engine"), QStringLiteral("dot")},
                          {QStringLiteral("nodes"), nodes},
                          {QStringLiteral("edges"), edges}};
    const auto [answer, code] = layouter(QJsonDocument(job).toJson(QJsonDocument::Compact));
    return code == 0 ? answer : QJsonObject();
}

} // namespace orrery::test
