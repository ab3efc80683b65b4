#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing, builds everything and runs every test: the whole suite under Xvfb, what
# counts and measures alone, then the engine's tests once more with AddressSanitizer and
# UndefinedBehaviorSanitizer, then the importers under libFuzzer. Ends with what could not run, and why.
#   test.sh [-R REGEX]   further arguments go to ctest
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
"$root/installers/deps.sh" test

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
if [ -z "${XDG_RUNTIME_DIR:-}" ]; then
  export XDG_RUNTIME_DIR=$scratch/runtime
  mkdir -m 700 "$XDG_RUNTIME_DIR"
fi
export QT_QPA_PLATFORM=xcb QT_QUICK_BACKEND=rhi QSG_RHI_BACKEND=opengl

build() {  # preset, targets: a build that is new compiles sources together, in half the time
  local preset=$1 how=()
  [ -f "build/$preset/CMakeCache.txt" ] || how=(-DORRERY_UNITY=ON)
  shift
  cmake --preset "$preset" "${how[@]}" >"$scratch/configure.log" 2>&1 || { cat "$scratch/configure.log" >&2; exit 1; }
  ninja -C "build/$preset" "$@"
}

status=0
run_tests() {  # preset, ctest arguments
  local preset=$1
  shift
  xvfb-run -a -s "-screen 0 1920x1080x24" \
    ctest --test-dir "build/$preset" --output-on-failure --timeout 600 "$@" | tee "$scratch/printed" || status=1
  installers/notrun.py "$scratch/printed" "build/$preset/Testing/Temporary/LastTest.log" >>"$scratch/notrun"
}

build release
run_tests release -j2 -LE measures "$@"
run_tests release -j1 -L measures "$@"

# The engine's own memory: every test of the engine, with the programs that it starts.
build asan engine_checks
run_tests asan -j2 -L engine "$@"

# The importers, by libFuzzer: some seconds each.
build fuzz fuzzers
run_tests fuzz -j2 -L fuzz "$@"

echo
if [ -s "$scratch/notrun" ]; then
  echo "not run: $(wc -l <"$scratch/notrun"), because:"
  cat "$scratch/notrun"
else
  echo "not run: 0"
fi
exit "$status"
