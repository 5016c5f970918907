import { Banner, type FormState, type JSX } from "../lib/ui/mod.ts";
import type { SentForm } from "../lib/platform/web/form.ts";
import { answerJson, type OperatorContext, page, type Submission, submit, wantsJson } from "./handler.ts";

/** The form of a page that was refused: which one, with what was typed in it and what is to mend. */
export interface Refused<Act extends string> {
  readonly act: Act;
  readonly state: FormState;
}

/** What draws the page of one subject. */
export interface SubjectProps<View, Act extends string> {
  readonly c: OperatorContext;
  readonly view: View;
  readonly refused?: Refused<Act> | undefined;
}

/** A page of one subject (a dossier, a cell, an alert) with the forms that act on it. */
export interface Subject<View, Act extends string> {
  readonly load: (c: OperatorContext) => Promise<View>;
  readonly draw: (props: SubjectProps<View, Act>) => JSX.Element;
  /** Where an act leads once it is done: the page itself, as a rule. */
  readonly home: (c: OperatorContext) => string;
  /** What a program that asks for JSON is shown; the view itself unless said. */
  readonly json?: (view: View, c: OperatorContext) => unknown;
}

/** Where an act leads, when not home, and what a program is answered. */
export type After<T> = Partial<Pick<Submission<T>, "goTo" | "json">>;

/** The handlers of such a page: one shows it, the others carry its forms out and show it again where they refuse. */
export interface SubjectHandlers<Act extends string> {
  readonly show: (c: OperatorContext) => Promise<Response>;
  readonly act: <T>(
    act: Act,
    run: (c: OperatorContext, form: SentForm) => Promise<T>,
    after?: (c: OperatorContext) => After<T>,
  ) => (c: OperatorContext) => Promise<Response>;
}

/** Makes the handlers of a page of one subject. */
export function subjectPage<View, Act extends string>(
  { load, draw, home, json }: Subject<View, Act>,
): SubjectHandlers<Act> {
  return {
    show: async (c) => {
      const view = await load(c);
      return wantsJson(c) ? answerJson(c, json ? json(view, c) : view) : page(c, draw({ c, view }));
    },
    act: (act, run, after) => (c) =>
      submit(c, {
        run: (form) => run(c, form),
        goTo: home(c),
        ...after?.(c),
        again: async (state) => draw({ c, view: await load(c), refused: { act, state } }),
      }),
  };
}

/** The state of one form of the page: as it was sent where it was refused. */
export function stateOf<Act extends string>(refused: Refused<Act> | undefined, act: Act): FormState | undefined {
  return refused?.act === act ? refused.state : undefined;
}

/** Why an act was refused whose form the page no longer offers: somebody was quicker, or the state has changed. */
export function RefusedAct({ refused }: { refused: Refused<string> | undefined }): JSX.Element | null {
  if (!refused) return null;
  return <Banner kind="refusal">{refused.state.issues.map(({ sentence }) => sentence).join(" ")}</Banner>;
}
