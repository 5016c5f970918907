// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { Child, JSX } from "./jsx.ts";
import { Icon } from "./icon.tsx";

/** One step to tick off. */
export interface ChecklistStep {
  readonly title: string;
  /** Why it is asked, or what it brings, in a sentence. */
  readonly hint?: Child;
  readonly isDone: boolean;
  /** The button that leads there, shown while the step is not done. */
  readonly action?: Child;
}

/** Steps in their order, each done or not: the first that is not stands out as the next. */
export function Checklist({ steps }: { readonly steps: readonly ChecklistStep[] }): JSX.Element {
  const next = steps.findIndex((step) => !step.isDone);
  return (
    <ol class="checklist" role="list">
      {steps.map((step, index) => (
        <li class={step.isDone ? "is-done" : index === next ? "is-next" : undefined}>
          <span class="checklist-mark" aria-hidden="true">{step.isDone ? <Icon name="check" /> : index + 1}</span>
          <span class="checklist-words">
            <span class="checklist-title">
              {step.title}
              {step.isDone ? <span class="visually-hidden">: fait</span> : null}
            </span>
            {step.hint && !step.isDone ? <span class="hint">{step.hint}</span> : null}
          </span>
          {step.isDone || !step.action ? null : <span class="checklist-action">{step.action}</span>}
        </li>
      ))}
    </ol>
  );
}
