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
for (const button of buttons) {
  button.addEventListener("click", () => {
    state = button.dataset.state;
    for (const other of buttons) other.setAttribute("aria-pressed", String(other === button));
    show();
  });
}
search.addEventListener("input", show);
document.querySelector("nav").hidden = false;
