import assert from "node:assert/strict";
import { startMove } from "../../lib/instances/operator.ts";
import { CONSOLE_PROCEDURES } from "../../lib/instances/procedures/kinds.ts";
import { PROCEDURES } from "../../lib/instances/advance_procedure.ts";
import { MAX_FAILURES, runTurn } from "../../lib/instances/procedures/run_turn.ts";
import { addSeconds, dayOf } from "../../lib/base/dates.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { now, shiftClock } from "../../lib/platform/clock.ts";
import { CONTROL } from "../../lib/platform/db/pools.ts";
import { withOperator } from "../../lib/platform/db/tenant.ts";
import { newId } from "../../lib/platform/random.ts";
import { kindWords, stepWords } from "../../console/procedure_words.ts";
import { paths } from "../../console/paths.ts";
import { makeCast } from "../cast.ts";
import { openApp } from "../support/app.ts";
import { addStaff, openConsole } from "../support/console.ts";
import { openWorld, PRODUCTION_CELL } from "../support/world.ts";
import { aVisitor } from "../lib/identity/_people.ts";
import { signInEachRole } from "./_operator.ts";

const world = await openWorld();
const app = await openApp(world);
const operators = await openConsole();
await addStaff();
const { atelier, cabinet, garage } = await makeCast(app);
const { administrator: odile, operations: oscar, support: olga } = await signInEachRole(operators);
Deno.test.afterAll(async () => {
  shiftClock(0);
  await app.close();
  await world.close();
});
const { control } = world.owner;
const WHY = "Sa cellule est trop lente pour lui";

type Key = { tenantId: Uuid; id: Uuid };

/** Turns of the console's program, until a procedure has nothing left to do now. */
async function turn(key: Key, most = 200): Promise<void> {
  for (let n = 0; n < most; n++) {
    if (!await runTurn({ ...aVisitor(), now: now() }, key, { kinds: CONSOLE_PROCEDURES })) return;
  }
}

Deno.test("every kind of procedure and every step of it has words", () => {
  for (const { kind, steps } of [...CONSOLE_PROCEDURES.values(), ...PROCEDURES.values()]) {
    assert.notEqual(kindWords(kind), kind);
    for (const { name } of steps) assert.notEqual(stepWords(name), name, `${kind} ${name}`);
  }
});

Deno.test("a dossier is moved from its page: asked with where, when and why, followed to its end, told on both pages", async () => {
  const form = await oscar.get(paths.move(atelier.tenantId));
  for (const word of ["production-1", "la cellule la plus vide, usage production", "heure creuse"]) {
    assert.ok(form.text.includes(word), word);
  }
  const begun = await oscar.post(paths.move(atelier.tenantId), { to: PRODUCTION_CELL, when: "now", reason: WHY });
  assert.equal(begun.status, 303, begun.text);
  const page = begun.location!, [, , tenantId, id] = page.split("/") as [string, string, Uuid, Uuid];
  const waiting = await olga.get(page);
  for (const word of ["Déménagement", "0 sur 11", "Préparer la destination", "Atelier Dupré", "every 3s"]) {
    assert.ok(waiting.text.includes(word), word);
  }
  assert.match((await oscar.get(paths.move(atelier.tenantId))).text, /Suivre ou annuler/);
  assert.match((await olga.get(paths.procedures())).text, /Préparer la destination \(1 sur 11\)/);
  await turn({ tenantId, id });
  const done = await olga.get(page);
  for (const word of ["11 sur 11", "Lignes copiées", "Lignes comparées", "procédure terminée", "Dossier retenu"]) {
    assert.ok(done.text.includes(word), word);
  }
  assert.doesNotMatch(done.text, /every 3s|Annuler la procédure/);
  const story = await olga.get(paths.instance(atelier.tenantId));
  for (const word of ["production-1", "a demandé le déménagement", WHY, "Oscar", `${page}">Déménagement</a>`]) {
    assert.ok(story.text.includes(word), word);
  }
  assert.doesNotMatch((await olga.get(paths.procedures("?sorte=move_dossier"))).text, /Préparer la destination/);
  const kept = await oscar.get(paths.move(atelier.tenantId));
  assert.match(kept.text, /Ménage après déménagement, le .*Voir cette procédure.*Où et quand/s);
});

