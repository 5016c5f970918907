import assert from "node:assert/strict";
import { shiftClock } from "../../../lib/platform/clock.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast, PASSWORD, signUpAs } from "../../cast.ts";
import { openApp, TEST_BASE_URL } from "../../support/app.ts";
import { type Client, openClient, type Reply } from "../../support/client.ts";
import {
  type Account,
  ANOTHER_KEY,
  type Forgery,
  signed,
  signedByBoth,
  startIdentityProvider,
  unsigned,
} from "../../support/identity_provider.ts";
import { openWorld } from "../../support/world.ts";
import { comeBack, connect, leaveFor, local } from "./_company.ts";

const world = await openWorld();
const app = await openApp(world);
const { alice, bob, denis, atelier, garage } = await makeCast(app);
const returns = [atelier, garage].map(({ slug }) => TEST_BASE_URL + paths.companySignInReturn(slug));
const provider = await startIdentityProvider(returns);
const other = await startIdentityProvider(returns);
Deno.test.afterAll(async () => {
  await Promise.all([provider.stop(), other.stop()]);
  await app.close();
  await world.close();
});
await connect(alice, atelier, provider);
await connect(denis, garage, other);

/** Bob as the provider of his company knows him. */
const BOB: Account = { subject: "bob-1", email: bob.email, isVerified: true };

/** The whole way, in a new browser: to the provider, signed in there as somebody, and back. */
function come(account: Account, dossier = atelier): Promise<{ client: Client; reply: Reply }> {
  return comeBack(app, provider, { account, dossier });
}

async function assertRefused(account: Account, code: string, status: number): Promise<void> {
  const { client, reply } = await come(account);
  assert.equal(reply.json()["code"], `sso.${code}`, reply.text);
  assert.equal(reply.status, status);
  assert.equal((await client.getJson(paths.dossier(atelier.slug))).status, 401);
}

Deno.test("a member comes in through the company's provider, with pages alone, and finds his dossier", async () => {
  const client = openClient(app);
  provider.account = BOB;
  const door = await client.get(paths.companySignIn(atelier.slug));
  assert.match(door.text, /Continuer avec mon entreprise/);
  const departure = await client.post(paths.companySignIn(atelier.slug));
  const [, url = ""] = /^0; url=(.+)$/.exec(departure.headers.get("refresh") ?? "") ?? [];
  assert.equal(new URL(url).searchParams.get("code_challenge_method"), "S256");
  assert.equal(new URL(url).origin, provider.issuer);
  assert.ok(departure.text.includes(new URL(url).host));
  const back = await client.get(local(await provider.signInAt(url)));
  assert.equal(back.status, 303, back.text);
  const dossier = await client.follow(back);
  assert.equal(dossier.status, 200);
  assert.match(dossier.text, /Atelier Dupré/);
});

Deno.test("the session opens that dossier alone: no account, no other dossier, not even his own", async () => {
  const [own] = await world.owner.control`select i.slug from control.instances i join control.memberships m
    using (tenant_id) where m.person_id = ${bob.personId} and i.slug <> ${atelier.slug}`;
  const { client } = await come(BOB);
  assert.equal((await client.getJson(paths.dossier(atelier.slug))).status, 200);
  assert.equal((await client.getJson(paths.dossier(own!["slug"]))).status, 401);
  assert.equal((await client.getJson(paths.dossiers())).status, 401);
  assert.equal((await client.getJson(paths.dossier(garage.slug))).status, 401);
});

Deno.test("a token without the words that bind it to a dossier is no token", async () => {
  const { client } = await come(BOB);
  const [, token = ""] = /paraphe=(sso_[\w-]+)/.exec(client.cookies()) ?? [];
  for (const forged of [token.slice(41), token.replace(atelier.tenantId, garage.tenantId)]) {
    const headers = { cookie: `paraphe=${forged}` };
    for (const { slug } of [atelier, garage]) {
      assert.equal((await openClient(app).getJson(paths.dossier(slug), { headers })).status, 401);
    }
  }
});

Deno.test("what weighs much asks for the person's own password, however fresh the session", async () => {
  const { client, reply } = await come({ subject: "alice-1", email: alice.email, isVerified: true });
  assert.equal(reply.status, 303, reply.text);
  const removal = paths.companySignInRemoval(atelier.slug);
  const refused = await client.postJson(removal);
  assert.equal(refused.status, 403);
  assert.equal(refused.json()["code"], "request.proof_wanted");
  assert.match((await client.post(removal)).text, /votre propre mot de passe/);
  assert.equal((await client.postJson("/compte/preuve", { password: PASSWORD })).status, 401);
  assert.equal((await client.getJson(paths.companySignInSettings(atelier.slug))).status, 200);
  await client.postJson(paths.signIn(), { email: alice.email, password: PASSWORD });
  assert.equal((await client.postJson(paths.companySignInUntying(atelier.slug))).status, 200);
});

