import { lastFour, type PendingIban, pendingIban } from "../../lib/company/mod.ts";
import { formatInstant } from "../../lib/base/dates.ts";
import { formatIban } from "../../lib/base/identifiers.ts";
import { listFactors } from "../../lib/identity/mod.ts";
import { Actions, Banner, Button, Facts, Form, type FormState, type JSX, Reason } from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { PasskeyForm } from "../../lib/ui/mod.ts";
import { paths } from "../paths.ts";
import { may, slugOf } from "./here.tsx";

/** Name under which the refusal of an answer is shown, at its buttons. */
export const IBAN_ANSWER = "ibanAnswer";

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
  /** Why an answer was refused. */
  readonly state?: FormState | undefined;
}

/** What waits, who asked, until when; who may confirm it sooner and how, and a refusal by anybody with the right. */
export function IbanWaiting({ c, pending, hasKey, state }: Shown): JSX.Element {
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
          { term: "IBAN demandé", value: pending.iban ? inGroups(pending.iban) : "aucun" },
          { term: "Demandé par", value: pending.askedByName ?? "le programme" },
          { term: "Prendra effet", value: formatInstant(pending.effectiveAt, timeZone) },
        ]}
      />
      {may(c, "company:write") ? <Answers c={c} pending={pending} hasKey={hasKey} state={state} /> : null}
    </Banner>
  );
}

/** In groups of four that a narrow page may part, and only there. */
function inGroups(iban: string): string {
  return formatIban(iban).replaceAll("\u00a0", " ");
}

function Answers({ c, pending, hasKey, state }: Shown): JSX.Element {
  const slug = slugOf(c), hidden = { change: pending.id };
  const isMine = pending.askedBy === c.get("ctx").personId;
  return (
    <>
      <Reason form={state} name={IBAN_ANSWER} />
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
