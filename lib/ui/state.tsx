import type { JSX } from "./jsx.ts";

/**
 * What a state means to the reader; each tone has its colour and its shape.
 * draft: not yet real · open: under way, nothing to do · due: waits for somebody · late: needs action
 * · done: finished well · ended: finished otherwise (refused, cancelled) · info: neutral fact.
 */
export type Tone = "draft" | "open" | "due" | "late" | "done" | "ended" | "info";

// One shape a tone, on a 10 × 10 grid, so that colour is never alone.
const SHAPES: Record<Tone, JSX.Element> = {
  draft: <circle cx="5" cy="5" r="3.5" class="hollow dashed" />,
  open: <circle cx="5" cy="5" r="3.5" />,
  due: (
    <>
      <circle cx="5" cy="5" r="3.5" class="hollow" />
      <path d="M5 1.5a3.5 3.5 0 0 0 0 7z" />
    </>
  ),
  late: <path d="M5 .8 9.6 9H.4z" />,
  done: <path d="m1.5 5.5 2.4 2.4L8.6 2.4" class="hollow" />,
  ended: <path d="m2 2 6 6M8 2 2 8" class="hollow" />,
  info: <rect x="2" y="2" width="6" height="6" rx="1" />,
};

/** A state in a word, with a colour and a shape: `<State tone="late" word="en retard de 12 j" />`. */
export function State({ word, tone }: { readonly word: string; readonly tone: Tone }): JSX.Element {
  return (
    <span class={`state is-${tone}`}>
      <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true" focusable="false">{SHAPES[tone]}</svg>
      {word}
    </span>
  );
}
