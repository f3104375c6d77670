#!/usr/bin/env bash
# The end-to-end lane: Debian's chromium drives the page as a person would.
set -euo pipefail
cd "$(dirname "$0")/.."
if ! command -v chromium >/dev/null; then
  echo 'e2e: installing chromium from Debian' >&2
  as_root=''
  [ "$(id -u)" -eq 0 ] || as_root='sudo'
  $as_root apt-get update -qq
  DEBIAN_FRONTEND=noninteractive $as_root apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core fonts-noto-cjk fonts-noto-color-emoji >/dev/null
fi
command -v chromium >/dev/null || { echo 'e2e: chromium is not here and could not be installed' >&2; exit 1; }
export STOCKTAKE_BUILD_PAGE=1
exec npx vitest run --project e2e "$@"
