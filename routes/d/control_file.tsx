// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  bundleName,
  controlBundle,
  type ControlDays,
  type ControlFile,
  type ControlYear,
  daysInWords,
  describeControlFile,
  prepareControl,
} from "../../lib/archives/mod.ts";
import { formatShortDate, parseDate } from "../../lib/base/dates.ts";
import { Refusal } from "../../lib/base/refusal.ts";
import { contentDisposition } from "../../lib/platform/storage/signed_response.ts";
import {
  Banner,
  Button,
  ButtonLink,
  Card,
  Empty,
  Form,
  type FormState,
  formState,
  type JSX,
  PageHead,
  Progress,
  State,
  Table,
} from "../../lib/ui/mod.ts";
import { type DossierContext, notFound } from "../handler.ts";
import { paths } from "../paths.ts";
import { readForm, respond, wantsJson } from "../respond.tsx";
import { DossierPage } from "./frame.tsx";
import { slugOf } from "./here.tsx";
import { ProofTabs } from "./proof_tabs.tsx";

/** Asks for what the file lacks, then shows how far it has come. `again` draws the page that holds the form. */
export async function prepareFile(
  c: DossierContext,
  again: (state: FormState) => Promise<JSX.Element>,
): Promise<Response> {
  const form = await readForm(c);
  try {
    const { from, to } = await prepareControl(c.get("ctx"), { from: form.text("du"), to: form.text("au") });
    const here = paths.controlFile(slugOf(c), { du: from, au: to });
    return wantsJson(c) ? c.json({ from, to }, 202) : c.redirect(here, 303);
  } catch (error) {
    if (!(error instanceof Refusal) || error.status === 403) throw error;
    const refused = new Refusal(error.status, error.issues.map((issue) => ({ ...issue, ...fieldOf(issue.field) })));
    if (wantsJson(c)) throw refused;
    const page = await again(formState(form.values, refused));
    return respond(c, { status: error.status, json: () => null, page: () => page });
  }
}

/** The form says « du » and « au »: the page has another one that says « from » and « to ». */
function fieldOf(field: string | undefined): { field?: string } {
  return field === "from" ? { field: "du" } : field === "to" ? { field: "au" } : {};
}

/** How far the control file of some days has come, and its download once it is whole. */
export async function showFile(c: DossierContext): Promise<Response> {
  const file = await describeControlFile(c.get("ctx"), daysIn(c));
  return respond(c, {
    json: () => ({ ...file, years: file.years.map(yearJson) }),
    page: () => <FilePage c={c} file={file} />,
    fragment: () => <FileState c={c} file={file} />,
  });
}

/** The ZIP. */
export function sendFile(c: DossierContext): Response {
  const days = daysIn(c);
  const { companyName } = c.get("entered").dossier;
  return c.body(controlBundle(c.get("ctx"), { ...days, companyName }), 200, {
    "content-type": "application/zip",
    "content-disposition": contentDisposition("attachment", bundleName(days)),
    "cache-control": "private, no-store",
  });
}

/** What a tax inspector may go back over: the current year and the three before (LPF, art. L. 169). */
export function threeYears(c: DossierContext): ControlDays {
  const { today } = c.get("ctx");
  return { from: parseDate(`${Number(today.slice(0, 4)) - 3}-01-01`) ?? today, to: today };
}

function daysIn(c: DossierContext): ControlDays {
  const usual = threeYears(c);
  const from = parseDate(c.req.query("du") ?? "") ?? usual.from, to = parseDate(c.req.query("au") ?? "") ?? usual.to;
  if (from > to) throw notFound();
  return { from, to };
}

function yearJson({ archive, underWay, ...year }: ControlYear) {
  return { ...year, archive: archive?.id ?? null, underWay: underWay?.id ?? null };
}

