// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { describePeriod, type Period } from "../../lib/antifraud/mod.ts";
import type { Archive } from "../../lib/archives/mod.ts";
import { formatShortDate } from "../../lib/base/dates.ts";
import { groupThousands } from "../../lib/base/money.ts";
import {
  Button,
  ButtonLink,
  Card,
  CheckboxField,
  type Column,
  DateField,
  Empty,
  Facts,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  Progress,
  SelectField,
  State,
  Table,
} from "../../lib/ui/mod.ts";
import { type DossierContext, freshId } from "../handler.ts";
import { paths } from "../paths.ts";
import { DossierPage } from "./frame.tsx";
import { Done, formOver, slugOf } from "./here.tsx";
import { ProofTabs } from "./proof_tabs.tsx";

const SAYS = { demande: "Archive demandée. Elle se prépare : vous pouvez quitter cette page et revenir." };

interface PageProps {
  readonly c: DossierContext;
  readonly archives: readonly Archive[];
  /** Years that may be asked; left out on the page of one archive. */
  readonly years?: readonly Period[];
  readonly state?: FormState;
}

/** True until it is made or has failed. */
export function isUnderWay({ state }: Pick<Archive, "state">): boolean {
  return state !== "done" && state !== "failed";
}

/** Archives made and under way, and the form that asks for another. */
export function ArchivesPage({ c, archives, years, state }: PageProps): JSX.Element {
  return (
    <DossierPage c={c} title="Archives">
      <PageHead
        title="Archives"
        lead="Tout ce que le journal a scellé, dans un fichier qui se lit et se vérifie sans le logiciel."
      />
      <ProofTabs c={c} here="GET /d/:slug/archives" />
      <Done c={c} says={SAYS} />
      {years ? <AskCard c={c} years={years} state={state} /> : null}
      <ArchivesTable c={c} archives={archives} />
      {years ? null : archives.map((archive) => <Details archive={archive} />)}
      <WhatItIs />
    </DossierPage>
  );
}

function AskCard({ c, years, state }: {
  readonly c: DossierContext;
  readonly years: readonly Period[];
  readonly state: FormState | undefined;
}): JSX.Element {
  const [present, ...past] = years.map((year) => ({ value: year.name, label: capitalised(describePeriod(year)) }));
  const form = formOver({ period: past[0]?.value ?? "tout" }, state);
  const options = [
    ...past,
    ...(present ? [{ ...present, label: `${present.label}, en cours` }] : []),
    { value: "dates", label: "Du… au…" },
    { value: "tout", label: "Tout, depuis le début" },
  ];
  return (
    <Card title="Faire une archive">
      <Form
        action={paths.archives(slugOf(c))}
        state={state}
        hidden={{ archiveId: state?.values["archiveId"] ?? freshId(c) }}
      >
        <SelectField name="period" label="Période" options={options} form={form} />
        <DateField
          name="from"
          label="Du"
          form={form}
          optional
          hint="Pour « Du… au… » seulement, les deux jours compris."
        />
        <DateField name="toDate" label="Au" form={form} optional />
        <CheckboxField
          name="soFar"
          label="À ce jour"
          form={form}
          optional
          hint="Archive une période qui n’est pas terminée avec ce qu’elle contient déjà."
        />
        <Button kind="primary" icon="download">Préparer l’archive</Button>
      </Form>
    </Card>
  );
}

/** The list, which asks for itself again while one is being made; without a script, the link does. */
export function ArchivesTable({ c, archives }: Pick<PageProps, "c" | "archives">): JSX.Element {
  const path = paths.archives(slugOf(c));
  const [first] = archives;
  const again = archives.length === 1 && first && c.req.param("archive") ? paths.archive(slugOf(c), first.id) : path;
  const refresh = archives.some(isUnderWay)
    ? { "hx-get": again, "hx-trigger": "every 3s", "hx-swap": "outerHTML", "hx-target": "this" }
    : {};
  return (
    <section id="archives" aria-label="Archives du dossier" {...refresh}>
      <Card title="Archives du dossier" flush>
        <Table
          caption="Archives du dossier"
          columns={columnsOf(c)}
          rows={archives}
          rowHref={({ id }) => paths.archive(slugOf(c), id)}
          empty={
            <Empty title="Aucune archive pour l’instant">
              <p>Faites-en une à la fin de chaque année, et gardez-la dix ans ailleurs qu’ici aussi.</p>
            </Empty>
          }
        />
      </Card>
      {archives.some(isUnderWay)
        ? (
          <p class="hint">
            <a href={again}>Actualiser l’avancement</a>. L’archive suivante se demande quand tout est prêt.
          </p>
        )
        : null}
    </section>
  );
}

