import {
  type BuildState,
  buildState,
  checkLog,
  describeLog,
  type ErasedContents,
  exportLog,
  listErased,
  listLog,
  type LogCheck,
  type LogLine,
  type LogPage,
  type LogState,
  progressOf,
  rotateKey,
} from "../../lib/antifraud/mod.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { CSV_CONTENT_TYPE, writeCsv } from "../../lib/platform/csv_stream.ts";
import { newId } from "../../lib/platform/random.ts";
import { contentDisposition } from "../../lib/platform/storage/signed_response.ts";
import type { XlsxCell } from "../../lib/platform/xlsx.ts";
import {
  Button,
  ButtonLink,
  Card,
  Empty,
  ErrorSummary,
  Filters,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  Pager,
  SelectField,
  State,
  Table,
} from "../../lib/ui/mod.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { paths, type Query } from "../paths.ts";
import { respond, submit } from "../respond.tsx";
import { idIn } from "./documents_form.ts";
import { DossierPage } from "./frame.tsx";
import { Done, may, slugOf } from "./here.tsx";
import { ProofTabs } from "./proof_tabs.tsx";
import { CheckCard, ErasedCard, KeyCard, LogCard } from "./proofs_cards.tsx";
import { RECORD_WORDS, recordWord } from "./proofs_words.ts";

export const proofRoutes: Routes = {
  "GET /d/:slug/preuves": show,
  "GET /d/:slug/preuves/export.csv": sendCsv,
  "POST /d/:slug/preuves/verification": verify,
  "POST /d/:slug/preuves/cle": changeKey,
};

const SAYS = {
  verifie: "Vérification terminée. Son résultat est ci-dessous ; il est lui-même scellé.",
  cle: "Clé changée. L’ancienne a signé son remplacement ; la nouvelle signe tout ce qui suit.",
  "en-cours": "Vérification commencée. Elle continue même si vous quittez cette page.",
};

/** What the page shows: the log at a glance, and a page of its records. */
interface View {
  readonly log: LogState | null;
  readonly page: LogPage;
  readonly build: BuildState;
  readonly erased: readonly ErasedContents[];
}

async function load(c: DossierContext): Promise<View> {
  const ctx = c.get("ctx");
  const [log, build, erased, page] = await Promise.all([
    describeLog(ctx),
    buildState(),
    listErased(ctx),
    listLog(ctx, { type: typeIn(c), before: beforeIn(c) }),
  ]);
  return { log, page, build, erased };
}

/** « Preuves »: where the sealed log stands, its last verification, its records. */
async function show(c: DossierContext): Promise<Response> {
  const view = await load(c);
  return respond(c, {
    json: () => ({ build: view.build, erased: view.erased, log: view.log && logJson(view.log), ...view.page }),
    page: () => <ProofsPage c={c} view={view} />,
  });
}

async function verify(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: () => checkLog(c.get("ctx")),
    goTo: ({ part }) => paths.proofs(slugOf(c), { fait: part === "done" ? "verifie" : "en-cours" }),
    json: checkJson,
    again: async (state) => <ProofsPage c={c} view={await load(c)} refused={state} />,
  });
}

async function changeKey(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: async (form): Promise<Uuid> => {
      const keyId = idIn(form, "keyId") ?? newId();
      await rotateKey(c.get("ctx"), keyId);
      return keyId;
    },
    goTo: () => paths.proofs(slugOf(c), { fait: "cle" }),
    json: (keyId) => ({ keyId }),
    again: async (state) => <ProofsPage c={c} view={await load(c)} refused={state} />,
  });
}

function sendCsv(c: DossierContext): Response {
  const columns = CSV_COLUMNS.map(({ title, kind }) => ({ title, kind }));
  return c.body(writeCsv({ columns, rows: csvRows(c) }), 200, {
    "content-type": CSV_CONTENT_TYPE,
    "content-disposition": contentDisposition("attachment", `Journal scellé ${c.get("ctx").today}.csv`),
    "cache-control": "private, no-store",
  });
}

async function* csvRows(c: DossierContext): AsyncGenerator<XlsxCell[]> {
  for await (const line of exportLog(c.get("ctx"), { type: typeIn(c) })) {
    yield CSV_COLUMNS.map(({ cell }) => cell(line));
  }
}

