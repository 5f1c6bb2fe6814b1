/** Bundle the page's modules and the worker: `node bundle.mjs OUT`. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = (/** @type {string} */ name) => fileURLToPath(new URL(`../${name}`, import.meta.url));
await build({
  entryPoints: ["page.js", "still.js", "live/worker.js", "css/figure.css"].map(here),
  entryNames: "[name]", outdir: process.argv[2],
  bundle: true, minify: true, format: "esm", target: "es2022", platform: "browser",
  external: ["node:*"], logLevel: "warning", legalComments: "none",
});
