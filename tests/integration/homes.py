# SPDX-License-Identifier: GPL-3.0-or-later
"""What the tests of the real programs share: a private home, the processes that belong to it, runs
started and killed. ORRERY_BIN_DIR says where the programs are; ORRERY_SEED repeats a run."""

import json
import os
import random
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
import unittest

HERE = os.path.dirname(os.path.abspath(__file__))
SOURCE = os.environ.get("ORRERY_SOURCE_DIR", os.path.dirname(os.path.dirname(HERE)))
BIN = os.environ.get("ORRERY_BIN_DIR", f"{SOURCE}/build/release/bin")
ORRERY = os.path.join(BIN, "orrery")
FINAL = ("succeeded", "failed", "cancelled")

DONE, FAILED, BAD_INPUT, UNREACHABLE, DENIED, INTERRUPTED = 0, 1, 2, 3, 4, 130


def seed():
    """The seed of this run, printed so that it can be repeated."""
    value = int(os.environ.get("ORRERY_SEED") or random.SystemRandom().randrange(1 << 31))
    print(f"ORRERY_SEED={value}", file=sys.stderr)
    return value


def wait_until(condition, seconds, what):
    """Waits for a condition; fails with `what` when it does not hold in time."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise AssertionError(f"waited {seconds} s in vain: {what}")
        time.sleep(0.02)


def read_line(process, seconds):
    """The next line of a process's output (bytes); fails when none comes in time."""
    if not select.select([process.stdout], [], [], seconds)[0]:
        raise AssertionError(f"no output within {seconds} s")
    return process.stdout.readline()


def alive(pid):
    """Is there such a process, and is it no zombie?"""
    try:
        with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def processes_with(needle, where):
    """Pids of processes whose /proc/PID/`where` (cmdline, environ) holds the bytes `needle`."""
    found = []
    for name in os.listdir("/proc"):
        if not name.isdigit() or int(name) == os.getpid():
            continue
        try:
            with open(f"/proc/{name}/{where}", "rb") as file:
                text = file.read()
        except OSError:
            continue
        if needle in text and alive(int(name)):
            found.append(int(name))
    return found


class Home:
    """A private home and everything that runs in it."""

    def __init__(self, parent=None):
        self.folder = tempfile.mkdtemp(prefix="orrery-test-", dir=parent)
        self.path = os.path.join(self.folder, "home")
        self.started = []

    def command(self, *words):
        with_home = words[:1] in (("run",), ("runs",), ("engine",), ("doctor",), ("schedule",), ("queue",), ("cache",)) and "--help" not in words
        return [ORRERY, *words, *(("--home", self.path) if with_home else ())]

    def environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith("ORRERY_SECRET")}
        return {**kept, "ORRERY_HOME": os.path.join(self.folder, "never-used")}

    def call(self, *words, seconds=60, check=None):
        """Runs a command to its end. @param check: the exit code it must have; None = any"""
        done = subprocess.run(self.command(*words), capture_output=True, timeout=seconds, check=False,
                              env=self.environment(), stdin=subprocess.DEVNULL)
        done.stdout, done.stderr = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
        if check is not None and done.returncode != check:
            raise AssertionError(f"{' '.join(words)} gave {done.returncode}, not {check}:\n{done.stdout}{done.stderr}")
        return done

    def json(self, *words, seconds=60, check=DONE):
        return json.loads(self.call(*words, "--json", seconds=seconds, check=check).stdout)

    def start(self, *words):
        """Starts a command and goes on."""
        self.started.append(subprocess.Popen(self.command(*words), stdin=subprocess.DEVNULL, env=self.environment(),
                                             stdout=subprocess.PIPE, stderr=subprocess.PIPE))
        return self.started[-1]

    def write(self, name, content):
        """A DAG (as an object or text) in a file beside the home."""
        path = os.path.join(self.folder, name)
        data = content if isinstance(content, bytes) else (
            content if isinstance(content, str) else json.dumps(content)).encode()
        with open(path, "wb") as file:
            file.write(data)
        return path

    def owner(self):
        """Pid of the process that is the home's engine; None when there is none."""
        return self.holder("engine.lock")

    def runner(self):
        """Pid of the home's runner (not of its slots); None when there is none."""
        return self.holder("runner/lock")

    def holder(self, name):
        try:
            number = os.stat(f"{self.path}/{name}").st_ino
        except OSError:
            return None
        with open("/proc/locks", encoding="ascii") as file:
            for line in file:
                fields = line.split()
                if fields[1] == "FLOCK" and fields[5].endswith(f":{number}") and fields[4] != "-1":
                    return int(fields[4])
        return None

    def programs(self, name):
        """Pids of this home's processes of one program: orrery, orrery-runner."""
        found = []
        for pid in processes_with(self.path.encode(), "cmdline"):
            try:
                with open(f"/proc/{pid}/cmdline", "rb") as file:
                    if os.path.basename(file.read().split(b"\0")[0]) == name.encode():
                        found.append(pid)
            except OSError:
                pass
        return found

    def runs(self):
        return self.json("runs", "list", "--limit", "0")

    def show(self, run):
        return self.json("runs", "show", run)

    def check_database(self):
        """SQLite's own check of every database of the home."""
        names = [name for name in os.listdir(self.path) if name.endswith((".db", ".sqlite", ".sqlite3"))]
        if not names:
            raise AssertionError(f"no database in {os.listdir(self.path)}")
        for name in names:
            with sqlite3.connect(f"file:{self.path}/{name}?mode=ro", uri=True) as database:
                answer = database.execute("PRAGMA quick_check").fetchall()
            if answer != [("ok",)]:
                raise AssertionError(f"{name}: {answer}")

    def close(self):
        """Ends what is left of this home, and removes it."""
        for process in self.started:
            process.kill()
            process.wait()
            process.stdout.close()
            process.stderr.close()
        for _ in range(50):
            left = [pid for name in ("orrery", "orrery-runner") for pid in self.programs(name)]
            left += processes_with(self.path.encode(), "environ")
            if not left:
                break
            for pid in left:
                try:
                    os.kill(pid, signal.SIGKILL)
                except OSError:
                    pass
            time.sleep(0.02)
        shutil.rmtree(self.folder, ignore_errors=True)


