#!/bin/sh
# Validators by others: bagit, ocfl-py, iiif-validator and the Khronos glTF validator. `start` prints their folder:
# bin/python has the Python ones, node_modules the other.
set -eu
cd "$(dirname "$0")/../.."
. deploy/lib/service_process.sh

VALIDATORS=${DISANSO_VALIDATORS:-$PWD/.venv-validators}

install() {
    apt_install_stopped python3-venv libmagic1
    if ! command -v npm >/dev/null; then apt_install_stopped nodejs npm; fi
    wanted=$(cat deploy/validators/* | sha256sum)
    if [ "$(cat "$VALIDATORS/installed" 2>/dev/null)" = "$wanted" ]; then return; fi
    /usr/bin/python3 -m venv --clear "$VALIDATORS"
    echo '*' >"$VALIDATORS/.gitignore"
    pins=deploy/validators/requirements.txt
    # Some are published as source only; they build with the pinned setuptools, fetching nothing that no hash covers.
    grep -A9 '^setuptools==' "$pins" | awk 'NR > 1 && /^[^ ]/ { exit } { print }' >"$VALIDATORS/setuptools.txt"
    pip_install -r "$VALIDATORS/setuptools.txt"
    pip_install --no-build-isolation -r "$pins"
    cp deploy/validators/package.json deploy/validators/package-lock.json "$VALIDATORS/"
    npm ci --prefix "$VALIDATORS" --ignore-scripts --no-audit --no-fund >&2
    echo "$wanted" >"$VALIDATORS/installed"
}

pip_install() { # OPTION…
    "$VALIDATORS/bin/python" -m pip install --quiet --disable-pip-version-check --no-input --require-hashes --no-deps \
        "$@" >&2
}

start() {
    "$VALIDATORS/bin/python" -c 'import bagit, iiif_validator, ocfl' >&2
    node -e 'require(process.argv[1])' "$VALIDATORS/node_modules/gltf-validator"
    echo "$VALIDATORS"
}

run_service_command "$@"
