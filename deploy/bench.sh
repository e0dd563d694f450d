#!/bin/sh
# Our figures as ratios to named peers, measured in one run on this machine and written to docs/benchmarks.md.
# Peers that are Debian packages are installed when root runs this.
# Elasticsearch is measured too when DISANSO_TEST_ELASTICSEARCH_URL is set, and OGC API when DISANSO_TEST_POSTGIS_URL is.
set -eu
cd "$(dirname "$0")/.."
. deploy/lib/prepare.sh

stop_groups_at_the_end
find_system_python
open_log_folder
prepare_machine requirements.txt
ours=$PYTHON
ensure_virtualenv "${DISANSO_BENCH_VENV:-$PWD/.venv-bench}" deploy/bench-peers.txt
if [ "$(id -u)" -eq 0 ]; then
    . deploy/lib/service_process.sh
    apt_install_stopped iipimage-server libvips-tools || true
fi
run_group "$ours" -m tests.bench --peers "$PYTHON" "$@"
