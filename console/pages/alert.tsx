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
import { idParam, may, type OperatorContext, operatorCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { RefusedAct, subjectPage, type SubjectProps } from "../subject.tsx";
import { LEVELS, standing } from "./alert_parts.tsx";

type Act = "lecture" | "attribution" | "sourdine" | "cloture";

const alert = subjectPage<AlertView, Act>({
  load: (c) => viewAlert(operatorCtx(c), idParam(c, "alert")),
  draw: AlertPage,
  home: (c) => paths.alert(idParam(c, "alert")),
});

/** One alert: what is wrong, who has it, what was done, and the four things that may be done, each with its reason. */
export const routes: Routes = {
  "GET /alertes/:alert": alert.show,
  "POST /alertes/:alert/lecture": alert.act("lecture", (c, form) => {
    return acknowledgeAlert(operatorCtx(c), c.get("operator"), reasoned(c, form));
  }, after),
  "POST /alertes/:alert/attribution": alert.act("attribution", (c, form) => {
    const to = form.text("to") === "" ? null : form.id("to");
    return assignAlert(operatorCtx(c), c.get("operator"), { ...reasoned(c, form), to });
  }, after),
  "POST /alertes/:alert/sourdine": alert.act("sourdine", (c, form) => {
    const hours = /^\d{1,3}$/.test(form.text("hours")) ? Number(form.text("hours")) : NaN;
    return muteAlert(operatorCtx(c), c.get("operator"), { ...reasoned(c, form), hours });
  }, after),
  "POST /alertes/:alert/cloture": alert.act("cloture", (c, form) => {
    return resolveAlert(operatorCtx(c), c.get("operator"), reasoned(c, form));
  }, after),
};

function reasoned(c: OperatorContext, form: SentForm) {
  return { id: idParam(c, "alert"), reason: form.text("reason") };
}

function after(c: OperatorContext) {
  return { json: () => ({ id: idParam(c, "alert") }) };
}

function AlertPage({ c, view: { alert, events, operators }, refused }: SubjectProps<AlertView, Act>): JSX.Element {
  const isOver = alert.resolvedAt !== null;
  return (
    <ConsolePage c={c} title={ALERT_KINDS[alert.kind]}>
      <PageHead
        title={ALERT_KINDS[alert.kind]}
        mark={<State {...isOver ? { word: "close", tone: "ended" } : LEVELS[alert.level]} />}
        back={{ label: "Alertes", href: paths.alerts() }}
        lead={subjectText(alert)}
      />
      {isOver ? <RefusedAct refused={refused} /> : null}
      <Card title="En bref">
        <Facts facts={facts(alert, c.get("now"))} />
      </Card>
      {isOver ? null : <ActCard c={c} alert={alert} operators={operators} state={refused?.state} />}
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
  { c, alert, operators, state }: Pick<AlertView, "alert" | "operators"> & {
    readonly c: OperatorContext;
    readonly state: FormState | undefined;
  },
): JSX.Element {
  const now = c.get("now"), mayMute = may(c, "POST /alertes/:alert/sourdine");
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
        {mayMute
          ? (
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
          )
          : null}
        <Actions>
          {alert.acknowledgedAt === null ? <Button kind="primary">J’en prends connaissance</Button> : null}
          <Button formaction={paths.alert(alert.id, "attribution")}>Attribuer</Button>
          {mayMute ? <Button formaction={paths.alert(alert.id, "sourdine")}>Mettre en sourdine</Button> : null}
          {may(c, "POST /alertes/:alert/cloture")
            ? <Button formaction={paths.alert(alert.id, "cloture")} kind="danger">Clore l’alerte</Button>
            : null}
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
