/** A file that is opened without a server: browsers give it no modules, so its figures stand still at once. */
if (location.protocol === "file:") document.documentElement.dataset.figures = "still";
