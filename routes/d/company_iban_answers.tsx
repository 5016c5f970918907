import { approveIbanChange, pendingIban, refuseIbanChange } from "../../lib/company/mod.ts";
import { isUuid, type Uuid } from "../../lib/base/ids.ts";
import { passkeyForAct, signAct } from "../../lib/identity/mod.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import { type FormState, formState, type JSX } from "../../lib/ui/mod.ts";
import { type DossierContext, notFound, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, submit } from "../respond.tsx";
import { IBAN_ANSWER } from "./company_iban.tsx";
import { CompanyPage, loadCompany } from "./company_page.tsx";
import { slugOf } from "./here.tsx";

/** What is answered to a change of IBAN that waits; refused, the page comes back and says why at the answer. */
export const ibanRoutes: Routes = {
  "POST /d/:slug/entreprise/iban/accord": approve,
  "POST /d/:slug/entreprise/iban/refus": refuse,
  "POST /d/:slug/entreprise/iban/cle": askKey,
};

/** Confirmed by somebody else, or by a passkey that signs this very change: whoever asked for it may do so too. */
async function approve(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  return await submit(c, {
    run: async (form) => {
      const id = changeIn(form), signature = form.text("answer");
      if (signature) await signAct(ctx, { about: id, signature });
      return await approveIbanChange(ctx, { id, proof: signature ? "passkey" : null });
    },
    goTo: () => paths.company(slugOf(c), { fait: "accord" }),
    json: ({ iban }) => ({ iban }),
    again: (state) => again(c, state),
  });
}

async function refuse(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: (form) => refuseIbanChange(c.get("ctx"), { id: changeIn(form) }),
    goTo: () => paths.company(slugOf(c), { fait: "refus" }),
    json: () => ({ pending: null }),
    again: (state) => again(c, state),
  });
}

/** A change that is over has no buttons any more: its refusal stands in the summary alone. */
async function again(c: DossierContext, { issues }: FormState): Promise<JSX.Element> {
  const view = await loadCompany(c);
  const placed = issues.map((issue) => view.pending ? { ...issue, field: IBAN_ANSWER } : issue);
  return <CompanyPage c={c} view={view} ibanState={{ ...formState({}), issues: placed }} />;
}

/** What the browser asks a passkey to sign for the change that waits. */
async function askKey(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx");
  const pending = await pendingIban(ctx);
  if (!pending) throw notFound();
  const request = await passkeyForAct(ctx, pending.id);
  return done(c, { goTo: paths.company(slugOf(c)), json: () => request });
}

function changeIn(form: SentForm): Uuid {
  const id = form.text("change");
  if (!isUuid(id)) throw notFound();
  return id;
}
