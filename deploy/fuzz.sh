#!/bin/sh
# Damaged variants of every format through the readers, any number of them: sh deploy/fuzz.sh 100000
# COUNT (10,000) and SEED (drawn) as arguments; more with --help. What gets through is kept in out/fuzz/.
set -eu
cd "$(dirname "$0")/.."
. deploy/lib/prepare.sh

stop_groups_at_the_end
find_system_python
open_log_folder
prepare_machine requirements.txt requirements-dev.txt
count=${1:-10000}
[ $# -eq 0 ] || shift
if [ -n "${1:-}" ]; then
    seed=$1
    shift
    set -- --seed "$seed" "$@"
fi
run_group "$PYTHON" -m tests.fuzz --count "$count" "$@"
