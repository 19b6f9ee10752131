// @ts-check
/** A zip file that a planner chose, read here in the browser: its rows are shown beside what is wrong with them. */

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const MOST_BYTES = 50_000_000;

/**
 * The files of an archive by name, each unpacked when it is asked for.
 * @param {ArrayBuffer} buffer
 * @returns {Map<string, () => Promise<Uint8Array>>} Empty, where it is none.
 */
export function filesIn(buffer) {
  const view = new DataView(buffer);
  /** @type {Map<string, () => Promise<Uint8Array>>} */
  const found = new Map();
  let at = directoryOf(view);
  while (at >= 0 && at + 46 <= view.byteLength && view.getUint32(at, true) === ENTRY) {
    const method = view.getUint16(at + 10, true);
    const size = view.getUint32(at + 20, true);
    const whole = view.getUint32(at + 24, true);
    const [name, extra, comment] = [28, 30, 32].map((offset) => view.getUint16(at + offset, true));
    const start = view.getUint32(at + 42, true);
    const path = new TextDecoder().decode(new Uint8Array(buffer, at + 46, name));
    if (whole <= MOST_BYTES) found.set(path, () => unpacked(buffer, start, size, method));
    at += 46 + name + extra + comment;
  }
  return found;
}

/** Where the list of files begins; -1: nowhere. @param {DataView} view */
function directoryOf(view) {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 65_557); at -= 1) {
    if (view.getUint32(at, true) === END) return view.getUint32(at + 16, true);
  }
  return -1;
}

/** @param {ArrayBuffer} buffer @param {number} start @param {number} size @param {number} method */
async function unpacked(buffer, start, size, method) {
  const view = new DataView(buffer);
  const from = start + 30 + view.getUint16(start + 26, true) + view.getUint16(start + 28, true);
  const packed = new Uint8Array(buffer, from, size);
  if (method === 0) return packed;
  const stream = new Blob([packed]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}
