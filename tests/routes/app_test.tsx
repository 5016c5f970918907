import assert from "node:assert/strict";
import { Hono } from "hono";
import { Refusal } from "../../lib/base/refusal.ts";
import { DossierMoved } from "../../lib/platform/db/tenant.ts";
import { MAX_BODY_BYTES } from "../../lib/platform/web/body.ts";
import { SECURITY_HEADERS } from "../../lib/platform/web/headers.ts";
import { answerError } from "../../routes/errors.tsx";
import { guard } from "../../routes/guard.ts";
import type { AppEnv, DossierContext, Handler } from "../../routes/handler.ts";
import { paths } from "../../routes/paths.ts";
import { openRequest } from "../../routes/request.ts";
import { readForm, respond } from "../../routes/respond.tsx";
import { openEdge } from "../../routes/serve.ts";
import { PASSWORD, signUpAs } from "../cast.ts";
import { openApp, TEST_BASE_URL, TEST_TICK_SECRET } from "../support/app.ts";
import { openClient } from "../support/client.ts";
import { openWorld, TRIAL_CELL } from "../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const { player: alice, dossier: atelier } = await signUpAs(app, {
  email: "alice@atelier-dupre.example",
  company: "Atelier Dupré",
});
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});

const visitor = () => openClient(app);

/** An application with the real guard before one handler of ours, standing in for the dashboard. */
async function appWith(handler: Handler<DossierContext>) {
  const settings = {
    baseUrl: TEST_BASE_URL,
    proxyHops: 0,
    tickSecret: null,
    supportEmail: "a@b.fr",
    hostingStatement: null,
    captcha: "after_failures" as const,
  };
  const parts = { version: "1.0.0", cells: [TRIAL_CELL], mailbox: null, runJobs: () => Promise.resolve(0) };
  const small = new Hono<AppEnv>();
  small.onError((error, c) => answerError(c, error));
  small.use(openRequest(await openEdge(settings, parts)));
  small.all("/d/:slug", guard("GET /d/:slug", handler as Handler<never>));
  const headers = { cookie: alice.client.cookies(), accept: "text/html" };
  return (init: RequestInit = {}) =>
    small.request(`${TEST_BASE_URL}${paths.dossier(atelier.slug)}`, {
      ...init,
      headers: { ...headers, ...init.headers },
    });
}

Deno.test("every answer carries the security headers and a number, errors included", async () => {
  for (const path of [paths.home(), "/nowhere", "/healthz", "/d/nobody"]) {
    const { headers } = await visitor().get(path);
    for (const [name, value] of SECURITY_HEADERS) assert.equal(headers.get(name), value, `${name} of ${path}`);
    assert.match(headers.get("x-request-id")!, /^[0-9a-f-]{36}$/);
    assert.equal(headers.get("strict-transport-security"), null);
  }
});

Deno.test("no page holds a script or a style of its own", async () => {
  for (const path of [paths.home(), paths.signUp(), paths.signIn(), paths.mailbox(), "/nowhere"]) {
    const { text } = await visitor().get(path);
    assert.doesNotMatch(text, /<script(?![^>]* src=)|<style|\sstyle=|\son\w+=/, path);
  }
});

Deno.test("over https browsers are told to come by https only, and the cookie is bound to the host", async () => {
  const hosted = await openApp(world, { baseUrl: "https://paraphe.example" });
  const client = openClient(hosted);
  assert.match((await client.get(paths.home())).headers.get("strict-transport-security")!, /max-age=\d{8}/);
  const signedIn = await client.post(paths.signIn(), { email: alice.email, password: PASSWORD });
  assert.match(signedIn.headers.get("set-cookie")!, /^__Host-paraphe=[\w-]{43};.*HttpOnly; SameSite=Lax; Secure$/);
  await hosted.close();
});

Deno.test("a wrong host is told the right address and opens nothing", async () => {
  const response = await app.app.request("http://127.0.0.1:8000/connexion", { headers: { accept: "text/html" } });
  assert.equal(response.status, 421);
  assert.match(await response.text(), /href="http:\/\/localhost:8000"/);
  const forged = await visitor().get(paths.signIn(), { headers: { host: "evil.example" } });
  assert.equal(forged.status, 421);
  assert.ok(!forged.text.includes("evil"));
});

