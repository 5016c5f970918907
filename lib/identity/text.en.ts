import type { IdentityTexts } from "./text.fr.ts";

/** Words of the mails of identity, in English. */
export const english: IdentityTexts = {
  footer: "You receive this message because your address was typed on Paraphe.",
  ignore: "If this was not you, ignore this message: nothing will be created.",
  validity: (hours) => `This link works once, within ${hours} hours.`,
  confirm: {
    subject: "Confirm your address to open your workspace",
    title: "Confirm your address",
    text: (company) => `You asked to open the workspace of ${company}. One click is all that is missing.`,
    button: "Confirm my address",
  },
  second: {
    subject: "Confirm the opening of another workspace",
    title: "Another workspace",
    text: (company) =>
      `You asked to open the workspace of ${company}. It will join those you already have, ` +
      "with the same address and the same password.",
    button: "Open this workspace",
  },
  refused: {
    subject: "Your sign-up could not be accepted",
    title: "You already have an account",
    text: (company) =>
      `Somebody, probably you, asked to open the workspace of ${company} with your address, but with another password ` +
      "than that of your account. Nothing was opened.",
    advice: "To open one more workspace, start again with the password of your account.",
    button: "Sign in",
    forgotten: (link) => `Forgotten password? ${link}`,
    ignore: "If this was not you, ignore this message: your account has not changed.",
  },
  blocked: {
    subject: "Your account is blocked: too many wrong passwords",
    title: "Your account is blocked",
    text: (tries: number) =>
      `Somebody typed ${tries} wrong passwords in a row with your address. To protect you, no password is accepted any ` +
      "more, not even the right one, until you unblock your account.",
    button: "Unblock my account",
    validity: (hours: number) => `This link works once, for ${hours} hours.`,
    advice:
      "If these tries were not yours, your password was not found. Unblock your account when you need it; devices " +
      "that are signed in stay so. The administrator of your file can unblock it too.",
  },
  captcha: {
    subject: "The code of the sign-in picture",
    title: "The code of the picture",
    text: "You asked for the code that the sign-in page shows as a picture.",
    code: "Code",
    validity: (minutes: number) => `Copy it into the page: it works once, for ${minutes} minutes.`,
    ignore: "If this was not you, ignore this message: the code does not replace your password.",
  },
  welcome: {
    subject: "Welcome to Paraphe",
    title: "Welcome",
    text: (company) => `Your address is confirmed and the workspace of ${company} is yours.`,
    address: "Your sign-in address",
    advice: "Keep this message: this address will be asked for at each sign-in.",
    button: "Sign in",
  },
};
