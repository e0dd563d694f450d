from heritage.models.account import User
from heritage.models.feature import MapFeature, MapShape
from heritage.models.item import Event, Item, Relation, Revision
from heritage.models.media import Asset, Batch, Companion, Derivative, PageText, Receipt
from heritage.models.place import PlaceSecret, PositionCandidate
from heritage.models.reassignment import ReassignedItem, Reassignment
from heritage.models.register import Plan, RegisterEntry, RegisterVersion
from heritage.models.table_import import ItemImport, ItemImportRow

__all__ = [
    "Asset",
    "Batch",
    "Companion",
    "Derivative",
    "Event",
    "Item",
    "ItemImport",
    "ItemImportRow",
    "MapFeature",
    "MapShape",
    "PageText",
    "PlaceSecret",
    "Plan",
    "PositionCandidate",
    "ReassignedItem",
    "Reassignment",
    "Receipt",
    "RegisterEntry",
    "RegisterVersion",
    "Relation",
    "Revision",
    "User",
]
