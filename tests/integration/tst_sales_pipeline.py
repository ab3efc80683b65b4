#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the examples through the `orrery` command and checks what comes out.

The command is taken from ORRERY_BIN_DIR, the sources from ORRERY_SOURCE_DIR; every run has a home of
its own. The sales pipeline runs on 40,000 rows; its totals are recomputed by sales/check_totals.py.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.environ.get("ORRERY_SOURCE_DIR", os.path.dirname(os.path.dirname(HERE)))
ORRERY = os.path.join(os.environ.get("ORRERY_BIN_DIR", f"{SOURCE}/build/release/bin"), "orrery")
EXAMPLES = os.path.join(SOURCE, "resources", "examples")
CHECK = os.path.join(HERE, "sales", "check_totals.py")


class Run:
    """One finished `orrery run --json`."""

    def __init__(self, home, dag, *parameters):
        command = [ORRERY, "run", dag, "--home", home, "--json"]
        for parameter in parameters:
            command += ["-p", parameter]
        done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
        self.exit_code, self.messages = done.returncode, done.stderr
        self.answer = json.loads(done.stdout) if done.stdout.strip() else {}
        self.tasks = {task["id"]: task for task in self.answer.get("tasks", [])}

    def state(self, task):
        return self.tasks[task]["state"]

    def outputs(self, task):
        return self.tasks[task]["outputs"]


class ExampleTest(unittest.TestCase):
    """A test with a private home that is removed at the end."""

    def setUp(self):
        self.home = tempfile.mkdtemp(prefix="orrery-test-")
        self.addCleanup(shutil.rmtree, self.home, ignore_errors=True)

    def run_example(self, name, *parameters):
        return Run(self.home, f"{EXAMPLES}/{name}/dag.yaml", *parameters)

    def assert_succeeded(self, run):
        self.assertEqual((run.exit_code, run.answer.get("state")), (0, "succeeded"), run.messages)


class SalesPipeline(ExampleTest):
    def results_of(self, run):
        """(shared directory of the run, its summary)."""
        report = run.outputs("render-report")
        with open(report["summaryPath"], encoding="utf-8") as file:
            return os.path.dirname(os.path.dirname(report["reportPath"])), json.load(file)

    def check(self, folder, *options):
        return subprocess.run([sys.executable, CHECK, folder, *options], capture_output=True, text=True,
                              timeout=120, check=False)

    def test_totals_equal_those_recomputed_from_the_raw_rows(self):
        run = self.run_example("sales-analytics", "rows=40000")
        self.assert_succeeded(run)
        folder, summary = self.results_of(run)
        self.assertEqual(summary["rows"]["rowsRaw"], 40000)
        self.assertGreater(min(summary["rows"]["rejectedByReason"].values()), 0)
        checked = self.check(folder)
        self.assertEqual(checked.returncode, 0, checked.stderr)
        report = run.outputs("render-report")
        for path in (report["reportPath"], *report["pictures"], *report["tables"]):
            self.assertGreater(os.path.getsize(path), 500, path)

        # The check itself must notice a single wrong fen.
        summary["byRegion"]["GD"]["gross_fen"] += 1
        with open(f"{folder}/results/summary.json", "w", encoding="utf-8") as file:
            json.dump(summary, file)
        checked = self.check(folder)
        self.assertEqual(checked.returncode, 1)
        self.assertIn("byRegion/GD/gross_fen", checked.stderr)

    def test_part_of_the_period_and_of_the_regions(self):
        run = self.run_example("sales-analytics", "rows=40000", "dateRange=2025-11-01/2025-11-15",
                               'regions=["GD", "SH"]')
        self.assert_succeeded(run)
        folder, summary = self.results_of(run)
        self.assertEqual(sorted(summary["byRegion"]), ["GD", "SH"])
        self.assertEqual((summary["firstDay"], summary["lastDay"]), ("2025-11-01", "2025-11-15"))
        checked = self.check(folder, "--date-range", "2025-11-01/2025-11-15", "--regions", "GD,SH")
        self.assertEqual(checked.returncode, 0, checked.stderr)

    def test_totals_do_not_depend_on_the_number_of_tasks(self):
        narrow = os.path.join(self.home, "narrow")
        shutil.copytree(f"{EXAMPLES}/sales-analytics", narrow)
        with open(f"{narrow}/dag.yaml", encoding="utf-8") as file:
            text = file.read()
        changed = text.replace("parallelism: 16", "parallelism: 3").replace("parallelism: 4", "parallelism: 2")
        self.assertEqual(changed.count("parallelism: 2") + changed.count("parallelism: 3"), 3)
        with open(f"{narrow}/dag.yaml", "w", encoding="utf-8") as file:
            file.write(changed)
        wide = self.run_example("sales-analytics", "rows=20000", "seed=7")
        few = Run(self.home, f"{narrow}/dag.yaml", "rows=20000", "seed=7")
        self.assert_succeeded(wide)
        self.assert_succeeded(few)
        self.assertEqual(self.results_of(wide)[1], self.results_of(few)[1])

    def test_bad_data_fail_the_run_at_the_gate(self):
        run = self.run_example("sales-analytics", "rows=20000", "badRowRate=0.2")
        self.assertEqual((run.exit_code, run.answer["state"]), (1, "failed"), run.messages)
        self.assertEqual(run.state("check-quality"), "failed")
        self.assertEqual(run.tasks["check-quality"]["attempts"], 1)
        self.assertEqual(run.state("analyze-sales"), "skipped")
        self.assertEqual(run.state("render-report"), "skipped")


