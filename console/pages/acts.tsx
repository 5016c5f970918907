import {
  addToDate,
  formatInstant,
  type IsoDate,
  type IsoInstant,
  parseDate,
  startOfDay,
} from "../../lib/base/dates.ts";
import { isUuid } from "../../lib/base/ids.ts";
import { type ActFilter, type ActRow, listActs, listOperators } from "../../lib/identity/operator.ts";
import { type Child, DateField, InstantText, SelectField } from "../../lib/ui/mod.ts";
import { actWords, ALL_ACTS, ALL_SUBJECTS, subjectWords } from "../act_words.ts";
import { operatorCtx, type Routes } from "../handler.ts";
import { listPage } from "../list_page.tsx";
import { paths } from "../paths.ts";

type Filter = Omit<ActFilter, "isOldestFirst" | "after">;

const journal = listPage<Filter, ActRow, "date">({
  name: "acts",
  title: "Journal des actes",
  lead: "Ce que les exploitants ont fait, et pourquoi. Personne ne peut modifier ni effacer une ligne.",
  path: paths.acts,
  files: paths.actsExport,
  sorts: ["date"],
  usual: { by: "date", isDescending: true },
  filterOf: (c) => {
    const { qui, acte, sur, dossier, du, au } = c.req.query();
    const from = dayIn(du), until = dayIn(au);
    return {
      operatorId: qui !== undefined && isUuid(qui) ? qui : undefined,
      act: ALL_ACTS.find(({ value }) => value === acte)?.value,
      subjectKind: ALL_SUBJECTS.find(({ value }) => value === sur)?.value,
      instanceId: dossier !== undefined && isUuid(dossier) ? dossier : undefined,
      from: from && startOfDay(from),
      before: until && startOfDay(addToDate(until, { days: 1 })),
    };
  },
  load: async (ctx, { sort, after, ...filter }) => {
    const asked = { ...filter, isOldestFirst: !sort.isDescending, after: cursorIn(after) };
    const { acts, next } = await listActs(ctx, asked);
    return { rows: acts, next: next && `${next.at}_${next.id}` };
  },
  keep: ({ instanceId }) => instanceId ? { dossier: instanceId } : {},
  fields: async ({ operatorId, act, subjectKind }, c) => (
    <>
      <SelectField
        name="qui"
        label="Qui"
        blank="Tous"
        optional
        value={operatorId}
        options={(await listOperators(operatorCtx(c))).map(({ id, name }) => ({ value: id, label: name }))}
      />
      <SelectField name="acte" label="Acte" blank="Tous" optional value={act} options={ALL_ACTS} />
      <SelectField name="sur" label="Sur" blank="Tout" optional value={subjectKind} options={ALL_SUBJECTS} />
      <DateField name="du" label="Du" optional value={c.req.query("du")} />
      <DateField name="au" label="Au" optional value={c.req.query("au")} />
    </>
  ),
  shown: ({ sorted }) => [
    { label: "Acte", cell: ({ operator, act }) => `${operator} ${actWords(act)}` },
    { label: "Date", cell: ({ at }) => <InstantText instant={at} />, sort: sorted("date") },
    { label: "Sur", cell: subjectOf },
    { label: "Raison", cell: ({ reason }) => reason, card: "line" },
  ],
  empty: { title: "Aucun acte", text: "Aucun acte ne répond à ces filtres." },
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

function dayIn(text: string | undefined): IsoDate | undefined {
  return (text && parseDate(text)) || undefined;
}

/** `<instant>_<id>`, as the link to the next page writes it. */
function cursorIn(text: string | undefined): ActFilter["after"] {
  const [at = "", id = ""] = text?.split("_") ?? [];
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(at) && isUuid(id) ? { at: at as IsoInstant, id } : undefined;
}

function subjectOf({ subjectKind, subjectId, instanceId }: ActRow): Child {
  if (instanceId !== null) return <a href={paths.instance(instanceId)}>{subjectWords(subjectKind)}</a>;
  return subjectKind === "cell" ? `cellule ${subjectId}` : subjectWords(subjectKind);
}
