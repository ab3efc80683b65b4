// SPDX-License-Identifier: GPL-3.0-or-later
// Changes of a DAG as edits of its text: which bytes change, and that no others do.
#include <QtTest>

#include "model/edit.h"
#include "model/edit/textedits.h"

using namespace orrery;

namespace {

// Edges are written as "a>b".
change::NewEdge edge(const std::string &ends)
{
    const std::size_t middle = ends.find('>');
    return {ends.substr(0, middle), ends.substr(middle + 1), {}, {}};
}

Result<Edited> edited(const std::string &text, const std::string &file,
                      const std::vector<Change> &changes)
{
    EditOptions options;
    options.refuseNewErrors = false;
    return model::edit(text, file, changes, options);
}

struct Case {
    const char *name;
    std::string before;
    std::vector<Change> changes;
    std::string after; ///< "!message" = refused
};

std::string crlf(std::string text)
{
    std::string out;
    for (const char c : text)
        out.append(c == '\n' ? "\r\n" : std::string(1, c));
    return out;
}

const std::string two = R"(# Two steps.
dagId: two   # its id

nodes:
  # makes rows
  - nodeId: make
    taskDefinition: {runtime: EXEC, command: [/bin/true]}
    executionConfig:
      timeout: PT5M   # long enough

  # uses them
  - nodeId: use
    taskDefinition: {runtime: EXEC, command: [/bin/true]}

edges:
  - {from: make, to: use}
)";

std::string with(std::string text, const std::string &what, const std::string &by)
{
    const std::size_t at = text.find(what);
    return at == std::string::npos ? "the test's text has no " + what
                                   : text.replace(at, what.size(), by);
}

