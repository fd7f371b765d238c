// The network, drawn from the table below it. What is chosen stands in the address.
"use strict";

const form = document.getElementById("choices");
const table = document.querySelector("table.data");
const colours = JSON.parse(form.dataset.colours);
const key = (link) => link.getAttribute("href").replace(/^.*\/|\.html$/g, "");

const people = Array.from(table.tBodies[0].rows, (row) => ({
  row, key: key(row.cells[0].querySelector("a")), name: row.cells[0].textContent.trim(), delegation: row.cells[1].textContent.trim(),
  ties: Array.from(row.cells[3].querySelectorAll("a"), (link) => ({
    key: key(link), title: link.textContent, perhaps: link.nextElementSibling?.className === "unknown",
  })),
}));
const boxes = [...form.querySelectorAll("[name=series]")];
const seriesOf = (tie) => boxes.find((box) => tie.title.startsWith(box.parentElement.textContent.trim())).value;
const USUAL = { series: boxes.map((box) => box.value).join(), least: "2", of: "" };

const read = () => {
  const asked = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(Object.entries(USUAL).map(([name, usual]) => [name, asked.get(name) ?? usual]));
};
const write = (choices) => Object.keys(USUAL).filter((name) => choices[name] !== USUAL[name]).map((name) => `${name}=${choices[name]}`).join("&");

function compute({ series, least, of }) {
  const among = series.split(",");
  const officials = people.map((each) => ({ ...each, ties: each.ties.filter((tie) => among.includes(seriesOf(tie))) }))
    .filter((each) => each.ties.length && (each.ties.length >= Number(least) || each.key === of));
  const meetings = new Map(officials.flatMap((each) => each.ties).map((tie) => [tie.key, tie.title]));
  const short = (title) => title.split(", ").at(-1);
  const alike = (title) => [...meetings.values()].filter((other) => short(other) === short(title)).length > 1;
  const nodes = [
    ...officials.map((each) => ({ key: each.key, name: each.name, label: each.name, kind: each.delegation, ties: [each.key, ...each.ties.map((tie) => tie.key)], number: each.ties.length })),
    ...[...meetings].map(([at, title]) => {
      const named = officials.filter((each) => each.ties.some((tie) => tie.key === at));
      return { key: at, name: title, label: alike(title) ? title : short(title), kind: "", ties: [at, ...named.map((each) => each.key)], number: named.length };
    }),
  ];
  const place = new Map(nodes.map((node, number) => [node.key, number]));
  const links = officials.flatMap((each) => each.ties.map((tie) => ({ source: place.get(each.key), target: place.get(tie.key), perhaps: tie.perhaps, person: each.key, meeting: tie.key })));
  return { officials, meetings, nodes, links };
}

function picture({ nodes, links }, width) {
  const ink = colour("foreground-primary");
  const chosen = "(hovered || chosen)";
  const near = `!${chosen} || indexof(datum.ties, ${chosen}) >= 0`;
  const shown = (node) => `${node}.kind === '' || ${node}.number > 2`;
  // The more there are, the nearer they stand, so that none leaves the picture.
  const crowd = Math.max(0.5, nodes.length / 60);
  const kinds = Object.keys(colours).filter((kind) => nodes.some((node) => node.kind === kind));
  return {
    $schema: "https://vega.github.io/schema/vega/v6.json",
    width: Math.max(width - 30, 600), height: 640, padding: 10,
    title: { text: "Officials and the meetings at which documents name them", subtitle: "round: an official, by delegation; square: a meeting; dashed: perhaps" },
    signals: [
      { name: "chosen", value: now.of },
      { name: "placed", value: false },
      { name: "hovered", value: "", on: [{ events: "symbol:pointerover", update: "datum.key" }, { events: "symbol:pointerout", update: "''" }] },
    ],
    data: [{ name: "nodes", values: nodes }, { name: "links", values: links }],
    scales: [{ name: "colour", type: "ordinal", domain: kinds, range: kinds.map((kind) => colours[kind]) }],
    legends: [{ fill: "colour", orient: "top", columns: Math.max(1, Math.floor(width / 170)), symbolType: "circle", symbolStrokeColor: ink }],
    marks: [
      { type: "symbol", aria: false, name: "dots", zindex: 1, from: { data: "nodes" },
        encode: {
          enter: {
            shape: { signal: "datum.kind ? 'circle' : 'square'" }, cursor: { value: "pointer" },
            size: { signal: "datum.kind ? 60 + 25 * datum.number : 90" }, stroke: { value: ink },
            fill: [{ test: "datum.kind === ''", value: colour("background-border") }, { scale: "colour", field: "kind" }],
            toX: { signal: "width / 2" }, toY: { signal: "height / 2" },
            tooltip: { signal: "datum.name + ' · ' + datum.number" },
          },
          update: { opacity: { signal: `${near} ? 1 : 0.15` } },
        },
        transform: [{ type: "force", static: true, iterations: 300, signal: "force", forces: [
          { force: "center", x: { signal: "width / 2" }, y: { signal: "height / 2" } },
          { force: "collide", radius: 26 }, { force: "nbody", strength: -220 / crowd },
          { force: "x", x: "toX", strength: 0.07 * crowd }, { force: "y", y: "toY", strength: 0.08 * crowd },
          { force: "link", links: "links", distance: 50 },
        ] }],
      },
      { type: "path", aria: false, from: { data: "links" }, interactive: false,
        encode: {
          enter: { stroke: { value: colour("foreground-muted") }, strokeDash: { signal: "datum.perhaps ? [3, 3] : []" } },
          update: { opacity: { signal: `!${chosen} || ${chosen} === datum.person || ${chosen} === datum.meeting ? 0.8 : 0.08` } },
        },
        transform: [{ type: "linkpath", require: { signal: "force" }, shape: "line", sourceX: "datum.source.x", sourceY: "datum.source.y", targetX: "datum.target.x", targetY: "datum.target.y" }],
      },
      { type: "text", aria: false, zindex: 2, from: { data: "dots" }, interactive: false,
        encode: {
          enter: { fontSize: { value: 11 }, fill: { value: ink } },
          update: {
            text: { signal: `${chosen} || ${shown("datum.datum")} ? datum.datum.label : ''` },
            // Names that find no room are seen where they are asked for.
            opacity: { signal: `${chosen} ? (indexof(datum.datum.ties, ${chosen}) >= 0 ? 1 : 0) : placed ? item.room : 1` },
          },
        },
        transform: [{ type: "label", size: { signal: "[width, height]" }, avoidMarks: ["dots"], anchor: ["top", "bottom", "right", "left"], offset: [2],
          sort: { field: "datum.datum.number", order: "descending" }, as: ["x", "y", "room", "align", "baseline"] }] },
    ],
  };
}

