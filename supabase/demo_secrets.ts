import { join } from "node:path";
import { Buffer } from "node:buffer";
import { SettingError } from "../lib/platform/config.ts";
import { randomBase32, randomBytes } from "../lib/platform/random.ts";

/** Secrets of a demo, drawn at its first start and kept beside its data, readable by its user alone. */
export interface DemoSecrets {
  /** Passwords of the databases' owner and of the two programs' logins. */
  readonly owner: string;
  readonly product: string;
  readonly console: string;
  /** Key that wraps every secret at rest, in base64. */
  readonly masterKey: string;
  /** Secret of the operator's six-digit codes, in base64. */
  readonly operatorTotp: string;
}

/** Length of a drawn password, in base 32. */
const PASSWORD_LENGTH = 32;
/** Length of the secret of six-digit codes (RFC 4226 §4: 160 bits). */
const TOTP_BYTES = 20;

/** The secrets of a data folder, drawn when it has none. */
export async function demoSecrets(dataDir: string): Promise<DemoSecrets> {
  const file = join(dataDir, "secrets.json");
  const text = await Deno.readTextFile(file).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  });
  if (text !== null) return JSON.parse(text);
  const drawn: DemoSecrets = {
    owner: randomBase32(PASSWORD_LENGTH),
    product: randomBase32(PASSWORD_LENGTH),
    console: randomBase32(PASSWORD_LENGTH),
    masterKey: Buffer.from(randomBytes(32)).toString("base64"),
    operatorTotp: Buffer.from(randomBytes(TOTP_BYTES)).toString("base64"),
  };
  await Deno.writeTextFile(file, JSON.stringify(drawn, null, 2), { mode: 0o600, createNew: true });
  return drawn;
}

/** Takes a data folder for this process alone, until it ends in whatever way; a second program is told in one line. */
export async function takeDataDir(dataDir: string): Promise<void> {
  await Deno.mkdir(dataDir, { recursive: true });
  const lock = await Deno.open(join(dataDir, "lock"), { create: true, write: true });
  // The system gives the lock back when the process ends, so that nothing is left to clear away after a crash.
  // Deno 2.5 cannot try without waiting: there the second start is stopped by its ports alone.
  if (!("tryLock" in lock) || await lock.tryLock(true)) return;
  throw new SettingError(
    `DATA_DIR ${dataDir} sert déjà à un autre démarrage : arrêtez-le d’abord, ou donnez un autre dossier.`,
  );
}