std::vector<Case> yamlCases()
{
    return {
        {"a plain value",
         two,
         {change::Set{"nodes/make/executionConfig/timeout", "\"PT9M\""}},
         with(two, "PT5M", "PT9M")},
        {"by index",
         two,
         {change::Set{"nodes/0/executionConfig/timeout", "\"PT9M\""}},
         with(two, "PT5M", "PT9M")},
        {"single quotes stay",
         with(two, "PT5M", "'PT5M'"),
         {change::Set{"nodes/make/executionConfig/timeout", "\"PT9M\""}},
         with(two, "PT5M", "'PT9M'")},
        {"double quotes stay",
         with(two, "PT5M", "\"PT5M\""),
         {change::Set{"nodes/make/executionConfig/timeout", "\"PT9M\""}},
         with(two, "PT5M", "\"PT9M\"")},
        {"the same value",
         two,
         {change::Set{"nodes/make/executionConfig/timeout", "\"PT5M\""}},
         two},
        {"absent parents are made",
         two,
         {change::Set{"nodes/use/executionConfig/timeout", "\"PT1M\""}},
         with(two, "command: [/bin/true]}\n\nedges",
              "command: [/bin/true]}\n    executionConfig:\n      timeout: PT1M\n\nedges")},
        {"a member behind the others",
         two,
         {change::Set{"nodes/make/executionConfig/parallelism", "3"}},
         with(two, "# long enough\n", "# long enough\n      parallelism: 3\n")},
        {"a member in braces",
         two,
         {change::Set{"nodes/use/taskDefinition/image", "\"x\""}},
         with(two, "command: [/bin/true]}\n\nedges", "command: [/bin/true], image: x}\n\nedges")},
        {"a key of the DAG",
         two,
         {change::Set{"version", "\"1.10\""}},
         two + "version: \"1.10\"\n"},
        {"a number of the DAG",
         two,
         {change::Set{"maxParallelTasks", "4"}},
         two + "maxParallelTasks: 4\n"},
        {"a list", two, {change::Set{"tags", R"(["a", "b c"])"}}, two + "tags: [a, b c]\n"},
        {"an element is appended",
         two,
         {change::Set{"nodes/use/taskDefinition/command/1", "\"x, y\""}},
         with(two, "[/bin/true]}\n\nedges", "[/bin/true, \"x, y\"]}\n\nedges")},
        {"a member is removed with its line",
         two,
         {change::Remove{"nodes/make/executionConfig/timeout"}},
         with(two, "    executionConfig:\n      timeout: PT5M   # long enough\n",
              "    executionConfig: {}\n")},
        {"a member in braces is removed",
         two,
         {change::Remove{"nodes/use/taskDefinition/command"}},
         with(two, "{runtime: EXEC, command: [/bin/true]}\n\nedges", "{runtime: EXEC}\n\nedges")},
        {"the first in braces is removed",
         two,
         {change::Remove{"nodes/use/taskDefinition/runtime"}},
         with(two, "{runtime: EXEC, command: [/bin/true]}\n\nedges",
              "{command: [/bin/true]}\n\nedges")},
        {"the first behind a dash is removed",
         "nodes:\n  - name: x\n    nodeId: a\ndagId: d\n",
         {change::Remove{"nodes/a/name"}},
         "nodes:\n  - nodeId: a\ndagId: d\n"},
        {"rename",
         two,
         {change::RenameNode{"make", "build"}},
         with(with(two, "nodeId: make", "nodeId: build"), "from: make", "from: build")},
        {"add an edge",
         with(two, "edges:\n  - {from: make, to: use}\n", "edges:\n"),
         {change::AddEdge{edge("make>use")}},
         two},
        {"add an edge to an empty list",
         with(two, "edges:\n  - {from: make, to: use}\n", "edges: []\n"),
         {change::AddEdge{edge("make>use")}},
         two},
        {"add an edge to an empty list with a comment",
         with(two, "edges:\n  - {from: make, to: use}\n", "edges: []  # none\n"),
         {change::AddEdge{edge("make>use")}},
         with(two, "edges:\n", "edges:  # none\n")},
        {"add an edge where there are no edges",
         with(two, "\nedges:\n  - {from: make, to: use}\n", ""),
         {change::AddEdge{edge("make>use")}},
         with(two, "\nedges", "edges")},
        {"add a second edge",
         two,
         {change::AddEdge{{"use", "make", "FAILURE", {{"a", "b"}}}}},
         two + "  - {from: use, to: make, condition: FAILURE, dataMapping: {a: b}}\n"},
        {"delete the only edge",
         two,
         {change::DeleteEdge{"make", "use"}},
         with(two, "edges:\n  - {from: make, to: use}\n", "edges: []\n")},
        {"a condition",
         two,
         {change::SetEdge{"make", "use", "FAILURE", {}}},
         with(two, "to: use}", "to: use, condition: FAILURE}")},
        {"a condition is taken out",
         with(two, "to: use}", "to: use, condition: FAILURE}"),
         {change::SetEdge{"make", "use", "", {}}},
         two},
        {"a mapping",
         two,
         {change::SetEdge{"make", "use", {}, {{{"x", "y"}}}}},
         with(two, "to: use}", "to: use, dataMapping: {x: y}}")},
        {"a position",
         two,
         {change::MoveNodes{{{"use", Position{1, 2.5, 0}}}}},
         with(two, "command: [/bin/true]}\n\nedges",
              "command: [/bin/true]}\n    position: {x: 1, y: 2.5}\n\nedges")},
        {"a node and its edge",
         two,
         {change::AddNode{R"({"nodeId": "last", "taskDefinition": {"runtime": "NONE"}})",
                          {edge("use>last")}}},
         with(two, "command: [/bin/true]}\n\nedges",
              "command: [/bin/true]}\n\n  - nodeId: last\n    taskDefinition: {runtime: "
              "NONE}\n\nedges") +
             "  - {from: use, to: last}\n"},
        {"delete the first node",
         two,
         {change::DeleteNodes{{"make"}, false}},
         "# Two steps.\ndagId: two   # its id\n\nnodes:\n  # uses them\n  - nodeId: use\n"
         "    taskDefinition: {runtime: EXEC, command: [/bin/true]}\n\nedges: []\n"},
        {"delete the last node",
         two,
         {change::DeleteNodes{{"use"}, false}},
         with(with(two,
                   "\n  # uses them\n  - nodeId: use\n    taskDefinition: {runtime: EXEC, command: "
                   "[/bin/true]}\n",
                   ""),
              "edges:\n  - {from: make, to: use}\n", "edges: []\n")},
        {"duplicate",
         two,
         {change::DuplicateNodes{{"make"}, false}},
         with(two, "command: [/bin/true]}\n\nedges",
              "command: [/bin/true]}\n\n  - nodeId: make-2\n    taskDefinition: {runtime: EXEC, "
              "command: "
              "[/bin/true]}\n    executionConfig:\n      timeout: PT5M   # long enough\n\nedges")},
        {"duplicate with what comes in",
         two,
         {change::DuplicateNodes{{"use"}, true}},
         with(two, "command: [/bin/true]}\n\nedges",
              "command: [/bin/true]}\n\n  - nodeId: use-2\n    taskDefinition: {runtime: EXEC, "
              "command: "
              "[/bin/true]}\n\nedges") +
             "  - {from: make, to: use-2}\n"},
        {"several as one",
         two,
         {change::RenameNode{"make", "m"},
          change::Set{"nodes/m/executionConfig/timeout", "\"PT1S\""},
          change::DeleteEdge{"m", "use"}},
         with(with(with(two, "nodeId: make", "nodeId: m"), "PT5M", "PT1S"),
              "edges:\n  - {from: make, to: use}\n", "edges: []\n")},
        {"CRLF",
         crlf(two),
         {change::Set{"nodes/use/executionConfig/timeout", "\"PT1M\""}},
         crlf(with(two, "command: [/bin/true]}\n\nedges",
                   "command: [/bin/true]}\n    executionConfig:\n      timeout: PT1M\n\nedges"))},
        {"no line end at the end",
         two.substr(0, two.size() - 1),
         {change::AddEdge{edge("use>make")}},
         two + "  - {from: use, to: make}"},
        {"the last line of a file without line end",
         two.substr(0, two.size() - 1) + "\n  - {from: use, to: make}",
         {change::DeleteEdge{"use", "make"}},
         two.substr(0, two.size() - 1)},
        {"a byte order mark",
         "\xEF\xBB\xBF" + two,
         {change::Set{"dagId", "\"deux\""}},
         "\xEF\xBB\xBF" + with(two, "dagId: two", "dagId: deux")},
        {"Unicode before the place",
         with(two, "# Two steps", "# 两步 é😀"),
         {change::Set{"nodes/make/executionConfig/timeout", "\"PT9M\""}},
         with(with(two, "# Two steps", "# 两步 é😀"), "PT5M", "PT9M")},
        {"a Unicode value", two, {change::Set{"name", "\"销售 é\""}}, two + "name: \"销售 é\"\n"},
        {"tabs before a comment",
         with(two, "PT5M   #", "PT5M\t#"),
         {change::Set{"nodes/make/executionConfig/timeout", "\"PT9M\""}},
         with(two, "PT5M   #", "PT9M\t#")},
        {"dashes at the key",
         "dagId: d\nnodes:\n- nodeId: a\n- nodeId: b\n",
         {change::AddEdge{edge("a>b")}},
         "dagId: d\nnodes:\n- nodeId: a\n- nodeId: b\nedges:\n- {from: a, to: b}\n"},
        {"four blanks",
         "dagId: d\nnodes:\n    - nodeId: a\n      executionConfig:\n          timeout: PT1M\n    "
         "- nodeId: b\n",
         {change::Set{"nodes/b/executionConfig/retryPolicy", R"({"maxRetries": 2})"}},
         "dagId: d\nnodes:\n    - nodeId: a\n      executionConfig:\n          timeout: PT1M\n    "
         "- nodeId: b\n      executionConfig:\n"
         "          retryPolicy:\n              maxRetries: 2\n"},
        {"an absent value",
         "dagId: d\nname:\nnodes: [{nodeId: a}]\n",
         {change::Set{"name", "\"x\""}},
         "dagId: d\nname: x\nnodes: [{nodeId: a}]\n"},
        {"a block becomes a text",
         "dagId: d\nnodes:\n  - nodeId: a\n    description:\n      x: 1\n      y: 2 # two\n    "
         "name: n\n",
         {change::Set{"nodes/a/description", "\"z\""}},
         "dagId: d\nnodes:\n  - nodeId: a\n    description: z # two\n    name: n\n"},
        {"a text becomes a block",
         "dagId: d\nnodes:\n  - nodeId: a\n    arguments: x # why\n    name: n\n",
         {change::Set{"nodes/a/arguments", R"({"u": {"v": 1}, "w": 2})"}},
         "dagId: d\nnodes:\n  - nodeId: a\n    arguments: # why\n      u:\n        v: 1\n      w: "
         "2\n    name: n\n"},
    };
}

