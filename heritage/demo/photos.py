"""Write rendered pictures as JPEG with the metadata of a survey: time, camera place, direction, rights."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from fractions import Fraction
from html import escape
from pathlib import Path

import numpy as np
from PIL import ExifTags, Image
from PIL.TiffImagePlugin import IFDRational

from heritage.demo.lettering import sign_picture
from heritage.demo.raster import Camera
from heritage.demo.render import Stage, photograph
from heritage.demo.site import GROUND_M, Site
from heritage.demo.views import View

CAMERA = "Di Sản Số · ảnh dựng máy"
ARTIST = "Di Sản Số, dữ liệu trình diễn"
RIGHTS = "CC0 1.0, dữ liệu trình diễn"
DESCRIPTION = "Ảnh dựng từ mô hình 3D trình diễn, không phải ảnh chụp; vị trí máy là vị trí trong mô hình"
ZONE = "+07:00"


@dataclass(frozen=True, slots=True)
class Shot:
    """What goes beside the pixels: local time without zone, and the caption."""

    taken_at: dt.datetime
    caption: str
    without_gps: bool = False


def take_photo(path: Path, stage: Stage, view: View, site: Site, shot: Shot, width: int = 1280) -> Path:
    """Render ``view`` at 4:3 and write it to ``path``; the same arguments give the same bytes.

    An upright picture is stored as the sensor lay, turned, with EXIF orientation 6.
    """
    size = (width * 3 // 4, width) if view.portrait else (width, width * 3 // 4)
    camera = Camera(view.eye, view.target, view.fov_deg, *size)
    picture = photograph(stage, camera)
    sign_picture(picture)
    if view.portrait:
        picture = picture.transpose(Image.Transpose.ROTATE_90)
    metadata = _exif(camera, site, shot, 6 if view.portrait else 1)
    picture.save(path, "JPEG", quality=87, subsampling=0, exif=metadata, xmp=_xmp(shot.caption))
    return path


def _exif(camera: Camera, site: Site, shot: Shot, orientation: int) -> Image.Exif:
    exif = Image.Exif()
    base, detail, gps = ExifTags.Base, ExifTags.Base, ExifTags.GPS
    # Bytes, because Pillow turns text outside ASCII into question marks.
    exif[base.ImageDescription] = f"{DESCRIPTION}: {shot.caption}".encode()
    exif[base.Make] = "Di Sản Số".encode()
    exif[base.Model] = CAMERA.encode()
    exif[base.Artist] = ARTIST.encode()
    exif[base.Copyright] = RIGHTS.encode()
    exif[base.Software] = b"Di San So demo renderer"
    exif[base.Orientation] = orientation
    stamp = shot.taken_at.strftime("%Y:%m:%d %H:%M:%S")
    exif[base.DateTime] = stamp
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    inner[detail.DateTimeOriginal] = stamp
    inner[detail.DateTimeDigitized] = stamp
    inner[detail.OffsetTimeOriginal] = ZONE
    inner[detail.OffsetTime] = ZONE
    inner[detail.FocalLengthIn35mmFilm] = round(18 / float(np.tan(np.radians(camera.fov_deg) / 2)))
    if not shot.without_gps:
        exif.get_ifd(ExifTags.IFD.GPSInfo).update(_gps(camera, site, shot, gps))
    return exif


def _gps(camera: Camera, site: Site, shot: Shot, gps: type[ExifTags.GPS]) -> dict[int, object]:
    lon, lat = site.degrees(camera.eye[0], camera.eye[1])
    ahead_x, ahead_y = camera.target[0] - camera.eye[0], camera.target[1] - camera.eye[1]
    bearing = float(np.degrees(np.arctan2(ahead_x, ahead_y))) % 360
    utc = shot.taken_at - dt.timedelta(hours=7)
    return {
        gps.GPSVersionID: b"\x02\x03\x00\x00",
        gps.GPSLatitudeRef: "N" if lat >= 0 else "S",
        gps.GPSLatitude: _sexagesimal(abs(lat)),
        gps.GPSLongitudeRef: "E" if lon >= 0 else "W",
        gps.GPSLongitude: _sexagesimal(abs(lon)),
        gps.GPSAltitudeRef: b"\x00",
        gps.GPSAltitude: _ratio(GROUND_M + camera.eye[2], 100),
        gps.GPSImgDirectionRef: "T",
        gps.GPSImgDirection: _ratio(bearing, 100),
        gps.GPSMapDatum: "WGS-84",
        gps.GPSHPositioningError: _ratio(3.0, 10),
        gps.GPSDateStamp: utc.strftime("%Y:%m:%d"),
        gps.GPSTimeStamp: tuple(IFDRational(part) for part in (utc.hour, utc.minute, utc.second)),
    }


def _sexagesimal(degrees: float) -> tuple[IFDRational, IFDRational, IFDRational]:
    minutes = degrees % 1 * 60
    return IFDRational(int(degrees)), IFDRational(int(minutes)), _ratio(minutes % 1 * 60, 10_000)


def _ratio(value: float, denominator: int) -> IFDRational:
    exact = Fraction(round(value * denominator), denominator)
    return IFDRational(exact.numerator, exact.denominator)


def _xmp(caption: str) -> bytes:
    """The same description once more in a form that has a character set."""
    text = escape(f"{DESCRIPTION}: {caption}")
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{text}</rdf:li></rdf:Alt></dc:description>'
        f"<dc:creator><rdf:Seq><rdf:li>{escape(ARTIST)}</rdf:li></rdf:Seq></dc:creator>"
        f'<dc:rights><rdf:Alt><rdf:li xml:lang="x-default">{escape(RIGHTS)}</rdf:li></rdf:Alt></dc:rights>'
        '</rdf:Description></rdf:RDF></x:xmpmeta><?xpacket end="r"?>'
    ).encode()
