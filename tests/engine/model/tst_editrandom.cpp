// SPDX-License-Identifier: GPL-3.0-or-later
// Properties of edits, over DAGs and changes made by chance: the new text means what the old one
// meant with the change applied, and undo gives the old bytes.
#include <QtTest>

#include <algorithm>
#include <random>

#include "engine/edithistory.h"
#include "model/diff.h"
#include "model/edit.h"
#include "model/edit/textedits.h"
#include "model/formats/write.h"
#include "support/randomdag.h"

using namespace orrery;

namespace {

constexpr std::uint32_t seeds = 200;

// A change, and what it does to the values: written down here once more, without the text.
struct Made {
    Change change;
    std::function<void(DagSpec &)> expected;
};

class Chance {
public:
    explicit Chance(std::uint32_t seed) : m_random(seed) {}

    std::size_t below(std::size_t n) { return n == 0 ? 0 : m_random() % n; }
    std::string text() { return support::randomText(m_random); }

    Made change(const DagSpec &dag)
    {
        switch (below(11)) {
        case 0:
            return rename(dag);
        case 1:
            return add(dag);
        case 2:
            return erase(dag);
        case 3:
            return duplicate(dag);
        case 4:
            return connect(dag);
        case 5:
            return disconnect(dag);
        case 6:
            return condition(dag);
        case 7:
            return move(dag);
        case 8:
            return script(dag);
        case 9:
            return tags();
        default:
            return field(dag);
        }
    }

private:
    std::size_t node(const DagSpec &dag) { return below(dag.nodes.size()); }
    static std::string quoted(const std::string &text)
    {
        return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    }

