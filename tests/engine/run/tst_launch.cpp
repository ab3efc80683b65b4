// SPDX-License-Identifier: GPL-3.0-or-later
// What an attempt of each runtime starts: command line, environment, program text; and secrets.
#include <QTest>

#include "run/machine.h"

using namespace orrery;

class tst_Launch : public QObject {
    Q_OBJECT

private slots:
    void everyRuntimeHasItsCommandLine_data();
    void everyRuntimeHasItsCommandLine();
    void valuesOfAScriptTravelInTheEnvironment();
    void sqlValuesAreBound();
    void aRequestIsOneDocument();
    void aBodyThatIsNotJsonIsFilledAsText();
    void aHeaderHasOneLine();
    void tooLongAValueIsRefused();
    void secretsAreMarkedAndPutInAtTheEnd();
    void secretsAreWrittenAsJsonWhereTheTextIsJson();
    void noValueCanAskForASecret();
    void aSecretHasAName();
    void theRunFitsTasksToTheHost();
};

namespace {

/// The launch of the first attempt of a DAG of one task.
run::ResolvedLaunch launchOf(NodeSpec node, const std::string &parameters = "{}")
{
    DagSpec dag;
    dag.id = "sales";
    dag.sourceDir = "/dags/sales";
    node.id = "t";
    dag.nodes.push_back(std::move(node));
    run::Machine machine(RunId("r1"), std::make_shared<const DagSpec>(std::move(dag)));
    std::vector<run::Command> ignored;
    machine.apply(
        {1, RunId("r1"), RunCreated{.parameters = parameters, .resultsDir = "/runs/r1", .at = 1}},
        ignored);
    machine.apply({2, RunId("r1"), TaskPlaced{0, 1, HostId("local"), {}, 2}}, ignored);
    return machine.resolve(0);
}

NodeSpec task(Runtime runtime)
{
    NodeSpec node;
    node.task.runtime = runtime;
    return node;
}

QString q(const char *text)
{
    return QString::fromUtf8(text);
}

QString shown(const run::ResolvedLaunch &launch)
{
    if (!launch.problem.empty())
        return u"problem: "_qs + QString::fromStdString(launch.problem);
    QStringList words;
    for (const std::string &argument : launch.argv)
        words.append(QString::fromStdString(argument));
    return words.join(u'|');
}

QString variable(const run::ResolvedLaunch &launch, const char *name)
{
    for (const auto &[key, value] : launch.environment) {
        if (key == name)
            return QString::fromStdString(value);
    }
    return u"(none)"_qs;
}

/// A secret store with one secret that would break any text it is pasted into.
Result<std::string> lookup(const std::string &name)
{
    if (name == "token")
        return std::string("s3\"\\\ncret");
    return fail(ErrorCode::NotFound, "secret." + name, "no such secret");
}

} // namespace