// Less usual ways of writing.
std::vector<Case> otherCases()
{
    const std::string flow = "dagId: d\nnodes: [\n  {nodeId: a, name: x},   # first\n  # about b\n"
                             "  {nodeId: b,\n   name: y},\n  {nodeId: c}\n]\n"
                             "edges: [{from: a, to: b}, {from: b, to: c},]\n";
    const std::string bare = "dagId: d\nnodes:\n  -\n    nodeId: a\n    name: n\n  -\n    # inner\n"
                             "    nodeId: b\n";
    return {
        {"a comma at the end of a list",
         flow,
         {change::AddEdge{edge("a>c")}},
         with(flow, "to: c},]", "to: c}, {from: a, to: c},]")},
        {"braces over several lines",
         flow,
         {change::DeleteNodes{{"b"}, true}},
         "dagId: d\nnodes: [\n  {nodeId: a, name: x},   # first\n  {nodeId: c}\n]\nedges: [{from: "
         "a, to: c}]\n"},
        {"the last one of several lines",
         flow,
         {change::DeleteNodes{{"c"}, false}},
         with(with(flow, "   name: y},\n  {nodeId: c}\n", "   name: y}\n"), ", {from: b, to: c},]",
              ",]")},
        {"a node in a list of several lines",
         flow,
         {change::AddNode{R"({"nodeId": "e"})", {}}},
         with(flow, "  {nodeId: c}\n", "  {nodeId: c},\n  {nodeId: e}\n")},
        {"a dash alone on its line",
         bare,
         {change::DeleteNodes{{"b"}, false}},
         "dagId: d\nnodes:\n  -\n    nodeId: a\n    name: n\n"},
        {"a member below a dash alone",
         bare,
         {change::Set{"nodes/b/name", "\"m\""}},
         bare + "    name: m\n"},
        {"marks of a document",
         "%YAML 1.2\n---\ndagId: d\nnodes:\n- nodeId: a\n...\n",
         {change::Set{"name", "\"x\""}},
         "%YAML 1.2\n---\ndagId: d\nnodes:\n- nodeId: a\nname: x\n...\n"},
        {"quoted keys",
         "\"dagId\": d\n'nodes':\n  - \"nodeId\": 'a'\n",
         {change::RenameNode{"a", "b"}},
         "\"dagId\": d\n'nodes':\n  - \"nodeId\": 'b'\n"},
        {"an anchor before a tag",
         "dagId: d\nnodes:\n  - nodeId: &x !!str a\n  - nodeId: b\nedges:\n  - {from: *x, to: b}\n",
         {change::RenameNode{"a", "z"}},
         "dagId: d\nnodes:\n  - nodeId: &x z\n  - nodeId: b\nedges:\n  - {from: *x, to: b}\n"},
        {"a literal that ends without line end",
         "dagId: d\nnodes:\n  - nodeId: a\n    description: |\n      x\n      y",
         {change::Set{"nodes/a/name", "\"m\""}},
         "dagId: d\nnodes:\n  - nodeId: a\n    description: |-\n      x\n      y\n    name: m"},
        {"a literal at an end without line end",
         "dagId: d\nnodes: [{nodeId: a}]",
         {change::Set{"description", "\"x\\ny\\n\""}},
         "dagId: d\nnodes: [{nodeId: a}]\ndescription: |\n  x\n  y\n"},
        {"a value at an end without line end",
         "nodes: [{nodeId: a}]\ndagId: d\nname: n",
         {change::Set{"name", "\"x\\ny\\n\""}},
         "nodes: [{nodeId: a}]\ndagId: d\nname: |\n  x\n  y\n"},
        {"null and nothing",
         "dagId: d\nnodes:\n  - nodeId: a\n    executionConfig:   # none\n    name: x\n  - nodeId: "
         "b\n    executionConfig: ~\n",
         {change::Set{"nodes/a/executionConfig/timeout", "\"PT1M\""},
          change::Set{"nodes/b/executionConfig/timeout", "\"PT1M\""}},
         "dagId: d\nnodes:\n  - nodeId: a\n    executionConfig:   # none\n      timeout: PT1M\n    "
         "name: x\n  - nodeId: b\n    executionConfig:\n      timeout: PT1M\n"},
        {"no nodes",
         "dagId: d\nnodes: []\n",
         {change::AddNode{R"({"nodeId": "a"})", {}}},
         "dagId: d\nnodes:\n  - nodeId: a\n"},
    };
}

