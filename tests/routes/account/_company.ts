import assert from "node:assert/strict";
import { paths } from "../../../routes/paths.ts";
import type { CastDossier, Player } from "../../cast.ts";
import { TEST_BASE_URL, type TestApp } from "../../support/app.ts";
import { type Client, openClient, type Reply } from "../../support/client.ts";
import type { Account, IdentityProvider } from "../../support/identity_provider.ts";

/** Opens a dossier to a provider, as its administrator would. */
export async function connect(
  who: Player,
  { slug }: CastDossier,
  { issuer, clientId, clientSecret }: IdentityProvider,
  more: Readonly<Record<string, string>> = {},
): Promise<Reply> {
  const { settings } = (await who.client.getJson(paths.companySignInSettings(slug))).json<
    { settings: { version: number } | null }
  >();
  const domains = who.email.split("@")[1]!;
  const form = { issuer, clientId, clientSecret, domains, defaultProfile: "", isOn: "on", ...more };
  const reply = await who.client.postJson(paths.companySignInSettings(slug), {
    version: String(settings?.version ?? 0),
    ...form,
  });
  assert.equal(reply.status, 200, reply.text);
  return reply;
}

/** Leaves for the provider from a dossier's page; the address it leads to. */
export async function leaveFor(client: Client, { slug }: CastDossier): Promise<string> {
  const reply = await client.postJson(paths.companySignIn(slug));
  assert.equal(reply.status, 200, reply.text);
  return reply.json<{ url: string }>().url;
}

/** The whole way, in a new browser: to the provider, signed in there as somebody, and back. */
export async function comeBack(
  app: TestApp,
  provider: IdentityProvider,
  { account, dossier }: { account: Account; dossier: CastDossier },
): Promise<{ client: Client; reply: Reply }> {
  const client = openClient(app);
  provider.account = account;
  const reply = await client.getJson(local(await provider.signInAt(await leaveFor(client, dossier))));
  return { client, reply };
}

/** The path of an address of ours. */
export function local(url: string): string {
  return url.slice(TEST_BASE_URL.length);
}
