// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  closeDay,
  closeDue,
  closeMonth,
  closeYear,
  type Closure,
  type ClosureList,
  describePeriod,
  listClosures,
  type ListedClosure,
} from "../../lib/antifraud/mod.ts";
import type { Ctx } from "../../lib/base/ctx.ts";
import { formatMonth, parseDate } from "../../lib/base/dates.ts";
import { CSV_CONTENT_TYPE, writeCsv } from "../../lib/platform/csv_stream.ts";
import { contentDisposition } from "../../lib/platform/storage/signed_response.ts";
import {
  Amount,
  Button,
  ButtonLink,
  Card,
  type Column,
  Empty,
  Form,
  type FormState,
  type JSX,
  PageHead,
  State,
  Table,
} from "../../lib/ui/mod.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, submit } from "../respond.tsx";
import type { SentForm } from "../../lib/platform/web/form.ts";
import { ClosureDetails } from "./closures_details.tsx";
import { closuresSheet } from "./closures_sheet.ts";
import { sendSheet } from "./export.ts";
import { DossierPage } from "./frame.tsx";
import { Done, may, slugOf } from "./here.tsx";
import { ProofTabs } from "./proof_tabs.tsx";

export const closureRoutes: Routes = {
  "GET /d/:slug/clotures": show,
  "POST /d/:slug/clotures": close,
  "GET /d/:slug/clotures/export.xlsx": (c: DossierContext) => sendSheet(c, closuresSheet(c.get("ctx"))),
  "GET /d/:slug/clotures/export.csv": sendCsv,
};

/** Closed years, months, and the days of one month; in JSON the same. */
async function show(c: DossierContext): Promise<Response> {
  const list = await listOf(c);
  return respond(c, { json: () => list, page: () => <ClosuresPage c={c} list={list} /> });
}

async function close(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: (form) => closeAsked(c.get("ctx"), form),
    goTo: ({ isMoreDue }) => paths.closures(slugOf(c), { fait: isMoreDue ? "suite" : "cloture" }),
    json: (closed) => closed,
    again: async (state) => <ClosuresPage c={c} list={await listOf(c)} state={state} />,
  });
}

/** One period where it is named (`kind`, `period`); otherwise all that is over. */
async function closeAsked(ctx: Ctx, form: SentForm): Promise<{ closures: readonly Closure[]; isMoreDue: boolean }> {
  const kind = form.text("kind"), period = form.text("period");
  if (period === "") return await closeDue(ctx);
  const day = parseDate(period);
  const closure = kind === "day" && day
    ? await closeDay(ctx, day)
    : kind === "year"
    ? await closeYear(ctx, period)
    : await closeMonth(ctx, period);
  return { closures: [closure], isMoreDue: false };
}

function sendCsv(c: DossierContext): Response {
  const sheet = closuresSheet(c.get("ctx"));
  return c.body(writeCsv(sheet), 200, {
    "content-type": CSV_CONTENT_TYPE,
    "content-disposition": contentDisposition("attachment", `${sheet.name} ${c.get("ctx").today}.csv`),
    "cache-control": "private, no-store",
  });
}

function listOf(c: DossierContext): Promise<ClosureList> {
  return listClosures(c.get("ctx"), { month: c.req.query("mois") });
}

const SAYS = {
  cloture: "C’est clôturé : les totaux sont scellés dans le journal.",
  suite: "Une partie est clôturée. Il en reste : relancez la clôture pour continuer.",
};

function ClosuresPage({ c, list, state }: {
  readonly c: DossierContext;
  readonly list: ClosureList;
  readonly state?: FormState;
}): JSX.Element {
  const slug = slugOf(c), last = list.days[0] ?? list.months[0];
  return (
    <DossierPage c={c} title="Clôtures">
      <PageHead
        title="Clôtures"
        lead="Les totaux de chaque jour, mois et exercice, scellés dans le journal : on ne peut plus rien y changer."
        actions={may(c, "lists:export")
          ? (
            <>
              <ButtonLink kind="quiet" icon="download" href={paths.closuresExport(slug, "xlsx")} download>
                Excel
              </ButtonLink>
              <ButtonLink kind="quiet" icon="download" href={paths.closuresExport(slug, "csv")} download>
                CSV
              </ButtonLink>
            </>
          )
          : null}
      />
      <ProofTabs c={c} here="GET /d/:slug/clotures" />
      <Done c={c} says={SAYS} />
      <Due c={c} list={list} state={state} />
      {last ? <Closed c={c} list={list} /> : <NothingYet />}
    </DossierPage>
  );
}

