import assert from "node:assert/strict";
import { ACCESS } from "../../console/access.ts";
import { paths } from "../../console/paths.ts";
import { shiftClock } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths as product } from "../../routes/paths.ts";
import { addMember, makeCast } from "../cast.ts";
import { openApp } from "../support/app.ts";
import { type Client, openClient } from "../support/client.ts";
import { ODILE, odilesCode, OMAR, omarsCode, openConsole } from "../support/console.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const team = await openConsole();
const { alice, bob, denis, atelier, garage, cabinet } = await makeCast(app);
/** What the second operator writes when he approves. */
const CHECKED = "Pièces vues et demande vérifiée";
Deno.test.afterAll(async () => {
  shiftClock(0);
  await app.close();
  await world.close();
});
const { control } = world.owner;

async function signedIn(fields: Record<string, string>): Promise<Client> {
  const client = openClient(team);
  const reply = await client.post(paths.signIn(), fields);
  assert.equal(reply.status, 303, reply.text);
  return client;
}
const odile = await signedIn({ ...ODILE, code: odilesCode() });
const omar = await signedIn({ ...OMAR, code: omarsCode() });

const FORM = {
  name: "Paul Héritier",
  email: "paul@heritier.example",
  reason: "La gérante est décédée.",
  register_extract: "on",
  identity_document: "on",
  register_call: "on",
  despite: "on",
};

async function asked(tenantId: string, wish: Record<string, string> = {}): Promise<string> {
  const reply = await odile.post(paths.recoveries(tenantId), { ...FORM, ...wish });
  assert.equal(reply.status, 303, reply.text);
  return reply.location!;
}

/** Every link that a mail to somebody holds, as a path of ours; the youngest mail first. */
async function linkTo(email: string, folder: string): Promise<string | null> {
  await app.runJobs();
  const link = new RegExp(`${app.baseUrl}(/${folder}/[\\w-]+)`);
  for (const { to, text } of await app.mailbox.list()) {
    const [, path] = (to.includes(email) && link.exec(text)) || [];
    if (path) return path;
  }
  return null;
}

/** Three days later, as far as the program and its queue know. */
async function afterTheDays(): Promise<void> {
  shiftClock(73 * 3_600_000);
  await control`update control.jobs set run_at = now() where kind = 'access.finish_recovery' and state = 'ready'`;
  await app.runJobs();
}

Deno.test("from the list of dossiers to the page of one, which holds the form and no business data", async () => {
  assert.ok((await odile.get(paths.instances())).text.includes(paths.instance(atelier.tenantId)));
  const page = await odile.get(paths.recoveries(atelier.tenantId));
  assert.equal(page.status, 200);
  for (
    const word of ["Atelier Dupré", "Demander une reprise", "Kbis", "gouverne encore", "Atelier Dupré"]
  ) {
    assert.ok(page.text.includes(word), word);
  }
  assert.ok(!page.text.includes(alice.email) && !page.text.includes(bob.email));
});

Deno.test("asked without a tick it comes back, every value kept and each sentence at its field", async () => {
  const reply = await odile.post(paths.recoveries(atelier.tenantId), { email: "paul", name: "Paul H", note: "vu" });
  assert.equal(reply.status, 422);
  assert.ok(reply.text.includes('value="Paul H"') && reply.text.includes('value="paul"'));
  assert.equal(reply.text.match(/class="field-error"/g)?.length, 3);
  const { despite: _, ...unticked } = FORM;
  const seen = await odile.post(paths.recoveries(atelier.tenantId), unticked);
  assert.equal(seen.status, 422);
  assert.match(seen.text, /dans les 30 derniers jours/);
});

