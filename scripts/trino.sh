#!/usr/bin/env bash
# The lane against a real Trino: fetches Trino 435 and the local AWS emulator once, starts them on the loopback with the
# stand-in for Athena, runs test/trino, ends them.
#   scripts/trino.sh              the goldens and random expressions; then the lake made and asked through Athena's API
#   scripts/trino.sh --record     make test/golden/dialect/golden.json anew
#   scripts/trino.sh --serve      start everything, print the addresses, and wait to be ended
#   scripts/trino.sh --fetch      only fetch: other lanes start the stand-in themselves (test/athena/start.ts)
# Needs JDK 17 or later, Maven and Python 3.11. TRINO_HOME (default ~/.cache/stocktake/trino-435) keeps what is fetched.
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in java mvn; do
  command -v "$tool" >/dev/null || { echo "This lane needs $tool: install a JDK 17 (or later) and Maven." >&2; exit 1; }
done
major=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -1)
[ "${major:-0}" -ge 17 ] || { echo "This lane needs JDK 17 or later; found ${major:-none}." >&2; exit 1; }

export TRINO_HOME=${TRINO_HOME:-$HOME/.cache/stocktake/trino-435}
mkdir -p "$TRINO_HOME"
cp -r test/trino/server/. "$TRINO_HOME/"
if [ ! -e "$TRINO_HOME/.hive-complete" ]; then
  echo "Fetching Trino 435 with its hive connector (270 MB) into $TRINO_HOME" >&2
  (cd "$TRINO_HOME" && mvn -q -B generate-resources >&2 && touch .hive-complete)
fi
[ "${1:-}" = --fetch ] && exit 0
emulator=$(scripts/emulator.sh --install)
eval "$emulator"

case "${1:-}" in
  --serve) exec node --import tsx test/athena/lane.ts ;;
  --record) exec node --import tsx test/athena/lane.ts node --import tsx test/trino/record-goldens.ts ;;
  *) exec node --import tsx test/athena/lane.ts npx vitest run --project trino "$@" ;;
esac