std::string script(const std::string &lines)
{
    return "dagId: d\nnodes:\n  - nodeId: a\n    taskDefinition:\n      runtime: SHELL\n      "
           "script: " +
           lines + "    name: n\n";
}

std::vector<Case> textCases()
{
    const auto set = [](const std::string &json) {
        return std::vector<Change>{change::Set{"nodes/a/taskDefinition/script", json}};
    };
    return {
        {"one line of a literal",
         script("|\n        one\n\n        two # no comment\n        three\n"),
         set(R"("one\n\nTWO\nthree\n")"), script("|\n        one\n\n        TWO\n        three\n")},
        {"a line more", script("|\n        one\n        two\n"),
         set(R"("zero\none\ntwo\n  three\n")"),
         script("|\n        zero\n        one\n        two\n          three\n")},
        {"blanks on an empty line stay", script("|\n        one\n        \n        two\n"),
         set(R"("one\n\n2\n")"), script("|\n        one\n        \n        2\n")},
        {"the last line end goes", script("|  # sh\n        one\n        two\n"),
         set(R"("one\ntwo")"), script("|-  # sh\n        one\n        two\n")},
        {"a literal becomes one line", script("|\n        one\n        two\n"), set(R"("one\n")"),
         script("|\n        one\n")},
        {"a folded text", script(">-\n        one\n        two\n"), set(R"("one three")"),
         script("|-\n        one three\n")},
        {"one line becomes many", script("echo hi\n"), set(R"("a\nb\n")"),
         script("|\n        a\n        b\n")},
        {"a plain text of two lines", script("echo\n        hi\n"), set(R"("ls")"), script("ls\n")},
        {"a member behind a literal",
         "dagId: d\nnodes:\n  - nodeId: a\n    description: |\n      x\n\n\nname: n\n",
         {change::Set{"nodes/a/name", "\"m\""}},
         "dagId: d\nnodes:\n  - nodeId: a\n    description: |\n      x\n    name: m\n\n\nname: "
         "n\n"},
        {"a member behind a text that keeps its ends",
         "dagId: d\nnodes:\n  - nodeId: a\n    description: |+\n      x\n\n",
         {change::Set{"nodes/a/name", "\"m\""}},
         "dagId: d\nnodes:\n  - nodeId: a\n    description: |+\n      x\n\n    name: m\n"},
        {"lines of a literal that look like comments",
         "dagId: d\nnodes:\n  - nodeId: a\n    description: |\n      x\n      # y\n  - nodeId: b\n",
         {change::DeleteNodes{{"b"}, false}},
         "dagId: d\nnodes:\n  - nodeId: a\n    description: |\n      x\n      # y\n"},
    };
}