void tst_Launch::everyRuntimeHasItsCommandLine_data()
{
    QTest::addColumn<int>("runtime");
    QTest::addColumn<QString>("script");
    QTest::addColumn<QString>("file");
    QTest::addColumn<QString>("className");
    QTest::addColumn<QString>("command");
    const auto row = [](const char *name, Runtime runtime, const char *script, const char *file,
                        const char *className, const char *command) {
        QTest::newRow(name) << int(runtime) << QString::fromUtf8(script) << QString::fromUtf8(file)
                            << QString::fromUtf8(className) << QString::fromUtf8(command);
    };
    row("program", Runtime::Exec, "", "", "", "a b|-x");
    row("shell text", Runtime::Shell, "echo", "", "", "/bin/sh|%SCRIPT%|a b|-x");
    row("shell file", Runtime::Shell, "", "run me.sh", "", "/bin/sh|/dags/sales/run me.sh|a b|-x");
    row("absolute file", Runtime::Shell, "", "/opt/x.sh", "", "/bin/sh|/opt/x.sh|a b|-x");
    row("file with a hole", Runtime::Shell, "", "${params.which}.sh", "",
        "/bin/sh|/dags/sales/one.sh|a b|-x");
    row("python text", Runtime::Python, "print()", "", "", "python3|-u|%SCRIPT%|a b|-x");
    row("python file", Runtime::Python, "", "x.py", "", "python3|-u|/dags/sales/x.py|a b|-x");
    row("python module", Runtime::Python, "", "", "", "python3|-u|a b|-x");
    row("jar", Runtime::Java, "", "x.jar", "", "java|-jar|/dags/sales/x.jar|a b|-x");
    row("class in a jar", Runtime::Java, "", "x.jar", "com.Main",
        "java|-cp|/dags/sales/x.jar|com.Main|a b|-x");
    row("java source", Runtime::Java, "class A {}", "", "", "java|--source|17|%SCRIPT%|a b|-x");
    row("scala text", Runtime::Scala, "println(s\"${x}\")", "", "", "scala|%SCRIPT%|a b|-x");
    row("scala class", Runtime::Scala, "", "x.jar", "Main",
        "scala|-cp|/dags/sales/x.jar|Main|a b|-x");
    row("notebook", Runtime::Notebook, "", "n.ipynb", "",
        "jupyter|nbconvert|--to|notebook|--execute|--output-dir|.|--output|executed|/dags/sales/"
        "n.ipynb|a b|-x");
    row("container", Runtime::Container, "", "", "",
        "podman|run|--rm|--network=none|--env=A|debian:12|a b|-x");
    row("sql", Runtime::Sql, "SELECT 1", "", "", "%ORRERY%|task|sql|%SCRIPT%");
    row("sql file", Runtime::Sql, "", "q.sql", "", "%ORRERY%|task|sql|/dags/sales/q.sql");
    row("http", Runtime::Http, "", "", "", "%ORRERY%|task|http|%SCRIPT%");
}

void tst_Launch::everyRuntimeHasItsCommandLine()
{
    QFETCH(int, runtime);
    QFETCH(QString, script);
    QFETCH(QString, file);
    QFETCH(QString, className);
    QFETCH(QString, command);
    NodeSpec node = task(Runtime(runtime));
    node.task.runtimeName = "JAVA_17";
    node.task.script = script.toStdString();
    node.task.scriptFile = file.toStdString();
    node.task.className = className.toStdString();
    node.task.command = {"a b", "-x"};
    node.task.image = "debian:12";
    node.task.environment = {{"A", "1"}};
    node.task.http = HttpRequest{.url = "http://h/"};
    const run::ResolvedLaunch launch = launchOf(node, R"({"which": "one"})");
    QCOMPARE(shown(launch), command);
    if (node.task.runtime != Runtime::Http)
        QCOMPARE(QString::fromStdString(launch.script), script);
}

void tst_Launch::valuesOfAScriptTravelInTheEnvironment()
{
    NodeSpec node = task(Runtime::Shell);
    node.task.script = "echo ${params.x} \"${run.id}\"";
    node.task.command = {"${params.x}"};
    node.task.environment = {{"WHERE", "${run.dir}/${dag.id}"}};
    const run::ResolvedLaunch launch = launchOf(node, "{\"x\": \"$(touch y)\"}");
    QCOMPARE(QString::fromStdString(launch.script),
             u"echo \"${ORRERY_ARG_1}\" \"${ORRERY_ARG_2}\""_qs);
    QCOMPARE(shown(launch), u"/bin/sh|%SCRIPT%|$(touch y)"_qs);
    QCOMPARE(variable(launch, "ORRERY_ARG_1"), u"$(touch y)"_qs);
    QCOMPARE(variable(launch, "ORRERY_ARG_2"), u"r1"_qs);
    QCOMPARE(variable(launch, "WHERE"), u"/runs/r1/sales"_qs);
}

