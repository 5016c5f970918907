-- What is waited for, a row a due date, moved by the transactions that issue, credit and take payments.
create table cell.receivables (
  tenant_id uuid not null,
  due_on date not null,
  invoices integer not null,
  cents bigint not null,
  primary key (tenant_id, due_on)
);

-- Invoices issued before: the owner reads them once, past the wall that it stands behind as everybody.
alter table cell.sales_documents no force row level security;
insert into cell.receivables (tenant_id, due_on, invoices, cents)
select tenant_id, due_on, count(*), sum(greatest(gross_cents - paid_cents - credited_cents, 0))
from cell.sales_documents
where kind = 'invoice' and state = 'issued' and settled_on is null and due_on is not null
group by tenant_id, due_on;
alter table cell.sales_documents force row level security;

call cell.wall('receivables', 'select, insert, update');

-- Sums are read from here now: the index of open invoices serves the lists alone.
drop index cell.sales_documents_open;
create index sales_documents_open on cell.sales_documents (tenant_id, due_on, id)
  where kind = 'invoice' and state = 'issued' and settled_on is null;
