-- A sending of a trial that waits for the operator: why it is held, and when it was let go.
alter table cell.sendings drop constraint sendings_state_check;
alter table cell.sendings
  add constraint sendings_state_check check (state in ('queued', 'sent', 'failed', 'held', 'refused')),
  -- [{kind: link | iban | abuse, fragment}], in the order found; kept after the decision.
  add column held_for jsonb not null default '[]',
  add column released_at timestamptz;
