import {
  changeThreshold,
  type DecidedThreshold,
  DEFAULT_THRESHOLDS,
  dropThreshold,
  listThresholds,
  METRICS,
} from "../../lib/instances/operator.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import {
  Actions,
  Button,
  Card,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  SelectField,
  Table,
  TextField,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { may, operatorCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { subjectPage, type SubjectProps } from "../subject.tsx";
import { countText } from "../words.ts";

const thresholds = subjectPage<readonly DecidedThreshold[], "change">({
  load: (c) => listThresholds(operatorCtx(c)),
  draw: ThresholdsPage,
  home: () => paths.thresholds(),
  json: (decided) => ({ defaults: DEFAULT_THRESHOLDS, decided }),
});

/** From which figure on something is an alert: the program's own thresholds, and those that operators decided. */
export const routes: Routes = {
  "GET /seuils": thresholds.show,
  "POST /seuils": thresholds.act("change", (c, form) => {
    return changeThreshold(operatorCtx(c), c.get("operator"), readForm(form));
  }),
  "POST /seuils/retour": thresholds.act("change", (c, form) => {
    return dropThreshold(operatorCtx(c), c.get("operator"), readForm(form));
  }),
};

function readForm(form: SentForm) {
  const [metric, subject, reason] = [form.text("metric"), form.text("subject"), form.text("reason")];
  return { metric, subject, warning: form.text("warning"), critical: form.text("critical"), reason };
}

function ThresholdsPage(
  { c, view: decided, refused }: SubjectProps<readonly DecidedThreshold[], "change">,
): JSX.Element {
  const own = METRICS.map((metric) => ({ metric, subject: "", ...DEFAULT_THRESHOLDS[metric], changed: null }));
  const rows = [
    ...own,
    ...decided.map((each) => ({ ...DEFAULT_THRESHOLDS[each.metric], ...each, changed: each })),
  ].sort((a, b) => METRICS.indexOf(a.metric) - METRICS.indexOf(b.metric));
  return (
    <ConsolePage c={c} title="Seuils">
      <PageHead
        title="Seuils"
        back={{ label: "Alertes", href: paths.alerts() }}
        lead="Le seuil d’un sujet vaut avant celui de tous, et celui de tous avant celui du programme."
      />
      <Table
        caption="Seuils"
        columns={[
          { label: "Mesure", cell: ({ label }) => label },
          {
            label: "Vaut pour",
            cell: ({ subject, changed }) => subject || (changed ? "tous" : "tous, par le programme"),
          },
          { label: "À surveiller", cell: ({ warning, unit }) => `${countText(warning)} ${unit}`, align: "end" },
          { label: "Critique", cell: ({ critical, unit }) => `${countText(critical)} ${unit}`, align: "end" },
          {
            label: "Changé",
            cell: ({ changed }) =>
              changed
                ? (
                  <>
                    par {changed.changedBy}, <InstantText instant={changed.changedAt} />
                  </>
                )
                : "",
          },
        ]}
        rows={rows}
      />
      {may(c, "POST /seuils") ? <ChangeCard state={refused?.state} /> : null}
    </ConsolePage>
  );
}

function ChangeCard({ state }: { state: FormState | undefined }): JSX.Element {
  return (
    <Card title="Changer un seuil">
      <Form action={paths.thresholds()} state={state}>
        <SelectField
          name="metric"
          label="Mesure"
          options={METRICS.map((metric) => ({ value: metric, label: DEFAULT_THRESHOLDS[metric].label }))}
          form={state}
        />
        <TextField
          name="subject"
          label="Pour un seul sujet"
          hint="L’identifiant d’une cellule, d’un dossier ou d’une file ; vide : pour tous."
          maxlength={100}
          optional
          form={state}
        />
        <TextField name="warning" label="À surveiller à partir de" inputmode="numeric" maxlength={7} form={state} />
        <TextField name="critical" label="Critique à partir de" inputmode="numeric" maxlength={7} form={state} />
        <ReasonField state={state} />
        <Actions>
          <Button kind="primary">Changer le seuil</Button>
          <Button formaction={paths.thresholdDrop()}>Revenir au seuil d’avant</Button>
        </Actions>
      </Form>
    </Card>
  );
}
