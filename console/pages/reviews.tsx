import { Refusal } from "../../lib/base/refusal.ts";
import {
  ABUSE_KINDS,
  clearAbuse,
  decideHeldMail,
  type HeldMail,
  type HeldReason,
  listHeldMails,
  listReported,
  type ReportedDossier,
  viewHeldMail,
  viewReported,
} from "../../lib/instances/operator.ts";
import {
  Actions,
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
import { ReasonField } from "../reason.tsx";
import { countText } from "../words.ts";

/** What waits for an operator's look before it leaves. Of a mail: the fragment that holds it, nothing else. */
export const routes: Routes = {
  "GET /verifications": showReviews,
  "GET /verifications/:dossier/:mail": showHeldMail,
  "POST /verifications/:dossier/:mail": decide,
  "GET /signalements/:dossier": showReports,
  "POST /signalements/:dossier": clear,
};

async function showReviews(c: OperatorContext): Promise<Response> {
  const ctx = operatorCtx(c);
  const [held, reported] = await Promise.all([listHeldMails(ctx), listReported(ctx)]);
  return page(
    c,
    <ConsolePage c={c} title="Vérifications">
      <PageHead title="Vérifications" lead="Ce qui attend un regard avant de partir. Le plus ancien d’abord." />
      <Card title="Envois retenus" flush>
        <Table
          caption="Envois retenus"
          columns={[
            { label: "Dossier", cell: (mail) => mail.companyName },
            { label: "Pourquoi", cell: (mail) => mail.reasons.map(reasonText).join(", ") },
            { label: "Depuis", cell: (mail) => <InstantText instant={mail.heldAt} /> },
          ]}
          rows={held}
          rowHref={(mail) => paths.heldMail(mail.tenantId, mail.id)}
          empty={<Empty title="Rien n’attend">Aucun envoi n’est retenu.</Empty>}
        />
      </Card>
      <Card title="Signalements d’abus" flush>
        <Table
          caption="Signalements d’abus"
          columns={[
            { label: "Dossier", cell: (dossier) => dossier.companyName },
            { label: "Signalé par", cell: (dossier) => countText(dossier.reporters), align: "end" },
            { label: "Pourquoi", cell: kindsText },
            { label: "Depuis", cell: (dossier) => <InstantText instant={dossier.since} /> },
            { label: "Envois", cell: (dossier) => dossier.isHeld ? "retenus" : "libres" },
          ]}
          rows={reported}
          rowHref={(dossier) => paths.reports(dossier.tenantId)}
          empty={<Empty title="Aucun signalement">Personne n’a signalé d’abus.</Empty>}
        />
      </Card>
    </ConsolePage>,
  );
}

async function showReports(c: OperatorContext): Promise<Response> {
  return page(c, reportsPage(c, await viewReported(operatorCtx(c), idParam(c, "dossier"))));
}

async function clear(c: OperatorContext): Promise<Response> {
  const tenantId = idParam(c, "dossier");
  return await submit(c, {
    run: (form) => clearAbuse(operatorCtx(c), c.get("operator"), { tenantId, reason: form.text("reason") }),
    goTo: paths.reviews(),
    again: async (state) => reportsPage(c, await viewReported(operatorCtx(c), tenantId), state),
  });
}

function reportsPage(c: OperatorContext, dossier: ReportedDossier, state?: FormState): JSX.Element {
  return (
    <ConsolePage c={c} title="Signalements d’abus">
      <PageHead
        title="Signalements d’abus"
        back={{ label: "Vérifications", href: paths.reviews() }}
        lead="Trois personnes différentes suffisent à retenir les envois d’un essai, jusqu’à ce que vous ayez regardé."
      />
      <Card title="En bref">
        <Facts
          facts={[
            { term: "Dossier", value: <a href={paths.instance(dossier.tenantId)}>{dossier.companyName}</a> },
            { term: "Personnes", value: countText(dossier.reporters) },
            { term: "Pourquoi", value: kindsText(dossier) },
            { term: "Depuis", value: <InstantText instant={dossier.since} /> },
            { term: "Envois", value: dossier.isHeld ? "retenus" : "libres" },
          ]}
        />
      </Card>
      <Card title="Vous avez regardé">
        <Form action={paths.reports(dossier.tenantId)} state={state}>
          <p>Les prochains envois repartiront ; ceux qui attendent se décident un par un dans la liste.</p>
          <ReasonField state={state} />
          <Button kind="primary">Marquer comme examiné</Button>
        </Form>
      </Card>
    </ConsolePage>
  );
}

function kindsText({ kinds }: ReportedDossier): string {
  return kinds.map((kind) => ABUSE_KINDS[kind]).join(", ");
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
