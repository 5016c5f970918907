import type { AccessTexts } from "./text.fr.ts";

/** Words of the mails of access, in English. */
export const english: AccessTexts = {
  subject: (company) => `Invitation to join the workspace of ${company}`,
  title: "You are invited",
  text: (inviter, company) => `${inviter} invites you to work in the workspace of ${company}.`,
  profile: "Your profile",
  profiles: {
    administrator: "Administrator",
    adv: "Sales administration",
    sales: "Sales",
    purchasing: "Purchasing",
    accountant: "Accountant",
    reader: "Read only",
  },
  ownerToo: (profile) => `${profile}, owner of the workspace`,
  address: "Your sign-in address",
  button: "See the invitation",
  validity: (days) => `This link works once, within ${days} days.`,
  ignore: "If you do not know this company, ignore this message: nothing will be opened.",
  recovery: {
    subject: (company) => `Recovery of the workspace of ${company}: you may object`,
    title: "A recovery of your workspace was requested",
    text: (company) =>
      `The Paraphe team was asked to recover the workspace of ${company}, of which you are a member. ` +
      "Two people of the team have checked who is asking. This person would become administrator and owner:",
    person: "Person",
    address: "Address",
    until: "You may object until",
    choice: (hours) =>
      `If this request does not look right to you, stop it: you have ${hours} hours, and one objection is enough.`,
    button: "Object to this recovery",
    agree: "If you agree, you have nothing to do.",
  },
  size: {
    subject: (company, percent) => `${company}: your workspace uses more than ${percent}% of its space`,
    title: (percent) => `More than ${percent}% of the space is used`,
    text: (company, percent) =>
      `The workspace of ${company} uses more than ${percent}% of the space that its price includes.`,
    nothingStops: "Nothing stops and nothing is deleted. A page of the workspace says what weighs.",
    button: "See what weighs",
    footer: "You receive this message because you administer this workspace.",
  },
  footer: "You receive this message because your address was typed on Paraphe.",
};
