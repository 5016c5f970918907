import { formatInstant } from "../../lib/base/dates.ts";
import { Refusal } from "../../lib/base/refusal.ts";
import { HTML } from "../../lib/platform/web/answer.ts";
import { createDraft, readDocument, type SalesDocument, saveDraft } from "../../lib/sales/mod.ts";
import { newId } from "../../lib/platform/random.ts";
import { type DossierContext, idParam } from "../handler.ts";
import { paths } from "../paths.ts";
import { readForm, wantsJson } from "../respond.tsx";
import { conflictWords } from "./documents_conflict.tsx";
import { draftIn, idIn } from "./documents_form.ts";
import { slugOf, versionSeen } from "./here.tsx";

/** The first saving of a draft by itself: it gets its own address, and later savings go there. */
export async function autosaveNew(c: DossierContext, kind: "quote" | "invoice"): Promise<Response> {
  const form = await readForm(c);
  return await answer(c, () => {
    return createDraft(c.get("ctx"), { id: idIn(form, "id") ?? newId(), kind, form: draftIn(form) });
  });
}

/** A draft that saves itself while it is written. */
export async function autosaveOne(c: DossierContext): Promise<Response> {
  const form = await readForm(c);
  const id = idParam(c, "document");
  return await answer(c, async () => {
    try {
      return await saveDraft(c.get("ctx"), { id, version: versionSeen(form.text("version")), form: draftIn(form) });
    } catch (error) {
      if (!(error instanceof Refusal) || error.issues[0]?.code !== "sales.changed_elsewhere") throw error;
      const [first] = error.issues;
      throw new Refusal(409, [{ ...first!, sentence: conflictWords(await readDocument(c.get("ctx"), id)) }]);
    }
  });
}

/** What the editor's script reads: words where the state of the draft stands, and where to save next. */
async function answer(c: DossierContext, save: () => Promise<SalesDocument>): Promise<Response> {
  try {
    const document = await save();
    const slug = slugOf(c);
    const [, time] = formatInstant(c.get("now"), c.get("entered").dossier.timeZone).split(" à ");
    return c.body(String(<>Brouillon enregistré à {time}</>), 200, {
      "content-type": HTML,
      "cache-control": "no-store",
      "x-version": String(document.version),
      "x-autosave": paths.documentAct(slug, document, "brouillon"),
      "x-action": paths.document(slug, document),
      "content-location": paths.document(slug, document),
    });
  } catch (error) {
    if (!(error instanceof Refusal) || wantsJson(c)) throw error;
    const words = String(<>{notSaved(error)}</>);
    return c.body(words, error.status, { "content-type": HTML, "cache-control": "no-store" });
  }
}

/** A line under way is no fault: the words say what is awaited. */
function notSaved({ issues, status }: Refusal): string {
  const [first] = issues;
  const line = /^lines\.(\d+)\./.exec(first?.field ?? "")?.[1];
  const where = line === undefined ? "" : `ligne ${Number(line) + 1}, `;
  const sentence = first?.sentence ?? "";
  if (status !== 422) return sentence;
  return `Pas encore enregistré : ${where}${sentence.slice(0, 1).toLowerCase()}${sentence.slice(1)}`;
}
