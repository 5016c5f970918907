import { MIN_PASSWORD_LENGTH } from "../../lib/identity/mod.ts";
import { type FormState, type JSX, TextField } from "../../lib/ui/mod.ts";

/** The field `password` in which somebody chooses one, with what a password must be. */
export function NewPasswordField(
  { label, form }: { readonly label?: string; readonly form: FormState | undefined },
): JSX.Element {
  return (
    <TextField
      name="password"
      label={label ?? "Mot de passe"}
      type="password"
      autocomplete="new-password"
      hint={`${MIN_PASSWORD_LENGTH} caractères au moins ; une phrase convient très bien.`}
      width="full"
      form={form}
    />
  );
}
