import assert from "node:assert/strict";
import { ACCESS } from "../../console/access.ts";
import { paths } from "../../console/paths.ts";
import { shiftClock } from "../../lib/platform/clock.ts";
import { openClient } from "../support/client.ts";
import { openConsole } from "../support/console.ts";
import { openTestOutside } from "../support/outside.ts";
import { openWorld, PRODUCTION_CELL, TRIAL_CELL } from "../support/world.ts";
import { registerCells } from "../../console/set_up.ts";
import { signInOdile } from "./_operator.ts";
import { fillLists, VOLUME } from "./_volume.ts";

const world = await openWorld();
Deno.test.afterAll(async () => {
  shiftClock(0);
  await world.close();
});
openTestOutside();
await registerCells([TRIAL_CELL, PRODUCTION_CELL], "eu-west-3");
const operators = await openConsole();
const odile = await signInOdile(operators);
await fillLists(world);

interface Listed {
  readonly path: (query?: string) => string;
  readonly files: (format: "csv" | "xlsx", query?: string) => string;
  readonly name: string;
  readonly sorts: readonly string[];
  /** Query → how many of the rows it leaves. */
  readonly filters: Readonly<Record<string, number>>;
  readonly all: number;
  /** What of the address shows every row, where some are left aside by custom. */
  readonly whole?: string;
}

const HALF = VOLUME / 2;
const LISTS: readonly Listed[] = [
  {
    path: paths.instances,
    files: paths.instancesExport,
    name: "instances",
    sorts: ["created", "name", "size", "trial"],
    filters: { "etat=trial": HALF, "q=volume-7": 2, [`cellule=${PRODUCTION_CELL}`]: 0 },
    all: VOLUME,
  },
  {
    path: paths.procedures,
    files: paths.proceduresExport,
    name: "procedures",
    sorts: ["begun", "moved", "attempts"],
    filters: { "etat=done": HALF, "": HALF, "sorte=purge_moved": 0, "etat=all&q=volume+7": 2 },
    all: VOLUME,
    whole: "etat=all",
  },
  {
    path: paths.alerts,
    files: paths.alertsExport,
    name: "alerts",
    sorts: ["raised", "seen"],
    filters: { "etat=over": 14, "": 56, "niveau=critical&etat=all": HALF, "a=moi": 0 },
    all: VOLUME,
    whole: "etat=all",
  },
  {
    path: paths.allRecoveries,
    files: paths.recoveriesExport,
    name: "recoveries",
    sorts: ["asked", "until"],
    filters: { "etat=asked": HALF, "etat=done": 0, "q=Volume+7": 2 },
    all: VOLUME,
  },
  {
    path: paths.allErasures,
    files: paths.erasuresExport,
    name: "erasures",
    sorts: ["asked", "until", "contents"],
    filters: { "etat=cancelled": HALF, "q=volume+70": 1 },
    all: VOLUME,
  },
  {
    path: paths.reviews,
    files: paths.reviewsExport,
    name: "mails",
    sorts: ["held"],
    filters: { "sorte=link": HALF, "sorte=abuse": HALF, "q=volume+7": 2 },
    all: VOLUME,
  },
  {
    path: paths.reported,
    files: paths.reportedExport,
    name: "dossiers",
    sorts: ["since", "reporters"],
    filters: { "sorte=fraud": HALF, "q=inconnu": 0 },
    all: VOLUME,
  },
  {
    path: paths.operators,
    files: paths.operatorsExport,
    name: "operators",
    sorts: ["name", "seen"],
    filters: { "role=support": HALF, "acces=ferme": 14, "q=exploitant-7%40": 1 },
    all: VOLUME + 2,
  },
  {
    path: paths.cells,
    files: paths.cellsExport,
    name: "cells",
    sorts: ["id", "share", "dossiers"],
    filters: { "usage=scratch": VOLUME, "etat=open": 2, "repond=non": HALF, "q=scratch-70": 1 },
    all: VOLUME + 2,
  },
  {
    path: paths.jobs,
    files: paths.jobsExport,
    name: "jobs",
    sorts: ["asked", "attempts"],
    filters: { "q=welcome": HALF, "q=autre": 0, "ou=control": HALF, [`ou=${TRIAL_CELL}`]: HALF },
    all: VOLUME,
  },
];

