import { formatInstant } from "../../lib/base/dates.ts";
import { Refusal } from "../../lib/base/refusal.ts";
import {
  decideHeldMail,
  HELD_MAIL_SORTS,
  type HeldMail,
  type HeldMailFilter,
  type HeldReason,
  listHeldMails,
  viewHeldMail,
} from "../../lib/instances/operator.ts";
import {
  Actions,
  Button,
  Card,
  Facts,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  SelectField,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { idParam, type OperatorContext, operatorCtx, page, type Routes, submit } from "../handler.ts";
import { listPage } from "../list_page.tsx";
import { textIn } from "../lists.tsx";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";

const KIND_WORDS: Readonly<Record<HeldReason["kind"], string>> = {
  link: "Un lien",
  iban: "Un IBAN",
  abuse: "Des signalements",
};
const KINDS = Object.keys(KIND_WORDS) as readonly HeldReason["kind"][];

const held = listPage<Pick<HeldMailFilter, "kind" | "text">, HeldMail, (typeof HELD_MAIL_SORTS)[number]>({
  name: "mails",
  title: "Vérifications",
  lead: (
    <>
      Les envois retenus, qui attendent un regard avant de partir. Voyez aussi les{" "}
      <a href={paths.reported()}>signalements d’abus</a>.
    </>
  ),
  path: paths.reviews,
  files: paths.reviewsExport,
  sorts: HELD_MAIL_SORTS,
  usual: { by: "held", isDescending: false },
  filterOf: (c) => ({
    kind: KINDS.find((known) => known === c.req.query("sorte")),
    text: textIn(c),
  }),
  load: listHeldMails,
  search: ({ text }) => ({ label: "Nom du dossier", value: text }),
  fields: ({ kind }) => (
    <SelectField
      name="sorte"
      label="Pourquoi"
      blank="Tout"
      optional
      value={kind}
      options={KINDS.map((value) => ({ value, label: KIND_WORDS[value] }))}
    />
  ),
  shown: ({ sorted }) => [
    { label: "Dossier", cell: (mail) => mail.companyName },
    { label: "Pourquoi", cell: (mail) => mail.reasons.map(reasonText).join(", "), grow: true },
    { label: "Depuis", cell: (mail) => <InstantText instant={mail.heldAt} />, sort: sorted("held") },
  ],
  rowHref: (mail) => paths.heldMail(mail.tenantId, mail.id),
  empty: { title: "Rien n’attend", text: "Aucun envoi retenu ne répond à ces filtres." },
  columns: [
    { title: "Dossier", kind: "text", width: 40, value: ({ companyName }) => companyName },
    { title: "Identifiant du dossier", kind: "text", width: 38, value: ({ tenantId }) => tenantId },
    { title: "Identifiant", kind: "text", width: 38, value: ({ id }) => id },
    { title: "Pourquoi", kind: "text", width: 60, value: ({ reasons }) => reasons.map(reasonText).join(", ") },
    { title: "Depuis", kind: "text", width: 20, value: ({ heldAt }) => formatInstant(heldAt) },
  ],
});

/** Mails that wait for an operator's look before they leave: the fragment that holds each, nothing else. */
export const routes: Routes = {
  "GET /verifications": held.show,
  "GET /verifications/export.csv": held.csv,
  "GET /verifications/export.xlsx": held.xlsx,
  "GET /verifications/:dossier/:mail": showHeldMail,
  "POST /verifications/:dossier/:mail": decide,
};

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
          <Actions>
            <Button kind="primary" name="decision" value="released">Laisser partir</Button>
            <Button kind="danger" name="decision" value="refused">Refuser l’envoi</Button>
          </Actions>
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
