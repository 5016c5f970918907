import type { Ctx, PersonCtx } from "../../lib/base/ctx.ts";
import { present } from "../../lib/base/assert.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { ALL_RIGHTS, enterDossier } from "../../lib/access/mod.ts";
import { signUp } from "../../lib/identity/mod.ts";
import { confirmSignUp, hurryProcedure, startOpening } from "../../lib/instances/mod.ts";
import { now } from "../../lib/platform/clock.ts";
import { withControl } from "../../lib/platform/db/tenant.ts";
import { newId } from "../../lib/platform/random.ts";
import { slugOf } from "../../lib/base/text.ts";
import { DEMO_PASSWORD } from "../demo.ts";
import type { Program } from "../program.ts";

/** Somebody of the seeded world and the dossier that his sign-up opens. */
export interface SeededPerson {
  readonly email: string;
  readonly company: string;
}

/** A person who has signed up, and his dossier as he works in it. */
export interface Seeded {
  readonly ctx: Ctx;
  readonly personId: Uuid;
  readonly email: string;
  /** Token of the session that the sign-up opened. */
  readonly token: string;
}

/** The ctx of nobody in particular, at this moment. */
export function visitor(): PersonCtx {
  return { now: now(), personId: null, request: { id: newId(), ip: "127.0.0.1" } };
}

/**
 * Signs somebody up as a visitor does, through the mail, to the open dossier; null where he stands there already.
 */
export async function signUpThroughMail(program: Program, person: SeededPerson): Promise<Seeded | null> {
  await signUp(visitor(), { email: person.email, companyName: person.company, password: DEMO_PASSWORD });
  await program.runJobs("product");
  const mail = (await program.mailbox?.list() ?? []).find(({ to }) => to.includes(person.email));
  const [, secret] = /\/inscription\/confirmation\/([\w-]+)/.exec(mail?.text ?? "") ?? [];
  if (!secret) return null;
  const { procedure, session } = await confirmSignUp(visitor(), secret);
  await hurryProcedure(visitor(), procedure);
  return await enter({ token: session.token, slug: slugOf(person.company), email: person.email });
}

/** Opens a further dossier for somebody, without a mail: for worlds of many dossiers. */
export async function openFurtherDossier(owner: Seeded, company: string): Promise<Seeded> {
  const tenantId = newId();
  const ctx = { ...visitor(), personId: owner.personId };
  const procedure = await withControl({ tenantId, personId: owner.personId }, (tx) =>
    startOpening(tx, ctx, {
      tenantId,
      companyName: company,
      email: owner.email,
      ownerId: owner.personId,
      ownerLabel: owner.email,
    }));
  await hurryProcedure(ctx, procedure);
  return await enter({ token: owner.token, slug: slugOf(company), email: owner.email });
}

async function enter({ token, slug, email }: { token: string; slug: string; email: string }): Promise<Seeded> {
  const entered = present(await enterDossier(visitor(), { token, slug }), `dossier ${slug}`);
  return {
    ctx: { ...entered.ctx, rights: ALL_RIGHTS },
    personId: present(entered.ctx.personId, "person"),
    email,
    token,
  };
}
