import type { Child, JSX } from "./jsx.ts";
import { classes } from "./_classes.ts";
import { fieldId, type FormState, issueOf } from "./form_state.ts";
import { Icon } from "./icon.tsx";

/** What every field takes. */
export interface FieldProps {
  readonly name: string;
  readonly label: string;
  /** Gives the value and the error by the field's name. */
  readonly form?: FormState | undefined;
  /** Value when the form has none for this name. */
  readonly value?: string | undefined;
  readonly hint?: Child;
  /** Required is the norm; an optional field says so. */
  readonly optional?: boolean | undefined;
  readonly disabled?: boolean | undefined;
  /** Width of the control, by what it holds: a code, a name, a sentence. */
  readonly width?: "short" | "medium" | "full" | undefined;
  readonly autocomplete?: string | undefined;
  readonly autofocus?: boolean | undefined;
  /** Further attributes of the control, hx-… or data-… for instance. */
  readonly attrs?: Readonly<Record<string, string>> | undefined;
}

/** A line of text. */
export interface TextFieldProps extends FieldProps {
  readonly type?: "text" | "email" | "password" | "tel" | "url" | "search" | undefined;
  readonly inputmode?: "numeric" | "decimal" | "email" | "tel" | "url" | undefined;
  readonly placeholder?: string | undefined;
  readonly maxlength?: number | undefined;
  /** Unit after the control: `€`, `%`, `jours`. */
  readonly suffix?: string | undefined;
}

/** One line of text: a name, an address, a code. */
export function TextField(props: TextFieldProps): JSX.Element {
  const input = (
    <input
      {...controlAttributes(props)}
      type={props.type ?? "text"}
      value={props.type === "password" ? undefined : valueOf(props)}
      inputmode={props.inputmode}
      placeholder={props.placeholder}
      maxlength={props.maxlength}
    />
  );
  return (
    <FieldFrame {...props}>
      {props.suffix
        ? (
          <span class="affixed">
            {input}
            <span class="affix" aria-hidden="true">{props.suffix}</span>
          </span>
        )
        : input}
    </FieldFrame>
  );
}

/** Several lines of text. */
export function TextArea(props: FieldProps & { readonly rows?: number; readonly maxlength?: number }): JSX.Element {
  return (
    <FieldFrame {...props}>
      <textarea {...controlAttributes(props)} rows={props.rows ?? 4} maxlength={props.maxlength}>
        {valueOf(props)}
      </textarea>
    </FieldFrame>
  );
}

/** One choice of a list. */
export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: Child;
  readonly disabled?: boolean | undefined;
}

/** A list to choose from. `blank` is the words of the empty choice (« Choisir… »). */
export function SelectField(
  props: FieldProps & { readonly options: readonly Option[]; readonly blank?: string | undefined },
): JSX.Element {
  const value = valueOf(props);
  return (
    <FieldFrame {...props}>
      <select {...controlAttributes(props)}>
        {props.blank === undefined ? null : <option value="">{props.blank}</option>}
        {props.options.map((option) => (
          <option value={option.value} selected={option.value === value} disabled={option.disabled}>
            {option.label}
          </option>
        ))}
      </select>
    </FieldFrame>
  );
}

/** A day; the value is ISO (`2026-11-21`), or what was typed when it was refused. */
export function DateField(
  props: FieldProps & { readonly min?: string | undefined; readonly max?: string | undefined },
): JSX.Element {
  return (
    <FieldFrame {...props} width={props.width ?? "short"}>
      <input {...controlAttributes(props)} type="date" value={valueOf(props)} min={props.min} max={props.max} />
    </FieldFrame>
  );
}

/** An amount typed by a person: `1 234,50`; read with `parseCents`. */
export function AmountField(props: FieldProps & { readonly suffix?: string | undefined }): JSX.Element {
  return (
    <FieldFrame {...props} width={props.width ?? "short"}>
      <span class="affixed">
        <input {...controlAttributes(props)} class="numeric" type="text" inputmode="decimal" value={valueOf(props)} />
        <span class="affix" aria-hidden="true">{props.suffix ?? "€"}</span>
      </span>
    </FieldFrame>
  );
}

/** A file to send; never refilled after a refusal, so the hint should say what is accepted. */
export function FileField(props: FieldProps & { readonly accept?: string; readonly multiple?: boolean }): JSX.Element {
  return (
    <FieldFrame {...props}>
      <input {...controlAttributes(props)} type="file" accept={props.accept} multiple={props.multiple} />
    </FieldFrame>
  );
}

/** A yes or no, sent as `on` (or `checkedValue`) when ticked. */
export function CheckboxField(props: FieldProps & { readonly checkedValue?: string }): JSX.Element {
  const value = valueOf(props);
  const checkedValue = props.checkedValue ?? "on";
  const error = issueOf(props.form, props.name);
  return (
    <div class={classes("field", "choice-field", error && "is-refused")}>
      <FieldError props={props} />
      <div class="choice">
        <input
          {...controlAttributes(props)}
          required={undefined}
          type="checkbox"
          value={checkedValue}
          checked={value === checkedValue}
        />
        <label for={fieldId(props.name)}>{props.label}</label>
        <FieldHint props={props} />
      </div>
    </div>
  );
}

