import assert from "node:assert/strict";
import { paths } from "../../console/paths.ts";
import { shiftClock } from "../../lib/platform/clock.ts";
import { newId } from "../../lib/platform/random.ts";
import { paths as product } from "../../routes/paths.ts";
import { signUpAs } from "../cast.ts";
import { plugAuthenticator } from "../support/authenticator.ts";
import { openApp } from "../support/app.ts";
import { openClient } from "../support/client.ts";
import { addStaff, openConsole, TEST_CONSOLE_URL } from "../support/console.ts";
import { openWorld } from "../support/world.ts";
import { signInEachRole } from "./_operator.ts";

const world = await openWorld();
const app = await openApp(world);
const operators = await openConsole("https://console.paraphe.example");
await addStaff();
const { player: alice, dossier } = await signUpAs(app, {
  email: "alice@atelier-dupre.example",
  company: "Atelier Dupré",
});
const clients = await signInEachRole(operators);
const odile = clients.administrator;
Deno.test.afterAll(async () => {
  shiftClock(0);
  await app.close();
  await world.close();
});
const { control } = world.owner;
const REASON = "Arrivée dans l’équipe lundi";
const idOf = async (name: string) => (await control`select id from control.operators where name = ${name}`)[0]!["id"];

Deno.test("the page of operators names each, his role and what he signs in with; support sees no form", async () => {
  const shown = await odile.get(paths.operators());
  for (const word of ["Odile", "Olga", "Oscar", "administration", "exploitation", "mot de passe et code", "Inviter"]) {
    assert.ok(shown.text.includes(word), word);
  }
  assert.doesNotMatch((await clients.support.get(paths.operators())).text, /Inviter un exploitant/);
  assert.doesNotMatch((await clients.support.get(paths.operator(await idOf("Odile")))).text, /Fermer son accès/);
});

Deno.test("an invitation shows its link once; followed, it opens an access by password and code", async () => {
  const wish = { name: "Ivan", email: "ivan@paraphe.example", role: "support", reason: REASON };
  const refused = await odile.post(paths.operators(), { ...wish, reason: "court" });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /value="ivan@paraphe\.example"/);
  const done = await odile.post(paths.operators(), wish);
  const [, link] = /<code>(https:\/\/[^<]+)<\/code>/.exec(done.text)!;
  assert.doesNotMatch((await odile.get(paths.operators())).text, /\/acces\//);
  const path = new URL(link!).pathname, ivan = openClient(operators);
  const page = await ivan.get(path);
  assert.match(page.text, /Ouvrir votre accès/);
  assert.match(page.text, /Ivan, ivan@paraphe\.example/);
  const wrong = await ivan.post(path, { password: "une phrase bien longue", code: "000000" });
  assert.equal(wrong.status, 422);
  assert.ok(!wrong.text.includes("une phrase bien longue"));
  assert.equal((await ivan.get(paths.settle("x".repeat(43)))).status, 404);
  assert.equal((await odile.post(paths.operators(), wish)).status, 409);
});

Deno.test("an administrator changes a role and shuts somebody out; what is refused comes back with its words", async () => {
  const oscar = await idOf("Oscar"), me = await idOf("Odile");
  const act = (id: string, name: Parameters<typeof paths.operator>[1], fields: Record<string, string> = {}) =>
    odile.post(paths.operator(id, name), { reason: REASON, ...fields });
  assert.equal((await act(oscar, "role", { role: "support" })).status, 303);
  assert.equal((await clients.operations.postJson(paths.erasures(dossier.tenantId), {})).status, 403);
  assert.equal((await act(oscar, "role", { role: "operations" })).status, 303);
  for (const fields of [{ role: "owner" }, { role: "support", reason: "court" }]) {
    assert.equal((await act(oscar, "role", fields)).status, 422);
  }
  assert.equal((await act(me, "role", { role: "support" })).status, 409);
  assert.equal((await act(me, "fermeture")).status, 409);
  assert.equal((await act(oscar, "fermeture")).status, 303);
  assert.equal((await clients.operations.get(paths.instances())).location, paths.signIn());
  const reset = await act(oscar, "reinitialisation");
  assert.equal(reset.status, 409);
  assert.equal((await act(oscar, "ouverture")).status, 303);
  assert.match((await act(oscar, "reinitialisation")).text, /<code>https:/);
  assert.equal((await odile.get(paths.operator(newId()))).status, 404);
  assert.equal((await act(newId(), "sessions")).status, 303);
});

Deno.test("every session of a person ends at once, and he signs in again", async () => {
  const path = paths.personSessions(), email = alice.email;
  assert.equal((await alice.client.getJson(product.dossiers())).status, 200);
  const wrongs = [{ email, reason: "court" }, { email: "nobody@example.fr", reason: REASON }, {
    email: "",
    reason: REASON,
  }];
  for (const wrong of wrongs) assert.equal((await odile.post(path, wrong)).status, 422);
  assert.equal((await alice.client.getJson(product.dossiers())).status, 200);
  const done = await odile.post(path, { email, reason: "Ordinateur volé, dit au téléphone" });
  assert.equal(done.location, paths.personSessions("?terminees=1"));
  assert.match((await odile.get(done.location!)).text, /Sessions terminées/);
  assert.equal((await alice.client.getJson(product.dossiers())).status, 401);
  assert.ok(!(await odile.get(paths.acts())).text.includes(email));
});