class SmallExamples(ExampleTest):
    def test_hello_passes_its_greeting_on(self):
        run = self.run_example("hello", 'who=Ada "the first" $HOME')
        self.assert_succeeded(run)
        self.assertEqual(run.outputs("compose"), {"greeting": 'Hello, Ada "the first" $HOME!'})

    def test_parallel_map_has_a_task_per_batch_and_finds_pi(self):
        run = self.run_example("parallel-map", "batches=5", "samples=100000")
        self.assert_succeeded(run)
        mapped = [task for task in run.tasks if task.startswith("throw[")]
        self.assertEqual(sorted(mapped), [f"throw[{number}]" for number in range(5)])
        result = run.outputs("combine")
        self.assertLess(abs(result["pi"] - 3.14159265), 5 * result["error"])

    def test_branches_follow_the_failure_and_the_expression(self):
        run = self.run_example("branches")
        self.assert_succeeded(run)
        self.assertEqual({task: run.state(task) for task in run.tasks}, {
            "read-sensor": "failed", "trust-sensor": "skipped", "write-journal": "succeeded",
            "read-backup": "succeeded", "cool-down": "succeeded", "leave-as-is": "skipped"})

    def test_branches_follow_the_success(self):
        run = self.run_example("branches", "sensorBroken=false")
        self.assert_succeeded(run)
        self.assertEqual({task: run.state(task) for task in run.tasks}, {
            "read-sensor": "succeeded", "trust-sensor": "succeeded", "write-journal": "succeeded",
            "read-backup": "skipped", "cool-down": "skipped", "leave-as-is": "skipped"})

    def test_retries_and_a_handled_time_out_end_well(self):
        run = self.run_example("retry-and-timeout")
        self.assert_succeeded(run)
        self.assertEqual(run.tasks["flaky-download"]["attempts"], 3)
        self.assertEqual(run.state("slow-search"), "failed")
        self.assertEqual(run.state("finish"), "succeeded")

    def test_sql_report_draws_a_chart(self):
        run = self.run_example("sql-report", "orders=1000")
        self.assert_succeeded(run)
        result = run.outputs("draw-chart")
        # Of ten orders one is a telescope, three are star maps, six are planispheres.
        self.assertEqual(result["cents"], 100 * (24900 + 3 * 1500 + 6 * 3200))
        with open(result["picture"], encoding="utf-8") as file:
            self.assertIn("<svg", file.read(200))


if __name__ == "__main__":
    unittest.main(verbosity=2)
