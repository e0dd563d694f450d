"""The catalogue is read back as RDF by a reader that is not ours, and holds what DCAT 3 and DCAT-AP ask for."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlsplit

import pytest
import shapely
from django.contrib.gis.geos import Point
from django.test import Client
from django.utils import timezone
from rdflib import DCAT as DCAT_2
from rdflib import DCTERMS, FOAF, RDF, XSD, Graph, Literal, Namespace, URIRef
from rdflib.term import Node

from heritage.jobs.features import rebuild as rebuild_features
from heritage.jobs.index import rebuild
from heritage.jobs.snapshots import take
from heritage.models import RegisterEntry, RegisterVersion

pytestmark = pytest.mark.django_db
SITE = "http://testserver"
BASE = f"{SITE}/dcat.jsonld#"
DCAT = Namespace("http://www.w3.org/ns/dcat#")
NEW_IN_3 = {DCAT.version}  # not in the reader's list of terms, which is that of DCAT 2
GEO = Namespace("http://www.opengis.net/ont/geosparql#")
IANA = "https://www.iana.org/assignments/media-types/"
CC_BY = URIRef("https://creativecommons.org/licenses/by/4.0/")
# What DCAT 3 and DCAT-AP 3 know of each class, and with what kind of value.
LITERALS = {
    DCTERMS.title, DCTERMS.description, DCTERMS.identifier, DCTERMS.modified, DCAT.keyword, DCAT.version,
    FOAF.name, DCAT.startDate, DCAT.endDate, DCAT.bbox, URIRef("http://www.w3.org/2000/01/rdf-schema#label"),
}  # fmt: skip
NEEDED = {
    DCAT.Catalog: {DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCAT.dataset, DCAT.service, DCTERMS.license},
    DCAT.Dataset: {
        DCTERMS.title, DCTERMS.description, DCTERMS.publisher, DCTERMS.license, DCTERMS.spatial, DCAT.theme,
        DCAT.distribution, DCTERMS.identifier, DCTERMS.accrualPeriodicity,
    },
    DCAT.Distribution: {DCTERMS.title, DCAT.accessURL, DCAT.mediaType, DCTERMS.license},
    DCAT.DataService: {DCTERMS.title, DCAT.endpointURL, DCAT.endpointDescription, DCAT.servesDataset, DCTERMS.license},
}  # fmt: skip


@pytest.fixture
def published(make_item: Any, vi_khe: Any, index: Any) -> None:
    item = make_item(
        state="published", published_at=timezone.now(), position=Point(106.21, 20.4, srid=4326), level=2,
        position_method="gnss", position_accuracy_m=3.0,
    )  # fmt: skip
    version = RegisterVersion.objects.create(unit=vi_khe, number=3, valid_from=dt.date(2025, 7, 1))
    RegisterEntry.objects.create(version=version, item=item, category="relic")
    rebuild_features()
    rebuild()


def graph() -> Graph:
    response = Client().get("/dcat.jsonld")
    assert response.status_code == 200
    assert response["Content-Type"] == "application/ld+json; charset=utf-8"
    assert response["Access-Control-Allow-Origin"] == "*"
    return Graph().parse(data=response.content, format="json-ld")


def one(found: Graph, subject: Node, predicate: URIRef) -> Node:
    (value,) = found.objects(subject, predicate)
    return value


def test_every_resource_has_what_is_asked_of_its_class(published) -> None:
    take()
    found = graph()
    for kind, needed in NEEDED.items():
        resources = list(found.subjects(RDF.type, kind))
        assert resources, kind
        for each in resources:
            assert needed <= set(found.predicates(each)), each


def test_values_are_of_the_kind_that_the_vocabulary_says(published) -> None:
    take()
    for _, predicate, value in graph():
        if str(predicate).startswith("http://spdx.org"):
            continue
        assert isinstance(value, Literal) == (predicate in LITERALS), (predicate, value)


def test_every_term_is_one_of_its_vocabulary(published) -> None:
    take()
    for subject, predicate, value in graph():
        for term in {predicate, value} if predicate == RDF.type else {predicate}:
            if term.startswith(str(DCAT)):
                assert term in DCAT_2 or term in NEW_IN_3, (subject, term)
            elif term.startswith(str(DCTERMS)):
                assert term in DCTERMS, (subject, term)


def test_every_title_is_in_both_languages(published) -> None:
    found = graph()
    for each in set(found.subjects(DCTERMS.title)):
        assert {title.language for title in found.objects(each, DCTERMS.title)} == {"vi", "en"}


def test_nothing_dangles(published) -> None:
    found = graph()
    known = set(found.subjects())
    for value in found.objects():
        if isinstance(value, URIRef) and value.startswith(BASE):
            assert value in known


def test_identifiers_stay_the_same(published) -> None:
    def names() -> set[str]:
        return {str(each) for each in graph().subjects() if str(each).startswith(BASE)}

    before = names()
    take()
    assert before <= names()
    assert {f"{BASE}items", f"{BASE}kpi", f"{BASE}ogc-relics", f"{BASE}items-gpkg", f"{BASE}api"} <= before


def test_every_distribution_gives_what_it_promises(published) -> None:
    take()
    found = graph()
    distributions = list(found.subjects(RDF.type, DCAT.Distribution))
    assert len(distributions) > 15
    for each in distributions:
        address = urlsplit(str(one(found, each, DCAT.accessURL)))
        response = Client().get(f"{address.path}?{address.query}")
        body = response.getvalue()
        assert (response.status_code, bool(body)) == (200, True), address
        promised = str(one(found, each, DCAT.mediaType)).removeprefix(IANA)
        assert response["Content-Type"].partition(";")[0] == promised
        assert one(found, each, DCTERMS.license) == CC_BY


def test_services_describe_themselves(published) -> None:
    found = graph()
    for each in found.subjects(RDF.type, DCAT.DataService):
        path = urlsplit(str(one(found, each, DCAT.endpointDescription))).path
        assert Client().get(path).json()["openapi"].startswith("3.")


def test_the_share_tells_its_versions_its_digest_and_its_days(published) -> None:
    snapshot = take().snapshot
    found = graph()
    kpi = URIRef(f"{BASE}kpi")
    (statement,) = found.objects(kpi, DCTERMS.provenance)
    labels = {label.language: str(label) for label in found.objects(statement) if isinstance(label, Literal)}
    assert labels["vi"] == "Tiêu chí phiên bản 1; danh mục (1): 13972-3."
    assert labels["en"] == "Criteria version 1; registers (1): 13972-3."
    period = one(found, kpi, DCTERMS.temporal)
    assert one(found, period, DCAT.endDate) == Literal(snapshot.day.isoformat(), datatype=XSD.date)
    kept = URIRef(f"{BASE}kpi-kept-json")
    assert snapshot.digest in str(next(found.objects(kept, DCTERMS.title)))
    assert str(one(found, kept, DCAT.downloadURL)).endswith(f"?date={snapshot.day}")


def test_before_the_first_snapshot_only_the_live_count_is_offered(published) -> None:
    found = graph()
    assert not list(found.objects(URIRef(f"{BASE}kpi-kept-json"), DCAT.accessURL))
    assert list(found.objects(URIRef(f"{BASE}kpi-now-json"), DCAT.accessURL))


def test_a_box_is_a_polygon_around_the_places(published) -> None:
    found = graph()
    location = one(found, URIRef(f"{BASE}ogc-relics"), DCTERMS.spatial)
    box = one(found, location, DCAT.bbox)
    assert isinstance(box, Literal)
    assert box.datatype == GEO.wktLiteral
    assert shapely.from_wkt(str(box)).covers(shapely.Point(106.21, 20.4))


def test_pages_lead_to_it(published) -> None:
    assert '<link rel="alternate" type="application/ld+json" title="DCAT" href="/dcat.jsonld">' in (
        Client().get("/").content.decode()
    )


def test_an_empty_catalogue_is_one_too() -> None:
    found = graph()
    assert (URIRef(f"{BASE}catalogue"), RDF.type, DCAT.Catalog) in found
