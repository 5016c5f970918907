import { centsText, formatCents } from "../../lib/base/money.ts";
import { formatDate, formatInstant } from "../../lib/base/dates.ts";
import { describeTerms } from "../../lib/company/mod.ts";
import {
  allows,
  balanceOf,
  type DocumentFollowUp,
  type DocumentHead,
  PAYMENT_MODES,
  type SalesDocument,
  type Sending,
} from "../../lib/sales/mod.ts";
import {
  Amount,
  AmountField,
  Button,
  Card,
  Confirm,
  DateField,
  DateText,
  type Fact,
  Facts,
  Fold,
  Form,
  formState,
  type JSX,
  relativeDay,
  SelectField,
  State,
  TextArea,
  TextField,
} from "../../lib/ui/mod.ts";
import { type DossierContext, freshId } from "../handler.ts";
import { paths } from "../paths.ts";
import type { RefusedPart } from "./documents_show.tsx";
import { documentTitle, rightOn, stateOf } from "./documents_words.ts";
import { may, slugOf } from "./here.tsx";

interface SideProps {
  readonly c: DossierContext;
  readonly view: DocumentFollowUp;
  readonly refused: RefusedPart | undefined;
}

/** Beside the page: what is due, the forms of the next steps, what already happened. */
export function DocumentSide({ c, view, refused }: SideProps): JSX.Element {
  const { document } = view;
  const isPayable = allows(document, "pay") && balanceOf(document) > 0n && may(c, "payments:write");
  const maySend = allows(document, "send") && may(c, rightOn(document.kind, "send"));
  return (
    <>
      <Summary c={c} document={document} view={view} />
      {isPayable ? <PaymentForm c={c} document={document} refused={refused} /> : null}
      <Payments c={c} view={view} refused={refused} />
      {maySend ? <SendForm c={c} view={view} refused={refused} /> : null}
      <Sendings c={c} sendings={view.sendings} />
      <Linked c={c} view={view} />
    </>
  );
}

function Summary({ c, document, view }: { c: DossierContext; document: SalesDocument; view: DocumentFollowUp }) {
  const money = (cents: bigint) => <Amount cents={cents} currency={document.currency} />;
  const { kind } = document;
  const facts: (Fact | null)[] = [
    { term: "Total TTC", value: money(document.grossCents) },
    document.paidCents > 0n ? { term: "Réglé", value: money(document.paidCents) } : null,
    document.creditedCents > 0n ? { term: "Avoirs", value: money(document.creditedCents) } : null,
    kind === "invoice" && document.state === "issued"
      ? { term: "Reste dû", value: <strong>{money(balanceOf(document))}</strong> }
      : null,
    kind === "invoice" && document.dueOn
      ? {
        term: "Échéance",
        value: (
          <>
            <DateText date={document.dueOn} />{" "}
            <span class="hint">{relativeDay(document.dueOn, c.get("ctx").today)}</span>
          </>
        ),
      }
      : null,
    kind === "invoice" ? { term: "Paiement", value: describeTerms(document.terms) } : null,
    kind === "quote" && document.validUntil
      ? { term: "Valable jusqu’au", value: <DateText date={document.validUntil} /> }
      : null,
    ...answerFacts(view),
    kind !== "quote" && document.state === "issued"
      ? { term: "Fichier", value: <a href={paths.documentAct(slugOf(c), document, "xml")} download>XML (Factur-X)</a> }
      : null,
  ];
  return (
    <Card title="En bref">
      <Facts facts={facts.filter((fact) => fact !== null)} />
      {kind === "invoice" && allows(document, "credit") && may(c, "invoices:write")
        ? (
          <Form action={paths.documentAct(slugOf(c), document, "avoir")} hidden={{ newId: freshId(c) }} class="inline">
            <Button kind="quiet" small>Faire un avoir</Button>
          </Form>
        )
        : null}
    </Card>
  );
}

function answerFacts({ answer }: DocumentFollowUp): Fact[] {
  if (!answer) return [];
  const isYes = answer.answer === "accepted";
  return [
    { term: isYes ? "Accepté par" : "Décliné par", value: answer.signer },
    { term: "Le", value: formatInstant(answer.at) },
    ...(answer.reason ? [{ term: "Motif", value: answer.reason }] : []),
  ];
}

/** A payment, its amount proposed: what remains due. */
function PaymentForm({ c, document, refused }: {
  c: DossierContext;
  document: SalesDocument;
  refused: RefusedPart | undefined;
}): JSX.Element {
  const form = refused?.form === "pay" ? refused.state : formState({
    amount: centsText(balanceOf(document)).replace(".", ","),
    receivedOn: c.get("ctx").today,
    mode: "transfer",
  });
  return (
    <Card title="Encaisser" id="encaisser">
      <Form
        action={paths.documentAct(slugOf(c), document, "reglements")}
        state={form}
        hidden={{ paymentId: form.values["paymentId"] || freshId(c) }}
      >
        <AmountField form={form} name="amount" label="Montant reçu" />
        <DateField form={form} name="receivedOn" label="Reçu le" />
        <SelectField
          form={form}
          name="mode"
          label="Par"
          options={Object.entries(PAYMENT_MODES).map(([value, label]) => ({ value, label }))}
        />
        <TextField form={form} name="reference" label="Référence" optional width="full" />
        <Button>Enregistrer le règlement</Button>
      </Form>
    </Card>
  );
}

