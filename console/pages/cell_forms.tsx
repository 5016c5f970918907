import { ACT_REASON } from "../../lib/identity/operator.ts";
import { type Cell, type TypedLimits, typedOf, USUAL_LIMITS } from "../../lib/instances/operator.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import {
  Button,
  Card,
  FieldGroup,
  Form,
  type FormState,
  formState,
  type JSX,
  TextArea,
  TextField,
} from "../../lib/ui/mod.ts";
import { paths } from "../paths.ts";

/** Which form of a cell was refused, as it was sent. */
export interface RefusedCell {
  readonly act: "ouverture" | "fermeture" | "limites";
  readonly state: FormState;
}

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
        <CellReason form={form} />
        <Button kind="primary">Inscrire la cellule</Button>
      </Form>
    </Card>
  );
}

/** Opens or closes a cell by hand. */
export function DoorCard({ cell, refused }: { cell: Cell; refused: RefusedCell | undefined }): JSX.Element {
  return (
    <>
      {cell.state === "open" ? null : (
        <Card title="Ouvrir aux nouveaux dossiers">
          <p>Possible au-dessous de 65 % de chaque limite, quand la cellule répond.</p>
          <Form action={paths.cellAct(cell.id, "ouverture")} state={stateOf(refused, "ouverture")}>
            <CellReason form={stateOf(refused, "ouverture")} />
            <Button kind="primary">Ouvrir la cellule</Button>
          </Form>
        </Card>
      )}
      {cell.state === "closed" ? null : (
        <Card title="Fermer aux nouveaux dossiers">
          <p>Les dossiers déjà là n’en voient rien. S’il n’en reste aucune ouverte, la suivante en réserve s’ouvre.</p>
          <Form action={paths.cellAct(cell.id, "fermeture")} state={stateOf(refused, "fermeture")}>
            <CellReason form={stateOf(refused, "fermeture")} />
            <Button>Fermer la cellule</Button>
          </Form>
        </Card>
      )}
    </>
  );
}

/** Changes region and limits of a cell. */
export function LimitsCard({ cell, refused }: { cell: Cell; refused: RefusedCell | undefined }): JSX.Element {
  const form = stateOf(refused, "limites") ?? formState({ ...typedOf(cell) });
  return (
    <Card title="Limites">
      <p>À 65 % de l’une d’elles, la cellule se ferme aux nouveaux dossiers.</p>
      <Form action={paths.cellAct(cell.id, "limites")} state={form}>
        <LimitFields form={form} />
        <CellReason form={form} />
        <Button kind="primary">Enregistrer les limites</Button>
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

function CellReason({ form }: { form: FormState | undefined }): JSX.Element {
  return (
    <TextArea
      name="reason"
      label="Raison"
      hint={`${ACT_REASON.min} caractères au moins ; elle reste au journal des actes.`}
      rows={2}
      maxlength={ACT_REASON.max}
      width="full"
      form={form}
    />
  );
}

function stateOf(refused: RefusedCell | undefined, act: RefusedCell["act"]): FormState | undefined {
  return refused?.act === act ? refused.state : undefined;
}
