import type { JSX } from "./jsx.ts";
import type { Issue } from "../base/refusal.ts";
import { fieldId } from "./form_state.ts";
import { Icon } from "./icon.tsx";

/** What is to mend, above the form, each sentence a link to its field. Nothing when there is nothing. */
export function ErrorSummary({ issues }: { issues: readonly Issue[] }): JSX.Element | null {
  if (issues.length === 0) return null;
  return (
    <div class="error-summary" role="alert" tabindex={-1} data-focus>
      <h2 class="error-summary-title">
        <Icon name="alert" /> {issues.length === 1 ? "Un point à corriger" : `${issues.length} points à corriger`}
      </h2>
      <ul>
        {issues.map((issue) => (
          <li>{issue.field ? <a href={`#${fieldId(issue.field)}`}>{issue.sentence}</a> : issue.sentence}</li>
        ))}
      </ul>
    </div>
  );
}
