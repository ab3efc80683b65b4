#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Runs a test on a screen of its own; 77 tells ctest that it could not run.
if ! command -v xvfb-run >/dev/null; then
    echo "not run: xvfb-run is missing (apt-get install xvfb)"
    exit 77
fi
XDG_RUNTIME_DIR=$(mktemp -d)
export XDG_RUNTIME_DIR QT_QPA_PLATFORM=xcb
trap 'rm -rf "$XDG_RUNTIME_DIR"' EXIT
xvfb-run -a -s "-screen 0 1920x1080x24" "$@"
