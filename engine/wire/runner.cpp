// SPDX-License-Identifier: GPL-3.0-or-later
#include "wire/runner.h"

#include <utility>

namespace orrery::wire {
namespace {

using types::Decoder;
using types::Encoder;

template <typename T, typename Each>
void writeAll(const std::vector<T> &values, Encoder &to, Each each)
{
    to.u(values.size());
    for (const T &value : values)
        each(value, to);
}

template <typename Each>
auto readAll(Decoder &from, Each each)
{
    std::vector<decltype(each(from))> values;
    const std::size_t count = from.count();
    values.reserve(count);
    for (std::size_t i = 0; i < count && from.ok(); ++i)
        values.push_back(each(from));
    return values;
}

void writeText(const std::string &text, Encoder &to)
{
    to.s(text);
}
std::string readText(Decoder &from)
{
    return from.s();
}
void writeIndex(std::uint32_t index, Encoder &to)
{
    to.u(index);
}
std::uint32_t readIndex(Decoder &from)
{
    return static_cast<std::uint32_t>(from.u());
}

void write(const Hello &m, Encoder &to)
{
    to.u(m.protocol);
    to.u(m.epoch);
    to.u(m.milliCpu);
    to.u(m.memoryMiB);
}
void read(Hello &m, Decoder &from)
{
    m.protocol = static_cast<std::uint32_t>(from.u());
    m.epoch = from.u();
    m.milliCpu = from.u();
    m.memoryMiB = from.u();
}

void write(const Launch &m, Encoder &to)
{
    writeAll(m.orders, to, encodeOrder);
    for (const types::LaunchOrder &order : m.orders) {
        to.i(order.priority);
        to.u(order.age);
    }
}
/// How orders rank stands behind all of them: an older runner does not look there.
void read(Launch &m, Decoder &from)
{
    m.orders = readAll(from, decodeOrder);
    for (std::size_t n = 0; !from.atEnd() && from.ok() && n < m.orders.size(); ++n) {
        m.orders[n].priority = static_cast<std::int32_t>(from.i());
        m.orders[n].age = from.u();
    }
}
void write(const Cancel &m, Encoder &to)
{
    writeAll(m.keys, to, encodeKey);
}
void read(Cancel &m, Decoder &from)
{
    m.keys = readAll(from, decodeKey);
}
void write(const Acknowledge &m, Encoder &to)
{
    writeAll(m.keys, to, encodeKey);
}
void read(Acknowledge &m, Decoder &from)
{
    m.keys = readAll(from, decodeKey);
}

void write(const Follow &m, Encoder &to)
{
    encodeKey(m.key, to);
    to.u(m.offset);
    to.u(m.credit);
}
void read(Follow &m, Decoder &from)
{
    m.key = decodeKey(from);
    m.offset = from.u();
    m.credit = from.u();
}

void write(const Credit &m, Encoder &to)
{
    encodeKey(m.key, to);
    to.u(m.bytes);
}
void read(Credit &m, Decoder &from)
{
    m.key = decodeKey(from);
    m.bytes = from.u();
}

void write(const Unfollow &m, Encoder &to)
{
    encodeKey(m.key, to);
}
void read(Unfollow &m, Decoder &from)
{
    m.key = decodeKey(from);
}

void write(const Welcome &m, Encoder &to)
{
    to.u(m.protocol);
    to.i(m.pid);
    to.s(m.bootId);
    writeAll(m.alive, to, encodeKey);
}
void read(Welcome &m, Decoder &from)
{
    m.protocol = static_cast<std::uint32_t>(from.u());
    m.pid = from.i();
    m.bootId = from.s();
    m.alive = readAll(from, decodeKey);
}

void write(const Refused &m, Encoder &to)
{
    to.s(m.why);
}
void read(Refused &m, Decoder &from)
{
    m.why = from.s();
}

void write(const Progress &m, Encoder &to)
{
    writeAll(m.started, to, [](const types::Started &started, Encoder &out) {
        encodeKey(started.key, out);
        out.i(started.pid);
        out.i(started.at);
    });
    writeAll(m.ended, to, [](const types::Ended &ended, Encoder &out) {
        encodeKey(ended.key, out);
        types::encodeExit(ended.exit, out);
    });
}
void read(Progress &m, Decoder &from)
{
    m.started = readAll(from, [](Decoder &in) {
        types::Started started;
        started.key = decodeKey(in);
        started.pid = in.i();
        started.at = in.i();
        return started;
    });
    m.ended = readAll(from, [](Decoder &in) {
        types::Ended ended;
        ended.key = decodeKey(in);
        ended.exit = types::decodeExit(in);
        return ended;
    });
}

void write(const Samples &m, Encoder &to)
{
    writeAll(m.samples, to, encodeSample);
}
void read(Samples &m, Decoder &from)
{
    m.samples = readAll(from, decodeSample);
}

void write(const types::LogPiece &m, Encoder &to)
{
    encodeKey(m.key, to);
    to.u(m.offset);
    to.s(m.text);
    to.u(m.end ? 1 : 0);
}
void read(types::LogPiece &m, Decoder &from)
{
    m.key = decodeKey(from);
    m.offset = from.u();
    m.text = from.s();
    m.end = from.u() != 0;
}

void write(const Ahead &m, Encoder &to)
{
    writeAll(m.orders, to, [](const types::AheadOrder &one, Encoder &out) {
        encodeKey(one.after, out);
        encodeOrder(one.order, out);
    });
}
void read(Ahead &m, Decoder &from)
{
    m.orders = readAll(from, [](Decoder &in) {
        types::AheadOrder one;
        one.after = decodeKey(in);
        one.order = decodeOrder(in);
        return one;
    });
}

/// Reads the alternative number `kind`; the variant's order is the protocol's numbering.
template <std::size_t I = 0>
bool readKind(std::uint64_t kind, Decoder &from, RunnerMessage &to)
{
    if constexpr (I == std::variant_size_v<RunnerMessage>) {
        return false;
    } else {
        if (kind != I)
            return readKind<I + 1>(kind, from, to);
        read(to.emplace<I>(), from);
        return true;
    }
}

} // namespace

std::string encode(const RunnerMessage &message)
{
    Encoder to;
    to.u(message.index());
    std::visit([&to](const auto &m) { write(m, to); }, message);
    return to.take();
}

Result<RunnerMessage> decode(std::string_view bytes)
{
    Decoder from(bytes);
    RunnerMessage message;
    if (!readKind(from.u(), from, message) || !from.ok())
        return fail(ErrorCode::Corrupt, "runner",
                    "a message cannot be read; the other side is of another version");
    return message;
}

void encodeKey(const AttemptKey &key, Encoder &to)
{
    to.s(key.run.text);
    to.u(key.task);
    to.u(key.attempt);
}

AttemptKey decodeKey(Decoder &from)
{
    AttemptKey key;
    key.run = RunId(from.s());
    key.task = static_cast<TaskIndex>(from.u());
    key.attempt = static_cast<std::uint32_t>(from.u());
    return key;
}

void encodeOrder(const types::LaunchOrder &order, Encoder &to)
{
    encodeKey(order.key, to);
    to.u(order.fence);
    writeAll(order.argv, to, writeText);
    writeAll(order.environment, to, [](const auto &pair, Encoder &out) {
        out.s(pair.first);
        out.s(pair.second);
    });
    to.s(order.inputs);
    to.s(order.script);
    to.s(order.taskName);
    to.s(order.node);
    to.i(order.item);
    to.i(order.itemCount);
    to.s(order.dagDir);
    to.s(order.runDir);
    to.u(static_cast<std::uint64_t>(order.isolation));
    to.u(order.network ? 1 : 0);
    to.d(order.cpuCores);
    to.u(order.memoryMB);
    writeAll(order.gpus, to, writeIndex);
    to.i(order.timeout);
    writeAll(order.readOnlyPaths, to, writeText);
}

types::LaunchOrder decodeOrder(Decoder &from)
{
    types::LaunchOrder order;
    order.key = decodeKey(from);
    order.fence = from.u();
    order.argv = readAll(from, readText);
    order.environment = readAll(from, [](Decoder &in) {
        std::string name = in.s();
        return std::pair(std::move(name), in.s());
    });
    order.inputs = from.s();
    order.script = from.s();
    order.taskName = from.s();
    order.node = from.s();
    order.item = static_cast<std::int32_t>(from.i());
    order.itemCount = static_cast<std::int32_t>(from.i());
    order.dagDir = from.s();
    order.runDir = from.s();
    order.isolation = static_cast<Isolation>(from.u());
    order.network = from.u() != 0;
    order.cpuCores = from.d();
    order.memoryMB = from.u();
    order.gpus = readAll(from, readIndex);
    order.timeout = from.i();
    order.readOnlyPaths = readAll(from, readText);
    return order;
}

void encodeSample(const TaskSample &sample, Encoder &to)
{
    encodeKey({sample.run, sample.task, sample.attempt}, to);
    to.i(sample.at);
    to.d(sample.cpu);
    to.u(sample.memoryKiB);
    to.u(sample.readBytes);
    to.u(sample.writeBytes);
    to.u(sample.processes);
}

TaskSample decodeSample(Decoder &from)
{
    TaskSample sample;
    AttemptKey key = decodeKey(from);
    sample.run = std::move(key.run);
    sample.task = key.task;
    sample.attempt = key.attempt;
    sample.at = from.i();
    sample.cpu = from.d();
    sample.memoryKiB = from.u();
    sample.readBytes = from.u();
    sample.writeBytes = from.u();
    sample.processes = static_cast<std::uint32_t>(from.u());
    return sample;
}

} // namespace orrery::wire
