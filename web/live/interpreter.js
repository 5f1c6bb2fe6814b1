/** Python in the page: Pyodide with a compiled library in two parts, the same in Node and in a worker. */
import { loadPyodide } from "pyodide";
/** @import { Places, Question } from "./types.js" */

const NO_PACKAGES = {
  info: { arch: "wasm32", platform: "emscripten", version: "314.0.7", python: "3.14.2", abi_version: "2026_0" },
  packages: {},
};

const START = `
import sys
sys.path.append("/lib/course.zip")
from systemdesign.chapters.bridge import evaluate
evaluate`;

/** The second part goes first, being whole; a package that is loaded already looks there too. */
const EXTEND = `
import importlib, sys
sys.path.insert(0, "/lib/rest.zip")
for module in list(sys.modules.values()):
    for place in list(getattr(module, "__path__", [])):
        if str(place).startswith("/lib/python314.zip/"):
            module.__path__.append(place.replace("python314", "rest"))
importlib.invalidate_caches()`;

/**
 * @param {Places} places @param {(url: string) => Promise<Uint8Array>} read
 * @returns {Promise<{evaluate: (q: Question, bundle: string) => string, complete: () => Promise<void>}>}
 */
export async function interpreter(places, read) {
  const course = read(places.course);
  const pyodide = await loadPyodide({
    indexURL: places.python, stdLibURL: places.library,
    lockFileContents: /** @type {any} */ (NO_PACKAGES), packageBaseUrl: places.python,
  });
  pyodide.FS.writeFile("/lib/course.zip", await course);
  const evaluate = pyodide.runPython(START);
  return {
    evaluate: (q, bundle) => evaluate(bundle, q.experiment, JSON.stringify(q.settings), q.seed),
    async complete() {
      pyodide.FS.writeFile("/lib/rest.zip", await read(places.rest));
      pyodide.runPython(EXTEND);
    },
  };
}
