-- Whether the page of a verification code says that an invoice is settled: no, unless the company wishes it.
alter table cell.companies add column shows_payment_state boolean not null default false;
