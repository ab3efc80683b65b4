// SPDX-License-Identifier: GPL-3.0-or-later
// Settings are checked values of one list; recent files remember what was opened.
#include <QJsonDocument>
#include <QJsonObject>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include "shell/standardsettings.h"
#include "widgets/recentfiles.h"
#include "widgets/settings.h"

using namespace orrery;
using namespace orrery::widgets;

class tst_Settings final : public QObject {
    Q_OBJECT
private slots:
    void init() { m_file = m_dir.filePath(QStringLiteral("%1.ini").arg(++m_count)); }

    void aChosenValueIsKeptForTheNextStart()
    {
        {
            Settings settings(m_file);
            shell::defineStandardSettings(settings);
            QSignalSpy changed(&settings, &Settings::changed);
            QVERIFY(settings.set(QStringLiteral("look.theme"), QStringLiteral("light")));
            QVERIFY(settings.set(QStringLiteral("look.theme"), QStringLiteral("light")));
            QCOMPARE(changed.size(), 1);
        }
        Settings settings(m_file);
        shell::defineStandardSettings(settings);
        QCOMPARE(settings.value(QStringLiteral("look.theme")).toString(), QStringLiteral("light"));
        QVERIFY(!settings.isDefault(QStringLiteral("look.theme")));
        settings.reset(QStringLiteral("look.theme"));
        QCOMPARE(settings.value(QStringLiteral("look.theme")).toString(),
                 QStringLiteral("cyberpunk"));
        Settings again(m_file);
        shell::defineStandardSettings(again);
        QVERIFY(again.isDefault(QStringLiteral("look.theme")));
    }

    void whatIsNotAllowedIsRefused_data()
    {
        QTest::addColumn<QString>("key");
        QTest::addColumn<QVariant>("value");
        QTest::addColumn<QString>("says");
        QTest::newRow("no such theme") << "look.theme" << QVariant("pink") << "high-contrast";
        QTest::newRow("no number") << "limits.maxNodes" << QVariant("many") << "whole number";
        QTest::newRow("none at all") << "limits.maxNodes" << QVariant(0) << "from 1 to";
        QTest::newRow("half a node") << "limits.maxNodes" << QVariant(1.5) << "whole number";
        QTest::newRow("neither on nor off") << "start.reopen" << QVariant("maybe") << "true";
        QTest::newRow("unknown") << "look.colour" << QVariant("red") << "no such setting";
    }
    void whatIsNotAllowedIsRefused()
    {
        QFETCH(QString, key);
        QFETCH(QVariant, value);
        QFETCH(QString, says);
        Settings settings(m_file);
        shell::defineStandardSettings(settings);
        const auto done = settings.set(key, value);
        QVERIFY(!done);
        QCOMPARE(QString::fromStdString(done.error().where), key);
        QVERIFY2(QString::fromStdString(done.error().what).contains(says),
                 done.error().what.c_str());
    }

    void aFileThatSaysNonsenseGivesTheDefault()
    {
        QSettings(m_file, QSettings::IniFormat).setValue(QStringLiteral("look/theme"), "pink");
        Settings settings(m_file);
        shell::defineStandardSettings(settings);
        QCOMPARE(settings.value(QStringLiteral("look.theme")).toString(),
                 QStringLiteral("cyberpunk"));
    }

    void whatIsExportedIsImportedElsewhere_data()
    {
        QTest::addColumn<bool>("ini");
        QTest::newRow("JSON") << false;
        QTest::newRow("INI") << true;
    }
    void whatIsExportedIsImportedElsewhere()
    {
        QFETCH(bool, ini);
        Settings here(QString{});
        shell::defineStandardSettings(here);
        QVERIFY(here.set(QStringLiteral("look.theme"), QStringLiteral("dark")));
        QVERIFY(here.set(QStringLiteral("limits.maxNodes"), 1234));
        QVERIFY(here.set(QStringLiteral("start.reopen"), false));
        Settings there(m_file);
        shell::defineStandardSettings(there);
        const auto changed = there.importText(here.exported(ini));
        QVERIFY2(changed, changed ? "" : changed.error().what.c_str());
        QCOMPARE(*changed, 3);
        QCOMPARE(there.value(QStringLiteral("limits.maxNodes")).toInt(), 1234);
        QCOMPARE(there.value(QStringLiteral("start.reopen")).toBool(), false);
        QCOMPARE(shell::limitsOf(there).maxNodes, 1234U);
    }

    void aBadImportChangesNothing()
    {
        Settings settings(m_file);
        shell::defineStandardSettings(settings);
        for (const char *text :
             {R"({"look.theme": "dark", "look.colour": 1})",
              R"({"look.theme": "dark", "limits.maxNodes": -1})", "{", "[look]\n"})
            QVERIFY2(!settings.importText(text), text);
        QVERIFY(settings.isDefault(QStringLiteral("look.theme")));
    }

    void everySettingSaysWhatItMeans()
    {
        Settings settings(m_file);
        shell::defineStandardSettings(settings);
        QVERIFY(settings.all().size() >= 15);
        for (const Setting &setting : settings.all()) {
            QVERIFY2(setting.key.contains(QLatin1Char('.')), qPrintable(setting.key));
            QVERIFY2(setting.help.endsWith(QLatin1Char('.')), qPrintable(setting.key));
            QVERIFY2(!setting.title.isEmpty() && !setting.group.isEmpty(), qPrintable(setting.key));
            QVERIFY2(settings.set(setting.key, setting.byDefault), qPrintable(setting.key));
        }
    }

    void recentFilesComeNewestFirstAndPinnedOnesStay()
    {
        Settings settings(m_file);
        RecentFiles recent(settings);
        for (int i = 0; i < 20; ++i)
            recent.add(QStringLiteral("/d/%1.yaml").arg(i));
        QCOMPARE(recent.files().size(), RecentFiles::capacity);
        QCOMPARE(recent.files().front(), QStringLiteral("/d/19.yaml"));
        recent.pin(QStringLiteral("/d/10.yaml"), true);
        QCOMPARE(recent.files().front(), QStringLiteral("/d/10.yaml"));
        recent.clear();
        QCOMPARE(recent.files(), QStringList{QStringLiteral("/d/10.yaml")});
        recent.pin(QStringLiteral("/d/10.yaml"), false);
        QVERIFY(!recent.pinned(QStringLiteral("/d/10.yaml")));
        recent.remove(QStringLiteral("/d/10.yaml"));
        QVERIFY(recent.files().isEmpty());
    }

private:
    QTemporaryDir m_dir;
    QString m_file;
    int m_count = 0;
};

QTEST_GUILESS_MAIN(tst_Settings)
#include "tst_settings.moc"
