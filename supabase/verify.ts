import { verifyAgreement, verifyChain } from "../lib/antifraud/mod.ts";
import { findInstanceByPublicId } from "../lib/instances/mod.ts";
import { now } from "../lib/platform/clock.ts";
import { readConfig, SettingError } from "../lib/platform/config.ts";
import { newId } from "../lib/platform/random.ts";
import { complain, say } from "../lib/platform/terminal.ts";
import { openAnywhere } from "./demo.ts";
import { anchorFilesIn, sayAnchors } from "./verify_anchors.ts";
import { verifyZip } from "./verify_zip.ts";

const USAGE = "Indiquez le dossier ou l’archive : deno task verify <identifiant> [--all-signatures] " +
  "[--anchors preuve.json…] | <archive.zip>";

/**
 * Recomputes the sealed log of a dossier, named by its public id, and says the two results apart: the chain (bytes,
 * hashes, signatures) and its agreement with the live documents; then whether it holds every head that was anchored,
 * here or in the proofs of `--anchors`. False when one of them does not hold. Given the path of a ZIP, verifies that
 * archive instead, without any database.
 */
export async function verify([publicId, ...options]: readonly string[]): Promise<boolean> {
  if (!publicId) throw new SettingError(USAGE);
  if (/\.zip$/i.test(publicId)) return await verifyZip(publicId);
  const opened = await openAnywhere(readConfig());
  try {
    return await verifyDossier(publicId, {
      allSignatures: options.includes("--all-signatures"),
      proofs: anchorFilesIn(options),
    });
  } finally {
    await opened.close();
  }
}

async function verifyDossier(
  publicId: string,
  { allSignatures, proofs }: { readonly allSignatures: boolean; readonly proofs: readonly string[] },
): Promise<boolean> {
  const request = { id: newId(), ip: "" };
  const place = await findInstanceByPublicId({ now: now(), personId: null, request }, publicId);
  if (!place) throw new SettingError(`Aucun dossier ne porte l’identifiant ${publicId}.`);
  const scope = { tenantId: place.tenantId, cell: place.cell, epoch: place.epoch, personId: null };
  const chain = await verifyChain(scope, { allSignatures });
  const bad = chain.firstBad;
  if (bad) complain(`Chaîne rompue à l’enregistrement ${bad.seq} (${bad.type}, ${bad.at}) : ${bad.reason}`);
  else say(`Chaîne intacte : ${chain.records} enregistrements, ${chain.signaturesChecked} signatures vérifiées.`);
  const agreement = await verifyAgreement(scope);
  if (agreement.first) complain(`Désaccord avec les documents : ${agreement.first.reason}`);
  else say(`Documents conformes à leur scellé : ${agreement.compared} comparés.`);
  const isAnchored = await sayAnchors(scope, proofs);
  return chain.ok && agreement.ok && isAnchored;
}
