"use strict";
const cards = [...document.querySelectorAll("article")];
const buttons = [...document.querySelectorAll("nav button")];
const search = document.querySelector("nav input");
let state = "all";
function show() {
  const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const card of cards) {
    const text = card.textContent.toLowerCase();
    card.hidden = !((state === "all" || card.dataset.state === state) && words.every((word) => text.includes(word)));
  }
  for (const file of document.querySelectorAll("section")) {
    file.hidden = ![...file.querySelectorAll("article")].some((card) => !card.hidden);
  }
}
function choose(wanted) {
  state = wanted;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.state === wanted));
  show();
}
for (const button of buttons) button.addEventListener("click", () => choose(button.dataset.state));
// A link leads to its card, whatever was filtered.
addEventListener("hashchange", () => {
  const card = document.getElementById(location.hash.slice(1));
  if (card && !card.checkVisibility()) {
    search.value = "";
    choose("all");
    card.scrollIntoView();
  }
});
search.addEventListener("input", show);
document.querySelector("nav").hidden = false;