function NothingYet(): JSX.Element {
  return (
    <Empty title="Rien n’est encore clôturé">
      <p>
        Chaque nuit, le logiciel clôture la journée où vous avez émis une facture, fait un avoir ou reçu un règlement.
        Vous n’avez rien à faire.
      </p>
    </Empty>
  );
}

/** What is over and still open, with the one button. */
function Due({ c, list: { due }, state }: {
  readonly c: DossierContext;
  readonly list: ClosureList;
  readonly state: FormState | undefined;
}): JSX.Element | null {
  if (!due || !may(c, "sealed_log:close")) return null;
  return (
    <Card title="À clôturer">
      <p>
        Terminé et pas encore clôturé, à partir de :{" "}
        <strong>{describePeriod(due)}</strong>. Le logiciel s’en charge la nuit ; vous pouvez aussi le faire maintenant.
      </p>
      <p class="hint">
        Clôturer fige les totaux de tout ce qui est terminé. Aucune facture ne pourra plus porter une date d’un mois
        clôturé ; un règlement d’hier se saisit toujours aujourd’hui, avec sa date. Cela ne s’annule pas.
      </p>
      <Form action={paths.closures(slugOf(c))} state={state}>
        <Button kind="primary" icon="lock">Clôturer</Button>
      </Form>
    </Card>
  );
}

function Closed({ c, list }: { readonly c: DossierContext; readonly list: ClosureList }): JSX.Element {
  const { years, months, days, month } = list;
  return (
    <>
      {years.length > 0 ? <Closures title="Exercices" closures={years} /> : null}
      {months.length > 0
        ? <Closures title="Mois" closures={months} href={({ name }) => paths.closures(slugOf(c), { mois: name })} />
        : null}
      {month ? <Closures title={`Journées de ${formatMonth(month)}`} closures={days} /> : null}
      <ClosureDetails closures={[...days, ...months.filter(({ name }) => name === month)].reverse()} />
    </>
  );
}

type Row = ListedClosure & { readonly euros: ListedClosure["currencies"][number] };

function Closures({ title, closures, href }: {
  readonly title: string;
  readonly closures: readonly ListedClosure[];
  readonly href?: (row: Row) => string;
}): JSX.Element {
  const rows = closures.flatMap((closure) => closure.currencies.map((euros): Row => ({ ...closure, euros })));
  return (
    <Card title={title} flush>
      <Table
        caption={title}
        columns={COLUMNS}
        rows={rows}
        rowHref={href}
        empty={<p>Aucune journée clôturée dans ce mois.</p>}
      />
    </Card>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  { label: "Période", cell: (row) => describePeriod(row) },
  { label: "Factures", align: "end", cell: ({ invoices }) => String(invoices) },
  { label: "Avoirs", align: "end", cell: ({ creditNotes }) => String(creditNotes) },
  { label: "Total HT", align: "end", cell: ({ euros }) => <Amount cents={euros.netCents} currency={euros.currency} /> },
  { label: "TVA", align: "end", cell: ({ euros }) => <Amount cents={euros.vatCents} currency={euros.currency} /> },
  {
    label: "Total TTC",
    align: "end",
    cell: ({ euros }) => <Amount cents={euros.grossCents} currency={euros.currency} />,
  },
  {
    label: "Total perpétuel",
    align: "end",
    cell: ({ euros }) => <Amount cents={euros.perpetualCents} currency={euros.currency} />,
  },
  {
    label: "État",
    cell: ({ isAutomatic }) => <State tone="done" word={isAutomatic ? "clôturée" : "clôturée à la main"} />,
  },
  {
    label: "Sceau",
    cell: ({ sealSeq, hash }) => (
      <span title={hash}>
        n° {String(sealSeq)} <code>{hash.slice(0, 8)}</code>
      </span>
    ),
  },
];
