/* Taking things out of the page: a link, CSV, JSON, SVG, PNG, paper; each says what it shows, from where and when. */

gk.save = function (blob, name) {
  const address = URL.createObjectURL(blob);
  const link = gk.h("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 30000);
};

/** One cell; a text that a spreadsheet would run as a formula gets an apostrophe in front. */
gk.csvCell = function (value) {
  const text = value === null || value === undefined ? "" : String(value);
  const safe = /^[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/.test(text) ? `'${text}` : text;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

gk.CSV_HEAD = ["event", "date_from", "date_to", "precision", "reported", "agent", "relation", "recipient", "status", "place", "topic", "publishers", "confidence", "said_as", "according_to", "publisher", "published", "title", "url", "sentence"];

/** Events as CSV, a line for each sentence behind them. */
gk.makeCsv = function (model, events) {
  const lines = events.flatMap((event) => event.mentions.map((mention) => {
    const { article, text } = mention.sentence;
    const date = event.date || {};
    return [event.id, date.from, date.to, date.precision, event.reported, event.agent.label, event.predicate.label, event.recipient.label, model.statuses[event.status].id,
      event.place && event.place.label, event.topic, event.publishers, event.confidence, model.statuses[mention.status].id, mention.speaker && mention.speaker.label,
      article.publisher, article.published, article.title, article.url, text];
  }));
  return [gk.CSV_HEAD, ...lines].map((line) => line.map(gk.csvCell).join(",")).join("\r\n") + "\r\n";
};

/** The view as JSON: its title, filters and address, and the events that it shows. */
gk.makeJson = function (store) {
  const { model, state } = store;
  const events = gk.sortEvents(gk.selectedEvents(store), state.sort).map((event) => ({
    id: event.id, predicate: event.predicate.id, agent: { id: event.agent.id, label: event.agent.label }, recipient: { id: event.recipient.id, label: event.recipient.label },
    status: model.statuses[event.status].id, date: event.date, reported: event.reported, place: event.place && event.place.id, topic: event.topic, publishers: event.publishers, confidence: event.confidence,
    evidence: event.mentions.map((mention) => ({ sentence: mention.sentence.text, status: model.statuses[mention.status].id, speaker: mention.speaker && mention.speaker.id, article: mention.sentence.article.id })),
  }));
  return JSON.stringify({ title: model.title, view: gk.viewOf(store), hash: gk.writeHash(state, model), filters: gk.filterChips(store).map((chip) => chip.label), articles: model.articles.length, first_day: model.firstDay, last_day: model.lastDay, events }, null, 1);
};

/** What a picture shows, in words: the selection and the filters. */
gk.tellView = function (store) {
  const { model, state } = store;
  const { select } = state;
  const name = (id) => model.entityById.get(id).label;
  const chosen = !select ? null : select.type === "actor" ? name(select.id) : select.type === "article" ? model.articleById.get(select.id).title || select.id : select.type === "event" ? "one event" : select.type === "claim" ? `${name(select.a)} ${model.predicateById.get(select.verb).label} ${name(select.b)}` : `${name(select.a)} and ${name(select.b)}`;
  const chips = gk.filterChips(store).map((chip) => chip.label);
  const folded = state.unfold ? "each actor on its own" : "ministries and leaders folded into states";
  return [chosen, chips.length ? `filters: ${chips.join("; ")}` : "no filter", folded].filter(Boolean).join(" · ");
};

gk.tellSource = ({ model }) => `${gk.count(model.articles.length, "article")} of ${gk.tellPublishers(model.voices)}${model.firstDay ? `, ${gk.showSpan(model.firstDay, model.lastDay)}` : ""}; read by graphkit; saved ${gk.today()}`;
gk.today = () => new Date().toISOString().slice(0, 10);

/** The picture of the present view in an SVG of its own: title, filters, picture, legend, source and date; on paper the page around it has the words. */
gk.makePicture = function (store, graph, size = null, onPaper = false) {
  const { model } = store;
  const colours = gk.readColours(model);
  const { body, width, height } = gk.pictureBody(store, graph, colours, size);
  const [top, legend] = [onPaper ? 0 : 58, gk.drawLegend(model, colours, width, store)];
  const foot = legend.height + (onPaper ? 12 : 30);
  const whole = top + height + foot;
  return gk.h("svg", { xmlns: "http://www.w3.org/2000/svg", viewBox: `0 0 ${width} ${whole}`, width, height: whole, "font-family": colours.sans, role: "img", "aria-label": model.title },
    gk.h("title", {}, model.title), gk.h("rect", { width, height: whole, fill: colours.ground }),
    onPaper ? null : gk.h("text", { x: 16, y: 26, "font-size": 17, "font-weight": 700, fill: colours.ink }, gk.fitText(model.title, width - 32, `700 17px ${colours.sans}`)),
    onPaper ? null : gk.h("text", { x: 16, y: 46, "font-size": 12, fill: colours.soft }, gk.fitText(gk.tellView(store), width - 32, `12px ${colours.sans}`)),
    gk.h("g", { transform: `translate(0 ${top})` }, body),
    gk.h("g", { transform: `translate(16 ${top + height + 16})` }, legend.body),
    onPaper ? null : gk.h("text", { x: 16, y: whole - 10, "font-size": 11, fill: colours.soft }, gk.tellSource(store)));
};

gk.pictureBody = function (store, graph, colours, size) {
  const { model, state } = store;
  const view = gk.viewOf(store);
  if (view === "matrix") {
    const host = gk.$("matrix");
    const built = gk.buildMatrix(store, size ? size.width : host.clientWidth || 900, size ? size.height : host.clientHeight || 700);
    return { body: gk.drawMatrix(model, built, colours, null), width: built.width, height: built.height };
  }
  if (view === "map" && gk.hasMap()) {
    const host = gk.$("map");
    const [width, height] = size ? [size.width, size.height] : [host.clientWidth || 900, host.clientHeight || 540];
    return { body: gk.drawMap(model, gk.theWorld(), gk.buildMap(store, gk.theWorld()), colours, width, height, "gk-hatch-saved"), width, height };
  }
  const room = size || (view === "graph" && graph.scene ? { width: graph.scene.width, height: graph.scene.height } : { width: 1000, height: 640 });
  const fresh = size || view !== "graph" || !graph.scene;
  const old = graph.colours;
  graph.colours = colours;
  const scene = fresh ? gk.makeScene(graph, room.width, room.height) : graph.scene;
  const body = gk.drawScene(model, scene, fresh ? { k: 1, x: 0, y: 0 } : graph.view, colours, { chosen: gk.chosenIds(state, model) });
  graph.colours = old;
  return { body, ...room };
};

/** The groups, statuses and kinds of what is shown; also "disputed", where two events together are. */
gk.usedMarks = function (store) {
  const { model, state } = store;
  const used = { group: new Set(), status: new Set(), kind: new Set() };
  const events = gk.selectedEvents(store);
  for (const event of events) {
    used.group.add(event.predicate.group);
    used.status.add(event.status);
    for (const entity of [event.agent, event.recipient]) used.kind.add(gk.standIn(entity, state.unfold).kind);
  }
  if ([...gk.sumClaims(model, events, state.unfold).values()].some(gk.isDisputed)) used.status.add(model.statuses.findIndex((status) => status.id === "disputed"));
  return used;
};

/** Legend of what the view uses: groups, statuses and kinds, in lines that fit. */
gk.drawLegend = function (model, colours, width, store) {
  const used = gk.usedMarks(store);
  const parts = [];
  let [x, y] = [0, 0];
  const add = (label, mark) => {
    const w = 40 + gk.textWidth(label, `12px ${gk.SANS}`) + 16;
    if (x + w > width - 32) [x, y] = [0, y + 18];
    parts.push(gk.h("g", { transform: `translate(${gk.n(x)} ${y})` }, mark, gk.h("text", { x: 38, y: 4, "font-size": 12, fill: colours.ink }, label)));
    x += w;
  };
  const sorted = (set) => [...set].sort((a, b) => a - b);
  for (const group of sorted(used.group)) add(model.groups[group].label, gk.h("path", { d: "M2 0H32", stroke: colours.group[group], "stroke-width": 3 }));
  for (const status of sorted(used.status)) {
    const dashes = gk.DASHES[model.statuses[status].id];
    add(model.statuses[status].label, gk.h("path", { d: "M2 0H32", stroke: colours.ink, "stroke-width": 2, "stroke-dasharray": dashes ? dashes.join(" ") : null }));
  }
  for (const kind of sorted(used.kind)) add(model.kinds[kind].label, gk.h("path", { d: gk.outlinePath(model.kinds[kind].shape, 22, 0, 6), fill: colours.kind[kind] }));
  if (gk.viewOf(store) === "map") {
    const square = (fill) => gk.h("rect", { x: 8, y: -6, width: 22, height: 12, fill });
    add("a state that acts: the darker, the more", square(gk.mix(colours.accent, colours.land, 0.6)));
    add("less than half of it is reported", [square(gk.mix(colours.accent, colours.land, 0.6)), square("url(#gk-hatch-saved)")]);
  }
  return { body: gk.h("g", {}, parts), height: y + 18 };
};

gk.svgText = (store, graph) => new XMLSerializer().serializeToString(gk.makePicture(store, graph));

/** Saves the picture as PNG at a multiple of its size. */
gk.savePng = async function (store, graph, scale) {
  const picture = gk.makePicture(store, graph);
  const [width, height] = [Number(picture.getAttribute("width")), Number(picture.getAttribute("height"))];
  const address = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(picture)], { type: "image/svg+xml" }));
  const image = new Image();
  image.src = address;
  await image.decode();
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  URL.revokeObjectURL(address);
  canvas.toBlob((blob) => gk.save(blob, "graphkit.png"), "image/png");
};

