// SPDX-License-Identifier: GPL-3.0-or-later
#include "shell/standardsettings.h"

#include <QCoreApplication>

#include "shell/language.h"
#include "widgets/settings.h"

namespace orrery::shell {

using widgets::Setting;
using Kind = Setting::Kind;

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(Settings)
};

void defineLooks(widgets::Settings &settings)
{
    const QString look = Words::tr("Look and language");
    settings.define({QStringLiteral("look.theme"),
                     look,
                     Words::tr("Theme"),
                     Words::tr("Colours of the whole window, the universe included."),
                     Kind::Choice,
                     QStringLiteral("cyberpunk"),
                     {{QStringLiteral("cyberpunk"), Words::tr("Cyberpunk")},
                      {QStringLiteral("dark"), Words::tr("Dark")},
                      {QStringLiteral("light"), Words::tr("Light")},
                      {QStringLiteral("high-contrast"), Words::tr("High contrast")}}});
    settings.define({QStringLiteral("look.reducedMotion"), look, Words::tr("Reduced motion"),
                     Words::tr("Nothing glides, fades or flows; states change at once."),
                     Kind::Switch, false});
    QList<std::pair<QString, QString>> languages{
        {QStringLiteral("system"), Words::tr("As the system")}};
    for (const QString &id : Language::ids())
        languages.emplace_back(id, Language::nameOf(id));
    settings.define({QStringLiteral("look.language"), look, Words::tr("Language"),
                     Words::tr("What the engine reports about files and runs stays in English."),
                     Kind::Choice, QStringLiteral("system"), languages});
    settings.define({QStringLiteral("look.scale"),
                     look,
                     Words::tr("Size of everything"),
                     Words::tr("On top of what the screen asks for. It takes effect at the next "
                               "start."),
                     Kind::Choice,
                     QStringLiteral("100"),
                     {{QStringLiteral("100"), QStringLiteral("100 %")},
                      {QStringLiteral("110"), QStringLiteral("110 %")},
                      {QStringLiteral("125"), QStringLiteral("125 %")},
                      {QStringLiteral("150"), QStringLiteral("150 %")},
                      {QStringLiteral("175"), QStringLiteral("175 %")},
                      {QStringLiteral("200"), QStringLiteral("200 %")}}});
    settings.define({QStringLiteral("look.sans"), look, Words::tr("Font of texts"),
                     Words::tr("Name of an installed family; empty: the theme's own."), Kind::Text,
                     QString()});
    settings.define({QStringLiteral("look.mono"), look, Words::tr("Font of figures and code"),
                     Words::tr("Name of an installed family with letters of one width; empty: the "
                               "theme's own."),
                     Kind::Text, QString()});
}

void defineHabits(widgets::Settings &settings)
{
    const QString start = Words::tr("Start");
    settings.define(
        {QStringLiteral("start.reopen"), start, Words::tr("Open what was open"),
         Words::tr("At the next start the same DAG is open, with the same node selected "
                   "and the camera where it was."),
         Kind::Switch, true});
    settings.define(
        {QStringLiteral("edit.draftSeconds"),
         Words::tr("Editing"),
         Words::tr("Keep unsaved edits after"),
         Words::tr("Edits that are not saved are kept this long after each, and offered "
                   "again should the cockpit be killed."),
         Kind::Number,
         2,
         {},
         1,
         300,
         Words::tr("s")});
    const QString notify = Words::tr("Notifications");
    settings.define(
        {QStringLiteral("notify.desktop"), notify, Words::tr("Tell the desktop"),
         Words::tr("While the window is not the active one, the desktop's own notifications say "
                   "what happened; a click brings the window to the front."),
         Kind::Switch, true});
    settings.define({QStringLiteral("notify.succeeded"), notify, Words::tr("Runs that succeeded"),
                     Words::tr("Also runs that ended well are told to the desktop."), Kind::Switch,
                     true});
    settings.define({QStringLiteral("wall.seconds"),
                     Words::tr("Wall display"),
                     Words::tr("Seconds per page"),
                     Words::tr("How long orrery-cockpit --wall shows a page before the next."),
                     Kind::Number,
                     20,
                     {},
                     3,
                     3600,
                     Words::tr("s")});
}

void defineLimits(widgets::Settings &settings)
{
    const toolkit::Limits standard;
    const QString group = Words::tr("Limits of DAG files");
    const auto define = [&](const char *key, const QString &title, const QString &help,
                            std::uint64_t byDefault, double most) {
        settings.define({QString::fromLatin1(key),
                         group,
                         title,
                         help,
                         Kind::Number,
                         qint64(byDefault),
                         {},
                         1,
                         most,
                         {}});
    };
    define("limits.maxBytes", Words::tr("Bytes of a file"),
           Words::tr("A larger file is not read by the cockpit."), standard.maxBytes, 16e9);
    define("limits.maxNodes", Words::tr("Nodes of a DAG"),
           Words::tr("A DAG with more nodes is refused, with this setting's name."),
           standard.maxNodes, 10e6);
    define("limits.maxEdges", Words::tr("Edges of a DAG"),
           Words::tr("A DAG with more edges is refused, with this setting's name."),
           standard.maxEdges, 100e6);
    define("limits.maxValues", Words::tr("Values of a file"),
           Words::tr("Texts, numbers, objects and lists together."), standard.maxValues, 1e9);
    define("limits.maxDepth", Words::tr("Depth of a file"),
           Words::tr("How deep objects and lists may nest."), standard.maxDepth, 512);
    define("limits.maxAliases", Words::tr("YAML aliases"),
           Words::tr("Nodes reached through aliases; a small file could otherwise grow without "
                     "bound."),
           standard.maxAliases, 10e6);
    define("limits.maxIdLength", Words::tr("Length of an id"),
           Words::tr("Ids name directories and files."), standard.maxIdLength, 240);
    define("limits.maxFindings", Words::tr("Findings listed"),
           Words::tr("Further ones are counted only."), standard.maxFindings, 100'000);
}

} // namespace

void defineStandardSettings(widgets::Settings &settings)
{
    defineLooks(settings);
    defineHabits(settings);
    defineLimits(settings);
}

toolkit::Limits limitsOf(const widgets::Settings &settings)
{
    const auto number = [&settings](const char *key) {
        return settings.value(QString::fromLatin1(key)).toULongLong();
    };
    toolkit::Limits limits;
    limits.maxBytes = number("limits.maxBytes");
    limits.maxNodes = std::uint32_t(number("limits.maxNodes"));
    limits.maxEdges = std::uint32_t(number("limits.maxEdges"));
    limits.maxValues = std::uint32_t(number("limits.maxValues"));
    limits.maxDepth = std::uint32_t(number("limits.maxDepth"));
    limits.maxAliases = std::uint32_t(number("limits.maxAliases"));
    limits.maxIdLength = std::uint32_t(number("limits.maxIdLength"));
    limits.maxFindings = std::uint32_t(number("limits.maxFindings"));
    return limits;
}

} // namespace orrery::shell