    Made field(const DagSpec &dag)
    {
        const std::size_t n = node(dag);
        const std::string path = "nodes/" + dag.nodes[n].id + "/";
        const std::string words = text();
        switch (below(6)) {
        case 0:
            return {change::Set{path + "executionConfig/timeout", "\"PT77S\""},
                    [n](DagSpec &d) { d.nodes[n].execution.timeout = 77'000; }};
        case 1:
            return {change::Set{path + "resourceRequirements/memoryMB", "12345"},
                    [n](DagSpec &d) { d.nodes[n].resources.memoryMB = 12345; }};
        case 2:
            return {change::Set{path + "description", quoted(words)},
                    [n, words](DagSpec &d) { d.nodes[n].description = words; }};
        case 3:
            return {change::Set{"owner", quoted(words)}, [words](DagSpec &d) { d.owner = words; }};
        case 4:
            return {change::Set{path + "executionConfig/retryPolicy",
                                R"({"maxRetries": 3, "retryInterval": "PT2S"})"},
                    [n](DagSpec &d) {
                        d.nodes[n].execution.retry = RetryPolicy{3, 2000};
                    }};
        default:
            return {change::Set{path + "taskDefinition/environment/NEW", quoted(words)},
                    [n, words](DagSpec &d) {
                        auto &variables = d.nodes[n].task.environment;
                        std::erase_if(variables, [](const auto &v) { return v.first == "NEW"; });
                        variables.emplace_back("NEW", words);
                    }};
        }
    }
    Made script(const DagSpec &dag)
    {
        const std::size_t n = node(dag);
        std::string lines = "first";
        for (std::size_t i = below(5); i > 0; --i)
            lines += "\n" + std::string(below(3), ' ') + (below(3) == 0 ? "" : "x" + text());
        return {change::Set{"nodes/" + dag.nodes[n].id + "/name", quoted(lines)},
                [n, lines](DagSpec &d) { d.nodes[n].name = lines; }};
    }
    Made tags()
    {
        std::vector<std::string> tags;
        for (std::size_t i = below(4); i > 0; --i)
            tags.push_back(text());
        return {change::Set{"tags", nlohmann::json(tags).dump()},
                [tags](DagSpec &d) { d.tags = tags; }};
    }
    Made rename(const DagSpec &dag)
    {
        const std::size_t n = node(dag);
        const std::string to = "renamed." + std::to_string(below(1000));
        return {change::RenameNode{dag.nodes[n].id, to}, [n, to](DagSpec &d) {
                    const std::string was = std::exchange(d.nodes[n].id, to);
                    for (NodeSpec &other : d.nodes)
                        if (other.execution.teardownOf == was)
                            other.execution.teardownOf = to;
                }};
    }
    Made add(const DagSpec &dag)
    {
        const std::string id = "added-" + std::to_string(below(1000));
        const std::size_t n = node(dag);
        return {change::AddNode{R"({"nodeId": ")" + id +
                                    R"(", "name": "N", "position": {"x": 1, "y": 2}})",
                                {{dag.nodes[n].id, id, "FAILURE", {}}}},
                [n, id](DagSpec &d) {
                    NodeSpec made;
                    made.id = id;
                    made.name = "N";
                    made.position = Position{1, 2, 0};
                    d.nodes.push_back(made);
                    d.edges.push_back({static_cast<NodeIndex>(n),
                                       static_cast<NodeIndex>(d.nodes.size() - 1),
                                       "FAILURE",
                                       {}});
                }};
    }
    Made erase(const DagSpec &dag)
    {
        change::DeleteNodes change;
        std::vector<bool> gone(dag.nodes.size(), false);
        for (std::size_t i = 1 + below(3); i > 0; --i) {
            const std::size_t n = node(dag);
            if (!gone[n])
                change.ids.push_back(dag.nodes[n].id);
            gone[n] = true;
        }
        return {change, [gone](DagSpec &d) {
                    std::vector<NodeIndex> now(gone.size(), none);
                    std::vector<NodeSpec> nodes;
                    for (NodeIndex n = 0; n < gone.size(); ++n)
                        if (!gone[n]) {
                            now[n] = static_cast<NodeIndex>(nodes.size());
                            nodes.push_back(d.nodes[n]);
                        }
                    d.nodes = nodes;
                    std::erase_if(d.edges, [&](EdgeSpec &e) { return gone[e.from] || gone[e.to]; });
                    for (EdgeSpec &e : d.edges) {
                        e.from = now[e.from];
                        e.to = now[e.to];
                    }
                }};
    }
    Made duplicate(const DagSpec &dag)
    {
        change::DuplicateNodes change;
        change.incoming = below(2) == 0;
        const std::size_t n = node(dag);
        change.ids = {dag.nodes[n].id};
        return {change, [n, incoming = change.incoming](DagSpec &d) {
                    NodeSpec copy = d.nodes[n];
                    std::string stem = copy.id;
                    if (const std::size_t dash = stem.find_last_not_of("0123456789");
                        dash != std::string::npos && dash > 0 && dash + 1 < stem.size() &&
                        stem[dash] == '-')
                        stem.resize(dash);
                    const auto taken = [&](const std::string &id) {
                        return std::any_of(d.nodes.begin(), d.nodes.end(),
                                           [&](const NodeSpec &other) { return other.id == id; });
                    };
                    for (int number = 2; copy.id == d.nodes[n].id || taken(copy.id); ++number)
                        copy.id = stem + "-" + std::to_string(number);
                    d.nodes.push_back(copy);
                    for (std::size_t e = 0, count = d.edges.size(); incoming && e < count; ++e)
                        if (d.edges[e].to == n) {
                            EdgeSpec edge = d.edges[e];
                            edge.to = static_cast<NodeIndex>(d.nodes.size() - 1);
                            d.edges.push_back(edge);
                        }
                }};
    }
    Made connect(const DagSpec &dag)
    {
        for (NodeIndex from = 0; from < dag.nodes.size(); ++from)
            for (NodeIndex to = from + 1; to < dag.nodes.size(); ++to) {
                const bool there =
                    std::any_of(dag.edges.begin(), dag.edges.end(),
                                [&](const EdgeSpec &e) { return e.from == from && e.to == to; });
                if (!there)
                    return {change::AddEdge{
                                {dag.nodes[from].id, dag.nodes[to].id, "1 < 2", {{"a b", "c"}}}},
                            [from, to](DagSpec &d) {
                                d.edges.push_back({from, to, "1 < 2", {{"a b", "c"}}});
                            }};
            }
        return field(dag);
    }
    Made disconnect(const DagSpec &dag)
    {
        if (dag.edges.empty())
            return field(dag);
        const std::size_t e = below(dag.edges.size());
        return {
            change::DeleteEdge{dag.nodes[dag.edges[e].from].id, dag.nodes[dag.edges[e].to].id},
            [e](DagSpec &d) { d.edges.erase(d.edges.begin() + static_cast<std::ptrdiff_t>(e)); }};
    }
    Made condition(const DagSpec &dag)
    {
        if (dag.edges.empty())
            return field(dag);
        const std::size_t e = below(dag.edges.size());
        const std::string word = below(2) == 0 ? "" : "FAILURE";
        return {change::SetEdge{
                    dag.nodes[dag.edges[e].from].id, dag.nodes[dag.edges[e].to].id, word, {}},
                [e, word](DagSpec &d) { d.edges[e].condition = word.empty() ? "SUCCESS" : word; }};
    }
    Made move(const DagSpec &dag)
    {
        change::MoveNodes change;
        const double y = static_cast<double>(below(1000)) / 8;
        std::vector<bool> moved;
        for (const NodeSpec &node : dag.nodes) {
            moved.push_back(below(2) == 0);
            if (moved.back())
                change.positions.emplace_back(node.id, Position{-4, y, 0});
        }
        return {change, [moved, y](DagSpec &d) {
                    for (std::size_t n = 0; n < moved.size(); ++n)
                        if (moved[n])
                            d.nodes[n].position = Position{-4, y, 0};
                }};
    }

    std::mt19937 m_random;
};

