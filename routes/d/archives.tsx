import {
  type Archive,
  type ArchiveWish,
  archiveYears,
  askArchive,
  getArchive,
  listArchives,
  openArchive,
} from "../../lib/archives/mod.ts";
import { parseDate } from "../../lib/base/dates.ts";
import { Refusal } from "../../lib/base/refusal.ts";
import { newId } from "../../lib/platform/random.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import type { FormState } from "../../lib/ui/mod.ts";
import { type DossierContext, idParam, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, submit } from "../respond.tsx";
import { ArchivesPage, ArchivesTable, isUnderWay } from "./archives_page.tsx";
import { idIn } from "./documents_form.ts";
import { slugOf } from "./here.tsx";
import { zipAnswer } from "./zip_answer.ts";

/** The legal archives of the dossier (BOI-TVA-DECLA-30-10-30 § 200–260). */
export const archiveRoutes: Routes = {
  "GET /d/:slug/archives": show,
  "POST /d/:slug/archives": ask,
  "GET /d/:slug/archives/:archive": showOne,
  "GET /d/:slug/archives/:archive/zip": sendZip,
};

async function show(c: DossierContext): Promise<Response> {
  const archives = await listArchives(c.get("ctx"));
  const years = await archiveYears(c.get("ctx"));
  return respond(c, {
    json: () => ({ archives: archives.map(asJson), years }),
    page: () => <ArchivesPage c={c} archives={archives} years={years} />,
    fragment: () => <ArchivesTable c={c} archives={archives} />,
  });
}

async function showOne(c: DossierContext): Promise<Response> {
  const archive = await getArchive(c.get("ctx"), idParam(c, "archive"));
  return respond(c, {
    json: () => ({ archive: asJson(archive) }),
    page: () => <ArchivesPage c={c} archives={[archive]} />,
    fragment: () => <ArchivesTable c={c} archives={[archive]} />,
  });
}

async function ask(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  return await submit(c, {
    run: (form) => askArchive(ctx, wishIn(form)),
    goTo: () => paths.archives(slugOf(c), { fait: "demande" }),
    json: ({ id }) => ({ id }),
    status: 202,
    again: (state) => pageAgain(c, state),
  });
}

async function pageAgain(c: DossierContext, state: FormState) {
  const ctx = c.get("ctx");
  const [archives, years] = [await listArchives(ctx), await archiveYears(ctx)];
  return <ArchivesPage c={c} archives={archives} years={years} state={state} />;
}

/** A year, two dates, or everything. */
function wishIn(form: SentForm): ArchiveWish {
  const id = idIn(form, "archiveId") ?? newId(), period = form.text("period");
  const soFar = form.text("soFar") !== "";
  if (period === "tout") return { id, period: "whole" };
  if (period !== "dates") return { id, period, soFar };
  const from = parseDate(form.text("from")), to = parseDate(form.text("toDate"));
  if (!from) throw missing("from");
  if (!to) throw missing("toDate");
  return { id, period: { from, to }, soFar };
}

function missing(field: string): Refusal {
  return new Refusal(422, [{ code: "archives.period_form", field, sentence: "Donnez une date." }]);
}

async function sendZip(c: DossierContext): Promise<Response> {
  const { archive, name, bytes, read } = await openArchive(c.get("ctx"), idParam(c, "archive"));
  return zipAnswer(c, { name, bytes, digest: archive.manifestSha256!, read });
}

/** An archive as programs see it. */
function asJson(archive: Archive) {
  const { id, isWhole, fromOn, toOn, state, doneUnits, totalUnits, manifestSha256, files, bytes } = archive;
  const { firstSeq, lastSeq, askedAt, askedBy, doneAt, sealSeq, failure } = archive;
  const progress = isUnderWay(archive) ? { done: doneUnits, total: totalUnits } : null;
  const period = { from: fromOn, to: toOn, isWhole, firstSeq, lastSeq };
  return { id, ...period, state, progress, manifestSha256, files, bytes, askedAt, askedBy, doneAt, sealSeq, failure };
}
