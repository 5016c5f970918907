import { formatDate } from "../../lib/base/dates.ts";
import { isUuid } from "../../lib/base/ids.ts";
import {
  INSTANCE_STATES,
  type InstanceFilter,
  type InstancePage,
  type InstanceState,
  listInstances,
} from "../../lib/instances/operator.ts";
import {
  ButtonLink,
  Empty,
  Filters,
  type JSX,
  PageHead,
  Pager,
  SelectField,
  State,
  Table,
  type Tone,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { may, type OperatorContext, operatorCtx, page, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { bytesText, countText } from "../words.ts";

/** Every dossier: where it lives, its state, its size. No business data. */
export const routes: Routes = { "GET /": showInstances };

async function showInstances(c: OperatorContext): Promise<Response> {
  const filter = filterOf(c);
  const found = await listInstances(operatorCtx(c), filter);
  return page(c, <InstancesPage c={c} filter={filter} found={found} />);
}

/** What the address asks for; what it says that cannot be is left aside. */
function filterOf(c: OperatorContext): InstanceFilter {
  const state = c.req.query("etat"), before = c.req.query("avant");
  return {
    state: INSTANCE_STATES.find((known) => known === state),
    cell: c.get("edge").cells.find((known) => known === c.req.query("cellule")),
    text: c.req.query("q")?.slice(0, 100) || undefined,
    before: before !== undefined && isUuid(before) ? before : undefined,
  };
}

function InstancesPage(
  { c, filter, found }: { c: OperatorContext; filter: InstanceFilter; found: InstancePage },
): JSX.Element {
  return (
    <ConsolePage c={c} title="Dossiers">
      <PageHead
        title="Dossiers"
        lead="Aucune donnée commerciale n’est visible ici."
        actions={may(c, "GET /ouvertures")
          ? <ButtonLink kind="primary" href={paths.openings()}>Ouvrir un dossier</ButtonLink>
          : null}
      />
      <Filters action={paths.instances()} search={{ label: "Nom ou adresse du dossier", value: filter.text }}>
        <SelectField
          name="etat"
          label="État"
          blank="Tous"
          optional
          value={filter.state}
          options={INSTANCE_STATES.map((state) => ({ value: state, label: STATES[state].word }))}
        />
        <SelectField
          name="cellule"
          label="Cellule"
          blank="Toutes"
          optional
          value={filter.cell}
          options={c.get("edge").cells.map((cell) => ({ value: cell, label: cell }))}
        />
      </Filters>
      <Table
        caption="Dossiers"
        columns={[
          { label: "Dossier", cell: (row) => row.companyName },
          { label: "Adresse", cell: (row) => row.slug },
          { label: "Cellule", cell: (row) => row.cell },
          { label: "État", cell: (row) => <State {...STATES[row.state]} />, card: "aside" },
          { label: "Fin d’essai", cell: (row) => row.trialEndsOn ? formatDate(row.trialEndsOn) : "" },
          { label: "Lignes", cell: (row) => row.rowCount === null ? "" : countText(row.rowCount), align: "end" },
          { label: "Taille", cell: (row) => row.rowBytes === null ? "" : bytesText(row.rowBytes), align: "end" },
        ]}
        rows={found.instances}
        rowHref={(row) => paths.instance(row.tenantId)}
        empty={<Empty title="Aucun dossier">Aucun dossier ne répond à ces filtres.</Empty>}
      />
      <Pager olderHref={olderHref(filter, found)} />
    </ConsolePage>
  );
}

/** State → how the console says it. */
export const STATES: Readonly<Record<InstanceState, { readonly word: string; readonly tone: Tone }>> = {
  provisioning: { word: "en préparation", tone: "draft" },
  trial: { word: "essai", tone: "open" },
  active: { word: "actif", tone: "done" },
  suspended: { word: "suspendu", tone: "late" },
  closed: { word: "fermé", tone: "ended" },
  erased: { word: "effacé", tone: "ended" },
  copy: { word: "copie", tone: "info" },
};

function olderHref({ state, cell, text }: InstanceFilter, { next }: InstancePage): string | undefined {
  if (next === null) return undefined;
  const query = new URLSearchParams({
    ...(text ? { q: text } : {}),
    ...(state ? { etat: state } : {}),
    ...(cell ? { cellule: cell } : {}),
    avant: next,
  });
  return paths.instances(`?${query}`);
}