function columnsOf(c: DossierContext): readonly Column<Archive>[] {
  const slug = slugOf(c), { timeZone } = c.get("entered").dossier;
  return [
    { label: "Période", cell: periodOf, card: "title" },
    { label: "Demandée", cell: ({ askedAt }) => <InstantText instant={askedAt} timeZone={timeZone} /> },
    { label: "État", cell: (archive) => <Standing archive={archive} /> },
    { label: "Taille", align: "end", cell: ({ bytes }) => bytes === null ? "" : sizeOf(bytes) },
    {
      label: "Empreinte du manifeste (SHA-256)",
      cell: ({ manifestSha256 }) =>
        manifestSha256 ? <code title={manifestSha256}>{manifestSha256.slice(0, 12)}…</code> : "",
    },
    {
      label: "Télécharger",
      quietLabel: true,
      cell: ({ id, state }) =>
        state === "done"
          ? (
            <ButtonLink kind="quiet" icon="download" href={paths.archiveZip(slug, id)} download>
              ZIP
            </ButtonLink>
          )
          : "",
    },
  ];
}

function periodOf({ isWhole, fromOn, toOn }: Archive): string {
  const isYear = fromOn.endsWith("-01-01") && toOn === `${fromOn.slice(0, 4)}-12-31`;
  if (isYear && !isWhole) return `Année ${fromOn.slice(0, 4)}`;
  return `${isWhole ? "Tout, du" : "Du"} ${formatShortDate(fromOn)} au ${formatShortDate(toOn)}`;
}

function Standing({ archive }: { readonly archive: Archive }): JSX.Element {
  const { state, doneUnits, totalUnits, files, sealSeq } = archive;
  if (state === "done") {
    return (
      <span>
        <State tone="done" word="prête" /> {groupThousands(String(files))} fichiers, scellée n° {String(sealSeq)}
      </span>
    );
  }
  if (state === "failed") {
    return (
      <span>
        <State tone="late" word="échouée" /> Redemandez-la ; si elle échoue encore, écrivez-nous.
      </span>
    );
  }
  if (state === "waiting") return <State tone="open" word="en attente" />;
  return (
    <Progress
      label="En préparation"
      done={doneUnits}
      total={totalUnits > 0 ? totalUnits : undefined}
    />
  );
}

/** What one compares with a copy of the archive, or with the archive that follows. */
function Details({ archive }: { readonly archive: Archive }): JSX.Element {
  const { firstSeq, lastSeq, files, manifestSha256, sealSeq } = archive;
  return (
    <Card title="De quoi la reconnaître">
      <Facts
        facts={[
          { term: "Enregistrements du journal", value: `n° ${firstSeq} à n° ${lastSeq}` },
          { term: "Fichiers", value: groupThousands(String(files ?? 0)) },
          { term: "Empreinte de MANIFEST.json (SHA-256)", value: <code>{manifestSha256 ?? "pas encore"}</code> },
          { term: "Scellée dans le journal", value: sealSeq === null ? "pas encore" : `n° ${sealSeq}` },
        ]}
      />
    </Card>
  );
}

function WhatItIs(): JSX.Element {
  return (
    <Card title="Ce qu’elle contient, et comment la garder">
      <p>
        Un fichier ZIP : les enregistrements scellés de la période, les mêmes données en tableaux (CSV et JSON), vos
        factures et avoirs en PDF avec leur facture électronique, les clôtures, les clés publiques et une notice en
        français. Ouvrez <code>index.html</code>{" "}
        : la page cherche une pièce, l’affiche et vérifie toute l’archive, sans connexion.
      </p>
      <p>
        La loi demande une archive par an au moins, gardée dix ans (CGI, art. 286, I, 3° bis). Rangez-la ailleurs qu’ici
        aussi : sur un disque, chez votre comptable. Chaque archive nomme la précédente, et sa fabrication est scellée
        dans le journal.
      </p>
    </Card>
  );
}

function capitalised(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** `12,4 Mo`. */
function sizeOf(bytes: number): string {
  const units = ["octets", "Ko", "Mo", "Go", "To"];
  let size = bytes, unit = 0;
  for (; size >= 1000 && unit < units.length - 1; unit++) size /= 1000;
  return `${unit === 0 || size >= 100 ? Math.round(size) : size.toFixed(1).replace(".", ",")} ${units[unit]}`;
}
