#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Homes of every earlier schema are opened by the real program, which is killed at its n-th write, sync
or cut of a file, for n = 1, 2, ... until it comes through. After each kill the next start brings the home
to the newest schema, with every run as it was.

ORRERY_POINTS: most kills for each schema and kind of call (8, spread over all); 0 is every single one."""

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import unittest

from homes import DONE, FAILED, SOURCE, HomeTest

POINTS = int(os.environ.get("ORRERY_POINTS", "8"))
MIGRATIONS = sorted(os.listdir(f"{SOURCE}/engine/store/migrations"))
CALLS = ("pwrite64", "fdatasync", "ftruncate", "unlink")
DAG = {"dagId": "old", "nodes": [
    {"nodeId": "make", "taskDefinition": {"runtime": "SHELL", "script": "echo made; echo '{\"x\": 41}' > $ORRERY_OUTPUTS"}},
    {"nodeId": "use", "taskDefinition": {"runtime": "SHELL", "script": "[ ! -e ../stop ]"}}], "edges": [{"from": "make", "to": "use"}]}


def script_of(step):
    with open(f"{SOURCE}/engine/store/migrations/{MIGRATIONS[step]}", encoding="utf-8") as file:
        return file.read()


@unittest.skipUnless(shutil.which("strace"), "strace is not installed (apt install strace)")
class Migrations(HomeTest):
    def setUp(self):
        super().setUp()
        dag = self.home.write("old.json", DAG)
        self.runs = [self.home.json("run", dag, "--isolation", "process")["run"]]
        self.runs.append(self.home.json("run", dag, "--only", "use", "--of", self.runs[0], "--isolation", "process")["run"])
        self.runs.append(self.home.json("run", self.home.write("bad.json", {**DAG, "edges": [], "dagId": "bad", "nodes": [
            {"nodeId": "a", "taskDefinition": {"runtime": "EXEC", "command": ["/bin/false"]}}]}),
            "--isolation", "process", check=FAILED)["run"])
        self.expected = self.told()
        self.current = f"{self.home.folder}/current.db"
        shutil.copyfile(f"{self.home.path}/orrery.db", self.current)
        for name in self.home.programs("orrery-runner"):
            os.kill(name, signal.SIGKILL)

    def tables(self, database, schema):
        """Tables of an attached database and their columns that hold values of their own."""
        names = [name for name, in database.execute(f"SELECT name FROM {schema}.sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'")]
        return {name: [row[1] for row in database.execute(f"PRAGMA {schema}.table_xinfo({name})") if row[6] == 0] for name in names}

    def old_home(self, version):
        """The home as a release with this schema left it when it was killed: its first migrations, and of the
        rows what they have a place for. All of it is in the -wal, which nobody has folded in."""
        for name in os.listdir(self.home.path):
            if name.startswith("orrery.db"):
                os.unlink(f"{self.home.path}/{name}")
        file = f"{self.home.path}/orrery.db"
        os.close(os.open(file, os.O_CREAT | os.O_WRONLY, 0o600))
        database = sqlite3.connect(file, isolation_level=None)
        database.executescript("PRAGMA auto_vacuum=INCREMENTAL; PRAGMA journal_mode=WAL; PRAGMA wal_autocheckpoint=0; PRAGMA application_id=0x4F525259")
        for step in range(version):
            database.executescript(f"BEGIN; {script_of(step)}; PRAGMA user_version={step + 1}; COMMIT")
        database.execute("ATTACH ? AS current", (self.current,))
        now = self.tables(database, "current")
        for name, columns in self.tables(database, "main").items():
            words = ", ".join(f'"{column}"' for column in columns if column in now[name])
            database.execute(f"DELETE FROM main.{name}")
            database.execute(f"INSERT INTO main.{name} ({words}) SELECT {words} FROM current.{name}")
        database.execute("UPDATE meta SET value = 0 WHERE key = 'clean'")
        kept = {name: self.read(f"{file}{name}") for name in ("", "-wal")}
        database.close()  # which empties the -wal
        for name, content in kept.items():
            with open(f"{file}{name}", "wb") as out:
                out.write(content)
        self.assertEqual(self.version(), version)

    def read(self, path):
        with open(path, "rb") as file:
            return file.read()

    def version(self):
        database = sqlite3.connect(f"file:{self.home.path}/orrery.db?mode=ro", uri=True)
        try:
            return database.execute("PRAGMA user_version").fetchone()[0]
        finally:
            database.close()

    def told(self):
        return self.home.runs(), [self.home.show(run) for run in self.runs]

    def traced(self, call, *options):
        words = self.home.command("runs", "list", "--json")
        return subprocess.run(["strace", "-f", "-qq", "-e", f"trace={call}", *options, *words], stdin=subprocess.DEVNULL,
                              capture_output=True, timeout=60, check=False, env=self.home.environment())

    def calls(self, version, call):
        """How many of these calls one thread makes at most while the home is opened and left."""
        self.old_home(version)
        trace = f"{self.home.folder}/trace"
        self.assertEqual(self.traced(call, "-o", trace).returncode, DONE)
        with open(trace, encoding="utf-8", errors="replace") as file:
            threads = re.findall(rf"^(\d+) +{call}\(", file.read(), re.MULTILINE)
        return max((threads.count(thread) for thread in set(threads)), default=0)

    def sweep(self, version, call):
        count = self.calls(version, call)
        step = max(1, count // POINTS) if POINTS else 1
        number, killed = 1, 0
        while True:
            self.old_home(version)
            done = self.traced(call, "-o", "/dev/null", "-e", f"inject={call}:signal=SIGKILL:when={number}")
            if done.returncode == DONE:
                break  # there was no such call any more
            self.assertIn(done.returncode, (-signal.SIGKILL, 128 + signal.SIGKILL), done.stderr)
            killed += 1
            where = f"schema {version}, killed at {call} {number}"
            self.assertEqual(self.told(), self.expected, where)
            self.assertEqual(self.version(), len(MIGRATIONS), where)
            self.home.check_database()
            number += step
        self.assertGreaterEqual(number, count, f"{call} {number} of {count} went through: the kills missed")
        return killed

    def test_a_kill_at_any_write_loses_nothing(self):
        for version in range(1, len(MIGRATIONS)):
            killed = {call: self.sweep(version, call) for call in CALLS}
            print(f"schema {version}: killed at {killed}", file=sys.stderr)

    def test_what_an_old_release_did_not_project_is_known_afterwards(self):
        """A run that another one stands on is not deleted before that one, whichever release made them."""
        for version in range(1, len(MIGRATIONS)):
            self.old_home(version)
            report = self.home.json("runs", "prune", "--keep", "2", "--dry-run")
            self.assertEqual((report["runs"], report["kept"]), ([], 1), f"schema {version}")
            self.assertEqual(self.told(), self.expected, f"schema {version}")

    def test_a_newer_home_is_refused_and_left_alone(self):
        self.old_home(len(MIGRATIONS))
        database = sqlite3.connect(f"{self.home.path}/orrery.db")
        database.execute(f"PRAGMA user_version={len(MIGRATIONS) + 1}")
        database.close()
        refused = self.home.call("runs", "list")
        self.assertNotEqual(refused.returncode, DONE)
        for words in ("newer version", "update Orrery", f"{self.home.path}/orrery.db"):
            self.assertIn(words, refused.stderr)
        self.assertEqual(self.version(), len(MIGRATIONS) + 1)
        database = sqlite3.connect(f"{self.home.path}/orrery.db")
        database.execute(f"PRAGMA user_version={len(MIGRATIONS)}")  # as if the newer one had changed nothing else
        database.close()
        self.assertEqual(self.told(), self.expected)


if __name__ == "__main__":
    unittest.main(verbosity=2)
