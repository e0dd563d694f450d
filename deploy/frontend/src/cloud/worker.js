// Reads and decompresses nodes of one COPC file, off the main thread.
import { Copc, Info, Las } from 'copc';
import { LazPerf } from 'laz-perf';
import { ranges } from './range.js';

const HEADER_BYTES = 589;          // LAS header 375 + VLR header 54 + COPC info 160: one request opens the file
const INFO_AT = 429;
const INTENSITY_AT = 12, CLASS_AT = 16, COLOUR_AT = 30; // byte offsets in point formats 6, 7 and 8 (LAS 1.4 R15)

let range, head, centre, codec;

const operations = {
  async init({ url, wasm }) {
    range = ranges(url);
    codec = await LazPerf.create({ wasmBinary: wasm });
  },
  async open() {
    const bytes = await range(0, HEADER_BYTES);
    return { head: Las.Header.parse(bytes), info: Info.parse(bytes.subarray(INFO_AT)) };
  },
  meta(message) { ({ head, centre } = message); },
  page: ({ page }) => Copc.loadHierarchyPage(range, page),
  async node({ node }) {
    const packed = await range(node.pointDataOffset, node.pointDataOffset + node.pointDataLength);
    const raw = await Las.PointData.decompressChunk(packed, { ...head, pointCount: node.pointCount }, codec);
    return unpack(raw, node.pointCount);
  },
};

function unpack(raw, count) {
  const view = new DataView(raw.buffer, raw.byteOffset), length = head.pointDataRecordLength;
  const coloured = head.pointDataRecordFormat > 6, classes = new Set();
  const position = new Float32Array(count * 3), colour = new Uint8Array(count * 4), intensity = new Uint16Array(count);
  const top = coloured ? brightest(view, count, length) : 0, shift = top > 255 ? 8 : 0; // 8-bit colour in 16-bit fields is common
  for (let i = 0, at = 0; i < count; i++, at += length) {
    const code = view.getUint8(at + CLASS_AT);
    classes.add(code);
    colour[4 * i + 3] = code;
    intensity[i] = view.getUint16(at + INTENSITY_AT, true);
    for (let k = 0; k < 3; k++) {
      // Doubles first, float32 last: the step of float32 at a VN-2000 northing is 25 cm.
      position[3 * i + k] = view.getInt32(at + 4 * k, true) * head.scale[k] + head.offset[k] - centre[k];
      if (coloured) colour[4 * i + k] = view.getUint16(at + COLOUR_AT + 2 * k, true) >> shift;
    }
  }
  return { position, colour, intensity, hasColour: top > 0, intensities: middle(intensity), classes: [...classes] };
}

// From 0 to 1, without the brightest and darkest hundredth: one retroreflector would make everything else black.
function middle(intensity) {
  const sorted = intensity.slice().sort();
  return [0.01, 0.99].map(share => (sorted[Math.floor(share * (sorted.length - 1))] || 0) / 65535);
}

function brightest(view, count, length) {
  let top = 0;
  for (let i = 0; i < count; i++) for (let c = 0; c < 6; c += 2) top = Math.max(top, view.getUint16(i * length + COLOUR_AT + c, true));
  return top;
}

let chain = Promise.resolve();
onmessage = ({ data }) => {
  chain = chain.then(() => operations[data.op](data)).then(
    result => postMessage({ id: data.id, result }, result?.position ? [result.position.buffer, result.colour.buffer, result.intensity.buffer] : []),
    error => postMessage({ id: data.id, error: String(error) }));
};