void tst_Launch::sqlValuesAreBound()
{
    NodeSpec node = task(Runtime::Sql);
    node.task.script = "SELECT ${params.s}, ${params.n}, ${params.list}";
    node.task.database = "${run.dir}/shop.db";
    const run::ResolvedLaunch launch = launchOf(node, R"({"s": "'; DROP", "n": 3, "list": [1]})");
    QCOMPARE(QString::fromStdString(launch.script), u"SELECT :arg_1, :arg_2, :arg_3"_qs);
    const QString wanted1 = q(R"({"arg_1":"'; DROP","arg_2":3,"arg_3":[1]})");
    QCOMPARE(variable(launch, "ORRERY_SQL_ARGS"), wanted1);
    QCOMPARE(variable(launch, "ORRERY_SQL_DATABASE"), u"/runs/r1/shop.db"_qs);
    QCOMPARE(QString::fromStdString(launch.database), u"/runs/r1/shop.db"_qs);
}

void tst_Launch::aRequestIsOneDocument()
{
    NodeSpec node = task(Runtime::Http);
    node.task.http = HttpRequest{.method = "POST",
                                 .url = "${params.base}/find?q=${params.q}",
                                 .headers = {{"X-Run", "${run.id}"}},
                                 .body = R"( {"q": "${params.q}", "all": ${params.all}})",
                                 .expectStatus = {200, 201}};
    const run::ResolvedLaunch launch =
        launchOf(node, R"({"base": "http://h", "q": "a\"&b", "all": [1, 2]})");
    const QString document =
        q(R"({"body":" {\"q\": \"a\\\"&b\", \"all\": [1,2]}","expectStatus":[200,201],)"
          R"("headers":[["X-Run","r1"]],"method":"POST","url":"http://h/find?q=a%22%26b"})");
    QCOMPARE(QString::fromStdString(launch.httpJson), document);
    QCOMPARE(launch.script, launch.httpJson);
}

void tst_Launch::aBodyThatIsNotJsonIsFilledAsText()
{
    NodeSpec node = task(Runtime::Http);
    node.task.http = HttpRequest{.method = "PUT", .url = "http://h/", .body = "value=${params.q}"};
    const run::ResolvedLaunch launch = launchOf(node, R"({"q": "a\"b"})");
    const QString wanted2 = q(R"("body":"value=a\"b")");
    QVERIFY(QString::fromStdString(launch.httpJson).contains(wanted2));
}

void tst_Launch::aHeaderHasOneLine()
{
    NodeSpec node = task(Runtime::Http);
    node.task.http = HttpRequest{.url = "http://h/", .headers = {{"X", "${params.x}"}}};
    QCOMPARE(shown(launchOf(node, R"({"x": "a\r\nHost: evil"})")),
             u"problem: http/headers/X: a header's value cannot hold a line break"_qs);
}

void tst_Launch::tooLongAValueIsRefused()
{
    NodeSpec node = task(Runtime::Exec);
    node.task.command = {"/bin/echo", "${params.x}"};
    const auto parameters = [](std::size_t size) {
        return R"({"x": ")" + std::string(size, 'x') + "\"}";
    };
    QVERIFY(launchOf(node, parameters(131071)).problem.empty());
    QCOMPARE(shown(launchOf(node, parameters(131072))),
             u"problem: an argument has 131072 bytes, more than the 131071 that Linux allows; read "
             u"the value from the file "
             "named by $ORRERY_INPUTS"_qs);
    NodeSpec script = task(Runtime::Python);
    script.task.script = "print(${params.x})";
    QVERIFY(shown(launchOf(script, parameters(131072)))
                .startsWith(u"problem: the value of ORRERY_ARG_1 has 131072 bytes"_qs));
}

void tst_Launch::secretsAreMarkedAndPutInAtTheEnd()
{
    NodeSpec node = task(Runtime::Shell);
    node.task.script = "curl -H ${'Bearer ' + secret.token}";
    node.task.command = {"--key=${secret.token}"};
    node.task.environment = {{"LIST", "${[secret.token]}"}};
    run::ResolvedLaunch launch = launchOf(node);
    QCOMPARE(launch.secrets, std::vector<std::string>{"token"});
    QCOMPARE(variable(launch, "ORRERY_ARG_1"), u"Bearer \1token\1"_qs);

    run::ResolvedLaunch masked = launch;
    run::maskSecrets(masked);
    QCOMPARE(variable(masked, "ORRERY_ARG_1"), u"Bearer ***"_qs);
    QCOMPARE(shown(masked), u"/bin/sh|%SCRIPT%|--key=***"_qs);

    QVERIFY(run::insertSecrets(launch, lookup).has_value());
    QCOMPARE(variable(launch, "ORRERY_ARG_1"), u"Bearer s3\"\\\ncret"_qs);
    QCOMPARE(shown(launch), u"/bin/sh|%SCRIPT%|--key=s3\"\\\ncret"_qs);
    const QString wanted3 = q(R"(["s3\"\\\ncret"])");
    QCOMPARE(variable(launch, "LIST"), wanted3);

    NodeSpec other = task(Runtime::Exec);
    other.task.command = {"${secret.nothing}"};
    run::ResolvedLaunch missing = launchOf(other);
    QCOMPARE(QString::fromStdString(run::insertSecrets(missing, lookup).error().where),
             u"secret.nothing"_qs);
}

void tst_Launch::secretsAreWrittenAsJsonWhereTheTextIsJson()
{
    NodeSpec sql = task(Runtime::Sql);
    sql.task.script = "SELECT ${secret.token}";
    run::ResolvedLaunch query = launchOf(sql);
    QVERIFY(run::insertSecrets(query, lookup).has_value());
    const QString wanted4 = q(R"({"arg_1":"s3\"\\\ncret"})");
    QCOMPARE(variable(query, "ORRERY_SQL_ARGS"), wanted4);

    NodeSpec http = task(Runtime::Http);
    http.task.http = HttpRequest{.url = "http://h/",
                                 .headers = {{"Authorization", "Bearer ${secret.token}"}},
                                 .body = R"({"t": "${secret.token}"})"};
    run::ResolvedLaunch request = launchOf(http);
    QVERIFY(run::insertSecrets(request, lookup).has_value());
    const QString wanted5 = q(R"(["Authorization","Bearer s3\"\\\ncret"])");
    QVERIFY(QString::fromStdString(request.script).contains(wanted5));
    const QString wanted6 = q(R"("body":"{\"t\": \"s3\\\"\\\\\\ncret\"}")");
    QVERIFY(QString::fromStdString(request.script).contains(wanted6));
}

