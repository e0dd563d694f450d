"""Open a collection in QGIS's Python console or a script: ``python3 ogc_qgis.py http://127.0.0.1:8000``."""

import sys

from qgis.core import QgsApplication, QgsVectorLayer

application = QgsApplication([], False)  # in QGIS itself these two lines are not needed
application.initQgis()

site = sys.argv[1].rstrip("/")
layer = QgsVectorLayer(f"url='{site}/ogc/' typename='relics'", "Di tích", "OAPIF")
names = sorted(feature["name_vi"] for feature in layer.getFeatures())
sys.stdout.write(f"{len(names)} {'; '.join(names)}\n")
sys.stdout.flush()

del layer  # before QGIS itself goes
application.exitQgis()