Deno.test("a device signs Odile in; the code stays a way, and the key that is taken away opens nothing", async () => {
  const key = await plugAuthenticator(operators.baseUrl);
  const options = await odile.postJson(paths.passkeyRequest(), {});
  const added = await odile.post(paths.passkeys(), { name: "Clé du bureau", answer: await key.create(options.json()) });
  assert.deepEqual([added.status, added.location], [303, paths.ownAccess()]);
  assert.match((await odile.get(paths.ownAccess())).text, /Clé du bureau/);
  const stranger = openClient(operators);
  assert.match((await stranger.get(paths.signIn())).text, /data-passkey="get"/);
  const enter = async () => {
    const asked = await stranger.postJson(paths.passkeySignInRequest(), {});
    return await stranger.post(paths.passkeySignIn(), { answer: await key.get(asked.json()) });
  };
  assert.equal((await enter()).location, paths.instances());
  assert.equal((await stranger.get(paths.instances())).status, 200);
  const [passkey] = await control`select id from control.operator_passkeys`;
  assert.equal((await clients.support.post(paths.passkeyRemoval(passkey!["id"]))).status, 404);
  assert.equal((await odile.post(paths.passkeyRemoval(passkey!["id"]))).status, 303);
  assert.equal((await enter()).status, 401);
});

Deno.test("a console at a number has no passkeys, and says so", async () => {
  const local = await openConsole(TEST_CONSOLE_URL), stranger = openClient(local);
  assert.doesNotMatch((await stranger.get(paths.signIn())).text, /data-passkey="get"/);
  assert.equal((await stranger.postJson(paths.passkeySignInRequest(), {})).status, 409);
});

Deno.test("the journal of acts is filtered, sorted and given as a file with the same rows", async () => {
  const page = await odile.get(paths.acts(`?acte=invite_operator&qui=${await idOf("Odile")}`));
  assert.match(page.text, /Odile a invité un exploitant/);
  assert.doesNotMatch(page.text, /<td[^>]*>[^<]*a changé le rôle/);
  const nothing = await odile.getJson(paths.acts("?du=2099-01-01"));
  assert.deepEqual(nothing.json()["acts"], []);
  const hostile = await odile.get(paths.acts("?qui=%27&acte=%3B--&sur=x&du=hier&apres=2026_x&tri=reason&sens=up"));
  assert.equal(hostile.status, 200);
  const csv = await odile.get(paths.actsExport("csv", "?acte=change_operator_role"));
  assert.match(csv.headers.get("content-disposition")!, /Journal des actes/);
  const lines = csv.text.trim().split("\r\n");
  assert.equal(lines.length, 3);
  assert.ok(lines.slice(1).every((line) => line.includes("a changé le rôle d’un exploitant") && line.includes(REASON)));
  const xlsx = await odile.get(paths.actsExport("xlsx"));
  assert.match(xlsx.headers.get("content-type")!, /spreadsheetml/);
});

Deno.test("dossiers are sorted by each column both ways, page after page, and given as a file", async () => {
  await control`insert into control.instances
    (tenant_id, public_id, slug, company_name, search, cell_id, state, time_zone, trial_ends_on)
    select gen_random_uuid(), translate(lpad(n::text, 8, '0'), 'ilou', '0000'), 'volume-' || n, 'Volume ' || n,
      'volume ' || n, 'trial-1', 'trial', 'Europe/Paris', case when n % 7 > 0 then date '2026-01-01' + n % 5 end
    from generate_series(1, 130) n`;
  await control`insert into control.instance_figures (tenant_id, sampled_at, row_count, row_bytes)
    select tenant_id, now(), 1, length(slug) * 1000 from control.instances where slug like 'volume-1%'`;
  for (const sort of ["created", "name", "size", "trial"]) {
    const both: string[][] = [];
    for (const way of ["asc", "desc"]) {
      const seen: string[] = [];
      const query = `?q=volume&tri=${sort}&sens=${way}`;
      let next: string | null = null;
      do {
        const reply = await odile.getJson(paths.instances(next ? `${query}&apres=${encodeURIComponent(next)}` : query));
        const found = reply.json<{ instances: { tenantId: string }[]; next: string | null }>();
        seen.push(...found.instances.map(({ tenantId }) => tenantId));
        next = found.next;
      } while (next);
      assert.deepEqual([seen.length, new Set(seen).size], [130, 130], `${sort} ${way}`);
      both.push(seen);
    }
    assert.deepEqual(both[0], both[1]!.toReversed(), sort);
  }
  assert.match((await odile.get(paths.instances("?tri=size&sens=desc"))).text, /aria-sort="descending"/);
  const csv = await odile.get(paths.instancesExport("csv", "?q=volume"));
  assert.equal(csv.text.trim().split("\r\n").length, 131);
  assert.equal((await odile.get(paths.instances("?tri=name&apres=x~y"))).status, 200);
});
