// SPDX-License-Identifier: GPL-3.0-or-later
// Parts of the droplet form that its writer and its readers share.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "droplet.pb.h"
#include "engine/toolkit.h"
#include "model/document.h"
#include "model/findings.h"

namespace orrery::model::droplet {

inline constexpr const char *dagKey = "orrery.dag";   ///< in extendArguments
inline constexpr const char *nodeKey = "orrery.node"; ///< in extendArguments

/// Inputs of a node that are sets of arguments of a task, by the name of the field.
inline constexpr const char *optimizeArguments = "optimizeArguments";
inline constexpr const char *trainArguments = "trainArguments";
inline constexpr const char *dagArguments = "dagArguments";
inline constexpr const char *extendArguments = "extendArguments";

/// What the messages can say of a DAG without nodes, or of a node; both are canonical trees.
[[nodiscard]] modelProto::Job jobOf(const OrderedJson &dag);
[[nodiscard]] modelProto::Task taskOf(const OrderedJson &node);

/// Is the port's default a Dataset? Then it is one of the task's datasets.
[[nodiscard]] bool isDataset(const OrderedJson &port, modelProto::Dataset &dataset);
[[nodiscard]] OrderedJson treeOf(const modelProto::Dataset &dataset);

/// What its port is called: datasetName, else datasetId, else "dataset".
[[nodiscard]] std::string nameOf(const modelProto::Dataset &dataset);

/// Every character that an id may not have becomes _; "" when nothing else is left.
[[nodiscard]] std::string identifierFrom(std::string_view text);
/// The member as an object, made when it is absent.
[[nodiscard]] OrderedJson &objectAt(OrderedJson &object, const std::string &key);
/// JSON object that the task carries; {} when it carries none.
[[nodiscard]] OrderedJson carriedOf(const modelProto::Task &task, const char *key,
                                    const toolkit::Limits &limits, Findings &findings);

/// Makes nodes of a file's tasks, one after the other.
class TaskReader {
public:
    TaskReader(const toolkit::Limits &limits, Findings &findings)
        : m_limits(limits), m_findings(findings)
    {
    }
    /// The canonical tree of a node.
    [[nodiscard]] OrderedJson read(const modelProto::Task &task);
    /// One warning for each thing that some of the tasks had and a node has no place for.
    void tellCounts(int tasks);

private:
    using Texts = std::map<std::string, std::string>;

    void nameNode(const modelProto::Task &written);
    void readArguments(const modelProto::Task &written);
    void readArgument(const std::string &name, const std::string &value);
    void readSets(const modelProto::Task &written);
    void readSet(const char *name, const Texts &now, const Texts &before);
    void readRequired(const modelProto::Task &written);
    void readDatasets(const char *schema,
                      const google::protobuf::RepeatedPtrField<modelProto::Dataset> &now,
                      const google::protobuf::RepeatedPtrField<modelProto::Dataset> &before);
    void readPosition(const modelProto::Task &written, Texts &display);
    void readOutputs(const modelProto::Task &written);
    void tell(bool carried);
    [[nodiscard]] std::string portName(const std::string &written);
    [[nodiscard]] OrderedJson &ports(const char *schema)
    {
        return objectAt(objectAt(m_node, "taskDefinition"), schema);
    }

    const toolkit::Limits &m_limits;
    Findings &m_findings;
    const modelProto::Task *m_task = nullptr; // the one that is read, and what becomes of it
    OrderedJson m_node;
    std::set<std::string> m_taken;       // ids of nodes
    std::map<std::string, int> m_counts; // of tasks, by what is told of them
};

} // namespace orrery::model::droplet
