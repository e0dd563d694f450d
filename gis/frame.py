"""How far Viet Nam reaches on a national map."""

from __future__ import annotations

from gis.bounds import Bounds

# QCVN 80:2024/BTNMT 1.2: from 102 to 118° E and from 4°30′ to 23°30′ N.
NATIONAL_FRAME = Bounds(102.0, 4.5, 118.0, 23.5)
