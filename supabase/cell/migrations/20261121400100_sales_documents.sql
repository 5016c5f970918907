-- Quotes, invoices and credit notes: one table, because they share their lines, totals and life.

create table cell.sales_documents (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null check (kind in ('quote', 'invoice', 'credit_note')),
  -- A quote goes draft → sent → accepted | declined; an invoice or credit note goes draft → issued and stays there.
  state text not null default 'draft' check (state in ('draft', 'sent', 'accepted', 'declined', 'issued')),
  version integer not null default 1,
  number text,
  series_year smallint,
  customer_id uuid,
  -- Frozen with the document; on a draft, the name shown in lists.
  customer_name text not null default '',
  seller jsonb,
  buyer jsonb,
  mentions jsonb,
  subject text not null default '',
  issue_on date,
  due_on date,
  valid_until date,
  delivered_on date,
  purchase_order text,
  terms jsonb not null,
  notes text not null default '',
  entry_mode text not null default 'net' check (entry_mode in ('net', 'gross')),
  treatment text not null default 'domestic',
  discount_bp integer not null default 0 check (discount_bp between 0 and 10000),
  currency text not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  net_cents bigint not null default 0,
  vat_cents bigint not null default 0,
  gross_cents bigint not null default 0,
  -- What settles an invoice, kept by the payment and credit verbs.
  paid_cents bigint not null default 0,
  credited_cents bigint not null default 0,
  settled_on date,
  source_id uuid,
  verification_code text,
  seal_seq bigint,
  issued_at timestamptz,
  -- The file rendered once after the issue.
  file_id uuid,
  file_sha256 text,
  sent_count integer not null default 0,
  last_sent_at timestamptz,
  created_at timestamptz not null,
  created_by uuid,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references cell.parties (tenant_id, id),
  foreign key (tenant_id, source_id) references cell.sales_documents (tenant_id, id),
  constraint sales_documents_number_unique unique (tenant_id, kind, number),
  constraint sales_documents_issued_whole check (
    state <> 'issued' or (
      number is not null and issue_on is not null and seller is not null and buyer is not null and mentions is not null
      and verification_code is not null and seal_seq is not null and issued_at is not null and customer_id is not null
    )
  ),
  constraint sales_documents_amounts check (
    net_cents >= 0 and vat_cents >= 0 and gross_cents = net_cents + vat_cents and paid_cents >= 0 and credited_cents >= 0
  ),
  constraint sales_documents_states check (
    (kind = 'quote' and state <> 'issued') or (kind <> 'quote' and state in ('draft', 'issued'))
  )
);
-- Lists: newest first, drafts on top of their kind by their date of birth (their id grows with time).
create index sales_documents_by_kind on cell.sales_documents (tenant_id, kind, id desc);
create index sales_documents_by_customer on cell.sales_documents (tenant_id, customer_id, id desc);
-- « À encaisser » sums thousands of open invoices from the index alone.
create index sales_documents_open on cell.sales_documents (tenant_id, due_on, id)
  include (gross_cents, paid_cents, credited_cents)
  where kind = 'invoice' and state = 'issued' and settled_on is null;
create index sales_documents_drafts on cell.sales_documents (tenant_id, kind, id desc) where state = 'draft';
create index sales_documents_by_amount on cell.sales_documents (tenant_id, gross_cents);
create index sales_documents_by_source on cell.sales_documents (tenant_id, source_id) where source_id is not null;
create unique index sales_documents_verification on cell.sales_documents (tenant_id, verification_code)
  where verification_code is not null;
call cell.wall('sales_documents');

-- What searches read, apart from the documents: their rows are rewritten by payments and sendings, this one is not.
create table cell.sales_search (
  tenant_id uuid not null,
  document_id uuid not null,
  kind text not null,
  words text not null,
  primary key (tenant_id, document_id),
  foreign key (tenant_id, document_id) references cell.sales_documents (tenant_id, id) on delete cascade
);
-- Without a pending list: the planner leaves an index that has one until a vacuum.
create index sales_search_words on cell.sales_search
  using gin (tenant_id, words extensions.gin_trgm_ops) with (fastupdate = off);
call cell.wall('sales_search');

create table cell.sales_lines (
  tenant_id uuid not null,
  document_id uuid not null,
  position smallint not null check (position between 1 and 1000),
  kind text not null default 'item' check (kind in ('item', 'title', 'subtotal', 'note')),
  item_id uuid,
  reference text,
  label text not null default '',
  nature text not null default 'service' check (nature in ('goods', 'service')),
  quantity numeric(16, 4),
  unit_code text,
  unit_price numeric(18, 6),
  discount_bp integer not null default 0 check (discount_bp between 0 and 10000),
  vat_rate_bp integer,
  vat_category text,
  net_cents bigint,
  primary key (tenant_id, document_id, position),
  foreign key (tenant_id, document_id) references cell.sales_documents (tenant_id, id) on delete cascade,
  foreign key (tenant_id, item_id) references cell.items (tenant_id, id),
  constraint sales_lines_item_whole check (
    kind <> 'item' or (quantity is not null and unit_code is not null and unit_price is not null and unit_price >= 0
      and vat_rate_bp is not null and vat_category is not null and net_cents is not null)
  )
);
create index sales_lines_by_item on cell.sales_lines (tenant_id, item_id) where item_id is not null;
call cell.wall('sales_lines', 'select, insert, delete');

