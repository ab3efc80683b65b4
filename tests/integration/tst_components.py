#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Every component of resources/components does its work in a real run, and what comes out is right.

One DAG uses all of them on small data; a second one shows the refusals. A component that no node here
uses fails the test.
"""

import csv
import hashlib
import http.server
import json
import os
import re
import sqlite3
import threading
import unittest
import zipfile

from homes import BAD_INPUT, DONE, FAILED, SOURCE, Home, HomeTest

SALES = """id,region,product,amount,day,note
1,north,lamp,10.5,2024-01-03,first
2,south,desk,200,2024-01-04,
3,north,desk,180,2024-01-05,"a, b"
4,west,lamp,12,2024-01-06,
5,south,lamp,11.25,2024-01-07,last
6,north,chair,,2024-01-08,"quote "" here"
"""
REGIONS = "code,manager\nnorth,Ada\nsouth,Grace\n"
ITEMS = [{"sku": "007", "qty": 3}, {"sku": "b", "qty": None}, {"sku": "c", "qty": 5}]


class Service(http.server.BaseHTTPRequestHandler):
    """Answers GET with JSON or bytes, and POST with what came."""

    def do_GET(self):
        body = b"x" * 100_000 if self.path.endswith(".bin") else json.dumps({"asked": self.path}).encode()
        self.answer(body)

    def do_POST(self):
        got = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.received.append(got)
        self.answer(json.dumps({"got": got}).encode())

    def answer(self, body):
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


class Dag:
    """A DAG of components, written down node by node."""

    def __init__(self, name):
        self.spec = {"dagId": name, "nodes": [], "edges": []}

    def add(self, node, component, arguments=None, after=None, **more):
        """@param after: {upstream node: {output: input}}"""
        self.spec["nodes"].append({"nodeId": node, "component": component, "arguments": arguments or {},
                                   "resourceRequirements": {"cpuCores": 0.5, "memoryMB": 0}, **more})
        for upstream, mapping in (after or {}).items():
            self.spec["edges"].append({"from": upstream, "to": node, "dataMapping": mapping})


PATH = {"path": "path"}


def everything(address):
    """All components in one DAG. @param address: of the web service"""
    dag = Dag("components")
    extract(dag, address)
    transform(dag)
    check_and_analyse(dag)
    learn(dag)
    files(dag, address)
    return dag.spec


def extract(dag, address):
    dag.add("sales", "read-csv", {"file": "sales.csv"})
    dag.add("semicolons", "read-csv", {"file": "latin.txt", "delimiter": ";", "encoding": "latin-1", "header": False})
    dag.add("items", "read-json@1", {"file": "items.json", "format": "jsonl"})
    dag.add("to-csv", "write-csv", {"to": "out/sales.tsv", "delimiter": ";"}, {"sales": PATH})
    dag.add("to-json", "write-json", {"to": "sales.json"}, {"sales": PATH})
    dag.add("to-jsonl", "write-jsonl", {}, {"sales": PATH})
    dag.add("to-sqlite", "write-sqlite", {"database": "shop.db", "table": "sales"}, {"sales": PATH})
    dag.add("from-sqlite", "read-sqlite", {
        "database": "${run.dir}/shop.db", "parameters": {"least": 100},
        "query": "SELECT region, amount FROM sales WHERE amount >= :least ORDER BY amount"}, {"to-sqlite": {}})
    dag.add("sample-data", "generate-rows", {
        "rows": 400, "columns": {"id": "id", "x": "number(0, 10)", "z": "normal(0, 1)", "group": "choice(a, b)",
                                 "n": "integer(1, 3)", "day": "date(2024-01-01, 2024-12-31)"}})
    dag.add("download", "http-download", {
        "url": address + "/file.bin", "sha256": hashlib.sha256(b"x" * 100_000).hexdigest()})
    dag.add("ask", "http-get", {"url": address + "/status"})
    dag.add("send", "http-post", {"url": address + "/hook", "body": {"rows": 6, "text": 'say "hi"; rm -rf /'}})
    dag.add("slack", "notify-webhook", {"url": "${secret.webhook}", "text": 'done: "all"\n$(id)'})


def transform(dag):
    dag.add("keep", "filter", {"where": 'amount > least and region in ["north", "south"]', "values": {"least": 11}}, {"sales": PATH})
    dag.add("select", "select-columns", {"columns": ["amount", "id"]}, {"sales": PATH})
    dag.add("drop", "select-columns", {"columns": ["note"], "drop": True}, {"sales": PATH})
    dag.add("rename", "rename-columns", {"names": {"amount": "net amount"}}, {"sales": PATH})
    dag.add("derive", "derive-columns", {"columns": {"gross": 'round(col("net amount") * 1.19, 2)', "note": "upper(note)",
                                                     "weekday": "weekday(day)"}}, {"rename": PATH})
    dag.add("fill", "fill-missing", {"values": {"amount": 0}, "forward": ["note"]}, {"sales": PATH})
    dag.add("sorted", "sort", {"by": ["region", "-amount"]}, {"sales": PATH})
    dag.add("distinct", "distinct", {"by": ["region"]}, {"sales": PATH})
    dag.add("sampled", "sample", {"rows": 3, "seed": 7}, {"sales": PATH})
    dag.add("first", "head", {"rows": 2, "skip": 1}, {"sales": PATH})
    dag.add("halves", "split-random", {"share": 0.5, "by": ["region"]}, {"sales": PATH})
    dag.add("parts", "split-by-key", {"column": "region"}, {"sales": PATH})
    dag.add("together", "concat", {}, {"parts": {"paths": "paths"}})
    dag.add("stacked", "concat", {"strict": False}, {"select": {"path": "first"}, "drop": {"path": "second"}})
    dag.add("regions", "read-csv", {"file": "regions.csv"})
    dag.add("joined", "join", {"by": ["region"], "rightBy": ["code"], "how": "left"},
            {"sales": {"path": "left"}, "regions": {"path": "right"}})
    dag.add("lonely", "join", {"by": ["region"], "rightBy": ["code"], "how": "anti"},
            {"sales": {"path": "left"}, "regions": {"path": "right"}})
    dag.add("long", "unpivot", {"keep": ["id"]}, {"select": PATH})


def check_and_analyse(dag):
    dag.add("by-region", "aggregate", {
        "by": ["region"], "measures": {"sales": "count()", "known": "count(amount)", "revenue": "sum(amount)",
                                       "mean": "mean(amount)", "least": "min(amount)", "most": "max(amount)",
                                       "std": "std(amount)", "products": "distinct(product)", "first": "first(product)",
                                       "last": "last(product)"}}, {"sales": PATH})
    dag.add("pivoted", "pivot", {"index": ["region"], "column": "product", "measure": "count()"}, {"sales": PATH})
    dag.add("complete", "check-not-null", {"columns": ["id", "region"]}, {"sales": PATH})
    dag.add("unique", "check-unique", {"columns": ["id"]}, {"complete": PATH})
    dag.add("range", "check-range", {"column": "amount", "min": 0, "max": 150, "onFail": "warn"}, {"unique": PATH})
    dag.add("rule", "check-expression", {"rule": 'startswith(day, "2024-")'}, {"range": PATH})
    dag.add("count", "check-row-count", {"min": 6, "max": 6}, {"rule": PATH})
    dag.add("schema", "check-schema", {"columns": {"id": "integer", "amount": "number", "day": "date"}}, {"count": PATH})
    dag.add("described", "profile", {}, {"sales": PATH})
    dag.add("lines", "count-lines", {}, {"sales": PATH})
    dag.add("metric", "record-metric", {"database": "${run.dir}/metrics.db", "name": "it's", "value": 1.5})
    dag.add("picture", "chart", {"x": "region", "y": ["revenue", "mean"], "title": "Sales <b>"}, {"by-region": PATH})
    dag.add("line", "chart", {"x": "region", "y": ["revenue"], "kind": "line"}, {"by-region": PATH})
    dag.add("page", "report", {"title": "Sales <script>", "text": "All & more"},
            {"by-region": PATH, "picture": {"path": "chart"}, "linear": {"metrics": "metrics"}})
    dag.add("markdown", "report", {"title": "Sales", "form": "markdown"}, {"by-region": PATH})


def learn(dag):
    dag.add("labelled", "derive-columns", {"columns": {
        "y": "3 + 2 * x - 0.5 * z", "label": '"yes" if x + 0.3 * z > 5 else "no"'}}, {"sample-data": PATH})
    dag.add("split", "split-random", {"share": 0.75}, {"labelled": PATH})
    dag.add("linear", "train-linear", {"target": "y", "features": ["x", "z"]}, {"split": {"train": "path"}})
    dag.add("logistic", "train-logistic", {"target": "label", "features": ["x", "z"], "positive": "yes", "ridge": 0.01},
            {"split": {"train": "path"}})
    dag.add("tested", "evaluate-model", {"atLeast": {"r2": 0.99}}, {"split": {"test": "path"}, "linear": {"model": "model"}})
    dag.add("classified", "evaluate-model", {}, {"split": {"test": "path"}, "logistic": {"model": "model"}})
    dag.add("predicted", "predict", {}, {"split": {"test": "path"}, "linear": {"model": "model"}})
    dag.add("classes", "predict", {"column": "p"}, {"split": {"test": "path"}, "logistic": {"model": "model"}})


def files(dag, address):
    dag.add("copy", "file-copy", {"to": "copies/sales copy.csv"}, {"sales": PATH})
    dag.add("move", "file-move", {"to": "moved.csv"}, {"copy": PATH})
    dag.add("checksum", "file-checksum", {"expected": hashlib.sha256(SALES.encode()).hexdigest().upper()},
            {"raw": PATH})
    dag.add("raw", "wait-for-file", {"file": "sales.csv", "seconds": 20, "settle": 0})
    dag.add("pack", "archive-create", {"files": ["sales.csv", "folder"], "to": "pack.zip"})
    dag.add("unpack", "archive-extract", {"folder": "unpacked"}, {"pack": PATH})
    dag.add("tar", "archive-create", {"files": ["folder"], "to": "pack.tar.gz"})
    dag.add("untar", "archive-extract", {"folder": "untarred"}, {"tar": PATH})
    dag.add("list", "file-list", {"pattern": "*.csv", "atLeast": 2})
    dag.add("say", "notify-log", {"text": "it's `done` $(id) ${run.id}", "level": "warning", "file": "log.txt"})
    dag.add("program", "run-program", {"program": "touch", "words": ["${run.dir}/made by; touch"]})
    dag.add("pause", "pause", {"seconds": 0.01})
    dag.add("gate", "barrier", {}, {"list": {"count": "value"}, "pause": {}})


class Components(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.home = Home()
        cls.addClassCleanup(cls.home.close)
        cls.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Service)
        cls.server.received = []
        threading.Thread(target=cls.server.serve_forever, daemon=True).start()
        cls.addClassCleanup(cls.server.server_close)
        cls.addClassCleanup(cls.server.shutdown)
        cls.home.write("sales.csv", SALES)
        cls.home.write("regions.csv", REGIONS)
        cls.home.write("items.json", ITEMS)
        cls.home.write("latin.txt", "Käse;1\n".encode("latin-1"))
        os.mkdir(os.path.join(cls.home.folder, "folder"))
        cls.home.write("folder/inner.csv", "a\n1\n")
        cls.spec = everything(f"http://127.0.0.1:{cls.server.server_address[1]}")
        cls.file = cls.home.write("dag.json", cls.spec)
        os.makedirs(f"{cls.home.path}/secrets")
        with open(f"{cls.home.path}/secrets/webhook", "w", opener=lambda path, flags: os.open(path, flags, 0o600),
                  encoding="utf-8") as file:
            file.write(f"http://127.0.0.1:{cls.server.server_address[1]}/slack-secret\n")
        done = cls.home.call("run", cls.file, "--json", seconds=300)
        cls.answer = json.loads(done.stdout or "{}")
        cls.tasks = {task["id"]: task for task in cls.answer.get("tasks", [])}
        cls.messages = done.stderr

    def out(self, node):
        return self.tasks[node]["outputs"]

    def table(self, node, key="path", delimiter=","):
        with open(self.out(node)[key], encoding="utf-8", newline="") as file:
            return list(csv.DictReader(file, delimiter=delimiter))

    def column(self, node, name, **how):
        return [row[name] for row in self.table(node, **how)]

    def result(self, name):
        with open(os.path.join(self.answer["results"], name), encoding="utf-8") as file:
            return file.read()

    def test_everything_succeeds(self):
        wrong = {name: task.get("reason") for name, task in self.tasks.items() if task["state"] != "succeeded"}
        logs = {name: self.home.call("runs", "log", self.answer["run"], name).stdout for name in wrong}
        self.assertEqual((wrong, logs, self.messages), ({}, {}, ""))

    def test_no_component_is_left_out(self):
        known = self.home.json("component", "list")
        self.assertEqual([one for one in known if not one["ok"]], [])
        used = {node["component"].split("@")[0] for node in self.spec["nodes"]}
        self.assertEqual({one["id"] for one in known} - used, set())
        self.assertGreaterEqual(len(known), 30)
        self.assertEqual({one["runtime"] for one in known}, {"EXEC", "SHELL", "PYTHON_3", "SQL", "HTTP", "NONE"})

    def test_the_page_lists_them_all(self):
        with open(f"{SOURCE}/resources/docs/components.md", encoding="utf-8") as file:
            page = file.read()
        listed = re.findall(r"^\| `([a-z-]+)` \| (.*) \|$", page.partition("## Components of")[2].partition("## Writing")[0],
                            re.MULTILINE)
        self.assertEqual(dict(listed), {one["id"]: one["summary"] for one in self.home.json("component", "list")})
        example = re.search(r"## Writing one.*?```yaml\n(.*?)```", page, re.DOTALL)[1]
        self.home.call("component", "check", self.home.write("head-lines.yaml", example), check=DONE)

    def test_reads_and_writes(self):
        self.assertEqual(self.out("sales")["rows"], 6)
        self.assertEqual(self.column("sales", "note")[5], 'quote " here')
        self.assertEqual(self.table("semicolons"), [{"column1": "Käse", "column2": "1"}])
        with open(self.out("items")["path"], encoding="utf-8") as file:
            self.assertEqual([json.loads(line) for line in file], ITEMS)
        self.assertEqual(len(self.table("to-csv", delimiter=";")), 6)
        self.assertTrue(self.out("to-csv")["path"].endswith("/out/sales.tsv"))
        sales = json.loads(self.result("sales.json"))
        self.assertEqual((len(sales), sales[1]["amount"], sales[5]["amount"]), (6, 200, None))
        with open(self.out("to-jsonl")["path"], encoding="utf-8") as file:
            self.assertEqual([json.loads(line) for line in file], sales)
        with sqlite3.connect(self.out("to-sqlite")["database"]) as database:
            self.assertEqual(database.execute("SELECT sum(amount) FROM sales").fetchone(), (413.75,))
        self.assertEqual(self.column("from-sqlite", "amount"), ["180", "200"])
        made = self.table("sample-data")
        self.assertEqual((len(made), made[0]["id"], {row["group"] for row in made}), (400, "1", {"a", "b"}))

    def test_speaks_http(self):
        self.assertEqual(self.out("download")["bytes"], 100_000)
        self.assertEqual(self.out("ask")["body"], {"asked": "/status"})
        self.assertEqual(self.out("send")["body"]["got"], {"rows": 6, "text": 'say "hi"; rm -rf /'})
        self.assertIn({"text": 'done: "all"\n$(id)'}, self.server.received)
        for name in os.listdir(self.home.path):
            if ".db" in name or "sqlite" in name:  # an address that is a secret is in no journal
                with open(f"{self.home.path}/{name}", "rb") as file:
                    self.assertNotIn(b"slack-secret", file.read())

    def test_transforms_rows(self):
        self.assertEqual(self.column("keep", "id"), ["2", "3", "5"])
        self.assertEqual(self.out("keep")["dropped"], 3)
        self.assertEqual(self.table("select")[0], {"amount": "10.5", "id": "1"})
        self.assertNotIn("note", self.table("drop")[0])
        derived = self.table("derive")
        self.assertEqual((derived[1]["gross"], derived[0]["note"], derived[0]["weekday"]), ("238", "FIRST", "3"))
        self.assertEqual(derived[5]["gross"], "")
        self.assertEqual(self.column("fill", "note")[1], "first")
        self.assertEqual(self.column("fill", "amount")[5], "0")
        self.assertEqual(self.column("sorted", "id"), ["3", "1", "6", "2", "5", "4"])
        self.assertEqual(self.column("distinct", "id"), ["1", "2", "4"])
        self.assertEqual(len(self.table("sampled")), 3)
        self.assertEqual(self.column("first", "id"), ["2", "3"])
        halves = [set(self.column("halves", "region", key=key)) for key in ("train", "test")]
        self.assertEqual((halves[0] | halves[1], halves[0] & halves[1]), ({"north", "south", "west"}, set()))
        self.assertEqual(self.out("parts")["rows"], {"north": 3, "south": 2, "west": 1})
        self.assertEqual(sorted(self.column("together", "id")), ["1", "2", "3", "4", "5", "6"])
        self.assertEqual((len(self.table("stacked")), self.table("stacked")[0]["region"]), (12, ""))
        self.assertEqual(self.column("joined", "manager"), ["Ada", "Grace", "Ada", "", "Grace", "Ada"])
        self.assertEqual(self.column("lonely", "id"), ["4"])
        self.assertEqual(len(self.table("long")), 5)

    def test_checks_and_measures(self):
        north = self.table("by-region")[0]
        self.assertEqual({name: north[name] for name in ("sales", "known", "revenue", "mean", "least", "most", "products",
                                                         "first", "last")},
                         {"sales": "3", "known": "2", "revenue": "190.5", "mean": "95.25", "least": "10.5", "most": "180",
                          "products": "3", "first": "lamp", "last": "chair"})
        self.assertAlmostEqual(float(north["std"]), 119.8546, 3)
        self.assertEqual(self.table("pivoted")[0], {"region": "north", "chair": "1", "desk": "1", "lamp": "1"})
        self.assertEqual((self.out("range")["bad"], self.out("schema")["bad"], self.out("schema")["rows"]), (2, 0, 6))
        amount = self.out("described")["columns"]["amount"]
        self.assertEqual((amount["type"], amount["values"], amount["missing"], amount["max"]), ("number", 5, 1, 200))
        self.assertEqual(self.out("lines")["lines"], 7)
        self.assertEqual((self.out("metric")["rowCount"], self.out("metric")["rows"][0]["value"]), (1, 1.5))

    def test_draws_and_reports(self):
        picture = self.result(os.path.basename(self.out("picture")["path"]))
        self.assertEqual(picture.count("<rect"), 1 + 2 + 6)  # paper, legend, three regions of two series
        self.assertIn("Sales &lt;b&gt;", picture)
        self.assertIn("<polyline", self.result(os.path.basename(self.out("line")["path"])))
        page = self.result(os.path.basename(self.out("page")["path"]))
        self.assertIn("Sales &lt;script&gt;", page)
        self.assertNotIn("<script", page)
        for part in ("<svg", "r2", "190.5", "All &amp; more"):
            self.assertIn(part, page)
        self.assertIn("| north | 3 | 2 | 190.5 |", self.result(os.path.basename(self.out("markdown")["path"])))

    def test_learns(self):
        with open(self.out("linear")["model"], encoding="utf-8") as file:
            model = json.load(file)
        self.assertAlmostEqual(model["intercept"], 3, 6)
        self.assertAlmostEqual(model["coefficients"]["x"], 2, 6)
        self.assertAlmostEqual(model["coefficients"]["z"], -0.5, 6)
        self.assertGreater(self.out("tested")["metrics"]["r2"], 0.999)
        self.assertGreater(self.out("classified")["metrics"]["accuracy"], 0.9)
        for row in self.table("predicted"):
            self.assertAlmostEqual(float(row["prediction"]), float(row["y"]), 6)
        right = [(row["p_class"] == "1") == (row["label"] == "yes") for row in self.table("classes")]
        self.assertGreater(sum(right) / len(right), 0.9)

    def test_handles_files(self):
        self.assertFalse(os.path.exists(self.out("copy")["path"]))
        self.assertEqual(self.result("moved.csv"), self.result("sales.csv"))
        self.assertEqual(self.out("raw")["bytes"], len(SALES))
        with zipfile.ZipFile(self.out("pack")["path"]) as archive:
            self.assertEqual(archive.namelist(), ["sales.csv", "folder/inner.csv"])
        self.assertEqual(self.result("unpacked/folder/inner.csv"), "a\n1\n")
        self.assertEqual(self.result("untarred/folder/inner.csv"), "a\n1\n")
        self.assertEqual([os.path.basename(path) for path in self.out("list")["paths"]], ["regions.csv", "sales.csv"])
        self.assertEqual(self.out("gate"), {"value": 2})
        self.assertTrue(self.result("log.txt").endswith(f" warning it's `done` $(id) {self.answer['run']}\n"))
        self.assertTrue(os.path.exists(os.path.join(self.answer["results"], "made by; touch")))


class Tour(HomeTest):
    """The example that is made of components alone."""

    def test_runs_green_and_reports(self):
        answer = self.home.json("run", f"{SOURCE}/resources/examples/components-tour", "-p", "rows=2000", "-p", "country=DE",
                                seconds=200)
        tasks = {task["id"]: task for task in answer["tasks"]}
        self.assertEqual({task["state"] for task in tasks.values()}, {"succeeded"})
        self.assertLess(tasks["wanted"]["outputs"]["rows"], tasks["orders"]["outputs"]["rows"])
        with open(f"{answer['results']}/report.html", encoding="utf-8") as file:
            page = file.read()
        for part in ("Orders of 2025: DE", "<svg", "accuracy"):
            self.assertIn(part, page)

    def test_its_parameters_are_checked(self):
        told = self.home.call("run", f"{SOURCE}/resources/examples/components-tour", "-p", "rows=5", check=BAD_INPUT).stderr
        self.assertIn("a tour needs some orders but not all of them (found 5, allowed: 100 to 5000000)", told)


class Refusals(HomeTest):
    """Bad data and bad arguments are told in words, where they stand."""

    def failed(self, component, arguments, path="data.csv", **inputs):
        """The log of a node that must fail. @param inputs: further inputs"""
        self.home.write("data.csv", "id,amount\n1,5\n1,\n2,x\n")
        dag = Dag("refused")
        dag.add("a", component, arguments)
        file = self.home.write("dag.json", dag.spec)
        words = [f"a.{name}={value}" for name, value in {"path": path, **inputs}.items()]
        done = self.home.call("run", file, *(word for one in words for word in ("-p", one)))
        self.assertEqual(done.returncode, FAILED, done.stderr)
        log = self.home.call("runs", "log", "last", "a").stdout
        self.assertNotIn("Traceback", log)
        return log

    def test_bad_rows_fail_a_check(self):
        self.assertIn("row 2: amount is missing\n1 of 3 rows are bad", self.failed("check-not-null", {"columns": ["amount"]}))
        self.assertIn("row 2: 1 has been there before", self.failed("check-unique", {"columns": ["id"]}))
        self.assertIn("row 1: amount is 5", self.failed("check-range", {"column": "amount", "min": 6}, path="data.csv"))
        self.assertIn("3 rows; good are 5 to", self.failed("check-row-count", {"min": 5}))
        self.assertIn("row 3: amount is 'x', no number", self.failed("check-schema", {"columns": {"amount": "number"}}))

    def test_a_wrong_column_is_named(self):
        self.assertIn('there is no column "amuont", did you mean "amount"?', self.failed("sort", {"by": ["amuont"]}))

    def test_an_expression_is_no_program(self):
        for text in ("__import__('os').system('id')", "amount.__class__", "[x for x in [1]]", "open('/etc/passwd')", "2 **"):
            log = self.failed("filter", {"where": text})
            self.assertTrue("cannot stand in an expression" in log or "there is no function" in log
                            or "at character" in log, log)

    def test_a_missing_file_is_named(self):
        self.assertIn('there is no file "nothing.csv"', self.failed("head", {}, path="nothing.csv"))

    def test_arguments_are_checked_before_a_run(self):
        file = self.home.write("dag.yaml", """dagId: t
