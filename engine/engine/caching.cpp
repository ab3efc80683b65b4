// SPDX-License-Identifier: GPL-3.0-or-later
// Tasks with a cache: an earlier result that stands for one, and results that are kept. Files are
// hashed on a thread of their own, one question after the other, so that a look sees every result
// that was kept before it.
#include <memory>
#include <utility>

#include "core/log.h"
#include "engine/cachequestion.h"
#include "engine/core.h"

namespace orrery::engine {

void Core::lookUp(LiveRun &run, TaskIndex task)
{
    auto question = std::make_shared<CacheQuestion>(questionOf(run.machine, task, m_options.home));
    m_cacheWorker.run([this, id = run.id, task, question, bypass = run.machine.bypassesCache(),
                       now = m_loop.wall(), alive = std::weak_ptr(m_alive)] {
        auto found =
            std::make_shared<Found>(m_options.findResult ? m_options.findResult(question->wanted)
                                                         : answerTo(*question, m_results, now));
        if (found->hit && bypass) {
            *found = {false, {}, "the run takes no earlier results"};
        } else if (found->hit && !m_options.findResult) {
            const auto brought = m_results.bring(found->result, question->wanted.directory);
            if (!brought)
                *found = {false, {}, brought.error().what};
        }
        m_loop.post([this, id, task, question, found, alive] {
            if (!alive.expired())
                lookedUp(id, task, data::toJson(question->wanted.key), *found);
        });
    });
}

void Core::lookedUp(const RunId &id, TaskIndex task, const JsonText &key, const Found &found)
{
    const auto live = m_runs.find(id);
    if (live == m_runs.end() || live->second->ended ||
        isFinal(live->second->machine.task(task).state))
        return; // it was cancelled meanwhile
    const KeptResult &result = found.result;
    if (found.hit)
        record(*live->second,
               TaskReused{task, result.run, result.made, key, result.outputs, m_loop.wall()});
    else
        record(*live->second,
               CacheMissed{task, key == "{}" ? JsonText() : key, found.why, m_loop.wall()});
    tick();
}

/// Once its end is on the disk, and if what it depends on is still what it was when it began.
void Core::keepResult(LiveRun &run, TaskIndex task)
{
    const CacheMissed *missed = run.machine.missed(task);
    if (missed == nullptr || missed->key.empty() || m_options.findResult)
        return;
    auto question = std::make_shared<CacheQuestion>(questionOf(run.machine, task, m_options.home));
    question->wanted.outputs = run.machine.outputs(task);
    question->wanted.made = run.machine.task(task).end;
    question->wanted.maxAge = question->material.cache.maxAge;
    hold(types::Effect::KeepResult, [this, question, key = data::keyFromJson(missed->key)] {
        m_cacheWorker.run([this, question, key] {
            const std::string name = question->wanted.run.text + "/" + question->wanted.task;
            complete(*question, m_results.hashes());
            if (!question->problem.empty() || question->wanted.key != key)
                return core::log(core::LogLevel::Info,
                                 name + ": its result is not kept, what it depends on "
                                        "changed while it ran");
            const auto kept = m_results.keep(question->wanted, question->material.cache.outputs);
            if (!kept)
                core::log(core::LogLevel::Warning,
                          name + ": its result is not kept: " + kept.error().where + ": " +
                              kept.error().what);
        });
    });
}

void Core::cacheEntries(const CacheFilter &filter, const Reply<std::vector<CacheEntry>> &reply)
{
    m_cacheWorker.run([this, filter, reply, alive = std::weak_ptr(m_alive)] {
        m_loop.post([reply, alive, all = m_results.list(filter)] {
            if (!alive.expired())
                reply(all);
        });
    });
}

void Core::clearCache(const CacheFilter &filter, const Reply<std::uint32_t> &reply)
{
    m_cacheWorker.run([this, filter, reply, alive = std::weak_ptr(m_alive)] {
        m_loop.post([reply, alive, count = m_results.clear(filter)] {
            if (!alive.expired())
                reply(count);
        });
    });
}

} // namespace orrery::engine
