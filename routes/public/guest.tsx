// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { enterByPass, leaveAsGuest, type PassSession } from "../../lib/access/mod.ts";
import {
  bundleName,
  controlBundle,
  type ControlView,
  controlYears,
  listAttestations,
  listSealedPieces,
  lookAtNumbers,
  noteView,
  openAttestation,
  openGuestArchive,
  openSealedPdf,
  openSealedXml,
  type PieceKind,
  rereadNumbers,
} from "../../lib/archives/mod.ts";
import { listClosures } from "../../lib/antifraud/mod.ts";
import { Refusal } from "../../lib/base/refusal.ts";
import { instantMs } from "../../lib/platform/clock.ts";
import { contentDisposition } from "../../lib/platform/storage/signed_response.ts";
import { Button, Card, Form, type FormState, type JSX, PublicPage, TextField } from "../../lib/ui/mod.ts";
import { type GuestContext, notFound, type OpenContext, pageSettings, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { done, readForm, respond, wantsJson } from "../respond.tsx";
import {
  GuestArchives,
  GuestAttestations,
  GuestClosures,
  GuestHelp,
  GuestHome,
  GuestNumbers,
  GuestPieces,
} from "./guest_pages.tsx";

/** What a tax inspector opens with a link and a code, without an account: read-only, each look noted (BEY-17). */
export const guestRoutes: Routes = {
  "GET /controle/:token": askCode,
  "POST /controle/:token": enter,
  "GET /consultation": noted("home", showHome),
  "GET /consultation/factures": noted("documents", (c) => showPieces(c, "documents")),
  "GET /consultation/factures/:document/pdf": noted("document", sendPdf),
  "GET /consultation/factures/:document/xml": noted("document", sendXml),
  "GET /consultation/reglements": noted("payments", (c) => showPieces(c, "payments")),
  "GET /consultation/clotures": noted("closures", showClosures),
  "GET /consultation/numeros": noted("numbering", showNumbers),
  "POST /consultation/numeros": noted("numbering", rereadAll),
  "GET /consultation/attestations": noted("attestations", showAttestations),
  "GET /consultation/attestations/:attestation/pdf": noted("attestations", sendAttestation),
  "GET /consultation/archives": noted("archives", showArchives),
  "GET /consultation/archives/:archive/zip": noted("archives", sendArchive),
  "GET /consultation/mode-d-emploi": noted("help", showHelp),
  "GET /consultation/dossier.zip": noted("bundle", sendBundle),
  "POST /consultation/fin": leave,
};

type Show = (c: GuestContext) => Response | Promise<Response>;

/** What could not be noted is not shown. */
function noted(view: ControlView, handler: Show): Show {
  return async (c) => {
    await noteView(c.get("guest"), view);
    return await handler(c);
  };
}

/** The same page for every link: whether it leads anywhere is told to nobody who has not its code. */
function askCode(c: OpenContext): Response {
  return respond(c, { json: () => ({ fields: ["code"] }), page: () => <CodePage c={c} state={undefined} /> });
}

async function enter(c: OpenContext): Promise<Response> {
  const form = await readForm(c);
  try {
    const session = await enterByPass(personCtx(c), { link: c.req.param("token") ?? "", code: form.text("code") });
    keepGuest(c, session);
    return done(c, { goTo: paths.guest(), json: () => ({ open: true }) });
  } catch (error) {
    if (!(error instanceof Refusal) || error.status !== 404 || wantsJson(c)) throw error;
    // The field stands there again, without what was typed, and the same whatever was wrong.
    const issues = error.issues.map((issue) => ({ ...issue, field: "code" }));
    const state = { values: {}, issues };
    return respond(c, { status: 404, json: () => null, page: () => <CodePage c={c} state={state} /> });
  }
}

function keepGuest(c: OpenContext, { token, expiresAt }: PassSession): void {
  const seconds = Math.floor((instantMs(expiresAt) - instantMs(c.get("now"))) / 1_000);
  c.header("set-cookie", c.get("edge").guestCookie.keep(token, seconds), { append: true });
}

async function leave(c: GuestContext): Promise<Response> {
  const { guestCookie } = c.get("edge");
  await leaveAsGuest(guestCookie.read(c.req.raw) ?? "");
  c.header("set-cookie", guestCookie.forget());
  return done(c, { goTo: paths.home(), json: () => ({ left: true }) });
}

async function showHome(c: GuestContext): Promise<Response> {
  const { ctx, from, to, label, companyName, expiresAt } = c.get("guest");
  const years = await controlYears(ctx, { from, to });
  return respond(c, {
    json: () => ({ companyName, label, from, to, expiresAt }),
    page: () => <GuestHome c={c} years={years} />,
  });
}

async function showPieces(c: GuestContext, kind: PieceKind): Promise<Response> {
  const asked = c.req.query("apres") ?? "0";
  if (!/^\d{1,15}$/.test(asked)) throw notFound();
  const page = await listSealedPieces(c.get("guest"), { kind, after: BigInt(asked) });
  return respond(c, { json: () => page, page: () => <GuestPieces c={c} kind={kind} page={page} /> });
}

async function sendPdf(c: GuestContext): Promise<Response> {
  const { name, file } = await openSealedPdf(c.get("guest"), c.req.param("document") ?? "");
  return c.body(file.body, 200, { ...headersOf("application/pdf", name), "content-length": String(file.bytes) });
}

async function sendXml(c: GuestContext): Promise<Response> {
  const { name, xml } = await openSealedXml(c.get("guest"), c.req.param("document") ?? "");
  return c.body(xml, 200, headersOf("application/xml; charset=utf-8", name));
}

async function showClosures(c: GuestContext): Promise<Response> {
  const list = await listClosures(c.get("guest").ctx, { month: c.req.query("mois") });
  return respond(c, { json: () => list, page: () => <GuestClosures c={c} list={list} /> });
}

async function showNumbers(c: GuestContext): Promise<Response> {
  const look = await lookAtNumbers(c.get("guest").ctx);
  return respond(c, { json: () => look, page: () => <GuestNumbers c={c} look={look} /> });
}

async function rereadAll(c: GuestContext): Promise<Response> {
  const look = await rereadNumbers(c.get("guest").ctx);
  return done(c, { goTo: paths.guest("numeros"), json: () => look });
}

async function showAttestations(c: GuestContext): Promise<Response> {
  const attestations = await listAttestations(c.get("guest").ctx);
  return respond(c, {
    json: () => ({ attestations }),
    page: () => <GuestAttestations c={c} attestations={attestations} />,
  });
}

async function sendAttestation(c: GuestContext): Promise<Response> {
  const { name, file } = await openAttestation(c.get("guest").ctx, c.req.param("attestation") ?? "");
  return c.body(file.body, 200, { ...headersOf("application/pdf", name), "content-length": String(file.bytes) });
}

async function showArchives(c: GuestContext): Promise<Response> {
  const { ctx, from, to } = c.get("guest");
  const years = await controlYears(ctx, { from, to });
  const archives = years.flatMap(({ archive }) => archive ? [archive] : []);
  return respond(c, {
    json: () => ({ archives: archives.map(({ id, fromOn, toOn, bytes }) => ({ id, fromOn, toOn, bytes })) }),
    page: () => <GuestArchives c={c} years={years} />,
  });
}

async function sendArchive(c: GuestContext): Promise<Response> {
  const { name, bytes, read } = await openGuestArchive(c.get("guest"), c.req.param("archive") ?? "");
  const headers = { ...headersOf("application/zip", name), "content-length": String(bytes) };
  return c.body(read({ first: 0, last: bytes - 1 }), 200, headers);
}

function showHelp(c: GuestContext): Response {
  return respond(c, { json: () => ({ title: "Mode d’emploi" }), page: () => <GuestHelp c={c} /> });
}

function sendBundle(c: GuestContext): Response {
  const { ctx, from, to, companyName } = c.get("guest");
  const bytes = controlBundle(ctx, { from, to, companyName });
  return c.body(bytes, 200, headersOf("application/zip", bundleName({ from, to })));
}

function headersOf(type: string, name: string): Record<string, string> {
  return {
    "content-type": type,
    "content-disposition": contentDisposition("attachment", name),
    "cache-control": "private, no-store",
  };
}

function CodePage({ c, state }: { readonly c: OpenContext; readonly state: FormState | undefined }): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title="Accès d’un contrôle">
      <h1>Accès d’un contrôle</h1>
      <p class="lead">
        Une entreprise vous donne accès à ses factures, en lecture seule. Tapez le code qu’elle vous a remis à part.
      </p>
      <Card>
        <Form action={paths.pass(c.req.param("token") ?? "")} state={state}>
          <TextField form={state} name="code" label="Code" autocomplete="off" />
          <Button kind="primary">Entrer</Button>
        </Form>
      </Card>
      <p class="hint">
        Après cinq codes faux, le lien se ferme. Tout ce que vous consultez est noté et montré à l’entreprise.
      </p>
    </PublicPage>
  );
}
