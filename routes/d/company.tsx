// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import {
  type Company,
  COMPANY_FIELDS,
  type CompanyForm,
  completeness,
  type Gap,
  getCompany,
  mirrorModules,
  type ModuleName,
  modulesOn,
  openLogo,
  type PendingIban,
  removeLogo,
  setLogo,
  switchModule,
  updateCompany,
} from "../../lib/company/mod.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import { logoRefusals, normaliseLogo } from "../../lib/platform/pdf/images.ts";
import { Banner, fieldId, type FormState, type JSX, PageHead, Split } from "../../lib/ui/mod.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, readForm, respond, submit } from "../respond.tsx";
import { IbanWaiting, loadPendingIban, mayConfirmByKey } from "./company_iban.tsx";
import { LogoCard, ModulesCard, SectionLinks, SettingsFacts } from "./company_cards.tsx";
import { COMPANY_LABELS, CompanyFormCards, companyTexts } from "./company_form.tsx";
import { DossierPage } from "./frame.tsx";
import { Done, formOver, may, slugOf, versionSeen, versionToSend, withFieldNames } from "./here.tsx";

export const companyRoutes: Routes = {
  "GET /d/:slug/entreprise": show,
  "POST /d/:slug/entreprise": save,
  "POST /d/:slug/entreprise/logo": takeLogo,
  "POST /d/:slug/entreprise/logo/retrait": takeLogoOff,
  "GET /d/:slug/entreprise/logo/:logo": sendLogo,
  "POST /d/:slug/entreprise/modules": switchOne,
};

/** Bytes of a logo's form: the file and what a browser writes around it. */
const MAX_LOGO_FORM_BYTES = 3 * 1024 * 1024;

const SAYS = {
  entreprise: "Réglages enregistrés. Vos prochains documents les porteront.",
  logo: "Logo enregistré. Il figurera sur vos prochains documents.",
  retrait: "Logo retiré. Les documents déjà émis gardent le leur.",
  iban: "Réglages enregistrés. Le nouvel IBAN attend d’être confirmé ; vos documents portent encore l’ancien.",
  accord: "Le nouvel IBAN est confirmé. Vos prochains documents le porteront, et vos clients récents en sont avertis.",
  refus: "Le changement d’IBAN est refusé. Vos documents gardent le leur.",
  module: "C’est fait. Rien n’est effacé : un module réactivé retrouve tout.",
};

async function show(c: DossierContext): Promise<Response> {
  const view = await load(c);
  return respond(c, {
    json: () => ({ company: view.company, gaps: view.gaps, modules: [...view.modules], pendingIban: view.pending }),
    page: () => <CompanyPage c={c} view={view} />,
  });
}

async function save(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: async (form) => {
      const update = { version: versionSeen(form.text("version")), form: settingsIn(form) };
      const company = await updateCompany(c.get("ctx"), update);
      return { company, pending: await loadPendingIban(c) };
    },
    goTo: ({ pending }) => paths.company(slugOf(c), { fait: pending ? "iban" : "entreprise" }),
    json: ({ company, pending }) => ({ company, gaps: completeness(company), pendingIban: pending }),
    again: async (state) => <CompanyPage c={c} view={await load(c)} state={state} />,
  });
}

async function takeLogo(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: async (form) => await setLogo(c.get("ctx"), await logoIn(form)),
    goTo: () => paths.company(slugOf(c), { fait: "logo" }),
    json: ({ logoId, version }) => ({ logoId, version }),
    status: 201,
    again: async (state) => <CompanyPage c={c} view={await load(c)} logoState={state} />,
    maxBytes: MAX_LOGO_FORM_BYTES,
  });
}

async function takeLogoOff(c: DossierContext): Promise<Response> {
  const { version } = await removeLogo(c.get("ctx"));
  return done(c, { goTo: paths.company(slugOf(c), { fait: "retrait" }), json: () => ({ logoId: null, version }) });
}

/** The bytes of a logo never change under its id, so the browser asks for them once. */
async function sendLogo(c: DossierContext): Promise<Response> {
  const { bytes, mime } = await openLogo(c.get("ctx"), c.req.param("logo") ?? "");
  return c.body(new Uint8Array(bytes), 200, {
    "content-type": mime,
    "cache-control": "private, max-age=31536000, immutable",
  });
}

