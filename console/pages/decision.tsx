import type { IsoInstant } from "../../lib/base/dates.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import {
  Actions,
  Banner,
  Button,
  Card,
  CheckboxField,
  type Child,
  type Fact,
  Facts,
  Form,
  InstantText,
  type JSX,
  PageHead,
  State,
  type Tone,
} from "../../lib/ui/mod.ts";
import { ConsolePage } from "../frame.tsx";
import type { OperatorRouteKey } from "../access.ts";
import { idParam, may, type OperatorContext } from "../handler.ts";
import { paths } from "../paths.ts";
import { ReasonField } from "../reason.tsx";
import { type Refused, RefusedAct, type SubjectHandlers, subjectPage, type SubjectProps } from "../subject.tsx";

/** What is asked by one operator and decided by another. */
export interface Decision {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  readonly companyName: string;
  readonly state: string;
  readonly askedBy: Uuid;
  readonly askedByName: string;
  readonly askedAt: IsoInstant;
  readonly decidedByName: string | null;
  readonly decidedAt: IsoInstant | null;
  readonly endedAt: IsoInstant | null;
  readonly endReason: string | null;
}

/** What an operator may do about it. */
export type DecisionAct = "accord" | "refus" | "annulation";

/** Which one. */
export type DecisionKey = Pick<Decision, "tenantId" | "id">;

/** A kind of decision: where its pages are, what they say, what its verbs are. */
export interface DecisionPages<D extends Decision> {
  /** Name of its id in addresses. */
  readonly param: string;
  readonly load: (c: OperatorContext, key: DecisionKey) => Promise<D>;
  readonly pathOf: (key: DecisionKey, act?: DecisionAct) => string;
  readonly list: { readonly label: string; readonly href: string };
  /** « Reprise ». */
  readonly title: string;
  readonly words: (decision: D) => { readonly word: string; readonly tone: Tone };
  readonly routes: Readonly<Record<"accord" | "annulation", OperatorRouteKey>>;
  /** True where it can be taken back although it was decided. */
  readonly isStillCancelled: (decision: D) => boolean;
  readonly asked: (decision: D) => readonly Fact[];
  readonly then: (decision: D) => readonly Fact[];
  readonly says: {
    /** To whoever asked, and to whoever may not decide. */
    readonly own: string;
    readonly other: string;
    readonly approve: {
      readonly text: Child;
      readonly tick: string;
      readonly button: string;
      readonly isFinal: boolean;
    };
    readonly refuse: string;
    readonly cancel: string;
    readonly askedBy: string;
    readonly ended: string;
    readonly approvedBy: string;
    readonly refusedBy: string;
  };
}

const CANCELLING: readonly DecisionAct[] = ["annulation"], DECIDING: readonly DecisionAct[] = ["accord", "refus"];

/** The handlers of a kind of decision, which one a page is about, and what a program is answered. */
export type DecisionHandlers = SubjectHandlers<DecisionAct> & {
  readonly keyOf: (c: OperatorContext) => DecisionKey;
  readonly after: (c: OperatorContext) => { readonly json: () => DecisionKey };
};

/** The pages of a kind of decision: one subject, its three forms. */
export function decisionPage<D extends Decision>(of: DecisionPages<D>): DecisionHandlers {
  const keyOf = (c: OperatorContext): DecisionKey => ({ tenantId: idParam(c, "dossier"), id: idParam(c, of.param) });
  const subject = subjectPage<D, DecisionAct>({
    load: (c) => of.load(c, keyOf(c)),
    draw: (props) => <DecisionPage of={of} {...props} />,
    home: (c) => of.pathOf(keyOf(c)),
  });
  return { ...subject, keyOf, after: (c) => ({ json: () => keyOf(c) }) };
}

type Props<D extends Decision> = SubjectProps<D, DecisionAct> & { readonly of: DecisionPages<D> };

function DecisionPage<D extends Decision>({ of, c, view, refused }: Props<D>): JSX.Element {
  const acts = actsFor(of, c, view), title = `${of.title}\u00a0: ${view.companyName}`;
  const form = { says: of.says, path: (act: DecisionAct) => of.pathOf(view, act), refused };
  return (
    <ConsolePage c={c} title={title}>
      <PageHead
        title={title}
        mark={<State {...of.words(view)} />}
        back={of.list}
        lead={<a href={paths.instance(view.tenantId)}>Voir le dossier dans l’annuaire</a>}
      />
      {refused && !acts.includes(refused.act) ? <RefusedAct refused={refused} /> : null}
      <Card title="La demande">
        <Facts facts={[...of.asked(view), by(of.says.askedBy, view.askedByName, view.askedAt)]} />
      </Card>
      {view.decidedAt === null && view.endedAt === null ? null : (
        <Card title="La suite">
          <Facts facts={nextFacts(of, view)} />
        </Card>
      )}
      {view.state === "asked" && !acts.includes("accord")
        ? <Banner kind="info">{view.askedBy === c.get("operator").operatorId ? of.says.own : of.says.other}</Banner>
        : null}
      {acts.includes("accord") ? <DecideCard {...form} /> : null}
      {acts.includes("annulation") ? <CancelCard {...form} /> : null}
    </ConsolePage>
  );
}

/** What the operator who looks may do: whoever asked does not decide, and what is over stays so. */
function actsFor<D extends Decision>(of: DecisionPages<D>, c: OperatorContext, view: D): readonly DecisionAct[] {
  const isOffered = view.state === "asked" ? view.askedBy === c.get("operator").operatorId : of.isStillCancelled(view);
  if (isOffered) return may(c, of.routes.annulation) ? CANCELLING : [];
  return view.state === "asked" && may(c, of.routes.accord) ? DECIDING : [];
}

function nextFacts<D extends Decision>({ says, then }: DecisionPages<D>, view: D): Fact[] {
  const { state, decidedByName, decidedAt, endedAt, endReason } = view;
  return [
    ...(decidedAt === null
      ? []
      : [by(state === "refused" ? says.refusedBy : says.approvedBy, decidedByName ?? "", decidedAt)]),
    ...then(view),
    ...(endedAt === null ? [] : [{ term: says.ended, value: <InstantText instant={endedAt} /> }]),
    ...(endReason === null ? [] : [{ term: "Pourquoi", value: endReason }]),
  ];
}

function by(term: string, name: string, at: IsoInstant): Fact {
  return {
    term,
    value: (
      <>
        {name}, le <InstantText instant={at} />
      </>
    ),
  };
}

interface FormProps {
  readonly says: DecisionPages<Decision>["says"];
  readonly path: (act: DecisionAct) => string;
  readonly refused: Refused<DecisionAct> | undefined;
}

/** One reason, and a button for each word that it may be the reason of. */
function DecideCard({ says: { approve, refuse }, path, refused }: FormProps): JSX.Element {
  return (
    <Card title="Décider">
      <p>{approve.text}</p>
      <Form action={path("accord")} state={refused?.state}>
        <CheckboxField name="checked" label={approve.tick} form={refused?.state} />
        <ReasonField state={refused?.state} />
        <Actions>
          <Button kind={approve.isFinal ? "danger" : "primary"}>{approve.button}</Button>
          <Button formaction={path("refus")}>{refuse}</Button>
        </Actions>
      </Form>
    </Card>
  );
}

function CancelCard({ says: { cancel }, path, refused }: FormProps): JSX.Element {
  return (
    <Card title="Annuler">
      <Form action={path("annulation")} state={refused?.state}>
        <ReasonField state={refused?.state} />
        <Button>{cancel}</Button>
      </Form>
    </Card>
  );
}
