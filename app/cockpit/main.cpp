// SPDX-License-Identifier: GPL-3.0-or-later
// orrery-cockpit: the desktop application.
#include <cstdio>

#include <QDBusConnection>
#include <QDir>
#include <QFileInfo>
#include <QScreen>
#include <QSettings>
#include <QStandardPaths>

#include "appcontext.h"
#include "bridge/dagdocument.h"
#include "bridge/text.h"
#include "desktop/notifier.h"
#include "desktop/singleinstance.h"
#include "options.h"
#include "screenshot.h"
#include "shell/mainwindow.h"
#include "shell/stage.h"
#include "wall/wallwindow.h"

using namespace orrery;

namespace {

/// Beside the program in a build tree, in share/orrery when installed.
QString examplesDir(const QString &programs)
{
    for (const QString &place :
         {QStringLiteral("../share/orrery/examples"), QStringLiteral("../resources/examples"),
          QStringLiteral("../../resources/examples"),
          QStringLiteral("../../../resources/examples")}) {
        const QFileInfo dir(QDir(programs), place);
        if (dir.isDir())
            return dir.canonicalFilePath();
    }
    return {};
}

/// Settings of the default home follow XDG; another home keeps its own.
QString settingsFile(const cockpit::Options &options)
{
    if (!options.screenshot.isEmpty())
        return {};
    return options.ownHome
               ? options.home + QStringLiteral("/cockpit.ini")
               : QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation) +
                     QStringLiteral("/orrery/cockpit.ini");
}

/// The home of this start, read before there is an application: the scale must be set by then.
QString homeOf(int argc, char **argv)
{
    for (int i = 1; i < argc; ++i) {
        const QString word = QString::fromLocal8Bit(argv[i]);
        if (word == QStringLiteral("--home") && i + 1 < argc)
            return QString::fromLocal8Bit(argv[i + 1]);
        if (word.startsWith(QStringLiteral("--home=")))
            return word.mid(7);
    }
    return {};
}

/// The setting look.scale, unless the environment says otherwise.
void setScale(int argc, char **argv)
{
    if (qEnvironmentVariableIsSet("QT_SCALE_FACTOR"))
        return;
    cockpit::Options options;
    options.home = homeOf(argc, argv);
    options.ownHome = !options.home.isEmpty();
    const QSettings settings(settingsFile(options), QSettings::IniFormat);
    const int percent = settings.value(QStringLiteral("look/scale"), 100).toInt();
    if (percent > 100 && percent <= 200)
        qputenv("QT_SCALE_FACTOR", QByteArray::number(percent / 100.0));
}

/// What happens while nobody looks at the window is told by the desktop.
void joinDesktop(shell::Stage &stage, desktop::Notifier &notifier)
{
    shell::MainWindow &window = stage.window();
    const auto toFront = [&stage] {
        stage.window().show();
        stage.window().raise();
        stage.window().activateWindow();
    };
    QObject::connect(&window, &shell::MainWindow::told, &notifier,
                     [&stage, &notifier](TaskState sign, const QString &title, const QString &text,
                                         const RunId &run) {
                         const auto &settings = stage.desk().settings;
                         const bool wanted =
                             settings.value(QStringLiteral("notify.desktop")).toBool() &&
                             (sign != TaskState::Succeeded ||
                              settings.value(QStringLiteral("notify.succeeded")).toBool());
                         if (wanted && !QApplication::activeWindow())
                             notifier.tell(title, text, sign == TaskState::Failed, run);
                     });
    QObject::connect(&notifier, &desktop::Notifier::activated, &window,
                     [&stage, toFront](const RunId &run) {
                         toFront();
                         if (!run.empty())
                             stage.window().watchRun(run);
                     });
}

