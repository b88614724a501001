"use strict";
// The page is whole without this: it adds keys that walk from doubt to doubt, and Escape to put a card away.
(() => {
  const doubts = [...document.querySelectorAll(".doubts a")];
  const card = (shown) => document.body.classList.toggle("calm", !shown);
  document.addEventListener("focusin", () => card(true));
  document.addEventListener("pointerover", () => card(true));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") card(false); });
  // The restored column says no reasons of its own: they are read from the entries that describe the place.
  const explain = (event) => {
    const place = event.target.closest(".text a");
    if (!place || place.dataset.why) return;
    const words = (entry) => ["b, .reading", "small", ".why"].map((part) => [...entry.querySelectorAll(part)].map((each) => each.textContent.trim()).join(" ")).join("\n");
    place.dataset.why = (place.getAttribute("aria-describedby") || place.hash.slice(1)).split(" ").map((id) => document.getElementById(id)).filter(Boolean).map(words).join("\n\n");
  };
  document.addEventListener("pointerover", explain);
  document.addEventListener("focusin", explain);
  if (!doubts.length) return;
  let at = -1;
  const go = (step) => {
    at = (at + step + doubts.length + (at < 0 && step < 0)) % doubts.length;
    const place = document.getElementById(decodeURIComponent(doubts[at].hash.slice(1)));
    said.textContent = `doubt ${at + 1} of ${doubts.length}`;
    if (!place) return;
    place.scrollIntoView({ block: "center" });
    place.focus({ preventScroll: true });
  };
  const bar = document.createElement("div");
  bar.className = "walk";
  bar.setAttribute("role", "group");
  bar.setAttribute("aria-label", "Doubts");
  const button = (text, step) => {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.addEventListener("click", () => go(step));
    return made;
  };
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.textContent = `${doubts.length} open`;
  const label = document.createElement("label");
  const keys = document.createElement("input");
  keys.type = "checkbox";
  keys.checked = true;
  label.append(keys, " keys n, p");
  bar.append(button("Previous", -1), button("Next doubt", 1), said, label);
  document.querySelector("main").append(bar);
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    if (!keys.checked || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "n") go(1);
    if (event.key === "p") go(-1);
  });
})();
