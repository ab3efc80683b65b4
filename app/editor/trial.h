// SPDX-License-Identifier: GPL-3.0-or-later
// "Run this script now": one node alone, with sample inputs, through the engine like any run.
#pragma once

#include <QObject>

#include "bridge/sessionbridge.h"
#include "engine/dag.h"

namespace orrery::editor {

/// An input or a parameter of the node, with the value to try it with.
struct Sample {
    enum class Kind { Input, Parameter };
    Kind kind = Kind::Input;
    std::string name;
    std::string type;
    bool required = false;
    std::string help;
    JsonText value; ///< "" = none
    bool operator==(const Sample &) const = default;
};

/// What the node needs before it can run alone, with the defaults of the file.
[[nodiscard]] std::vector<Sample> samplesOf(const DagSpec &dag, NodeIndex node);

/// A DAG with this node only: its inputs have the samples as defaults; what concerns other nodes,
/// queues, caches and schedules is left out. Pure.
/// @error InvalidSpec: a sample is no JSON, or a required one is missing; `where` names it
[[nodiscard]] Result<DagSpec> trialOf(const DagSpec &dag, NodeIndex node,
                                      const std::vector<Sample> &samples);

/// A text typed for a value of this type, as JSON. @error InvalidSpec
[[nodiscard]] Result<JsonText> sampleFromText(const std::string &type, const QString &text);

/// One trial at a time: started, followed, ended.
class Trial final : public QObject {
    Q_OBJECT
public:
    explicit Trial(bridge::SessionBridge &bridge, QObject *parent = nullptr);

    /// @param file  where relative names of the DAG start
    void start(const DagSpec &trial, const QString &file);
    void cancel();
    [[nodiscard]] bool running() const { return m_running; }
    [[nodiscard]] const RunId &run() const { return m_run; }

signals:
    void started();
    void printed(const QByteArray &bytes);
    /// @param cause    one sentence when it failed
    /// @param outputs  a JSON object, or ""
    void ended(bool succeeded, const QString &cause, const QString &outputs, qint64 ms);

private:
    void follow(const RunId &run);
    void finish(const RunSummary &run);
    void fail(const QString &why);

    bridge::SessionBridge &m_bridge;
    RunId m_run;
    bool m_running = false;
    std::uint64_t m_generation = 0; ///< cancel = newer generation
    Subscription m_log;             // last, so that it ends first
};

} // namespace orrery::editor
