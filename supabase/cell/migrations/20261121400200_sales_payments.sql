-- Customers' payments and what they pay: never changed; a mistake is corrected by a reversal.

create table cell.payments (
  tenant_id uuid not null,
  id uuid not null,
  customer_id uuid not null,
  -- Value date: when the money came, which may be before it was recorded.
  received_on date not null,
  mode text not null check (mode in ('transfer', 'card', 'cheque', 'cash', 'direct_debit', 'other')),
  amount_cents bigint not null check (amount_cents <> 0),
  currency text not null default 'EUR',
  reference text not null default '',
  reverses_id uuid,
  reason text not null default '',
  seal_seq bigint not null,
  recorded_at timestamptz not null,
  recorded_by uuid,
  primary key (tenant_id, id),
  foreign key (tenant_id, customer_id) references cell.parties (tenant_id, id),
  foreign key (tenant_id, reverses_id) references cell.payments (tenant_id, id),
  constraint payments_reversed_once unique (tenant_id, reverses_id),
  constraint payments_reversal_is_negative check ((reverses_id is null) = (amount_cents > 0))
);
create index payments_by_customer on cell.payments (tenant_id, customer_id);
create index payments_by_day on cell.payments (tenant_id, received_on desc, id desc);
call cell.wall('payments', 'select, insert');
call cell.append_only('payments');

create table cell.payment_allocations (
  tenant_id uuid not null,
  payment_id uuid not null,
  document_id uuid not null,
  amount_cents bigint not null check (amount_cents <> 0),
  primary key (tenant_id, payment_id, document_id),
  foreign key (tenant_id, payment_id) references cell.payments (tenant_id, id),
  foreign key (tenant_id, document_id) references cell.sales_documents (tenant_id, id)
);
create index payment_allocations_by_document on cell.payment_allocations (tenant_id, document_id);
call cell.wall('payment_allocations', 'select, insert');
call cell.append_only('payment_allocations');
