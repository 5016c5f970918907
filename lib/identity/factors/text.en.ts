import { formatEnglishDate } from "../../base/dates.ts";
import type { FactorTexts } from "./text.fr.ts";

/** Words of the mails about second steps, in English. */
export const english: FactorTexts = {
  footer: "You receive this message because you have an account on Paraphe.",
  changed: {
    subject: "The security of your account has changed",
    title: "The security of your account has changed",
    events: {
      totp_added: "Signing in to your account now asks for a code of your application.",
      totp_removed: "Signing in to your account no longer asks for a code of your application.",
      mail_code_added: "Signing in to your account may now ask for a code sent by e-mail.",
      mail_code_removed: "Signing in to your account no longer asks for a code sent by e-mail.",
      passkey_added: "A passkey was added to your account.",
      passkey_removed: "A passkey was removed from your account.",
      recovery_codes_drawn: "New recovery codes were made; the old ones are void.",
      recovery_code_used: "One of your recovery codes was just used to sign in or to confirm that it is you.",
    },
    when: "On",
    day: formatEnglishDate,
    advice: "If it was not you, change your password and look at the “Security” page of your account.",
    button: "Sign in",
  },
  code: {
    subject: "Your sign-in code",
    title: "Your sign-in code",
    text: "Type this code into the page that asks for it.",
    term: "Code",
    validity: (minutes) => `This code works once, for ${minutes} minutes.`,
    ignore: "Give it to nobody. If you asked for nothing, somebody knows your password: change it.",
  },
};
