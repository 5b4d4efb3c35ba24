"use strict";
const find = (id) => document.getElementById(id);
const { base, queries } = JSON.parse(find("data").textContent);
let chosen = null;
let shown = null;

function make(name, text, attributes = {}) {
  const element = document.createElement(name);
  if (text !== null) element.textContent = text;
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  return element;
}

function choose(query, button) {
  for (const other of find("list").querySelectorAll("button")) other.setAttribute("aria-pressed", String(other === button));
  chosen = query;
  find("about").textContent = query.description;
  find("text").value = query.text.split("\n").filter((line) => !line.startsWith("#")).join("\n").trim() + "\n";
  find("parameters").replaceChildren(...query.parameters.map((parameter) => {
    const label = make("label", `${parameter.name}: ${parameter.description}${parameter.required ? " (needed)" : ""}`);
    const input = make("input", null, { name: parameter.name, autocomplete: "off" });
    input.value = parameter.default ?? "";
    input.addEventListener("keydown", (event) => { if (event.key === "Enter") ask(); });
    label.append(input);
    return label;
  }));
  const needed = query.parameters.some((parameter) => parameter.required);
  if (needed) find("parameters").querySelector("input").focus();
  else ask();
}

function isChanged() {
  const plain = chosen && chosen.text.split("\n").filter((line) => !line.startsWith("#")).join("\n").trim();
  return !chosen || find("text").value.trim() !== plain;
}

function readParameters() {
  const given = {};
  for (const input of find("parameters").querySelectorAll("input")) if (input.value.trim()) given[input.name] = input.value.trim();
  return given;
}

async function ask() {
  const own = isChanged();
  const request = own ? { query: find("text").value, parameters: {} } : { query: chosen.name, parameters: readParameters() };
  find("run").disabled = true;
  say("Asking ...");
  try {
    const response = await fetch("/api/ask", {
      method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(request),
    });
    const answer = await response.json();
    if (response.ok) show(answer);
    else say([answer.error, answer.where, answer.remedy].filter(Boolean).join("\n"), true);
  } catch (error) {
    say(`The server does not answer (${error.message}). Is graphkit serve still running?`, true);
  } finally {
    find("run").disabled = false;
  }
}

function say(text, isBad = false) {
  find("says").textContent = text;
  find("says").classList.toggle("bad", isBad);
}

function show(answer) {
  shown = answer;
  const table = find("answer");
  const head = make("tr", null);
  for (const column of answer.columns) head.append(make("th", column, { scope: "col" }));
  table.tHead.replaceChildren(head);
  table.tBodies[0].replaceChildren(...answer.rows.map((row) => {
    const line = make("tr", null);
    for (const cell of row) line.append(fill(cell));
    return line;
  }));
  table.hidden = false;
  find("save").hidden = answer.rows.length === 0;
  const count = `${answer.rows.length.toLocaleString("en")} ${answer.rows.length === 1 ? "row" : "rows"} in ${answer.seconds} s`;
  say([count, ...answer.notes].join(". "));
}

function fill(cell) {
  const place = make("td", null);
  if (cell === null) return place;
  if (cell.iri && cell.iri.startsWith(base)) place.append(make("a", cell.text, { href: "/id/" + encodeURI(cell.iri.slice(base.length)) }));
  else place.textContent = cell.text;
  if (cell.number) place.className = "number";
  return place;
}

function save() {
  const isFormula = (text) => /^[=+\-@\t\r\uff0b\uff0d\uff1d\uff20]/.test(text) && Number.isNaN(Number(text)); // for a spreadsheet
  const disarm = (text) => (isFormula(text) ? `'${text}` : text);
  const quote = (text) => (/[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [shown.columns, ...shown.rows.map((row) => row.map((cell) => (cell ? cell.text : "")))];
  const link = make("a", null, { download: "answer.csv" });
  link.href = URL.createObjectURL(new Blob([lines.map((line) => line.map(disarm).map(quote).join(",")).join("\r\n") + "\r\n"], { type: "text/csv" }));
  link.click();
  URL.revokeObjectURL(link.href);
}

for (const query of queries) {
  const item = make("li", null);
  const button = make("button", query.title, { type: "button", "aria-pressed": "false", title: query.name });
  button.addEventListener("click", () => choose(query, button));
  item.append(button);
  find("list").append(item);
}
find("run").addEventListener("click", ask);
find("save").addEventListener("click", save);
find("text").addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); ask(); }
});
