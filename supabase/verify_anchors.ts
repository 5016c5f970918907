import { type AnchorReport, verifyAnchors } from "../lib/anchors/mod.ts";
import type { Ctx } from "../lib/base/ctx.ts";
import { dayOf } from "../lib/base/dates.ts";
import { now } from "../lib/platform/clock.ts";
import { SettingError } from "../lib/platform/config.ts";
import { newId } from "../lib/platform/random.ts";
import { complain, say } from "../lib/platform/terminal.ts";

/**
 * Holds a dossier's chain against the anchors that control keeps and the proofs in these files, and says which it was
 * given. False when one of them does not hold.
 */
export async function sayAnchors(
  scope: Pick<Ctx, "tenantId" | "cell" | "epoch">,
  files: readonly string[],
): Promise<boolean> {
  const at = now();
  const ctx: Ctx = {
    ...scope,
    personId: null,
    rights: new Set(["sealed_log:read"]),
    actor: "vérification",
    now: at,
    today: dayOf(at),
    request: { id: newId(), ip: "" },
  };
  const report = await verifyAnchors(ctx, await Promise.all(files.map(readProofFile)));
  const keys = report.keys > 1 ? `, ${report.keys} clés qui se suivent` : "";
  const against = `${report.ours} de la base de contrôle, ${report.given} de fichiers donnés${keys}`;
  if (report.firstBad) complain(`Ancrages (${against}) : ${sentenceOf(report.firstBad)}`);
  else say(`Ancrages tous présents dans la chaîne : ${against}.`);
  return report.ok;
}

function sentenceOf({ reason, day, seq }: NonNullable<AnchorReport["firstBad"]>): string {
  if (day === null) return reason;
  return seq === null ? `${reason} Ancrage du ${day}.` : `${reason} Ancrage du ${day}, enregistrement ${seq}.`;
}

async function readProofFile(path: string): Promise<string> {
  try {
    return await Deno.readTextFile(path);
  } catch {
    throw new SettingError(`Ce fichier ne peut pas être lu : ${path}`);
  }
}

/** The files that follow `--anchors`, up to the next option. */
export function anchorFilesIn(options: readonly string[]): readonly string[] {
  const from = options.indexOf("--anchors");
  if (from === -1) return [];
  const rest = options.slice(from + 1), end = rest.findIndex((option) => option.startsWith("--"));
  return end === -1 ? rest : rest.slice(0, end);
}
