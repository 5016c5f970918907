// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  askRecovery,
  EVIDENCE,
  type Evidence,
  isAdministratorSeen,
  listRecoveries,
  type Recovery,
  type RecoveryForm,
} from "../../lib/access/operator.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { type Life, viewLife } from "../../lib/instances/operator.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import {
  Banner,
  Button,
  Card,
  CheckboxField,
  FieldGroup,
  Form,
  type FormState,
  type JSX,
  PageHead,
  State,
  TextArea,
  TextField,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { idParam, operatorCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { RefusedAct, stateOf, subjectPage, type SubjectProps } from "../subject.tsx";
import { STATES } from "./instances.tsx";
import { EVIDENCE_WORDS, RecoveryTable } from "./recovery_parts.tsx";

interface View {
  readonly life: Life;
  readonly recoveries: readonly Recovery[];
  /** True when an administrator or owner was there lately. */
  readonly seen: boolean;
}

const asking = subjectPage<View, "ask">({
  load: async (c) => {
    const ctx = operatorCtx(c), tenantId = idParam(c, "dossier");
    const [{ life }, recoveries, seen] = await Promise.all([
      viewLife(ctx, tenantId),
      listRecoveries(ctx, tenantId),
      isAdministratorSeen(ctx, tenantId),
    ]);
    return { life, recoveries, seen };
  },
  draw: AskPage,
  home: (c) => paths.recoveries(idParam(c, "dossier")),
  json: ({ recoveries, seen }) => ({ recoveries, isAdministratorSeen: seen }),
});

/** The recoveries of one dossier, and the form that asks for one while none is under way. */
export const routes: Routes = {
  "GET /dossiers/:dossier/reprises": asking.show,
  "POST /dossiers/:dossier/reprises": asking.act("ask", (c, form) => {
    return askRecovery(operatorCtx(c), c.get("operator"), { tenantId: idParam(c, "dossier"), ...readForm(form) });
  }, (c) => ({ goTo: (id) => paths.recovery({ tenantId: idParam(c, "dossier"), id }), json: (id) => ({ id }) })),
};

function readForm(form: SentForm): RecoveryForm {
  return {
    email: form.text("email"),
    name: form.text("name"),
    reason: form.text("reason"),
    evidence: EVIDENCE.filter((kind: Evidence) => form.flag(kind)),
    note: form.text("note"),
    ownersLeave: form.flag("owners_leave"),
    despiteAdministrator: form.flag("despite"),
  };
}

function AskPage({ c, view: { life, recoveries, seen }, refused }: SubjectProps<View, "ask">): JSX.Element {
  const isUnderWay = recoveries.some(({ endedAt }) => endedAt === null);
  return (
    <ConsolePage c={c} title={`Reprises de ${life.companyName}`}>
      <PageHead
        title="Reprises du dossier"
        back={{ label: life.companyName, href: paths.instance(life.tenantId) }}
        mark={<State {...STATES[life.state]} />}
        lead="Pour un dossier dont aucun administrateur ne peut plus se connecter."
      />
      {recoveries.length > 0 ? <RecoveryTable recoveries={recoveries} /> : null}
      {isUnderWay
        ? <RefusedAct refused={refused} />
        : <AskCard tenantId={life.tenantId} seen={seen} state={stateOf(refused, "ask")} />}
    </ConsolePage>
  );
}

interface AskProps {
  readonly tenantId: Uuid;
  readonly seen: boolean;
  readonly state: FormState | undefined;
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
        <ReasonField state={state} more="Dites ce qui s’est passé : décès, départ, adresse perdue." />
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
