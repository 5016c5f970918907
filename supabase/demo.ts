import { Buffer } from "node:buffer";
import { resolve } from "node:path";
import { Secret, TOTP } from "otpauth";
import { nowMs } from "../lib/platform/clock.ts";
import type { Config } from "../lib/platform/config.ts";
import { say } from "../lib/platform/terminal.ts";
import { refuseTaken } from "../lib/platform/web/server.ts";
import { demoSecrets, takeDataDir } from "./demo_secrets.ts";
import { startDemoDatabases } from "./embedded_databases.ts";
import { openHosted, openProgram, type Program, type ProgramConfig } from "./program.ts";

/** Password of everybody in the demo world: it holds nothing true. */
export const DEMO_PASSWORD = "trois petits chats gris";

/** Somebody of the demo world who may sign in. */
export interface DemoSignIn {
  /** `Alice, Atelier Dupré`. */
  readonly who: string;
  readonly email: string;
}

/** A demo on this machine: databases of its own, both programs' logins, mails kept in a local mailbox. */
export interface Demo {
  readonly config: ProgramConfig;
  readonly program: Program;
  /** The operator who may enter the console. */
  readonly operator: {
    readonly email: string;
    readonly name: string;
    readonly password: string;
    readonly totpSecret: Uint8Array;
  };
  /** The six digits that the operator's application would show now. */
  operatorCode(): string;
  stop(): Promise<void>;
}

/**
 * Opens the demo of a data folder, making it on the first start. Throws SettingError when the folder is in use and,
 * for a demo that will serve, CannotListen when a port is taken: before it makes anything.
 */
export async function openDemo(settings: Config, { serves = false } = {}): Promise<Demo> {
  const dataDir = resolve(settings.dataDir);
  await takeDataDir(dataDir);
  for (const port of serves ? [settings.port, settings.consolePort] : []) refuseTaken({ hostname: "127.0.0.1", port });
  const secrets = await demoSecrets(dataDir);
  const databases = await startDemoDatabases(dataDir, secrets);
  if (databases.movedTo) say(`Postgres ne peut pas lire ce dossier : ses données sont dans ${databases.movedTo}`);
  const config = { ...settings, dataDir, masterKey: settings.masterKey ?? secrets.masterKey };
  const program = await openProgram(config, databases);
  const totpSecret = new Uint8Array(Buffer.from(secrets.operatorTotp, "base64"));
  const generator = new TOTP({ secret: new Secret({ buffer: totpSecret.buffer }) });
  return {
    config,
    program,
    operator: {
      email: "odile@paraphe.example",
      name: "Odile",
      password: DEMO_PASSWORD,
      totpSecret,
    },
    operatorCode: () => generator.generate({ timestamp: nowMs() }),
    async stop() {
      await program.close();
      await databases.stop();
    },
  };
}

/** The product's databases, wherever the settings say they are, for a verb that serves nothing. */
export async function openAnywhere(settings: Config): Promise<{ readonly program: Program; close(): Promise<void> }> {
  if (settings.databases === null) {
    const { program, stop } = await openDemo(settings);
    return { program, close: stop };
  }
  const { program } = await openHosted("product", settings);
  return { program, close: program.close };
}

/** Tells the newcomer where everything is and who may come in. */
export function announce({ config, program, operator }: Demo, people: readonly DemoSignIn[]): void {
  say(`Paraphe ${program.version}, démonstration. Données : ${config.dataDir}`);
  say(`  Produit       ${config.baseUrl}`);
  for (const { who, email } of people) say(`                ${who} : ${email} · ${DEMO_PASSWORD}`);
  say(`  Boîte locale  ${config.baseUrl}/dev/courrier`);
  say(`  Console       ${config.consoleBaseUrl}`);
  say(`                ${operator.name} : ${operator.email} · ${DEMO_PASSWORD} · code donné par la page`);
  say("Ctrl-C pour arrêter.");
}
