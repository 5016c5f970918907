// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  approvePurge,
  askPurge,
  dropPurge,
  type Life,
  listPurges,
  mayBeErased,
  type Purge,
  viewLife,
} from "../../lib/instances/operator.ts";
import {
  Banner,
  Button,
  Card,
  Empty,
  Facts,
  Form,
  type FormState,
  formState,
  InstantText,
  type JSX,
  PageHead,
  RadioGroup,
  State,
  TextArea,
  type Tone,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import {
  answerJson,
  idParam,
  type OperatorContext,
  operatorCtx,
  page,
  type Routes,
  submit,
  wantsJson,
} from "../handler.ts";
import { paths } from "../paths.ts";
import { countText } from "../words.ts";
import { STATES } from "./instances.tsx";

/** Erasing a whole dossier, its days over: one operator asks, another decides, a procedure carries it out. */
export const routes: Routes = {
  "GET /dossiers/:dossier/suppression": show,
  "POST /dossiers/:dossier/suppression": ask,
  "POST /dossiers/:dossier/suppression/:purge": decide,
};

interface View {
  readonly life: Life;
  readonly purges: readonly Purge[];
}

async function load(c: OperatorContext): Promise<View> {
  const ctx = operatorCtx(c), tenantId = idParam(c, "dossier");
  const { life } = await viewLife(ctx, tenantId);
  return { life, purges: await listPurges(ctx, tenantId) };
}

async function show(c: OperatorContext): Promise<Response> {
  const view = await load(c);
  if (wantsJson(c)) return answerJson(c, { ...view, mayBeErased: mayBeErased(view.life, operatorCtx(c)) });
  return page(c, <PurgePage c={c} view={view} state={undefined} />);
}

async function ask(c: OperatorContext): Promise<Response> {
  const tenantId = idParam(c, "dossier");
  return await submit(c, {
    run: (form) => askPurge(operatorCtx(c), c.get("operator"), { tenantId, reason: form.text("reason") }),
    goTo: paths.instancePurge(tenantId),
    json: (id) => ({ id }),
    again: async (state) => <PurgePage c={c} view={await load(c)} state={state} />,
  });
}

async function decide(c: OperatorContext): Promise<Response> {
  const key = { tenantId: idParam(c, "dossier"), id: idParam(c, "purge") };
  return await submit(c, {
    run: (form) => {
      const verb = form.text("decision") === "approve" ? approvePurge : dropPurge;
      return verb(operatorCtx(c), c.get("operator"), { ...key, reason: form.text("reason") });
    },
    goTo: paths.instancePurge(key.tenantId),
    again: async (state) => <PurgePage c={c} view={await load(c)} state={state} />,
  });
}

interface PageProps {
  readonly c: OperatorContext;
  readonly view: View;
  readonly state: FormState | undefined;
}

function PurgePage({ c, view: { life, purges }, state }: PageProps): JSX.Element {
  const waiting = purges.find((purge) => purge.state === "asked");
  const isFree = !purges.some((purge) => purge.state === "asked" || purge.state === "approved");
  return (
    <ConsolePage c={c} title={`Effacer ${life.companyName}`}>
      <PageHead
        title="Effacer le dossier"
        back={{ label: "État du dossier", href: paths.instanceState(life.tenantId) }}
        mark={<State {...STATES[life.state]} />}
        lead="Tout ce qu’il contient s’en va, fichiers compris : il n’y a pas de retour."
      />
      {mayBeErased(life, operatorCtx(c)) || life.state === "erased" ? null : <TooEarly life={life} />}
      {isFree && mayBeErased(life, operatorCtx(c)) ? <AskCard life={life} state={state} /> : null}
      {waiting ? <DecideCard purge={waiting} state={state} /> : null}
      {purges.length === 0
        ? <Empty title="Aucun effacement demandé">Deux personnes en décident, et la preuve en reste ici.</Empty>
        : purges.map((purge) => <PurgeCard purge={purge} />)}
    </ConsolePage>
  );
}

function TooEarly({ life: { state, eraseAfter } }: { life: Life }): JSX.Element {
  return (
    <Banner kind="info" title="Il ne peut pas être effacé maintenant.">
      {state === "closed" && eraseAfter !== null
        ? (
          <p>
            Le délai court jusqu’au <InstantText instant={eraseAfter} />.
          </p>
        )
        : <p>Un dossier se ferme d’abord ; le délai passé, il peut être effacé.</p>}
    </Banner>
  );
}

function ReasonArea({ state }: { state: FormState | undefined }): JSX.Element {
  return (
    <TextArea
      name="reason"
      label="Raison"
      hint="De 10 à 1 000 caractères. Elle reste au journal des actes."
      rows={2}
      maxlength={1_000}
      width="full"
      form={state}
    />
  );
}

function AskCard({ life, state }: { life: Life; state: FormState | undefined }): JSX.Element {
  return (
    <Card title="Demander l’effacement">
      <Form action={paths.instancePurge(life.tenantId)} state={state}>
        <p>Une autre personne de l’équipe décidera.</p>
        <ReasonArea state={state} />
        <Button kind="danger">Demander l’effacement</Button>
      </Form>
    </Card>
  );
}

function DecideCard({ purge, state }: { purge: Purge; state: FormState | undefined }): JSX.Element {
  const form = state ?? formState({ decision: "" });
  return (
    <Card title="Décider">
      <Form action={paths.instancePurge(purge.tenantId, purge.id)} state={form}>
        <RadioGroup
          name="decision"
          label="Votre décision"
          options={[
            { value: "approve", label: "Accorder", hint: "L’effacement commence aussitôt." },
            { value: "drop", label: "Abandonner la demande" },
          ]}
          form={form}
        />
        <ReasonArea state={form} />
        <Button kind="danger">Décider</Button>
      </Form>
    </Card>
  );
}

function PurgeCard({ purge }: { purge: Purge }): JSX.Element {
  const { proof } = purge;
  return (
    <Card title={`Mandat ${purge.id.slice(0, 8)}`}>
      <Facts
        facts={[
          { term: "État", value: <State {...WORDS[purge.state]} /> },
          { term: "Demandé par", value: `${purge.askedByName} : ${purge.reason}` },
          { term: "Demandé le", value: <InstantText instant={purge.askedAt} /> },
          ...(purge.decidedByName === null ? [] : [{ term: "Décidé par", value: purge.decidedByName }]),
          ...(purge.endedAt === null ? [] : [{ term: "Terminé le", value: <InstantText instant={purge.endedAt} /> }]),
          ...(proof === null ? [] : [
            { term: "Lignes effacées", value: `${countText(proof.rows)} dans ${proof.tables} tables` },
            { term: "Fichiers effacés", value: countText(proof.files) },
            {
              term: "Tête du journal scellé",
              value: proof.chain ? `n° ${proof.chain.seq}, ${proof.chain.hash.slice(0, 16)}…` : "aucun journal",
            },
          ]),
        ]}
      />
    </Card>
  );
}

const WORDS: Readonly<Record<Purge["state"], { readonly word: string; readonly tone: Tone }>> = {
  asked: { word: "à décider", tone: "due" },
  approved: { word: "en cours", tone: "open" },
  done: { word: "fait", tone: "done" },
  dropped: { word: "abandonné", tone: "ended" },
};
