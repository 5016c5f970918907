import assert from "node:assert/strict";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp, TEST_BASE_URL } from "../../support/app.ts";
import { openClient } from "../../support/client.ts";
import { type Account, startIdentityProvider } from "../../support/identity_provider.ts";
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

/** Bob as the provider of his company knows him. */
const BOB: Account = { subject: "bob-1", email: bob.email, isVerified: true };

Deno.test("switched off, led elsewhere or taken away, the sessions that it opened end with the next request", async () => {
  const away: readonly (() => Promise<unknown>)[] = [
    () => connect(alice, atelier, provider, { isOn: "" }),
    () => connect(alice, atelier, other),
    () => connect(alice, atelier, provider, { clientId: "another-application", clientSecret: "x" }),
    () => alice.client.postJson(paths.companySignInRemoval(atelier.slug)),
  ];
  for (const takeAway of away) {
    await connect(alice, atelier, provider);
    const { client } = await comeBack(app, provider, { account: BOB, dossier: atelier });
    assert.equal((await client.getJson(paths.dossier(atelier.slug))).status, 200);
    await connect(alice, atelier, provider, { defaultProfile: "sales" });
    assert.equal((await client.getJson(paths.dossier(atelier.slug))).status, 200, "what is no change of server");
    await takeAway();
    assert.equal((await client.getJson(paths.dossier(atelier.slug))).status, 401, takeAway.toString());
    assert.equal((await bob.client.getJson(paths.dossier(atelier.slug))).status, 200, "his own session stays");
  }
});

Deno.test("the end of one dossier's provider ends no session of another's", async () => {
  await connect(alice, atelier, provider);
  await connect(denis, garage, provider);
  const { client, reply } = await comeBack(app, provider, {
    account: { subject: "denis-1", email: denis.email, isVerified: true },
    dossier: garage,
  });
  assert.equal(reply.status, 303, reply.text);
  await connect(alice, atelier, provider, { isOn: "" });
  assert.equal((await client.getJson(paths.dossier(garage.slug))).status, 200);
  await connect(denis, garage, other);
  assert.equal((await client.getJson(paths.dossier(garage.slug))).status, 401);
});

Deno.test("of those who come back while it is switched off, nobody keeps a session", async () => {
  await connect(alice, atelier, provider);
  provider.account = BOB;
  const coming = [];
  for (let index = 0; index < 6; index++) {
    const client = openClient(app);
    coming.push({ client, url: local(await provider.signInAt(await leaveFor(client, atelier))) });
  }
  const backs = coming.map(({ client, url }) => client.getJson(url));
  await Promise.all([...backs, connect(alice, atelier, provider, { isOn: "" })]);
  for (const { client } of coming) {
    assert.equal((await client.getJson(paths.dossier(atelier.slug))).status, 401);
  }
});

Deno.test("« Qui a fait quoi » tells what was set, changed, switched off and taken away, never the secret", async () => {
  await alice.client.postJson(paths.companySignInUntying(atelier.slug));
  await app.runJobs();
  const { text } = await alice.client.get(paths.activity(atelier.slug, { quoi: "company_sign_in" }));
  const host = new URL(provider.issuer).host;
  for (
    const words of [
      `Connexion d’entreprise réglée : ${host}`,
      `Connexion d’entreprise modifiée : ${host}`,
      `Connexion d’entreprise éteinte : ${host}, 1 session terminée`,
      "autre serveur ou autre application",
      "Connexion d’entreprise retirée, 1 session terminée",
      "personnes détachées",
    ]
  ) assert.ok(text.includes(words), words);
  assert.ok(!text.includes(provider.clientSecret));
});
