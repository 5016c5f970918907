import type { AccessTexts } from "./text.fr.ts";

/** Words of the mails of access, in English. */
export const english: AccessTexts = {
  subject: (company) => `Invitation to join the workspace of ${company}`,
  title: "You are invited",
  text: (inviter, company) => `${inviter} invites you to work in the workspace of ${company}.`,
  profile: "Your profile",
  address: "Your sign-in address",
  button: "See the invitation",
  validity: (days) => `This link works once, within ${days} days.`,
  ignore: "If you do not know this company, ignore this message: nothing will be opened.",
  footer: "You receive this message because your address was typed on Paraphe.",
};
