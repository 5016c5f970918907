/**
 * Des textes hostiles dans chaque champ. On visite le dossier d’Alice comme elle le ferait, on relève chaque formulaire
 * et chaque filtre, et l’on met tour à tour dans chaque champ : des guillemets et du SQL qui vise le dossier d’à côté,
 * du HTML, des caractères de contrôle, et 60 000 lettres. Rien ne casse (jamais d’erreur 500), rien ne s’exécute, et
 * aucune ligne d’un autre dossier n’apparaît ni ne bouge.
 */
import assert from "node:assert/strict";
import { newId } from "../../lib/platform/random.ts";
import { closeRenderWorkers } from "../../lib/platform/pdf/worker_pool.ts";
import { ACCESS } from "../../routes/access.ts";
import type { DocumentSummary } from "../../routes/d/documents_save.tsx";
import { paths } from "../../routes/paths.ts";
import { makeCast, signUpAs } from "../cast.ts";
import { completeCompany, makeCustomer, makeDocument } from "../routes/d/_sales.ts";
import { openApp } from "../support/app.ts";
import { type Client, openClient, type Reply } from "../support/client.ts";
import { formsOf, linksOf, type PageForm } from "../support/forms.ts";
import { queryNames, wordsRead } from "../support/words_read.ts";
import { openWorld } from "../support/world.ts";
import { assail, type Outcome, type Try } from "./_assault.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  closeRenderWorkers();
  await app.close();
  await world.close();
});
const { alice, chloe, denis, atelier, cabinet, garage } = await makeCast(app);

/** A word that stands in every row of the neighbour's dossier, and nowhere else. */
const SECRET = "ZYXVOISIN";
const HOSTILE: Readonly<Record<string, string>> = {
  sql: `'; select set_config('app.tenant_id', '${garage.tenantId}', false); commit; --"`,
  html: `"><script>hostile()</script>{{7*7}} %_\\ $1 $$;reset role;$$ <!-- ' or ''='`,
  // Bytes that end texts elsewhere, marks that turn lines, and signs that fold into quotes.
  control: "a\u0000b\u001b[31m\u202ec\u0085d\ufffe\r\nX: y\u02bc\uff07\u2028\u0301\ufeff\\u0000",
  inherited: "constructor",
  long: "a'".repeat(30_000),
};
/** What an address may hold: its length is bounded by servers. */
const SHORT = Object.entries(HOSTILE).filter(([, text]) => text.length < 1_000);
/** Acts after which a thing is no longer what it was, or its pages are gone: tried last. */
const FINAL = /\/(modules|suppression|emission|annulation|archivage|retablissement|reponse)$/;
/** Closes the dossier: after everything else, and it is opened again. */
const CLOSING = /\/abonnement\/fermeture$/;
/** Requests that travel at once where nothing depends on their order. */
const AT_ONCE = 8;
/** Routes whose form has no field at all: nothing to write into. */
const WITHOUT_FIELD = [
  /\/logo$/,
  /\/(retrait|renvoi|depart|titulaire|fermeture)$/,
  /\/suppression$/,
  /\/emission$/,
  /\/archivage$/,
  /\/retablissement$/,
  /\/connexion-entreprise\/(essai|rattachements)$/,
  /\/preuves\/(verification|numeros)$/,
  /\/reouverture$/,
];
/** Forms that stand on a page in a state which is not made here, with their fields. */
const UNSEEN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  [paths.memberUnblocking(atelier.slug)]: { person: newId() },
  [paths.secondFactorRule(atelier.slug)]: { required: "non" },
  [paths.companyIban(atelier.slug, "cle")]: { change: newId() },
  [paths.companyIban(atelier.slug, "accord")]: { change: newId(), answer: "" },
  [paths.companyIban(atelier.slug, "refus")]: { change: newId() },
  [paths.closures(atelier.slug)]: { kind: "day", period: "2026-11-20" },
  [paths.profile(atelier.slug, newId())]: { id: newId(), version: "1", name: "Magasin", "rights.0": "catalog:read" },
};

await completeCompany(alice, atelier);
await furnish();
const before = await neighboursRows();
const visited = await visit(alice.client, paths.dossier(atelier.slug));

