// SPDX-License-Identifier: GPL-3.0-or-later
#include "options.h"

#include <cstdio>

#include <QCommandLineParser>
#include <QRegularExpression>

#include "bridge/text.h"
#include "engine/engine.h"
#include "shell/language.h"
#include "theming/theme.h"

namespace orrery::cockpit {

std::optional<Options> parseOptions(const QCoreApplication &app)
{
    QCommandLineParser parser;
    parser.setApplicationDescription(
        QStringLiteral("The desktop cockpit of Orrery.\n\nExamples:\n  orrery-cockpit\n  "
                       "orrery-cockpit pipeline.yaml\n"
                       "  orrery-cockpit pipeline.json --screenshot picture.png --size 1920x1080\n"
                       "  orrery-cockpit --wall --theme high-contrast"));
    const QCommandLineOption home(QStringLiteral("home"),
                                  QStringLiteral("Keep runs and settings in DIR."),
                                  QStringLiteral("DIR"));
    const QCommandLineOption screenshot(
        QStringLiteral("screenshot"),
        QStringLiteral("Draw FILE, save the window as PNG, print figures as JSON and exit."),
        QStringLiteral("PNG"));
    const QCommandLineOption size(QStringLiteral("size"),
                                  QStringLiteral("Size of the window, for instance 1280x720."),
                                  QStringLiteral("WxH"));
    const QCommandLineOption theme(QStringLiteral("theme"),
                                   QStringLiteral("This time in this theme: %1.")
                                       .arg(theming::themeIds().join(QStringLiteral(", "))),
                                   QStringLiteral("THEME"));
    const QCommandLineOption language(QStringLiteral("language"),
                                      QStringLiteral("This time in this language: %1.")
                                          .arg(shell::Language::ids().join(QStringLiteral(", "))),
                                      QStringLiteral("LANGUAGE"));
    const QCommandLineOption wall(
        QStringLiteral("wall"),
        QStringLiteral("Wall display: full screen, pages that take turns, nothing to click."));
    const QCommandLineOption newInstance(
        QStringLiteral("new-instance"),
        QStringLiteral("Open a window of its own, also when a cockpit of this home is open."));
    parser.addOptions({home, screenshot, size, theme, language, wall, newInstance});
    parser.addPositionalArgument(QStringLiteral("FILE"),
                                 QStringLiteral("DAG file to open: JSON, YAML or DOT."),
                                 QStringLiteral("[FILE]"));
    parser.addHelpOption();
    parser.addVersionOption();
    parser.process(app);

    Options options;
    const QStringList files = parser.positionalArguments();
    const auto refuse = [](const QString &why) {
        std::fprintf(stderr, "orrery-cockpit: %s\n", qPrintable(why));
        return std::nullopt;
    };
    if (files.size() > 1)
        return refuse(QStringLiteral("one FILE only; %1 were given").arg(files.size()));
    options.file = files.value(0);
    options.ownHome = parser.isSet(home);
    options.home = options.ownHome ? parser.value(home) : bridge::qs(defaultHome());
    options.screenshot = parser.value(screenshot);
    options.wall = parser.isSet(wall);
    options.newInstance = parser.isSet(newInstance);
    if (options.wall && (!options.file.isEmpty() || !options.screenshot.isEmpty()))
        return refuse(QStringLiteral("--wall watches the runs of a home; it takes no FILE"));
    if (!options.screenshot.isEmpty() && options.file.isEmpty())
        return refuse(QStringLiteral("--screenshot needs a FILE to draw"));
    const auto choose = [&](const QCommandLineOption &option, const QString &key,
                            const QStringList &known) {
        if (!parser.isSet(option))
            return true;
        options.settings.insert(key, parser.value(option));
        return known.contains(parser.value(option));
    };
    if (!choose(theme, QStringLiteral("look.theme"), theming::themeIds()))
        return refuse(
            QStringLiteral("--theme %1: there are %2")
                .arg(parser.value(theme), theming::themeIds().join(QStringLiteral(", "))));
    if (!choose(language, QStringLiteral("look.language"), shell::Language::ids()))
        return refuse(
            QStringLiteral("--language %1: there are %2")
                .arg(parser.value(language), shell::Language::ids().join(QStringLiteral(", "))));
    if (parser.isSet(size)) {
        static const QRegularExpression form(QStringLiteral("^([0-9]{3,5})x([0-9]{3,5})$"));
        const auto match = form.match(parser.value(size));
        if (!match.hasMatch())
            return refuse(QStringLiteral("--size %1: write WIDTHxHEIGHT, for instance 1280x720")
                              .arg(parser.value(size)));
        options.size = QSize(match.captured(1).toInt(), match.captured(2).toInt());
    }
    return options;
}

} // namespace orrery::cockpit
