import assert from "node:assert/strict";
import { zipOf } from "./support/archive_fixture.ts";
import { tampers } from "./support/archive_tampers.ts";

const { whole, cases } = tampers();

/** `deno task verify <archive.zip>` in a process that knows no database. */
async function verify(files: ReadonlyMap<string, Uint8Array>): Promise<{ code: number; out: string; err: string }> {
  const path = await Deno.makeTempFile({ suffix: ".zip" });
  await Deno.writeFile(path, await zipOf(files));
  const root = new URL("../", import.meta.url);
  const permissions = ["--allow-read", "--allow-env", "--allow-sys", "--allow-ffi", "--no-prompt"];
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", ...permissions, "main.ts", "verify", path],
    cwd: root,
    env: { NO_COLOR: "1" },
  });
  const { code, stdout, stderr } = await command.output();
  await Deno.remove(path);
  const text = new TextDecoder();
  return { code, out: text.decode(stdout), err: text.decode(stderr) };
}

Deno.test("an archive is verified from its file, without network or database, in one screen", async () => {
  const { code, out, err } = await verify(whole);
  assert.equal(code, 0, err);
  assert.match(out, /Atelier Dupré, SIREN 732829320[^]*Tout concorde\.\n$/);
  assert.ok(out.split("\n").length < 24);
});

Deno.test("an archive that was tampered with ends on the fault and a code", async () => {
  const { files } = cases.find(({ name }) => name === "a cent in a payload")!;
  const { code, out, err } = await verify(files);
  assert.equal(code, 1);
  assert.match(err, /NON CONFORME : Le contenu de l’enregistrement n° 2 a changé\./);
  assert.doesNotMatch(out, /Tout concorde/);
});
