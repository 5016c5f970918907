import { present } from "../../base/assert.ts";
import type { IsoDate } from "../../base/dates.ts";

/**
 * Major versions: a change of what inalterability, security, conservation or archiving rest on makes a new root
 * (BOI-TVA-DECLA-30-10-30 § 340), and asks each company for a new attestation.
 */
const MAJOR_VERSIONS: readonly { readonly root: string; readonly marketedOn: IsoDate }[] = [
  { root: "1", marketedOn: "2026-11-21" as IsoDate },
];

/** What an attestation says of a version `root.minor.patch`. */
export interface Release {
  readonly version: string;
  /** What names the major version; attestations of another root are out of date. */
  readonly root: string;
  /** How minor versions under this root are named. */
  readonly minor: string;
  readonly marketedOn: IsoDate;
}

/** The release that a version of the program belongs to. */
export function releaseOf(version: string): Release {
  const root = version.split(".")[0]!;
  const { marketedOn } = present(MAJOR_VERSIONS.find((one) => one.root === root), `major version ${root}`);
  return { version, root, minor: `${root}.x.y, où x et y sont des nombres`, marketedOn };
}
