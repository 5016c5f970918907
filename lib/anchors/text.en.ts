import type { AnchorTexts } from "./text.fr.ts";

/** Words of the mails of anchors, in English. */
export const english: AnchorTexts = {
  subject: (day) => `Proof of your sealed log, ${day}`,
  title: "Your anchor proof",
  text:
    "Keep this message and its attachment: they prove where your sealed log stood on that day. Nobody, not even us, " +
    "can rewrite it or take it back to an earlier state without the attachment showing it.",
  day: "Date",
  seq: "Sealed records",
  check: "To check the attachment, drop it on the page of that day: it is computed on your own machine.",
  button: "See the published anchor",
  privacy: "The attachment holds digests alone: no amount, no name, no address.",
  footer: "How often these messages leave, and to whom, is set in your dossier: page “Preuves”, tab “Ancrages”.",
};
