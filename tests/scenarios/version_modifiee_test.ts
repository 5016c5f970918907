import assert from "node:assert/strict";
import type { BuildWords } from "../support/build_probe.ts";
import { startTestCluster } from "../support/cluster.ts";

const ROOT = new URL("../../", import.meta.url);
const PARTS = ["lib", "routes", "supabase", "console", "tests", "main.ts", "deno.json", "deno.lock"];

const given = Deno.env.get("TEST_POSTGRES_PORT");
const own = given ? null : await startTestCluster();
const tree = await Deno.makeTempDir({ prefix: "paraphe-tree-" });
Deno.test.afterAll(async () => {
  await own?.stop();
  await Deno.remove(tree, { recursive: true });
});
for (const part of PARTS) await copy(new URL(part, ROOT).pathname, `${tree}/${part}`);
await Deno.symlink(new URL("node_modules", ROOT).pathname, `${tree}/node_modules`);

async function copy(from: string, to: string): Promise<void> {
  if ((await Deno.stat(from)).isFile) return await Deno.copyFile(from, to);
  await Deno.mkdir(to);
  for await (const { name } of Deno.readDir(from)) await copy(`${from}/${name}`, `${to}/${name}`);
}

async function run(file: string): Promise<{ code: number; out: string }> {
  const { code, stdout, stderr } = await new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "--no-check", file],
    cwd: tree,
    env: { TEST_POSTGRES_PORT: given ?? String(own!.port), NO_COLOR: "1" },
  }).output();
  return { code, out: new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr) };
}

async function probe(): Promise<BuildWords> {
  const { out } = await run("tests/support/build_probe.ts");
  const line = out.split("\n").find((one) => one.startsWith("{"));
  assert.ok(line, out);
  return JSON.parse(line);
}

async function change(path: string, by: (text: string) => string): Promise<void> {
  const file = `${tree}/${path}`;
  await Deno.writeTextFile(file, by(await Deno.readTextFile(file)));
}

Deno.test("a program as its version was stated attests; changed in its perimeter, it says so and attests no more", async (t) => {
  await t.step("the version is stated, once", async () => {
    const { code, out } = await run("tests/tidy/state_version.ts");
    assert.equal(code, 0, out);
    assert.match(out, /^\d+\.\d+\.\d+ [0-9a-f]{64}$/m);
    assert.match((await run("tests/tidy/state_version.ts")).out, /is stated already/);
  });
  await t.step("as it was stated, it says so on its page of proofs and makes the attestation", async () => {
    const words = await probe();
    assert.deepEqual(words, { page: "conforme à la version publiée", attestation: 201, code: null });
  });
  await t.step("outside the perimeter, a change changes nothing", async () => {
    await change("routes/paths.ts", (text) => `${text}\n// changed\n`);
    assert.match((await run("tests/tidy/state_version.ts")).out, /is stated already/);
  });
  await t.step(
    "inside, it is modified: the page says it, the attestation is refused, the version cannot be stated",
    async () => {
      await change("lib/antifraud/seal.ts", (text) => `${text}\n// changed\n`);
      const words = await probe();
      assert.deepEqual(words, { page: "version modifiée", attestation: 409, code: "archives.version_modified" });
      const { code, out } = await run("tests/tidy/state_version.ts");
      assert.deepEqual([code, /raise the major version/.test(out)], [1, true], out);
    },
  );
  await t.step("a new major version may be stated", async () => {
    await change(
      "deno.json",
      (text) => text.replace(/"version": "(\d+)\./, (_, major) => `"version": "${+major + 1}.`),
    );
    const { code, out } = await run("tests/tidy/state_version.ts");
    assert.equal(code, 0, out);
  });
});
