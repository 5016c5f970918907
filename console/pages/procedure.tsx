// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { formatInstant } from "../../lib/base/dates.ts";
import {
  cancelProcedure,
  hastenPurge,
  type MoveProgress,
  type ProcedureLogRow,
  type ProcedureView,
  viewProcedure,
} from "../../lib/instances/operator.ts";
import {
  Banner,
  Button,
  Card,
  Facts,
  Form,
  InstantText,
  type JSX,
  PageHead,
  Progress,
  State,
  Table,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { idParam, may, type OperatorContext, operatorCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import {
  causeWords,
  eventWords,
  figureFacts,
  kindWords,
  PROCEDURE_STATES,
  procedureFigures,
  stepWords,
} from "../procedure_words.ts";
import { ReasonField } from "../reason.tsx";
import { RefusedAct, stateOf, subjectPage, type SubjectProps } from "../subject.tsx";
import { bytesText, countText } from "../words.ts";

/** The forms of the page. */
type Act = "annulation" | "purge";

const procedure = subjectPage<ProcedureView, Act>({
  load: (c) => viewProcedure(operatorCtx(c), keyOf(c)),
  draw: ProcedurePage,
  home: (c) => paths.procedure(keyOf(c)),
});

/** One procedure: its steps, its figures, its log, and how it is cancelled while it still can be. */
export const routes: Routes = {
  "GET /procedures/:dossier/:procedure": procedure.show,
  "POST /procedures/:dossier/:procedure/annulation": procedure.act("annulation", (c, form) => {
    return cancelProcedure(operatorCtx(c), c.get("operator"), { ...keyOf(c), reason: form.text("reason") });
  }),
  "POST /procedures/:dossier/:procedure/purge": procedure.act("purge", (c, form) => {
    return hastenPurge(operatorCtx(c), c.get("operator"), { ...keyOf(c), reason: form.text("reason") });
  }),
};

function keyOf(c: OperatorContext) {
  return { tenantId: idParam(c, "dossier"), id: idParam(c, "procedure") };
}

function ProcedurePage({ c, view, refused }: SubjectProps<ProcedureView, Act>): JSX.Element {
  const { procedure: { tenantId, kind, companyName, state }, mayCancel } = view;
  const isHastened = waitsToPurge(c, view) && may(c, "POST /procedures/:dossier/:procedure/purge");
  const isOffered = mayCancel && may(c, "POST /procedures/:dossier/:procedure/annulation");
  return (
    <ConsolePage c={c} title={kindWords(kind)}>
      <PageHead
        title={kindWords(kind)}
        mark={<State {...PROCEDURE_STATES[state]} />}
        back={{ label: "Procédures", href: paths.procedures() }}
        lead={companyName === null
          ? `Dossier ${tenantId}, que l’annuaire ne connaît pas.`
          : <a href={paths.instance(tenantId)}>{companyName}</a>}
      />
      {isOffered || isHastened ? null : <RefusedAct refused={refused} />}
      <Standing view={view} />
      {isOffered
        ? (
          <Card title="Annuler">
            <p>Les étapes faites sont défaites, la dernière d’abord ; le dossier reste où il est.</p>
            <Form action={paths.procedure(view.procedure, "annulation")} state={stateOf(refused, "annulation")}>
              <ReasonField state={stateOf(refused, "annulation")} />
              <Button kind="danger">Annuler la procédure</Button>
            </Form>
          </Card>
        )
        : null}
      {isHastened
        ? (
          <Card title="Purger dès maintenant">
            <p>
              L’exemplaire que le dossier a quitté est retiré sans attendre, sous le même mandat : le dossier peut alors
              revenir dans cette cellule. Rien ne le rend ensuite.
            </p>
            <Form action={paths.procedure(view.procedure, "purge")} state={stateOf(refused, "purge")}>
              <ReasonField state={stateOf(refused, "purge")} />
              <Button kind="danger">Purger l’exemplaire quitté</Button>
            </Form>
          </Card>
        )
        : null}
    </ConsolePage>
  );
}

/** When the program tries again: an opening that is being given up waits for its cell, which is looked at for that. */
function nextTry({ runner, state }: ProcedureView["procedure"]): string {
  return runner === "product" && state === "abandoning"
    ? "Elle finira d’être défaite d’elle-même : le programme regarde toutes les dix minutes."
    : "Le programme essaie de nouveau.";
}

/** True of the purge of an exemplar that a dossier left, before its hour. */
function waitsToPurge(c: OperatorContext, { procedure: { kind, state, notBefore } }: ProcedureView): boolean {
  return kind === "purge_moved" && state === "running" && notBefore !== null && notBefore > operatorCtx(c).now;
}

/** What changes while one looks: asks for itself again; without a script, the link does. */
function Standing({ view }: { view: ProcedureView }): JSX.Element {
  const { procedure, steps, stepsDone, figures, move, log } = view, path = paths.procedure(procedure);
  const isUnderWay = procedure.state === "running" || procedure.state === "abandoning";
  const again = { "hx-get": path, "hx-trigger": "every 3s", "hx-select": "#avancement", "hx-target": "this" };
  return (
    <section
      id="avancement"
      class="stack"
      aria-label="Avancement"
      {...isUnderWay ? { ...again, "hx-swap": "outerHTML" } : {}}
    >
      {procedure.lastError === null ? null : (
        <Banner kind="warning" title="Le dernier essai a échoué.">
          {`${causeWords(procedure.lastError)}, ${countText(procedure.attempts)} fois de suite. ${nextTry(procedure)}`}
        </Banner>
      )}
      <Card title="Avancement">
        <Progress label="Étapes faites" done={stepsDone} total={steps.length} detail={detailOf(view)} />
        {move === null ? null : <MoveBars move={move} />}
        <Facts facts={[...move === null ? figureFacts(figures) : moveFacts(move), ...momentsOf(view)]} />
        {isUnderWay
          ? (
            <p class="hint">
              <a href={path}>Actualiser l’avancement</a>
            </p>
          )
          : null}
      </Card>
      <Card title="Étapes" flush>
        <Table
          caption="Étapes"
          columns={[
            { label: "Étape", cell: ({ name }) => stepWords(name), grow: true },
            { label: "Où elle en est", cell: ({ standing }) => <State {...STANDINGS[standing]} />, card: "aside" },
          ]}
          rows={steps}
        />
      </Card>
      {procedure.runner === "console" ? <Log log={log} /> : null}
    </section>
  );
}

/** What was counted when the move began, and what is done of it; nothing before it was counted. */
function MoveBars({ move: { rows, files, bytes, compared, remainingS } }: { move: MoveProgress }): JSX.Element | null {
  if (rows.total === null) return null;
  const bars = [
    { label: "Lignes copiées", share: rows, detail: "Un dossier qu’on utilise peut finir au-dessus." },
    { label: "Fichiers copiés", share: files, detail: sizesText(bytes) },
    { label: "Lignes comparées", share: compared, detail: "Chaque ligne, des deux côtés." },
  ].filter(({ share }) => share.total !== null && share.total > 0);
  return (
    <>
      {bars.map(({ label, share, detail }) => (
        <Progress label={label} done={share.done} total={Math.max(share.done, share.total ?? 0)} detail={detail} />
      ))}
      {remainingS === null
        ? null
        : <p class="hint">{`À cette allure, encore ${durationText(remainingS)} pour cette étape.`}</p>}
    </>
  );
}

function sizesText({ done, total }: MoveProgress["bytes"]): string {
  return `${bytesText(BigInt(done))} sur ${bytesText(BigInt(total ?? done))}.`;
}

function durationText(seconds: number): string {
  return seconds < 90 ? `${seconds}\u00a0s` : `${Math.ceil(seconds / 60)}\u00a0min`;
}

function moveFacts({ lateKeys, heldMs, tries }: MoveProgress) {
  return [
    ...(lateKeys === null ? [] : [{ term: "Lignes rattrapées au dernier regard", value: countText(lateKeys) }]),
    ...(tries === 0 ? [] : [{ term: "Bascules remises à plus tard", value: countText(tries) }]),
    ...(heldMs === null ? [] : [{ term: "Dossier retenu pendant", value: `${countText(heldMs)}\u00a0ms` }]),
  ];
}

const STANDINGS = {
  done: { word: "faite", tone: "done" },
  now: { word: "en cours", tone: "open" },
  undoing: { word: "en train d’être défaite", tone: "late" },
  ahead: { word: "à venir", tone: "draft" },
} as const;

function detailOf({ procedure: { state, notBefore, step, attempts, stepName }, mayCancel }: ProcedureView): string {
  if (state === "done") return "Tout est fait.";
  if (state === "abandoned") return "Tout a été défait.";
  if (state === "abandoning") return "Les étapes faites sont défaites, la dernière d’abord.";
  if (step === 0 && attempts === 0 && notBefore !== null) return `Elle commence le ${formatInstant(notBefore)}.`;
  const now = `En cours\u00a0: ${stepWords(stepName)}.`;
  return mayCancel ? now : `${now} L’étape décisive est passée\u00a0: elle ira à son terme.`;
}

function momentsOf({ procedure: { createdAt, updatedAt } }: ProcedureView) {
  return [
    { term: "Commencée le", value: <InstantText instant={createdAt} /> },
    { term: "Dernier pas le", value: <InstantText instant={updatedAt} /> },
  ];
}

function Log({ log }: { log: readonly ProcedureLogRow[] }): JSX.Element {
  return (
    <Card title="Journal" flush>
      <Table
        caption="Journal de la procédure, la première ligne d’abord"
        columns={[
          { label: "Étape", cell: ({ step }) => stepWords(step) },
          {
            label: "Ce qui s’est passé",
            cell: ({ event, reason }) =>
              reason ? `${eventWords(event)}\u00a0: ${causeWords(reason)}` : eventWords(event),
          },
          { label: "Chiffres", cell: ({ figures }) => procedureFigures(figures) },
          { label: "Quand", cell: ({ at }) => <InstantText instant={at} /> },
        ]}
        rows={log}
        empty={<p class="hint">Rien encore.</p>}
      />
    </Card>
  );
}
