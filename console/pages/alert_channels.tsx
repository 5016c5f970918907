import { ALERT_LEVELS, changeChannels, type Channels, viewChannels } from "../../lib/instances/operator.ts";
import {
  Button,
  Card,
  FieldGroup,
  Form,
  type FormState,
  type JSX,
  PageHead,
  SelectField,
  TextField,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { answerJson, type OperatorContext, operatorCtx, page, type Routes, submit, wantsJson } from "../handler.ts";
import { paths } from "../paths.ts";
import { LEVELS } from "./alert_parts.tsx";
import { ReasonField } from "./instance.tsx";

/** How operators hear of alerts: by mail, and by a webhook whose calls are signed. */
export const routes: Routes = { "GET /envoi-des-alertes": show, "POST /envoi-des-alertes": change };

async function show(c: OperatorContext): Promise<Response> {
  const channels = await viewChannels(operatorCtx(c));
  return wantsJson(c) ? answerJson(c, channels) : page(c, <ChannelsPage c={c} channels={channels} />);
}

async function change(c: OperatorContext): Promise<Response> {
  return await submit(c, {
    run: (form) =>
      changeChannels(operatorCtx(c), c.get("operator"), {
        mailFrom: form.text("mail_from"),
        url: form.text("url"),
        secret: form.text("secret"),
        webhookFrom: form.text("webhook_from"),
        reason: form.text("reason"),
      }),
    goTo: paths.alertChannels(),
    again: async (state) => <ChannelsPage c={c} channels={await viewChannels(operatorCtx(c))} state={state} />,
  });
}

const LEVEL_OPTIONS = ALERT_LEVELS.map((level) => ({ value: level, label: `dès « ${LEVELS[level].word} »` }));

function ChannelsPage(
  { c, channels, state }: { c: OperatorContext; channels: Channels; state?: FormState },
): JSX.Element {
  const { mailFrom, webhookUrl, webhookFrom } = channels;
  return (
    <ConsolePage c={c} title="Envoi des alertes">
      <PageHead
        title="Envoi des alertes"
        back={{ label: "Alertes", href: paths.alerts() }}
        lead="Toute l’équipe est prévenue quand une alerte est levée, s’aggrave ou prend fin."
      />
      <Card title="Par où">
        <Form action={paths.alertChannels()} state={state}>
          <SelectField
            name="mail_from"
            label="Mails à l’équipe"
            value={mailFrom}
            options={[...LEVEL_OPTIONS, { value: "never", label: "jamais" }]}
            form={state}
          />
          <FieldGroup
            legend="Webhook"
            hint="Chaque appel porte un horodatage et la signature HMAC-SHA256 de « secondes.corps »."
          >
            <TextField
              name="url"
              label="Adresse"
              type="url"
              hint="Vide : aucun appel."
              value={webhookUrl ?? undefined}
              maxlength={500}
              optional
              form={state}
            />
            <TextField
              name="secret"
              label="Secret partagé"
              type="password"
              hint={webhookUrl === null ? "32 à 200 caractères, sans espace." : "Vide : le secret ne change pas."}
              maxlength={200}
              optional
              form={state}
            />
            <SelectField
              name="webhook_from"
              label="Appels"
              value={webhookFrom}
              options={LEVEL_OPTIONS}
              form={state}
            />
          </FieldGroup>
          <ReasonField state={state} />
          <Button kind="primary">Enregistrer</Button>
        </Form>
      </Card>
    </ConsolePage>
  );
}
