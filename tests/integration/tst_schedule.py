#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Schedules of the real programs: they fire with no window open, each slot once however often the
engine is killed, and what is asked of them on the command line."""

import datetime
import http.server
import os
import random
import signal
import threading
import unittest

from homes import BAD_INPUT, DONE, FAILED, HomeTest, seed, wait_until

PATIENCE = 40  # seconds


def dag(name="tick", script="true", **schedule):
    return {"dagId": name, **({"schedule": schedule} if schedule else {}),
            "nodes": [{"nodeId": "a", "taskDefinition": {"runtime": "SHELL", "script": script},
                       "resourceRequirements": {"cpuCores": 0.1}}]}


def moment(text):
    return int(datetime.datetime.fromisoformat(text).timestamp())


class ScheduleTest(HomeTest):
    def runs_of(self, trigger):
        return [run for run in reversed(self.home.runs()) if run["trigger"] == trigger]

    def wait_for_runs(self, count, trigger="cron", state="succeeded"):
        def there():
            return len([run for run in self.runs_of(trigger) if run["state"] == state]) >= count
        wait_until(there, PATIENCE, f"{count} {trigger} runs that {state}")

    def listed(self):
        return self.home.json("schedule", "list")[0]


class Firing(ScheduleTest):
    def test_it_fires_with_no_window_open(self):
        file = self.home.write("tick.json", dag(script="echo ${run.slot} ${run.date}", type="INTERVAL", interval="PT1S"))
        told = self.home.json("schedule", "on", file)
        self.assertEqual((told["on"], told["dag"], told["file"]), (True, "tick", file))
        self.wait_for_runs(2)
        self.assertEqual(len(self.home.programs("orrery")), 1, "the engine in the background")
        run = self.runs_of("cron")[0]
        self.assertEqual(self.home.call("runs", "log", run["run"], "a").stdout,
                         f"{run['slot']} {run['slot'][:10]}\n")
        self.assertEqual(self.listed()["last_state"] in ("succeeded", "running"), True)
        off = self.home.json("schedule", "off", file)
        self.assertEqual((off["on"], off["state"], off["next"]), (False, "off", None))

    def test_each_slot_once_however_often_the_engine_is_killed(self):
        chance = random.Random(seed())
        file = self.home.write("tick.json", dag())
        self.home.call("schedule", "set", file, "--every", "PT1S", "--missed", "all", check=DONE)
        self.home.call("schedule", "on", file, check=DONE)
        for _ in range(int(os.environ.get("ORRERY_KILLS", "4"))):
            count = len(self.runs_of("cron"))
            self.wait_for_runs(count + 1 + chance.randrange(2))
            wait_until(lambda: self.home.owner() is not None, PATIENCE, "an engine")
            os.kill(self.home.owner(), signal.SIGKILL)
            wait_until(lambda: self.home.owner() is None, PATIENCE, "the engine to be gone")
            self.home.call("schedule", "on", file, check=DONE)
        self.wait_for_runs(len(self.runs_of("cron")) + 2)
        self.home.call("schedule", "off", file, check=DONE)
        slots = [moment(run["slot"]) for run in self.runs_of("cron")]
        self.assertEqual(len(set(slots)), len(slots), f"a slot fired twice: {slots}")
        self.assertEqual(sorted(slots), list(range(min(slots), max(slots) + 1)), "a slot was lost")
        self.home.check_database()

    def test_a_broken_file_is_a_failed_slot(self):
        file = self.home.write("tick.json", dag(type="INTERVAL", interval="PT1S"))
        self.home.call("schedule", "on", file, check=DONE)
        self.wait_for_runs(1)
        self.home.write("tick.json", "{\"dagId\": \"tick\",\n \"nodes\": 7}")
        wait_until(lambda: self.listed()["last_state"] == "failed", PATIENCE, "a failed slot")
        self.assertIn("tick.json:2:", self.listed()["last_why"])
        self.home.write("tick.json", dag(type="INTERVAL", interval="PT1S"))
        self.wait_for_runs(len(self.runs_of("cron")) + 1)


class Events(ScheduleTest):
    def test_a_file_makes_one_run(self):
        file = self.home.write("on-file.json", dag(type="EVENT", pollInterval="PT1S",
                                                   condition={"file": {"path": "in/*.csv"}}))
        os.mkdir(f"{self.home.folder}/in")
        self.home.call("schedule", "on", file, check=DONE)
        self.home.write("in/first.csv", "1")
        # What is there when it is first looked at is no news; the next one is, in any case.
        self.home.call("schedule", "list", check=DONE)
        self.home.write("in/second.csv", "2")
        def later():
            self.home.write(f"in/{len(os.listdir(self.home.folder + '/in'))}.csv", "n")
            return len(self.runs_of("event")) > 0
        wait_until(later, PATIENCE, "a run for a file")
        self.assertEqual(self.runs_of("event")[0]["trigger"], "event")

    def test_an_address_that_answers_makes_one_run(self):
        class Handler(http.server.BaseHTTPRequestHandler):
            def do_GET(self):
                good = ready.is_set()
                looked.set()
                self.send_response(200 if good else 503)
                self.end_headers()

            def log_message(self, *_):
                pass
        ready, looked = threading.Event(), threading.Event()
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.addCleanup(server.server_close)
        self.addCleanup(server.shutdown)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}/ready"
        file = self.home.write("on-http.json", dag(type="EVENT", pollInterval="PT1S", condition={"http": {"url": url}}))
        self.home.call("schedule", "on", file, check=DONE)
        for _ in range(2):  # the first look is known once the second one comes
            self.assertTrue(looked.wait(PATIENCE))
            looked.clear()
        self.assertEqual(self.runs_of("event"), [])
        ready.set()
        self.wait_for_runs(1, "event")
        for _ in range(2):
            looked.clear()
            self.assertTrue(looked.wait(PATIENCE))
        self.assertEqual(len(self.runs_of("event")), 1)


class Asking(ScheduleTest):
    def test_next(self):
        file = self.home.write("daily.json", dag(type="CRON", expression="30 2 * * *", timezone="Europe/Berlin"))
        slots = self.home.json("schedule", "next", file, "-n", "400")
        self.assertEqual(len(slots), 400)
        for slot in slots:
            local = datetime.datetime.fromisoformat(slot["slot"])
            self.assertIn((local.hour, local.minute), ((2, 30), (3, 0)))
            self.assertEqual(moment(slot["slot"]), moment(slot["utc"].replace("Z", "+00:00")))
        self.assertEqual(self.home.call("schedule", "next", "--every", "PT15M", "-n", "2", check=DONE).stdout.count("\n"), 2)
        os.makedirs(f"{self.home.path}/calendars")
        with open(f"{self.home.path}/calendars/busy.txt", "w", encoding="utf-8") as calendar:
            calendar.write("# our days off\nMON\nTUE\n")
        days = {datetime.datetime.fromisoformat(slot["slot"]).weekday()
                for slot in self.home.json("schedule", "next", file, "--calendar", "busy", "-n", "20")}
        self.assertEqual(days, {2, 3, 4, 5, 6})

    def test_backfill(self):
        file = self.home.write("daily.json", dag(type="CRON", expression="0 2 * * *", timezone="America/New_York"))
        span = ("--from", "2026-03-06", "--to", "2026-03-10")
        dry = self.home.json("schedule", "backfill", file, *span, "--dry-run", "--order", "newest")
        self.assertEqual([slot["slot"] for slot in dry["slots"]],
                         ["2026-03-09T02:00:00-04:00", "2026-03-08T03:00:00-04:00", "2026-03-07T02:00:00-05:00",
                          "2026-03-06T02:00:00-05:00"])
        self.assertEqual((dry["backfill"], self.home.runs()), (None, []))
        told = self.home.json("schedule", "backfill", file, *span, "--max-parallel", "2")
        self.assertTrue(told["backfill"])
        self.wait_for_runs(4, "backfill")
        again = self.home.json("schedule", "backfill", file, *span, "--only-missing", "--only-failed")
        self.assertEqual([slot["chosen"] for slot in again["slots"]], [False] * 4)
        self.assertEqual({slot["state"] for slot in again["slots"]}, {"succeeded"})

    def test_what_is_wrong_is_told(self):
        hand = self.home.write("hand.json", dag())
        self.assertIn("no schedule", self.home.call("schedule", "on", hand, check=FAILED).stderr)
        for words, needle in [(("on", f"{self.home.folder}/nowhere.json"), "nowhere.json"),
                              (("off", hand), "knows no schedule"),
                              (("set", hand), "--cron"),
                              (("set", hand, "--cron", "0 25 * * *"), "hour"),
                              (("set", hand, "--cron", "0 2 * * *", "--zone", "Mars/Olympus"), "Mars/Olympus"),
                              (("set", hand, "--every", "PT0.5S"), "PT1S"),
                              (("set", hand, "--every", "PT1M", "--missed", "never"), "LATEST"),
                              (("next",), "--cron"),
                              (("next", "--cron", "0 2 * * *", "--exclude", "Christmas"), "Christmas"),
                              (("next", "--cron", "0 2 * * *", "--calendar", "nowhere"), "nowhere"),
                              (("backfill", hand, "--from", "2026-03-01"), "--to"),
                              (("backfill", hand, "--from", "soon", "--to", "2026-03-01"), "soon")]:
            done = self.home.call("schedule", *words)
            self.assertEqual(done.returncode, BAD_INPUT, f"{words}: {done.stderr}")
            self.assertIn(needle, done.stderr, words)
        self.assertEqual(self.home.json("schedule", "list"), [])


if __name__ == "__main__":
    unittest.main()