int showWall(QApplication &app, const cockpit::Options &options, OpenOptions open,
             bridge::SessionBridge &bridge, const shell::Places &places)
{
    open.attachOnly = true; // it watches an engine and never is one
    cockpit::AppContext context(open, bridge);
    shell::Stage stage(bridge, places, shell::Stage::Use::Elsewhere);
    // Names in the universe are for those who look from afar, too.
    const QRect screen = QGuiApplication::primaryScreen()->geometry();
    const int height = options.size.isEmpty() ? screen.height() : options.size.height();
    stage.theme().scaleText(std::max(1.0, height / 540.0));
    wall::WallWindow window(stage.theme(), stage.desk());
    if (options.size.isEmpty()) {
        window.setGeometry(screen);
        window.showFullScreen();
    } else {
        window.resize(options.size);
        window.show();
    }
    context.open();
    const int code = app.exec();
    context.close();
    return code;
}

} // namespace

int main(int argc, char **argv)
{
    setScale(argc, argv);
    QApplication::setHighDpiScaleFactorRoundingPolicy(
        Qt::HighDpiScaleFactorRoundingPolicy::PassThrough);
    QApplication app(argc, argv);
    app.setApplicationName(QStringLiteral("orrery-cockpit"));
    app.setApplicationDisplayName(QStringLiteral("Orrery"));
    app.setApplicationVersion(bridge::qs(versionText()));
    app.setDesktopFileName(QStringLiteral("io.github.orrery.Orrery"));
    const auto options = cockpit::parseOptions(app);
    if (!options)
        return 2;
    if (!options->file.isEmpty() && !options->screenshot.isEmpty() &&
        !QFileInfo(bridge::dagFile(options->file)).isFile()) {
        std::fprintf(stderr, "orrery-cockpit: %s: no such file\n", qPrintable(options->file));
        return 2;
    }
    const QString programs = QCoreApplication::applicationDirPath();
    bridge::SessionBridge bridge;
    OpenOptions open;
    open.home = bridge::text(QFileInfo(options->home).absoluteFilePath());
    open.role = "cockpit";
    open.programDir = bridge::text(programs);
    open.examplesDir = bridge::text(examplesDir(programs));
    open.readOnly = !options->screenshot.isEmpty();
    const shell::Places places{settingsFile(*options), programs, bridge::qs(open.examplesDir),
                               options->settings};
    if (options->wall)
        return showWall(app, *options, open, bridge, places);

    const bool alone = options->newInstance || !options->screenshot.isEmpty();
    desktop::SingleInstance instance(bridge::qs(open.home));
    if (!alone && !instance.claim()) {
        const QString token = qEnvironmentVariable("XDG_ACTIVATION_TOKEN");
        if (instance.handOver(options->file, token))
            return 0;
        std::fprintf(stderr,
                     "orrery-cockpit: another cockpit has the home %s and does not answer; "
                     "end it, or use --new-instance\n",
                     open.home.c_str());
        return 3;
    }
    cockpit::AppContext context(open, bridge);
    shell::Stage stage(bridge, places);
    stage.desk().document.setHome(bridge::qs(open.home));
    shell::MainWindow &window = stage.window();
    if (!options->file.isEmpty())
        window.openFile(options->file);
    else if (stage.desk().settings.value(QStringLiteral("start.reopen")).toBool())
        window.reopenLast();
    if (!options->size.isEmpty())
        window.resize(options->size);
    if (!options->screenshot.isEmpty())
        new cockpit::Screenshot(window, bridge, QFileInfo(options->screenshot).absoluteFilePath());
    desktop::Notifier notifier(QDBusConnection::sessionBus());
    joinDesktop(stage, notifier);
    QObject::connect(&stage, &shell::Stage::windowChanged, &notifier,
                     [&stage, &notifier] { joinDesktop(stage, notifier); });
    QObject::connect(&instance, &desktop::SingleInstance::opened, &app,
                     [&stage](const QString &file, const QString &token) {
                         if (!token.isEmpty())
                             qputenv("XDG_ACTIVATION_TOKEN", token.toUtf8());
                         shell::MainWindow &shown = stage.window();
                         shown.setWindowState(shown.windowState() & ~Qt::WindowMinimized);
                         shown.show();
                         shown.raise();
                         shown.activateWindow();
                         if (!file.isEmpty())
                             shown.openFile(file);
                     });
    window.show();
    context.open();
    const int code = app.exec();
    context.close();
    return code;
}
