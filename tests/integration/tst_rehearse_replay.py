#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Looking ahead and back from the command line: run --rehearse and runs replay."""

import json
import os
import unittest

from homes import BAD_INPUT, DONE, FAILED, SOURCE, HomeTest, wait_until

WFFORMAT = f"{SOURCE}/tests/data/wfformat"


def node(name, seconds=0.0, **keys):
    return {"nodeId": name, "taskDefinition": {"runtime": "EXEC", "command": ["/bin/sleep", str(seconds)]}, **keys}


DIAMOND = {"dagId": "diamond", "nodes": [node(name, 0.05) for name in "abcd"],
           "edges": [{"from": "a", "to": "b"}, {"from": "a", "to": "c"}, {"from": "b", "to": "d"},
                     {"from": "c", "to": "d"}]}


class Rehearse(HomeTest):
    def setUp(self):
        super().setUp()
        self.diamond = self.home.write("diamond.json", DIAMOND)

    def rehearse(self, file, *words, check=DONE):
        return self.home.json("run", file, "--rehearse", *words, check=check)

    def test_given_durations_decide(self):
        durations = self.home.write("durations.json", {"a": 1, "b": 2, "c": 5, "*": 0.5})
        answer = self.rehearse(self.diamond, "--durations", durations, "--host", "one:2")
        self.assertEqual((answer["state"], answer["makespan_s"], answer["rehearsed"]), ("succeeded", 6.5, True))
        self.assertEqual([(step["id"], step["after"]) for step in answer["critical_path"]],
                         [("a", "start"), ("c", "upstream"), ("d", "upstream")])
        self.assertAlmostEqual(sum(step["share"] for step in answer["critical_path"]), 1.0)
        self.assertEqual(answer["guessed"], ["d"])
        self.assertEqual({task["id"]: (task["start_s"], task["end_s"]) for task in answer["tasks"]},
                         {"a": (0, 1), "b": (1, 3), "c": (1, 6), "d": (6, 6.5)})
        self.assertAlmostEqual(answer["utilization"]["cpu"], 8.5 / 13)

    def test_waits_have_their_reasons(self):
        durations = self.home.write("durations.json", {"*": 2})
        answer = self.rehearse(self.diamond, "--durations", durations, "--host", "one:1")
        self.assertEqual(answer["makespan_s"], 8)
        waits = [task["waits"] for task in answer["tasks"]]
        self.assertEqual(waits[2], [{"from_s": 2, "to_s": 4,
                                     "reason": "needs 1 core, none of 1 is free on one; stands ready there"}])
        self.assertEqual(waits[0], [])
        shown = self.home.call("run", self.diamond, "--rehearse", "--durations", durations, "--host", "one:1", check=DONE)
        self.assertIn("diamond rehearsed: succeeded in 8.0 s, 4 tasks; nothing was started", shown.stdout)
        self.assertRegex(shown.stdout, r"2\.0 s +2\.0 s +c +needs 1 core")
        self.assertNotIn("█", shown.stdout)  # bars are for terminals

    def test_durations_come_from_this_homes_runs_and_nothing_is_recorded(self):
        unknown = self.rehearse(self.diamond)
        self.assertEqual(unknown["guessed"], ["a", "b", "c", "d"])
        self.home.json("run", self.diamond, "--isolation", "process")
        known = self.rehearse(self.diamond, "--durations", "history")
        self.assertEqual(known["guessed"], [])
        self.assertEqual({task["duration_from"] for task in known["tasks"]}, {"history"})
        self.assertGreaterEqual(known["makespan_s"], 0.15)
        self.assertLess(known["makespan_s"], 30)
        self.assertEqual(len(self.home.runs()), 1)

    def test_recorded_instances_take_their_time(self):
        answer = self.rehearse(f"{WFFORMAT}/helloworld-chain-5-chameleon.json", "--durations", "recorded",
                               "--host", "ubuntu:64")
        with open(f"{WFFORMAT}/helloworld-chain-5-chameleon.json", encoding="utf-8") as file:
            tasks = json.load(file)["workflow"]["execution"]["tasks"]
        self.assertAlmostEqual(answer["makespan_s"], sum(task["runtimeInSeconds"] for task in tasks), delta=0.01)
        self.assertFalse(os.path.exists(self.home.path))  # hosts and durations were given: no home was opened

    def test_prices_give_a_cost(self):
        durations = self.home.write("durations.json", {"*": 3600})
        prices = self.home.write("prices.json", {"coreHour": 0.25, "hostHour": 1, "currency": "EUR"})
        answer = self.rehearse(self.diamond, "--durations", durations, "--host", "one:4", "--prices", prices)
        self.assertEqual(answer["cost"], {"host_hours": 3, "core_hours": 4, "gpu_hours": 0, "total": 4, "currency": "EUR"})

    def test_bad_input_is_told(self):
        big = self.home.write("big.json", {"dagId": "big", "nodes": [node("a", resourceRequirements={"cpuCores": 9})]})
        refused = self.home.call("run", big, "--rehearse", "--host", "one:2")
        self.assertEqual(refused.returncode, FAILED)
        self.assertIn("a: needs 9 cores; the largest host, one, has 2 cores", refused.stderr)
        self.assertEqual(self.rehearse(big, "--host", "one:2", "--fit")["notes"],
                         ["a: scaled from 9 cores to 2 cores to fit this host"])
        stranger = self.home.write("stranger.json", {"x": 1})
        texts = self.home.write("texts.json", {"a": "long"})
        broken = self.home.write("broken.json", "{")
        for words, part in [(("--durations", stranger), "durations/x: the DAG has no such node"),
                            (("--durations", texts), "a: a duration is a number of seconds"),
                            (("--durations", broken), "is no JSON"),
                            (("--durations", "nowhere.json"), "nowhere.json"),
                            (("--host", "one"), "NAME:CORES"),
                            (("--host", "one:2", "--host", "one:3"), "already a host of this name"),
                            (("--prices", texts), "known are hostHour"),
                            (("--detach",), "has no meaning with --rehearse")]:
            done = self.home.call("run", self.diamond, "--rehearse", *words)
            self.assertEqual(done.returncode, BAD_INPUT, words)
            self.assertIn(part, done.stderr)
        self.assertIn("belongs to --rehearse", self.home.call("run", self.diamond, "--host", "a:1", check=BAD_INPUT).stderr)


