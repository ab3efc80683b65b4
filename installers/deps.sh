#!/usr/bin/env bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what building, running or testing Orrery needs on Debian 12 and is not there yet.
#   deps.sh run | test          install what is missing (root or sudo)
#   deps.sh run | test --check  print what is missing, one package a line
set -euo pipefail

build=(build-essential cmake ninja-build pkg-config ccache git ca-certificates
  qt6-base-dev qt6-tools-dev qt6-l10n-tools qt6-declarative-dev qt6-quick3d-dev qt6-quick3d-dev-tools qt6-shadertools-dev
  qt6-shader-baker qt6-charts-dev libgl-dev libegl-dev libvulkan-dev libxkbcommon-dev
  libqscintilla2-qt6-dev libgraphviz-dev libsqlite3-dev nlohmann-json3-dev libyaml-dev
  libexpected-dev libfmt-dev libboost1.81-dev libcli11-dev libcurl4-openssl-dev libssl-dev libseccomp-dev
  libhowardhinnant-date-dev libprotobuf-dev protobuf-compiler zlib1g-dev libgit2-dev)
run=(qml6-module-qtqml qml6-module-qtqml-models qml6-module-qtqml-workerscript
  qml6-module-qtquick qml6-module-qtquick-window qml6-module-qtquick-shapes qml6-module-quick3d
  qml6-module-quick3d-helpers
  qml6-module-quick3d-effects qt6-qpa-plugins libqt6svg6 bubblewrap graphviz fonts-inter fonts-jetbrains-mono
  fonts-noto-cjk qt6-translations-l10n shared-mime-info python3 tzdata procps libgl1-mesa-dri)
# With tests: a display, peers to measure against, tools that inject faults.
test=(xvfb xauth xdotool dbus-daemon desktop-file-utils appstream strace make sqlite3 libvalijson-dev
  librsvg2-bin clang-14 libclang-rt-14-dev python3-pylsp python3-pyflakes)

wanted=("${build[@]}" "${run[@]}")
[ "${1:-run}" = test ] && wanted+=("${test[@]}")

missing=()
installed=$(dpkg-query -W -f='${Package} ${db:Status-Abbrev}\n' 2>/dev/null | awk '$2 ~ /^ii/ {print $1}')
for package in "${wanted[@]}"; do
  grep -qxF "$package" <<<"$installed" || missing+=("$package")
done
[ ${#missing[@]} -eq 0 ] && exit 0
if [ "${2:-}" = --check ]; then
  printf '%s\n' "${missing[@]}"
  exit 0
fi

line="apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
if [ "$(id -u)" -eq 0 ]; then
  as_root=()
elif command -v sudo >/dev/null && { sudo -n true 2>/dev/null || [ -t 0 ]; }; then
  as_root=(sudo)
else
  echo "Orrery needs packages that are not installed. Run this as root, then start again:" >&2
  echo "  $line" >&2
  exit 2
fi
echo "Installing ${#missing[@]} packages ..." >&2
"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
  "${missing[@]}" >/dev/null
