/** Pyodide in a worker: its own files come packed or bare, as is best, and that one is lost is heard. */
import { fetched, soon } from "./fetched.js";
/** @import { Places } from "./types.js" */

/** Where Pyodide thinks its folder is. */
const HOME = `${self.location.origin}/pyodide/`;
const { fetch } = self;
const compile = WebAssembly.instantiateStreaming;

/** @param {string} url */
const wasm = (url) => fetched(url, "application/wasm");
/** @param {string} url */
const whole = async (url) => new Response(await (await fetched(url)).arrayBuffer());

/** What lies bare beside a packed file. @param {string} url */
const beside = (url) => url.replace(/\.gzip$/, "");

/** A module that came packed; bare where a policy refuses to run what has no address. @param {string} url */
async function imported(url) {
  const script = await (await fetched(url, "text/javascript")).blob();
  return import(URL.createObjectURL(script)).catch((why) => import(beside(url)).catch(() => { throw why; }));
}

/** @param {string} url @param {RequestInit} how */
const found = (url, how) => soon(fetch(url, how)).catch(() => null);

/**
 * A file of Pyodide's in the best way: beside the packed one it lies bare. If the host packs that by itself, the browser
 * unpacks it, and keeps what it compiled for the next page.
 *
 * @template T @param {string} url @param {(bare: string) => Promise<T>} bare @param {(packed: string) => Promise<T>} packed
 */
async function best(url, bare, packed) {
  const kept = await found(beside(url), { mode: "same-origin", cache: "only-if-cached" });
  const come = kept?.ok || (await found(beside(url), { method: "HEAD" }))?.headers.has("content-encoding");
  return come ? soon(bare(beside(url))).catch(() => packed(url)) : packed(url);
}

/** Pyodide only warns when its program or its library is lost or cannot be compiled, and waits for ever: `broken` fails. @param {Places} places */
export function pyodide(places) {
  /** @type {(why: unknown) => void} */ let fail = () => {};
  /** @type {Promise<never>} */ const broken = new Promise((_, failed) => { fail = failed; });
  /** @template T @param {Promise<T>} promise */
  const heard = (promise) => promise.catch((why) => { fail(why); return /** @type {Promise<T>} */ (new Promise(() => {})); });
  const engine = heard(best(places.engine, (bare) => import(bare), imported));
  self.fetch = (file, options) => {
    if (String(file) === `${HOME}pyodide.asm.wasm`) return heard(best(places.wasm, (bare) => fetch(bare, { cache: "force-cache" }), wasm));
    return String(file) === places.library ? heard(whole(places.library)) : fetch(file, options);
  };
  WebAssembly.instantiateStreaming = async (program, imports) => {
    const file = await program;
    const compiled = compile(file, imports);  // what has no address is ours, and may come slowly
    return heard(file.url ? soon(compiled).catch(async () => compile(await wasm(places.wasm), imports)) : compiled);
  };
  const createPyodideModule = async (/** @type {any} */ settings) => (await engine).default(settings);
  return { broken, options: { indexURL: HOME, stdLibURL: places.library, createPyodideModule } };
}
