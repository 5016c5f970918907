/** Sales pages of the gallery: the list of invoices and one invoice. */
import { type IsoDate, isoDate, type IsoInstant } from "../../../lib/base/dates.ts";
import type { Cents } from "../../../lib/base/money.ts";
import * as ui from "../../../lib/ui/mod.ts";
import { atelier } from "./gallery_frame.tsx";

interface Row {
  readonly number: string;
  readonly customer: string;
  readonly date: IsoDate;
  readonly cents: Cents;
  readonly state: { readonly tone: ui.Tone; readonly word: string };
}

const STATES: readonly Row["state"][] = [
  { tone: "draft", word: "brouillon" },
  { tone: "due", word: "à encaisser" },
  { tone: "late", word: "en retard de 12 j" },
  { tone: "done", word: "payée" },
  { tone: "open", word: "envoyée" },
  { tone: "ended", word: "annulée par avoir" },
  { tone: "info", word: "acompte" },
];

const CUSTOMERS = [
  "Dupont SARL",
  "Mairie de Saint-Étienne-du-Rouvray",
  "Camille Renard",
  "Société coopérative d’intérêt collectif des maraîchers et producteurs bio du Val de Loire et de l’Anjou",
  "Bäckerei Müller GmbH",
  "Hôtel du Parc",
  "Cabinet Lenoir",
];

function rows(): Row[] {
  return Array.from({ length: 14 }, (_, index) => ({
    number: index === 0 ? "Brouillon" : `FA2026-${String(128 - index).padStart(4, "0")}`,
    customer: CUSTOMERS[index % CUSTOMERS.length]!,
    date: isoDate(`2026-11-${String(21 - index).padStart(2, "0")}`),
    cents: [120_000n, 1_843_250n, 9_900n, -24_000n, 12_345_678n][index % 5]!,
    state: STATES[index % STATES.length]!,
  }));
}

const COLUMNS: readonly ui.Column<Row>[] = [
  { label: "N°", cell: (row) => row.number, sort: { href: "?tri=numero" } },
  { label: "Client", cell: (row) => row.customer, grow: true, card: "line" },
  {
    label: "Date",
    cell: (row) => <ui.DateText date={row.date} />,
    sort: { href: "?tri=date", direction: "descending" },
  },
  { label: "État", cell: (row) => <ui.State {...row.state} />, card: "aside" },
  { label: "Total TTC", cell: (row) => <ui.Amount cents={row.cents} />, align: "end", card: "total" },
];

/** « Factures », full or empty. */
export function InvoiceListPage(
  { settings, empty }: { readonly settings: ui.PageSettings; readonly empty?: boolean },
): ui.JSX.Element {
  return (
    <ui.Shell
      {...atelier(settings, "Factures", "Factures")}
      banners={<ui.TrialBanner daysLeft={23} href="/inscription" />}
    >
      <ui.PageHead
        title="Factures"
        actions={<ui.ButtonLink kind="primary" href="/redaction" icon="plus">Nouvelle facture</ui.ButtonLink>}
      />
      <ui.Tabs
        label="Factures par état"
        tabs={[
          { label: "Toutes", href: "/", current: true },
          { label: "À encaisser", href: "?etat=due", count: 12 },
          { label: "En retard", href: "?etat=late", count: 3 },
          { label: "Brouillons", href: "?etat=draft", count: 2 },
          { label: "Payées", href: "?etat=done" },
        ]}
      />
      <ui.Filters
        action="/"
        search={{ label: "Numéro, client ou montant" }}
        refresh="#factures"
        chips={[
          { label: "Client : Dupont SARL", removeHref: "/" },
          { label: "Depuis le 1er novembre 2026", removeHref: "/" },
        ]}
      >
        <ui.SelectField
          name="annee"
          label="Année"
          optional
          options={[{ value: "2026", label: "2026" }, { value: "2025", label: "2025" }]}
          blank="Toutes"
        />
      </ui.Filters>
      <ui.Table
        id="factures"
        caption="Factures"
        columns={COLUMNS}
        rows={empty ? [] : rows()}
        rowHref={() => "/facture"}
        empty={<NoInvoice />}
      />
      <ui.Pager newerHref="?avant=x" olderHref="?apres=y" />
    </ui.Shell>
  );
}

function NoInvoice(): ui.JSX.Element {
  return (
    <ui.Empty
      title="Vos factures seront ici"
      action={<ui.ButtonLink kind="primary" href="/redaction" icon="plus">Faire ma première facture</ui.ButtonLink>}
      example={
        <>
          Ou <a href="/redaction">partir d’un exemple</a>, que vous pourrez supprimer.
        </>
      }
    >
      Une facture part d’un devis accepté ou d’une page blanche. Une fois émise, elle est numérotée, scellée et envoyée.
    </ui.Empty>
  );
}