nodes:
  - nodeId: a
    component: filtr
  - nodeId: b
    component: chart
    arguments: {x: day, y: [], kind: pie, tittle: T}
  - nodeId: c
    component: sort
  - {nodeId: d, component: head@7}
  - {nodeId: e, component: head, arguments: {rows: many}, taskDefinition: {runtime: NONE}}
""")
        told = self.home.call("dag", "validate", file, check=BAD_INPUT).stderr
        for line in ('dag.yaml:4:16: error: there is no component "filtr" (did you mean "filter"?)',
                     'dag.yaml:7:28: error: the argument "y": name 1 to 6 columns (found [])',
                     'dag.yaml:7:38: error: the argument "kind": "pie" is not allowed: one of bar, line',
                     'dag.yaml:7:43: error: component "chart@1.0.0" has no argument "tittle" (did you mean "title"?)',
                     'dag.yaml:9:16: error: component "sort@1.0.0" needs the argument "by" (ARRAY<STRING>)',
                     'dag.yaml:10:28: error: there is no component "head@7" (did you mean "head@1.0.0"?)',
                     'the argument "rows" is of type INTEGER: expected an integer, found "many"',
                     'the task of this node is that of its component'):
            self.assertIn(line, told)

    def test_arguments_that_are_known_late_are_checked_then(self):
        dag = Dag("late")
        dag.spec["parameters"] = {"kind": {"type": "STRING", "required": True}}
        dag.add("a", "notify-log", {"text": "x", "level": "${params.kind}"})
        file = self.home.write("dag.json", dag.spec)
        self.home.call("run", file, "-p", "kind=error", check=DONE)
        answer = self.home.json("run", file, "-p", "kind=loud", check=FAILED)
        self.assertIn('the argument "level": "loud" is not allowed: one of info, warning, error', answer["tasks"][0]["reason"])

    def test_a_parameter_out_of_range_is_refused(self):
        file = self.home.write("dag.yaml", """dagId: t
