/** Files that come or fail: a fetch that breaks or stalls is repeated once, from where it was; what came packed is unpacked. */

/** How long no byte may come before a fetch counts as lost, ms. */
export const waiting = { patience: 20_000 };
/** The silence is counted in this many ticks, so that time in which nothing could be heard (Python ran) counts as one. */
const TICKS = 20;

const ask = globalThis.fetch;

/** Nothing was heard for too long. */
export class Silence extends Error {}

/** What became of a promise, or an error once it has been silent for too long. @template T @param {Promise<T>} promise @returns {Promise<T>} */
export function soon(promise) {
  return new Promise((done, failed) => {
    let ticks = 0;
    const clock = setInterval(() => { if (++ticks === TICKS) failed(new Silence("no answer")); }, waiting.patience / TICKS);
    promise.then(done, failed).finally(() => clearInterval(clock));
  });
}

/** With what a file of each kind begins, unless it is packed: a host may send a page of its own, and call that well. @type {[RegExp, RegExp][]} */
const SIGNS = [[/\.zip[^/]*$/, /^P/], [/\.wasm[^/]*$/, /^\0/], [/\.json[^/]*$/, /^\{/], [/\.js[^/]*$/, /^[^<]/]];

/** @param {string} url @param {Uint8Array} first */
function check(url, first) {
  const sign = SIGNS.find(([kind]) => kind.test(url))?.[1];
  if (!packed(first) && sign && !sign.test(String.fromCharCode(first[0]))) throw new Error("the site sent something else in its place");
}

/** @param {Uint8Array} first */
const packed = (first) => first[0] === 0x1f && first[1] === 0x8b;

/** @param {string} url @param {number} skip bytes that came before @returns {AsyncGenerator<Uint8Array<ArrayBuffer>>} */
async function* attempt(url, skip) {
  const stop = new AbortController();
  try {
    const response = await soon(ask(url, { signal: stop.signal }));
    if (!response.ok || !response.body) throw new Error(String(response.status));
    const reader = response.body.getReader();
    let begun = false;
    for (let part = await soon(reader.read()); !part.done; part = await soon(reader.read())) {
      begun ||= (check(url, part.value), true);
      if (part.value.length > skip) yield part.value.subarray(skip);
      skip = Math.max(0, skip - part.value.length);
    }
  } finally {
    stop.abort();
  }
}

/** A file's bytes as they come. @param {string} url @returns {AsyncGenerator<Uint8Array<ArrayBuffer>>} */
async function* bytes(url) {
  let come = 0;
  for (const last of [false, true]) {
    try {
      for await (const part of attempt(url, come)) {
        come += part.length;
        yield part;
      }
      return;
    } catch (error) {
      if (last) throw new Error(`${url.split("/").pop()} did not arrive (${/** @type {Error} */ (error).message})`);
    }
  }
}

/** @param {AsyncGenerator<Uint8Array<ArrayBuffer>>} parts @param {Uint8Array<ArrayBuffer>} first */
function stream(parts, first) {
  return new ReadableStream({
    start: (to) => to.enqueue(first),
    async pull(to) {
      const { done, value } = await parts.next();
      if (done) to.close();
      else to.enqueue(value);
    },
    async cancel() { await parts.return(undefined); },
  });
}

/** A file, begun to arrive. Its first bytes say whether it is packed: a host may have unpacked it by itself. @param {string} url @param {string} [type] */
export async function fetched(url, type = "application/octet-stream") {
  const parts = bytes(url);
  const { value: first = new Uint8Array() } = await parts.next();
  const file = stream(parts, first);
  return new Response(packed(first) ? file.pipeThrough(new DecompressionStream("gzip")) : file, { headers: { "content-type": type } });
}
