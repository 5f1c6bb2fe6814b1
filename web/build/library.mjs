/** Run library.py in Node's Pyodide: standard input says {root, out, bundles}. */
import { readFileSync } from "node:fs";
import { text } from "node:stream/consumers";
import { loadPyodide } from "pyodide";

const { root, out, bundles } = JSON.parse(await text(process.stdin));
const pyodide = await loadPyodide();
pyodide.mountNodeFS("/root", root);
pyodide.mountNodeFS("/out", out);
const script = readFileSync(new URL("library.py", import.meta.url), "utf8");
const main = pyodide.runPython(`import json\n${script}\nlambda bundles: main("/root", "/out", json.loads(bundles))`, {
  globals: pyodide.toPy({ __name__: "library" }),
});
console.log(JSON.stringify({ modules: main(JSON.stringify(bundles)) }));
