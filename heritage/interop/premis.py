"""The life of an item's files in PREMIS 3.0 terms: objects with their fixity, events, agents.

Semantic units and vocabularies: PREMIS Data Dictionary 3.0; event types of the Library of Congress.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from xml.etree import ElementTree as ET

from heritage.models import Asset, Derivative, Event, Item

NAMESPACE = "http://www.loc.gov/premis/v3"
# Verbs of our record of events that say something of preservation.
EVENT_TYPES = {
    "published": "dissemination",
    "withdrawn": "deaccession",
    "fixity_failed": "fixity check",
    "fixity_restored": "replication",
    "file_told": "metadata modification",
    "companions_added": "accession",
    "file_described": "metadata modification",
    "doubts_accepted": "appraisal",
}


def premis(item: Item, files: Iterable[Asset]) -> bytes:
    """An XML document, UTF-8, with one object per original and per derivative."""
    ET.register_namespace("premis", NAMESPACE)
    root = ET.Element(_tag("premis"), {"version": "3.0"})
    tools: set[str] = set()
    events: list[ET.Element] = []
    for asset in files:
        root.append(
            _object(asset.public_id, asset.sha256, asset.bytes, asset.media_type, asset.original_name)
        )
        events.append(_event(f"{asset.public_id}-ingestion", "ingestion", asset.received_at, asset.public_id))
        if asset.fixity_at is not None:
            outcome = asset.damage or "pass"
            events.append(
                _event(
                    f"{asset.public_id}-fixity",
                    "fixity check",
                    asset.fixity_at,
                    asset.public_id,
                    outcome=outcome,
                )
            )
        for each in asset.derivatives.all():
            name = f"{asset.public_id}/{each.recipe}"
            root.append(_object(name, each.sha256, each.bytes, each.media_type, "", source=asset.public_id))
            events.append(_derivation(asset, each, name))
            tools |= set(_tools(each))
    for event in Event.objects.filter(item=item, verb__in=EVENT_TYPES).order_by("pk"):
        about = event.subject or item.public_id
        events.append(
            _event(f"event-{event.pk}", EVENT_TYPES[event.verb], event.at, about, detail=event.verb)
        )
    root.extend(events)
    for tool in sorted(tools):
        root.append(_agent(tool))
    ET.indent(root)
    return bytes(ET.tostring(root, encoding="utf-8", xml_declaration=True))


def _object(
    identifier: str, sha256: str, size: int, media_type: str, name: str, source: str = ""
) -> ET.Element:
    element = ET.Element(_tag("object"), {"{http://www.w3.org/2001/XMLSchema-instance}type": "premis:file"})
    _identifier(element, "object", identifier)
    characteristics = _under(element, "objectCharacteristics")
    fixity = _under(characteristics, "fixity")
    _under(fixity, "messageDigestAlgorithm", "SHA-256")
    _under(fixity, "messageDigest", sha256)
    _under(characteristics, "size", str(size))
    designation = _under(_under(characteristics, "format"), "formatDesignation")
    _under(designation, "formatName", media_type)
    if name:
        _under(element, "originalName", "".join(sign for sign in name if sign.isprintable()))
    if source:
        relationship = _under(element, "relationship")
        _under(relationship, "relationshipType", "derivation")
        _under(relationship, "relationshipSubType", "has source")
        _identifier(relationship, "relatedObject", source)
    return element


def _derivation(asset: Asset, made: Derivative, name: str) -> ET.Element:
    settings = ", ".join(f"{key}={value}" for key, value in sorted(made.parameters.items()))
    detail = f"recipe {made.recipe}, version {made.version}" + (f"; {settings}" if settings else "")
    return _event(
        f"{name}-derivation",
        "derivation",
        made.made_at,
        asset.public_id,
        detail=detail,
        result=name,
        agents=_tools(made),
    )


def _tools(made: Derivative) -> list[str]:
    """ "Pillow 13.0.0" and the like, as the derivative recorded them."""
    return [tool for tool in made.tool.split(", ") if tool]


def _event(
    identifier: str,
    kind: str,
    at: dt.datetime,
    about: str,
    *,
    detail: str = "",
    outcome: str = "",
    result: str = "",
    agents: Iterable[str] = (),
) -> ET.Element:
    element = ET.Element(_tag("event"))
    _identifier(element, "event", identifier)
    _under(element, "eventType", kind)
    _under(element, "eventDateTime", at.astimezone(dt.UTC).isoformat(timespec="seconds"))
    if detail:
        _under(_under(element, "eventDetailInformation"), "eventDetail", detail)
    if outcome:
        _under(_under(element, "eventOutcomeInformation"), "eventOutcome", outcome)
    for agent in agents:  # before the objects, as the schema wants them
        link = _under(element, "linkingAgentIdentifier")
        _under(link, "linkingAgentIdentifierType", "local")
        _under(link, "linkingAgentIdentifierValue", agent)
    for value, role in ((about, "source"), (result, "outcome")):
        if value:
            link = _under(element, "linkingObjectIdentifier")
            _under(link, "linkingObjectIdentifierType", "local")
            _under(link, "linkingObjectIdentifierValue", value)
            _under(link, "linkingObjectRole", role)
    return element


def _agent(tool: str) -> ET.Element:
    element = ET.Element(_tag("agent"))
    _identifier(element, "agent", tool)
    name, _, version = tool.rpartition(" ")
    _under(element, "agentName", name or tool)
    _under(element, "agentType", "software")
    if name:
        _under(element, "agentVersion", version)
    return element


def _identifier(parent: ET.Element, of: str, value: str) -> None:
    element = _under(parent, f"{of}Identifier")
    _under(element, f"{of}IdentifierType", "local")
    _under(element, f"{of}IdentifierValue", value)


def _under(parent: ET.Element, name: str, text: str | None = None) -> ET.Element:
    element = ET.SubElement(parent, _tag(name))
    element.text = text
    return element


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
