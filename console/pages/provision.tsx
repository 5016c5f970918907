import { isUuid, type Uuid } from "../../lib/base/ids.ts";
import { PRESET_COUNTRIES, provisionDossier, TRADES } from "../../lib/instances/operator.ts";
import { newId } from "../../lib/platform/random.ts";
import { Button, Card, Form, type FormState, type JSX, PageHead, SelectField, TextField } from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { type OperatorContext, operatorCtx, page, type Routes, submit } from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";

/** A dossier opened for somebody, with the settings of his trade. */
export const routes: Routes = {
  "GET /ouvertures": (c) => page(c, <ProvisionPage c={c} />),
  "POST /ouvertures": open,
};

async function open(c: OperatorContext): Promise<Response> {
  return await submit(c, {
    run: (form) => {
      const formId = form.text("formId");
      return provisionDossier(operatorCtx(c), c.get("operator"), {
        formId: isUuid(formId) ? formId : newId(),
        email: form.text("email"),
        companyName: form.text("companyName"),
        country: form.text("country"),
        trade: form.text("trade"),
        reason: form.text("reason"),
      });
    },
    goTo: (key) => paths.procedure(key),
    json: ({ tenantId }) => ({ tenantId }),
    again: (state) => Promise.resolve(<ProvisionPage c={c} state={state} />),
  });
}

function ProvisionPage({ c, state }: { c: OperatorContext; state?: FormState | undefined }): JSX.Element {
  const typedId = state?.values["formId"] ?? "";
  const formId: Uuid = isUuid(typedId) ? typedId : newId();
  const options = (words: Readonly<Record<string, string>>) =>
    Object.entries(words).map(([value, label]) => ({ value, label }));
  return (
    <ConsolePage c={c} title="Ouvrir un dossier">
      <PageHead
        title="Ouvrir un dossier"
        back={{ label: "Dossiers", href: paths.instances() }}
        lead="Le dossier s’ouvre en essai. La personne reçoit une invitation et en devient titulaire en l’acceptant."
      />
      <Card title="Pour qui">
        <Form action={paths.openings()} state={state} hidden={{ formId }}>
          <TextField name="companyName" label="Nom de l’entreprise" maxlength={100} form={state} />
          <TextField name="email" label="Adresse e-mail du futur titulaire" type="email" form={state} />
          <SelectField name="country" label="Pays" options={options(PRESET_COUNTRIES)} form={state} />
          <SelectField
            name="trade"
            label="Métier"
            hint="Il donne les conditions de paiement, la validité des devis et les catégories du catalogue."
            options={options(TRADES)}
            form={state}
          />
          <ReasonField state={state} />
          <Button kind="primary">Ouvrir le dossier</Button>
        </Form>
      </Card>
    </ConsolePage>
  );
}