parameters:
  rows: {type: INTEGER, default: 10, check: {min: 1, max: 1000000}}
  mode: {type: STRING, default: fast, check: {enum: [fast, exact], message: choose a mode}}
nodes: [{nodeId: a}]
""")
        for given, told in (("rows=0", 'the parameter "rows": 0 is not allowed: 1 to 1000000'),
                            ("mode=slow", 'the parameter "mode": choose a mode (found "slow", allowed: one of fast, exact)')):
            self.assertIn(told, self.home.call("run", file, "-p", given, check=BAD_INPUT).stderr)
        self.home.call("run", file, "-p", "rows=1000000", check=DONE)


class OwnComponents(HomeTest):
    """Files of the home's components folder."""

    TEXT = """id: greet
version: 1.2.0
docs: Greets.
category: Own
arguments:
  name: {type: STRING, required: true}
taskDefinition:
  runtime: SHELL
  script: echo "%s" ${args.name}
"""

    def put(self, name, text):
        folder = os.path.join(self.home.path, "components")
        os.makedirs(folder, exist_ok=True)
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
        return os.path.join(folder, name)

    def mine(self):
        return {one["file"].rpartition("/")[2]: one for one in self.home.json("component", "list", "--home", self.home.path)
                if one["own"]}

    def test_appears_without_restart_and_a_run_keeps_what_it_had(self):
        keeper = self.home.start("run", self.home.write("hold.json", {"dagId": "hold", "nodes": [
            {"nodeId": "w", "component": "wait-for-file", "arguments": {"file": "go", "settle": 0, "seconds": 60}}]}))
        self.put("greet.yaml", self.TEXT % "hello")
        self.assertEqual(self.mine()["greet.yaml"]["version"], "1.2.0")
        file = self.home.write("dag.json", {"dagId": "g", "nodes": [
            {"nodeId": "a", "component": "greet@1", "arguments": {"name": 'you; "$(id)"'}}]})
        first = self.home.json("run", file)
        self.assertEqual(self.home.call("runs", "log", first["run"], "a").stdout, 'hello you; "$(id)"\n')
        self.put("greet.yaml", self.TEXT % "bye now")
        second = self.home.json("run", file)
        self.assertEqual(self.home.call("runs", "log", second["run"], "a").stdout, 'bye now you; "$(id)"\n')
        self.assertNotEqual(first["version"], second["version"])
        self.assertIsNone(keeper.poll(), "the engine that ran before the component appeared is still the one")
        self.home.write("go", "")
        keeper.wait(60)

    def test_a_broken_one_is_listed_with_its_error(self):
        self.put("bad.yaml", "id: bad\nversion: 1\ndocs: Bad.\ntaskDefinition: {runtime: SHELL, scrpt: x}\n")
        listed = self.mine()["bad.yaml"]
        self.assertEqual((listed["ok"], listed["errors"][0]["line"]), (False, 4))
        told = self.home.call("component", "check", listed["file"], check=BAD_INPUT).stderr
        self.assertIn('bad.yaml:4:34: error: unknown key "scrpt" in taskDefinition (did you mean "script"?)', told)
        file = self.home.write("dag.json", {"dagId": "g", "nodes": [{"nodeId": "a", "component": "bad"}]})
        self.assertIn('the component "bad" cannot be used', self.home.call("run", file, check=BAD_INPUT).stderr)

    def test_show_and_convert(self):
        shown = self.home.call("component", "show", "filter", check=DONE).stdout
        for part in ("Filter rows  filter@1.0.0", "where", "component: filter@1"):
            self.assertIn(part, shown)
        self.assertIn('did you mean "filter"?', self.home.call("component", "show", "fitler", check=BAD_INPUT).stderr)
        text = "dagId: g\nnodes:\n  - nodeId: a\n    component: head\n    arguments: {rows: 5}\n"
        file = self.home.write("dag.yaml", text)
        converted = self.home.call("dag", "convert", file, "--to", "yaml", check=DONE).stdout
        self.assertEqual(converted, text)
        resolved = self.home.json("dag", "show", file)["nodes"][0]
        self.assertEqual((resolved["component"], resolved["taskDefinition"]["runtime"]), ("head@1.0.0", "PYTHON_3"))
        self.assertIn("head@1.0.0", self.home.call("dag", "show", file, check=DONE).stdout)
        again = self.home.write("again.json", self.home.call("dag", "show", file, "--json").stdout)
        self.assertEqual(self.home.json("dag", "show", again)["nodes"][0], resolved)


if __name__ == "__main__":
    unittest.main()
