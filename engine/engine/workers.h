// SPDX-License-Identifier: GPL-3.0-or-later
// A few threads for work that would keep the engine's loop: parsing, probing, reading files.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace orrery::engine {

/// Runs jobs in order of arrival on `threads` threads; the destructor drops what has not
/// begun, unless `finish`. Without threads a job is done at once, by who gives it.
class Workers {
public:
    explicit Workers(unsigned threads, bool finish = false);
    ~Workers();
    Workers(const Workers &) = delete;
    Workers &operator=(const Workers &) = delete;
    void run(std::function<void()> job);

private:
    void work();

    std::mutex m_mutex;
    std::condition_variable m_changed;
    std::deque<std::function<void()>> m_jobs;
    bool m_stop = false;
    bool m_finish = false; ///< do what is left before the end
    std::vector<std::thread> m_threads;
};

} // namespace orrery::engine
