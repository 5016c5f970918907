import assert from "node:assert/strict";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { type Client, openClient } from "../../support/client.ts";
import { formsOf } from "../../support/forms.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, chloe, denis, atelier, garage } = await makeCast(app);
const { slug } = atelier;
const PASSWORD = "quatre grands chiens noirs";

/** The link of the last invitation that somebody received, as a path of ours. */
async function invitationTo(email: string): Promise<string> {
  await app.runJobs();
  const link = new RegExp(`${app.baseUrl}(/invitation/[\\w-]+)`);
  for (const { to, text } of await app.mailbox.list()) {
    const [, path] = (to.includes(email) && link.exec(text)) || [];
    if (path) return path;
  }
  throw new Error(`no invitation mailed to ${email}`);
}

async function invite(email: string, profile = "reader", client: Client = alice.client, where = slug): Promise<string> {
  const asked = await client.postJson(paths.invitations(where), { email, profile });
  assert.equal(asked.status, 201, asked.text);
  return asked.json<{ id: string }>().id;
}

Deno.test("the administrator sees who is there; names, profiles, owner and last day", async () => {
  const { text } = await alice.client.get(paths.members(slug));
  for (const word of [alice.email, bob.email, chloe.email, "Commercial", "Comptable", "titulaire", "Inviter"]) {
    assert.ok(text.includes(word), word);
  }
  const { members } = (await alice.client.getJson(paths.members(slug))).json<{ members: { profile: string }[] }>();
  assert.deepEqual(members.map(({ profile }) => profile).sort(), ["accountant", "administrator", "sales"]);
});

Deno.test("an invitation is mailed, shows a page without spending anything, makes an account and lets in", async () => {
  const email = "emma@example.fr";
  await invite(email, "sales");
  const path = await invitationTo(email);
  const emma = openClient(app);
  for (let look = 0; look < 3; look++) {
    const { status, text } = await emma.get(path);
    assert.equal(status, 200);
    assert.ok(text.includes("Commercial") && text.includes(email) && text.includes(atelier.name));
  }
  const accepted = await emma.post(path, { name: "Emma Petit", password: PASSWORD });
  assert.equal(accepted.location, paths.dossier(slug));
  assert.equal((await emma.get(paths.documents(slug, "quote"))).status, 200);
  assert.equal((await emma.get(paths.documents(slug, "invoice"))).status, 403);
  const again = openClient(app);
  const signedIn = await again.post(paths.signIn(), { email, password: PASSWORD });
  assert.equal(signedIn.status, 303, "the password chosen is the account's");
  assert.equal((await emma.post(path, { name: "Emma", password: PASSWORD })).status, 410, "the link is spent");
});

Deno.test("no mail of an invitation holds a password, and it says who invites, where, as what", async () => {
  await invite("paul@example.fr", "accountant");
  await app.runJobs();
  const mail = (await app.mailbox.list()).find(({ to }) => to.includes("paul@example.fr"))!;
  assert.ok(mail.text.includes(alice.email) && mail.text.includes(atelier.name) && mail.text.includes("Comptable"));
  assert.equal(/mot de passe/i.test(mail.text), false);
});

Deno.test("who has an account signs in first, comes back, and joins with one button", async () => {
  await invite(denis.email, "reader");
  const path = await invitationTo(denis.email);
  const visitor = openClient(app);
  const page = await visitor.get(path);
  assert.ok(page.text.includes(`/connexion?retour=${encodeURIComponent(path)}`));
  assert.equal((await visitor.post(path, { name: "X", password: PASSWORD })).status, 409, "no account is taken over");
  assert.equal((await denis.client.get(paths.dossier(slug))).status, 404);
  assert.equal((await denis.client.post(path)).location, paths.dossier(slug));
  assert.equal((await denis.client.get(paths.dossier(slug))).status, 200);
  assert.equal((await denis.client.get(paths.dossier(garage.slug))).status, 200, "his own dossier is still his");
  await alice.client.post(paths.memberAct(slug, denis.personId, "retrait"));
  assert.equal((await denis.client.get(paths.dossier(slug))).status, 404);
});

