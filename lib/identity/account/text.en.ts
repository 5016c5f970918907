import { formatEnglishInstant } from "../../base/dates.ts";
import type { AccountTexts } from "./text.fr.ts";

/** Words of the mails about an account, in English. */
export const english: AccountTexts = {
  footer: "You receive this message because your address is that of a Paraphe account.",
  strangerFooter: "You receive this message because your address was typed on Paraphe.",
  minutes: (minutes) => `This link works once, within ${minutes} minutes.`,
  hours: (hours) => `This link works once, within ${hours} hours.`,
  notYou: (link) => `If this was not you, choose a new password at once: every session will be closed. ${link}`,
  reset: {
    subject: "Choose a new password",
    title: "Forgotten password",
    text: "You asked to choose a new password for your account.",
    button: "Choose a password",
    ignore: "If this was not you, ignore this message: your password does not change.",
  },
  changed: {
    subject: "Your password was changed",
    title: "Password changed",
    text: "The password of your account has just been changed. Your other sessions are closed.",
  },
  device: {
    subject: "New sign-in to your account",
    title: "New sign-in",
    text: "Somebody, probably you, has just signed in to your account from a new device or network.",
    what: "Device",
    where: "Network",
    when: "Date",
    moment: (at) => formatEnglishInstant(at),
    on: "on",
    unknown: "Unknown browser",
    button: "See my devices",
  },
  newAddress: {
    subject: "Confirm your new sign-in address",
    title: "Confirm your new address",
    text: "You asked to sign in to Paraphe with this address. One click is all that is missing.",
    button: "Confirm this address",
    ignore: "If this was not you, ignore this message: nothing changes.",
  },
  taken: {
    subject: "This address already belongs to an account",
    title: "Nothing has changed",
    text: "Somebody, probably you, asked to sign in to another account with this address. It already belongs to an " +
      "account: nothing has changed.",
    ignore: "If this was not you, ignore this message.",
  },
  moved: {
    subject: "Your sign-in address has changed",
    title: "Sign-in address changed",
    text: "Your account now signs in with another address; this one no longer opens it.",
    warn: "If this was not you, restore this address: every session will be closed at once.",
    button: "Restore this address",
  },
  restored: {
    subject: "Your sign-in address is restored",
    title: "Address restored",
    text: "Your account signs in with this address again, and every session is closed. Now choose a new password.",
    button: "Choose a password",
  },
  deleted: {
    subject: "Your account is deleted",
    title: "Account deleted",
    text: "Your Paraphe account is deleted: your access is closed, your name and address are erased. The sealed " +
      "documents of companies stay with them, for as long as the law demands, without your name.",
    ignore: "This is the last message that you receive from us.",
  },
  contact: {
    subject: (name) => `Message from ${name}`,
    title: "Message of the contact form",
    name: "Name",
    address: "Answer to",
    footer: "This message comes from the contact form; the address was not verified.",
  },
};
