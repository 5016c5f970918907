import assert from "node:assert/strict";
import { freePort } from "../lib/platform/db/embedded.ts";

const ROOT = new URL("../", import.meta.url);
/** A start makes three databases and migrates them; a loaded machine takes its time. */
const START_TIMEOUT_MS = 60_000;

const folder = await Deno.makeTempDir({ prefix: "paraphe-start-" });
// As root the server runs as another user, who must reach its data.
await Deno.chmod(folder, 0o755);
Deno.test.afterAll(() => Deno.remove(folder, { recursive: true }));

interface Started {
  readonly lines: string;
  stop(signal: Deno.Signal): Promise<Deno.CommandStatus>;
}

function program(env: Record<string, string>, ...args: readonly string[]): Deno.Command {
  return new Deno.Command(Deno.execPath(), {
    args: ["run", "-A", "main.ts", ...args],
    cwd: ROOT,
    env: { LOG_LEVEL: "error", ...env },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  });
}

/** Starts a demo and waits for its last line. */
async function start(env: Record<string, string>): Promise<Started> {
  const child = program(env, "start").spawn();
  const timer = setTimeout(() => child.kill("SIGKILL"), START_TIMEOUT_MS);
  const reader = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
  let lines = "";
  while (!lines.includes("Ctrl-C")) {
    const { value, done } = await reader.read();
    assert.ok(!done, `the program ended: ${lines} ${done ? await new Response(child.stderr).text() : ""}`);
    lines += value;
  }
  clearTimeout(timer);
  async function stop(signal: Deno.Signal): Promise<Deno.CommandStatus> {
    child.kill(signal);
    const status = await child.status;
    await reader.cancel();
    await child.stderr.cancel();
    return status;
  }
  return { lines, stop };
}

async function oneLineOf(env: Record<string, string>, ...args: readonly string[]): Promise<string> {
  const { code, stderr } = await program(env, ...args).output();
  assert.notEqual(code, 0);
  const lines = new TextDecoder().decode(stderr).trimEnd().split("\n");
  assert.equal(lines.length, 1, lines.join("\n"));
  return lines[0]!;
}

/** Drawn, so that two runs on one machine leave each other alone. */
const [port, consolePort, otherPort] = [String(await freePort()), String(await freePort()), String(await freePort())];
const ports = { PORT: port, CONSOLE_PORT: consolePort };
const demo = { ...ports, DATA_DIR: `${folder}/data` };

Deno.test("start makes a demo, twice on the same data, and each signal stops it cleanly", async () => {
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    const started = await start(demo);
    assert.match(started.lines, new RegExp(`http://localhost:${port}\n[\\s\\S]*alice@atelier-dupre\\.example`));
    assert.match(
      started.lines,
      new RegExp(`http://127\\.0\\.0\\.1:${consolePort}\n\\s+Odile : odile@paraphe\\.example`),
    );
    for (const url of [`http://localhost:${port}/healthz`, `http://127.0.0.1:${consolePort}/healthz`]) {
      const health = await (await fetch(url)).json();
      assert.deepEqual(health.cells, { "trial-1": "ok", "production-1": "ok" });
    }
    const status = await started.stop(signal);
    assert.deepEqual([status.code, status.signal], [0, null], signal);
  }
  const { mode } = await Deno.stat(`${demo.DATA_DIR}/secrets.json`);
  assert.equal(mode! & 0o777, 0o600);
});

Deno.test("a second start on the same data, or on a port that is taken, says so in one line", async () => {
  const first = await start(demo);
  assert.match(await oneLineOf({ ...demo, PORT: otherPort }, "start"), /sert déjà à un autre démarrage/);
  assert.match(
    await oneLineOf({ ...ports, DATA_DIR: `${folder}/other` }, "start"),
    new RegExp(`${port} est déjà pris`),
  );
  await first.stop("SIGTERM");
});

Deno.test("with any DATABASE_URL start makes no demo and insists on its secrets", async () => {
  const env = {
    ...demo,
    DATABASE_URL: "postgres://a:b@127.0.0.1:1/x",
    CELL_TRIAL_1_URL: "postgres://a:b@127.0.0.1:1/y",
  };
  for (const verb of ["start", "serve", "work"]) {
    assert.equal(await oneLineOf(env, verb), "Réglage manquant : SMTP_URL.");
  }
});

Deno.test("serve, work and migrate without a database, and an unknown verb, end with one line", async () => {
  assert.equal(await oneLineOf(ports, "serve"), "Réglage manquant : DATABASE_URL.");
  assert.equal(await oneLineOf(ports, "work"), "Réglage manquant : DATABASE_URL.");
  assert.equal(await oneLineOf(ports, "migrate"), "Réglage manquant : MIGRATION_URL.");
  assert.match(await oneLineOf(ports, "dance"), /start \| serve \| work \| migrate \| seed \| verify/);
});