/** Puts what is shown on paper: title, picture, and the claims with their sentences; says how many are left out. */
gk.fillPaper = function (store, graph) {
  const { model, state } = store;
  gk.onPaper = "light";
  gk.applyTheme();
  const paper = gk.$("paper");
  const head = [gk.h("h1", {}, model.title), gk.h("p", {}, gk.tellView(store)), gk.h("p", {}, gk.tellSource(store))];
  if (state.story !== null) {
    paper.replaceChildren(...head, ...gk.storyPages(store, graph));
    return;
  }
  const test = gk.selectionTest(model, state);
  const sums = gk.sortClaims(gk.rankedClaims(store.result), state.sort).map((sum) => (test ? gk.sumFor(model, sum.claim, sum.events.filter(test)) : sum)).filter((sum) => sum.events.length);
  const shown = sums.slice(0, gk.ON_PAPER);
  const rest = sums.length - shown.length;
  const note = rest ? `The ${shown.length} first of ${sums.length} claims, ${gk.ORDERS[state.sort].label}; ${gk.count(rest, "claim")} left out of this print.` : `${gk.count(sums.length, "claim")}, ${gk.ORDERS[state.sort].label}.`;
  paper.replaceChildren(...head, gk.viewOf(store) === "table" || !sums.length ? "" : gk.makePicture(store, graph, null, true), gk.h("p", { class: "note" }, note), ...shown.map((sum) => gk.claimCard(store, sum, { small: true, most: 200 })));
};
gk.ON_PAPER = 300;

gk.copyText = async function (text, done) {
  let copied = true;
  gk.copied = text;
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const field = gk.h("textarea", { "aria-label": "Text to copy", class: "hide" }, text);
    document.body.append(field);
    field.select();
    copied = document.execCommand("copy");
    field.remove();
  }
  gk.say(copied ? done : "The browser does not let this page copy");
};

/** The address of a selection under the present filters. */
gk.linkTo = (store, select) => `${location.href.split("#")[0]}#${gk.writeHash({ ...store.state, select }, store.model)}`;
