/** Python in the page: Pyodide with a compiled library in two parts, the same in Node and in a worker. */
import { loadPyodide } from "pyodide";
/** @import { Parts, Question } from "./types.js" */
/** @typedef {import("pyodide").PyodideConfig} Options */

const NO_PACKAGES = {
  info: { arch: "wasm32", platform: "emscripten", version: "314.0.7", python: "3.14.2", abi_version: "2026_0" },
  packages: {},
};

/** A package that is loaded already looks into a later part, too. */
const START = `
import importlib, sys
def add(part, at):
    sys.path.insert(at, part)
    for module in list(sys.modules.values()):
        for inside in {str(place).partition(".zip/")[2] for place in getattr(module, "__path__", [])} - {""}:
            module.__path__.append(f"{part}/{inside}")
def complete():
    add("/lib/rest.zip", 0)
    importlib.invalidate_caches()
add("/lib/course.zip", len(sys.path))
from start import evaluate
add("/lib/room.zip", len(sys.path))
evaluate, complete`;

/**
 * @param {Parts} places @param {(url: string) => Promise<Uint8Array>} read @param {Options} options where Pyodide itself and its library are
 * @returns {Promise<{evaluate: (q: Question, bundle: string) => string, complete: () => Promise<void>}>}
 */
export async function interpreter(places, read, options) {
  const started = loadPyodide({
    ...options, lockFileContents: /** @type {any} */ (NO_PACKAGES), packageBaseUrl: options.indexURL,
  });
  const [pyodide, course, room] = await Promise.all([started, read(places.course), read(places.room)]);
  pyodide.FS.writeFile("/lib/course.zip", course);
  pyodide.FS.writeFile("/lib/room.zip", room);
  const [evaluate, complete] = pyodide.runPython(START);
  return {
    evaluate: (q, bundle) => evaluate(bundle, q.experiment, JSON.stringify(q.settings), q.seed, q.what ?? "chart"),
    async complete() {
      pyodide.FS.writeFile("/lib/rest.zip", await read(places.rest));
      complete();
    },
  };
}
