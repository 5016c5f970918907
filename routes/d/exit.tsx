import { type ExitArchive, findExitArchive, openExitArchive, startExitArchive } from "../../lib/archives/mod.ts";
import { newId } from "../../lib/platform/random.ts";
import { type DossierContext, idParam, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, submit } from "../respond.tsx";
import { idIn } from "./documents_form.ts";
import { ExitPage, ExitStanding } from "./exit_page.tsx";
import { slugOf } from "./here.tsx";
import { zipAnswer } from "./zip_answer.ts";

/** Everything of the dossier to take along: open in every state until the dossier is erased. */
export const exitRoutes: Routes = {
  "GET /d/:slug/abonnement/sortie": show,
  "POST /d/:slug/abonnement/sortie": ask,
  "GET /d/:slug/abonnement/sortie/:exit/zip": sendZip,
};

async function show(c: DossierContext): Promise<Response> {
  const exit = await findExitArchive(c.get("ctx"));
  return respond(c, {
    json: () => ({ exit: exit && asJson(exit) }),
    page: () => <ExitPage c={c} exit={exit} />,
    fragment: () => <ExitStanding c={c} exit={exit} />,
  });
}

async function ask(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  return await submit(c, {
    run: (form) => startExitArchive(ctx, { id: idIn(form, "exitId") ?? newId() }),
    goTo: () => paths.exit(slugOf(c), { fait: "demande" }),
    json: ({ id }) => ({ id }),
    status: 202,
    again: async (state) => <ExitPage c={c} exit={await findExitArchive(ctx)} state={state} />,
  });
}

async function sendZip(c: DossierContext): Promise<Response> {
  const { name, bytes, sha256: digest, read } = await openExitArchive(c.get("ctx"), idParam(c, "exit"));
  return zipAnswer(c, { name, bytes, digest, read });
}

function asJson(exit: ExitArchive) {
  const { id, state, phase, isWhole, documents, lacking, files, bytes, sha256, failure } = exit;
  const { askedAt, doneAt, expiresAt } = exit;
  return { id, state, phase, isWhole, documents, lacking, files, bytes, sha256, failure, askedAt, doneAt, expiresAt };
}
