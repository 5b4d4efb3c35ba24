/* The keyboard: / asks, ? helps, Esc goes back, arrows walk through the picture or the story. */

gk.bindKeys = function (store, graph) {
  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    if (event.ctrlKey || event.metaKey || event.altKey || gk.$("help-box").open) return;
    if (event.key === "/" && !typing) {
      event.preventDefault();
      gk.$("search").focus();
      gk.$("search").select();
    } else if (event.key === "?" && !typing) gk.openHelp(store);
    else if (event.key === "Escape") {
      if (document.body.classList.contains("with-side")) gk.toggleSide(false);
      else if (store.state.select) store.select(null);
    } else if (!typing && store.state.story !== null && ["ArrowLeft", "ArrowRight", "PageUp", "PageDown"].includes(event.key) && !["canvas", "matrix"].includes(event.target.id)) {
      event.preventDefault();
      gk.goStory(store, store.state.story + (event.key === "ArrowRight" || event.key === "PageDown" ? 1 : -1));
    }
  });
  graph.box.addEventListener("keydown", (event) => gk.walk(graph, event));
  for (const name of ["focus", "blur"]) graph.box.addEventListener(name, () => gk.redrawSoon(graph));
  document.addEventListener("keydown", (event) => {
    if ((event.key === "Enter" || event.key === " ") && event.target.getAttribute && event.target.getAttribute("role") === "button" && event.target.dataset.node) {
      event.preventDefault();
      store.select({ type: "actor", id: store.model.entities[Number(event.target.dataset.node)].id });
    }
  });
  gk.$("skip").addEventListener("click", (event) => {
    event.preventDefault();
    if (gk.phone.matches) gk.setSheet("full");
    gk.$("panel").focus();
  });
};
