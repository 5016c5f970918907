import { formatDate, type IsoDate } from "../lib/base/dates.ts";
import {
  ALERT_ACT_WORDS,
  ALERT_KINDS,
  type AlertAct,
  type AlertKind,
  figuresText,
  type InstanceState,
  type LifeAct,
  type ProcedureEvent,
  type StoryLine,
  type StorySource,
} from "../lib/instances/operator.ts";
import type { Child, TimelineEvent } from "../lib/ui/mod.ts";
import { actWords } from "./act_words.ts";
import { STATES } from "./pages/instances.tsx";
import { paths } from "./paths.ts";
import { kindWords, summedFigures } from "./procedure_words.ts";

/** What changed the state of a dossier, in words: « Odile » + words. */
export const LIFE_WORDS: Readonly<Record<LifeAct, string>> = {
  activate: "a activé le dossier",
  suspend: "a suspendu le dossier",
  reactivate: "a réactivé le dossier",
  close: "a fermé le dossier",
  reopen: "a rouvert le dossier",
  keep: "a gardé l’archive du dossier, et effacé le reste",
  erase: "a effacé le dossier",
};

const PROCEDURE_WORDS: Readonly<Partial<Record<ProcedureEvent, string>>> = {
  begun: "a commencé",
  ended: "a mené à son terme",
  cancelled: "a reçu l’ordre d’annuler",
  given_up: "a défait",
};

/** One line of a dossier's story, as the line of time shows it. */
export function storyEvent(line: StoryLine): TimelineEvent {
  const { did, detail } = TOLD[line.source](line);
  return { at: line.at, who: line.who ?? "Le programme", did, detail: detail ?? line.reason ?? undefined };
}

type Told = { readonly did: Child; readonly detail?: Child };

const TOLD: Readonly<Record<StorySource, (line: StoryLine) => Told>> = {
  birth: () => ({ did: "a ouvert le dossier" }),
  state: ({ what, about }) => ({
    did: `${LIFE_WORDS[what as LifeAct]} (${STATES[about as InstanceState].word})`,
  }),
  act: ({ what }) => ({ did: actWords(what) }),
  procedure: ({ tenantId, about, what, reason, figures, subjectId }) => ({
    did: (
      <>
        {`${PROCEDURE_WORDS[what as ProcedureEvent] ?? what}\u00a0: `}
        <a href={paths.procedure({ tenantId, id: subjectId! })}>{kindWords(about ?? "")}</a>
      </>
    ),
    detail: [reason, what === "begun" ? "" : summedFigures(figures)].filter((part) => part).join("\u00a0; "),
  }),
  alert: ({ about, what, figures, subjectId }) => ({
    did: ALERT_ACT_WORDS[what as AlertAct],
    detail: (
      <>
        <a href={paths.alert(subjectId!)}>{ALERT_KINDS[about as AlertKind]}</a>
        {` ${figuresText(figures)}`}
      </>
    ),
  }),
  notice: ({ what, about }) => ({ did: noticeWords(what, about as IsoDate) }),
};

/** `trial_7`, `trial_over`, `unused_30`, `size_80`. */
function noticeWords(notice: string, forOn: IsoDate): string {
  const [kind, rest = ""] = notice.split("_");
  if (kind === "size") return `a prévenu les administrateurs\u00a0: ${rest}\u00a0% de l’espace est utilisé`;
  if (kind === "unused") return `a prévenu que l’essai sera fermé le ${formatDate(forOn)}, dans ${rest} jours`;
  if (rest === "over") return `a prévenu que l’essai a pris fin le ${formatDate(forOn)}`;
  return `a prévenu que l’essai finit le ${formatDate(forOn)}, dans ${rest === "1" ? "un jour" : `${rest} jours`}`;
}
