#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# From a fresh clone to the cockpit: installs what is missing, builds Release, opens the example.
# Without a display it runs the same pipeline in the terminal, with a progress display, and prints
# where results, report and recorded run are. Further arguments go to the program that is started.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
bin=$root/build/release/bin
example=$root/resources/examples/sales-analytics/dag.yaml

"$root/installers/deps.sh" run

cd "$root"
if [ ! -f build/release/build.ninja ]; then
  mkdir -p build
  cmake --preset release -DORRERY_UNITY=ON >build/configure.log 2>&1 || { cat build/configure.log >&2; exit 1; }
fi
programs=(orrery orrery-runner orrery-layout orrery-cockpit)
[ -x "$bin/orrery-cockpit" ] || echo "Building Orrery (some minutes the first time) ..." >&2
ninja -C build/release "${programs[@]}" |
  { grep -vE 'Entering directory|Re-checking globbed|no work to do' || true; } >&2

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec "$bin/orrery-cockpit" "$example" "$@"
fi
echo "No display: running the example in the terminal." >&2
exec "$bin/orrery" run "$example" "$@"