/// A value that looks like a mark stays what it is: only names in the node's own templates count.
void tst_Launch::noValueCanAskForASecret()
{
    NodeSpec node = task(Runtime::Exec);
    node.task.command = {"${params.x}"};
    run::ResolvedLaunch launch = launchOf(node, R"({"x": "\u0001token\u0001"})");
    QVERIFY(launch.secrets.empty());
    QVERIFY(run::insertSecrets(launch, lookup).has_value());
    QCOMPARE(shown(launch), u"\1token\1"_qs);
}

void tst_Launch::aSecretHasAName()
{
    NodeSpec node = task(Runtime::Exec);
    node.task.command = {"${secret}"};
    QCOMPARE(
        shown(launchOf(node)),
        u"problem: command/0: ${secret}: a secret is read by its name, as in ${secret.token}"_qs);
}

void tst_Launch::theRunFitsTasksToTheHost()
{
    DagSpec dag;
    dag.nodes = {{.id = "a", .resources = {.cpuCores = 8}}, {.id = "b"}, {.id = "c"}};
    dag.nodes[2].task.runtime = Runtime::Container;
    dag.nodes[1].execution.isolation = Isolation::Container;
    run::Machine machine(RunId("r"), std::make_shared<const DagSpec>(std::move(dag)));
    QCOMPARE(machine.resources(0).cpuCores, 8.0);
    std::vector<run::Command> ignored;
    machine.apply(
        {1, RunId("r"),
         RunCreated{.isolation = Isolation::Sandbox, .fitted = {{.cpuCores = 2}, {}, {}}}},
        ignored);
    QCOMPARE(machine.resources(0).cpuCores, 2.0);
    QVERIFY(machine.isolation(0) == Isolation::Sandbox);
    QVERIFY(machine.isolation(1) == Isolation::Container);
    QVERIFY(machine.isolation(2) == Isolation::Container);
}

QTEST_APPLESS_MAIN(tst_Launch)
#include "tst_launch.moc"
