// A basemap of vectors from one PMTiles archive, drawn calmly and nearly without words. Loaded only where one is set.
import { FetchSource, PMTiles } from 'pmtiles';
import { LineSymbolizer, PolygonSymbolizer, CenteredTextSymbolizer, leafletLayer } from 'protomaps-leaflet';

const CLOSEST = 15; // of the usual archives; closer, their last tiles are drawn larger

/** A Leaflet layer; rejects when the archive cannot be read. options: {host, failed(error)}. */
export async function vectorLayer(url, { host, failed }) {
  const archive = new PMTiles(new FetchSource(new URL(url, location.href).href));
  const { maxZoom } = await archive.getHeader();
  const style = getComputedStyle(host), tone = name => style.getPropertyValue(name).trim();
  const layer = leafletLayer({
    url: archive, maxDataZoom: Math.min(maxZoom, CLOSEST), backgroundColor: tone('--land'), noWrap: true,
    paintRules: paint(tone), labelRules: labels(tone),
  });
  const draw = layer.renderTile.bind(layer);
  layer.renderTile = (...rest) => Promise.resolve(draw(...rest)).catch(failed);
  return layer;
}

function paint(tone) {
  const fill = colour => new PolygonSymbolizer({ fill: colour });
  const line = (colour, width) => new LineSymbolizer({ color: colour, width });
  const wide = (near, far) => zoom => Math.max(0.5, Math.min(near, far * 2 ** (zoom - 13)));
  return [
    { dataLayer: 'earth', symbolizer: fill(tone('--land')) },
    { dataLayer: 'landuse', symbolizer: fill(tone('--land-own')), filter: (_z, f) => ['park', 'cemetery', 'forest', 'wood'].includes(f.props.kind) },
    { dataLayer: 'water', symbolizer: fill(tone('--sea')), filter: (_z, f) => f.geomType === 3 },
    { dataLayer: 'water', symbolizer: line(tone('--sea'), 1), filter: (_z, f) => f.geomType === 2 },
    { dataLayer: 'buildings', symbolizer: fill(tone('--land-edge')), minzoom: 15 },
    { dataLayer: 'roads', symbolizer: line(tone('--land-edge'), wide(3, 0.7)), filter: (_z, f) => f.props.kind !== 'highway' && f.props.kind !== 'path' },
    { dataLayer: 'roads', symbolizer: line(tone('--line-strong'), wide(4, 1.2)), filter: (_z, f) => f.props.kind === 'highway' },
  ];
}

// Words of ours come above. Of the archive only streets and villages near by, in Vietnamese, and nothing at sea:
// no sea, no island, no border is named or drawn from anybody else's data.
function labels(tone) {
  const words = size => new CenteredTextSymbolizer({
    labelProps: ['name:vi', 'name'], fill: tone('--ink-2'), stroke: tone('--land'), width: 3, font: `400 ${size}px "Be Vietnam Pro", sans-serif`,
  });
  return [{ dataLayer: 'places', symbolizer: words(12), minzoom: 13, filter: (_z, f) => ['neighbourhood', 'locality'].includes(f.props.kind) && onLand(f) }];
}

const onLand = f => f.props.kind_detail !== 'island' && f.props.kind_detail !== 'islet' && f.props.kind_detail !== 'archipelago';
