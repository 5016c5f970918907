import { type Archive, listArchives } from "../../lib/archives/mod.ts";
import {
  closeOwnDossier,
  findOwnKept,
  type KeptArchive,
  type LifeView,
  openKept,
  reopenOwnDossier,
  viewOwnLife,
} from "../../lib/instances/mod.ts";
import type { FormState } from "../../lib/ui/mod.ts";
import { type DossierContext, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, submit } from "../respond.tsx";
import { may, slugOf } from "./here.tsx";
import { KeptPage, mayTakeKept } from "./kept_page.tsx";
import { ClosingPage, SubscriptionPage } from "./subscription_page.tsx";
import { zipAnswer } from "./zip_answer.ts";

/** The subscriber's area: where the dossier stands, how to take one's data, how to close and reopen it. */
export const subscriptionRoutes: Routes = {
  "GET /d/:slug/abonnement": show,
  "GET /d/:slug/abonnement/archive-conservee": sendKept,
  "GET /d/:slug/abonnement/fermeture": showClosing,
  "POST /d/:slug/abonnement/fermeture": close,
  "POST /d/:slug/abonnement/reouverture": reopen,
};

async function show(c: DossierContext): Promise<Response> {
  const view = await viewOwnLife(c.get("ctx"));
  if (view.life.state === "kept") return await showKept(c, view);
  return respond(c, {
    json: () => asJson(c, view),
    page: () => <SubscriptionPage c={c} view={view} />,
  });
}

/** Control answers alone: the cell has nothing left of the dossier. */
async function showKept(c: DossierContext, view: LifeView): Promise<Response> {
  const kept = mayTakeKept(c) ? await findOwnKept(c.get("ctx")) : null;
  return respond(c, {
    json: () => ({ ...asJson(c, view), kept: kept && keptJson(kept) }),
    page: () => <KeptPage c={c} life={view.life} kept={kept} />,
  });
}

/** The archive that is kept, opened while it is sent. */
async function sendKept(c: DossierContext): Promise<Response> {
  const { name, bytes, sha256: digest, read } = await openKept(c.get("ctx"), c.get("entered"));
  return zipAnswer(c, { name, bytes, digest, read });
}

async function showClosing(c: DossierContext): Promise<Response> {
  const parts = await closingParts(c);
  return respond(c, {
    json: () => ({ ...asJson(c, parts.view), archives: parts.archives.map(({ id, doneAt }) => ({ id, doneAt })) }),
    page: () => <ClosingPage c={c} {...parts} />,
  });
}

async function close(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: (form) => {
      const { text } = form;
      const typed = { id: text("id"), ending: text("ending"), digest: text("digest"), reason: text("reason") };
      return closeOwnDossier(c.get("ctx"), typed);
    },
    goTo: () => paths.subscription(slugOf(c), { fait: "fermeture" }),
    json: (state) => ({ state }),
    again: async (state: FormState) => <ClosingPage c={c} {...await closingParts(c)} state={state} />,
  });
}

async function reopen(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: (form) => reopenOwnDossier(c.get("ctx"), { id: form.text("id") }),
    goTo: () => paths.subscription(slugOf(c), { fait: "reouverture" }),
    json: (state) => ({ state }),
    again: async (state: FormState) => <SubscriptionPage c={c} view={await viewOwnLife(c.get("ctx"))} state={state} />,
  });
}

/** Archives of everything that are made: one of them is to be taken before everything goes. */
async function closingParts(c: DossierContext): Promise<{ view: LifeView; archives: readonly Archive[] }> {
  const view = await viewOwnLife(c.get("ctx"));
  const archives = may(c, "sealed_log:archive") ? await listArchives(c.get("ctx")) : [];
  return { view, archives: archives.filter(({ isWhole, state }) => isWhole && state === "done") };
}

function keptJson({ fromOn, toOn, bytes, sha256, manifestSha256, keepUntil, verifiedAt }: KeptArchive) {
  return { from: fromOn, to: toOn, bytes, sha256, manifestSha256, keepUntil, verifiedAt };
}

function asJson(c: DossierContext, { life, move }: LifeView) {
  const { state, since, trialEndsOn, plan, closedBy, ending, reopenUntil, eraseAfter } = life;
  const { dossier: { openness }, isOwner } = c.get("entered");
  const dates = { since, trialEndsOn, reopenUntil, eraseAfter, movesFrom: move?.from ?? null };
  return { state, openness, plan, closedBy, ending, isOwner, ...dates };
}
