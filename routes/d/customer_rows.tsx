// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { MAX_CONTACTS, MAX_DELIVERY_ADDRESSES } from "../../lib/parties/mod.ts";
import {
  Button,
  Card,
  CheckboxField,
  Fold,
  type FormState,
  type JSX,
  SelectField,
  TextField,
} from "../../lib/ui/mod.ts";
import { countryOptions } from "./company_form.tsx";
import { redrawn, rowCount } from "./form_rows.ts";

interface RowsProps {
  readonly form: FormState;
  readonly action: string;
}

/** The people of a customer, one group of fields each. */
export function ContactRows({ form, action }: RowsProps): JSX.Element {
  const count = rowCount(form.values, "contacts");
  return (
    <Card title="Contacts" id="contacts">
      <p class="hint">L’adresse cochée pour un document est proposée quand vous l’envoyez.</p>
      {indexes(count).map((index) => <ContactRow form={form} action={action} index={index} />)}
      {count < MAX_CONTACTS
        ? <AddButton action={action} part="#contacts" name="contacts">Ajouter un contact</AddButton>
        : null}
    </Card>
  );
}

/** Where goods and works go, when it is not the billing address. */
export function AddressRows({ form, action }: RowsProps): JSX.Element {
  const count = rowCount(form.values, "deliveryAddresses");
  return (
    <div id="livraison">
      <Fold title="Adresses de livraison et chantiers" hint={count > 0 ? String(count) : "facultatif"} open={count > 0}>
        {indexes(count).map((index) => <AddressRow form={form} action={action} index={index} />)}
        {count < MAX_DELIVERY_ADDRESSES
          ? <AddButton action={action} part="#livraison" name="deliveryAddresses">Ajouter une adresse</AddButton>
          : null}
      </Fold>
    </div>
  );
}

function ContactRow({ form, action, index }: RowsProps & { index: number }): JSX.Element {
  const at = `contacts.${index}`;
  return (
    <fieldset class="field-group">
      <legend class={index === 0 ? "visually-hidden" : undefined}>Contact {index + 1}</legend>
      <div class="field-columns">
        <TextField form={form} name={`${at}.name`} label="Nom" attrs={focusOfNew(form, at)} optional />
        <TextField form={form} name={`${at}.role`} label="Fonction" optional />
      </div>
      <div class="field-columns">
        <TextField form={form} name={`${at}.email`} label="Adresse e-mail" type="email" optional />
        <TextField form={form} name={`${at}.phone`} label="Téléphone" type="tel" optional />
      </div>
      <div class="field is-inline">
        <div class="choices">
          <CheckboxField form={form} name={`${at}.receivesQuotes`} label="reçoit les devis" optional />
          <CheckboxField form={form} name={`${at}.receivesInvoices`} label="les factures" optional />
          <CheckboxField form={form} name={`${at}.receivesReminders`} label="les relances" optional />
          <RemoveButton action={action} part="#contacts" row={at}>Retirer ce contact</RemoveButton>
        </div>
      </div>
    </fieldset>
  );
}

function AddressRow({ form, action, index }: RowsProps & { index: number }): JSX.Element {
  const at = `deliveryAddresses.${index}`;
  return (
    <fieldset class="field-group">
      <legend class="visually-hidden">Adresse {index + 1}</legend>
      <div class="field-columns">
        <TextField
          form={form}
          name={`${at}.label`}
          label="Nom de l’adresse"
          hint="Chantier rue Neuve, dépôt…"
          optional
        />
        <TextField form={form} name={`${at}.addressLine1`} label="Adresse" hint="Numéro et rue." />
      </div>
      <div class="field-columns">
        <TextField form={form} name={`${at}.addressLine2`} label="Complément" optional />
        <TextField form={form} name={`${at}.postcode`} label="Code postal" optional />
        <TextField form={form} name={`${at}.city`} label="Ville" />
      </div>
      <SelectField
        form={form}
        name={`${at}.country`}
        label="Pays"
        value={form.values["country"]}
        options={countryOptions()}
      />
      <div>
        <RemoveButton action={action} part="#livraison" row={at}>Retirer cette adresse</RemoveButton>
      </div>
    </fieldset>
  );
}

/** A row just added takes the focus, and none that was there when the page opened. */
function focusOfNew(form: FormState, at: string): Record<string, string> {
  const isNew = form.values["added"] === at && form.issues.length === 0;
  return isNew ? { "data-focus": "" } : {};
}

function AddButton(
  { action, part, name, children }: { action: string; part: string; name: string; children?: string },
): JSX.Element {
  return (
    <div>
      <Button small icon="plus" name="add" value={name} attrs={redrawn(action, part)}>{children}</Button>
    </div>
  );
}

function RemoveButton(
  { action, part, row, children }: { action: string; part: string; row: string; children?: string },
): JSX.Element {
  return (
    <Button small kind="quiet" icon="close" name="remove" value={row} attrs={redrawn(action, part)}>{children}</Button>
  );
}

function indexes(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
