import { approveIbanChange, lastFour, type PendingIban, pendingIban, refuseIbanChange } from "../../lib/company/mod.ts";
import { isUuid, type Uuid } from "../../lib/base/ids.ts";
import { formatInstant } from "../../lib/base/dates.ts";
import { formatIban } from "../../lib/base/identifiers.ts";
import { Actions, Banner, Button, Facts, Form, type JSX } from "../../lib/ui/mod.ts";
import { type DossierContext, notFound, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, readForm } from "../respond.tsx";
import { may, slugOf } from "./here.tsx";

export const ibanRoutes: Routes = {
  "POST /d/:slug/entreprise/iban/accord": approve,
  "POST /d/:slug/entreprise/iban/refus": refuse,
};

async function approve(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  const { iban } = await approveIbanChange(ctx, { id: await changeIn(c) });
  return done(c, { goTo: paths.company(slugOf(c), { fait: "accord" }), json: () => ({ iban }) });
}

async function refuse(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  await refuseIbanChange(ctx, { id: await changeIn(c) });
  return done(c, { goTo: paths.company(slugOf(c), { fait: "refus" }), json: () => ({ pending: null }) });
}

async function changeIn(c: DossierContext): Promise<Uuid> {
  const id = (await readForm(c)).text("change");
  if (!isUuid(id)) throw notFound();
  return id;
}

/** The change that waits, for the page and its JSON. */
export async function loadPendingIban(c: DossierContext): Promise<PendingIban | null> {
  return await pendingIban(c.get("ctx"));
}

/** What waits, who asked, until when; the accord of somebody else, and a refusal by anybody who may change settings. */
export function IbanWaiting({ c, pending }: { c: DossierContext; pending: PendingIban }): JSX.Element {
  const { timeZone } = c.get("entered").dossier;
  const slug = slugOf(c);
  const isMine = pending.askedBy === c.get("ctx").personId;
  const hidden = { change: pending.id };
  return (
    <Banner kind="warning" title="Un changement d’IBAN attend">
      <p>
        Vos documents portent encore l’ancien. Une demande que personne n’attendait est peut-être une fraude :
        refusez-la.
      </p>
      <Facts
        facts={[
          { term: "IBAN imprimé", value: lastFour(pending.beforeIban) },
          { term: "IBAN demandé", value: pending.iban ? formatIban(pending.iban) : "aucun" },
          { term: "Demandé par", value: pending.askedByName ?? "le programme" },
          { term: "Prendra effet", value: formatInstant(pending.effectiveAt, timeZone) },
        ]}
      />
      {may(c, "company:write")
        ? (
          <Actions>
            {isMine ? null : (
              <Form action={paths.companyIban(slug, "accord")} hidden={hidden}>
                <Button>Confirmer maintenant</Button>
              </Form>
            )}
            <Form action={paths.companyIban(slug, "refus")} hidden={hidden}>
              <Button kind="quiet">Refuser ce changement</Button>
            </Form>
          </Actions>
        )
        : null}
      {isMine ? <p class="hint">Une autre personne qui gère l’entreprise peut le confirmer plus tôt.</p> : null}
    </Banner>
  );
}
