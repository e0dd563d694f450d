"""The catalogue of data sets for harvesters: DCAT 3 as JSON-LD, with a context of its own. Pure.

Identifiers are the site's address with a fragment, and stay as long as the site's address does. Terms are those of
DCAT 3 (W3C, 22 August 2024) with what DCAT-AP asks for: licences, publisher, times, places, media types.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from gis.bounds import Bounds

Json = dict[str, Any]
MEDIA_TYPE = "application/ld+json"
CC_BY = "https://creativecommons.org/licenses/by/4.0/"
IANA = "https://www.iana.org/assignments/media-types/"
DAILY = "http://publications.europa.eu/resource/authority/frequency/DAILY"
CONTINUOUS = "http://publications.europa.eu/resource/authority/frequency/UPDATE_CONT"
LANGUAGES = [f"http://publications.europa.eu/resource/authority/language/{each}" for each in ("VIE", "ENG")]
CULTURE = "http://publications.europa.eu/resource/authority/data-theme/EDUC"  # education, culture and sport
GOVERNMENT = "http://publications.europa.eu/resource/authority/data-theme/GOVE"
VIET_NAM = "http://publications.europa.eu/resource/authority/country/VNM"
SHA256 = "http://spdx.org/rdf/terms#checksumAlgorithm_sha256"
CONTEXT: Json = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "spdx": "http://spdx.org/rdf/terms#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True, slots=True)
class Both:
    """A text in both languages."""

    vi: str
    en: str

    @property
    def literals(self) -> list[Json]:
        """As JSON-LD."""
        return [{"@value": self.vi, "@language": "vi"}, {"@value": self.en, "@language": "en"}]


@dataclass(frozen=True, slots=True)
class File:
    """One way to get a data set. ``path`` begins at the site's root; ``sha256`` is of what the file proves."""

    name: str
    title: Both
    path: str
    media_type: str
    service: str = ""  # fragment of the service that serves it
    conforms_to: tuple[str, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Dataset:
    """One data set; ``name`` is the fragment by which it is known.

    Attributes:
        period: First and last day that it speaks of; None: it does not say.
        bounds: Where, in WGS 84; None: in Viet Nam.
        versions: What it was made by, in words: registers and criteria.
    """

    name: str
    title: Both
    about: Both
    files: Sequence[File]
    theme: str = CULTURE
    modified: dt.datetime | None = None
    period: tuple[dt.date, dt.date] | None = None
    bounds: Bounds | None = None
    version: str = ""
    versions: Both | None = None
    frequency: str = CONTINUOUS
    keywords: Sequence[Both] = field(default_factory=tuple)


@dataclass(frozen=True, slots=True)
class Service:
    """An interface of the site and the data sets that it serves, by their names."""

    name: str
    title: Both
    path: str
    description_path: str
    serves: Sequence[str]
    conforms_to: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Everything that a harvester is told. ``site`` is the address of the root without a slash at its end."""

    site: str
    title: Both
    about: Both
    publisher: Both
    datasets: Sequence[Dataset]
    services: Sequence[Service]


def document(catalogue: Catalogue) -> Json:
    """The whole document."""
    base = f"{catalogue.site}/dcat.jsonld"
    publisher = {
        "@id": f"{base}#publisher",
        "@type": "foaf:Agent",
        "foaf:name": catalogue.publisher.literals,
        "foaf:homepage": _at(catalogue.site + "/"),
    }
    times = [each.modified for each in catalogue.datasets if each.modified]
    return {
        "@context": CONTEXT,
        "@id": f"{base}#catalogue",
        "@type": "dcat:Catalog",
        "dct:title": catalogue.title.literals,
        "dct:description": catalogue.about.literals,
        "dct:publisher": publisher,
        "dct:language": [_at(each) for each in LANGUAGES],
        "dct:license": _at(CC_BY),
        "dct:spatial": _at(VIET_NAM),
        "foaf:homepage": _at(catalogue.site + "/"),
        **({"dct:modified": _moment(max(times))} if times else {}),
        "dcat:dataset": [_dataset(each, base, catalogue.site) for each in catalogue.datasets],
        "dcat:service": [_service(each, base, catalogue.site) for each in catalogue.services],
    }


def _dataset(each: Dataset, base: str, site: str) -> Json:
    found: Json = {
        "@id": f"{base}#{each.name}",
        "@type": "dcat:Dataset",
        "dct:identifier": f"{base}#{each.name}",
        "dct:title": each.title.literals,
        "dct:description": each.about.literals,
        "dct:publisher": _at(f"{base}#publisher"),
        "dct:license": _at(CC_BY),
        "dct:language": [_at(each) for each in LANGUAGES],
        "dct:spatial": _place(each.bounds),
        "dct:accrualPeriodicity": _at(each.frequency),
        "dcat:theme": _at(each.theme),
        "dcat:distribution": [_file(file, each.name, base, site) for file in each.files],
    }
    if each.keywords:
        found["dcat:keyword"] = [literal for word in each.keywords for literal in word.literals]
    if each.modified:
        found["dct:modified"] = _moment(each.modified)
    if each.period:
        first, last = each.period
        found["dct:temporal"] = {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": _typed(first.isoformat(), "date"),
            "dcat:endDate": _typed(last.isoformat(), "date"),
        }
    if each.version:
        found["dcat:version"] = each.version
    if each.versions:
        found["dct:provenance"] = {"@type": "dct:ProvenanceStatement", "rdfs:label": each.versions.literals}
    return found


def _file(file: File, dataset: str, base: str, site: str) -> Json:
    address = f"{site}{file.path}"
    found: Json = {
        "@id": f"{base}#{dataset}-{file.name}",
        "@type": "dcat:Distribution",
        "dct:title": file.title.literals,
        "dcat:accessURL": _at(address),
        "dcat:mediaType": _at(IANA + file.media_type.partition(";")[0]),
        "dct:license": _at(CC_BY),
    }
    if file.service:
        found["dcat:accessService"] = _at(f"{base}#{file.service}")
    else:
        found["dcat:downloadURL"] = _at(address)
    if file.conforms_to:
        found["dct:conformsTo"] = [_at(each) for each in file.conforms_to]
    if file.sha256:
        found["spdx:checksum"] = {
            "@type": "spdx:Checksum",
            "spdx:algorithm": _at(SHA256),
            "spdx:checksumValue": _typed(file.sha256, "hexBinary"),
        }
    return found


def _service(each: Service, base: str, site: str) -> Json:
    return {
        "@id": f"{base}#{each.name}",
        "@type": "dcat:DataService",
        "dct:title": each.title.literals,
        "dct:publisher": _at(f"{base}#publisher"),
        "dct:license": _at(CC_BY),
        "dcat:endpointURL": _at(site + each.path),
        "dcat:endpointDescription": _at(site + each.description_path),
        "dcat:servesDataset": [_at(f"{base}#{name}") for name in each.serves],
        **({"dct:conformsTo": [_at(name) for name in each.conforms_to]} if each.conforms_to else {}),
    }


def _place(bounds: Bounds | None) -> Json:
    """The box in WKT, longitude first; where none is known, the country."""
    if bounds is None:
        return _at(VIET_NAM)
    west, south, east, north = bounds.west, bounds.south, bounds.east, bounds.north
    corners = ((west, south), (east, south), (east, north), (west, north), (west, south))
    ring = ", ".join(f"{lon} {lat}" for lon, lat in corners)
    return {
        "@type": "dct:Location",
        "dcat:bbox": {"@value": f"POLYGON (({ring}))", "@type": "geo:wktLiteral"},
    }


def _at(address: str) -> Json:
    return {"@id": address}


def _typed(text: str, kind: str) -> Json:
    return {"@value": text, "@type": f"xsd:{kind}"}


def _moment(moment: dt.datetime) -> Json:
    return _typed(moment.isoformat(timespec="seconds"), "dateTime")
