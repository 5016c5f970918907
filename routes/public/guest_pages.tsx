// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { ClosureList, ListedClosure } from "../../lib/antifraud/mod.ts";
import { describePeriod } from "../../lib/antifraud/mod.ts";
import type {
  ControlYear,
  ListedAttestation,
  NumberingLook,
  PieceKind,
  PiecesPage,
  SealedPiece,
} from "../../lib/archives/mod.ts";
import { formatDate } from "../../lib/base/dates.ts";
import {
  Amount,
  Banner,
  Button,
  ButtonLink,
  Card,
  type Child,
  type Column,
  DateText,
  Form,
  InstantText,
  type JSX,
  PublicPage,
  State,
  Table,
  Tabs,
} from "../../lib/ui/mod.ts";
import { modeWord } from "../d/closures_sheet.ts";
import { ControlYearsTable } from "../d/control_file.tsx";
import { NumberingVerdict, ReadingCard, SeriesTable } from "../d/numbering_cards.tsx";
import { type GuestContext, pageSettings } from "../handler.ts";
import { paths } from "../paths.ts";

const PLACES = [
  [undefined, "Accueil"],
  ["factures", "Factures et avoirs"],
  ["reglements", "Règlements"],
  ["clotures", "Clôtures"],
  ["numeros", "Numéros"],
  ["attestations", "Attestations"],
  ["archives", "Archives"],
  ["mode-d-emploi", "Mode d’emploi"],
] as const;

/** A page of a guest: who he is, what he may see, until when, and the mark that says so on every print. */
function GuestPage({ c, title, children }: {
  readonly c: GuestContext;
  readonly title: string;
  readonly children?: Child;
}): JSX.Element {
  const { companyName, label, from, to, expiresAt, timeZone } = c.get("guest");
  const tabs = PLACES.map(([part, name]) => {
    const href = paths.guest(part);
    return { label: name, href, current: c.req.path === href };
  });
  return (
    <PublicPage {...pageSettings(c)} title={`${title} : ${companyName}`} wide>
      <p class="guest-mark" aria-hidden="true">{`Contrôle · ${label} · ${companyName}`}</p>
      <Banner kind="warning" title="Consultation en lecture seule.">
        {label}, pièces du {formatDate(from)} au {formatDate(to)}. Cet accès se ferme le{" "}
        <InstantText instant={expiresAt} timeZone={timeZone} />. Ce que vous consultez est noté et montré à
        l’entreprise.
      </Banner>
      <h1>{title}</h1>
      <Tabs label="Contrôle" tabs={tabs} />
      {children}
      <Form action={paths.guest("fin")}>
        <Button kind="quiet">Terminer la consultation</Button>
      </Form>
    </PublicPage>
  );
}

/** Where everything is. */
export function GuestHome({ c, years }: {
  readonly c: GuestContext;
  readonly years: readonly ControlYear[];
}): JSX.Element {
  const { companyName } = c.get("guest");
  const made = years.filter(({ archive }) => archive !== null).length;
  const isWhole = made === years.length;
  return (
    <GuestPage c={c} title={companyName}>
      <Card title="Tout en un fichier">
        <p>
          L’attestation du logiciel, le journal de numérotation, une archive par exercice, l’outil de vérification et un
          mode d’emploi, dans un ZIP. Rien n’est à installer.
        </p>
        {isWhole ? null : (
          <Banner kind="info" title="Les archives se préparent.">
            {String(made)} sur {String(years.length)}{" "}
            {made > 1 ? "sont prêtes" : "est prête"}. Revenez dans quelques minutes : le fichier sera complet.{" "}
            <a href={paths.guest()}>Actualiser</a>
          </Banner>
        )}
        <p>
          <ButtonLink
            kind={isWhole ? "primary" : "secondary"}
            icon="download"
            href={paths.guest("dossier.zip")}
            download
          >
            {isWhole ? "Télécharger le dossier de contrôle" : "Télécharger ce qui est déjà prêt"}
          </ButtonLink>
        </p>
      </Card>
      <Card title="Ce que vous trouvez ici">
        <ul>
          <li>
            <a href={paths.guest("factures")}>Factures et avoirs</a>{" "}
            de la période, avec le PDF remis au client et la facture électronique ;
          </li>
          <li>
            <a href={paths.guest("reglements")}>Règlements</a> reçus et annulés ;
          </li>
          <li>
            <a href={paths.guest("clotures")}>Clôtures</a> du jour, du mois et de l’exercice, avec leurs totaux ;
          </li>
          <li>
            <a href={paths.guest("numeros")}>Numéros</a> : la preuve qu’il n’en manque aucun ;
          </li>
          <li>
            <a href={paths.guest("attestations")}>Attestations</a> de conformité du logiciel ;
          </li>
          <li>
            <a href={paths.guest("archives")}>Archives</a> : ce qui a été scellé, à vérifier hors ligne ;
          </li>
          <li>
            <a href={paths.guest("mode-d-emploi")}>Mode d’emploi</a> : ce que vous pouvez vérifier vous-même.
          </li>
        </ul>
      </Card>
      <Card title="Vérifier un document">
        <p>
          Chaque facture porte un code : <a href={paths.verification()}>la page de vérification</a>{" "}
          dit si le PDF que vous tenez est celui qui a été émis.
        </p>
      </Card>
    </GuestPage>
  );
}

