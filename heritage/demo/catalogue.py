"""The demonstration models by name: how each is built, looks, is lit and is photographed."""

from __future__ import annotations

from dataclasses import dataclass, replace

from heritage.demo.flag_tower import FlagTowerPlan, build_flag_tower
from heritage.demo.gate import GatePlan, build_gate
from heritage.demo.hall import HallPlan, build_hall
from heritage.demo.light import Hour
from heritage.demo.mesh import Model
from heritage.demo.pagoda import PagodaPlan, build_pagoda
from heritage.demo.palette import Palette
from heritage.demo.scenes import (
    FestivalPlan,
    NurseryPlan,
    PavilionPlan,
    build_festival,
    build_nursery,
    build_pavilion,
)
from heritage.demo.views import (
    View,
    festival_views,
    flag_tower_views,
    gate_views,
    hall_views,
    nursery_views,
    pagoda_views,
    pavilion_views,
)

Plan = HallPlan | GatePlan | PagodaPlan | FlagTowerPlan | NurseryPlan | FestivalPlan | PavilionPlan


@dataclass(frozen=True, slots=True)
class Recipe:
    """A site to build: its plan, its colours and the hour of the visit."""

    plan: Plan
    palette: Palette
    hour: Hour

    def build(self) -> Model:
        """The model of the plan."""
        match self.plan:
            case HallPlan():
                return build_hall(self.plan)
            case GatePlan():
                return build_gate(self.plan)
            case PagodaPlan():
                return build_pagoda(self.plan)
            case FlagTowerPlan():
                return build_flag_tower(self.plan)
            case NurseryPlan():
                return build_nursery(self.plan)
            case FestivalPlan():
                return build_festival(self.plan)
            case PavilionPlan():
                return build_pavilion(self.plan)

    def views(self) -> tuple[View, ...]:
        """Viewpoints of the plan's kind, the most telling first."""
        match self.plan:
            case HallPlan():
                return hall_views(self.plan.half_x, self.plan.depth_m)
            case GatePlan():
                return gate_views(self.plan.middle_m / 2 + self.plan.side_m + 3.15, self.plan.high_m)
            case PagodaPlan():
                return pagoda_views(self.plan.high_m)
            case FlagTowerPlan():
                return flag_tower_views(self.plan.base_m, 9.1 + self.plan.shaft_m + 8.3)
            case NurseryPlan():
                return nursery_views(self.plan.columns * 1.5)
            case FestivalPlan():
                return festival_views()
            case PavilionPlan():
                return pavilion_views(self.plan.half_m)


RED = Palette()
OLD = Palette(
    tile="#8a5543", tile_dark="#4a3a30", plaster="#cfc19e", brick="#96583f", paving="#9a6b50", age=0.85
)
FRESH = Palette(tile="#a8563a", tile_dark="#6a4030", plaster="#eadfbe", lacquer="#8f2a1c", age=0.2)
GREY = Palette(
    tile="#6d5a4e",
    tile_dark="#3d3733",
    plaster="#d8d0bc",
    timber="#4a3428",
    paving="#8f8578",
    age=0.7,
    leaf="#475f2e",
)
OCHRE = Palette(
    plaster="#dcb877", tile="#93533c", lacquer="#6e3320", paving="#b07b5a", age=0.55, leaf="#566f2c"
)
GREEN = Palette(tile="#86503b", leaf="#41662c", blossom="#e58f5a", plaster="#e0d6b8", age=0.4)

_HALL, _GATE, _PAVILION = HallPlan(), GatePlan(), PavilionPlan()

RECIPES: dict[str, Recipe] = {
    "den-lon": Recipe(replace(_HALL, two_roofs=True, wings=True, seed=3), OLD, Hour.MORNING),
    "tam-quan": Recipe(replace(_GATE, seed=4), OLD, Hour.MORNING),
    "thap": Recipe(PagodaPlan(seed=5), OLD, Hour.AFTERNOON),
    "cot-co": Recipe(FlagTowerPlan(seed=6), RED, Hour.NOON),
    "dinh-lang": Recipe(replace(_HALL, seed=7), RED, Hour.AFTERNOON),
    "dinh-nho": Recipe(
        replace(_HALL, bays=3, bay_m=3.3, depth_m=8.2, roof_m=4.7, pond=False, seed=8), OCHRE, Hour.MORNING
    ),
    "chua-lang": Recipe(
        replace(_HALL, bays=5, bay_m=3.1, depth_m=8.6, roof_m=4.6, two_roofs=True, palms=4, seed=10),
        GREY,
        Hour.OVERCAST,
    ),
    "den-lang": Recipe(
        replace(_HALL, bays=3, bay_m=3.6, two_roofs=True, roof_m=5.0, seed=11), FRESH, Hour.DUSK
    ),
    "chua-ho": Recipe(replace(_HALL, bays=7, bay_m=3.0, roof_m=5.2, trees=4, seed=12), OLD, Hour.NOON),
    "phu": Recipe(
        replace(_HALL, bays=3, two_roofs=True, wings=True, pond=True, seed=13), OCHRE, Hour.AFTERNOON
    ),
    "cong-gach": Recipe(replace(_GATE, brick=True, round_door=True, seed=14), RED, Hour.AFTERNOON),
    "cong-lang": Recipe(
        replace(_GATE, middle_m=4.4, side_m=3.0, high_m=3.9, tiers=1, seed=15), OCHRE, Hour.MORNING
    ),
    "vuon-canh": Recipe(NurseryPlan(seed=16), GREEN, Hour.MORNING),
    "vuon-hoa": Recipe(NurseryPlan(rows=3, columns=6, flowers=0.9, seed=17), FRESH, Hour.AFTERNOON),
    "san-hoi": Recipe(FestivalPlan(seed=18), RED, Hour.MORNING),
    "tu-duong": Recipe(
        replace(
            _HALL,
            bays=3,
            bay_m=3.0,
            depth_m=7.2,
            roof_m=3.9,
            column_m=3.2,
            pond=False,
            pillars=False,
            seed=22,
        ),
        GREY,
        Hour.NOON,
    ),
    "den-co": Recipe(
        replace(_HALL, bays=5, bay_m=3.2, two_roofs=True, roof_m=5.0, trees=4, seed=23), OLD, Hour.DUSK
    ),
    "den-song": Recipe(replace(_HALL, bays=3, bay_m=3.8, roof_m=5.2, palms=4, seed=24), FRESH, Hour.MORNING),
    "thap-nui": Recipe(PagodaPlan(storeys=9, base_m=6.0, high_m=17.0, trees=3, seed=25), RED, Hour.DUSK),
    "thap-chua": Recipe(PagodaPlan(storeys=7, base_m=4.6, high_m=12.5, seed=26), OCHRE, Hour.MORNING),
    "cong-den": Recipe(replace(_GATE, middle_m=5.6, side_m=3.4, high_m=4.9, seed=27), FRESH, Hour.DUSK),
    "hoi-phu": Recipe(FestivalPlan(bays=5, flags=6, seed=28), OCHRE, Hour.AFTERNOON),
    "san-hoi-chieu": Recipe(FestivalPlan(bays=5, flags=4, seed=19), OLD, Hour.DUSK),
    "nha-bia": Recipe(replace(_PAVILION, seed=20), RED, Hour.MORNING),
    "nha-bia-don": Recipe(
        replace(_PAVILION, two_roofs=False, pillars=False, half_m=2.2, seed=21), GREY, Hour.DUSK
    ),
}
