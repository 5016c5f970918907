import { isUuid } from "../../lib/base/ids.ts";
import {
  createCustomer,
  CUSTOMER_FIELDS,
  type CustomerCard,
  type CustomerForm,
  getCustomer,
  type SavedCustomer,
  updateCustomer,
} from "../../lib/parties/mod.ts";
import { getCompany } from "../../lib/company/mod.ts";
import { newId } from "../../lib/platform/random.ts";
import type { SentForm, Texts } from "../../lib/platform/web/form.ts";
import { type FormState, type JSX, PageHead } from "../../lib/ui/mod.ts";
import type { DossierContext, Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { readForm, respond, submit } from "../respond.tsx";
import { CUSTOMER_LABELS, CustomerFormCards, customerTexts } from "./customer_form.tsx";
import { DossierPage } from "./frame.tsx";
import { isBlankRow, withRows } from "./form_rows.ts";
import { formOver, slugOf, versionSeen, versionToSend, withFieldNames } from "./here.tsx";

export const customerEditRoutes: Routes = {
  "GET /d/:slug/clients/nouveau": showNew,
  "POST /d/:slug/clients": create,
  "GET /d/:slug/clients/:customer/modifier": showEdit,
  "POST /d/:slug/clients/:customer": update,
};

/** Keys of a row that make it more than empty. */
const COUNTED = {
  contacts: ["name", "role", "email", "phone"],
  deliveryAddresses: ["label", "addressLine1", "addressLine2", "addressLine3", "postcode", "city"],
} as const;

/** A first contact is there to be filled; what most people want is ticked. */
const NEW_CONTACT: Texts = { name: "", receivesQuotes: "on", receivesInvoices: "on", receivesReminders: "on" };

const BLANK_ROWS: Readonly<Record<keyof typeof COUNTED, Texts>> = {
  contacts: NEW_CONTACT,
  deliveryAddresses: { addressLine1: "" },
};

async function showNew(c: DossierContext): Promise<Response> {
  const { country, language } = await getCompany(c.get("ctx"));
  const name = c.req.query("nom") ?? "";
  const blank = { kind: "professional", isCustomer: "on", country, language, name };
  const texts = c.req.query("exemple") === "oui" ? { ...blank, ...EXAMPLE } : blank;
  const contacts = c.req.query("exemple") === "oui" ? [{ ...NEW_CONTACT, ...EXAMPLE_CONTACT }] : [NEW_CONTACT];
  return respond(c, {
    json: () => ({ fields: [...CUSTOMER_FIELDS, "contacts", "deliveryAddresses"] }),
    page: () => <NewPage c={c} form={formOver(withRows(texts, { contacts }), undefined)} />,
  });
}

async function create(c: DossierContext): Promise<Response> {
  const form = await readForm(c);
  if (isRedraw(form)) {
    const state = formOver(redraw(form), undefined);
    return respond(c, { json: () => state.values, page: () => <NewPage c={c} form={state} /> });
  }
  return await submit(c, {
    run: (form) => createCustomer(c.get("ctx"), customerIn(form), drawnId(form)),
    goTo: (saved) => paths.customer(slugOf(c), saved.customer.id, savedQuery("creation", saved)),
    json: (saved) => saved,
    status: 201,
    again: (state) => <NewPage c={c} form={{ ...state, values: kept(form, state) }} />,
  });
}

async function showEdit(c: DossierContext): Promise<Response> {
  const card = await getCustomer(c.get("ctx"), c.req.param("customer") ?? "");
  return respond(c, { json: () => card, page: () => <EditPage c={c} card={card} /> });
}

async function update(c: DossierContext): Promise<Response> {
  const ctx = c.get("ctx"), id = c.req.param("customer") ?? "";
  const form = await readForm(c);
  if (isRedraw(form)) {
    const card = await getCustomer(ctx, id);
    const state = { values: redraw(form), issues: [] };
    return respond(c, { json: () => state.values, page: () => <EditPage c={c} card={card} state={state} /> });
  }
  return await submit(c, {
    run: (form) => updateCustomer(ctx, id, { version: versionSeen(form.text("version")), form: customerIn(form) }),
    goTo: (saved) => paths.customer(slugOf(c), id, savedQuery("modification", saved)),
    json: (saved) => saved,
    again: async (state) => {
      const shown = { ...state, values: kept(form, state) };
      return <EditPage c={c} card={await getCustomer(ctx, id)} state={shown} />;
    },
  });
}

function isRedraw(form: SentForm): boolean {
  return ["redraw", "add", "remove"].some((name) => form.text(name) !== "");
}

/** The texts of the form with a row more, or a row less; `added` names the new row, which takes the focus. */
function redraw(form: SentForm): FormState["values"] {
  const [list = "", index = ""] = form.text("remove").split(".");
  const fresh = form.text("add");
  function rowsOf(name: keyof typeof COUNTED): readonly Texts[] {
    const rows = numberedRows(form, name).filter(([number]) => name !== list || number !== Number(index));
    return [...rows.map(([, row]) => row), ...(fresh === name ? [BLANK_ROWS[name]] : [])];
  }
  const lists = { contacts: rowsOf("contacts"), deliveryAddresses: rowsOf("deliveryAddresses") };
  const added = Object.hasOwn(lists, fresh)
    ? { added: `${fresh}.${lists[fresh as keyof typeof lists].length - 1}` }
    : {};
  const { redraw: _redraw, add: _add, remove: _remove, ...values } = form.values;
  return { ...withRows(values, lists), ...added };
}

function numberedRows(form: SentForm, name: string): (readonly [number, Texts])[] {
  const numbers = Object.keys(form.values).map((key) => new RegExp(`^${name}\\.(\\d+)\\.`).exec(key)?.[1])
    .filter((number) => number !== undefined).map(Number);
  const sorted = [...new Set(numbers)].sort((a, b) => a - b);
  return form.rows(name).map((row, index) => [sorted[index]!, row] as const);
}

/** What was typed, its lists numbered as the verb saw them. */
function kept(form: SentForm, state: FormState): FormState["values"] {
  return withRows(state.values, {
    contacts: filledRows(form, "contacts"),
    deliveryAddresses: filledRows(form, "deliveryAddresses"),
  });
}

function customerIn(form: SentForm): CustomerForm {
  return { fields: Object.fromEntries(CUSTOMER_FIELDS.map((field) => [field, form.values[field]])), ...listsIn(form) };
}

/** Rows left empty are no contacts. A list is absent only where the form says nothing of it: `lists` marks ours. */
function listsIn(form: SentForm): Omit<CustomerForm, "fields"> {
  const isWhole = form.text("lists") !== "";
  const contacts = filledRows(form, "contacts"), deliveryAddresses = filledRows(form, "deliveryAddresses");
  return {
    ...(isWhole || contacts.length > 0 ? { contacts } : {}),
    ...(isWhole || deliveryAddresses.length > 0 ? { deliveryAddresses } : {}),
  };
}

function filledRows(form: SentForm, name: keyof typeof COUNTED): readonly Texts[] {
  const rows = form.rows(name).filter((row) => !isBlankRow(row, COUNTED[name]));
  // Our form ticks the documents of a new contact by itself: without an address to send to, that was nobody's wish.
  return form.text("lists") === "" ? rows : rows.map((row) => isBlankRow(row, ["email"]) ? withoutTicks(row) : row);
}

function withoutTicks(row: Texts): Texts {
  return Object.fromEntries(Object.entries(row).filter(([key]) => !key.startsWith("receives")));
}

/** A form draws its id before it is sent, so that sending it twice makes one card. */
function drawnId(form: SentForm): Parameters<typeof createCustomer>[2] {
  const id = form.text("id");
  return isUuid(id) ? { id } : {};
}

function savedQuery(fait: string, { duplicates }: SavedCustomer): { fait: string; doublons?: string } {
  const ids = duplicates.slice(0, MAX_DUPLICATES_SHOWN).map(({ id }) => id).join(".");
  return { fait, ...(ids ? { doublons: ids } : {}) };
}

/** Cards that the notice on duplicates names. */
const MAX_DUPLICATES_SHOWN = 3;

function NewPage({ c, form }: { c: DossierContext; form: FormState }): JSX.Element {
  const slug = slugOf(c);
  const back = paths.customers(slug);
  return (
    <DossierPage c={c} title="Nouveau client">
      <PageHead title="Nouveau client" back={{ label: "Clients", href: back }} />
      <CustomerFormCards
        form={form}
        action={back}
        hidden={{ id: form.values["id"] || newId(), lists: "oui" }}
        cancelHref={back}
      />
    </DossierPage>
  );
}

function EditPage({ c, card, state }: { c: DossierContext; card: CustomerCard; state?: FormState }): JSX.Element {
  const back = paths.customer(slugOf(c), card.id);
  const form = withFieldNames(state ?? formOver(customerTexts(card), undefined), CUSTOMER_LABELS);
  return (
    <DossierPage c={c} title={`Modifier ${card.name}`}>
      <PageHead title="Modifier la fiche" back={{ label: card.name, href: back }} />
      <CustomerFormCards
        form={form}
        action={back}
        hidden={{ version: versionToSend(state, card.version), lists: "oui" }}
        cancelHref={back}
      />
    </DossierPage>
  );
}

const EXAMPLE: Texts = {
  kind: "person",
  firstName: "Camille",
  lastName: "Renard (exemple)",
  addressLine1: "8 rue des Tilleuls",
  postcode: "69003",
  city: "Lyon",
  country: "FR",
};

const EXAMPLE_CONTACT: Texts = { name: "Camille Renard", email: "camille.renard@exemple.fr" };
