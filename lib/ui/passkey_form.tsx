// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { Child, JSX } from "./jsx.ts";
import { Button } from "./buttons.tsx";

/**
 * A form that only a device with passkeys can fill: hidden until passkeys.js finds one. Its page lists that script.
 * `options` is where the device's request is asked for.
 */
export function PasskeyForm(
  props: {
    readonly kind: "create" | "get";
    readonly action: string;
    readonly options: string;
    readonly label: string;
    readonly hidden?: Readonly<Record<string, string>>;
    readonly children?: Child;
  },
): JSX.Element {
  return (
    <form
      class="form"
      method="post"
      action={props.action}
      data-passkey={props.kind}
      data-passkey-options={props.options}
      novalidate
      hidden
    >
      {Object.entries(props.hidden ?? {}).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
      <input type="hidden" name="answer" value="" />
      {props.children}
      <Button>{props.label}</Button>
      <p class="hint" role="status" data-passkey-status></p>
    </form>
  );
}
