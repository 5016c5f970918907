import assert from "node:assert/strict";
import { type ProfileKey, PROFILES, rightsOf } from "../../lib/access/mod.ts";
import { newId } from "../../lib/platform/random.ts";
import { say } from "../../lib/platform/terminal.ts";
import { ACCESS, OPEN_WHEN_CLOSED, rightOf, type RouteKey } from "../../routes/access.ts";
import { addMember, makeCast, type Player, signUpAs } from "../cast.ts";
import { openApp } from "../support/app.ts";
import { type Client, openClient, type Reply } from "../support/client.ts";
import { openWorld } from "../support/world.ts";

/**
 * The table of routes held against the program: every route of a dossier × every ready profile × where one stands.
 * Whatever the answer, it is the one that access.ts and the profiles foretell, and never a fault.
 */
const world = await openWorld();
const app = await openApp(world);
const { atelier, garage } = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});

const READY = Object.keys(PROFILES) as ProfileKey[];
/** One member of Atelier Dupré for each ready profile, who is nobody at Garage Morel. */
const members = new Map<ProfileKey, Player>();
for (const profile of READY) {
  const { player } = await signUpAs(app, { email: `${profile}@matrix.example`, company: profile });
  await addMember(atelier, { player, profile });
  members.set(profile, player);
}
const visitor = openClient(app);

const ROUTES = (Object.keys(ACCESS) as RouteKey[]).filter((route) => route.includes(" /d/:slug"));
/** Leaving is a right of every member: tried by its own tests, since it can only be tried once. */
const LEAVES: RouteKey = "POST /d/:slug/membres/depart";

const SITUATIONS = ["own dossier", "other dossier", "signed out", "expired trial", "suspended"] as const;
type Situation = typeof SITUATIONS[number];

/** What the answer's status may be. */
type Verdict = (status: number, code: unknown) => boolean;

const is = (wanted: number): Verdict => (status) => status === wanted;
/** Let in: done, or refused for what was sent, but neither for who asks nor for the dossier's state. */
const isLetIn: Verdict = (status, code) => status !== 423 && isKnown(status, code);
/** The profile allows it: a 403 that remains is a rule among members, that owners alone make owners. */
const isKnown: Verdict = (status, code) => status < 500 && status !== 401 && code !== "access.forbidden";

/** The answer that the table foretells. */
function foretold(route: RouteKey, profile: ProfileKey, situation: Situation): Verdict {
  if (situation === "signed out") return is(401);
  if (situation === "other dossier") return is(404);
  const right = rightOf(route);
  if (right !== null && !rightsOf(profile).has(right)) return is(403);
  const isClosed = situation !== "own dossier" && !OPEN_WHEN_CLOSED.has(route);
  if (isClosed) return is(423);
  // A closed dossier that leaves a route open may be read, not changed.
  return situation === "own dossier" ? isLetIn : isKnown;
}

function ask(client: Client, route: RouteKey, slug: string): Promise<Reply> {
  const [method, pattern] = route.split(" ") as ["GET" | "POST", string];
  const path = pattern.replace(":slug", slug).replace(/:\w+/g, () => newId());
  return method === "GET" ? client.getJson(path) : client.postJson(path);
}

/** Puts Atelier Dupré into the state that a situation is about. */
async function setScene(situation: Situation): Promise<void> {
  const { tenantId } = atelier;
  const ends = situation === "expired trial" ? "2020-01-01" : "2999-12-31";
  const state = situation === "suspended" ? "suspended" : "trial";
  await world.owner.control`update control.instances set state = ${state}, trial_ends_on = ${ends}
    where tenant_id = ${tenantId}`;
}

let cells = 0;

for (const situation of SITUATIONS) {
  for (const profile of READY) {
    Deno.test(`${PROFILES[profile].label}, ${situation}: every route answers as the table says`, async () => {
      await setScene(situation);
      const client = situation === "signed out" ? visitor : members.get(profile)!.client;
      const slug = situation === "other dossier" ? garage.slug : atelier.slug;
      const wrong: string[] = [];
      for (const route of ROUTES.filter((each) => each !== LEAVES || situation !== "own dossier")) {
        const { status, text } = await ask(client, route, slug);
        const code = /^\{"code":"([\w.]+)"/.exec(text)?.[1];
        if (!foretold(route, profile, situation)(status, code)) {
          wrong.push(`${route} → ${status} ${text.slice(0, 120)}`);
        }
        cells++;
      }
      await setScene("own dossier");
      assert.deepEqual(wrong, []);
    });
  }
}

Deno.test("every right of the table is asked by a route or by a verb, and every route's right exists", () => {
  const asked = new Set(ROUTES.map(rightOf).filter((right) => right !== null));
  for (const right of asked) assert.ok(rightsOf("administrator").has(right), right);
});

Deno.test("the matrix has no hole: routes × profiles × situations, but for leaving, which is tried apart", () => {
  const whole = ROUTES.length * READY.length * SITUATIONS.length;
  assert.equal(cells, whole - READY.length);
  const places = `${ROUTES.length} routes × ${READY.length} profils × ${SITUATIONS.length} situations`;
  say(`matrice des accès : ${places} = ${cells} réponses tenues contre la table`);
});
