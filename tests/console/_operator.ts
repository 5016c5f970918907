import assert from "node:assert/strict";
import { shiftClock } from "../../lib/platform/clock.ts";
import { paths } from "../../console/paths.ts";
import { type Client, openClient, type Reachable } from "../support/client.ts";
import { ODILE, odilesCode, OLGA, olgasCode, OSCAR, oscarsCode } from "../support/console.ts";
import type { OperatorRole } from "../../lib/identity/operator.ts";

let steps = 0;

/** Signs Odile in with a code that nobody has used: each call is a minute later. */
export async function signInOdile(operators: Reachable): Promise<Client> {
  shiftClock(++steps * 60_000);
  const client = openClient(operators);
  const reply = await client.post(paths.signIn(), { ...ODILE, code: odilesCode() });
  assert.equal(reply.status, 303, reply.text);
  return client;
}

/** Signs in somebody of each role: Olga, Oscar, Odile. `addStaff` first. */
export async function signInEachRole(operators: Reachable): Promise<Readonly<Record<OperatorRole, Client>>> {
  const enter = async (who: { email: string; password: string }, code: string) => {
    const client = openClient(operators);
    const reply = await client.post(paths.signIn(), { ...who, code });
    assert.equal(reply.status, 303, reply.text);
    return client;
  };
  const administrator = await signInOdile(operators);
  return {
    support: await enter(OLGA, olgasCode()),
    operations: await enter(OSCAR, oscarsCode()),
    administrator,
  };
}
