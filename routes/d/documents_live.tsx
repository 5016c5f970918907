// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { formatDate } from "../../lib/base/dates.ts";
import { type Cents, formatCents } from "../../lib/base/money.ts";
import { formatRate } from "../../lib/base/rates.ts";
import { dueDate } from "../../lib/company/mod.ts";
import { type DocumentKind, type DraftSketch, mayBeIssued, type PreflightPoint } from "../../lib/sales/mod.ts";
import { Button, type Child, Icon, type JSX, Sheet, Totals } from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";
import { fixHref, type FixPlace } from "./documents_fixes.ts";
import { agree, KINDS, rightOn } from "./documents_words.ts";
import { may } from "./here.tsx";

/** Pages of a long document that the editor keeps drawing while somebody types. */
const LIVE_PAGES = 3;

/** The figures beneath the lines. */
export function LiveTotals({ sketch }: { sketch: DraftSketch }): JSX.Element {
  const { totals } = sketch;
  const money = (cents: Cents) => <span class="amount">{formatCents(cents)}</span>;
  const discount = totals.discountCents > 0n
    ? [
      { term: "Total des lignes HT", value: money(totals.linesCents) },
      { term: "Remise", value: money(-totals.discountCents) },
    ]
    : [];
  const vat = totals.vatTotals.filter((total) => total.category === "S")
    .map((total) => ({ term: `TVA ${formatRate(total.rateBp)}`, value: money(total.vatCents) }));
  return (
    <Totals
      id="totals"
      totals={[
        ...discount,
        { term: "Total HT", value: money(totals.netCents) },
        ...vat,
        { term: "Total TTC", value: money(totals.grossCents) },
      ]}
    />
  );
}

/** When the invoice falls due, by its terms. */
export function LiveDue({ c, sketch }: { c: DossierContext; sketch: DraftSketch }): JSX.Element | null {
  const { kind, dueOn, issueOn, terms } = sketch.document;
  if (kind !== "invoice") return <span id="due" />;
  const due = dueOn ?? dueDate(terms, issueOn ?? c.get("ctx").today);
  return <span id="due">Échéance : {formatDate(due)}</span>;
}

/** What stands in the way of the issue, each point a link to the place that mends it. */
export function LiveReady({ sketch, place }: { sketch: DraftSketch; place: FixPlace }): JSX.Element {
  const points = pointsFor(place.kind, sketch.points);
  const blocking = points.filter((point) => point.severity === "blocking");
  const advice = points.filter((point) => point.severity === "advice");
  const isReady = mayBeIssued(points);
  const act = place.kind === "quote" ? "envoyer" : "émettre";
  return (
    <div id="ready" class={isReady ? "ready is-ready" : "ready"} aria-live="polite">
      {isReady
        ? (
          <p class="ready-word">
            <Icon name="check" /> Prêt à {act}
          </p>
        )
        : (
          <details open={blocking.length <= OPEN_POINTS}>
            <summary class="ready-word">
              {blocking.length === 1 ? "1 point à corriger" : `${blocking.length} points à corriger`} avant d’{act}
            </summary>
            <PointList points={blocking} place={place} />
          </details>
        )}
      {advice.length > 0
        ? (
          <details>
            <summary class="hint">{advice.length === 1 ? "1 conseil" : `${advice.length} conseils`}</summary>
            <PointList points={advice} place={place} />
          </details>
        )
        : null}
    </div>
  );
}

/** The page as it would be printed; of a long document its first pages. */
export function LivePages({ sketch }: { sketch: DraftSketch }): JSX.Element {
  const { preview, document } = sketch;
  const left = preview.pages.length - LIVE_PAGES;
  return (
    <div id="pages">
      <Sheet title={`Aperçu : ${KINDS[document.kind].one}`} pages={preview.pages.slice(0, LIVE_PAGES)} />
      {left > 0
        ? <p class="hint">{left === 1 ? "Encore une page" : `Encore ${left} pages`}, montrées après l’émission.</p>
        : null}
    </div>
  );
}

/** What may be done with the draft, the obvious step first. */
export function LiveActs({ c, kind, to }: { c: DossierContext; kind: DocumentKind; to: string }): JSX.Element {
  return (
    <div id="acts" class="actions">
      {finalActs(c, kind, to)}
      <Button name="act" value="save" shortcut="Ctrl+Enter" kind={mayFinish(c, kind) ? "quiet" : "primary"}>
        Enregistrer
      </Button>
    </div>
  );
}

