-- Every policy asks for the scope. As a body in text with a search path of its own it was parsed, planned and run as a
-- statement at each asking, thirty times an issue. A body in standard SQL is parsed when it is made, so that no search
-- path can bend it, and the planner writes it into the statement that asks.
create or replace function cell.app_tenant_id() returns uuid
language sql stable parallel safe
return nullif(current_setting('app.tenant_id', true), '')::uuid;

create or replace function cell.fence_key(tenant uuid) returns bigint
language sql immutable parallel safe
return hashtextextended(tenant::text, 4207);