const std::string shared = R"(dagId: d
nodes:
  - nodeId: a
    executionConfig: &slow
      timeout: PT1H   # an hour
      parallelism: 2
  - nodeId: b
    executionConfig: *slow
  - nodeId: c
    executionConfig: *slow
)";

std::vector<Case> aliasCases()
{
    return {
        {"under an alias",
         shared,
         {change::Set{"nodes/b/executionConfig/timeout", "\"PT2H\""}},
         with(shared, "  - nodeId: b\n    executionConfig: *slow\n",
              "  - nodeId: b\n    executionConfig:\n      timeout: PT2H   # an hour\n      "
              "parallelism: 2\n")},
        {"under the anchor",
         shared,
         {change::Set{"nodes/a/executionConfig/timeout", "\"PT2H\""}},
         with(with(with(shared, ": &slow\n", ":\n"), "timeout: PT1H", "timeout: PT2H"),
              "nodeId: b\n    executionConfig: *slow\n",
              "nodeId: b\n    executionConfig: &slow\n      timeout: PT1H   # an hour\n      "
              "parallelism: 2\n")},
        {"the node with the anchor is deleted",
         shared,
         {change::DeleteNodes{{"a"}, false}},
         "dagId: d\nnodes:\n  - nodeId: b\n    executionConfig: &slow\n      timeout: PT1H   # an "
         "hour\n"
         "      parallelism: 2\n  - nodeId: c\n    executionConfig: *slow\n"},
        {"a node with an alias is deleted",
         shared,
         {change::DeleteNodes{{"b"}, false}},
         with(shared, "  - nodeId: b\n    executionConfig: *slow\n", "")},
        {"all of an alias",
         shared,
         {change::Set{"nodes/b/executionConfig", "{}"}},
         with(shared, "nodeId: b\n    executionConfig: *slow",
              "nodeId: b\n    executionConfig: {}")},
        {"a name that others share is renamed in all",
         "dagId: d\nnodes:\n  - nodeId: &a load\n  - nodeId: b\nedges:\n  - {from: *a, to: b}\n",
         {change::RenameNode{"load", "fetch"}},
         "dagId: d\nnodes:\n  - nodeId: &a fetch\n  - nodeId: b\nedges:\n  - {from: *a, to: b}\n"},
        {"a name that stands for something else, too",
         "dagId: &a load\nnodes:\n  - nodeId: *a\n  - nodeId: b\nedges:\n  - {from: *a, to: b}\n",
         {change::RenameNode{"load", "fetch"}},
         "dagId: &a load\nnodes:\n  - nodeId: fetch\n  - nodeId: b\nedges:\n  - {from: fetch, to: "
         "b}\n"},
        {"a copy has no anchor",
         shared,
         {change::DuplicateNodes{{"a"}, false}},
         shared + "  - nodeId: a-2\n    executionConfig:\n      timeout: PT1H   # an hour\n      "
                  "parallelism: 2\n"},
    };
}