const CSV_COLUMNS: readonly {
  readonly title: string;
  readonly kind: "number" | "text";
  readonly cell: (line: LogLine) => XlsxCell;
}[] = [
  { title: "Rang", kind: "number", cell: ({ seq }) => Number(seq) },
  { title: "Type", kind: "text", cell: ({ type }) => type },
  { title: "Quoi", kind: "text", cell: ({ type }) => recordWord(type) },
  { title: "Numéro", kind: "text", cell: ({ number }) => number ?? "" },
  { title: "Quand (UTC)", kind: "text", cell: ({ at }) => at },
  { title: "Empreinte précédente", kind: "text", cell: ({ prevHash }) => prevHash },
  { title: "Empreinte du contenu", kind: "text", cell: ({ payloadDigest }) => payloadDigest },
  { title: "Empreinte", kind: "text", cell: ({ hash }) => hash },
  { title: "Clé", kind: "text", cell: ({ keyId }) => keyId },
  { title: "Signature", kind: "text", cell: ({ signature }) => signature },
  { title: "Contenu effacé le", kind: "text", cell: ({ erasedAt }) => erasedAt ?? "" },
];

function typeIn(c: DossierContext): string | null {
  const type = c.req.query("type") ?? "";
  return Object.hasOwn(RECORD_WORDS, type) ? type : null;
}

function beforeIn(c: DossierContext): bigint | null {
  const before = c.req.query("avant") ?? "";
  return /^\d{1,15}$/.test(before) ? BigInt(before) : null;
}

function logJson({ running, lastCheck, ...log }: LogState) {
  return { ...log, running: running && checkJson(running), lastCheck: lastCheck && checkJson(lastCheck) };
}

function checkJson(check: LogCheck) {
  const { id, askedAt, part, finishedAt, outcome, sealSeq } = check;
  return { id, askedAt, part, finishedAt, outcome, sealSeq, progress: progressOf(check) };
}

function ProofsPage({ c, view, refused }: { c: DossierContext; view: View; refused?: FormState }): JSX.Element {
  const { log, page } = view, slug = slugOf(c);
  return (
    <DossierPage c={c} title="Preuves">
      <Done c={c} says={SAYS} />
      <PageHead
        title="Preuves"
        lead="Tout ce qui compte pour l’administration est scellé ici, dans l’ordre, et ne peut plus changer sans que cela se voie."
        actions={log && !log.running
          ? (
            <Form action={paths.proofsCheck(slug)} class="inline">
              <Button icon="check">Vérifier maintenant</Button>
            </Form>
          )
          : null}
      />
      <ProofTabs c={c} here="GET /d/:slug/preuves" />
      {refused ? <ErrorSummary issues={refused.issues} /> : null}
      {log ? <CheckCard c={c} log={log} /> : null}
      {log ? <LogCard c={c} log={log} build={view.build} /> : null}
      {view.erased.length > 0 ? <ErasedCard c={c} erased={view.erased} /> : null}
      {log ? <KeyCard c={c} log={log} /> : null}
      <Records c={c} page={page} />
    </DossierPage>
  );
}

function Records({ c, page }: { c: DossierContext; page: LogPage }): JSX.Element {
  const slug = slugOf(c), type = typeIn(c);
  const query: Query = { type: type ?? undefined };
  return (
    <Card
      title="Enregistrements"
      id="enregistrements"
      action={may(c, "lists:export")
        ? (
          <ButtonLink kind="quiet" icon="download" href={paths.proofsExport(slug, query)} download small>
            CSV
          </ButtonLink>
        )
        : null}
    >
      <Filters action={paths.proofs(slug)}>
        <SelectField
          name="type"
          label="Quoi"
          blank="Tout"
          options={Object.entries(RECORD_WORDS).map(([value, label]) => ({ value, label }))}
          value={type ?? ""}
          optional
        />
      </Filters>
      <RecordTable c={c} records={page.records} />
      <Pager olderHref={page.next ? paths.proofs(slug, { ...query, avant: String(page.next) }) : undefined} />
    </Card>
  );
}

function RecordTable({ c, records }: { c: DossierContext; records: readonly LogLine[] }): JSX.Element {
  const { timeZone } = c.get("entered").dossier;
  return (
    <Table
      caption="Enregistrements du journal scellé, le plus récent d’abord"
      columns={[
        { label: "Rang", cell: ({ seq }) => `n° ${seq}` },
        { label: "Quoi", cell: ({ type, number }) => [recordWord(type), number].filter(Boolean).join(" ") },
        { label: "Quand", cell: ({ at }) => <InstantText instant={at} timeZone={timeZone} /> },
        { label: "Empreinte", cell: (line) => <RecordHash line={line} timeZone={timeZone} /> },
      ]}
      rows={records}
      empty={
        <Empty title="Aucun enregistrement">
          <p>Aucun enregistrement ne répond à ce choix.</p>
        </Empty>
      }
    />
  );
}

function RecordHash({ line, timeZone }: { line: LogLine; timeZone: string }): JSX.Element {
  return (
    <>
      <code class="hash">{line.hash}</code>
      {line.erasedAt
        ? (
          <span class="hint">
            {" "}
            <State tone="ended" word="contenu effacé" /> le <InstantText instant={line.erasedAt} timeZone={timeZone} />
          </span>
        )
        : null}
    </>
  );
}
