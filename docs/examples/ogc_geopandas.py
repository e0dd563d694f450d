"""Ask OGC API – Features with GeoPandas: ``python3 ogc_geopandas.py http://127.0.0.1:8000``."""

import sys

import geopandas

SITE = sys.argv[1].rstrip("/")

# Every relic, in WGS 84, longitude first.
relics = geopandas.read_file(f"OAPIF:{SITE}/ogc/", layer="relics")

# Protection zones in VN-2000, central meridian 105°30', so that areas are square metres.
zones = geopandas.read_file(
    f"OAPIF:{SITE}/ogc/", layer="zones", CRS="http://www.opengis.net/def/crs/EPSG/0/9209"
)

# A CQL2 filter, without marks and case; any page of features is GeoJSON.
found = geopandas.read_file(
    f"{SITE}/ogc/collections/relics/items?f=json&limit=1000"
    "&filter=ACCENTI(CASEI(name_vi))%20LIKE%20ACCENTI(CASEI('%25dinh%25'))"
)

sys.stdout.write(f"relics {len(relics)}\n")
sys.stdout.write(f"zones {len(zones)} square metres {round(zones.area.sum())}\n")
sys.stdout.write(f"found {', '.join(found['name_vi'])}\n")
