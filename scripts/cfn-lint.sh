#!/usr/bin/env bash
# Lints the synthesised templates of every mode with cfn-lint, and holds the list of read actions to what the
# published resource schemas say. Installs a pinned cfn-lint into a Python environment of its own, once.
# Needs Python 3.11 or later with venv. STOCKTAKE_CACHE (default ~/.cache/stocktake) keeps what is installed.
set -euo pipefail
cd "$(dirname "$0")/.."

fail() { echo "cfn-lint: $1" >&2; exit 1; }
version=1.58.0
python=${PYTHON:-python3}
command -v "$python" >/dev/null || fail 'needs Python 3.11 or later: install python3 and python3-venv.'
"$python" -c 'import venv, ensurepip' 2>/dev/null || fail "needs Python's venv module: install python3-venv."

cache=${STOCKTAKE_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/stocktake}
home="$cache/cfn-lint-$version"
if [ ! -x "$home/bin/cfn-lint" ]; then
  echo "cfn-lint: installing $version into $home" >&2
  mkdir -p "$cache"
  # A broken install leaves no program that could be taken for one that works.
  rm -rf "$home"
  "$python" -m venv "$home" || fail "no Python environment could be made in $home."
  "$home/bin/pip" install -q --disable-pip-version-check "cfn-lint==$version" || { rm -rf "$home"; fail "cfn-lint $version could not be installed."; }
fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export CDK_DEFAULT_ACCOUNT=111122223333 CDK_DEFAULT_REGION=us-east-1 CI=true
# The app itself, without the CDK command: it refuses the context that leaves the functions unbundled.
synth() {
  local context
  context=$(SETTINGS=$2 node -p 'JSON.stringify({...JSON.parse(fs.readFileSync("cdk.json", "utf8")).context, "aws:cdk:bundling-stacks": [], ...JSON.parse(process.env.SETTINGS)})')
  CDK_OUTDIR="$work/$1" CDK_CONTEXT_JSON="$context" node --import tsx infra/bin/stocktake.ts >"$work/log" 2>&1 || { cat "$work/log" >&2; fail "mode $1 could not be synthesised."; }
}
synth single '{"recorder":"create"}'
synth hub '{"mode":"hub","organizationId":"o-exampleorgid","alarmEmail":"ops@example.com","notificationTopics":"arn:aws:sns:us-east-1:444455556666:objects","replicationRoles":"arn:aws:iam::444455556666:role/replicate"}'
synth member '{"mode":"member","organizationId":"o-exampleorgid","hubAccount":"111122223333","hubRegion":"us-east-1","recorder":"create","deliveriesBucket":"example-deliveries"}'

# W3005: the construct library writes out dependencies that follow from references as well.
"$home/bin/cfn-lint" --ignore-checks W3005 -- "$work"/*/*.template.json
data=$("$home/bin/python" -c 'import cfnlint.data, os; print(os.path.dirname(cfnlint.data.__file__))')
node --import tsx infra/read-actions/generate.ts "$data" --check
echo "cfn-lint: $(ls "$work"/*/*.template.json | wc -l) templates and the list of read actions are as they should be."
