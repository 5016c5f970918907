// What pages gain with JavaScript: shortcuts, proposals, drafts that save themselves, menus that close. Each page is
// complete without it; markup says what a part does through data- attributes, and nothing here is evaluated.

const SAVE_DELAY_MS = 1200;
const CHORD_DELAY_MS = 900;
const PROPOSAL_DELAY_MS = 120;
const RESEND_DELAY_MS = 8000;

document.documentElement.classList.add("js");
const one = (selector, within = document) => within.querySelector(selector);
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const isTyping = (element) =>
  element.matches?.("input:not([type=checkbox],[type=radio]), textarea, select, [contenteditable]");

/* Shortcuts: an element with data-key is pressed, or focused when it is a field. */

let pending = "";
let pendingTimer = 0;

function chordOf(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const held = event.ctrlKey || event.metaKey ? "Ctrl+" : "";
  return held + (event.shiftKey && event.key.length > 1 ? "Shift+" : "") + key;
}

function targetOf(chord) {
  const quoted = CSS.escape(chord);
  return all(`[data-key="${quoted}"], [data-key-also="${quoted}"]`).find((element) => !element.disabled);
}

function press(element, event) {
  event.preventDefault();
  if (isTyping(element)) {
    element.focus();
    element.select?.();
  } else element.click();
}

addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const chord = chordOf(event);
  if (chord.startsWith("Ctrl+")) {
    const target = targetOf(chord);
    if (target) press(target, event);
    return;
  }
  if (event.key === "Escape") return closeMenus();
  if (isTyping(event.target) || event.key.length > 1 || one("dialog[open]")) return;
  const target = (pending && targetOf(`${pending} ${chord}`)) || targetOf(chord);
  clearTimeout(pendingTimer);
  pending = target ? "" : chord;
  pendingTimer = setTimeout(() => pending = "", CHORD_DELAY_MS);
  if (target) press(target, event);
});

/* Menus are <details>: a click elsewhere or Escape closes them. Dialogs open by data-dialog. */

function closeMenus(except) {
  for (const menu of all("details[name=menu][open]")) {
    if (menu.contains(except)) continue;
    if (menu.contains(document.activeElement)) one("summary", menu).focus();
    menu.open = false;
  }
}

addEventListener("click", (event) => {
  const { target } = event;
  closeMenus(target);
  const opener = target.closest("[data-dialog]");
  if (opener) {
    closeMenus();
    document.getElementById(opener.dataset.dialog)?.showModal();
  }
  const closer = target.closest("[data-close]");
  if (closer) {
    const menu = closer.closest("details");
    menu.open = false;
    one("summary", menu).focus();
  }
  if (target.matches("dialog[open]")) target.close();
});

/* Proposals: an input with a listbox (ARIA 1.2 combobox), filled by the server. */

let proposals = 0;

async function propose(box) {
  const input = one("input", box);
  const turn = ++proposals;
  const url = new URL(box.dataset.combobox, location.href);
  url.searchParams.set("q", input.value);
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html", "HX-Request": "true" } });
    if (!answer.ok || turn !== proposals || document.activeElement !== input) return;
    const list = one("[role=listbox]", box);
    list.innerHTML = await answer.text();
    all("[role=option]", list).forEach((option, index) => option.id = `${list.id}-${index}`);
    showList(box, list.childElementCount > 0);
  } catch { /* Without an answer it stays a plain text. */ }
}

function showList(box, shown) {
  const input = one("input", box);
  one("[role=listbox]", box).hidden = !shown;
  input.setAttribute("aria-expanded", shown);
  if (!shown) input.removeAttribute("aria-activedescendant");
}

function highlight(box, step) {
  const options = all("[role=option]", box);
  const now = options.findIndex((option) => option.ariaSelected === "true");
  const next = options[(now + step + options.length + (now < 0 && step < 0 ? 1 : 0)) % options.length];
  options.forEach((option) => option.ariaSelected = String(option === next));
  one("input", box).setAttribute("aria-activedescendant", next.id);
  next.scrollIntoView({ block: "nearest" });
}

function choose(box, option) {
  if (option.dataset.href) return location.assign(option.dataset.href);
  const input = one("input", box);
  input.value = option.dataset.label;
  const id = one("[data-combobox-id]", box);
  if (id) id.value = option.dataset.id;
  showList(box, false);
  const scope = box.closest("tr") ?? box.closest("form");
  for (const [key, value] of Object.entries(JSON.parse(option.dataset.fill ?? "{}"))) {
    const field = one(`[data-cell="${CSS.escape(key)}"], [name="${CSS.escape(key)}"]`, scope);
    if (field) field.value = value;
  }
  for (const type of ["input", "change"]) {
    input.dispatchEvent(new CustomEvent(type, { bubbles: true, detail: { chosen: option.dataset.id } }));
  }
}

