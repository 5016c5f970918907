-- A kept dossier takes in whom a recovery lets in, as a closed one does: in ten years people lose their addresses.
create or replace function control.find_invitation(hash bytea, at timestamptz) returns table (
  tenant_id uuid, invitation_id uuid, email text, email_key text, language text, profile text, profile_name text,
  inviter text, company_name text, slug text, person_id uuid, recovery_id uuid)
language sql stable security definer set search_path = '' as $$
  select i.tenant_id, i.id, i.email, i.email_key, coalesce(p.language, i.language), i.profile, c.name, i.inviter,
    d.company_name, d.slug, p.id, i.recovery_id
  from control.invitations i
    join control.instances d on d.tenant_id = i.tenant_id
    left join control.people p on p.email_key = i.email_key
    left join control.profiles c on c.tenant_id = i.tenant_id and c.id = i.custom_profile_id
  where i.token_hash = hash and i.expires_at > at
    and (d.state in ('trial', 'active', 'suspended') or (d.state in ('closed', 'kept') and i.recovery_id is not null))
$$;
