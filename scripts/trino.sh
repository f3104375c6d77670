#!/usr/bin/env bash
# Conformance against a real Trino: fetches Trino 435 once, starts it on the loopback, runs test/trino, ends it.
#   scripts/trino.sh              verify the goldens and compare random expressions
#   scripts/trino.sh --record     make test/golden/dialect/golden.json anew
#   scripts/trino.sh --serve      start it and print its address and process id, for work on the dialect
# Needs JDK 17 or later and Maven. TRINO_HOME (default ~/.cache/stocktake/trino-435) keeps what is fetched.
set -euo pipefail
cd "$(dirname "$0")/.."

for tool in java mvn curl; do
  command -v "$tool" >/dev/null || { echo "This lane needs $tool: install a JDK 17 (or later), Maven and curl." >&2; exit 1; }
done
major=$(java -version 2>&1 | sed -n 's/.*version "\([0-9]*\).*/\1/p' | head -1)
[ "${major:-0}" -ge 17 ] || { echo "This lane needs JDK 17 or later; found ${major:-none}." >&2; exit 1; }

home=${TRINO_HOME:-$HOME/.cache/stocktake/trino-435}
mkdir -p "$home"
cp -r test/trino/server/. "$home/"
mkdir -p "$home/plugin" "$home/etc/catalog"
if [ ! -e "$home/lib/.complete" ]; then
  echo "Fetching Trino 435 (90 MB) into $home" >&2
  (cd "$home" && mvn -q -B generate-resources >&2 && touch lib/.complete)
fi

TRINO_PORT=${TRINO_PORT:-$(node -e 'const s=require("net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')}
export TRINO_PORT TRINO_URL="http://127.0.0.1:$TRINO_PORT"
log="$home/trino-$TRINO_PORT.log"
# shellcheck disable=SC2086
(cd "$home" && exec java ${TRINO_JVM:--Xmx384M -XX:+UseSerialGC -XX:TieredStopAtLevel=1} \
  -Duser.timezone=UTC -Dconfig=etc/config.properties -cp 'lib/*' TrinoMain.java >"$log" 2>&1 </dev/null) &
pid=$!
stop() { kill "$pid" 2>/dev/null || true; wait "$pid" 2>/dev/null || true; }
[ "${1:-}" = --serve ] || trap stop EXIT

for _ in $(seq 480); do
  kill -0 "$pid" 2>/dev/null || { tail -30 "$log" >&2; exit 1; }
  grep -q 'SERVER STARTED' "$log" && break
  sleep 0.25
done
grep -q 'SERVER STARTED' "$log" || { echo "Trino did not start within 120 s; see $log" >&2; exit 1; }

case "${1:-}" in
  --serve) echo "$TRINO_URL $pid" ;;
  --record) node --import tsx test/trino/record-goldens.ts ;;
  *) npx vitest run --project trino "$@" ;;
esac
