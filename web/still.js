/**
 * Says so where the figures cannot come to life: a file that is opened without a server, or a script that is lost or
 * refused. This one is no module, so it runs where modules do not; where no script may run, the page says so by itself.
 */
{
  /** The page's script has so long to arrive, ms. */
  const PATIENCE = 20_000;
  const root = document.documentElement, told = /** @type {HTMLScriptElement} */ (document.currentScript)?.dataset;
  const still = () => {
    if (root.dataset.figures === "alive" || !told?.still) return;
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: told.still, id: "figures-still" }));
    root.dataset.figures = "still";
  };
  if (location.protocol === "file:") still();
  else setTimeout(still, Number(told?.patience ?? PATIENCE));
}
