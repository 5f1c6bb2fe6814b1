"""How a widget looks in Jupyter: the published page's figure, told to a front end's own elements."""

CSS = """
.experiment-board { max-width: 720px; padding: 0.25rem 0; --quiet: #5b6470; --accent: var(--tone-0, #0a64a8); }
.experiment-board :is(.widget-html, .widget-html-content) { height: auto; width: auto; line-height: 1.45; }
.experiment-board h4 { margin: 0 0 0.6rem; font-size: 1.15rem; font-weight: 600; }
.experiment-board .experiment-controls {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(18rem, 1fr)); gap: 0.35rem 2rem; overflow: visible;
  margin: 0 0 1rem; padding: 0.75rem 1rem; background: rgba(120, 135, 155, 0.09); border-radius: 0.5rem;
}
.experiment-controls > .widget-inline-hbox {
  display: grid; grid-template-columns: 1fr auto; align-items: center; align-content: start;
  width: auto; height: auto; margin: 0; min-height: 2.75rem; font-size: 0.95rem;
}
.experiment-controls .widget-label {
  width: auto; max-width: none; height: auto; margin: 0; text-align: start; color: var(--quiet);
  white-space: normal; line-height: 1.3;
}
.experiment-controls .widget-readout {
  grid-column: 2; grid-row: 1; height: auto; min-width: 1rem; margin: 0; padding: 0 0.2rem; line-height: 1.3;
  text-align: end; font-weight: 600; overflow: visible;
}
.experiment-controls :is(.slider-container, select) { grid-column: 1 / -1; width: auto; margin: 0; }
.experiment-controls .widget-dropdown select { height: 2rem; margin-top: 0.3rem; }
.experiment-controls .noUi-handle { background: var(--accent) !important; border-color: var(--accent) !important; }
.experiment-controls .widget-checkbox .widget-label-basic { color: var(--quiet); }
.experiment-board svg { display: block; width: 100%; height: auto; border-radius: 0.35rem; }
.experiment-board .experiment-reading { margin: 0.6rem 0 0.4rem; font-size: 1.02rem; min-height: 2.9em; }
.experiment-board .experiment-numbers {
  width: auto; margin: 0 0 0.5rem; border: 0; border-collapse: collapse; font-size: 0.95rem;
}
.experiment-board .experiment-numbers :is(th, td) {
  padding: 0.15rem 1.25rem 0.15rem 0; border: 0; text-align: start; font-weight: 400; background: none;
}
.experiment-board .experiment-numbers :is(th, td:last-child) { color: var(--quiet); }
.experiment-board .experiment-numbers output { font-weight: 600; font-variant-numeric: tabular-nums; }
.experiment-board .experiment-numbers tr { background: none !important; }
.experiment-board :is(.experiment-film, .experiment-guess, .experiment-challenge) {
  margin: 0.4rem 0; padding: 0.5rem 0.75rem; border: 1px solid rgba(120, 135, 155, 0.35); border-radius: 0.5rem;
}
.experiment-board :is(.experiment-film, .experiment-guess, .experiment-challenge) p { margin: 0.2rem 0; }
.experiment-board .experiment-guess :is(.widget-inline-hbox, .widget-radio) { width: auto; max-width: 30rem; }
.experiment-board code { color: var(--quiet); background: none; }
"""
