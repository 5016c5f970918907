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
  type Tone,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { idParam, may, operatorCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { RefusedAct, subjectPage, type SubjectProps } from "../subject.tsx";
import { countText } from "../words.ts";
import { STATES } from "./instances.tsx";

interface View {
  readonly life: Life;
  readonly purges: readonly Purge[];
}

const erasing = subjectPage<View, "ask" | "decide">({
  load: async (c) => {
    const ctx = operatorCtx(c), tenantId = idParam(c, "dossier");
    const { life } = await viewLife(ctx, tenantId);
    return { life, purges: await listPurges(ctx, tenantId) };
  },
  draw: PurgePage,
  home: (c) => paths.instancePurge(idParam(c, "dossier")),
  json: (view, c) => ({ ...view, mayBeErased: mayBeErased(view.life, operatorCtx(c)) }),
});

/** Erasing a whole dossier, its days over: one operator asks, another decides, a procedure carries it out. */
export const routes: Routes = {
  "GET /dossiers/:dossier/suppression": erasing.show,
  "POST /dossiers/:dossier/suppression": erasing.act("ask", (c, form) => {
    const typed = { tenantId: idParam(c, "dossier"), reason: form.text("reason") };
    return askPurge(operatorCtx(c), c.get("operator"), typed);
  }, () => ({ json: (id) => ({ id }) })),
  "POST /dossiers/:dossier/suppression/:purge": erasing.act("decide", (c, form) => {
    const key = { tenantId: idParam(c, "dossier"), id: idParam(c, "purge") };
    const verb = form.text("decision") === "approve" ? approvePurge : dropPurge;
    return verb(operatorCtx(c), c.get("operator"), { ...key, reason: form.text("reason") });
  }),
};

function PurgePage({ c, view: { life, purges }, refused }: SubjectProps<View, "ask" | "decide">): JSX.Element {
  const waiting = purges.find((purge) => purge.state === "asked" || purge.state === "prepared");
  const isFree = !purges.some((purge) => purge.state === "asked" || purge.state === "approved");
  const isAskable = isFree && mayBeErased(life, operatorCtx(c)) && may(c, "POST /dossiers/:dossier/suppression");
  const isDecidable = waiting?.state === "asked" && may(c, "POST /dossiers/:dossier/suppression/:purge");
  const state = refused?.state;
  return (
    <ConsolePage c={c} title={`Effacer ${life.companyName}`}>
      <PageHead
        title="Effacer le dossier"
        back={{ label: "État du dossier", href: paths.instanceState(life.tenantId) }}
        mark={<State {...STATES[life.state]} />}
        lead="Tout ce qu’il contient s’en va, fichiers compris : il n’y a pas de retour."
      />
      {mayBeErased(life, operatorCtx(c)) || life.state === "erased" ? null : <TooEarly life={life} />}
      {isAskable || isDecidable ? null : <RefusedAct refused={refused} />}
      {isAskable ? <AskCard life={life} state={state} /> : null}
      {isDecidable && waiting ? <DecideCard purge={waiting} state={state} /> : null}
      {purges.length === 0
        ? <Empty title="Aucun effacement demandé">Deux personnes en décident, et la preuve en reste ici.</Empty>
        : purges.map((purge) => <PurgeCard purge={purge} />)}
    </ConsolePage>
  );
}

function TooEarly({ life: { state, eraseAfter } }: { life: Life }): JSX.Element {
  return (
    <Banner kind="info" title="Il ne peut pas être effacé maintenant.">
      {(state === "closed" || state === "kept") && eraseAfter !== null
        ? (
          <p>
            Le délai court jusqu’au <InstantText instant={eraseAfter} />.
          </p>
        )
        : <p>Un dossier se ferme d’abord ; le délai passé, il peut être effacé.</p>}
    </Banner>
  );
}

function AskCard({ life, state }: { life: Life; state: FormState | undefined }): JSX.Element {
  return (
    <Card title="Demander l’effacement">
      <Form action={paths.instancePurge(life.tenantId)} state={state}>
        <p>Une autre personne de l’équipe décidera.</p>
        <ReasonField state={state} />
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
        <ReasonField state={form} />
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
            ...(proof.archive === undefined
              ? [{ term: "Lignes effacées", value: `${countText(proof.rows)} dans ${proof.tables} tables` }]
              : [{ term: "Archive détruite", value: <code>{proof.archive ?? ""}</code> }]),
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
  prepared: { word: "préparé, à demander", tone: "due" },
  asked: { word: "à décider", tone: "due" },
  approved: { word: "en cours", tone: "open" },
  done: { word: "fait", tone: "done" },
  dropped: { word: "abandonné", tone: "ended" },
};
