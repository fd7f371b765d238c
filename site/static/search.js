// The search of the site. Its index holds words without their marks (see `search_language.py`).
"use strict";

const English = window.Stemmer;
window.Stemmer = function () {
  const english = new English();
  this.stemWord = (word) => english.stemWord(word.normalize("NFD").replace(/\p{M}/gu, ""));
};

// What is asked for by its key stands first, and the reference, for programmers, last.
const asked = (new URLSearchParams(location.search).get("q") ?? "").trim().toLowerCase();
Scorer.score = ([page, , , , score]) => {
  if (page.startsWith("reference/")) return score - 100;
  return page.split("/").at(-1) === asked ? score + 100 : score;
};

// A browser reads no summaries out of files; without them the search works there too.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
