// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  approveRecovery,
  cancelRecovery,
  getRecovery,
  type Recovery,
  refuseRecovery,
} from "../../lib/access/operator.ts";
import {
  Banner,
  Button,
  Card,
  CheckboxField,
  type Fact,
  Facts,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  State,
  TextArea,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import {
  answerJson,
  idParam,
  may,
  type OperatorContext,
  operatorCtx,
  page,
  type Routes,
  type Submission,
  submit,
  wantsJson,
} from "../handler.ts";
import { paths } from "../paths.ts";
import { EVIDENCE_WORDS, RECOVERY_WORDS } from "./recovery_parts.tsx";

/** One recovery: what the first operator saw, the second one's word, and how it went. */
export const routes: Routes = {
  "GET /dossiers/:dossier/reprises/:recovery": show,
  "POST /dossiers/:dossier/reprises/:recovery/accord": (c) =>
    decide(c, "accord", (form, key) => {
      return approveRecovery(operatorCtx(c), c.get("operator"), { ...key, isChecked: form.flag("checked") });
    }),
  "POST /dossiers/:dossier/reprises/:recovery/refus": (c) =>
    decide(c, "refus", (form, key) => {
      return refuseRecovery(operatorCtx(c), c.get("operator"), { ...key, reason: form.text("reason") });
    }),
  "POST /dossiers/:dossier/reprises/:recovery/annulation": (c) =>
    decide(
      c,
      "annulation",
      (form, key) => cancelRecovery(operatorCtx(c), c.get("operator"), { ...key, reason: form.text("reason") }),
    ),
};

type Act = "accord" | "refus" | "annulation";
const ACCORD = "POST /dossiers/:dossier/reprises/:recovery/accord";
const CANCELLING: readonly Act[] = ["annulation"], DECIDING: readonly Act[] = ["accord", "refus"];
type Key = Pick<Recovery, "tenantId" | "id">;

function keyIn(c: OperatorContext): Key {
  return { tenantId: idParam(c, "dossier"), id: idParam(c, "recovery") };
}

async function show(c: OperatorContext): Promise<Response> {
  const recovery = await getRecovery(operatorCtx(c), keyIn(c));
  return wantsJson(c) ? answerJson(c, recovery) : page(c, <RecoveryPage c={c} recovery={recovery} />);
}

/** An act on a recovery: the same page, with what was done or why not. */
async function decide(
  c: OperatorContext,
  act: Act,
  run: (form: Parameters<Submission<void>["run"]>[0], key: Key) => Promise<void>,
): Promise<Response> {
  const key = keyIn(c);
  return await submit(c, {
    run: (form) => run(form, key),
    goTo: paths.recovery(key),
    json: () => key,
    again: async (state) => {
      return <RecoveryPage c={c} recovery={await getRecovery(operatorCtx(c), key)} refused={{ act, state }} />;
    },
  });
}

interface Props {
  readonly c: OperatorContext;
  readonly recovery: Recovery;
  readonly refused?: { readonly act: Act; readonly state: FormState };
}

function RecoveryPage(props: Props): JSX.Element {
  const { c, recovery, refused } = props;
  const acts = actsFor(c, recovery);
  return (
    <ConsolePage c={c} title={`Reprise\u00a0: ${recovery.companyName}`}>
      <PageHead
        title={`Reprise\u00a0: ${recovery.companyName}`}
        mark={<State {...RECOVERY_WORDS[recovery.state]} />}
        back={{ label: "Reprises", href: paths.recoveries() }}
        lead={<a href={paths.instance(recovery.tenantId)}>Voir le dossier dans l’annuaire</a>}
      />
      {refused && !acts.includes(refused.act)
        ? <Banner kind="refusal">{refused.state.issues.map(({ sentence }) => sentence).join(" ")}</Banner>
        : null}
      <Card title="La demande">
        <Facts facts={askedFacts(recovery)} />
      </Card>
      {recovery.decidedAt === null && recovery.endedAt === null ? null : (
        <Card title="La suite">
          <Facts facts={nextFacts(recovery)} />
        </Card>
      )}
      {recovery.state === "asked" && !acts.includes("accord")
        ? <Banner kind="info">{whoDecides(c, recovery)}</Banner>
        : null}
      {acts.map((act) => FORMS[act]({ recovery, state: refused?.act === act ? refused.state : undefined }))}
    </ConsolePage>
  );
}

/** What the operator who looks may do: whoever asked does not decide, and what is over stays so. */
function actsFor(c: OperatorContext, { state, askedBy }: Recovery): readonly Act[] {
  if (state === "approved" || state === "waiting") return ["annulation"];
  if (state !== "asked") return [];
  return askedBy === c.get("operator").operatorId ? CANCELLING : may(c, ACCORD) ? DECIDING : [];
}

function whoDecides(c: OperatorContext, { askedBy }: Recovery): string {
  return askedBy === c.get("operator").operatorId
    ? "Vous avez demandé cette reprise : une autre personne de l’équipe en décide, du rôle administration."
    : "Une personne du rôle administration en décide.";
}

function askedFacts(recovery: Recovery): Fact[] {
  const { name, email, reason, evidence, evidenceNote, ownersLeave, administratorSeen } = recovery;
  return [
    { term: "Nouvel administrateur et titulaire", value: `${name}, ${email}` },
    { term: "Pourquoi", value: reason },
    { term: "Pièces vues", value: <ul>{evidence.map((kind) => <li>{EVIDENCE_WORDS[kind]}</li>)}</ul> },
    ...(evidenceNote === "" ? [] : [{ term: "Note", value: evidenceNote }]),
    { term: "Titulaires actuels", value: ownersLeave ? "ne le seront plus (départ)" : "gardent ce qu’ils ont" },
    ...(administratorSeen
      ? [{ term: "Attention", value: "un administrateur s’était connecté dans les 30 jours" }]
      : []),
    {
      term: "Demandée par",
      value: (
        <>
          {recovery.askedByName}, le <InstantText instant={recovery.askedAt} />
        </>
      ),
    },
  ];
}

function nextFacts({ state, decidedByName, decidedAt, waitsUntil, endedAt, endReason }: Recovery): Fact[] {
  const decided = state === "refused" ? "Refusée par" : "Accordée par";
  return [
    ...(decidedAt === null ? [] : [{
      term: decided,
      value: (
        <>
          {decidedByName}, le <InstantText instant={decidedAt} />
        </>
      ),
    }]),
    ...(waitsUntil === null
      ? []
      : [{ term: "Opposition possible jusqu’au", value: <InstantText instant={waitsUntil} /> }]),
    ...(endedAt === null ? [] : [{ term: "Terminée le", value: <InstantText instant={endedAt} /> }]),
    ...(endReason === null ? [] : [{ term: "Pourquoi", value: endReason }]),
  ];
}

interface FormProps {
  readonly recovery: Recovery;
  readonly state: FormState | undefined;
}

const FORMS: Readonly<Record<Act, (props: FormProps) => JSX.Element>> = {
  accord: ({ recovery, state }) => (
    <Card title="Accorder">
      <p>Les membres du dossier sont prévenus aussitôt et ont trois jours pour s’y opposer.</p>
      <Form action={paths.recovery(recovery, "accord")} state={state}>
        <CheckboxField name="checked" label="J’ai vérifié moi-même l’identité et les pièces" form={state} />
        <Button kind="primary">Accorder la reprise</Button>
      </Form>
    </Card>
  ),
  refus: ({ recovery, state }) => (
    <Card title="Refuser">
      <Form action={paths.recovery(recovery, "refus")} state={state}>
        <TextArea name="reason" label="Pourquoi" maxlength={1_000} rows={3} form={state} />
        <Button kind="danger">Refuser la reprise</Button>
      </Form>
    </Card>
  ),
  annulation: ({ recovery, state }) => (
    <Card title="Annuler">
      <Form action={paths.recovery(recovery, "annulation")} state={state}>
        <TextArea name="reason" label="Pourquoi" maxlength={1_000} rows={3} form={state} />
        <Button kind="danger">Annuler la reprise</Button>
      </Form>
    </Card>
  ),
};