const std::string json = R"({
  "dagId": "two", // its id
  "nodes": [
    // makes rows
    {
      "nodeId": "make",
      "executionConfig": {"timeout": "PT5M"} /* long */
    },
    {
      "nodeId": "use" // uses them
    }
  ],
  "edges": [
    {"from": "make", "to": "use"}
  ]
}
)";

std::vector<Case> jsonCases()
{
    return {
        {"a value",
         json,
         {change::Set{"nodes/make/executionConfig/timeout", "\"PT9M\""}},
         with(json, "PT5M", "PT9M")},
        {"a member in one line",
         json,
         {change::Set{"nodes/make/executionConfig/parallelism", "2"}},
         with(json, "\"PT5M\"}", "\"PT5M\", \"parallelism\": 2}")},
        {"a member behind a comment",
         json,
         {change::Set{"nodes/use/name", "\"n\""}},
         with(json, "\"use\" // uses them\n", "\"use\", // uses them\n      \"name\": \"n\"\n")},
        {"absent parents",
         json,
         {change::Set{"nodes/use/executionConfig/timeout", "\"PT1M\""}},
         with(json, "\"use\" // uses them\n",
              "\"use\", // uses them\n      \"executionConfig\": {\"timeout\": \"PT1M\"}\n")},
        {"rename",
         json,
         {change::RenameNode{"make", "build"}},
         with(with(json, "\"nodeId\": \"make\"", "\"nodeId\": \"build\""), "\"from\": \"make\"",
              "\"from\": \"build\"")},
        {"add an edge",
         json,
         {change::AddEdge{edge("use>make")}},
         with(json, "\"to\": \"use\"}\n",
              "\"to\": \"use\"},\n    {\"from\": \"use\", \"to\": \"make\"}\n")},
        {"delete the only edge",
         json,
         {change::DeleteEdge{"make", "use"}},
         with(json, "[\n    {\"from\": \"make\", \"to\": \"use\"}\n  ]", "[]")},
        {"delete the first node",
         json,
         {change::DeleteNodes{{"make"}, false}},
         with(with(json,
                   "    // makes rows\n    {\n      \"nodeId\": \"make\",\n      "
                   "\"executionConfig\": {\"timeout\": \"PT5M\"} /* long */\n    },\n",
                   ""),
              "[\n    {\"from\": \"make\", \"to\": \"use\"}\n  ]", "[]")},
        {"delete the last node",
         json,
         {change::DeleteNodes{{"use"}, false}},
         with(with(json, "    },\n    {\n      \"nodeId\": \"use\" // uses them\n    }\n",
                   "    }\n"),
              "[\n    {\"from\": \"make\", \"to\": \"use\"}\n  ]", "[]")},
        {"a node",
         json,
         {change::AddNode{R"({"nodeId": "c", "name": "C"})", {}}},
         with(json, "// uses them\n    }\n",
              "// uses them\n    },\n    {\n      \"nodeId\": \"c\",\n      \"name\": \"C\"\n    "
              "}\n")},
        {"remove a member",
         json,
         {change::Remove{"nodes/make/executionConfig"}},
         with(json, "\"make\",\n      \"executionConfig\": {\"timeout\": \"PT5M\"} /* long */\n",
              "\"make\"\n")},
        {"all on one line",
         R"({"dagId":"d","nodes":[{"nodeId":"a"},{"nodeId":"b"}]})",
         {change::AddEdge{edge("a>b")}, change::Set{"nodes/a/name", "\"A\""}},
         R"({"dagId":"d","nodes":[{"nodeId":"a","name":"A"},{"nodeId":"b"}],"edges":[{"from":"a","to":"b"}]})"},
        {"tabs",
         "{\n\t\"dagId\": \"d\",\n\t\"nodes\": [\n\t\t{\n\t\t\t\"nodeId\": "
         "\"a\"\n\t\t},\n\t\t{\n\t\t\t\"nodeId\": \"b\"\n\t\t}\n\t]\n}\n",
         {change::AddEdge{edge("a>b")}},
         "{\n\t\"dagId\": \"d\",\n\t\"nodes\": [\n\t\t{\n\t\t\t\"nodeId\": "
         "\"a\"\n\t\t},\n\t\t{\n\t\t\t\"nodeId\": \"b\"\n\t\t}\n\t],\n"
         "\t\"edges\": [\n\t\t{\"from\": \"a\", \"to\": \"b\"}\n\t]\n}\n"},
        {"an empty list",
         with(json, "[\n    {\"from\": \"make\", \"to\": \"use\"}\n  ]", "[]"),
         {change::AddEdge{edge("make>use")}},
         json},
        {"an escape",
         with(json, "\"PT5M\"", "\"PT5M\", \"mapOver\": \"a\\u00e9 \\\"q\\\"\""),
         {change::Set{"nodes/make/executionConfig/timeout", "\"PT9M\""}},
         with(with(json, "\"PT5M\"", "\"PT5M\", \"mapOver\": \"a\\u00e9 \\\"q\\\"\""), "PT5M",
              "PT9M")},
    };
}

