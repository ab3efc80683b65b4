// SPDX-License-Identifier: GPL-3.0-or-later
// Jobs and tasks of droplet.proto: exact numbers, everything of a foreign job carried or told, and
// changes that somebody made to a job of ours.
#include <QtTest>

#include <google/protobuf/descriptor.h>
#include <google/protobuf/unknown_field_set.h>

#include "droplet.pb.h"
#include "model/formats/droplet.h"
#include "model/formats/quartz.h"
#include "model/formats/write.h"
#include "model/parse.h"
#include "support/dag.h"

using namespace orrery;
using modelProto::DropletFile;
using modelProto::Task;

namespace {

DropletFile fileOf(const DagSpec &dag)
{
    std::vector<std::string> lost;
    DropletFile file;
    if (!file.ParseFromString(model::toDroplet(dag, lost)))
        qFatal("the written file is no DropletFile");
    return file;
}

toolkit::Parsed read(const DropletFile &file)
{
    return model::parse(file.SerializeAsString(), "job.pb");
}

QStringList texts(const std::vector<Finding> &findings)
{
    QStringList out;
    for (const Finding &finding : findings)
        out << QString::fromStdString(finding.text());
    return out;
}

// A job as its own platform makes it.
DropletFile foreign()
{
    DropletFile file;
    modelProto::Job &job = *file.mutable_job();
    job.set_jobname("推荐 daily");
    job.set_jobid(7);
    job.set_jobowner("lin");
    job.set_taskcount(3);
    job.set_cron("0 30 2 ? * 2-6");
    job.set_desc("trains");
    job.set_alert("a@x,b@x");
    job.set_queue("root.ml");
    job.set_project("rec");
    job.set_group("home");
    job.set_version("3");
    job.set_runtype("dag");
    job.set_priority("HIGH");
    job.set_cronkillhour("5");
    Task &extract = *file.add_tasks();
    extract.set_taskname("extract");
    extract.set_taskid(11);
    extract.add_idset(0);
    extract.set_templatename("XQL");
    (*extract.mutable_taskarguments())["day"] = "2024-01-01";
    extract.mutable_checkparam()->add_requireparam("day");
    extract.mutable_checkparam()->add_requireparam("city");
    modelProto::Dataset &out = *extract.add_outputdataset();
    out.set_datasetid("ds1");
    out.set_datasetname("clicks");
    out.set_datasetdisplayname("Clicks of a day");
    modelProto::DatasetColumn &column = *out.add_columns();
    column.set_name("user");
    column.set_type("BIGINT");
    column.add_subcolumns()->set_name("inner");
    out.mutable_info()->set_path("/warehouse/clicks");
    Task &train = *file.add_tasks();
    train.set_taskname("训练");
    train.set_taskid(12);
    train.add_idset(11);
    *train.add_inputdataset() = out;
    (*train.mutable_optimizearguments())["lr"] = "0.1";
    train.set_trainarguments("--epochs 3");
    (*train.mutable_extendarguments())["own key"] = "v";
    (*train.mutable_dagarguments())["x"] = "120.5";
    (*train.mutable_dagarguments())["colour"] = "red";
    (*train.mutable_taskoutput())["model"] = "/models/m";
    train.mutable_checkparam()->add_requireparam("table");
    train.mutable_checkparam()->add_issueparam("table");
    train.set_labeltext("learns");
    train.set_historyid(99);
    Task &twin = *file.add_tasks();
    twin.set_taskname("extract");
    twin.set_taskid(13);
    twin.add_idset(11);
    twin.add_idset(12);
    return file;
}

const Port *portNamed(const std::vector<Port> &ports, const std::string &name)
{
    for (const Port &port : ports) {
        if (port.name == name)
            return &port;
    }
    qFatal("there is no port %s", name.c_str());
    return nullptr;
}

} // namespace

class TestDroplet : public QObject {
    Q_OBJECT

private slots:
    void numbersAreThoseOfTheSeed_data();
    void numbersAreThoseOfTheSeed();
    void aForeignJobIsCarried();
    void aForeignJobsDatasetsAndArguments();
    void whatHasNoPlaceIsTold();
    void oursSaysWhatItCan();
    void changesOfOthersWin();
    void aCopiedTaskGetsItsOwnId();
    void carriedTextIsNotTrusted();
    void mistakes_data();
    void mistakes();
    void cronBothWays_data();
    void cronBothWays();
    void cronThatTheOtherSideCannotSay();
    void thePriorityIsANumberOrAWord_data();
    void thePriorityIsANumberOrAWord();
    void theHourOfTheKillIsTheTimeOut_data();
    void theHourOfTheKillIsTheTimeOut();
};

