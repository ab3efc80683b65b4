#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Power cuts of a machine on which the real programs run: a user-mode Linux with a disk of its own is killed
with -9 at random moments, so that all is lost that its kernel has not written to that disk. It boots again,
and what had been acknowledged is still told; unfinished runs are taken up and end well.

ORRERY_POWER_CUTS: how many cuts; none unless given. Needs the package user-mode-linux."""

import base64
import json
import os
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
import unittest

from homes import BIN, DONE, FINAL, ORRERY, Home, seed

CUTS = int(os.environ.get("ORRERY_POWER_CUTS", "0"))
PATIENCE = 120        # seconds for a boot, and for each thing that is done in it
DISK = "/mnt"         # where the machine mounts its disk
HOME = f"{DISK}/home"
OF_ONE_DISK = 8       # cuts; then a new disk: what there is to compare after each boot stays little
MARK = "@@"           # begins what the guest tells; all else on its console is the kernel's


def dag(number):
    """Processes and tasks without one, and outputs that a later task reads. What tasks write to files is theirs
    to sync, so no task reads a file of another one."""
    nodes = [{"nodeId": f"n{at}", "taskDefinition": {"runtime": "NONE"}} for at in range(20)]
    nodes += [{"nodeId": "make", "taskDefinition": {"runtime": "SHELL", "script": f"echo '{{\"x\": {number}}}' > $ORRERY_OUTPUTS",
                                                     "outputSchema": {"x": {"type": "INTEGER"}}}},
              {"nodeId": "use", "taskDefinition": {"runtime": "SHELL", "script": f'[ "$1" = {number} ]', "command": ["${inputs.x}"],
                                                   "inputSchema": {"x": {"type": "INTEGER"}}}}]
    edges = [{"from": f"n{at}", "to": f"n{at + 4}"} for at in range(16)]
    edges += [{"from": "make", "to": "use", "dataMapping": {"x": "x"}}]
    return {"dagId": "powered", "nodes": nodes, "edges": edges}


# ---- inside the machine ----------------------------------------------------------------------------


def tell(kind, value):
    """One line for the host, whole or not there; the console may not change it."""
    text = base64.b64encode(json.dumps(value).encode()).decode()
    os.write(1, f"\n{MARK} {kind} {text}\n".encode())


def orrery(*words):
    return subprocess.run([ORRERY, *words, "--home", HOME, "--json"], capture_output=True, timeout=PATIENCE, check=False)


def guest():
    """Pid 1 of the machine: tells what is recorded, takes it up, and then works until the power is cut."""
    for kind, where in (("proc", "/proc"), ("sysfs", "/sys"), ("tmpfs", "/run")):
        subprocess.run(["mount", "-t", kind, kind, where], check=True)
    os.makedirs("/dev/shm", exist_ok=True)
    subprocess.run(["mount", "-t", "tmpfs", "shm", "/dev/shm"], check=True)
    subprocess.run(["mount", "-t", "ext4", "/dev/ubda", DISK], check=True)
    os.environ.update(HOME=DISK, TMPDIR="/run", XDG_RUNTIME_DIR="/run")
    if os.path.isdir(HOME):
        listed = orrery("runs", "list", "--limit", "0")
        tell("listed", [listed.returncode, listed.stderr.decode()])
        runs = [run["run"] for run in json.loads(listed.stdout or "[]")]
        tell("recorded", [json.loads(orrery("runs", "show", run).stdout) for run in runs])
        resumed = orrery("runs", "resume")
        tell("resumed", [resumed.returncode, resumed.stderr.decode()])
        failed = [run["run"] for run in json.loads(orrery("runs", "list", "--limit", "0").stdout) if run["state"] != "succeeded"]
        tell("failed", [json.loads(orrery("runs", "show", run).stdout) for run in failed])
        with sqlite3.connect(f"file:{HOME}/orrery.db?mode=ro", uri=True) as database:
            tell("check", database.execute("PRAGMA quick_check").fetchall())
    tell("up", True)
    if random.random() < 0.5:  # one engine for all runs; else one for each
        subprocess.Popen([ORRERY, "engine", "--home", HOME, "--idle-seconds", "600"])
    for number in range(1_000_000):
        with open("/run/dag.json", "w", encoding="ascii") as file:
            json.dump(dag(number), file)
        done = orrery("run", "/run/dag.json", "--isolation", "process", *(["--detach"] if number % 3 == 2 else []))
        tell("run" if done.returncode == DONE else "failed", [done.stdout.decode(), done.stderr.decode()])


# ---- outside ---------------------------------------------------------------------------------------


class PowerCut(unittest.TestCase):
    def setUp(self):
        self.chance = random.Random(seed())
        self.place = Home()
        self.addCleanup(self.place.close)
        self.disk = f"{self.place.folder}/disk"
        self.init = f"{self.place.folder}/init"
        with open(self.init, "w", encoding="utf-8") as file:
            file.write(f"#!/bin/sh\nexport PATH={os.environ['PATH']} ORRERY_BIN_DIR={BIN}\n"
                       f"exec {sys.executable} -B {os.path.abspath(__file__)} guest\n")
        os.chmod(self.init, 0o755)
        self.machine = None
        self.addCleanup(self.cut)
        self.acknowledged = {}  # run -> what was told when it ended; None = only that it is there

    def make_disk(self):
        with open(self.disk, "wb") as file:
            file.truncate(256 << 20)
        subprocess.run(["/sbin/mkfs.ext4", "-q", "-F", self.disk], check=True)

    def boot(self):
        self.machine = subprocess.Popen(
            ["linux.uml", "mem=512M", "root=/dev/root", "rootfstype=hostfs", "rootflags=/", "ro", f"init={self.init}",
             f"ubda={self.disk}", f"uml_dir={self.place.folder}", "con=null", "con0=null,fd:1", "quiet"], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, start_new_session=True, env={**os.environ, "TMPDIR": self.place.folder})
        self.console = b""

    def cut(self):
        if self.machine is None:
            return
        os.killpg(self.machine.pid, signal.SIGKILL)
        self.machine.wait()
        self.machine.stdout.close()
        self.machine = None

    def next_told(self, limit):
        """@return: (kind, value) of the machine's next line; (None, None) when there is none until `limit`"""
        while True:
            line, more, rest = self.console.partition(b"\n")
            if more:
                self.console = rest
                words = line.decode("utf-8", "replace").split()
                if len(words) == 3 and words[0] == MARK:
                    return words[1], json.loads(base64.b64decode(words[2]))
                self.other = (self.other + [line])[-20:]
                continue
            left = limit - time.monotonic()
            if left <= 0 or not select.select([self.machine.stdout], [], [], left)[0]:
                return None, None
            piece = os.read(self.machine.stdout.fileno(), 1 << 20)
            self.assertTrue(piece, f"the machine ended: {self.other}")
            self.console += piece

    def expect(self, kind):
        got, value = self.next_told(time.monotonic() + PATIENCE)
        self.assertEqual(got, kind, f"{value} {self.other}")
        return value

    def ends(self, shown):
        return {task["id"]: [task[key] for key in ("state", "attempts", "exit_code", "start", "end", "outputs")]
                for task in shown["tasks"] if task["state"] in FINAL}

    def check_what_is_recorded(self):
        code, said = self.expect("listed")
        self.assertEqual(code, DONE, said)
        recorded = {shown["run"]: shown for shown in self.expect("recorded")}
        for run, ended in self.acknowledged.items():
            self.assertIn(run, recorded, "an acknowledged run is lost")
            if ended is not None:
                self.assertEqual((recorded[run]["state"], self.ends(recorded[run])), ended, run)
        code, said = self.expect("resumed")
        self.assertEqual(self.expect("failed"), [])
        self.assertEqual(code, DONE, said)
        self.assertEqual(self.expect("check"), [["ok"]])
        return len(recorded)

    def work_until(self, limit):
        """Takes acknowledgements until the power is to be cut."""
        count = 0
        while True:
            kind, value = self.next_told(limit)
            if kind is None:
                return count
            self.assertEqual(kind, "run", value)
            told = json.loads(value[0])
            self.acknowledged[told["run"]] = (told["state"], self.ends(told)) if "tasks" in told else None
            count += 1

    def test_what_was_acknowledged_is_there_after_a_power_cut(self):
        acknowledged, recorded, left = 0, 0, CUTS
        while left > 0:
            cuts, self.acknowledged = min(left, OF_ONE_DISK), {}
            self.make_disk()
            recorded += self.cut_one_disk(cuts)
            acknowledged, left = acknowledged + len(self.acknowledged), left - cuts
        print(f"{CUTS} power cuts: {acknowledged} runs acknowledged, {recorded} recorded, none lost", file=sys.stderr)

    def cut_one_disk(self, cuts):
        for number in range(cuts + 1):
            self.other = []  # what else the console said last
            self.boot()
            recorded = self.check_what_is_recorded() if number > 0 else 0
            self.expect("up")
            if number < cuts:
                count = self.work_until(time.monotonic() + self.chance.uniform(1, 6))
                while count == 0:  # a slow machine: one acknowledgement at least
                    count = self.work_until(time.monotonic() + 1)
            self.cut()
        return recorded


def main():
    if sys.argv[1:] == ["guest"]:
        guest()
    if CUTS == 0:
        print("not run: power cuts are made by option: ORRERY_POWER_CUTS=10")
        sys.exit(77)
    if shutil.which("linux.uml") is None:
        print("not run: there is no user-mode Linux (apt install user-mode-linux)")
        sys.exit(77)
    unittest.main(verbosity=2)


if __name__ == "__main__":
    main()
