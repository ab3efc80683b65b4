#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""One engine and one runner carry run after run, of every kind, with a retention policy: what they hold
does not grow. After each pruning, when nothing is under way, resident memory, descriptors and threads
are read from /proc, and the home is measured.

ORRERY_SOAK: how many tasks (20000; 100000 gives the figure of figures.md). ORRERY_SOAK_CSV: a file for all samples."""

import contextlib
import csv
import os
import sqlite3
import statistics
import sys
import time
import unittest

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "integration"))
from homes import HomeTest, wait_until  # noqa: E402  (the path is set above)

TASKS = int(os.environ.get("ORRERY_SOAK", "20000"))
WARM = 0.2                   # share of all tasks after which nothing may grow
MOST_GROWTH = 1.10           # of resident memory since then
MOST_USED = 2 << 20          # [bytes] in the database that so few runs take, however many there were
MOST_FILES = 40 << 20        # [bytes] of its files: the -wal is folded in at 16 MiB
KEPT_RUNS = 10               # by the retention policy, and one more that cached results come from
PRUNE_EVERY = 5              # runs


def node(name, runtime, **parts):
    definition = {"runtime": runtime, **{key: parts.pop(key) for key in ("command", "script") if key in parts}}
    return {"nodeId": name, "taskDefinition": definition, **parts}


def quiet(count):
    """Tasks without a process in layers of ten, each with two upstream."""
    nodes = [node(f"n{number}", "NONE") for number in range(count)]
    edges = [{"from": f"n{number}", "to": f"n{number + step}"} for number in range(count) for step in (10, 11)
             if number + step < count]
    return {"dagId": "quiet", "nodes": nodes, "edges": edges}


def printing(count):
    """Processes: most are silent, some print, one fails and is repeated."""
    nodes = [node(f"n{number}", "EXEC", command=["/bin/echo", f"line {number}"] if number % 5 == 0 else ["/bin/true"],
                  resourceRequirements={"cpuCores": 0.25}) for number in range(count - 2)]
    nodes.append(node("out", "SHELL", script="echo '{\"x\": 41}' > $ORRERY_OUTPUTS; echo kept > $ORRERY_RUN_DIR/file"))
    nodes.append(node("twice", "SHELL", script='[ "$ORRERY_ATTEMPT" = 2 ]',
                      executionConfig={"retryPolicy": {"maxRetries": 1, "retryInterval": "PT0S"}}))
    return {"dagId": "printing", "nodes": nodes, "edges": []}


def items(count):
    """A mapped node, a loop and a cached task: what grows in the machine while a run goes on."""
    return {"dagId": "items", "nodes": [
        node("each", "NONE", executionConfig={"mapOver": f"{list(range(count - 5))}"}),
        node("around", "NONE", executionConfig={"loop": {"while": "loop.index < 2", "maxIterations": 3}}),
        node("same", "EXEC", command=["/bin/true"], executionConfig={"cache": True}),
        node("bad", "EXEC", command=["/bin/false"])], "edges": [{"from": "bad", "to": "same", "condition": "FAILURE"}]}


def size(folder, names):
    return sum(os.path.getsize(os.path.join(folder, name)) for name in names)


class Soak(HomeTest):
    def setUp(self):
        super().setUp()
        os.makedirs(self.home.path, mode=0o700)
        self.home.write("home/retention.json", {"sealAfter": "0s", "keep": KEPT_RUNS, "results": True})
        self.kinds = [self.home.write("quiet.json", quiet(600)), self.home.write("printing.json", printing(150)),
                      self.home.write("items.json", items(250))]
        self.home.start("engine", "--idle-seconds", "600")
        wait_until(lambda: self.home.owner() is not None, 30, "an engine")
        self.engine = self.home.owner()
        self.samples = []

    def held(self, pid, what):
        """What a process holds: resident bytes, threads, descriptors."""
        with open(f"/proc/{pid}/status", encoding="ascii", errors="replace") as file:
            words = dict(line.split(":", 1) for line in file)
        return {f"{what} resident": int(words["VmRSS"].split()[0]) << 10, f"{what} threads": int(words["Threads"]),
                f"{what} descriptors": len(os.listdir(f"/proc/{pid}/fd"))}

    def left(self):
        """What ended runs take in the home."""
        database = size(self.home.path, [name for name in os.listdir(self.home.path) if name.startswith("orrery.db")])
        logs = sum(size(folder, files) for folder, _, files in os.walk(f"{self.home.path}/logs"))
        with contextlib.closing(sqlite3.connect(f"file:{self.home.path}/orrery.db?mode=ro", uri=True)) as connection:
            pages, free, of = (connection.execute(f"PRAGMA {word}").fetchone()[0] for word in ("page_count", "freelist_count", "page_size"))
        return {"database files": database, "database used": (pages - free) * of, "logs": logs, "results": len(os.listdir(f"{self.home.path}/runs")),
                "sealed files": len(os.listdir(f"{self.home.path}/archive"))}

    def clients(self):
        """How many connections to the engine's socket there are."""
        with open("/proc/net/unix", encoding="utf-8", errors="replace") as file:
            listed = [line.split() for line in file if line.rstrip().endswith(f"{self.home.path}/engine.sock")]
        return sum(fields[5] == "03" for fields in listed)  # SS_CONNECTED; the one that listens has 01

    def sample(self, done):
        """A moment at which nobody is attached to the engine any more."""
        self.assertEqual(self.home.owner(), self.engine, "another engine took the home")
        wait_until(lambda: self.clients() == 0, 10, "the last client's connection to be closed")
        self.samples.append({"tasks": done, **self.held(self.engine, "engine"), **self.held(self.home.runner(), "runner"),
                             "runner processes": len(self.home.programs("orrery-runner")), **self.left()})

    def carry_out(self):
        done, runs = 0, 0
        while done < TASKS:
            ended = self.home.json("run", self.kinds[runs % len(self.kinds)], "--isolation", "process", seconds=300)
            done, runs = done + len(ended["tasks"]), runs + 1
            if runs % PRUNE_EVERY == 0:
                self.home.json("runs", "prune")
                self.sample(done)
        return f"{done} tasks in {runs} runs"

    def between(self, key, begin, end):
        return [sample[key] for sample in self.samples if begin * TASKS <= sample["tasks"] <= end * TASKS]

    def tell(self, carried):
        if "ORRERY_SOAK_CSV" in os.environ:
            with open(os.environ["ORRERY_SOAK_CSV"], "w", encoding="ascii", newline="") as file:
                table = csv.DictWriter(file, self.samples[0])
                table.writeheader()
                table.writerows(self.samples)
        print(f"{carried}; medians of the second and the last fifth, and the most:", file=sys.stderr)
        for key in self.samples[0]:
            medians = [statistics.median(self.between(key, *part)) for part in ((WARM, 2 * WARM), (1 - WARM, 2))]
            print(f"  {key:20}{medians[0]:>12.0f}{medians[1]:>12.0f}{max(self.between(key, 0, 2)):>12}", file=sys.stderr)

    def test_what_they_hold_does_not_grow(self):
        began = time.monotonic()
        carried = self.carry_out()
        self.tell(f"{carried}, {time.monotonic() - began:.0f} s")
        for key in ("engine resident", "runner resident"):
            warm, last = statistics.median(self.between(key, WARM, 2 * WARM)), max(self.between(key, 1 - WARM, 2))
            self.assertLessEqual(last, warm * MOST_GROWTH, f"{key} grows")
        for key in ("engine descriptors", "engine threads", "runner descriptors", "runner threads", "runner processes"):
            warm, last = max(self.between(key, 0, 2 * WARM)), max(self.between(key, 1 - WARM, 2))
            self.assertLessEqual(last, warm, f"{key} grow")
        for key, most in (("database used", MOST_USED), ("database files", MOST_FILES), ("results", KEPT_RUNS + 1),
                          ("sealed files", KEPT_RUNS + 1)):
            self.assertLessEqual(max(self.between(key, 0, 2)), most, key)


if __name__ == "__main__":
    unittest.main(verbosity=2)
