import { type ProfileKey } from "../lib/access/mod.ts";
import { insertMembership } from "../lib/access/membership_store.ts";
import type { Uuid } from "../lib/base/ids.ts";
import { now } from "../lib/platform/clock.ts";
import { withControl } from "../lib/platform/db/tenant.ts";
import { paths } from "../routes/paths.ts";
import type { TestApp } from "./support/app.ts";
import { type Client, openClient } from "./support/client.ts";
import { keepCast, type KeptCast, type KeptPlayer, restoreCast } from "./support/kept_cast.ts";

/** The password of everybody in the cast. */
export const PASSWORD = "trois petits chats gris";

/** Somebody with a browser. */
export interface Player {
  readonly email: string;
  readonly personId: Uuid;
  readonly client: Client;
}

/** A dossier of the cast. */
export interface CastDossier {
  readonly tenantId: Uuid;
  readonly slug: string;
  readonly name: string;
}

/** The same people in every test of pages, and in the demo world. */
export interface Cast {
  /** Owner of Atelier Dupré: may do everything there. */
  readonly alice: Player;
  /** Her employee: quotes and their customers, nothing else. */
  readonly bob: Player;
  /** Accountant at Cabinet Lenoir; reads everything at Atelier Dupré. */
  readonly chloe: Player;
  /** Owner of Garage Morel: a stranger, who must get 404 everywhere at Atelier Dupré. */
  readonly denis: Player;
  readonly atelier: CastDossier;
  readonly cabinet: CastDossier;
  readonly garage: CastDossier;
}

/** The cast as a run keeps it. */
type Kept = KeptCast<
  Record<"alice" | "bob" | "chloe" | "denis", KeptPlayer>,
  Pick<Cast, "atelier" | "cabinet" | "garage">
>;

/**
 * The cast in a world of its own, each person signed in: as the run has kept it, or made as people would where it has
 * not.
 */
export async function makeCast(app: TestApp): Promise<Cast> {
  const kept: Kept | null = await restoreCast(app);
  if (kept === null) return await signUpCast(app);
  const { alice, bob, chloe, denis } = kept.people;
  const player = ({ email, personId, ...client }: KeptPlayer) => ({ email, personId, client: openClient(app, client) });
  return { alice: player(alice), bob: player(bob), chloe: player(chloe), denis: player(denis), ...kept.dossiers };
}

/** Makes the cast once and gives what to keep of it. */
export async function castToKeep(app: TestApp): Promise<Kept> {
  const { alice, bob, chloe, denis, atelier, cabinet, garage } = await signUpCast(app);
  const kept = ({ email, personId, client }: Player) => ({ email, personId, cookies: client.cookies(), ip: client.ip });
  const people = { alice: kept(alice), bob: kept(bob), chloe: kept(chloe), denis: kept(denis) };
  return await keepCast(app, { people, dossiers: { atelier, cabinet, garage } });
}

/** Makes the cast as people would: sign-up, mail, confirmation. */
async function signUpCast(app: TestApp): Promise<Cast> {
  const alice = await signUpAs(app, { email: "alice@atelier-dupre.example", company: "Atelier Dupré" });
  const chloe = await signUpAs(app, { email: "chloe@cabinet-lenoir.example", company: "Cabinet Lenoir" });
  const denis = await signUpAs(app, { email: "denis@garage-morel.example", company: "Garage Morel" });
  const bob = await signUpAs(app, { email: "bob@atelier-dupre.example", company: "Bob" });
  await addMember(alice.dossier, { player: bob.player, profile: "sales" });
  await addMember(alice.dossier, { player: chloe.player, profile: "accountant" });
  return {
    alice: alice.player,
    bob: bob.player,
    chloe: chloe.player,
    denis: denis.player,
    atelier: alice.dossier,
    cabinet: chloe.dossier,
    garage: denis.dossier,
  };
}

/** Signs somebody up through the pages and the mail, to the open dossier. */
export async function signUpAs(
  app: TestApp,
  wish: { email: string; company: string },
): Promise<{ player: Player; dossier: CastDossier }> {
  const client = openClient(app);
  const { email, company } = wish;
  const asked = await client.postJson(paths.signUp(), { email, companyName: company, password: PASSWORD });
  if (asked.status !== 202) throw new Error(`sign-up of ${email}: ${asked.text}`);
  const confirmed = await client.post(await linkMailedTo(app, email));
  if (confirmed.status !== 303) throw new Error(`confirmation of ${email}: ${confirmed.text}`);
  const { dossiers } = (await client.getJson(paths.dossiers())).json<{ dossiers: { slug: string }[] }>();
  const slug = dossiers[0]!.slug;
  const [row] = await app.world.owner.control`
    select i.tenant_id, m.person_id from control.instances i join control.memberships m using (tenant_id)
    where i.slug = ${slug}`;
  const dossier = { tenantId: row!.tenant_id as Uuid, slug, name: company };
  return { player: { email, personId: row!.person_id as Uuid, client }, dossier };
}

/** The link of the last sign-up's mail that somebody received, as a path of ours. */
export async function linkMailedTo(app: TestApp, email: string): Promise<string> {
  await app.runJobs();
  const link = new RegExp(`${app.baseUrl}(/inscription/confirmation/[\\w-]+)`);
  for (const { to, text } of await app.mailbox.list()) {
    const [, path] = (to.includes(email) && link.exec(text)) || [];
    if (path) return path;
  }
  throw new Error(`no link mailed to ${email}`);
}

/** Makes somebody a member of a dossier; written to the directory, as the verb of an invitation will do. */
export async function addMember(
  { tenantId }: CastDossier,
  { player, profile }: { player: Player; profile: ProfileKey },
): Promise<void> {
  await withControl(
    { tenantId },
    (tx) => insertMembership(tx, { tenantId, personId: player.personId, profile, isOwner: false, createdAt: now() }),
  );
}