void TestDroplet::thePriorityIsANumberOrAWord_data()
{
    QTest::addColumn<QString>("told");
    QTest::addColumn<int>("priority");
    QTest::addColumn<bool>("kept");
    QTest::newRow("a number") << "7" << 7 << true;
    QTest::newRow("below others") << "-20" << -20 << true;
    QTest::newRow("high") << "HIGH" << 100 << true;
    QTest::newRow("low") << "low" << -100 << true;
    QTest::newRow("normal") << "NORMAL" << 0 << true;
    QTest::newRow("nothing") << "" << 0 << true;
    QTest::newRow("too much") << "5000" << 0 << false;
    QTest::newRow("another word") << "urgent" << 0 << false;
}

void TestDroplet::thePriorityIsANumberOrAWord()
{
    QFETCH(QString, told);
    QFETCH(int, priority);
    QFETCH(bool, kept);
    DropletFile file = foreign();
    file.mutable_job()->set_priority(told.toStdString());
    const toolkit::Parsed parsed = read(file);
    QVERIFY(parsed.ok());
    QCOMPARE(parsed.dag.priority, priority);
    QCOMPARE(texts(parsed.findings).filter("job.priority").isEmpty(), kept);
    std::vector<std::string> lost;
    DropletFile again;
    QVERIFY(again.ParseFromString(model::toDroplet(parsed.dag, lost)));
    QCOMPARE(read(again).dag.priority, priority);
    again.mutable_job()->set_priority("3");
    QCOMPARE(read(again).dag.priority, 3);
}

void TestDroplet::theHourOfTheKillIsTheTimeOut_data()
{
    QTest::addColumn<QString>("hours");
    QTest::addColumn<qint64>("timeout"); // [ms]; -1 = not kept, with a warning
    QTest::newRow("five hours") << "5" << qint64{5} * 3'600'000;
    QTest::newRow("two days") << "48" << qint64{48} * 3'600'000;
    QTest::newRow("nothing") << "" << qint64{0};
    QTest::newRow("zero kills nothing") << "0" << qint64{0};
    QTest::newRow("half an hour") << "0.5" << qint64{-1};
    QTest::newRow("a word") << "never" << qint64{-1};
    QTest::newRow("too many") << "99999999999" << qint64{-1};
}

void TestDroplet::theHourOfTheKillIsTheTimeOut()
{
    QFETCH(QString, hours);
    QFETCH(qint64, timeout);
    DropletFile file = foreign();
    file.mutable_job()->set_cronkillhour(hours.toStdString());
    const toolkit::Parsed parsed = read(file);
    QVERIFY(parsed.ok());
    QCOMPARE(texts(parsed.findings).filter("job.cronKillHour").isEmpty(), timeout >= 0);
    QCOMPARE(parsed.dag.timeout, std::max<qint64>(0, timeout));
    if (timeout <= 0)
        return;
    std::vector<std::string> lost;
    DropletFile again;
    QVERIFY(again.ParseFromString(model::toDroplet(parsed.dag, lost)));
    QCOMPARE(QString::fromStdString(again.job().cronkillhour()), hours);
    // A time-out changed by others wins over what is carried; one that they leave alone stays.
    again.mutable_job()->set_cronkillhour("7");
    QCOMPARE(read(again).dag.timeout, SpanMs{7} * 3'600'000);
    DagSpec half = parsed.dag;
    half.timeout = 1'800'000;
    QVERIFY(again.ParseFromString(model::toDroplet(half, lost)));
    QCOMPARE(again.job().cronkillhour(), std::string());
    QCOMPARE(read(again).dag.timeout, SpanMs{1'800'000});
}

