import { CUSTOMER_KINDS } from "../../lib/parties/mod.ts";
import type { CustomerForm } from "../../lib/parties/mod.ts";
import type { SentForm } from "../../lib/platform/web/form.ts";
import type { DocumentKind } from "../../lib/sales/mod.ts";
import { Button, type FormState, issueOf, type JSX, SelectField, TextField } from "../../lib/ui/mod.ts";
import { paths } from "../paths.ts";

/** Where the fields of a new customer stand in the form of a document. */
const PREFIX = "newCustomer";
/** Anchor that the proposals lead to when nobody was found. */
export const NEW_CUSTOMER_ANCHOR = "nouveau-client";

/** A customer made without leaving the document: what an invoice needs of him, the rest later on his card. */
export function NewCustomer({ slug, kind, form }: { slug: string; kind: DocumentKind; form: FormState }): JSX.Element {
  const action = paths.documentEntry(slug, kind);
  const name = (field: string) => `${PREFIX}.${field}`;
  const isOpen = FIELDS.some((field) => issueOf(form, name(field)) !== undefined);
  return (
    <details class="fold new-customer" open={isOpen}>
      <summary>Nouveau client</summary>
      <div class="fold-body" id={NEW_CUSTOMER_ANCHOR}>
        <div class="field-columns">
          <TextField
            form={form}
            name={name("name")}
            label="Nom ou raison sociale"
            hint="Vide : le nom écrit dans « Client »."
            width="full"
          />
          <SelectField
            form={form}
            name={name("kind")}
            label="Genre"
            hint="Modifiable sur sa fiche."
            options={KIND_OPTIONS}
            width="full"
          />
        </div>
        <div class="field-columns">
          <TextField form={form} name={name("siren")} label="SIREN" optional inputmode="numeric" width="full" />
          <TextField
            form={form}
            name={name("email")}
            label="E-mail"
            optional
            type="email"
            inputmode="email"
            width="full"
          />
        </div>
        <TextField form={form} name={name("addressLine1")} label="Adresse" optional width="full" />
        <div class="field-columns">
          <TextField form={form} name={name("postcode")} label="Code postal" optional width="full" />
          <TextField form={form} name={name("city")} label="Ville" optional width="full" />
        </div>
        <Button
          name="act"
          value="customer"
          formaction={action}
          attrs={{ "hx-post": action, "hx-target": "#editor", "hx-select": "#editor", "hx-swap": "outerHTML" }}
        >
          Créer ce client
        </Button>
      </div>
    </details>
  );
}

/** The card that those fields make. */
export function newCustomerIn(form: SentForm): CustomerForm {
  const text = (field: string) => form.text(`${PREFIX}.${field}`);
  const fields = Object.fromEntries(CARD_FIELDS.map((field) => [field, text(field)]));
  const email = text("email").trim();
  return {
    fields: { ...fields, name: text("name").trim() || form.text("customerName"), isCustomer: "on" },
    contacts: email === "" ? [] : [{ email, receivesQuotes: "on", receivesInvoices: "on" }],
  };
}

/** A fault of the card, at the field of the document's form that it comes from. */
export function newCustomerField(field: string | undefined): string {
  return `${PREFIX}.${field?.startsWith("contacts") ? "email" : field ?? "name"}`;
}

const CARD_FIELDS = ["name", "kind", "siren", "addressLine1", "postcode", "city"] as const;
const FIELDS = [...CARD_FIELDS, "email"];
/** Customers of other countries take a VAT number and a country, which their card asks for. */
const KIND_OPTIONS = (["professional", "person", "public_body"] as const)
  .map((value) => ({ value, label: CUSTOMER_KINDS[value] }));
