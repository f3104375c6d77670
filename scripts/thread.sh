#!/usr/bin/env bash
# The lane of the whole thread in AWS: the stacks deployed to the local AWS emulator, Athena's API over a real Trino, a
# double of Bedrock. Events and objects in, answers out. Needs JDK 17 or later, Maven, and Python 3.11 with venv.
set -euo pipefail
cd "$(dirname "$0")/.."
export TRINO_HOME=${TRINO_HOME:-$HOME/.cache/stocktake/trino-435}
scripts/trino.sh --fetch
emulator=$(scripts/emulator.sh --install)
eval "$emulator"
export AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED=true
exec npx vitest run --project thread "$@"
