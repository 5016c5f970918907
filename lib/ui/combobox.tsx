import type { Child, JSX } from "./jsx.ts";
import { controlAttributes, FieldFrame, type FieldProps, valueOf } from "./field.tsx";
import { fieldId, type FormState } from "./form_state.ts";

/** A text with proposals. */
export interface ComboboxProps extends FieldProps {
  /** Address that answers `?q=…` with ComboboxOptions. */
  readonly src: string;
  /** Name of the hidden field that receives the id of what was chosen; emptied when the text changes. */
  readonly idName: string;
  readonly idValue?: string | undefined;
  readonly placeholder?: string | undefined;
}

/**
 * A text field that proposes what exists (ARIA 1.2 combobox). Without script it is a plain text that the
 * server looks up, so the page's verb must accept a name without an id.
 */
export function Combobox(props: ComboboxProps): JSX.Element {
  return (
    <FieldFrame {...props}>
      <ComboboxControl
        attributes={controlAttributes(props)}
        id={fieldId(props.name)}
        src={props.src}
        value={valueOf(props)}
        idName={props.idName}
        idValue={idValueOf(props)}
        label={props.label}
        placeholder={props.placeholder}
      />
    </FieldFrame>
  );
}

/** The control alone, for the cell of a line. */
export function ComboboxControl(props: {
  readonly attributes: Record<string, string | boolean | undefined>;
  readonly id: string;
  readonly src: string;
  readonly value: string;
  readonly idName?: string | undefined;
  readonly idValue?: string | undefined;
  readonly label: string;
  readonly placeholder?: string | undefined;
}): JSX.Element {
  return (
    <span class="combobox" data-combobox={props.src}>
      <input {...props.attributes} type="text" value={props.value} placeholder={props.placeholder} autocomplete="off" />
      {props.idName ? <input type="hidden" name={props.idName} value={props.idValue} data-combobox-id /> : null}
      <span class="combobox-list" role="listbox" id={`${props.id}-list`} aria-label={props.label} hidden></span>
    </span>
  );
}

/** One proposal. */
export interface ComboboxOption {
  readonly id: string;
  readonly label: string;
  /** Second line: town, SIREN, price. */
  readonly detail?: Child;
  /** What choosing it writes in the other cells of its line or fields of its form, by name or column key. */
  readonly fill?: Readonly<Record<string, string>> | undefined;
}

/** The answer to `?q=…`: a fragment. `create` proposes to make what was not found, in place. */
export function ComboboxOptions(
  { options, create }: {
    readonly options: readonly ComboboxOption[];
    readonly create?: { readonly label: string; readonly href: string } | undefined;
  },
): JSX.Element {
  return (
    <>
      {options.map((option) => (
        <span
          role="option"
          aria-selected="false"
          data-id={option.id}
          data-label={option.label}
          data-fill={option.fill ? JSON.stringify(option.fill) : undefined}
        >
          <span class="option-label">{option.label}</span>
          {option.detail ? <span class="option-detail">{option.detail}</span> : null}
        </span>
      ))}
      {create
        ? <span role="option" aria-selected="false" class="option-create" data-href={create.href}>{create.label}</span>
        : null}
    </>
  );
}

function idValueOf(props: ComboboxProps): string | undefined {
  const form: FormState | undefined = props.form;
  return form?.values[props.idName] ?? props.idValue;
}