/** Everything that changes while somebody types, each part put in its place. */
export function LiveAnswer({ c, sketch, place, to, amounts, children }: {
  c: DossierContext;
  sketch: DraftSketch;
  place: FixPlace;
  to: string;
  /** Amount of each row of the editor, in the order of the rows. */
  amounts: readonly string[];
  /** Fields that the customer just chosen proposes. */
  children?: Child;
}): JSX.Element {
  return (
    <>
      <Part target="#totals">
        <LiveTotals sketch={sketch} />
      </Part>
      <Part target="#due">
        <LiveDue c={c} sketch={sketch} />
      </Part>
      <Part target="#ready" morph>
        <LiveReady sketch={sketch} place={place} />
      </Part>
      <Part target="#acts" morph>
        <LiveActs c={c} kind={place.kind} to={to} />
      </Part>
      <Part target="#pages">
        <LivePages sketch={sketch} />
      </Part>
      <TaxHeadings sketch={sketch} />
      {amounts.map((amount, index) => (
        <hx-partial hx-target={`.lines tbody tr:nth-child(${index + 1}) output`} hx-swap="textContent">
          {amount}
        </hx-partial>
      ))}
      {children}
    </>
  );
}

/** Prices typed with tax or without: the columns say which. */
function TaxHeadings({ sketch }: { sketch: DraftSketch }): JSX.Element {
  const tax = sketch.document.entryMode === "gross" ? "TTC" : "HT";
  return (
    <>
      <hx-partial hx-target=".lines thead th:nth-child(4)" hx-swap="textContent">PU {tax}</hx-partial>
      <hx-partial hx-target=".lines thead th:nth-child(8)" hx-swap="textContent">Total {tax}</hx-partial>
    </>
  );
}

/** A part of the page to put anew; morphed where the keyboard may stand in it. */
export function Part({ target, morph, children }: { target: string; morph?: boolean; children?: Child }): JSX.Element {
  return <hx-partial hx-target={target} hx-swap={morph ? "outerMorph" : "outerHTML"}>{children}</hx-partial>;
}

const OPEN_POINTS = 4;

/** A quote is an offer: what the law wants of an invoice is not asked of it, only whom it is for and what it offers. */
function pointsFor(kind: DocumentKind, points: readonly PreflightPoint[]): PreflightPoint[] {
  if (kind !== "quote") return [...points];
  return points.flatMap((point) => {
    if (QUOTE_POINTS.has(point.rule)) return [point];
    return point.rule.startsWith("company.") ? [{ ...point, severity: "advice" as const }] : [];
  });
}

const QUOTE_POINTS: ReadonlySet<string> = new Set(["document.customer", "document.lines"]);

function PointList({ points, place }: { points: readonly PreflightPoint[]; place: FixPlace }): JSX.Element {
  return (
    <ul>
      {points.map(({ sentence, fix }) => {
        const href = fixHref(fix, place);
        return <li>{href ? <a href={href}>{sentence}</a> : sentence}</li>;
      })}
    </ul>
  );
}

function mayFinish(c: DossierContext, kind: DocumentKind): boolean {
  return kind === "quote" ? may(c, "quotes:send") : may(c, "invoices:issue");
}

function finalActs(c: DossierContext, kind: DocumentKind, to: string): Child {
  const whom = recipientWords(to);
  const maySend = may(c, rightOn(kind, "send"));
  if (!mayFinish(c, kind)) return null;
  if (kind === "quote") {
    return <Button name="act" value="send" kind="primary" shortcut="Ctrl+Shift+Enter">Envoyer{whom}</Button>;
  }
  return (
    <>
      {maySend
        ? (
          <Button name="act" value="issue_send" kind="primary" shortcut="Ctrl+Shift+Enter">
            Émettre et envoyer{whom}
          </Button>
        )
        : null}
      <Button name="act" value="issue" kind={maySend ? "secondary" : "primary"}>Émettre</Button>
    </>
  );
}

/** ` à compta@dupont.fr`, ` à compta@dupont.fr et 1 autre`, or nothing. */
function recipientWords(to: string): string {
  const [first, ...others] = to.split(/[,;\s]+/).filter((address) => address !== "");
  if (!first) return "";
  if (others.length === 0) return ` à ${first}`;
  return ` à ${first} et ${others.length === 1 ? "1 autre" : `${others.length} autres`}`;
}

/** What issuing does, said once beside the button that does it. */
export function FinalHint({ kind }: { kind: DocumentKind }): JSX.Element {
  if (kind === "quote") {
    return <p class="hint">Envoyé, le devis reçoit son numéro ; votre client y répond par un lien.</p>;
  }
  return (
    <p class="hint">
      {agree(kind, "Émis")}, {KINDS[kind].the} reçoit son numéro et se scelle : {kind === "invoice" ? "elle" : "il"}
      {" "}
      ne se modifie plus.
    </p>
  );
}
