import { formatDate, type IsoDate } from "../../base/dates.ts";
import { formatSiren } from "../../base/identifiers.ts";
import type { Publisher } from "../../platform/outside.ts";
import type { Block, PageTemplate } from "../../platform/pdf/template.ts";
import type { Release } from "./releases.ts";
import { type AttestationTexts, COVERED, NOT_COVERED } from "./texts.ts";

/** Name under which the program is sold. */
export const SOFTWARE = "Paraphe";

/** What is put into the wording. */
export interface AttestationFacts {
  readonly company: { readonly name: string; readonly siren: string };
  /** Null where this installation does not say who publishes it. */
  readonly publisher: Publisher | null;
  readonly release: Release;
  readonly representative: string;
  readonly city: string;
  readonly acquiredOn: IsoDate;
  readonly usedSince: IsoDate;
  readonly madeOn: IsoDate;
  /** Head of the sealed log that was verified before, in hexadecimal, and its number. */
  readonly head: { readonly seq: bigint; readonly hash: string };
}

/** Printed where the publisher is not known: nothing is invented. */
const UNKNOWN_PUBLISHER =
  "Volet non rempli : cette installation ne dit pas qui édite le logiciel qu’elle fait tourner " +
  "(réglages PUBLISHER_NAME, PUBLISHER_REPRESENTATIVE et PUBLISHER_CITY). Sans ce volet, rempli et signé par " +
  "l’éditeur, cette attestation n’a pas de valeur.";

/** The two parts of the attestation, as the administration's model words them. */
export function attestationPage(facts: AttestationFacts, texts: AttestationTexts): PageTemplate {
  const { company, release, madeOn, head } = facts;
  return {
    title: texts.title,
    lang: "fr-FR",
    header: {
      title: "Attestation individuelle",
      subtitle: `${SOFTWARE}, version ${release.version}`,
      fields: [
        { label: "Entreprise", value: company.name },
        { label: "SIREN", value: formatSiren(company.siren) },
        { label: "Établie le", value: formatDate(madeOn) },
      ],
      running: `Attestation individuelle, ${SOFTWARE} ${release.version}, ${company.name}`,
    },
    blocks: [
      { kind: "paragraphs", paragraphs: [[{ text: texts.title, strong: true }]], size: "large" },
      { kind: "paragraphs", paragraphs: [texts.preamble], tone: "muted" },
      { kind: "heading", text: texts.firstPart },
      ...publisherPart(facts, texts),
      { kind: "heading", text: texts.secondPart },
      ...userPart(facts, texts),
    ],
    footer: {
      lines: [
        `Modèle ${texts.model}. Journal scellé vérifié avant l’édition : enregistrement n° ${head.seq}, empreinte ` +
        `${head.hash.slice(0, 16)}…`,
      ],
      pageLabel: "Page {page} sur {pages}",
    },
  };
}

function publisherPart({ publisher, release }: AttestationFacts, texts: AttestationTexts): Block[] {
  if (!publisher) return [{ kind: "box", paragraphs: [UNKNOWN_PUBLISHER] }];
  const { representative, company, city } = publisher;
  const { version, root, minor } = release;
  const marketedOn = formatDate(release.marketedOn);
  return [
    {
      kind: "paragraphs",
      paragraphs: [
        texts.publisherSays({ representative, company, software: SOFTWARE, marketedOn, version }),
        texts.rootSays({ root, minor, company }),
        texts.covered(COVERED),
        texts.notCovered(NOT_COVERED),
      ],
    },
    signatureBox(city, texts),
  ];
}

function userPart(facts: AttestationFacts, texts: AttestationTexts): Block[] {
  const { representative, company, publisher } = facts;
  const distributor = publisher?.company ?? "l’éditeur";
  const acquiredOn = formatDate(facts.acquiredOn);
  return [
    {
      kind: "paragraphs",
      paragraphs: [
        texts.userSays({ representative, company: company.name, acquiredOn, distributor }),
        texts.userUses(formatDate(facts.usedSince)),
      ],
    },
    signatureBox(facts.city, texts),
  ];
}

/** The place is known; the day and the signature are the signatory's, by hand. */
function signatureBox(city: string, texts: AttestationTexts): Block {
  return {
    kind: "box",
    heading: `Fait à ${city}, le`,
    paragraphs: ["Signature du représentant légal", [{ text: texts.reminder, tone: "muted" }]],
    minHeight: 90,
  };
}
