"""``python -m tests.interop.gdal_reader JSON``: what GDAL reads, as JSON, in a process of its own.

GDAL waits for the server without letting other threads of its process run, so that a server in them never answers.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any


def gdal(url: str, layer: str | None = None, **options: Any) -> dict[str, Any]:
    """Layers, or the features of one: ``rows`` (properties with ``x``, ``y`` of points), ``types`` and ``crs``."""
    command = [sys.executable, "-m", "tests.interop.gdal_reader", json.dumps([url, layer, options])]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


def _main() -> None:
    import geopandas
    import pyogrio

    url, layer, options = json.loads(sys.argv[1])
    if layer is None:
        names = [str(name) for name, _ in pyogrio.list_layers(f"OAPIF:{url}")]
        sys.stdout.write(json.dumps({"layers": names}))
        return
    if "bbox" in options:
        options["bbox"] = tuple(options["bbox"])
    found = geopandas.read_file(f"OAPIF:{url}", layer=layer, **options)
    rows = [
        {
            **{name: str(value) for name, value in row.items() if name != "geometry"},
            "x": row["geometry"].x
            if row["geometry"] is not None and row["geometry"].geom_type == "Point"
            else None,
            "y": row["geometry"].y
            if row["geometry"] is not None and row["geometry"].geom_type == "Point"
            else None,
        }
        for row in found.to_dict("records")
    ]
    types = sorted({str(each) for each in found.geom_type if each})
    sys.stdout.write(json.dumps({"rows": rows, "types": types, "crs": found.crs.to_wkt()}))


if __name__ == "__main__":
    _main()