Deno.test("signed in as somebody else one is told plainly, and nothing is spent", async () => {
  const email = "nora@example.fr";
  await invite(email);
  const path = await invitationTo(email);
  const { text } = await bob.client.get(path);
  assert.ok(text.includes("pour une autre adresse") && text.includes(email) && text.includes(bob.email));
  const refused = await bob.client.postJson(path, { name: "Bob", password: PASSWORD });
  assert.deepEqual([refused.status, refused.json().code], [409, "access.wrong_mailbox"]);
  assert.equal((await openClient(app).get(path)).status, 200);
});

Deno.test("unknown, spent, replaced, withdrawn, expired and malformed links give one answer", async () => {
  const spent = await (async () => {
    await invite("spent@example.fr");
    const path = await invitationTo("spent@example.fr");
    await openClient(app).post(path, { name: "S", password: PASSWORD });
    return path;
  })();
  const replacedId = await invite("replaced@example.fr");
  const replaced = await invitationTo("replaced@example.fr");
  assert.equal((await alice.client.post(paths.invitationAct(slug, replacedId, "renvoi"))).status, 303);
  const withdrawnId = await invite("withdrawn@example.fr");
  const withdrawn = await invitationTo("withdrawn@example.fr");
  await alice.client.post(paths.invitationAct(slug, withdrawnId, "retrait"));
  const expiredId = await invite("expired@example.fr");
  const expired = await invitationTo("expired@example.fr");
  await world.owner.control`update control.invitations set expires_at = now() - interval '1 second'
    where id = ${expiredId}`;
  const paths410 = [spent, replaced, withdrawn, expired, paths.invitation(newId()), paths.invitation("a'; drop --")];
  const answers = new Set<string>();
  for (const path of paths410) {
    for (
      const reply of [
        await openClient(app).get(path),
        await openClient(app).post(path, { name: "N", password: PASSWORD }),
      ]
    ) {
      assert.equal(reply.status, 410, path);
      answers.add(reply.text);
    }
  }
  assert.equal(answers.size, 1);
  assert.equal(
    (await openClient(app).get(await invitationTo("replaced@example.fr"))).status,
    200,
    "the newer one works",
  );
});

Deno.test("links are not guessed by the thousand", async () => {
  const guesser = openClient(app);
  const statuses: number[] = [];
  for (let guess = 0; guess < 22; guess++) statuses.push((await guesser.get(paths.invitation(newId()))).status);
  assert.deepEqual([statuses[0], statuses.at(-1)], [410, 429]);
});

Deno.test("whom one may not invite: a member, somebody awaited, what is no address, an unknown profile", async () => {
  await invite("twice@example.fr");
  const table: readonly [Record<string, string>, string][] = [
    [{ email: bob.email, profile: "reader" }, "access.already_member"],
    [{ email: bob.email.toUpperCase(), profile: "reader" }, "access.already_member"],
    [{ email: "Twice@Example.fr", profile: "reader" }, "access.already_invited"],
    [{ email: "nobody", profile: "reader" }, "access.email"],
    [{ email: "", profile: "reader" }, "access.email"],
    [{ email: "a\u0000b@example.fr", profile: "reader" }, "access.email"],
    [{ email: "new@example.fr", profile: "" }, "access.profile_unknown"],
    [{ email: "new@example.fr", profile: "custom" }, "access.profile_unknown"],
    [{ email: "new@example.fr", profile: newId() }, "access.profile_unknown"],
  ];
  for (const [body, code] of table) {
    const reply = await alice.client.postJson(paths.invitations(slug), body);
    assert.equal(reply.json().code, code, JSON.stringify(body));
  }
  const page = await alice.client.post(paths.invitations(slug), { email: "nobody", profile: "sales" });
  assert.equal(page.status, 422);
  assert.ok(page.text.includes('value="nobody"'), "what was typed is kept");
});

Deno.test("the password of a new account follows the policy, and the name is wanted", async () => {
  await invite("weak@example.fr");
  const path = await invitationTo("weak@example.fr");
  const weak = openClient(app);
  for (
    const [name, password] of [["Wim", "court"], ["Wim", "motdepasse1234"], ["", PASSWORD], ["x".repeat(200), PASSWORD]]
  ) {
    const reply = await weak.post(path, { name: name!, password: password! });
    assert.equal(reply.status, 422, `${name} ${password}`);
    assert.equal(reply.text.includes(password!), false, "no password is shown again");
  }
  assert.equal((await weak.post(path, { name: "Wim", password: PASSWORD })).status, 303);
});