/** One thing of each kind in Alice's dossier, in the states that show different forms; a neighbour with a secret. */
async function furnish(): Promise<void> {
  const customerId = await makeCustomer(alice, atelier);
  await alice.client.postJson(paths.customers(atelier.slug), { kind: "person", name: "Élodie Garnier" });
  await alice.client.postJson(paths.items(atelier.slug), { kind: "service", name: "Pose", price: "58", vat: "20" });
  await alice.client.postJson(paths.categories(atelier.slug), { name: "Main-d’œuvre" });
  await makeDocument(alice, atelier, { kind: "quote", customerId });
  await makeDocument(alice, atelier, { kind: "quote", customerId, act: "send" });
  await makeDocument(alice, atelier, { kind: "invoice", customerId });
  const issued = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
  const pay = { paymentId: newId(), amount: "10", mode: "card" };
  await alice.client.postJson(paths.documentAct(atelier.slug, issued, "reglements"), pay);
  await alice.client.postJson(paths.documentAct(atelier.slug, issued, "avoir"), { newId: newId() });
  const other = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
  const credit = await alice.client.postJson(paths.documentAct(atelier.slug, other, "avoir"), { newId: newId() });
  await alice.client.postJson(paths.documentAct(atelier.slug, credit.json<DocumentSummary>(), "emission"));
  await completeCompany(denis, garage);
  const neighbour = await makeCustomer(denis, garage, { name: SECRET, city: SECRET });
  await denis.client.postJson(paths.items(garage.slug), { kind: "service", name: SECRET, price: "58", vat: "20" });
  const invoice = { kind: "invoice", customerId: neighbour, subject: SECRET, issue: true } as const;
  const his = await makeDocument(denis, garage, invoice);
  // Its file is rendered now: by the clock, it would be while the texts are tried.
  await denis.client.get(paths.documentAct(garage.slug, his, "pdf"));
}

/** A page that was visited, with its forms. */
interface Visited {
  readonly path: string;
  readonly forms: readonly PageForm[];
}

/** Follows every link of a dossier, one page for each shape of address. */
async function visit(client: Client, start: string): Promise<Visited[]> {
  const queue = [start, paths.newCustomer(atelier.slug)];
  const seen = new Map<string, Visited>();
  for (let path = queue.shift(); path !== undefined; path = queue.shift()) {
    if (seen.has(path) || seen.size > 150 || !path.startsWith(start) || /export|pdf|xml|\/logo\//.test(path)) continue;
    const { status, text } = await client.get(path);
    assert.ok(status < 500, `${path}: ${status}`);
    seen.set(path, { path, forms: formsOf(text).filter(({ actions }) => actions.every(isOurs)) });
    queue.push(...linksOf(text));
  }
  return [...seen.values()];
}

function isOurs(action: string): boolean {
  return action.startsWith("/") && action !== paths.signOut();
}

/** Everything that the neighbour has, as one text. */
async function neighboursRows(): Promise<string> {
  const tables = await world.owner.trial`
    select distinct table_name from information_schema.columns where table_schema = 'cell' and column_name = 'tenant_id'
      and table_name not in ('jobs') order by 1`;
  const texts = await Promise.all(tables.map(async ({ table_name: name }) => {
    const table = world.owner.trial(`cell.${name}`);
    const rows = await world.owner.trial`select t::text as row from ${table} t where tenant_id = ${garage.tenantId}`;
    return [name, ...rows.map((row) => row["row"] as string).sort()].join("\n");
  }));
  return texts.join("\n");
}

/** What went wrong, told together at the end of each test. */
const faults: string[] = [];

/** Notes what an answer does wrong; true when that is nothing. */
function watch(reply: Reply, what: string): boolean {
  const known = faults.length;
  if (reply.status >= 500) faults.push(`${what}: ${reply.status}`);
  if (reply.text.includes(SECRET)) faults.push(`${what} shows the neighbour`);
  if (isPage(reply) && reply.text.includes("<script>hostile")) faults.push(`${what} would run what was typed`);
  return faults.length === known;
}

const assault = { texts: HOSTILE, watch };

function isPage({ headers }: Reply): boolean {
  return !headers.get("content-type")?.startsWith("application/json");
}

/** Looks at pages that change nothing, several at once. */
async function look(client: Client, pages: readonly { path: string; what: string }[]): Promise<void> {
  const queue = [...pages];
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (let one = queue.shift(); one; one = queue.shift()) watch(await client.get(one.path), one.what);
  }));
}

function assertNoFault(): void {
  assert.deepEqual(faults.splice(0), []);
}

/** Assails forms as several people would: those of one kind of thing in their order, the kinds side by side. */
async function assailAll(client: Client, tries: readonly Try[]): Promise<Outcome[]> {
  const kinds = Map.groupBy(tries, ({ action }) => action.split("/")[3] ?? "");
  const outcomes = await Promise.all([...kinds.values()].map(async (ofKind) => {
    const done: Outcome[] = [];
    for (const one of ofKind) done.push(await assail(client, one, assault));
    return done;
  }));
  return outcomes.flat();
}