Deno.test("the session ends after twelve hours, used or not", async () => {
  const { client } = await come(BOB);
  try {
    shiftClock(11 * 3_600_000);
    assert.equal((await client.getJson(paths.dossier(atelier.slug))).status, 200);
    shiftClock(12 * 3_600_000 + 60_000);
    assert.equal((await client.getJson(paths.dossier(atelier.slug))).status, 401);
  } finally {
    shiftClock(0);
  }
});

Deno.test("what came back once does not work twice, nor in another browser", async () => {
  const client = openClient(app);
  provider.account = BOB;
  const back = local(await provider.signInAt(await leaveFor(client, atelier)));
  const stolen = await openClient(app).getJson(back);
  assert.equal(stolen.json()["code"], "sso.state");
  assert.equal((await client.getJson(back)).status, 303);
  const headers = { cookie: client.cookies() };
  assert.equal((await openClient(app).getJson(back, { headers })).json()["code"], "sso.state");
});

Deno.test("of twenty returns at once with one state, one opens a session", async () => {
  const client = openClient(app);
  provider.account = BOB;
  const back = local(await provider.signInAt(await leaveFor(client, atelier)));
  const headers = { cookie: client.cookies() };
  const replies = await Promise.all(Array.from({ length: 20 }, () => openClient(app).getJson(back, { headers })));
  assert.equal(replies.filter(({ status }) => status === 303).length, 1);
  assert.equal(replies.filter(({ status }) => status === 410).length, 19);
});

Deno.test("a sign-in that comes back after ten minutes is over", async () => {
  const client = openClient(app);
  provider.account = BOB;
  const back = local(await provider.signInAt(await leaveFor(client, atelier)));
  try {
    shiftClock(601_000);
    assert.equal((await client.getJson(back)).json()["code"], "sso.state");
  } finally {
    shiftClock(0);
  }
});

Deno.test("unknown, missing, doubled and hostile states are one answer, and no fault", async () => {
  const client = openClient(app);
  await leaveFor(client, atelier);
  const states = ["", "?state=x&code=y", "?code=y", "?state=a&state=b", `?state=${"z".repeat(5_000)}`, "?state=%00%27"];
  for (const query of states) {
    const reply = await client.getJson(paths.companySignInReturn(atelier.slug) + query);
    assert.equal(reply.json()["code"], "sso.state", query);
  }
});

Deno.test("a nonce that is not ours is refused", async () => {
  const client = openClient(app);
  provider.account = BOB;
  const url = new URL(await leaveFor(client, atelier));
  url.searchParams.set("nonce", "another");
  const reply = await client.getJson(local(await provider.signInAt(url.href)));
  assert.equal(reply.json()["code"], "sso.token");
});

Deno.test("a code that was asked for with another proof key is refused", async () => {
  const client = openClient(app);
  provider.account = BOB;
  const url = new URL(await leaveFor(client, atelier));
  url.searchParams.set("code_challenge", "A".repeat(43));
  assert.equal((await client.getJson(local(await provider.signInAt(url.href)))).json()["code"], "sso.token");
});

Deno.test("a state or an issuer that was changed on the way back is refused", async () => {
  for (const [name, value] of [["state", "x"], ["iss", other.issuer], ["iss", null]] as const) {
    const client = openClient(app);
    provider.account = BOB;
    const back = new URL(await provider.signInAt(await leaveFor(client, atelier)));
    if (value === null) back.searchParams.delete(name);
    else back.searchParams.set(name, value);
    const reply = await client.getJson(local(back.href));
    assert.equal(reply.json()["code"], name === "state" ? "sso.state" : "sso.token", `${name} ${value}`);
  }
});