void TestDroplet::numbersAreThoseOfTheSeed_data()
{
    QTest::addColumn<QString>("fields");
    const auto row = [](const char *message, const char *fields) {
        QTest::newRow(message) << QString(fields);
    };
    row("Job", "jobName=1 jobId=2 jobOwner=3 taskCount=4 cron=5 taskIds=6 activeOrNot=7 "
               "historyId=8 lastUpdateTime=9 desc=10 alert=11 queue=12 project=13 group=14 "
               "uploadFile=15 version=16 creater=17 opsid=18 runType=19 runStatus=20 "
               "loopStatus=21 loopRunningSize=22 loopMaxSize=23 priority=24 cronKillHour=25 "
               "dagEstimateTime=26");
    row("JStatus", "jobId=1 startTime=2 endTime=3 jobStatus=4 historyId=5");
    row("Task", "taskName=1 taskId=2 taskArguments=3 templateName=4 idSet=5 taskOutput=6 "
                "historyId=7 lastUpdateTime=8 inputDataset=9 outputDataset=10 "
                "optimizeArguments=11 trainArguments=12 dagArguments=13 extendArguments=14 "
                "oldHistoryId=15 labelText=16 checkParam=17");
    row("Dataset", "datasetId=1 datasetName=2 datasetType=3 datasetModelType=4 value=5 columns=6 "
                   "info=7 configData=8 datasetDisplayName=9 datasetFileType=10");
    row("DatasetColumn", "name=1 type=2 description=3 value=4 subColumns=5");
    row("RuntimeInfo", "type=1 path=2 partitionColumn=3 partitionType=4 partitionValue=5 "
                       "modelInfo=6");
    row("Project", "name=1 attributes=2");
    row("TStatus", "taskId=1 startTime=2 endTime=3 logUrl=4 taskOutput=5 taskStatus=6 historyId=7");
    row("ShowData", "key=1 columns=2 showValue=3");
    row("ContainerStatus", "userId=1 applicationId=2 applicationTimestamp=3 address=4 status=5 "
                           "extendInfo=6 userName=7");
    row("CheckParam", "requireParam=1 issueParam=2");
}

void TestDroplet::numbersAreThoseOfTheSeed()
{
    QFETCH(QString, fields);
    const auto *type =
        DropletFile::descriptor()->file()->FindMessageTypeByName(QTest::currentDataTag());
    QVERIFY(type != nullptr);
    QStringList found;
    for (int i = 0; i < type->field_count(); ++i)
        found << QString("%1=%2").arg(type->field(i)->name().c_str()).arg(type->field(i)->number());
    QCOMPARE(found.join(' '), fields);
}

void TestDroplet::aForeignJobIsCarried()
{
    const toolkit::Parsed parsed = read(foreign());
    QVERIFY2(parsed.ok(), qPrintable(texts(parsed.findings).join("\n")));
    const DagSpec &dag = parsed.dag;
    QCOMPARE(dag.id, std::string("_______daily"));
    QCOMPARE(dag.name, std::string("推荐 daily"));
    QCOMPARE(dag.owner, std::string("lin"));
    QCOMPARE(dag.description, std::string("trains"));
    QCOMPARE(dag.version, std::string("3"));
    QCOMPARE(dag.schedule.type, std::string("CRON"));
    QCOMPARE(dag.schedule.expression, std::string("30 2 * * MON-FRI"));
    QCOMPARE(dag.tags, (std::vector<std::string>{"project:rec", "group:home"}));
    QCOMPARE(
        dag.globalConfigs,
        std::string(R"({"defaultResourcePool":"root.ml","notificationChannels":["a@x","b@x"]})"));
    QCOMPARE(dag.nodes.size(), std::size_t{3});
    QCOMPARE(dag.nodes[0].id, std::string("extract"));
    QCOMPARE(dag.nodes[0].type, std::string("XQL"));
    QCOMPARE(dag.nodes[1].id, std::string("task_12"));
    QCOMPARE(dag.nodes[1].name, std::string("训练"));
    QCOMPARE(dag.nodes[1].description, std::string("learns"));
    QCOMPARE(dag.nodes[1].position->x, 120.5);
    QCOMPARE(dag.nodes[2].id, std::string("extract_13"));
    QCOMPARE(dag.edges.size(), std::size_t{3});
    QCOMPARE(dag.edges[0].dataMapping,
             (std::vector<std::pair<std::string, std::string>>{{"clicks", "clicks"}}));
}

