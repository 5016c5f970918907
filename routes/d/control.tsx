// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { isPassOpen, MAX_PASS_DAYS, MAX_WRONG_CODES } from "../../lib/access/mod.ts";
import {
  closeControl,
  type Control,
  CONTROL_VIEWS,
  type ControlArchives,
  listControls,
  openControl,
  type OpenedControl,
} from "../../lib/archives/mod.ts";
import { formatShortDate } from "../../lib/base/dates.ts";
import { Refusal } from "../../lib/base/refusal.ts";
import { newId } from "../../lib/platform/random.ts";
import {
  Banner,
  Button,
  ButtonLink,
  Card,
  type Column,
  DateField,
  Empty,
  Facts,
  Form,
  type FormState,
  formState,
  InstantText,
  type JSX,
  PageHead,
  State,
  Table,
  TextField,
} from "../../lib/ui/mod.ts";
import { type DossierContext, freshId, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { readForm, respond, submit, wantsJson } from "../respond.tsx";
import { prepareFile, sendFile, showFile, threeYears } from "./control_file.tsx";
import { idIn } from "./documents_form.ts";
import { DossierPage } from "./frame.tsx";
import { Done, formOver, slugOf } from "./here.tsx";
import { ProofTabs } from "./proof_tabs.tsx";

/** What a tax inspector is given (BEY-17): an access of his own, read-only and for a time, and a ZIP. */
export const controlRoutes: Routes = {
  "GET /d/:slug/controle": show,
  "POST /d/:slug/controle": open,
  "POST /d/:slug/controle/:pass/fermeture": close,
  "GET /d/:slug/controle/dossier": showFile,
  "POST /d/:slug/controle/dossier": prepare,
  "GET /d/:slug/controle/dossier.zip": sendFile,
};

async function show(c: DossierContext): Promise<Response> {
  const controls = await listControls(c.get("ctx"));
  return respond(c, { json: () => ({ controls }), page: () => <ControlPage c={c} controls={controls} /> });
}

/** The link and the code stand in the answer itself and never again: there is no page to come back to. */
async function open(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx"), form = await readForm(c);
  try {
    const opened = await openControl(ctx, { id: idIn(form, "id") ?? newId(), form: form.values });
    return respond(c, { status: 201, json: () => opened, page: () => <OpenedPage c={c} opened={opened} /> });
  } catch (error) {
    if (!(error instanceof Refusal) || wantsJson(c) || error.status === 403) throw error;
    const controls = await listControls(ctx), refused = formState(form.values, error);
    const status = error.status === 409 ? 409 : 422;
    return respond(c, {
      status,
      json: () => null,
      page: () => <ControlPage c={c} controls={controls} refused={refused} />,
    });
  }
}

async function close(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: () => closeControl(c.get("ctx"), c.req.param("pass") ?? ""),
    goTo: () => paths.controls(slugOf(c), { fait: "fermeture" }),
    json: () => ({ closed: true }),
    again: async (state) => <ControlPage c={c} controls={await listControls(c.get("ctx"))} refused={state} />,
  });
}

async function prepare(c: DossierContext): Promise<Response> {
  return await prepareFile(c, async (state) => {
    const controls = await listControls(c.get("ctx"));
    return <ControlPage c={c} controls={controls} refusedFile={state} />;
  });
}

const SAYS = { fermeture: "L’accès est fermé : son lien n’ouvre plus rien, et qui était dedans est dehors." };

function ControlPage({ c, controls, refused, refusedFile }: {
  readonly c: DossierContext;
  readonly controls: readonly Control[];
  /** The form of an access, or that of the file, refused. */
  readonly refused?: FormState | undefined;
  readonly refusedFile?: FormState | undefined;
}): JSX.Element {
  return (
    <DossierPage c={c} title="Contrôle" banners={<Done c={c} says={SAYS} />}>
      <PageHead
        title="Contrôle"
        lead="Un vérificateur vient : donnez-lui un accès en lecture seule, ou remettez-lui un seul fichier."
      />
      <ProofTabs c={c} here="GET /d/:slug/controle" />
      <OpenForm c={c} refused={refused} />
      <BundleForm c={c} refused={refusedFile} />
      <Card title="Accès ouverts" flush>
        <Table
          caption="Accès ouverts"
          columns={columnsOf(c)}
          rows={controls}
          empty={
            <Empty title="Aucun accès">
              <p>Tout ce qu’un vérificateur regarde ici par son accès est écrit, et vous le voyez sur cette page.</p>
            </Empty>
          }
        />
      </Card>
      <ViewsCard c={c} controls={controls} />
    </DossierPage>
  );
}

/** What was looked at through each access, the last look first. */
function ViewsCard({ c, controls }: { readonly c: DossierContext; readonly controls: readonly Control[] }) {
  const { timeZone } = c.get("entered").dossier;
  const rows = controls.flatMap(({ label, views }) => views.map((view) => ({ ...view, label })))
    .toSorted((a, b) => a.lastAt < b.lastAt ? 1 : -1);
  if (rows.length === 0) return null;
  return (
    <Card title="Ce qui a été consulté" flush>
      <Table
        caption="Ce qui a été consulté"
        columns={[
          { label: "Quoi", cell: ({ view }) => CONTROL_VIEWS[view] },
          { label: "Qui", cell: ({ label }) => label },
          { label: "Fois", align: "end", cell: ({ looks }) => String(looks) },
          { label: "La dernière fois", cell: ({ lastAt }) => <InstantText instant={lastAt} timeZone={timeZone} /> },
        ]}
        rows={rows}
      />
    </Card>
  );
}

