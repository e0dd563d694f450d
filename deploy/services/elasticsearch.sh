#!/bin/sh
# Elasticsearch for tests: the real server, from Maven Central. `start FOLDER` prints the address: http://host:port
set -eu
cd "$(dirname "$0")/../.."
. deploy/lib/service_process.sh

VERSION=8.19.4
ARTIFACT=org.elasticsearch.distribution.integ-test-zip:elasticsearch:$VERSION:zip
ZIP=${HOME:-/root}/.m2/repository/org/elasticsearch/distribution/integ-test-zip/elasticsearch/$VERSION/elasticsearch-$VERSION.zip

install() {
    apt_install_stopped openjdk-17-jre-headless unzip
    if ! command -v mvn >/dev/null 2>&1; then apt_install_stopped maven; fi
    zip_is_whole || mvn -B -q dependency:get -Dtransitive=false -Dartifact="$ARTIFACT" >&2 </dev/null
    zip_is_whole || { echo "$ZIP does not match its published checksum" >&2; return 1; }
}

zip_is_whole() {
    [ -f "$ZIP" ] && [ "$(sha1sum <"$ZIP" | cut -c1-40)" = "$(cut -c1-40 "$ZIP.sha1")" ]
}

java_17() {
    for home in /usr/lib/jvm/java-17-openjdk-*; do
        if [ -x "$home/bin/java" ]; then echo "$home"; return; fi
    done
}

require_writable_tmp() { # the server attaches an agent to its own JVM, whose socket is in /tmp whatever java.io.tmpdir says
    (become nobody test -w /tmp) || {
        echo "Elasticsearch needs a /tmp that everybody may write to (mode 1777); here it is $(stat -c %a /tmp)." >&2
        return 1
    }
}

start() {
    require_writable_tmp
    port=$(free_port)
    own_folder nobody "$SERVICE_FOLDER"
    unzip -q "$ZIP" -d "$SERVICE_FOLDER"
    server=$SERVICE_FOLDER/elasticsearch-$VERSION
    mkdir -p "$SERVICE_FOLDER/data" "$SERVICE_FOLDER/tmp"
    # The server refuses to run as root, and writes its keystore beside its configuration.
    if [ "$(id -u)" -eq 0 ]; then chown -R nobody "$SERVICE_FOLDER"; fi
    start_service nobody env ES_JAVA_HOME="$(java_17)" CLI_JAVA_OPTS="-Djava.io.tmpdir=$SERVICE_FOLDER/tmp" \
        ES_JAVA_OPTS='-Xms512m -Xmx512m' ES_TMPDIR="$SERVICE_FOLDER/tmp" "$server/bin/elasticsearch" \
        -E discovery.type=single-node -E xpack.security.enabled=false -E network.host=127.0.0.1 \
        -E "http.port=$port" -E "path.data=$SERVICE_FOLDER/data" \
        -E cluster.routing.allocation.disk.threshold_enabled=false
    wait_until 90 /usr/bin/python3 deploy/lib/answers.py "http://127.0.0.1:$port/_cluster/health"
    echo "http://127.0.0.1:$port"
}

run_service_command "$@"