Deno.test("one mailbox is written to five times an hour, from however many dossiers", async () => {
  const email = "flooded@example.fr";
  const id = await invite(email);
  for (let sending = 0; sending < 4; sending++) {
    assert.equal((await alice.client.post(paths.invitationAct(slug, id, "renvoi"))).status, 303);
  }
  const sixth = await alice.client.postJson(paths.invitationAct(slug, id, "renvoi"));
  assert.deepEqual([sixth.status, sixth.json().code], [429, "identity.too_many_invitations"]);
  const elsewhere = await denis.client.postJson(paths.invitations(garage.slug), { email, profile: "reader" });
  assert.equal(elsewhere.status, 429);
});

Deno.test("a link that two people press at once lets one of them in", async () => {
  await invite("course@example.fr");
  const path = await invitationTo("course@example.fr");
  const replies = await Promise.all(
    [1, 2, 3].map((n) => openClient(app).post(path, { name: `C${n}`, password: PASSWORD })),
  );
  assert.deepEqual(replies.map(({ status }) => status).sort((a, b) => a - b).filter((status) => status === 303), [303]);
  assert.ok(replies.every(({ status }) => [303, 409, 410].includes(status)));
});

Deno.test("an invitation of another dossier, or none, is not sent again nor withdrawn", async () => {
  const id = await invite("ailleurs@example.fr", "reader", denis.client, garage.slug);
  for (const act of ["renvoi", "retrait"] as const) {
    for (const strange of [id, newId(), "x"]) {
      assert.equal((await alice.client.post(paths.invitationAct(slug, strange, act))).status, 404);
    }
  }
});

Deno.test("a member's page changes his profile, makes him an owner and shows him out", async () => {
  const page = await alice.client.get(paths.member(slug, bob.personId));
  const actions = formsOf(page.text).flatMap((form) => form.actions);
  for (const act of ["profil", "titulaire", "retrait"] as const) {
    assert.ok(actions.includes(paths.memberAct(slug, bob.personId, act)), act);
  }
  await alice.client.post(paths.memberAct(slug, bob.personId, "profil"), { profile: "adv" });
  assert.equal((await bob.client.get(paths.documents(slug, "invoice"))).status, 200, "at his next page");
  await alice.client.post(paths.memberAct(slug, bob.personId, "profil"), { profile: "sales" });
  assert.equal((await bob.client.get(paths.documents(slug, "invoice"))).status, 403);
  await alice.client.post(paths.memberAct(slug, bob.personId, "titulaire"));
  assert.equal((await bob.client.get(paths.members(slug))).status, 200);
  await bob.client.post(paths.memberAct(slug, bob.personId, "titulaire/retrait"));
  await alice.client.post(paths.memberAct(slug, bob.personId, "profil"), { profile: "sales" });
});

Deno.test("the last owner is told what to do first, on the page", async () => {
  const reply = await alice.client.post(paths.leaving(slug));
  assert.equal(reply.status, 409);
  assert.ok(reply.text.includes("désignez d’abord un autre titulaire"));
  const mine = await alice.client.post(paths.memberAct(slug, alice.personId, "titulaire/retrait"));
  assert.equal(mine.status, 409);
});

Deno.test("any member may leave, and comes back only by invitation", async () => {
  assert.equal((await chloe.client.post(paths.leaving(slug))).location, paths.dossiers("tous"));
  assert.equal((await chloe.client.get(paths.dossier(slug))).status, 404);
  await invite(chloe.email, "accountant");
  await chloe.client.post(await invitationTo(chloe.email));
  assert.equal((await chloe.client.get(paths.dossier(slug))).status, 200);
});

