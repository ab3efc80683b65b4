// SPDX-License-Identifier: GPL-3.0-or-later
// The program itself: arguments, screenshots, exit codes.
#include <QFile>
#include <QImage>
#include <QJsonDocument>
#include <QJsonObject>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

class tst_Start final : public QObject {
    Q_OBJECT
private slots:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void aScreenshotIsSavedWithItsFigures_data()
    {
        QTest::addColumn<QSize>("size");
        QTest::addColumn<QString>("scale");
        QTest::addColumn<QStringList>("options");
        QTest::newRow("small") << QSize(1280, 720) << "1" << QStringList();
        QTest::newRow("large") << QSize(1920, 1080) << "1" << QStringList();
        QTest::newRow("at 1.25") << QSize(1280, 720) << "1.25" << QStringList();
        QTest::newRow("at 2") << QSize(1280, 720) << "2" << QStringList();
        QTest::newRow("on paper, in Chinese")
            << QSize(1280, 720) << "1" << QStringList{"--theme", "light", "--language", "zh_CN"};
    }
    void aScreenshotIsSavedWithItsFigures()
    {
        QFETCH(QSize, size);
        QFETCH(QString, scale);
        QFETCH(QStringList, options);
        qputenv("QT_SCALE_FACTOR", scale.toLatin1());
        const QString example = qEnvironmentVariable("ORRERY_SOURCE_DIR") +
                                QStringLiteral("/tests/app/data/diamond.yaml");
        const QString png = m_dir->filePath(QStringLiteral("p.png"));
        const Ended ended = start(QStringList{example, "--screenshot", png, "--size",
                                   QStringLiteral("%1x%2").arg(size.width()).arg(size.height())} +
                                  options);
        qunsetenv("QT_SCALE_FACTOR");
        QVERIFY2(ended.code == 0, ended.errors.constData());
        const QJsonObject figures = QJsonDocument::fromJson(ended.output).object();
        QCOMPARE(figures.value(u"nodes").toInt(), 4);
        QCOMPARE(figures.value(u"edges").toInt(), 4);
        QVERIFY(figures.value(u"first_frame_seconds").toDouble() > 0);
        const QImage image(png);
        QCOMPARE(image.size(), size * scale.toDouble());
        // The 3D view is in the picture: its middle is not one flat colour.
        QSet<QRgb> colours;
        const QRect middle(image.width() / 3, image.height() / 4, image.width() / 4,
                           image.height() / 4);
        for (int y = middle.top(); y < middle.bottom(); y += 3)
            for (int x = middle.left(); x < middle.right(); x += 3)
                colours.insert(image.pixel(x, y));
        QVERIFY2(colours.size() > 20, qPrintable(QString::number(colours.size())));
    }

    void badStartsEndWithTwo_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("says");
        QTest::newRow("broken file") << QStringList{"BROKEN", "--screenshot", "PNG"} << "5:";
        QTest::newRow("no such file")
            << QStringList{"/nonexistent.yaml", "--screenshot", "PNG"} << "no such file";
        QTest::newRow("picture of nothing") << QStringList{"--screenshot", "PNG"} << "needs a FILE";
        QTest::newRow("odd size") << QStringList{"BROKEN", "--screenshot", "PNG", "--size", "big"}
                                  << "WIDTHxHEIGHT";
        QTest::newRow("no such theme") << QStringList{"--theme", "pink"} << "high-contrast";
        QTest::newRow("no such language") << QStringList{"--language", "tlh"} << "zh_CN";
        QTest::newRow("a wall takes no file") << QStringList{"--wall", "a.yaml"} << "no FILE";
        QTest::newRow("two files") << QStringList{"a", "b"} << "one FILE";
    }
    void badStartsEndWithTwo()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, says);
        QFile broken(m_dir->filePath(QStringLiteral("broken.yaml")));
        QVERIFY(broken.open(QIODevice::WriteOnly));
        broken.write("dagId: d\nnodes:\n  - {nodeId: a}\nedges:\n  - {from: a, to: nowhere}\n");
        broken.close();
        arguments.replaceInStrings(QStringLiteral("BROKEN"), broken.fileName());
        arguments.replaceInStrings(QStringLiteral("PNG"), m_dir->filePath(QStringLiteral("p.png")));
        const Ended ended = start(arguments);
        QCOMPARE(ended.code, 2);
        QVERIFY2(ended.errors.contains(says.toUtf8()), ended.errors.constData());
        QVERIFY(!QFile::exists(m_dir->filePath(QStringLiteral("p.png"))));
    }

private:
    struct Ended {
        int code = -1;
        QByteArray output;
        QByteArray errors;
    };
    Ended start(QStringList arguments) const
    {
        QProcess program;
        arguments << QStringLiteral("--home") << m_dir->filePath(QStringLiteral("home"));
        program.start(qEnvironmentVariable("ORRERY_BIN_DIR") + QStringLiteral("/orrery-cockpit"),
                      arguments);
        if (!program.waitForFinished(60'000)) {
            program.kill();
            program.waitForFinished();
        }
        return {program.exitStatus() == QProcess::NormalExit ? program.exitCode() : -1,
                program.readAllStandardOutput(), program.readAllStandardError()};
    }

    std::unique_ptr<QTemporaryDir> m_dir;
};

QTEST_GUILESS_MAIN(tst_Start)
#include "tst_start.moc"