/** A few choices, all visible. `inline` puts short ones side by side. */
export function RadioGroup(
  props: FieldProps & { readonly options: readonly Option[]; readonly inline?: boolean },
): JSX.Element {
  const value = valueOf(props);
  const id = fieldId(props.name);
  return (
    <fieldset
      class={classes("field", props.inline && "is-inline", issueOf(props.form, props.name) && "is-refused")}
      aria-describedby={describedBy(props)}
    >
      <legend>{props.label}{props.optional ? <OptionalMark /> : null}</legend>
      <FieldHint props={props} />
      <FieldError props={props} />
      <div class="choices">
        {props.options.map((option, index) => {
          const optionId = index === 0 ? id : `${id}-${index}`;
          return (
            <div class="choice">
              <input
                type="radio"
                id={optionId}
                name={props.name}
                value={option.value}
                checked={option.value === value}
                disabled={props.disabled || option.disabled}
                aria-describedby={option.hint ? `${optionId}-about` : undefined}
              />
              <label for={optionId}>{option.label}</label>
              {option.hint ? <p class="hint" id={`${optionId}-about`}>{option.hint}</p> : null}
            </div>
          );
        })}
      </div>
    </fieldset>
  );
}

/** Fields that go together, under one legend. `columns` puts them side by side where there is room. */
export function FieldGroup(
  props: {
    readonly legend: string;
    readonly hint?: Child;
    /** Fields side by side. */
    readonly columns?: boolean;
    /** Boxes to tick, as many side by side as fit; `row`: on one line with the legend, in a list of many groups. */
    readonly ticks?: boolean | "row";
    readonly children?: Child;
  },
): JSX.Element {
  const lines = props.ticks ? "ticks" : props.columns ? "field-columns" : "stack";
  return (
    <fieldset class={classes("field-group", props.ticks === "row" && "is-row")}>
      <legend>{props.legend}</legend>
      {props.hint ? <p class="hint">{props.hint}</p> : null}
      <div class={lines}>{props.children}</div>
    </fieldset>
  );
}

/** Label above, hint, error, control: the frame that every field shares, for controls of one's own too. */
export function FieldFrame(props: FieldProps & { readonly children?: Child }): JSX.Element {
  const error = issueOf(props.form, props.name);
  return (
    <div class={classes("field", `is-${props.width ?? "medium"}`, error && "is-refused")}>
      <label for={fieldId(props.name)}>{props.label}{props.optional ? <OptionalMark /> : null}</label>
      <FieldHint props={props} />
      <FieldError props={props} />
      {props.children}
    </div>
  );
}

/** Id, name, required and the ties to hint and error: the attributes of a field's control. */
export function controlAttributes(props: FieldProps): Record<string, string | boolean | undefined> {
  const error = issueOf(props.form, props.name);
  return {
    id: fieldId(props.name),
    name: props.name,
    required: !props.optional,
    disabled: props.disabled,
    autofocus: props.autofocus,
    autocomplete: props.autocomplete ?? "off",
    "aria-invalid": error ? "true" : undefined,
    "aria-describedby": describedBy(props),
    ...props.attrs,
  };
}

/** The text to show in a field: what was typed, else the value given. */
export function valueOf(props: FieldProps): string {
  return props.form?.values[props.name] ?? props.value ?? "";
}

function describedBy(props: FieldProps): string | undefined {
  const id = fieldId(props.name);
  return classes(props.hint !== undefined && `${id}-hint`, issueOf(props.form, props.name) && `${id}-error`) ||
    undefined;
}

function FieldHint({ props }: { props: FieldProps }): JSX.Element | null {
  return props.hint === undefined ? null : <p class="hint" id={`${fieldId(props.name)}-hint`}>{props.hint}</p>;
}

function FieldError({ props }: { props: FieldProps }): JSX.Element | null {
  const error = issueOf(props.form, props.name);
  if (!error) return null;
  return (
    <p class="field-error" id={`${fieldId(props.name)}-error`}>
      <Icon name="alert" /> <span class="visually-hidden">Erreur :</span> {error.sentence}
    </p>
  );
}

/** Why an act was refused, above its button; the summary's link leads here. Nothing when it was not. */
export function Reason(
  { form, name }: { readonly form: FormState | undefined; readonly name: string },
): JSX.Element | null {
  const issue = issueOf(form, name);
  if (!issue) return null;
  return (
    <p class="field-error" id={fieldId(name)} tabindex={-1}>
      <Icon name="alert" /> <span class="visually-hidden">Erreur :</span> {issue.sentence}
    </p>
  );
}

function OptionalMark(): JSX.Element {
  return <span class="optional">facultatif</span>;
}
