import { changeQuietHour, type QuietHour, viewQuietHour } from "../../lib/instances/operator.ts";
import { Button, Card, Facts, Form, InstantText, type JSX, PageHead, SelectField } from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { may, operatorCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { stateOf, subjectPage, type SubjectProps } from "../subject.tsx";

const quietHour = subjectPage<QuietHour, "hour">({
  load: (c) => viewQuietHour(operatorCtx(c)),
  draw: QuietHourPage,
  home: () => paths.quietHour(),
});

/** The hour at which planned moves begin. */
export const routes: Routes = {
  "GET /heure-creuse": quietHour.show,
  "POST /heure-creuse": quietHour.act("hour", (c, form) => {
    return changeQuietHour(operatorCtx(c), c.get("operator"), { hour: form.text("hour"), reason: form.text("reason") });
  }),
};

/** An hour of the day in words: « 3 h ». */
export function hourWords(hour: number): string {
  return `${hour}\u00a0h`;
}

function QuietHourPage({ c, view: { hour, chosen }, refused }: SubjectProps<QuietHour, "hour">): JSX.Element {
  const state = stateOf(refused, "hour");
  return (
    <ConsolePage c={c} title="Heure creuse">
      <PageHead
        title="Heure creuse"
        back={{ label: "Procédures", href: paths.procedures() }}
        lead="L’heure de Paris à laquelle partent les déménagements prévus : après une activation, ou demandés ainsi."
      />
      <Card title="En bref">
        <Facts
          facts={[
            { term: "Heure creuse", value: hourWords(hour) },
            {
              term: "Choisie",
              value: chosen === null ? "par le programme" : (
                <>
                  par {chosen.changedByName}, le <InstantText instant={chosen.changedAt} />
                </>
              ),
            },
          ]}
        />
      </Card>
      {may(c, "POST /heure-creuse")
        ? (
          <Card title="Changer l’heure">
            <Form action={paths.quietHour()} state={state}>
              <p>Les déménagements qui attendent déjà gardent la leur.</p>
              <SelectField
                name="hour"
                label="Heure, à Paris"
                value={String(hour)}
                options={Array.from({ length: 24 }, (_, each) => ({ value: String(each), label: hourWords(each) }))}
                form={state}
              />
              <ReasonField state={state} />
              <Button kind="primary">Changer l’heure creuse</Button>
            </Form>
          </Card>
        )
        : null}
    </ConsolePage>
  );
}