create table cell.sales_vat_totals (
  tenant_id uuid not null,
  document_id uuid not null,
  vat_category text not null,
  vat_rate_bp integer not null,
  base_cents bigint not null,
  vat_cents bigint not null,
  -- Part of the document's discount that this rate bears.
  discount_cents bigint not null,
  primary key (tenant_id, document_id, vat_category, vat_rate_bp),
  foreign key (tenant_id, document_id) references cell.sales_documents (tenant_id, id) on delete cascade
);
call cell.wall('sales_vat_totals', 'select, insert, delete');

-- An issued document is what it was at its issue. What happens to it afterwards stands in columns of its own.
create function cell.sales_document_is_frozen() returns trigger
language plpgsql set search_path = '' as $$
declare
  later constant text[] := array['paid_cents', 'credited_cents', 'settled_on', 'file_id', 'file_sha256', 'sent_count',
    'last_sent_at'];
begin
  if old.state <> 'issued' then
    return case when tg_op = 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' and current_user = 'ops_purger' then
    return old;
  end if;
  if tg_op = 'UPDATE' and (to_jsonb(old) - later) = (to_jsonb(new) - later)
    and (old.file_id is null or new.file_id = old.file_id) then
    return new;
  end if;
  raise exception 'sealed: % of an issued document', lower(tg_op) using errcode = 'PF010';
end $$;
create trigger frozen before update or delete on cell.sales_documents
  for each row execute function cell.sales_document_is_frozen();
create trigger sealed_table before truncate on cell.sales_documents
  for each statement execute function cell.refuse_change();

-- Nothing is born issued: a document is issued by the update that numbers and seals it. A move carries issued ones.
create function cell.sales_document_is_born_open() returns trigger
language plpgsql set search_path = '' as $$
begin
  if current_user = 'ops_mover' then
    return new;
  end if;
  raise exception 'sealed: insert of an issued document' using errcode = 'PF010';
end $$;
create trigger born_open before insert on cell.sales_documents
  for each row when (new.state = 'issued') execute function cell.sales_document_is_born_open();

-- Lines and totals come and go with their draft; those of an issued document stay. One look a statement, not a row:
-- an invoice of three hundred lines is checked once.
create function cell.sales_parts_are_frozen() returns trigger
language plpgsql set search_path = '' set enable_seqscan = off as $$
begin
  if (tg_op = 'DELETE' and current_user = 'ops_purger') or (tg_op = 'INSERT' and current_user = 'ops_mover') then
    return null;
  end if;
  if exists (
    select from (select distinct t.tenant_id, t.document_id from touched t) part
    where (
      select d.state from cell.sales_documents d where d.tenant_id = part.tenant_id and d.id = part.document_id
    ) = 'issued'
  ) then
    raise exception 'sealed: % of a line of an issued document', lower(tg_op) using errcode = 'PF010';
  end if;
  return null;
end $$;

create procedure cell.parts_are_frozen(table_name text)
language plpgsql set search_path = '' as $$
begin
  execute format('create trigger frozen_insert after insert on cell.%I referencing new table as touched
    for each statement execute function cell.sales_parts_are_frozen()', table_name);
  execute format('create trigger frozen_delete after delete on cell.%I referencing old table as touched
    for each statement execute function cell.sales_parts_are_frozen()', table_name);
  -- Parts are replaced, never changed: so none is moved out of an issued document, or into one.
  execute format('create trigger frozen_update before update on cell.%I
    for each row execute function cell.refuse_change()', table_name);
  execute format('create trigger sealed_table before truncate on cell.%I
    for each statement execute function cell.refuse_change()', table_name);
end $$;
call cell.parts_are_frozen('sales_lines');
call cell.parts_are_frozen('sales_vat_totals');

-- Numbers without gap: a row that the issuing transaction locks until its commit, never a sequence.
create table cell.number_counters (
  tenant_id uuid not null,
  series text not null check (series in ('quote', 'invoice', 'credit_note')),
  year smallint not null,
  last_number integer not null check (last_number > 0),
  last_on date not null,
  primary key (tenant_id, series, year)
);
call cell.wall('number_counters', 'select, insert, update');

create table cell.monthly_totals (
  tenant_id uuid not null,
  month text not null check (month ~ '^\d{4}-\d{2}$'),
  currency text not null,
  vat_category text not null,
  vat_rate_bp integer not null,
  net_cents bigint not null,
  vat_cents bigint not null,
  documents integer not null,
  primary key (tenant_id, month, currency, vat_category, vat_rate_bp)
);
call cell.wall('monthly_totals', 'select, insert, update');

-- Search by number, customer or subject. Row security keeps `like` from using the index, so this one function
-- filters on the dossier itself.
create function cell.search_sales_documents(kinds text, words text, below uuid, most integer)
returns table (id uuid)
language sql stable security definer rows 50 set search_path = '' as $$
  select s.document_id from cell.sales_search s
  where s.tenant_id = cell.app_tenant_id() and s.kind = kinds
    and s.words like '%' || search_sales_documents.words || '%'
    and (below is null or s.document_id < below)
  order by s.document_id desc limit least(most, 100)
$$;
call cell.definer('cell.search_sales_documents(text, text, uuid, integer)');
grant execute on function cell.search_sales_documents(text, text, uuid, integer) to app_user, app_reader;
