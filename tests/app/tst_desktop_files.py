#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""The files that a desktop reads: valid, installed, and all under one id."""
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as xml

ROOT = os.environ.get("ORRERY_SOURCE_DIR") or os.path.abspath(
    os.path.join(os.path.dirname(__file__), "../.."))
BUILD = os.environ.get("ORRERY_BUILD_DIR", os.path.join(ROOT, "build/release"))
ID = "io.github.orrery.Orrery"
FOLDER = os.path.join(ROOT, "resources/desktop")


def check(*command):
    return subprocess.run(command, capture_output=True, text=True)


class DesktopFiles(unittest.TestCase):
    def test_the_desktop_entry_is_valid(self):
        if not shutil.which("desktop-file-validate"):
            self.skipTest("not run: desktop-file-validate is missing (apt-get install desktop-file-utils)")
        done = check("desktop-file-validate", os.path.join(FOLDER, ID + ".desktop"))
        self.assertEqual((done.returncode, done.stdout + done.stderr), (0, ""))

    def test_the_metainfo_is_valid(self):
        if not shutil.which("appstreamcli"):
            self.skipTest("not run: appstreamcli is missing (apt-get install appstream)")
        done = check("appstreamcli", "validate", "--no-net", os.path.join(FOLDER, ID + ".metainfo.xml"))
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_types_are_known_to_the_desktop(self):
        if not shutil.which("update-mime-database"):
            self.skipTest("not run: update-mime-database is missing (apt-get install shared-mime-info)")
        with tempfile.TemporaryDirectory() as data:
            packages = os.path.join(data, "mime/packages")
            os.makedirs(packages)
            shutil.copy(os.path.join(FOLDER, ID + ".mime.xml"), os.path.join(packages, ID + ".xml"))
            done = check("update-mime-database", os.path.join(data, "mime"))
            self.assertEqual(done.returncode, 0, done.stderr)
            with open(os.path.join(data, "mime/globs2"), encoding="utf-8") as file:
                globs = file.read()
            for pattern in "*.orrery.yaml", "*.orrery.yml", "*.orrery.json":
                self.assertIn(pattern, globs)

    def test_all_are_installed_under_one_id(self):
        with tempfile.TemporaryDirectory() as prefix:
            done = check("cmake", "--install", BUILD, "--prefix", prefix, "--component", "desktop")
            self.assertEqual(done.returncode, 0, done.stderr)
            share = os.path.join(prefix, "share")
            for path in (f"applications/{ID}.desktop", f"metainfo/{ID}.metainfo.xml",
                         f"mime/packages/{ID}.xml", f"icons/hicolor/scalable/apps/{ID}.svg"):
                self.assertTrue(os.path.exists(os.path.join(share, path)), path)
            with open(os.path.join(share, f"applications/{ID}.desktop"), encoding="utf-8") as file:
                entry = file.read()
            self.assertIn(f"Icon={ID}\n", entry)
            types = xml.parse(os.path.join(share, f"mime/packages/{ID}.xml")).getroot()
            for kind in types:
                self.assertIn(kind.get("type") + ";", entry)
        with open(os.path.join(ROOT, "app/cockpit/main.cpp"), encoding="utf-8") as file:
            self.assertIn(f'setDesktopFileName(QStringLiteral("{ID}"))', file.read())


if __name__ == "__main__":
    unittest.main()
