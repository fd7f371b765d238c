// Sorting and searching of tables, and copying of citations. Without it, plain pages remain.
"use strict";

const inOrder = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

// Letters without accents, any apostrophe, any case: a name is found however it is written.
const fold = (text) =>
  text.normalize("NFD").replace(/\p{M}/gu, "").replace(/[‘’ʻʼ`´]/g, "'").toLowerCase();

function sortKey(row, column) {
  const cell = row.cells[column];
  return cell.dataset.sort ?? cell.textContent.trim();
}

// Unknown values stand last, whatever the direction.
function compare(a, b, direction) {
  if (a === "" || b === "") return (a === "") - (b === "");
  return direction * inOrder.compare(a, b);
}

function sortBy(table, header) {
  const ascending = header.getAttribute("aria-sort") !== "ascending";
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  header.setAttribute("aria-sort", ascending ? "ascending" : "descending");
  const keyed = Array.from(table.tBodies[0].rows, (row) => [sortKey(row, header.cellIndex), row]);
  keyed.sort(([a], [b]) => compare(a, b, ascending ? 1 : -1));
  table.tBodies[0].append(...keyed.map(([, row]) => row));
}

function makeSortable(table) {
  for (const header of table.tHead.rows[0].cells) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...header.childNodes);
    button.addEventListener("click", () => sortBy(table, header));
    header.append(button);
  }
}

function makeSearchable(table) {
  const rows = Array.from(table.tBodies[0].rows, (row) => [
    fold(row.textContent),
    row,
  ]);
  const label = document.createElement("label");
  const field = document.createElement("input");
  const count = document.createElement("output");
  field.type = "search";
  field.autocomplete = "off";
  label.append("Search in this table", field);
  const search = () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const [text, row] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      shown += !row.hidden;
    }
    count.textContent = `${shown} of ${rows.length} rows`;
  };
  let waiting;
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, 120);
  });
  const form = document.createElement("div");
  form.className = "table-search";
  form.append(label, count);
  table.closest(".table-scroll").before(form);
  search();
}

for (const table of document.querySelectorAll("table.sortable")) makeSortable(table);
for (const table of document.querySelectorAll("table.searchable")) makeSearchable(table);

// Copies a citation; where a browser lets nobody copy, its text is marked instead.
async function copy(text, status) {
  try {
    await navigator.clipboard.writeText(text.textContent);
    status.textContent = "copied";
  } catch {
    getSelection().selectAllChildren(text);
    status.textContent = "marked: press Ctrl+C";
  }
}

for (const text of document.querySelectorAll(".citation")) {
  const button = document.createElement("button");
  const status = document.createElement("output");
  button.type = "button";
  button.textContent = text.tagName === "PRE" ? "Copy BibTeX" : "Copy citation";
  button.addEventListener("click", () => copy(text, status));
  text.after(button, " ", status);
}
