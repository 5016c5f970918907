import { present } from "../../base/assert.ts";
import type { IsoInstant } from "../../base/dates.ts";
import type { Uuid } from "../../base/ids.ts";
import { type Mail, type MailBlock, mailHtml, mailText } from "../../ui/mail_layout.tsx";
import { linkTo } from "../links.ts";
import type { Language } from "../people_store.ts";
import type { WrittenMail } from "../sign_up_mail.tsx";
import { describeDevice } from "./device.ts";
import { ADDRESS_LINK_HOURS, RESET_LINK_MINUTES, RESTORE_LINK_HOURS } from "./links.ts";
import { english } from "./text.en.ts";
import { type AccountTexts, french } from "./text.fr.ts";

/** What a mail about an account may be about. */
export type AccountMailKind =
  | "reset_password"
  | "password_reset"
  | "new_device"
  | "confirm_address"
  | "address_taken"
  | "address_changed"
  | "address_restored"
  | "account_deleted"
  | "contact";

/** A mail about an account, before it is written. */
export interface AccountMail {
  readonly kind: AccountMailKind;
  /** Empty for the mail of nobody. */
  readonly email: string;
  readonly language: Language;
  /** The link that the mail carries, where it carries one. */
  readonly linkId: Uuid | null;
  /** What varies: `userAgent`, `network`, `at`; `name`, `replyTo`, `message`. */
  readonly facts: Readonly<Record<string, string>>;
}

interface Written {
  readonly subject: string;
  readonly title: string;
  readonly blocks: readonly MailBlock[];
  readonly footer?: string;
}

const TEXTS: Readonly<Record<Language, AccountTexts>> = { fr: french, en: english };

/** Writes a mail about an account; `secret` is that of its link. */
export function accountMail(mail: AccountMail, secret: string | null): WrittenMail {
  const texts = TEXTS[mail.language];
  const { subject, title, blocks, footer = texts.footer } = WRITERS[mail.kind]({ mail, texts, secret });
  const laidOut: Mail = { lang: mail.language, title, sender: "Paraphe", blocks, footer: [footer] };
  return { subject, text: mailText(laidOut), html: mailHtml(laidOut) };
}

interface Told {
  readonly mail: AccountMail;
  readonly texts: AccountTexts;
  readonly secret: string | null;
}

const WRITERS: Readonly<Record<AccountMailKind, (told: Told) => Written>> = {
  reset_password: ({ texts, secret }) => ({
    ...texts.reset,
    blocks: [
      { kind: "text", text: texts.reset.text },
      { kind: "button", label: texts.reset.button, href: linkTo("resetPassword", held(secret)) },
      { kind: "small", text: texts.minutes(RESET_LINK_MINUTES) },
      { kind: "small", text: texts.reset.ignore },
    ],
  }),
  password_reset: ({ texts }) => ({
    ...texts.changed,
    blocks: [{ kind: "text", text: texts.changed.text }, warning(texts)],
  }),
  new_device: newDevice,
  confirm_address: ({ texts, secret }) => ({
    ...texts.newAddress,
    blocks: [
      { kind: "text", text: texts.newAddress.text },
      { kind: "button", label: texts.newAddress.button, href: linkTo("confirmAddress", held(secret)) },
      { kind: "small", text: texts.hours(ADDRESS_LINK_HOURS) },
      { kind: "small", text: texts.newAddress.ignore },
    ],
    footer: texts.strangerFooter,
  }),
  address_taken: ({ texts }) => ({
    ...texts.taken,
    blocks: [{ kind: "text", text: texts.taken.text }, { kind: "small", text: texts.taken.ignore }],
  }),
  address_changed: ({ texts, secret }) => ({
    ...texts.moved,
    blocks: [
      { kind: "text", text: texts.moved.text },
      { kind: "text", text: texts.moved.warn },
      { kind: "button", label: texts.moved.button, href: linkTo("restoreAddress", held(secret)) },
      { kind: "small", text: texts.hours(RESTORE_LINK_HOURS) },
    ],
    footer: texts.strangerFooter,
  }),
  address_restored: ({ texts }) => ({
    ...texts.restored,
    blocks: [
      { kind: "text", text: texts.restored.text },
      { kind: "button", label: texts.restored.button, href: linkTo("forgottenPassword") },
    ],
  }),
  account_deleted: ({ texts }) => ({
    ...texts.deleted,
    blocks: [{ kind: "text", text: texts.deleted.text }, { kind: "small", text: texts.deleted.ignore }],
    footer: texts.strangerFooter,
  }),
  contact: ({ mail, texts }) => ({
    subject: texts.contact.subject(mail.facts.name ?? ""),
    title: texts.contact.title,
    blocks: [
      {
        kind: "facts",
        facts: [
          { term: texts.contact.name, value: mail.facts.name ?? "" },
          { term: texts.contact.address, value: mail.facts.replyTo ?? "" },
        ],
      },
      { kind: "text", text: mail.facts.message ?? "" },
    ],
    footer: texts.contact.footer,
  }),
};

function newDevice({ mail, texts }: Told): Written {
  const { userAgent = "", network = "", at } = mail.facts;
  const { browser, system } = describeDevice(userAgent);
  const device = [browser ?? texts.device.unknown, system].filter(Boolean).join(` ${texts.device.on} `);
  return {
    ...texts.device,
    blocks: [
      { kind: "text", text: texts.device.text },
      {
        kind: "facts",
        facts: [
          { term: texts.device.what, value: device },
          { term: texts.device.where, value: network },
          { term: texts.device.when, value: texts.device.moment(present(at, "moment of a sign-in") as IsoInstant) },
        ],
      },
      { kind: "button", label: texts.device.button, href: linkTo("devices") },
      warning(texts),
    ],
  };
}

function warning(texts: AccountTexts): MailBlock {
  return { kind: "small", text: texts.notYou(linkTo("forgottenPassword")) };
}

function held(secret: string | null): string {
  return present(secret, "secret of a mail's link");
}
