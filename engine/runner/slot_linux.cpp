// SPDX-License-Identifier: GPL-3.0-or-later
// The life of a task: start and what is needed for it. What happens while it runs and at its end
// stands in slotwatch_linux.cpp.
#include "runner/slot_linux.h"

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>

#include <fcntl.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "runner/container.h"
#include "types/codec.h"
#include "wire/runner.h"

namespace orrery::runner {
namespace {

WallMs wallNow()
{
    using namespace std::chrono;
    return duration_cast<milliseconds>(system_clock::now().time_since_epoch()).count();
}

std::string withScript(std::string argument, const std::string &script)
{
    constexpr std::string_view mark = "%SCRIPT%";
    for (std::size_t at = argument.find(mark); at != std::string::npos;
         at = argument.find(mark, at + script.size()))
        argument.replace(at, mark.size(), script);
    return argument;
}

std::vector<char *> pointers(std::vector<std::string> &texts)
{
    std::vector<char *> all;
    all.reserve(texts.size() + 1);
    for (std::string &text : texts)
        all.push_back(text.data());
    all.push_back(nullptr);
    return all;
}

} // namespace

Slot::Slot(const Options &options, const HostFacts &facts, const Cgroups &cgroups,
           std::uint32_t number, SlotState &state, const OfferPage &page, platform::Fd socket)
    : m_options(options), m_facts(facts), m_cgroups(cgroups), m_slot(number), m_state(state),
      m_page(page), m_socket(std::move(socket)), m_null(::open("/dev/null", O_RDONLY | O_CLOEXEC)),
      m_place(options, facts, number, state), m_sandbox(options, facts)
{
    ::prctl(PR_SET_CHILD_SUBREAPER, 1);
    ::prctl(PR_SET_NAME, "orrery-slot");
    std::strncpy(m_state.bootId.data(), facts.bootId.c_str(), m_state.bootId.size() - 1);
    m_state.slotPid = ::getpid();
    m_state.slotStart = startTicks(::getpid());
    m_state.taskPid = 0;
    m_state.run.fill('\0');
}

void Slot::serve()
{
    for (;;) {
        if (!m_next)
            m_next = claim();
        if (m_next)
            runTask(*std::exchange(m_next, {}));
        else
            (void)receive(true);
    }
}

/// Takes what lies on the page, when it is still offered. Only before the runner hears of an end:
/// until then it lays nothing else there.
void Slot::claimLaid()
{
    std::uint32_t laid = m_state.offered;
    if (laid == 0 || m_page.number != laid || !m_state.offered.compare_exchange_strong(laid, 0))
        return;
    handle({m_page.bytes.data(), m_page.size});
    m_waiting.back().offered = false;
}

std::optional<Slot::Waiting> Slot::claim()
{
    while (!m_waiting.empty()) {
        Waiting next = std::move(m_waiting.front());
        m_waiting.pop_front();
        std::uint32_t expected = next.number;
        const bool ours = !next.offered || m_state.offered.compare_exchange_strong(expected, 0);
        if (ours && (!next.ahead || m_endedWell))
            return next;
    }
    return {};
}

/// @return false when nothing more is there now
bool Slot::receive(bool wait)
{
    std::array<char, 65536> buffer;
    // poll and not recv waits: that would be woken, too, when the runner has read what we sent.
    pollfd readable{m_socket.get(), POLLIN, 0};
    if (wait && ::poll(&readable, 1, -1) < 0)
        return false;
    const ssize_t got = ::recv(m_socket.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (got < 0 && (errno == EINTR || errno == EAGAIN))
        return false;
    if (got <= 0)
        leave();
    m_reader.feed({buffer.data(), static_cast<std::size_t>(got)});
    std::string_view message;
    while (m_reader.next(message))
        handle(message);
    if (m_reader.broken())
        leave();
    return true;
}

void Slot::handle(std::string_view message)
{
    types::Decoder from(message);
    const auto kind = static_cast<ToSlot>(from.u());
    const auto number = static_cast<std::uint32_t>(from.u());
    if (kind == ToSlot::Cancel)
        m_cancelled = number;
    else
        m_waiting.push_back(
            {number, kind != ToSlot::Run, kind == ToSlot::Ahead, wire::decodeOrder(from)});
}

void Slot::tell(FromSlot kind, std::uint32_t number, types::Encoder &body)
{
    types::Encoder head;
    head.u(static_cast<std::uint64_t>(kind));
    head.u(number);
    std::string frame;
    core::appendFrame(frame, head.bytes() + body.bytes());
    for (std::size_t sent = 0; sent < frame.size();) {
        const ssize_t done =
            ::send(m_socket.get(), frame.data() + sent, frame.size() - sent, MSG_NOSIGNAL);
        if (done < 0 && errno == EINTR)
            continue;
        if (done <= 0)
            leave();
        sent += static_cast<std::size_t>(done);
    }
}

/// The runner is gone: so is what it started. Its successor finds the log and reports the attempt.
void Slot::leave()
{
    Usage ignored;
    (void)reapEverything(0, ignored);
    m_state.taskPid = 0;
    m_state.slotPid = 0;
    ::_exit(0);
}

void Slot::noteTask(const types::LaunchOrder &order)
{
    m_state.task = order.key.task;
    m_state.attempt = order.key.attempt;
    const std::string &run = order.key.run.text;
    m_state.run.fill('\0');
    if (run.size() < m_state.run.size())
        std::memcpy(m_state.run.data(), run.data(), run.size());
}

void Slot::runTask(Waiting waiting)
{
    Task task;
    task.number = waiting.number;
    task.order = std::move(waiting.order);
    task.begun = monotonicNs();
    task.exit.start = wallNow();
    task.exit.enforcement = "none";
    m_state.taskStart = task.exit.start;
    noteTask(task.order);
    const bool started = start(task);
    if (started) {
        watch(task);
        finish(task);
    } else {
        task.exit.end = wallNow();
    }
    tellEnd(task);
}

/// The next order is claimed before the runner hears of this end: from then on it may offer
/// another.
void Slot::tellEnd(const Task &task)
{
    m_state.run[0] = '\0';
    m_endedWell = leadsOn(task.exit);
    if (!m_stuck) {
        claimLaid();
        if (m_waiting.empty())
            (void)receive(false);
    }
    m_next = claim();
    types::Encoder body;
    body.u(m_next ? m_next->number : 0);
    types::encodeExit(task.exit, body);
    tell(FromSlot::Ended, task.number, body);
    if (m_stuck)
        leave();
}

void Slot::refuse(Task &task, Cause cause, std::string detail) const
{
    task.exit.cause = cause;
    task.exit.detail = std::move(detail);
}

bool Slot::start(Task &task)
{
    const auto spawnFailed = [&](const Error &error) {
        refuse(task, Cause::SpawnFailed,
               error.where.empty() ? error.what : error.where + ": " + error.what);
        return false;
    };
    if (std::string why = unusableText(task.order); !why.empty())
        return spawnFailed({ErrorCode::InvalidSpec, "", why});
    if (task.order.isolation == Isolation::Container && !startsContainer(task.order.argv))
        return spawnFailed({ErrorCode::InvalidSpec, "",
                            "isolation level container needs an image: give the node runtime "
                            "CONTAINER"});
    if (task.order.isolation == Isolation::Container)
        if (const std::string path =
                unmountable(task.order, {m_place.workDir(), m_place.memoryDir()});
            !path.empty())
            return spawnFailed({ErrorCode::InvalidSpec, path,
                                "a comma, quote or line break in a path cannot be mounted into a "
                                "container; move the DAG or the home"});
    if (!m_ready)
        if (auto opened = m_place.open(); !opened)
            return spawnFailed(opened.error());
    m_ready = true;
    if (auto prepared = m_place.prepare(task.order); !prepared)
        return spawnFailed(prepared.error());
    task.sandboxed = task.order.isolation == Isolation::Sandbox;
    const TaskPaths paths{m_place.workDir(), task.sandboxed ? "/tmp" : m_place.temporaryDir(),
                          m_place.inputs(), m_place.outputs(), m_place.growth()};
    const Environment environment = taskEnvironment(task.order, m_facts, paths);
    if (task.sandboxed)
        if (auto made = m_sandbox.prepare(task.order, {m_place.workDir(), m_place.memoryDir()},
                                          environment);
            !made)
            return spawnFailed(made.error());
    SpawnPlan plan;
    plan.directory = m_place.workFd();
    plan.input = m_null.get();
    plan.output = m_place.logFd();
    holdMemory(task, plan);
    return launch(task, environment, plan);
}

/// Memory limit: by the slot's control group where the host has them, else by rlimit and by
/// samples.
void Slot::holdMemory(Task &task, SpawnPlan &plan)
{
    const std::uint64_t wanted = task.order.memoryMB;
    if (wanted != 0 && !m_inGroup)
        m_inGroup = m_cgroups.enter(m_slot);
    bool held = m_inGroup;
    if (m_inGroup && wanted != m_limitMiB) {
        held = m_cgroups.limit(m_slot, wanted);
        m_limitMiB = held ? wanted : ~std::uint64_t{0}; // unknown: set again for the next task
    }
    if (wanted == 0)
        return;
    if (held) {
        task.grouped = true;
        task.oomBefore = m_cgroups.oomKills(m_slot);
        task.exit.enforcement = m_cgroups.enforcement();
        plan.preferInOom = true;
        return;
    }
    // Address space that is reserved but never touched must not fail a program, so the rlimit
    // stands above the limit and the samples hold it.
    plan.dataLimit = ((wanted + wanted / 4) << 20U) + (64U << 20U);
    task.watchMemoryKiB = wanted << 10U;
    task.exit.enforcement = "rlimit";
}

bool Slot::launch(Task &task, const Environment &environment, SpawnPlan plan)
{
    std::vector<std::string> argv;
    if (task.sandboxed)
        argv = m_sandbox.command();
    const std::size_t own = argv.size();
    for (const std::string &argument : task.order.argv)
        argv.push_back(withScript(argument, m_place.script()));
    if (task.order.isolation == Isolation::Container) {
        const std::vector<std::string> options =
            containerOptions(task.order, {m_place.workDir(), m_place.memoryDir()}, environment);
        argv.insert(argv.begin() + 2, options.begin(), options.end());
    }
    const std::string program = findProgram(argv[own], environment);
    if (program.empty() ||
        (task.sandboxed && ::faccessat(m_place.workFd(), program.c_str(), F_OK, 0) != 0)) {
        refuse(task, Cause::MissingProgram, argv[own]);
        return false;
    }
    std::vector<std::string> variables;
    if (task.sandboxed) {
        variables = {"PATH=/usr/bin:/bin", "ORRERY_OUTPUTS=" + m_place.outputs()};
        plan.extra = {m_sandbox.argsFd(), m_sandbox.filterFd(), m_sandbox.statusFd()};
        plan.program = m_facts.bwrap.c_str();
    } else {
        for (const auto &[name, value] : environment)
            variables.push_back(name + "=" + value);
        plan.program = program.c_str();
    }
    const std::vector<char *> arguments = pointers(argv);
    const std::vector<char *> settings = pointers(variables);
    plan.argv = arguments.data();
    plan.environment = settings.data();
    m_state.logOwner = task.number;
    m_state.taskFrom = nowTicks();
    task.process = spawn(plan);
    if (task.process.pid > 0) {
        m_state.taskTo = nowTicks();
        m_state.taskPid = task.process.pid;
        return true;
    }
    const bool missing = task.process.inExec && task.process.error == ENOENT;
    const bool there = ::faccessat(m_place.workFd(), program.c_str(), F_OK, 0) == 0;
    if (missing)
        refuse(task, Cause::MissingProgram,
               there ? argv[own] + " (the interpreter in its first line)" : argv[own]);
    else
        refuse(task, Cause::SpawnFailed, argv[own] + ": " + std::strerror(task.process.error));
    m_state.logOwner = 0;
    return false;
}

} // namespace orrery::runner