type Row = Readonly<Record<string, unknown>>;

async function pagesOf({ path, name }: Listed, query: string): Promise<Row[][]> {
  const pages: Row[][] = [];
  for (let after: string | null = ""; after !== null;) {
    const asked: string = [query, after === "" ? "" : `apres=${encodeURIComponent(after)}`].filter(Boolean).join("&");
    const reply = await odile.getJson(path(`?${asked}`));
    assert.equal(reply.status, 200, `${asked}: ${reply.text}`);
    const found = reply.json<Record<string, unknown>>();
    pages.push(found[name] as Row[]);
    after = found["next"] as string | null;
    assert.ok(pages.length < 5, "a list that never ends");
  }
  return pages;
}

const idOf = (row: Row): string => `${row["tenantId"] ?? ""}${row["id"] ?? ""}`;

Deno.test("every list that is given as a file is known to this test", () => {
  const files = Object.keys(ACCESS).filter((route) => route.endsWith("export.csv"));
  const here = [...LISTS.map(({ files }) => `GET ${files("csv")}`), `GET ${paths.actsExport("csv")}`];
  assert.deepEqual(files.toSorted(), here.toSorted());
});

for (const list of LISTS) {
  const { path, files, name, sorts, filters, all, whole = "" } = list;
  Deno.test(`${name}: by every sort and either way, the pages give each row once, and turned round the other order`, async () => {
    for (const sort of sorts) {
      const [up, down] = await Promise.all(
        ["asc", "desc"].map((way) => pagesOf(list, [whole, `tri=${sort}&sens=${way}`].filter(Boolean).join("&"))),
      );
      assert.deepEqual(up!.map(({ length }) => length), [50, all - 50], sort);
      const ids = up!.flat().map(idOf);
      assert.equal(new Set(ids).size, all, sort);
      assert.deepEqual(down!.flat().map(idOf).toReversed(), ids, sort);
    }
  });

  Deno.test(`${name}: filters leave what they say, in the page and in both files`, async () => {
    for (const [query, left] of Object.entries(filters)) {
      assert.equal((await pagesOf(list, query)).flat().length, left, query);
      const csv = await odile.get(files("csv", `?${query}`));
      assert.equal(csv.status, 200);
      assert.equal(csv.text.trim().split("\r\n").length, left + 1, query);
    }
    const book = await odile.get(files("xlsx", `?${whole}`));
    assert.deepEqual([book.status, book.text.slice(0, 2)], [200, "PK"]);
    assert.match(book.headers.get("content-disposition") ?? "", /attachment.*\.xlsx/);
    const shown = await odile.get(path(`?${whole}`));
    for (const word of ["aria-sort", "plus anciennes", "export.csv", "export.xlsx", "Filtrer"]) {
      assert.ok(shown.text.includes(word), `${name}: ${word}`);
    }
    const none = await odile.get(path("?q=introuvable-ici&sujet=introuvable"));
    assert.equal(none.status, 200);
  });

  Deno.test(`${name}: an address that means nothing shows the list, and a stranger none of it`, async () => {
    for (const query of ["?tri=x&sens=y&etat=z", "?apres=%27%3B--", `?apres=${"9".repeat(500)}`, "?q=%25%00%5C"]) {
      assert.equal((await odile.get(path(query))).status, 200, query);
    }
    for (const asked of [path(), files("csv"), files("xlsx")]) {
      assert.equal((await openClient(operators).get(asked)).location, paths.signIn(), asked);
    }
  });
}
