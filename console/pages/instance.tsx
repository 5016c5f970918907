import { isAdministratorSeen, lastErasableYearEnd, listErasures, listRecoveries } from "../../lib/access/operator.ts";
import { dayOf, formatDate } from "../../lib/base/dates.ts";
import { formatSiren } from "../../lib/base/identifiers.ts";
import {
  ACTS,
  confirmSiret,
  type InstanceView,
  MAX_REASON,
  viewInstance,
  withdrawSiret,
} from "../../lib/instances/operator.ts";
import {
  Banner,
  Button,
  Card,
  type Child,
  DateText,
  Facts,
  Form,
  type FormState,
  formState,
  InstantText,
  type JSX,
  PageHead,
  State,
  TextArea,
  TextField,
  Timeline,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import {
  answerJson,
  idParam,
  may,
  type OperatorContext,
  operatorCtx,
  page,
  type Routes,
  submit,
  wantsJson,
} from "../handler.ts";
import { paths } from "../paths.ts";
import { STATES } from "./instances.tsx";
import { ErasureSection } from "./erasure_parts.tsx";
import { RecoverySection } from "./recovery_form.tsx";

/** One dossier: where it lives, whether its SIRET is confirmed, what operators did. No business data. */
export const routes: Routes = {
  "GET /dossiers/:dossier": showInstance,
  "POST /dossiers/:dossier/siret": confirm,
  "POST /dossiers/:dossier/siret/retrait": withdraw,
};

async function showInstance(c: OperatorContext): Promise<Response> {
  if (!wantsJson(c)) return page(c, await instancePage(c));
  const ctx = operatorCtx(c), tenantId = idParam(c, "dossier");
  const [view, recoveries, erasures, seen] = await Promise.all([
    viewInstance(ctx, tenantId),
    listRecoveries(ctx, tenantId),
    listErasures(ctx, tenantId),
    isAdministratorSeen(ctx, tenantId),
  ]);
  return answerJson(c, { ...view, recoveries, erasures, isAdministratorSeen: seen });
}

async function confirm(c: OperatorContext): Promise<Response> {
  const tenantId = idParam(c, "dossier");
  return await submit(c, {
    run: (form) => {
      const typed = { tenantId, siret: form.text("siret"), reason: form.text("reason") };
      return confirmSiret(operatorCtx(c), c.get("operator"), typed);
    },
    goTo: paths.instance(tenantId),
    again: (state) => instancePage(c, { siret: state }),
  });
}

async function withdraw(c: OperatorContext): Promise<Response> {
  const tenantId = idParam(c, "dossier");
  return await submit(c, {
    run: (form) => withdrawSiret(operatorCtx(c), c.get("operator"), { tenantId, reason: form.text("reason") }),
    goTo: paths.instance(tenantId),
    again: (state) => instancePage(c, { siret: state }),
  });
}

/** The page of a dossier, with the form that was refused, if one was. */
export async function instancePage(
  c: OperatorContext,
  refused: { readonly siret?: FormState; readonly recovery?: FormState; readonly erasure?: FormState } = {},
): Promise<JSX.Element> {
  const ctx = operatorCtx(c), tenantId = idParam(c, "dossier");
  const view = await viewInstance(ctx, tenantId);
  const [recoveries, erasures, seen] = await Promise.all([
    listRecoveries(ctx, tenantId),
    listErasures(ctx, tenantId),
    isAdministratorSeen(ctx, tenantId),
  ]);
  const proposed = lastErasableYearEnd(dayOf(ctx.now));
  return (
    <ConsolePage c={c} title={view.companyName}>
      <PageHead
        title={view.companyName}
        back={{ label: "Dossiers", href: paths.instances() }}
        mark={<State {...STATES[view.state]} />}
        lead="Aucune donnée commerciale n’est visible ici."
      />
      <Card title="En bref">
        <Facts
          facts={[
            { term: "État", value: <a href={paths.instanceState(tenantId)}>Voir et changer l’état</a> },
            { term: "Adresse", value: view.slug },
            { term: "Cellule", value: view.cell },
            { term: "Ouvert le", value: <InstantText instant={view.createdAt} /> },
            ...(view.trialEndsOn ? [{ term: "Fin d’essai", value: <DateText date={view.trialEndsOn} /> }] : []),
            { term: "SIRET déclaré", value: declaredText(view) },
            { term: "SIRET confirmé", value: confirmedText(view) },
          ]}
        />
      </Card>
      {view.state === "trial" ? <SiretCard view={view} state={refused.siret} /> : null}
      <RecoverySection tenantId={tenantId} recoveries={recoveries} seen={seen} state={refused.recovery} />
      <ErasureSection
        tenantId={tenantId}
        erasures={erasures}
        proposed={proposed}
        state={refused.erasure}
        mayAsk={may(c, "POST /dossiers/:dossier/effacements")}
      />
      <Card title="Ce que l’exploitation a fait">
        <Timeline
          events={view.acts.map(({ at, operator, act, reason }) => ({
            at,
            who: operator,
            did: ACTS[act],
            detail: reason,
          }))}
        />
      </Card>
    </ConsolePage>
  );
}

function declaredText({ declaredSiret }: InstanceView): string {
  if (declaredSiret === "silent") return "la cellule ne répond pas";
  return declaredSiret === null ? "aucun" : formatSiren(declaredSiret);
}

function confirmedText({ confirmedSiret, siretConfirmedAt }: InstanceView): string {
  if (confirmedSiret === null || siretConfirmedAt === null) return "non";
  return `${formatSiren(confirmedSiret)}, le ${formatDate(dayOf(siretConfirmedAt))}`;
}

/** Confirming lifts the limits of a trial's mails; taking it back puts them again. */
function SiretCard({ view, state }: { view: InstanceView; state: FormState | undefined }): JSX.Element {
  const { tenantId, confirmedSiret, declaredSiret } = view;
  if (confirmedSiret !== null) {
    return (
      <Card title="Retirer la confirmation">
        <Changed view={view} />
        <Form action={paths.siretWithdrawal(tenantId)} state={state}>
          <ReasonField state={state} />
          <Button>Retirer la confirmation</Button>
        </Form>
      </Card>
    );
  }
  const declared = declaredSiret === "silent" ? "" : declaredSiret ?? "";
  const form = state ?? formState({ siret: declared });
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

function Changed({ view: { confirmedSiret, declaredSiret } }: { view: InstanceView }): Child {
  if (declaredSiret === "silent" || declaredSiret === confirmedSiret) return null;
  return (
    <Banner kind="warning" title="Le dossier déclare un autre SIRET.">
      <p>Les limites de l’essai valent de nouveau pour ses documents, tant que ce numéro n’est pas confirmé.</p>
    </Banner>
  );
}

/** Why an operator does it; kept with the act. */
export function ReasonField({ state }: { state: FormState | undefined }): JSX.Element {
  return (
    <TextArea
      name="reason"
      label="Raison"
      hint="Elle reste au journal du dossier."
      rows={2}
      maxlength={MAX_REASON}
      width="full"
      form={state}
    />
  );
}