std::vector<Case> refusals()
{
    return {
        {"an unknown node", two, {change::RenameNode{"mak", "x"}}, "!did you mean \"make\"?"},
        {"a taken id",
         two,
         {change::RenameNode{"make", "use"}},
         "!d.yaml:12:5: the nodeId \"use\" is taken"},
        {"an id with blanks", two, {change::RenameNode{"make", "a b"}}, "!a nodeId is made of"},
        {"an edge twice",
         two,
         {change::AddEdge{edge("make>use")}},
         "!d.yaml:16:5: there is an edge"},
        {"an edge to itself", two, {change::AddEdge{edge("make>make")}}, "!itself"},
        {"an edge that is not there",
         two,
         {change::DeleteEdge{"use", "make"}},
         "!there is no edge"},
        {"a value that is not there",
         two,
         {change::Remove{"nodes/make/name"}},
         "!there is no \"name\""},
        {"a member of a text", two, {change::Set{"dagId/x", "1"}}, "!d.yaml:2:8"},
        {"an element far behind",
         two,
         {change::Set{"edges/7/condition", "1"}},
         "!there is no element 7; there are 1"},
        {"no JSON", two, {change::Set{"name", "{"}}, "!is not JSON"},
        {"a broken file", two + "x: [\n", {change::Set{"name", "1"}}, "!d.yaml:18:1: not YAML"},
        {"a merge key",
         two + "schedule: {<<: {a: 1}}\n",
         {change::Set{"name", "1"}},
         "!merge keys"},
        {"a question mark",
         "dagId: d\nnodes:\n  - nodeId: a\n    ? name\n    : x\n",
         {change::Remove{"nodes/a/name"}},
         "!d.yaml:4:7: this key is written with ?"},
    };
}

} // namespace

