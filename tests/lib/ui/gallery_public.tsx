/** Pages without the application's frame: a quote to accept, sign-up; and the console's other colour. */
import { isoDate } from "../../../lib/base/dates.ts";
import * as ui from "../../../lib/ui/mod.ts";
import { atelier } from "./gallery_frame.tsx";

const FOOTER = [{ label: "Mentions légales", href: "/" }, { label: "Signaler un abus", href: "/" }];

/** A quote that its customer reads and accepts, in the issuer's colour. */
export function QuotePage({ settings }: { readonly settings: ui.PageSettings }): ui.JSX.Element {
  return (
    <ui.PublicPage
      {...settings}
      title="Devis DE2026-0042"
      themeHref="/couleur.css"
      issuer={{
        name: "Atelier Dupré",
        lines: ["12 rue des Carmes, 44000 Nantes", "SIREN 732 829 320", "02 40 00 00 00"],
      }}
      footer={FOOTER}
    >
      <h1>Votre devis pour la rénovation de la cuisine</h1>
      <ui.Figures
        figures={[
          { term: "Total TTC", value: <ui.Amount cents={1_843_250n} /> },
          { term: "Valable jusqu’au", value: <ui.DateText date={isoDate("2026-12-21")} />, hint: "dans 30 jours" },
        ]}
      />
      <ui.Card title="Accepter ce devis">
        <ui.Form action="/devis-public">
          <ui.TextField name="name" label="Vos nom et prénom" autocomplete="name" />
          <ui.CheckboxField name="agree" label="J’ai lu ce devis et ses conditions, et je l’accepte." />
          <ui.Actions>
            <ui.Button kind="primary">Accepter le devis</ui.Button>
            <ui.ButtonLink kind="quiet" href="/">Refuser</ui.ButtonLink>
          </ui.Actions>
        </ui.Form>
      </ui.Card>
      <ui.Steps
        title="Et ensuite ?"
        steps={[
          "Atelier Dupré est prévenu aussitôt.",
          "Vous recevez une copie signée par mail.",
          "L’acompte vous est demandé.",
        ]}
      />
    </ui.PublicPage>
  );
}

/** Sign-up: three fields. */
export function SignUpPage({ settings }: { readonly settings: ui.PageSettings }): ui.JSX.Element {
  return (
    <ui.PublicPage {...settings} title="Essayer Paraphe" footer={FOOTER} aside={<a href="/">Se connecter</a>} listed>
      <h1>Devis et factures, en règle et sans y penser</h1>
      <p class="lead">Trente jours pour essayer, sans carte bancaire.</p>
      <ui.Card>
        <ui.Form action="/inscription">
          <ui.TextField name="email" label="Adresse e-mail" type="email" autocomplete="email" width="full" />
          <ui.TextField name="company" label="Nom de l’entreprise" autocomplete="organization" width="full" />
          <ui.TextField
            name="password"
            label="Mot de passe"
            type="password"
            autocomplete="new-password"
            hint="Douze caractères au moins."
            width="full"
          />
          <ui.Button kind="primary">Créer mon dossier</ui.Button>
        </ui.Form>
      </ui.Card>
    </ui.PublicPage>
  );
}

interface Instance {
  readonly name: string;
  readonly cell: string;
  readonly tone: ui.Tone;
  readonly state: string;
  readonly size: string;
}

const INSTANCES: readonly Instance[] = [
  { name: "Atelier Dupré", cell: "essai-1", tone: "open", state: "essai, 23 jours", size: "12 Mo" },
  { name: "SCI des Tilleuls", cell: "prod-1", tone: "done", state: "active", size: "240 Mo" },
  { name: "Garage Morel", cell: "prod-1", tone: "late", state: "suspendue", size: "1,2 Go" },
];

/** The operator's console: another colour, and it says so. */
export function ConsolePage({ settings }: { readonly settings: ui.PageSettings }): ui.JSX.Element {
  return (
    <ui.Shell
      {...atelier(settings, "Dossiers", "")}
      theme="console"
      dossier={{ name: "Paraphe", href: "/console", detail: "Odile, exploitation" }}
      dossiers={[]}
      newDossierHref={undefined}
      create={[]}
      nav={[{
        entries: [
          { label: "Dossiers", href: "/console", icon: "folder", current: true },
          { label: "Travaux", href: "/console", icon: "gear", count: 2 },
        ],
      }]}
      tabs={[{ label: "Dossiers", href: "/console", icon: "folder", current: true }]}
    >
      <ui.PageHead title="Dossiers" lead="Aucune donnée commerciale n’est visible ici." />
      <ui.Table
        caption="Dossiers"
        columns={[
          { label: "Dossier", cell: (row: Instance) => row.name },
          { label: "Cellule", cell: (row) => row.cell },
          { label: "État", cell: (row) => <ui.State tone={row.tone} word={row.state} />, card: "aside" },
          { label: "Taille", cell: (row) => row.size, align: "end" },
        ]}
        rows={INSTANCES}
        rowHref={() => "/console"}
      />
    </ui.Shell>
  );
}
