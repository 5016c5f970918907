// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { Child, JSX } from "./jsx.ts";
import { classes } from "./_classes.ts";
import { ComboboxControl } from "./combobox.tsx";
import { fieldId, type FormState, issueOf } from "./form_state.ts";
import { Icon } from "./icon.tsx";

/** One cell of each line. */
export interface LineColumn {
  /** `quantity` in `lines.0.quantity`. */
  readonly key: string;
  readonly label: string;
  /** `output` shows what the server computed; `hidden` travels unseen. */
  readonly kind: "text" | "decimal" | "select" | "output" | "hidden";
  readonly options?: readonly { readonly value: string; readonly label: string }[] | undefined;
  /** Address of proposals for a text, and the key that receives the chosen id. */
  readonly src?: string | undefined;
  readonly idKey?: string | undefined;
  readonly width?: "narrow" | "small" | "grow" | undefined;
  /** Value of a new line. */
  readonly initial?: string | undefined;
}

/** The lines of a document. */
export interface LineEditorProps {
  /** Prefix of the names, `lines`. */
  readonly name: string;
  readonly caption: string;
  readonly columns: readonly LineColumn[];
  /** Values of each line, by column key; refused lines keep what was typed. */
  readonly lines: readonly Readonly<Record<string, string>>[];
  readonly form?: FormState | undefined;
  /** Totals and notes beneath. */
  readonly children?: Child;
  /** Further buttons beside « + ligne »: titre, sous-total, depuis le catalogue. */
  readonly tools?: Child;
}

/** Placeholder of the line's number in the template; the script replaces it. */
const INDEX = "__i__";

/**
 * A table of fields. Without script, « + ligne » and « retirer » send the form (`add`, `remove`) and the
 * server draws it again; with lines.js they act in place, arrows and Enter move, a pasted sheet fills many.
 */
export function LineEditor(props: LineEditorProps): JSX.Element {
  const visible = props.columns.filter((column) => column.kind !== "hidden");
  const blank = Object.fromEntries(props.columns.map((column) => [column.key, column.initial ?? ""]));
  return (
    <div class="line-editor" data-lines={props.name}>
      <table class="lines" role="table">
        <caption class="visually-hidden">{props.caption}</caption>
        <thead role="rowgroup">
          <tr role="row">
            {visible.map((column) => <th scope="col" role="columnheader" class={columnClass(column)}>{column.label}
            </th>)}
            <th scope="col" role="columnheader" class="lines-tool">
              <span class="visually-hidden">Retirer</span>
            </th>
          </tr>
        </thead>
        <tbody role="rowgroup">
          {props.lines.map((line, index) => <Line props={props} line={line} index={String(index)} />)}
        </tbody>
      </table>
      <template>
        <Line props={props} line={blank} index={INDEX} />
      </template>
      <div class="line-tools">
        <button class="button is-quiet is-small" name="add" value="line" data-add-line>
          <Icon name="plus" /> ligne
        </button>
        {props.tools}
      </div>
      {props.children}
    </div>
  );
}

function Line({ props, line, index }: {
  props: LineEditorProps;
  line: Readonly<Record<string, string>>;
  index: string;
}): JSX.Element {
  const number = index === INDEX ? INDEX : String(Number(index) + 1);
  return (
    <tr role="row" data-line={line["kind"] || "line"}>
      {props.columns.filter((column) => column.kind !== "hidden").map((column) => (
        <td role="cell" class={columnClass(column)} data-label={column.label}>
          <Cell props={props} column={column} line={line} index={index} label={`${column.label}, ligne ${number}`} />
        </td>
      ))}
      <td role="cell" class="lines-tool">
        {props.columns.filter((column) => column.kind === "hidden").map((column) => (
          <input
            type="hidden"
            name={`${props.name}.${index}.${column.key}`}
            value={line[column.key]}
            data-cell={column.key}
          />
        ))}
        <button class="button is-quiet is-small" name="remove" value={index} data-remove-line>
          <Icon name="close" />
          <span class="visually-hidden">Retirer la ligne {number}</span>
        </button>
      </td>
    </tr>
  );
}

function Cell({ props, column, line, index, label }: {
  props: LineEditorProps;
  column: LineColumn;
  line: Readonly<Record<string, string>>;
  index: string;
  label: string;
}): JSX.Element {
  const name = `${props.name}.${index}.${column.key}`;
  const value = props.form?.values[name] ?? line[column.key] ?? "";
  const issue = issueOf(props.form, name);
  const attributes = {
    id: fieldId(name),
    name,
    "data-cell": column.key,
    "aria-label": label,
    "aria-invalid": issue ? "true" : undefined,
    "aria-describedby": issue ? `${fieldId(name)}-error` : undefined,
  };
  return (
    <>
      <CellControl column={column} attributes={attributes} value={value} line={line} name={`${props.name}.${index}`} />
      {issue ? <span class="field-error" id={`${fieldId(name)}-error`}>{issue.sentence}</span> : null}
    </>
  );
}

function CellControl({ column, attributes, value, line, name }: {
  column: LineColumn;
  attributes: Record<string, string | undefined>;
  value: string;
  line: Readonly<Record<string, string>>;
  name: string;
}): JSX.Element {
  if (column.kind === "output") {
    return <output class="amount" data-cell={column.key} aria-label={attributes["aria-label"]}>{value}</output>;
  }
  if (column.kind === "select") {
    return (
      <select {...attributes}>
        {column.options?.map((option) => (
          <option value={option.value} selected={option.value === value}>{option.label}</option>
        ))}
      </select>
    );
  }
  if (!column.src) {
    return (
      <input
        {...attributes}
        type="text"
        value={value}
        autocomplete="off"
        inputmode={column.kind === "decimal" ? "decimal" : undefined}
      />
    );
  }
  return (
    <ComboboxControl
      attributes={attributes}
      id={attributes["id"]!}
      src={column.src}
      value={value}
      idName={column.idKey ? `${name}.${column.idKey}` : undefined}
      idValue={column.idKey ? line[column.idKey] : undefined}
      label={column.label}
    />
  );
}

function columnClass(column: LineColumn): string {
  return classes(`is-${column.width ?? "small"}`, (column.kind === "decimal" || column.kind === "output") && "is-end");
}