void TestDroplet::aForeignJobsDatasetsAndArguments()
{
    const DagSpec dag = read(foreign()).dag;
    const TaskDefinition &extract = dag.nodes[0].task, &train = dag.nodes[1].task;
    QCOMPARE(portNamed(extract.inputs, "day")->defaultValue, std::string("\"2024-01-01\""));
    const Port &clicks = *portNamed(extract.outputs, "clicks");
    QCOMPARE(clicks.type, std::string("OBJECT"));
    QCOMPARE(clicks.description, std::string("Clicks of a day"));
    QCOMPARE(clicks.defaultValue,
             std::string(R"({"datasetId":"ds1","datasetName":"clicks","columns":[{"name":"user",)"
                         R"("type":"BIGINT","subColumns":[{"name":"inner"}]}],"info":{"path":)"
                         R"("/warehouse/clicks"},"datasetDisplayName":"Clicks of a day"})"));
    QCOMPARE(portNamed(train.inputs, "clicks")->defaultValue, clicks.defaultValue);
    QCOMPARE(portNamed(train.inputs, "optimizeArguments")->defaultValue,
             std::string(R"({"lr":"0.1"})"));
    QCOMPARE(portNamed(train.inputs, "trainArguments")->defaultValue,
             std::string("\"--epochs 3\""));
    QCOMPARE(portNamed(train.inputs, "extendArguments")->defaultValue,
             std::string(R"({"own key":"v"})"));
    QCOMPARE(portNamed(train.inputs, "dagArguments")->defaultValue,
             std::string(R"({"colour":"red"})"));
    QVERIFY(portNamed(extract.inputs, "day")->required);
    QVERIFY(portNamed(extract.inputs, "city")->required); // asked for at the start of a run
    QVERIFY(!portNamed(train.inputs, "table")->required);
    QCOMPARE(portNamed(train.outputs, "model")->defaultValue, std::string("\"/models/m\""));
    // And back: the same job but for what was told.
    const DropletFile again = fileOf(dag);
    const DropletFile before = foreign();
    for (int i = 0; i < 2; ++i) {
        Task now = again.tasks(i), old = before.tasks(i);
        now.mutable_extendarguments()->erase("orrery.dag");
        now.mutable_extendarguments()->erase("orrery.node");
        QCOMPARE(now.inputdataset_size(), old.inputdataset_size());
        QCOMPARE(now.taskarguments().size(), old.taskarguments().size());
        QCOMPARE(now.optimizearguments().size(), old.optimizearguments().size());
        QCOMPARE(now.extendarguments().size(), old.extendarguments().size());
        QCOMPARE(now.trainarguments(), old.trainarguments());
        QCOMPARE(now.outputdataset_size(), old.outputdataset_size());
        QCOMPARE(now.taskname(), old.taskname());
    }
    QCOMPARE(again.job().cron(), std::string("0 30 2 ? * MON-FRI"));
    QCOMPARE(again.job().alert(), std::string("a@x,b@x"));
    QCOMPARE(again.job().project(), std::string("rec"));
}

void TestDroplet::whatHasNoPlaceIsTold()
{
    QStringList told = texts(read(foreign()).findings);
    for (const char *field : {"job.jobId", "historyId", "checkParam.issueParam",
                              "checkParam.requireParam", "start no process"})
        QVERIFY2(!told.filter(field).isEmpty(), field);
    QVERIFY(told.filter("loopStatus").isEmpty());
    QVERIFY(told.filter("error").isEmpty());
    // Fields of a newer version of the messages.
    DropletFile file = foreign();
    modelProto::Job *job = file.mutable_job();
    job->GetReflection()->MutableUnknownFields(job)->AddVarint(40, 1);
    QVERIFY(
        !texts(read(file).findings).filter("job: unknown field number 40 is not kept").isEmpty());
}

