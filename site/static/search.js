// The search of the site. Its index holds words without their marks (see `search_language.py`).
"use strict";

const English = window.Stemmer;
window.Stemmer = function () {
  const english = new English();
  this.stemWord = (word) => {
    const plain = withoutMarks(word);
    const stem = english.stemWord(plain);
    return stopwords.has(stem) ? plain : stem;
  };
};

// What is asked for by its key stands first, then what has a page of its own, and last what is for
// those who work on the collection.
const OWN = /^(officials|topics|programmes)\/(?!index$)/;
const LAST = /^(reference\/|CONTRIBUTING|CHANGELOG)/;
const asked = (new URLSearchParams(location.search).get("q") ?? "").trim().toLowerCase();
Scorer.score = ([page, , , , score]) => {
  if (LAST.test(page)) return score - 100;
  if (page.split("/").at(-1) === asked) return score + 100;
  return OWN.test(page) ? score + 1 : score;
};

// A browser reads no summaries out of files; without them the search works there too.
if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
