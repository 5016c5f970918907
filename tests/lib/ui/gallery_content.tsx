/** Pages of the gallery that show figures, messages and long work. */
import { isoDate } from "../../../lib/base/dates.ts";
import * as ui from "../../../lib/ui/mod.ts";
import { atelier } from "./gallery_frame.tsx";

const MONTHS = ["janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc."];
const THIS_YEAR = [820, 1240, 1820, 990, 1410, 1600, 730, 310, 1510, 1690, 1120].map((euros) => BigInt(euros) * 1000n);
const LAST_YEAR = [600, 900, 1300, 1100, 1200, 1250, 800, 250, 1150, 1400, 1350, 990].map((euros) =>
  BigInt(euros) * 1000n
);
const BALANCE = [420, 380, 610, 540, -120, 80, 300, 260, 510, 700, 640].map((euros) => BigInt(euros) * 1000n);

/** « Tableau de bord »: figures, what to do, charts. */
export function DashboardPage({ settings }: { readonly settings: ui.PageSettings }): ui.JSX.Element {
  return (
    <ui.Shell {...atelier(settings, "Tableau de bord", "Tableau de bord")}>
      <ui.PageHead title="Tableau de bord" lead="Samedi 21 novembre 2026" />
      <ui.Figures
        figures={[
          { term: "À encaisser", value: <ui.Amount cents={1_243_000n} />, hint: "12 factures", href: "/" },
          { term: "En retard", value: <ui.Amount cents={318_000n} />, hint: "3 factures", href: "/" },
          { term: "Chiffre d’affaires du mois", value: <ui.Amount cents={1_120_000n} />, hint: "HT, novembre" },
          { term: "Devis en attente", value: "4", hint: "18 432,50 € TTC", href: "/" },
        ]}
      />
      <div class="grid">
        <ui.Card>
          <ui.BarChart
            title="Chiffre d’affaires HT par mois"
            finding="Mars est le meilleur mois, et l’année dépasse la précédente de 12 %."
            labels={MONTHS}
            series={[{ label: "2026", values: [...THIS_YEAR, null] }, { label: "2025", values: LAST_YEAR }]}
          />
        </ui.Card>
        <ui.Card>
          <ui.LineChart
            title="Solde en fin de mois"
            finding="Un passage à découvert en mai, rétabli dès juin."
            labels={MONTHS}
            series={[{ label: "2026", values: [...BALANCE, null] }]}
          />
        </ui.Card>
      </div>
      <ui.Card title="À relancer" action={<a href="/">Tout voir</a>} flush>
        <ui.Table
          caption="Factures à relancer"
          columns={[
            { label: "N°", cell: (row: { number: string; cents: bigint }) => row.number },
            { label: "Client", cell: () => "Dupont SARL", grow: true, card: "line" },
            { label: "Échéance", cell: () => <ui.DateText date={isoDate("2026-11-09")} /> },
            { label: "État", cell: () => <ui.State tone="late" word="en retard de 12 j" />, card: "aside" },
            { label: "Reste dû", cell: (row) => <ui.Amount cents={row.cents} />, align: "end", card: "total" },
          ]}
          rows={[{ number: "FA2026-0126", cents: 90_000n }, { number: "FA2026-0119", cents: 228_000n }]}
          rowHref={() => "/facture"}
          totals={["Total", "", "", "", <ui.Amount key="total" cents={318_000n} />]}
        />
      </ui.Card>
    </ui.Shell>
  );
}

/** Banners, states, progress, buttons, facts: what has no page of its own. */
export function MessagesPage({ settings }: { readonly settings: ui.PageSettings }): ui.JSX.Element {
  return (
    <ui.Shell
      {...atelier(settings, "Messages", "")}
      banners={<ui.CopyBanner of="Atelier Dupré" until="28 novembre 2026" exitHref="/" />}
    >
      <ui.PageHead title="Messages et états" lead="Tout ce qui n’a pas sa propre page." />
      <ui.TrialBanner daysLeft={1} href="/" />
      <ui.Banner kind="refusal" title="Refusé.">
        Cette facture est déjà émise : elle ne peut plus être modifiée.
      </ui.Banner>
      <ui.Banner kind="success">Client enregistré.</ui.Banner>
      <ui.Toolbar label="États" end={<ui.Button small icon="download">Exporter</ui.Button>}>
        <ui.State tone="draft" word="brouillon" />
        <ui.State tone="open" word="envoyée" />
        <ui.State tone="due" word="à encaisser" />
        <ui.State tone="late" word="en retard de 12 j" />
        <ui.State tone="done" word="payée" />
        <ui.State tone="ended" word="refusé" />
        <ui.State tone="info" word="acompte" />
      </ui.Toolbar>
      <ui.Actions>
        <ui.Button kind="primary">Émettre</ui.Button>
        <ui.Button>Enregistrer</ui.Button>
        <ui.Button kind="quiet">Annuler</ui.Button>
        <ui.Button kind="danger" icon="trash">Supprimer</ui.Button>
        <ui.Button disabled>Indisponible</ui.Button>
      </ui.Actions>
      <ui.Progress label="Export de vos factures" done={340} total={1200} />
      <ui.Card title="Un client au nom interminable">
        <ui.Facts
          columns
          facts={[
            { term: "Raison sociale", value: "Société coopérative d’intérêt collectif des maraîchers du Val de Loire" },
            { term: "N° de TVA", value: "FR40303265045" },
            {
              term: "Adresse",
              value: "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
            },
            { term: "Encours", value: <ui.Amount cents={-123_456_789n} /> },
          ]}
        />
      </ui.Card>
    </ui.Shell>
  );
}
