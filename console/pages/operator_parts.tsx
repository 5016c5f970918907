import { ACT_REASON } from "../../lib/identity/operator.ts";
import { type FormState, type JSX, TextArea } from "../../lib/ui/mod.ts";
import type { OperatorContext } from "../handler.ts";
import { paths } from "../paths.ts";

/** Why: asked before each act of an operator, kept in the journal of acts. */
export function ActReasonField({ state }: { state: FormState | undefined }): JSX.Element {
  return (
    <TextArea
      name="reason"
      label="Raison"
      hint={`De ${ACT_REASON.min} à ${ACT_REASON.max} caractères. Elle reste au journal des actes.`}
      rows={2}
      maxlength={ACT_REASON.max}
      width="full"
      form={state}
    />
  );
}

/** The whole address under which an operator opens his access. */
export function linkOf(c: OperatorContext, token: string): string {
  return c.get("edge").baseUrl + paths.settle(token);
}
