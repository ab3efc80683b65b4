#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# From a fresh clone to the cockpit: installs what is missing, builds Release, opens the example.
# Without a display it runs the same pipeline in the terminal.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
bin=$root/build/release/bin
example=$root/resources/examples/sales-analytics/dag.yaml

"$root/installers/deps.sh" run

cd "$root"
[ -f build/release/build.ninja ] || cmake --preset release >build-configure.log 2>&1 ||
  { cat build-configure.log >&2; exit 1; }
rm -f build-configure.log
programs=(orrery orrery-runner orrery-layout orrery-cockpit)
if ! ninja -C build/release -n "${programs[@]}" | grep -q 'no work to do'; then
  echo "Building Orrery (some minutes the first time) ..." >&2
  ninja -C build/release "${programs[@]}"
fi

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec "$bin/orrery-cockpit" "$example" "$@"
fi
echo "No display: running the example in the terminal." >&2
exec "$bin/orrery" run "$example" "$@"
