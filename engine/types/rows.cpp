// SPDX-License-Identifier: GPL-3.0-or-later
#include "types/rows.h"

#include "types/form.h"

namespace orrery::types {
namespace {

constexpr std::uint64_t version = 1;
constexpr std::size_t leastBytes = 24; ///< of a row: a false count cannot make us allocate

/// Rows follow one another in number and in time: what is next to the row before takes a byte.
template <typename Form>
void rowFields(Form &form, typename Form::template Of<TaskRow> &row, const TaskRow &before)
{
    form(row.task);
    form(row.node);
    form(row.item);
    form(row.label);
    form.word(row.state, TaskState::Skipped);
    form(row.attempts);
    form(row.exitCode);
    form.distance(row.start, before.start);
    form.distance(row.end, before.end);
    form(row.host);
    form(row.reason);
    form(row.usage.cpuSeconds);
    form(row.usage.maxMemoryKiB);
    form(row.usage.readBytes);
    form(row.usage.writeBytes);
    form(row.cachedFrom);
    form.distance(row.cachedAt, before.cachedAt);
}

} // namespace

std::string rowsToBytes(const std::vector<TaskRow> &rows)
{
    Encoder to;
    to.u(version);
    to.u(rows.size());
    Writer form(to);
    const TaskRow none;
    const TaskRow *before = &none;
    for (const TaskRow &row : rows) {
        rowFields(form, row, *before);
        before = &row;
    }
    return to.take();
}

Result<std::vector<TaskRow>> rowsFromBytes(std::string_view bytes)
{
    Decoder from(bytes);
    const bool known = from.u() == version;
    const std::size_t count = known ? from.count() : 0;
    if (count > from.rest().size() / leastBytes)
        from.fail();
    std::vector<TaskRow> rows(from.ok() ? count : 0);
    Reader form(from, version);
    const TaskRow none;
    const TaskRow *before = &none;
    for (TaskRow &row : rows) {
        rowFields(form, row, *before);
        before = &row;
    }
    if (!known || !from.ok() || !from.atEnd())
        return fail(ErrorCode::Corrupt, "task rows",
                    "bytes that another version wrote, or damaged");
    return rows;
}

} // namespace orrery::types
