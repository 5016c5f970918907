import type { PersonCtx } from "../lib/base/ctx.ts";
import { type Child, type Column, Empty, Filters, type FormState, type JSX, PageHead, Table } from "../lib/ui/mod.ts";
import { ConsolePage } from "./frame.tsx";
import { answerJson, type OperatorContext, operatorCtx, page, wantsJson } from "./handler.ts";
import {
  CURSOR,
  everyRow,
  type ExportFormat,
  ExportLinks,
  type FileColumn,
  keptSort,
  type ListPage,
  LONGEST_CURSOR,
  NextPage,
  sendList,
  type Sort,
  sortIn,
  sortLink,
} from "./lists.tsx";

/** What of a list is asked for: its filter, its sort, and where the page before ended. */
export type Asked<Filter, Key extends string> = Filter & {
  readonly sort: Sort<Key>;
  readonly after: string | undefined;
};

/** What the columns of a list may use. */
export interface Shown<Key extends string> {
  readonly c: OperatorContext;
  /** The link of a heading that sorts by a key. */
  readonly sorted: (by: Key) => NonNullable<Column<unknown>["sort"]>;
}

/** A list of the console: filters, sorts, keyset pages, files. What a page of it says is data. */
export interface List<Filter, Row, Key extends string> {
  /** Name of the rows in JSON. */
  readonly name: string;
  readonly title: string;
  readonly lead: Child;
  readonly path: (query?: string) => string;
  readonly files: (format: ExportFormat, query: string) => string;
  /** Columns of its files, which are named after the title. */
  readonly columns: readonly FileColumn<Row>[];
  readonly sorts: readonly Key[];
  readonly usual: Sort<Key>;
  /** What the address asks for; what it says that cannot be is left aside. */
  readonly filterOf: (c: OperatorContext) => Filter;
  readonly load: (ctx: PersonCtx, asked: Asked<Filter, Key>) => Promise<ListPage<Row>>;
  readonly search?: (filter: Filter) => { readonly label: string; readonly value: string | undefined };
  /** The fields of its filters. */
  readonly fields?: (filter: Filter, c: OperatorContext) => Child | Promise<Child>;
  /** What of the filter stands in no field, and stays in the address when the filters are sent. */
  readonly keep?: (filter: Filter) => Readonly<Record<string, string>>;
  readonly shown: (shown: Shown<Key>) => readonly Column<Row>[];
  readonly rowHref?: (row: Row) => string;
  readonly empty: { readonly title: string; readonly text: string };
  readonly actions?: (c: OperatorContext) => Child;
  /** What stands under the list: a form, with its state where it was refused; other figures. */
  readonly below?: (c: OperatorContext, state: FormState | undefined) => Child | Promise<Child>;
}

/** The handlers of a list: its page or its JSON, its files; and the page again, for a form that was refused. */
export interface ListHandlers extends Readonly<Record<ExportFormat, (c: OperatorContext) => Response>> {
  readonly show: (c: OperatorContext) => Promise<Response>;
  readonly draw: (c: OperatorContext, more?: Drawn) => Promise<JSX.Element>;
}

/** What the page of a list may be told besides. */
export interface Drawn {
  readonly state?: FormState | undefined;
  /** Stands between the heading and the filters. */
  readonly above?: Child;
}

/** Makes the handlers of a list. */
export function listPage<Filter, Row, Key extends string>(list: List<Filter, Row, Key>): ListHandlers {
  const asked = (c: OperatorContext) => ({ ...list.filterOf(c), sort: sortIn(c, list.sorts, list.usual) });
  const load = (c: OperatorContext) =>
    list.load(operatorCtx(c), { ...asked(c), after: c.req.query(CURSOR)?.slice(0, LONGEST_CURSOR) });
  const send = (c: OperatorContext, format: ExportFormat) => {
    const ctx = operatorCtx(c), what = asked(c), rows = everyRow((after) => list.load(ctx, { ...what, after }));
    return sendList(c, format, { name: list.title, columns: list.columns, rows });
  };
  const draw = async (c: OperatorContext, found: ListPage<Row>, { state, above }: Drawn) => {
    const filter = list.filterOf(c);
    const [fields, below] = [await list.fields?.(filter, c), await list.below?.(c, state)];
    return <ListView {...{ c, list, filter, fields, above, below }} {...found} />;
  };
  return {
    show: async (c) => {
      const found = await load(c);
      if (wantsJson(c)) return answerJson(c, { [list.name]: found.rows, next: found.next });
      return page(c, await draw(c, found, {}));
    },
    draw: async (c, more = {}) => draw(c, await load(c), more),
    csv: (c) => send(c, "csv"),
    xlsx: (c) => send(c, "xlsx"),
  };
}

interface ViewProps<Filter, Row, Key extends string> extends ListPage<Row> {
  readonly c: OperatorContext;
  readonly list: List<Filter, Row, Key>;
  readonly filter: Filter;
  readonly fields: Child;
  readonly above: Child;
  readonly below: Child;
}

function ListView<Filter, Row, Key extends string>(
  { c, list, filter, fields, above, below, rows, next }: ViewProps<Filter, Row, Key>,
): JSX.Element {
  const path = list.path(), now = sortIn(c, list.sorts, list.usual);
  return (
    <ConsolePage c={c} title={list.title}>
      <PageHead title={list.title} lead={list.lead} actions={list.actions?.(c) ?? null} />
      {above}
      <Filters action={path} keep={{ ...keptSort(c), ...list.keep?.(filter) }} search={list.search?.(filter)}>
        {fields}
      </Filters>
      <ExportLinks c={c} href={list.files} />
      <Table
        caption={list.title}
        columns={list.shown({ c, sorted: (by) => sortLink(c, { path, by, now }) })}
        rows={rows}
        rowHref={list.rowHref}
        empty={<Empty title={list.empty.title}>{list.empty.text}</Empty>}
      />
      <NextPage c={c} path={path} next={next} />
      {below}
    </ConsolePage>
  );
}