void TestDroplet::oursSaysWhatItCan()
{
    DagSpec dag = support::dag("a>b a>c b>c");
    dag.name = "Shown";
    dag.owner = "me";
    dag.schedule.type = "CRON";
    dag.schedule.expression = "0 2 * * *";
    dag.nodes[1].position = Position{1, 2, 0};
    dag.nodes[1].task.inputs = {{"n", "INTEGER", true, "5", ""}};
    const DropletFile file = fileOf(dag);
    QCOMPARE(file.job().jobname(), std::string("Shown"));
    QCOMPARE(file.job().cron(), std::string("0 0 2 * * ?"));
    QCOMPARE(file.job().taskcount(), 3);
    QCOMPARE(file.job().taskids(2), std::string("3"));
    QCOMPARE(file.tasks(0).idset_size(), 1);
    QCOMPARE(file.tasks(0).idset(0), 0);
    QCOMPARE(file.tasks(2).idset_size(), 2);
    QCOMPARE(file.tasks(1).taskarguments().at("n"), std::string("5"));
    QCOMPARE(file.tasks(1).checkparam().requireparam(0), std::string("n"));
    QCOMPARE(file.tasks(1).dagarguments().at("y"), std::string("2"));
    std::vector<std::string> lost;
    static_cast<void>(model::toDroplet(dag, lost));
    QVERIFY(std::find(lost.begin(), lost.end(), "position of 1 node") != lost.end());
}

void TestDroplet::changesOfOthersWin()
{
    DagSpec dag = support::dag("a:shell>b:shell>c:shell a>c");
    dag.schedule.type = "CRON";
    dag.schedule.expression = "0 2 * * *";
    dag.schedule.timezone = "Asia/Shanghai";
    dag.nodes[1].task.inputs = {{"n", "INTEGER", true, "5", "how many"},
                                {"s", "STRING", false, "\"x\"", ""}};
    dag.edges[0].condition = "ALWAYS";
    DropletFile file = fileOf(dag);
    file.mutable_job()->set_cron("0 15 3 * * ?");
    file.mutable_job()->set_desc("changed");
    Task &b = *file.mutable_tasks(1);
    b.set_taskname("Better");
    (*b.mutable_taskarguments())["n"] = "6";
    b.mutable_taskarguments()->erase("s");
    b.mutable_checkparam()->clear_requireparam();
    file.mutable_tasks(2)->clear_idset();
    file.mutable_tasks(2)->add_idset(1);
    const toolkit::Parsed parsed = read(file);
    QVERIFY2(parsed.ok(), qPrintable(texts(parsed.findings).join("\n")));
    DagSpec expected = dag;
    expected.description = "changed";
    expected.schedule.expression = "15 3 * * *";
    expected.nodes[1].name = "Better";
    expected.nodes[1].task.inputs = {{"n", "INTEGER", false, "6", "how many"},
                                     {"s", "STRING", false, "", ""}};
    expected.edges.erase(expected.edges.begin() + 1); // b > c
    QCOMPARE(QString::fromStdString(model::toJson(parsed.dag, 1)),
             QString::fromStdString(model::toJson(expected, 1)));
}

void TestDroplet::aCopiedTaskGetsItsOwnId()
{
    DropletFile file = fileOf(support::dag("a:shell>b:shell"));
    Task copy = file.tasks(1);
    copy.set_taskid(9);
    *file.add_tasks() = copy;
    file.mutable_job()->set_taskcount(3);
    const toolkit::Parsed parsed = read(file);
    QVERIFY2(parsed.ok(), qPrintable(texts(parsed.findings).join("\n")));
    QCOMPARE(parsed.dag.nodes[2].id, std::string("b_9"));
    QCOMPARE(parsed.dag.nodes[2].task, parsed.dag.nodes[1].task);
    QCOMPARE(parsed.dag.edges.size(), std::size_t{2});
}