Deno.test("a profile is composed by ticks, given, changed, and deleted when nobody has it", async () => {
  const blank = formsOf((await alice.client.get(paths.newProfile(slug))).text).find(({ actions }) =>
    actions.includes(paths.profiles(slug))
  )!;
  assert.equal(Object.values(blank.fields).includes("members:write"), false);
  const { id } = blank.fields;
  const form = { id: id!, name: "Atelier", "rights.0": "invoices:write", "rights.1": "customers:read" };
  assert.equal((await alice.client.post(paths.profiles(slug), form)).status, 303);
  await alice.client.post(paths.memberAct(slug, bob.personId, "profil"), { profile: id! });
  assert.equal((await bob.client.get(paths.documents(slug, "invoice"))).status, 200);
  assert.equal((await bob.client.get(paths.documents(slug, "quote"))).status, 403);
  const shown = await alice.client.get(paths.profile(slug, id!));
  assert.match(shown.text, /value="invoices:write" checked/);
  const used = await alice.client.post(paths.profileDeletion(slug, id!));
  assert.equal(used.status, 409);
  assert.ok(used.text.includes("encore celui d’un membre"));
  await alice.client.post(paths.profile(slug, id!), { name: "Atelier", "rights.0": "quotes:read" });
  assert.equal((await bob.client.get(paths.documents(slug, "quote"))).status, 200);
  assert.equal((await bob.client.get(paths.documents(slug, "invoice"))).status, 403);
  await alice.client.post(paths.memberAct(slug, bob.personId, "profil"), { profile: "sales" });
  assert.equal((await alice.client.post(paths.profileDeletion(slug, id!))).status, 303);
  assert.equal((await alice.client.get(paths.profile(slug, id!))).status, 404);
});

Deno.test("a refused profile comes back with its name and ticks", async () => {
  const reply = await alice.client.post(paths.profiles(slug), { id: newId(), name: "ADV", "rights.7": "quotes:read" });
  assert.equal(reply.status, 422);
  assert.ok(reply.text.includes("Un profil porte déjà ce nom"));
  assert.ok(reply.text.includes('value="ADV"'));
});

Deno.test("every act on rights stands in « Qui a fait quoi », once, with the person it was about", async () => {
  await app.runJobs();
  await app.runJobs();
  const { text } = await alice.client.get(paths.activity(slug));
  for (const words of ["Profil changé : Commercial → ADV", "Invitation renvoyée", "Profil « Atelier » créé"]) {
    assert.ok(text.includes(words), words);
  }
  const [{ count } = { count: -1 }] = await world.owner.control`select count(*)::integer from control.access_acts`;
  assert.equal(count, 0, "nothing waits");
});

Deno.test("an act that is copied twice stands there once; a locked dossier makes it wait", async () => {
  const { trial, control } = world.owner;
  await trial`update cell.dossiers set state = 'read_only' where tenant_id = ${atelier.tenantId}`;
  await alice.client.post(paths.memberAct(slug, bob.personId, "profil"), { profile: "adv" });
  await app.runJobs();
  const waiting = await control`select id, at from control.access_acts where tenant_id = ${atelier.tenantId}`;
  assert.equal(waiting.length, 1);
  await trial`update cell.dossiers set state = 'open' where tenant_id = ${atelier.tenantId}`;
  const { id, at } = waiting[0]!;
  await trial`insert into cell.activity (tenant_id, id, at, actor, verb, subject_kind, subject_id, summary)
    values (${atelier.tenantId}, ${id}, ${at}, 'Alice', 'changeProfile', 'member', ${bob.personId}, 'déjà là')`;
  await control`update control.jobs set run_at = now(), state = 'ready' where kind = 'access.record_act'
    and state <> 'done'`;
  await app.runJobs();
  assert.equal((await trial`select 1 from cell.activity where id = ${id}`).length, 1);
  assert.equal((await control`select 1 from control.access_acts where id = ${id}`).length, 0);
  await alice.client.post(paths.memberAct(slug, bob.personId, "profil"), { profile: "sales" });
});

Deno.test("whoever may not manage members sees neither the entry nor the page; a stranger finds nothing", async () => {
  assert.equal((await bob.client.get(paths.company(slug))).text.includes(paths.members(slug)), false);
  assert.equal((await bob.client.get(paths.members(slug))).status, 403);
  const asked = await bob.client.post(paths.memberAct(slug, bob.personId, "profil"), { profile: "administrator" });
  assert.equal(asked.status, 403);
  assert.equal((await chloe.client.get(paths.member(slug, bob.personId))).status, 403);
  assert.equal((await denis.client.get(paths.members(slug))).status, 404);
  assert.equal((await alice.client.get(paths.member(slug, denis.personId))).status, 404);
});

Deno.test("an invitation works for seven days and no longer", async () => {
  await invite("jours@example.fr");
  const [row] = await world.owner.control`
    select expires_at - sent_at = interval '7 days' as "isWeek" from control.invitations
    where email_key = 'jours@example.fr'`;
  assert.equal(row!.isWeek, true);
});
