// SPDX-License-Identifier: GPL-3.0-or-later
// Single values of a file, as written.
#include <QtTest>

#include "engine/values.h"

using namespace orrery;

class TestWrittenValues : public QObject {
    Q_OBJECT
private slots:
    void givesWhatIsWritten_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("value");
        QTest::newRow("a text") << "nodes/0/nodeId"
                                << R"("a")";
        QTest::newRow("the default, spelt out") << "nodes/0/executionConfig/network"
                                                << "false";
        QTest::newRow("what is wrong") << "nodes/0/executionConfig/timeout"
                                       << R"("soon")";
        QTest::newRow("an object, in the order of the file") << "nodes/0/arguments"
                                                             << R"({"z":1,"a/b":[2,3]})";
        QTest::newRow("a key with a slash") << "nodes/0/arguments/a~1b/1"
                                            << "3";
        QTest::newRow("through an alias") << "nodes/1/executionConfig/timeout"
                                          << R"("soon")";
        QTest::newRow("the whole") << "nodes/2"
                                   << R"({"nodeId":"c"})";
        QTest::newRow("no such key") << "nodes/0/name"
                                     << "";
        QTest::newRow("no such element") << "nodes/7"
                                         << "";
        QTest::newRow("below a text") << "dagId/x"
                                      << "";
    }
    void givesWhatIsWritten()
    {
        QFETCH(QString, path);
        QFETCH(QString, value);
        const toolkit::WrittenValues values("dagId: d\n"
                                            "nodes:\n"
                                            "  - nodeId: a\n"
                                            "    executionConfig: &how\n"
                                            "      {network: false, timeout: soon}\n"
                                            "    arguments: {z: 1, a/b: [2, 3]}\n"
                                            "  - {nodeId: b, executionConfig: *how}\n"
                                            "  - {nodeId: c}\n",
                                            "d.yaml");
        QCOMPARE(QString::fromStdString(values.at(path.toStdString())), value);
    }

    void aBrokenTextGivesWhatCouldBeRead()
    {
        QCOMPARE(toolkit::WrittenValues().at("dagId"), JsonText());
        QCOMPARE(toolkit::WrittenValues("\"", "d.yaml").at("dagId"), JsonText());
    }
};

QTEST_GUILESS_MAIN(TestWrittenValues)
#include "tst_writtenvalues.moc"
