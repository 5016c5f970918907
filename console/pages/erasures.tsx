import { formatInstant } from "../../lib/base/dates.ts";
import {
  type Erasure,
  ERASURE_SORTS,
  ERASURE_STATES,
  type ErasureFilter,
  listAllErasures,
} from "../../lib/access/operator.ts";
import { SelectField } from "../../lib/ui/mod.ts";
import type { Routes } from "../handler.ts";
import { listPage } from "../list_page.tsx";
import { textIn } from "../lists.tsx";
import { paths } from "../paths.ts";
import { ERASURE_WORDS, erasureColumns } from "./erasure_parts.tsx";

const erasures = listPage<Pick<ErasureFilter, "state" | "text">, Erasure, (typeof ERASURE_SORTS)[number]>({
  name: "erasures",
  title: "Effacements",
  lead: "Contenus scellés dont la durée de conservation est passée : une personne demande, une autre décide.",
  path: paths.allErasures,
  files: paths.erasuresExport,
  sorts: ERASURE_SORTS,
  usual: { by: "asked", isDescending: true },
  filterOf: (c) => ({
    state: ERASURE_STATES.find((known) => known === c.req.query("etat")),
    text: textIn(c),
  }),
  load: listAllErasures,
  search: ({ text }) => ({ label: "Nom du dossier", value: text }),
  fields: ({ state }) => (
    <SelectField
      name="etat"
      label="État"
      blank="Tous"
      optional
      value={state}
      options={ERASURE_STATES.map((value) => ({ value, label: ERASURE_WORDS[value].word }))}
    />
  ),
  shown: ({ sorted }) =>
    erasureColumns({ asked: sorted("asked"), until: sorted("until"), contents: sorted("contents") }),
  rowHref: paths.erasure,
  empty: {
    title: "Aucun effacement",
    text:
      "Aucun ne répond à ces filtres. Un effacement se demande depuis la page d’un dossier dont des contenus ont plus de dix ans.",
  },
  columns: [
    { title: "Dossier", kind: "text", width: 40, value: ({ companyName }) => companyName },
    { title: "Identifiant du dossier", kind: "text", width: 38, value: ({ tenantId }) => tenantId },
    { title: "Identifiant", kind: "text", width: 38, value: ({ id }) => id },
    { title: "État", kind: "text", width: 16, value: ({ state }) => ERASURE_WORDS[state].word },
    { title: "Jusqu’au", kind: "date", value: ({ untilOn }) => untilOn },
    { title: "Contenus", kind: "number", value: ({ reaches, erased }) => Number(erased ?? reaches) },
    { title: "Demandé", kind: "text", width: 20, value: ({ askedAt }) => formatInstant(askedAt) },
    { title: "Par", kind: "text", width: 20, value: ({ askedByName }) => askedByName },
    { title: "Décidé", kind: "text", width: 20, value: ({ decidedAt }) => decidedAt && formatInstant(decidedAt) },
    { title: "Décidé par", kind: "text", width: 20, value: ({ decidedByName }) => decidedByName },
    { title: "Terminé", kind: "text", width: 20, value: ({ endedAt }) => endedAt && formatInstant(endedAt) },
  ],
});

/** The erasures of contents of all dossiers. */
export const routes: Routes = {
  "GET /effacements": erasures.show,
  "GET /effacements/export.csv": erasures.csv,
  "GET /effacements/export.xlsx": erasures.xlsx,
};