/** Each address that a form of the visited pages posts to, with the fullest of its forms. */
function postsOf(pages: readonly Visited[]): Try[] {
  const found = new Map<string, Try>();
  for (const { path, forms } of pages) {
    for (const form of forms.filter(({ method }) => method === "post")) {
      for (const action of form.actions) {
        const known = found.get(patternOf(action))?.form.fields ?? {};
        if (Object.keys(form.fields).length > Object.keys(known).length || !found.has(patternOf(action))) {
          found.set(patternOf(action), { page: path, action, form });
        }
      }
    }
  }
  for (const [action, fields] of Object.entries(UNSEEN)) {
    const form: PageForm = { method: "post", actions: [action], fields, isMultipart: false };
    if (!found.has(patternOf(action))) found.set(patternOf(action), { page: action, action, form });
  }
  return [...found.values()];
}

/** An address with its ids as the routes write them. */
function patternOf(path: string): string {
  return path.split("?")[0]!.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, ":id");
}

Deno.test("chaque champ de chaque formulaire du dossier supporte chaque texte hostile", async () => {
  const posts = postsOf(visited);
  const stageOf = (action: string) => CLOSING.test(action) ? 2 : FINAL.test(action) ? 1 : 0;
  const outcomes: Outcome[] = [];
  for (const stage of [0, 1, 2]) {
    outcomes.push(...await assailAll(alice.client, posts.filter(({ action }) => stageOf(action) === stage)));
  }
  assert.equal((await alice.client.post(paths.reopening(atelier.slug))).status, 303, "the dossier is opened again");
  assertNoFault();
  const tries = outcomes.reduce((sum, outcome) => sum + outcome.tries, 0);
  assert.ok(tries > 500, `${tries} tries`);
  const shut = outcomes.filter((outcome) => outcome.tries > 0 && outcome.read === 0 && !(outcome.action in UNSEEN));
  assert.deepEqual(shut.map(({ action }) => action), [], "forms that turned every text away unread");
  print(`${posts.length} forms of a dossier, ${tries} hostile texts`);
  const tried = new Set(
    posts.filter(({ form }) => Object.keys(form.fields).length > 0).map((one) => patternOf(one.action)),
  );
  const missed = Object.keys(ACCESS).filter((route) => route.startsWith("POST /d/:slug/"))
    .map((route) => route.slice("POST ".length).replace(":slug", atelier.slug).replace(/:\w+/g, ":id"))
    .filter((path) => !tried.has(path) && !WITHOUT_FIELD.some((pattern) => pattern.test(path)));
  assert.deepEqual(missed, [], "routes that no visited form leads to");
});

Deno.test("chaque filtre et chaque mot d’une adresse supporte chaque texte hostile", async () => {
  const typed = new Map(
    [...Map.groupBy(visited, ({ path }) => patternOf(path))].map(([pattern, group]) => {
      const forms = group.flatMap((one) => one.forms).filter(({ method }) => method === "get");
      return [pattern, forms.flatMap(({ fields }) => Object.keys(fields))];
    }),
  );
  const pages = new Map(visited.map(({ path }) => [patternOf(path), path.split("?")[0]!]));
  const reads = await wordsRead(alice.client, [...pages.values()]);
  const read = new Set([...reads.values()].flatMap((names) => [...names]));
  assert.ok(["q", "vue", "apres"].every((name) => read.has(name)), [...read].join(" "));
  // A word that the sources name and no page was seen reading is tried on every page.
  const unseen = (await queryNames()).filter((name) => !read.has(name));
  const looks = [...pages].flatMap(([pattern, path]) =>
    SHORT.flatMap(([name, text]) =>
      [...new Set([...typed.get(pattern)!, ...reads.get(path)!, ...unseen])].map((query) => ({
        path: `${path}?${new URLSearchParams({ [query]: text })}`,
        what: `${path}?${query}=${name}`,
      }))
    )
  );
  await look(alice.client, looks);
  assertNoFault();
  print(`${pages.size} pages of a dossier, ${looks.length} hostile filters`);
});

Deno.test("un texte hostile à la place d’un identifiant est une page qui n’existe pas", async () => {
  const routes = Object.keys(ACCESS).filter((route) => /\/d\/:slug.*\/:/.test(route));
  assert.ok(routes.length > 20);
  for (const route of routes) {
    const [method, pattern] = route.split(" ") as [string, string];
    for (const [name, text] of SHORT) {
      const path = pattern.replace(":slug", atelier.slug).replace(/:\w+/g, encodeURIComponent(text));
      const reply = method === "GET" ? await alice.client.get(path) : await alice.client.post(path);
      watch(reply, `${route}, ${name}`);
      if (reply.status < 400) faults.push(`${route}, ${name}: ${reply.status}`);
    }
  }
  assertNoFault();
});

