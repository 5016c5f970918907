// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { approveErasure, cancelErasure, type Erasure, getErasure, refuseErasure } from "../../lib/access/operator.ts";
import {
  Banner,
  Button,
  Card,
  CheckboxField,
  DateText,
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
import { countText } from "../words.ts";
import { ERASURE_WORDS } from "./erasure_parts.tsx";

/** One erasure of contents: what the first operator asks, the second one's word, and what went. */
export const routes: Routes = {
  "GET /dossiers/:dossier/effacements/:erasure": show,
  "POST /dossiers/:dossier/effacements/:erasure/accord": (c) =>
    decide(c, "accord", (form, key) => {
      return approveErasure(operatorCtx(c), c.get("operator"), { ...key, isChecked: form.flag("checked") });
    }),
  "POST /dossiers/:dossier/effacements/:erasure/refus": (c) =>
    decide(c, "refus", (form, key) => {
      return refuseErasure(operatorCtx(c), c.get("operator"), { ...key, reason: form.text("reason") });
    }),
  "POST /dossiers/:dossier/effacements/:erasure/annulation": (c) =>
    decide(
      c,
      "annulation",
      (form, key) => cancelErasure(operatorCtx(c), c.get("operator"), { ...key, reason: form.text("reason") }),
    ),
};

type Act = "accord" | "refus" | "annulation";
const ACCORD = "POST /dossiers/:dossier/effacements/:erasure/accord";
const CANCEL = "POST /dossiers/:dossier/effacements/:erasure/annulation";
const CANCELLING: readonly Act[] = ["annulation"], DECIDING: readonly Act[] = ["accord", "refus"];
type Key = Pick<Erasure, "tenantId" | "id">;

function keyIn(c: OperatorContext): Key {
  return { tenantId: idParam(c, "dossier"), id: idParam(c, "erasure") };
}

async function show(c: OperatorContext): Promise<Response> {
  const erasure = await getErasure(operatorCtx(c), keyIn(c));
  return wantsJson(c) ? answerJson(c, erasure) : page(c, <ErasurePage c={c} erasure={erasure} />);
}

/** An act on an erasure: the same page, with what was done or why not. */
async function decide(
  c: OperatorContext,
  act: Act,
  run: (form: Parameters<Submission<void>["run"]>[0], key: Key) => Promise<void>,
): Promise<Response> {
  const key = keyIn(c);
  return await submit(c, {
    run: (form) => run(form, key),
    goTo: paths.erasure(key),
    json: () => key,
    again: async (state) => {
      return <ErasurePage c={c} erasure={await getErasure(operatorCtx(c), key)} refused={{ act, state }} />;
    },
  });
}

interface Props {
  readonly c: OperatorContext;
  readonly erasure: Erasure;
  readonly refused?: { readonly act: Act; readonly state: FormState };
}

function ErasurePage({ c, erasure, refused }: Props): JSX.Element {
  const acts = actsFor(c, erasure), title = `Effacement\u00a0: ${erasure.companyName}`;
  return (
    <ConsolePage c={c} title={title}>
      <PageHead
        title={title}
        mark={<State {...ERASURE_WORDS[erasure.state]} />}
        back={{ label: "Effacements", href: paths.erasures() }}
        lead={<a href={paths.instance(erasure.tenantId)}>Voir le dossier dans l’annuaire</a>}
      />
      {refused && !acts.includes(refused.act)
        ? <Banner kind="refusal">{refused.state.issues.map(({ sentence }) => sentence).join(" ")}</Banner>
        : null}
      <Card title="La demande">
        <Facts facts={askedFacts(erasure)} />
      </Card>
      {erasure.decidedAt === null && erasure.endedAt === null ? null : (
        <Card title="La suite">
          <Facts facts={nextFacts(erasure)} />
        </Card>
      )}
      {erasure.state === "asked" && !acts.includes("accord")
        ? <Banner kind="info">{whoDecides(c, erasure)}</Banner>
        : null}
      {acts.map((act) => FORMS[act]({ erasure, state: refused?.act === act ? refused.state : undefined }))}
    </ConsolePage>
  );
}

/** What the operator who looks may do: whoever asked does not decide, and what was decided stays so. */
function actsFor(c: OperatorContext, { state, askedBy }: Erasure): readonly Act[] {
  if (state !== "asked") return [];
  return askedBy === c.get("operator").operatorId ? may(c, CANCEL) ? CANCELLING : [] : may(c, ACCORD) ? DECIDING : [];
}

function whoDecides(c: OperatorContext, { askedBy }: Erasure): string {
  return askedBy === c.get("operator").operatorId
    ? "Vous avez demandé cet effacement : une autre personne de l’équipe en décide, du rôle administration."
    : "Une personne du rôle administration en décide.";
}

function askedFacts({ untilOn, reaches, reason, askedByName, askedAt }: Erasure): Fact[] {
  return [
    { term: "Contenus scellés jusqu’au", value: <DateText date={untilOn} /> },
    { term: "Enregistrements concernés", value: `${countText(reaches)}, tous dans une archive` },
    { term: "Pourquoi", value: reason },
    {
      term: "Demandé par",
      value: (
        <>
          {askedByName}, le <InstantText instant={askedAt} />
        </>
      ),
    },
  ];
}

function nextFacts({ state, decidedByName, decidedAt, endedAt, erased, endReason }: Erasure): Fact[] {
  return [
    ...(decidedAt === null ? [] : [{
      term: state === "refused" ? "Refusé par" : "Accordé par",
      value: (
        <>
          {decidedByName}, le <InstantText instant={decidedAt} />
        </>
      ),
    }]),
    ...(erased === null
      ? []
      : [{ term: "Contenus effacés", value: `${countText(erased)} ; leurs empreintes et signatures restent` }]),
    ...(endedAt === null ? [] : [{ term: "Terminé le", value: <InstantText instant={endedAt} /> }]),
    ...(endReason === null ? [] : [{ term: "Pourquoi", value: endReason }]),
  ];
}

interface FormProps {
  readonly erasure: Erasure;
  readonly state: FormState | undefined;
}

const FORMS: Readonly<Record<Act, (props: FormProps) => JSX.Element>> = {
  accord: ({ erasure, state }) => (
    <Card title="Accorder">
      <p>Ces contenus disparaissent aussitôt et pour toujours. Le dossier le lit à sa page des preuves.</p>
      <Form action={paths.erasure(erasure, "accord")} state={state}>
        <CheckboxField name="checked" label="J’ai vérifié moi-même la date et les archives" form={state} />
        <Button kind="danger">Accorder l’effacement</Button>
      </Form>
    </Card>
  ),
  refus: ({ erasure, state }) => (
    <Card title="Refuser">
      <Form action={paths.erasure(erasure, "refus")} state={state}>
        <TextArea name="reason" label="Pourquoi" maxlength={1_000} rows={3} form={state} />
        <Button kind="primary">Refuser l’effacement</Button>
      </Form>
    </Card>
  ),
  annulation: ({ erasure, state }) => (
    <Card title="Annuler">
      <Form action={paths.erasure(erasure, "annulation")} state={state}>
        <TextArea name="reason" label="Pourquoi" maxlength={1_000} rows={3} form={state} />
        <Button kind="secondary">Annuler la demande</Button>
      </Form>
    </Card>
  ),
};
