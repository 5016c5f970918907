import { confirmSiret, type InstanceCard, viewInstance, withdrawSiret } from "../../lib/instances/operator.ts";
import {
  Banner,
  Button,
  Card,
  Facts,
  Form,
  formState,
  type JSX,
  PageHead,
  State,
  TextField,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import { idParam, operatorCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { RefusedAct, stateOf, subjectPage, type SubjectProps } from "../subject.tsx";
import { confirmedText, declaredText } from "./instance.tsx";
import { STATES } from "./instances.tsx";

type Act = "confirm" | "withdraw";

const siret = subjectPage<InstanceCard, Act>({
  load: (c) => viewInstance(operatorCtx(c), idParam(c, "dossier")),
  draw: SiretPage,
  home: (c) => paths.siret(idParam(c, "dossier")),
});

/** The SIRET of a trial: confirmed, the limits of its mails are gone; taken back, they hold again. */
export const routes: Routes = {
  "GET /dossiers/:dossier/siret": siret.show,
  "POST /dossiers/:dossier/siret": siret.act("confirm", (c, form) => {
    const typed = { siret: form.text("siret"), reason: form.text("reason") };
    return confirmSiret(operatorCtx(c), c.get("operator"), { tenantId: idParam(c, "dossier"), ...typed });
  }),
  "POST /dossiers/:dossier/siret/retrait": siret.act("withdraw", (c, form) => {
    const typed = { tenantId: idParam(c, "dossier"), reason: form.text("reason") };
    return withdrawSiret(operatorCtx(c), c.get("operator"), typed);
  }),
};

function SiretPage({ c, view, refused }: SubjectProps<InstanceCard, Act>): JSX.Element {
  const { tenantId, companyName, state, confirmedSiret } = view;
  const offered: Act | null = confirmedSiret !== null ? "withdraw" : state === "trial" ? "confirm" : null;
  return (
    <ConsolePage c={c} title={`SIRET de ${companyName}`}>
      <PageHead
        title="SIRET du dossier"
        back={{ label: companyName, href: paths.instance(tenantId) }}
        mark={<State {...STATES[state]} />}
        lead="Le SIRET déclaré est relevé toutes les dix minutes."
      />
      {refused && refused.act !== offered ? <RefusedAct refused={refused} /> : null}
      <Card title="En bref">
        <Facts
          facts={[
            { term: "SIRET déclaré", value: declaredText(view) },
            { term: "SIRET confirmé", value: confirmedText(view) },
          ]}
        />
      </Card>
      {offered === "confirm" ? <ConfirmCard view={view} refused={refused} /> : null}
      {offered === "withdraw" ? <WithdrawCard view={view} refused={refused} /> : null}
      {offered === null
        ? <Banner kind="info">Ce dossier n’est pas en essai : ses envois n’ont pas de limite.</Banner>
        : null}
    </ConsolePage>
  );
}

type CardProps = Pick<SubjectProps<InstanceCard, Act>, "view" | "refused">;

function ConfirmCard({ view: { tenantId, declaredSiret }, refused }: CardProps): JSX.Element {
  const form = stateOf(refused, "confirm") ?? formState({ siret: declaredSiret ?? "" });
  return (
    <Card title="Confirmer le SIRET">
      <p>
        Comparez le SIRET déclaré au répertoire Sirene et à ce que l’entreprise vous a dit. Confirmé, les limites
        d’envoi de l’essai ne valent plus pour les documents qui portent ce numéro.
      </p>
      <Form action={paths.siret(tenantId)} state={form}>
        <TextField name="siret" label="SIRET vérifié" inputmode="numeric" form={form} />
        <ReasonField state={form} />
        <Button kind="primary">Confirmer le SIRET</Button>
      </Form>
    </Card>
  );
}

function WithdrawCard({ view: { tenantId, declaredSiret, confirmedSiret }, refused }: CardProps): JSX.Element {
  const form = stateOf(refused, "withdraw");
  return (
    <Card title="Retirer la confirmation">
      {declaredSiret === confirmedSiret ? null : (
        <Banner kind="warning" title="Le dossier déclare un autre SIRET.">
          <p>Les limites de l’essai valent de nouveau pour ses documents, tant que ce numéro n’est pas confirmé.</p>
        </Banner>
      )}
      <Form action={paths.siretWithdrawal(tenantId)} state={form}>
        <ReasonField state={form} />
        <Button>Retirer la confirmation</Button>
      </Form>
    </Card>
  );
}
