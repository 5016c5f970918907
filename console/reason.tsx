import { ACT_REASON } from "../lib/identity/operator.ts";
import { type FormState, type JSX, TextArea } from "../lib/ui/mod.ts";
import { countText } from "./words.ts";

/** Why: asked before each act of an operator, under one name and within one length; `more` says who else reads it. */
export function ReasonField({ state, more }: { state: FormState | undefined; more?: string }): JSX.Element {
  const length = `De ${ACT_REASON.min} à ${countText(ACT_REASON.max)} caractères. Elle reste au journal des actes.`;
  return (
    <TextArea
      name="reason"
      label="Raison"
      hint={more === undefined ? length : `${length} ${more}`}
      rows={2}
      maxlength={ACT_REASON.max}
      width="full"
      form={state}
    />
  );
}
