// SPDX-License-Identifier: GPL-3.0-or-later
// orrery-cockpit: the desktop application.
#include <cstdio>

#include <QDir>
#include <QFileInfo>
#include <QScreen>
#include <QStandardPaths>

#include "appcontext.h"
#include "bridge/dagdocument.h"
#include "bridge/text.h"
#include "options.h"
#include "screenshot.h"
#include "shell/mainwindow.h"
#include "shell/stage.h"

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

} // namespace

int main(int argc, char **argv)
{
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
    cockpit::AppContext context(open, bridge);

    shell::Stage stage(bridge,
                       {settingsFile(*options), programs, bridge::qs(open.examplesDir),
                        options->settings});
    stage.desk().document.setHome(bridge::qs(open.home));
    shell::MainWindow &window = stage.window();
    if (!options->file.isEmpty())
        window.openFile(options->file);
    else
        window.reopenLast();
    if (!options->size.isEmpty())
        window.resize(options->size);
    if (!options->screenshot.isEmpty())
        new cockpit::Screenshot(window, bridge, QFileInfo(options->screenshot).absoluteFilePath());
    window.show();
    context.open();
    const int code = app.exec();
    context.close();
    return code;
}