class Replay(HomeTest):
    def replay(self, at, run="last"):
        return self.home.json("runs", "replay", run, "--at", at)

    def states(self, answer):
        return {task["id"]: task["state"] for task in answer["tasks"]}

    def test_a_run_at_any_moment(self):
        file = self.home.write("chain.json", {"dagId": "chain", "nodes": [node("a", 0.3), node("b", 0.3)],
                                              "edges": [{"from": "a", "to": "b"}]})
        run = self.home.json("run", file, "--isolation", "process")
        start, end = self.replay("0%"), self.replay("100%")
        self.assertEqual(self.states(start), {"a": "waiting", "b": "pending"})
        self.assertEqual(self.states(end), {"a": "succeeded", "b": "succeeded"})
        self.assertEqual((start["state"], end["state"]), ("running", "succeeded"))
        begun = run["tasks"][0]["start"]
        self.assertEqual(self.states(self.replay(begun)), {"a": "running", "b": "pending"})
        after = self.replay(begun)["since_s"]
        self.assertEqual(self.replay(f"+{after}"), self.replay(begun))
        self.assertEqual((end["events"], end["total_events"]), (end["total_events"], end["total_events"]))
        between = run["tasks"][1]["start"]
        self.assertEqual(self.states(self.replay(between))["a"], "succeeded")
        self.assertEqual(self.replay(str(start["seq"]))["events"], 1)
        self.assertEqual(self.replay(str(end["seq"])), {**end})
        shown = self.home.call("runs", "replay", "last", "--at", begun, check=DONE).stdout
        self.assertIn("running at", shown)
        self.assertIn("1 pending, 1 running", shown)

    def test_a_run_of_an_older_version(self):
        file = self.home.write("dag.json", {"dagId": "dag", "nodes": [node("old")]})
        first = self.home.json("run", file, "--isolation", "process")["run"]
        self.home.write("dag.json", {"dagId": "dag", "nodes": [node("new"), node("newer")]})
        self.home.json("run", file, "--isolation", "process")
        self.assertEqual(self.states(self.replay("100%", first)), {"old": "succeeded"})
        self.assertEqual(self.states(self.replay("100%")), {"new": "succeeded", "newer": "succeeded"})

    def test_another_process_asks_the_engine(self):
        self.home.start("engine")
        wait_until(self.home.owner, 20, "an engine")
        file = self.home.write("live.json", {"dagId": "live", "nodes": [node("a", 0.1), node("b", 60)],
                                             "edges": [{"from": "a", "to": "b"}]})
        run = self.home.json("run", file, "--isolation", "process", "--detach")["run"]
        wait_until(lambda: self.states(self.replay("100%", run)) == {"a": "succeeded", "b": "running"}, 20, "b runs")
        self.assertEqual(self.states(self.replay("0%", run)), {"a": "waiting", "b": "pending"})
        self.home.call("runs", "cancel", run, check=DONE)
        self.assertEqual(self.replay("100%", run)["state"], "cancelled")
        rehearsal = self.home.json("run", file, "--rehearse")
        self.assertEqual([task["duration_from"] for task in rehearsal["tasks"]], ["history", "guessed"])

    def test_bad_moments_are_told(self):
        file = self.home.write("dag.json", {"dagId": "dag", "nodes": [node("a")]})
        self.home.json("run", file, "--isolation", "process")
        for at in ("", "yesterday", "101%", "-3", "+", "+1x", "2026-11-21", "2026-11-21T10:00:00.Q", "9" * 30):
            done = self.home.call("runs", "replay", "last", f"--at={at}")
            self.assertEqual(done.returncode, BAD_INPUT, at)
            self.assertIn("--at", done.stderr)
        self.home.call("runs", "replay", "last", check=BAD_INPUT)
        self.home.call("runs", "replay", "nothing", "--at", "50%", check=BAD_INPUT)


if __name__ == "__main__":
    unittest.main()
