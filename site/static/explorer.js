// The explorer. Every choice is written into the address, and all that is shown is read from it.
"use strict";

const { series, voices, families, topics, meetings, accounts, documents, codings, version } = window.explorerData;
const form = document.getElementById("choices");
const narrow = document.getElementById("narrow");
const LISTS = { series: ["hlsd"], voices: Object.keys(voices), topics: topics.map((each) => each.key) };
const ONE = { visible: "all", borrowed: "counted", by: "topics", topic: "", meeting: "" };
const SHOWN = 100;
const [ACCOUNT, MEETING, VOICE, COMPLETE] = [0, 1, 2, 3];
// As the figure in the notebook draws the series.
const LOOKS = { shape: ["circle", "diamond", "triangle-up", "square"], colours: ["ink", "#E69F00", "paper", "#6E6E6E"] };

const cell = (account, topic) => account * topics.length + topic;
const borrowed = new Set(window.explorerData.borrowed.map(([account, topic]) => cell(account, topic)));
const raised = new Set(codings.map(([document, topic]) => cell(documents[document][2], topic)));

// The choices, from the address; what it does not name is as usual.

function read(address) {
  const asked = new URLSearchParams(address);
  const known = { ...LISTS, series: series.map((each) => each.key) };
  const choices = {};
  for (const [name, usual] of Object.entries(LISTS))
    choices[name] = asked.has(name) ? asked.get(name).split(",").filter((key) => known[name].includes(key)) : usual;
  for (const [name, usual] of Object.entries(ONE)) choices[name] = asked.get(name) ?? usual;
  return choices;
}

function write(choices) {
  const parts = [];
  for (const [name, usual] of Object.entries(LISTS))
    if (choices[name].join() !== usual.join()) parts.push(`${name}=${choices[name].join()}`);
  for (const [name, usual] of Object.entries(ONE))
    if (choices[name] !== usual) parts.push(`${name}=${choices[name]}`);
  return parts.join("&");
}

function fromForm() {
  const given = new FormData(form);
  const choices = { ...now };
  for (const name of Object.keys(LISTS)) choices[name] = given.getAll(name);
  for (const name of ["visible", "borrowed", "by"]) choices[name] = given.get(name);
  for (const name of ["topic", "meeting"]) choices[name] = narrow.elements[name].value;
  return choices;
}

function intoForm(choices) {
  for (const box of form.querySelectorAll("input[name]"))
    box.checked = [choices[box.name]].flat().includes(box.value);
  for (const box of form.querySelectorAll("[data-family]")) {
    const own = [...box.closest("fieldset").querySelectorAll("[name=topics]")].map((each) => each.checked);
    box.checked = own.every(Boolean);
    box.indeterminate = !box.checked && own.some(Boolean);
  }
}

// What follows from the choices.

function compute(choices) {
  const chosen = topics.map((topic, number) => ({ ...topic, number })).filter((topic) => choices.topics.includes(topic.key));
  const groups = (list) => list.map((each, number) => ({
    key: each.key, name: each.name, topics: chosen.filter((topic) => topic.family === number).map((topic) => topic.number),
  })).filter((group) => group.topics.length);
  const rows = choices.by === "families" ? groups(families)
    : chosen.map(({ key, name, number }) => ({ key, name, topics: [number] }));
  const counts = (account, topic) =>
    raised.has(cell(account, topic)) && !(choices.borrowed === "left-out" && borrowed.has(cell(account, topic)));
  const kept = [];
  accounts.forEach((account, number) => {
    if (choices.series.includes(series[meetings[account[MEETING]].series].key)
      && choices.voices.includes(account[VOICE])
      && (choices.visible === "all" || account[COMPLETE])) kept.push(number);
  });
  const held = meetings.map((meeting, number) => ({ ...meeting, number })).filter((meeting) => choices.series.includes(series[meeting.series].key));
  const share = (row, among) => {
    const found = among.filter((account) => row.topics.some((topic) => counts(account, topic))).length;
    return { raised: found, accounts: among.length, share: among.length ? found / among.length : null };
  };
  const of = (row, place, among) => ({ key: row.key, topic: row.name, ...place, ...share(row, among) });
  const prevalence = series.flatMap((each, number) => !choices.series.includes(each.key) ? [] : rows.map((row) =>
    of(row, { series: each.name }, kept.filter((account) => meetings[accounts[account][MEETING]].series === number))));
  const heat = held.flatMap((meeting) => rows.map((row) =>
    of(row, { series: series[meeting.series].name, meeting: meeting.name, at: meeting.key },
      kept.filter((account) => accounts[account][MEETING] === meeting.number))));
  const wanted = new Map(rows.flatMap((row) => row.topics.map((topic) => [topic, row.key])));
  const inside = new Set(kept);
  const evidence = codings.filter(([document, topic]) => {
    const account = documents[document][2];
    return inside.has(account) && counts(account, topic) && wanted.has(topic)
      && (!choices.topic || wanted.get(topic) === choices.topic)
      && (!choices.meeting || meetings[accounts[account][MEETING]].key === choices.meeting);
  });
  return { rows, held, kept, prevalence, heat, evidence };
}

