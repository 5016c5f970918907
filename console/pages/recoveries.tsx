import { formatInstant } from "../../lib/base/dates.ts";
import {
  listAllRecoveries,
  type Recovery,
  RECOVERY_SORTS,
  RECOVERY_STATES,
  type RecoveryFilter,
} from "../../lib/access/operator.ts";
import { SelectField } from "../../lib/ui/mod.ts";
import type { Routes } from "../handler.ts";
import { listPage } from "../list_page.tsx";
import { textIn } from "../lists.tsx";
import { paths } from "../paths.ts";
import { RECOVERY_WORDS, recoveryColumns } from "./recovery_parts.tsx";

const recoveries = listPage<Pick<RecoveryFilter, "state" | "text">, Recovery, (typeof RECOVERY_SORTS)[number]>({
  name: "recoveries",
  title: "Reprises",
  lead: "Dossiers dont aucun administrateur ne peut plus se connecter : une personne demande, une autre décide.",
  path: paths.allRecoveries,
  files: paths.recoveriesExport,
  sorts: RECOVERY_SORTS,
  usual: { by: "asked", isDescending: true },
  filterOf: (c) => ({
    state: RECOVERY_STATES.find((known) => known === c.req.query("etat")),
    text: textIn(c),
  }),
  load: listAllRecoveries,
  search: ({ text }) => ({ label: "Nom du dossier", value: text }),
  fields: ({ state }) => (
    <SelectField
      name="etat"
      label="État"
      blank="Tous"
      optional
      value={state}
      options={RECOVERY_STATES.map((value) => ({ value, label: RECOVERY_WORDS[value].word }))}
    />
  ),
  shown: ({ sorted }) => recoveryColumns({ asked: sorted("asked"), until: sorted("until") }),
  rowHref: paths.recovery,
  empty: {
    title: "Aucune reprise",
    text:
      "Aucune ne répond à ces filtres. Une reprise se demande depuis la page du dossier que personne ne peut plus ouvrir.",
  },
  columns: [
    { title: "Dossier", kind: "text", width: 40, value: ({ companyName }) => companyName },
    { title: "Identifiant du dossier", kind: "text", width: 38, value: ({ tenantId }) => tenantId },
    { title: "Identifiant", kind: "text", width: 38, value: ({ id }) => id },
    { title: "État", kind: "text", width: 22, value: ({ state }) => RECOVERY_WORDS[state].word },
    { title: "Demandée", kind: "text", width: 20, value: ({ askedAt }) => formatInstant(askedAt) },
    { title: "Par", kind: "text", width: 20, value: ({ askedByName }) => askedByName },
    { title: "Décidée", kind: "text", width: 20, value: ({ decidedAt }) => decidedAt && formatInstant(decidedAt) },
    { title: "Décidée par", kind: "text", width: 20, value: ({ decidedByName }) => decidedByName },
    {
      title: "Opposition jusqu’au",
      kind: "text",
      width: 20,
      value: ({ waitsUntil }) => waitsUntil && formatInstant(waitsUntil),
    },
    { title: "Terminée", kind: "text", width: 20, value: ({ endedAt }) => endedAt && formatInstant(endedAt) },
  ],
});

/** The recoveries of all dossiers. */
export const routes: Routes = {
  "GET /reprises": recoveries.show,
  "GET /reprises/export.csv": recoveries.csv,
  "GET /reprises/export.xlsx": recoveries.xlsx,
};
