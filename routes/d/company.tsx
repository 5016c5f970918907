import {
  COMPANY_FIELDS,
  type CompanyForm,
  completeness,
  mirrorModules,
  modulesOn,
  openLogo,
  removeLogo,
  setLogo,
  switchModule,
  updateCompany,
} from "../../lib/company/mod.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import { logoRefusals, normaliseLogo } from "../../lib/platform/pdf/images.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, readForm, respond, submit } from "../respond.tsx";
import { loadPendingIban } from "./company_iban.tsx";
import { CompanyPage, loadCompany } from "./company_page.tsx";
import { slugOf, versionSeen } from "./here.tsx";

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

async function show(c: DossierContext): Promise<Response> {
  const view = await loadCompany(c);
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
    again: async (state) => <CompanyPage c={c} view={await loadCompany(c)} state={state} />,
  });
}

async function takeLogo(c: DossierContext): Promise<Response> {
  return await submit(c, {
    run: async (form) => await setLogo(c.get("ctx"), await logoIn(form)),
    goTo: () => paths.company(slugOf(c), { fait: "logo" }),
    json: ({ logoId, version }) => ({ logoId, version }),
    status: 201,
    again: async (state) => <CompanyPage c={c} view={await loadCompany(c)} logoState={state} />,
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