const percent = (share) => (share === null ? "–" : `${Math.round(100 * share)}%`);

function inWords(choices) {
  const all = (name, list) => choices[name].length === list.length;
  const said = [choices.series.map((key) => series.find((each) => each.key === key).name).join(", ")];
  if (!all("voices", Object.keys(voices))) said.push(`accounts of ${choices.voices.map((key) => voices[key]).join(", ")}`);
  if (choices.visible === "full") said.push("only accounts visible to their end");
  if (choices.borrowed === "left-out") said.push("without borrowed wording");
  return said.join("; ");
}

// The drawings.

const SOURCE = `eucad ${version}: accounts coded from public documents, mostly seen in their opening`;
const lite = "https://vega.github.io/schema/vega-lite/v6.json";

// Words in lines that a drawing of this width holds.
function wrapped(words, width) {
  const lines = [""];
  for (const word of words.split(" ")) {
    if ((lines.at(-1) + word).length > width / 7) lines.push("");
    lines[lines.length - 1] = `${lines.at(-1)} ${word}`.trim();
  }
  return lines;
}

function prevalenceChart({ rows, prevalence }, choices, width) {
  const names = series.map((each) => each.name);
  const paint = { ink: colour("foreground-primary"), paper: colour("background-primary") };
  const many = choices.series.length > 1;
  const known = prevalence.filter((each) => each.accounts)
    .map((each) => ({ ...each, words: `${each.raised} of ${each.accounts}`, percent: percent(each.share) }));
  const x = { field: "share", type: "quantitative", scale: { domain: [0, 1] }, axis: { format: "%", title: "share of accounts that raise it", tickCount: 5 } };
  const y = { field: "topic", type: "nominal", sort: rows.map((each) => each.name), axis: { title: null, grid: many, domain: false, ticks: false } };
  const tooltip = [{ field: "topic" }, { field: "series" }, { field: "words", title: "accounts" }, { field: "percent", title: "share" }];
  const scale = (range) => ({ domain: names, range });
  const marks = many
    ? [{
        mark: { type: "point", size: 70, filled: true, strokeWidth: 1.2, opacity: 1, stroke: paint.ink },
        encoding: {
          x, y, tooltip,
          shape: { field: "series", scale: scale(LOOKS.shape), legend: { title: null, orient: "top", columns: width < 700 ? 1 : 4, values: choices.series.map((key) => series.find((each) => each.key === key).name) } },
          fill: { field: "series", scale: scale(LOOKS.colours.map((each) => paint[each] ?? each)) },
        },
      }]
    : [
        { mark: { type: "bar", color: "#0072B2", height: 12 }, encoding: { x, y, tooltip } },
        { mark: { type: "text", align: "left", dx: 4, fontSize: 11 }, encoding: { x, y, text: { field: "words" } } },
      ];
  return {
    $schema: lite,
    title: { text: "How often accounts raise each topic", subtitle: wrapped(`${inWords(choices)}. ${SOURCE}`, width), frame: "bounds" },
    data: { values: known },
    // On the right there is room for the words behind a bar.
    width, padding: { left: 5, top: 5, bottom: 5, right: many ? 10 : 60 }, autosize: { type: "fit-x", contains: "padding" },
    height: 20 * rows.length,
    layer: marks,
  };
}

const STEP = 30;

