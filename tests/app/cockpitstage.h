// SPDX-License-Identifier: GPL-3.0-or-later
// A cockpit over a real engine in a home of its own, for tests that drive it.
#pragma once

#include <memory>

#include <QFile>
#include <QPushButton>
#include <QTemporaryDir>
#include <QTest>

#include "engine/engine.h"
#include "shell/mainwindow.h"
#include "shell/runcontrol.h"
#include "shell/universepanel.h"
#include "widgets/skin.h"

namespace orrery {

class CockpitStage {
public:
    CockpitStage()
    {
        auto loaded = theming::Theme::load(QStringLiteral(":/themes/cyberpunk.json"));
        if (!loaded)
            qFatal("the theme cannot be read");
        theme = std::move(*loaded);
        widgets::applySkin(*qApp, *theme);
        OpenOptions options;
        options.home = dir.filePath(QStringLiteral("home")).toStdString();
        options.role = "cockpit";
        options.programDir = qEnvironmentVariable("ORRERY_BIN_DIR").toStdString();
        options.examplesDir =
            qEnvironmentVariable("ORRERY_SOURCE_DIR").toStdString() + "/resources/examples";
        options.post = [](std::function<void()> work) {
            QMetaObject::invokeMethod(qApp, std::move(work), Qt::QueuedConnection);
        };
        auto opened = openHome(options);
        if (!opened)
            qFatal("%s", opened.error().what.c_str());
        home = std::move(*opened);
        window = std::make_unique<shell::MainWindow>(
            *theme, bridge, dir.filePath(QStringLiteral("cockpit.ini")), QString());
        window->resize(1600, 900);
        window->show();
        bridge.attach(&home->session());
        if (!QTest::qWaitForWindowExposed(window.get()))
            qFatal("the window does not show");
        window->activateWindow();
        [[maybe_unused]] const bool active = QTest::qWaitForWindowActive(window.get());
    }
    ~CockpitStage()
    {
        window->document().dropDraft();
        window.reset();
        bridge.attach(nullptr);
        home->abandon();
    }
    CockpitStage(const CockpitStage &) = delete;
    CockpitStage &operator=(const CockpitStage &) = delete;

    /// Writes and opens a DAG file. @return  its path
    QString open(const QString &name, const QByteArray &text)
    {
        const QString path = dir.filePath(name);
        QFile file(path);
        if (file.open(QIODevice::WriteOnly))
            file.write(text);
        file.close();
        window->openFile(path);
        [&] {
            QTRY_VERIFY_WITH_TIMEOUT(window->universe().settled(), 10'000);
            QTRY_VERIFY(window->control().canRun());
        }();
        return path;
    }
    void trigger(const char *action)
    {
        QAction *known = window->actions().action(QString::fromLatin1(action));
        QVERIFY2(known, action);
        QTRY_VERIFY2(known->isEnabled(), action);
        known->trigger();
    }

    QTemporaryDir dir;
    std::unique_ptr<theming::Theme> theme;
    std::unique_ptr<Home> home;
    bridge::SessionBridge bridge;
    std::unique_ptr<shell::MainWindow> window;
};

} // namespace orrery
