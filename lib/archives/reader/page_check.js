/** The verification: a ZIP or a folder, picked or dropped, a bar, a verdict in words. */
import { count, counted, dayName } from "./page_words.js";
import { element } from "./page_lists.js";
import { openZip } from "./zip.js";
import { verifyArchive } from "./verify.js";

/** What systems leave in folders by themselves. */
const LITTER = /(^|\/)(\.DS_Store|Thumbs\.db|desktop\.ini|\._[^/]*)$/;
const one = (id) => document.getElementById(id);
let running = null;

/** Puts the pickers to work. */
export function startCheck() {
  one("zip").addEventListener("change", ({ target }) => target.files[0] && check(zipSource(target.files[0])));
  one("folder").addEventListener("change", ({ target }) => {
    const files = [...target.files].map((file) => [file.webkitRelativePath.replace(/^[^/]*\//, ""), file]);
    if (files.length) check(folderSource(files));
  });
  one("stop").addEventListener("click", () => running?.abort());
  const drop = one("drop");
  for (const type of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(type, (event) => {
      event.preventDefault();
      drop.classList.toggle("is-over", type === "dragover");
    });
  }
  drop.addEventListener("drop", async ({ dataTransfer }) => {
    const [entry] = [...dataTransfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
    const [file] = dataTransfer.files;
    if (entry?.isDirectory) check(folderSource(await filesUnder(entry, "")));
    else if (file) check(zipSource(file));
  });
}

/** Verifies a source and says what was found. */
async function check(source) {
  running?.abort();
  const stop = running = new AbortController();
  one("verdict").replaceChildren();
  one("running").hidden = false;
  one("bar").value = 0;
  one("step").textContent = "Lecture du manifeste…";
  try {
    if (!globalThis.crypto?.subtle) throw new Error("Ouvrez cette page depuis un disque, dans un navigateur à jour.");
    show(await verifyArchive(source, { signal: stop.signal, onProgress: tell }));
  } catch (error) {
    if (running !== stop) return;
    const stopped = error?.name === "AbortError";
    tellVerdict("is-wrong", stopped ? "Vérification arrêtée." : "La vérification n’a pas pu se faire.", [
      stopped ? "Rien n’a été conclu." : String(error?.message ?? error),
    ]);
  }
  one("running").hidden = true;
}

function tell({ phase, done, total }) {
  const isRecords = phase === "records", share = total ? done / total : 1;
  one("bar").value = Math.round(isRecords ? share * 50 : 50 + share * 50);
  one("step").textContent = isRecords
    ? `Journal scellé : ${count(done)} enregistrements sur ${count(total)}`
    : `Fichiers : ${count(Math.round(done / 1e6))} Mo sur ${count(Math.round(total / 1e6))}`;
}

function show({ ok, records, files, signatures, firstBad, about }) {
  const seen = `${counted(records, "enregistrement")}, ${counted(signatures, "signature")} et ${
    counted(files, "fichier")
  } vérifiés.`;
  if (ok) tellVerdict("is-right", "Tout concorde.", [seen, ...erased(about)], about);
  else tellVerdict("is-wrong", firstBad.sentence, [`Jusque-là, ${seen.replace("vérifiés", "en ordre")}`], about);
  const { reason = "", where = "" } = firstBad ?? {};
  Object.assign(one("verdict").dataset, { reason, where });
}

function erased(about) {
  const text = `Contenu effacé : ${counted(about.erased, "enregistrement")}, dont l’empreinte reste vérifiée.`;
  return about.erased ? [text] : [];
}

function tellVerdict(kind, title, sentences, about = null) {
  const lines = [element("strong", {}, [title]), ...sentences.map((sentence) => element("p", {}, [sentence]))];
  one("verdict").replaceChildren(element("div", { class: `verdict ${kind}` }, lines), ...(about ? [facts(about)] : []));
  one("verdict").focus();
}

function facts(about) {
  const siren = about.company.siren ? `, SIREN ${about.company.siren}` : "";
  const rows = [
    ["Entreprise", about.company.name + siren],
    ["Période", `du ${dayName(about.from)} au ${dayName(about.to)}`],
    ["Archive faite le", dayName(about.generatedAt)],
    ["Dernier enregistrement", `n° ${count(about.last)}`],
    ["Tête du journal", about.headHash, "hash"],
    ["Empreinte de la clé d’ouverture", about.openingKey ?? "inconnue", "hash"],
    ["Empreinte de ce manifeste", about.manifestDigest, "hash"],
    ["Archive précédente", about.previous ?? "aucune", "hash"],
  ];
  return element(
    "dl",
    {},
    rows.flatMap(([term, text, kind]) => [
      element("dt", {}, [term]),
      element("dd", { class: kind ?? "" }, [text]),
    ]),
  );
}

/** The ZIP is read by its directory, a slice at a time. */
function zipSource(file) {
  return openZip({
    size: file.size,
    read: async (start, end) => new Uint8Array(await file.slice(start, end).arrayBuffer()),
  });
}

function folderSource(files) {
  const byPath = new Map(files.filter(([path]) => !LITTER.test(path)));
  return {
    list: () => Promise.resolve([...byPath.keys()]),
    size: (path) => byPath.get(path)?.size ?? 0,
    async *open(path) {
      const reader = byPath.get(path).stream().getReader();
      for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
    },
  };
}

/** Every file under a dropped folder, with its path in it. */
async function filesUnder(folder, prefix) {
  const reader = folder.createReader(), found = [];
  for (let entries = await read(reader); entries.length; entries = await read(reader)) {
    for (const entry of entries) {
      if (entry.isDirectory) found.push(...await filesUnder(entry, `${prefix}${entry.name}/`));
      else found.push([prefix + entry.name, await new Promise((resolve, reject) => entry.file(resolve, reject))]);
    }
  }
  return found;
}

function read(reader) {
  return new Promise((resolve, reject) => reader.readEntries(resolve, reject));
}
