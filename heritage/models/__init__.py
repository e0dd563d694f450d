from heritage.models.account import User
from heritage.models.item import Event, Item, Relation, Revision
from heritage.models.media import Asset, Batch, Companion, Derivative, PageText, Receipt
from heritage.models.register import Plan, RegisterEntry, RegisterVersion

__all__ = [
    "Asset",
    "Batch",
    "Companion",
    "Derivative",
    "Event",
    "Item",
    "PageText",
    "Plan",
    "Receipt",
    "RegisterEntry",
    "RegisterVersion",
    "Relation",
    "Revision",
    "User",
]
