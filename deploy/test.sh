#!/bin/sh
# Everything that a contributor must pass, in one run on a bare machine.
#
# Real services are used when these are set, and named at the end when not:
#   DISANSO_TEST_POSTGIS_URL        postgis://user:password@host:port/name
#   DISANSO_TEST_ELASTICSEARCH_URL  http://host:port
#   DISANSO_TEST_REDIS_URL          redis://host:port/0
#   DISANSO_TEST_S3_URL             s3://bucket?endpoint_url=…, an address as DISANSO_STORAGE_URL takes it
#   DISANSO_TEST_CHROMIUM           path of the browser's program
#   DISANSO_TEST_PROGRAMS=1         ffmpeg and tesseract with Vietnamese are installed
#   DISANSO_TEST_VALIDATORS         folder of deploy/services/validators.sh
#   DISANSO_TEST_QGIS               path of the Python that has QGIS
#   DISANSO_TEST_OFFICE             path of LibreOffice's program
#   DISANSO_REQUIRE_SERVICES=1      one that is not set is a failure
#   DISANSO_REQUIRE_SAMPLES=1       so is a missing ../shared/samples
#   DISANSO_TEST_JOBS=2             test files run two at a time (one after the other)
#   DISANSO_TEST_OUTPUT             where screenshots and the like go (./out)
set -eu
cd "$(dirname "$0")/.."
. deploy/lib/prepare.sh
. deploy/lib/steps.sh

use_a_home_for_tests() { # the checks read the settings, and must not touch the demo's data
    DISANSO_TEST_OUTPUT=${DISANSO_TEST_OUTPUT:-$PWD/out}
    DISANSO_HOME=$DISANSO_TEST_OUTPUT/home
    rm -rf "$DISANSO_HOME"
    mkdir -p "$DISANSO_HOME"
    export DISANSO_TEST_OUTPUT DISANSO_HOME
}

run_steps() {
    tools=$DISANSO_VENV/bin
    step "ruff check" "$tools/ruff" check --no-cache .
    step "ruff format" "$tools/ruff" format --check --no-cache .
    step "mypy" "$tools/mypy" gis media_pipeline search heritage
    step "import layers" "$tools/lint-imports" --no-cache
    if command -v shellcheck >/dev/null 2>&1; then
        step "shellcheck" shellcheck -x deploy/*.sh deploy/*/*.sh .ci/run
    fi
    step "migrations" "$PYTHON" manage.py makemigrations --check --dry-run
    # A file stays in one process: its tests may share what they have built.
    step "pytest" "$PYTHON" -m pytest -n "${DISANSO_TEST_JOBS:-0}" --dist loadfile \
        --junit-xml "$DISANSO_TEST_OUTPUT/pytest.xml"
    if [ -n "${DISANSO_TEST_POSTGIS_URL:-}" ] && [ -n "${DISANSO_TEST_ELASTICSEARCH_URL:-}" ] &&
        [ -n "${DISANSO_TEST_REDIS_URL:-}" ]; then
        # The same flows, with every engine exchanged at once.
        step "pytest on PostGIS, Elasticsearch and Celery" env \
            DISANSO_DATABASE_URL="$DISANSO_TEST_POSTGIS_URL" \
            DISANSO_SEARCH_URL="$DISANSO_TEST_ELASTICSEARCH_URL" DISANSO_TASKS_URL="$DISANSO_TEST_REDIS_URL" \
            "$PYTHON" -m pytest -m "not samples" --junit-xml "$DISANSO_TEST_OUTPUT/pytest-production.xml" \
            tests/gis tests/heritage tests/flow
    fi
}

not_exercised() { # one name a line
    [ -n "${DISANSO_TEST_POSTGIS_URL:-}" ] || echo "PostGIS (DISANSO_TEST_POSTGIS_URL)"
    [ -n "${DISANSO_TEST_ELASTICSEARCH_URL:-}" ] || echo "Elasticsearch (DISANSO_TEST_ELASTICSEARCH_URL)"
    [ -n "${DISANSO_TEST_REDIS_URL:-}" ] || echo "Redis (DISANSO_TEST_REDIS_URL)"
    [ -n "${DISANSO_TEST_S3_URL:-}" ] || echo "S3 (DISANSO_TEST_S3_URL)"
    [ -n "${DISANSO_TEST_CHROMIUM:-}" ] || echo "Chromium (DISANSO_TEST_CHROMIUM)"
    [ -n "${DISANSO_TEST_PROGRAMS:-}" ] || echo "ffmpeg and tesseract (DISANSO_TEST_PROGRAMS)"
    [ -n "${DISANSO_TEST_VALIDATORS:-}" ] || echo "bagit, OCFL, IIIF and glTF validators (DISANSO_TEST_VALIDATORS)"
    [ -n "${DISANSO_TEST_QGIS:-}" ] || echo "QGIS (DISANSO_TEST_QGIS)"
    [ -n "${DISANSO_TEST_OFFICE:-}" ] || echo "LibreOffice (DISANSO_TEST_OFFICE)"
    command -v shellcheck >/dev/null 2>&1 || echo "shellcheck (not installed)"
}

tell_what_was_not_exercised() {
    absent=$(not_exercised)
    if [ -n "$absent" ]; then
        printf '\nNot exercised in this run:\n%s\n' "$absent"
        if [ "${DISANSO_REQUIRE_SERVICES:-}" = 1 ]; then fail_step "all services present"; fi
    fi
    if [ ! -d ../shared/samples ]; then
        printf '\nNot exercised in this run: the collected samples (../shared/samples)\n'
        if [ "${DISANSO_REQUIRE_SAMPLES:-}" = 1 ]; then fail_step "samples present"; fi
    fi
}

refuse_skips() { # with every service and sample at hand, no test has a reason left to be skipped
    if [ "${DISANSO_REQUIRE_SERVICES:-}${DISANSO_REQUIRE_SAMPLES:-}" = 11 ] &&
        grep -q 'type="pytest.skip"' "$DISANSO_TEST_OUTPUT"/pytest*.xml; then
        fail_step "no test skipped"
    fi
}

stop_groups_at_the_end
find_system_python
open_log_folder
prepare_machine requirements.txt requirements-dev.txt
use_a_home_for_tests
run_steps
tell_what_was_not_exercised
refuse_skips
close_steps