addEventListener("focusin", ({ target }) => {
  const box = target.closest?.("[data-combobox]");
  if (!box || target.role === "combobox" || target.type === "hidden") return;
  target.role = "combobox";
  target.setAttribute("aria-autocomplete", "list");
  target.setAttribute("aria-expanded", "false");
  target.setAttribute("aria-controls", one("[role=listbox]", box).id);
});

let proposalTimer = 0;
addEventListener("input", (event) => {
  const box = event.target.closest?.("[data-combobox]");
  if (!box || event.detail?.chosen !== undefined) return;
  const id = one("[data-combobox-id]", box);
  if (id) id.value = "";
  clearTimeout(proposalTimer);
  proposalTimer = setTimeout(() => propose(box), PROPOSAL_DELAY_MS);
});

// Capture: an open list takes the arrows and Enter before the lines of a document do.
addEventListener("keydown", (event) => {
  const box = event.target.closest?.("[data-combobox]");
  if (!box || event.ctrlKey || event.metaKey) return;
  const open = !one("[role=listbox]", box).hidden;
  const selected = open && one("[aria-selected=true]", box);
  if (open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    highlight(box, event.key === "ArrowDown" ? 1 : -1);
  } else if (!open && event.key === "ArrowDown" && (event.altKey || !box.closest("[data-lines]"))) propose(box);
  else if (event.key === "Enter" && selected) choose(box, selected);
  else if (event.key === "Escape" && open) showList(box, false);
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}, true);

addEventListener("pointerdown", (event) => {
  const option = event.target.closest?.("[data-combobox] [role=option]");
  if (!option) return;
  event.preventDefault();
  choose(option.closest("[data-combobox]"), option);
});

addEventListener("focusout", ({ target }) => {
  const box = target.closest?.("[data-combobox]");
  if (box) showList(box, false);
});

/* Drafts save themselves; leaving with unsaved words asks first; a form is sent once. */

const drafts = new WeakMap();
const dirty = new Set();

function touch(form) {
  dirty.add(form);
  if (!form.dataset.autosave) return;
  const draft = drafts.get(form) ?? { timer: 0, saving: false };
  drafts.set(form, draft);
  clearTimeout(draft.timer);
  draft.timer = setTimeout(() => save(form, draft), SAVE_DELAY_MS);
}

async function save(form, draft) {
  if (draft.saving) return touch(form);
  draft.saving = true;
  dirty.delete(form);
  try {
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, headers: { "HX-Request": "true" } });
    tell(form, await answer.text(), !answer.ok);
    if (answer.ok) settle(form, answer.headers);
    else dirty.add(form);
  } catch {
    dirty.add(form);
    tell(form, "Brouillon non enregistré : pas de réponse. Nouvel essai dans un instant.", true);
    setTimeout(() => touch(form), 5 * SAVE_DELAY_MS);
  } finally {
    draft.saving = false;
  }
}

// A first save may give the draft its own address and version: later saves, reload and Back go there.
function settle(form, headers) {
  const version = one("input[name=version]", form);
  if (version && headers.has("X-Version")) version.value = headers.get("X-Version");
  if (headers.has("X-Autosave")) form.dataset.autosave = headers.get("X-Autosave");
  if (headers.has("X-Action")) form.action = headers.get("X-Action");
  if (headers.has("Content-Location")) history.replaceState(history.state, "", headers.get("Content-Location"));
}

function tell(form, html, failed) {
  const place = one("[data-draft-status]", form);
  if (!place) return;
  place.innerHTML = html;
  place.classList.toggle("is-failed", failed);
}

for (const type of ["input", "change"]) {
  addEventListener(type, ({ target }) => {
    const form = target.form ?? target.closest?.("form");
    if (form?.matches("[data-autosave], [data-guard]")) touch(form);
  });
}

addEventListener("beforeunload", (event) => {
  if ([...dirty].some((form) => form.isConnected)) event.preventDefault();
});

addEventListener("submit", (event) => {
  const { target: form } = event;
  if (event.defaultPrevented || form.method === "dialog") return;
  if (form.ariaBusy === "true") return event.preventDefault();
  clearTimeout(drafts.get(form)?.timer);
  dirty.delete(form);
  if (form.method !== "post" || form.matches("[hx-post], [data-hx-post]")) return;
  form.ariaBusy = "true";
  // An answer that is a download leaves the page as it is: its form must serve again.
  setTimeout(() => form.ariaBusy = null, RESEND_DELAY_MS);
});

// Back may bring the page as it was left: its forms can be sent again.
addEventListener("pageshow", () => all("form[aria-busy]").forEach((form) => form.ariaBusy = null));

/* After a redirect or a refusal, the message is read first. */
one("[data-focus]")?.focus({ preventScroll: true });
addEventListener("htmx:after:swap", () => one("[data-focus]")?.focus());
