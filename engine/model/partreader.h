// SPDX-License-Identifier: GPL-3.0-or-later
// Reads the parts of a node and of a schedule, each from its object; base of the reader of whole
// DAGs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "engine/dag.h"
#include "model/document.h"
#include "model/fields.h"
#include "model/findings.h"
#include "model/types.h"

namespace orrery::model {

/// Every read...() takes the value of its part and fills `out` as far as that can be read; what
/// cannot is reported at its place.
class PartReader {
public:
    PartReader(const Document &doc, Findings &findings) : m_doc(doc), m_findings(findings) {}

    void readRetry(ValueId value, RetryPolicy &out);
    void readTask(ValueId value, TaskDefinition &out);
    void readResources(ValueId value, Resources &out);
    void readExecution(ValueId value, ExecutionConfig &out);
    void readRecorded(ValueId value, Recorded &out);
    void readSchedule(ValueId value, Schedule &out);
    /// Members of the head of a DAG or of an executionConfig.
    void readPriority(const Fields &from, std::int32_t &out);
    void readQueue(const Fields &from, std::string &out);
    void readHolds(const Fields &from, std::vector<SlotUse> &out);
    void readMachines(const Fields &from, std::string_view key, std::vector<RecordedMachine> &out);
    /// @param of  decides which values a check can hold: the type of what it checks
    void readCheck(ValueId value, const Type &of, ValueCheck &out);
    /// Ports or parameters: a member of `from` whose members are named, typed things.
    template <typename T>
    void readTypedList(const Fields &from, std::string_view key, const keys::ObjectKeys &keys,
                       std::vector<T> &out);

protected:
    [[nodiscard]] Fields fields(ValueId object, const keys::ObjectKeys &keys)
    {
        return {m_doc, m_findings, object, keys};
    }
    /// Reports a key that is absent or an empty text.
    void required(const Fields &from, std::string_view key, const std::string &value,
                  std::string fix);
    [[nodiscard]] JsonText json(ValueId value) const;

    void readCache(ValueId value, CacheSpec &out);

    const Document &m_doc;
    Findings &m_findings;

private:
    template <typename T>
    void readTyped(ValueId value, const keys::ObjectKeys &keys, T &out);
    void readRuntime(const Fields &from, TaskDefinition &out);
    [[nodiscard]] bool hasWrongProgram(const Fields &from) const;
    void readHttp(ValueId value, HttpRequest &out);
    void readStatuses(const Fields &from, std::vector<int> &out);
    void readWait(ValueId value, WaitSpec &out);
    void readSubDag(ValueId value, SubDagSpec &out);
    void readLoop(ValueId value, LoopSpec &out);
    [[nodiscard]] SlotUse readLimit(ValueId value);
    void readFailureClasses(const Fields &from, std::vector<FailureClass> &out);
    void checkSchedule(const Fields &from, const Schedule &schedule);
    void readCondition(ValueId value, EventCondition &out);
    void readFileEvent(ValueId value, EventCondition &out);
    void readHttpEvent(ValueId value, EventCondition &out);
    void readDagEvent(ValueId value, EventCondition &out);
    void readTimeWindow(ValueId value, EventCondition &out);
    void readFiles(const Fields &from, std::string_view key, std::vector<RecordedFile> &out);
};

} // namespace orrery::model
