/** The page: which tab, which filters, which page of which list. Its state stands in the address and in the form. */
import { count, counted, dayName, monthName } from "./page_words.js";
import { archive, loadData, loadMonths } from "./page_data.js";
import { LISTS, pick, table } from "./page_lists.js";
import { startCheck } from "./page_check.js";

const ROWS_A_PAGE = 100;
/** Up to here everything is read at once; above, the last month is shown first. */
const READ_AT_ONCE = 5_000;
const MAX_PRINTED = 5_000;
const TYPING_MS = 150;
const one = (id) => document.getElementById(id);
const state = { rows: [], page: 0, list: LISTS.documents, turn: 0 };

start();

async function start() {
  one("tabs").hidden = false;
  startCheck();
  listen();
  try {
    await loadMonths();
    introduce();
  } catch {
    one("trouble").textContent =
      "Les listes ne peuvent pas être lues : le dossier « index » manque à côté de cette page. " +
      "Décompressez toute l’archive, puis ouvrez index.html. La vérification, elle, se fait aussi sur le fichier ZIP.";
    one("trouble").hidden = false;
    if (!location.hash) location.replace("#verification");
  }
  await route();
}

function introduce() {
  const { company, from, to, months } = archive.about;
  one("company").textContent = company.name;
  const siren = company.siren ? ` · SIREN ${company.siren}` : "";
  one("period").textContent = `Archive légale du ${dayName(from)} au ${dayName(to)}${siren}`;
  document.title = `Archive de ${company.name}`;
  const select = filters().month;
  select.append(new Option("Toute la période", ""));
  for (const { month, documents } of [...months].reverse()) {
    select.append(new Option(`${monthName(month)} (${count(documents)})`, month));
  }
  const all = months.reduce((sum, { documents, payments }) => sum + documents + payments, 0);
  select.value = all <= READ_AT_ONCE ? "" : months.at(-1)?.month ?? "";
}

function listen() {
  addEventListener("hashchange", route);
  let timer = 0;
  one("filters").addEventListener("input", (event) => {
    clearTimeout(timer);
    timer = setTimeout(refresh, event.target.type === "search" ? TYPING_MS : 0);
  });
  one("filters").addEventListener("submit", (event) => event.preventDefault());
  one("previous").addEventListener("click", () => turn(-1));
  one("next").addEventListener("click", () => turn(1));
  one("print").addEventListener("click", () => print());
  // On paper the whole list stands, not the page of the screen.
  addEventListener("beforeprint", () => {
    draw(state.rows.slice(0, MAX_PRINTED));
    one("cut").hidden = state.rows.length <= MAX_PRINTED;
  });
  addEventListener("afterprint", drawPage);
  addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.matches("input, select")) return;
    event.preventDefault();
    filters().words.focus();
  });
}

/** Shows the tab that the address names. */
async function route() {
  const name = location.hash.slice(1) || "documents";
  const isCheck = name === "verification" || !archive.about;
  for (const link of one("tabs").children) {
    if (link.hash === `#${isCheck ? "verification" : name}`) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  one("check").hidden = !isCheck;
  one("lists").hidden = isCheck;
  if (isCheck) return;
  state.list = Object.hasOwn(LISTS, name) ? LISTS[name] : LISTS.documents;
  one("list-title").textContent = state.list.title;
  one("search-label").textContent = state.list.search;
  for (const field of document.querySelectorAll("[data-for]")) field.hidden = state.list !== LISTS[field.dataset.for];
  await refresh();
}

/** Reads what is missing, then lists what the filters keep; a later wish makes an earlier one void. */
async function refresh() {
  const turn = ++state.turn;
  const { month, words, kind, order } = Object.fromEntries(new FormData(one("filters")));
  const months = month ? [month] : archive.about.months.map((each) => each.month);
  const loading = one("loading");
  try {
    await loadData(months, (done, total) => {
      loading.hidden = false;
      loading.textContent = `Lecture de l’archive : ${counted(done, "mois", "mois")} sur ${total}…`;
    });
  } catch (error) {
    one("trouble").textContent = `Le fichier ${error.message} manque ou n’est pas lisible.`;
    one("trouble").hidden = false;
  }
  loading.hidden = true;
  if (turn !== state.turn) return;
  state.rows = pick(state.list, months, { words, kind, order });
  state.page = 0;
  one("summary").textContent = state.rows.length
    ? `${state.list.summary(state.rows)}${month ? `, ${monthName(month)}` : ""}.`
    : `Rien ne correspond${month ? ` en ${monthName(month)} : essayez toute la période` : ""}.`;
  drawPage();
}

function turn(by) {
  state.page += by;
  drawPage();
  one("list-title").focus();
  scrollTo(0, 0);
}

function drawPage() {
  const pages = Math.max(1, Math.ceil(state.rows.length / ROWS_A_PAGE));
  draw(state.rows.slice(state.page * ROWS_A_PAGE, (state.page + 1) * ROWS_A_PAGE));
  one("pager").hidden = pages === 1;
  one("page-number").textContent = `Page ${count(state.page + 1)} sur ${count(pages)}`;
  one("previous").disabled = state.page === 0;
  one("next").disabled = state.page + 1 >= pages;
}

function draw(rows) {
  one("cut").hidden = true;
  one("list").replaceChildren(...(rows.length ? [table(state.list, rows)] : []));
}

function filters() {
  return one("filters").elements;
}