function OpenForm(
  { c, refused }: { readonly c: DossierContext; readonly refused: FormState | undefined },
): JSX.Element {
  const form = formOver({ ...threeYears(c), days: "15", label: "" }, refused);
  return (
    <Card title="Ouvrir l’accès d’un contrôle">
      <Form action={paths.controls(slugOf(c))} state={form} hidden={{ id: freshId(c) }}>
        <TextField
          form={form}
          name="label"
          label="Qui vient"
          hint="« Vérificateur de la DDFiP du Rhône »."
          width="full"
        />
        <div class="field-columns">
          <DateField form={form} name="from" label="Pièces du" />
          <DateField form={form} name="to" label="Au" />
          <TextField
            form={form}
            name="days"
            label="Jours d’accès"
            hint={`${MAX_PASS_DAYS} au plus.`}
            inputmode="numeric"
          />
        </div>
        <p class="hint">
          Vous obtenez un lien et un code, montrés une seule fois. L’un sans l’autre n’ouvre rien : donnez-les par deux
          voies. Le vérificateur lit les factures, règlements, clôtures, numéros et attestations de la période, et rien
          d’autre ; il ne peut rien changer.
        </p>
        <Button kind="primary">Ouvrir l’accès</Button>
      </Form>
    </Card>
  );
}

function BundleForm(
  { c, refused }: { readonly c: DossierContext; readonly refused: FormState | undefined },
): JSX.Element {
  const { from: du, to: au } = threeYears(c);
  const form = formOver({ du, au }, refused);
  return (
    <Card title="Remettre un dossier de contrôle" id="dossier">
      <p>
        Un seul fichier : l’attestation en vigueur, le journal de numérotation, les archives des exercices demandés,
        l’outil de vérification et un mode d’emploi.
      </p>
      <Form action={paths.controlFile(slugOf(c))} state={form}>
        <div class="field-columns">
          <DateField form={form} name="du" label="Pièces du" />
          <DateField form={form} name="au" label="Au" />
        </div>
        <Button icon="download">Préparer le dossier de contrôle</Button>
      </Form>
    </Card>
  );
}

function columnsOf(c: DossierContext): readonly Column<Control>[] {
  const { timeZone } = c.get("entered").dossier;
  const { now } = c.get("ctx");
  return [
    { label: "Qui", cell: ({ label }) => label },
    { label: "Pièces", cell: ({ from, to }) => `${formatShortDate(from)} – ${formatShortDate(to)}` },
    { label: "Jusqu’au", cell: ({ expiresAt }) => <InstantText instant={expiresAt} timeZone={timeZone} /> },
    { label: "État", cell: (control) => stateOf(control, now) },
    {
      label: "Consultations",
      align: "end",
      cell: ({ views }) => String(views.reduce((sum, { looks }) => sum + looks, 0)),
    },
    {
      label: "Fermer",
      cell: ({ id, label, ...pass }) =>
        isPassOpen(pass, now)
          ? (
            <Form action={paths.controlClosing(slugOf(c), id)}>
              <Button kind="quiet">
                Fermer<span class="visually-hidden">l’accès de {label}</span>
              </Button>
            </Form>
          )
          : "",
    },
  ];
}

function stateOf(control: Control, now: Control["createdAt"]): JSX.Element {
  if (isPassOpen(control, now)) {
    return control.sessions > 0 ? <State word="consulté" tone="done" /> : <State word="ouvert" tone="open" />;
  }
  if (control.revokedAt !== null) return <State word="fermé" tone="ended" />;
  return control.wrongCodes >= MAX_WRONG_CODES
    ? <State word="fermé : cinq codes faux" tone="late" />
    : <State word="terminé" tone="ended" />;
}

function OpenedPage({ c, opened }: { readonly c: DossierContext; readonly opened: OpenedControl }): JSX.Element {
  const { timeZone } = c.get("entered").dossier;
  return (
    <DossierPage c={c} title="Accès ouvert">
      <PageHead title="Accès ouvert" />
      <Banner kind="warning" title="Notez le lien et le code maintenant.">
        Ils ne seront plus montrés. Donnez-les par deux voies : le lien par mail, le code de vive voix.
      </Banner>
      <Card title={opened.label}>
        <Facts
          facts={[
            { term: "Lien", value: <code class="digest">{opened.url}</code> },
            { term: "Code", value: <code class="digest">{opened.code.toUpperCase()}</code> },
            { term: "Jusqu’au", value: <InstantText instant={opened.expiresAt} timeZone={timeZone} /> },
          ]}
        />
        <ButtonLink href={paths.controls(slugOf(c))}>C’est noté</ButtonLink>
      </Card>
      <p class="hint">
        {ARCHIVES_SAY[opened.archives]}{" "}
        {opened.archives === "none" ? null : (
          <a href={paths.controlFile(slugOf(c), { du: opened.from, au: opened.to })}>
            {opened.archives === "ready" ? "Voir le dossier de contrôle" : "Voir où elles en sont"}
          </a>
        )}
      </p>
    </DossierPage>
  );
}

const ARCHIVES_SAY: Readonly<Record<ControlArchives, string>> = {
  ready: "Les archives de ses exercices sont prêtes : le vérificateur les trouve dans son accès.",
  under_way:
    "Les archives de ses exercices se préparent : le vérificateur les trouve dans son accès dès qu’elles sont prêtes.",
  lacking: "Il manque des archives de ses exercices : demandez-les pour que le vérificateur les trouve dans son accès.",
  none: "Rien n’a été scellé pendant ces jours : il n’y a pas d’archive à remettre.",
};
