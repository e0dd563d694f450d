#!/bin/sh
# QGIS and ogrinfo of Debian for tests, without a screen. `start` proves that it runs and prints the Python that has it.
# 40 seconds and 0.9 GB once.
set -eu
cd "$(dirname "$0")/../.."
. deploy/lib/service_process.sh

QGIS_PYTHON=/usr/bin/python3

install() {
    apt_install_stopped python3-qgis qgis-providers gdal-bin
}

start() {
    mkdir -p "$SERVICE_FOLDER"
    chmod 700 "$SERVICE_FOLDER"
    QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR="$SERVICE_FOLDER" HOME="$SERVICE_FOLDER" "$QGIS_PYTHON" -c '
from qgis.core import Qgis, QgsApplication, QgsProviderRegistry
application = QgsApplication([], False)
application.initQgis()
assert "OAPIF" in QgsProviderRegistry.instance().providerList()
print(Qgis.QGIS_VERSION)
application.exitQgis()
' >&2 </dev/null
    ogrinfo --formats | grep OAPIF >&2
    echo "$QGIS_PYTHON"
}

run_service_command "$@"
