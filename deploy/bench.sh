#!/bin/sh
# Our figures as ratios to named peers, measured in one run on this machine and written to docs/benchmarks.md.
# Elasticsearch is measured too when DISANSO_TEST_ELASTICSEARCH_URL is set.
set -eu
cd "$(dirname "$0")/.."
. deploy/lib/prepare.sh

stop_groups_at_the_end
find_system_python
open_log_folder
prepare_machine requirements.txt
ours=$PYTHON
ensure_virtualenv "${DISANSO_BENCH_VENV:-$PWD/.venv-bench}" deploy/bench-peers.txt
run_group "$ours" -m tests.bench --peers "$PYTHON" "$@"