// The same values written in another manner.
std::string written(const DagSpec &dag, int manner)
{
    const nlohmann::ordered_json tree = model::toTree(dag);
    const auto dump = [&tree](int indent, char blank) {
        return tree.dump(indent, blank, false, nlohmann::ordered_json::error_handler_t::replace);
    };
    std::string text;
    switch (manner) {
    case 0:
        return model::toYaml(dag);
    case 1: // with Windows' line ends
        for (const char c : model::toYaml(dag))
            text.append(c == '\n' ? "\r\n" : std::string(1, c));
        return text;
    case 2: // a comment at every line that ends outside of a text
        text = model::toYaml(dag);
        return text.find('|') == std::string::npos ? "# head\n\n" + text + "# tail" : text;
    case 3:
        return dump(2, ' ') + "\n";
    case 4:
        return dump(1, '\t');
    default:
        return dump(-1, ' ');
    }
}

QString differences(const DagSpec &expected, const DagSpec &is)
{
    QString out;
    for (const DagChange &change : model::diff(expected, is).changes) {
        out += QString("\n%1 %2:").arg(int(change.kind)).arg(QString::fromStdString(change.id));
        for (const FieldChange &field : change.fields)
            out += QString::fromStdString(" " + field.path + " " + field.before + " -> " +
                                          field.after);
    }
    return out;
}

// With the lines around the place.
QString told(const Error &error, const std::string &text)
{
    QString out = QString::fromStdString(error.where + ": " + error.what);
    const QStringList lines = QString::fromStdString(text).split('\n');
    const int line = QString::fromStdString(error.where).section(':', 1, 1).toInt();
    for (int i = std::max(0, line - 8); i < std::min(line + 3, int(lines.size())); ++i)
        out += QString("\n%1 %2").arg(i + 1).arg(lines[i]);
    return out;
}

} // namespace

class tst_EditRandom : public QObject {
    Q_OBJECT

private slots:
    void meaningAndBytes_data();
    void meaningAndBytes();
    void historyGoesBackAndForth();
};

void tst_EditRandom::meaningAndBytes_data()
{
    QTest::addColumn<int>("manner");
    const char *names[] = {"YAML",           "YAML, CRLF", "YAML with comments",
                           "JSON, indented", "JSON, tabs", "JSON, one line"};
    for (int i = 0; i < 6; ++i)
        QTest::newRow(names[i]) << i;
}

void tst_EditRandom::meaningAndBytes()
{
    QFETCH(int, manner);
    const std::string file = manner < 3 ? "d.yaml" : "d.json";
    EditOptions options;
    options.refuseNewErrors = false;
    for (std::uint32_t seed = 1; seed <= seeds; ++seed) {
        const std::string before = written(support::randomDag(seed), manner);
        DagSpec expected = model::parse(before, file).dag;
        Chance chance(seed * 7 + static_cast<std::uint32_t>(manner));
        std::vector<Change> changes;
        for (std::size_t count = 1 + chance.below(3); count > 0 && !expected.nodes.empty();
             --count) {
            const Made made = chance.change(expected);
            changes.push_back(made.change);
            made.expected(expected);
        }
        const Result<Edited> done = model::edit(before, file, changes, options);
        QString kinds;
        for (const Change &change : changes)
            kinds += QString(" %1").arg(change.index());
        const auto row = QString("seed %1, kinds of change%2: ").arg(seed).arg(kinds);
        QVERIFY2(done, qPrintable(row + (done ? "" : told(done.error(), before))));
        QVERIFY2(done->parsed.dag == expected,
                 qPrintable(row + differences(expected, done->parsed.dag)));
        QCOMPARE(model::applied(before, done->edits), done->text);
        QCOMPARE(model::applied(done->text, done->inverse), before);
    }
}

void tst_EditRandom::historyGoesBackAndForth()
{
    EditOptions options;
    options.refuseNewErrors = false;
    for (std::uint32_t seed = 1; seed <= 50; ++seed) {
        Chance chance(seed);
        EditHistory history(written(support::randomDag(seed), 0));
        std::vector<std::string> states{history.text()};
        for (int i = 0; i < 8; ++i) {
            const DagSpec dag = model::parse(history.text(), "d.yaml").dag;
            if (dag.nodes.empty())
                break;
            const Result<Edited> done = model::edit(
                history.text(), "d.yaml", std::vector<Change>{chance.change(dag).change}, options);
            if (!done || done->edits.empty())
                continue;
            history.perform(done->edits, "change");
            QCOMPARE(history.text(), done->text);
            states.push_back(history.text());
        }
        for (std::size_t i = states.size() - 1; i > 0; --i) {
            history.undo();
            QCOMPARE(history.text(), states[i - 1]);
        }
        QVERIFY(!history.modified());
        for (std::size_t i = 1; i < states.size(); ++i) {
            history.redo();
            QCOMPARE(history.text(), states[i]);
        }
        QVERIFY(!history.canRedo());
    }
}

QTEST_GUILESS_MAIN(tst_EditRandom)
#include "tst_editrandom.moc"