Deno.test("what a dossier left stands in the way of its return until its purge is hastened, with a reason", async () => {
  const back = { to: "trial-1", when: "now", reason: WHY };
  const refused = await oscar.post(paths.move(atelier.tenantId), back);
  assert.equal(refused.status, 409);
  assert.match(refused.text, /garde jusqu’au .* l’exemplaire que ce dossier y a laissé/);
  const [purge] = await control`select id from control.procedures
    where tenant_id = ${atelier.tenantId} and kind = 'purge_moved'`;
  const key = { tenantId: atelier.tenantId, id: purge!.id as Uuid };
  assert.match((await oscar.get(paths.procedure(key))).text, /Purger dès maintenant/);
  assert.doesNotMatch((await olga.get(paths.procedure(key))).text, /Purger dès maintenant/);
  assert.equal((await olga.post(paths.procedure(key, "purge"), { reason: WHY })).status, 403);
  const without = await oscar.post(paths.procedure(key, "purge"), { reason: "" });
  assert.equal(without.status, 422);
  assert.match(without.text, /Purger dès maintenant/);
  assert.equal((await oscar.post(paths.procedure(key, "purge"), { reason: WHY })).status, 303);
  await turn(key);
  assert.doesNotMatch((await oscar.get(paths.procedure(key))).text, /Purger dès maintenant/);
  assert.equal((await oscar.post(paths.procedure(key, "purge"), { reason: WHY })).status, 404);
  const acts = await control`select act, reason from control.operator_acts where subject_id = ${key.id}`;
  assert.deepEqual(acts.map((act) => ({ ...act })), [{ act: "hasten_purge", reason: WHY }]);
});

Deno.test("a move that waits for its hour says which, and is cancelled with a reason: its steps are undone", async () => {
  const wish = { to: "kind:production", when: "quiet", reason: WHY };
  const key = (await oscar.postJson(paths.move(cabinet.tenantId), wish)).json<Key>();
  const page = await olga.get(paths.procedure(key));
  assert.match(page.text, /Elle commence le .* à 03:00|Elle commence le .*03/);
  assert.doesNotMatch(page.text, /Annuler la procédure/, "support does not cancel");
  const cancel = paths.procedure(key, "annulation");
  assert.equal((await olga.post(cancel, { reason: WHY })).status, 403);
  assert.equal((await oscar.post(cancel, { reason: "court" })).status, 422);
  assert.equal((await oscar.post(cancel, { reason: "La gérante préfère attendre" })).location, paths.procedure(key));
  await turn(key);
  const over = await olga.get(paths.procedure(key));
  for (const word of ["défaite", "annulation demandée", "Tout a été défait"]) assert.ok(over.text.includes(word), word);
  const late = await oscar.post(cancel, { reason: "La gérante préfère attendre" });
  assert.deepEqual([late.status, /est terminée/.test(late.text)], [409, true]);
  const [place] = await control`select cell_id from control.instances where tenant_id = ${cabinet.tenantId}`;
  assert.equal(place!["cell_id"], "trial-1");
  const [act] = await control`select act, reason from control.instance_acts where act = 'cancel_procedure'`;
  assert.equal(act!["reason"], "La gérante préfère attendre");
});

