import { Refusal } from "../../lib/base/refusal.ts";
import {
  decideHeldMail,
  type HeldMail,
  type HeldReason,
  listHeldMails,
  viewHeldMail,
} from "../../lib/instances/operator.ts";
import {
  Button,
  Card,
  Empty,
  Facts,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  Table,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { idParam, type OperatorContext, operatorCtx, page, type Routes, submit } from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "./instance.tsx";

/** What waits for an operator's look before it leaves. Of a mail: the fragment that holds it, nothing else. */
export const routes: Routes = {
  "GET /verifications": showReviews,
  "GET /verifications/:dossier/:mail": showHeldMail,
  "POST /verifications/:dossier/:mail": decide,
};

async function showReviews(c: OperatorContext): Promise<Response> {
  const held = await listHeldMails(operatorCtx(c));
  return page(
    c,
    <ConsolePage c={c} title="Vérifications">
      <PageHead title="Vérifications" lead="Ce qui attend un regard avant de partir. Le plus ancien d’abord." />
      <Card title="Envois retenus" flush>
        <Table
          caption="Envois retenus"
          columns={[
            { label: "Dossier", cell: (mail) => mail.companyName, grow: true },
            { label: "Pourquoi", cell: (mail) => mail.reasons.map(reasonText).join(", ") },
            { label: "Depuis", cell: (mail) => <InstantText instant={mail.heldAt} /> },
          ]}
          rows={held}
          rowHref={(mail) => paths.heldMail(mail.tenantId, mail.id)}
          empty={<Empty title="Rien n’attend">Aucun envoi n’est retenu.</Empty>}
        />
      </Card>
    </ConsolePage>,
  );
}

async function showHeldMail(c: OperatorContext): Promise<Response> {
  return page(c, heldMailPage(c, await viewHeldMail(operatorCtx(c), keyOf(c))));
}

async function decide(c: OperatorContext): Promise<Response> {
  const key = keyOf(c);
  return await submit(c, {
    run: (form) => {
      const decision = decisionIn(form.text("decision"));
      return decideHeldMail(operatorCtx(c), c.get("operator"), { ...key, decision, reason: form.text("reason") });
    },
    goTo: paths.reviews(),
    again: async (state) => heldMailPage(c, await viewHeldMail(operatorCtx(c), key), state),
  });
}

function keyOf(c: OperatorContext) {
  return { tenantId: idParam(c, "dossier"), id: idParam(c, "mail") };
}

function decisionIn(given: string): "released" | "refused" {
  if (given === "released" || given === "refused") return given;
  throw new Refusal(422, [{ code: "console.decision", sentence: "Laissez partir l’envoi, ou refusez-le." }]);
}

function heldMailPage(c: OperatorContext, mail: HeldMail, state?: FormState): JSX.Element {
  return (
    <ConsolePage c={c} title="Envoi retenu">
      <PageHead
        title="Envoi retenu"
        back={{ label: "Vérifications", href: paths.reviews() }}
        lead="Le texte du mail, son destinataire et le document ne sont pas visibles ici."
      />
      <Card title="En bref">
        <Facts
          facts={[
            { term: "Dossier", value: <a href={paths.instance(mail.tenantId)}>{mail.companyName}</a> },
            { term: "Pourquoi", value: mail.reasons.map(reasonText).join(", ") },
            { term: "Depuis", value: <InstantText instant={mail.heldAt} /> },
          ]}
        />
      </Card>
      <Card title="Décider">
        <Form action={paths.heldMail(mail.tenantId, mail.id)} state={state}>
          <p>Refusé, l’envoi ne partira pas : la personne qui l’a demandé lira la raison.</p>
          <ReasonField state={state} />
          <Button kind="primary" name="decision" value="released">Laisser partir</Button>
          <Button kind="danger" name="decision" value="refused">Refuser l’envoi</Button>
        </Form>
      </Card>
    </ConsolePage>
  );
}

function reasonText({ kind, fragment }: HeldReason): string {
  switch (kind) {
    case "link":
      return `lien vers ${fragment}`;
    case "iban":
      return `IBAN ${fragment}`;
    case "abuse":
      return "signalements d’abus";
  }
}
