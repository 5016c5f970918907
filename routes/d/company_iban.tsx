import { approveIbanChange, lastFour, type PendingIban, pendingIban, refuseIbanChange } from "../../lib/company/mod.ts";
import { isUuid, type Uuid } from "../../lib/base/ids.ts";
import { formatInstant } from "../../lib/base/dates.ts";
import { formatIban } from "../../lib/base/identifiers.ts";
import { listFactors, passkeyForAct, signAct } from "../../lib/identity/mod.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import { Actions, Banner, Button, Facts, Form, type JSX } from "../../lib/ui/mod.ts";
import { type DossierContext, notFound, type Routes } from "../handler.ts";
import { PasskeyForm } from "../passkey_form.tsx";
import { paths } from "../paths.ts";
import { done, readForm } from "../respond.tsx";
import { may, slugOf } from "./here.tsx";

export const ibanRoutes: Routes = {
  "POST /d/:slug/entreprise/iban/accord": approve,
  "POST /d/:slug/entreprise/iban/refus": refuse,
  "POST /d/:slug/entreprise/iban/cle": askKey,
};

/** Confirmed by somebody else, or by a passkey that signs this very change: whoever asked for it may do so too. */
async function approve(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  const form = await readForm(c);
  const id = changeIn(form), signature = form.text("answer");
  if (signature) await signAct(ctx, { about: id, signature });
  const { iban } = await approveIbanChange(ctx, { id, proof: signature ? "passkey" : null });
  return done(c, { goTo: paths.company(slugOf(c), { fait: "accord" }), json: () => ({ iban }) });
}

/** What the browser asks a passkey to sign for the change that waits. */
async function askKey(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  const pending = await pendingIban(ctx);
  if (!pending) throw notFound();
  const request = await passkeyForAct(ctx, pending.id);
  return done(c, { goTo: paths.company(slugOf(c)), json: () => request });
}

async function refuse(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  await refuseIbanChange(ctx, { id: changeIn(await readForm(c)) });
  return done(c, { goTo: paths.company(slugOf(c), { fait: "refus" }), json: () => ({ pending: null }) });
}

function changeIn(form: SentForm): Uuid {
  const id = form.text("change");
  if (!isUuid(id)) throw notFound();
  return id;
}

/** The change that waits, for the page and its JSON. */
export async function loadPendingIban(c: DossierContext): Promise<PendingIban | null> {
  return await pendingIban(c.get("ctx"));
}

/** True when whoever looks asked for the change himself and has a passkey to confirm it with. */
export async function mayConfirmByKey(c: DossierContext, { askedBy }: PendingIban): Promise<boolean> {
  const ctx = c.get("ctx");
  return askedBy === ctx.personId && may(c, "company:write") && (await listFactors(ctx)).passkeys.length > 0;
}

interface Shown {
  readonly c: DossierContext;
  readonly pending: PendingIban;
  /** See mayConfirmByKey. */
  readonly hasKey: boolean;
}

/** What waits, who asked, until when; who may confirm it sooner and how, and a refusal by anybody with the right. */
export function IbanWaiting({ c, pending, hasKey }: Shown): JSX.Element {
  const { timeZone } = c.get("entered").dossier;
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
      {may(c, "company:write") ? <Answers c={c} pending={pending} hasKey={hasKey} /> : null}
    </Banner>
  );
}

function Answers({ c, pending, hasKey }: Shown): JSX.Element {
  const slug = slugOf(c), hidden = { change: pending.id };
  const isMine = pending.askedBy === c.get("ctx").personId;
  return (
    <>
      <Actions>
        {isMine ? null : (
          <Form action={paths.companyIban(slug, "accord")} hidden={hidden}>
            <Button>Confirmer maintenant</Button>
          </Form>
        )}
        {hasKey
          ? (
            <PasskeyForm
              kind="get"
              action={paths.companyIban(slug, "accord")}
              options={paths.companyIban(slug, "cle")}
              hidden={hidden}
              label="Confirmer avec ma clé d’accès"
            />
          )
          : null}
        <Form action={paths.companyIban(slug, "refus")} hidden={hidden}>
          <Button kind="quiet">Refuser ce changement</Button>
        </Form>
      </Actions>
      {isMine ? <p class="hint">Une autre personne qui gère l’entreprise peut le confirmer plus tôt.</p> : null}
    </>
  );
}
