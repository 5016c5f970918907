import type { Notice } from "../../instances/mod.ts";
import type { LifeSentence, LifeTexts, LifeWords } from "./life_text.fr.ts";

type Say = (words: LifeWords) => LifeSentence;

const trialEnds = (days: number): Say => ({ company, day }) => ({
  subject: `${company}: your trial ends ${days === 1 ? "tomorrow" : `in ${days} days`}`,
  title: days === 1 ? "Your trial ends tomorrow" : `Your trial ends in ${days} days`,
  text: [
    `The trial of the workspace of ${company} lasts until ${day}.`,
    "To go on, activate it before that day. Otherwise the workspace locks: your data stays, you can always export it, " +
    "and the links that you sent to your customers still open.",
  ],
});

const unusedEnds = (days: number): Say => ({ company, day }) => ({
  subject: `${company}: your trial data can be exported for ${days} more days`,
  title: `${days} more days to take your data`,
  text: [
    `The trial of the workspace of ${company} is over and it was not activated.`,
    `Until ${day} you can activate it or take your data. Then the workspace is closed, and erased 30 days later.`,
  ],
});

const SAYS: Readonly<Record<Notice, Say>> = {
  trial_7: trialEnds(7),
  trial_3: trialEnds(3),
  trial_1: trialEnds(1),
  trial_over: ({ company, day }) => ({
    subject: `${company}: your trial is over`,
    title: "Your trial is over",
    text: [
      `The trial of the workspace of ${company} ended on ${day}. The workspace is locked; your data is kept.`,
      "You can activate it at any time, and take your data for 90 days.",
    ],
  }),
  unused_60: unusedEnds(60),
  unused_30: unusedEnds(30),
  unused_7: unusedEnds(7),
  activate: ({ company, move }) => ({
    subject: `${company}: your workspace is active`,
    title: "Your workspace is active",
    text: [
      `The workspace of ${company} is no trial any more: work on as before.`,
      move === ""
        ? "When we move it to another server, your addresses and the links that you sent stay the same."
        : `From ${move} on we move it to a production server. It stays open meanwhile; a page may take a few seconds. ` +
          "Your addresses, your numbers and the links that you sent stay the same.",
    ],
  }),
  suspend: ({ company }) => ({
    subject: `${company}: your workspace is suspended`,
    title: "Your workspace is suspended",
    text: [
      `The workspace of ${company} is suspended. Your data is kept, you can always export it, and the links that you ` +
      "sent to your customers still open.",
      "Write to us to open it again.",
    ],
  }),
  reactivate: ({ company }) => ({
    subject: `${company}: your workspace is open again`,
    title: "Your workspace is open again",
    text: [`The workspace of ${company} is open again, as it was.`],
  }),
  close: ({ company, day, ending }) => ({
    subject: `${company}: your workspace is closed`,
    title: "Your workspace is closed",
    text: [
      `The workspace of ${company} is closed. Until ${day} an owner can open it again if an owner closed it; ` +
      "otherwise, write to us.",
      ending === "erase"
        ? `After ${day} everything in it is erased: take your archive until then.`
        : `After ${day} we keep its sealed archive for ten years, to be downloaded there; everything else is erased.`,
    ],
  }),
  reopen: ({ company }) => ({
    subject: `${company}: your workspace is open again`,
    title: "Your workspace is open again",
    text: [`The workspace of ${company} is again what it was before it was closed.`],
  }),
  keep: ({ company, day }) => ({
    subject: `${company}: your archive is kept until ${day}`,
    title: "Your archive is kept for ten years",
    text: [
      `The time to open the workspace of ${company} again is over. As you chose, we keep its sealed archive, verified and ` +
      "encrypted under a key of its own; everything else is erased.",
      `Until ${day} its owners and administrators can download it in the subscriber’s area, with its digest. Then it is ` +
      "destroyed.",
      "The links that you sent to your customers no longer open.",
    ],
  }),
  erase: ({ company }) => ({
    subject: `${company}: your workspace is erased`,
    title: "Your workspace is erased",
    text: [`Everything in the workspace of ${company} was erased.`],
  }),
};

/** The same in English. */
export const english: LifeTexts = {
  says: (notice, words) => SAYS[notice](words),
  area: "Open the subscriber’s area",
  archives: "To take your data:",
  footer: (company) => `You receive this message as an owner or administrator of the workspace of ${company}.`,
};
