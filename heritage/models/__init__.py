from heritage.models.account import User
from heritage.models.item import Event, Item, Relation, Revision
from heritage.models.media import Asset, Batch, Derivative, Receipt
from heritage.models.register import Plan, RegisterEntry, RegisterVersion

__all__ = [
    "Asset",
    "Batch",
    "Derivative",
    "Event",
    "Item",
    "Plan",
    "Receipt",
    "RegisterEntry",
    "RegisterVersion",
    "Relation",
    "Revision",
    "User",
]
