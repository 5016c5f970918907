import type { JobOrder, ParkedJob } from "../lib/instances/operator.ts";
import type { Tone } from "../lib/ui/mod.ts";

/** What stands for the queue of control where a job is named by its place. */
export const CONTROL_PLACE = "control";

/** Where a job is, in words: the queue of control, or a cell by its name. */
export function placeWords(place: string): string {
  return place === CONTROL_PLACE ? "contrôle" : place;
}

/** Where a parked job stands: it waits for somebody, or for what somebody asked to be carried out. */
export function standingOf({ ordered }: ParkedJob): { readonly word: string; readonly tone: Tone } {
  if (ordered === null) return { word: "garé", tone: "late" };
  return { word: ordered === "retry" ? "relance demandée" : "abandon demandé", tone: "open" };
}

/** What was asked of a job, in words: « Relance ». */
export const ORDER_WORDS: Readonly<Record<JobOrder["act"], string>> = { retry: "Relance", drop: "Abandon" };

/** How it ended, in words. */
export const ORDER_STATES: Readonly<Record<JobOrder["state"], { readonly word: string; readonly tone: Tone }>> = {
  asked: { word: "demandé", tone: "open" },
  done: { word: "fait", tone: "done" },
  gone: { word: "sans objet", tone: "ended" },
};
