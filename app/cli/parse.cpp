// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that sees CLI11.
#include <algorithm>
#include <deque>
#include <iostream>
#include <limits>
#include <sstream>

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "command.h"
#include "engine/engine.h"
#include "engine/words.h"
#include "wrap.h"

namespace orrery::cli {
namespace {

const std::map<std::string, std::string> groups{
    {"dag", "Check, show, convert, compare, version and analyse DAG files"},
    {"runs", "List, inspect, follow, compare, cancel and resume recorded runs"},
    {"bench", "Measure this machine against peers, as ratios in one run"},
    {"schedule", "Start DAGs by time or event, look ahead, run slots of the past"},
    {"queue", "Let runs and tasks take turns: queues, limits, mutexes"},
    {"component", "Find, read and check the parts that DAG files are made of"},
    {"cache", "List and forget results that stand for tasks in later runs"},
    {"task", "Inner parts of tasks"},
};

std::string nearest(const std::string &word, const std::vector<std::string> &known)
{
    const std::vector<std::string_view> words(known.begin(), known.end());
    return toolkit::nearestWord(word, words);
}

/// CLI11's own layout, with the right column broken into lines that fit.
class WrappedHelp final : public CLI::Formatter {
public:
    std::string make_option_desc(const CLI::Option *option) const override
    {
        return fit(CLI::Formatter::make_option_desc(option));
    }
    std::string make_subcommand(const CLI::App *app) const override
    {
        std::stringstream out;
        CLI::detail::format_help(out, app->get_display_name(true), fit(app->get_description()),
                                 get_column_width());
        return out.str();
    }

private:
    [[nodiscard]] std::string fit(const std::string &text) const
    {
        constexpr std::size_t least = 24; // in a very narrow terminal lines run over its edge
        const std::size_t columns = outputColumns();
        const std::size_t left = get_column_width();
        return wrapped(text, columns > left + least ? columns - left : least);
    }
};

/// "--param" of "-p,--param" without dashes.
std::string keyOf(const std::string &names)
{
    const std::size_t last = names.rfind(',');
    const std::string name = last == std::string::npos ? names : names.substr(last + 1);
    return name.substr(name.find_first_not_of('-'));
}

std::string words(const CLI::App *app)
{
    std::string path = app->get_name();
    for (const CLI::App *parent = app->get_parent(); parent != nullptr;
         parent = parent->get_parent())
        path = parent->get_name() + " " + path;
    return path;
}

/// The deepest command that the words name; the message belongs to it.
CLI::App *deepest(CLI::App &root)
{
    CLI::App *at = &root;
    while (true) {
        const auto inner = at->get_subcommands();
        if (inner.empty())
            return at;
        at = inner.front();
    }
}

/// The first word that should have named a command of `app` and does not; "" = there is none.
std::string unknownCommand(const CLI::App *app, const std::vector<std::string> &known, int argc,
                           char **argv)
{
    int at = 1;
    for (const CLI::App *parent = app; parent->get_parent() != nullptr;
         parent = parent->get_parent())
        ++at;
    const std::string word = at < argc ? argv[at] : "";
    const bool isCommand = word.empty() || word.front() == '-' ||
                           std::find(known.begin(), known.end(), word) != known.end();
    return isCommand ? std::string() : word;
}

int complain(CLI::App &root, const CLI::ParseError &error, int argc, char **argv)
{
    const CLI::App *app = deepest(root);
    std::vector<std::string> known;
    for (const CLI::App *inner : app->get_subcommands([](const CLI::App *) { return true; }))
        if (!inner->get_group().empty())
            known.push_back(inner->get_name());
    for (const CLI::Option *option : app->get_options())
        for (const std::string &name : option->get_lnames())
            known.push_back("--" + name);
    std::string message = error.what();
    std::string hint;
    if (dynamic_cast<const CLI::RequiredError *>(&error) != nullptr && !known.empty() &&
        known.front().front() != '-') {
        const std::string unknown = unknownCommand(app, known, argc, argv);
        message = unknown.empty() ? "a command is missing"
                                  : fmt::format("there is no command '{}'", unknown);
        if (const std::string meant = nearest(unknown, known); !unknown.empty() && !meant.empty())
            hint = fmt::format(" (did you mean '{}'?)", meant);
    }
    for (int i = 1; i < argc && hint.empty() && message == error.what(); ++i) {
        const std::string word = argv[i];
        const bool isKnown =
            std::find(known.begin(), known.end(), word.substr(0, word.find('='))) != known.end();
        if (isKnown || message.find(word) == std::string::npos)
            continue;
        if (const std::string meant = nearest(word, known); !meant.empty())
            hint = fmt::format(" (did you mean '{}'?)", meant);
    }
    std::cerr << "orrery: " << message << hint << "\n"
              << "Try '" << words(app) << " --help'.\n";
    return badInput;
}

CLI::App *childNamed(CLI::App &app, const std::string &name)
{
    for (CLI::App *child : app.get_subcommands([](const CLI::App *) { return true; }))
        if (child->get_name() == name)
            return child;
    return nullptr;
}

void addCommand(CLI::App &root, const Command &command, std::deque<Arguments> &store, int &exitCode)
{
    std::istringstream path(command.path);
    std::string word;
    CLI::App *app = &root;
    while (path >> word) {
        CLI::App *inner = childNamed(*app, word);
        if (inner == nullptr) {
            const auto group = groups.find(word);
            inner = app->add_subcommand(word, group == groups.end() ? "" : group->second);
            inner->require_subcommand(0);
        }
        app = inner;
    }
    app->description(command.summary);
    if (command.hidden) {
        app->group("");
        if (app->get_parent() != &root)
            app->get_parent()->group("");
    }
    Arguments &arguments = store.emplace_back();
    for (const Positional &positional : command.positionals) {
        const std::string key = positional.name;
        auto *option = app->add_option_function<std::vector<std::string>>(
            key,
            [&arguments, key](const std::vector<std::string> &values) {
                arguments.values[key] = values;
            },
            positional.help);
        option->required(positional.required)->type_name("");
        if (positional.repeat)
            option->expected(positional.required ? 1 : 0, std::numeric_limits<int>::max() / 2);
        else
            option->expected(1)->allow_extra_args(false);
    }
    for (const Option &wanted : command.options) {
        const std::string key = keyOf(wanted.names);
        if (wanted.value.empty()) {
            app->add_flag_callback(
                wanted.names, [&arguments, key] { arguments.values[key] = {"true"}; }, wanted.help);
            continue;
        }
        std::string help = wanted.help;
        if (!wanted.byDefault.empty()) {
            arguments.values[key] = {wanted.byDefault};
            help += " (default " + wanted.byDefault + ")";
        }
        auto *option = app->add_option_function<std::vector<std::string>>(
            wanted.names,
            [&arguments, key](const std::vector<std::string> &values) {
                arguments.values[key] = values;
            },
            help);
        option->type_name(wanted.value)->expected(1);
        if (wanted.repeat)
            option->expected(1)
                ->multi_option_policy(CLI::MultiOptionPolicy::TakeAll)
                ->allow_extra_args(false);
    }
    std::string footer = "Examples:\n";
    for (const std::string &example : command.examples)
        footer += "  " + example + "\n";
    app->footer(footer);
    app->callback([&command, &arguments, &exitCode] { exitCode = command.run(arguments); });
}

} // namespace

int dispatch(const std::vector<Command> &commands, int argc, char **argv)
{
    CLI::App root("Orrery: design, run and watch DAGs on this machine and its hosts.", "orrery");
    root.set_version_flag("--version", "orrery " + versionText());
    root.require_subcommand(1);
    const auto formatter = std::make_shared<WrappedHelp>();
    formatter->column_width(28);
    root.formatter(formatter);
    root.footer("State lives in --home DIR, else $ORRERY_HOME, else the XDG data directory.\n"
                "Exit codes: 0 done, 1 failed or refused, 2 bad input, 3 unreachable, 4 denied, "
                "130 Ctrl+C.");
    std::deque<Arguments> arguments;
    int exitCode = done;
    for (const Command &command : commands)
        addCommand(root, command, arguments, exitCode);
    for (CLI::App *group : root.get_subcommands([](const CLI::App *) { return true; }))
        if (!group->get_subcommands([](const CLI::App *) { return true; }).empty())
            group->require_subcommand(1);
    try {
        root.parse(argc, argv);
    } catch (const CLI::CallForHelp &) {
        const CLI::App *app = deepest(root);
        std::cout << app->help(app->get_parent() != nullptr ? words(app->get_parent()) : "");
        return done;
    } catch (const CLI::CallForAllHelp &) {
        std::cout << root.help("", CLI::AppFormatMode::All);
        return done;
    } catch (const CLI::CallForVersion &) {
        std::cout << "orrery " << versionText() << "\n";
        return done;
    } catch (const CLI::ParseError &error) {
        return complain(root, error, argc, argv);
    }
    return exitCode;
}

} // namespace orrery::cli
