import type { Child, JSX } from "./jsx.ts";
import type { IsoInstant } from "../base/dates.ts";
import { InstantText } from "./date.tsx";

/** One thing that somebody did. */
export interface TimelineEvent {
  readonly at: IsoInstant;
  /** A person's label, or `automate`. */
  readonly who: string;
  /** What was done, in the past tense: « a émis la facture ». */
  readonly did: Child;
  readonly detail?: Child;
}

/** « Qui a fait quoi », the latest first. */
export function Timeline(
  { events, timeZone }: { readonly events: readonly TimelineEvent[]; readonly timeZone?: string | undefined },
): JSX.Element {
  if (events.length === 0) return <p class="hint">Rien n’a encore été fait ici.</p>;
  return (
    <ol class="timeline">
      {events.map((event) => (
        <li>
          <p>
            <strong>{event.who}</strong> {event.did}
          </p>
          {event.detail ? <div class="timeline-detail">{event.detail}</div> : null}
          <p class="hint">
            <InstantText instant={event.at} timeZone={timeZone} />
          </p>
        </li>
      ))}
    </ol>
  );
}
