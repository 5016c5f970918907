-- What the console's lists of recoveries and of erasures are sorted by, both ways from one index each.
drop index control.recoveries_by_age;
create index recoveries_by_age on control.recoveries (asked_at, id);
drop index control.erasures_by_age;
create index erasures_by_age on control.erasures (asked_at, id);