function FilePage({ c, file }: { readonly c: DossierContext; readonly file: ControlFile }): JSX.Element {
  const slug = slugOf(c);
  return (
    <DossierPage c={c} title="Dossier de contrôle">
      <PageHead
        title="Dossier de contrôle"
        lead={`Tout ce qu’un vérificateur demande pour les pièces ${daysInWords(file)}, en un seul fichier.`}
      />
      <ProofTabs c={c} here="GET /d/:slug/controle" />
      {file.hasAttestation ? null : (
        <Banner kind="warning" title="Il manque l’attestation du logiciel.">
          Aucune n’est en vigueur. <a href={paths.attestations(slug)}>Faites-la</a> avant de remettre le dossier.
        </Banner>
      )}
      <FileState c={c} file={file} />
      <Card title="Ce qu’il contient">
        <ul>
          <li>un mode d’emploi, écrit pour quelqu’un qui ne connaît pas le logiciel ;</li>
          <li>l’attestation de conformité en vigueur ;</li>
          <li>le journal de numérotation : chaque numéro, son document, et la preuve qu’il n’en manque aucun ;</li>
          <li>une archive par exercice demandé, avec tous les PDF et toutes les factures électroniques ;</li>
          <li>l’outil qui lit et vérifie les archives, sans connexion.</li>
        </ul>
      </Card>
    </DossierPage>
  );
}

/** The years and the download; asks for itself again while an archive is being made, without a script by its link. */
function FileState({ c, file }: { readonly c: DossierContext; readonly file: ControlFile }): JSX.Element {
  const { years, isReady, from, to } = file, slug = slugOf(c), days = { du: from, au: to };
  const here = paths.controlFile(slug, days), isUnderWay = years.some(({ underWay }) => underWay !== null);
  const refresh = isUnderWay
    ? { "hx-get": here, "hx-trigger": "every 3s", "hx-swap": "outerHTML", "hx-target": "this" }
    : {};
  return (
    <section id="dossier" class="stack" aria-label="Archives des exercices demandés" {...refresh}>
      <Card title="Archives des exercices demandés" flush>
        <ControlYearsTable
          years={years}
          waits={(underWay) =>
            underWay.state === "waiting" ? <State word="en attente" tone="open" /> : (
              <Progress
                label="En préparation"
                done={underWay.doneUnits}
                total={underWay.totalUnits > 0 ? underWay.totalUnits : undefined}
              />
            )}
        />
      </Card>
      {isReady
        ? (
          <p>
            <ButtonLink kind="primary" icon="download" href={paths.controlBundle(slug, days)} download>
              Télécharger le dossier de contrôle
            </ButtonLink>
          </p>
        )
        : isUnderWay
        ? (
          <p class="hint">
            Le téléchargement s’ouvre ici dès que tout est prêt. <a href={here}>Actualiser l’avancement</a>
          </p>
        )
        : (
          <Form action={paths.controlFile(slug)} hidden={days}>
            <p>Il manque une archive, ou des pièces ont été émises depuis qu’elle a été faite.</p>
            <Button kind="primary" icon="download">Préparer le dossier de contrôle</Button>
          </Form>
        )}
    </section>
  );
}

/** The years of a control and how far the archive of each has come. */
export function ControlYearsTable({ years, waits, download }: {
  readonly years: readonly ControlYear[];
  /** What is said of an archive that waits or is being made. */
  readonly waits: (underWay: NonNullable<ControlYear["underWay"]>) => JSX.Element;
  /** Address of an archive that was made; left out where only the whole file is offered. */
  readonly download?: (id: string) => string;
}): JSX.Element {
  return (
    <Table
      caption="Exercices demandés"
      columns={[
        { label: "Exercice", cell: ({ name }) => name, card: "title" },
        { label: "Pièces", cell: ({ from, to }) => `${formatShortDate(from)} – ${formatShortDate(to)}` },
        { label: "Archive", cell: (year) => standing(year, waits) },
        ...(download
          ? [{
            label: "Fichier",
            cell: ({ archive, name }: ControlYear) =>
              archive ? <a href={download(archive.id)} aria-label={`Archive ${name}, fichier ZIP`}>ZIP</a> : "",
          }]
          : []),
      ]}
      rows={years}
      empty={
        <Empty title="Rien dans cette période">
          <p>Rien n’a été scellé pendant ces jours : il n’y a pas d’archive à faire.</p>
        </Empty>
      }
    />
  );
}

function standing(
  { archive, isCurrent, underWay, hasFailed }: ControlYear,
  waits: (underWay: NonNullable<ControlYear["underWay"]>) => JSX.Element,
): JSX.Element {
  if (isCurrent) return <State word="prête" tone="done" />;
  if (underWay) return waits(underWay);
  if (hasFailed) return <State word="échouée" tone="late" />;
  return archive ? <State word="à refaire" tone="open" /> : <State word="à faire" tone="open" />;
}
