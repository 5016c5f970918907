import { parseDate } from "../../lib/base/dates.ts";
import { isUuid } from "../../lib/base/ids.ts";
import { type ActivityFilter, type ActivityPage, type Actor, listActivity, listActors } from "../../lib/company/mod.ts";
import { DateField, Empty, Filters, type JSX, PageHead, SelectField } from "../../lib/ui/mod.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { paths, type Query } from "../paths.ts";
import { respond } from "../respond.tsx";
import { activityCursorIn, ActivityTimeline } from "./activity_timeline.tsx";
import { DossierPage } from "./frame.tsx";
import { slugOf } from "./here.tsx";

export const activityRoutes: Routes = { "GET /d/:slug/activite": show };

/** What acts may be about, in words. */
const SUBJECTS: Readonly<Record<string, string>> = {
  quote: "Devis",
  invoice: "Factures",
  credit_note: "Avoirs",
  payment: "Paiements",
  customer: "Clients",
  item: "Articles",
  category: "Catégories",
  company: "Entreprise",
  member: "Membres",
  invitation: "Invitations",
  profile: "Profils",
  passwords: "Mots de passe",
  signing_key: "Clé du journal scellé",
  company_sign_in: "Connexion d’entreprise",
  closure: "Clôtures",
  archive: "Archives",
  recovery: "Reprises du dossier",
};

/** « Qui a fait quoi » in the whole dossier, newest first, narrowed to a person, a kind of thing, a period. */
async function show(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx"), filter = filterIn(c);
  const page = await listActivity(ctx, null, { before: activityCursorIn(c), filter });
  const actors = await listActors(ctx);
  return respond(c, { json: () => page, page: () => <WhoDidWhat c={c} page={page} actors={actors} filter={filter} /> });
}

function filterIn(c: DossierContext): ActivityFilter {
  const person = c.req.query("qui") ?? "", kind = c.req.query("quoi") ?? "";
  return {
    personId: isUuid(person) ? person : null,
    subjectKind: Object.hasOwn(SUBJECTS, kind) ? kind : null,
    from: parseDate(c.req.query("du") ?? ""),
    to: parseDate(c.req.query("au") ?? ""),
    timeZone: c.get("entered").dossier.timeZone,
  };
}

function queryOf({ personId, subjectKind, from, to }: ActivityFilter): Query {
  const given = (value: string | null) => value ?? undefined;
  return { qui: given(personId), quoi: given(subjectKind), du: given(from), au: given(to) };
}

function WhoDidWhat({ c, page, actors, filter }: {
  c: DossierContext;
  page: ActivityPage;
  actors: readonly Actor[];
  filter: ActivityFilter;
}): JSX.Element {
  const path = paths.activity(slugOf(c)), query = queryOf(filter);
  const isNarrowed = Object.values(query).some((value) => value !== undefined);
  return (
    <DossierPage c={c} title="Qui a fait quoi">
      <PageHead title="Qui a fait quoi" lead="Chaque création, modification et envoi, le plus récent d’abord." />
      <Narrowing path={path} actors={actors} filter={filter} />
      {page.acts.length === 0
        ? (
          <Empty title={isNarrowed ? "Rien de tel" : "Rien n’a encore été fait ici"}>
            <p>
              {isNarrowed
                ? "Personne n’a rien fait qui réponde à ces choix. Élargissez la période ou la personne."
                : "Dès que quelqu’un modifie une fiche ou émet un document, son nom et l’heure s’inscrivent ici."}
            </p>
          </Empty>
        )
        : <ActivityTimeline c={c} page={page} path={path} query={query} linked />}
    </DossierPage>
  );
}

function Narrowing({ path, actors, filter }: {
  path: string;
  actors: readonly Actor[];
  filter: ActivityFilter;
}): JSX.Element {
  const people = actors.map(({ personId, label }) => ({ value: personId, label }));
  const kinds = Object.entries(SUBJECTS).map(([value, label]) => ({ value, label }));
  return (
    <Filters action={path}>
      <SelectField
        name="qui"
        label="Qui"
        blank="Tout le monde"
        options={people}
        value={filter.personId ?? ""}
        optional
      />
      <SelectField name="quoi" label="Quoi" blank="Tout" options={kinds} value={filter.subjectKind ?? ""} optional />
      <DateField name="du" label="Du" value={filter.from ?? ""} optional />
      <DateField name="au" label="Au" value={filter.to ?? ""} optional />
    </Filters>
  );
}