let now = null;
let view = null;

function showChoice() {
  // Whoever is named seldom can be chosen too.
  const { officials, meetings } = compute({ ...now, least: "1" });
  const group = (label, entries) => {
    const made = element("optgroup", { label });
    made.append(...entries.map(([value, name]) => element("option", { value }, name)));
    return made;
  };
  offer(form.elements.of, now.of, [element("option", { value: "" }, "all"),
    group("Officials", officials.map((each) => [each.key, each.name])), group("Meetings", [...meetings])]);
}

// The table says the same: those who are shown, or who are named with what is chosen.
function narrow({ officials }) {
  const meetings = new Set(now.of && (officials.find((each) => each.key === now.of)?.ties.map((tie) => tie.key) ?? [now.of]));
  const shown = officials.filter((each) => !now.of || each.ties.some((tie) => meetings.has(tie.key)));
  for (const each of people) each.row.hidden = !shown.some((one) => one.key === each.key);
  return shown;
}

// Passages that may mean another meeting.
function only({ officials }) {
  const perhaps = officials.filter((each) => each.ties.filter((tie) => !tie.perhaps).length < Math.min(Number(now.least), each.ties.length));
  return perhaps.length ? `, ${perhaps.length} of them only perhaps,` : "";
}

function show() {
  const asked = location.hash.slice(1);
  if (now && asked && !asked.includes("=")) return;
  now = read();
  const found = compute(now);
  if (!found.nodes.some((node) => node.key === now.of)) now.of = "";
  for (const box of boxes) box.checked = now.series.split(",").includes(box.value);
  form.elements.least.value = now.least;
  showChoice();
  const shown = narrow(found);
  const name = form.elements.of.selectedOptions[0]?.textContent;
  document.getElementById("summary").textContent = now.of
    ? `${name}: ${counted(found.nodes.find((node) => node.key === now.of)?.number ?? 0, found.meetings.has(now.of) ? "official" : "meeting")}; the table lists ${counted(shown.length, "official")}.`
    : `${counted(found.officials.length, "official")}${only(found)} and ${counted(found.meetings.size, "meeting")}.`;
  redraw(found);
}

async function redraw(found = compute(now)) {
  const place = document.getElementById("drawing");
  const drawn = write(now);
  if (!found.nodes.length) {
    place.replaceChildren("Nothing to draw: choose at least one kind of meeting, or fewer times.");
    place.removeAttribute("aria-label");
    view = null;
  } else {
    view = await draw(place, picture(found, place.parentElement.clientWidth), "Network of officials and meetings. The table below says the same.");
    view.signal("placed", true).run();
    // On a phone its middle is in sight.
    const { clientWidth, scrollWidth } = place.parentElement;
    if (scrollWidth > 1.5 * clientWidth) place.parentElement.scrollLeft = (scrollWidth - clientWidth) / 2;
    view.addEventListener("click", (event, item) => {
      if (item?.datum?.key) go({ ...now, of: item.datum.key === now.of ? "" : item.datum.key });
    });
  }
  form.dataset.drawn = drawn;
}

const go = (choices) => (location.hash = write(choices) || "=");

form.addEventListener("change", () => {
  const series = boxes.filter((box) => box.checked).map((box) => box.value).join();
  go({ series, least: form.elements.least.value, of: form.elements.of.value });
});
form.addEventListener("reset", (event) => {
  event.preventDefault();
  go(USUAL);
});
for (const button of document.querySelectorAll("[data-save]"))
  button.addEventListener("click", () => {
    const { links, nodes } = compute(now);
    if (button.dataset.save.endsWith(".csv"))
      saveTable("eucad-network.csv", ["official", "delegation", "meeting", "certainty"],
        links.map((each) => [nodes[each.source].name, nodes[each.source].kind, nodes[each.target].name, each.perhaps ? "perhaps" : "named"]));
    else if (view) saveChart(view, `eucad-network.${button.dataset.save.split(".")[1]}`);
  });
addEventListener("hashchange", show);
onTheme(() => redraw());
show();
