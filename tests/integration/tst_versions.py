#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Versions of a DAG with the real program: diff, publish, versions, rollback; what a run keeps of its environment,
and how runs are compared and analysed."""

import json
import os
import unittest

from homes import BAD_INPUT, DONE, FAILED, HomeTest, wait_until

DAG = """# the comment is kept
dagId: sales
parameters: {n: {type: INTEGER, default: 1}}
nodes:
  - {nodeId: load, taskDefinition: {runtime: SHELL, script: "sleep 0.2; echo '{\\"rows\\": 1}' > $ORRERY_OUTPUTS"}}
  - {nodeId: report, taskDefinition: {runtime: PYTHON_3, script: "print(1)"}}
edges:
  - {from: load, to: report}
"""
CHANGED = DAG.replace("runtime: PYTHON_3,", "runtime: PYTHON_3, environment: {A: b},").replace("sleep 0.2", "sleep 0.1")
ANSWER_KEYS = {"dagId", "version", "status", "createdAt", "createdBy", "validationResults", "estimatedExecutionTime",
               "estimatedResourceUsage", "dataFlowAnalysis", "visualizationUrl", "nextSteps"}


class Versions(HomeTest):
    def setUp(self):
        super().setUp()
        self.file = self.home.write("sales.yaml", DAG)
        self.at = ("--home", self.home.path)

    def read(self, path=None):
        with open(path or self.file, encoding="utf-8") as file:
            return file.read()

    def publish(self, message="", check=DONE):
        return self.home.json("dag", "publish", self.file, "-m", message, *self.at, check=check)

    def numbers(self):
        return [version["number"] for version in self.home.json("dag", "versions", "sales", *self.at)]

    # ---- diff ------------------------------------------------------------------------------------

    def test_diff_tells_what_changed_and_by_its_exit_code(self):
        other = self.home.write("other.yaml", CHANGED)
        self.assertEqual(self.home.json("dag", "diff", self.file, self.file)["same"], True)
        answer = self.home.json("dag", "diff", self.file, other, check=FAILED)
        self.assertEqual([(change["kind"], change["what"], change["id"]) for change in answer["changes"]],
                         [("changed", "node", "load"), ("changed", "node", "report")])
        self.assertEqual(answer["changes"][1]["fields"], [
            {"path": "nodes/report/taskDefinition/environment/A", "before": None, "after": "b"}])
        text = self.home.call("dag", "diff", self.file, other, check=FAILED).stdout
        self.assertIn("2 nodes changed", text)
        self.assertIn("taskDefinition/environment/A", text)

    def test_diff_refuses_what_is_no_dag(self):
        told = self.home.call("dag", "diff", self.file, "nowhere.yaml", *self.at, check=BAD_INPUT)
        self.assertIn("neither a file nor a version", told.stderr)
        told = self.home.call("dag", "diff", self.file, "sales@7", *self.at, check=BAD_INPUT)
        self.assertIn("there is no such version", told.stderr)
        broken = self.home.write("broken.yaml", "dagId: [")
        self.home.call("dag", "diff", self.file, broken, *self.at, check=BAD_INPUT)

    # ---- publish, versions, rollback -------------------------------------------------------------

    def test_a_content_gets_one_number(self):
        first = self.publish("first")
        self.assertEqual((first["dag"], first["number"], first["new"]), ("sales", 1, True))
        self.assertEqual(self.publish()["new"], False)
        self.home.write("sales.yaml", DAG + "# another comment\n")
        again = self.publish()
        self.assertEqual((again["number"], again["new"], again["same_text"]), (1, False, False))
        self.home.write("sales.yaml", CHANGED)
        self.assertEqual(self.publish("second")["number"], 2)
        listed = self.home.json("dag", "versions", self.file, *self.at)
        self.assertEqual([(one["number"], one["message"], one["status"]) for one in listed],
                         [(2, "second", "valid"), (1, "first", "valid")])
        self.assertIn("The file is sales@2", self.home.call("dag", "versions", self.file, *self.at).stdout)
        self.home.call("dag", "diff", "sales@1", "sales@2", *self.at, check=FAILED)
        self.home.call("dag", "diff", "sales@2", self.file, *self.at, check=DONE)
        self.home.check_database()

    def test_a_broken_file_is_not_published(self):
        self.home.write("sales.yaml", DAG.replace("to: report", "to: nowhere"))
        told = self.home.call("dag", "publish", self.file, *self.at, check=BAD_INPUT)
        self.assertIn("sales.yaml:8:", told.stderr)
        self.assertEqual(self.numbers(), [])

    def test_rolling_back_loses_nothing(self):
        self.publish("first")
        self.home.write("sales.yaml", CHANGED)
        answer = self.home.json("dag", "rollback", self.file, "1", *self.at)
        self.assertEqual((answer["number"], answer["rolled_back_to"]), (3, 1))
        self.assertEqual(self.read(), DAG)  # comments too
        self.assertEqual(self.numbers(), [3, 2, 1])
        back = self.home.json("dag", "rollback", "sales", "2", *self.at)  # by id: its file is known
        self.assertEqual(back["number"], 4)
        self.assertEqual(self.read(), CHANGED)
        self.assertIn("already", self.home.call("dag", "rollback", self.file, "2", *self.at, check=DONE).stdout)

    def test_a_version_is_written_elsewhere_in_the_form_of_its_name(self):
        self.publish("first")
        out = os.path.join(self.home.folder, "old.json")
        self.home.call("dag", "rollback", "sales", "1", "-o", out, *self.at, check=DONE)
        self.assertEqual(json.loads(self.read(out))["dagId"], "sales")
        self.assertEqual(self.read(), DAG)
        self.home.call("dag", "rollback", "sales", "9", *self.at, check=BAD_INPUT)
        self.home.call("dag", "rollback", "sales", "x", *self.at, check=BAD_INPUT)

    def test_what_is_no_valid_version_is_kept_beside(self):
        self.publish("first")
        self.home.write("sales.yaml", DAG + "nonsense: [\n")
        told = self.home.call("dag", "rollback", self.file, "1", *self.at, check=DONE)
        self.assertIn(".before-rollback", told.stderr)
        self.assertEqual(self.read(), DAG)
        self.assertEqual(self.read(self.file + ".before-rollback"), DAG + "nonsense: [\n")

    def test_across_the_socket_of_another_process(self):
        owner = self.home.start("engine")
        wait_until(lambda: self.home.owner() == owner.pid, 20, "the engine owns its home")
        self.publish("first")
        self.assertEqual(self.numbers(), [1])
        self.assertEqual(self.home.owner(), owner.pid)

    # ---- runs, environment, analysis --------------------------------------------------------------

    def test_runs_are_listed_compared_and_learned_from(self):
        before = self.home.json("dag", "analyse", self.file, *self.at)
        self.assertGreaterEqual(set(before), ANSWER_KEYS)
        self.assertEqual(before["status"], "DRAFT")
        self.assertIn("RUN_ONCE_TO_MEASURE", before["nextSteps"])
        self.assertEqual({node["source"] for node in before["basis"]["nodes"]}, {"default"})
        first = self.home.json("run", self.file)
        self.home.write("sales.yaml", CHANGED)
        second = self.home.json("run", self.file, "-p", "n=2")
        self.assertEqual([(one["number"], one["run_count"], one["runs"]) for one in
                          self.home.json("dag", "versions", "sales", *self.at)],
                         [(None, 1, [second["run"]]), (None, 1, [first["run"]])])
        environment = self.home.show(first["run"])["environment"]
        self.assertTrue(environment["runtimes"]["python3"]["version"].startswith("Python 3."))
        self.assertIn("orrery", environment)
        found = self.home.json("runs", "compare", first["run"], second["run"])
        self.assertEqual(found["parameters"], [{"path": "n", "before": 1, "after": 2}])
        self.assertEqual({task["id"] for task in found["tasks"]}, {"load", "report"})
        self.assertEqual([change["id"] for change in found["dag"]["changes"]], ["load", "report"])
        self.assertEqual(found["environment"], [])
        text = self.home.call("runs", "compare", first["run"], "last", check=DONE).stdout
        self.assertIn("2 nodes changed", text)
        after = self.home.json("dag", "analyse", self.file, *self.at)
        self.assertEqual(after["basis"]["historyRuns"], 2)
        self.assertEqual({node["source"] for node in after["basis"]["nodes"]}, {"history"})
        self.assertEqual(after["dataFlowAnalysis"]["criticalPath"], ["load", "report"])

    def test_an_invalid_dag_is_analysed_as_far_as_it_goes(self):
        self.home.write("sales.yaml", DAG.replace("to: report", "to: nowhere"))
        answer = self.home.json("dag", "analyse", self.file, *self.at, check=BAD_INPUT)
        self.assertEqual((answer["status"], answer["validationResults"]["isValid"]), ("INVALID", False))
        self.assertEqual(answer["nextSteps"], ["FIX_ERRORS", "VALIDATE_DAG"])

    def test_the_capacity_can_be_another_machines(self):
        answer = self.home.json("dag", "analyse", self.file, "--cores", "64", "--memory", "1024", "--gpus", "2", *self.at)
        self.assertEqual(answer["basis"]["capacity"], {"cpuCores": 64.0, "memoryMB": 1024, "gpuUnits": 2})
        self.home.call("dag", "analyse", self.file, "--cores", "many", *self.at, check=BAD_INPUT)


if __name__ == "__main__":
    unittest.main()
