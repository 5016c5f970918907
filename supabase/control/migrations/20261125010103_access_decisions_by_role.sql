-- Only an administrator decides what two operators must agree on: in the functions too, not in the pages alone.

create or replace function control.decide_recovery(
  tenant uuid, recovery uuid, operator uuid, called text, approves boolean, why text, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.recoveries r set state = case when approves then 'approved' else 'refused' end,
      decided_by = operator, decided_by_name = called, decided_at = at,
      ended_at = case when approves then null else at end, end_reason = why
    where r.tenant_id = tenant and r.id = recovery and r.state = 'asked' and r.asked_by <> operator
      and exists (select 1 from control.operators o
        where o.id = operator and o.role = 'administrator' and o.disabled_at is null);
  return found;
end $$;

create or replace function control.decide_erasure(
  tenant uuid, erasure uuid, operator uuid, called text, approves boolean, why text, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.erasures e set state = case when approves then 'approved' else 'refused' end,
      decided_by = operator, decided_by_name = called, decided_at = at,
      ended_at = case when approves then null else at end, end_reason = why
    where e.tenant_id = tenant and e.id = erasure and e.state = 'asked' and e.asked_by <> operator
      and exists (select 1 from control.operators o
        where o.id = operator and o.role = 'administrator' and o.disabled_at is null);
  return found;
end $$;