Deno.test("a move without where, when, why or room is refused at its field, and two of them do not run side by side", async () => {
  const path = paths.move(garage.tenantId), wish = { to: "kind:production", when: "now", reason: WHY };
  const wrongs = [{ to: "" }, { to: "kind:scratch" }, { to: "'; --" }, { when: "" }, { when: "toString" }, {
    reason: "",
  }];
  for (const wrong of wrongs) {
    const reply = await oscar.postJson(path, { ...wish, ...wrong });
    const fields = reply.json<{ issues: { field: string }[] }>().issues.map(({ field }) => field);
    assert.deepEqual([reply.status, fields], [422, Object.keys(wrong)], JSON.stringify(wrong));
  }
  const nowhere = await oscar.post(path, { ...wish, to: "production-9" });
  assert.deepEqual([nowhere.status, /Aucune cellule ouverte/.test(nowhere.text)], [409, true]);
  assert.equal((await oscar.post(paths.move(newId()), wish)).status, 404);
  const key = (await oscar.postJson(path, { ...wish, when: "quiet" })).json<Key>();
  assert.equal((await oscar.post(path, wish)).status, 409);
  assert.equal((await oscar.post(paths.procedure({ ...key, id: newId() }, "annulation"), wish)).status, 404);
  await oscar.post(paths.procedure(key, "annulation"), { reason: WHY });
  await turn(key);
});

Deno.test("a move is planned for a day and an hour of the thirty days to come, and the quiet hour is an administrator's to choose", async () => {
  const path = paths.move(garage.tenantId), wish = { to: "kind:production", when: "at", reason: WHY };
  const inDays = (days: number) => dayOf(addSeconds(now(), days * 86_400));
  const wrongs: [Record<string, string>, string][] = [
    [{ day: "", time: "14:30" }, "day"],
    [{ day: inDays(2), time: "25:00" }, "time"],
    [{ day: inDays(2), time: "" }, "time"],
    [{ day: inDays(-1), time: "14:30" }, "day"],
    [{ day: inDays(32), time: "14:30" }, "day"],
  ];
  for (const [wrong, field] of wrongs) {
    const reply = await oscar.postJson(path, { ...wish, ...wrong });
    const fields = reply.json<{ issues: { field: string }[] }>().issues.map((each) => each.field);
    assert.deepEqual([reply.status, fields], [422, [field]], JSON.stringify(wrong));
  }
  const again = await oscar.post(path, { ...wish, day: inDays(-1), time: "14:30" });
  assert.match(again.text, /Cette heure est passée/);
  assert.ok(again.text.includes('value="14:30"'), "nothing typed is lost");
  const key = (await oscar.postJson(path, { ...wish, day: inDays(3), time: "14 h 30" })).json<Key>();
  const [planned] = await control`select to_char(not_before at time zone 'Europe/Paris', 'YYYY-MM-DD HH24:MI') as at
    from control.procedures where id = ${key.id}`;
  assert.equal(planned!["at"], `${inDays(3)} 14:30`);
  await oscar.post(paths.procedure(key, "annulation"), { reason: WHY });
  await turn(key);
  const hour = { hour: "22", reason: "Les sauvegardes tournent à trois heures" };
  assert.equal((await oscar.post(paths.quietHour(), hour)).status, 403);
  for (const wrong of ["24", "-1", "", "3h", "1e1"]) {
    assert.equal((await odile.post(paths.quietHour(), { ...hour, hour: wrong })).status, 422, wrong);
  }
  assert.equal((await odile.post(paths.quietHour(), { ...hour, reason: "court" })).status, 422);
  assert.equal((await odile.post(paths.quietHour(), hour)).status, 303);
  assert.match((await olga.get(paths.quietHour())).text, /22.h.*Odile/s);
  assert.match((await oscar.get(path)).text, /heure creuse, 22.h/);
  const next = (await oscar.postJson(path, { ...wish, when: "quiet" })).json<Key>();
  const [quiet] = await control`select extract(hour from not_before at time zone 'Europe/Paris')::integer as hour
    from control.procedures where id = ${next.id}`;
  assert.equal(quiet!["hour"], 22);
  await oscar.post(paths.procedure(next, "annulation"), { reason: WHY });
  await turn(next);
  const [act] = await control`select operator, reason from control.operator_acts where act = 'change_quiet_hour'`;
  assert.deepEqual({ ...act }, { operator: "Odile", reason: hour.reason });
});

