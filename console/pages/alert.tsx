import type { IsoInstant } from "../../lib/base/dates.ts";
import { formatInstant } from "../../lib/base/dates.ts";
import {
  acknowledgeAlert,
  type Alert,
  ALERT_ACT_WORDS,
  ALERT_KINDS,
  type AlertEventRow,
  type AlertView,
  assignAlert,
  figuresText,
  isMuted,
  MUTE_HOURS,
  muteAlert,
  resolveAlert,
  SUBJECT_WORDS,
  viewAlert,
} from "../../lib/instances/operator.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import {
  Actions,
  Banner,
  Button,
  Card,
  type Child,
  Facts,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  SelectField,
  State,
  Timeline,
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
import { LEVELS, standing } from "./alert_parts.tsx";
import { ReasonField } from "./instance.tsx";

/** One alert: what is wrong, who has it, what was done, and the four things that may be done, each with its reason. */
export const routes: Routes = {
  "GET /alertes/:alert": show,
  "POST /alertes/:alert/lecture": (c) =>
    act(c, (form) => acknowledgeAlert(operatorCtx(c), c.get("operator"), reasoned(c, form))),
  "POST /alertes/:alert/attribution": (c) =>
    act(c, (form) => {
      const to = form.text("to") === "" ? null : form.id("to");
      return assignAlert(operatorCtx(c), c.get("operator"), { ...reasoned(c, form), to });
    }),
  "POST /alertes/:alert/sourdine": (c) =>
    act(c, (form) => {
      const hours = /^\d{1,3}$/.test(form.text("hours")) ? Number(form.text("hours")) : NaN;
      return muteAlert(operatorCtx(c), c.get("operator"), { ...reasoned(c, form), hours });
    }),
  "POST /alertes/:alert/cloture": (c) =>
    act(c, (form) => resolveAlert(operatorCtx(c), c.get("operator"), reasoned(c, form))),
};

function reasoned(c: OperatorContext, form: SentForm) {
  return { id: idParam(c, "alert"), reason: form.text("reason") };
}

async function show(c: OperatorContext): Promise<Response> {
  const view = await viewAlert(operatorCtx(c), idParam(c, "alert"));
  return wantsJson(c) ? answerJson(c, view) : page(c, <AlertPage c={c} view={view} />);
}

async function act(c: OperatorContext, run: (form: SentForm) => Promise<void>): Promise<Response> {
  const id = idParam(c, "alert");
  return await submit(c, {
    run,
    goTo: paths.alert(id),
    json: () => ({ id }),
    again: async (state) => <AlertPage c={c} view={await viewAlert(operatorCtx(c), id)} state={state} />,
  });
}

function AlertPage(
  { c, view: { alert, events, operators }, state }: { c: OperatorContext; view: AlertView; state?: FormState },
): JSX.Element {
  const isOver = alert.resolvedAt !== null;
  return (
    <ConsolePage c={c} title={ALERT_KINDS[alert.kind]}>
      <PageHead
        title={ALERT_KINDS[alert.kind]}
        mark={<State {...isOver ? { word: "close", tone: "ended" } : LEVELS[alert.level]} />}
        back={{ label: "Alertes", href: paths.alerts() }}
        lead={subjectText(alert)}
      />
      {state && isOver
        ? <Banner kind="refusal">{state.issues.map(({ sentence }) => sentence).join(" ")}</Banner>
        : null}
      <Card title="En bref">
        <Facts facts={facts(alert, c.get("now"))} />
      </Card>
      {isOver ? null : <ActCard alert={alert} operators={operators} now={c.get("now")} state={state} />}
      <Card title="Ce qui s’est passé">
        <Timeline events={events.map(eventLine)} />
      </Card>
    </ConsolePage>
  );
}

function subjectText({ subject: { kind, id } }: Alert): Child {
  if (kind === "dossier") return <a href={paths.instance(id)}>Voir le dossier</a>;
  return `${SUBJECT_WORDS[kind]} ${id}`;
}

function facts(alert: Alert, now: IsoInstant) {
  return [
    { term: "Où elle en est", value: standing(alert, now) },
    { term: "Chiffres", value: figuresText(alert.figures) || "aucun" },
    { term: "Levée le", value: <InstantText instant={alert.raisedAt} /> },
    { term: "Constatée encore le", value: <InstantText instant={alert.seenAt} /> },
    ...(isMuted(alert, now)
      ? [{ term: "En sourdine jusqu’au", value: <InstantText instant={alert.mutedUntil!} /> }]
      : []),
    ...(alert.resolvedAt === null ? [] : [{ term: "Close le", value: <InstantText instant={alert.resolvedAt} /> }]),
  ];
}

/** One reason, and a button for each thing that it may be the reason of. */
function ActCard(
  { alert, operators, now, state }: Pick<AlertView, "alert" | "operators"> & {
    readonly now: IsoInstant;
    readonly state: FormState | undefined;
  },
): JSX.Element {
  return (
    <Card title="Agir">
      <Form action={paths.alert(alert.id, "lecture")} state={state}>
        <ReasonField state={state} />
        <SelectField
          name="to"
          label="Attribuer à"
          blank="Personne"
          optional
          value={alert.assignedTo ?? undefined}
          options={operators.map(({ operatorId, name }) => ({ value: operatorId, label: name }))}
          form={state}
        />
        <SelectField
          name="hours"
          label="Ne plus prévenir pendant"
          value="4"
          options={[
            ...(isMuted(alert, now) ? [{ value: "0", label: "Prévenir de nouveau" }] : []),
            ...MUTE_HOURS.map((hours) => ({ value: String(hours), label: hoursText(hours) })),
          ]}
          form={state}
        />
        <Actions>
          {alert.acknowledgedAt === null ? <Button kind="primary">J’en prends connaissance</Button> : null}
          <Button formaction={paths.alert(alert.id, "attribution")}>Attribuer</Button>
          <Button formaction={paths.alert(alert.id, "sourdine")}>Mettre en sourdine</Button>
          <Button formaction={paths.alert(alert.id, "cloture")} kind="danger">Clore l’alerte</Button>
        </Actions>
      </Form>
    </Card>
  );
}

function hoursText(hours: number): string {
  if (hours === 1) return "1 heure";
  return hours % 24 === 0 && hours > 24 ? `${hours / 24} jours` : `${hours} heures`;
}

function eventLine({ at, operator, act, figures, detail, reason }: AlertEventRow) {
  const until = act === "muted" && detail !== null ? `jusqu’au ${formatInstant(detail as IsoInstant)}` : detail;
  const more = [until, reason ?? figuresText(figures)].filter((part) => part !== null && part !== "");
  return { at, who: operator ?? "Le programme", did: ALERT_ACT_WORDS[act], detail: more.join("\u00a0; ") };
}
