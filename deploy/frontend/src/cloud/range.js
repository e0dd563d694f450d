// Bytes [from, to) of the file. A server without ranges is refused at once: a phone must never pull a whole cloud.
export function ranges(url) {
  return async (from, to) => {
    const stop = new AbortController();
    const answer = await fetch(url, { headers: { Range: `bytes=${from}-${to - 1}` }, signal: stop.signal });
    if (answer.status !== 206) { stop.abort(); throw new Error(`no byte ranges: HTTP ${answer.status}`); }
    return new Uint8Array(await answer.arrayBuffer());
  };
}
