// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { Child, JSX } from "./jsx.ts";
import { classes } from "./_classes.ts";
import { escapeText } from "./_escape.ts";
import { Icon } from "./icon.tsx";

/** Where a cell goes when the row becomes a card on a phone; `named` shows the heading before the value. */
export type CardPlace = "title" | "aside" | "line" | "total" | "named" | "hidden";

/** One column of a table. */
export interface Column<Row> {
  readonly label: string;
  readonly cell: (row: Row) => Child;
  /** `end` for figures. */
  readonly align?: "start" | "end" | undefined;
  /** A link that sorts by this column, and how it is sorted now. */
  readonly sort?: { readonly href: string; readonly direction?: "ascending" | "descending" | undefined } | undefined;
  /** `named` unless said; the first column is the `title`. */
  readonly card?: CardPlace | undefined;
  /** Takes the width that is left; its text may be cut. */
  readonly grow?: boolean | undefined;
  /** The heading is for screen readers only. */
  readonly quietLabel?: boolean | undefined;
}

/** A table whose columns are data. */
export interface TableProps<Row> {
  /** What the table lists; read aloud, not shown unless `showCaption`. */
  readonly caption: string;
  readonly showCaption?: boolean | undefined;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  /** The page that a row opens; the first cell becomes its link and the whole row follows it. */
  readonly rowHref?: ((row: Row) => string) | undefined;
  /** Shown instead of the table when there is no row: see Empty. */
  readonly empty?: Child;
  /** Cells of the last line, one for each column. */
  readonly totals?: readonly Child[] | undefined;
  /** True where the reader may show many columns: smaller on a desktop, and never broken inside a word. */
  readonly dense?: boolean | undefined;
  /** Id for htmx and for the live region. */
  readonly id?: string | undefined;
}

/** A table on a desktop, cards on a phone: never a sideways scroll. */
export function Table<Row>(props: TableProps<Row>): JSX.Element {
  if (props.rows.length === 0 && props.empty) return <div id={props.id}>{props.empty}</div>;
  return (
    <div class="table-frame" id={props.id}>
      <table class={props.dense ? "table is-dense" : "table"} role="table">
        <caption class={props.showCaption ? undefined : "visually-hidden"}>{props.caption}</caption>
        <thead role="rowgroup">
          <tr role="row">{props.columns.map((column) => <Heading column={column as Column<unknown>} />)}</tr>
        </thead>
        <tbody role="rowgroup" dangerouslySetInnerHTML={{ __html: rowsText(props) }} />
        {props.totals ? <Totals columns={props.columns} totals={props.totals} /> : null}
      </table>
    </div>
  );
}

// Lists are the pages asked for most, and nearly all of their text is cells: the tags are written once for each
// column, not once for each cell (half the time of a page of fifty rows).
function rowsText<Row>({ columns, rows, rowHref }: TableProps<Row>): string {
  const tags = columns.map((column, index) => openingTag(column, index));
  return rows.map((row) => {
    const cells = columns.map((column, index) => {
      const content = textOf(column.cell(row));
      const linked = index === 0 && rowHref;
      return `${tags[index]}${
        linked ? `<a class="row-link" href="${escapeText(rowHref(row))}">${content}</a>` : content
      }</td>`;
    });
    return `<tr role="row">${cells.join("")}</tr>`;
  }).join("");
}

function openingTag<Row>(column: Column<Row>, index: number): string {
  return String(<td role="cell" class={cellClass(column, index)} data-label={column.label}></td>).replace("</td>", "");
}

function textOf(content: Child): string {
  if (typeof content === "string") return escapeText(content);
  return isElement(content) ? String(content) : String(<CellContent>{content}</CellContent>);
}

// An element writes itself escaped; everything else (nothing, numbers, several) goes through the renderer.
function isElement(content: Child): boolean {
  return typeof content === "object" && content !== null && "isEscaped" in content;
}

function CellContent({ children }: { children?: Child }): Child {
  return children;
}

function Heading({ column }: { column: Column<unknown> }): JSX.Element {
  const { sort } = column;
  const label = column.quietLabel ? <span class="visually-hidden">{column.label}</span> : column.label;
  return (
    <th
      scope="col"
      role="columnheader"
      class={classes(column.align === "end" && "is-end", column.grow && "is-grow") || undefined}
      aria-sort={sort?.direction}
    >
      {sort
        ? (
          <a class="sort" href={sort.href}>
            {label}
            <Icon name="chevron" />
          </a>
        )
        : label}
    </th>
  );
}

function Totals<Row>({ columns, totals }: { columns: readonly Column<Row>[]; totals: readonly Child[] }): JSX.Element {
  return (
    <tfoot role="rowgroup">
      <tr role="row">
        {columns.map((column, index) => (
          <td role="cell" class={cellClass(column, index)} data-label={column.label}>{totals[index]}</td>
        ))}
      </tr>
    </tfoot>
  );
}

function cellClass<Row>(column: Column<Row>, index: number): string {
  const place = column.card ?? (index === 0 ? "title" : "named");
  return classes(`at-${place}`, column.align === "end" && "is-end", column.grow && "is-grow");
}