Deno.test("Odile asks, Omar approves, Alice objects by the link of her mail: nobody is invited", async () => {
  const path = await asked(atelier.tenantId);
  const own = await odile.get(path);
  assert.match(own.text, /une autre personne de l’équipe en décide/);
  assert.ok(!own.text.includes("Accorder la reprise"));
  assert.equal((await odile.post(`${path}/accord`, { checked: "on", reason: CHECKED })).status, 409);
  assert.equal((await odile.post(`${path}/refus`, { reason: "Ce n’est pas clair." })).status, 409);
  assert.equal((await omar.post(`${path}/accord`, { reason: CHECKED })).status, 422);
  assert.equal((await omar.post(`${path}/accord`, { checked: "on", reason: CHECKED })).location, path);
  assert.match((await omar.post(`${path}/accord`, { checked: "on", reason: CHECKED })).text, /déjà été décidée/);

  const link = await linkTo(alice.email, "reprise");
  assert.ok(link && await linkTo(bob.email, "reprise"), "every member is told");
  assert.equal(await linkTo(denis.email, "reprise"), null);
  for (const who of [alice, bob]) {
    assert.match((await who.client.get(product.documents(atelier.slug, "quote"))).text, /Une reprise de ce dossier/);
  }
  assert.doesNotMatch((await denis.client.get(product.dossier(garage.slug))).text, /Une reprise de ce dossier/);
  const own1 = await alice.client.get(product.ownObjection(atelier.slug));
  assert.equal(own1.location, link);
  assert.equal((await denis.client.get(product.ownObjection(atelier.slug))).status, 404);

  const visitor = openClient(app);
  const shown = await visitor.get(link);
  assert.ok(shown.text.includes("Paul Héritier") && shown.text.includes("Je m’y oppose"));
  assert.match((await odile.get(path)).text, /opposition possible/, "a look stops nothing");
  assert.equal((await visitor.post(link)).location, product.recoveryStopped());
  assert.match((await visitor.get(product.recoveryStopped())).text, /La reprise est arrêtée/);

  const bobs = await linkTo(bob.email, "reprise");
  const dead = [await visitor.get(link), await visitor.post(link), await visitor.get(bobs!)];
  dead.push(await visitor.get(product.objection("unknown")), await visitor.post(product.objection("x".repeat(500))));
  assert.deepEqual([...new Set(dead.map(({ status }) => status))], [410]);
  assert.equal((await alice.client.get(product.ownObjection(atelier.slug))).status, 410);
  assert.doesNotMatch((await alice.client.get(product.dossier(atelier.slug))).text, /Une reprise de ce dossier/);

  assert.match((await odile.get(path)).text, /arrêtée par un membre/);
  assert.ok(!(await odile.get(path)).text.includes(alice.email));
  await afterTheDays();
  assert.equal(await linkTo(FORM.email, "invitation"), null);
  shiftClock(0);
  const { text } = await alice.client.get(`/d/${atelier.slug}/activite`);
  for (const words of ["Reprise du dossier demandée", "accordée", "annoncée", "Opposition", "Équipe Paraphe"]) {
    assert.ok(text.includes(words), words);
  }
});

Deno.test("nobody objects: after three days the new person is invited, and becomes administrator and owner", async () => {
  await addMember(garage, { player: bob, profile: "reader" });
  const path = await asked(garage.tenantId, { owners_leave: "on" });
  assert.equal((await omar.post(`${path}/accord`, { checked: "on", reason: CHECKED })).status, 303);
  await app.runJobs();
  assert.equal(await linkTo(FORM.email, "invitation"), null, "nobody is invited before");
  await afterTheDays();
  const link = await linkTo(FORM.email, "invitation");
  shiftClock(0);
  assert.ok(link);
  const paul = openClient(app);
  assert.match((await paul.get(link)).text, /Équipe Paraphe.*titulaire du dossier/s);
  const entered = await paul.post(link, { name: "Paul Héritier", password: "cinq grands chevaux gris" });
  assert.equal(entered.location, product.dossier(garage.slug));
  const { members } = (await paul.getJson(product.members(garage.slug))).json<
    { members: { name: string; email: string; profile: string; isOwner: boolean }[] }
  >();
  const owners = members.filter(({ isOwner }) => isOwner).map(({ email }) => email);
  assert.deepEqual(owners, [FORM.email]);
  assert.equal(members.find(({ email }) => email === denis.email)?.profile, "administrator");
  assert.match((await odile.get(path)).text, /invitation envoyée/);
});

Deno.test("Omar refuses with a reason, which Odile reads; a refusal without one comes back", async () => {
  const path = await asked(cabinet.tenantId);
  assert.match((await omar.post(`${path}/refus`, { reason: " " })).text, /Dites pourquoi/);
  assert.equal((await omar.post(`${path}/refus`, { reason: "Le Kbis date de 2019." })).location, path);
  assert.match((await odile.get(path)).text, /Le Kbis date de 2019/);
  const again = await asked(cabinet.tenantId);
  assert.equal((await odile.post(`${again}/annulation`, { reason: "Erreur de dossier." })).location, again);
  const late = await omar.post(`${again}/accord`, { checked: "on", reason: CHECKED });
  assert.match(late.text, /déjà été décidée/);
});

