from heritage.models.account import User
from heritage.models.feature import MapFeature, MapShape
from heritage.models.item import Event, Item, Relation, Revision
from heritage.models.measure import (
    CriteriaVersion,
    LevelChange,
    ReferenceTarget,
    ReminderSent,
    Report,
    ReportTemplate,
    Snapshot,
    SnapshotCount,
)
from heritage.models.media import Asset, Batch, Companion, Derivative, PageText, Receipt
from heritage.models.place import PlaceSecret, PositionCandidate
from heritage.models.reassignment import ReassignedItem, Reassignment
from heritage.models.register import Plan, RegisterEntry, RegisterVersion
from heritage.models.search import ApiKey, PendingIndex, SavedSearch, SearchWord
from heritage.models.table_import import ItemImport, ItemImportRow

__all__ = [
    "ApiKey",
    "Asset",
    "Batch",
    "Companion",
    "CriteriaVersion",
    "Derivative",
    "Event",
    "Item",
    "ItemImport",
    "ItemImportRow",
    "LevelChange",
    "MapFeature",
    "MapShape",
    "PageText",
    "PendingIndex",
    "PlaceSecret",
    "Plan",
    "PositionCandidate",
    "ReassignedItem",
    "Reassignment",
    "Receipt",
    "ReferenceTarget",
    "RegisterEntry",
    "RegisterVersion",
    "Relation",
    "ReminderSent",
    "Report",
    "ReportTemplate",
    "Revision",
    "SavedSearch",
    "SearchWord",
    "Snapshot",
    "SnapshotCount",
    "User",
]
