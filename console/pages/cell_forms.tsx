import { type Cell, type TypedLimits, typedOf, USUAL_LIMITS } from "../../lib/instances/operator.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import {
  Actions,
  Button,
  Card,
  FieldGroup,
  Form,
  type FormState,
  formState,
  type JSX,
  TextField,
} from "../../lib/ui/mod.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import type { Refused } from "../subject.tsx";

/** What is done to a cell. */
export type CellForm = "ouverture" | "fermeture" | "limites";

/** Region and limits as they were typed. */
export function limitsIn(form: SentForm): TypedLimits {
  return {
    region: form.text("region"),
    maxDossiers: form.text("maxDossiers"),
    maxDatabase: form.text("maxDatabase"),
    maxStorage: form.text("maxStorage"),
    maxConnections: form.text("maxConnections"),
    maxTransactions: form.text("maxTransactions"),
  };
}

/** Registers a cell: what it is, what it may hold, why. */
export function NewCellCard({ state }: { state: FormState | undefined }): JSX.Element {
  const form = state ?? formState({ ...typedOf({ ...USUAL_LIMITS, region: "" }) });
  return (
    <Card title="Inscrire une cellule" id="inscrire">
      <p>
        La base existe déjà, migrée. Son adresse n’est jamais saisie ici : les deux programmes la lisent dans leur
        réglage <code>CELL_TRIAL_2_URL</code>{" "}
        (pour trial-2). La cellule reste en réserve et s’ouvre d’elle-même quand une autre du même usage se ferme.
      </p>
      <Form action={paths.cells()} state={form}>
        <TextField
          name="id"
          label="Identifiant"
          hint="Il commence par l’usage : trial-2, production-3, scratch-1."
          maxlength={40}
          form={form}
        />
        <LimitFields form={form} />
        <ReasonField state={form} />
        <Button kind="primary">Inscrire la cellule</Button>
      </Form>
    </Card>
  );
}

/** One reason, and a button for each thing that it may be the reason of: its limits, its door. */
export function ActCard({ cell, refused }: { cell: Cell; refused: Refused<CellForm> | undefined }): JSX.Element {
  const form = refused?.state ?? formState({ ...typedOf(cell) });
  return (
    <Card title="Limites et nouveaux dossiers">
      <p>
        {`À ${cell.fullPercent}\u00a0% de l’une de ses limites, la cellule se ferme aux nouveaux dossiers ; au-dessous, et quand `}
        elle répond, vous pouvez l’ouvrir. Les dossiers déjà là ne voient rien d’une fermeture ; s’il ne reste aucune
        cellule ouverte de cet usage, la suivante en réserve s’ouvre. Ce seuil se change avec ceux des alertes.
      </p>
      <Form action={paths.cellAct(cell.id, "limites")} state={form}>
        <LimitFields form={form} />
        <ReasonField state={form} />
        <Actions>
          <Button kind="primary">Enregistrer les limites</Button>
          {cell.state === "open"
            ? null
            : <Button formaction={paths.cellAct(cell.id, "ouverture")}>Ouvrir la cellule</Button>}
          {cell.state === "closed"
            ? null
            : <Button formaction={paths.cellAct(cell.id, "fermeture")}>Fermer la cellule</Button>}
        </Actions>
      </Form>
    </Card>
  );
}

function LimitFields({ form }: { form: FormState }): JSX.Element {
  return (
    <FieldGroup legend="Où, et combien au plus">
      <TextField
        name="region"
        label="Région"
        hint="Comme l’hébergeur la nomme : eu-west-3."
        maxlength={40}
        form={form}
      />
      <TextField name="maxDossiers" label="Dossiers" inputmode="numeric" width="short" form={form} />
      <TextField name="maxDatabase" label="Base de données" inputmode="numeric" width="short" suffix="Go" form={form} />
      <TextField name="maxStorage" label="Fichiers" inputmode="numeric" width="short" suffix="Go" form={form} />
      <TextField name="maxConnections" label="Connexions" inputmode="numeric" width="short" form={form} />
      <TextField
        name="maxTransactions"
        label="Transactions"
        inputmode="numeric"
        width="short"
        suffix="par minute"
        form={form}
      />
    </FieldGroup>
  );
}