class tst_Edit : public QObject {
    Q_OBJECT

private slots:
    void bytes_data();
    void bytes();
    void refused_data();
    void refused();
    void editsAreSmall();
    void newErrorsAreRefused();

private:
    std::vector<Case> m_cases;
};

void tst_Edit::bytes_data()
{
    QTest::addColumn<int>("at");
    QTest::addColumn<QString>("file");
    m_cases.clear();
    for (const auto &[list, file] :
         {std::pair(yamlCases(), "d.yaml"), std::pair(otherCases(), "d.yaml"),
          std::pair(textCases(), "d.yaml"), std::pair(aliasCases(), "d.yaml"),
          std::pair(jsonCases(), "d.json")})
        for (const Case &one : list) {
            m_cases.push_back(one);
            QTest::addRow("%s: %s", file, one.name) << int(m_cases.size() - 1) << QString(file);
        }
}

void tst_Edit::bytes()
{
    QFETCH(int, at);
    QFETCH(QString, file);
    const Case &one = m_cases[std::size_t(at)];
    const Result<Edited> done = edited(one.before, file.toStdString(), one.changes);
    QVERIFY2(done, done ? "" : (done.error().where + ": " + done.error().what).c_str());
    QCOMPARE(QString::fromStdString(done->text), QString::fromStdString(one.after));
    QCOMPARE(done->text, one.after);
    QCOMPARE(model::applied(one.before, done->edits), one.after);
    QCOMPARE(model::applied(one.after, done->inverse), one.before);
}

void tst_Edit::refused_data()
{
    QTest::addColumn<int>("at");
    m_cases = refusals();
    for (std::size_t i = 0; i < m_cases.size(); ++i)
        QTest::addRow("%s", m_cases[i].name) << int(i);
}

void tst_Edit::refused()
{
    QFETCH(int, at);
    const Case &one = m_cases[std::size_t(at)];
    const Result<Edited> done = edited(one.before, "d.yaml", one.changes);
    QVERIFY(!done);
    const std::string told = done.error().where + ": " + done.error().what;
    QVERIFY2(told.find(one.after.substr(1)) != std::string::npos, told.c_str());
}

void tst_Edit::editsAreSmall()
{
    const auto done =
        edited(two, "d.yaml", {change::Set{"nodes/make/executionConfig/timeout", "\"PT9M\""}});
    QVERIFY(done);
    QCOMPARE(done->edits, (TextEdits{{two.find("5M"), 1, "9"}}));
    QCOMPARE(done->inverse, (TextEdits{{two.find("5M"), 1, "5"}}));
}

void tst_Edit::newErrorsAreRefused()
{
    const std::vector<Change> wrong{change::Set{"nodes/make/executionConfig/timeout", "\"soon\""}};
    const auto refused = model::edit(two, "d.yaml", wrong);
    QVERIFY(!refused);
    QCOMPARE(refused.error().where, std::string("d.yaml:9:16"));
    const auto allowed = edited(two, "d.yaml", wrong);
    QVERIFY(allowed);
    QVERIFY(!allowed->parsed.ok());
    // What was wrong before does not stop an edit elsewhere.
    QVERIFY(
        model::edit(allowed->text, "d.yaml", std::vector<Change>{change::Set{"name", "\"x\""}}));
}

QTEST_GUILESS_MAIN(tst_Edit)
#include "tst_edit.moc"
