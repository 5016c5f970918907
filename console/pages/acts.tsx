import {
  addToDate,
  formatInstant,
  type IsoDate,
  type IsoInstant,
  parseDate,
  startOfDay,
} from "../../lib/base/dates.ts";
import { isUuid } from "../../lib/base/ids.ts";
import { type ActFilter, type ActRow, listActs, listOperators, type StaffMember } from "../../lib/identity/operator.ts";
import {
  type Child,
  DateField,
  Empty,
  Filters,
  InstantText,
  type JSX,
  PageHead,
  SelectField,
  Table,
} from "../../lib/ui/mod.ts";
import { actWords, ALL_ACTS, ALL_SUBJECTS, subjectWords } from "../act_words.ts";
import { ConsolePage } from "../frame.tsx";
import { type OperatorContext, operatorCtx, type Routes } from "../handler.ts";
import { ExportLinks, keptSort, type ListPage, listPage, NextPage, sortIn, sortLink } from "../lists.tsx";
import { paths } from "../paths.ts";

const journal = listPage<ActFilter, ActRow>({
  name: "acts",
  file: "Journal des actes",
  filterOf,
  load: async (ctx, filter, after) => {
    const { acts, next } = await listActs(ctx, { ...filter, after: cursorIn(after) });
    return { rows: acts, next: next && `${next.at}_${next.id}` };
  },
  draw: async (props) => <ActsPage {...props} operators={await listOperators(operatorCtx(props.c))} />,
  columns: [
    { title: "Date et heure", kind: "text", width: 20, value: ({ at }) => formatInstant(at) },
    { title: "Qui", kind: "text", width: 20, value: ({ operator }) => operator },
    { title: "Quoi", kind: "text", width: 40, value: ({ act }) => actWords(act) },
    { title: "Sur", kind: "text", width: 14, value: ({ subjectKind }) => subjectWords(subjectKind) },
    { title: "Identifiant", kind: "text", width: 38, value: ({ subjectId }) => subjectId },
    { title: "Dossier", kind: "text", width: 38, value: ({ instanceId }) => instanceId },
    { title: "Raison", kind: "text", width: 80, value: ({ reason }) => reason },
  ],
});

/** The journal of acts: what operators did, about what, and why. Nobody changes a line of it. */
export const routes: Routes = {
  "GET /actes": journal.show,
  "GET /actes/export.csv": journal.csv,
  "GET /actes/export.xlsx": journal.xlsx,
};

const SORTS = ["date"] as const;
const LATEST_FIRST = { by: "date", isDescending: true } as const;

function filterOf(c: OperatorContext): ActFilter {
  const { qui, acte, sur, dossier, du, au } = c.req.query();
  const from = dayIn(du), until = dayIn(au);
  return {
    operatorId: qui !== undefined && isUuid(qui) ? qui : undefined,
    act: ALL_ACTS.find(({ value }) => value === acte)?.value,
    subjectKind: ALL_SUBJECTS.find(({ value }) => value === sur)?.value,
    instanceId: dossier !== undefined && isUuid(dossier) ? dossier : undefined,
    from: from && startOfDay(from),
    before: until && startOfDay(addToDate(until, { days: 1 })),
    isOldestFirst: !sortIn(c, SORTS, LATEST_FIRST).isDescending,
  };
}

function dayIn(text: string | undefined): IsoDate | undefined {
  return (text && parseDate(text)) || undefined;
}

/** `<instant>_<id>`, as the link to the next page writes it. */
function cursorIn(text: string | undefined): ActFilter["after"] {
  const [at = "", id = ""] = text?.split("_") ?? [];
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at) && isUuid(id) ? { at: at as IsoInstant, id } : undefined;
}

interface Props {
  readonly c: OperatorContext;
  readonly filter: ActFilter;
  readonly operators: readonly StaffMember[];
}

function ActsPage({ c, filter, rows, next, operators }: Props & ListPage<ActRow>): JSX.Element {
  const sort = sortIn(c, SORTS, LATEST_FIRST), path = paths.acts();
  return (
    <ConsolePage c={c} title="Journal des actes">
      <PageHead
        title="Journal des actes"
        lead="Ce que les exploitants ont fait, et pourquoi. Personne ne peut modifier ni effacer une ligne."
      />
      <ActFilters c={c} filter={filter} operators={operators} />
      <ExportLinks c={c} href={paths.actsExport} />
      <Table
        caption="Actes des exploitants"
        columns={[
          { label: "Acte", cell: ({ operator, act }) => `${operator} ${actWords(act)}` },
          {
            label: "Date",
            cell: ({ at }) => <InstantText instant={at} />,
            sort: sortLink(c, { path, by: "date", now: sort }),
          },
          { label: "Sur", cell: subjectOf },
          { label: "Raison", cell: ({ reason }) => reason, card: "line", grow: true },
        ]}
        rows={rows}
        empty={<Empty title="Aucun acte">Aucun acte ne répond à ces filtres.</Empty>}
      />
      <NextPage c={c} path={path} next={next} />
    </ConsolePage>
  );
}

function subjectOf({ subjectKind, subjectId, instanceId }: ActRow): Child {
  if (instanceId !== null) return <a href={paths.instance(instanceId)}>{subjectWords(subjectKind)}</a>;
  return subjectKind === "cell" ? `cellule ${subjectId}` : subjectWords(subjectKind);
}

function ActFilters({ c, filter, operators }: Props): JSX.Element {
  return (
    <Filters
      action={paths.acts()}
      keep={{ ...keptSort(c), ...(filter.instanceId ? { dossier: filter.instanceId } : {}) }}
    >
      <SelectField
        name="qui"
        label="Qui"
        blank="Tous"
        optional
        value={filter.operatorId}
        options={operators.map(({ id, name }) => ({ value: id, label: name }))}
      />
      <SelectField name="acte" label="Acte" blank="Tous" optional value={filter.act} options={ALL_ACTS} />
      <SelectField name="sur" label="Sur" blank="Tout" optional value={filter.subjectKind} options={ALL_SUBJECTS} />
      <DateField name="du" label="Du" optional value={c.req.query("du")} />
      <DateField name="au" label="Au" optional value={c.req.query("au")} />
    </Filters>
  );
}
