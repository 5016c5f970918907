-- Who may be given an alert and told of it: names and addresses of the operator's own staff, for the console alone.
create function control.active_operators() returns table (operator_id uuid, name text, email text)
language sql stable security definer set search_path = '' as $$
  select o.id, o.name, o.email from control.operators o where o.disabled_at is null
$$;
call control.definer('control.active_operators()', 'identity_definer');
grant execute on function control.active_operators() to ops_control;
