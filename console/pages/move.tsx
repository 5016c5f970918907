// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { formatInstant } from "../../lib/base/dates.ts";
import { askMove, MOVE_AHEAD_DAYS, MOVE_TIMES, type MoveView, viewMove } from "../../lib/instances/operator.ts";
import {
  Banner,
  Button,
  Card,
  DateField,
  Facts,
  Form,
  type JSX,
  PageHead,
  SelectField,
  State,
  TextField,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { idParam, may, operatorCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { kindWords } from "../procedure_words.ts";
import { ReasonField } from "../reason.tsx";
import { RefusedAct, stateOf, subjectPage, type SubjectProps } from "../subject.tsx";
import { doorOf, KINDS } from "./cells.tsx";
import { STATES } from "./instances.tsx";
import { hourWords } from "./quiet_hour.tsx";

const move = subjectPage<MoveView, "move">({
  load: (c) => viewMove(operatorCtx(c), idParam(c, "dossier")),
  draw: MovePage,
  home: (c) => paths.move(idParam(c, "dossier")),
});

/** Where a dossier is sent to another cell: where, when, why. What follows is a procedure. */
export const routes: Routes = {
  "GET /dossiers/:dossier/demenagement": move.show,
  "POST /dossiers/:dossier/demenagement": move.act("move", (c, form) => {
    const when = { when: form.text("when"), day: form.text("day"), time: form.text("time") };
    const typed = { to: form.text("to"), ...when, reason: form.text("reason") };
    return askMove(operatorCtx(c), c.get("operator"), { tenantId: idParam(c, "dossier"), ...typed });
  }, () => ({ goTo: (key) => paths.procedure(key), json: (key) => key })),
};

const TIMES: Readonly<Record<(typeof MOVE_TIMES)[number], (quietHour: number) => string>> = {
  now: () => "Tout de suite",
  quiet: (quietHour) => `À la prochaine heure creuse, ${hourWords(quietHour)}`,
  at: () => "Au jour et à l’heure ci-dessous",
};

function MovePage({ c, view, refused }: SubjectProps<MoveView, "move">): JSX.Element {
  const { life: { tenantId, companyName, cell, state }, underWay, isHeld } = view;
  const isOffered = !isHeld && may(c, "POST /dossiers/:dossier/demenagement");
  return (
    <ConsolePage c={c} title={`Déménager ${companyName}`}>
      <PageHead
        title="Déménager le dossier"
        back={{ label: companyName, href: paths.instance(tenantId) }}
        mark={<State {...STATES[state]} />}
        lead="On continue d’y travailler pendant la copie ; la bascule ne le retient que quelques secondes."
      />
      {isOffered ? null : <RefusedAct refused={refused} />}
      {underWay.map((procedure) => (
        <Banner kind="info" title={underWayWords(procedure)}>
          <p>
            <a href={paths.procedure(procedure)}>
              {procedure.isExclusive ? "Suivre ou annuler cette procédure" : "Voir cette procédure"}
            </a>
          </p>
        </Banner>
      ))}
      <Card title="En bref">
        <Facts facts={[{ term: "Cellule d’aujourd’hui", value: <a href={paths.cell(cell)}>{cell}</a> }]} />
      </Card>
      {isOffered ? <MoveCard view={view} refused={refused} /> : null}
    </ConsolePage>
  );
}

function underWayWords({ kind, notBefore, step, attempts }: MoveView["underWay"][number]): string {
  const isWaiting = notBefore !== null && step === 0 && attempts === 0;
  return isWaiting ? `${kindWords(kind)}, le ${formatInstant(notBefore)}.` : `${kindWords(kind)} en cours.`;
}

function MoveCard(
  { view: { life, cells, kinds, quietHour }, refused }: Pick<SubjectProps<MoveView, "move">, "view" | "refused">,
) {
  const form = stateOf(refused, "move");
  return (
    <Card title="Où et quand">
      <Form action={paths.move(life.tenantId)} state={form}>
        <SelectField
          name="to"
          label="Destination"
          blank="Choisir"
          options={[
            ...kinds.map((kind) => ({ value: `kind:${kind}`, label: `la cellule la plus vide, usage ${KINDS[kind]}` })),
            ...cells.map((each) => ({
              value: each.id,
              label: `${each.id} (${KINDS[each.kind]}, ${doorOf(each).word}, remplie à ${each.percent} %)`,
              disabled: each.downSince !== null,
            })),
          ]}
          width="full"
          form={form}
        />
        <SelectField
          name="when"
          label="Départ"
          options={MOVE_TIMES.map((value) => ({ value, label: TIMES[value](quietHour) }))}
          width="full"
          form={form}
        />
        <DateField
          name="day"
          label="Jour choisi"
          hint={`${MOVE_AHEAD_DAYS} jours à l’avance au plus.`}
          optional
          form={form}
        />
        <TextField
          name="time"
          label="Heure choisie"
          hint="Heure de Paris : 14:30."
          inputmode="numeric"
          width="short"
          optional
          form={form}
        />
        <ReasonField state={form} />
        <Button kind="primary">Déménager le dossier</Button>
      </Form>
    </Card>
  );
}