/** Documents or payments of the days, as they were sealed. */
export function GuestPieces({ c, kind, page }: {
  readonly c: GuestContext;
  readonly kind: PieceKind;
  readonly page: PiecesPage;
}): JSX.Element {
  const part = kind === "documents" ? "factures" : "reglements";
  const title = kind === "documents" ? "Factures et avoirs" : "Règlements";
  return (
    <GuestPage c={c} title={title}>
      <Card flush title={title}>
        <Table
          caption={title}
          columns={kind === "documents" ? DOCUMENT_COLUMNS : PAYMENT_COLUMNS}
          rows={page.pieces}
          empty={<p>Rien dans cette période.</p>}
        />
      </Card>
      {page.next === null ? null : (
        <p>
          <a href={paths.guest(part, { apres: String(page.next) })}>Pièces suivantes</a>
        </p>
      )}
    </GuestPage>
  );
}

const AMOUNT: Column<SealedPiece> = {
  label: "Montant TTC",
  align: "end",
  cell: ({ amountCents, currency }) => <Amount cents={amountCents} currency={currency} />,
};
const RECORD: Column<SealedPiece> = { label: "Enregistrement", align: "end", cell: ({ seq }) => String(seq) };

const DOCUMENT_COLUMNS: readonly Column<SealedPiece>[] = [
  { label: "Numéro", cell: ({ number }) => number ?? "" },
  { label: "Date", cell: ({ on }) => <DateText date={on} /> },
  { label: "Client", cell: ({ about }) => about },
  AMOUNT,
  RECORD,
  {
    label: "Fichiers",
    cell: ({ id }) => (
      <>
        <a href={paths.guestDocument(id, "pdf")}>PDF</a> <a href={paths.guestDocument(id, "xml")}>XML</a>
      </>
    ),
  },
];

const PAYMENT_COLUMNS: readonly Column<SealedPiece>[] = [
  { label: "Date", cell: ({ on }) => <DateText date={on} /> },
  { label: "Mode", cell: ({ about }) => modeWord(about) },
  { label: "Nature", cell: ({ type }) => type === "payment_reversed" ? "annulation" : "règlement" },
  { ...AMOUNT, label: "Montant" },
  RECORD,
];

/** Closed years and months, and the days of one month. */
export function GuestClosures({ c, list }: { readonly c: GuestContext; readonly list: ClosureList }): JSX.Element {
  const sections = [["Exercices", list.years], ["Mois", list.months], ["Journées", list.days]] as const;
  return (
    <GuestPage c={c} title="Clôtures">
      {sections.map(([title, closures]) => (
        <Card flush title={title}>
          <Table
            caption={title}
            columns={CLOSURE_COLUMNS}
            rows={rowsOf(closures)}
            rowHref={title === "Mois" ? ({ name }) => paths.guest("clotures", { mois: name }) : undefined}
            empty={<p>Rien de clôturé.</p>}
          />
        </Card>
      ))}
    </GuestPage>
  );
}

type ClosureRow = ListedClosure & { readonly sums: ListedClosure["currencies"][number] };

