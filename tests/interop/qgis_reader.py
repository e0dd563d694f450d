"""``PYTHON_OF_QGIS qgis_reader.py URL NAME…``: how many features QGIS counts in each collection, as JSON.

Runs in the system's Python, which has QGIS and nothing of ours.
"""

import json
import sys

from qgis.core import QgsApplication, QgsFeatureRequest, QgsRectangle, QgsVectorLayer, QgsWkbTypes


def _main() -> None:
    application = QgsApplication([], False)
    application.initQgis()
    url, names = sys.argv[1], sys.argv[2:]
    found = {}
    for name in names:
        layer = QgsVectorLayer(f"url='{url}' typename='{name}'", name, "OAPIF")
        features = list(layer.getFeatures()) if layer.isValid() else []
        placed = [feature for feature in features if feature.hasGeometry()]
        around = QgsRectangle(106.21, 20.40, 106.215, 20.41)
        request = QgsFeatureRequest().setFilterRect(around)
        found[name] = {
            "valid": layer.isValid(),
            "error": layer.error().summary() if not layer.isValid() else "",
            "count": len(features),
            "placed": len(placed),
            "type": QgsWkbTypes.displayString(layer.wkbType()),
            "crs": layer.crs().authid(),
            "fields": [field.name() for field in layer.fields()],
            "in_box": len(list(layer.getFeatures(request))) if layer.isValid() else 0,
        }
        del layer
    sys.stdout.write(json.dumps(found))
    sys.stdout.flush()
    application.exitQgis()


_main()
