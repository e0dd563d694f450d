"""Every address of the product. Pages mirror each other in two languages; machines' addresses have one."""

from __future__ import annotations

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, URLResolver, include, path
from django.utils.translation import gettext_lazy as _

from heritage.api.root import api
from heritage.views import (
    about,
    api_docs,
    explore,
    festivals,
    files,
    home,
    iiif,
    item,
    kpi,
    map_layers,
    ogc,
    old_maps,
    operations,
    short,
    tiles,
)
from heritage.views.desk import (
    batches,
    bursts,
    control_points,
    items,
    places,
    positions,
    reviews,
    session,
    told,
    trace,
    words,
    worklist,
)
from heritage.views.desk import files as desk_files

features = [
    path("", ogc.landing, name="ogc"),
    path("conformance", ogc.conformance),
    path("api", ogc.api),
    path("collections", ogc.collections),
    path("collections/<str:name>", ogc.collection),
    path("collections/<str:name>/queryables", ogc.queryables),
    path("collections/<str:name>/items", ogc.items),
    path("collections/<str:name>/items/<str:fid>", ogc.item),
    path("<path:rest>", ogc.unknown),
]

machines = [
    path("api/v1/docs", api_docs.docs, name="api-docs"),
    path("api/v1/", api.urls),
    path("ogc/", include(features)),
    path("q/", short.find, name="short-find"),
    path("q/<str:public_id>", short.short, name="short"),
    path("qr/<str:public_id>.svg", short.qr, name="qr"),
    path("media/<str:asset_id>/<slug:recipe>.<path:extension>", files.derivative, name="derivative"),
    path("iiif/3/<str:identifier>", iiif.base),
    path("iiif/3/<str:identifier>/info.json", iiif.info, name="iiif-info"),
    path(
        "iiif/3/<str:identifier>/<str:region>/<str:size>/<str:rotation>/<str:quality>.<str:format>",
        iiif.image,
    ),
    path("iiif/3/<path:rest>", iiif.unknown),
    path("ban-do/quan-dao.geojson", map_layers.overlay, name="map-overlay"),
    path("ban-do/don-vi.geojson", map_layers.units, name="map-units"),
    path("ban-do/pham-vi.geojson", map_layers.extents, name="map-extents"),
    path("ban-do/to.json", old_maps.listing, name="old-maps"),
    path("ban-do/to/<str:asset_id>.json", old_maps.description, name="old-map"),
    path(
        "ban-do/to/<str:asset_id>/<int:zoom>/<int:column>/<int:row>.<slug:format>",
        old_maps.tile,
        name="old-map-tile",
    ),
    path("ban-do/<slug:layer>.json", tiles.description, name="tiles"),
    path("ban-do/<slug:layer>/<int:zoom>/<int:column>/<int:row>.mvt", tiles.tile, name="tile"),
    path("healthz", operations.healthz),
    path("readyz", operations.readyz),
    path("metrics", operations.metrics),
]

desk = [
    path("", worklist.worklist, name="desk"),
    path("dang-nhap/", session.Login.as_view(), name="login"),
    path("dang-xuat/", session.Logout.as_view(), name="logout"),
    path("di-san/", items.mine, name="desk-items"),
    path("di-san/moi/", items.create, name="desk-item-new"),
    path("di-san/<str:public_id>/", items.edit, name="desk-item"),
    path("di-san/<str:public_id>/gui-duyet/", items.submit, name="desk-item-submit"),
    path("di-san/<str:public_id>/vi-tri/", places.candidates, name="desk-places"),
    path("di-san/<str:public_id>/ve/", trace.trace, name="desk-trace"),
    path("di-san/<str:public_id>/ve/doc", trace.read, name="desk-trace-read"),
    path("di-san/<str:public_id>/tep/", desk_files.describe, name="desk-files"),
    path("tep/<str:asset_id>/lam-lai/", desk_files.retry, name="desk-retry-file"),
    path("tep/<str:asset_id>/khai/", told.edit, name="desk-told"),
    path("tep/<str:asset_id>/nan/", control_points.edit, name="desk-georeference"),
    path("tep/<str:asset_id>/nan/thu/", control_points.try_points, name="desk-georeference-try"),
    path("tep/<str:asset_id>/nan/bo/", control_points.forget, name="desk-georeference-forget"),
    path("tep/<str:asset_id>/nan/he/", control_points.tell_system, name="desk-georeference-system"),
    path("tep/<str:asset_id>/nan/tien-do/", control_points.progress, name="desk-georeference-progress"),
    path("tep/<str:asset_id>/chu/", words.words, name="desk-file-words"),
    path("tai-len/", batches.upload, name="desk-upload"),
    path("tai-len/<int:batch_pk>/", batches.show, name="desk-batch"),
    path("tai-len/<int:batch_pk>/nhom-anh/", bursts.attach, name="desk-burst"),
    path("tai-len/<int:batch_pk>/nhom-anh/<int:event_pk>/hoan-tac/", bursts.detach, name="desk-burst-undo"),
    path("duyet/", reviews.queue, name="desk-review"),
    path("duyet/<str:public_id>/", reviews.review, name="desk-review-item"),
    path("duyet/<str:public_id>/rut/", reviews.withdraw, name="desk-withdraw"),
    path("duyet/tep/<str:asset_id>/", reviews.accept_file, name="desk-accept-file"),
    path("vi-tri/<int:candidate_pk>/", places.conflict, name="desk-conflict"),
    path("vi-tri/doc", positions.read, name="desk-read-position"),
]

pages: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path(_("kham-pha/"), explore.explore, name="explore"),
    path(_("di-san/<str:public_id>/"), item.item, name="item-bare"),
    path(_("di-san/<str:public_id>/<slug:slug>/"), item.item, name="item"),
    path(_("le-hoi/"), festivals.festivals, name="festivals"),
    path("kpi/", kpi.kpi, name="kpi"),
    path("kpi/<str:code>/", kpi.unit, name="kpi-unit"),
    path(_("gioi-thieu/"), about.about, name="about"),
    path("can-bo/", include(desk)),
]

urlpatterns = [*machines, *i18n_patterns(*pages, prefix_default_language=False)]
