// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { EVIDENCE, type Recovery } from "../../lib/access/operator.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import {
  Banner,
  Button,
  Card,
  CheckboxField,
  FieldGroup,
  Form,
  type FormState,
  type JSX,
  TextArea,
  TextField,
} from "../../lib/ui/mod.ts";
import { paths } from "../paths.ts";
import { EVIDENCE_WORDS, RecoveryTable } from "./recovery_parts.tsx";

interface AskProps {
  readonly tenantId: Uuid;
  /** True when an administrator or owner was there lately. */
  readonly seen: boolean;
  readonly state: FormState | undefined;
}

/** The recoveries of one dossier, and the form that asks for one while none is under way. */
export function RecoverySection(
  { recoveries, ...asking }: AskProps & { readonly recoveries: readonly Recovery[] },
): JSX.Element {
  const isUnderWay = recoveries.some(({ endedAt }) => endedAt === null);
  return (
    <>
      {recoveries.length > 0
        ? (
          <Card title="Reprises" flush>
            <RecoveryTable recoveries={recoveries} caption="Reprises de ce dossier" />
          </Card>
        )
        : null}
      {isUnderWay && !asking.state ? null : <AskCard {...asking} />}
    </>
  );
}

/** Three parts: for whom, what was seen, and what it changes. */
function AskCard({ tenantId, seen, state }: AskProps): JSX.Element {
  return (
    <Card title="Demander une reprise">
      <p>
        Quand aucun administrateur ne peut plus se connecter. Une autre personne de l’équipe décide ; les membres ont
        ensuite trois jours pour s’y opposer. La procédure est facturée au tarif.
      </p>
      {seen
        ? (
          <Banner kind="warning" title="Quelqu’un gouverne encore ce dossier.">
            Un administrateur ou un titulaire s’est servi de son compte dans les 30 derniers jours.
          </Banner>
        )
        : null}
      <Form action={paths.recoveries(tenantId)} state={state}>
        <FieldGroup legend="Qui deviendra administrateur et titulaire">
          <TextField name="name" label="Nom" maxlength={100} form={state} />
          <TextField name="email" label="Adresse e-mail" type="email" form={state} />
        </FieldGroup>
        <TextArea
          name="why"
          label="Pourquoi"
          hint="Ce qui s’est passé : décès, départ, adresse perdue. Les membres ne le lisent pas."
          maxlength={1_000}
          form={state}
        />
        <EvidenceFields state={state} />
        <FieldGroup legend="Ce que cela change">
          <CheckboxField
            name="owners_leave"
            label="Départ : les titulaires actuels ne le seront plus"
            hint="Ils restent administrateurs ; le nouveau titulaire pourra les retirer."
            form={state}
          />
          {seen
            ? (
              <CheckboxField
                name="despite"
                label="Demander la reprise bien qu’un administrateur se soit connecté récemment"
                form={state}
              />
            )
            : null}
        </FieldGroup>
        <Button kind="primary">Demander la reprise</Button>
      </Form>
    </Card>
  );
}

function EvidenceFields({ state }: { state: FormState | undefined }): JSX.Element {
  return (
    <FieldGroup legend="Ce que vous avez vu" hint="Ne gardez aucune copie : cochez, et dites l’essentiel.">
      {EVIDENCE.map((kind) => <CheckboxField name={kind} label={EVIDENCE_WORDS[kind]} form={state} />)}
      <TextArea
        name="note"
        label="Note"
        hint="Quand et comment ; obligatoire sans appel au numéro du registre. Aucun numéro de pièce."
        maxlength={1_000}
        rows={3}
        optional
        form={state}
      />
    </FieldGroup>
  );
}
