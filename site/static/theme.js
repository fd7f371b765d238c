// Before anything is shown: the colours that this reader chose.
document.body.dataset.theme = localStorage.getItem("theme") || "auto";
