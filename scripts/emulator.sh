#!/usr/bin/env bash
# The emulator lane: installs the pinned local AWS emulator into a Python environment of its own and the Node.js that Lambda
# runs on, both once, then runs test/emulator against it on the loopback. Arguments go to vitest.
#   scripts/emulator.sh --install   only installs, and prints the two settings that test/emulator/start.ts reads
# Needs Python 3.11 or later with venv, and npm. STOCKTAKE_CACHE (default ~/.cache/stocktake) keeps what is installed.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { echo "emulator: $1" >&2; exit 1; }
python=${PYTHON:-python3}
command -v "$python" >/dev/null || fail 'this lane needs Python 3.11 or later: install python3 and python3-venv.'
"$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || fail "this lane needs Python 3.11 or later; found $("$python" -V 2>&1)."
"$python" -c 'import venv, ensurepip' 2>/dev/null || fail "this lane needs Python's venv module: install python3-venv."

requirements=test/emulator/requirements.txt
node_version=24.9.0
cache=${STOCKTAKE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/stocktake}
key=$({ cat "$requirements"; "$python" -V; } | sha256sum | cut -c1-16)
home="$cache/emulator-$key"
node_home="$cache/node-$node_version"
mkdir -p "$cache"

# Each is made under another name and renamed when whole: a broken install is never taken for one that works.
if [ ! -x "$home/bin/ministack" ]; then
  echo "emulator: installing into $home" >&2
  draft=$(mktemp -d "$cache/draft-XXXXXX")
  trap 'rm -rf "$draft"' EXIT
  "$python" -m venv "$draft/venv"
  "$draft/venv/bin/pip" install -q --disable-pip-version-check -r "$requirements" || fail 'the packages of test/emulator/requirements.txt could not be installed.'
  # The programs of a Python environment name its folder.
  grep -rlI "$draft/venv" "$draft/venv/bin" "$draft/venv/pyvenv.cfg" | xargs sed -i "s|$draft/venv|$home|g"
  mv -T "$draft/venv" "$home" 2>/dev/null || [ -x "$home/bin/ministack" ]
  rm -rf "$draft"
fi
if [ ! -x "$node_home/node_modules/.bin/node" ]; then
  echo "emulator: installing Node.js $node_version into $node_home" >&2
  draft=$(mktemp -d "$cache/draft-XXXXXX")
  trap 'rm -rf "$draft"' EXIT
  npm install --prefix "$draft" --no-audit --no-fund --silent "node@$node_version" || fail "Node.js $node_version could not be installed."
  mv -T "$draft" "$node_home" 2>/dev/null || [ -x "$node_home/node_modules/.bin/node" ]
  rm -rf "$draft"
fi
"$node_home/node_modules/.bin/node" --version >/dev/null || fail "Node.js $node_version does not run."

# Or the SDK warns in every test file that its versions of 2027 will need Node 22.
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true
export STOCKTAKE_EMULATOR="$home/bin/ministack" STOCKTAKE_FUNCTION_NODE="$node_home/node_modules/.bin"
if [ "${1:-}" = --install ]; then
  echo "export STOCKTAKE_EMULATOR='$STOCKTAKE_EMULATOR' STOCKTAKE_FUNCTION_NODE='$STOCKTAKE_FUNCTION_NODE'"
  exit 0
fi
# An owner's templates hold the uploader of the page where the page is built, as `npm ci` leaves it.
[ -e dist/page/index.html ] || export STOCKTAKE_BUILD_PAGE=1
npx vitest run --project emulator "$@"
