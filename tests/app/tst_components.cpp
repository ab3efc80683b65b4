// SPDX-License-Identifier: GPL-3.0-or-later
// The palette, quick-add and the order in which new nodes are offered.
#include <QElapsedTimer>
#include <QLineEdit>
#include <QListWidget>
#include <QMimeData>
#include <QTextBrowser>
#include <QTreeWidget>

#include "designbench.h"
#include "designer/componentpalette.h"
#include "designer/duration.h"
#include "designer/entrydelegate.h"
#include "designer/formspec.h"
#include "designer/quickadd.h"

using namespace orrery;
using namespace orrery::designer;

namespace {

const QByteArray reader = "dagId: d\n"
                          "nodes:\n"
                          "  - {nodeId: orders, component: read-csv@1, arguments: {file: o.csv}}\n"
                          "edges: []\n";

struct Desk {
    tests::DesignBench bench;
    ComponentShelf shelf{bench};
    ComponentPalette palette{bench, shelf};

    explicit Desk(const QByteArray &text = reader) : bench(text)
    {
        palette.resize(244, 600);
        palette.show();
        if (!QTest::qWaitForWindowExposed(&palette))
            qFatal("the palette is not shown");
        QApplication::setActiveWindow(&palette);
    }
    [[nodiscard]] QTreeWidget &tree() { return *palette.findChild<QTreeWidget *>(); }
    [[nodiscard]] QTreeWidgetItem *item(const char *key)
    {
        QTreeWidgetItem *last = nullptr;
        for (QTreeWidgetItemIterator it(&tree()); *it != nullptr; ++it)
            if ((*it)->data(0, KeyRole).toString() == QLatin1String(key))
                last = *it;
        return last;
    }
    void search(const QString &query)
    {
        auto *line = palette.findChild<QLineEdit *>(QStringLiteral("paletteSearch"));
        line->setFocus();
        line->selectAll();
        QTest::keyClicks(line, query);
    }
    [[nodiscard]] const DagSpec &dag() { return bench.document().dag(); }
};

NodeTemplate offer(const char *key, const char *title, std::vector<Port> inputs = {})
{
    NodeTemplate made;
    made.key = QString::fromLatin1(key);
    made.baseId = made.key.section(QLatin1Char(':'), 1);
    made.title = QString::fromLatin1(title);
    made.spec.id = made.baseId.toStdString();
    made.spec.task.runtime = Runtime::Shell;
    made.spec.task.inputs = std::move(inputs);
    return made;
}

Port port(const char *name, const char *type, bool required = false)
{
    Port made;
    made.name = name;
    made.type = type;
    made.required = required;
    return made;
}

QStringList keysOf(const std::vector<Offer> &offers)
{
    QStringList out;
    for (const Offer &one : offers)
        out << one.made->baseId;
    return out;
}

NodeSpec node(const char *id, const char *component, std::vector<Port> outputs = {})
{
    NodeSpec made;
    made.id = id;
    made.component = component;
    made.task.runtime = Runtime::Shell;
    made.task.outputs = std::move(outputs);
    return made;
}

} // namespace

class tst_Components final : public QObject {
    Q_OBJECT
private slots:
    void everythingStandsInThePalette()
    {
        Desk desk;
        for (const char *key : {"runtime:SHELL", "runtime:APPROVE", "pattern:map",
                                "component:filter", "component:read-csv"})
            QVERIFY2(desk.item(key) != nullptr, key);
        QVERIFY(desk.shelf.templates().size() > 60);
        desk.tree().setCurrentItem(desk.item("component:filter"));
        auto *help = desk.palette.findChild<QTextBrowser *>();
        QVERIFY2(help->toPlainText().contains(QStringLiteral("where")),
                 qPrintable(help->toPlainText()));
    }

    void aDoubleClickAddsBehindTheSelectedNode()
    {
        Desk desk;
        desk.bench.selection().selectNode(0);
        auto *item = desk.item("component:filter");
        desk.tree().scrollToItem(item);
        const QPoint at = desk.tree().visualItemRect(item).center();
        QTest::mouseClick(desk.tree().viewport(), Qt::LeftButton, {}, at);
        QTest::mouseDClick(desk.tree().viewport(), Qt::LeftButton, {}, at);
        QCOMPARE(desk.dag().nodes.size(), std::size_t{2});
        QCOMPARE(desk.dag().nodes[1].id, std::string("filter"));
        QCOMPARE(desk.dag().edges.size(), std::size_t{1});
        const toolkit::Mapping path{{"path", "path"}};
        QCOMPARE(desk.dag().edges[0].dataMapping, path);
        QCOMPARE(desk.bench.selection().node(), NodeIndex(1));
        desk.bench.document().undo();
        QCOMPARE(desk.bench.text(), reader);
        QCOMPARE(desk.shelf.recent(), QStringList{"component:filter"});
    }