function heatChart({ rows, held, kept, heat }, choices, width) {
  const dark = matchesDark();
  const number = (meeting) => kept.filter((account) => accounts[account][MEETING] === meeting.number).length;
  const label = new Map(held.map((meeting) => [meeting.key, `${meeting.name} · ${number(meeting)}`]));
  const known = heat.filter((each) => each.accounts).map((each) => ({
    ...each, label: label.get(each.at), words: each.raised ? `${each.raised}/${each.accounts}` : "",
    said: `${each.raised} of ${each.accounts}`, light: each.share > 0.7,
  }));
  const parts = series.filter((each) => choices.series.includes(each.key)).map((each, place) => {
    const own = held.filter((meeting) => series[meeting.series].key === each.key);
    const x = { field: "label", type: "nominal", sort: null, scale: { domain: own.map((meeting) => label.get(meeting.key)), range: [0, STEP * own.length] }, axis: { title: null, orient: "top", labelAngle: -90, domain: false, ticks: false } };
    const y = { field: "topic", type: "nominal", sort: rows.map((row) => row.name), scale: { domain: rows.map((row) => row.name) }, axis: place ? null : { title: null, domain: false, ticks: false } };
    const tooltip = [{ field: "topic" }, { field: "label", title: "meeting" }, { field: "said", title: "accounts" }];
    return {
      title: { text: each.name.split(" "), fontSize: 12, frame: "group" },
      width: Math.max(STEP * own.length, 90), height: 20 * rows.length,
      data: { values: known.filter((one) => one.series === each.name) },
      encoding: { x, y, tooltip },
      layer: [
        { mark: { type: "rect", width: STEP - 2, height: 18, cursor: "pointer" },
          encoding: { color: { field: "share", type: "quantitative", scale: { domain: [0, 1], range: dark ? ["#262b33", "#56B4E9"] : ["#EDEDED", "#0072B2"] }, legend: null } } },
        { mark: { type: "text", fontSize: 11, cursor: "pointer" },
          encoding: { text: { field: "words" }, color: { condition: { test: "datum.light", value: dark ? "#000" : "#fff" }, value: colour("foreground-primary") } } },
      ],
    };
  });
  return {
    $schema: lite,
    title: { text: wrapped("Accounts that raise each topic, of all accounts of the meeting", Math.max(width, STEP * held.length)), subtitle: wrapped(`${inWords(choices)}. Beside a meeting stands how many accounts there are; an empty column has none. ${SOURCE}`, Math.max(width, STEP * held.length)) },
    spacing: 14,
    hconcat: parts,
  };
}

