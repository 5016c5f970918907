import { openZip, verifyArchive } from "../lib/archives/mod.ts";
import { SettingError } from "../lib/platform/config.ts";
import { complain, say } from "../lib/platform/terminal.ts";

/** Verifies an archive from its file, offline, and says the verdict in one screen. False when something is wrong. */
export async function verifyZip(path: string): Promise<boolean> {
  const verdict = await judgeZip(path), bad = verdict.firstBad;
  for (const line of report(verdict)) say(line);
  if (bad) complain(`NON CONFORME : ${bad.sentence} (${bad.reason}, ${bad.where})`);
  return verdict.ok;
}

/** The verdict alone. Throws `SettingError` where the file cannot be read. */
export async function judgeZip(path: string): ReturnType<typeof verifyArchive> {
  const file = await Deno.open(path).catch(() => {
    throw new SettingError(`Le fichier ${path} ne peut pas être lu.`);
  });
  using _closed = file;
  const { size } = await file.stat();
  return await verifyArchive(openZip({ size, read: (start, end) => readRange(file, start, end) }));
}

async function readRange(file: Deno.FsFile, start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = new Uint8Array(end - start);
  await file.seek(start, Deno.SeekMode.Start);
  for (let at = 0; at < bytes.length;) {
    const read = await file.read(bytes.subarray(at));
    if (read === null) throw new SettingError("Le fichier est coupé.");
    at += read;
  }
  return bytes;
}

/** What the person compares with the proofs that the dossier received. */
function report(verdict: Awaited<ReturnType<typeof verifyArchive>>): string[] {
  const { about } = verdict;
  if (!about) return [];
  const siren = about.company.siren ? `, SIREN ${about.company.siren}` : "";
  const erased = about.erased ? [`Contenus effacés    ${about.erased} (leur empreinte reste vérifiée)`] : [];
  return [
    `Archive             ${verdict.archive}`,
    `Entreprise          ${about.company.name}${siren}`,
    `Période             du ${about.from} au ${about.to}, archive faite le ${about.generatedAt}`,
    `Enregistrements     ${verdict.records} intacts, ${verdict.signatures} signatures vérifiées`,
    ...erased,
    `Fichiers            ${verdict.files} intacts`,
    `Tête du journal     n° ${about.last}, ${about.headHash}`,
    `Clé d’ouverture     ${about.openingKey ?? "inconnue"}`,
    `Archive précédente  ${about.previous ?? "aucune"}`,
    ...(verdict.ok ? ["Tout concorde."] : []),
  ];
}