Deno.test("a form from elsewhere is refused before anything is read, in HTML and in JSON", async () => {
  for (const origin of ["https://evil.example", "null", "http://localhost:8001"]) {
    const foreign = { headers: { origin } };
    assert.equal((await visitor().post(paths.signIn(), { email: "a@b.fr", password: "x" }, foreign)).status, 403);
    const json = await visitor().postJson(paths.signIn(), {}, foreign);
    assert.equal(json.json().code, "request.foreign_origin");
  }
});

Deno.test("signing out needs our own page too", async () => {
  const foreign = await alice.client.post(paths.signOut(), {}, { headers: { origin: "https://evil.example" } });
  assert.equal(foreign.status, 403);
  assert.equal((await alice.client.get(paths.dossier(atelier.slug))).status, 200);
});

Deno.test("what is announced longer than anything we take is refused unread", async () => {
  const tooLong = { headers: { "content-length": String(MAX_BODY_BYTES + 1) } };
  assert.equal((await visitor().post(paths.signIn(), {}, tooLong)).status, 413);
});

Deno.test("a form longer than a form may be is refused with a sentence", async () => {
  const reply = await visitor().post(paths.signIn(), { email: "x".repeat(5 * 1024 * 1024) });
  assert.equal(reply.status, 413);
  assert.match(reply.text, /trop volumineux/);
});

Deno.test("a body of an unknown kind and broken JSON are refused by name", async () => {
  const xml = await visitor().postJson(paths.signIn(), {}, { headers: { "content-type": "text/xml" } });
  assert.deepEqual([xml.status, xml.json().code], [415, "request.unknown_type"]);
});

Deno.test("an unknown address is the same 404 in HTML and JSON", async () => {
  const page = await visitor().get("/factures");
  assert.equal(page.status, 404);
  assert.match(page.text, /n’existe pas/);
  assert.deepEqual((await visitor().getJson("/factures")).json(), {
    code: "request.not_found",
    sentence: "Cette page n’existe pas, ou n’existe plus.",
  });
});

Deno.test("health names each cell and says 503 only when control does not answer", async () => {
  const reply = await visitor().get("/healthz");
  assert.equal(reply.status, 200);
  assert.deepEqual(reply.json(), { status: "ok", version: "1.0.0", cells: { "trial-1": "ok", "production-1": "ok" } });
});

Deno.test("static files are found by their address of the moment, for ever, and under no other", async () => {
  const [, sheet] = /href="(\/assets\/paraphe\.[0-9a-f]{12}\.css)"/.exec((await visitor().get(paths.home())).text)!;
  const reply = await visitor().get(sheet!);
  assert.equal(reply.headers.get("content-type"), "text/css; charset=utf-8");
  assert.match(reply.headers.get("cache-control")!, /immutable/);
  assert.equal((await visitor().get("/assets/paraphe.000000000000.css")).status, 404);
  assert.equal((await visitor().get("/assets/..%2f..%2fdeno.json")).status, 404);
});

Deno.test("the tick runs the jobs that are due, for whoever has its secret", async () => {
  const client = visitor();
  await client.postJson(paths.signUp(), { email: "tick@example.fr", companyName: "Tick", password: PASSWORD });
  const wrong = { headers: { authorization: "Bearer nope", origin: "", "sec-fetch-site": "cross-site" } };
  assert.equal((await client.post("/internal/tick", {}, wrong)).status, 404);
  const right = { headers: { ...wrong.headers, authorization: `Bearer ${TEST_TICK_SECRET}` } };
  const ran = await client.post("/internal/tick", {}, right);
  assert.equal(ran.status, 200);
  assert.ok(ran.json<{ ran: number }>().ran >= 1);
  assert.ok((await app.mailbox.list()).some(({ to }) => to.includes("tick@example.fr")));
});