Deno.test("un JSON qui n’est pas ce qu’une page attend est refusé, jamais une erreur", async () => {
  const bodies = [[], "x", 7, null, { __proto__: null, id: { a: 1 } }, { lines: [[[]]], name: [HOSTILE["sql"]] }];
  let tries = 0;
  for (const route of Object.keys(ACCESS).filter((name) => name.startsWith("POST ") && !FINAL.test(name))) {
    const path = route.slice("POST ".length).replace(":slug", atelier.slug).replace(/:\w+/g, newId());
    if (path === paths.signOut()) continue;
    for (const body of bodies) {
      watch(await alice.client.postJson(path, body), `${route}, ${JSON.stringify(body)}`);
      tries++;
    }
  }
  assertNoFault();
  print(`${tries} strange JSON bodies`);
});

Deno.test("les pages d’une personne les supportent aussi, un compte à part y laisse ce qu’il a", async () => {
  const { player } = await signUpAs(app, { email: "hostile@example.fr", company: "Hostile" });
  // One's own password may be tried a few times only: whoever proves himself has not changed it just before.
  const { player: prover } = await signUpAs(app, { email: "preuve@example.fr", company: "Preuve" });
  const pages = Object.entries(ACCESS).filter(([route, access]) => access === "person" && /^GET [^:]+$/.test(route));
  assert.ok(pages.length >= 2);
  let tries = 0;
  for (const [route] of pages) {
    const page = route.slice("GET ".length);
    const { client } = page === paths.proof() ? prover : player;
    const reply = await client.get(page);
    watch(reply, page);
    for (
      const form of formsOf(reply.text).filter(({ method, actions }) => method === "post" && actions.every(isOurs))
    ) {
      for (const action of form.actions) {
        const outcome = await assail(client, { page, action, form }, assault);
        assert.ok(outcome.read > 0 || outcome.tries === 0, `${action} turned every text away unread`);
        tries += outcome.tries;
      }
    }
    for (const [name, text] of SHORT) {
      watch(await client.get(`${page}?${new URLSearchParams({ retour: text })}`), `${page}, ${name}`);
    }
  }
  assertNoFault();
  print(`${pages.length} pages of a person, ${tries} hostile texts`);
});

Deno.test("les pages publiques les supportent aussi : inscription, connexion, devis à accepter", async () => {
  const visitor = openClient(app);
  // From a dossier that has not yet mailed its trial's share of the day.
  await completeCompany(chloe, cabinet);
  const contacts = [{ name: "Zoé Petit", email: "neuf@client.example", receivesQuotes: "on" }];
  const customerId = await makeCustomer(chloe, cabinet, { contacts });
  await makeDocument(chloe, cabinet, { kind: "quote", customerId, act: "send" });
  await app.runJobs();
  const mail = (await app.mailbox.list()).find(({ to }) => to.includes("neuf@client.example"));
  const [link = ""] = /\/document\/[\w.-]+/.exec(mail?.text ?? "") ?? [];
  const open = Object.entries(ACCESS).filter(([route, access]) => access === "anyone" && /^GET [^:]+$/.test(route))
    .map(([route]) => route.slice("GET ".length));
  assert.ok(open.includes(paths.signUp()) && open.includes(paths.signIn()));
  for (const page of [...open, paths.companySignIn(atelier.slug), link]) {
    const forms = formsOf((await visitor.get(page)).text).filter(({ actions }) => actions.every(isOurs));
    assert.ok(forms.length > 0 || open.includes(page), page);
    for (const [name, text] of SHORT) {
      const words = new URLSearchParams({ retour: text, dossier: text, offre: text, fait: text });
      watch(await visitor.get(`${page}?${words}`), `${page}, ${name}`);
    }
    for (const form of forms) for (const action of form.actions) await assail(visitor, { page, action, form }, assault);
  }
  assertNoFault();
});

Deno.test("après tout cela, chaque page s’ouvre, rien ne s’exécute, et le voisin n’a ni paru ni bougé", async () => {
  await visit(alice.client, paths.dossier(atelier.slug));
  for (const { path } of visited) watch(await alice.client.get(path), path);
  assertNoFault();
  assert.ok(before.includes(SECRET));
  assert.equal(await neighboursRows(), before);
});

function print(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