function matchesDark() {
  const theme = document.body.dataset.theme;
  return theme === "dark" || (theme !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
}

// The tables.

function showNumbers({ rows, held, heat }) {
  const table = document.getElementById("numbers");
  table.tHead.rows[0].replaceChildren(...["Topic", ...held.map((each) => each.title)].map((words) => element("th", { scope: "col" }, words)));
  const said = ({ raised: found, accounts: all }) => (all ? `${found} of ${all}` : "no account");
  table.tBodies[0].replaceChildren(...rows.map((row) => element("tr", {}, element("th", { scope: "row" }, row.name),
    ...heat.filter((each) => each.key === row.key).map((each) => element("td", {}, said(each))))));
}

function evidenceRow([document, topic, paragraph, term, english, , stance]) {
  const [key, publisher, account, language, url] = documents[document];
  const [, meeting, voice] = accounts[account];
  const at = meetings[meeting];
  const where = paragraph ? `paragraph ${paragraph}` : "headline";
  const source = element("td", {}, link(`meetings/${at.key}.html#${key}`, publisher), `, ${where}`);
  if (url) source.append(" · ", element("a", { href: url, "aria-label": `${publisher}, on its own site` }, "source"));
  const printed = element("td", {}, element("span", { lang: language, dir: "auto" }, term));
  if (english) printed.append(" ", element("span", { class: "gloss" }, `(${english})`));
  return element("tr", {},
    element("th", { scope: "row" }, link(`topics/${topics[topic].key}.html`, topics[topic].name)),
    element("td", {}, link(`meetings/${at.key}.html`, at.title)),
    source, element("td", {}, voices[voice]), printed, element("td", {}, stance));
}

function showEvidence({ evidence }, all) {
  const body = document.getElementById("evidence").tBodies[0];
  const shown = all ? evidence : evidence.slice(0, SHOWN);
  body.replaceChildren(...shown.map(evidenceRow));
  const number = new Set(evidence.map(([document]) => document)).size;
  document.getElementById("count").textContent = `${counted(evidence.length, "passage")} in ${counted(number, "document")}`;
  const more = document.getElementById("more");
  more.hidden = shown.length === evidence.length;
  more.textContent = `Show all ${evidence.length}`;
}

function showNarrow({ rows, held }, choices) {
  const options = (list) => [element("option", { value: "" }, "all that were chosen"),
    ...list.map((each) => element("option", { value: each.key }, each.title ?? each.name))];
  offer(narrow.elements.topic, choices.topic, options(rows));
  offer(narrow.elements.meeting, choices.meeting, options(held));
}

// All of it.

let now = null;
let shown = null;
const views = {};

async function drawCharts() {
  const turn = shown;
  for (const [name, chart] of Object.entries({ prevalence: prevalenceChart, heat: heatChart })) {
    const place = document.getElementById(name);
    const width = place.parentElement.clientWidth;
    if (!shown.rows.length || !shown.kept.length) {
      place.replaceChildren("Nothing to draw: choose at least one topic, and meetings and voices of which there are accounts.");
      place.removeAttribute("aria-label");
      delete views[name];
      continue;
    }
    const view = await draw(place, chart(shown, now, width), `${name === "heat" ? "Heat map" : "Chart"}: ${inWords(now)}. The numbers stand in the table below.`);
    if (turn !== shown) return;
    views[name] = view;
    if (name === "heat")
      view.addEventListener("click", (event, item) => {
        if (item?.datum?.at) go({ ...now, topic: item.datum.key, meeting: item.datum.at }, true);
      });
  }
  document.getElementById("choices").dataset.drawn = write(now);
}

function show() {
  const asked = location.hash.slice(1);
  // Another link within the page chooses nothing.
  if (now && asked && !asked.includes("=")) return;
  const before = now && write({ ...now, topic: "", meeting: "" });
  now = read(asked);
  shown = compute(now);
  if (now.topic && !shown.rows.some((row) => row.key === now.topic)) now.topic = "";
  if (now.meeting && !shown.held.some((meeting) => meeting.key === now.meeting)) now.meeting = "";
  shown = compute(now);
  intoForm(now);
  showNarrow(shown, now);
  showEvidence(shown, false);
  const seen = shown.rows.filter((row) => shown.heat.some((each) => each.key === row.key && each.raised)).length;
  const noun = now.by === "families" ? "families of topics" : "topics";
  document.getElementById("summary").textContent =
    `${counted(shown.kept.length, "account")} of ${counted(shown.held.length, "meeting")} raise ${seen} of ${shown.rows.length} ${noun}.`;
  if (before === write({ ...now, topic: "", meeting: "" })) return;
  showNumbers(shown);
  drawCharts();
}

function go(choices, toEvidence = false) {
  location.hash = write(choices) || "=";
  if (toEvidence) setTimeout(() => document.getElementById("narrow").scrollIntoView());
}

form.addEventListener("change", (event) => {
  const family = event.target.dataset.family;
  if (family)
    for (const box of event.target.closest("fieldset").querySelectorAll("[name=topics]")) box.checked = event.target.checked;
  go(fromForm());
});
form.addEventListener("reset", (event) => {
  event.preventDefault();
  go(read(""));
});
form.addEventListener("submit", (event) => event.preventDefault());
narrow.addEventListener("change", () => go(fromForm()));
document.getElementById("more").addEventListener("click", () => showEvidence(shown, true));

const TABLES = {
  prevalence: () => [["topic", "series", "raised", "accounts", "share"],
    shown.prevalence.map((each) => [each.topic, each.series, each.raised, each.accounts, each.share])],
  heat: () => [["topic", "series", "meeting", "raised", "accounts", "share"],
    shown.heat.map((each) => [each.topic, each.series, each.meeting, each.raised, each.accounts, each.share])],
  evidence: () => [["topic", "meeting", "document", "publisher", "voice", "paragraph", "term", "in English", "stance", "address"],
    shown.evidence.map(([document, topic, paragraph, term, english, , stance]) => {
      const [key, publisher, account, , url] = documents[document];
      return [topics[topic].name, meetings[accounts[account][MEETING]].title, key, publisher, voices[accounts[account][VOICE]], paragraph, term, english, stance, url];
    })],
};
for (const button of document.querySelectorAll("[data-save]"))
  button.addEventListener("click", () => {
    const file = button.dataset.save;
    const [name, ending] = file.split(".");
    if (ending === "csv") saveTable(`eucad-${file}`, ...TABLES[name]());
    else if (views[name]) saveChart(views[name], `eucad-${file}`);
  });

addEventListener("hashchange", show);
onTheme(drawCharts);
show();
