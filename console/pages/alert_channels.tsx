import { ALERT_LEVELS, changeChannels, type Channels, tryWebhook, viewChannels } from "../../lib/instances/operator.ts";
import {
  Actions,
  Banner,
  Button,
  Card,
  Facts,
  FieldGroup,
  Form,
  type FormState,
  InstantText,
  type JSX,
  PageHead,
  SelectField,
  TextField,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { may, operatorCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { subjectPage, type SubjectProps } from "../subject.tsx";
import { LEVELS } from "./alert_parts.tsx";

const channels = subjectPage<Channels, "change">({
  load: (c) => viewChannels(operatorCtx(c)),
  draw: ChannelsPage,
  home: () => paths.alertChannels(),
});

/** How operators hear of alerts: by mail, and by a webhook whose calls are signed and that may be tried. */
export const routes: Routes = {
  "GET /envoi-des-alertes": channels.show,
  "POST /envoi-des-alertes": channels.act("change", (c, form) => {
    return changeChannels(operatorCtx(c), c.get("operator"), {
      mailFrom: form.text("mail_from"),
      url: form.text("url"),
      secret: form.text("secret"),
      webhookFrom: form.text("webhook_from"),
      reason: form.text("reason"),
    });
  }),
  "POST /envoi-des-alertes/essai": channels.act("change", (c, form) => {
    return tryWebhook(operatorCtx(c), c.get("operator"), { reason: form.text("reason") });
  }),
};

const LEVEL_OPTIONS = ALERT_LEVELS.map((level) => ({ value: level, label: `dès « ${LEVELS[level].word} »` }));

function ChannelsPage({ c, view, refused }: SubjectProps<Channels, "change">): JSX.Element {
  return (
    <ConsolePage c={c} title="Envoi des alertes">
      <PageHead
        title="Envoi des alertes"
        back={{ label: "Alertes", href: paths.alerts() }}
        lead="Toute l’équipe est prévenue quand une alerte est levée, s’aggrave ou prend fin."
      />
      <Trial channels={view} />
      {may(c, "POST /envoi-des-alertes") ? <ChangeCard channels={view} state={refused?.state} /> : (
        <Card title="Par où">
          <Facts facts={factsOf(view)} />
        </Card>
      )}
    </ConsolePage>
  );
}

/** How the last trial of the webhook went; while its call is on its way, it asks for itself again. */
function Trial({ channels: { triedAt, triedBy, triedAnswer } }: { channels: Channels }): JSX.Element | null {
  if (triedAt === null) return null;
  const path = paths.alertChannels();
  const again = { "hx-get": path, "hx-trigger": "every 2s", "hx-select": "#essai", "hx-target": "this" };
  const isFine = triedAnswer !== null && /^2\d\d$/.test(triedAnswer);
  return (
    <section
      id="essai"
      aria-label="Dernier essai"
      {...triedAnswer === null ? { ...again, "hx-swap": "outerHTML" } : {}}
    >
      <Banner
        kind={triedAnswer === null ? "info" : isFine ? "success" : "warning"}
        title={triedAnswer === null ? "L’essai est en route." : answerWords(triedAnswer)}
      >
        <p>
          {`Essayé par ${triedBy}, le `}
          <InstantText instant={triedAt} />. {triedAnswer === null ? <a href={path}>Actualiser</a> : null}
        </p>
      </Banner>
    </section>
  );
}

function answerWords(answer: string): string {
  if (/^2\d\d$/.test(answer)) return `Le receveur a accepté l’appel (${answer}).`;
  return /^\d{3}$/.test(answer)
    ? `Le receveur a répondu ${answer} : il n’a pas accepté l’appel.`
    : `L’appel n’a pas abouti (${answer}).`;
}

function factsOf({ mailFrom, webhookUrl, webhookFrom }: Channels) {
  const from = (level: Channels["mailFrom"]) => level === "never" ? "jamais" : `dès « ${LEVELS[level].word} »`;
  return [
    { term: "Mails à l’équipe", value: from(mailFrom) },
    { term: "Webhook", value: webhookUrl === null ? "aucun" : `${webhookUrl}, ${from(webhookFrom)}` },
  ];
}

function ChangeCard({ channels, state }: { channels: Channels; state: FormState | undefined }): JSX.Element {
  const { mailFrom, webhookUrl, webhookFrom } = channels;
  return (
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
        <Actions>
          <Button kind="primary">Enregistrer</Button>
          {webhookUrl === null ? null : <Button formaction={paths.alertChannels("essai")}>Essayer le webhook</Button>}
        </Actions>
      </Form>
    </Card>
  );
}