function Payments({ c, view, refused }: SideProps): JSX.Element | null {
  const { payments, document } = view;
  if (payments.length === 0) return null;
  const state = refused?.form === "reverse" ? refused.state : undefined;
  return (
    <Card title="Règlements">
      <ul class="plain-list">
        {payments.map((payment) => (
          <li>
            <p>
              <Amount cents={payment.allocatedCents} currency={document.currency} strong />{" "}
              {payment.reversesId ? "annulation" : PAYMENT_MODES[payment.mode].toLowerCase()},{" "}
              {formatDate(payment.receivedOn)}
              {payment.isReversed ? <State tone="ended" word="annulé" /> : null}
            </p>
            {payment.reference || payment.reason ? <p class="hint">{payment.reason || payment.reference}</p> : null}
            {payment.reversesId || payment.isReversed || !may(c, "payments:write") ? null : (
              <Confirm
                label="Annuler ce règlement"
                consequence="Le règlement reste au journal ; son annulation s’y inscrit et la facture redevient due."
                confirm="Annuler le règlement"
                action={paths.paymentReversal(slugOf(c), payment.id)}
                hidden={{ reversalId: freshId(c), invoice: document.id }}
              >
                <TextField name="reason" form={state} label="Pourquoi" width="full" />
              </Confirm>
            )}
          </li>
        ))}
      </ul>
    </Card>
  );
}

function SendForm({ c, view, refused }: SideProps): JSX.Element {
  const { document, sendings } = view;
  const [last] = sendings;
  const to = last?.recipients.join(", ") ?? document.buyer?.email ?? "";
  const form = refused?.form === "send" ? refused.state : formState({ to });
  const isOpen = refused?.form === "send" || document.sentCount === 0;
  const again = document.kind !== "quote" && document.sentCount > 0;
  return (
    <Fold title={document.sentCount > 0 ? "Renvoyer" : "Envoyer"} open={isOpen}>
      {/* An address that leads to what is inside a closed part opens it. */}
      <div id="envoyer">
        <Form
          action={paths.documentAct(slugOf(c), document, "envoi")}
          state={form}
          hidden={{ sendingId: form.values["sendingId"] || freshId(c) }}
        >
          <TextField form={form} name="to" label="À" type="text" inputmode="email" width="full" />
          <TextArea form={form} name="message" label="Message" optional rows={3} width="full" />
          {again
            ? <p class="hint">Le mail dira « Duplicata n°{document.sentCount} » ; le fichier reste le même.</p>
            : null}
          <Button icon="mail">Envoyer</Button>
        </Form>
      </div>
    </Fold>
  );
}

function Sendings({ c, sendings }: { c: DossierContext; sendings: readonly Sending[] }): JSX.Element | null {
  if (sendings.length === 0) return null;
  const { timeZone } = c.get("entered").dossier;
  return (
    <Card title="Envois">
      <ul class="plain-list">
        {sendings.map((sending) => (
          <li>
            <p>
              {sending.recipients.join(", ")} <State {...OUTCOMES[sending.state]} />
            </p>
            <p class="hint">
              {formatInstant(sending.sentAt ?? sending.queuedAt, timeZone)}
              {sending.outcome ? ` · ${sending.outcome}` : ""}
            </p>
            {sending.state === "held" ? <p class="hint">{heldText(sending)}</p> : null}
          </li>
        ))}
      </ul>
    </Card>
  );
}

/** Why a mail waits: what was found in its text, as the operator sees it. */
function heldText({ heldFor }: Sending): string {
  const found = heldFor.filter((hold) => hold.kind !== "abuse").map(({ kind, fragment }) =>
    kind === "link" ? `l’adresse ${fragment}` : `l’IBAN ${fragment}`
  );
  const why = found.length > 0
    ? `Pendant l’essai, nous relisons les mails dont le texte contient une adresse web ou un autre IBAN que le vôtre : ici ${
      found.join(", ")
    }.`
    : "Des destinataires ont signalé des envois de ce dossier : nous les vérifions.";
  return `${why} Il partira dès que ce sera fait, sans rien redemander.`;
}

const OUTCOMES = {
  queued: { tone: "due", word: "en attente" },
  sent: { tone: "done", word: "parti" },
  failed: { tone: "late", word: "échec" },
  held: { tone: "due", word: "en attente de vérification" },
  refused: { tone: "late", word: "refusé" },
} as const;

function Linked({ c, view }: { c: DossierContext; view: DocumentFollowUp }): JSX.Element | null {
  const linked: readonly DocumentHead[] = [...(view.source ? [view.source] : []), ...view.derived];
  if (linked.length === 0) return null;
  return (
    <Card title="Documents liés">
      <ul class="plain-list">
        {linked.map((document) => (
          <li>
            <a href={paths.document(slugOf(c), document)}>{documentTitle(document)}</a>{" "}
            <State {...stateOf(document, c.get("ctx").today)} />{" "}
            <span class="amount">{formatCents(document.grossCents, document.currency)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
