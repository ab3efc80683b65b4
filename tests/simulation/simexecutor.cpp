// SPDX-License-Identifier: GPL-3.0-or-later
#include "simhost.h"

#include <utility>

namespace orrery::simulation {
namespace {

constexpr int mostFailures = 5;
constexpr SpanMs retryAfter = 50; ///< times the number of failures [ms]

class SimExecutor final : public executors::Executor {
public:
    SimExecutor(core::VirtualLoop &loop, Dice &dice, SimHost &host, Rules &rules,
                std::shared_ptr<Life> life, executors::Observer observer, std::uint64_t milliCpu)
        : m_loop(loop), m_dice(dice), m_host(host), m_rules(rules), m_life(std::move(life)),
          m_observer(std::move(observer)), m_milliCpu(milliCpu)
    {
    }
    ~SimExecutor() override
    {
        if (m_link)
            m_link->abandon();
    }
    SimExecutor(const SimExecutor &) = delete;
    SimExecutor &operator=(const SimExecutor &) = delete;

    void connect(std::uint64_t epoch) override
    {
        if (!m_life->may())
            return;
        m_epoch = epoch;
        m_failures = 0;
        tryToConnect(m_dice.upTo(3));
    }
    [[nodiscard]] bool connected() const override { return m_welcomed; }
    void launch(std::vector<executors::LaunchOrder> orders) override
    {
        for (executors::LaunchOrder &order : orders) {
            if (!m_life->may())
                return;
            m_rules.launched(order);
            m_unsent.push_back(std::move(order));
        }
        if (m_welcomed)
            sendOrders();
    }
    void launchAhead(std::vector<executors::AheadOrder> orders) override
    {
        if (m_life->may() && m_welcomed)
            m_link->toRunner.send(
                [host = &m_host, link = m_link.get(), orders] { host->launchAhead(link, orders); });
    }
    void flush() override {}
    void cancel(std::span<const AttemptKey> keys) override
    {
        if (!m_life->may())
            return;
        m_uncancelled.insert(m_uncancelled.end(), keys.begin(), keys.end());
        if (m_welcomed)
            sendCancels();
    }
    void acknowledge(std::span<const AttemptKey> keys) override
    {
        if (!m_life->may())
            return;
        for (const AttemptKey &key : keys)
            m_rules.acknowledged(key);
        if (m_welcomed)
            m_link->toRunner.send([host = &m_host, link = m_link.get(),
                                   all = std::vector<AttemptKey>(keys.begin(), keys.end())] {
                host->acknowledge(link, all);
            });
    }
    void follow(const AttemptKey &, std::uint64_t) override {}
    void unfollow(const AttemptKey &) override {}

private:
    void tryToConnect(SpanMs after)
    {
        m_retry = m_loop.after(after, [this] {
            const auto keep = std::exchange(m_retry, nullptr); // we run inside it
            if (m_dice.chance(10))
                return failed();
            if (!m_host.runnerAlive()) {
                m_host.startRunner();
                return tryToConnect(m_dice.between(1, 50));
            }
            open();
        });
    }
    void failed()
    {
        if (m_failures++ < mostFailures)
            return tryToConnect(retryAfter * (m_failures - 1));
        m_observer.lost("nobody answers");
    }
    void open()
    {
        m_link = std::make_shared<Link>(m_loop, m_dice);
        m_link->welcome = [this](std::vector<AttemptKey> alive) { welcomed(std::move(alive)); };
        m_link->progress = [this](const auto &started, const auto &ended) {
            m_observer.progress(started, ended);
        };
        m_link->broken = [this](const std::string &) {
            m_welcomed = false;
            m_link.reset();
            failed();
        };
        m_host.attach(m_link);
        m_link->toRunner.send(
            [host = &m_host, link = std::weak_ptr(m_link), epoch = m_epoch, milliCpu = m_milliCpu] {
                if (const auto open = link.lock())
                    host->hello(open, epoch, milliCpu);
            });
    }
    /// What was given while the link was down is not lost: it leaves now.
    void welcomed(std::vector<AttemptKey> alive)
    {
        m_welcomed = true;
        m_failures = 0;
        for (const executors::LaunchOrder &order : m_unsent)
            alive.push_back(order.key);
        if (!m_unsent.empty())
            sendOrders();
        if (!m_uncancelled.empty())
            sendCancels();
        m_observer.ready(std::move(alive));
    }
    void sendOrders()
    {
        const auto deliver = [host = &m_host, link = m_link.get(),
                              orders = std::exchange(m_unsent, {})] { host->launch(link, orders); };
        m_link->toRunner.send(deliver);
        if (m_dice.chance(5)) // an order that is known is not started twice
            m_link->toRunner.send(deliver);
    }
    void sendCancels()
    {
        m_link->toRunner.send(
            [host = &m_host, link = m_link.get(), keys = std::exchange(m_uncancelled, {})] {
                host->cancel(link, keys);
            });
    }

    core::VirtualLoop &m_loop;
    Dice &m_dice;
    SimHost &m_host;
    Rules &m_rules;
    std::shared_ptr<Life> m_life;
    executors::Observer m_observer;
    std::uint64_t m_milliCpu;
    std::uint64_t m_epoch = 0;
    int m_failures = 0;
    bool m_welcomed = false;
    std::shared_ptr<Link> m_link;
    std::unique_ptr<core::Loop::Handle> m_retry;
    std::vector<executors::LaunchOrder> m_unsent;
    std::vector<AttemptKey> m_uncancelled;
};

} // namespace

std::unique_ptr<executors::Executor>
makeSimExecutor(core::VirtualLoop &loop, Dice &dice, SimHost &host, Rules &rules,
                std::shared_ptr<Life> life, executors::Observer observer, std::uint64_t milliCpu)
{
    return std::make_unique<SimExecutor>(loop, dice, host, rules, std::move(life),
                                         std::move(observer), milliCpu);
}

} // namespace orrery::simulation
