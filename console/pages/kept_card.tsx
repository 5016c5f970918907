import { formatDate } from "../../lib/base/dates.ts";
import type { KeptArchive, Life } from "../../lib/instances/operator.ts";
import { Button, Card, Facts, Form, type FormState, InstantText, type JSX } from "../../lib/ui/mod.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { bytesText, countText } from "../words.ts";

/** What is kept of a dossier, or was: figures, dates and digests. Nobody reads its contents here. */
export function KeptCard({ kept }: { kept: KeptArchive }): JSX.Element {
  const { proof } = kept;
  return (
    <Card title="Archive conservée">
      <Facts
        facts={[
          { term: "État", value: STATES[kept.state] },
          { term: "Période", value: `du ${formatDate(kept.fromOn)} au ${formatDate(kept.toOn)}` },
          { term: "Taille", value: `${bytesText(BigInt(kept.bytes))} en ${countText(kept.parts.length)} objets` },
          { term: "Conservée jusqu’au", value: <InstantText instant={kept.keepUntil} /> },
          ...(kept.verifiedAt === null
            ? []
            : [{ term: "Relue et comparée le", value: <InstantText instant={kept.verifiedAt} /> }]),
          { term: "Empreinte du manifeste", value: <code>{kept.manifestSha256}</code> },
          ...(kept.sha256 === null ? [] : [{ term: "Empreinte du fichier", value: <code>{kept.sha256}</code> }]),
          { term: "Tête du journal archivé", value: `n° ${kept.chain.seq}, ${kept.chain.hash.slice(0, 16)}…` },
          ...(proof === null ? [] : [{
            term: "Retiré de la cellule",
            value: `${countText(proof.rows)} lignes, ${countText(proof.files)} fichiers`,
          }]),
          ...(kept.destroyedAt === null
            ? []
            : [{ term: "Détruite le", value: <InstantText instant={kept.destroyedAt} /> }]),
        ]}
      />
    </Card>
  );
}

/** The second operator's word on a dossier that an operator closed to be kept. */
export function SecondCard({ life, state }: { life: Life; state: FormState | undefined }): JSX.Element {
  return (
    <Card title="Accorder la conservation">
      <Form action={paths.keeping(life.tenantId)} state={state}>
        <p>
          L’exploitation a fermé ce dossier, et le délai pour le rouvrir est passé. Une autre personne que celle qui l’a
          fermé l’accorde : l’archive est vérifiée, chiffrée et gardée dix ans, puis les données quittent la cellule.
        </p>
        <ReasonField state={state} />
        <Button kind="danger">Garder l’archive, effacer le reste</Button>
      </Form>
    </Card>
  );
}

/** True where a dossier waits for that word. */
export function waitsForSecond({ state, ending, closedBy, reopenUntil }: Life, now: Life["createdAt"]): boolean {
  return state === "closed" && ending === "keep" && closedBy === "operator" && reopenUntil !== null &&
    reopenUntil <= now;
}

const STATES: Readonly<Record<KeptArchive["state"], string>> = {
  written: "en cours d’écriture",
  verified: "relue ; les données quittent la cellule",
  kept: "gardée",
  destroyed: "détruite, avec sa clé",
};