Deno.test("a page of a dossier is kept by no cache; the first visit weighs 120 kB at most, the next 12 kB", async () => {
  const packed = { headers: { "accept-encoding": "gzip, br" } };
  const page = await alice.client.get(paths.dossier(atelier.slug));
  assert.equal(page.headers.get("cache-control"), "private, no-store");
  const files = [...page.text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(([, path]) => path!);
  const bytes = await Promise.all([paths.dossier(atelier.slug), ...files].map(async (path) => {
    const headers = { ...packed.headers, cookie: alice.client.cookies() };
    const response = await app.app.request(`${TEST_BASE_URL}${path}`, { headers });
    assert.ok(response.headers.get("content-encoding"), path);
    return (await response.arrayBuffer()).byteLength;
  }));
  const first = bytes.reduce((sum, length) => sum + length, 0);
  assert.ok(files.length >= 4 && first <= 120_000, `first visit: ${first} bytes`);
  assert.ok(bytes[0]! <= 12_000, `next visit: ${bytes[0]} bytes`);
});

Deno.test("a dossier that has moved is looked up again, and the handler runs once more with what was sent", async () => {
  let runs = 0;
  const ask = await appWith(async (c) => {
    const form = await readForm(c);
    if (++runs === 1) throw new DossierMoved("moved");
    return respond(c, { page: () => <p>{form.text("subject")}</p>, json: () => ({}) });
  });
  const body = new URLSearchParams({ subject: "Évier" });
  const reply = await ask({ method: "POST", body });
  assert.equal(reply.status, 200);
  assert.match(await reply.text(), /Évier/);
  assert.equal(runs, 2);
});

Deno.test("a dossier that keeps moving is a 503 that keeps the form", async () => {
  const ask = await appWith(async (c) => {
    await readForm(c);
    throw new DossierMoved("moved");
  });
  const reply = await ask({ method: "POST", body: new URLSearchParams({ subject: 'a "b" <c>' }) });
  assert.equal(reply.status, 503);
  const page = await reply.text();
  assert.match(page, /<input type="hidden" name="subject" value="a &quot;b&quot; &lt;c&gt;"/);
  assert.match(page, /<form method="post" action="\/d\/atelier-dupre"/);
});

Deno.test("a cell that does not answer is a 503 with a way to try again, and others work on", async () => {
  const down = new Refusal(503, [{ code: "platform.cell_down", sentence: "Cette partie du service ne répond pas." }]);
  const ask = await appWith(() => {
    throw down;
  });
  const reply = await ask();
  assert.equal(reply.status, 503);
  assert.match(await reply.text(), /Réessayer/);
  assert.equal((await visitor().get(paths.home())).status, 200);
});

Deno.test("a fault of ours is a 500 with its number and not a word of what went wrong", async () => {
  const ask = await appWith(() => {
    throw new TypeError("secret of Alice in line 3");
  });
  const reply = await ask();
  const page = await reply.text();
  assert.equal(reply.status, 500);
  assert.ok(page.includes(reply.headers.get("x-request-id")!));
  assert.doesNotMatch(page, /Alice|TypeError/);
});

for (
  const [state, code] of [["suspended", "request.dossier_suspended"], ["closed", "request.dossier_closed"]] as const
) {
  Deno.test(`a ${state} dossier is said to be so, and opens no page`, async () => {
    await world.owner.control`update control.instances set state = ${state} where tenant_id = ${atelier.tenantId}`;
    const reply = await alice.client.getJson(paths.dossier(atelier.slug));
    assert.deepEqual([reply.status, reply.json().code], [423, code]);
    await world.owner.control`update control.instances set state = 'trial' where tenant_id = ${atelier.tenantId}`;
    assert.equal((await alice.client.get(paths.dossier(atelier.slug))).status, 200);
  });
}

Deno.test("a trial that is over opens no page the day after", async () => {
  const { control } = world.owner;
  await control`update control.instances set trial_ends_on = current_date - 2 where tenant_id = ${atelier.tenantId}`;
  const reply = await alice.client.getJson(paths.dossier(atelier.slug));
  assert.deepEqual([reply.status, reply.json().code], [423, "request.dossier_expired"]);
  await control`update control.instances set trial_ends_on = current_date + 30 where tenant_id = ${atelier.tenantId}`;
});
