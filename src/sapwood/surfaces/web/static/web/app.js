// What plain forms and links cannot do: keys, announcements, where the focus goes, how far an upload is.
const all = (selector) => [...document.querySelectorAll(selector)];
const say = (text, wrong) => {
  const line = document.createElement("p");
  line.textContent = text;
  if (wrong) line.className = "error";
  document.getElementById("said").replaceChildren(line);
};

// Letters decide only about the item that has the focus, so that a slip decides nothing; never while somebody types.
const items = () => all(".today > .item");
const here = () => document.activeElement.closest(".today > .item");
const step = (by) => {
  const list = items();
  const at = list.indexOf(here());
  list[at < 0 ? (by > 0 ? 0 : list.length - 1) : Math.min(Math.max(at + by, 0), list.length - 1)]?.focus();
};
const keys = {
  j: () => step(1),
  k: () => step(-1),
  d: () => here()?.querySelector(".done")?.click(),
  s: () => {
    const choices = here()?.querySelector(".snooze");
    if (choices) { choices.open = true; choices.querySelector("button").focus(); }
  },
  u: () => (here()?.querySelector(".undo") || all(".item .undo").at(-1) || document.querySelector(".undo"))?.click(),
  l: () => document.getElementById("note")?.focus(),
  "/": () => document.getElementById("find")?.focus(),
  Escape: () => all("details.snooze[open], details.who[open]").forEach((open) => {
    open.open = false;
    open.querySelector("summary").focus();
  }),
};
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
  if (!keys[event.key]) return;
  if (event.key !== "Escape") event.preventDefault();
  keys[event.key]();
});
document.addEventListener("click", (event) => {
  all("details.snooze[open], details.who[open]").forEach((open) => { if (!open.contains(event.target)) open.open = false; });
});

// What was understood is shown with the focus on Save, so that a second Enter saves; a note that is in empties the line.
document.addEventListener("htmx:afterSettle", (event) => {
  if (event.target.id !== "note-fields") return;
  const wanted = event.target.querySelector(".warning input, .troubles ~ .cells input, .troubles ~ .cells select") || event.target.querySelector("#note-save, .undo");
  wanted?.focus();
  if (event.target.querySelector(".note-saved")) document.getElementById("note").value = "";
});

// A swapped row takes the focus on: a decided one to the next that is open, an undone one to itself.
let held = null;
document.addEventListener("htmx:beforeSwap", (event) => {
  const row = event.detail.target.closest?.(".today > .item");
  held = row && row.contains(document.activeElement) ? row.id : null;
});
document.addEventListener("htmx:afterSettle", () => {
  if (held) {
    const row = document.getElementById(held);
    const list = items();
    const open = row?.classList.contains("settled")
      ? [...list.slice(list.indexOf(row)), ...list].find((item) => item.querySelector(".done"))
      : row;
    (open || row?.querySelector(".undo"))?.focus();
    held = null;
  }
  all("[data-say]").forEach((spoken) => {
    say(spoken.dataset.say);
    delete spoken.dataset.say;
  });
});
document.addEventListener("htmx:responseError", (event) => {
  const { xhr } = event.detail;
  const ours = xhr.getResponseHeader("Content-Type")?.startsWith("text/plain");
  say(ours ? xhr.responseText : "That did not work, and nothing was changed. Load the page again and try once more.", true);
});
document.addEventListener("htmx:sendError", () => say("The server does not answer. Nothing was changed. Try again in a moment.", true));

document.addEventListener("htmx:xhr:progress", (event) => {
  const bar = event.target.querySelector?.("progress.sending");
  if (!bar || !event.detail.lengthComputable) return;
  bar.hidden = false;
  bar.value = (100 * event.detail.loaded) / event.detail.total;
});

// On the first run the browser knows the zone better than we do.
const zone = document.querySelector("select[data-guess]");
const guess = Intl.DateTimeFormat().resolvedOptions().timeZone;
if (zone && zone.value === "UTC" && [...zone.options].some((option) => option.value === guess)) zone.value = guess;
