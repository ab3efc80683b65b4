#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds everything and runs every test: the whole suite under Xvfb, then
# the engine's tests once more with AddressSanitizer and UndefinedBehaviorSanitizer.
#   test.sh [-R REGEX]   further arguments go to ctest
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
"$root/installers/deps.sh" test

export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-$(mktemp -d)}
chmod 700 "$XDG_RUNTIME_DIR"
export QT_QPA_PLATFORM=xcb QT_QUICK_BACKEND=rhi QSG_RHI_BACKEND=opengl

cmake --preset release >/dev/null
ninja -C build/release
cmake --preset asan >/dev/null
ninja -C build/asan

skipped=$(mktemp)
trap 'rm -f "$skipped"' EXIT
run_tests() {  # build directory, ctest arguments
  local build=$1 code=0
  shift
  xvfb-run -a -s "-screen 0 1920x1080x24" \
    ctest --test-dir "$build" --output-on-failure --timeout 600 "$@" | tee "$skipped.log" || code=$?
  awk '/\*\*\*Skipped/ {print}' "$skipped.log" >>"$skipped"
  return "$code"
}
status=0
run_tests build/release -j2 -LE "measures" "$@" || status=1
run_tests build/release -j1 -L "measures" "$@" || status=1
run_tests build/asan -j2 -L engine "$@" || status=1
rm -f "$skipped.log"

count=$(wc -l <"$skipped")
if [ "$count" -gt 0 ]; then
  echo "not run: $count, because:"
  cat "$skipped"
else
  echo "not run: 0"
fi
exit "$status"
