// What the pages with interactive charts share: drawing in the look of the site, and saving.
"use strict";

const colour = (name) => getComputedStyle(document.body).getPropertyValue(`--color-${name}`).trim();

// Vega reads its expressions with an interpreter: the site's policy lets no code be made of text.
async function draw(place, spec, words) {
  const ink = colour("foreground-primary");
  const paper = colour("background-primary");
  const faint = colour("background-border");
  const axis = { labelColor: ink, titleColor: ink, domainColor: faint, tickColor: faint, gridColor: faint };
  const embedded = await window.vegaEmbed(place, spec, {
    mode: spec.$schema.includes("vega-lite") ? "vega-lite" : "vega",
    renderer: "svg",
    actions: false,
    ast: true,
    defaultStyle: false,
    config: {
      background: paper,
      font: "sans-serif",
      aria: false,
      mark: { aria: false },
      view: { stroke: null },
      axis: { ...axis, labelFontSize: 12, titleFontSize: 12, titleFontWeight: "normal", labelLimit: 240 },
      legend: { labelColor: ink, titleColor: ink, labelFontSize: 12, labelLimit: 240 },
      title: { color: ink, subtitleColor: ink, anchor: "start", fontSize: 14, subtitleFontSize: 12, offset: 10 },
      text: { fill: ink },
    },
  });
  place.setAttribute("aria-label", words);
  return embedded.view;
}

// The theme is chosen by a button, or follows the system.
function onTheme(redraw) {
  new MutationObserver(redraw).observe(document.body, { attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", redraw);
}

function save(name, content, type) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content instanceof Blob ? content : new Blob([content], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
}

async function saveChart(view, name) {
  if (name.endsWith(".svg")) return save(name, await view.toSVG(), "image/svg+xml");
  const canvas = await view.toCanvas(2);
  canvas.toBlob((blob) => save(name, blob));
}

function saveTable(name, headings, rows) {
  const quoted = (value) => (/[",\n]/.test(value) ? `"${String(value).replaceAll('"', '""')}"` : value);
  const lines = [headings, ...rows].map((row) => row.map((each) => quoted(each ?? "")).join(","));
  // With its mark of order, spreadsheets read the letters as they are meant.
  save(name, `\ufeff${lines.join("\r\n")}\r\n`, "text/csv");
}

function element(name, attributes = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) if (value !== null) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

const link = (target, words) => element("a", { href: target }, words);

const counted = (number, noun) => `${number} ${noun}${number === 1 ? "" : "s"}`;

// Offer options in a list, which a keyboard may be in the middle of: what is offered already stays.
function offer(select, value, made) {
  const keys = (among) => among.map((each) => each.outerHTML).join();
  if (keys([...select.children]) !== keys(made)) select.replaceChildren(...made);
  select.value = value;
}