/** One issued invoice: next step, facts, lines, seal, who did what. */
export function InvoicePage({ settings }: { readonly settings: ui.PageSettings }): ui.JSX.Element {
  return (
    <ui.Shell {...atelier(settings, "Facture FA2026-0126", "Factures")}>
      <ui.Banner kind="success" flash>Facture émise et envoyée à compta@dupont.fr.</ui.Banner>
      <ui.PageHead
        back={{ label: "Factures", href: "/" }}
        title="Facture FA2026-0126"
        mark={
          <>
            <ui.State tone="late" word="en retard de 12 j" />
            <Proof />
          </>
        }
        lead={
          <>
            <a href="/formulaire">Dupont SARL</a> · Rénovation cuisine · échéance le{" "}
            <ui.DateText date={isoDate("2026-11-09")} />
          </>
        }
        actions={<InvoiceActions />}
      />
      <ui.Tabs
        label="Facture"
        tabs={[
          { label: "Document", href: "/facture", current: true },
          { label: "Paiements", href: "?paiements", count: 1 },
          { label: "Qui a fait quoi", href: "?activite" },
        ]}
      />
      <ui.Split aside={<InvoiceAside />}>
        <ui.Sheet
          title="Facture FA2026-0126"
          pages={[SHEET]}
          text="Facture FA2026-0126, Dupont SARL, total 1 200,00 €."
        />
      </ui.Split>
    </ui.Shell>
  );
}

function Proof(): ui.JSX.Element {
  const hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
  return <ui.Seal initials="AD" seq={1287n} hash={hash} at={"2026-10-10T09:12:44.120Z" as IsoInstant} verifyHref="/" />;
}

function InvoiceActions(): ui.JSX.Element {
  return (
    <>
      <ui.Button kind="primary" icon="mail" shortcut="r">Relancer</ui.Button>
      <ui.ButtonLink href="/formulaire">Encaisser</ui.ButtonLink>
      <ui.Menu label="Plus" end>
        <a href="/redaction">Dupliquer</a>
        <a href="/facture">Télécharger le PDF</a>
        <a href="/facture">Télécharger le XML</a>
      </ui.Menu>
      <ui.Confirm
        label="Faire un avoir"
        consequence="Un avoir de 1 200,00 € sera préparé. Une fois émis, il annule la facture et ne peut être retiré."
        confirm="Préparer l’avoir"
        action="/facture/avoir"
      />
    </>
  );
}

function InvoiceAside(): ui.JSX.Element {
  return (
    <>
      <ui.Card title="Reste à payer">
        <ui.Facts
          facts={[
            { term: "Total TTC", value: <ui.Amount cents={120_000n} strong /> },
            { term: "Payé", value: <ui.Amount cents={-30_000n} /> },
            { term: "Reste dû", value: <ui.Amount cents={90_000n} strong /> },
            { term: "Échéance", value: `9 nov. 2026, ${ui.relativeDay(isoDate("2026-11-09"), isoDate("2026-11-21"))}` },
          ]}
        />
      </ui.Card>
      <ui.Card title="Qui a fait quoi">
        <ui.Timeline
          events={[
            {
              at: "2026-11-12T08:02:00.000Z" as IsoInstant,
              who: "automate",
              did: "a relancé compta@dupont.fr",
              detail: "Première relance, aimable.",
            },
            { at: "2026-10-10T09:12:44.120Z" as IsoInstant, who: "Alice Dupré", did: "a émis la facture" },
            { at: "2026-10-10T09:02:10.000Z" as IsoInstant, who: "Bob Martin", did: "a préparé le brouillon" },
          ]}
        />
      </ui.Card>
    </>
  );
}

const SHEET =
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 595 842"><g font-family="Helvetica,Arial,sans-serif" fill="#1a1f2e"><text x="48" y="72" font-size="20" font-weight="700">Atelier Dupré</text><text x="48" y="92" font-size="10">12 rue des Carmes, 44000 Nantes · SIREN 732 829 320</text><text x="360" y="72" font-size="16" font-weight="700">Facture FA2026-0126</text><text x="360" y="92" font-size="10">10 octobre 2026</text><text x="360" y="150" font-size="11">Dupont SARL</text><text x="360" y="166" font-size="10">4 quai de la Fosse, 44000 Nantes</text><path d="M48 232h499M48 254h499M48 340h499" stroke="#c9c6bd"/><text x="48" y="247" font-size="9">Désignation</text><text x="547" y="247" font-size="9" text-anchor="end">Total HT</text><text x="48" y="274" font-size="10">Pose d’un évier inox, mitigeur compris</text><text x="547" y="274" font-size="10" text-anchor="end">240,00</text><text x="48" y="294" font-size="10">Plan de travail chêne massif, 2,40 m</text><text x="547" y="294" font-size="10" text-anchor="end">760,00</text><text x="547" y="366" font-size="12" font-weight="700" text-anchor="end">Total TTC 1 200,00 €</text></g></svg>`;
