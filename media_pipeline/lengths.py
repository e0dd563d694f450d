"""Units of length that files are drawn in."""

from __future__ import annotations

METRES_IN = {
    "metre": 1.0,
    "centimetre": 0.01,
    "millimetre": 0.001,
    "inch": 0.0254,
    "foot": 0.3048,
    "us_survey_foot": 1200 / 3937,
}
