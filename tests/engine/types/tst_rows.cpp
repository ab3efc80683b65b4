// SPDX-License-Identifier: GPL-3.0-or-later
// Task rows on their way over a socket: the same on the other side, refused when damaged.
#include <QTest>

#include "types/codec.h"
#include "types/rows.h"

using namespace orrery;
using types::rowsFromBytes;
using types::rowsToBytes;

namespace {

std::vector<TaskRow> rows()
{
    std::vector<TaskRow> all(3);
    all[0].task = all[0].node = 0;
    all[1].task = 7;
    all[1].node = 2;
    all[1].item = 4;
    all[1].label = "köln";
    all[1].state = TaskState::Failed;
    all[1].attempts = 3;
    all[1].exitCode = 137;
    all[1].start = 1'764'000'000'000;
    all[1].end = 1'764'000'000'950;
    all[1].host = "local";
    all[1].reason = "It exited with code 137.";
    all[1].usage = {1.5, 2048, 4096, 8192};
    all[1].cachedFrom = RunId("20261125-101010-abcd");
    all[1].cachedAt = 1'763'000'000'000;
    all[2].task = 8;
    all[2].node = 2;
    all[2].item = 5;
    return all;
}

bool same(const TaskRow &a, const TaskRow &b)
{
    return a.task == b.task && a.node == b.node && a.item == b.item && a.label == b.label &&
           a.state == b.state && a.attempts == b.attempts && a.exitCode == b.exitCode &&
           a.start == b.start && a.end == b.end && a.host == b.host && a.reason == b.reason &&
           a.usage.cpuSeconds == b.usage.cpuSeconds &&
           a.usage.maxMemoryKiB == b.usage.maxMemoryKiB && a.usage.readBytes == b.usage.readBytes &&
           a.usage.writeBytes == b.usage.writeBytes && a.cachedFrom == b.cachedFrom &&
           a.cachedAt == b.cachedAt;
}

} // namespace

class tst_Rows : public QObject {
    Q_OBJECT
private slots:
    void everyFieldArrives();
    void damageIsRefused();
    void aFalseCountIsRefused();
    void aRowThatSaysNothingIsSmall();
};

void tst_Rows::everyFieldArrives()
{
    for (std::size_t count = 0; count <= rows().size(); ++count) {
        std::vector<TaskRow> sent = rows();
        sent.resize(count);
        const auto came = rowsFromBytes(rowsToBytes(sent));
        QVERIFY(came);
        QVERIFY(std::equal(sent.begin(), sent.end(), came->begin(), came->end(), same));
    }
}

void tst_Rows::damageIsRefused()
{
    const std::string whole = rowsToBytes(rows());
    for (std::size_t length = 0; length < whole.size(); ++length)
        QVERIFY2(!rowsFromBytes(whole.substr(0, length)), QByteArray::number(int(length)));
    QVERIFY(!rowsFromBytes(whole + "x"));
    std::string later = whole;
    later[0] = 99; // its version
    QCOMPARE(rowsFromBytes(later).error().code, ErrorCode::Corrupt);
}

void tst_Rows::aFalseCountIsRefused()
{
    types::Encoder to;
    to.u(1); // version
    to.u(1'000'000);
    std::string bytes = to.take();
    bytes.append(1'000'000, '\0'); // as many bytes as rows, of which each takes more
    QCOMPARE(rowsFromBytes(bytes).error().code, ErrorCode::Corrupt);
    std::vector<TaskRow> smallest(1);
    smallest[0].task = smallest[0].node = 0;
    QVERIFY(rowsFromBytes(rowsToBytes(smallest)));
}

void tst_Rows::aRowThatSaysNothingIsSmall()
{
    constexpr std::size_t many = 1000, most = 32; // [bytes] of a row
    std::vector<TaskRow> quiet(many);
    for (TaskIndex task = 0; task < many; ++task)
        quiet[task].task = quiet[task].node = task;
    QVERIFY(rowsToBytes(quiet).size() < many * most);
}

QTEST_APPLESS_MAIN(tst_Rows)
#include "tst_rows.moc"