    void aSecondOneGetsAnIdOfItsOwnAndNoEdgeWithoutData()
    {
        Desk desk("dagId: d\nnodes:\n  - {nodeId: filter, taskDefinition: {runtime: WAIT, wait: "
                  "{duration: PT1S}, outputSchema: {n: {type: INTEGER}}}}\n");
        desk.bench.selection().selectNode(0);
        desk.search(QStringLiteral("filter rows"));
        QTest::keyClick(desk.palette.findChild<QLineEdit *>("paletteSearch"), Qt::Key_Return);
        QCOMPARE(desk.dag().nodes.size(), std::size_t{2});
        QCOMPARE(desk.dag().nodes[1].id, std::string("filter-2"));
        QVERIFY(desk.dag().edges.empty());
    }

    void theSearchTakesLettersInOrder()
    {
        Desk desk;
        desk.search(QStringLiteral("rdcsv"));
        QCOMPARE(desk.tree().topLevelItem(0)->text(0), QStringLiteral("Read CSV"));
        QVERIFY(!desk.tree().topLevelItem(0)->data(0, LitRole).value<QList<int>>().isEmpty());
    }

    void whatIsDraggedIsANode()
    {
        Desk desk;
        auto *item = desk.item("component:filter");
        const auto index = desk.tree().indexAt(desk.tree().visualItemRect(item).center());
        const std::unique_ptr<QMimeData> data(desk.tree().model()->mimeData({index}));
        QCOMPARE(data->data(QString::fromLatin1(componentMime)),
                 QByteArray(R"({"nodeId":"filter","component":"filter@1"})"));
    }

    void aBrokenComponentTellsWhy()
    {
        Desk desk;
        QDir().mkpath(desk.bench.home() + QStringLiteral("/components"));
        QFile file(desk.bench.home() + QStringLiteral("/components/mine.yaml"));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write("id: mine\nversion: 1.0.0\ndocs: Mine.\n");
        file.close();
        desk.shelf.refresh();
        QTRY_VERIFY(desk.item("component:mine") != nullptr);
        auto *item = desk.item("component:mine");
        QVERIFY(item->data(0, BrokenRole).toBool());
        QVERIFY2(item->data(0, SummaryRole).toString().contains(QStringLiteral("taskDefinition")),
                 qPrintable(item->data(0, SummaryRole).toString()));
        desk.tree().setCurrentItem(item);
        QTest::keyClick(&desk.tree(), Qt::Key_Return);
        QCOMPARE(desk.bench.text(), reader);
    }

    void favouritesStandOnTop()
    {
        Desk desk;
        desk.tree().setCurrentItem(desk.item("component:sort"));
        QTest::keyClick(&desk.tree(), Qt::Key_Asterisk);
        QTRY_COMPARE(desk.tree().topLevelItem(0)->text(0), QStringLiteral("Favourites"));
        QCOMPARE(desk.tree().topLevelItem(0)->child(0)->data(0, KeyRole).toString(),
                 QStringLiteral("component:sort"));
        const ComponentShelf again(desk.bench);
        QCOMPARE(again.favourites(), QStringList{"component:sort"});
    }

    void everyPlainTaskIsAGoodNode()
    {
        for (const NodeTemplate &made : plainTemplates()) {
            const std::string text =
                "{\"dagId\": \"d\", \"nodes\": [" + withId(made.node, "x") + "]}";
            const auto parsed = toolkit::parse(text, "d.json");
            QVERIFY2(parsed.ok(),
                     qPrintable(made.key + QStringLiteral(": ") +
                                QString::fromStdString(parsed.findings.empty()
                                                           ? std::string()
                                                           : parsed.findings[0].text())));
        }
    }

    // --- the order of offers

