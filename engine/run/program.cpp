// SPDX-License-Identifier: GPL-3.0-or-later
#include "run/program.h"

#include <algorithm>

#include "run/dataflow.h"

namespace orrery::run {
namespace {

using model::Language;
using model::scriptLanguage;
using model::Template;

constexpr const char *scriptPath = "%SCRIPT%";
constexpr const char *ourselves = "%ORRERY%";
/// Linux refuses a longer argument or NAME=value (MAX_ARG_STRLEN, its NUL included).
constexpr std::size_t longestArgument = 131071;

/// "17" of "JAVA_17"; the release that every Java since can compile when there is none.
std::string javaRelease(const std::string &runtimeName)
{
    const std::size_t digits = runtimeName.find_first_of("0123456789");
    return digits == std::string::npos
               ? "11"
               : runtimeName.substr(digits, runtimeName.find_first_of("._", digits) - digits);
}

} // namespace

/// One filling: the first thing that goes wrong stays, all else becomes empty.
struct Program::Filling {
    const model::Scope &scope;
    ResolvedLaunch &launch;

    std::string text(const Text &from) { return values(from).text; }
    Template::Filled values(const Text &from)
    {
        Result<Template::Filled> filled = from.text.fill(scope);
        if (filled)
            return std::move(*filled);
        refuse(from.where + ": " + filled.error().what);
        return {};
    }
    void refuse(const std::string &problem)
    {
        if (launch.problem.empty())
            launch.problem = problem;
    }
    void add(std::initializer_list<std::string> arguments)
    {
        launch.argv.insert(launch.argv.end(), arguments);
    }
    void add(const std::vector<Text> &arguments)
    {
        for (const Text &argument : arguments)
            launch.argv.push_back(text(argument));
    }
};

Program::Program(const DagSpec &dag, NodeIndex node)
    : m_dag(dag), m_node(dag.nodes[node]), m_arguments(m_node)
{
    const TaskDefinition &task = m_node.task;
    m_problem = m_arguments.problem();
    readSecrets(m_arguments.uses(), "arguments");
    for (std::size_t i = 0; i < task.command.size(); ++i)
        m_command.push_back(read("command/" + std::to_string(i), task.command[i], Language::Plain));
    if (const auto language = scriptLanguage(task.runtime))
        m_script = read("script", task.script, *language);
    m_scriptFile = read("scriptFile", task.scriptFile, Language::Plain);
    m_className = read("className", task.className, Language::Plain);
    m_database = read("database", task.database, Language::Plain);
    m_image = read("image", task.image, Language::Plain);
    for (const auto &[name, value] : task.environment)
        m_environment.emplace_back(name, read("environment/" + name, value, Language::Plain));
    if (task.http)
        readRequest(*task.http);
}

void Program::readRequest(const HttpRequest &request)
{
    const std::size_t start = request.body.find_first_not_of(" \t\r\n");
    const bool json =
        start != std::string::npos && (request.body[start] == '{' || request.body[start] == '[');
    m_url = read("http/url", request.url, Language::Url);
    m_body = read("http/body", request.body, json ? Language::JsonBody : Language::Plain);
    for (const auto &[name, value] : request.headers)
        m_headers.emplace_back(name, read("http/headers/" + name, value, Language::Plain));
}

Program::Text Program::read(std::string where, const std::string &text, Language language)
{
    Result<Template> parsed = Template::parse(text, language);
    if (!parsed) {
        if (m_problem.empty())
            m_problem = where + ", at " + parsed.error().where + ": " + parsed.error().what;
        return {};
    }
    Text made{std::move(where), std::move(*parsed)};
    readSecrets(made);
    return made;
}

void Program::readSecrets(const Text &text)
{
    for (const Template::Hole &hole : text.text.holes())
        readSecrets(hole.expression.uses(), text.where + ": ${" + hole.source + "}");
}

void Program::readSecrets(const std::vector<model::Expression::Use> &uses, const std::string &where)
{
    for (const model::Expression::Use &use : uses) {
        if (use.root != "secret")
            continue;
        if (use.key.empty() && m_problem.empty())
            m_problem = where + ": a secret is read by its name, as in ${secret.token}";
        if (std::find(m_secrets.begin(), m_secrets.end(), use.key) == m_secrets.end())
            m_secrets.push_back(use.key);
    }
}

/// Programs read their arguments as ${args.name} or, all of them, from ORRERY_ARGUMENTS.
bool Program::fillArguments(const model::Scope &scope, ResolvedLaunch &launch,
                            model::Json &arguments) const
{
    Result<model::OrderedJson> values = m_arguments.values(scope);
    if (!values) {
        launch.problem = "the argument \"" + values.error().where + "\": " + values.error().what;
        return false;
    }
    arguments = Json(*values);
    if (!m_arguments.none())
        launch.environment.emplace_back(
            "ORRERY_ARGUMENTS",
            values->dump(-1, ' ', false, model::OrderedJson::error_handler_t::replace));
    return true;
}

void Program::fill(const model::Scope &scope, ResolvedLaunch &launch) const
{
    launch.problem = m_problem;
    launch.secrets = m_secrets;
    model::Json arguments;
    if (!m_problem.empty() || !fillArguments(scope, launch, arguments))
        return;
    const model::Scope withArguments = [&](std::string_view root) {
        return root == "args" ? &arguments : scope(root);
    };
    Filling fill{withArguments, launch};
    for (const auto &[name, value] : m_environment)
        launch.environment.emplace_back(name, fill.text(value));
    command(fill);
    for (const std::string &argument : launch.argv) {
        if (argument.size() > longestArgument)
            fill.refuse("an argument has " + std::to_string(argument.size()) +
                        " bytes, more than the 131071 that Linux "
                        "allows; read the value from the file named by $ORRERY_INPUTS");
    }
    for (const auto &[name, value] : launch.environment) {
        if (name.size() + 1 + value.size() > longestArgument)
            fill.refuse("the value of " + name + " has " + std::to_string(value.size()) +
                        " bytes, more than the 131071 "
                        "that Linux allows; read it from the file named by $ORRERY_INPUTS");
    }
}

/// The path of the program's text: "%SCRIPT%", an absolute file, or "" when the task has neither.
std::string Program::program(Filling &fill) const
{
    if (!m_node.task.script.empty()) {
        if (!scriptLanguage(m_node.task.runtime)) {
            fill.launch.script = m_node.task.script;
            return scriptPath;
        }
        Template::Filled filled = fill.values(m_script);
        fill.launch.script = std::move(filled.text);
        Json bound = Json::object();
        for (auto &[name, value] : filled.values) {
            if (m_node.task.runtime == Runtime::Sql)
                bound[name] = std::move(value);
            else
                fill.launch.environment.emplace_back(name, model::plainText(value));
        }
        if (m_node.task.runtime == Runtime::Sql)
            fill.launch.environment.emplace_back("ORRERY_SQL_ARGS", compact(bound));
        return scriptPath;
    }
    const std::string file = fill.text(m_scriptFile);
    if (file.empty())
        return {};
    const bool relative = file.front() != '/' && !m_dag.sourceDir.empty();
    fill.launch.scriptFile = relative ? m_dag.sourceDir + "/" + file : file;
    return fill.launch.scriptFile;
}

void Program::command(Filling &fill) const
{
    std::vector<std::string> &argv = fill.launch.argv;
    const auto start = [&](std::initializer_list<std::string> words) {
        fill.add(words);
        if (const std::string path = program(fill); !path.empty())
            argv.push_back(path);
        fill.add(m_command);
    };
    switch (m_node.task.runtime) {
    case Runtime::None:
    case Runtime::Wait:
    case Runtime::Approve:
    case Runtime::SubDag:
        return; // no process
    case Runtime::Exec:
        return fill.add(m_command);
    case Runtime::Shell:
        return start({"/bin/sh"});
    case Runtime::Python:
        return start({"python3", "-u"});
    case Runtime::Sql:
        return sql(fill);
    case Runtime::Http:
        return http(fill);
    case Runtime::Java:
    case Runtime::Scala:
        return java(fill);
    case Runtime::Notebook:
        return start({"jupyter", "nbconvert", "--to", "notebook", "--execute", "--output-dir", ".",
                      "--output", "executed"});
    case Runtime::Container:
        return container(fill);
    }
}

/// java and scala take the same options: -cp CLASSPATH CLASS, a source file; java also -jar FILE.
void Program::java(Filling &fill) const
{
    const bool isJava = m_node.task.runtime == Runtime::Java;
    fill.add({isJava ? "java" : "scala"});
    const std::string file = program(fill);
    const std::string className = fill.text(m_className);
    if (file == scriptPath && isJava)
        fill.add({"--source", javaRelease(m_node.task.runtimeName), file});
    else if (!className.empty() && !file.empty())
        fill.add({"-cp", file, className});
    else if (!className.empty())
        fill.add({className});
    else if (isJava && file.ends_with(".jar"))
        fill.add({"-jar", file});
    else if (!file.empty())
        fill.add({file});
    fill.add(m_command);
}

void Program::container(Filling &fill) const
{
    fill.add({"podman", "run", "--rm",
              m_node.execution.network ? "--network=bridge" : "--network=none"});
    for (const auto &[name, value] : fill.launch.environment)
        fill.add({"--env=" + name});
    fill.add({fill.text(m_image)});
    fill.add(m_command);
}

void Program::sql(Filling &fill) const
{
    const std::string path = program(fill);
    fill.launch.database = fill.text(m_database);
    fill.launch.environment.emplace_back("ORRERY_SQL_DATABASE", fill.launch.database);
    fill.add({ourselves, "task", "sql", path});
}

void Program::http(Filling &fill) const
{
    const HttpRequest request = m_node.task.http.value_or(HttpRequest{});
    Json headers = Json::array();
    for (const auto &[name, value] : m_headers) {
        std::string text = fill.text(value);
        if (text.find_first_of("\r\n") != std::string::npos)
            fill.refuse(value.where + ": a header's value cannot hold a line break");
        headers.push_back(Json::array({name, std::move(text)}));
    }
    fill.launch.httpJson = compact({{"method", request.method},
                                    {"url", fill.text(m_url)},
                                    {"headers", std::move(headers)},
                                    {"body", fill.text(m_body)},
                                    {"expectStatus", request.expectStatus}});
    fill.launch.script = fill.launch.httpJson;
    fill.add({ourselves, "task", "http", scriptPath});
}

} // namespace orrery::run
