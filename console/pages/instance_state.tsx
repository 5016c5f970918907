import {
  actsOpenTo,
  changeState,
  type KeptArchive,
  type Life,
  type LifeAct,
  type LifeView,
  secondKeeping,
  viewKept,
  viewLife,
} from "../../lib/instances/operator.ts";
import { newId } from "../../lib/platform/random.ts";
import {
  Button,
  Card,
  Facts,
  Form,
  type FormState,
  formState,
  InstantText,
  type JSX,
  PageHead,
  RadioGroup,
  SelectField,
  State,
  Timeline,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { idParam, may, operatorCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { LIFE_WORDS } from "../story_words.tsx";
import { RefusedAct, stateOf, subjectPage, type SubjectProps } from "../subject.tsx";
import { KeptCard, SecondCard, waitsForSecond } from "./kept_card.tsx";
import { STATES } from "./instances.tsx";

interface View extends LifeView {
  readonly kept: KeptArchive | null;
}

const standing = subjectPage<View, "change" | "second">({
  load: async (c) => {
    const ctx = operatorCtx(c), tenantId = idParam(c, "dossier");
    return { ...await viewLife(ctx, tenantId), kept: await viewKept(ctx, tenantId) };
  },
  draw: StatePage,
  home: (c) => paths.instanceState(idParam(c, "dossier")),
  json: (view) => ({ ...view, may: actsOpenTo("operator", view.life.state) }),
});

/** The state of one dossier: what it opens, how it came to be, and what an operator may do about it. */
export const routes: Routes = {
  "GET /dossiers/:dossier/etat": standing.show,
  "POST /dossiers/:dossier/etat": standing.act("change", (c, form) => {
    const { text } = form;
    const typed = { id: text("id"), act: text("act"), reason: text("reason"), ending: text("ending") };
    return changeState(operatorCtx(c), c.get("operator"), { tenantId: idParam(c, "dossier"), ...typed });
  }, () => ({ json: (state) => ({ state }) })),
  "POST /dossiers/:dossier/conservation": standing.act("second", (c, form) => {
    const typed = { tenantId: idParam(c, "dossier"), reason: form.text("reason") };
    return secondKeeping(operatorCtx(c), c.get("operator"), typed);
  }, () => ({ json: ({ id }) => ({ id }) })),
};

type OperatorsAct = Exclude<LifeAct, "keep" | "erase">;

function StatePage({ c, view, refused }: SubjectProps<View, "change" | "second">): JSX.Element {
  const { life, changes, kept } = view;
  const isSecondWanted = waitsForSecond(life, operatorCtx(c).now) && may(c, "POST /dossiers/:dossier/conservation");
  const isOffered = actsOpenTo("operator", life.state).length > 0 && may(c, "POST /dossiers/:dossier/etat");
  return (
    <ConsolePage c={c} title={`État de ${life.companyName}`}>
      <PageHead
        title="État du dossier"
        back={{ label: life.companyName, href: paths.instance(life.tenantId) }}
        mark={<State {...STATES[life.state]} />}
        lead={OPENS[life.state]}
      />
      <Card title="En bref">
        <Facts facts={[...factsOf(life), ...moveFacts(view)]} />
      </Card>
      {isOffered ? <ChangeCard life={life} state={stateOf(refused, "change")} /> : <RefusedAct refused={refused} />}
      {isSecondWanted ? <SecondCard life={life} state={stateOf(refused, "second")} /> : null}
      {kept === null ? null : <KeptCard kept={kept} />}
      {life.state === "closed" || life.state === "kept" || life.state === "erased"
        ? (
          <p>
            <a href={paths.instancePurge(life.tenantId)}>Effacement du dossier</a>
          </p>
        )
        : null}
      <Card title="Comment il en est venu là">
        <Timeline
          events={changes.map(({ at, asker, act, reason, to }) => ({
            at,
            who: asker,
            did: `${LIFE_WORDS[act]} (${STATES[to].word})`,
            detail: reason,
          }))}
        />
      </Card>
    </ConsolePage>
  );
}

function ChangeCard({ life, state }: { life: Life; state: FormState | undefined }): JSX.Element {
  const acts = actsOpenTo("operator", life.state);
  const form = state ?? formState({ act: acts.length === 1 ? acts[0]! : "" });
  return (
    <Card title="Changer d’état">
      <Form action={paths.instanceState(life.tenantId)} state={form} hidden={{ id: form.values["id"] || newId() }}>
        <RadioGroup
          name="act"
          label="Ce que devient le dossier"
          options={acts.map((act) => ({ value: act, ...DOES[act as OperatorsAct] }))}
          form={form}
        />
        {acts.includes("close")
          ? (
            <SelectField
              name="ending"
              label="À la fermeture, les données"
              hint="Ne sert que pour fermer. Le titulaire a 30 jours pour emporter ses données."
              blank="Choisir"
              options={[
                { value: "erase", label: "sont effacées après 30 jours" },
                { value: "keep", label: "restent, fermées, pendant dix ans" },
              ]}
              optional
              form={form}
            />
          )
          : null}
        <ReasonField state={form} more="Elle se lit aussi dans le journal du dossier." />
        <Button kind="primary">Changer l’état</Button>
      </Form>
    </Card>
  );
}

function factsOf(life: Life) {
  return [
    { term: "Ouvert le", value: <InstantText instant={life.createdAt} /> },
    ...(life.since === null ? [] : [{ term: "Dans cet état depuis", value: <InstantText instant={life.since} /> }]),
    ...(life.closedBy === null ? [] : [{ term: "Fermé par", value: CLOSED_BY[life.closedBy] }]),
    ...(life.ending === null
      ? []
      : [{ term: "Données", value: life.ending === "erase" ? "à effacer" : "gardées dix ans" }]),
    ...(life.reopenUntil === null
      ? []
      : [{ term: "Peut être rouvert jusqu’au", value: <InstantText instant={life.reopenUntil} /> }]),
    ...(life.eraseAfter === null
      ? []
      : [{ term: "Peut être effacé à partir du", value: <InstantText instant={life.eraseAfter} /> }]),
  ];
}

function moveFacts({ life: { tenantId }, move }: LifeView) {
  if (move === null) return [];
  const path = paths.procedure({ tenantId, id: move.procedureId });
  const value = (
    <a href={path}>
      <InstantText instant={move.from} />
    </a>
  );
  return [{ term: "Déménage à partir du", value }];
}

const CLOSED_BY = { owner: "un titulaire", operator: "l’exploitation", program: "l’automate" } as const;

const OPENS: Readonly<Record<Life["state"], string>> = {
  provisioning: "Le dossier est en cours d’ouverture : personne n’y entre encore.",
  trial: "Tout est ouvert jusqu’à la fin de l’essai ; ensuite l’espace abonné, l’export et les liens déjà envoyés.",
  active: "Tout est ouvert.",
  suspended: "Seuls l’espace abonné, l’export et les liens déjà envoyés sont ouverts.",
  closed: "Seuls l’espace abonné, l’export et les liens déjà envoyés sont ouverts, jusqu’à l’effacement.",
  kept: "Seul l’espace abonné est ouvert, pour télécharger l’archive conservée ; la cellule n’a plus rien de lui.",
  erased: "Tout a été effacé.",
  copy: "C’est une copie, en lecture seule.",
};

const DOES: Readonly<Record<OperatorsAct, { readonly label: string; readonly hint: string }>> = {
  activate: {
    label: "L’activer",
    hint: "Il n’est plus un essai ; à 3 h, la nuit qui suit, il passe dans une cellule de production.",
  },
  suspend: { label: "Le suspendre", hint: "Verrouillé : restent l’espace abonné, l’export et les liens envoyés." },
  reactivate: { label: "Le réactiver", hint: "Il redevient ce qu’il était avant sa suspension." },
  close: { label: "Le fermer", hint: "Il peut être rouvert pendant 30 jours." },
  reopen: { label: "Le rouvrir", hint: "Il redevient ce qu’il était avant sa fermeture." },
};