void TestDroplet::carriedTextIsNotTrusted()
{
    DropletFile file = fileOf(support::dag("a>b"));
    auto &carried = *file.mutable_tasks(1)->mutable_extendarguments();
    const auto first = [&](const std::string &text) {
        carried["orrery.node"] = text;
        const QStringList found = texts(read(file).findings);
        return found.isEmpty() ? QString() : found[0];
    };
    QVERIFY(first("[]").contains("extendArguments[orrery.node] of task 2 is no JSON object"));
    QVERIFY(first("{").contains("extendArguments[orrery.node] of task 2 holds no JSON value"));
    QVERIFY(first(std::string(100'000, '[')).contains("holds no JSON value"));
    QVERIFY(first(R"({"nodeId":"b","colour":1})").contains("unknown key \"colour\""));
    QVERIFY(first(R"({"nodeId":"b","taskDefinition":{"inputSchema":{"x":{"required":3}}}})")
                .contains("nodes/1/taskDefinition/inputSchema/x/required"));
}

void TestDroplet::mistakes_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::addColumn<QString>("message");
    const auto row = [](const char *name, const DropletFile &file, const char *message) {
        QTest::newRow(name) << QByteArray::fromStdString(file.SerializeAsString())
                            << QString(message);
    };
    DropletFile file = foreign();
    file.mutable_tasks(1)->set_taskid(11);
    row("a task's number twice", file, "taskId 11 is given to more than one task");
    file = foreign();
    file.mutable_tasks(1)->add_idset(77);
    row("an unknown number", file, "task 12 waits for task 77, which is not in the file");
    file = foreign();
    file.mutable_tasks(0)->set_idset(0, 13);
    row("a cycle", file, "cycle");
    file = foreign();
    file.clear_job();
    row("no job", file, "is no protobuf message modelProto.DropletFile");
    file = foreign();
    file.mutable_job()->set_cron("5 0 2 * * ?");
    row("a cron expression with seconds", file, "cron \"5 0 2 * * ?\" is not kept");
    file = foreign();
    modelProto::DatasetColumn *column =
        file.mutable_tasks(0)->mutable_outputdataset(0)->mutable_columns(0);
    for (int i = 0; i < 80; ++i)
        column = column->add_subcolumns();
    row("columns that nest without end", file, "raise the setting limits.maxDepth");
    QTest::newRow("a file that was cut") << QByteArray("\x0A\x05"
                                                       "a",
                                                       3)
                                         << "longer than the file";
    QTest::newRow("text") << QByteArray("\nhello \x01") << "job";
}

void TestDroplet::mistakes()
{
    QFETCH(QByteArray, bytes);
    QFETCH(QString, message);
    const QStringList found = texts(model::parse(bytes.toStdString(), "x.pb").findings);
    QVERIFY2(!found.filter(message).isEmpty(), qPrintable(found.join("\n")));
}

void TestDroplet::cronBothWays_data()
{
    QTest::addColumn<QString>("ours");
    QTest::addColumn<QString>("quartz");
    QTest::addColumn<QString>("back");
    QTest::newRow("daily") << "0 2 * * *"
                           << "0 0 2 * * ?"
                           << "0 2 * * *";
    QTest::newRow("weekdays") << "30 2 * * 1-5"
                              << "0 30 2 ? * MON-FRI"
                              << "30 2 * * MON-FRI";
    QTest::newRow("sunday is 0 or 7") << "0 0 * * 7,0"
                                      << "0 0 0 ? * SUN,SUN"
                                      << "0 0 * * SUN,SUN";
    QTest::newRow("a step is no day") << "0 0 * * 1/2"
                                      << "0 0 0 ? * MON/2"
                                      << "0 0 * * MON/2";
    QTest::newRow("day of the month") << "*/5 1 31 12 *"
                                      << "0 */5 1 31 12 ?"
                                      << "*/5 1 31 12 *";
}

void TestDroplet::cronBothWays()
{
    QFETCH(QString, ours);
    QFETCH(QString, quartz);
    QFETCH(QString, back);
    QCOMPARE(QString::fromStdString(model::toQuartz(ours.toStdString()).value_or("none")), quartz);
    QCOMPARE(QString::fromStdString(model::fromQuartz(quartz.toStdString()).value_or("none")),
             back);
}

void TestDroplet::cronThatTheOtherSideCannotSay()
{
    for (const char *ours : {"0 0 1 * 1", "@daily", "", "0 0 * * 8"})
        QVERIFY2(!model::toQuartz(ours), ours);
    for (const char *quartz : {"5 0 0 * * ?", "0 0 0 L * ?", "0 0 0 ? * 6#3", "0 0 0 ? * 6L",
                               "0 0 0 * * ? 2030", "0 0 0 ? * 8", "0 0 0 15W * ?", ""})
        QVERIFY2(!model::fromQuartz(quartz), quartz);
    QCOMPARE(model::fromQuartz("0 0 12 1/5 * ? *").value(), std::string("0 12 1/5 * *"));
}

QTEST_APPLESS_MAIN(TestDroplet)
#include "tst_droplet.moc"