    void whatFollowedMostOftenGoesFirst()
    {
        Habits habits;
        DagSpec dag;
        dag.nodes = {node("a", "read"), node("b", "filter"), node("c", "sort"), node("d", "sort")};
        dag.edges = {{0, 1, "SUCCESS", {}},
                     {0, 2, "SUCCESS", {}},
                     {0, 3, "SUCCESS", {}},
                     {0, none, "SUCCESS", {}}};
        habits.learn(dag);
        QCOMPARE(habits.count(QStringLiteral("component:read"), QStringLiteral("component:sort")),
                 2);
        QCOMPARE(habits.total(QStringLiteral("component:read")), 3);
        const std::vector<NodeTemplate> all{
            offer("component:chart", "Chart", {port("path", "STRING", true)}),
            offer("component:filter", "Filter"),
            offer("component:sort", "Sort"),
            offer("component:model", "Model", {port("model", "OBJECT", true)}),
            offer("component:ping", "Ping"),
            offer("component:beep", "Beep")};
        const NodeSpec from = node("x", "read@1", {port("path", "STRING")});
        const auto offers =
            ranked(all, habits, &from, {QStringLiteral("component:ping")}, QString());
        // habit (2, 1), then data that fits, then nothing needed (used lately first), then missing
        const QStringList order{"sort", "filter", "chart", "ping", "beep", "model"};
        QCOMPARE(keysOf(offers), order);
        QCOMPARE(offers[0].why, QStringLiteral("2 of 3 times"));
        QCOMPARE(offers[2].fit, 2);
        QCOMPARE(offers[5].fit, 0);
        const toolkit::Mapping path{{"path", "path"}};
        QCOMPARE(offers[2].mapping, path);
    }

    void lettersGoBeforeHabits()
    {
        const std::vector<NodeTemplate> all{offer("component:sort", "Sort"),
                                            offer("component:report", "Report")};
        const auto offers = ranked(all, {}, nullptr, {}, QStringLiteral("rep"));
        QCOMPARE(keysOf(offers), QStringList{"report"});
        const QList<int> lit{0, 1, 2};
        QCOMPARE(offers[0].positions, lit);
    }

    void threeHundredAreRankedInTime()
    {
        std::vector<NodeTemplate> all;
        for (int i = 0; i < 300; ++i) {
            NodeTemplate made = offer("component:c", "Component");
            made.key += QString::number(i);
            made.title += QString::number(i);
            made.spec.task.inputs = {port("path", "STRING", true), port("columns", "ARRAY<STRING>"),
                                     port("limit", "INTEGER")};
            all.push_back(std::move(made));
        }
        const NodeSpec from = node(
            "x", "read",
            {port("path", "STRING"), port("rows", "INTEGER"), port("columns", "ARRAY<STRING>")});
        QElapsedTimer timer;
        timer.start();
        const auto offers = ranked(all, {}, &from, {}, QString());
        const double ms = double(timer.nsecsElapsed()) / 1e6;
        qInfo("ranking 300 components: %.2f ms", ms);
        QCOMPARE(offers.size(), std::size_t{300});
        QVERIFY2(ms < 30, qPrintable(QString::number(ms)));
    }

    void quickAddPutsTheLikeliestBehindANode()
    {
        Desk desk;
        QuickAdd popup(desk.bench, desk.shelf, desk.bench.dialogParent());
        popup.openAt({50, 50}, 0);
        QVERIFY(QTest::qWaitForWindowExposed(&popup));
        auto *list = popup.findChild<QListWidget *>();
        auto *search = popup.findChild<QLineEdit *>();
        QVERIFY(list->count() > 20);
        QVERIFY(!list->item(0)->data(WordRole).toString().isEmpty());
        QTest::keyClicks(search, QStringLiteral("sort"));
        QCOMPARE(list->item(0)->text(), QStringLiteral("Sort rows"));
        QTest::keyClick(search, Qt::Key_Return);
        QVERIFY(!popup.isVisible());
        QCOMPARE(desk.dag().nodes.size(), std::size_t{2});
        QCOMPARE(desk.dag().edges.size(), std::size_t{1});
        QCOMPARE(desk.dag().edges[0].dataMapping.size(), std::size_t{1});
    }

    void whoOpensQuickAddMayTakeTheChoice()
    {
        Desk desk;
        QuickAdd popup(desk.bench, desk.shelf, desk.bench.dialogParent());
        QuickAdd::Choice chosen;
        popup.openAt({50, 50}, none,
                     [&chosen](const QuickAdd::Choice &choice) { chosen = choice; });
        QVERIFY(QTest::qWaitForWindowExposed(&popup));
        QTest::keyClick(popup.findChild<QLineEdit *>(), Qt::Key_Down);
        QTest::keyClick(popup.findChild<QLineEdit *>(), Qt::Key_Return);
        QVERIFY(!chosen.key.isEmpty() && !chosen.node.empty());
        QCOMPARE(desk.bench.text(), reader);
    }

