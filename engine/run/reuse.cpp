// SPDX-License-Identifier: GPL-3.0-or-later
// Results of earlier runs that stand for a task.
#include <utility>

#include "run/state.h"

namespace orrery::run {

void Machine::State::lookUp(TaskIndex task)
{
    work[task].phase = Phase::LookedUp;
    setReason(task, "looks for an earlier result");
    emit(task, LookUp{task});
}

/// The task ends well without an attempt.
void Machine::State::on(const TaskReused &event)
{
    if (event.task >= work.size() || work[event.task].phase != Phase::LookedUp)
        return;
    const TaskIndex task = event.task;
    TaskRow &row = rows[task];
    row.start = row.end = event.at;
    row.cachedFrom = event.from;
    row.cachedAt = event.made;
    if (isItem(task) && rows[row.node].start == 0) {
        rows[row.node].start = event.at;
        touch(row.node);
    }
    ++summary.cached;
    work[task].outputs = event.outputs;
    reused[task] = event;
    finish(task, TaskState::Succeeded, "cached from run " + event.from.text);
}

void Machine::State::on(const CacheMissed &event)
{
    if (event.task >= work.size() || work[event.task].phase != Phase::LookedUp)
        return;
    missed[event.task] = event;
    work[event.task].afresh = true; // a hold and its release ask no second time
    setReason(event.task, {});
    begin(event.task);
}

} // namespace orrery::run
