/** What a host's policy refuses: the browser tells of it in an event, and in an error often without its name. */

/** What Python needs, by the directive that refused it. */
const NEEDED = {
  "worker-src": "'self' for worker-src",
  "connect-src": "'self' for connect-src",
  "script-src": "'self' and 'wasm-unsafe-eval' for script-src",
};
/** @typedef {keyof typeof NEEDED} Directive */

/** So long an event may come behind its error, ms. */
const BEHIND = 50;

/** @type {Set<string>} */ const refused = new Set();
globalThis.addEventListener?.("securitypolicyviolation", ({ disposition, effectiveDirective }) => {
  if (disposition === "enforce") refused.add(effectiveDirective.replace(/-(elem|attr)$/, ""));
});

/** An error in words: its own, or the policy's that caused it. @param {any} error @param {Directive[]} by the directives that can have caused it @returns {Promise<string>} */
export async function reason(error, by = /** @type {Directive[]} */ (Object.keys(NEEDED))) {
  await new Promise((done) => setTimeout(done, BEHIND));
  const words = String(error.message ?? error);
  const named = /unsafe-eval|\bCSP\b|content security policy/i.test(words) ? "script-src" : undefined;
  const directive = named ?? by.find((one) => refused.has(one));
  return directive ? `the Content-Security-Policy that this site's server sends must allow ${NEEDED[directive]}` : words;
}