/** What a token is changed into, and how it is signed then. */
const FORGERIES: Readonly<Record<string, Forgery>> = {
  "for another application": ({ claims, key, header }) => signed({ ...claims, aud: "another" }, key, header),
  "for several, handed to another": ({ claims, key, header }) =>
    signed({ ...claims, aud: [claims["aud"], "another"], azp: "another" }, key, header),
  "for several, handed to nobody": ({ claims, key, header }) =>
    signed({ ...claims, aud: [claims["aud"], "another"] }, key, header),
  "of another issuer": ({ claims, key, header }) => signed({ ...claims, iss: "https://evil.example" }, key, header),
  "that has expired": ({ claims, key, header }) =>
    signed({ ...claims, exp: Number(claims["iat"]) - 3_600, iat: Number(claims["iat"]) - 7_200 }, key, header),
  "that never expires": ({ claims: { exp: _, ...claims }, key, header }) => signed(claims, key, header),
  "without its nonce": ({ claims: { nonce: _, ...claims }, key, header }) => signed(claims, key, header),
  "signed by a key that is not the provider's": ({ claims, header }) => signed(claims, ANOTHER_KEY, header),
  "signed with the secret that both hold": ({ claims, secret }) => signedByBoth(claims, secret),
  "without signature": ({ claims }) => unsigned(claims),
  "whose words were changed under the signature": ({ claims, key, header }) => {
    const [first = "", second = ""] = signed({ ...claims, email: "alice@atelier-dupre.example" }, key, header).split(
      ".",
    );
    return [first, second, signed(claims, key, header).split(".")[2]].join(".");
  },
};

for (const [what, forgery] of Object.entries(FORGERIES)) {
  Deno.test(`a token ${what} opens nothing`, async () => {
    provider.forgery = forgery;
    try {
      await assertRefused(BOB, "token", 410);
    } finally {
      provider.forgery = null;
    }
  });
}

Deno.test("an address that the provider has not verified, or says nothing of, opens nothing", async () => {
  await assertRefused({ ...BOB, isVerified: false }, "email_unverified", 403);
  for (const word of ["true", 1, null]) {
    provider.forgery = ({ claims, key, header }) => signed({ ...claims, email_verified: word }, key, header);
    await assertRefused(BOB, "email_unverified", 403);
  }
  provider.forgery = null;
});

Deno.test("an address of another domain, below ours or that only looks like it, opens nothing", async () => {
  const others = ["denis@garage-morel.example", "bob@sous.atelier-dupre.example", "bob@xatelier-dupre.example"];
  for (const email of others) await assertRefused({ subject: "x", email, isVerified: true }, "domain", 403);
  for (const email of ["", "bob", "bob@atelier-dupre.example@x", "a b@atelier-dupre.example"]) {
    await assertRefused({ subject: "x", email, isVerified: true }, "email_unverified", 403);
  }
});

Deno.test("somebody who is no member, with an account or without, gets one answer", async () => {
  await signUpAs(app, { email: "zoe@atelier-dupre.example", company: "Zoé" });
  for (const name of ["zoe", "nobody"]) {
    await assertRefused({ subject: name, email: `${name}@atelier-dupre.example`, isVerified: true }, "not_member", 403);
  }
});

Deno.test("with a default profile, somebody who has an account comes in as that; who has none does not", async () => {
  await signUpAs(app, { email: "yves@atelier-dupre.example", company: "Yves" });
  await connect(alice, atelier, provider, { defaultProfile: "reader" });
  const { client, reply } = await come({ subject: "yves", email: "Yves@Atelier-Dupre.example", isVerified: true });
  assert.equal(reply.status, 303, reply.text);
  assert.equal((await client.getJson(paths.dossier(atelier.slug))).status, 200);
  assert.equal((await client.postJson(paths.customers(atelier.slug), { kind: "person", name: "X" })).status, 403);
  await assertRefused({ subject: "n", email: "nobody@atelier-dupre.example", isVerified: true }, "not_member", 403);
  await connect(alice, atelier, provider);
});

Deno.test("an address that the company gave to a newcomer does not open the account of who left", async () => {
  await assertRefused({ ...BOB, subject: "bob-2" }, "subject", 403);
  await alice.client.postJson(paths.companySignInUntying(atelier.slug));
  assert.equal((await come({ ...BOB, subject: "bob-2" })).reply.status, 303);
  await assertRefused(BOB, "subject", 403);
});

Deno.test("whoever has lost his place in the dossier is out at once", async () => {
  await alice.client.postJson(paths.companySignInUntying(atelier.slug));
  const { client } = await come(BOB);
  await world.owner.control`delete from control.memberships
    where tenant_id = ${atelier.tenantId} and person_id = ${bob.personId}`;
  assert.equal((await client.getJson(paths.dossier(atelier.slug))).status, 401);
  await assertRefused(BOB, "not_member", 403);
  await world.owner.control`insert into control.memberships (tenant_id, person_id, profile)
    values (${atelier.tenantId}, ${bob.personId}, 'sales')`;
});