Deno.test("what stops a procedure is said, and it is found among those that were tried most", async () => {
  const by = { operatorId: null, name: "Le programme" };
  const key = await withOperator({ database: CONTROL, role: "ops_control" }, (tx) => {
    return startMove(tx, aVisitor(), { tenantId: garage.tenantId, to: { kind: "production" }, by, reason: WHY });
  });
  await control`update control.procedures set attempts = ${MAX_FAILURES}, last_error = '08006' where id = ${key.id}`;
  assert.match((await olga.get(paths.procedure(key))).text, /08006, 6 fois de suite/);
  const [first] = (await olga.getJson(paths.procedures("?tri=attempts&sens=desc"))).json<{ procedures: Key[] }>()
    .procedures;
  assert.equal(first!.id, key.id);
  await oscar.post(paths.procedure(key, "annulation"), { reason: WHY });
  await turn(key);
});

Deno.test("lists turn by pages in every sort, down and up, without a gap; what the address cannot mean is left aside", async () => {
  await control`insert into control.procedures (tenant_id, id, kind, idempotency_key, cursor, attempts, created_at, updated_at)
    select gen_random_uuid(), gen_random_uuid(), 'open_dossier', n::text, '{}', n % 7, now() - make_interval(secs => n / 3),
      now() - make_interval(secs => n % 11) from generate_series(1, 110) n`;
  await control`insert into control.jobs (tenant_id, id, kind, dedupe_key, state, attempts, created_at, last_error)
    select gen_random_uuid(), gen_random_uuid(), 'probe.parked', n::text, 'parked', n % 5,
      now() - make_interval(secs => n / 4), '535' from generate_series(1, 110) n`;
  await control`insert into control.alerts (id, kind, subject_kind, subject, level, figures, raised_at, seen_at)
    select gen_random_uuid(), 'jobs_late', 'queue', 'volume-' || n, 'warning', '{}', now(), now() - make_interval(secs => n % 9)
    from generate_series(1, 110) n`;
  const lists = [
    ["procedures", paths.procedures, "?sorte=open_dossier", ["begun", "moved", "attempts"]],
    ["jobs", paths.jobs, "?q=PROBE", ["asked", "attempts"]],
    ["alerts", paths.alerts, "?sorte=jobs_late", ["raised", "seen"]],
  ] as const;
  for (const [name, path, filter, sorts] of lists) {
    for (const sort of sorts) {
      for (const way of ["asc", "desc"]) {
        const seen = new Set<string>();
        let cursor: string | null = "", pages = 0;
        while (cursor !== null) {
          const after: string = cursor === "" ? "" : `&apres=${encodeURIComponent(cursor)}`;
          const reply = await olga.getJson(path(`${filter}&tri=${sort}&sens=${way}${after}`));
          const found = reply.json<Record<string, Key[]> & { next: string | null }>();
          for (const { id } of found[name]!) seen.add(id);
          cursor = found.next;
          pages++;
        }
        assert.deepEqual([seen.size, pages], [110, 3], `${name} by ${sort} ${way}`);
      }
    }
    for (
      const odd of [
        "x",
        "~",
        `1~${newId()}`,
        `%00~${newId()}`,
        `2026-99-99T00:00:00.000000Z~${newId()}`,
        "é".repeat(900),
      ]
    ) {
      assert.equal((await olga.get(path(`?tri=${sorts.at(-1)}&apres=${odd}&etat=%27&sens=x`))).status, 200, odd);
    }
  }
});

Deno.test("the lists are given whole as files, in the order and with the filters that are shown", async () => {
  const exports = [
    [paths.proceduresExport, "?sorte=open_dossier", 111],
    [paths.jobsExport, "?q=probe", 111],
    [paths.alertsExport, "?sorte=jobs_late", 111],
  ] as const;
  for (const [path, query, lines] of exports) {
    const csv = await odile.get(path("csv", query));
    assert.equal(csv.status, 200);
    assert.equal(csv.text.trim().split("\r\n").length, lines);
    assert.match((await odile.get(path("xlsx", query))).headers.get("content-disposition")!, /\.xlsx/);
  }
});