function rowsOf(closures: readonly ListedClosure[]): ClosureRow[] {
  return closures.flatMap((closure) => closure.currencies.map((sums) => ({ ...closure, sums })));
}

const CLOSURE_COLUMNS: readonly Column<ClosureRow>[] = [
  { label: "Période", cell: (row) => describePeriod(row) },
  { label: "Total HT", align: "end", cell: ({ sums }) => <Amount cents={sums.netCents} currency={sums.currency} /> },
  { label: "TVA", align: "end", cell: ({ sums }) => <Amount cents={sums.vatCents} currency={sums.currency} /> },
  { label: "Total TTC", align: "end", cell: ({ sums }) => <Amount cents={sums.grossCents} currency={sums.currency} /> },
  {
    label: "Total perpétuel",
    align: "end",
    cell: ({ sums }) => <Amount cents={sums.perpetualCents} currency={sums.currency} />,
  },
];

/** The numbering journal. */
export function GuestNumbers({ c, look }: { readonly c: GuestContext; readonly look: NumberingLook }): JSX.Element {
  const { timeZone } = c.get("guest");
  return (
    <GuestPage c={c} title="Numéros">
      <NumberingVerdict look={look} />
      <SeriesTable proof={look} hrefOf={undefined} />
      <ReadingCard look={look} href={paths.guest("numeros")} timeZone={timeZone} />
    </GuestPage>
  );
}

/** The attestations that were made. */
export function GuestAttestations({ c, attestations }: {
  readonly c: GuestContext;
  readonly attestations: readonly ListedAttestation[];
}): JSX.Element {
  return (
    <GuestPage c={c} title="Attestations">
      <Card flush title="Attestations">
        <Table
          caption="Attestations"
          columns={[
            { label: "Version", cell: ({ version }) => version },
            { label: "Faite le", cell: ({ madeAt }) => <InstantText instant={madeAt} /> },
            {
              label: "État",
              cell: ({ isOutdated }) =>
                isOutdated ? <State word="remplacée" tone="late" /> : <State word="en vigueur" tone="done" />,
            },
            { label: "Fichier", cell: ({ id }) => <a href={paths.guestAttestation(id)}>PDF</a> },
          ]}
          rows={attestations}
          empty={<p>Aucune attestation n’a encore été faite.</p>}
        />
      </Card>
    </GuestPage>
  );
}

/** The archives of the years, made and still to come. */
export function GuestArchives({ c, years }: {
  readonly c: GuestContext;
  readonly years: readonly ControlYear[];
}): JSX.Element {
  const whole = years.map((year) => ({ ...year, isCurrent: year.archive !== null }));
  return (
    <GuestPage c={c} title="Archives">
      <p>
        Une archive par exercice, telle qu’elle était quand elle a été faite. Son fichier <code>index.html</code>{" "}
        la lit et la vérifie sans connexion.
      </p>
      <Card flush title="Archives">
        <ControlYearsTable
          years={whole}
          waits={() => <State word="en préparation" tone="open" />}
          download={paths.guestArchive}
        />
      </Card>
    </GuestPage>
  );
}

/** How to check everything without us. */
export function GuestHelp({ c }: { readonly c: GuestContext }): JSX.Element {
  return (
    <GuestPage c={c} title="Mode d’emploi">
      <Card title="Ce que vous pouvez vérifier">
        <ol>
          <li>
            <strong>Aucun numéro ne manque.</strong>{" "}
            « Numéros » relit le journal scellé et le dit pour chaque série ; le CSV du dossier de contrôle donne chaque
            numéro, son document et l’empreinte de son enregistrement.
          </li>
          <li>
            <strong>Un PDF est celui qui a été émis.</strong>{" "}
            Déposez-le sur la page que son code ouvre : l’empreinte est calculée dans votre navigateur.
          </li>
          <li>
            <strong>Rien n’a été réécrit.</strong> Une archive ZIP se lit et se vérifie hors ligne avec{" "}
            <code>index.html</code>, ou avec <code>sha256sum</code> et <code>openssl</code> : sa notice dit comment.
          </li>
          <li>
            <strong>Les totaux sont figés.</strong>{" "}
            Chaque clôture porte ses totaux et un total perpétuel qui ne revient jamais à zéro.
          </li>
        </ol>
      </Card>
    </GuestPage>
  );
}