class HomeTest(unittest.TestCase):
    """A test with a home of its own."""

    def setUp(self):
        self.home = Home()
        self.addCleanup(self.home.close)


def appending_script(log):
    """A task that appends "run node attempt" to `log` when it starts, and holds a lock while it lives:
    two attempts of one task at once are told in LOG.overlap. Its argument: how long it takes [s]."""
    return (f'exec 9> "{log}.$ORRERY_RUN.$ORRERY_NODE"; flock -n 9 || echo "$ORRERY_RUN $ORRERY_NODE" >> "{log}.overlap"; '
            f'printf "%s %s %s\\n" "$ORRERY_RUN" "$ORRERY_NODE" "$ORRERY_ATTEMPT" >> "{log}"; '
            f'[ "$1" = 0 ] || exec sleep "$1"')


def appending_chains(chance, tasks, log):
    """Four chains of such tasks, most of them instant: what a host begins by itself, link by link."""
    nodes = []
    for number in range(tasks):
        length = 0 if chance.random() < 0.8 else round(chance.uniform(0.01, 0.2), 3)
        nodes.append({"nodeId": f"n{number}", "resourceRequirements": {"cpuCores": 0.25},
                      "taskDefinition": {"runtime": "SHELL", "script": appending_script(log), "command": [str(length)]}})
    edges = [{"from": f"n{number}", "to": f"n{number + 4}"} for number in range(tasks - 4)]
    return {"dagId": "chains", "nodes": nodes, "edges": edges}


def appending_dag(chance, tasks, log):
    """A layered random DAG of such tasks. Some are instant, some take up to half a second."""
    script = appending_script(log)
    nodes, edges = [], []
    for number in range(tasks):
        length = 0 if chance.random() < 0.4 else round(chance.uniform(0.05, 0.5), 3)
        nodes.append({"nodeId": f"n{number}",
                      "taskDefinition": {"runtime": "SHELL", "script": script, "command": [str(length)]},
                      "resourceRequirements": {"cpuCores": 0.25}})
        for upstream in chance.sample(range(number), min(number, chance.randrange(3))):
            if upstream // 10 < number // 10:
                edges.append({"from": f"n{upstream}", "to": f"n{number}"})
    return {"dagId": "appending", "nodes": nodes, "edges": edges}


def lines(path):
    """The words of every line; a file that is not there has none."""
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        return [tuple(line.split()) for line in file]