async function switchOne(c: DossierContext): Promise<Response> {
  const form = await readForm(c);
  const ctx = c.get("ctx");
  await switchModule(ctx, form.text("module"), form.text("state") === "on");
  await mirrorModules(ctx);
  const modules = [...await modulesOn(ctx)];
  return done(c, { goTo: paths.company(slugOf(c), { fait: "module" }), json: () => ({ modules }) });
}

function settingsIn(form: SentForm): CompanyForm {
  return Object.fromEntries(COMPANY_FIELDS.map((field) => [field, form.values[field]]));
}

async function logoIn(form: SentForm) {
  const file = form.file("logo");
  if (!file) throw logoRefusals.refuse("unreadable");
  return await normaliseLogo(new Uint8Array(await file.arrayBuffer()), file.type);
}

/** What the page shows. */
interface View {
  readonly company: Company;
  readonly gaps: readonly Gap[];
  readonly modules: ReadonlySet<ModuleName>;
  readonly pending: PendingIban | null;
  readonly hasKey: boolean;
}

async function load(c: DossierContext): Promise<View> {
  const ctx = c.get("ctx");
  const [company, modules, pending] = await Promise.all([getCompany(ctx), modulesOn(ctx), loadPendingIban(c)]);
  const hasKey = pending !== null && await mayConfirmByKey(c, pending);
  return { company, modules, pending, hasKey, gaps: completeness(company) };
}

function CompanyPage({ c, view, state, logoState }: {
  c: DossierContext;
  view: View;
  state?: FormState;
  logoState?: FormState;
}): JSX.Element {
  const { company, gaps, modules, pending, hasKey } = view;
  const canWrite = may(c, "company:write");
  const form = withFieldNames(formOver(companyTexts(company), state), COMPANY_LABELS);
  return (
    <DossierPage c={c} title="Entreprise" scripts={hasKey ? ["passkeys.js"] : []}>
      <Done c={c} says={SAYS} />
      <PageHead title="Entreprise" lead="Ce qui figure sur vos devis et vos factures." />
      {pending ? <IbanWaiting c={c} pending={pending} hasKey={hasKey} /> : null}
      {state ? null : <Gaps gaps={gaps} canMend={canWrite} />}
      <SectionLinks />
      <Split
        aside={
          <>
            <LogoCard c={c} company={company} state={logoState} />
            <ModulesCard c={c} modules={modules} />
          </>
        }
      >
        {canWrite
          ? (
            <CompanyFormCards
              form={form}
              action={paths.company(slugOf(c))}
              version={versionToSend(state, company.version)}
              year={Number(c.get("ctx").today.slice(0, 4))}
            />
          )
          : <SettingsFacts texts={form.values} />}
      </Split>
    </DossierPage>
  );
}

/** What is missing before one may issue, and what would be better; each leads to its field. */
function Gaps({ gaps, canMend }: { gaps: readonly Gap[]; canMend: boolean }): JSX.Element | null {
  const blocking = gaps.filter((gap) => gap.severity === "blocking");
  const advice = gaps.filter((gap) => gap.severity === "advice");
  return (
    <>
      {blocking.length > 0
        ? (
          <Banner kind="warning" title={titleOf(blocking.length)}>
            <GapList gaps={blocking} canMend={canMend} />
          </Banner>
        )
        : null}
      {advice.length > 0
        ? (
          <Banner kind="info" title={blocking.length > 0 ? "Conseillé aussi" : "Vous pouvez émettre. Conseillé :"}>
            <GapList gaps={advice} canMend={canMend} />
          </Banner>
        )
        : null}
    </>
  );
}

function titleOf(count: number): string {
  return count === 1 ? "Un point à compléter avant d’émettre" : `${count} points à compléter avant d’émettre`;
}

function GapList({ gaps, canMend }: { gaps: readonly Gap[]; canMend: boolean }): JSX.Element {
  return (
    <ul>
      {gaps.map(({ field, sentence }) => <li>{canMend ? <a href={`#${fieldId(field)}`}>{sentence}</a> : sentence}</li>)}
    </ul>
  );
}
