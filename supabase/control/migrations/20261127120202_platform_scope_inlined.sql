-- Every policy asks for the scope: a body in standard SQL is parsed when it is made, so that no search path can bend
-- it, and the planner writes it into the statement that asks.
create or replace function control.app_tenant_id() returns uuid
language sql stable parallel safe
return nullif(current_setting('app.tenant_id', true), '')::uuid;

create or replace function control.app_person_id() returns uuid
language sql stable parallel safe
return nullif(current_setting('app.person_id', true), '')::uuid;
