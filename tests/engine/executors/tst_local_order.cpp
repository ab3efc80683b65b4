// SPDX-License-Identifier: GPL-3.0-or-later
// The backlog of a runner is first in, first out, whatever its orders need.
#include "runnerhost.h"

#include <fstream>

using namespace orrery;
using test::LaunchOrder;
using test::RunnerHost;

namespace {

LaunchOrder sized(LaunchOrder order, double cores)
{
    order.cpuCores = cores;
    return order;
}

} // namespace

class tst_LocalOrder : public QObject {
    Q_OBJECT
private slots:
    void aSmallOrderDoesNotOvertakeALargeOne();
};

/// A large order stands ready behind a large task; small ones could begin beside it again and
/// again.
void tst_LocalOrder::aSmallOrderDoesNotOvertakeALargeOne()
{
    RunnerHost host;
    host.options.milliCpu = 3000;
    QVERIFY2(host.connect(), host.m_lost.c_str());
    const auto gated = [&host](const char *gate, double cores) {
        return sized(host.sh("while [ ! -e '" + host.path(gate) + "' ]; do sleep 0.01; done"),
                     cores);
    };
    const LaunchOrder large = gated("large", 2), small = gated("small", 1);
    const LaunchOrder next = sized(host.order({"/bin/true"}), 2);
    std::vector<LaunchOrder> orders{large, small, next};
    for (int i = 0; i < 8; ++i)
        orders.push_back(sized(host.order({"/bin/true"}), 1));
    host.launch(orders);
    QVERIFY(host.waitStarted(large.key));
    QVERIFY(host.waitStarted(small.key));
    std::ofstream(host.path("small")) << "x";
    QVERIFY(host.endOf(small.key).succeeded());
    std::ofstream(host.path("large")) << "x";
    const Exit came = host.endOf(next.key);
    QVERIFY(came.succeeded());
    for (std::size_t i = 3; i < orders.size(); ++i) {
        const Exit later = host.endOf(orders[i].key);
        QVERIFY(later.succeeded());
        QVERIFY2(
            later.start >= came.start,
            qPrintable(
                QString("order %1 began %2 ms before it").arg(i).arg(came.start - later.start)));
    }
}

QTEST_GUILESS_MAIN(tst_LocalOrder)
#include "tst_local_order.moc"
