-- How documents leave (mails) and how customers come in (links), and what they answered.

create table cell.document_links (
  tenant_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  -- SHA-256 of the secret; the secret itself is derived from the master key and the id, and stored nowhere.
  secret_digest bytea not null check (length(secret_digest) = 32),
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, document_id) references cell.sales_documents (tenant_id, id) on delete cascade
);
create unique index document_links_secret on cell.document_links (tenant_id, secret_digest);
create index document_links_by_document on cell.document_links (tenant_id, document_id);
call cell.wall('document_links');

create table cell.sendings (
  tenant_id uuid not null,
  id uuid not null,
  document_id uuid not null,
  -- 1 for the first sending; from 2 on the mail says « Duplicata ».
  ordinal integer not null check (ordinal > 0),
  recipients text[] not null check (cardinality(recipients) between 1 and 10),
  copies text[] not null default '{}' check (cardinality(copies) <= 10),
  message text not null default '',
  link_id uuid not null,
  state text not null default 'queued' check (state in ('queued', 'sent', 'failed')),
  message_id text not null,
  outcome text not null default '',
  queued_at timestamptz not null,
  queued_by uuid,
  sent_at timestamptz,
  primary key (tenant_id, id),
  foreign key (tenant_id, document_id) references cell.sales_documents (tenant_id, id) on delete cascade,
  foreign key (tenant_id, link_id) references cell.document_links (tenant_id, id)
);
create unique index sendings_ordinal on cell.sendings (tenant_id, document_id, ordinal);
call cell.wall('sendings', 'select, insert, update');

create table cell.quote_answers (
  tenant_id uuid not null,
  document_id uuid not null,
  answer text not null check (answer in ('accepted', 'declined')),
  signer text not null,
  reason text not null default '',
  at timestamptz not null,
  ip text not null,
  -- What was accepted, to the byte.
  file_sha256 text,
  primary key (tenant_id, document_id),
  foreign key (tenant_id, document_id) references cell.sales_documents (tenant_id, id)
);
call cell.wall('quote_answers', 'select, insert');
call cell.append_only('quote_answers');
