// SPDX-License-Identifier: GPL-3.0-or-later
// A run as a document: complete, escaped, in one piece.
#include <QXmlStreamReader>
#include <QtTest>

#include "advise/report.h"
#include "support/dag.h"

using namespace orrery;

namespace {

RunReport made()
{
    RunReport report;
    RunDetail &run = report.run;
    run.dag = std::make_shared<const DagSpec>(support::dag("load>train"));
    run.summary.id = RunId("20261125-100000-abcd");
    run.summary.dag = DagId("sales");
    run.summary.dagName = "Sales <2026>";
    run.summary.state = RunState::Failed;
    run.summary.cause = "train failed: exit code 3.";
    run.summary.created = 1'700'000'000'000;
    run.summary.ended = run.summary.created + 65'000;
    run.summary.parameters = R"({"day":"2026-11-20","bad":"<script>alert(1)</script>"})";
    for (NodeIndex n = 0; n < 2; ++n) {
        TaskRow row;
        row.task = row.node = n;
        row.attempts = 1;
        row.start = run.summary.created + n * 5000;
        row.end = row.start + (n == 0 ? 5000 : 60'000);
        row.state = n == 0 ? TaskState::Succeeded : TaskState::Failed;
        run.tasks.push_back(row);
        run.outputs.emplace_back(n == 0 ? R"({"rows":12345,"file":"/r/out.csv"})" : "");
    }
    report.now = run.summary.ended;
    return report;
}

/// The SVG of a page is XML; what is not breaks in browsers and printers.
void verifyXml(const std::string &text)
{
    QXmlStreamReader reader(QByteArray::fromStdString(text));
    while (!reader.atEnd())
        reader.readNext();
    QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
}

} // namespace

class TestReport : public QObject {
    Q_OBJECT

private slots:
    void itTellsTheWholeRun()
    {
        const std::string html = advise::toHtml(made());
        for (const char *told : {"20261125-100000-abcd", "Sales &lt;2026&gt;",
                                 "train failed: exit code 3.", "1 m 05 s", "2026-11-20", "12345",
                                 "Critical path", "load → train", "Bottleneck", "<svg"})
            QVERIFY2(html.find(told) != std::string::npos, told);
    }

    void whatARunSaysIsNeverMarkup()
    {
        const std::string html = advise::toHtml(made());
        QCOMPARE(html.find("<script"), std::string::npos);
        QVERIFY(html.find("&lt;script&gt;") != std::string::npos);
    }

    void nothingIsFetched()
    {
        const std::string html = advise::toHtml(made());
        for (const char *fetch : {"http://", "https://", "src=", "@import", "url("}) {
            std::size_t at = html.find(fetch);
            if (at != std::string::npos && html.compare(at, 18, "http://www.w3.org/") == 0)
                at = html.find(fetch, at + 1) == std::string::npos ? std::string::npos : at;
            QVERIFY2(at == std::string::npos ||
                         html.compare(at, 26, "http://www.w3.org/2000/svg") == 0,
                     fetch);
        }
    }

    void picturesAreWellFormed() { verifyXml(advise::ganttSvg(made())); }

    void picturesCanBeNamedInstead()
    {
        RunReport report = made();
        report.graph = "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        QVERIFY(advise::toHtml(report).find("<?xml") == std::string::npos);
        report.namedPictures = true;
        const std::string html = advise::toHtml(report);
        QVERIFY(html.find("<img src=\"report:gantt\">") != std::string::npos);
        QVERIFY(html.find("<img src=\"report:graph\">") != std::string::npos);
        QCOMPARE(html.find("<svg"), std::string::npos);
    }

    void aRunOfManyTasksStaysReadable()
    {
        RunReport report = made();
        for (TaskIndex i = 2; i < 5000; ++i) {
            TaskRow row = report.run.tasks[0];
            row.task = i;
            row.item = int(i);
            report.run.tasks.push_back(row);
        }
        const std::string html = advise::toHtml(report);
        QVERIFY(html.find("and 3000 more tasks") != std::string::npos);
        QVERIFY2(html.size() < 1'500'000, qPrintable(QString::number(html.size())));
        QVERIFY2(html.find(">train</td>") < html.find(">load[2]</td>"), "what failed stands first");
    }

    void aRunWithoutItsDagHasNoReport() { QVERIFY(advise::toHtml({}).empty()); }
};

QTEST_APPLESS_MAIN(TestReport)
#include "tst_report.moc"