    // --- what forms are made of

    void theSchemaGivesTheForms_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<int>("control");
        QTest::addColumn<QString>("section");
        const auto row = [](const char *path, Control control, const char *section) {
            QTest::newRow(path) << QString::fromLatin1(path) << int(control)
                                << QString::fromLatin1(section);
        };
        row("nodeId", Control::Text, "general");
        row("taskDefinition/runtime", Control::Runtime, "task");
        row("taskDefinition/script", Control::Code, "task");
        row("taskDefinition/command", Control::Words, "task");
        row("taskDefinition/environment", Control::NameValues, "task");
        row("taskDefinition/http/expectStatus", Control::Numbers, "task");
        row("taskDefinition/inputSchema", Control::Ports, "ports");
        row("taskDefinition/argumentSchema", Control::Parameters, "ports");
        row("executionConfig/timeout", Control::Duration, "retry");
        row("executionConfig/retryPolicy/maxRetries", Control::Integer, "retry");
        row("executionConfig/triggerRule", Control::Choice, "when");
        row("executionConfig/loop/while", Control::Expression, "when");
        row("executionConfig/teardownOf", Control::Node, "when");
        row("executionConfig/mapOver", Control::Expression, "mapping");
        row("executionConfig/minSuccessRatio", Control::Number, "mapping");
        row("executionConfig/cache/files", Control::Words, "cache");
        row("executionConfig/network", Control::Switch, "place");
        row("position/x", Control::Number, "place");
        row("resourceRequirements/memoryMB", Control::Integer, "resources");
        row("recorded", Control::Json, "recorded");
    }
    void theSchemaGivesTheForms()
    {
        QFETCH(QString, path);
        QFETCH(int, control);
        QFETCH(QString, section);
        const FormField *field = nodeForm().find(path);
        QVERIFY(field != nullptr);
        QCOMPARE(int(field->control), control);
        QVERIFY(!field->help.isEmpty() && !field->label.isEmpty());
        for (const FormSection &one : nodeForm().sections)
            for (const FormField &other : one.fields)
                if (other.path == path)
                    QCOMPARE(one.id, section);
    }

    void limitsAndDefaultsComeFromTheSchema()
    {
        const FormField *retries =
            nodeForm().find(QStringLiteral("executionConfig/retryPolicy/maxRetries"));
        QCOMPARE(retries->minimum.value_or(-1), 0.0);
        QCOMPARE(retries->maximum.value_or(-1), 10000.0);
        QCOMPARE(retries->defaultValue, JsonText("0"));
        const FormField *http = nodeForm().find(QStringLiteral("taskDefinition/http/url"));
        QVERIFY(concerns(*http, QStringLiteral("HTTP")));
        QVERIFY(!concerns(*http, QStringLiteral("PYTHON_3.11")));
        QVERIFY(dagForm().find(QStringLiteral("schedule/condition"))->control == Control::Json);
        QVERIFY(dagForm().find(QStringLiteral("nodes")) == nullptr);
    }

    void spansAreReadAsTheyAreSaid_data()
    {
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("iso");
        QTest::addColumn<QString>("shown");
        QTest::newRow("minutes") << "5 min"
                                 << "PT5M"
                                 << "5 min";
        QTest::newRow("short") << "1h30m"
                               << "PT1H30M"
                               << "1 h 30 min";
        QTest::newRow("days") << "2 days"
                              << "P2D"
                              << "2 d";
        QTest::newRow("fractions") << "1.5 h"
                                   << "PT1H30M"
                                   << "1 h 30 min";
        QTest::newRow("words") << "1 hour and 5 seconds"
                               << "PT1H5S"
                               << "1 h 5 s";
        QTest::newRow("ISO") << "PT90S"
                             << "PT90S"
                             << "1 min 30 s";
        QTest::newRow("milliseconds") << "250 ms"
                                      << "PT0.25S"
                                      << "250 ms";
        QTest::newRow("no unit") << "5"
                                 << "5"
                                 << "5";
        QTest::newRow("nonsense") << "soon"
                                  << "soon"
                                  << "soon";
    }
    void spansAreReadAsTheyAreSaid()
    {
        QFETCH(QString, typed);
        QFETCH(QString, iso);
        QFETCH(QString, shown);
        QCOMPARE(QString::fromStdString(isoDuration(typed)), iso);
        QCOMPARE(durationText(isoDuration(typed)), shown);
    }
};

QTEST_MAIN(tst_Components)
#include "tst_components.moc"
