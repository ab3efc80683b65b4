# SPDX-License-Identifier: GPL-3.0-or-later
"""resources/python/orrery.py: what it writes is valid and runs; the example of docs/python.md does what
the page says; what no DAG file can say is refused with what to do."""

import json
import os
import re
import shutil
import subprocess
import sys
import unittest

import homes

sys.path.insert(0, os.path.join(homes.SOURCE, "resources", "python"))
import orrery  # noqa: E402


def example():
    """The five-minute example of the page."""
    with open(os.path.join(homes.SOURCE, "resources", "docs", "python.md"), encoding="utf-8") as file:
        return re.search(r"```python\n(.*?)```", file.read(), re.S).group(1)


class Python(homes.HomeTest):

    def made(self, script, *words):
        """The path of the DAG file that a script makes, run by a Python of its own."""
        shutil.copy(os.path.join(homes.SOURCE, "resources", "python", "orrery.py"), self.home.folder)
        path = self.home.write("made.py", script)
        target = os.path.join(self.home.folder, "made.json")
        subprocess.run(["/usr/bin/python3", "-B", path, target, *words], check=True, timeout=60)
        return target

    def test_the_example_runs_as_the_page_says(self):
        file = self.made(example())
        answer = self.home.json("dag", "validate", file)
        self.assertEqual((answer["errors"], answer["warnings"], answer["nodes"]), ([], [], 5))
        run = self.home.json("run", file)
        states = {task["id"]: task["state"] for task in run["tasks"]}
        self.assertEqual(states["feast"], "succeeded")
        self.assertEqual(states["alarm"], "skipped")
        outputs = {task["id"]: task["outputs"] for task in run["tasks"]}
        self.assertEqual(outputs["add"], {"sum": 1005})
        smaller = self.home.json("run", file, "-p", 'shops=["west"]')
        self.assertEqual({task["id"]: task["state"] for task in smaller["tasks"]}["feast"], "skipped")

    def test_every_kind_of_node_is_valid(self):
        dag = orrery.Dag("all", name="All", owner="me", tags=["a"], maxParallelTasks=2)
        dag.schedule("0 2 * * *", "Europe/Berlin")
        self.assertEqual(dag.parameter("day", "DATE", default="2024-01-31"), "${params.day}")
        first = dag.command("first", "/bin/echo", 1, cpu=0.5, memory_mb=64, env={"A": "b"})
        second = dag.sql("second", "select ${params.day}", name="Second", kind="TRANSFORM")
        third = dag.http("third", "http://127.0.0.1:9/", headers={"Accept": "*/*"}, retries=1, retry_interval="PT1S")
        [first, second] >> third
        first >> [second, dag.node("fourth")]
        third.always >> dag.shell("fifth", "true", isolation="process", description="last")
        answer = self.home.json("dag", "validate", self.home.write("all.json", dag.to_json()))
        self.assertEqual((answer["errors"], answer["nodes"], answer["edges"]), ([], 5, 5))
        edges = {(edge["from"], edge["to"]): edge.get("condition") for edge in dag.to_dict()["edges"]}
        self.assertEqual(edges[("third", "fifth")], "ALWAYS")

    def test_a_function_keeps_its_own_signs(self):
        script = ('from orrery import Dag\ndag = Dag("signs")\n\n@dag.task(outputs={"text": "STRING"})\n'
                  'def say(name: str = "Ada"):\n    import string\n'
                  '    return {"text": string.Template("${who} ${run} ${item}").substitute(who=name, run=1, item="!")}\n\n'
                  'dag.main()\n')
        run = self.home.json("run", self.made(script))
        self.assertEqual(run["tasks"][0]["outputs"], {"text": "Ada 1 !"})

    def test_what_cannot_be_said_is_refused_at_once(self):
        dag = orrery.Dag("x")
        first = dag.shell("a", "true")
        for what, attempt in {
            "two tasks with the id a": lambda: dag.shell("a", "true"),
            "may hold letters": lambda: dag.shell("a b", "true"),
            "an input has a name": lambda: dag.task(lambda *rest: None, id="l"),
            "is no JSON value": lambda: dag.task(_with_bad_default),
            "begins with def": lambda: dag.task(lambda: None, id="m"),
            "is none": lambda: first >> "b",
            "belongs to another DAG": lambda: first >> orrery.Dag("y").shell("b", "true"),
            "has no task": lambda: orrery.Dag("empty").to_json(),
        }.items():
            with self.subTest(what), self.assertRaisesRegex(orrery.DagError, re.escape(what)):
                attempt()

    def test_the_file_is_the_same_every_time(self):
        with open(self.made(example()), encoding="utf-8") as file:
            first = file.read()
        with open(self.made(example()), encoding="utf-8") as file:
            self.assertEqual(file.read(), first)
        self.assertEqual(json.loads(first)["dagId"], "sales")


def _with_bad_default(given={1, 2}):  # noqa: B006
    return given


if __name__ == "__main__":
    unittest.main(verbosity=2)