Deno.test("the same in JSON: list, page, form, refusals with their codes", async () => {
  const asking = await odile.postJson(paths.recoveries(cabinet.tenantId), {
    ...FORM,
    register_extract: true,
    identity_document: true,
    register_call: true,
    despite: true,
  });
  const { id } = asking.json<{ id: string }>();
  const key = { tenantId: cabinet.tenantId, id };
  const twice = await odile.postJson(paths.recoveries(cabinet.tenantId), FORM);
  assert.deepEqual([twice.status, twice.json().code], [409, "access.recovery_under_way"]);
  const own = await odile.postJson(paths.recovery(key, "accord"), { checked: true, reason: CHECKED });
  assert.deepEqual([own.status, own.json().code], [409, "access.recovery_own"]);
  const { recoveries } = (await odile.getJson(paths.allRecoveries())).json<{ recoveries: { id: string }[] }>();
  assert.ok(recoveries.some((recovery) => recovery.id === id));
  assert.equal((await odile.getJson(paths.recovery(key))).json().state, "asked");
  assert.deepEqual(
    (await odile.getJson(paths.recoveries(cabinet.tenantId))).json<{ isAdministratorSeen: boolean }>()
      .isAdministratorSeen,
    true,
  );
  assert.deepEqual((await omar.postJson(paths.recovery(key, "refus"), { reason: "Ce n’est pas clair." })).json(), key);
  const missing = await odile.getJson(paths.instance(newId()));
  assert.deepEqual([missing.status, missing.json().code], [404, "instances.instance_unknown"]);
});

Deno.test("a dossier, a recovery, or a pair of both that does not exist is 404, whatever is asked of it", async () => {
  const path = await asked(cabinet.tenantId);
  const id = path.split("/").at(-1)!;
  const wrong = [
    { tenantId: atelier.tenantId, id },
    { tenantId: cabinet.tenantId, id: newId() },
    { tenantId: "x", id },
    { tenantId: cabinet.tenantId, id: "x" },
  ];
  for (const key of wrong) {
    assert.equal((await omar.get(paths.recovery(key))).status, 404);
    for (const act of ["accord", "refus", "annulation"] as const) {
      const reply = await omar.post(paths.recovery(key, act), { checked: "on", reason: "Ce n’est pas clair." });
      assert.equal(reply.status, 404, `${act} ${JSON.stringify(key)}`);
    }
  }
  for (const tenantId of [newId(), "x"]) {
    assert.equal((await odile.get(paths.instance(tenantId))).status, 404);
    assert.equal((await odile.post(paths.recoveries(tenantId), FORM)).status, 404);
  }
  assert.equal((await odile.post(`${path}/annulation`, { reason: "C’est fini." })).status, 303);
});

const ROUTES = Object.keys(ACCESS).filter((route) => /reprises|dossiers/.test(route));
for (const route of ROUTES) {
  Deno.test(`${route} wants an operator: neither a visitor, nor Alice, nor an ended session`, async () => {
    const [method, pattern] = route.split(" ") as ["GET" | "POST", string];
    const path = pattern.replace(":dossier", atelier.tenantId).replace(":recovery", newId());
    const [, token] = alice.client.cookies().split("=");
    for (const cookie of ["", alice.client.cookies(), `paraphe-console=${token}`]) {
      const client = openClient(team), options = { headers: { cookie } };
      const reply = method === "GET" ? await client.get(path, options) : await client.post(path, FORM, options);
      assert.deepEqual([reply.status, reply.location], [303, paths.signIn()]);
    }
  });
}

Deno.test("a form that comes from another site is refused, and what is typed is shown as text", async () => {
  const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  assert.equal((await odile.post(paths.recoveries(cabinet.tenantId), FORM, { headers })).status, 403);
  const path = await asked(cabinet.tenantId, { reason: "<script>alert(1)</script>", name: "<b>Paul</b>" });
  const { text } = await omar.get(path);
  assert.ok(!text.includes("<script>alert") && !text.includes("<b>Paul"));
  assert.ok(text.includes("&lt;script&gt;alert(1)"));
});