Deno.test("what one dossier's provider answers opens no other dossier", async () => {
  const client = openClient(app);
  provider.account = BOB;
  other.account = { subject: "bob-1", email: bob.email, isVerified: true };
  const ours = new URL(await provider.signInAt(await leaveFor(client, atelier)));
  const elsewhere = local(ours.href).replace(atelier.slug, garage.slug);
  assert.equal((await client.getJson(elsewhere)).json()["code"], "sso.state");
  // The code of one provider, brought to the other's return address with that one's own state.
  const theirs = new URL(await leaveFor(client, garage));
  const mixed = new URLSearchParams(ours.search);
  mixed.set("state", theirs.searchParams.get("state")!);
  const reply = await client.getJson(`${paths.companySignInReturn(garage.slug)}?${mixed}`);
  assert.equal(reply.json()["code"], "sso.token");
  // A neighbour's provider says who it likes: it does so for its own dossier, and its domains.
  const neighbour = openClient(app);
  const said = await neighbour.getJson(local(await other.signInAt(await leaveFor(neighbour, garage))));
  assert.equal(said.json()["code"], "sso.domain");
});

Deno.test("a provider that is asked to say who Alice is opens the neighbour's dossier at most, never hers", async () => {
  await connect(denis, garage, other, { domains: "atelier-dupre.example", defaultProfile: "reader" });
  other.account = { subject: "alice", email: alice.email, isVerified: true };
  const client = openClient(app);
  const reply = await client.getJson(local(await other.signInAt(await leaveFor(client, garage))));
  assert.equal(reply.status, 303);
  for (const path of [paths.dossier(atelier.slug), paths.dossiers()]) {
    assert.equal((await client.getJson(path)).status, 401, path);
  }
});

Deno.test("somebody who gives up at the provider is told so", async () => {
  const client = openClient(app);
  const state = new URL(await leaveFor(client, atelier)).searchParams.get("state")!;
  const query = new URLSearchParams({ error: "access_denied", state, iss: provider.issuer });
  const reply = await client.getJson(`${paths.companySignInReturn(atelier.slug)}?${query}`);
  assert.equal(reply.json()["code"], "sso.denied");
});

Deno.test("unknown dossiers, dossiers without it and hostile addresses show one page and one refusal", async () => {
  const client = openClient(app);
  const page = await client.get(paths.companySignIn("cabinet-lenoir"));
  assert.equal(page.status, 200);
  const known = await client.get(paths.companySignIn(atelier.slug));
  assert.equal(known.text.replaceAll(atelier.slug, "x"), page.text.replaceAll("cabinet-lenoir", "x"));
  const answers: string[] = [];
  for (const slug of ["cabinet-lenoir", "nobody-has-this", "a'--", "x\u0000", "A".repeat(300)]) {
    const reply = await client.postJson(paths.companySignIn(slug));
    assert.equal(reply.status, 404, slug);
    answers.push(reply.text);
  }
  assert.equal(new Set(answers).size, 1);
});

Deno.test("an address asks for as many departures as the limit says, and no more", async () => {
  const client = openClient(app);
  for (let sent = 0; sent < 60; sent++) await client.postJson(paths.companySignIn("nobody-has-this"));
  assert.equal((await client.postJson(paths.companySignIn(atelier.slug))).status, 429);
});

Deno.test("departures from another site's form are refused", async () => {
  const headers = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
  assert.equal((await openClient(app).post(paths.companySignIn(atelier.slug), {}, { headers })).status, 403);
});

Deno.test("a provider that is down is said to be so, and people still sign in with their passwords", async () => {
  const down = await startIdentityProvider(returns);
  await down.stop();
  await connect(denis, garage, down);
  const reply = await openClient(app).postJson(paths.companySignIn(garage.slug));
  assert.equal(reply.status, 503);
  assert.equal(reply.json()["code"], "sso.unreachable");
  const page = await openClient(app).post(paths.companySignIn(garage.slug));
  assert.match(page.text, /ne répond pas/);
  const client = openClient(app);
  assert.equal((await client.postJson(paths.signIn(), { email: denis.email, password: PASSWORD })).status, 200);
});

Deno.test("the database holds neither the states, the nonces, the proof keys nor the secret in clear", async () => {
  const client = openClient(app);
  const url = new URL(await leaveFor(client, atelier));
  const [, staying = ""] = /paraphe_sso=([\w-]+)/.exec(client.cookies()) ?? [];
  const rows = await world.owner.control`select c::text || a::text as text from control.sso_connections c,
    control.sso_attempts a`;
  const stored = rows.map((row) => row["text"] as string).join("\n");
  assert.ok(stored.includes(provider.issuer));
  const hex = (text: string) => new TextEncoder().encode(text).reduce((all, byte) => all + byte.toString(16), "");
  for (
    const secret of [url.searchParams.get("state")!, url.searchParams.get("nonce")!, staying, provider.clientSecret]
  ) {
    assert.ok(secret.length > 20);
    assert.ok(!stored.includes(secret) && !stored.includes(hex(secret)));
  }
});
